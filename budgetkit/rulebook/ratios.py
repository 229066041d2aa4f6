"""Ratios of printed figures, as intervals: plausible or not, never right or wrong.

A printed figure lies within half a step of its true value, so the ratio of two of them lies in an
interval. A ratio is out of line only where that whole interval is. Which ratios, and what is expected
of them, :mod:`budgetkit.rulebook.measures` says.

:func:`measured` sets the ratios of a document beside those of the collected disclosures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..amounts import yuan
from ..records import Figure, step_of
from .check import Check, Outcome, several
from .ledger import Ledger
from .measures import Measure, Range, Side
from .pick import candidates, pick
from .precision import allowance, slack
from .selectors import Selector

_YUAN = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """A ratio of printed figures: its value as printed, and the least and most that it can truly be."""

    value: Fraction
    low: Fraction
    high: Fraction


def ratio_interval(numerator: Sequence[Figure], denominator: Sequence[Figure], factor: Fraction) -> Interval:
    """Return the ratio of two sums of printed figures, times `factor`, as an interval.

    Parameters
    ----------
    numerator, denominator : sequence of Figure
        Amounts (in fen) or counts (then their value stands for yuan); the denominator is above 0.
    factor : Fraction

    Examples
    --------
    >>> a, b = Figure(fen=17_260_000, step=10_000), Figure(fen=8_630_000, step=10_000)
    >>> i = ratio_interval([a], [b], Fraction(1))
    >>> float(i.value), round(float(i.low), 4), round(float(i.high), 4)
    (2.0, 1.9983, 2.0017)
    """
    (top, over), (bottom, under) = _sum(numerator), _sum(denominator)
    low = max(top - over, Fraction(0)) / (bottom + under)
    high = (top + over) / (bottom - under) if bottom > under else Fraction(10**9)
    return Interval(top / bottom * factor, low * factor, high * factor)


def _sum(figures: Sequence[Figure]) -> tuple[Fraction, Fraction]:
    amounts = [Fraction(f.fen) if f.fen is not None else Fraction(f.value or 0) * _YUAN for f in figures]
    return sum(amounts, Fraction(0)), slack(figures)


def _closes(ledger: Ledger, selector: Selector) -> bool:
    """Say whether the rows of a column, repeated codes included, add up to its one total."""
    column = [f for f in candidates(ledger, selector) if f.fen is not None]
    totals = {f.fen or 0 for f in column if f.is_total}
    codes = {f.code for f in column if f.code and not f.is_total}
    parents = {c[:n] for c in codes for n in range(3, len(c), 2)}
    leaves = [f for f in column if f.code in codes - parents]
    steps = [step_of(f) for f in leaves]
    allowed = allowance([*steps, max(steps, default=0)])
    return len(totals) == 1 and abs(totals.pop() - sum(f.fen or 0 for f in leaves)) <= allowed


def gather(ledger: Ledger, selector: Selector) -> tuple[list[Figure], Outcome | None, str]:
    """Return the figures that a selector names, to be added up, or else the outcome and why there are none.

    A code that stands in several rows is the sum of them where all rows add up to the total, as in
    tables that split each code by the government's classification; so is one that is printed in its parts
    only (3010201 and 3010202 without 30102).
    """
    if selector.form == "stated":
        said = candidates(ledger, selector)
        if (different := len({(f.fen, f.value) for f in said})) > 1:
            return [], "insufficient", f"{different} different figures"
        return said[:1], None, ""
    picked = pick(ledger, selector)
    if picked.trouble and picked.trouble != "ambiguous":
        return [], "unread" if picked.trouble == "unread" else "insufficient", picked.detail
    figures = [f for f in picked.figures if f.fen is not None]
    exact = {t for t in selector.rows if t.isdigit()}
    printed = [f for f in candidates(ledger, selector) if f.code and f.fen is not None]
    rows = [f for f in printed if f.code in exact]
    parts = _parts(printed, exact - {f.code for f in rows})
    if (parts or len(rows) > len({f.code for f in rows})) and _closes(ledger, selector):
        return [*rows, *parts], None, ""
    if picked.trouble:
        return [], "insufficient", picked.detail
    if parts:
        return [], "insufficient", f"{parts[0].code[:5]} is printed in parts only, which do not add up"
    return figures, None, ""


def _parts(printed: Sequence[Figure], lacking: set[str]) -> list[Figure]:
    """Return the finest rows below codes of 款 that have no row of their own."""
    codes = {f.code for f in printed}
    below = [f for f in printed if len(f.code) > 5 and f.code[:5] in lacking]
    return [f for f in below if not any(c != f.code and c.startswith(f.code) for c in codes)]


def _rows_each(figures: Sequence[Figure]) -> int:
    codes = [f.code for f in figures if f.code]
    return max((codes.count(c) for c in set(codes)), default=1)


def measure_ratio(
    ledger: Ledger, measure: Measure
) -> tuple[Interval | None, tuple[list[Figure], list[Figure]], Outcome | None, str]:
    """Work out one ratio in one document.

    Returns
    -------
    interval, (numerator, denominator), outcome, why
        The interval is None where the ratio cannot be worked out; `outcome` and `why` then say so.
    """
    sides = []
    for side in (measure.numerator, measure.denominator):
        figures, outcome, why = gather(ledger, side.selector)
        if outcome:
            return None, ([], []), outcome, f"{side.name}: {why}"
        sides.append(figures)
    top, bottom = sides
    if not top:
        return None, (top, bottom), "not_applicable", f"{measure.numerator.name} is not printed"
    if not bottom or not _sum(bottom)[0] > 0:
        why = f"{measure.denominator.name} is {'0' if bottom else 'not printed'}"
        return None, (top, bottom), "insufficient", why
    if _rows_each(top) != _rows_each(bottom) and all(f.code for f in (*top, *bottom)):
        counts = f"{_rows_each(top)} rows against {_rows_each(bottom)}"
        return None, (top, bottom), "insufficient", f"the codes stand in {counts}: not of the same staff"
    factor = measure.denominator.rate / measure.numerator.rate
    return ratio_interval(top, bottom, factor), (top, bottom), None, ""


def ratios(ledger: Ledger, terms: tuple[Measure, ...]) -> Iterator[Check]:
    """Evaluate measures: each ratio lies within what is expected of it."""
    some = False
    for measure in terms:
        ranges = measure.in_year(ledger.year)
        if ranges:
            some = True
            yield ratio_check(ledger, measure, ranges)
    if not some:
        yield Check.not_applicable("ratios", f"nothing is expected of the year {ledger.year}")


def ratio_check(ledger: Ledger, measure: Measure, ranges: Sequence[Range]) -> Check:
    found, (top, bottom), undecided, why = measure_ratio(ledger, measure)
    if found is None:
        return Check(measure.name, undecided or "insufficient", why)
    inside = any(r.low <= found.low and found.high <= r.high for r in ranges)
    touches = any(r.low <= found.high and found.low <= r.high for r in ranges)
    words = [
        f"{_words(measure.numerator, top)} / {_words(measure.denominator, bottom)} = "
        f"{measure.words(found.value)} ({measure.words(found.low)} to {measure.words(found.high)})",
        f"expected {measure.expected(ranges)}",
    ]
    if measure.mark is not None:
        agrees = found.low <= measure.mark <= found.high
        words.append(f"{'' if agrees else 'not '}{measure.words(measure.mark)} as far as the digits tell")
    outcome: Outcome = "exact" if inside else "rounding" if touches else "fail"
    if outcome == "fail" and (ledger.gaps.headers & {f.form for f in (*top, *bottom)}):
        outcome = "unread"
        words.append("a header of the table is not understood")
    named = several((*top, *bottom))
    reported = int(_sum(top)[0]) if all(f.fen is not None for f in top) else None
    return Check(measure.name, outcome, "; ".join(words), reported, named=named)


def _words(side: Side, figures: Sequence[Figure]) -> str:
    total = _sum(figures)[0]
    if any(f.fen is None for f in figures):
        return f"{side.name} {float(total / _YUAN):g}"
    implied = f" (a base of {yuan(round(total / side.rate / 10_000) * 10_000)})" if side.rate != 1 else ""
    return f"{side.name} {yuan(int(total))}{implied}"
