"""Nouns outside of plain phrases: headings, counted things, context words, the department's own name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from .nouns import Topic, alias_pattern, concepts, noise, topic
from .typesetting import marker
from .wording import any_of, fold, phrases

__all__ = [
    "bodies",
    "bought_topic",
    "context_topic",
    "count_topic",
    "counted_unit",
    "heading_topic",
    "own_names",
    "unit_topic",
]


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


@cache
def _counted() -> list[tuple[str, dict[str, str]]]:
    rows = [(alias, row) for alias, row in concepts().items() if row["kind"] != "money"]
    return sorted(rows, key=lambda pair: len(pair[0]), reverse=True)


def count_topic(before: str, after: str, unit: str) -> Topic | None:
    """Read what a count speaks of: the noun before it, or directly after it (``4个项目``).

    >>> count_topic("所属各预算单位共有车辆", "", "辆").concept
    'vehicles_total'
    """
    _, filling = noise()
    before = re.sub(r"（[^（）]*）\Z", "", before)
    fits = [(a, r) for a, r in _counted() if unit[0] in r["kind"] or unit in r["kind"]]
    found = [(before.rfind(a) + len(a), len(a), a, r) for a, r in fits if a in before]
    found = [f for f in found if filling.fullmatch(before, f[0])]
    near = ""
    if not found:
        near = re.split(r"[，。；：、（]", after)[0][:14]
        if organisation := re.search(any_of("org_counted"), near):
            near = near[: organisation.start()]
        found = [(-near.find(a), len(a), a, r) for a, r in fits if a in near]
        if found and unit[0] in "辆台" and "购置" not in before + near:
            return Topic("", max(found)[2], kind=unit)
    if not found:
        return _counted_item(before, unit)
    _, _, alias, row = max(found)
    concept = row["concept"]
    if concept in ("equipment", "vehicles_total"):
        if gone := re.search(any_of("disposing"), before[: before.rfind(alias)]):
            return Topic("", before[gone.start() :], kind=unit)  # 报废公务用车1辆
        if re.search(any_of("buying"), before + near):
            concept = {"equipment": "equipment_to_buy"}.get(concept, "vehicles_to_buy")
    elif row["rank"] == "part" and re.search(any_of("buying"), before):  # 购置应急保障用车1辆
        concept = re.sub("^vehicles_", "vehicles_to_buy_", concept)
    funds = [concepts()[m[0]] for m in alias_pattern().finditer(before)]
    fund = next((r["fund"] for r in funds if r["rank"] == "fund"), "")
    return Topic(concept, alias, row["rank"], row["kind"], fund=fund)


def counted_unit(noun: str) -> str:
    """Return the unit that a noun is counted in, where it names vehicles or equipment.

    >>> counted_unit("其他用车"), counted_unit("其他收入")
    ('辆', '')
    """
    noun = re.sub(r"（[^（）]*）\Z", "", noun)
    row = next((row for alias, row in _counted() if noun.endswith(alias)), None)
    return row["kind"][0] if row and row["kind"][0] in "辆台" else ""


def _counted_item(before: str, unit: str) -> Topic | None:
    """Return a counted thing that no concept knows by its name (在建工程1项)."""
    named = Topic(item=before) if before == "人数" else topic(before)
    if named is None or re.search(any_of("org_counted"), before[-6:]):
        return None
    if named.concept or named.item in phrases("counting_verb"):
        asset = named.kind == "money" and not named.direction
        return replace(named, rank="item", kind=unit) if asset and named.rank == "part" else None
    return Topic("", named.item, kind=unit)


def bought_topic(text: str, buying: bool = True) -> Topic | None:
    """Read vehicles to be bought, or equipment: 购置车辆, 单价100万元以上的设备.

    >>> bought_topic("购置车辆").concept, bought_topic("单价100万元以上的设备", buying=False).concept
    ('vehicles_to_buy', 'equipment')
    """
    for alias, row in _counted():
        if row["concept"] == "equipment" and alias in text:
            return Topic("equipment_to_buy" if buying else "equipment", alias, row["rank"], row["kind"])
        if row["rank"] == "total" and re.search(f"购置[^，]{{0,6}}{alias}|{alias}购置", text):
            return Topic("vehicles_to_buy", alias, row["rank"], row["kind"])
    return None


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
    whole = found["nature"] == "project" and "项目" not in text
    nature, form = ("total", "department_targets") if whole else (found["nature"], found["form"])
    return Topic(found["concept"], found["alias"], "context", "money", found["direction"], "", nature, form)


def own_names(texts: Iterable[str], entity: str) -> tuple[str, ...]:
    """Find how a document names its own department: before its totals, more than once.

    Where the document does not say whose it is, the first that states its totals is taken.

    >>> own_names(["某县水务局收入预算5万元。", "2024年某县水务局“三公”经费1万元。"], "")
    ('某县水务局',)
    """
    pattern = re.compile(
        rf"(?:^|[，。；：]|年度?，?|关于)(?P<name>[^，。；：、（）\d]{{3,40}}?)(?:（[^）]*）)?(?:20\d\d年度?)?{any_of('after_entity')}"
    )
    is_org = re.compile(rf"[^的“”]+{any_of('org')}")
    found = Counter(
        m["name"] for text in texts for m in pattern.finditer(text) if is_org.fullmatch(m["name"])
    )
    names = {name for name, n in found.items() if n > 1 or (entity and name.startswith(entity))}
    names |= {entity} if entity else {name for name, _ in found.most_common(0 if names else 1)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def bodies(texts: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """Find the other bodies that a document speaks of: names that stand alone, in a list or a heading.

    >>> bodies(["下属单位：某县水文站、某县水利工程质量监督中心。"], ["某县水利局"])
    ('某县水利工程质量监督中心', '某县水文站')
    """
    known, texts = tuple(own), list(texts)
    itself = re.compile(any_of("itself"))
    if not known and sum(len(itself.findall(text)) for text in texts) < 3:
        return ()  # whose document it is, is not known: any name may be its own
    pattern = re.compile(
        rf"(?<![^，。；：、\s\d）])[^，。；：、（）\d\s的“”]{{4,28}}?{any_of('body')}(?:（[^（）\d]{{1,8}}）)?(?=[，。；：、（\s\d]|\Z)"
    )
    found = {m[0] for text in texts for m in pattern.finditer(text)}
    others = {name for name in found if not any(name in mine for mine in known)}
    return tuple(sorted(others, key=lambda name: (-len(name), name)))
