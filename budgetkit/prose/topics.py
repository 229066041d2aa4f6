"""Topics: what does a figure speak of, given the whole that it is a part of?

A noun phrase alone (:mod:`budgetkit.prose.nouns`) says less than the place where it stands: a heading, a list
or a reason lends it fund, direction and form, and a part of one line or of one unit is no part of the
whole.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..knowledge import phrases
from .nouns import Topic, topic

_SPENT = ("basic_expenditure", "project_expenditure")
_PARTS = {"item": ("part", "class", "generic", "fund"), "class": ("part", "generic")}


def inherit(child: Topic, scope: Topic | None) -> Topic:
    """Let a topic take fund, direction and form from the scope that it stands in.

    What is a part of one line or of one body only says so (``within``).

    >>> line = Topic("function_item", "行政运行", "class", direction="expenditure", fund="general_public")
    >>> part = inherit(Topic("personnel", "人员经费", "part"), line)
    >>> part.concept, part.fund, part.within
    ('personnel', 'general_public', '行政运行')
    """
    if child.rank == "unit":
        around = scope if scope and scope.rank in ("generic", "total", "part") else child
        return replace(around, within=child.within)
    fund = child.fund or (scope.fund if scope else "") or ("total" if child.kind == "money" else "")
    if scope and scope.within and not child.within:
        child = replace(child, within=scope.within)
    if scope and scope.concept in _SPENT and child.rank == "part" and child.direction == "revenue":
        return replace(scope, fund=child.fund)  # 基本支出…，其中事业收入5万元: paid from it
    if scope and child.rank in _PARTS.get(scope.rank, ()) and child.kind == scope.kind == "money":
        if child.rank in ("generic", "fund") or child.concept.startswith("current_"):  # 预算支出 of a class
            return scope if not child.fund else replace(scope, fund=child.fund)
        child = replace(child, within=scope.item or scope.concept, form="", rank="item")
    if scope and scope.nature == "operating" and child.rank == "part" and child.form == "three_public":
        child = replace(child, within=child.within or scope.item, form="")  # 机关运行经费…，其中会议费
    if child.kind == "money":
        child = _as_money_of(replace(child, fund=fund), scope)
    elif (
        scope
        and scope.concept == "vehicles_to_buy"
        and re.match("vehicles_(?!to_buy)", child.concept)
        and child.rank == "part"
    ):
        child = replace(child, concept=child.concept.replace("vehicles_", "vehicles_to_buy_"), fund=fund)
    elif scope and scope.kind == child.kind and child.rank == "part":
        child = replace(child, fund=fund)
    nature = child.nature or _lent(child, scope) or ("total" if child.kind == "money" else "")
    return replace(child, form=_form(child), nature=nature)


def _lent(child: Topic, scope: Topic | None) -> str:
    """Return the nature of a class that is a part of project or basic expenditure."""
    line = child.rank == "class" and not child.economic_code
    return scope.nature if scope and line and scope.concept in _SPENT and not scope.within else ""


def _as_money_of(child: Topic, scope: Topic | None) -> Topic:
    """Say what money named only by its fund, or only as income or spending, is."""
    by_fund = child.rank == "generic" or child.concept in ("public_expenditure", f"{child.fund}_expenditure")
    if scope and scope.rank == "context" and by_fund and child.fund != "total":
        child = replace(child, rank="fund")
    if child.rank not in ("fund", "generic"):
        held = child.concept and not child.direction and child.rank != "context"  # assets are neither
        direction = child.direction or ("" if held else scope.direction if scope else "")
        direction = "" if direction == "both" else direction
        if not child.concept and child.rank == "item":
            carried = any(child.item.endswith(word) for word in phrases("carried"))
            spent = any(child.item.endswith(word) for word in phrases("spending"))
            direction = "carry_in" if carried else "expenditure" if spent else direction or "expenditure"
        return replace(child, direction=direction)
    direction = child.direction or (scope.direction if scope else "")
    inside = (
        scope is not None and scope.rank not in ("fund", "generic", "class", "item") and child.rank == "fund"
    )
    if inside and scope and scope.concept and scope.kind == "money" and scope.concept != "revenue_budget":
        return replace(
            child, concept=scope.concept, direction=scope.direction, nature=scope.nature, form=scope.form
        )
    source = scope is not None and scope.concept == "revenue_budget"
    public = ("general_public", "dept_summary") if source else ("public_revenue", "fiscal_summary")
    names = {
        ("revenue", "total"): ("revenue_budget", "dept_summary"),
        ("expenditure", "total"): ("expenditure_budget", "dept_summary"),
        ("both", "total"): ("total_budget", "dept_summary"),
        ("revenue", "general_public"): public,
        ("expenditure", "general_public"): ("public_expenditure", "public_expenditure"),
    }
    other = (
        "dept_summary" if source else "fiscal_summary" if direction in ("revenue", "both") else "@function"
    )
    suffix = {"expenditure": "_expenditure", "both": "_budget"}.get(direction, "")
    concept, form = names.get((direction, child.fund), (child.fund + suffix, other if direction else ""))
    return replace(child, concept=concept, form=form, direction="" if direction == "both" else direction)


def _form(child: Topic) -> str:
    kind, at, group = child.form.partition("@")
    if not at:
        return kind
    return phrases(f"form:{group}").get(child.fund, "")


def share_of(words: str, fund: str) -> tuple[tuple[str, ...], str]:
    """Read what a share of money of some fund is of: concepts, and the fund where it is named.

    Words that name no fund may mean all funds, or the one of the share.

    >>> share_of("支出总额的", "general_public"), share_of("一般公共预算支出的", "total")
    ((('expenditure_budget', 'public_expenditure'), ''), (('public_expenditure',), 'general_public'))
    """
    named = topic(re.sub(r"[\d.,]+[万亿千百]?元\Z", "", words))
    if named is None or not named.concept:
        return (), ""
    wholes = (named, replace(named, fund=named.fund or fund))
    return tuple(dict.fromkeys(inherit(whole, None).concept for whole in wholes)), named.fund
