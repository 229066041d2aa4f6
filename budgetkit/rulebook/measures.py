"""Measures: which ratios of printed figures are looked at, and what is expected of them.

The terms of a rule are *measures*::

    form[30108] nature=basic at 16% / form[30101,30102] nature=basic in 50%..102% from 2020 mark 100%

* either side is a selector whose figures are added; ``at 16%`` divides by a rate, so that a contribution
  becomes the base that it implies; a count stands for itself;
* ``in LOW..HIGH`` is what is expected, ``or`` offers another range, ``from`` and ``until`` limit one to
  fiscal years; a measure none of whose ranges holds in the document's year is left out;
* ``mark 12%`` has the detail say whether the ratio is exactly that, as far as the digits tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from ..errors import KnowledgeError
from ..knowledge import table
from .grammar import listed, word
from .selectors import Selector, parse_selector

_FORM = "SELECTOR / SELECTOR [at RATE] in LOW..HIGH [from YEAR] [until YEAR] [or …] [mark RATIO]"
_MEASURE = re.compile(r"(?P<num>.+?) / (?P<den>.+?) in (?P<ranges>.+?)(?: mark (?P<mark>[\d.]+%?))?")


_SIDE = re.compile(r"(?P<selector>.+?)(?: at (?P<rate>[\d.]+%))?")


_RANGE = re.compile(
    r"(?P<low>[\d.]+%?)\.\.(?P<high>[\d.]+%?)(?: from (?P<since>\d{4}))?(?: until (?P<until>\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class Range:
    """What is expected of a ratio in the fiscal years `since` to `until`."""

    low: Fraction
    high: Fraction
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ratio: what is added up, and the rate that it is divided by."""

    selector: Selector
    rate: Fraction
    name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One ratio and what is expected of it."""

    numerator: Side
    denominator: Side
    ranges: tuple[Range, ...]
    mark: Fraction | None
    percent: bool

    @property
    def name(self) -> str:
        """What is divided by what: ``30108 / 30109``."""
        return f"{self.numerator.name} / {self.denominator.name}"

    def in_year(self, year: int | None) -> tuple[Range, ...]:
        """Return the ranges that hold in a fiscal year, all of them where it is not known."""
        return tuple(r for r in self.ranges if year is None or r.since <= year <= r.until)

    def expected(self, ranges: Sequence[Range]) -> str:
        """Write what is expected of a ratio."""
        return " or ".join(f"{self.words(r.low)} to {self.words(r.high)}" for r in ranges)

    def words(self, value: Fraction) -> str:
        """Write a ratio."""
        return f"{float(100 * value):.2f} %" if self.percent else f"{float(value):.5g}"


def _number(text: str) -> Fraction:
    try:
        return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError as error:
        raise KnowledgeError(f"{text!r} is no number") from error


def _side(text: str) -> Side:
    match = _SIDE.fullmatch(text)
    assert match  # any text has this form; the selector is checked where it is parsed
    selector = parse_selector(match["selector"])
    where = dict(selector.where)
    rows = "+".join(selector.rows).replace("*", "")
    if selector.form == "stated":
        rows = "|".join(sorted(where.get("item", where.get("concept", frozenset()))))
    elif rows == "total":
        rows = f"{'|'.join(sorted(where.get('nature', ('all',))))} total"
    return Side(
        selector,
        _number(match["rate"] or "1"),
        rows + (f" at {match['rate']}" if match["rate"] else ""),
    )


def parse_measure(text: str) -> Measure:
    """Parse one measure of a rule.

    Raises
    ------
    KnowledgeError
        The text is no measure, or one of its sides no selector.

    Examples
    --------
    >>> sides = "basic_expenditure[30108] at 16% / basic_expenditure[30101,30102]"
    >>> m = parse_measure(f"{sides} in 50%..102% from 2020 or 1..2 mark 1")
    >>> m.name, len(m.ranges), [str(r.low) for r in m.in_year(2019)]
    ('30108 at 16% / 30101+30102', 2, ['1'])
    """
    match = _MEASURE.fullmatch(text)
    if not match:
        raise KnowledgeError(f"{text!r} is not a MEASURE: {_FORM}")
    ranges = tuple(_range(piece) for piece in match["ranges"].split(" or "))
    mark = _number(match["mark"]) if match["mark"] else None
    return Measure(_side(match["num"]), _side(match["den"]), ranges, mark, "%" in match["ranges"])


def _range(text: str) -> Range:
    limits = _RANGE.fullmatch(text)
    if limits:
        low, high = _number(limits["low"]), _number(limits["high"])
        found = Range(low, high, int(limits["since"] or 0), int(limits["until"] or 9999))
        if found.low <= found.high and found.since <= found.until:
            return found
    raise KnowledgeError(f"{text!r} is not a range: LOW..HIGH from YEAR until YEAR")


MEASURES = listed(word("MEASURE", parse_measure), "; ")


@cache
def measures() -> dict[str, tuple[Measure, ...]]:
    """Return the measures of each rule that has some, by its id.

    >>> [m.name for m in measures()["P01"]]
    ['30108 / 30109']
    """
    texts = {row["id"]: row["terms"] for row in table("rules") if row["terms"].startswith("ratios ")}
    return {id: tuple(map(parse_measure, t.partition(" ")[2].split("; "))) for id, t in texts.items()}
