"""Slips of the pen: would a usual mistake turn the amount that should stand there into the printed one?"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from ..rulebook import around

SLIPS: dict[str, tuple[str, str, int]] = {
    "digits_swapped": ("相邻两位数字颠倒", "two neighbouring digits are swapped", 5),
    "sign": ("正负号有误", "the sign is wrong", 5),
    "factor_10": ("小数点错位（10倍）", "the decimal point is one place off", 5),
    "factor_100": ("小数点错位（100倍）", "the decimal point is two places off", 5),
    "factor_10000": ("元与万元混淆（10,000倍）", "元 and 万元 are taken for each other", 5),
    "shifted": ("数字错位到相邻单元格", "the amount stands in a neighbouring cell", 5),
    "columns_swapped": ("两栏对调", "two columns are swapped", 5),
    "row_lost": ("其下可能漏列一行", "a row below it may be missing", 5),
    "misplaced": ("整行的编码或位置有误", "the code or the place of the whole row is wrong", 5),
    "one_digit": ("一位数字有误", "one digit is wrong", 4),
    "neighbour": ("误印相邻单元格的数", "the amount of a neighbouring cell is printed", 3),
    "digit_lost": ("少印一位数字", "a digit is missing", 2),
    "digit_added": ("多印一位数字", "a digit too many is printed", 2),
    "missing": ("应有金额而为空", "the place is blank", 1),
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
    for name in SLIPS:
        if name.startswith("factor_"):
            fits = _scaled(printed, int(name.removeprefix("factor_")), step, low, high)
        else:
            fits = [v for v in exact.get(name, ()) if low <= v <= high and v != printed]
        if fits:
            return Slip(name, min(fits, key=lambda v: abs(v - middle)))
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
