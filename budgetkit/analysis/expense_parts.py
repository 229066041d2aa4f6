"""What the three public expenses are made up of, and what of them was spent or lies within 302."""

from __future__ import annotations

import pandas as pd

from .expenses import PARTS, named


def planned_and_spent(items: pd.DataFrame, about: pd.DataFrame) -> pd.DataFrame:
    """Return the three public expenses of final accounts that print the budget (预算数) beside the account.

    Returns
    -------
    DataFrame
        One row a document and measure of :data:`PARTS`: ``expense``, ``planned_fen``, ``spent_fen``,
        ``rest_fen`` (what was not spent), ``line_ids``; only where each is printed once.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "line_id": ["x:p1t1r1c1", "x:p1t1r1c2"], "document_id": "x", "form": "three_public",
    ...     "measure": "amount", "concept": "reception", "fiscal_year": 2024, "amount_fen": [500, 400],
    ...     "phase": ["approved", "executed"]})
    >>> about = pd.DataFrame({"document_id": ["x"], "fiscal_year": [2024]})
    >>> planned_and_spent(rows, about)[["concept", "planned_fen", "spent_fen"]].values.tolist()
    [['reception', 500, 400]]
    """
    rows = items[items["form"].eq("three_public") & items["measure"].eq("amount")]
    rows = rows[rows["concept"].isin(list(PARTS))].merge(about, on=["document_id", "fiscal_year"])
    keys = ["document_id", "concept"]
    amounts = rows.groupby([*keys, "phase"])["amount_fen"].agg(["nunique", "first"]).reset_index()
    amounts = amounts[amounts["nunique"] == 1].pivot(index=keys, columns="phase", values="first").dropna()
    ids = rows.groupby(keys)["line_id"].agg(" ".join).rename("line_ids")
    found = amounts.rename(columns={"approved": "planned_fen", "executed": "spent_fen"}).join(ids)
    found = found.reset_index().merge(about, on="document_id")
    order, rest = found["concept"].map(list(PARTS).index), found["planned_fen"] - found["spent_fen"]
    found = named(found, "concept").assign(order=order, rest_fen=rest)
    return found.sort_values(["document_id", "order"], ignore_index=True)


CODES = {"overseas": "30212", "reception": "30217", "vehicle_operation": "30231"}
"""Economic categories within 302 (商品和服务支出) that hold the part of it that is basic expenditure."""


def within_basic(measures: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the three public expenses lies within basic expenditure of class 302.

    Returns
    -------
    DataFrame
        One row a document and measure of :data:`CODES` whose table of basic expenditure goes down to the
        categories of 302: ``level_fen`` (of the table of the three public expenses), ``inside_fen`` (the
        category in the table of basic expenditure; 0 where that has no row for it), ``inside`` (all, a part,
        none, more), ``line_ids``. Left out are expenses of nought, and categories printed more than once or
        in parts.
    """
    rows = measures[measures["measure"].isin(list(CODES)) & measures["form"].eq("three_public")]
    rows = rows[rows["value_fen"].gt(0).fillna(False)]
    basic = items[
        items["form"].eq("basic_expenditure")
        & items["economic_code"].str.match(r"302\d\d").fillna(False)
        & items["measure"].eq("amount")
        & items["nature"].isin(["basic", "operating"])
    ]
    rows = rows[rows["document_id"].isin(basic["document_id"])]
    rows = rows.assign(economic_code=rows["measure"].map(CODES))
    in_parts = basic.assign(economic_code=basic["economic_code"].str[:5])[
        basic["economic_code"].str.len() > 5
    ]
    keys = ["document_id", "economic_code"]
    amounts = basic.groupby(keys).agg(
        inside_fen=("amount_fen", "max"),
        kinds=("amount_fen", "nunique"),
        step_fen=("step_fen", "max"),
        ids=("line_id", " ".join),
    )
    unclear = pd.concat([in_parts[keys], amounts[amounts["kinds"] > 1].reset_index()[keys]])
    rows = rows.merge(amounts.reset_index(), on=keys, how="left").rename(columns={"value_fen": "level_fen"})
    rows = rows[~pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(unclear))]
    rows = rows.fillna({"inside_fen": 0, "step_fen": 0, "ids": ""})
    rest = rows["level_fen"] - rows["inside_fen"]
    room = (rows["high_fen"] - rows["low_fen"] + rows["step_fen"]) / 2
    inside = pd.Series("a part", index=rows.index)
    inside = inside.mask(rest.abs() <= room, "all").mask(rest < -room, "more")
    inside = inside.mask(rows["inside_fen"].eq(0) & rows["level_fen"].gt(0), "none")
    return rows.assign(inside=inside, line_ids=(rows["line_ids"] + " " + rows["ids"]).str.strip())


def inside_counts(within: pd.DataFrame) -> pd.DataFrame:
    """Return, for each expense, in how many documents all, a part or none of it is within basic expenditure.

    >>> rows = pd.DataFrame({"measure": ["reception", "reception"], "inside": ["all", "a part"]})
    >>> inside_counts(rows).values.tolist()
    [['reception 公务接待', 2, 1, 1, 0, 0]]
    """
    kinds = ["all", "a part", "none", "more"]
    counts = within.groupby(["measure", "inside"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=[m for m in CODES if m in counts.index], columns=kinds, fill_value=0)
    counts.insert(0, "documents", counts.sum(axis=1))
    found = named(counts.rename_axis(None, axis=1).reset_index())
    return found[["expense", "documents", *kinds]]


def sizes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the smallest, the middle and the largest level of each place.

    >>> sizes(pd.DataFrame({"place": ["a", "a"], "level_fen": [1, 3]})).values.tolist()
    [['a', 2, 1, 2.0, 3]]
    """
    groups = rows.groupby("place")["level_fen"]
    found = groups.agg(budgets="size", min_fen="min", median_fen="median", max_fen="max")
    return found.reset_index()


def agreement(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each expense, in how many documents the change in prose is the difference of the levels.

    >>> agreement(pd.DataFrame({"expense": ["x", "x"], "agree": [True, False]})).values.tolist()
    [['x', 2, 1, 1]]
    """
    found = rows.groupby("expense", sort=False)["agree"].agg(both="size", agree="sum").reset_index()
    return found.assign(differ=found["both"] - found["agree"])


def composition(measures: pd.DataFrame, about: pd.DataFrame) -> pd.DataFrame:
    """Return what the three public expenses of a place are made up of, each budget counting alike.

    Returns
    -------
    DataFrame
        One row a place, one column a part, shares that add up to 1: the mean over the budgets that print
        all parts, and more than nothing. Amounts of several bodies are not added. ``attrs["budgets"]``: how
        many these are; ``attrs["notes"]`` the same in words; ``attrs["most_of_it"]``: in how
        many of all each part is more than half.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "document_id": "x", "measure": list(PARTS)[1:], "value_fen": [0, 10, 20, 10]})
    >>> composition(rows, pd.DataFrame({"document_id": ["x"], "place": ["a"]})).values.tolist()
    [[0.0, 0.25, 0.5, 0.25]]
    """
    parts = list(PARTS)[1:]
    rows = measures[measures["measure"].isin(parts) & measures["value_fen"].notna()]
    wide = rows.pivot(index="document_id", columns="measure", values="value_fen").reindex(columns=parts)
    wide = wide.dropna().astype(float)
    wide = wide[wide.sum(axis=1) > 0]
    places = about.set_index("document_id")["place"]
    wide = wide[wide.index.isin(places.index)]
    groups = wide.div(wide.sum(axis=1), axis=0).groupby(places.reindex(wide.index).to_numpy())
    found = groups.mean().rename(columns=PARTS).rename_axis("place").rename_axis(None, axis=1)
    found.attrs["budgets"] = groups.size().tolist()
    found.attrs["notes"] = [f"of {n}" for n in found.attrs["budgets"]]
    found.attrs["most_of_it"] = wide.div(wide.sum(axis=1), axis=0).gt(0.5).sum().rename(PARTS).to_dict()
    return found
