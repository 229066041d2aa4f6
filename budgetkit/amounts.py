"""Printed text <-> exact fen (分), with unit, printed precision and state.

Fen are the cent of the yuan: 1 元 = 100 分, 1 万元 = 1,000,000 分. Amounts are integers of fen
throughout the package, so that sums are exact; 万元 with up to six decimals are whole fen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from .errors import AmountError
from .text import squash

UNITS: dict[str, int] = {
    "元": 100,
    "百元": 10_000,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}
"""Fen in one of each unit."""


DASHES = frozenset("-－—–‐‑―─一")


_FOLD = str.maketrans(
    "０１２３４５６７８９．，－−–—（）％￥△▲", "0123456789.,----()%¥--", "\u200b\u200c\u200d\ufeff"
)


_NUMBER = re.compile(r"([-+]?)¥?([-+]?)(\d{1,3}(?:[,']\d{3})+|\d+)?(?:\.(\d+))?(-?)")


_LAST_GROUP = re.compile(r"[-+(¥]*\d{4,},\d{3}(?:\.\d+)?[-)]?")


_COMPLETE = re.compile(r"[-+(¥]*(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[-)%]?")


_GROUPED = re.compile(r"[-+(¥]*(?:\d{1,2} \d{3}|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+)(?:\.\d+)?[-)]?")


_LONGEST = 100


_MARK = r"(?:[①-⑳⑴-⒇*＊※†‡¹²³⁰⁴-⁹]+|[\[［【]\d{1,2}[\]］】]|[（(]?注\d{0,2}[）)]?)"


_MARKED = re.compile(rf"({_MARK})?(.*?)({_MARK})?", re.S)


_UNITS = "[十百千]?万元|亿元|千元|百元|元"


_STATED = re.compile(
    rf"(?:单位|人民币)[:：]?[（(]?((?:(?!单位)[^:：。，;；]){{0,8}}?(?:{_UNITS})(?![/每人])|万(?=\W|\Z))"
)


MOST = 10**17
"""Fen: 1,000 万亿元, more than any state spends; so far below 64 bits that sums of many stay exact, too."""


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
    note : str
        Marks of footnotes before or behind the number (①, ``*``, ``[1]``, 注1), which are no part of it.
    """

    fen: int | None
    state: Literal["value", "zero", "blank", "dash"]
    unit: str
    step_fen: int
    printed: str
    note: str = ""


@lru_cache(maxsize=20000)  # a figure is printed again in every total that it is all of
def parse(text: str, unit: str, wrapped: bool = False, last_group: bool = False) -> Amount:
    """Read one printed amount.

    Parameters
    ----------
    text : str
        A cell's text. White space inside it is ignored where it does not part two numbers, thousands
        separators must stand where they belong, full-width digits and signs are accepted. Negative
        are a number in brackets and one with ``-``, ``△``, ``▲`` or 负 before it, or ``-`` behind it.
    unit : str
        Unit of the table: 元, 千元, 万元, 百万元 or 亿元.
    wrapped : bool
        The width of the cell broke the text into lines, so that they may be pieces of one number.
    last_group : bool
        The table sets a separator before the last three digits and nowhere else (:func:`last_grouped`).

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
    >>> parse("128138,600", "元", last_group=True).fen
    12813860000
    """
    if unit not in UNITS:
        raise AmountError(f"unknown unit {unit!r}; known are {', '.join(UNITS)}")
    if not text:
        return Amount(None, "blank", unit, 0, text)
    match = _MARKED.fullmatch(text.strip())
    note = (match[1] or "") + (match[3] or "") if match else ""
    plain = squash(match[2] if match else text)
    if not plain and not note:
        return Amount(None, "blank", unit, 0, text)
    if plain and all(c in DASHES for c in plain):
        return Amount(None, "dash", unit, 0, text, note)
    plain = re.sub("^负", "-", plain.translate(_FOLD))
    plain = plain.removesuffix(unit)
    if last_group and _LAST_GROUP.fullmatch(plain):
        plain = plain.replace(",", "")
    negative = plain.startswith("(") and plain.endswith(")")
    number = _NUMBER.fullmatch(plain[1:-1] if negative else plain)
    signs = [s for s in (number[1], number[2], number[5]) if s] if number else []
    if not number or not (number[3] or number[4]) or len(signs) + negative > 1 or _several(text, wrapped):
        raise AmountError(f"{text!r} is not an amount in {unit}")
    if len(plain) > _LONGEST:
        raise AmountError(f"{text[:_LONGEST]!r}… is larger than any budget")
    decimals = number[4] or ""
    scaled = int(re.sub("[,']", "", number[3] or "0") + decimals) * UNITS[unit]
    step, below = divmod(UNITS[unit], 10 ** len(decimals))
    fen, rest = divmod(scaled, 10 ** len(decimals))
    if rest:
        raise AmountError(f"{text!r} in {unit} has digits below one fen")
    fen = -fen if negative or "-" in signs else fen
    if abs(fen) > MOST:
        raise AmountError(f"{text!r} is larger than any budget")
    return Amount(fen, "value" if fen else "zero", unit, 0 if below else step, text, note)


def last_grouped(texts: Iterable[str]) -> bool:
    """Say whether the numbers of a table have a separator before their last three digits and nowhere else.

    At least two must show it, and every one of more than three digits before its decimals must have it.

    >>> last_grouped(["128138,600", "1851,801", "925,901", "0", ""]), last_grouped(["1851,801", "1,851,801"])
    (True, False)
    """
    numbers = [squash(t.translate(_FOLD)) for t in texts]
    long = [n for n in numbers if sum(map(str.isdigit, n.partition(".")[0])) > 3]
    shown = sum(1 for n in long if _LAST_GROUP.fullmatch(n))
    return shown > 1 and all(re.fullmatch(r"[-+(¥]*\d+,\d{3}(?:\.\d+)?[-)]?", n) for n in long)


def _several(text: str, wrapped: bool = False) -> bool:
    """Say whether a text is two numbers or more, side by side or below each other, and not one in pieces.

    One number may be wrapped before its last decimals (``1682.7``, ``6``), be set wide, or have white space
    after its first thousands; ``200 200`` may be two.

    >>> [_several(t) for t in ("200 200.00", "45\\n45", "1 200.00", "1682.7\\n6", "2 0 0 . 0 0")]
    [True, True, False, False, False]
    """
    if len(text.split()) < 2:
        return False
    lines = [line.translate(_FOLD).strip() for line in text.split("\n") if line.strip()]
    for line in lines:
        pieces = line.split()
        if "  " in line and len([p for p in re.split("  +", line) if _COMPLETE.fullmatch(p)]) > 1:
            return True
        if len(pieces) > 1 and not _GROUPED.fullmatch(line) and max(map(len, pieces)) > 1:
            complete = [bool(_COMPLETE.fullmatch(p)) for p in pieces]
            if any(a and b for a, b in pairwise(complete)):
                return True
    for above, below in pairwise("".join(line.split()) for line in lines):
        if _COMPLETE.fullmatch(above) and _COMPLETE.fullmatch(below):
            _, _, decimals = above.partition(".")
            tail = decimals and below.isdigit() and len(decimals) + len(below) in (2, 4, 6)
            if not tail and not (wrapped and "." in below):
                return True
    return False


def find_unit(text: str) -> str | None:
    """Return the unit of money that a text such as ``单位：万元`` states, or None; 万 alone is 万元.

    >>> find_unit("单位:万⏎元".replace("⏎", chr(10))), find_unit("金额单位：元"), find_unit("合计")
    ('万元', '元', None)
    """
    match = _STATED.search(squash(text))
    if not match:
        return None
    named = re.findall(_UNITS, match[1]) or ["万元"]
    return named[0] if len(set(named)) == 1 and named[0] in UNITS else None


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


def as_printed(printed: str, unit: str) -> str:
    """Return what is printed on one line, with its unit where it does not say it itself.

    >>> as_printed("576,171.1\\n1", "万元"), as_printed("211万\\n元", "万元"), as_printed("", "万元")
    ('576,171.11 万元', '211万元', '')
    """
    line = re.sub(r"\s*\n\s*", "", printed.strip())
    return line if not line or not unit or unit in line else f"{line} {unit}"


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
