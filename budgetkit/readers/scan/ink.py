"""What is dark on a page picture: rulings, and the boxes of lines of text.

All lengths are pixels; a picture is grey values (height, width), 0 is black. ``em`` is the height of a line
of print.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..pdf.arrays import Bools, Floats

Picture = NDArray[np.uint8]

DARK, FAINT = 40, 32  # of 255: so much darker than its ground is a ruling, or ink
NOISE, NOISY = 3.5, 8.0  # times the noise: ink is darker; from so many grey values on a page is noisy
ACROSS, UPRIGHT = 2.0, 1.3  # em: strokes of print are shorter than a ruling; strokes side by side join
THICK = 0.4  # em: a thicker bar is no ruling
SMOOTH = (3, 7)  # along a ruling, which noise breaks: more, as on noisy pages, may join strokes of characters
COARSE, GROUND = 4, 31  # the paper's own grey: the median of so much of the picture, so many times smaller
GLYPH_GAP = 1.2  # em: ink nearer than this is of one line
SIDE_BY_SIDE = 0.5  # of the lower of two boxes: they stand on one line
FLAT, STACKED = 0.45, 0.5  # em: lower than this are a dash and the strokes of 二, and so near they are one
SPECK = 0.22  # em: what is smaller both ways is dirt, or a point beside digits
LIGHT = 80  # percent of a cut-out are darker than its paper
EDGE = 0.3  # em: what is thinner, and lies along the edge of a cell, is what is left of its ruling


class Box(NamedTuple):
    """A box on a picture, in whole pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


def paper(grey: Picture) -> Floats:
    """Return how light the paper is at each place."""
    import cv2

    small = cv2.resize(grey, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(small, GROUND)
    return cv2.resize(ground, grey.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.int16)


def noise(grey: Picture, ground: Floats) -> float:
    """Return by how many grey values the paper is uneven."""
    return _spread(ground - grey)


def _spread(depth: Floats) -> float:
    """Return the standard deviation of most of the values, which are paper."""
    some = depth[::3, ::3].astype(np.float32)
    return float(1.4826 * np.median(np.abs(some - np.median(some))))


def rulings(grey: Picture, ground: Floats, em: float) -> Floats:
    """Return the rulings (k, 4: x0, y0, x1, y1) of a straight page, by their middles."""
    import cv2

    found = []
    smooth = SMOOTH[noise(grey, ground) > NOISY]
    for size, length in (((smooth, 1), (int(ACROSS * em), 1)), ((1, smooth), (1, int(UPRIGHT * em)))):
        depth = ground - cv2.blur(grey, size)
        dark = (depth > max(DARK, NOISE * _spread(depth))).astype(np.uint8)
        kept = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(length[::-1], np.uint8))
        x, y, w, h = cv2.connectedComponentsWithStats(kept, connectivity=8)[2][1:, :4].T.astype(float)
        lines = (x, y + h / 2, x + w, y + h / 2) if size[1] == 1 else (x + w / 2, y, x + w / 2, y + h)
        thin = (h if size[1] == 1 else w) <= THICK * em
        found.append(np.column_stack(lines)[thin])
    return np.concatenate(found)


def inked(grey: Picture, ground: Floats) -> Bools:
    """Return where ink is."""
    import cv2

    depth = ground - cv2.GaussianBlur(grey, (3, 3), 0)
    return depth > max(FAINT, NOISE * _spread(depth))


def framed(grey: Picture, box: Box, place: Box, wide: int, tall: int) -> Picture:
    """Cut out a box with so much around it, of the paper's own grey where that is beyond its place."""
    import cv2

    x0, y0, x1, y1 = box.x0 - wide, box.y0 - tall, box.x1 + wide, box.y1 + tall
    inner = Box(max(x0, place.x0), max(y0, place.y0), min(x1, place.x1), min(y1, place.y1))
    cut = grey[inner.y0 : inner.y1, inner.x0 : inner.x1]
    around = inner.y0 - y0, y1 - inner.y1, inner.x0 - x0, x1 - inner.x1
    light = float(np.percentile(cut, LIGHT))
    return cv2.copyMakeBorder(cut, *around, cv2.BORDER_CONSTANT, value=light).astype(np.uint8)


def without_edges(ink: Bools, em: float) -> Bools:
    """Return the ink of a cell without what is left of its own rulings."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    x, y, w, h = stats[:, :4].T
    height, width = ink.shape
    level = (h < EDGE * em) & (w > max(0.5 * width, em)) & ((y == 0) | (y + h == height))
    upright = (w < EDGE * em) & (h > max(0.5 * height, em)) & ((x == 0) | (x + w == width))
    small = (w < EDGE * em) & (h < EDGE * em) & ((x == 0) | (y == 0) | (x + w == width) | (y + h == height))
    gone = level | upright | small
    gone[0] = True
    return ~gone[labels]


def text_boxes(ink: Bools, em: float) -> list[Box]:
    """Return the boxes of the lines of text in a part of a page, from top to bottom.

    What is far apart on one line has a box each: recognition loses single characters beside a wide gap.
    """
    import cv2

    marks = ink.astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    dirt = (stats[:, 2] < SPECK * em) & (stats[:, 3] < SPECK * em)
    dirt[0] = True
    solid = ~dirt[labels]
    if not solid.any():
        return []
    wide = int(GLYPH_GAP * em) | 1
    apart = np.pad(solid, ((0, 0), (wide, wide))).astype(np.uint8)  # else what is near an edge reaches to it
    joined = cv2.morphologyEx(apart, cv2.MORPH_CLOSE, np.ones((1, wide), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2]
    boxes = [Box(x - wide, y, x - wide + w, y + h) for x, y, w, h, _ in stats[1:].tolist()]
    boxes.sort(key=lambda b: (b.y0 + b.y1, b.x0))
    count = 0
    while len(boxes) != count:
        count, boxes = len(boxes), _joined(boxes, em)
    return sorted(boxes, key=lambda b: (b.y0, b.x0))


def _joined(boxes: list[Box], em: float) -> list[Box]:
    lines: list[Box] = []
    for box in boxes:
        for k in range(len(lines) - 1, -1, -1):
            if lines[k].y1 < box.y0 - em:
                continue
            if _together(box, lines[k], em):
                a = lines[k]
                lines[k] = Box(min(a.x0, box.x0), min(a.y0, box.y0), max(a.x1, box.x1), max(a.y1, box.y1))
                break
        else:
            lines.append(box)
    return lines


def _together(a: Box, b: Box, em: float) -> bool:
    """Say whether two boxes are of one line."""
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    common = min(a.y1, b.y1) - max(a.y0, b.y0)
    low = min(a.y1 - a.y0, b.y1 - b.y0)
    if common >= SIDE_BY_SIDE * low:
        return gap <= 0
    return low < FLAT * em and -common < STACKED * em and gap < 0
