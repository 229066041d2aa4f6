"""Errors and warnings in Chinese: rows of ``errors.csv``, each a sentence with its Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ..language import language
from .data import table

_SLOT = re.compile(r"\{\d\}")


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences of ``errors.csv``, the most telling first."""
    rows = sorted(table("errors"), key=lambda row: -len(_SLOT.sub("", row["en"])))
    pieces = ((_SLOT.split(row["en"]), row["zh"]) for row in rows)
    return tuple((re.compile("(.*?)".join(map(re.escape, piece))), zh) for piece, zh in pieces)


def chinese(text: str, slot: Callable[[str], str] | None = None) -> str:
    """Return a sentence, or a phrase within one, in Chinese; a name of a file, of a column stays as it is.

    >>> chinese("x.pdf: is empty (0 bytes); read the file that it was made from")
    'x.pdf：是空文件（0 字节）；请读取生成它的原文件'
    """
    for pattern, zh in _sentences():
        if found := pattern.fullmatch(text):
            return zh.format(*map(slot or chinese, found.groups()))
    return text


def sentence(text: str) -> str:
    """Return a sentence in the language of now.

    >>> sentence("no crosswalk 'x'; there are cofog")
    "no crosswalk 'x'; there are cofog"
    """
    return text if language() == "en" else "\n".join(map(chinese, text.split("\n")))
