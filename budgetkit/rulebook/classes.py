"""The functional classes (类) that rows without a code are named as."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ..knowledge import table
from ..records import Figure


class Classes:
    """The names of functional classes: those of the classification, and those that a document prints."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._codes = {row["name"]: row["code"] for row in table("functional") if len(row["code"]) == 3}
        self._codes |= {f.item: f.function_code for f in figures if f.level == 1 and f.function_code}

    def of(self, figure: Figure) -> str:
        """Return the code of a class from a row's code or its printed name."""
        return figure.code[:3] or self._codes.get(figure.item, figure.item)

    def has(self, figure: Figure) -> bool:
        """Say whether a row without a code is named as a class, today or in earlier years."""
        return figure.item in self._codes or figure.item in _older()

    def below(self, figure: Figure) -> bool:
        """Say whether a row without a code is named as a line below a class (款, 项)."""
        return figure.item in _lines()


@cache
def _older() -> frozenset[str]:
    return frozenset(row["alias"] for row in table("concepts") if row["concept"] == "function_class")


@cache
def _lines() -> frozenset[str]:
    return frozenset(row["name"] for row in table("functional") if len(row["code"]) > 3)
