"""Printed text <-> exact fen (分), with unit, printed precision and state.

Fen are the cent of the yuan: 1 元 = 100 分, 1 万元 = 1,000,000 分. Amounts are integers of fen
throughout the package, so that sums are exact; 万元 with up to six decimals are whole fen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .errors import AmountError
from .text import squash

UNITS: dict[str, int] = {
    "元": 100,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}
"""Fen in one of each unit."""


DASHES = frozenset("-－—–‐‑―─一")


_FOLD = str.maketrans("０１２３４５６７８９．，－−–—（）％", "0123456789.,----()%")


_NUMBER = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?")


_UNIT = re.compile(r"(?:金额)?单位[:：]?[（(]?(?:人民币)?(亿元|百万元|万元|千元|元)")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount as printed.

    Attributes
    ----------
    fen : int or None
        Exact value in fen; None unless ``state`` is ``value`` or ``zero``.
    state : str
        ``value``, ``zero`` (a printed 0), ``blank`` (nothing printed) or ``dash`` (``-``, ``—``).
    unit : str
        Unit that the value was read in, a key of :data:`UNITS`.
    step_fen : int
        The printed precision: the value of the last printed digit in fen. ``367.10`` 万元 has a
        step of 10,000 fen, so the true value lies within ±5,000 fen of it. 0 without a value.
    printed : str
        The text as it stood.
    """

    fen: int | None
    state: Literal["value", "zero", "blank", "dash"]
    unit: str
    step_fen: int
    printed: str


def parse(text: str, unit: str) -> Amount:
    """Read one printed amount.

    Parameters
    ----------
    text : str
        A cell's text. White space and line breaks inside it are ignored, thousands separators
        must stand where they belong, full-width digits and signs are accepted, and a number in
        brackets is negative.
    unit : str
        Unit of the table: 元, 千元, 万元, 百万元 or 亿元.

    Raises
    ------
    AmountError
        The text is not one amount, or it has digits below one fen.

    Examples
    --------
    >>> parse("1,137.10", "万元").fen
    1137100000
    >>> parse("0.00", "万元").state, parse("", "万元").state, parse("--", "万元").state
    ('zero', 'blank', 'dash')
    >>> parse("1,13.10", "万元")
    Traceback (most recent call last):
        ...
    budgetkit.errors.AmountError: '1,13.10' is not an amount in 万元
    """
    if unit not in UNITS:
        raise AmountError(f"unknown unit {unit!r}; known are {', '.join(UNITS)}")
    plain = squash(text)
    if not plain:
        return Amount(None, "blank", unit, 0, text)
    if all(c in DASHES for c in plain):
        return Amount(None, "dash", unit, 0, text)
    plain = plain.translate(_FOLD)
    negative = plain.startswith("(") and plain.endswith(")")
    match = _NUMBER.fullmatch(plain[1:-1] if negative else plain)
    if not match or not (match[2] or match[3]) or (negative and match[1]):
        raise AmountError(f"{text!r} is not an amount in {unit}")
    decimals = match[3] or ""
    scaled = int((match[2] or "0").replace(",", "") + decimals) * UNITS[unit]
    step, below = divmod(UNITS[unit], 10 ** len(decimals))
    fen, rest = divmod(scaled, 10 ** len(decimals))
    if rest:
        raise AmountError(f"{text!r} in {unit} has digits below one fen")
    fen = -fen if negative or match[1] == "-" else fen
    return Amount(fen, "value" if fen else "zero", unit, 0 if below else step, text)


def find_unit(text: str) -> str | None:
    """Return the unit that a text such as ``单位：万元`` states, or None.

    >>> find_unit("单位:万⏎元".replace("⏎", chr(10))), find_unit("金额单位：元"), find_unit("合计")
    ('万元', '元', None)
    """
    match = _UNIT.search(squash(text))
    return match[1] if match else None


def format_fen(fen: int, unit: str = "万元", decimals: int = 2) -> str:
    """Write fen in a unit, rounded half up, with thousands separators.

    >>> format_fen(1137100000), format_fen(-5000, "元")
    ('1,137.10', '-50.00')
    """
    scale = UNITS[unit]
    shifted = (abs(fen) * 10**decimals * 2 + scale) // (2 * scale)
    whole, part = divmod(shifted, 10**decimals)
    sign = "-" if fen < 0 and shifted else ""
    return f"{sign}{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")


@cache
def plainly(step: int) -> str:
    """Write a printed step in words.

    >>> plainly(10_000), plainly(1), plainly(100)
    ('0.01 万元', '0.01 元', '1 元')
    """
    if not step:
        return "the fen"
    unit = "万元" if step >= 10_000 else "元"
    return f"{step / UNITS[unit]:.6f}".rstrip("0").rstrip(".") + f" {unit}"


def yuan(fen: int) -> str:
    """Write an amount for a message, in 万元 with as many digits as it needs.

    >>> yuan(3_671_000_000 // 1000), yuan(12_345_601)
    ('3.671 万元', '12.345601 万元')
    """
    text = format_fen(fen, "万元", 6)
    whole, digits = text.split(".")
    return f"{whole}.{digits.rstrip('0').ljust(2, '0')} 万元" if digits.strip("0") else f"{whole} 万元"
