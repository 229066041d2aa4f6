"""A printed percentage against the amounts that it is of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ...records import Figure
from ...rulebook import (
    POINT,
    Check,
    Ledger,
    Rate,
    Sides,
    Term,
    decimals,
    percentage,
    printed_digits,
    share_interval,
)


def judge(
    ledger: Ledger,
    where: str,
    f: Figure,
    part: Sequence[Term],
    whole: Sequence[Term],
    words: str,
    named: Sides,
) -> Check:
    """Hold a printed percentage against the one that a part and a whole, sums of amounts, give."""
    check = _judge(where, f, ledger.interval(*part), ledger.interval(*whole), words, named)
    if check.outcome not in ("exact", "rounding", "fail"):
        return check
    return check._replace(left=tuple(part), op="%", right=tuple(whole), rate=Rate(f, *percentage(f)))


def _judge(where: str, f: Figure, part: Any, whole: Any, words: str, named: Sides) -> Check:
    said, slack = percentage(f)
    bounds = share_interval(part, whole)
    if bounds is None:
        return Check.insufficient(where, f"{words}: the whole is too small for its digits", named=named)
    low, high = bounds
    middle = Fraction(100 * (part[0] + part[1]), whole[0] + whole[1])
    detail = f"{float(said):g} % stated, {words} = {float(middle):.4f} %"
    if abs(said - middle) <= slack - (POINT / 2 if slack == POINT else 0):
        return Check(where, "exact", detail, named=named)
    digit = Fraction(1, 10 ** decimals(printed_digits(f)))
    cut = low < said + digit and said <= high  # cut off instead of rounded
    near = low - slack <= said <= high + slack or cut
    return Check(where, "rounding" if near else "fail", detail, named=named)
