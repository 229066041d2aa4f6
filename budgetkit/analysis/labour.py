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
