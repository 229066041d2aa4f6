"""What an error says, in Chinese."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import BudgetkitError, UnbalancedError
from ..knowledge import chinese, said


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
    没有引擎 'guess'；请从 rulings, camelot, scan, both 中选择
    """
    first, *more = (error.en if isinstance(error, BudgetkitError) else str(error)).split("\n")
    slot = _check if isinstance(error, UnbalancedError) else None  # its first line names documents
    return "\n".join([_line(first, None), *(_line(line, slot) for line in more)])


def _line(line: str, slot: Callable[[str], str] | None) -> str:
    text = line.lstrip()
    return line[: len(line) - len(text)] + chinese(text, slot)


def _check(text: str) -> str:
    return said(text, "zh")
