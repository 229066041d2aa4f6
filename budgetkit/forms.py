"""Which statutory form is this grid? Grids become tables, over as many pages as they take.

A title is looked for above and inside the grid (``data/titles.csv``); a grid without one that goes on
with the columns of the table before it is its continuation, and so is one that repeats its title and
header. What is not recognised is kept as a table of form ``other``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .amounts import find_unit, squash
from .grid import Grid, Page
from .header import Column, columns, first_data_row, lookup
from .knowledge import is_note, plain, words
from .titles import OTHER, find_entity, find_title, form_of, nearest_title

__all__ = ["Fragment", "Table", "recognise"]

_HEADER_UNIT = re.compile(r"\((?:单位:)?((?:亿|百万|万|千)?元)\)")


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a table that stands on one page.

    Data begin at row `first`; ``at[i]`` is the table's column of grid column i, None for a column
    that the table does not have.
    """

    grid: Grid
    first: int
    at: tuple[int | None, ...]


@dataclass(slots=True)
class Table:
    """One recognised table, over as many pages as it takes.

    ``form`` is its row of ``forms.csv`` (or :data:`OTHER`), ``unit`` is None where no unit is stated
    (``unit_derived``: it is that of all the document's other tables), ``entity`` whose table it is
    where the table says so, ``problems`` lists headers that mean nothing to the package.
    """

    form: dict[str, str]
    title: str
    unit: str | None
    fragments: list[Fragment]
    columns: list[Column]
    entity: str = ""
    note: str = ""
    problems: list[str] = field(default_factory=list)
    unit_derived: bool = False

    @property
    def slug(self) -> str:
        """Slug of the form."""
        return self.form["slug"]

    def go_on(self, fragment: Fragment) -> None:
        """Take in the part of the table on the next page."""
        self.fragments.append(fragment)
        self.note = self.note or _note(fragment.grid)

    def __repr__(self) -> str:
        pages = sorted({f.grid.page for f in self.fragments})
        return f"<Table {self.slug} {self.title!r}: pages {pages}, {len(self.columns)} columns>"


def recognise(pages: Iterable[Page]) -> list[Table]:
    """Turn the grids of a document into tables.

    Parameters
    ----------
    pages : iterable of Page
        What a reader returned, in order.

    Returns
    -------
    list of Table
        In document order. Each grid is in exactly one table; a grid that is not recognised is a
        table of form ``other``.
    """
    tables: list[Table] = []
    foot: tuple[str, ...] = ()  # a title may stand at the foot of the page before
    for page in pages:
        grids = page.grids
        for grid in grids:
            _place(grid, tables, foot if grid is grids[0] else ())
        foot = grids[-1].below[-4:] if grids else ()
    _share_unit(tables)
    return tables


def _share_unit(tables: Iterable[Table]) -> None:
    """Give a table that states no unit the one that all the others state, and mark it as derived."""
    tables = [t for t in tables if t.form["kind"] in ("codes", "summary")]
    units = {t.unit for t in tables if t.unit}
    for t in tables:
        if t.unit is None and len(units) == 1:
            t.unit, t.unit_derived = next(iter(units)), True


def _place(grid: Grid, tables: list[Table], foot: tuple[str, ...]) -> None:
    skip, inside = _caption_rows(grid)
    lines = [*grid.above, *inside]
    form, title = nearest_title(lines)
    if form is None and not inside:
        form, title = nearest_title(foot)
        lines = [*foot, *lines] if form else lines
    entity = next((e for e in map(find_entity, reversed(lines)) if e), "")
    before = tables[-1] if tables else None
    if before and form is None and not inside:
        at = _aligned(grid, before)
        if at is None and before.form["kind"] == "targets" and _goes_on(grid, before):
            at = _same(grid)
        if at and not _own_header(grid, before, at):
            before.go_on(Fragment(grid, _repeated_header(grid, before), at))
            return
    pairs = [a + b for a, b in pairwise(lines)]  # a unit may be broken over two lines
    unit = next((u for u in map(find_unit, [*reversed(lines), *reversed(pairs)]) if u), None)
    form = form or OTHER
    if form["kind"] in ("targets", "other") and _lists_money(grid, skip):
        form = form_of("project_goals")
    first = first_data_row(grid, skip, form) if form["kind"] not in ("targets", "other") else skip
    cols, problems = columns(grid, skip, first, form)
    if form["kind"] in ("targets", "other"):
        problems = []
    unit = unit or next((m[1] for c in cols for p in c.path if (m := _HEADER_UNIT.search(plain(p)))), None)
    if (
        before
        and form is before.form
        and (_repeats(before, title, entity, unit, cols) or _lists_on(before, title, grid, skip))
    ):
        before.go_on(Fragment(grid, first, _aligned(grid, before) or _same(grid)))
        return
    tables.append(
        Table(form, title, unit, [Fragment(grid, first, _same(grid))], cols, entity, _note(grid), problems)
    )


def _lists_money(grid: Grid, start: int) -> bool:
    """Say whether a table titled as targets is a list of projects with money and goals in words."""
    goals = form_of("project_goals")
    texts = [plain(t) for row in grid.matrix()[start : start + 2] for t in row if t]
    roles = [row["role"] for t in texts if (row := lookup(t, goals["slug"]))]
    listed = {row["field"] for row in map(words("target_labels").find, texts) if row}
    named = "project" in roles or "item" in roles
    return "amount" in roles and named and "text" in roles and "target" not in listed


def _same(grid: Grid) -> tuple[int | None, ...]:
    return tuple(range(grid.n_cols))


def _repeats(before: Table, title: str, entity: str, unit: str | None, cols: list[Column]) -> bool:
    """Say whether a titled grid only repeats the title and header of the table before it."""
    return (
        before.form["kind"] not in ("targets", "other", "expense")
        and (_plain_title(before.title), before.entity, before.unit) == (_plain_title(title), entity, unit)
        and [c.path for c in before.columns] == [c.path for c in cols]
    )


def _plain_title(title: str) -> str:
    """Take a mark of continuation off a title.

    >>> _plain_title("部门支出总表（续）"), _plain_title("部门支出总表续表一")
    ('部门支出总表', '部门支出总表')
    """
    return re.sub(r"(?:[（(]续(?:表)?.?[)）]|续表?[一二三四五六七八九十\d]*)$", "", title)


def _lists_on(before: Table, title: str, grid: Grid, skip: int) -> bool:
    """Say whether a list of targets goes on under its title and header, printed again on the next page."""
    head, last = before.fragments[0], before.fragments[-1].grid
    if before.form["kind"] != "targets" or before.title != title or grid.page - last.page != 1:
        return False
    mine, theirs = (_header_texts(g, r, r + 1) for g, r in ((grid, skip), (head.grid, head.first)))
    return mine == theirs and len(mine[0]) > 4


def _caption_rows(grid: Grid) -> tuple[int, list[str]]:
    """Count the leading rows of title, unit and 编制单位 inside the grid and return their texts."""
    texts: list[str] = []
    rows = [[squash(c) for c in row] for row in grid.matrix()]
    for r, row in enumerate(rows):
        filled = [c for c in row if c]
        caption = [
            c for c in filled if find_unit(c) or find_entity(c) or (len(filled) == 1 and find_title(c))
        ]
        if len(caption) < len(filled) or (not filled and r + 1 == len(rows)):
            return (r, texts) if texts else (_blank_rows(rows), [])
        texts += caption
    return 0, []


def _blank_rows(rows: Sequence[Sequence[str]]) -> int:
    return next((r for r, row in enumerate(rows) if any(row)), 0)


def _note(grid: Grid) -> str:
    return next((squash(t) for t in grid.below if is_note(t)), "")


def _extents(grid: Grid) -> list[tuple[float, float] | None]:
    """Return the left and right edge of each column, None where no cell tells."""
    edges: list[tuple[float, float] | None] = [None] * grid.n_cols
    for cell in grid.cells:
        if cell.bbox and cell.colspan == 1:
            edges[cell.col] = (cell.bbox[0], cell.bbox[2])
    return edges


def _aligned(grid: Grid, before: Table) -> tuple[int | None, ...] | None:
    """Return the table column of each grid column if the grid goes on with the table's columns.

    Columns are matched by where they stand; a column of the grid that overlaps none of the table
    must be empty.
    """
    head, last = before.fragments[0].grid, before.fragments[-1].grid
    if grid.page - last.page > 1:
        return None
    by_number = _same(grid) if grid.n_cols == head.n_cols else None
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


def _own_header(grid: Grid, before: Table, at: Sequence[int | None]) -> bool:
    """Say whether an untitled grid in the columns of the table before it is a table of its own.

    It states another unit, or a unit again on the same page, or its first row has words where the
    table has figures and is not the table's header.
    """
    unit = next((u for u in map(find_unit, reversed(grid.above)) if u), None)
    same_page = grid.page == before.fragments[-1].grid.page
    if unit and (same_page or (before.unit and unit != before.unit)):
        return True
    if before.form["kind"] in ("targets", "other") or _repeated_header(grid, before):
        return False
    figures = {c.index for c in before.columns if c.role in ("amount", "memo")}
    row = next((r for r in grid.matrix() if any(squash(t) for t in r)), [])
    texts = (t for a, t in zip(at, row, strict=False) if a in figures)
    return any(t.strip("-－—–") and not re.search(r"\d", t) for t in texts)


def _goes_on(grid: Grid, before: Table) -> bool:
    """Say whether an untitled grid on the next page can only be the rest of a sheet of targets."""
    texts = {row["field"] for c in grid.cells if (row := words("target_labels").find(plain(c.text)))}
    first = not any(len(squash(t)) > 12 for t in grid.above)
    return grid.page - before.fragments[-1].grid.page == 1 and (first or {"category", "target"} <= texts)


def _header_texts(grid: Grid, start: int, stop: int) -> list[tuple[str, ...]]:
    return [tuple(sorted(t for c in row if (t := plain(c)))) for row in grid.matrix()[start:stop]]


def _repeated_header(grid: Grid, before: Table) -> int:
    """Return the first data row of a continuation: after a header that repeats the table's own."""
    head = before.fragments[0]
    header = [t for t in _header_texts(head.grid, 0, head.first) if t]
    mine = _header_texts(grid, 0, min(len(header) + 2, grid.n_rows))
    blank = next((r for r, t in enumerate(mine) if t), 0)
    for k in range(len(header)):
        if header[k:] and mine[blank : blank + len(header) - k] == header[k:]:
            return blank + len(header) - k
    return 0
