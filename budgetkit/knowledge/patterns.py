"""A label looked up in a table of patterns."""

from __future__ import annotations

import re
from functools import cache

from .data import table

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
