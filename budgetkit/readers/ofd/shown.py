"""What of a page of OFD is to be seen, and which of its strokes are rulings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..pdf.arrays import Bools, Floats
from ..pdf.rulings import SLANT, SLANT_RATE, THICK, THIN
from .ink import Char, Ink, Path

POINT = 72 / 25.4
"""Points of a millimetre."""


def seen(ink: Ink, page: tuple[float, ...]) -> Bools:
    """Return which characters are to be seen: on the page, not white on nothing, not painted over."""
    shown = np.array([c.shown for c in ink.chars], bool)
    if not len(shown):
        return shown
    boxes = np.array([c.box for c in ink.chars])
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, size = np.array(page[:2]), np.array(page[2:])
    shown &= ((low <= middle) & (middle <= low + size)).all(axis=1)
    items = np.array([c.item for c in ink.chars])
    on_colour = np.zeros(len(shown), bool)
    for fill in (p for p in ink.paths if p.filled and not _thin(p)):
        within = _within(middle, _extent(fill))
        if fill.opaque and fill.straight:
            shown &= ~(within & (items < fill.item))
        if not fill.white:
            on_colour |= within & (items > fill.item)
    for image in ink.images:
        on_colour |= _within(middle, image)
    return shown & (on_colour | ~np.array([c.white for c in ink.chars]))


def _within(points: Floats, box: tuple[float, ...]) -> Bools:
    inside: Bools = (np.array(box[:2]) <= points) & (points <= np.array(box[2:]))
    return inside[:, 0] & inside[:, 1]


def _extent(path: Path) -> tuple[float, float, float, float]:
    xs, ys = zip(*path.points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _thin(path: Path) -> bool:
    x0, y0, x1, y1 = _extent(path)
    return min(x1 - x0, y1 - y0) * POINT <= THIN


def rulings(ink: Ink) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Return the level and upright strokes of a page, and the extents of what is neither such nor a box."""
    segments: list[tuple[float, ...]] = []
    shapes: list[tuple[float, ...]] = []
    coloured = [_extent(p) for p in ink.paths if p.filled and not p.white and not _thin(p)]
    for path in ink.paths:
        x0, y0, x1, y1 = box = _extent(path)
        middle = np.array([[(x0 + x1) / 2, (y0 + y1) / 2]])
        if path.white and not any(_within(middle, colour)[0] for colour in coloured):
            continue
        if path.straight and _thin(path) and (path.filled or path.width * POINT <= THICK):
            flat = y1 - y0 <= x1 - x0
            segments.append(
                (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) if flat else ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
            )
        elif not path.straight or (path.filled and len(path.points) > 5):
            shapes.append(box)
        elif path.stroked and path.width * POINT <= THICK:
            pieces = [(*a, *b) for a, b in zip(path.points, path.points[1:], strict=False)]
            level = [piece for piece in pieces if _parallel(*piece)]
            segments += level
            shapes += [box] * (len(level) < len(pieces))
    return segments, shapes


def _parallel(x0: float, y0: float, x1: float, y1: float) -> bool:
    """Say whether a stroke is level or upright."""
    along, across = max(abs(x1 - x0), abs(y1 - y0)) * POINT, min(abs(x1 - x0), abs(y1 - y0)) * POINT
    return across <= SLANT + SLANT_RATE * along


def hidden(chars: Sequence[Char], shown: Bools) -> tuple[str, ...]:
    """Return the texts that are not to be seen, object by object."""
    runs: dict[int, str] = {}
    for char, seen in zip(chars, shown.tolist(), strict=True):
        if not seen:
            runs[char.item] = runs.get(char.item, "") + chr(char.code)
    return tuple(text.strip() for text in runs.values() if text.strip())
