"""What an error says, in Chinese: rows of ``errors.csv``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ..errors import UnbalancedError
from ..knowledge import table
from .words import said

_SLOT = re.compile(r"\{\d\}")


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences of ``errors.csv``, the most telling first."""
    rows = sorted(table("errors"), key=lambda row: -len(_SLOT.sub("", row["en"])))
    pieces = ((_SLOT.split(row["en"]), row["zh"]) for row in rows)
    return tuple((re.compile("(.*?)".join(map(re.escape, piece))), zh) for piece, zh in pieces)


def error_words(error: Exception) -> str:
    """Say in Chinese what an error says; also ``error.zh``. A line that has no Chinese stays as it is.

    Parameters
    ----------
    error : Exception
        Of this package, or any other.

    Examples
    --------
    >>> import budgetkit as bk
    >>> try:
    ...     bk.read("nowhere.pdf", engine="guess")
    ... except bk.BudgetkitError as error:
    ...     print(error.zh)
    没有引擎 'guess'；请从 rulings, camelot, both 中选择
    """
    first, *more = str(error).split("\n")
    slot = _check if isinstance(error, UnbalancedError) else _phrase  # its first line names documents
    return "\n".join([_line(first, _phrase), *(_line(line, slot) for line in more)])


def _line(line: str, slot: Callable[[str], str]) -> str:
    text = line.lstrip()
    for pattern, zh in _sentences():
        if found := pattern.fullmatch(text):
            return line[: len(line) - len(text)] + zh.format(*map(slot, found.groups()))
    return line


def _phrase(text: str) -> str:
    """Return a phrase within a sentence in Chinese; the name of a file, of a column, … stays as it is."""
    for pattern, zh in _sentences():
        if found := pattern.fullmatch(text):
            return zh.format(*map(_phrase, found.groups()))
    return text


def _check(text: str) -> str:
    return said(text, "zh")
