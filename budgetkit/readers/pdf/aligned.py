"""Tables whose rulings are missing, found by how their text is aligned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from .arrays import Bools, Floats
from .columns import between_columns, ruled_within
from .lattice import SAME_EDGE, Lattice, assemble
from .regions import Region, regions
from .words import Count, Words, centre, extent, lines_of, middle, number_words, tabular, whole_words

STACKED, ALIKE = 3, 2  # numbers below each other in a cell from which they are rows; if they are alike
LINE = 0.9  # of the glyph height: header lines nearer than this are parts of one row
APART = 0.75  # of the height of rows: a line this far from every row is a row itself
ON_BORDER = 0.2  # of the glyph height: a word centred this near to a border stands on it
CENTRED = 3.0  # points: columns centred this near to a header word may be what it spans
FUSED = 0.1  # of the numbers: with more of them two to a cell, the columns are wrong


def loose_tables(words: Words, h: Floats) -> list[Lattice]:
    """Return the tables among `words` outside of other tables; `h` are level rulings (k, 3) of none.

    Where numbers stand in columns but no ruling parts them, rulings are put in: upright ones where white
    space runs down between words, level ones between the lines that hold numbers. From there on the table
    is one like any other. Prose has no such columns, so it stays prose.

    First those of amounts; where there are none, those of small whole numbers.
    """
    for count in (number_words, whole_words):
        found = [_complete(region, count=_counted(region, count)) for region in regions(words, h, count)]
        if any(found):
            return [lattice for lattice in found if lattice]
    return []


def _counted(region: Region, count: Count) -> Count:
    """Return what counts as a number in a region: any one where no line has amounts."""
    return count if any(tabular(line, count) for line in region.lines) else whole_words


def refined(
    lattice: Lattice, words: Callable[[], Words], texts: list[str], h: Floats, v: Floats
) -> Lattice | None:
    """Return `lattice` with the rulings it lacks put in; None where its cells hold one number each.

    `words` returns those within it, `texts` are the texts of its cells, `h` and `v` the rulings of the page.
    """
    spaced = [text for text in texts if " " in text]
    beside = sum(any(number_words(line) > 1 for line in text.split("\n")) for text in spaced)
    spans = zip(lattice.spans, texts, strict=True)
    kinds = [((r, rs), _stacked(text)) for (r, _, rs, _), text in spans if "\n" in text]
    amounts = {row for row, kind in kinds if kind == "amounts"}
    stacked = Counter(row for row, kind in kinds if kind == "amounts" or (kind and row in amounts))
    if beside < 2 and max(stacked.values(), default=0) < 2:
        return None
    x0, y0, x1, y1 = lattice.bbox
    h = h[(h[:, 0] >= y0 - SAME_EDGE) & (h[:, 0] <= y1 + SAME_EDGE) & (h[:, 2] > x0) & (h[:, 1] < x1)]
    v = v[(v[:, 0] >= x0 - SAME_EDGE) & (v[:, 0] <= x1 + SAME_EDGE) & (v[:, 2] > y0) & (v[:, 1] < y1)]
    return _complete(Region(lines_of(words()), h, v, lattice.bbox), add_columns=beside > 1)


def _stacked(text: str) -> str:
    """Say what a cell holds below each other, each whole and not one number wrapped: amounts or codes."""
    lines = text.split("\n")
    numbers = [line for line in lines if number_words(line)]
    decimals = {len(line.partition(".")[2]) for line in numbers}
    if len(decimals) != 1:
        return ""
    if min(decimals) > 1 and len(numbers) == len(lines) >= ALIKE:
        return "amounts"
    if len(numbers) >= STACKED and decimals != {0}:
        return "amounts"
    alike = len({len(line) for line in lines}) == 1 and len(lines[0]) > 4
    return "codes" if alike and len(numbers) == len(lines) >= ALIKE else ""


def _complete(region: Region, add_columns: bool = True, count: Count = number_words) -> Lattice | None:
    """Put in the rulings that `region` lacks; None where its words do not stand in columns."""
    lines = region.lines
    if len(lines) < 2:
        return None
    numeric = [any(count(word.text) for word in line) for line in lines]
    body = _header_end(region, numeric)
    x0, y0, x1, y1 = region.box
    columns = between_columns(lines, body, region.h) if add_columns else []
    columns = [x for x in columns if not len(region.v) or np.abs(region.v[:, 0] - x).min() > 2 * SAME_EDGE]
    xs = _distinct(x0, x1, [*region.v[:, 0].tolist(), *columns])
    ruled_ys = _distinct(y0, y1, region.h[:, 0].tolist())
    ys = np.sort(np.concatenate((ruled_ys, _row_cuts(region, numeric, body, ruled_ys, count))))
    if len(xs) < 3 or len(ys) < 3:
        return None
    across = _across(region, xs, ys, np.isin(ys, ruled_ys))
    first_row = max(int(np.searchsorted(ys, middle(lines[body]))) - 1, 0) if body < len(lines) else 0
    lattice = assemble(xs, ys, across, _down(region, xs, ys, across, first_row))
    return replace(lattice, engine="text") if lattice and not _fuses(lattice, region.words, count) else None


def _distinct(first: float, last: float, between: list[float]) -> Floats:
    """Return all borders from `first` to `last`, those that lie as good as on another left out."""
    borders = [first]
    for value in sorted(between):
        if value > borders[-1] + SAME_EDGE and value < last - SAME_EDGE:
            borders.append(value)
    return np.array([*borders, last])


def _fuses(lattice: Lattice, words: Words, count: Count) -> bool:
    """Say whether numbers side by side are in one cell: then the columns found are wrong."""
    numbers = [word for word in words if count(word.text)]
    if not numbers:
        return False
    x, y = np.array([centre(word) for word in numbers]).T
    col = np.clip(np.searchsorted(lattice.xs, x) - 1, 0, len(lattice.xs) - 2)
    row = np.clip(np.searchsorted(lattice.ys, y) - 1, 0, len(lattice.ys) - 2)
    cells = Counter(zip(lattice.owner[row, col].tolist(), [word.base for word in numbers], strict=True))
    return sum(n for n in cells.values() if n > 1) > FUSED * len(numbers)


def _header_end(region: Region, numeric: list[bool]) -> int:
    """Return the first line of the body: with a number, or, without any, below the first whole ruling."""
    if True in numeric:
        return numeric.index(True)
    x0, y0, x1, y1 = region.box
    inner = region.h[(region.h[:, 0] > y0 + SAME_EDGE) & (region.h[:, 0] < y1 - SAME_EDGE)]
    whole = inner[inner[:, 2] - inner[:, 1] > 0.95 * (x1 - x0), 0]
    return sum(middle(line) < whole.min() for line in region.lines) if len(whole) else 0


def _row_cuts(region: Region, numeric: list[bool], body: int, ys: Floats, count: Count) -> list[float]:
    """Return where rows part between the rulings `ys`: at the widest white between lines that make rows."""
    lines, cuts = region.lines, []
    by_white = not ruled_within(lines, body, region.h[:, 0])
    for top, bottom in pairwise(ys.tolist()):
        band = [k for k, line in enumerate(lines) if top <= middle(line) < bottom]
        header = [k for k in band if k < body]
        rows = _header_rows(lines, header) if by_white else header[-1:]
        rows += _body_rows(lines, [k for k in band if k >= body], numeric, count)
        for a, b in pairwise(rows):
            steps = [(extent(lines[k + 1])[1] - extent(lines[k])[3], k) for k in range(a, b)]
            k = max(steps)[1]
            cuts.append((middle(lines[k]) + middle(lines[k + 1])) / 2)
    return cuts


def _header_rows(lines: list[Words], header: list[int]) -> list[int]:
    """Return the header lines that make rows: a line's height apart. Between them stand headers of both."""
    rows: list[int] = []
    for k in header:
        height = max(w.bbox[3] - w.bbox[1] for w in lines[k])
        if not rows or middle(lines[k]) - middle(lines[rows[-1]]) > LINE * height:
            rows.append(k)
    return rows


def _body_rows(lines: list[Words], band: list[int], numeric: list[bool], count: Count) -> list[int]:
    """Return the lines of a band that make rows: those with numbers, others a row's height away from them."""
    rows = [k for k in band if numeric[k]]
    if sum(tabular(lines[k], count) for k in rows) < 2:
        return rows[:1] or band[:1]
    pitch = float(np.median(np.diff([middle(lines[k]) for k in rows])))
    rows += [
        k
        for k in band
        if not numeric[k] and all(abs(middle(lines[k]) - middle(lines[j])) > APART * pitch for j in rows)
    ]
    return sorted(rows)


def _ruled(rules: Floats, position: float, places: Floats) -> Bools:
    """Return at which of the `places` a ruling at `position` runs."""
    pieces = rules[np.abs(rules[:, 0] - position) <= SAME_EDGE]
    return np.logical_or.reduce((pieces[:, 1, None] <= places) & (places <= pieces[:, 2, None]), axis=0)


def _across(region: Region, xs: Floats, ys: Floats, ruled: Bools) -> Bools:
    """Return (n_rows + 1, n_cols): is there a border? One put in is, but where a word stands on it."""
    across = np.ones((len(ys), len(xs) - 1), bool)
    for j in range(1, len(ys) - 1):
        if ruled[j]:
            across[j] = _ruled(region.h, float(ys[j]), (xs[:-1] + xs[1:]) / 2)
    for word in region.words:
        x0, y0, x1, y1 = word.bbox
        off = np.abs(ys - (y0 + y1) / 2)
        j = int(off.argmin())
        if 0 < j < len(ys) - 1 and not ruled[j] and off[j] < ON_BORDER * (y1 - y0):
            across[j, (xs[:-1] < x1 - 1) & (xs[1:] > x0 + 1)] = False
    return across


def _down(region: Region, xs: Floats, ys: Floats, across: Bools, body: int) -> Bools:
    """Return (n_rows, n_cols + 1): a border wherever no word of the row lies across it.

    In the header (rows above `body`), a column without a word of its own belongs to the word beside it
    that would then be centred.
    """
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    down, filled = np.ones((n_rows, n_cols + 1), bool), np.zeros((n_rows, n_cols), bool)
    spans: list[tuple[int, int, int, float]] = []
    for word in region.words:
        x, y = centre(word)
        r = min(max(int(np.searchsorted(ys, y)) - 1, 0), n_rows - 1)
        first = min(max(int(np.searchsorted(xs, word.bbox[0] + 1)) - 1, 0), n_cols - 1)
        last = min(max(int(np.searchsorted(xs, word.bbox[2] - 1)) - 1, first), n_cols - 1)
        down[r, first + 1 : last + 1] = False
        filled[r, first : last + 1] = True
        spans.append((r, first, last, x))
    for k in range(1, n_cols):  # where there are upright rulings, they decide
        if (np.abs(region.v[:, 0] - xs[k]) <= SAME_EDGE).any():
            there = _ruled(region.v, float(xs[k]), (ys[:-1] + ys[1:]) / 2)
            down[:, k] = there | (down[:, k] & (np.arange(n_rows) >= body))
    for r in range(n_rows - 1):  # a cell that spans rows is filled in all of them
        filled[r + 1] |= ~across[r + 1] & filled[r]
    for r in range(n_rows - 2, -1, -1):
        filled[r] |= ~across[r + 1] & filled[r + 1]
    for r, first, last, x in sorted(span for span in spans if span[0] < body):
        a, b = _widened(first, last, x, xs, filled[r])
        down[r, a + 1 : b + 1] = False
        filled[r, a : b + 1] = True
    return down


def _widened(first: int, last: int, x: float, xs: Floats, filled: Bools) -> tuple[int, int]:
    """Return the columns of a header word at `x`: its own, and empty ones beside it that it centres."""
    a, b = first, last
    while a > 0 and not filled[a - 1]:
        a -= 1
    while b < len(filled) - 1 and not filled[b + 1]:
        b += 1
    choices = [(i, j) for i in range(a, first + 1) for j in range(last, b + 1)]
    off = {ij: abs((xs[ij[0]] + xs[ij[1] + 1]) / 2 - x) for ij in choices}
    near = min(off.values()) + CENTRED
    return max((ij for ij in choices if off[ij] <= near), key=lambda ij: ij[1] - ij[0])
