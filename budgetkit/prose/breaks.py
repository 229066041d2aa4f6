"""Where a sentence breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..knowledge import any_of
from .numbers import Number


@dataclass(frozen=True, slots=True)
class Cut:
    """A break of the sentence: ``kind`` is the punctuation mark or reason, weak, purpose, scope."""

    start: int
    end: int
    kind: str


@cache
def _cut_pattern() -> re.Pattern[str]:
    link = "(?:是|为|说明|有|如下|在于|系|主要|由于|因)*"
    return re.compile(
        rf"(?P<reason>{any_of('reason')}{link})|(?P<weak>{any_of('reason_weak')})|(?P<purpose>{any_of('purpose')})"
        rf"|(?P<scope>{any_of('scope')}(?=[：，]|[^，。；]*\d))|(?P<mark>[，。；：、（）！？])"
    )


def cuts(text: str, found: Sequence[Number]) -> list[Cut]:
    """Cut a folded paragraph; brackets without a figure and 、 inside a name do not cut."""
    ends = {f.end for f in found}
    structural = _brackets(text, found)
    listed = ends | {i + 1 for i in structural}
    dated = re.compile(rf"(?:\A|[，。；（])(?:20\d\d年度?|{any_of('last_year')})\Z")
    found_cuts: list[Cut] = []
    for m in _cut_pattern().finditer(text):
        kind = m.lastgroup or ""
        if any(f.start < m.end() and m.start() < f.end for f in found):
            continue
        if kind == "mark":
            mark = m[0]
            if mark in "（）" and m.start() not in structural:
                continue
            if mark == "、" and m.start() not in listed:
                continue
            if mark == "：" and any(f.start == m.end() for f in found) and dated.search(text, 0, m.start()):
                continue  # （2023年：5万元）
            if mark == "。" and _stray(text, m, found):
                continue
            if mark in "，：" and _inside_plain_bracket(text, m.start(), structural):
                continue
            found_cuts.append(Cut(m.start(), m.end(), mark))
        elif (
            kind == "reason"
            or m.start() == 0
            or m.start() in ends
            or text[m.start() - 1] in "，。；：、（） "
        ):
            found_cuts.append(Cut(m.start(), m.end(), kind))
    return found_cuts


def _stray(text: str, stop: re.Match[str], found: Sequence[Number]) -> bool:
    """Tell whether a full stop stands between a noun and its amount by mistake: ``维修（护）费。12万元``."""
    amount = any(f.start == stop.end() and f.kind == "money" for f in found)
    return amount and re.search(r"[^，。；：、\d]{2,}费\Z", text[: stop.start()]) is not None


def _brackets(text: str, found: Sequence[Number]) -> set[int]:
    """Return the offsets of brackets that hold a figure."""
    stack: list[int] = []
    offsets: set[int] = set()
    for i, char in enumerate(text):
        if char == "（":
            stack.append(i)
        elif char == "）" and stack:
            start = stack.pop()
            if any(start < f.start and f.end <= i for f in found):
                offsets |= {start, i}
    return offsets


def _inside_plain_bracket(text: str, at: int, structural: set[int]) -> bool:
    start = max(text.rfind("（", 0, at), 0)
    return text[start : start + 1] == "（" and start not in structural and "）" not in text[start:at]
