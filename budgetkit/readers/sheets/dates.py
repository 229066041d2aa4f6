"""Dates and times in a spreadsheet: a number of days, and how its format writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

_EPOCH = dt.datetime(1899, 12, 30)
_DAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def serial(value: Any) -> Decimal:
    """Return the number of days that a spreadsheet keeps for a date or time.

    >>> serial(dt.datetime(2024, 1, 1, 12)), serial(dt.time(6))
    (Decimal('45292.5'), Decimal('0.25'))
    """
    if isinstance(value, dt.time):
        value = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    elif not isinstance(value, dt.timedelta):
        value = _moment(value) - _EPOCH
    return Decimal(value.days) + Decimal(value.seconds) / 86400


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    days = value.total_seconds() / 86400 if isinstance(value, dt.timedelta) else None
    if isinstance(value, dt.time):
        days = float(serial(value))
    days = float(value) if days is None else days
    return _EPOCH + dt.timedelta(seconds=round(days * 86400))


def date_text(value: Any, tokens: Sequence[Any]) -> str:
    """Return a date as the tokens of its format write it; ``m`` beside hours or seconds means minutes.

    >>> from .number_format import sections
    >>> day = dt.datetime(2024, 3, 5)
    >>> [date_text(day, sections(code)[0].tokens) for code in ('yyyy"年"m"月"d"日"', "yyyy-mm-dd", "m/d/yy")]
    ['2024年3月5日', '2024-03-05', '3/5/24']
    """
    moment = _moment(value)
    half = any(t.text.lower() in ("am/pm", "a/p", "上午/下午") for t in tokens)
    dates = [t.text for t in tokens if t.kind == "date"]
    out = ""
    at = -1
    for token in tokens:
        if token.kind != "date":
            out += token.text
            continue
        at += 1
        before, after = dates[at - 1] if at else "", dates[at + 1] if at + 1 < len(dates) else ""
        minutes = token.text in ("m", "mm") and (before.strip("[]")[:1] == "h" or after[:1] == "s")
        out += _piece(moment, "n" * len(token.text) if minutes else token.text, half, value)
    return out


def _piece(moment: dt.datetime, code: str, half: bool, value: Any) -> str:
    """Return one part of a date."""
    hour = (moment.hour % 12 or 12) if half else moment.hour
    if code.startswith("["):
        seconds = int(serial(value) * 86400) if not isinstance(value, int | float) else int(value * 86400)
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[code[1]])
    if code.lower() in ("am/pm", "a/p", "上午/下午"):
        first, second = code.split("/")
        return first if moment.hour < 12 else second
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}
    if code[0] in "ye":
        return f"{moment.year % 100:02d}" if code[0] == "y" and len(code) < 3 else str(moment.year)
    if code[0] == "a" or (code[0] == "d" and len(code) > 2):
        return ("星期" if len(code) > 3 else "") + _DAYS[moment.weekday()]
    if code[0] == "m" and len(code) > 2:
        return _MONTHS[moment.month - 1]
    return f"{number[code[0]]:0{min(len(code), 2)}d}" if code[0] in number else ""
