"""One sheet as its program shows it: texts with their places, borders, merged and hidden cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..pages import UNSEEN
from .number_format import FormatError, Value, shown

ERROR = "an error value of the workbook"
NO_VALUE = "a formula without a saved value"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d*)?")
_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")  # half a pair of UTF-16 is no character

Place = tuple[int, int]
"""Row and column, from 0."""


class TooWide(Exception):
    """A sheet, by its name, spans more cells than any disclosure has."""


class Spot(NamedTuple):
    """What a cell shows; what is said beside it; why the text may not be what is seen (as in ``Cell``)."""

    text: str
    note: str = ""
    doubt: str = ""


@dataclass
class Sheet:
    """What a workbook holds on one sheet.

    ``ruled`` are the cells with a border at their left or right, ``merged`` the first and last row and column
    of merged cells; ``remarks`` and ``unseen`` become those of the page. A place is (row, column), from 0.
    """

    name: str
    spots: dict[Place, Spot] = field(default_factory=dict)
    ruled: set[Place] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    hidden: bool = False
    remarks: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def ref(self, row: int, col: int) -> str:
        """Return the name of a cell, as formulas write it."""
        return f"{self.name}!{letters(col)}{row + 1}" if self.name else f"{letters(col)}{row + 1}"

    def put(self, place: Place, spot: Spot, written: str = "") -> None:
        """Keep what a cell shows; `written` is what it holds and its format does not show."""
        if any(map(str.isdigit, written)):
            self.remarks.append(f"{self.ref(*place)} holds {written}, which its number format does not show")
        if spot.text or spot.doubt:
            self.spots[place] = spot


class Look(NamedTuple):
    """What the style of a cell says: a border at its side; struck out; written in white on white."""

    ruled: bool = False
    struck: bool = False
    white: bool = False

    def of(self, spot: Spot, comment: str = "") -> Spot:
        """Return what a cell of this look shows; a comment goes beside it."""
        if self.struck and spot.text:
            spot = Spot("", spot.text, f"{spot.text} is struck out")
        elif self.white and spot.text:
            spot = spot._replace(doubt=spot.doubt or UNSEEN)
        return spot._replace(note=" ".join(f"{spot.note} {comment}".split())) if comment.strip() else spot


def letters(col: int) -> str:
    """Return the name of a column.

    >>> letters(0), letters(25), letters(26), letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def ranges(numbers: Iterable[int], name: Callable[[int], str] = lambda n: str(n + 1)) -> str:
    """Return numbers of rows (from 0) as they are counted on the sheet, or columns by their letters.

    >>> ranges({4, 6, 7, 8}), ranges({2, 3}, letters)
    ('5, 7-9', 'C-D')
    """
    runs: list[list[int]] = []
    for n in sorted(numbers):
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(name(a) if a == b else f"{name(a)}-{name(b)}" for a, b in runs)


def clean(text: str) -> str:
    """Return a text without what has no width, its lines stripped.

    >>> clean(" 合计_x000D_\\n 甲\\u200b ")
    '合计\\n甲'
    """
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    text = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff\0]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.strip() for line in text.strip().split("\n"))


@lru_cache(maxsize=20_000, typed=True)  # True is 1, and shown otherwise
def spot(value: Value, code: str) -> tuple[Spot, str]:
    """Return what a cell shows for a value in a number format, and the value if nothing of it is to be seen.

    More decimals than are shown are kept in the note: what is printed is what is shown.

    >>> spot(155.0437, "0.00")
    (Spot(text='155.04', note='stored as 155.0437', doubt=''), '')
    >>> spot(-5, "0.00;;")
    (Spot(text='', note='', doubt=''), '-5')
    """
    try:
        text = clean(shown(value, code))
    except (FormatError, OverflowError) as error:
        return Spot(clean(str(value)), doubt=f"a number format that is not understood: {error}"), ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Spot(text), "" if text or not isinstance(value, str) else clean(value)
    exact = Decimal(f"{value:.15g}")
    found = _NUMBER.search(text)
    if not found:
        return Spot(text), f"{exact:f}" if exact else ""
    same = Decimal(found[0].replace(",", "")) == abs(exact)
    special = "%" in text or "E" in text or len(_NUMBER.findall(text)) > 1
    return Spot(text, "" if same or special else f"stored as {exact:f}"), ""
