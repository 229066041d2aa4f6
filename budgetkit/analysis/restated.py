"""What a publication says of the year before, beside what the publication of that year printed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..records import Figure
from ..rulebook import half_step
from .arithmetic import backcast
from .places import places

OUTCOMES = {
    "same": "the same figure",
    "differs": "another figure",
    "not printed": "none of that name in the earlier budget",
    "several": "more than one figure in one of the two",
    "executed": "said of the execution, not compared with a budget",
}
"""What became of a figure that is said of the year before."""

FORMS = {
    "total": ("dept_summary", "dept_revenue", "dept_expenditure"),
    "": ("public_expenditure", "fiscal_expenditure", "dept_summary", "three_public", "operating_cost"),
}
"""Tables in which a figure is looked up that the earlier prose does not state, in this order, by fund."""

COARSE = 10_000
"""In fen: 0.01 万元. Prose leaves trailing zeros off (770 beside 162.68), so none is taken as coarser."""

_KEYS = ["document_id", "concept", "fund", "thing"]


ITEM_COLUMNS = [
    "line_id", "document_id", "form", "fund", "nature", "measure", "item", "concept", "amount_fen",
    "step_fen", "fiscal_year", "economic_code", "page", "table", "row", "col", "printed", "unit",
]  # fmt: skip
"""Columns of ``line_items`` that are used here."""


def vintages(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of publications of one body and phase, one year apart.

    Parameters
    ----------
    documents : DataFrame
        The panel's ``documents``; those that are not comparable are left out.

    Returns
    -------
    DataFrame
        One row a pair: series, entity (as the later one has it), phase, year (of the later one), ``earlier``
        and ``later`` (document_id).

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "document_id": ["a", "b", "c"], "series": "a", "entity": "某局", "scope": "department",
    ...     "phase": ["approved", "approved", "executed"], "fiscal_year": [2018, 2019, 2020],
    ...     "comparable": True})
    >>> vintages(rows)[["earlier", "later", "year"]].values.tolist()
    [['a', 'b', 2019]]
    """
    rows = documents[documents["comparable"].astype(bool)]
    before = rows.assign(fiscal_year=rows["fiscal_year"] + 1)
    both = rows.merge(before, on=["series", "phase", "scope", "fiscal_year"], suffixes=("", "_before"))
    both = both.sort_values(["series", "fiscal_year"])
    names = {"document_id_before": "earlier", "document_id": "later", "fiscal_year": "year"}
    columns = ["series", "entity", "phase", "year", "earlier", "later"]
    return both.rename(columns=names)[columns].reset_index(drop=True)


def restated(documents: pd.DataFrame, stated: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return what budgets say of the year before, beside what the budget of that year printed.

    A figure is said of the year before in words, or is this year's figure less the stated change. It is
    looked up in the earlier budget by concept, fund and item: in its prose, else in its tables. What is
    said of last year's execution is never held against a budget.

    Parameters
    ----------
    documents, stated, items : DataFrame
        ``documents``, ``stated`` and ``line_items`` of the panel.

    Returns
    -------
    DataFrame
        One row a figure: the columns of :func:`vintages`, concept, fund, item, ``how`` it is said, ``base``
        (budget, final, or "" where the text does not say), ``said_fen`` between ``low_fen`` and ``high_fen``,
        ``printed_fen`` and ``where`` in the earlier budget, ``apart_fen`` (said less printed), ``outcome``
        (a key of :data:`OUTCOMES`), and ``line_ids`` of all figures used. A figure of 0 in both is left out:
        it says only that there is no such money.

    Examples
    --------
    >>> documents = pd.DataFrame({
    ...     "document_id": ["a", "b"], "series": "a", "entity": "某局", "scope": "department",
    ...     "phase": "approved", "fiscal_year": [2018, 2019], "comparable": True})
    >>> stated = pd.DataFrame({
    ...     "stated_id": ["a:s1", "b:s1", "b:s2"], "document_id": ["a", "b", "b"],
    ...     "concept": "basic_expenditure", "fund": "total", "item": "", "role": ["level", "level", "change"],
    ...     "amount_fen": [90, 120, 20], "step_fen": 1, "change_direction": ["", "", "increase"],
    ...     "base_year": [None, None, 2018], "base": ""})
    >>> items = pd.DataFrame(columns=["document_id", "form", "fund", "nature", "measure", "item", "concept",
    ...     "amount_fen", "step_fen", "line_id", "fiscal_year"])
    >>> restated(documents, stated, items)[["said_fen", "printed_fen", "outcome"]].values.tolist()
    [[100, 90, 'differs']]
    """
    pairs = vintages(documents)
    said = _said(stated[stated["document_id"].isin(list(pairs["later"]))])
    rows = pairs.merge(said, left_on="later", right_on="document_id").drop(columns="document_id")
    found = [_beside(row, stated, items) for row in rows.to_dict("records")]
    made = pd.concat([rows, pd.DataFrame(found, index=rows.index)], axis=1)
    made["line_ids"] = made["said_ids"] + " " + made["printed_ids"]
    made["apart_fen"] = made["said_fen"].astype("Int64") - made["printed_fen"].astype("Int64")
    nothing = made["said_fen"].eq(0) & made["printed_fen"].fillna(0).eq(0)
    return made[~nothing].drop(columns=["thing", "said_ids", "printed_ids"]).reset_index(drop=True)


def _said(stated: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of the year before; where two figures are said of one thing, neither amount."""
    derived = _derived(stated)
    derived = derived.assign(how="this year's figure less the change")
    prior = stated[stated["role"].eq("prior") & stated["amount_fen"].notna()]
    half = _half(prior["step_fen"].clip(upper=COARSE))
    prior = prior.assign(
        how="in words", said_fen=prior["amount_fen"], low_fen=prior["amount_fen"] - half,
        high_fen=prior["amount_fen"] + half, said_ids=prior["stated_id"], base=prior["base"].fillna(""),
    )  # fmt: skip
    rows = pd.concat([prior, derived], ignore_index=True)
    rows["item"] = rows["item"].fillna("")
    rows["thing"] = _thing(rows)
    rows = rows[rows["concept"].fillna("") != ""]
    rows["several"] = rows.groupby([*_KEYS, "base"])["said_fen"].transform("nunique") > 1
    columns = [*_KEYS, "item", "how", "base", "said_fen", "low_fen", "high_fen", "said_ids", "several"]
    return rows[columns].drop_duplicates([*_KEYS, "base", "said_fen"])


def _derived(stated: pd.DataFrame) -> pd.DataFrame:
    """Return figures of the year before that follow from a stated change, good to the digits printed."""
    known = stated.set_index("stated_id")
    rows = backcast(stated)
    level, change = (rows[key].map(known["step_fen"]).clip(upper=COARSE) for key in ("level_id", "change_id"))
    half = _half(level + change)
    return rows.assign(
        said_fen=rows["prior_fen"], low_fen=rows["prior_fen"] - half, high_fen=rows["prior_fen"] + half,
        base=rows["change_id"].map(known["base"]).fillna(""), item=rows["item"].fillna(""),
        said_ids=rows["level_id"] + " " + rows["change_id"],
    )  # fmt: skip


def _half(steps: pd.Series) -> pd.Series:
    """Return how far printed steps reach to either side, in fen."""
    return steps.map(lambda step: half_step(Figure(fen=0, step=step)), na_action="ignore").astype("Float64")


def _thing(rows: pd.DataFrame) -> pd.Series:
    """Return what tells figures of one concept apart: the item, where the concept is a kind of item."""
    return rows["item"].where(rows["concept"].isin(["", "function_class", "function_item"]), "")


def _beside(row: dict[Any, Any], stated: pd.DataFrame, items: pd.DataFrame) -> dict[Any, Any]:
    """Look a figure up in the earlier budget, and say what became of it."""
    nothing = {"printed_fen": None, "where": "", "printed_ids": ""}
    if row["base"] in ("final", "executed") and row["phase"] == "approved":
        return {**nothing, "outcome": "executed"}
    found, where = _printed(row, stated, items)
    if found.empty:
        return {**nothing, "outcome": "not printed"}
    ids = found["stated_id" if where == "prose" else "line_id"]
    if row["several"] or found["amount_fen"].nunique() > 1:
        return {**nothing, "where": where, "printed_ids": " ".join(ids), "outcome": "several"}
    amount, half = int(found["amount_fen"].iloc[0]), _half(found["step_fen"].fillna(0)).iloc[0]
    same = row["low_fen"] - half <= amount <= row["high_fen"] + half
    outcome = "same" if same else "differs"
    return {"printed_fen": amount, "where": where, "printed_ids": ids.iloc[0], "outcome": outcome}


def _printed(row: dict[Any, Any], stated: pd.DataFrame, items: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the figures of the earlier budget for the same thing, and where they stand."""
    prose = stated[stated["document_id"].eq(row["earlier"]) & stated["role"].eq("level")]
    prose = prose[prose["amount_fen"].notna() & prose["concept"].eq(row["concept"])]
    prose = prose[prose["fund"].eq(row["fund"])].fillna({"item": ""})
    prose = prose[_thing(prose).eq(row["thing"])]
    if len(prose):
        return prose, "prose"
    mine = items[items["document_id"].eq(row["earlier"]) & items["fiscal_year"].eq(row["year"] - 1)]
    forms = FORMS.get(row["fund"], FORMS[""])
    mine = mine[mine["measure"].eq("amount") & mine["form"].isin(forms) & mine["amount_fen"].notna()]
    if row["concept"] in ("function_item", "function_class"):
        mine = mine[_leaf(mine["item"]).eq(_leaf(pd.Series([row["thing"]])).iloc[0])]
        mine = mine[mine["nature"].eq("total")]
    else:
        mine = mine[mine["concept"].eq(row["concept"]) & mine["fund"].eq(row["fund"])]
    first = next((form for form in forms if mine["form"].eq(form).any()), "")
    return mine[mine["form"].eq(first)], "table"


def columns_beside_words(documents: pd.DataFrame, stated: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return what a table prints for the year before, beside what the prose of the same document says of it.

    The table is that of 三公 (and meetings and training), its first row or rows, which are those of the
    whole body. They are compared only where this year's figure is the same in the table and in the prose.

    Parameters
    ----------
    documents, stated, items : DataFrame
        ``documents``, ``stated`` and ``line_items`` of the panel.

    Returns
    -------
    DataFrame
        One row a figure of a comparable budget: document_id, entity, place, fiscal_year, concept, fund,
        ``said_fen`` (this year's figure less the stated change), ``printed_fen`` (the prior-year column),
        ``apart_fen``, ``outcome`` (same, differs, or several: two changes of one thing are stated), and
        line_ids. A figure of 0 in both is left out.
    """
    budgets = documents[documents["comparable"].astype(bool) & documents["phase"].eq("approved")]
    budgets = budgets[["document_id", "entity", "region", "fiscal_year"]]
    mine = stated[stated["concept"].isin(list(THREE_PUBLIC)) & stated["role"].isin(["level", "change"])]
    said = _said(mine[mine["document_id"].isin(list(budgets["document_id"]))])
    rows = said.merge(budgets.assign(place=places(budgets)), on="document_id")
    table = items[items["form"].eq("three_public") & items["measure"].eq("amount")]
    cells = _first_cells(table[table["nature"].eq("total") & table["amount_fen"].notna()])
    levels = stated.set_index("stated_id")["amount_fen"]
    found = [_column(row, cells, int(levels[row["said_ids"].split()[0]])) for row in rows.to_dict("records")]
    made = pd.concat([rows, pd.DataFrame(found, index=rows.index)], axis=1)
    made = made[made["outcome"].ne("") & (made["said_fen"].ne(0) | made["printed_fen"].ne(0))]
    made["apart_fen"] = made["said_fen"].astype("Int64") - made["printed_fen"].astype("Int64")
    columns = ["document_id", "entity", "place", "fiscal_year", "concept", "fund", "base", "said_fen"]
    return made[[*columns, "printed_fen", "apart_fen", "outcome", "line_ids"]].reset_index(drop=True)


def _column(row: dict[Any, Any], cells: dict[Any, dict[Any, Any]], level: int) -> dict[Any, Any]:
    """Look up the prior-year column beside one figure of the prose; nothing where it is of another scope."""
    funds = (
        ["general_public", "government_fund", "state_capital"] if row["fund"] == "fiscal" else [row["fund"]]
    )
    keys = [(row["document_id"], row["concept"], fund) for fund in funds]
    year = row["fiscal_year"]
    now, before = ([cells[(*key, y)] for key in keys if (*key, y) in cells] for y in (year, year - 1))
    if not before or not now or abs(sum(cell["amount_fen"] for cell in now) - level) > COARSE // 2:
        return {"printed_fen": None, "outcome": "", "line_ids": ""}
    amount = sum(cell["amount_fen"] for cell in before)
    half = half_step(Figure(fen=amount, step=max(cell["step_fen"] for cell in before)))
    same = row["low_fen"] - half <= amount <= row["high_fen"] + half
    ids = " ".join([*(cell["line_id"] for cell in before), row["said_ids"]])
    outcome = "several" if row["several"] else "same" if same else "differs"
    return {"printed_fen": int(amount), "outcome": outcome, "line_ids": ids}


def _first_cells(table: pd.DataFrame) -> dict[Any, dict[Any, Any]]:
    """Return the first figure of each document, concept, fund and year: that of the whole body."""
    keys = ["document_id", "concept", "fund", "fiscal_year"]
    rows = table.sort_values(["page", "table", "row", "col"]).drop_duplicates(keys)
    rows = rows.fillna({"step_fen": 0})
    return {tuple(row[key] for key in keys): row for row in rows.to_dict("records")}


THREE_PUBLIC = (
    "three_public", "overseas", "reception", "vehicles", "vehicle_purchase", "vehicle_operation",
    "meeting", "training",
)  # fmt: skip


def _leaf(names: pd.Series) -> pd.Series:
    return names.fillna("").str.split("/").str[-1].str.removesuffix("支出")
