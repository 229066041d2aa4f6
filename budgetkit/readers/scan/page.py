"""A page picture becomes a page of lines and grids.

Rulings make the same tables as those of a PDF do. Each line of text, within its cell where it is of a table,
is recognised alone, and its characters go the way of a PDF's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..pages import Line, Page
from ..pdf.arrays import Bools, Floats
from ..pdf.glyphs import Glyphs, fold_codes
from ..pdf.lattice import TOUCH, Lattice, find_lattices, find_rules
from ..pdf.page import arranged, blocks_of
from ..pdf.placing import Tables
from .ink import Box, Picture, framed, inked, paper, rulings, text_boxes, without_edges
from .recognise import recognise

PRINT = 11.0  # points: a line of print
INSET = 1.0  # points within a cell that its rulings may take
PAD = 0.2  # em around a line that is recognised
LEAST_ROW, LEAST_COLUMN = (
    0.7,
    1.0,
)  # em, in the middle: a lattice of smaller cells is a character, or a drawing
SHORT = 4.0  # em: so short, a ruling may be a stroke of a character
LONG = 6.0  # em: the longest level ruling of a table is longer
LEGIBLE, MANY = 0.5, 0.2  # text below this score is none; where so much is none, tables may be lost
EMPTY = "something is drawn in the cell in which no text is recognised"
NARROW = 0.55  # of an ideograph: the width of other characters
LOW, TALL = 0.6, 0.9  # em: a line so low is a dash, and stands for a line so tall


class _Read(NamedTuple):
    """A line of text as it was recognised: its box in pixels, its text, the score of its least character."""

    box: Box
    text: str
    score: float


def page_of(number: int, grey: Picture, scale: float) -> Page:
    """Read a straight page picture of `scale` pixels a point.

    Parameters
    ----------
    number : int
        Of the page, from 1.
    grey : array (height, width)
        Grey values, 0 is black.
    scale : float
    """
    ground = paper(grey)
    segments = _ending(rulings(grey, ground, PRINT * scale) / scale)
    h, v = find_rules(segments)
    lattices = [lattice for lattice in find_lattices(h, v) if _holds_text(lattice, segments)]
    ink = inked(grey, ground)
    found, empty = _in_cells(lattices, grey, ink, scale)
    found += _recognised(grey, ink, Box(0, 0, grey.shape[1], grey.shape[0]), scale)
    glyphs = _glyphs(found, scale)
    nothing = np.zeros((0, 4))
    tables, lines = arranged(glyphs, lattices, nothing, h, v)
    _score(tables, glyphs, found)
    _doubt(tables, empty)
    dim = [read for read in found if read.score < LEGIBLE]
    said = f"{len(dim)} of {len(found)} pieces of text are not recognised"
    blocks = tuple(
        replace(b, score=_score_of(b, found, scale)) if isinstance(b, Line) else replace(b, engine="scan")
        for b in blocks_of(number, tables, lines)
    )
    return Page(
        number, grey.shape[1] / scale, grey.shape[0] / scale, blocks,
        remarks=(said,) if dim else (), lost=len(dim) > MANY * len(found),
    )  # fmt: skip


def _ending(segments: Floats) -> Floats:
    """Return rulings without short ones that do not end at rulings across: strokes of characters.

    A table that a page break cut is open, but its rulings are not short.
    """
    level = segments[:, 1] == segments[:, 3]
    lengths = np.abs(segments[:, 2:] - segments[:, :2]).max(axis=1, initial=0.0)
    kept = np.ones(len(segments), bool)
    for flat in (True, False):
        along, across = (0, 1) if flat else (1, 0)
        for k in np.flatnonzero((level == flat) & (lengths < SHORT * PRINT)).tolist():
            others = segments[(level != flat)]
            at = segments[k, across]
            reach = others[(others[:, across] <= at + TOUCH) & (others[:, across + 2] >= at - TOUCH), along]
            ends = segments[k, [along, along + 2]]
            kept[k] = len(reach) > 0 and bool((np.abs(reach[:, None] - ends).min(axis=0) <= TOUCH).all())
    return segments[kept]


def _holds_text(lattice: Lattice, segments: Floats) -> bool:
    """Say whether a lattice is a table: it holds lines of print, and one of its rulings is long.

    The strokes of large characters, of a title or a seal, make lattices, too.
    """
    row, column = np.median(np.diff(lattice.ys)), np.median(np.diff(lattice.xs))
    x0, y0, x1, y1 = lattice.bbox
    inside = (segments[:, 1] >= y0 - TOUCH) & (segments[:, 3] <= y1 + TOUCH)
    inside &= (segments[:, 0] >= x0 - TOUCH) & (segments[:, 2] <= x1 + TOUCH)
    longest = (segments[inside, 2] - segments[inside, 0]).max(initial=0.0)
    return bool(row >= LEAST_ROW * PRINT and column >= LEAST_COLUMN * PRINT and longest >= LONG * PRINT)


def _in_cells(
    lattices: list[Lattice], grey: Picture, ink: Bools, scale: float
) -> tuple[list[_Read], list[tuple[float, float]]]:
    """Recognise what stands in cells, and take it away; return the middles of cells with other ink, too."""
    found: list[_Read] = []
    empty = []
    for lattice in lattices:
        for r, c, rs, cs in lattice.spans:
            x0, x1 = lattice.xs[c] + INSET, lattice.xs[c + cs] - INSET
            y0, y1 = lattice.ys[r] + INSET, lattice.ys[r + rs] - INSET
            place = Box(*(max(round(float(p) * scale), 0) for p in (x0, y0, x1, y1)))
            window = slice(place.y0, place.y1), slice(place.x0, place.x1)
            ink[window] = without_edges(ink[window], PRINT * scale)
            lines = _recognised(grey, ink, place, scale)
            if lines and not any(line.text for line in lines):
                empty.append(((x0 + x1) / 2, (y0 + y1) / 2))
            found += lines
    for lattice in lattices:
        x0, y0, x1, y1 = (round(p * scale) for p in lattice.bbox)
        edge = round(INSET * 2 * scale)
        ink[max(y0 - edge, 0) : y1 + edge, max(x0 - edge, 0) : x1 + edge] = False
    return found, empty


def _recognised(grey: Picture, ink: Bools, place: Box, scale: float) -> list[_Read]:
    """Recognise the lines of text that stand in a place."""
    em = PRINT * scale
    pad = round(PAD * em)
    found = []
    for box in text_boxes(ink[place.y0 : place.y1, place.x0 : place.x1], em):
        box = Box(box.x0 + place.x0, box.y0 + place.y0, box.x1 + place.x0, box.y1 + place.y0)
        tall = max(pad, round((TALL * em - (box.y1 - box.y0)) / 2))
        found.append(_Read(box, *recognise(framed(grey, box, place, pad, tall))))
    return found


def _glyphs(found: list[_Read], scale: float) -> Glyphs:
    """Return the characters of recognised lines, each with its share of the width of its line."""
    codes, boxes, bases, pieces = [], [], [], []
    for k, line in enumerate(found):
        if not line.text:
            continue
        x0, y0, x1, y1 = (p / scale for p in line.box)
        if y1 - y0 < LOW * PRINT:
            middle = (y0 + y1) / 2
            y0, y1 = middle - TALL * PRINT / 2, middle + TALL * PRINT / 2
        wide = np.array([1.0 if ord(c) >= 0x2E80 else NARROW for c in line.text])
        ends = x0 + (x1 - x0) * np.cumsum(wide) / wide.sum()
        starts = np.concatenate(([x0], ends[:-1]))
        codes += [ord(c) for c in line.text]
        boxes += [(a, y0, b, y1) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        bases += [y1] * len(line.text)
        pieces += [k] * len(line.text)
    all_codes = fold_codes(np.array(codes, np.uint32))
    corners = np.array(boxes, float).reshape(-1, 4)
    space = np.array([chr(c).isspace() for c in all_codes], bool)
    left, top, right, bottom = corners.T
    level = np.zeros(len(codes))
    return Glyphs(
        all_codes, left, top, right, bottom, np.array(bases, float), level, space, np.array(pieces, np.uint64)
    )


def _score(tables: Tables, glyphs: Glyphs, found: list[_Read]) -> None:
    """Give each cell the score of its least certain line."""
    for cell, piece in zip(tables.cell_of.tolist(), glyphs.piece.tolist(), strict=True):
        if cell >= 0:
            tables.scores[cell] = min(tables.scores.get(cell, 1.0), found[piece].score)


def _score_of(line: Line, found: list[_Read], scale: float) -> float:
    """Return the score of a line of text: that of the least certain of what it was set of."""
    assert line.bbox
    x0, y0, x1, y1 = line.bbox
    return min(
        (
            read.score
            for read in found
            if x0 <= (read.box.x0 + read.box.x1) / 2 / scale <= x1
            and y0 <= (read.box.y0 + read.box.y1) / 2 / scale <= y1
        ),
        default=0.0,
    )


def _doubt(tables: Tables, empty: list[tuple[float, float]]) -> None:
    """Mark the cells in which something is drawn and no text recognised."""
    for k, lattice in enumerate(tables.lattices):
        start = tables.cells(k).start
        for x, y in empty:
            col = int(np.searchsorted(lattice.xs, x, "right")) - 1
            row = int(np.searchsorted(lattice.ys, y, "right")) - 1
            if 0 <= row < len(lattice.ys) - 1 and 0 <= col < len(lattice.xs) - 1:
                cell = start + int(lattice.owner[row, col])
                if cell not in tables.texts:
                    tables.doubts[cell], tables.scores[cell] = EMPTY, 0.0
