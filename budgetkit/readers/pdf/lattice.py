"""From rulings to table skeletons: merge, connect, close, and find the cells with their spans."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .arrays import Bools, Floats, Ints, median

SAME_LINE = 1.6  # rulings this near to each other are one, drawn twice
DASH_GAP = 4.0  # gaps up to this are bridged along a line: dashes, dots, corners
SHORT = 5.0  # what is shorter after merging is no ruling
TOUCH = 3.0  # rulings that miss each other by this still meet
SAME_EDGE = 3.0  # column or row borders this near to each other are one
OPEN_END = 6.0  # rulings that overshoot the outermost border by this leave it open
MAX_RULES = 1500  # in one direction on one page: more is a drawing
MAX_CELLS = 20_000
PRESENT = 0.5  # of all borders are ruled in a table (0.67 in the barest of 4,100 real ones)
MIN_ROW, MIN_COLUMN = 3.5, 5.0  # median height and width of what can hold text


Span = tuple[int, int, int, int]
"""row, col, rowspan, colspan"""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The skeleton of one table.

    Coordinates are points on the upright page, origin top left.

    ``xs`` (n_cols + 1,) and ``ys`` (n_rows + 1,) are the borders; ``spans`` the cells in row-major
    order; ``owner`` (n_rows, n_cols) the index into ``spans`` at each position.
    """

    xs: Floats
    ys: Floats
    spans: list[Span]
    owner: Ints
    open_top: bool = False
    open_bottom: bool = False
    engine: str = "rulings"

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of the outline."""
        return float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1])

    @property
    def area(self) -> float:
        """Square points."""
        x0, y0, x1, y1 = self.bbox
        return (x1 - x0) * (y1 - y0)

    def without_first_row(self) -> Lattice:
        """Return the lattice without its first row; cells that span it lose that row."""
        spans = [(max(r - 1, 0), c, rs - (r == 0), cs) for r, c, rs, cs in self.spans if r + rs > 1]
        owner = np.empty((len(self.ys) - 2, len(self.xs) - 1), np.int64)
        for k, (r, c, rs, cs) in enumerate(spans):
            owner[r : r + rs, c : c + cs] = k
        return replace(self, ys=self.ys[1:], spans=spans, owner=owner)


def _clusters(values: Floats, gap: float) -> Ints:
    """Return the cluster number of each of the sorted `values`; a wider step starts a new one."""
    if not len(values):
        return np.zeros(0, np.int64)
    fresh = np.ones(len(values), bool)
    fresh[1:] = values[1:] - values[:-1] > gap
    group = np.cumsum(fresh) - 1
    spread = values - values[fresh][group]
    if spread.max() > 2 * gap:  # a chain of small steps (a drawing) is not one ruling: cut it up
        group = np.concatenate(([0], np.cumsum((np.diff(group) > 0) | (np.diff(spread // (2 * gap)) != 0))))
    return group


def merge_rules(lines: Floats) -> Floats:
    """Merge collinear pieces.

    Parameters
    ----------
    lines : array (k, 3)
        position, low end, high end of each piece.

    Returns
    -------
    array (m, 3)
        The same of each whole ruling, at least ``SHORT`` long, by position.
    """
    if not len(lines):
        return np.zeros((0, 3))
    lines = lines[np.argsort(lines[:, 0], kind="stable")]
    group = _clusters(lines[:, 0], SAME_LINE)
    order = np.lexsort((lines[:, 1], group))
    lines, far = lines[order], group[order] * 1e6
    reach = np.maximum.accumulate(lines[:, 2] + far)
    start = np.concatenate(([True], lines[1:, 1] + far[1:] > reach[:-1] + DASH_GAP))
    first = np.flatnonzero(start)
    which = np.cumsum(start) - 1
    low = np.minimum.reduceat(lines[:, 1], first)
    high = np.maximum.reduceat(lines[:, 2], first)
    weight = lines[:, 2] - lines[:, 1] + 1e-3
    position = np.bincount(which, weight * lines[:, 0]) / np.bincount(which, weight)
    rules = np.column_stack((position, low, high))
    rules = rules[high - low >= SHORT]
    return rules[np.argsort(rules[:, 0], kind="stable")]


def _components(h: Floats, v: Floats) -> list[tuple[Ints, Ints]]:
    """Return (indices of h, indices of v) of each set of rulings that hang together."""
    meet = (h[:, 1, None] - TOUCH <= v[None, :, 0]) & (v[None, :, 0] <= h[:, 2, None] + TOUCH)
    meet &= (v[None, :, 1] - TOUCH <= h[:, 0, None]) & (h[:, 0, None] <= v[None, :, 2] + TOUCH)
    label = np.arange(len(h))
    far = len(h)
    while True:  # labels spread from ruling to ruling; few rounds, a table is densely connected
        of_v = np.where(meet, label[:, None], far).min(axis=0, initial=far)
        spread = np.minimum(label, np.where(meet, of_v[None, :], far).min(axis=1, initial=far))
        if (spread == label).all():
            break
        label = spread
    parts = ((np.flatnonzero(label == k), np.flatnonzero(of_v == k)) for k in np.unique(label))
    return [(i, j) for i, j in parts if len(j)]


def _edges(positions: Floats) -> tuple[Floats, Ints]:
    """Return the distinct borders among sorted `positions`, and which one each belongs to."""
    which = _clusters(positions, SAME_EDGE)
    return np.bincount(which, positions) / np.bincount(which), which


def _close(edges: Floats, crossing: Floats) -> tuple[Floats, bool, bool]:
    """Add a border where two or more of the `crossing` rulings overshoot the outermost one."""
    before, after = edges[0] - crossing[:, 1], crossing[:, 2] - edges[-1]
    out = []
    for overshoot in (before, after):
        open_end = overshoot > OPEN_END
        out.append(median(overshoot[open_end]) if open_end.sum() >= min(2, len(crossing)) else 0.0)
    if out[0]:
        edges = np.concatenate(([edges[0] - out[0]], edges))
    if out[1]:
        edges = np.concatenate((edges, [edges[-1] + out[1]]))
    return edges, out[0] > 0, out[1] > 0


def _present(rules: Floats, which: Ints, n_edges: int, across: Floats) -> Bools:
    """Return (n_edges, intervals of `across`): is this piece of the border ruled?"""
    there = np.zeros((n_edges, len(across) - 1), bool)
    middle = (across[:-1] + across[1:]) / 2
    low, high = np.searchsorted(middle, rules[:, 1]), np.searchsorted(middle, rules[:, 2])
    for k, a, b in zip(which.tolist(), low.tolist(), high.tolist(), strict=True):
        there[k, a:b] = True
    return there


def _spans(h: Bools, v: Bools) -> tuple[list[Span], Ints]:
    """Merge positions that no ruling separates into cells, rectangles only.

    `h` (n_rows + 1, n_cols) and `v` (n_rows, n_cols + 1) say where rulings are.
    """
    n_rows, n_cols = v.shape[0], h.shape[1]
    owner = [[-1] * n_cols for _ in range(n_rows)]
    spans: list[Span] = []
    upright, level = v.tolist(), h.tolist()
    for r in range(n_rows):
        for c in range(n_cols):
            if owner[r][c] >= 0:
                continue
            end = c + 1
            while end < n_cols and not upright[r][end] and owner[r][end] < 0:
                end += 1
            bottom = r + 1
            while (
                bottom < n_rows
                and not any(level[bottom][c:end])
                and not any(upright[bottom][c + 1 : end])
                and (c == 0 or upright[bottom][c])
                and (end == n_cols or upright[bottom][end])
            ):
                bottom += 1
            for row in owner[r:bottom]:
                row[c:end] = [len(spans)] * (end - c)
            spans.append((r, c, bottom - r, end - c))
    return spans, np.array(owner, np.int64).reshape(n_rows, n_cols)


def assemble(xs: Floats, ys: Floats, across: Bools, down: Bools) -> Lattice | None:
    """Build the skeleton from borders and where they are ruled; None if it has fewer than two cells.

    `across` (n_rows + 1, n_cols) and `down` (n_rows, n_cols + 1).
    """
    if median(np.diff(ys)) < MIN_ROW or median(np.diff(xs)) < MIN_COLUMN:
        return None
    if across.sum() + down.sum() < PRESENT * (across.size + down.size):
        return None
    spans, owner = _spans(across, down)
    return Lattice(xs, ys, spans, owner) if len(spans) > 1 else None


def _lattice(h: Floats, v: Floats) -> Lattice | None:
    """Build the skeleton from the rulings of one table."""
    h, v = h[np.argsort(h[:, 0], kind="stable")], v[np.argsort(v[:, 0], kind="stable")]
    ys, row_of = _edges(h[:, 0])
    xs, col_of = _edges(v[:, 0])
    ys, open_top, open_bottom = _close(ys, v)
    xs, open_left, _ = _close(xs, h)
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 1 or n_rows * n_cols > MAX_CELLS:
        return None
    if n_cols == 1 and col_of[-1] == 0:  # level lines from one upright line: the axes of a chart
        return None
    across = _present(h, row_of + open_top, len(ys), xs)
    down = _present(v, col_of + open_left, len(xs), ys).T
    lattice = assemble(xs, ys, across, down)
    return replace(lattice, open_top=open_top, open_bottom=open_bottom) if lattice else None


def find_rules(segments: Floats) -> tuple[Floats, Floats]:
    """Return the level and the upright rulings (k, 3: position, from, to) that `segments` (n, 4) draw."""
    wide = np.abs(segments[:, 2] - segments[:, 0])
    tall = np.abs(segments[:, 3] - segments[:, 1])
    low, high = np.minimum(segments[:, :2], segments[:, 2:]), np.maximum(segments[:, :2], segments[:, 2:])
    middle = (low + high) / 2
    flat, steep = tall <= np.maximum(wide, 0.5), wide <= np.maximum(tall, 0.5)
    h = merge_rules(np.column_stack((middle[flat, 1], low[flat, 0], high[flat, 0])))
    v = merge_rules(np.column_stack((middle[steep, 0], low[steep, 1], high[steep, 1])))
    return h, v


def find_lattices(h: Floats, v: Floats) -> list[Lattice]:
    """Return the table skeletons that rulings draw, from top to bottom, then from left to right."""
    if not len(h) or not len(v) or len(h) > MAX_RULES or len(v) > MAX_RULES:
        return []
    found = [_lattice(h[i], v[j]) for i, j in _components(h, v)]
    return sorted((g for g in found if g), key=lambda g: (g.bbox[1], g.bbox[0]))


def loose_rules(h: Floats, lattices: list[Lattice]) -> Floats:
    """Return the level rulings that belong to no lattice."""
    loose = np.full(len(h), len(h) <= MAX_RULES)
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.bbox
        loose &= (h[:, 0] < y0 - TOUCH) | (h[:, 0] > y1 + TOUCH) | (h[:, 2] < x0) | (h[:, 1] > x1)
    return h[loose]
