"""What do the columns of a table mean? Header rows, the texts above each column, and lanes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..amounts import DASHES
from ..knowledge import Form, words
from ..readers import Cell, Grid
from ..records import NO_FIGURES, Unread
from ..text import plain, squash
from .counted import INDEX, figure_cells, has_words, is_code, is_index
from .headings import lookup, merged, unknown_group

LABELS = ("code", "item", "unit", "unit_code", "project", "purchase", "year", "fund", "nature", "index")
"""Roles of columns that say what a row is about."""


_DECIMAL = re.compile(r"\(?[-+]?\d[\d,]*\.\d+\)?%?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+|\d{4,},\d{3}|(?!20\d\d$)\d{4,}")
_SMALL = re.compile(r"[-+]?\d{1,3}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    index : int
        Position in the table's first grid, from 0.
    path : tuple of str
        Header texts above the column, top to bottom, without white space.
    role : str
        ``amount``, one of :data:`LABELS`, ``percent``, ``count``, ``text``, ``memo`` (figures whose
        header is not placed in the accounting), ``empty`` (no header) or ``unknown``.
    kind : str
        Of a label: the classification it names (function, economic, government_economic), or "".
    part : int
        Of a code split over columns: 1 类, 2 款, 3 项; else 0.
    keys : dict
        The line-item keys that the header states (direction, fund, nature, …).
    lane : int
        Columns of one lane share their label columns (收入 | 支出 are two lanes).
    year : int or None
        The year that the header names.
    unit : str
        The unit that the header names, where it is not that of the table.
    """

    index: int
    path: tuple[str, ...]
    role: str
    kind: str = ""
    part: int = 0
    keys: dict[str, str] = field(default_factory=dict)
    lane: int = 0
    year: int | None = None
    unit: str = ""


def first_data_row(grid: Grid, start: int, form: Form) -> int:
    """Return the first row below the header that begins at row `start`.

    The header ends where a row holds a figure, a code or a total, or where most of its texts mean
    nothing as header texts; a header cell that reaches down over rows takes these along.
    """
    rows = grid.matrix()
    reach: dict[int, int] = {}
    groups: set[int] = set()  # rows with a text over several columns: the row below must say what each is
    for cell in grid.cells:
        if cell.text:
            reach[cell.row] = max(reach.get(cell.row, 0), cell.row + cell.rowspan)
            groups.update(
                range(cell.row + cell.rowspan - 1, cell.row + cell.rowspan) if cell.colspan > 1 else ()
            )
    covered = start
    for r in range(start, grid.n_rows):
        filled = [t for text in rows[r] if (t := plain(text))]
        if _is_data(filled, form):
            return r
        if r >= covered and r > start:
            closed = bool(groups) and r - 1 not in groups and not is_index(filled)
            if not filled or closed or not _is_header(filled, form):
                return r
        covered = max(covered, reach.get(r, r + 1))
    return grid.n_rows


def _is_data(filled: Sequence[str], form: Form) -> bool:
    figures = sum(bool(_DECIMAL.fullmatch(t) or _GROUPED.fullmatch(t)) for t in filled)
    if figures or any(is_code(t) or (t and all(ch in DASHES for ch in t)) for t in filled):
        return not is_index(filled)
    named = any(not INDEX.fullmatch(t) and t not in ("类", "款", "项") for t in filled)
    if named and any(_SMALL.fullmatch(t) for t in filled):
        return True
    totals = [t for t in filled if _total(t)]
    return bool(totals) and len(totals) == len(filled) and form.kind in ("codes", "summary")


@lru_cache(maxsize=4096)
def _total(text: str) -> bool:
    row = words("lines").find(text)
    return bool(row and row["concept"] == "grand_total")


def _is_header(filled: Sequence[str], form: Form) -> bool:
    if is_index(filled):
        return True
    known = sum(bool(lookup(t, form.slug)) for t in filled)
    return known * 2 >= len(filled)


def _paths(grid: Grid, start: int, first: int) -> list[tuple[str, ...]]:
    """Return the header texts above each column; where no spans are known an empty cell above a
    filled one continues the text to its left."""
    spans = any(c.colspan > 1 for c in grid.cells if start <= c.row < first)
    cover = grid.positions()
    paths: list[tuple[str, ...]] = []
    for col in range(grid.n_cols):
        cells = [cover[r][col] for r in range(start, first)]
        leaf = max(
            (i for i, c in enumerate(cells) if c and c.text and not _ordinal(plain(c.text))), default=-1
        )
        path: list[Cell] = []
        for i, cell in enumerate(cells[: leaf + 1]):
            if cell and not cell.text and not spans:
                cell = _left_of(cover[start : start + i + 1], col)
            if cell and cell.text and cell not in path:
                path.append(cell)
        paths.append(tuple(t for c in path if (t := squash(c.text)) and not _ordinal(plain(t))))
    return paths


def _left_of(rows: Sequence[Sequence[Cell | None]], col: int) -> Cell | None:
    """Return the nearest text at the left in the last of some rows, unless another group begins above."""
    for at in range(col - 1, -1, -1):
        if any(c and c.text for c in (row[at + 1] for row in rows[:-1])):
            return None
        if (cell := rows[-1][at]) and cell.text:
            return cell
    return None


DEEPEST = 20
"""Rows that a header may have; real ones have up to six. In a grid without data all rows look like one."""


def _ordinal(text: str) -> bool:
    return bool(INDEX.fullmatch(text)) and text not in ("序号", "行次")


def columns(grid: Grid, start: int, first: int, form: Form) -> tuple[list[Column], list[Unread]]:
    """Return the columns of a table whose header is the rows from `start` to before `first`.

    A header text is looked up in ``data/columns.csv``; what the texts above a column say is merged from
    top to bottom. A text that maps to nothing is reported, never guessed at.

    Returns
    -------
    columns : list of Column
        One a grid column.
    problems : list of Unread
        Header texts that mean nothing known.
    """
    found: list[Column] = []
    problems: list[Unread] = []
    lane, seen_amount = 0, False
    paths = [(path, merged(path, form)) for path in _paths(grid, start, min(first, start + DEEPEST))]
    figures = {c.col for c in grid.cells if c.row >= first and _is_amount(plain(c.text))}
    if any(said.unknown or said.role in ("unknown", "empty") for _, said in paths):
        figures |= {col for _, col in figure_cells(grid, first)}
    names = _name_columns(grid, first) if form.kind == "summary" else ()
    for index, (path, said) in enumerate(paths):
        column = Column(index, path, said.role, said.kind, said.part, said.keys, 0, said.year)
        problems += [_unknown(grid, text, index in figures) for text in said.unknown]
        if column.role in ("unknown", "empty") and seen_amount and index in names and index + 1 in figures:
            column = replace(column, role="item")  # names of lines, whatever the text above them says
        if column.role in ("code", "item", "project") and seen_amount:
            lane, seen_amount = lane + 1, False
        seen_amount = seen_amount or column.role in ("amount", "memo")
        found.append(replace(column, lane=lane))
    found = _sided(_told_apart(found, form), form)
    last = max((c.lane for c in found if c.role in ("amount", "memo")), default=0)
    found = [replace(c, lane=last) if c.lane > last else c for c in _with_sublabels(found, grid, first)]
    return _with_kinds(found), list(dict.fromkeys(problems))


def _told_apart(found: list[Column], form: Form) -> list[Column]:
    """Let the amount of a group under an unknown text beside other amounts be no whole of the table.

    A sum of parts that are known by their headers is what it sums.
    """
    groups = {c.index: g for c in found if c.role == "amount" and (g := unknown_group(c.path, form))}
    apart = set()
    for lane, group in {(c.lane, groups[c.index]) for c in found if c.index in groups}:
        mine = [c for c in found if c.lane == lane and c.role == "amount"]
        within = [c for c in mine if c.path[: len(group)] == group]
        if len(within) < len(mine) and all(c.index in groups for c in within):
            apart |= {c.index for c in within}
    return [replace(c, role="memo") if c.index in apart else c for c in found]


SIDES = {"收入": "revenue", "支出": "expenditure"}


def _sided(found: list[Column], form: Form) -> list[Column]:
    """Let the heading of the names say of which side of a summary the amounts beside them are.

    收入项目 | 预算数 | 支出项目 | 预算数 has no heading over each side that says so.
    """
    names = {
        c.lane: plain(c.path[-1]) for c in reversed(found) if c.path and c.role not in ("amount", "memo")
    }
    sides = {
        lane: side for lane, name in names.items() for word, side in SIDES.items() if name.startswith(word)
    }
    if form.kind != "summary" or form.direction or set(sides.values()) != set(SIDES.values()):
        return found
    return [
        replace(c, keys={**c.keys, "direction": sides[c.lane]})
        if c.role in ("amount", "memo") and c.lane in sides and not c.keys.get("direction")
        else c
        for c in found
    ]


def _name_columns(grid: Grid, first: int) -> frozenset[int]:
    """Return the columns that hold nothing but names, each another, in three data rows or more."""
    texts: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.row >= first and cell.text:
            texts.setdefault(cell.col, []).append(plain(cell.text))
    return frozenset(
        col
        for col, found in texts.items()
        if len(found) > 2 and all(map(has_words, found)) and 2 * len(set(found)) > len(found)
    )


def _unknown(grid: Grid, text: str, figures: bool) -> Unread:
    why = f"header {text!r} means nothing known" + ("" if figures else NO_FIGURES)
    return Unread(page=grid.page, table=grid.index, why=why, kind="header" if figures else "spare_header")


def _is_amount(text: str) -> bool:
    return bool(_DECIMAL.fullmatch(text) or _GROUPED.fullmatch(text)) and not is_code(text)


def _with_sublabels(found: list[Column], grid: Grid, first: int) -> list[Column]:
    """Let a column without a header that holds texts right of the names be one of names, too."""
    texts = {c.col for c in grid.cells if c.row >= first and c.text and not _DECIMAL.fullmatch(plain(c.text))}
    return [
        replace(c, role="item", kind=b.kind)
        if c.role == "empty" and b and b.role == "item" and c.index in texts
        else c
        for b, c in zip([None, *found], found, strict=False)
    ]


def _with_kinds(found: list[Column]) -> list[Column]:
    """Let a code column without a classification of its own take that of the name column that follows."""
    kind, lane = "", -1
    out: list[Column] = []
    for c in reversed(found):
        if c.lane != lane or c.role not in ("code", "item"):
            kind, lane = "", c.lane
        if c.role == "item":
            kind = c.kind
        out.append(replace(c, kind=kind) if c.role == "code" and not c.kind else c)
    return out[::-1]


def spare_labels(found: Sequence[Column]) -> frozenset[int]:
    """Return the columns left of the amounts of their lane whose header is not known to name rows.

    What stands in them names a row that nothing else names.
    """
    first = {c.lane: c.index for c in reversed(found) if c.role in ("amount", "memo")}
    return frozenset(
        c.index for c in found if c.role in ("unknown", "text", "empty") and c.index < first.get(c.lane, 0)
    )
