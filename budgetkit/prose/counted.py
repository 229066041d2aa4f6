"""Counted things: vehicles, people, batches, pieces of equipment."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ..knowledge import alias_pattern, any_of, concepts, phrases
from .nouns import Topic, noise, topic


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
