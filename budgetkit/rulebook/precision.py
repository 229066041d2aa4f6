"""What printed digits allow: tolerance, intervals, percentages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from ..records import Figure
from .ledger import Ledger


def tolerance(left: Sequence[Figure], right: Sequence[Figure]) -> int:
    """Return the largest difference in fen that printed digits can make.

    Parameters
    ----------
    left, right : sequence of Figure
        The figures on either side that have an amount.
    """
    steps = [f.step for f in (*left, *right)]
    spoken = sum(bool(f.role) for f in (*left, *right))
    if len(steps) == 2 and spoken != 1:
        return 0 if steps[0] == steps[1] else max(steps) // 2  # one figure printed twice
    return sum(steps) // 2


POINT = Fraction(1, 100)
"""A percentage may be cut off instead of rounded: 0.01 percentage points are never a contradiction."""


def percentage(f: Figure) -> tuple[Fraction, Fraction]:
    """Return a printed percentage, and how far its digits let it be from the true one."""
    digits = re.sub(r"[^\d.]", "", f.printed) or str(f.value)
    decimals = len(digits.partition(".")[2])
    return Fraction(digits), max(Fraction(1, 2 * 10**decimals), POINT)


def ratio_interval(part: tuple[int, int], whole: tuple[int, int]) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest percentage that two intervals of fen allow, or None (no bound)."""
    if whole[0] <= 0:
        return None
    return Fraction(100 * max(part[0], 0), whole[1]), Fraction(100 * part[1], whole[0])


def interval(ledger: Ledger, *terms: tuple[int, Figure]) -> tuple[int, int]:
    """Return the interval, in half fen, that the printed digits of a sum of figures allow."""
    fine = [(sign, ledger.fine(f)) for sign, f in terms]
    middle = sum(2 * sign * (f.fen or 0) for sign, f in fine)
    half = sum(f.step for _, f in fine)
    return middle - half, middle + half
