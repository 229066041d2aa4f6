"""A row that a page break cuts: the rest of its names, at the top of the next page, belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..readers import Cell, Grid
from ..text import marker, squash
from .counted import is_code
from .labels import known_line
from .structure import data_rows
from .table import Fragment, Table

LEAST = 3
"""Rows with an amount, and none without: in such a table a row without amounts is no row of its own."""

Row = dict[int, Cell]
"""The cells of a printed row that hold text, by the columns of the table."""


def join_split_rows(tables: Iterable[Table]) -> None:
    """Put together the rows of accounting forms that a page break cuts.

    At the top of a page stand names without a code and without amounts. They are the rest of the row before
    if together they name a line that neither of both does alone, or if no other row of the table goes without
    an amount.
    """
    for table in tables:
        amounts = {c.index for c in table.columns if c.role in ("amount", "memo")}
        if len(table.fragments) > 1 and amounts and table.form.kind != "targets":
            _join(table, amounts)


def _join(table: Table, amounts: set[int]) -> None:
    every = _all_have_amounts(table, amounts)
    last = 0  # the fragment with the row that may go on
    for k in range(1, len(table.fragments)):
        before, after = table.fragments[last], table.fragments[k]
        if before.repeated or after.repeated or after.first >= after.grid.n_rows:
            continue
        head, rest = _row(before, before.grid.n_rows - 1), _row(after, after.first)
        if before.grid.n_rows > before.first and _goes_on(head, rest, amounts, every):
            table.fragments[last] = replace(before, grid=_with(before.grid, head, rest))
            table.fragments[k] = replace(after, first=after.first + 1)
        if table.fragments[k].first < after.grid.n_rows:
            last = k


def _all_have_amounts(table: Table, amounts: set[int]) -> bool:
    """Say whether each row of a table has an amount, those apart with which a page begins."""
    tops = {(f.grid.page, f.grid.index, f.first) for f in table.fragments[1:]}
    rows = [cells for place, cells in data_rows(table) if place not in tops]
    return len(rows) >= LEAST and all(any(cells[i].text for i in amounts & cells.keys()) for cells in rows)


def _row(fragment: Fragment, r: int) -> Row:
    """Return the cells with text that begin in a row of a fragment."""
    cells = {c.col: c for c in fragment.grid.cells if c.row == r and squash(c.text)}
    return {at: cells[i] for i, at in enumerate(fragment.at) if at is not None and i in cells}


def _goes_on(head: Mapping[int, Cell], rest: Mapping[int, Cell], amounts: set[int], every: bool) -> bool:
    if not rest or not rest.keys() <= head.keys() - amounts:
        return False
    texts = [squash(cell.text) for cell in rest.values()]
    if any(is_code(text) or marker(text)[0] >= 0 for text in texts):
        return False
    if every and any(head[i].text for i in amounts & head.keys()):
        return True
    return all(
        known_line(squash(head[i].text) + squash(cell.text))
        and not known_line(squash(cell.text))
        and not known_line(squash(head[i].text))
        for i, cell in rest.items()
    )


def _with(grid: Grid, head: Mapping[int, Cell], rest: Mapping[int, Cell]) -> Grid:
    """Return a grid with the rest of its last row."""
    whole = {id(head[i]): f"{head[i].text}\n{cell.text}" for i, cell in rest.items()}
    cells = (replace(c, text=whole[id(c)], wrapped=True) if id(c) in whole else c for c in grid.cells)
    return replace(grid, cells=tuple(cells))
