"""Words and lines of words, as evidence for tables whose rulings are missing."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from .glyphs import TextLine

Words = list[TextLine]


WORD_GAP = 0.4  # glyph heights of white between two words
_AMOUNT = re.compile(r"(?<!\S)[-－]?(?:\d{1,3}(?:[,，]\d{3})+|\d{4,}|\d+(?=\.))(?:\.\d+)?[%％]?(?!\S)")


_WHOLE = re.compile(r"(?<!\S)[-－]?\d[\d,，]*(?:\.\d+)?[%％]?(?!\S)")


def number_words(text: str) -> int:
    """Return how many words of `text` are amounts: ``1,137.10`` or ``367.10``, not ``3``.

    >>> number_words("合计 1,137.10 367.10"), number_words("1 2 3"), number_words("增加1,137.10万元")
    (2, 0, 0)
    """
    return len(_AMOUNT.findall(text))


def whole_words(text: str) -> int:
    """Return how many words of `text` are numbers of any kind: ``3`` and ``1,137.10``, not ``3月``.

    >>> whole_words("合计 345 245 100"), whole_words("1.总则 3")
    (3, 1)
    """
    return len(_WHOLE.findall(text))


Count = Callable[[str], int]
"""How many words of a text are numbers."""


def lines_of(words: Words) -> list[Words]:
    """Return the lines that `words` make, from top to bottom, each from left to right."""
    by_base: dict[int, Words] = {}
    for word in words:
        by_base.setdefault(word.base, []).append(word)
    lines = [sorted(line, key=lambda w: w.bbox[0]) for line in by_base.values()]
    return sorted(lines, key=lambda line: line[0].bbox[1])


def centre(word: TextLine) -> tuple[float, float]:
    """Return the middle of a word."""
    x0, y0, x1, y1 = word.bbox
    return (x0 + x1) / 2, (y0 + y1) / 2


def middle(line: Words) -> float:
    """Return the height at which a line stands."""
    return float(np.mean([centre(word)[1] for word in line]))


def extent(words: Words) -> tuple[float, float, float, float]:
    """Return the box around all words."""
    boxes = np.array([word.bbox for word in words])
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    return x0, y0, x1, y1


def tabular(line: Words, count: Count = number_words) -> bool:
    """Say whether a line holds two numbers or more that stand by themselves."""
    return sum(count(word.text) == 1 for word in line) >= 2
