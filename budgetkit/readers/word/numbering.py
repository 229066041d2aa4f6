"""Numbers of headings and lists that Word counts itself: they are in no text of the file."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ..elements import attribute, child, local, number

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CHINESE = (
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "ideographDigital",
)  # fmt: skip
_NOTHING = ("none", "bullet")
LEVELS = 9


class Numbering:
    """Counts the paragraphs of each list.

    Parameters
    ----------
    part : Element or None
        The part ``numbering``.
    """

    def __init__(self, part: Element | None) -> None:
        rows = list(part) if part is not None else []
        self._lists = {attribute(e, "abstractNumId"): e for e in rows if local(e) == "abstractNum"}
        self._nums = {attribute(e, "numId"): e for e in rows if local(e) == "num"}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        self.unknown: set[str] = set()

    def next(self, key: str, level: int) -> str:
        """Return the number that stands before the next paragraph of a list; "" if none does.

        ``unknown`` holds the kinds of numbers that were met and cannot be written.
        """
        num = self._nums.get(key)
        if num is None or not 0 <= level < LEVELS:
            return ""
        name = attribute(child(num, "abstractNumId"), "val")
        levels = self._levels(num, name)
        counts = self._counts.setdefault(name, [None] * LEVELS)
        self._restart(num, key, counts)
        before = counts[level]
        counts[level] = number(child(levels.get(level), "start")) if before is None else before + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return self._written(levels, level, counts)

    def _levels(self, num: Element, name: str) -> dict[int, Element]:
        rows = self._lists.get(name)
        found = {number(e, "ilvl"): e for e in (rows if rows is not None else ()) if local(e) == "lvl"}
        for changed in (e for e in num if local(e) == "lvlOverride"):
            if (own := child(changed, "lvl")) is not None:
                found[number(changed, "ilvl")] = own
        return found

    def _restart(self, num: Element, key: str, counts: list[int | None]) -> None:
        """Begin anew the levels for which a list says so, when it is met first."""
        if key not in self._begun:
            self._begun.add(key)
            for changed in (e for e in num if local(e) == "lvlOverride"):
                start, level = child(changed, "startOverride"), number(changed, "ilvl")
                if start is not None and level < LEVELS:
                    counts[level] = number(start, default=1) - 1

    def _written(self, levels: dict[int, Element], level: int, counts: list[int | None]) -> str:
        here = levels.get(level)
        if here is None or attribute(child(here, "numFmt"), "val") in _NOTHING:
            return ""
        plain = child(here, "isLgl") is not None

        def one(found: re.Match[str]) -> str:
            of = int(found[1]) - 1
            kind = attribute(child(levels.get(of), "numFmt"), "val")
            count = counts[of]
            count = number(child(levels.get(of), "start")) if count is None else count
            text = written(count, "decimal" if plain else kind or "decimal")
            if text is None:
                self.unknown.add(kind)
            return text or ""

        text = re.sub(r"%([1-9])", one, attribute(child(here, "lvlText"), "val"))
        gap = "" if re.search(r"[、）)．.。：:]$", text) or not text else " "
        return text + gap


def written(n: int, kind: str) -> str | None:
    """Write a number as a list does; None for a kind that is not known.

    >>> [written(n, "chineseCounting") for n in (1, 10, 12, 20, 35)], written(4, "lowerRoman")
    (['一', '十', '十二', '二十', '三十五'], 'iv')
    >>> written(3, "decimalEnclosedCircle"), written(2, "upperLetter"), written(3, "chineseLegalSimplified")
    ('③', 'B', '叁')
    """
    if kind in ("decimal", "decimalHalfWidth"):
        return str(n)
    if kind == "decimalZero":
        return f"{n:02}"
    if kind == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(c)) for c in str(n))
    if kind.startswith("decimalEnclosedCircle") and 0 < n < 21:
        return chr(0x2460 + n - 1)
    if kind == "decimalEnclosedParen" and 0 < n < 21:
        return chr(0x2474 + n - 1)
    if kind in ("lowerLetter", "upperLetter") and 0 < n < 27:
        return chr((97 if kind[0] == "l" else 65) + n - 1)
    if kind in ("lowerRoman", "upperRoman") and 0 < n < 400:
        return _roman(n).upper() if kind[0] == "u" else _roman(n)
    if kind in _CHINESE and 0 < n < 100:
        return _chinese(n, _DIGITS, "十").removeprefix("一" if n < 20 and n > 9 else "")
    if kind == "chineseLegalSimplified" and 0 < n < 100:
        return _chinese(n, _LEGAL, "拾")
    return None


def _chinese(n: int, digits: str, ten: str) -> str:
    tens = digits[n // 10] + ten if n > 9 else ""
    return tens + (digits[n % 10] if n % 10 else "")


def _roman(n: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (n // value)
        n %= value
    return text
