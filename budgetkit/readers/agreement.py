"""How far two readings of one file agree, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..text import squash
from .pages import BBox, Grid


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings of one table agree.

    Attributes
    ----------
    page : int
        Page number, from 1.
    a, b : Grid or None
        The table as each reader has it; None where a reader has no such table.
    equal : int
        Positions that are not empty and hold the same text in both, white space apart.
    total : int
        Positions that are not empty in at least one of the two.
    """

    page: int
    a: Grid | None
    b: Grid | None
    equal: int
    total: int


def agreement(grids_a: Iterable[Grid], grids_b: Iterable[Grid]) -> list[Agreement]:
    """Compare two readings of one file, table by table.

    Tables of a page are paired by the overlap of their outlines, or, where there is no geometry, in
    reading order if the shapes are equal. A table that only one reader has stands alone, nothing equal.

    Returns
    -------
    list of Agreement
        By page and, on it, by the first reader's order; tables of the second reader alone come last.

    Examples
    --------
    >>> from budgetkit.readers import Cell
    >>> a = Grid(1, 1, 1, 2, (Cell(0, 0, "合 计"), Cell(0, 1, "367.10")))
    >>> b = Grid(1, 1, 1, 2, (Cell(0, 0, "合计"), Cell(0, 1, "")))
    >>> [(x.equal, x.total) for x in agreement([a], [b])]
    [(1, 2)]
    """
    by_page: dict[int, tuple[list[Grid], list[Grid]]] = {}
    for side, readings in enumerate((grids_a, grids_b)):
        for grid in readings:
            by_page.setdefault(grid.page, ([], []))[side].append(grid)
    result = []
    for page, (left, right) in sorted(by_page.items()):
        for a, b in _pairs(left, right):
            equal, total = _compare(a, b)
            result.append(Agreement(page, a, b, equal, total))
    return result


def _pairs(left: list[Grid], right: list[Grid]) -> list[tuple[Grid | None, Grid | None]]:
    """Pair the tables of one page: best overlap first, then equal shapes in order, then alone."""
    candidates = [(i, j, _overlap(a.bbox, b.bbox)) for i, a in enumerate(left) for j, b in enumerate(right)]
    best = [(i, j) for i, j, share in sorted(candidates, key=lambda x: -x[2]) if share > 0.1]
    alike = [(i, j) for i, j, _ in candidates if _alike(left[i], right[j])]
    partner: dict[int, int] = {}
    for i, j in best + alike:
        if i not in partner and j not in partner.values():
            partner[i] = j
    pairs: list[tuple[Grid | None, Grid | None]] = [
        (a, right[partner[i]] if i in partner else None) for i, a in enumerate(left)
    ]
    return pairs + [(None, b) for j, b in enumerate(right) if j not in partner.values()]


def _alike(a: Grid, b: Grid) -> bool:
    """Tell whether two grids may be one table although their places are not known."""
    return (a.bbox is None or b.bbox is None) and (a.n_rows, a.n_cols) == (b.n_rows, b.n_cols)


def _overlap(a: BBox | None, b: BBox | None) -> float:
    """Intersection over union of two boxes; 0 where one has no geometry."""
    if a is None or b is None:
        return 0.0
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def _compare(a: Grid | None, b: Grid | None) -> tuple[int, int]:
    """Return how many non-empty positions are equal, and how many there are in either grid."""
    one, other = _texts(a), _texts(b)
    if a and b and a.n_cols != b.n_cols:  # a sliver column more or less must not shift all the others
        one, other = _full_columns(one), _full_columns(other)
    total = equal = 0
    for row, twin in _row_pairs(one, other):
        width = max(len(row), len(twin))
        for x, y in zip(_pad(row, width), _pad(twin, width), strict=True):
            total += bool(x or y)
            equal += bool(x and x == y)
    return equal, total


def _texts(grid: Grid | None) -> list[tuple[str, ...]]:
    return [tuple(squash(text) for text in row) for row in grid.matrix()] if grid else []


def _full_columns(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    keep = [any(column) for column in zip(*rows, strict=True)]
    return [tuple(text for text, full in zip(row, keep, strict=True) if full) for row in rows]


def _row_pairs(
    one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> list[tuple[Sequence[str], Sequence[str]]]:
    """Pair the rows of two tables: by number, or, where the numbers of rows differ, by equal content."""
    if len(one) == len(other):
        return list(zip(one, other, strict=True))
    pairs: list[tuple[Sequence[str], Sequence[str]]] = []
    for _, i0, i1, j0, j1 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for k in range(max(i1 - i0, j1 - j0)):
            pairs.append((one[i0 + k] if i0 + k < i1 else (), other[j0 + k] if j0 + k < j1 else ()))
    return pairs


def _pad(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *("" for _ in range(width - len(row))))
