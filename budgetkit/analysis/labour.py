"""What budgets print of labour services (劳务费, 30226): how much, where, and where nothing is said."""

from __future__ import annotations

import pandas as pd

from .comparators import kind_of, level_of

LABOUR = "30226"

SAID = {
    "above nought": "a figure above 0",
    "nought": "0, printed",
    "blank": "the line, without a figure",
    "no line": "other lines of 302, not this one",
    "no table": "no line of 302 at all",
}
"""What a budget says of labour services within basic expenditure."""

ITEM_COLUMNS = [
    "line_id", "document_id", "form", "measure", "nature", "economic_code", "item", "amount_fen", "printed",
    "unit", "page", "table", "row", "fiscal_year",
]  # fmt: skip
"""Columns of ``line_items`` that are used here."""

MEASURE_COLUMNS = ["document_id", "measure", "value_fen", "why", "line_ids"]
"""Columns of ``measures`` that are used here."""

STATED_COLUMNS = ["stated_id", "document_id", "page", "concept", "item", "printed", "unit"]
"""What a claim says of a figure of the prose."""

_MEASURES = ["labour_service", "operating", "personnel", "broad_staffing"]


def staffing(documents: pd.DataFrame, measures: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return what each budget prints of staff and labour services within its basic expenditure.

    Basic expenditure is here personnel plus running cost of the general public budget (人员经费 plus
    公用经费), so that all parts are of one fund; a budget that prints only one of them has no share.

    Parameters
    ----------
    documents, measures, items : DataFrame
        ``documents`` (with ``latest``), ``measures`` and ``line_items`` of the panel.

    Returns
    -------
    DataFrame
        One row a budget that counts in a cross-section (``latest``, approved): document_id, entity, place
        (its region, or "central"), fiscal_year, level, kind, ``said`` (a key of :data:`SAID`), the measures
        in fen, basic_fen, ``of_running`` (labour services in running cost), ``of_basic``, ``personnel_share``
        and ``broad_share`` of basic_fen, ``line_ids``. What is missing is missing, never 0.

    Examples
    --------
    >>> documents = pd.DataFrame([{"document_id": "x", "entity": "重庆市巴南区财政局", "region": "重庆市",
    ...     "fiscal_year": 2024, "phase": "approved", "latest": True}])
    >>> measures = pd.DataFrame({"document_id": "x", "measure": _MEASURES, "why": "", "line_ids": "",
    ...     "value_fen": [30, 40, 60, 90]})
    >>> items = pd.DataFrame({"document_id": ["x"], "economic_code": ["30226"], "form": "basic_expenditure"})
    >>> staffing(documents, measures, items)[["said", "of_running", "broad_share"]].values.tolist()
    [['above nought', 0.75, 0.9]]
    """
    rows = documents[documents["latest"].astype(bool) & documents["phase"].eq("approved")]
    rows = rows[["document_id", "entity", "region", "fiscal_year"]].reset_index(drop=True)
    rows["place"] = rows["region"].replace("", "central").fillna("central")
    years = [int(y) for y in rows["fiscal_year"]]
    rows["level"] = [level_of(name, year) for name, year in zip(rows["entity"], years, strict=True)]
    rows["kind"] = rows["entity"].map(kind_of)
    mine = measures[measures["measure"].isin(_MEASURES)].set_index(["document_id", "measure"])
    for name in _MEASURES:
        rows[f"{name}_fen"] = rows["document_id"].map(mine["value_fen"].xs(name, level="measure"))
    why = mine["why"].xs("labour_service", level="measure").fillna("")
    lines = items[items["economic_code"].fillna("").str.fullmatch(r"302\d\d")]
    lines = lines[lines["form"].isin(["basic_expenditure", "public_economic"])]
    rows["said"] = [
        _said(amount, why.get(document, ""), document in set(lines["document_id"]))
        for document, amount in zip(rows["document_id"], rows["labour_service_fen"], strict=True)
    ]
    ids = mine["line_ids"].fillna("").groupby("document_id").agg(" ".join)
    return _shares(rows.assign(line_ids=rows["document_id"].map(ids).fillna("")))


def _said(amount: object, why: str, has_lines: bool) -> str:
    if pd.notna(amount):  # type: ignore[call-overload]
        return "above nought" if amount > 0 else "nought"  # type: ignore[operator]
    return "blank" if why == "blank" else "no line" if has_lines else "no table"


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    basic = rows["personnel_fen"] + rows["operating_fen"]
    basic = basic.where(basic > 0)
    parts = {"of_basic": "labour_service", "personnel_share": "personnel", "broad_share": "broad_staffing"}
    shares = {share: (rows[f"{part}_fen"] / basic).astype(float) for share, part in parts.items()}
    running = rows["operating_fen"].where(rows["operating_fen"] > 0)
    return rows.assign(
        basic_fen=basic, of_running=(rows["labour_service_fen"] / running).astype(float), **shares
    )


def labour_by_nature(items: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Return labour services in basic and in project expenditure, of each document that prints both.

    They stand in the table of the general public budget by economic category (``public_economic``), in
    that of all expenditure by function and economic category (``dept_expenditure``), or in one table each.
    A part that is blank is 0 only because the others come to the printed total. A document is left out where
    the parts of a row are not its total, and where the table has less in basic expenditure than that of
    basic expenditure alone (rows of it are not printed).

    Parameters
    ----------
    items, measures : DataFrame
        ``line_items`` and ``measures`` of the panel.

    Returns
    -------
    DataFrame
        One row a document: document_id, ``form`` of the projects, basic_fen, project_fen, ``in_projects``
        (share of the two that is in projects; missing where both are 0), ``whole_fen`` (all expenditure, or
        that of the general public budget, as the table has it), ``of_whole`` (both in it), line_ids.

    Examples
    --------
    >>> items = pd.DataFrame({
    ...     "line_id": ["a", "b", "c"], "document_id": "x", "form": "public_economic", "measure": "amount",
    ...     "economic_code": "30226", "nature": ["total", "basic", "project"], "fund": "general_public",
    ...     "amount_fen": [100, 20, 80], "page": 1, "table": 1, "row": 2})
    >>> measures = pd.DataFrame({"document_id": ["x"], "measure": "general_public", "value_fen": 1000})
    >>> labour_by_nature(items, measures)[["basic_fen", "in_projects", "of_whole"]].values.tolist()
    [[20.0, 0.8, 0.1]]
    """
    rows = items[items["economic_code"].eq(LABOUR) & items["measure"].eq("amount")]
    rows = rows[rows["amount_fen"].notna()]
    found = [_whole(mine, form) for form in ("public_economic", "dept_expenditure")
             for _, mine in rows[rows["form"].eq(form)].groupby("document_id")]  # fmt: skip
    projects = rows[rows["form"].eq("public_project_economic") & rows["nature"].eq("project")]
    basic = rows[rows["form"].eq("basic_expenditure") & rows["nature"].eq("basic")].groupby("document_id")
    for document, mine in projects.groupby("document_id"):
        if document in basic.groups and len(mine) == 1 and len(basic.get_group(document)) == 1:
            found.append(_row(basic.get_group(document), mine, "public_project_economic"))
    columns = ["document_id", "form", "basic_fen", "project_fen", "line_ids"]
    made = pd.DataFrame([row for row in found if row], columns=columns).drop_duplicates("document_id")
    known = measures.set_index(["document_id", "measure"])["value_fen"]
    less = made["basic_fen"] < _known(made, known, "labour_service").fillna(0)
    made = made[~less].sort_values("document_id").reset_index(drop=True)
    total, public = (_known(made, known, name) for name in ("total_expenditure", "general_public"))
    whole = public.where(made["form"].ne("dept_expenditure"), total)
    both = made["basic_fen"] + made["project_fen"]
    shares = {"in_projects": made["project_fen"] / both.where(both > 0), "of_whole": both / whole}
    return made.assign(whole_fen=whole, **{k: v.astype(float) for k, v in shares.items()})


def _known(rows: pd.DataFrame, known: pd.Series, name: str) -> pd.Series:
    """Return a measure of each row's document."""
    return pd.Series([known.get((d, name), pd.NA) for d in rows["document_id"]], rows.index, "Int64")


def _whole(mine: pd.DataFrame, form: str) -> dict[str, object]:
    """Return the sums of a document's rows, or nothing where the parts of one are not its total."""
    place = mine[["page", "table", "row"]].astype(str).agg(" ".join, axis=1)
    sums = mine.groupby([place, "nature"])["amount_fen"].sum().unstack(fill_value=0)
    parts = sums.reindex(columns=["basic", "personnel", "operating", "project"], fill_value=0).sum(axis=1)
    if "project" not in sums or "total" not in sums or not parts.eq(sums["total"]).all():
        return {}
    project = mine["nature"].eq("project")
    return _row(mine[~project & mine["nature"].ne("total")], mine[project], form)


def _row(basic: pd.DataFrame, project: pd.DataFrame, form: str) -> dict[str, object]:
    return {
        "document_id": project["document_id"].iloc[0], "form": form,
        "basic_fen": int(basic["amount_fen"].sum()), "project_fen": int(project["amount_fen"].sum()),
        "line_ids": " ".join([*basic["line_id"], *project["line_id"]]),
    }  # fmt: skip
