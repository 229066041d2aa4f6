"""What typesetting does to text: white space, markers, margins, lines cut in two."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..readers import Grid, Line, Page
from ..text import tidy

_WRAPPED = 0.8
"""A line at least this wide, measured against the widest of its page, reaches the margin."""


def _width(line: Line) -> float:
    if line.bbox:
        return line.bbox[2] - line.bbox[0]
    return float(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in tidy(line.text)))


class Margins:
    """Where the prose of a page begins and ends, and what that says of a line."""

    def __init__(self, page: Page) -> None:
        lines = [x for x in page.lines if len(x.text) > 12]
        boxes = [x.bbox for x in lines if x.bbox]
        self.right = max((b[2] for b in boxes), default=0.0)
        lefts = Counter(round(b[0]) for b in boxes)
        self.left = min((x for x, n in lefts.items() if n * 8 >= len(boxes)), default=0)
        widths = sorted(map(_width, lines))
        self.widest = widths[len(widths) * 9 // 10] if len(widths) > 9 else max(widths, default=0.0)
        full = sum(_width(x) >= _WRAPPED * self.widest for x in lines)
        self.wrapped = bool(boxes) or (full >= 4 and full * 3 >= len(lines) and self.widest <= 200)

    def reaches(self, line: Line) -> bool:
        """Tell whether a line reaches the right margin, so that its text may go on below."""
        if line.bbox:
            return line.bbox[2] >= self.right - 2.2 * em(line)
        return self.wrapped and _width(line) >= _WRAPPED * self.widest


class _Units(dict[str, int]):
    """The width of each character in halves of a Chinese one, looked up once."""

    def __missing__(self, char: str) -> int:
        width = self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_UNITS = _Units()


def em(line: Line) -> float:
    """Return the width of a Chinese character in a line, in points."""
    units = sum(map(_UNITS.__getitem__, line.text)) or 1
    return 2 * _width(line) / units


def join_rows(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """Join lines that stand side by side: a change of font can cut a printed line in two."""
    out: list[Line | Grid] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Line) and isinstance(last, Line) and _beside(last, block):
            box = (last.bbox or ())[:2] + (block.bbox or ())[2:]
            out[-1] = replace(last, text=f"{last.text} {block.text}", bbox=(box[0], box[1], box[2], box[3]))
        else:
            out.append(block)
    return out


def _beside(left: Line, right: Line) -> bool:
    if not (left.bbox and right.bbox) or left.level or right.level:
        return False
    a, b = left.bbox, right.bbox
    overlap = min(a[3], b[3]) - max(a[1], b[1])
    return overlap > 0.6 * min(a[3] - a[1], b[3] - b[1]) and -2 <= b[0] - a[2] < 2 * em(right)
