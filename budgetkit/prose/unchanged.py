"""Statements without a number: unchanged (持平), and that there is none (无)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from ..knowledge import any_of, phrases
from .clauses import Clause, read_clause
from .counted import bought_topic
from .nouns import Topic, topic
from .scopes import Said
from .subjects import Subjects
from .topics import inherit


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
    Statements about another year or about money carried over are left out, and so are conditions.

    >>> [t.fund for _, _, t in absent_topics("2024年无政府性基金预算支出", (), 2024)]
    ['government_fund']
    >>> absent_topics("如无政府性基金预算支出", (), 2024)
    []
    """
    match = re.search(rf"(?!{any_of('not_absent')}){any_of('absent')}", text)
    years = {int(y) for y in re.findall(r"20\d\d(?=年)", text)}
    if not match or re.search(any_of("carried"), text) or (year and years - {year}):
        return []
    after = text[match.end() :]
    if re.search(r"的(?:单位|部门)?\Z", after):  # 无此项支出的，仍保留该表: a condition
        return []
    if re.search(rf"{any_of('unasserted')}\Z|\A[^无没]{{0,6}}{any_of('condition')}", text[: match.start()]):
        return []  # 如无…，则…; 表示没有…
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


def unchanged(subjects: Subjects, text: str, start: int, at: int, end: int, exact: bool) -> Said | None:
    """Read ``与上年持平`` (see :func:`flat`), a change of nothing, unless it only repeats a reason.

    `start` is the offset of `text` in the paragraph.
    """
    if subjects.scopes.inside("reason"):
        return None
    clause = read_clause(text[:end], subjects.publisher.year)
    about = subjects.of(Clause(text[:at], base=clause.base))
    if about is None:
        return None
    said = Said(about, "change", start + at, start + end, direction="none")
    said.base = clause.base or subjects.scopes.base or said.base
    if exact and about.kind == "money":
        said.fen = 0
    elif exact:
        said.value = 0.0
    return said


def denied(subjects: Subjects, whole: str, start: int, end: int) -> Iterator[Said]:
    """Read what a clause of a paragraph (``whole[start:end]``) says there is none of, reasons left out."""
    if subjects.scopes.inside("reason", "purpose"):
        return
    publisher = subjects.publisher
    found = absent_topics(whole[start:end], publisher.names, publisher.year, publisher.bodies)
    for first, last, named in found:
        at = start + first
        for about in _denied(subjects, named, whole[:at], whole[at : start + last], start):
            if not (about.concept or about.item):
                continue
            if about.fund in ("government_fund", "state_capital") and about.concept.startswith(about.fund):
                suffix = "_expenditure" if about.direction == "expenditure" else ""
                form = phrases("form:function")[about.fund]
                about = replace(about, concept=about.fund + suffix, form=form)
            if "（" not in whole[max(whole.rfind("，", 0, at), 0) : at]:
                subjects.scopes.turn(about)
            yield Said(about, "absent", at, start + last)


def _denied(subjects: Subjects, named: Topic | None, before: str, phrase: str, start: int) -> Iterator[Topic]:
    """Return what is denied; 没有…收支 denies both sides, 无 alone what the heading names."""
    scopes = subjects.scopes
    head = scopes.head()
    if named is None:  # 无 below a heading, or 无此项支出 (未列支) of what was named before
        alone = start == 0 and not before.strip()
        said = phrase not in ("无", "没有") and scopes.group
        if about := head if alone else scopes.subject if said else None:
            yield about
        return
    sides = [named]
    if named.rank == "generic" and named.direction == "both" and named.fund:
        sides = [replace(named, rank="fund", direction=side) for side in ("revenue", "expenditure")]
    whole = head
    if head and head.rank == "context":
        whole = None
    elif scopes.scope and scopes.scope.rank == "context":
        whole = scopes.scope  # 绩效目标管理…，不涉及政府性基金
    mentioned = subjects.mentioned
    if before[-1:] == "（" and mentioned:  # 收入全部为财政拨款（无基金预算拨款）
        sides = [replace(s, direction=s.direction or mentioned.direction) for s in sides]
    for side in sides:
        yield inherit(side, whole if side.rank in ("total", "generic", "fund") else scopes.scope)
