"""Clauses: where a sentence breaks, and how the words before a figure read (level, change, prior, share)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..knowledge import alias_pattern, any_of, phrases
from .nouns import noise, topic


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is measured against: ``year`` (None where unknown), ``kind`` budget, final or ""."""

    year: int | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """How the text before a figure (or before a break) reads.

    ``role`` is level, change, prior, share or completion; ``noun`` the part that names a subject.
    ``governs`` is True where a verb or a year stands before the noun, so that it holds for the items
    that follow in a list (新增甲5万元，乙3万元). ``of`` is what a share is said to be of.
    """

    noun: str
    role: str = "level"
    direction: str = ""
    base: Base | None = None
    governs: bool = False
    of: str = ""


@cache
def _clause_patterns() -> dict[str, re.Pattern[str]]:
    year = rf"(?P<year>20\d\d)(?:年度?|度|(?!\d))|(?P<last>{any_of('last_year')})"
    return {
        "base": re.compile(
            rf"(?:(?P<exceed>{any_of('exceed')})了?|{any_of('compare')}于?)(?:{year}|(?={any_of('own_base')}))|同比|环比"
        ),
        "way": re.compile(
            rf"{any_of('not_direction')}|(?P<become>{any_of('become')})|(?P<either>{any_of('direction')}(?:（|/|或){any_of('direction')}）?)|"
            rf"(?P<way>{any_of('direction')})|(?P<tight>{any_of('direction_tight')}\Z)"
        ),
        "share": re.compile(rf"{any_of('share')}(?P<of>(?![有用比])[^占]*)\Z"),
        "completion": re.compile(rf"{any_of('completion')}(?P<of>[^，]*)\Z"),
        "from": re.compile(rf"{any_of('from')}(?:{year})"),
        "when": re.compile(rf"(?P<year>20\d\d)(?:年度?|度)|(?P<last>{any_of('last_year')})"),
        "kind": re.compile(any_of("base")),
        "flat": re.compile(any_of("flat")),
        "cause": re.compile(any_of("cause")),
        "result": re.compile(any_of("result")),
    }


def _base(match: re.Match[str], between: str, fiscal_year: int | None) -> Base:
    groups = match.groupdict()
    year = groups.get("year")
    kinds = [phrases("base")[m[0]] for m in _clause_patterns()["kind"].finditer(between)]
    kind = "final" if "final" in kinds else kinds[-1] if kinds else ""
    if year:
        return Base(int(year), kind)
    own = not groups.get("last") and match[0] not in ("同比", "环比")
    return Base(None if fiscal_year is None else fiscal_year - (0 if own else 1), kind)


def read_clause(text: str, fiscal_year: int | None, percent: bool = False) -> Clause:
    """Read the folded text between the last break and a figure.

    Parameters
    ----------
    text : str
        From the last break (punctuation, figure before) up to the figure.
    fiscal_year : int or None
        Year of the document, which 上年 counts from.
    percent : bool
        The figure is a percentage.

    Examples
    --------
    >>> c = read_clause("收入比2023年增加", 2024)
    >>> c.noun, c.role, c.direction, c.base
    ('收入', 'change', 'increase', Base(year=2023, kind=''))
    >>> read_clause("比上年预算数", 2024)
    Clause(noun='', role='prior', direction='', base=Base(year=2023, kind='budget'), governs=False, of='')
    """
    patterns = _clause_patterns()
    if percent and (m := patterns["share"].search(text)):
        return Clause(text[: m.start()], "share", of=m["of"])
    if m := patterns["completion"].search(text):
        base = Base(fiscal_year, "budget")
        if percent or patterns["kind"].search(m["of"]):
            return Clause(text[: m.start()], "completion" if percent else "prior", base=base)
    base_match = patterns["base"].search(text)
    at = base_match.end() if base_match else 0
    ways = [m for m in patterns["way"].finditer(text, at) if m.lastgroup]
    way = ways[-1] if ways else None
    if base_match:
        return _with_base(text, base_match, way, fiscal_year)
    if way:
        return _with_way(text, way, None, text[: way.start()])
    return _level(text, fiscal_year)


def _with_base(text: str, match: re.Match[str], way: re.Match[str] | None, year: int | None) -> Clause:
    between = text[match.end() : way.start() if way else len(text)]
    noun, named, after = text[: match.start()], *_split(between)
    base = _base(match, named, year)
    if match["exceed"] and not way:
        return Clause(noun, "change", phrases("exceed")[match["exceed"]], base)
    if way is None and _clause_patterns()["flat"].search(between):
        return Clause(noun, "change", "none", base)  # 与2024年预算一致0万元
    if way is None:
        return Clause(noun or after or _named_base(named), "prior", base=base)
    return _with_way(text, way, base, after or noun)


def _named_base(text: str) -> str:
    """Return what the base is called, where it has a name of its own: 同比2025年专项债安排."""
    text = re.sub(r"^年?[初末底]", "", text)
    named = topic(text)
    return text if named and named.rank not in ("generic", "fund") else ""


def _split(between: str) -> tuple[str, str]:
    """Split ``相比收入总计各``: what belongs to the base, and a noun after 相比."""
    named, mark, after = between.partition("相比")
    after = after.lstrip("较，")
    return named, after if mark else ""


def _with_way(text: str, way: re.Match[str], base: Base | None, noun: str) -> Clause:
    if way["become"]:
        return Clause(noun, "level", base=base)
    words = phrases("direction") | phrases("direction_tight")
    direction = "none" if way["either"] else words[way["way"] or way["tight"]]
    thing = text[way.end() :].removeprefix("了")
    _, filling = noise()
    if not filling.fullmatch(thing) or alias_pattern().search(thing):
        if direction == "none" and base is None:
            return Clause(text)  # a name: 应对气候变化工作5万元
        return Clause(thing, "change", direction, base, True)  # verb before object: 增加车辆购置经费5万元
    return Clause(_effect(noun), "change", direction, base)


def _effect(noun: str) -> str:
    """Return what changes in ``公用经费因人员增加而增加`` or ``标准降低导致人员经费减少``."""
    patterns = _clause_patterns()
    if found := list(patterns["result"].finditer(noun)):
        return noun[found[-1].end() :]
    if found := list(patterns["cause"].finditer(noun, 2)):
        return noun[: found[0].start()]
    earlier = [m for m in patterns["way"].finditer(noun) if m.lastgroup]
    return noun[earlier[-1].end() :] if earlier else noun


def _level(text: str, fiscal_year: int | None) -> Clause:
    patterns = _clause_patterns()
    if m := patterns["from"].search(text):
        return Clause(
            text[: m.start()] or text[m.end() :], "prior", base=_base(m, text[m.end() :], fiscal_year)
        )
    when = [
        m
        for m in patterns["when"].finditer(text)
        if not re.search(any_of("as_of") + r"\Z", text[: m.start()])
    ]
    if when and (m := when[-1]):
        base = _base(m, text[m.end() :], fiscal_year)
        carried = re.match(any_of("carried"), text[m.end() :])
        if base.year is not None and fiscal_year is not None and base.year != fiscal_year and not carried:
            return Clause(text[: m.start()] + text[m.end() :], "prior", base=base, governs=True)
    return Clause(text)


def own_time(text: str) -> bool:
    """Tell whether a clause says itself of which year its figure is.

    >>> own_time("2024年培训费"), own_time("培训费")
    (True, False)
    """
    return re.search(r"20\d\d[年度]|[本当今]年", text) is not None
