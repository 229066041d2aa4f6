"""Which numbers of a grid are figures: those with decimals or separators, and those in columns of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..amounts import DASHES
from ..knowledge import TABLES, any_of, code_name
from ..readers import Cell, Grid
from ..text import plain, squash

CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
INDEX = re.compile(r"\*+|栏次|行次|序号|\(?\d{1,2}\)?(?:栏|列)?|\d{1,2}[=＝].*|[甲乙丙丁]|[a-zA-Z]")
_NUMBER = re.compile(r"[-+(¥]*\d[\d,]*(?:\.\d+)?[-)]?%?")
_WORD = re.compile(r"[^\W\d_]")
_BARE = re.compile(r"\d{1,11}")
_PRECISE = re.compile(r"(?<![\d.,])(?:[\d,]*\d\.\d+|\d{1,3}(?:,\d{3})+)(?![\d.]|[十百千]?[万亿]?元|%)")
_MONEY = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(?:[十百千]?[万亿]?元(?![/每])|[万亿](?=[,.;:、)]|\Z))")
_DASHES = "".join(DASHES)
_YEAR = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])?")


def is_code(text: str) -> bool:
    """Say whether a cell holds a budget code of 3, 5 or 7 digits.

    >>> is_code("2010301"), is_code(" 30226"), is_code("2024年"), is_code("12")
    (True, True, False, False)
    """
    return bool(CODE.fullmatch(squash(text)))


def is_index(filled: Sequence[str]) -> bool:
    """Say whether the texts of a row only number its columns (``** 1 2 3``, ``栏次 1 2``).

    >>> is_index(["栏次", "1", "2"]), is_index(["301", "5.00"]), is_index(["1", "2", "3"])
    (True, False, True)
    """
    if not filled or not all(INDEX.fullmatch(t) for t in filled):
        return False
    numbers = [int(m[0]) for t in filled if (m := re.search(r"\d{1,2}", t))]
    marked = any(not re.search(r"\d", t) or "=" in t for t in filled)
    counted = bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return not numbers or (len(filled) > 1 and (marked or (counted and numbers[0] < 2)))


def has_words(text: str) -> bool:
    """Say whether a text is words, not only figures, dates and signs.

    >>> has_words("工资福利支出"), has_words("3,643.37"), has_words("--")
    (True, False, False)
    """
    return _WORD.search(text) is not None


def precise(text: str) -> list[str]:
    """Return the numbers of a folded text that have decimals or separators, and no unit behind them.

    >>> precise("其中1,250和3.5"), precise("12.50万元"), precise("2024.01.05")
    (['1,250', '3.5'], [], [])
    """
    return _PRECISE.findall(text) if "." in text or "," in text else []


def money(text: str) -> list[str]:
    """Return the numbers of a folded text that are said to be money; a threshold (50万元以上) is none.

    >>> money("上级补助12.50万元、其他3元"), money("单价50万元以上的设备"), money("2元/人、3万人、5万")
    (['12.50', '3'], [], ['5'])
    """
    if "元" not in text and "万" not in text and "亿" not in text:
        return []
    limit = re.compile(any_of("threshold"))
    return [m[1] for m in _MONEY.finditer(text) if not limit.match(text, m.end())]


def is_number(text: str) -> bool:
    """Say whether a folded text is one number.

    >>> is_number("(1,250)"), is_number("12.5%"), is_number("3人"), is_number("")
    (True, True, False, False)
    """
    return _NUMBER.fullmatch(text) is not None


def figure_cells(grid: Grid, first: int) -> frozenset[tuple[int, int]]:
    """Return where, by row and column, numbers stand below row `first` that are in columns of figures.

    In such a column at least half of the texts are numbers, and these are neither codes nor years, nor do
    they number the rows.

    >>> rows = ("1 增值税 2120301 2", "2 契税 2689300 1", "3 其他 1000000 2")
    >>> cells = [Cell(r, c, t) for r, row in enumerate(rows) for c, t in enumerate(row.split())]
    >>> sorted(figure_cells(Grid(1, 1, 3, 4, tuple(cells)), 1))
    [(1, 2), (1, 3), (2, 2), (2, 3)]
    """
    texts = _bodies(grid, first)
    words = [col for col, found in texts.items() if 2 * sum(has_words(t) for _, t in found) > len(found)]
    left, last = min(words, default=0), max(words, default=0)
    figures: set[tuple[int, int]] = set()
    for col, body in texts.items():
        numbers = [(row, t) for row, t in body if is_number(t)]
        named = col < left or (col + 1 in words and col < last)
        if numbers and 2 * len(numbers) >= len(body) and not _labels([t for _, t in numbers], named):
            figures.update((row, col) for row, _ in numbers)
    return frozenset(figures)


def _bodies(grid: Grid, first: int) -> dict[int, list[tuple[int, str]]]:
    """Return row and folded text of what stands in each column, from its first number on.

    Rows that number the columns are left out, and years above the other numbers are a header.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.row >= first and cell.text:
            rows.setdefault(cell.row, []).append(cell)
    texts: dict[int, list[tuple[int, str]]] = {}
    for r, cells in rows.items():
        row = [plain(c.text) for c in cells]
        for cell, text in zip(cells, row if not is_index(row) else (), strict=False):
            if text.strip(_DASHES):
                texts.setdefault(cell.col, []).append((r, text))
    return {col: _below_header(found) for col, found in texts.items()}


def _below_header(texts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    numbers = [k for k, (_, t) in enumerate(texts) if is_number(t)]
    while len(numbers) > 1 and _YEAR.fullmatch(texts[numbers[0]][1]):
        del numbers[0]
    return texts[numbers[0] :] if numbers else texts


def _labels(numbers: Sequence[str], named: bool) -> bool:
    """Say whether the numbers of a column tell what rows are about; `named`: names follow at the right."""
    if not all(map(_BARE.fullmatch, numbers)):
        return any(len(t) > 11 and t.isdecimal() for t in numbers)
    if all(map(_YEAR.fullmatch, numbers)) or any(t[0] == "0" < t[1:] for t in numbers):
        return True
    values = list(map(int, numbers))
    if len(values) > 2 and all(b == a + 1 for a, b in pairwise(values)):
        return True
    known = sum(is_code(t) and any(code_name(kind, t) for kind in TABLES) for t in numbers)
    if known == len(numbers) > 1:
        return True
    if not named:
        return False
    counts = all(b in (a + 1, 1) for a, b in pairwise([0, *values]))
    return counts or 2 * known > len(numbers) or len(set(map(len, numbers))) == 1
