"""Is this grid the rest of the table before it?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..amounts import find_unit
from ..knowledge import words
from ..readers import Grid
from ..text import plain, squash
from .table import Table


def same_columns(grid: Grid) -> tuple[int | None, ...]:
    """Return each grid column as the table's column of the same number."""
    return tuple(range(grid.n_cols))


def repeats(before: Table, table: Table) -> bool:
    """Say whether a titled table only repeats the title and header of the table before it."""
    return (
        before.form.kind not in ("targets", "other", "expense")
        and (_plain_title(before.title), before.entity, before.unit)
        == (_plain_title(table.title), table.entity, table.unit)
        and [c.path for c in before.columns] == [c.path for c in table.columns]
    )


def _plain_title(title: str) -> str:
    """Take a mark of continuation off a title.

    >>> _plain_title("部门支出总表（续）"), _plain_title("部门支出总表续表一")
    ('部门支出总表', '部门支出总表')
    """
    return re.sub(r"(?:[（(]续(?:表)?.?[)）]|续表?[一二三四五六七八九十\d]*)$", "", title)


def lists_on(before: Table, table: Table, skip: int) -> bool:
    """Say whether a list of targets goes on under its title and header, printed again on the next page."""
    head, last, grid = before.fragments[0], before.fragments[-1].grid, table.fragments[0].grid
    if before.form.kind != "targets" or before.title != table.title or grid.page - last.page != 1:
        return False
    mine, theirs = (_header_texts(g, r, r + 1) for g, r in ((grid, skip), (head.grid, head.first)))
    return mine == theirs and len(mine[0]) > 4


def _extents(grid: Grid) -> list[tuple[float, float] | None]:
    """Return the left and right edge of each column, None where no cell tells."""
    edges: list[tuple[float, float] | None] = [None] * grid.n_cols
    for cell in grid.cells:
        if cell.bbox and cell.colspan == 1:
            edges[cell.col] = (cell.bbox[0], cell.bbox[2])
    return edges


def aligned(grid: Grid, before: Table) -> tuple[int | None, ...] | None:
    """Return the table column of each grid column if the grid goes on with the table's columns.

    Columns are matched by where they stand; a column of the grid that overlaps none of the table
    must be empty.
    """
    head, last = before.fragments[0].grid, before.fragments[-1].grid
    if grid.page - last.page > 1:
        return None
    by_number = same_columns(grid) if grid.n_cols == head.n_cols else None
    mine, theirs = _extents(grid), _extents(head)
    if None in theirs or None in mine:
        return by_number
    filled = {c.col for c in grid.cells if c.text}
    at: list[int | None] = []
    for col, (x0, x1) in enumerate(e for e in mine if e):
        best, overlap = None, 0.6
        for k, (a, b) in enumerate(t for t in theirs if t):
            shared = (min(x1, b) - max(x0, a)) / max(min(x1 - x0, b - a), 1.0)
            if shared > overlap and abs((x1 - x0) - (b - a)) < 0.5 * (x1 - x0) + 6:
                best, overlap = k, shared
        if best is None and col in filled:
            return by_number
        at.append(best)
    used = [a for a in at if a is not None]
    if len(set(used)) < len(used) or len(used) < 2:
        return by_number
    return tuple(at)


def own_header(grid: Grid, before: Table, at: Sequence[int | None]) -> bool:
    """Say whether an untitled grid in the columns of the table before it is a table of its own.

    It states another unit, or a unit again on the same page, or its first row has words where the
    table has figures and is not the table's header.
    """
    unit = next((u for u in map(find_unit, reversed(grid.above)) if u), None)
    same_page = grid.page == before.fragments[-1].grid.page
    if unit and (same_page or (before.unit and unit != before.unit)):
        return True
    if before.form.kind in ("targets", "other") or repeated_header(grid, before):
        return False
    figures = {c.index for c in before.columns if c.role in ("amount", "memo")}
    row = next((r for r in grid.matrix() if any(squash(t) for t in r)), [])
    texts = (t for a, t in zip(at, row, strict=False) if a in figures)
    return any(t.strip("-－—–") and not re.search(r"\d", t) for t in texts)


def goes_on(grid: Grid, before: Table) -> bool:
    """Say whether an untitled grid on the next page can only be the rest of a sheet of targets."""
    texts = {row["field"] for c in grid.cells if (row := words("target_labels").find(plain(c.text)))}
    first = not any(len(squash(t)) > 12 for t in grid.above)
    return grid.page - before.fragments[-1].grid.page == 1 and (first or {"category", "target"} <= texts)


def _header_texts(grid: Grid, start: int, stop: int) -> list[tuple[str, ...]]:
    return [tuple(sorted(t for c in row if (t := plain(c)))) for row in grid.matrix()[start:stop]]


def repeated_header(grid: Grid, before: Table) -> int:
    """Return the first data row of a continuation: after a header that repeats the table's own."""
    head = before.fragments[0]
    header = [t for t in _header_texts(head.grid, 0, head.first) if t]
    mine = _header_texts(grid, 0, min(len(header) + 2, grid.n_rows))
    blank = next((r for r, t in enumerate(mine) if t), 0)
    for k in range(len(header)):
        if header[k:] and mine[blank : blank + len(header) - k] == header[k:]:
            return blank + len(header) - k
    return 0
