"""Which cell does a character belong to: the one that holds most of its word.

A word is what is printed by one text object side by side on one line. A mark is a small raised or lowered
character behind another one (¹); a watermark is larger than the cells it lies on. Neither is part of a cell's
text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from .arrays import Bools, Floats, Ints
from .glyphs import Glyphs, TextLine, run_cells, set_all
from .lattice import Lattice
from .strokes import read_strokes

EDGE = 1.5  # points: a character centred this near to a table, half hidden by its border, is in it


MESH, MESH_CUT = 200, 0.3  # a lattice of more cells that cuts so many words is a drawing


MESH_FILLED = 0.01  # as is one of which fewer cells than this hold text


GLUED = 0.25  # of the glyph height: characters nearer than this are of one word


MOST = 0.6  # of a word: the cell that holds so much of it holds all of it


SMALL, SMALL_BEHIND_DIGIT = 0.75, 0.9  # of the size of what is before it: a mark, if it is


RAISED = 0.12  # of that size, or lowered


FILLING = 1.7  # of the height of a line: what is left beside it in its cell holds no more characters
LARGE = 1.5  # times the height of the cell: a watermark


_FUSED = re.compile(r"[-\d,]*\.\d\d(?=[-\d,]*\.\d)")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a page: skeletons, the cell of each glyph (numbered through all), the cells' texts.

    ``notes`` are the marks in cells, ``doubts`` why a cell's text is not what the page says, ``scores`` how
    sure the recognition of a picture is of it.
    """

    lattices: list[Lattice]
    cell_of: Ints
    texts: dict[int, str]
    notes: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    wrapped: frozenset[int] = frozenset()
    scores: dict[int, float] = field(default_factory=dict)

    def cells(self, k: int) -> range:
        """Return the numbers of the cells of table `k`."""
        start = sum(len(g.spans) for g in self.lattices[:k])
        return range(start, start + len(self.lattices[k].spans))


def _centred(g: Glyphs, lattices: list[Lattice]) -> tuple[Ints, list[Lattice]]:
    """Return the cell that holds the centre of each glyph (-1: none), and the tables that hold any."""
    cell_of = np.full(len(g), -1, np.int64)
    x, y = (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2
    owner = np.full(len(g), -1, np.int64)
    for k in sorted(range(len(lattices)), key=lambda k: -lattices[k].area):  # tables within cells last
        x0, y0, x1, y1 = lattices[k].bbox
        owner[(x >= x0 - EDGE) & (x <= x1 + EDGE) & (y >= y0 - EDGE) & (y <= y1 + EDGE)] = k
    used: list[Lattice] = []
    offset = 0
    for k, lattice in enumerate(lattices):
        here = np.flatnonzero(owner == k)
        printed = here[~g.space[here]]
        if not len(printed):
            continue
        if lattice.open_top and len(lattice.ys) > 2 and y[printed].min() > lattice.ys[1]:
            lattice = lattice.without_first_row()  # what a page break left of a row whose text is before it
        col = np.clip(np.searchsorted(lattice.xs, x[here], "right") - 1, 0, len(lattice.xs) - 2)
        row = np.clip(np.searchsorted(lattice.ys, y[here], "right") - 1, 0, len(lattice.ys) - 2)
        cells = lattice.owner[row, col]
        if len(lattice.spans) > MESH and _is_mesh(g.take(here), cells, len(lattice.spans)):
            continue
        cell_of[here] = cells + offset
        used.append(lattice)
        offset += len(lattice.spans)
    return cell_of, used


def placed(g: Glyphs, lattices: list[Lattice], segments: Floats) -> Tables:
    """Put glyphs into the cells that hold most of their words; tables without any are left out."""
    cell_of, used = _centred(g, lattices)
    if (turned := ~g.upright).any():
        cell_of[turned] = run_cells(g.take(turned), cell_of[turned])
    widths, heights = _sizes(used)
    if len(heights):
        inside = cell_of >= 0
        cell_of[inside & (g.y1 - g.y0 > LARGE * heights[cell_of])] = -1
    doubts = dict.fromkeys(_whole_words(g, cell_of), "a word stands about half in the cell beside it")
    marks, (struck, minus) = _marks(g, cell_of), read_strokes(g, segments, used)
    notes: dict[int, str] = {}
    for at in np.flatnonzero((marks | struck) & (cell_of >= 0)).tolist():
        notes[int(cell_of[at])] = notes.get(int(cell_of[at]), "") + chr(g.codes[at])
    plain = np.where(marks | struck & (cell_of >= 0), -2, cell_of)
    texts, wrapped = _cell_texts(g, plain, widths)
    for cell in np.unique(cell_of[struck & (cell_of >= 0)]).tolist():
        if cell not in texts:
            doubts[cell] = f"{notes.pop(cell)} is struck out"
    for cell in cell_of[minus].tolist():
        if cell in texts:
            texts[cell] = f"-{texts[cell]}"
    return Tables(used, plain, texts, notes, doubts, wrapped)


def _sizes(lattices: list[Lattice]) -> tuple[Floats, Floats]:
    """Return width and height of each cell."""
    borders = [(t.xs.tolist(), t.ys.tolist(), t.spans) for t in lattices]
    widths = [xs[c + cs] - xs[c] for xs, _, spans in borders for _, c, _, cs in spans]
    return np.array(widths), np.array(
        [ys[r + rs] - ys[r] for _, ys, spans in borders for r, _, rs, _ in spans]
    )


def _words(g: Glyphs, cell_of: Ints) -> Ints:
    """Return the number of the word (n,) of each glyph, in content order."""
    height = np.maximum(g.y1 - g.y0, 0.1)
    gap = g.x0[1:] - g.x1[:-1]
    least = np.minimum(height[1:], height[:-1])
    near = (np.abs(gap) < GLUED * least) & (np.abs(np.diff(g.base)) < 0.2 * least)
    near &= (g.piece[1:] == g.piece[:-1]) & ~g.space[1:] & ~g.space[:-1]
    near &= (cell_of[1:] >= 0) & (cell_of[:-1] >= 0)
    return np.concatenate(([0], np.cumsum(~near)))


def _whole_words(g: Glyphs, cell_of: Ints) -> frozenset[int]:
    """Put each word that borders cut into the cell that holds most of it; return cells where none does."""
    if not len(g):
        return frozenset()
    word = _words(g, cell_of)
    cut = np.flatnonzero((np.diff(cell_of) != 0) & (np.diff(word) == 0))
    torn: set[int] = set()
    for k in np.unique(word[cut]).tolist():
        at = np.flatnonzero(word == k)
        cells, where = np.unique(cell_of[at], return_inverse=True)
        share = np.bincount(where, g.x1[at] - g.x0[at])
        if _FUSED.match("".join(map(chr, g.codes[at].tolist()))):
            continue  # two amounts printed by one object, each in its cell
        if share.max() >= MOST * share.sum():
            cell_of[at] = cells[share.argmax()]
        else:
            torn |= set(cells.tolist())
    return frozenset(torn)


def _marks(g: Glyphs, cell_of: Ints) -> Bools:
    """Return which glyphs of cells are small, and raised or lowered, behind a larger one of the cell."""
    marks = np.zeros(len(g), bool)
    height = np.maximum(g.y1 - g.y0, 0.1)
    digit = (g.codes >= 0x30) & (g.codes <= 0x39)
    least = np.where(digit, SMALL_BEHIND_DIGIT, SMALL) * height
    behind = ~g.space & ~((g.codes < 0x80) & ~digit)  # PM2.5, m2: a part of the name
    small = np.flatnonzero((height[1:] < least[:-1]) & (cell_of[1:] == cell_of[:-1]) & behind[:-1]) + 1
    for at in small[cell_of[small] >= 0].tolist():
        size, base, end, k = height[at - 1], g.base[at - 1], g.x1[at - 1], at
        while (
            k < len(g)
            and cell_of[k] == cell_of[at]
            and height[k] < least[at - 1]
            and abs(g.base[k] - base) > RAISED * size
            and -0.5 * size < g.x0[k] - end < 0.6 * size
        ):
            marks[k] = ~g.space[k]
            end, k = g.x1[k], k + 1
    return marks


def _is_mesh(g: Glyphs, cells: Ints, n_cells: int) -> bool:
    """Say whether a lattice is a drawing (graph paper, a chart): it cuts words up, or is as good as empty."""
    beside = ~g.space[1:] & ~g.space[:-1] & (np.abs(np.diff(g.base)) < 1)
    beside &= np.abs(g.x0[1:] - g.x1[:-1]) < 1
    cut = int((np.diff(cells)[beside] != 0).sum())
    return cut > MESH_CUT * int(beside.sum()) or len(np.unique(cells[~g.space])) < MESH_FILLED * n_cells


def _cell_texts(g: Glyphs, cell_of: Ints, widths: Floats) -> tuple[dict[int, str], frozenset[int]]:
    """Return the texts of cells, and the cells whose lines are broken because they fill its width."""
    texts: dict[int, str] = {}
    ended: set[int] = set()
    inside = cell_of >= 0
    last: dict[int, TextLine] = {}
    for line in set_all(g.take(inside), cell_of[inside]):
        if above := last.get(line.group):
            x0, y0, x1, y1 = above.bbox
            if x1 - x0 + FILLING * (y1 - y0) < widths[line.group]:
                ended.add(line.group)
        texts[line.group] = f"{texts[line.group]}\n{line.text}" if line.group in texts else line.text
        last[line.group] = line
    return texts, frozenset(cell for cell, text in texts.items() if "\n" in text and cell not in ended)
