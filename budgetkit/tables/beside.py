"""A table too wide for its page goes on to the right on another one: the same rows, without their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from ..amounts import find_unit
from ..knowledge import Form
from ..readers import Cell, Grid
from ..records import Unread
from ..text import plain
from .columns import LABELS, columns, first_data_row
from .counted import has_words, is_code
from .structure import fen
from .table import Fragment, Table

_LEAST, _MOST = 2, 10
"""Rows of a part of a table, at least; columns at each side of which sums are tried, at most."""

_SLACK = 2.0  # points by which the same row may differ in height on two pages


def nameless(grid: Grid, form: Form) -> bool:
    """Say whether no row of a grid has a name or a code, so that its names must stand elsewhere.

    >>> from budgetkit.knowledge import form_of
    >>> cells = tuple(Cell(r, 0, text) for r, text in enumerate(("经营支出", "5.00", "2.00", "")))
    >>> nameless(Grid(2, 1, 4, 1, cells), form_of("dept_expenditure"))
    True
    """
    first = first_data_row(grid, 0, form)
    texts = [plain(c.text) for c in grid.cells if c.row >= first and c.text]
    return any(map(str.strip, texts)) and not any(has_words(t) or is_code(t) for t in texts)


def go_right(grid: Grid, before: Table) -> bool:
    """Let a grid without names be the right part of a table before it, if its rows prove that.

    They are as many and as high as those of the left part, and a total at the left is in every row the sum of
    parts at both sides. A column is read where its headers are known and such a sum needs it, or all of it is
    empty; the others are listed.

    Returns
    -------
    bool
        The grid is part of the table now.
    """
    first, width = first_data_row(grid, 0, before.form), before.fragments[0].grid.n_cols
    right = [c for c in before.columns if c.index >= width]
    left = _left(grid, first, before, width)
    unit = next((u for u in map(find_unit, reversed(grid.above)) if u), before.unit)
    if left is None or unit != before.unit or len({c.lane for c in before.columns}) > 1:
        return False
    heads = [replace(c, index=c.index - width) for c in right]
    if first:
        heads = [replace(c, lane=0) for c in columns(grid, 0, first, before.form)[0]]
    amounts = [c.index for c in heads if c.role == "amount"]
    proved = _proved(left, before, _values(grid, first, amounts, before.unit))
    if len(heads) != grid.n_cols or not proved:
        return False
    heads = [
        replace(
            c, index=c.index + width, role=c.role if c.role != "amount" or c.index in proved else "unknown"
        )
        for c in heads
    ]
    if right and [(c.path, c.role) for c in right] != [(c.path, c.role) for c in heads]:
        return False
    before.columns += () if right else heads
    before.go_on(_named(grid, first, left, before, width))
    return True


def cut_off(grid: Grid, before: Table) -> Unread:
    """Say that a table goes on at the right of a page: sums over its rows lack what stands elsewhere."""
    page = before.fragments[0].grid
    why = f"its columns go on to the right, on page {grid.page}, where the rows have no names"
    return Unread(page=page.page, table=page.index, why=why, kind="header")


def _left(grid: Grid, first: int, table: Table, width: int) -> Fragment | None:
    """Return the part of a table whose rows are those of a grid, and whose right part is not yet found."""
    parts = [f for f in table.fragments if not f.repeated]
    left = [f for f in parts if max((a for a in f.at if a is not None), default=0) < width]
    left = left[len(parts) - len(left) :]
    mine, theirs = _heights(grid, first), _heights(left[0].grid, left[0].first) if left else []
    if not len(mine) == len(theirs) >= _LEAST:
        return None
    known = [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None]
    return left[0] if all(abs(a - b) <= _SLACK for a, b in known) else None


def _heights(grid: Grid, first: int) -> list[float | None]:
    heights: list[float | None] = [None] * grid.n_rows
    for cell in grid.cells:
        if cell.bbox and cell.rowspan == 1:
            heights[cell.row] = cell.bbox[3] - cell.bbox[1]
    return heights[first:]


def _values(grid: Grid, first: int, wanted: Sequence[int], unit: str | None) -> dict[int, list[int | None]]:
    cover = grid.positions()
    return {i: [fen(cover[r][i], unit or "元") for r in range(first, grid.n_rows)] for i in wanted}


def _proved(left: Fragment, table: Table, right: dict[int, list[int | None]]) -> set[int]:
    """Return the columns at the right without which a total at the left is not the sum of its parts."""
    at = {i for c in table.columns if c.role == "amount" for i, a in enumerate(left.at) if a == c.index}
    mine = _values(left.grid, left.first, sorted(at), table.unit)
    if any(None in v for v in (*mine.values(), *right.values())) or max(len(mine), len(right)) > _MOST:
        return set()
    empty = {i for i, v in right.items() if not any(v)}
    some = [i for i in right if i not in empty]
    found = set()
    for total, chosen in product(mine, product((False, True), repeat=len(some))):
        needed = [i for i, yes in zip(some, chosen, strict=True) if yes]
        if not needed:
            continue
        rest = [t - sum(right[i][r] or 0 for i in needed) for r, t in enumerate(v or 0 for v in mine[total])]
        if any(rest) and not _summed(rest, [v for i, v in mine.items() if i != total]):
            continue
        found.add(frozenset(needed))
    best = [needed for needed in found if len(needed) == len(some)] or list(found)
    return set(best[0]) | empty if len(best) == 1 else set()


def _summed(whole: Sequence[int], columns: Sequence[Sequence[int | None]]) -> bool:
    """Say whether some columns add up to a whole in every row."""
    for chosen in product((False, True), repeat=len(columns)):
        parts = [c for c, yes in zip(columns, chosen, strict=True) if yes]
        if parts and all(w == sum(c[r] or 0 for c in parts) for r, w in enumerate(whole)):
            return True
    return False


def _named(grid: Grid, first: int, left: Fragment, table: Table, width: int) -> Fragment:
    """Return a right part with the names of its rows, which stand at the left, behind its own columns."""
    labels = {c.index for c in table.columns if c.role in LABELS and c.index < width}
    names = [(i, a) for i, a in enumerate(left.at) if a in labels]
    cells, cover = list(grid.cells), left.grid.positions()
    for k, (i, _) in enumerate(names):
        for r in range(first, grid.n_rows):
            cell = cover[left.first + r - first][i]
            cells.append(Cell(r, grid.n_cols + k, cell.text if cell else ""))
    wide = replace(
        grid, n_cols=grid.n_cols + len(names), cells=tuple(sorted(cells, key=lambda c: (c.row, c.col)))
    )
    return Fragment(wide, first, (*range(width, width + grid.n_cols), *(a for _, a in names)))
