"""Short level strokes within cells: a minus that is drawn, and what is struck out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .arrays import Bools, Floats
from .glyphs import Glyphs
from .lattice import Lattice

MINUS = 0.15, 0.9  # its length, of the height of the character before which it stands
BESIDE = 0.6  # of that height: the gap between them
THROUGH = 0.08, 0.6  # of the height of a character above its baseline: where a stroke goes through it
CLEAR = 1.5  # points: a stroke so near to a border of its cell is a part of it


def _inner(segments: Floats, lattices: list[Lattice]) -> Iterator[tuple[float, float, float]]:
    """Yield height, start and end of the level strokes that lie within a cell, off its borders."""
    flat = segments[np.abs(segments[:, 3] - segments[:, 1]) <= 0.5]
    y = (flat[:, 1] + flat[:, 3]) / 2
    x0, x1 = np.minimum(flat[:, 0], flat[:, 2]), np.maximum(flat[:, 0], flat[:, 2])
    for lattice in lattices:
        left, top, right, bottom = lattice.bbox
        at = np.flatnonzero(
            (y > top + CLEAR) & (y < bottom - CLEAR) & (x0 >= left) & (x1 <= right) & (x1 - x0 > 0.5)
        )
        if not len(at):
            continue
        col = np.clip(np.searchsorted(lattice.xs, (x0[at] + x1[at]) / 2) - 1, 0, len(lattice.xs) - 2)
        above, below = (
            lattice.owner[np.clip(np.searchsorted(lattice.ys, y[at] + off) - 1, 0, len(lattice.ys) - 2), col]
            for off in (-CLEAR, CLEAR)
        )
        for k in at[above == below].tolist():
            yield float(y[k]), float(x0[k]), float(x1[k])


def read_strokes(g: Glyphs, segments: Floats, lattices: list[Lattice]) -> tuple[Bools, Bools]:
    """Return which glyphs a stroke goes through, and before which one stands that is a minus.

    Parameters
    ----------
    g : Glyphs
    segments : array (k, 4)
        Straight strokes on the upright page, not merged: x0, y0, x1, y1.
    lattices : list of Lattice
    """
    struck, minus = np.zeros(len(g), bool), np.zeros(len(g), bool)
    height = g.y1 - g.y0
    digit = (g.codes >= 0x30) & (g.codes <= 0x39)
    for y, x0, x1 in _inner(segments, lattices):
        above = g.base - y
        level = (THROUGH[0] * height < above) & (above < THROUGH[1] * height) & ~g.space
        middle = (g.x0 + g.x1) / 2
        through = level & (x0 < middle) & (middle < x1)
        if through.any():
            struck |= through
            continue
        after = np.flatnonzero(level & digit & (g.x0 > x1 - 1) & (g.x0 - x1 < BESIDE * height))
        if len(after) and MINUS[0] * height[after[0]] < x1 - x0 < MINUS[1] * height[after[0]]:
            minus[after[g.x0[after].argmin()]] = True
    return struck, minus
