"""Words and lines of words, as evidence for tables whose rulings are missing."""

from __future__ import annotations

import re

import numpy as np

from .glyphs import TextLine

Words = list[TextLine]


WORD_GAP = 0.4  # glyph heights of white between two words
_AMOUNT = re.compile(r"(?<!\S)[-－]?(?:\d{1,3}(?:[,，]\d{3})+|\d{4,}|\d+(?=\.))(?:\.\d+)?[%％]?(?!\S)")


def number_words(text: str) -> int:
    """Return how many words of `text` are amounts: ``1,137.10`` or ``367.10``, not ``3``.

    >>> number_words("合计 1,137.10 367.10"), number_words("1 2 3"), number_words("增加1,137.10万元")
    (2, 0, 0)
    """
    return len(_AMOUNT.findall(text))


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


def tabular(line: Words) -> bool:
    """Say whether a line holds two amounts or more that stand by themselves."""
    return sum(number_words(word.text) == 1 for word in line) >= 2
