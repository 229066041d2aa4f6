"""Where tables are whose rulings are missing: between level rulings, or in lines of aligned numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .glyphs import TextLine
from .lattice import SAME_EDGE
from .words import Count, Words, centre, extent, lines_of, number_words, tabular, whole_words

MIN_LINES = 3  # lines with two numbers or more from which text without rulings may be a table
MIN_RULE = 100.0  # points: a shorter level ruling without upright ones is an underline
WHOLE = 0.75  # of the width of a table: a ruling this long runs across it
FAR = 2.5  # line heights of white that end a table without rulings
LONG = 30  # characters: a longer word is prose
FLUSH = 2.5  # points: numbers whose ends are this near to each other stand in one column
_NONE = np.zeros((0, 3))


@dataclass(frozen=True)
class Region:
    """A place where a table is: its lines of words, and the rulings (k, 3: position, from, to) it has."""

    lines: list[Words]
    h: Floats
    v: Floats
    box: tuple[float, float, float, float]

    @property
    def words(self) -> Words:
        return [word for line in self.lines for word in line]


def regions(words: Words, h: Floats, count: Count = number_words) -> list[Region]:
    """Return where tables may be among `words`; `h` are the level rulings (k, 3) that are in no table.

    First those between level rulings, then those without any.
    """
    found: list[Region] = []
    for rules in _stacks(h):
        box = (rules[:, 1].min(), rules[:, 0].min(), rules[:, 2].max(), rules[:, 0].max())
        lines = lines_of([w for w in words if _in_box(w, box)])
        if lines and tabular(lines[0], whole_words):
            above = _header_above(words, box)
            lines, box = above + lines, (box[0], min([box[1], *(extent(w)[1] - 1 for w in above)]), *box[2:])
        if sum(tabular(line, count) + (len(line) >= 3) for line in lines) >= MIN_LINES:
            words = [w for w in words if not _in_box(w, box)]
            found.append(Region(lines, rules, _NONE, box))
    return found + _free_regions(words, count)


def _header_above(words: Words, box: tuple[float, float, float, float]) -> list[Words]:
    """Return the line of headers that stands right above a box whose first line is one of numbers."""
    left, top, right, _ = box
    wide = [w for w in words if centre(w)[1] < top and left - FLUSH < centre(w)[0] < right + FLUSH]
    last = lines_of(wide)[-1:]
    near = last and top - extent(last[0])[3] < FAR * (extent(last[0])[3] - extent(last[0])[1])
    return last if near and _header(last[0]) else []


def _in_box(word: TextLine, box: tuple[float, float, float, float]) -> bool:
    x, y = centre(word)
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _stacks(h: Floats) -> list[Floats]:
    """Return sets of level rulings that begin and end alike, three or more of them unbroken."""
    h = h[np.argsort(h[:, 0], kind="stable")]
    stacks: list[list[Floats]] = []
    level = np.cumsum(np.diff(h[:, 0], prepend=-np.inf) > SAME_EDGE)
    for k in np.unique(level):
        pieces = h[level == k]
        low, high = pieces[:, 1].min(), pieces[:, 2].max()
        if stacks:
            over = np.concatenate(stacks[-1])
            left, right = over[:, 1].min(), over[:, 2].max()
            if left - 2 * SAME_EDGE <= low and high <= right + 2 * SAME_EDGE:
                stacks[-1].append(pieces)
                continue
        if high - low >= MIN_RULE:
            stacks.append([pieces])
    return [np.concatenate(stack) for stack in stacks if _unbroken(stack) >= 3]


def _unbroken(stack: list[Floats]) -> int:
    pieces = np.concatenate(stack)
    width = pieces[:, 2].max() - pieces[:, 1].min()
    return sum((level[:, 2] - level[:, 1]).sum() >= WHOLE * width for level in stack)


def _free_regions(words: Words, count: Count) -> list[Region]:
    """Return stretches of lines that hold two numbers or more each, with the headers above them."""
    lines, regions, k = lines_of(words), [], 0
    while k < len(lines):
        if not tabular(lines[k], count):
            k += 1
            continue
        end = k + 1
        while end < len(lines) and _near(lines[end - 1], lines[end]) and not _prose(lines[end]):
            end += 1
        while not tabular(lines[end - 1], count) and len(lines[end - 1]) < 2:
            end -= 1
        start = k
        while start > 0 and _near(lines[start - 1], lines[start]) and _header(lines[start - 1]):
            start -= 1
        if sum(tabular(line, count) for line in lines[k:end]) >= MIN_LINES and _aligned(lines[k:end], count):
            x0, y0, x1, y1 = extent([w for line in lines[start:end] for w in line])
            regions.append(Region(lines[start:end], _NONE, _NONE, (x0 - 3, y0 - 1, x1 + 3, y1 + 1)))
        k = end
    return regions


def _header(line: Words) -> bool:
    return len(line) > 1 and not _prose(line)


def _prose(line: Words) -> bool:
    return any(len(word.text) > LONG or "：" in word.text or "。" in word.text for word in line)


def _near(above: Words, below: Words) -> bool:
    a, b = extent(above), extent(below)
    return b[1] - a[3] <= FAR * min(a[3] - a[1], b[3] - b[1])


def _aligned(lines: list[Words], count: Count) -> bool:
    """Say whether most amounts stand below others: flush right, or centred."""
    amounts = np.array([w.bbox for line in lines for w in line if count(w.text) == 1])
    edges = amounts[:, 2], (amounts[:, 0] + amounts[:, 2]) / 2
    fellows = [(np.abs(edge[:, None] - edge) < FLUSH).sum(axis=1) for edge in edges]
    return bool((np.maximum(*fellows) >= MIN_LINES).sum() >= 0.8 * len(amounts))
