"""What the label cells of a row say: codes, name, unit, project, and what a named line means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ..knowledge import cut_name, names_in, words
from ..records import PERIOD, without
from ..text import plain, unnumbered
from .columns import Column
from .counted import has_words, is_code
from .headings import KEYS, lookup

_CODED = re.compile(
    r"[\[【(（]?(?P<code>\d{3}(?:\d\d){0,3})[\]】)）]?[-—–_、.]?(?P<name>[^\d\s.,%\-—].*)", re.DOTALL
)


_OVERFLOW = re.compile(r"[\u4e00-\u9fff（）()]{1,12}(?P<rest>\d{5,9}[-—–].+)", re.DOTALL)
"""The end of the name above, which did not fit into its cell, before a code and its name."""


_KINDS = {"2": "function", "3": "economic", "5": "government_economic"}


_FIELDS = without(KEYS, *PERIOD)


_RANKS = (
    re.compile(r"[一二三四五六七八九十]+[、.]"),
    re.compile(r"\([一二三四五六七八九十]+\)"),
    re.compile(r"\d+[、.]"),
    re.compile(r"\(\d+\)"),
)


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
    fund: str = ""
    nature: str = ""
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> bool:
        """The row says what it is about."""
        return bool(
            self.codes or self.item or self.unit or self.project or self.year or "concept" in self.keys
        )


class Labeller:
    """Reads the label cells of one table, row after row.

    Codes stand in one cell, split over 类|款|项 columns with blank parents, or before the name in its
    cell; a merged label cell speaks for all the rows that it covers.

    It remembers what later rows leave out: the parents of a code that is split over columns, the
    meaning of 上年结转 for the lines below it, and the unit or project of a merged cell that a page
    break has cut.
    """

    def __init__(self, kind: str, rows: str, coded: bool) -> None:
        self.kind, self.rows, self.coded = kind, rows, coded
        self._parts: dict[tuple[int, str], list[str]] = {}
        self._cuts = False
        self._scope: dict[int, tuple[dict[str, str], int]] = {}

    def read(self, columns: Sequence[Column], texts: Sequence[str], lane: int) -> Label:
        """Return what the cells of one lane say; `texts` is aligned with `columns`, without spaces.

        Where the columns that are known to name rows are empty, the finest text of the others does.
        """
        label = Label()
        names: dict[str, list[str]] = {}
        parts: dict[str, list[tuple[int, str]]] = {}
        others: list[tuple[str, str]] = []
        for column, text in zip(columns, texts, strict=True):
            if not text:
                continue
            if column.role == "code":
                if text in ("类", "款", "项"):
                    continue  # a header beside the total
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
            elif column.role == "fund":
                label.fund = (line(text) or {}).get("fund", "") or _stated(text, "fund")
            elif column.role == "nature" and (nature := _stated(text, "nature")):
                label.nature = nature
            elif column.role not in ("index", "unit_code") and has_words(text):
                others.append((column.role, text))
        for kind, found in parts.items():
            code = self._code(lane, kind, found)
            if code:
                label.codes[kind or _KINDS.get(code[0], "function")] = code
        if not names and (other := self._other_name(label, columns, others)):
            names[""] = [self._uncode(other, "", label)]
        self._name(label, names, lane)
        return label

    @staticmethod
    def _other_name(label: Label, columns: Sequence[Column], others: Sequence[tuple[str, str]]) -> str:
        """Return what names a row without a name: its finest text or, of a code without names, the first."""
        if not label.named:
            return others[-1][1] if others else ""
        if not label.codes or any(c.role in ("item", "purchase", "project") for c in columns):
            return ""
        return next((text for role, text in others if role != "text"), "")

    def _uncode(self, text: str, kind: str, label: Label) -> str:
        """Take a code off the front of a name (``[2013299]其他``, ``30201-办公费``)."""
        over = _OVERFLOW.fullmatch(text)
        match = _CODED.fullmatch(over["rest"] if over else text)
        if match and match["code"][0] in _KINDS:
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
            known[part - 1] = text.zfill(2) if part > 1 else text  # some print 2 for 02
        for below in range(max(part for part, _ in found), 3):
            known[below] = ""
        if top > 1 and not known[0]:
            return ""
        code = "".join(known)
        whole = max((text for _, text in found), key=len)
        if not is_code(code) and is_code(whole) and all(whole.startswith(text) for _, text in found):
            return whole  # whole codes in the columns of 类, 款 and 项
        return code if is_code(code) else ""

    def _name(self, label: Label, names: dict[str, list[str]], lane: int) -> None:
        order = [k for k in (self.rows, "", "function", "economic", "government_economic") if k in names]
        found = names[order[0]] if order else []
        text = "".join(found)
        if self.rows == "purchase":
            text = names[""][-1] if "" in names else label.project or text
        parent = line(found[0]) if len(found) > 1 and not self.coded else None
        if parent:  # two label columns: what the line is, and its parts
            text = found[0] if plain(found[-1]) in ("小计", "合计") else found[-1]
        number, item = _numbered(text)
        label.item = item
        known = line(item) if item else None
        if item and not known and self.kind == "summary":
            label.item = item = self._completed(item)
            known = line(item)
        keys = {k: known[k] for k in _FIELDS if known[k]} if known else {}
        if parent and parent["fund"]:
            keys = {"fund": parent["fund"], **keys}
        if self.kind == "summary" and order and order[0] == "function":
            keys.pop("fund", None)  # a class of functions may be named like a fund
        if self.kind in ("summary", "expense"):
            keys = self._scoped(lane, number, keys, known)
            if self.kind == "expense" and (phase := _stated(item, "phase")) and not _stated(item, "year"):
                keys = {**keys, "phase": phase}  # a row of the budget above one of the final account
        else:
            concept = keys.get("concept", "")
            whole = concept.endswith(("_total", "_in", "_out")) or concept.startswith("surplus")
            kept = ("nature", "concept") if self.coded else _FIELDS
            keys = {
                k: v for k, v in keys.items() if k in kept and (k != "concept" or whole) and not label.codes
            }
        if label.fund:
            keys["fund"] = label.fund
        if label.nature:
            keys["nature"] = label.nature
        label.keys = keys
        if not label.item and not label.codes:
            self._named_as_total(label)

    @staticmethod
    def _named_as_total(label: Label) -> None:
        """Let a total that stands where units or projects are named be the total."""
        names = (label.project, label.unit)
        total = next((t for t in names if (row := line(t)) and row["concept"] == "grand_total"), "")
        if total:
            label.item, label.keys, label.unit, label.project = total, {"concept": "grand_total"}, "", ""

    def _completed(self, item: str) -> str:
        """Complete a name that breaks off within a word; within a bracket only where others break off."""
        rest = cut_name(plain(item))
        self._cuts = self._cuts or rest not in ("", ")")
        if rest == ")":
            rest = "" if not self._cuts else "）" if "（" in item else rest
        return item + rest

    def _scoped(
        self, lane: int, number: str, keys: dict[str, str], known: dict[str, str] | None
    ) -> dict[str, str]:
        """Let 上年结转 and 结转下年 pass their meaning on to the lines below them."""
        rank = next((k for k, style in enumerate(_RANKS) if style.fullmatch(number)), len(_RANKS))
        opened, level = self._scope.get(lane, ({}, len(_RANKS)))
        total = bool(known and known["concept"] in ("grand_total", "current_total"))
        if total or (rank <= level < len(_RANKS)):
            self._scope.pop(lane, None)
            opened = {}
        if known and known["scope"] == "opens":
            opened = {k: keys[k] for k in ("direction", "nature", "carried") if k in keys}
            self._scope[lane] = opened, rank
        return {**opened, **keys}


def line(item: str) -> dict[str, str] | None:
    """Return what ``lines.csv`` knows of a named line, with or without 其中 before it."""
    label = plain(item).rstrip(":")
    return words("lines").find(label) or words("lines").find(label.removeprefix("其中:"))


def known_line(text: str) -> bool:
    """Say whether a text, its numbering apart, names a line (``lines.csv``) or a functional class.

    >>> known_line("（一）公务接待费"), known_line("务接待费"), known_line("八、社会保障和就业支出")
    (True, False, True)
    """
    name = _numbered(text)[1]
    return line(name) is not None or plain(name) in _classes()


@cache
def _classes() -> frozenset[str]:
    known = names_in("function", None)
    return frozenset(name for code, names in known.items() if len(code) == 3 for name in names)


def _stated(text: str, key: str) -> str:
    """Return what the heading of a column with this text would say of its figures."""
    return (lookup(plain(text), "") or {}).get(key, "")


def _numbered(text: str) -> tuple[str, str]:
    """Split leading numbering from a name, also behind 其中.

    >>> _numbered("（一）公务接待费"), _numbered("其中：（一）公务接待费")
    (('(一)', '公务接待费'), ('(一)', '其中：公务接待费'))
    """
    of_which = re.match(r"其中[:：]", text)
    head = of_which[0] if of_which else ""
    number, _ = unnumbered(plain(text[len(head) :]))
    return number, head + text[len(head) + len(number) :]
