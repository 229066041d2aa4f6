"""Two tables side by side, each under its own title: where frames that touch part, and whose each line is.

What says so is above them: a line whose two pieces stand each in the middle of its table, another line of one
piece on either side (units), and down to the tables nothing that reaches over from one side to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from .glyphs import TextLine
from .lattice import Lattice, Span

CENTRED = 0.1  # of the width of a table: so near to its middle a title is set
PAIRS = 2  # lines of two pieces, one a side, above two tables
SLACK = 3.0  # points

Sides = tuple[list[TextLine], list[TextLine]]


def parted(lattices: Sequence[Lattice], lines: Sequence[TextLine]) -> list[Lattice]:
    """Return the tables of a page, those in two where two stand side by side in one frame."""
    found: list[Lattice] = []
    for lattice in lattices:
        ends = [o.bbox[3] for o in lattices if o.bbox[3] <= lattice.bbox[1] + SLACK]
        own = [line for line in lines if line.bbox[1] > max(ends, default=0.0) - SLACK]
        found += next((pair for pair in _halves(lattice, own) if _beside(*pair, own)), (lattice,))
    return found


def surroundings(
    lattices: Sequence[Lattice], between: Sequence[list[TextLine]]
) -> list[tuple[list[TextLine], list[TextLine]]]:
    """Return the lines above and below each table of a page, in reading order.

    `between` are the lines before, between and after them. They are those of the table that they stand
    before or after, but of two tables side by side each has those on its own side.
    """
    found = [(above, below) for above, below in pairwise(between)]
    for k, pair in enumerate(pairwise(lattices)):
        left, right = (k, k + 1) if pair[0].xs[0] < pair[1].xs[0] else (k + 1, k)
        a, b = lattices[left], lattices[right]
        if sides := _beside(a, b, between[k]):
            theirs = sides[1]
            under, _ = _apart(between[k + 2], (a.bbox[2] + b.bbox[0]) / 2, down=True)
            above = [line for line in between[k] if line not in theirs]
            below = [line for line in between[k + 2] if line not in under]
            found[left] = above, [*between[k + 1], *under]
            found[right] = theirs, below
    return found


def _halves(lattice: Lattice, lines: Sequence[TextLine]) -> Iterator[tuple[Lattice, Lattice]]:
    """Yield the halves of a table at each border that no cell reaches over, if its captions are in pairs."""
    at = sorted(_middle(line, 1) for line in lines if line.bbox[3] < lattice.bbox[1] + SLACK)
    if len(lattice.xs) < 5 or sum(b - a < SLACK for a, b in pairwise(at)) < PAIRS:
        return
    ends = {c for _, c, _, _ in lattice.spans}
    for k in range(2, len(lattice.xs) - 2):
        if k in ends and not any(c < k < c + cs for _, c, _, cs in lattice.spans):
            yield _half(lattice, 0, k), _half(lattice, k, len(lattice.xs) - 1)


def _half(lattice: Lattice, start: int, stop: int) -> Lattice:
    """Return the columns from `start` to before `stop` as a table, with the rows that these have."""
    inside = [(r, c, rs, cs) for r, c, rs, cs in lattice.spans if start <= c < stop]
    edges = sorted({r for r, _, _, _ in inside} | {r + rs for r, _, rs, _ in inside})
    at = {edge: k for k, edge in enumerate(edges)}
    spans: list[Span] = [(at[r], c - start, at[r + rs] - at[r], cs) for r, c, rs, cs in inside]
    owner = np.empty((len(edges) - 1, stop - start), np.int64)
    for k, (r, c, rs, cs) in enumerate(spans):
        owner[r : r + rs, c : c + cs] = k
    return replace(lattice, xs=lattice.xs[start : stop + 1], ys=lattice.ys[edges], spans=spans, owner=owner)


def _beside(left: Lattice, right: Lattice, lines: Iterable[TextLine]) -> Sides | None:
    """Return the lines of either side above two tables that stand side by side under own titles, or None."""
    a, b = left.bbox, right.bbox
    shared = min(a[3], b[3]) - max(a[1], b[1])
    if a[2] > b[0] + SLACK or shared < 0.5 * min(a[3] - a[1], b[3] - b[1]):
        return None
    top = min(a[1], b[1]) + SLACK
    sides = _apart([line for line in lines if line.bbox[3] < top], (a[2] + b[0]) / 2)
    rows = [
        ([m for m in sides[0] if _level(m, line)], [t for t in sides[1] if _level(t, line)])
        for line in sides[1]
    ]
    titles = [(mine[0], theirs[0]) for mine, theirs in rows if len(mine) == len(theirs) == 1]
    titled = any(_centred(mine, left) and _centred(theirs, right) for mine, theirs in titles)
    return sides if titled and len({id(mine) for mine, _ in titles}) >= PAIRS else None


def _level(line: TextLine, other: TextLine) -> bool:
    return abs(_middle(line, 1) - _middle(other, 1)) < SLACK


def _apart(lines: Sequence[TextLine], x: float, down: bool = False) -> Sides:
    """Return the lines left and right of `x`, from the tables up (or `down`) to one that reaches over it."""
    left, right = [], []
    for line in sorted(lines, key=lambda line: line.bbox[1], reverse=not down):
        if line.bbox[2] <= x:
            left.append(line)
        elif line.bbox[0] >= x:
            right.append(line)
        else:
            break
    order = 1 if down else -1
    return left[::order], right[::order]


def _middle(line: TextLine, axis: int) -> float:
    return (line.bbox[axis] + line.bbox[axis + 2]) / 2


def _centred(line: TextLine, lattice: Lattice) -> bool:
    x0, _, x1, _ = lattice.bbox
    return abs(_middle(line, 0) - (x0 + x1) / 2) < CENTRED * (x1 - x0)
