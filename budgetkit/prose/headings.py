"""Nouns outside of plain phrases: headings, counted things, context words, the department's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..knowledge import alias_pattern, any_of, concepts
from ..text import fold, marker
from .nouns import Topic, managed, topic


def heading_topic(text: str, names: Iterable[str] = ()) -> Topic | None:
    """Read what a heading speaks of; a heading that lists several things names only their fund.

    >>> heading_topic("（八）政府性基金预算支出情况说明").fund
    'government_fund'
    >>> heading_topic("1.住房公积金（项）").item
    '住房公积金'
    """
    text = re.sub('[“”"‘’]', "", fold(text))
    for name in names:
        text = text.replace(name, "")
    if re.search("[款项]）", text):
        return topic(text)
    rows = [concepts()[m[0]] for m in alias_pattern().finditer(text)]
    heads = [r for r in rows if r["rank"] in ("total", "part", "class", "context")]
    funds = [r["fund"] for r in rows if r["rank"] == "fund"]
    fund = funds[0] if len(set(funds)) == 1 else ""
    named = heads or [r for r in rows if r["rank"] == "generic"]
    if len({r["concept"] for r in named}) == 1:
        row = named[-1]
        return Topic(
            row["concept"], row["alias"], row["rank"], row["kind"], row["direction"],
            fund or row["fund"], row["nature"], row["form"],
        )  # fmt: skip
    return Topic(fund, "", "fund", fund=fund) if fund else None


def unit_topic(text: str, names: Iterable[str]) -> Topic | None:
    """Read a heading that is the name of one unit, so that what follows speaks of that unit only.

    >>> unit_topic("二、某市饮用水源保护中心", ("某市水务局",)).within
    '某市饮用水源保护中心'
    """
    rank, mark = marker(text)
    name = text[len(mark) :].rstrip("。：")
    org = re.fullmatch(
        rf"[^，。；：、的\d]{{3,}}{any_of('org')}(?:(?P<own>（(?:本级|机关|本部)）)|（[^（）]{{1,8}}）)?",
        name,
    )
    if org is None:
        return None
    inside = any(name in known or (rank < 0 and known in name) for known in names)
    if inside and not org["own"]:
        return None
    return Topic("", name, "unit", within=name)


def context_topic(text: str) -> Topic | None:
    """Find a word that lends its meaning to the next nameless amount (绩效目标管理，涉及5万元).

    Its nature is that of projects only where the text names projects (项目): else all money is meant.

    >>> context_topic("项目支出均实行绩效目标管理").concept
    'performance_amount'
    >>> context_topic("绩效目标管理全覆盖").form
    'department_targets'
    """
    rows = [concepts()[m[0]] for m in alias_pattern().finditer(text)]
    found = next((r for r in rows if r["rank"] == "context"), None)
    if found is None:
        return None
    nature, form = managed(found, text)
    return Topic(found["concept"], found["alias"], "context", "money", found["direction"], "", nature, form)
