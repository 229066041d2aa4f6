"""Columns without rulings: where white runs down between words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .arrays import Floats
from .words import Words, middle

MIN_LINES = 3
TIGHT = 1.0  # points: words that overlap by less do not
LETTERSPACE = 3.0  # glyph heights between single characters of one word
ALONE = 1e4  # what it costs to leave numbers without a header, in points of gap
RARE = 0.2  # of the lines: words of fewer lines, without a header, are no column of their own


Extent = tuple[float, float]


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

    def gap(self, other: _Stripe) -> float:
        return max(other.x0 - self.x1, self.x0 - other.x1)


def between_columns(lines: list[Words], body: int, h: Floats) -> list[float]:
    """Return the x between columns.

    What words cover are stripes of x. Words that span columns (names of groups of columns, merged cells) are
    left out first; a header that does not stand right above its numbers is joined to them.

    Parameters
    ----------
    lines : list of lists of words
        From top to bottom.
    body : int
        The first line below the header.
    h : array (k, 3)
        Level rulings: position, from, to.
    """
    spread = [_joined(line) for line in lines]
    alone_too = sum(len(line) > 1 for line in spread) < MIN_LINES  # a word alone in its line says little
    parts = [
        _Stripe(*word, {k}, k < body)
        for k, line in enumerate(spread)
        for word in line
        if (len(line) > 1 or alone_too)
        and not _spans_columns(word, k, spread, body)
        and not _names_group(word, k, lines, spread, body, h)
    ]
    stripes: list[_Stripe] = []
    for part in sorted(parts, key=lambda part: part.x0):
        if stripes and part.x0 < stripes[-1].x1 + TIGHT:
            stripes[-1].join(part)
        else:
            stripes.append(part)
    if body and stripes:
        stripes = _join_rare(_join_headers(stripes), len(lines) - body)
    return [(left.x1 + right.x0) / 2 for left, right in pairwise(stripes)]


def _joined(line: Words) -> list[Extent]:
    """Return the extents of the words of a line; single characters set wide apart (合　计) are one word."""
    spans: list[tuple[float, float, bool]] = []
    for word in line:
        x0, y0, x1, y1 = word.bbox
        single = len(word.text) == 1 and not word.text.isascii()
        if single and spans and spans[-1][2] and x0 - spans[-1][1] < LETTERSPACE * (y1 - y0):
            spans[-1] = (spans[-1][0], x1, True)
        else:
            spans.append((x0, x1, single))
    return [(x0, x1) for x0, x1, _ in spans]


def _spans_columns(word: Extent, k: int, lines: list[list[Extent]], body: int) -> bool:
    """Say whether a word of line `k` lies over several columns: lines have two words or more where it is.

    A word of the header is compared with the lines below it only.
    """
    x0, x1 = word
    one = many = many_in_header = 0
    for j in range(k + 1 if k < body else 0, len(lines)):
        if j != k:
            beside = sum(a < x1 - TIGHT and b > x0 + TIGHT for a, b in lines[j])
            one += beside == 1
            many += beside > 1
            many_in_header += beside > 1 and j < body
    return many_in_header > 0 or many > one


def ruled_within(lines: list[Words], body: int, levels: Floats) -> bool:
    """Say whether rulings at `levels` part the header lines, so that white need not."""
    return body > 0 and bool(((levels > middle(lines[0])) & (levels < middle(lines[body - 1]))).any())


def _names_group(
    word: Extent, k: int, lines: list[Words], spread: list[list[Extent]], body: int, h: Floats
) -> bool:
    """Say whether a header of line `k` names a group: headers below are on both sides of it, none under it.

    Where the header has rulings, one must lie between: else it is a header of several rows' height.
    """
    ruled = len(h) > 0 and ruled_within(lines, body, h[:, 0])
    x = (word[0] + word[1]) / 2
    for j in range(k + 1, body):
        left = any(x1 < word[0] for _, x1 in spread[j])
        right = any(x0 > word[1] for x0, _ in spread[j])
        under = any(x0 < word[1] and x1 > word[0] for x0, x1 in spread[j])
        if left and right and not under:
            between = (h[:, 0] > middle(lines[k])) & (h[:, 0] < middle(lines[j]))
            if not ruled or (between & (h[:, 1] <= x) & (x <= h[:, 2])).any():
                return True
    return False


def _join_headers(stripes: list[_Stripe]) -> list[_Stripe]:
    """Join headers to what stands beside them: numbers set to the right, names set to the left.

    Each header takes one neighbour that shares no line with it, so that as few as possible are left
    without a header and the gaps are small (shortest path from left to right).
    """

    def gap(k: int) -> float:  # to the stripe after; infinite where they may not be joined
        a, b = stripes[k], stripes[k + 1]
        return a.gap(b) if a.headed != b.headed and not a.lines & b.lines else np.inf

    costs = [0.0, np.inf]  # so far: with the last stripe free, with it joined to the one before
    joins: list[list[int]] = [[], []]
    for k in range(len(stripes) - 1):
        alone = ALONE * (not stripes[k].headed)
        free = min((costs[0] + alone, joins[0]), (costs[1], joins[1]), key=lambda choice: choice[0])
        joined = costs[0] + gap(k), [*joins[0], k]
        costs, joins = [free[0], joined[0]], [free[1], joined[1]]
    best = joins[0] if costs[0] + ALONE * (not stripes[-1].headed) <= costs[1] else joins[1]
    merged: list[_Stripe] = []
    for k, stripe in enumerate(stripes):
        if k - 1 in best:
            merged[-1].join(stripe)
        else:
            merged.append(stripe)
    return merged


def _join_rare(stripes: list[_Stripe], n_body: int) -> list[_Stripe]:
    """Join stripes of few words, without a header, to the nearest one that has no word beside them."""
    k = 0
    while k < len(stripes):
        stripe = stripes[k]
        near = [s for s in stripes[max(k - 1, 0) : k] + stripes[k + 1 : k + 2] if not s.lines & stripe.lines]
        if near and not stripe.headed and len(stripe.lines) < RARE * n_body:
            min(near, key=stripe.gap).join(stripe)
            stripes.pop(k)
        else:
            k += 1
    return stripes
