"""Statements without a number: unchanged (持平), and that there is none (无)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..knowledge import any_of, phrases
from .counted import bought_topic
from .nouns import Topic, topic


@cache
def _flat_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<base>{any_of('compare')}(?:于)?(?:20\d\d(?:年度?|(?!\d))|{any_of('last_year')}|{any_of('own_base')})[^，。；]*?|同比)"
        rf"(?P<flat>{any_of('flat')})"
    )


def flat(text: str) -> tuple[int, int, bool] | None:
    """Find ``与上年持平``: start, end, and whether it says so exactly (not 基本持平).

    >>> flat("基本支出与上年预算数基本持平")
    (4, 14, False)
    """
    match = _flat_pattern().search(text)
    return (match.start(), match.end(), phrases("flat")[match["flat"]] == "exact") if match else None


def absent_topics(
    text: str, names: Iterable[str], year: int | None, bodies: Iterable[str] = ()
) -> list[tuple[int, int, Topic | None]]:
    """Find what a clause says there is none of: start and end of the phrase, and the topic.

    The topic is None where the clause only denies, or denies what was named before (无此项支出).
    Statements about another year or about money carried over are left out.

    >>> [t.fund for _, _, t in absent_topics("2024年无政府性基金预算支出", (), 2024)]
    ['government_fund']
    """
    match = re.search(rf"(?!{any_of('not_absent')}){any_of('absent')}", text)
    years = {int(y) for y in re.findall(r"20\d\d(?=年)", text)}
    if not match or re.search(any_of("carried"), text) or (year and years - {year}):
        return []
    after = text[match.end() :]
    if after.endswith("的"):  # 无此项支出的，仍保留该表: a condition
        return []
    if re.fullmatch(rf"(?:(?:{any_of('pronoun')}){any_of('filler')}*)?", after):
        before = None if after else topic(text[: match.start()], names, bodies)
        return [(match.start(), match.end(), before)]
    found: list[tuple[int, int, Topic | None]] = []
    at = match.end()
    for part in re.split("([、和及])", after):
        named = topic(part.strip("（）"), names, bodies)
        if named is None or not named.concept:
            named = bought_topic(part, "购置" in after) or named
        listed = named and found and re.search("(?:支出|收入)(?:预算)?\\Z", part)  # 无甲支出和乙支出
        if named and (named.concept or listed):
            found.append((match.start(), at + len(part), named))
        at += len(part)
    return found
