"""Performance-target forms (绩效目标表) -> one row an indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..amounts import parse
from ..errors import AmountError
from ..knowledge import words
from ..readers import Cell, Grid
from ..records import DOUBT, Indicator, Unread
from ..text import plain, squash
from .doubt import cleared
from .table import Source, Table

OPERATORS = {
    "=": "=", ">": ">", "<": "<", "≥": "≥", "≤": "≤", "≧": "≥", "≦": "≤", ">=": "≥", "<=": "≤", "=>": "≥",
    "=<": "≤", "定性": "定性",
}  # fmt: skip


LIST = ("indicator", "category", "weight", "operator", "target", "unit", "core")
_SIGN = re.compile(r"[<>]=|=[<>]|[=≥≤≧≦<>]")
_HALF = str.maketrans("＝＞＜", "=><")
_NUMBER = re.compile(r"[-+]?[\d,]*\d(?:\.\d+)?")
_FIGURE = re.compile(r"[\d,]*\d\.\d+")
_WEIGHT = re.compile(r"\d{1,9}(?:\.\d{1,9})?(?:%|分)?")
_MONEY = re.compile(r"\((?:单位:)?((?:亿|百万|万|千)?元)\)")
_CORE = {"是": True, "否": False}


def indicators(table: Table, source: Source) -> tuple[list[Indicator], list[Unread]]:
    """Read one performance-target table.

    Such a form is a sheet of labelled fields (project, money, texts) over a list of indicators, or one list
    of the indicators of many projects. Rows after a page break may have lost the merged cell at their left,
    so a row with an operator is read by where the operator stands, not by its position alone.

    Parameters
    ----------
    table : Table
        A table whose form is of kind ``targets``.
    source : Source
        The file that it stands in.

    Returns
    -------
    indicators : list of Indicator
    unread : list of Unread
        Every figure of the table is in one of them.
    """
    reader = _Sheets(table, source)
    for fragment in table.fragments:
        grid, doubted = cleared(fragment.grid)
        reader.unread += [
            source.cell(grid, cell, cell.doubt or DOUBT)
            for cell in doubted
            if cell.row >= fragment.first and any(map(str.isdigit, cell.text))
        ]
        cover = grid.positions()
        for r in range(fragment.first, fragment.grid.n_rows):
            cells: list[Cell | None] = [None] * max(len(table.columns), fragment.grid.n_cols)
            for i, at in enumerate(fragment.at):
                cells[i if at is None else at] = cover[r][i]
            reader.row(grid, r, cells)
    reader.close()
    return reader.found, reader.unread


@dataclass(slots=True)
class _Sheet:
    """The labelled fields above, or beside, a list of indicators."""

    project: str = ""
    budget_fen: int | None = None
    funding: list[str] = field(default_factory=list)
    places: list[Unread] = field(default_factory=list)
    rows: list[Indicator] = field(default_factory=list)


class _Sheets:
    """Reads the rows of one target table, sheet after sheet."""

    def __init__(self, table: Table, source: Source) -> None:
        self.table, self.source = table, source
        self.unit = table.unit
        self.head: dict[str, list[int]] = {}
        self.before: dict[str, list[int]] = {}
        self.category: dict[int, str] = {}
        self.above: dict[int, str] = {}
        self.sheet = _Sheet()
        self.found: list[Indicator] = []
        self.unread: list[Unread] = []

    def row(self, grid: Grid, r: int, cells: Sequence[Cell | None]) -> None:
        """Take one row in."""
        own = [
            squash(c.text) if c and c.row == r and c is not b else ""
            for c, b in zip(cells, [None, *cells], strict=False)
        ]
        where = self.source.row(grid, r)
        header = _header(own)
        if not header and not self.head and self._without_header(own):
            self.head, self.category = self.before, {}
        for text in own:
            match = _MONEY.search(plain(text))
            self.unit = self.unit or (match[1] if match else None)
        if header:
            if header != self.head:
                self.head, self.category = header, {}
            self.above = dict(enumerate(own))
        elif self.head and self._subheader(own):
            self.above.update((c, t) for c, t in enumerate(own) if t)
        elif not any(own) or plain("".join(own)).startswith(("备注:", "注:")):
            return
        elif not self.head or (not _list_like(own, self.head) and self._starts_sheet(own)):
            self._fields(own, where)
        else:
            self._entry(own, [squash(c.text) if c else "" for c in cells], where)

    def _subheader(self, own: Sequence[str]) -> bool:
        """Say whether a row only names the parts of the money columns of a list (财政资金, 其他资金)."""
        filled = [(c, t) for c, t in enumerate(own) if t]
        money = set(self.head.get("fund", []) + self.head.get("budget", []))
        fields = [known["field"] for _, t in filled if (known := _label(t))]
        return bool(money) and len(fields) == len(filled) > 0 and set(fields) <= {"fund", "budget"}

    def _without_header(self, own: Sequence[str]) -> bool:
        """Say whether a row is an indicator in the columns of the sheet before: this one prints no header."""
        kinds, targets = (self.before.get(key, []) for key in ("category", "target"))
        named = any(c < len(own) and plain(own[c]).endswith("指标") for c in kinds)
        return named and any(c < len(own) and own[c] for c in targets)

    def close(self) -> None:
        """Finish the sheet that is open."""
        sheet = self.sheet
        funding = "; ".join(sheet.funding)
        self.found += [
            row._replace(project=sheet.project, budget_fen=sheet.budget_fen, funding=funding)
            for row in sheet.rows
        ]
        if not sheet.rows:
            self.unread += [p._replace(why="a sheet of targets without indicators") for p in sheet.places]
        self.sheet = _Sheet()

    def _starts_sheet(self, own: Sequence[str]) -> bool:
        fields = [known["field"] for t in own if t and (known := _label(t))]
        if "project" in fields and self.sheet.rows:
            self.close()
            self.head, self.before = {}, self.head
        return bool(fields)

    def _fields(self, own: Sequence[str], where: Unread) -> None:
        """Take labelled fields and amounts from a row that is not one of indicators."""
        filled = [(c, t) for c, t in enumerate(own) if t]
        numbers = [t for _, t in filled if _NUMBER.fullmatch(plain(t))]
        if len(numbers) == len(filled) > 1:  # a row of figures under a row of labels
            for col, value in filled:
                label = self.above.get(col, "")
                self._money(label, value, _label(label), where._replace(col=col, printed=value))
            return
        self.above.update(t for t in filled if not _NUMBER.fullmatch(plain(t[1])))
        label = ""
        for (_, before), (col, value) in pairwise([(-1, ""), *filled]):
            short = before and len(before) <= 24 and not _NUMBER.fullmatch(plain(before))
            label = before if short else label
            known = _label(label)
            if _NUMBER.fullmatch(plain(value)) and label:
                self._money(label, value, known, where._replace(col=col, printed=value))
            elif known and known["field"] == "project" and not _label(value):
                self.sheet.project = self.sheet.project or value
            elif _FIGURE.fullmatch(plain(value)):
                self.unread.append(where._replace(col=col, printed=value, why="a figure without a label"))

    def _money(self, label: str, value: str, known: dict[str, str] | None, place: Unread) -> None:
        if known and known["field"] == "budget" and self.sheet.budget_fen is None:
            try:
                self.sheet.budget_fen = parse(value, self.unit or "").fen
            except AmountError as error:
                self.unread.append(place._replace(why=error.en))
                return
        self.sheet.funding.append(f"{label.rstrip('：:')} {value}")
        self.sheet.places.append(place)

    def _entry(self, own: list[str], cover: list[str], where: Unread) -> None:
        """Take one row of the list of indicators."""
        shift = self._shift(own)
        at = {k: [c + shift for c in cols if 0 <= c + shift < len(own)] for k, cols in self.head.items()}
        listed = {c for k in LIST for c in at.get(k, [])}
        beside = [c for c, t in enumerate(own) if t and c not in listed]
        self._beside(own, beside, cover, where)
        cell = {k: "".join(own[c] for c in cols) for k, cols in at.items() if k != "category"}
        if not shift:
            for c in at.get("category", []):
                self.category[c] = cover[c] or self.category.get(c, "")
        operator, weight = cell.get("operator", ""), cell.get("weight", "")
        if not operator and not cell.get("indicator") and not cell.get("target"):
            return
        bad = (operator and not _operator(operator)) or (weight and not _WEIGHT.fullmatch(plain(weight)))
        categories = [name for c in at.get("category", []) if (name := self.category.get(c))]
        name = cell.get("indicator") or next(reversed(categories), "")
        if bad or not name:
            texts = " | ".join(filter(None, own))
            self.unread.append(where._replace(col=0, printed=texts, why="row of no indicator"))
            return
        self.sheet.rows.append(self._indicator(where, name, " > ".join(categories), cell))

    def _indicator(self, where: Unread, name: str, category: str, cell: dict[str, str]) -> Indicator:
        weight, operator, target = (cell.get(k, "") for k in ("weight", "operator", "target"))
        sign = _SIGN.match(target.translate(_HALF))
        return Indicator(
            document_id=where.document_id, form=self.table.slug, category=category, indicator=name,
            weight=float(plain(weight).rstrip("%分")) if weight else None,
            operator=_operator(operator or (sign[0] if sign else "")),
            target=target, unit=cell.get("unit", ""), is_core=_CORE.get(cell.get("core", "")),
            file_name=where.file_name, file=where.file, page=where.page, table=where.table, row=where.row,
        )  # fmt: skip

    def _shift(self, own: Sequence[str]) -> int:
        """Return -1 where the merged cell at the left was lost at a page break, else 0."""
        for at in self.head.get("operator", []):
            if 0 < at < len(own) and not _operator(own[at]) and _operator(own[at - 1]):
                return -1
        return 0

    def _beside(
        self, own: Sequence[str], columns: Sequence[int], cover: Sequence[str], where: Unread
    ) -> None:
        """Take what stands left of the indicators in a list of many projects: name and money.

        A name, or money below money, begins another project; a merged name speaks for all its rows.
        """
        starts = [c for c in self.head.get("project", []) if c in columns]
        money = [c for c in columns if _NUMBER.fullmatch(plain(own[c]))]
        if self.sheet.rows and (starts or (money and self.sheet.funding)):
            self.close()
            self.sheet.project = "".join(cover[c] for c in self.head.get("project", []))
        for c in columns:
            place = where._replace(col=c, printed=own[c])
            if c in starts:
                self.sheet.project = own[c]
            elif _NUMBER.fullmatch(plain(own[c])):
                field_ = next((k for k in ("budget", "fund") if c in self.head.get(k, [])), "")
                known = {"field": field_} if field_ else None
                self._money(self.above.get(c) or "金额", own[c], known, place)


def _operator(text: str) -> str:
    """Return the sign that a text is, however it is typed; "" where it is none.

    >>> _operator("＞＝"), _operator("≦"), _operator("≥5")
    ('≥', '≤', '')
    """
    return OPERATORS.get(text.translate(_HALF), "")


def _label(text: str) -> dict[str, str] | None:
    return words("target_labels").find(_MONEY.sub("", plain(text)).rstrip(":"))


def _list_like(own: Sequence[str], head: dict[str, list[int]]) -> bool:
    """Say whether a row fills the columns of the indicator list."""
    return any(own[c] for k in ("target", "operator") for c in head.get(k, []) if c < len(own))


def _header(row: Sequence[str]) -> dict[str, list[int]]:
    """Return the columns of each field when this row is the header of the indicator list."""
    fields: dict[str, list[int]] = {}
    for col, text in enumerate(row):
        known = _label(text) if text else None
        if known and known["field"] in (*LIST, "group", "project", "budget", "fund"):
            fields.setdefault(known["field"], []).append(col)
    if "indicator" not in fields and len(fields.get("category", [])) > 1:
        fields["indicator"] = [fields["category"].pop()]
    group = fields.pop("group", [])
    if "indicator" not in fields and group and "operator" in fields:
        fields["indicator"] = group
    return fields if "indicator" in fields and ("target" in fields or "operator" in fields) else {}
