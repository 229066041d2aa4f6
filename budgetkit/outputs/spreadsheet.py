"""Tables as Excel opens them rightly from a CSV file: codes keep their digits, no text is a formula."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

_WORDS = re.compile(r"(?:true|false|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W*\d)", re.I)
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
PIECE, LONGEST = 120, 8_000
"""Characters of a text in a formula: of one piece (Excel allows 255, and a quotation mark is two), of all."""
DIGITS = 15
"""Digits of a number that Excel keeps."""


def quoted(text: str) -> str:
    """Return a text as a CSV file has to have it so that Excel shows it and takes it for nothing else.

    A text that begins with a letter stays as it is; any other, such as a code or one that begins with ``=``,
    becomes ``="…"``, which Excel shows as the text in quotation marks.

    >>> quoted("2010301"), quoted("=1+1"), quoted("办公费"), quoted("3月"), quoted('"a"')
    ('="2010301"', '="=1+1"', '办公费', '="3月"', '="\"\"a\"\""')
    >>> quoted("May 2024"), quoted("TRUE"), quoted("")
    ('="May 2024"', '="TRUE"', '')
    """
    if not text or (_LETTER.match(text) and not _WORDS.match(text)):
        return text
    if len(text) > LONGEST:  # a formula holds no more: an apostrophe before it
        return "'" + text
    pieces = [text[i : i + PIECE].replace('"', '""') for i in range(0, len(text), PIECE)]
    return "=" + "&".join(f'"{piece}"' for piece in pieces)


def for_excel(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its texts, and numbers of more digits than Excel keeps, as :func:`quoted`.

    >>> for_excel(pd.DataFrame({"code": pd.array(["0501"], "string"), "fen": pd.array([5], "Int64")}))
          code fen
    0  ="0501"   5
    """
    return table.apply(lambda column: column.map(_value).astype(object))


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return quoted(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return quoted(str(value)) if whole and len(str(abs(value))) > DIGITS else value
