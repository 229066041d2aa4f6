"""The words that departments state figures in, and the numbers among them.

The words are rows: ``data/concepts.csv`` (nouns: what a figure can speak of, see
:mod:`budgetkit.prose.topics`) and ``data/phrases.csv`` (everything else).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..knowledge import any_of, phrases


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number with its unit; ``kind`` is money, percent, count or bare."""

    start: int
    end: int
    number: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Share:
    """A number that is said to be a share (占…): where it begins, and whether % stands behind it.

    ``ends`` tells that punctuation follows the number, so that no line break cut its sign off.
    """

    start: int
    number: str
    signed: bool
    ends: bool


@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\d.A-Za-z〔\[【第图表件])(?P<number>(?:(?<![\d）A-Za-z%元年月])-)?"
        r"(?:\d{1,3}(?:，\d{3})+(?=\.\d|[万亿千百]?元)(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?))"
        r"(?![\d\]〕】A-Za-z]|\.\d|,\d)"
        rf"(?P<unit>{any_of('unit')}|[万亿](?=[，。；、）]|以[上下]|用于|主要|\Z))?"
    )


@cache
def _not_budget() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    before = re.compile(any_of("target") + r"\Z")
    after = re.compile(any_of("physical") + "(?!级)")  # 11个区, but 5个市级项目
    return before, after, re.compile(any_of("threshold"))


def numbers(text: str) -> list[Number]:
    """Find the numbers of a folded text that can be budget figures.

    Years, dates, ordinals, document numbers, budget codes, list markers, lengths and areas,
    thresholds (单价100万元以上) and targets (≥99%) are none.

    >>> [(f.number, f.unit) for f in numbers("2024年预算5万元，购置单价100万元以上设备2台，满意度≥95%")]
    [('5', '万元'), ('2', '台')]
    """
    before, after, threshold = _not_budget()
    found = []
    for m in _number_pattern().finditer(text):
        unit = m["unit"] or ""
        rest = text[m.end() : m.end() + 8]
        if before.search(text, max(0, m.start() - 4), m.start()) and not _plain_reach(text, m.start(), unit):
            continue
        if _is_path_code(text, m.start(), m["number"]):
            continue
        if threshold.match(rest) or (unit in ("个", "") and after.match(unit + rest)):
            continue
        if unit.endswith("元") and rest.startswith("/"):
            continue  # a price: 1.36元/吨
        if not unit and (
            _is_code(m["number"], text, m.start(), m.end()) or _is_marker(text, m.start(), m.end())
        ):
            continue
        unit = {"万": "万元", "亿": "亿元"}.get(unit, unit)
        kind = phrases("unit").get(unit, "bare")
        found.append(Number(m.start(), m.end(), m["number"].replace("，", ","), unit, kind))
    return found


def shares(text: str) -> list[Share]:
    """Find the numbers of a folded text that are shares, with or without their sign.

    >>> [(s.number, s.signed) for s in shares("基本支出4万元，占支出的40%，占收入的35。")]
    [('40', True), ('35', False)]
    """
    if not (lead := re.compile(any_of("share"))).search(text):
        return []
    return [
        Share(n.start, n.number, n.kind == "percent", text[n.end : n.end + 1] in tuple("，。；、）"))
        for n in numbers(text)
        if n.kind in ("percent", "bare") and lead.search(re.split("[，。；、]", text[: n.start])[-1])
    ]


def _plain_reach(text: str, start: int, unit: str) -> bool:
    """Tell ``支出达5万元`` (a figure) from ``满意度达到95%`` (a target)."""
    return unit in phrases("unit") and phrases("unit")[unit] == "money" and text[start - 1] in "达到"


def _is_code(number: str, text: str, start: int, end: int) -> bool:
    """Tell a functional or economic code (seven digits, or in brackets after its name) or a year."""
    if re.fullmatch(r"(?:19|20)\d\d", number):
        return True
    if not number.isdigit() or len(number) not in (3, 5, 6, 7):
        return False
    return len(number) == 7 or (text[start - 1 : start] == "（" and text[end : end + 1] == "）")


def _is_path_code(text: str, start: int, number: str) -> bool:
    """Tell the code in ``公共安全支出（204类）司法（06款）``."""
    end = start + len(number)
    return text[start - 1 : start] == "（" and re.match(r"[类款项]）", text[end : end + 2]) is not None


def _is_marker(text: str, start: int, end: int) -> bool:
    inside = text[start - 1 : start] == "（" and text[end : end + 1] == "）"
    opens = start == 0 or text[start - 1] in "。；：，"
    return end - start <= 2 and (inside or (opens and text[end : end + 1] in "、．."))
