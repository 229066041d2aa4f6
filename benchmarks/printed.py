"""The numbers of a page, from its raw text layer alone: what the corpus benchmark counts.

An amount with decimals is one that no unit follows, on a page with at least six of them. A whole number counts
where it has separators, or where it stands in a column: by itself in its line or set apart in it, with two
others whose left or right edges or whose middles are above or below its own. Years, numbers that count the
rows, and codes are no amounts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium

AMOUNT = re.compile(r"\d[\d,，]*\.\d+(?!\s*[万亿元%％年]|\d)")
LEAST = 6
_GROUPED = re.compile(r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3})+(?![\d.,，]|\s*[十百千万亿元人个%％])")
_ALONE = re.compile(r"(?<!\S)-?(\d[\d,]*(?:\.\d+)?)(?!\S)")
_YEAR = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])?")
_BLANK = re.compile(r"\s*")
_NEAR, _COLUMN = 2.0, 3


class Word(NamedTuple):
    """A number that stands by itself, its left and right edge, and how high it stands."""

    text: str
    x0: float
    x1: float
    y: float


def digits(text: str) -> str:
    """Return a number without separators."""
    return text.replace(",", "").replace("，", "")


def printed_amounts(path: Path) -> dict[int, tuple[Counter[str], Counter[str]]]:
    """Return of each page the amounts with decimals, and the whole numbers."""
    pdf = pdfium.PdfDocument(path)
    pages = {}
    for number in range(1, len(pdf) + 1):
        page = pdf[number - 1]
        layer = page.get_textpage()
        text = layer.get_text_range()
        decimals = Counter(digits(m) for m in AMOUNT.findall(text))
        if decimals.total() < LEAST:
            decimals = Counter()
        grouped = Counter(digits(m) for m in _GROUPED.findall(text))
        pages[number] = decimals, grouped | Counter(_in_columns(list(_words(layer, text))))
        layer.close()
        page.close()
    pdf.close()
    return pages


def _words(layer: pdfium.PdfTextPage, text: str) -> Iterator[Word]:
    """Yield the numbers that stand by themselves, with their places."""
    found = list(_ALONE.finditer(text))
    if len(found) < _COLUMN or layer.count_chars() != len(text):
        return
    for m in found:
        first, last = layer.get_charbox(m.start(1)), layer.get_charbox(m.end(1) - 1)
        word = Word(m[1], first[0], last[2], (first[1] + first[3]) / 2)
        start = max(0, m.start() - 9)
        around = start + len(text[start : m.start()].rstrip()) - 1, _BLANK.match(text, m.end()).end()
        height = first[3] - first[1]
        if word.x0 <= word.x1 and not any(_touches(layer, text, at, word, height) for at in around):
            yield word


def _touches(layer: pdfium.PdfTextPage, text: str, at: int, word: Word, height: float) -> bool:
    """Say whether a character stands so near to a number that both are one text."""
    if not 0 <= at < len(text):
        return False
    x0, y0, x1, y1 = layer.get_charbox(at)
    gap = max(x0 - word.x1, word.x0 - x1)
    return abs((y0 + y1) / 2 - word.y) < height and gap < height


def _in_columns(words: Sequence[Word]) -> Iterator[str]:
    """Yield the whole numbers without separators that stand in columns of figures."""
    index = _index(words)
    words = [w for w in words if w not in index]
    columns: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for w in words:
        for edge, x in enumerate((w.x0, w.x1, (w.x0 + w.x1) / 2)):
            columns[edge, round(x / _NEAR)].append(w)
    best: dict[Word, list[Word]] = {}
    for (edge, x), here in columns.items():
        near = [*here, *columns.get((edge, x + 1), ())]
        for w in near:
            if len(near) > len(best.get(w, ())):
                best[w] = near
    for w, column in best.items():
        if w.text.isdecimal() and len(column) >= _COLUMN and _figures(w, column):
            yield w.text


def _index(words: Sequence[Word]) -> set[Word]:
    """Return the numbers of the rows that number the columns: 1, 2, 3 from left to right."""
    lines: dict[int, list[Word]] = defaultdict(list)
    for w in words:
        lines[round(w.y / _NEAR)].append(w)
    found: set[Word] = set()
    for line in lines.values():
        numbers = [int(w.text) if w.text.isdecimal() else -1 for w in sorted(line, key=lambda w: w.x0)]
        if len(line) > 1 and all(0 < a < b < 40 for a, b in pairwise(numbers)):
            found.update(line)
    return found


def _figures(word: Word, column: Sequence[Word]) -> bool:
    """Say whether a number in a column is a figure: no year, code or number of a row."""
    texts = [w.text for w in sorted(column, key=lambda w: -w.y)]
    if _YEAR.fullmatch(word.text) or word.text[0] == "0" < word.text[1:] or len(word.text) > 11:
        return False
    if any(re.fullmatch("0[1-9]", t) for t in texts):
        return False  # the last digits of codes
    wholes = [int(t) for t in texts if t.isdecimal()]
    steps = {b - a for a, b in pairwise(wholes)}
    if len(wholes) == len(texts) and (len(steps) == 1 or (min(steps) > 0 and wholes[-1] < 1000)):
        return False  # beside a chart, or the pages of contents
    counted = sum(b == a + 1 for a, b in pairwise(wholes))
    coded = sum(t.isdecimal() and len(t) in (2, 3, 5, 6, 7) for t in texts)
    if 2 * counted >= len(wholes) - 1:
        return False
    mixed = any("." in t or "," in t for t in texts)
    return mixed or 5 * coded < 4 * len(texts) or len({t[:1] for t in texts}) > 3
