"""The nouns that figures speak of (``data/concepts.csv``)."""

from __future__ import annotations

import re
from functools import cache

from .data import table


@cache
def concepts() -> dict[str, dict[str, str]]:
    """Return the nouns that figures speak of, by alias."""
    return {row["alias"]: row for row in table("concepts")}


@cache
def alias_pattern() -> re.Pattern[str]:
    """Return a pattern of all nouns that money is counted for, longest first."""
    names = [alias for alias, row in concepts().items() if row["kind"] == "money"]
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


@cache
def concept_names() -> frozenset[str]:
    """Return what figures can be said to speak of: the concepts of the tables, and those made of them.

    A fund that is named without its noun speaks of its own revenue (the fund), its ``_expenditure`` or,
    for both sides, its ``_budget``; what is named by its code or path is an item of a classification;
    kinds of vehicles that are to be bought (``vehicles_to_buy_general``) are counted apart.
    """
    named = {row["concept"] for name in ("concepts", "lines", "columns") for row in table(name)} - {""}
    funds = {row["fund"] for row in table("concepts")} - {""}
    made = {fund + side for fund in (*funds, "total") for side in ("", "_expenditure", "_budget")} - {"total"}
    bought = {name.replace("vehicles_", "vehicles_to_buy_") for name in named} | {"equipment_to_buy"}
    lines = {"function_item", "function_class", "economic_item", "economic_class"}
    return frozenset(named | made | bought | lines)
