"""The text that a spreadsheet shows for a value: its number format, applied as Excel applies it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from .dates import date_text, serial

Value = float | int | str | bool | dt.datetime | dt.date | dt.time | dt.timedelta
"""What a cell may hold."""

_TOKEN = re.compile(
    r'"([^"]*)"?|\\(.)|!(.)|(_.|\*.)|(\[[^\]]*\])'
    r"|((?:G/)?(?:General|通用格式))|(AM/PM|A/P|上午/下午)"
    r"|([Ee][+-])|([ymdhsae])\9*|(.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_DIGITS = 15  # what a spreadsheet keeps of a number
_WIDEST = 11  # what General shows of it


class FormatError(ValueError):
    """A number format that is not understood, so that what the cell shows is not known."""


class Token(NamedTuple):
    """A piece of a number format: its kind (``text``, ``0``, ``.``, ``,``, ``%``, ``date``, …)."""

    kind: str
    text: str


class Section(NamedTuple):
    """One of the up to four parts of a number format; ``test`` says for which numbers it is, if it does."""

    tokens: tuple[Token, ...]
    test: tuple[str, Decimal] | None

    def has(self, *kinds: str) -> bool:
        """Say whether a token of one of these kinds is in it."""
        return any(token.kind in kinds for token in self.tokens)


def shown(value: Value, code: str) -> str:
    """Return the text that a cell shows.

    Parameters
    ----------
    value : number, str, bool or a date
        What the cell holds.
    code : str
        Its number format, such as ``#,##0.00``.

    Raises
    ------
    FormatError
        The format has something that is not known (fractions, numerals in words).

    Examples
    --------
    >>> shown(155.04000000000002, "#,##0.00"), shown(-1234.5, "#,##0.00_);[红色](#,##0.00)")
    ('155.04', '(1,234.50)')
    >>> shown(0, '#,##0.00;-#,##0.00;"-"'), shown(1234567, "0!.0,"), shown(0.125, "0.0%")
    ('-', '123.5', '12.5%')
    >>> shown(2010301.0, "General"), shown(1 / 3, "General"), shown("合计", "0.00")
    ('2010301', '0.333333333', '合计')
    """
    if isinstance(value, bool):
        return str(value).upper()
    parts = sections(code)
    if isinstance(value, str):
        return _of_text(value, parts)
    if isinstance(value, int | float):
        number = Decimal(f"{value:.{_DIGITS}g}")
        if not number.is_finite():
            raise FormatError(code)
    else:
        number = serial(value)
    section, sign = _choose(number, parts)
    if section is None:
        return _general(number)
    if section.has("date"):
        return date_text(value, section.tokens).strip()
    return _of_number(number if sign else abs(number), section, code).strip()


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """Take a number format apart."""
    found: list[Section] = []
    tokens: list[Token] = []
    test: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code):
        if match[10] == ";":
            found.append(Section(tuple(tokens), test))
            tokens, test = [], None
        elif condition := _CONDITION.fullmatch(match[5] or ""):
            test = (condition[1], Decimal(condition[2]))
        elif token := _token(match, code):
            tokens.append(token)
    return (*found, Section(tuple(tokens), test))


def _token(match: re.Match[str], code: str) -> Token | None:
    quoted, escaped, marked, _, bracket, general, noon, power, _, other = match.groups()
    text = match[0]
    for literal in (quoted, escaped, marked):
        if literal is not None:
            return Token("text", literal)
    if bracket:
        if currency := _CURRENCY.fullmatch(bracket):
            return Token("text", currency[1])
        if re.fullmatch(r"\[(h+|m+|s+)\]", bracket, re.IGNORECASE):
            return Token("date", bracket.lower())
        if bracket.upper().startswith("[DBNUM"):
            raise FormatError(code)
        return None  # a colour
    if general:
        return Token("general", "")
    if power:
        return Token("E", text)
    if noon or match[9]:
        return Token("date", noon or text.lower())
    if other is None:
        return None  # space as wide as a character, a character that fills the cell
    return Token("0" if other in "0#?" else other if other in ".,%@/" else "text", other)


def _of_text(value: str, parts: Sequence[Section]) -> str:
    """Return a text as a format for text shows it; every other shows it as it is."""
    section = parts[3] if len(parts) > 3 else parts[-1]
    if len(parts) < 4 and not section.has("@"):
        return value
    return "".join(value if t.kind == "@" else t.text for t in section.tokens if t.kind in ("@", "text"))


def _choose(number: Decimal, parts: Sequence[Section]) -> tuple[Section | None, bool]:
    """Return the section that is for a number, None for General, and whether its sign is printed."""
    parts = [p for p in parts[:3] if not p.has("@")] or [Section((), None)]
    if parts == [Section((), None)]:
        return None, True
    if any(part.test for part in parts):
        for k, part in enumerate(parts):
            if part.test is None or _passes(number, *part.test):
                sign, limit = part.test or ("", Decimal(0))
                return part, not (sign in ("<", "<=") and limit <= 0) and not (k == 1 and not part.test)
        raise FormatError("no section is for the number")
    if len(parts) > 2 and number == 0:
        return parts[2], False
    return (parts[1], False) if len(parts) > 1 and number < 0 else (parts[0], True)


def _passes(number: Decimal, sign: str, limit: Decimal) -> bool:
    below, equal = number < limit, number == limit
    return {
        "<": below, "<=": below or equal, "=": equal, "<>": not equal,
        ">": not (below or equal), ">=": not below,
    }[sign]  # fmt: skip


def _general(number: Decimal) -> str:
    """Return a number as the format General shows it in a cell that is wide enough."""
    if number == 0:
        return "0"
    sign, size = "-" if number < 0 else "", abs(number)
    if size.adjusted() >= _WIDEST or size.adjusted() < -9:
        mantissa, power = f"{size:.5E}".split("E")
        mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{sign}{mantissa}E{power[0]}{int(power[1:]):02d}"
    places = max(0, _WIDEST - 2 - max(size.adjusted(), 0))
    text = f"{size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return sign + (text.rstrip("0").rstrip(".") if "." in text else text)


def _of_number(number: Decimal, section: Section, code: str) -> str:
    if section.has("E", "/") and section.has("0"):
        raise FormatError(code)
    tokens, shift = _scaled(section.tokens)
    if not section.has("0"):
        plain = _general(number) if section.has("general") else ""
        return "".join(plain if t.kind == "general" else t.text for t in tokens if t.kind != "date")
    point = next((i for i, t in enumerate(tokens) if t.kind == "."), len(tokens))
    whole, rest = tokens[:point], tokens[point + 1 :]
    places = sum(t.kind == "0" for t in rest)
    try:
        size = abs(number).scaleb(shift).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation as error:  # more digits than any program shows
        raise FormatError(code) from error
    digits, _, decimals = f"{size:f}".partition(".")
    text = _whole(digits.lstrip("0"), whole)
    if point < len(tokens):
        text += "." + _decimals(decimals, rest)
    return ("-" if number < 0 else "") + text


def _scaled(tokens: Sequence[Token]) -> tuple[list[Token], int]:
    """Drop the separators behind the last digit; return by how many places they and % move the point."""
    last = max((i for i, t in enumerate(tokens) if t.kind == "0"), default=-1)
    point = next((i for i, t in enumerate(tokens) if t.kind == "."), last + 1)
    end = max((i for i, t in enumerate(tokens[:point]) if t.kind == "0"), default=-1)
    scaling = {i for i, t in enumerate(tokens) if t.kind == "," and (i > last or end < i < point)}
    kept = [t for i, t in enumerate(tokens) if i not in scaling]
    return kept, 2 * sum(t.kind == "%" for t in tokens) - 3 * len(scaling)


def _whole(digits: str, tokens: Sequence[Token]) -> str:
    """Set the digits before the point into their places, from the right; the first takes what is left."""
    grouped = any(t.kind == "," for t in tokens)
    first = next((i for i, t in enumerate(tokens) if t.kind == "0"), -1)
    out: list[str] = []
    count = 0

    def put(digit: str) -> None:
        nonlocal count
        if grouped and count and count % 3 == 0 and digit.strip():
            out.append(",")
        out.append(digit)
        count += 1

    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.kind == "0":
            if digits or token.text != "#":
                put(digits[-1:] or token.text.replace("?", " "))
            digits = digits[:-1]
            while i == first and digits:
                put(digits[-1])
                digits = digits[:-1]
        elif token.kind != ",":
            out.append(token.text[::-1])
    rest = digits[::-1] if first < 0 else ""
    return (rest + "".join(out))[::-1]


def _decimals(digits: str, tokens: Sequence[Token]) -> str:
    """Set the digits behind the point into their places; where ``#`` and ``?`` stand, zeros at the end go."""
    places = [t.text for t in tokens if t.kind == "0"]
    kept = list(digits)
    for k in range(len(places) - 1, -1, -1):
        if kept[k] != "0" or places[k] == "0":
            break
        kept[k] = " " if places[k] == "?" else ""
    left = iter(kept)
    return "".join(next(left) if t.kind == "0" else t.text for t in tokens if t.kind != ",")
