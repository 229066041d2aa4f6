"""What the package knows about forms, headers, words and codes: rows of ``budgetkit/data/*.csv``.

Code never decides by a place, a file or a page; it looks a text up here. Every row names its
source, and tests hold the tables together in both directions.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

from .amounts import squash
from .errors import KnowledgeError

__all__ = ["Words", "frame_fields", "is_note", "plain", "table", "words"]

_FOLD = str.maketrans(
    "（）【】［］：；，．“”‘’＂％＋－—–·•０１２３４５６７８９〇",
    '()[][]:;,.""\'\'"%+---..01234567890',
)
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.](?!\d)|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|\d{1,2}[、.](?!\d)|第[一二三四五六七八九十]{1,3}部分)"
)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``budgetkit/data/<name>.csv`` as dicts of text.

    Raises
    ------
    KnowledgeError
        There is no such table.

    Examples
    --------
    >>> table("forms")[0]["slug"]
    'dept_summary'
    """
    path = files("budgetkit") / "data" / f"{name}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KnowledgeError(f"budgetkit/data has no table {name}.csv") from error
    return tuple(csv.DictReader(text.splitlines()))


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


FILLER = r"(?:其中:|当年|本年|年度|财政|预算|拨款|安排|收入|支出|资金|经费|补助|费用|费|款|的|数)*"
"""Words that vary around a header's meaning without changing it; ``~`` in a pattern stands for them."""


class Words:
    """A table of patterns, looked up by whole label; the first row that fits wins.

    Parameters
    ----------
    name : str
        A table with a ``pattern`` column: a regular expression that must fit the whole folded label
        (``~`` in it stands for :data:`FILLER`), and, where present, a ``forms`` column: the slugs
        for which the row holds (empty: all).
    """

    def __init__(self, name: str) -> None:
        self.rows = table(name)
        self._compiled = [
            (re.compile(row["pattern"].replace("~", FILLER)), frozenset(row.get("forms", "").split()), row)
            for row in self.rows
        ]
        self._memo: dict[tuple[str, str], dict[str, str] | None] = {}

    def find(self, label: str, form: str = "") -> dict[str, str] | None:
        """Return the first row whose pattern fits the whole `label`, or None."""
        key = (label, form)
        if key not in self._memo:
            self._memo[key] = next(
                (
                    row
                    for pattern, forms, row in self._compiled
                    if (not forms or form in forms) and pattern.fullmatch(label)
                ),
                None,
            )
        return self._memo[key]


@cache
def words(name: str) -> Words:
    """Return the pattern table `name`, compiled once."""
    return Words(name)


def frame_fields(name: str) -> list[dict[str, str]]:
    """Return the rows of the data dictionary (``fields.csv``) for one output table, in order.

    Raises
    ------
    KnowledgeError
        The data dictionary does not describe such a table.
    """
    rows = [row for row in table("fields") if row["table"] == name]
    if not rows:
        raise KnowledgeError(f"fields.csv describes no table {name!r}")
    return rows
