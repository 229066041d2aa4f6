"""Tables whose rulings are missing, found by how their text is aligned.

Where numbers stand in columns but no ruling parts them, rulings are put in: upright ones where white
space runs down between words, level ones between the lines that hold numbers. From there on the table
is one like any other. Prose has no such columns, so it stays prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ._glyphs import TextLine
from ._lattice import SAME_EDGE, Floats, Ints, Lattice, assemble

__all__ = ["WORD_GAP", "complete", "is_number", "loose_tables", "number_words"]

WORD_GAP = 0.4  # glyph heights of white between two words
TIGHT = 1.0  # points: words that overlap by less do not
LETTERSPACE = 3.0  # glyph heights between single characters of one word
ALONE = 1e4  # what it costs to leave numbers without a header
RARE = 0.2  # of the lines of a table: words of fewer lines are no column of their own
MIN_LINES = 3  # lines with two numbers or more from which text without rulings may be a table
MIN_RULE = 100.0  # points: a shorter level ruling without upright ones is an underline
FAR = 2.5  # line heights of white that end a table without rulings
_NUMBER = re.compile(r"[-－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[%％]?|[-－—–]{1,2}")
_AMOUNT = re.compile(r"[-－]?(?:\d{1,3}(?:[,，]\d{3})+|\d{4,}|\d+(?=\.))(?:\.\d+)?[%％]?")


def is_number(text: str) -> bool:
    """Say whether `text` is nothing but a number or a dash.

    >>> [is_number(text) for text in ("1,137.10", "-", "25.3%", "2024年", "一、")]
    [True, True, True, False, False]
    """
    return _NUMBER.fullmatch(text) is not None


def number_words(text: str) -> int:
    """Return how many words of `text` are amounts: ``1,137.10`` or ``367.10``, not ``3``.

    >>> number_words("合计 1,137.10 367.10"), number_words("1 2 3"), number_words("增加1,137.10万元")
    (2, 0, 0)
    """
    return sum(_AMOUNT.fullmatch(word) is not None for word in text.split())


@dataclass(frozen=True)
class Region:
    """A place where a table is: its words, and the rulings (k, 3: position, from, to) that it has."""

    words: list[TextLine]
    h: Floats
    v: Floats
    box: tuple[float, float, float, float]


def loose_tables(words: list[TextLine], h: Floats) -> list[Lattice]:
    """Return the tables among `words` outside of other tables; `h` are level rulings of none.

    First those between level rulings, then those without any.
    """
    regions = []
    for rules in _stacks(h):
        box = (rules[:, 1].min(), rules[:, 0].min(), rules[:, 2].max(), rules[:, 0].max())
        inside = [w for w in words if _in_box(w, box)]
        words = [w for w in words if not _in_box(w, box)]
        regions.append(Region(inside, rules, np.zeros((0, 3)), box))
    regions += _free_regions(words)
    found = (complete(region) for region in regions)
    return [lattice for lattice in found if lattice]


def _in_box(word: TextLine, box: Sequence[float]) -> bool:
    x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _stacks(h: Floats) -> list[Floats]:
    """Return sets of three or more level rulings that begin and end alike, broken ones included."""
    h = h[np.argsort(h[:, 0], kind="stable")]
    stacks: list[list[Floats]] = []
    level = np.cumsum(np.diff(h[:, 0], prepend=-1e9) > SAME_EDGE)
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
    return [np.concatenate(stack) for stack in stacks if len(stack) >= 3]


def _free_regions(words: list[TextLine]) -> list[Region]:
    """Return stretches of lines that hold two numbers or more each, with the headers above them."""
    lines = _lines(words)
    regions, k = [], 0
    while k < len(lines):
        if not _tabular(lines[k]):
            k += 1
            continue
        end, numeric = k + 1, 1
        while end < len(lines) and _near(lines[end - 1], lines[end]) and not _prose(lines[end]):
            numeric += _tabular(lines[end])
            end += 1
        while not _tabular(lines[end - 1]) and len(lines[end - 1]) < 2:
            end -= 1
        start = k
        while start > 0 and len(lines[start - 1]) > 1 and _near(lines[start - 1], lines[start]) and not _prose(lines[start - 1]):
            start -= 1
        if numeric >= MIN_LINES:
            inside = [w for line in lines[start:end] for w in line]
            x0, y0, x1, y1 = _extent(inside)
            regions.append(Region(inside, np.zeros((0, 3)), np.zeros((0, 3)), (x0 - 3, y0 - 1, x1 + 3, y1 + 1)))
        k = end
    return regions


def _lines(words: list[TextLine]) -> list[list[TextLine]]:
    by_line: dict[int, list[TextLine]] = {}
    for word in words:
        by_line.setdefault(word.base, []).append(word)
    lines = [sorted(line, key=lambda w: w.bbox[0]) for line in by_line.values()]
    return sorted(lines, key=lambda line: line[0].bbox[1])


def _extent(words: list[TextLine]) -> tuple[float, float, float, float]:
    boxes = np.array([w.bbox for w in words])
    return *boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()


def _tabular(line: list[TextLine]) -> bool:
    """Two amounts or more, each standing clear of what is beside it."""
    clear = 0
    for k, word in enumerate(line):
        height = word.bbox[3] - word.bbox[1]
        before = k == 0 or word.bbox[0] - line[k - 1].bbox[2] >= WORD_GAP * height
        after = k + 1 == len(line) or line[k + 1].bbox[0] - word.bbox[2] >= WORD_GAP * height
        clear += before and after and number_words(word.text) == 1
    return clear >= 2


def _prose(line: list[TextLine]) -> bool:
    return any(len(word.text) > 30 or "：" in word.text or "。" in word.text for word in line)


def _near(above: list[TextLine], below: list[TextLine]) -> bool:
    a, b = _extent(above), _extent(below)
    return b[1] - a[3] <= FAR * min(a[3] - a[1], b[3] - b[1])


def complete(region: Region) -> Lattice | None:
    """Put in the rulings that `region` lacks; None where its words do not stand in columns."""
    x0, y0, x1, y1 = region.box
    lines = _lines(region.words)
    if len(lines) < 2:
        return None
    numeric = [_is_body(line) for line in lines]
    columns = _columns(lines, numeric.index(True) if True in numeric else 0, region.h)
    columns = [x for x in columns if not len(region.v) or np.abs(region.v[:, 0] - x).min() > 2 * SAME_EDGE]
    xs = np.array(sorted({x0, x1, *region.v[:, 0].tolist(), *columns}))
    if len(xs) < 3:
        return None
    ys, ruled = _rows(lines, numeric, region)
    if len(ys) < 3:
        return None
    across = _across(region.h, ys, xs, ruled)
    down = _down(region, lines, xs, ys, across, y_body=_top_of_body(lines, numeric, ys))
    lattice = assemble(xs, ys, across, down)
    return replace(lattice, engine="text") if lattice else None


def _is_body(line: list[TextLine]) -> bool:
    return any(number_words(word.text) for word in line)


@dataclass
class _Stripe:
    """A stretch of x that words cover: the lines they are in, and whether a header is among them."""

    x0: float
    x1: float
    lines: set[int]
    headed: bool

    def join(self, other: _Stripe) -> None:
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)
        self.lines |= other.lines
        self.headed |= other.headed


def _columns(lines: list[list[TextLine]], body: int, h: Floats) -> list[float]:
    """Return the x between columns: white that runs down through all lines but for words that span columns.

    `body` is the first line with a number; the lines above it are the header. `h` are level rulings.
    """
    spread = [_joined(line) for line in lines]
    stripes: list[_Stripe] = []
    parts = [
        _Stripe(x0, x1, {k}, k < body)
        for k, line in enumerate(spread)
        for x0, x1 in line
        if not _spans_columns((x0, x1), k, spread, body) and not _names_group((x0, x1), k, lines, spread, body, h)
    ]
    for part in sorted(parts, key=lambda part: part.x0):
        if stripes and part.x0 < stripes[-1].x1 + TIGHT:
            stripes[-1].join(part)
        else:
            stripes.append(part)
    if body:
        stripes = _join_headless(stripes, len(lines) - body)
    return [(left.x1 + right.x0) / 2 for left, right in zip(stripes, stripes[1:], strict=False)]


def _joined(line: list[TextLine]) -> list[tuple[float, float]]:
    """Return from and to of the words of a line; single characters set wide apart (合　计) are one word."""
    spans: list[tuple[float, float, bool]] = []
    for word in line:
        x0, _, x1, _ = word.bbox
        single = len(word.text) == 1 and not word.text.isascii()
        if single and spans and spans[-1][2] and x0 - spans[-1][1] < LETTERSPACE * (word.bbox[3] - word.bbox[1]):
            spans[-1] = (spans[-1][0], x1, True)
        else:
            spans.append((x0, x1, single))
    return [(x0, x1) for x0, x1, _ in spans]


def _spans_columns(
    word: tuple[float, float], k: int, lines: list[list[tuple[float, float]]], body: int
) -> bool:
    """Say whether a word of line `k` lies over several columns: lines have two words or more where it is."""
    x0, x1 = word
    one = many = many_in_header = 0
    for j in range(k + 1 if k < body else 0, len(lines)):
        if j != k:
            beside = sum(a < x1 - TIGHT and b > x0 + TIGHT for a, b in lines[j])
            one += beside == 1
            many += beside > 1
            many_in_header += beside > 1 and j < body
    return many_in_header > 0 or many > one


def _names_group(
    word: tuple[float, float],
    k: int,
    lines: list[list[TextLine]],
    spread: list[list[tuple[float, float]]],
    body: int,
    h: Floats,
) -> bool:
    """Say whether a header word of line `k` names a group: headers below are left and right of it, none under it.

    Where there are rulings, one must lie between it and them: else it is a header of several rows' height.
    """
    for j in range(k + 1, body):
        left = any(x1 < word[0] for _, x1 in spread[j])
        right = any(x0 > word[1] for x0, _ in spread[j])
        under = any(x0 < word[1] and x1 > word[0] for x0, x1 in spread[j])
        if left and right and not under:
            if not len(h):
                return True
            x = (word[0] + word[1]) / 2
            between = (h[:, 0] > _middle(lines[k])) & (h[:, 0] < _middle(lines[j]))
            if (between & (h[:, 1] <= x) & (x <= h[:, 2])).any():
                return True
    return False


def _join_headless(stripes: list[_Stripe], n_body: int) -> list[_Stripe]:
    """Join numbers to the header that stands beside them (centred above, where they are set to the right).

    Each header takes one neighbour, so that as few as possible stay alone and gaps are small.
    """

    def gap(k: int) -> float:  # to the stripe after; infinite where lines or headers forbid to join
        a, b = stripes[k], stripes[k + 1]
        return b.x0 - a.x1 if a.headed != b.headed and not a.lines & b.lines else np.inf

    costs = [0.0, np.inf]  # of the stripes so far: with the last one free, with the last one joined to its left
    joins: list[list[int]] = [[], []]
    for k in range(len(stripes) - 1):
        alone = ALONE * (not stripes[k].headed)
        free = min((costs[0] + alone, joins[0]), (costs[1], joins[1]), key=lambda choice: choice[0])
        joined = costs[0] + gap(k), [*joins[0], k]
        costs, joins = [free[0], joined[0]], [free[1], joined[1]]
    alone = ALONE * (not stripes[-1].headed) if stripes else 0.0
    best = joins[0] if costs[0] + alone <= costs[1] else joins[1]
    merged: list[_Stripe] = []
    for k, stripe in enumerate(stripes):
        rare = not stripe.headed and len(stripe.lines) < RARE * n_body
        if merged and (k - 1 in best or rare):
            merged[-1].join(stripe)
        else:
            merged.append(stripe)
    return merged


def _rows(lines: list[list[TextLine]], numeric: list[bool], region: Region) -> tuple[Floats, np.ndarray]:
    """Return the y of all borders between rows, and which of them are ruled."""
    _, y0, _, y1 = region.box
    levels = region.h[:, 0][np.argsort(region.h[:, 0])] if len(region.h) else np.zeros(0)
    levels = np.array([y for k, y in enumerate(levels) if k == 0 or y - levels[k - 1] > SAME_EDGE])
    ys = sorted({y0, y1, *(y for y in levels.tolist() if y0 + SAME_EDGE < y < y1 - SAME_EDGE)})
    cuts: list[float] = []
    for top, bottom in zip(ys, ys[1:], strict=False):
        band = [k for k, line in enumerate(lines) if top <= _middle(line) < bottom]
        cuts += _cuts(lines, [k for k in band], numeric, free=not len(region.h))
    borders = sorted({*ys, *cuts})
    return np.array(borders), np.isin(borders, ys)


def _middle(line: list[TextLine]) -> float:
    return float(np.mean([(w.bbox[1] + w.bbox[3]) / 2 for w in line]))


def _cuts(lines: list[list[TextLine]], band: list[int], numeric: list[bool], free: bool) -> list[float]:
    """Return where one band of lines falls into rows: between lines with numbers, at the widest white."""
    if free:  # headers without rulings: each line by itself
        header = [k for k in band if k < (band + [0])[0] or not any(numeric[: k + 1])]
    else:
        header = []
    anchors = [k for k in band if numeric[k] or k in header]
    if sum(numeric[k] and _tabular(lines[k]) for k in band) < 2 and not header:
        return []
    cuts = []
    for a, b in zip(anchors, anchors[1:], strict=False):
        steps = [(lines[k + 1][0].bbox[1] - max(w.bbox[3] for w in lines[k]), k) for k in range(a, b)]
        _, k = max(steps)
        cuts.append((_middle(lines[k]) + _middle(lines[k + 1])) / 2)
    return cuts


def _top_of_body(lines: list[list[TextLine]], numeric: list[bool], ys: Floats) -> int:
    """Return the first row that holds a number."""
    if True not in numeric:
        return 0
    return max(int(np.searchsorted(ys, _middle(lines[numeric.index(True)]))) - 1, 0)


def _across(h: Floats, ys: Floats, xs: Floats, ruled: np.ndarray) -> np.ndarray:
    """Return (n_rows + 1, n_cols): is there a border? Outer ones and those put in always are."""
    across = np.ones((len(ys), len(xs) - 1), bool)
    middles = (xs[:-1] + xs[1:]) / 2
    for j in range(1, len(ys) - 1):
        if ruled[j]:
            pieces = h[np.abs(h[:, 0] - ys[j]) <= SAME_EDGE]
            across[j] = ((pieces[:, 1, None] <= middles) & (middles <= pieces[:, 2, None])).any(axis=0)
    return across


def _down(
    region: Region, lines: list[list[TextLine]], xs: Floats, ys: Floats, across: np.ndarray, y_body: int
) -> np.ndarray:
    """Return (n_rows, n_cols + 1): a border wherever no word of the row lies across it.

    In the header, a column without a word of its own belongs to the word beside it that it centres.
    """
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    down = np.ones((n_rows, n_cols + 1), bool)
    words = [w for line in lines for w in line]
    row = np.clip(np.searchsorted(ys, [(w.bbox[1] + w.bbox[3]) / 2 for w in words]) - 1, 0, n_rows - 1)
    filled = np.zeros((n_rows, n_cols), bool)
    spans: list[tuple[int, int, int, float]] = []
    for word, r in zip(words, row.tolist(), strict=True):
        a, b = word.bbox[0] + 1, word.bbox[2] - 1
        first = min(max(int(np.searchsorted(xs, a)) - 1, 0), n_cols - 1)
        last = min(max(int(np.searchsorted(xs, b)) - 1, first), n_cols - 1)
        down[r, first + 1 : last + 1] = False
        filled[r, first : last + 1] = True
        spans.append((r, first, last, (a + b) / 2))
    for r in range(n_rows - 1):  # a cell that spans rows is filled in all of them
        filled[r + 1] |= ~across[r + 1] & filled[r]
    for r in range(n_rows - 2, -1, -1):
        filled[r] |= ~across[r + 1] & filled[r + 1]
    for r in range(y_body):
        for _, first, last, centre in sorted(s for s in spans if s[0] == r):
            a, b = _widened(first, last, centre, xs, filled[r])
            down[r, a + 1 : b + 1] = False
            filled[r, a : b + 1] = True
    return down


def _widened(first: int, last: int, centre: float, xs: Floats, filled: np.ndarray) -> tuple[int, int]:
    """Return the columns of a header word: those it lies on, and empty ones beside them that it centres."""
    a, b = first, last
    while a > 0 and not filled[a - 1]:
        a -= 1
    while b < len(filled) - 1 and not filled[b + 1]:
        b += 1
    choices = [(i, j) for i in range(a, first + 1) for j in range(last, b + 1)]
    off = {ij: abs((xs[ij[0]] + xs[ij[1] + 1]) / 2 - centre) for ij in choices}
    near = min(off.values())
    return max((ij for ij in choices if off[ij] <= near + 3), key=lambda ij: ij[1] - ij[0])
