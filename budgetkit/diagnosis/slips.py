"""Slips of the pen: would a usual mistake turn the amount that should stand there into the printed one?"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from ..knowledge import name
from ..rulebook import around

_TELLING = {
    "digits_swapped": 5,
    "sign": 5,
    "factor_10": 5,
    "factor_100": 5,
    "factor_10000": 5,
    "shifted": 5,
    "columns_swapped": 5,
    "row_lost": 5,
    "misplaced": 5,
    "one_digit": 4,
    "neighbour": 3,
    "digit_lost": 2,
    "digit_added": 2,
    "missing": 1,
}

SLIPS: dict[str, tuple[str, str, int]] = {
    slip: (name("slip", slip, "zh"), name("slip", slip, "en"), n) for slip, n in _TELLING.items()
}
"""Usual slips: what each is in Chinese and English, and how telling it is.

The fewer amounts a slip can lead to, the more it tells that it leads to the required one: a number of n
digits has n - 1 neighbours by swapping digits, but 9 n by changing one.
"""


class Slip(NamedTuple):
    """A slip that explains a printed amount, and the amount in fen that should stand there ("": none)."""

    name: str
    fen: int


def find_slip(
    printed: int, step: int, low: float, high: float, neighbours: Iterable[int] = ()
) -> Slip | None:
    """Find the likeliest slip that explains a wrong amount.

    Parameters
    ----------
    printed : int
        The amount that is printed, in fen.
    step : int
        Its last printed digit, in fen.
    low, high : float
        Bounds in fen of the amount that should stand there.
    neighbours : iterable of int
        Amounts in the cells above and below it, in fen, one of which may be printed twice.

    Returns
    -------
    Slip or None
        None where no usual slip leads there.

    Examples
    --------
    108.37 where the sums ask for 180.37 (万元):

    >>> find_slip(108_370_000, 10_000, 180_370_000, 180_370_000)
    Slip(name='digits_swapped', fen=180370000)
    >>> find_slip(50_000, 10_000, 500_000, 500_000).name
    'factor_10'
    """
    step = max(step, 1)
    middle = (low + high) / 2
    exact = _slips(printed, step)
    if isfinite(middle) and printed in set(neighbours):
        exact["neighbour"] = [v for v in (round(middle / step) * step, round(middle)) if low <= v <= high][:1]
    for slip in SLIPS:
        if slip.startswith("factor_"):
            fits = _scaled(printed, int(slip.removeprefix("factor_")), step, low, high)
        else:
            fits = [v for v in exact.get(slip, ()) if low <= v <= high and v != printed]
        if fits:
            return Slip(slip, min(fits, key=lambda v: abs(v - middle)))
    return None


def _slips(printed: int, step: int) -> dict[str, list[int]]:
    """Return the amounts that each slip in the digits would turn into the printed one."""
    sign = -1 if printed < 0 else 1
    digits = str(abs(printed) // step)

    def amounts(texts: Iterable[str]) -> list[int]:
        return [sign * int(t) * step for t in texts if t]

    places = range(len(digits))
    swapped = (digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in places[:-1])
    changed = (digits[:i] + d + digits[i + 1 :] for i in places for d in "0123456789")
    longer = (digits[:i] + d + digits[i:] for i in range(len(digits) + 1) for d in "0123456789")
    shorter = (digits[:i] + digits[i + 1 :] for i in places)
    return {
        "digits_swapped": amounts(swapped), "sign": [-printed], "one_digit": amounts(changed),
        "digit_lost": amounts(longer), "digit_added": amounts(shorter),
    }  # fmt: skip


def _scaled(printed: int, factor: int, step: int, low: float, high: float) -> list[int]:
    """Return the amount that the point was moved in: the printed digits are those of its head."""
    if not printed:
        return []
    found = [round(printed / factor / step) * step]
    if abs(printed) >= factor * step:  # digits beyond the printed step, of an amount that has some left
        found.append(round(printed / factor))
    least, most = sorted(end * factor for end in around(printed, step))
    if max(least, low) <= min(most, high):
        found.append(round((max(least, low) + min(most, high)) / 2))
    return [v for v in found if low <= v <= high and v != printed and v]
