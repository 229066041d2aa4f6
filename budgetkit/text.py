"""Printed text made comparable: white space, width, numbering, list markers."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

LONGEST = 20_000
"""Characters that a line, a cell or a paragraph may have; what is longer is not read but said."""

_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=1 << 15)
def squash(text: str) -> str:
    """Return `text` without any white space.

    >>> squash("一般公共预算\\n 拨款收入")
    '一般公共预算拨款收入'
    """
    return _SPACE.sub("", text)


_FOLD = str.maketrans(
    "（）【】［］：；，．“”‘’＂％＋－—–·•０１２３４５６７８９〇",
    '()[][]:;,.""\'\'"%+---..01234567890',
)


_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.](?!\d)|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|\d{1,2}[、.](?!\d)|第[一二三四五六七八九十]{1,3}部分:?)"
)


@lru_cache(maxsize=1 << 15)
def plain(text: str) -> str:
    """Fold a printed label for comparison: no white space, half-width punctuation.

    >>> plain("因公出国（境） 费")
    '因公出国(境)费'
    """
    return squash(text).translate(_FOLD)


def is_note(text: str) -> bool:
    """Say whether a text is a note to a table (备注, 注, 说明 with a colon).

    >>> is_note("备注：本表无数据"), is_note("备注")
    (True, False)
    """
    return plain(text).startswith(("备注:", "注:", "说明:"))


def unnumbered(text: str) -> tuple[str, str]:
    """Split leading numbering from a folded label.

    >>> unnumbered("一、本年收入"), unnumbered("(二)上年结转"), unnumbered("其中:基金")
    (('一、', '本年收入'), ('(二)', '上年结转'), ('', '其中:基金'))
    """
    match = _NUMBERING.match(text)
    return (match[0], text[match.end() :]) if match else ("", text)


_MARKERS = (
    re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章|节)[：:]?"),
    re.compile(r"[一二三四五六七八九十]{1,3}(?:[、．]|\.(?!\d))"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][、.．]?"),
    re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))"),
    re.compile(r"[（(]\d{1,2}[）)]"),
    re.compile(r"[①-⑳]"),
)


def tidy(text: str) -> str:
    """Drop the white space that justified typesetting puts between Chinese characters and digits.

    A space between two words in Latin letters stays, and so does one between two numbers.

    >>> tidy("2 0 2 4 年 预算 1,137.1 万元"), tidy("PPP project A 12 15")
    ('2024年预算1,137.1万元', 'PPP project A12 15')
    """
    words = text.split()
    out = words[:1]
    for before, after in pairwise(words):
        latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
        digits = before[-1].isdigit() and after[0].isdigit() and len(before) > 1 and len(after) > 1
        out.append((" " if latin or digits else "") + after)
    return "".join(out)


def marker(text: str) -> tuple[int, str]:
    """Return rank (0 outermost) and text of the list or section marker a line starts with.

    >>> marker("（一）收入预算"), marker("2024年预算"), marker("3.5万元")
    ((2, '（一）'), (-1, ''), (-1, ''))
    """
    for rank, pattern in enumerate(_MARKERS):
        if match := pattern.match(text):
            return rank, match[0]
    return -1, ""


_WIDTH = str.maketrans("０１２３４５６７８９．％();:－−﹣", "0123456789.%（）；：---")


_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")


def fold(text: str) -> str:
    """Fold full-width digits and half-width punctuation, character by character (offsets hold).

    >>> fold("预算１,137.1万元,其中:基本支出")
    '预算1,137.1万元，其中：基本支出'
    """
    return _COMMA.sub("，", text.translate(_WIDTH))
