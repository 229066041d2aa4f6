"""What the label cells of a row say: codes, name, unit, project, and what a named line means.

Codes stand in one cell, split over 类|款|项 columns with blank parents, or before the name in its
cell; a merged label cell speaks for all the rows that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .amounts import squash
from .header import Column, is_code
from .knowledge import plain, unnumbered, words

__all__ = ["Label", "Labeller"]

_CODED = re.compile(
    r"[\[【(（]?(?P<code>\d{3}(?:\d\d){0,3})[\]】)）]?[-—–_、.]?(?P<name>[^\d\s.,%\-—].*)", re.DOTALL
)
_KINDS = {"2": "function", "3": "economic", "5": "government_economic"}
_FIELDS = ("direction", "fund", "nature", "concept", "carried")


@dataclass(slots=True)
class Label:
    """What the label cells of one row say, in one lane.

    ``codes`` maps a classification (function, economic, government_economic) to the code printed
    for it; ``keys`` are the line-item keys that a named line (``data/lines.csv``) states.
    """

    codes: dict[str, str] = field(default_factory=dict)
    item: str = ""
    unit: str = ""
    project: str = ""
    year: str = ""
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> bool:
        """The row says what it is about."""
        return bool(self.codes or self.item or self.unit or self.project or self.year)


class Labeller:
    """Reads the label cells of one table, row after row.

    It remembers what later rows leave out: the parents of a code that is split over columns, the
    meaning of 上年结转 for the lines below it, and the unit or project of a merged cell that a page
    break has cut.
    """

    def __init__(self, kind: str, rows: str) -> None:
        self.kind, self.rows = kind, rows
        self._parts: dict[tuple[int, str], list[str]] = {}
        self._scope: dict[int, dict[str, str]] = {}

    def read(self, columns: Sequence[Column], texts: Sequence[str], lane: int) -> Label:
        """Return what the cells of one lane say; `texts` is aligned with `columns`, without spaces."""
        label = Label()
        names: dict[str, list[str]] = {}
        parts: dict[str, list[tuple[int, str]]] = {}
        for column, text in zip(columns, texts, strict=True):
            if not text:
                continue
            if column.role == "code":
                if text.isdigit():
                    parts.setdefault(column.kind, []).append((column.part, text))
                else:
                    names.setdefault(column.kind, []).append(self._uncode(text, column.kind, label))
            elif column.role in ("item", "purchase"):
                names.setdefault(column.kind, []).append(self._uncode(text, column.kind, label))
            elif column.role in ("unit", "project", "year"):
                setattr(label, column.role, text)
            elif column.role == "unit_code" and not text.isdigit():
                label.unit = text
        for kind, found in parts.items():
            code = self._code(lane, kind, found)
            if code:
                label.codes[kind or _KINDS.get(code[0], "function")] = code
        self._name(label, names, lane)
        return label

    def _uncode(self, text: str, kind: str, label: Label) -> str:
        """Take a code off the front of a name (``[2013299]其他``, ``30201-办公费``)."""
        match = _CODED.fullmatch(text)
        if match and match["code"][0] in _KINDS and match["code"][0] != "0":
            label.codes.setdefault(kind or _KINDS[match["code"][0]], match["code"])
            return match["name"]
        return text

    def _code(self, lane: int, kind: str, found: list[tuple[int, str]]) -> str:
        if all(part == 0 for part, _ in found):
            code = "".join(text for _, text in found)
            return code if is_code(code) else ""
        known = self._parts.setdefault((lane, kind), ["", "", ""])
        top = min(part for part, _ in found)
        for part, text in found:
            known[part - 1] = text
        for below in range(max(part for part, _ in found), 3):
            known[below] = ""
        if top > 1 and not known[0]:
            return ""
        code = "".join(known)
        return code if is_code(code) else ""

    def _name(self, label: Label, names: dict[str, list[str]], lane: int) -> None:
        order = [k for k in (self.rows, "", "function", "economic", "government_economic") if k in names]
        text = "".join(names[order[0]]) if order else ""
        if self.rows == "purchase" and text:
            text = names[order[0]][-1]
        number, item = unnumbered(plain_item(text))
        label.item = item
        known = words("lines").find(plain(item)) if item else None
        keys = {k: known[k] for k in _FIELDS if known[k]} if known else {}
        if self.kind in ("summary", "expense"):
            keys = self._scoped(lane, number, keys, known)
        elif not (known and known["concept"] in ("grand_total", "carry_out", "carry_in")) or label.codes:
            keys = {}
        label.keys = keys
        if not label.item and not label.codes:
            total = next(
                (
                    t
                    for t in (label.project, label.unit)
                    if (r := words("lines").find(plain(t))) and r["concept"] == "grand_total"
                ),
                "",
            )
            if total:
                label.item, label.keys, label.unit, label.project = total, {"concept": "grand_total"}, "", ""

    def _scoped(
        self, lane: int, number: str, keys: dict[str, str], known: dict[str, str] | None
    ) -> dict[str, str]:
        """Let 上年结转 and 结转下年 pass their meaning on to the lines below them."""
        if known and known["scope"] == "opens":
            self._scope[lane] = {k: keys[k] for k in ("direction", "carried") if k in keys}
            self._scope[lane]["number"] = number
        elif known and known["concept"]:
            self._scope.pop(lane, None)
        opened = self._scope.get(lane, {})
        if opened and number and number[0] != "(" and number != opened["number"] and not number[0].isdigit():
            self._scope.pop(lane)
            opened = {}
        return {**{k: v for k, v in opened.items() if k != "number"}, **keys}


def plain_item(text: str) -> str:
    """Return a name without white space.

    >>> plain_item("因公出国 （境）费")
    '因公出国（境）费'
    """
    return squash(text)
