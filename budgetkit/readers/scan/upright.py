"""How a page picture is to be turned: by quarters until its text is recognised, then straight."""

from __future__ import annotations

import numpy as np

from ..pdf.arrays import Bools
from .ink import Box, Picture, inked, paper, text_boxes
from .recognise import legible

SAMPLES, FEWEST = 8, 3  # lines that are tried
UPRIGHT, BETTER = 0.8, 1.1  # the median score from which they are upright; a turn has to be so much better
WIDTHS, HEIGHTS = (3.0, 30.0), (0.5, 4.0)  # em, of a line that is tried
FRAME = 6.0  # em: what is larger is no character
STEEPEST, STEPS = 4.0, (0.5, 0.1, 0.02)  # degrees
LEAST = 0.04  # degrees: what is less askew stays as it is
SMALL = 900  # pixels: the size at which the slant is measured


def quarter(grey: Picture, em: float) -> int:
    """Return the clockwise turn in degrees, a multiple of 90, that makes the text of a page upright.

    Characters below each other make lines, too, where a page lies on its side, and are recognised well: more
    lines, but short ones.
    """
    found: dict[int, float] = {}
    upright = False
    for turn in (0, 90, 270, 180):
        lines, length, score = _legible(np.ascontiguousarray(np.rot90(grey, -turn // 90)), em)
        found[turn] = lines ** (1 / 3) * length * score
        if turn == 270 and upright and found[0] > BETTER * max(found[90], found[270]):
            return 0  # what is recognised so well is not upside down
        upright = upright or (turn == 0 and score >= UPRIGHT)
    best = max(found, key=found.__getitem__)
    return best if found[best] > found[0] * BETTER else 0


def _legible(grey: Picture, em: float) -> tuple[int, float, float]:
    """Return how many lines a page has, and the mean length and the median score of some; 0 where too few."""
    lines = [
        box
        for box in text_boxes(_characters(grey, em), em)
        if WIDTHS[0] * em <= box.x1 - box.x0 <= WIDTHS[1] * em
        and HEIGHTS[0] * em <= box.y1 - box.y0 <= HEIGHTS[1] * em
    ]
    if len(lines) < FEWEST:
        return 0, 0.0, 0.0
    some = [lines[k] for k in np.unique(np.linspace(0, len(lines) - 1, SAMPLES).astype(int)).tolist()]
    read = [legible(_cut(grey, box, em)) for box in some]
    length = float(np.mean([len(text) for text, _ in read]))
    return len(lines), length, float(np.median([score for _, score in read]))


def _cut(grey: Picture, box: Box, em: float) -> Picture:
    pad = round(0.2 * em)
    return grey[max(box.y0 - pad, 0) : box.y1 + pad, max(box.x0 - pad, 0) : box.x1 + pad]


def _characters(grey: Picture, em: float) -> Bools:
    """Return the ink of a page without frames and rulings."""
    import cv2

    ink = inked(grey, paper(grey)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = (stats[:, 2] > FRAME * em) | (stats[:, 3] > FRAME * em)
    return (ink > 0) & ~large[labels]


def slant(grey: Picture) -> float:
    """Return the degrees, counter-clockwise, by which a page is to be turned so that its lines run level."""
    import cv2

    k = min(SMALL / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=k, fy=k, interpolation=cv2.INTER_AREA).astype(np.uint8)
    ink = np.clip(paper(small) - small, 0, 255).astype(np.float32)
    height, width = ink.shape
    best, reach = 0.0, STEEPEST
    for step in STEPS:
        angles = best + np.linspace(-reach, reach, 2 * round(reach / step) + 1)
        sharp = []
        for angle in angles.tolist():
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
            rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
            sharp.append(float((np.diff(rows) ** 2).sum()))
        best, reach = float(angles[int(np.argmax(sharp))]), step
    return round(best, 2) if abs(best) >= LEAST else 0.0
