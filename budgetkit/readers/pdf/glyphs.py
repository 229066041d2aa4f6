"""Characters of one page: made upright, folded, freed of what is not printed, set into lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...knowledge import table
from .arrays import Bools, Codes, Floats, Ints, median
from .pdfium import RawPage

SAME_BASELINE = 0.4  # of the glyph height: digits and ideographs may sit on different baselines
SAME_PLACE = 0.12  # of the glyph height: the same glyph this near is struck twice ("ll" is 0.2 apart)
SPACE = 0.6  # of the glyph height: a gap this wide separates words even where no space is coded
APART = 1.2  # of the glyph height: two spaces stand for a gap this wide, which parts what is side by side
SPACE_AHEAD = 0.01  # points: a space without width may begin this far behind the glyph that it stands before
SLANTED = 10.0  # degrees from which text is not upright
RUN = 2.5  # glyph sizes: characters that are not upright and this near to each other are one run
_IS_SPACE = np.zeros(0x10000, bool)


_IS_SPACE[[*range(0x09, 0x0E), 0x20, 0xA0, *range(0x2000, 0x200C), 0x3000, 0xFEFF]] = True


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters on the upright page, origin top left; n is their number.

    ``codes`` (n,) folded code points; ``x0``, ``y0``, ``x1``, ``y1``, ``base`` (n,) loose box and
    baseline; ``angle`` (n,) degrees against the upright page; ``space`` (n,) is white space; ``piece`` (n,)
    the address of the text object that each is printed by.
    """

    codes: Codes
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    base: Floats
    angle: Floats
    space: Bools
    piece: NDArray[np.uint64]

    @property
    def upright(self) -> Bools:
        """Which of them stand upright."""
        return np.abs(self.angle) < SLANTED

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, which: Ints | Bools) -> Glyphs:
        """Return the glyphs at indices (or True places) `which`."""
        at = np.flatnonzero(which) if which.dtype == bool else which  # once, not for each array
        return Glyphs(*[values[at] for values in _ARRAYS(self)])


_ARRAYS = attrgetter(*Glyphs.__slots__)


class TextLine(NamedTuple):
    """One line: its text, its box, the group (cell) it belongs to, and the number of its baseline."""

    text: str
    bbox: tuple[float, float, float, float]
    group: int
    base: int = 0


@cache
def _fold_table() -> tuple[Codes, Codes]:
    rows = sorted((int(row["code"], 16), int(row["folded"], 16)) for row in table("radicals"))
    return np.array([a for a, _ in rows], np.uint32), np.array([b for _, b in rows], np.uint32)


def fold_codes(codes: Codes) -> Codes:
    """Replace radicals and other look-alikes by the characters that are meant.

    >>> fold_codes(np.array([0x2F00, 0x2ED4, 0x2F3E], np.uint32)).astype(">u4").tobytes().decode("utf-32-be")
    '一门户'
    """
    odd, meant = _fold_table()
    at = np.minimum(np.searchsorted(odd, codes), len(odd) - 1)
    folded = np.where(odd[at] == codes, meant[at], codes)
    return np.where(folded == 0, 0xFFFD, folded).astype(np.uint32)


def fold(text: str) -> str:
    """Fold `text` as this package folds what it reads from a PDF (see ``data/radicals.csv``).

    >>> fold("⼀般公共预算⽀出，住房保障⽀出：⻋辆")
    '一般公共预算支出，住房保障支出：车辆'
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32)
    return fold_codes(codes).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def to_upright(page: RawPage, turn: int, points: Floats) -> Floats:
    """Turn points (k, 2) of PDF user space clockwise by `turn` degrees; origin goes top left."""
    x0, y0, x1, y1 = page.box
    x, y = points[:, 0], points[:, 1]
    upright = np.empty((len(points), 2))
    upright[:, 0] = x - x0 if turn == 0 else y - y0 if turn == 90 else x1 - x if turn == 180 else y1 - y
    upright[:, 1] = y1 - y if turn == 0 else x - x0 if turn == 90 else y - y0 if turn == 180 else x1 - x
    return upright


def from_upright(page: RawPage, turn: int, points: Floats) -> Floats:
    """Turn points (k, 2) of the upright page back into PDF user space: what :func:`to_upright` undoes."""
    x0, y0, x1, y1 = page.box
    x, y = points[:, 0], points[:, 1]
    pairs = {0: (x + x0, y1 - y), 90: (y + x0, x + y0), 180: (x1 - x, y + y0), 270: (x1 - y, y1 - x)}
    return np.column_stack(pairs[turn])


def content_turn(page: RawPage) -> int:
    """Return the clockwise turn in degrees that makes most characters of the page upright."""
    if not page.text.visible.any():
        return page.rotate
    if not page.text.angles.any():
        return 0
    quarter = np.round(page.text.angles[page.text.visible] / 90).astype(int) % 4
    return 90 * int(np.bincount(quarter, minlength=4).argmax())


def upright_glyphs(page: RawPage, turn: int) -> Glyphs:
    """Return the printed characters of the page, folded and struck once, in content order."""
    text = page.text
    keep = text.visible
    corners = np.concatenate((text.boxes[keep, :2], text.boxes[keep, 2:]))
    corners = to_upright(page, turn, corners)
    n = int(keep.sum())
    low, high = np.minimum(corners[:n], corners[n:]), np.maximum(corners[:n], corners[n:])
    base = to_upright(page, turn, text.origins[keep])[:, 1]
    codes = fold_codes(text.codes[keep])
    space = _IS_SPACE[np.minimum(codes, 0xFFFF)]
    angle = (text.angles[keep] - turn + 180) % 360 - 180
    glyphs = Glyphs(
        codes, low[:, 0], low[:, 1], high[:, 0], high[:, 1], base, angle, space, text.objects[keep]
    )  # fmt: skip
    return glyphs.take(~_struck_twice(glyphs))


def _struck_twice(g: Glyphs) -> Bools:
    """Return which glyphs repeat one at almost the same place (fake bold, shadows)."""
    twice = np.zeros(len(g), bool)
    tall = median(g.y1 - g.y0) if len(g) else 1.0
    for offset in (0.0, 0.5):  # two roundings, so that no pair falls between two of them
        level = np.round(g.base / (2 * SAME_PLACE * tall) + offset).astype(np.int64)
        kind = (g.codes.astype(np.int64) << 40) + level  # one key of both
        order = np.lexsort((g.x0, kind))
        kind, x0 = kind[order], g.x0[order]
        near = kind[1:] == kind[:-1]
        if not near.any():
            continue
        base, reach = g.base[order], SAME_PLACE * (g.y1 - g.y0)[order][1:]
        near &= (x0[1:] - x0[:-1] < reach) & (np.abs(base[1:] - base[:-1]) < reach)
        if near.any():
            start = np.flatnonzero(np.concatenate(([True], ~near)))
            kept = np.zeros(len(g), bool)
            kept[np.minimum.reduceat(order, start)] = True  # of each heap, the one struck first
            twice |= ~kept
    return twice & ~g.space


def set_all(g: Glyphs, group: Ints, split: float = 0.0) -> list[TextLine]:
    """Set glyphs into lines (see :func:`set_lines`); those that are not upright come last, in runs."""
    upright = g.upright
    if upright.all():
        return set_lines(g, group, split)
    lines = set_lines(g.take(upright), group[upright], split)
    return lines + _set_runs(g.take(~upright), group[~upright])


def set_lines(g: Glyphs, group: Ints, split: float = 0.0) -> list[TextLine]:
    """Set glyphs into lines by baseline, within each group, in reading order.

    Parameters
    ----------
    g : Glyphs
    group : int array (n,)
        The cell or other region each glyph belongs to; lines never cross groups.
    split : float
        A gap wider than this many glyph heights starts another line; 0 never does.

    Returns
    -------
    list of TextLine
        By group, then from top to bottom, then from left to right; no empty ones.
    """
    if g.space.all():  # none at all, or nothing but white space
        return []
    height = np.maximum(g.y1 - g.y0, 1.0)
    order = np.lexsort((g.base, group))
    jump = np.diff(g.base[order]) > SAME_BASELINE * np.minimum(height[order][1:], height[order][:-1])
    line = np.empty(len(g), np.int64)
    line[order] = np.concatenate(([0], np.cumsum(jump | (np.diff(group[order]) != 0))))
    # a space that the font leaves no room for may begin a hair's breadth after the glyph it stands before
    order = np.lexsort((np.arange(len(g)), g.x0 - SPACE_AHEAD * g.space, line))
    if g.space.any():
        order = order[~g.space[order] | _inside(g.space[order], line[order])]
    g, line, height, group = g.take(order), line[order], height[order], group[order]
    fresh = np.concatenate(([True], np.diff(line) != 0))  # the number of the line stays with its pieces
    printed = np.maximum.accumulate(np.where(g.space, 0, np.arange(len(g))))  # the last one up to each
    gap = np.concatenate(([0.0], g.x0[1:] - g.x1[printed[:-1]])) / height
    if split:
        fresh |= (gap > split) & ~g.space
    spaced = (gap > SPACE) & ~fresh & ~g.space & ~np.concatenate(([False], g.space[:-1]))
    return _cut(g, group, fresh, spaced.astype(int) + (spaced & (gap > APART)), line)


def _run_starts(g: Glyphs) -> Bools:
    """Return where, in content order, a run of glyphs side by side and at one angle begins."""
    x, y = (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2
    reach = RUN * np.maximum(np.maximum(g.x1 - g.x0, g.y1 - g.y0), 1.0)
    step = np.hypot(np.diff(x), np.diff(y)) > reach[:-1]
    return np.concatenate(([True], step | (np.abs(np.diff(g.angle)) > SLANTED)))


def run_cells(g: Glyphs, cell_of: Ints) -> Ints:
    """Return the cell of each glyph that is not upright: that of its run, if all of the run is in it.

    A slanted run (a watermark) and one that crosses a border is in no cell: -1.
    """
    if not len(g):
        return cell_of
    fresh = _run_starts(g)
    first = np.flatnonzero(fresh)
    slanted = np.abs((g.angle[first] + 45) % 90 - 45) > SLANTED
    same = np.minimum.reduceat(cell_of, first) == np.maximum.reduceat(cell_of, first)
    return np.where(same & ~slanted, cell_of[first], -1)[np.cumsum(fresh) - 1]


def _set_runs(g: Glyphs, group: Ints) -> list[TextLine]:
    """Set glyphs that are not upright into runs, as they come."""
    if not len(g):
        return []
    return _cut(g, group, _run_starts(g), np.zeros(len(g), np.int64), np.full(len(g), -1))


def _inside(space: Bools, line: Ints) -> Bools:
    """Return which of the glyphs (ordered by line) stand between printed ones of their line."""
    at = np.arange(len(space))
    before = np.maximum.accumulate(np.where(space, -1, at))
    after = np.minimum.accumulate(np.where(space, len(space), at)[::-1])[::-1]
    inside = (before >= 0) & (after < len(space))
    before, after = np.maximum(before, 0), np.minimum(after, len(space) - 1)
    return inside & (line[before] == line) & (line[after] == line)


def _cut(g: Glyphs, group: Ints, fresh: Bools, spaces: Ints, line: Ints) -> list[TextLine]:
    """Cut ordered glyphs into lines where `fresh`, with so many spaces put in before each."""
    if not len(g):
        return []
    codes = g.codes
    if spaces.any():
        codes = np.full(len(g) + int(spaces.sum()), 0x20, np.uint32)
        codes[np.arange(len(g)) + np.cumsum(spaces)] = g.codes
    codes = np.where((codes >= 0xD800) & (codes < 0xE000) | (codes > 0x10FFFF), 0xFFFD, codes)
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    first = np.flatnonzero(fresh)
    at = (first + np.cumsum(spaces)[first]).tolist()
    boxes = zip(
        np.minimum.reduceat(g.x0, first).tolist(),
        np.minimum.reduceat(g.y0, first).tolist(),
        np.maximum.reduceat(g.x1, first).tolist(),
        np.maximum.reduceat(g.y1, first).tolist(),
        strict=True,
    )
    ends = [*at[1:], len(text)]
    cut = zip(at, ends, boxes, group[first].tolist(), line[first].tolist(), strict=True)
    lines = [TextLine(text[a:b].strip(), box, owner, base) for a, b, box, owner, base in cut]
    return [line for line in lines if line.text]
