"""Which statutory form is this grid? Grids become tables, over as many pages as they take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..amounts import find_unit
from ..knowledge import OTHER, Form, form_of, words
from ..readers import Grid, Page
from ..text import plain, squash
from .beside import cut_off, go_right, nameless
from .columns import columns, first_data_row
from .continuation import aligned, goes_on, lists_on, own_header, repeated_header, repeats, same_columns
from .headings import lookup
from .proof import prove
from .split_rows import join_split_rows
from .table import Fragment, Table, note_below
from .titles import find_entity, find_title, is_table_number, nearest_title, of_government
from .units import set_units, share_units

_NEAR = 12
"""Lines above a table in which its title may stand; what stands further above is of something else."""


def recognise(pages: Iterable[Page]) -> list[Table]:
    """Turn the grids of a document into tables.

    A title is looked for above and inside the grid (``data/titles.csv``); a grid without one that goes on
    with the columns of the table before it is its continuation, and so is one that repeats its title and
    header. What is not recognised is kept as a table of form ``other``, and so is the budget of a county.

    Parameters
    ----------
    pages : iterable of Page
        What a reader returned, in order.

    Returns
    -------
    list of Table
        In document order. Each grid is in exactly one table; a grid that is not recognised is a
        table of form ``other``. Of a page that is printed twice (``Page.repeats``) only the forms of
        accounting are kept, as a part of the same table.
    """
    tables: list[Table] = []
    foot: tuple[str, ...] = ()  # a title may stand at the foot of the page before
    for page in pages:
        grids = page.grids
        for grid in grids:
            if page.repeats:
                _repeat(grid, tables, page.repeats)
            else:
                _place(grid, tables, foot if grid is grids[0] else ())
        foot = grids[-1].below[-4:] if grids else ()
    join_split_rows(tables)
    share_units(tables)
    prove(tables)
    return tables


def _repeat(grid: Grid, tables: Sequence[Table], page: int) -> None:
    """Let a grid of a page that is printed twice be part of the same table; a page's figures count once."""
    for table in tables:
        for f in table.fragments:
            if (f.grid.page, f.grid.index) == (page, grid.index) and table.form.accounting:
                table.go_on(Fragment(grid, f.first, f.at, repeated=True))
                return


def _place(grid: Grid, tables: list[Table], foot: tuple[str, ...]) -> None:
    """Let a grid go on with the table before it, or begin one."""
    skip, inside = _caption_rows(grid)
    lines = [*grid.above[-_NEAR:], *inside]
    form, title = nearest_title(lines)
    if form is None and not inside:
        form, title = nearest_title(foot)
        lines = [*foot, *lines] if form else lines
    before = tables[-1] if tables else None
    wide = before and before.form.kind == "codes" and form in (None, before.form) and not inside
    if before and wide and nameless(grid, before.form):
        if not go_right(grid, before):
            tables.append(_begun(grid, skip, OTHER, title, lines))
        before.problems.append(cut_off(grid, before))
        return
    if before and form is None and not inside and (rest := _rest(grid, before)):
        before.go_on(rest)
        return
    if form and form.accounting and of_government(title) and not _by_nature(grid):
        form = OTHER
    table = _begun(grid, skip, form or OTHER, title, lines)
    if before and table.form == before.form and (repeats(before, table) or lists_on(before, table, skip)):
        first = table.fragments[0].first
        before.go_on(Fragment(grid, first, aligned(grid, before) or same_columns(grid)))
        return
    tables.append(table)


def _rest(grid: Grid, before: Table) -> Fragment | None:
    """Return an untitled grid as the rest of the table before it, if it is that."""
    at = aligned(grid, before)
    if at is None and before.form.kind == "targets" and goes_on(grid, before):
        at = same_columns(grid)
    if not at or own_header(grid, before, at):
        return None
    return Fragment(grid, repeated_header(grid, before), at)


def _begun(grid: Grid, skip: int, form: Form, title: str, lines: Sequence[str]) -> Table:
    """Return the table that a grid begins, under the `lines` of its caption."""
    entity = next((e for e in map(find_entity, reversed(lines)) if e), "")
    if not form.accounting and _lists_money(grid, skip):
        form = form_of("project_goals")
    first = first_data_row(grid, skip, form) if form.accounting else skip
    cols, problems = columns(grid, skip, first, form)
    head = Fragment(grid, first, same_columns(grid))
    problems = problems if form.accounting else []
    table = Table(form, title, None, [head], cols, entity, note_below(grid), problems)
    set_units(table, lines)
    return table


def _by_nature(grid: Grid) -> bool:
    """Say whether a table parts expenditure as departments do: 基本支出, 项目支出, 人员经费."""
    heads = "".join(squash(t) for row in grid.matrix()[:5] for t in row)
    return bool(re.search("基本支出|项目支出|人员经费|公用经费|部门|单位", heads))


def _lists_money(grid: Grid, start: int) -> bool:
    """Say whether a table titled as targets is a list of projects with money and goals in words."""
    goals = form_of("project_goals")
    texts = [plain(t) for row in grid.matrix()[start : start + 2] for t in row if t]
    roles = [row["role"] for t in texts if (row := lookup(t, goals.slug))]
    listed = {row["field"] for row in map(words("target_labels").find, texts) if row}
    named = "project" in roles or "item" in roles
    return "amount" in roles and named and "text" in roles and "target" not in listed


def _caption_rows(grid: Grid) -> tuple[int, list[str]]:
    """Count the leading rows of title, unit and 编制单位 inside the grid and return their texts.

    A text alone in its row stands among them, such as the name of a part, if one of these follows.
    """
    texts: list[str] = []
    waiting: list[str] = []
    skip = 0
    rows = [[squash(c) for c in row] for row in grid.matrix()]
    for r, row in enumerate(rows[:-1]):
        filled = [c for c in row if c]
        alone = len(filled) == 1
        waiting += filled
        if all(_is_caption(c, alone) for c in filled):
            texts, waiting, skip = [*texts, *waiting], [], r + 1
        elif not alone or not _across(grid, r):
            break
    return (skip, texts) if texts else (_blank_rows(rows), [])


def _is_caption(text: str, alone: bool) -> bool:
    return bool(find_unit(text) or find_entity(text) or is_table_number(text) or (alone and find_title(text)))


def _across(grid: Grid, row: int) -> bool:
    """Say whether one cell takes a whole row."""
    return any(c.row == row and c.text and c.colspan == grid.n_cols for c in grid.cells)


def _blank_rows(rows: Sequence[Sequence[str]]) -> int:
    return next((r for r, row in enumerate(rows) if any(row)), 0)
