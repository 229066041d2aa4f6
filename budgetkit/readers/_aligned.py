"""Tables whose rulings are missing, found by how their text is aligned.

Where numbers stand in columns but no ruling parts them, rulings are put in: upright ones where white
space runs down between words, level ones between the lines that hold numbers. From there on the table
is one like any other. Prose has no such columns, so it stays prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ._glyphs import TextLine
from ._lattice import SAME_EDGE, Floats, Ints, Lattice, assemble

__all__ = ["WORD_GAP", "complete", "is_number", "loose_tables", "number_words", "refined"]

WORD_GAP = 0.4  # glyph heights of white between two words
TIGHT = 1.0  # points: words that overlap by less do not
LETTERSPACE = 3.0  # glyph heights between single characters of one word
ALONE = 1e4  # what it costs to leave numbers without a header
BRIDGES = 0.1  # of the lines may reach over the white between columns
APART = 0.75  # of the height of rows: a line this far from every row is a row itself
LINE = 0.9  # of the glyph height: lines nearer than this are parts of one row
ON_BORDER = 0.2  # of the glyph height: a word centred this near to a border stands on it
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


def refined(
    lattice: Lattice, words: Callable[[], list[TextLine]], texts: list[str], h: Floats, v: Floats
) -> Lattice | None:
    """Return `lattice` with the rulings it lacks put in; None where its cells hold no numbers side by side.

    `words` returns those within it, `texts` the texts of its cells, `h` and `v` the rulings of the page.
    """
    beside = sum(any(number_words(line) > 1 for line in text.split("\n")) for text in texts)
    stacked = Counter(
        (lattice.spans[k][0], lattice.spans[k][2]) for k, text in enumerate(texts) if _stack(text)
    )
    if beside < 2 and max(stacked.values(), default=0) < 2:
        return None
    x0, y0, x1, y1 = lattice.bbox
    h = h[(h[:, 0] >= y0 - SAME_EDGE) & (h[:, 0] <= y1 + SAME_EDGE) & (h[:, 2] > x0) & (h[:, 1] < x1)]
    v = v[(v[:, 0] >= x0 - SAME_EDGE) & (v[:, 0] <= x1 + SAME_EDGE) & (v[:, 2] > y0) & (v[:, 1] < y1)]
    return complete(Region(words(), h, v, lattice.bbox), beside > 1)


def _stack(text: str) -> bool:
    """Say whether a cell holds numbers below each other, each whole: not one number that is wrapped."""
    lines = [line for line in text.split("\n") if number_words(line)]
    decimals = {len(line.partition(".")[2]) for line in lines}
    return len(lines) >= MIN_LINES and len(decimals) == 1 and decimals != {0}


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


def complete(region: Region, add_columns: bool = True) -> Lattice | None:
    """Put in the rulings that `region` lacks; None where its words do not stand in columns."""
    x0, y0, x1, y1 = region.box
    lines = _lines(region.words)
    if len(lines) < 2:
        return None
    numeric = [_is_body(line) for line in lines]
    body = _header_end(lines, numeric, region)
    columns = _columns(lines, body, region.h) if add_columns else []
    columns = [x for x in columns if not len(region.v) or np.abs(region.v[:, 0] - x).min() > 2 * SAME_EDGE]
    xs = np.array(sorted({x0, x1, *region.v[:, 0].tolist(), *columns}))
    if len(xs) < 3:
        return None
    ys, ruled = _rows(lines, numeric, body, region)
    if len(ys) < 3:
        return None
    across = _across(region, ys, xs, ruled)
    down = _down(region, lines, xs, ys, across, max(int(np.searchsorted(ys, _middle(lines[body]))) - 1, 0))
    lattice = assemble(xs, ys, across, down)
    return replace(lattice, engine="text") if lattice else None


def _header_end(lines: list[list[TextLine]], numeric: list[bool], region: Region) -> int:
    """Return the first line of the body: with a number, or, without any, below the first whole ruling."""
    if True in numeric:
        return numeric.index(True)
    x0, y0, x1, y1 = region.box
    whole = [y for y, a, b in region.h if b - a > 0.95 * (x1 - x0) and y0 + SAME_EDGE < y < y1 - SAME_EDGE]
    return sum(_middle(line) < whole[0] for line in lines) if whole else 0


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
    alone_too = sum(len(line) > 1 for line in spread) < MIN_LINES  # a word alone in its line says little
    parts = [
        _Stripe(x0, x1, {k}, k < body)
        for k, line in enumerate(spread)
        for x0, x1 in line
        if (len(line) > 1 or alone_too)
        and not _spans_columns((x0, x1), k, spread, body) and not _names_group((x0, x1), k, lines, spread, body, h)
    ]
    parts = _without_bridges(parts, len(lines))
    for part in sorted(parts, key=lambda part: part.x0):
        if stripes and part.x0 < stripes[-1].x1 + TIGHT:
            stripes[-1].join(part)
        else:
            stripes.append(part)
    if body:
        stripes = _join_headless(stripes, len(lines) - body)
    return [(left.x1 + right.x0) / 2 for left, right in zip(stripes, stripes[1:], strict=False)]


def _without_bridges(parts: list[_Stripe], n_lines: int) -> list[_Stripe]:
    """Leave out words that alone reach over white from one column into another."""
    if not parts:
        return parts
    x0 = min(part.x0 for part in parts)
    cover = np.zeros(int(max(part.x1 for part in parts) - x0) + 3, int)
    places = [slice(int(part.x0 - x0 + 1), int(part.x1 - x0)) for part in parts]
    for place in places:
        cover[place] += 1
    white, full = max(1, int(BRIDGES * n_lines)), MIN_LINES + 1
    kept = []
    for part, place in zip(parts, places, strict=True):
        columns = np.flatnonzero(cover[place] >= full)
        if not len(columns) or (cover[place][columns[0] : columns[-1]] > white).all():
            kept.append(part)
    return kept


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

    Where the header has rulings, one must lie between: else it is a header of several rows' height.
    """
    h = h if len(h) and _has_rules(lines, body, h[:, 0]) else h[:0]
    for j in range(k + 1, body):
        left = any(x1 < word[0] for _, x1 in spread[j])
        right = any(x0 > word[1] for x0, _ in spread[j])
        under = any(x0 < word[1] and x1 > word[0] for x0, x1 in spread[j])
        if left and right and not under:
            if not len(h):  # no rulings within the header
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
        if k - 1 in best:
            merged[-1].join(stripe)
        else:
            merged.append(stripe)
    return _join_rare(merged, n_body)


def _join_rare(stripes: list[_Stripe], n_body: int) -> list[_Stripe]:
    """Join stripes of few words, without a header, to the nearest one that has no word beside them."""
    k = 0
    while k < len(stripes):
        stripe, near = stripes[k], stripes[max(k - 1, 0) : k] + stripes[k + 1 : k + 2]
        near = [other for other in near if not other.lines & stripe.lines]
        if near and not stripe.headed and len(stripe.lines) < RARE * n_body:
            min(near, key=lambda s: max(s.x0 - stripe.x1, stripe.x0 - s.x1)).join(stripe)
            stripes.pop(k)
        else:
            k += 1
    return stripes


def _rows(
    lines: list[list[TextLine]], numeric: list[bool], body: int, region: Region
) -> tuple[Floats, np.ndarray]:
    """Return the y of all borders between rows, and which of them are ruled."""
    _, y0, _, y1 = region.box
    levels = np.sort(region.h[:, 0]) if len(region.h) else np.zeros(0)
    levels = levels[np.diff(levels, prepend=-1e9) > SAME_EDGE]
    ys = sorted({y0, y1, *(y for y in levels.tolist() if y0 + SAME_EDGE < y < y1 - SAME_EDGE)})
    cuts: list[float] = []
    for top, bottom in zip(ys, ys[1:], strict=False):
        band = [k for k, line in enumerate(lines) if top <= _middle(line) < bottom]
        header = [k for k in band if k < body]
        header = header[-1:] if _has_rules(lines, body, levels) else _header_rows(lines, header)
        cuts += _cuts(lines, header + _anchors(lines, [k for k in band if k >= body], numeric))
    return np.array(sorted({*ys, *cuts})), np.isin(sorted({*ys, *cuts}), ys)


def _anchors(lines: list[list[TextLine]], band: list[int], numeric: list[bool]) -> list[int]:
    """Return the lines of a band that make rows: those with numbers, others a row's height away from them."""
    rows = [k for k in band if numeric[k]]
    if sum(_tabular(lines[k]) for k in rows) < 2:
        return rows[:1] or band[:1]
    pitch = float(np.median(np.diff([_middle(lines[k]) for k in rows])))
    for k in band:
        if not numeric[k] and all(abs(_middle(lines[k]) - _middle(lines[j])) > APART * pitch for j in rows):
            rows.append(k)
    return sorted(rows)


def _has_rules(lines: list[list[TextLine]], body: int, levels: Floats) -> bool:
    """Say whether rulings part the header lines, so that white need not."""
    return body > 0 and bool(((levels > _middle(lines[0])) & (levels < _middle(lines[body - 1]))).any())


def _header_rows(lines: list[list[TextLine]], header: list[int]) -> list[int]:
    """Return the header lines that make rows: a line's height apart. Between them stand headers of both rows."""
    rows: list[int] = []
    for k in header:
        height = max(w.bbox[3] - w.bbox[1] for w in lines[k])
        if not rows or _middle(lines[k]) - _middle(lines[rows[-1]]) > LINE * height:
            rows.append(k)
    return rows


def _cuts(lines: list[list[TextLine]], anchors: list[int]) -> list[float]:
    """Return where rows part: between the lines that make rows, at the widest white."""
    cuts = []
    for a, b in zip(anchors, anchors[1:], strict=False):
        steps = [(min(w.bbox[1] for w in lines[k + 1]) - max(w.bbox[3] for w in lines[k]), k) for k in range(a, b)]
        _, k = max(steps)
        cuts.append((_middle(lines[k]) + _middle(lines[k + 1])) / 2)
    return cuts


def _middle(line: list[TextLine]) -> float:
    return float(np.mean([(w.bbox[1] + w.bbox[3]) / 2 for w in line]))


def _across(region: Region, ys: Floats, xs: Floats, ruled: np.ndarray) -> np.ndarray:
    """Return (n_rows + 1, n_cols): is there a border? One put in is, but where a word stands on it."""
    h, across = region.h, np.ones((len(ys), len(xs) - 1), bool)
    middles = (xs[:-1] + xs[1:]) / 2
    for j in range(1, len(ys) - 1):
        if ruled[j]:
            pieces = h[np.abs(h[:, 0] - ys[j]) <= SAME_EDGE]
            across[j] = ((pieces[:, 1, None] <= middles) & (middles <= pieces[:, 2, None])).any(axis=0)
    for word in region.words:
        x0, y0, x1, y1 = word.bbox
        j = int(np.abs(ys - (y0 + y1) / 2).argmin())
        if 0 < j < len(ys) - 1 and not ruled[j] and abs(ys[j] - (y0 + y1) / 2) < ON_BORDER * (y1 - y0):
            across[j, (xs[:-1] < x1 - 1) & (xs[1:] > x0 + 1)] = False
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
    for k, x in enumerate(xs[1:-1].tolist(), 1):  # where there are upright rulings, they decide
        pieces = region.v[np.abs(region.v[:, 0] - x) <= SAME_EDGE] if len(region.v) else region.v
        if len(pieces):
            middle = (ys[:-1] + ys[1:]) / 2
            there = ((pieces[:, 1, None] <= middle) & (middle <= pieces[:, 2, None])).any(axis=0)
            down[:, k] = there | (down[:, k] & (np.arange(n_rows) >= y_body))
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
