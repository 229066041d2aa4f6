"""What printed digits allow: how far the figures of a check are from the true ones.

A figure printed to a step ``u`` is rounded, so it lies within ``u/2`` of its true value on either side.
:func:`budgetkit.records.reach` says so, and everything else follows from it. Figures that are cut off
instead of rounded reach to one side only: :func:`cut_window` says how far, and a table or section whose rows
agree with it is read so (:mod:`budgetkit.rulebook.readings`). Half a step may be half a fen, so intervals
count in half fen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from ..records import Figure, reach, step_of, total_step

# one figure -------------------------------------------------------------------------------------------


def around(amount: float, step: int) -> tuple[float, float]:
    """Return the bounds of what is printed as `amount` to a step, all in one unit.

    >>> around(5_000_000, 10_000), around(7, 1)
    ((4995000.0, 5005000.0), (6.5, 7.5))
    """
    below, above = reach(step)
    return amount - below / 2, amount + above / 2


# sums -------------------------------------------------------------------------------------------------


def interval(terms: Iterable[tuple[int, Figure]]) -> tuple[int, int]:
    """Return the interval, in half fen, that the printed digits of a signed sum of figures allow.

    A figure without an amount adds nothing; :meth:`budgetkit.rulebook.ledger.Ledger.interval` knows how
    finely the prose is printed.

    >>> interval([(1, Figure(fen=500, step=100)), (-1, Figure(fen=200, step=10))])
    (490, 710)
    """
    low = high = 0
    for sign, figure in terms:
        amount, (below, above) = 2 * (figure.fen or 0), reach(step_of(figure))
        ends = sign * (amount - below), sign * (amount + above)
        low, high = low + min(ends), high + max(ends)
    return low, high


def allowance(steps: Iterable[int]) -> int:
    """Return by how many fen, at most, a sum of figures printed to these steps can be off.

    >>> allowance([10_000, 10_000, 10_000]), allowance([1, 1, 1])
    (15000, 1)
    """
    return sum(max(reach(step)) for step in steps) // 2


def slack(figures: Iterable[Figure]) -> Fraction:
    """Return the same for figures, to half a fen.

    >>> slack([Figure(fen=1, step=1)])
    Fraction(1, 2)
    """
    return Fraction(max(reach(total_step(figures))), 2)


def half_step(figure: Figure) -> float:
    """Return the same for one figure, as a number for a solver.

    >>> half_step(Figure(fen=5_000_000, step=10_000)), half_step(Figure())
    (5000.0, 0.0)
    """
    return max(reach(step_of(figure))) / 2


def tolerance(left: Sequence[Figure], right: Sequence[Figure]) -> int:
    """Return the largest difference in fen that printed digits can make between two sums.

    One and the same figure in two tables must agree exactly where both are printed to the same step;
    the prose may round for itself.

    Parameters
    ----------
    left, right : sequence of Figure
        The figures on either side that have an amount.
    """
    steps = [f.step for f in (*left, *right)]
    spoken = sum(bool(f.role) for f in (*left, *right))
    if len(steps) == 2 and spoken != 1:
        return 0 if steps[0] == steps[1] else allowance([max(steps)])  # one figure printed twice
    return allowance(steps)


def cut_window(left: Iterable[tuple[int, Figure]], right: Iterable[tuple[int, Figure]]) -> tuple[int, int]:
    """Return between which differences in fen, left less right, two equal sums lie whose terms are cut off.

    A figure cut off to a step ``u`` lies less than ``u`` below its true value, a negative one above it.

    >>> cut_window([(1, Figure(fen=500, step=100))], [(1, Figure(fen=f, step=100)) for f in (100, 200, 200)])
    (-100, 300)
    """
    low = high = 0
    for side, terms in ((1, left), (-1, right)):
        for sign, figure in terms:
            step = step_of(figure)
            if side * sign * (1 if (figure.fen or 0) >= 0 else -1) > 0:
                low -= step
            else:
                high += step
    return low, high


# percentages ------------------------------------------------------------------------------------------

POINT = Fraction(1, 100)
"""A percentage may be cut off instead of rounded: 0.01 percentage points are never a contradiction."""


def decimals(printed: str) -> int:
    """Return how many digits stand after the point.

    >>> decimals("12.50"), decimals("3")
    (2, 0)
    """
    return len(printed.partition(".")[2])


def half_digit(digits: str) -> Fraction:
    """Return how far a number written with these digits can be from the true one.

    >>> half_digit("12.5")
    Fraction(1, 20)
    """
    return Fraction(max(reach(1)), 2 * 10 ** decimals(digits))


def printed_digits(f: Figure) -> str:
    """Return the digits of a printed number, without its sign and unit."""
    return re.sub(r"[^\d.]", "", f.printed) or str(f.value)


def percentage(f: Figure) -> tuple[Fraction, Fraction]:
    """Return a printed percentage, and how far its digits let it be from the true one.

    >>> percentage(Figure(printed="12.5%"))
    (Fraction(25, 2), Fraction(1, 20))
    >>> percentage(Figure(printed="22.2‰"))
    (Fraction(111, 50), Fraction(1, 100))
    """
    digits = printed_digits(f)
    scale = 10 if f.printed.endswith("‰") else 1
    return Fraction(digits) / scale, max(half_digit(digits) / scale, POINT)


def share_interval(part: tuple[int, int], whole: tuple[int, int]) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest percentage that two intervals allow, or None (no bound).

    >>> share_interval((1, 3), (8, 10))
    (Fraction(10, 1), Fraction(75, 2))
    """
    if whole[0] <= 0:
        return None
    return Fraction(100 * max(part[0], 0), whole[1]), Fraction(100 * part[1], whole[0])


# the prose as a whole ---------------------------------------------------------------------------------

Finest = Mapping[str, tuple[int, bool]]
"""For each unit of the prose, its finest step and whether trailing zeros are dropped."""


def finest(stated: Iterable[Figure]) -> Finest:
    """Return how finely the prose of a document is printed."""
    steps: dict[str, set[int]] = defaultdict(set)
    zeros: set[str] = set()
    for f in stated:
        if step_of(f):
            steps[f.unit].add(f.step)
            if "." in f.printed and re.search(r"\d*\.\d*0(?!\d)", f.printed) and f.fen:
                zeros.add(f.unit)
    return {unit: (min(s), len(s) > 1 and unit not in zeros) for unit, s in steps.items()}


def fine(figure: Figure, known: Finest) -> Figure:
    """Return a figure of the prose with the precision that the prose as a whole is printed to.

    Where a document never prints a trailing zero (``770``, ``367.1`` beside ``162.68``), it drops
    them, and all its amounts have the digits of the longest. A plain 0 has them anyway.
    """
    step, trims = known.get(figure.unit, (figure.step, False))
    return figure._replace(step=step) if figure.role and (trims or figure.fen == 0) else figure
