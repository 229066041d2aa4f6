"""Which statutory form is this grid, and what does each of its columns mean?

Grids become tables: a title is looked for above and inside the grid, continuation pages are joined
to the table that they continue, and each column gets its meaning from the header texts above it.
All knowledge is in ``data/forms.csv``, ``titles.csv`` and ``columns.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from .amounts import DASHES, find_unit, squash
from .grid import Cell, Grid, Page
from .knowledge import plain, table, unnumbered, words

__all__ = ["OTHER", "Column", "Fragment", "Table", "find_title", "forms", "recognise"]

OTHER: dict[str, str] = {
    "slug": "other",
    "title_zh": "",
    "kind": "other",
    "rows": "",
    "direction": "",
    "fund": "",
    "nature": "",
    "statutory": "no",
}
"""The form of a table that is not recognised: kept, with its figures listed as unread."""

KEYS = ("direction", "fund", "nature", "measure", "carried", "concept", "code_kind")
YEAR = re.compile(r"(20\d\d)年(?:度)?")
CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_DECIMAL = re.compile(r"\(?[-+]?\d[\d,]*\.\d+\)?")
_INDEX = re.compile(r"\*+|栏次|行次|\d{1,2}(?:=[\d+\-]+)?")
_SENTENCE = re.compile(r"[。；]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    index : int
        Position in the grid, from 0.
    path : tuple of str
        Header texts above the column, top to bottom, folded.
    role : str
        ``code``, ``item``, ``amount``, another role of ``columns.csv``, or ``unknown``.
    keys : dict
        The line-item keys that the header states (direction, fund, nature, …).
    lane : int
        Columns of one lane share their label columns (收入 | 支出 are two lanes).
    year : int or None
        The year that the header names.
    """

    index: int
    path: tuple[str, ...]
    role: str
    keys: dict[str, str] = field(default_factory=dict)
    lane: int = 0
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a table that stands on one page; data begin at row `first`."""

    grid: Grid
    first: int


@dataclass(slots=True)
class Table:
    """One recognised table, over as many pages as it takes.

    ``form`` is its row of ``forms.csv`` (or :data:`OTHER`), ``unit`` is None where no unit is
    stated, ``problems`` lists headers that mean nothing to the package.
    """

    form: dict[str, str]
    title: str
    unit: str | None
    fragments: list[Fragment]
    columns: list[Column]
    note: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """Slug of the form."""
        return self.form["slug"]

    def __repr__(self) -> str:
        pages = sorted({f.grid.page for f in self.fragments})
        return f"<Table {self.slug} {self.title!r}: pages {pages}, {len(self.columns)} columns>"


def forms() -> pd.DataFrame:
    """Return the forms that the package knows.

    Returns
    -------
    DataFrame
        One row a form: slug, title_zh, title_en, kind, what its rows are, the direction, fund and
        nature of its figures, whether it is statutory, since and until which fiscal year, source.

    Examples
    --------
    >>> f = forms()
    >>> f.loc[f["kind"] == "summary", "slug"].tolist()
    ['dept_summary', 'fiscal_summary']
    """
    return pd.DataFrame(list(table("forms")))


def find_title(text: str) -> dict[str, str] | None:
    """Return the form that a line of text names as a table's title, or None.

    >>> find_title("2024年一般公共预算财政拨款基本支出预算表")["slug"]
    'basic_expenditure'
    >>> find_title("表三") is None
    True
    """
    label = unnumbered(plain(text))[1]
    if len(label) > 60 or _SENTENCE.search(label):
        return None
    row = words("titles").find(label)
    return next(f for f in table("forms") if f["slug"] == row["slug"]) if row else None


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
    for page in pages:
        for grid in page.grids:
            _place(grid, tables)
    return tables


def _place(grid: Grid, tables: list[Table]) -> None:
    skip, inside = _caption_rows(grid)
    form, title = _title([*grid.above, *inside])
    before = tables[-1] if tables else None
    if form is None and before and _continues(grid, skip, before):
        before.fragments.append(Fragment(grid, _repeated_header(grid, before)))
        before.note = before.note or _note(grid)
        return
    unit = next((u for u in map(find_unit, [*reversed(inside), *reversed(grid.above)]) if u), None)
    first = _first_data_row(grid, skip, form or OTHER)
    columns, problems = _columns(grid, skip, first, form or OTHER)
    unit = unit or next((u for c in columns for p in c.path if (u := _unit_in_header(p))), None)
    tables.append(Table(form or OTHER, title, unit, [Fragment(grid, first)], columns, _note(grid), problems))


def _caption_rows(grid: Grid) -> tuple[int, list[str]]:
    """Count the leading rows that hold one text only (title, unit, 编制单位) and return their texts."""
    texts: list[str] = []
    rows = grid.matrix()
    for r, row in enumerate(rows):
        filled = [c for c in row if squash(c)]
        if len(filled) != 1 or not (find_unit(filled[0]) or (find_title(filled[0]) and grid.n_cols > 1)):
            return r, texts
        texts += filled[0].split("\n") if find_unit(filled[0]) else [squash(filled[0])]
    return 0, []


def _title(lines: Sequence[str]) -> tuple[dict[str, str] | None, str]:
    for text in reversed(lines):
        form = find_title(text)
        if form:
            return form, squash(text)
    return None, ""


def _note(grid: Grid) -> str:
    return next((squash(t) for t in grid.below if plain(t).startswith(("备注:", "注:", "说明:"))), "")


def _unit_in_header(text: str) -> str | None:
    match = re.search(r"\(((?:亿|百万|万|千)?元)\)", text)
    return match[1] if match else None


def _continues(grid: Grid, skip: int, before: Table) -> bool:
    """Say whether an untitled grid goes on with the table before it."""
    last = before.fragments[-1].grid
    if grid.n_cols != last.n_cols or skip or grid.page - last.page > 1:
        return False
    return grid.page != last.page or not any(find_unit(t) for t in grid.above)


def _header_texts(grid: Grid, start: int, stop: int) -> list[tuple[str, ...]]:
    return [tuple(plain(c) for c in row) for row in grid.matrix()[start:stop]]


def _repeated_header(grid: Grid, before: Table) -> int:
    """Return the first data row of a continuation: after a header that repeats the table's own."""
    head = before.fragments[0]
    header = [t for t in _header_texts(head.grid, 0, head.first) if any(t)]
    mine = _header_texts(grid, 0, min(len(header), grid.n_rows))
    for k in range(len(header)):
        if header[k:] and mine[: len(header) - k] == header[k:]:
            return len(header) - k
    return 0


def is_code(text: str) -> bool:
    """Say whether a cell holds a budget code of 3, 5 or 7 digits.

    >>> is_code("2010301"), is_code(" 30226"), is_code("2024年"), is_code("12")
    (True, True, False, False)
    """
    return bool(CODE.fullmatch(squash(text)))


def _first_data_row(grid: Grid, start: int, form: dict[str, str]) -> int:
    rows = [[plain(t) for t in row] for row in grid.matrix()]
    if form["kind"] == "targets":
        return start
    covered = start
    for r in range(start, grid.n_rows):
        filled = [t for t in rows[r] if t]
        if r < covered:  # a header cell above reaches down into this row
            if not _is_data(filled, form):
                covered = max(covered, _reach(grid, r))
                continue
            return r
        if not filled or _is_data(filled, form) or (r > start and not _is_header(filled, form)):
            return r
        covered = max(covered, _reach(grid, r))
    return grid.n_rows


def _reach(grid: Grid, row: int) -> int:
    return max((c.row + c.rowspan for c in grid.cells if c.row == row and c.text), default=row + 1)


def _is_data(filled: Sequence[str], form: dict[str, str]) -> bool:
    if any(_DECIMAL.fullmatch(t) or is_code(t) or (t and all(ch in DASHES for ch in t)) for t in filled):
        return True
    totals = [t for t in filled if (row := words("lines").find(t)) and row["concept"] == "grand_total"]
    return len(totals) == len(filled) and form["kind"] in ("codes", "summary")


def _is_header(filled: Sequence[str], form: dict[str, str]) -> bool:
    if all(_INDEX.fullmatch(t) for t in filled):
        return True
    known = sum(bool(_lookup(t, form["slug"])) for t in filled)
    return known * 2 >= len(filled)


@lru_cache(maxsize=4096)
def _bare(label: str) -> tuple[str, int | None]:
    """Take the year and a unit in brackets off a folded header text."""
    match = YEAR.search(label)
    text = YEAR.sub("", label)
    return re.sub(r"\((?:亿|百万|万|千)?元\)$", "", text), int(match[1]) if match else None


def _lookup(label: str, slug: str) -> dict[str, str] | None:
    return words("columns").find(_bare(label)[0], slug)


def _paths(grid: Grid, start: int, first: int) -> list[tuple[str, ...]]:
    """Return the header texts above each column; where no spans are known an empty cell above a
    filled one continues the text to its left."""
    spans = any(c.colspan > 1 for c in grid.cells if c.row < first)
    cover = grid.positions()
    paths: list[tuple[str, ...]] = []
    for col in range(grid.n_cols):
        cells = [cover[r][col] for r in range(start, first)]
        leaf = max((i for i, c in enumerate(cells) if c and c.text), default=-1)
        path: list[Cell] = []
        for i, cell in enumerate(cells[: leaf + 1]):
            if cell and not cell.text and not spans:
                cell = next((o for o in reversed(cover[start + i][:col]) if o and o.text), None)
            if cell and cell.text and cell not in path:
                path.append(cell)
        paths.append(tuple(t for c in path if not _INDEX.fullmatch(t := plain(c.text))))
    return paths


def _columns(grid: Grid, start: int, first: int, form: dict[str, str]) -> tuple[list[Column], list[str]]:
    columns: list[Column] = []
    problems: list[str] = []
    lane, seen_amount = 0, False
    for index, path in enumerate(_paths(grid, start, first)):
        role, keys, year, unknown = _meaning(path, form)
        if form["kind"] not in ("targets", "other"):
            problems += [f"header {text!r} means nothing known" for text in unknown]
        if role in ("code", "item") and seen_amount:
            lane, seen_amount = lane + 1, False
        seen_amount = seen_amount or role == "amount"
        columns.append(Column(index, path, role, keys, lane, year))
    return columns, list(dict.fromkeys(problems))


def _meaning(
    path: tuple[str, ...], form: dict[str, str]
) -> tuple[str, dict[str, str], int | None, list[str]]:
    """Merge what the header texts of one column say, the lower text over the higher one."""
    role, keys, unknown, year = "unknown", {}, [], None
    for text in path:
        bare, stated = _bare(text)
        year = stated or year
        row = words("columns").find(bare, form["slug"]) if bare else None
        if row is None:
            unknown += [text] if bare else []
            continue
        keys.update({k: row[k] for k in KEYS if row[k]})
        if row["role"] != "group":
            role = row["role"]
    if path and _lookup(path[-1], form["slug"]) is None and _bare(path[-1])[0]:
        role = "unknown"
    return role, keys, year, unknown
