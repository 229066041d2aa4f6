"""Every number of a table is accounted for: what is neither read nor listed is listed here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import zip_longest

from ..readers import Cell
from ..records import COUNT, REMARK, Indicator, Unread
from ..text import plain
from .columns import LABELS
from .counted import figure_cells, is_number, money, precise
from .table import Extract, Fragment, Source, Table

_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?")

_Spot = tuple[int | None, ...]


def list_the_rest(tables: Iterable[Table], source: Source, out: Extract) -> None:
    """List the numbers of all cells that no record of `out` is of.

    Numbers are those with decimals or separators, wherever they stand, whole ones in columns of figures, and
    money within texts. Codes, years and what numbers the rows are none, nor are the names of rows, which
    stand in the records of their figures.
    """
    seen: set[_Spot] = {(f.page, f.table, f.row, f.col) for f in out.line_items}
    seen |= {(u.page, u.table, u.row, u.col) for u in out.unread if u.row is not None}
    said = _said(out.indicators)
    for table in tables:
        for fragment, later in zip_longest(table.fragments, table.fragments[1:]):
            next_ = said[later.grid.page, later.grid.index, -1] if later else set()
            out.unread += _Rest(table, fragment, source, said, next_).unread(seen)


def _said(indicators: Iterable[Indicator]) -> defaultdict[_Spot, set[str]]:
    """Return the numbers in the indicators of each row, and (row -1) in what their sheets say above them."""
    said: defaultdict[_Spot, set[str]] = defaultdict(set)
    last: tuple[object, ...] = ()
    for i in indicators:
        weight = f"{i.weight:g} {i.weight:.2f}" if i.weight is not None else ""
        texts = map(plain, (i.category, i.indicator, i.target))
        said[i.page, i.table, i.row].update(_TOKEN.findall(" ".join((*texts, weight))))
        if (sheet := (i.page, i.table, i.project, i.funding)) != last:
            last = sheet
            said[i.page, i.table, -1].update(
                _TOKEN.findall(plain(f"{i.project};{i.funding}".replace(" ", ";")))
            )
    return said


class _Rest:
    """Looks through one part of a table for numbers that nothing accounts for.

    `said` are the numbers that were read of indicators, `later` those of the sheet that goes on below.
    """

    def __init__(
        self,
        table: Table,
        fragment: Fragment,
        source: Source,
        said: defaultdict[_Spot, set[str]],
        later: set[str],
    ) -> None:
        self.table, self.fragment, self.grid, self.source = table, fragment, fragment.grid, source
        self.said, self.sheet = said, said[self.grid.page, self.grid.index, -1] | later
        self.known = table.form.accounting
        role = {c.index: c.role for c in table.columns}
        self.roles = [role.get(at, "") if at is not None else "" for at in fragment.at]

    @cached_property
    def figures(self) -> frozenset[tuple[int, int]]:
        """Where numbers stand in columns of figures."""
        return figure_cells(self.grid, self.fragment.first)

    def unread(self, seen: set[_Spot]) -> Iterator[Unread]:
        """Yield the cells with such numbers."""
        page, index = self.grid.page, self.grid.index
        for cell in self.grid.cells:
            if not _DIGIT.search(cell.text) or (page, index, cell.row, cell.col) in seen:
                continue
            if why := self._why(cell, plain(cell.text)):
                aside = why in (REMARK, COUNT)
                yield self.source.cell(self.grid, cell, why)._replace(kind="aside" if aside else "cell")

    def _why(self, cell: Cell, text: str) -> str:
        """Say why a number of a cell is not read; "" where there is none that counts."""
        role = self.roles[cell.col] if self.known and cell.row >= self.fragment.first else ""
        if is_number(text):
            return self._of_number(cell, text, role)
        if not self._all_read(cell, precise(text)):
            return "a figure within a text"
        return REMARK if role not in LABELS and not self._all_read(cell, money(text)) else ""

    def _of_number(self, cell: Cell, text: str, role: str) -> str:
        bare = text.strip("-+()¥%")
        if bare.isdecimal() and (role in LABELS or (cell.row, cell.col) not in self.figures):
            return ""
        if self._all_read(cell, [bare]):
            return ""
        if role == "count":
            return COUNT
        return "table not recognised" if self.table.slug == "other" else "a figure that is not read"

    def _all_read(self, cell: Cell, numbers: list[str]) -> bool:
        """Say whether the indicators of a cell's rows, or the sheet around them, have some numbers."""
        if not numbers or set(numbers) <= self.sheet:
            return True
        rows = range(cell.row, cell.row + cell.rowspan)
        spots = ((self.grid.page, self.grid.index, r) for r in rows)
        return set(numbers) <= self.sheet.union(*(self.said[s] for s in spots if s in self.said))
