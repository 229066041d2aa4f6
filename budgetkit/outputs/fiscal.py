"""Fiscal Data Package: of each form the figures that add up to its total, columns with their concepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..amounts import format_fen
from ..knowledge import name, table

TAXONOMY = "https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json"
"""Where the column types are defined (Fiscal Data Package 1.0.0rc1, budget standard taxonomy)."""

CURRENCY = {
    "name": "currency",
    "type": "string",
    "columnType": "value-currency:code",
    "constant": "CNY",
}


def facts(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return, by form, the figures that add up to the total that it prints, within rounding, none twice.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The tables of one disclosure.

    Returns
    -------
    dict of str to DataFrame
        By the slug of the form; a form has none where it cannot be said which of its figures add.
        Columns as in ``fiscal.csv``; the amount is text, exact, in 元.

    Examples
    --------
    >>> import budgetkit as bk
    >>> from budgetkit.outputs.tables import tables_of
    >>> basic = facts(tables_of(bk.read("raw/banan-2024-budget.pdf")))["basic_expenditure"]
    >>> len(basic), f"{basic['amount'].map(float).sum():,.2f}"
    (2, '3,671,000.00')
    """
    items = tables["line_items"]
    rows = items[items["adds"].fillna(False).astype(bool) & items["amount_fen"].notna()]
    kinds = rows["code_kind"]
    rows = rows.assign(
        amount=[format_fen(fen, "元").replace(",", "") for fen in rows["amount_fen"]],
        region_code=tables["documents"]["region_code"].iloc[0],
        function_name=rows["item"].where(kinds.eq("function"), ""),
        economic_name=rows["item"].where(kinds.isin(["economic", "government_economic"]), ""),
        project=rows["project"].mask(kinds.eq("project") & rows["project"].eq(""), rows["item"]),
    )
    columns = [row["name"] for row in table("fiscal")]
    return {slug: rows.loc[rows["form"].eq(slug), columns] for slug in rows["form"].unique()}


def model(resource: dict[str, Any], slug: str, left: int) -> dict[str, Any]:
    """Return a resource with the fiscal concepts of its columns, and what it leaves out.

    Parameters
    ----------
    resource : dict
        The descriptor of the facts of one form.
    slug : str
        The form.
    left : int
        How many figures of the form are not among them.
    """
    types = {row["name"]: row["column_type"] for row in table("fiscal")}
    schema = resource["schema"]
    fields = [
        {**field, "columnType": types[field["name"]]} if types[field["name"]] else field
        for field in schema["fields"]
    ]
    to = {"resource": "line-items", "fields": ["line_id"]}
    keys = [{"fields": ["line_id"], "reference": to}]
    said = (
        f"{name('form', slug, 'zh')} ({name('form', slug, 'en')}): the figures that, added for one "
        "direction, year and phase, are the total that it prints, within rounding. "
        f"{left} more (totals, parents, of-which lines) are in line-items only. "
        "Never add figures of two forms."
    )
    schema = {**schema, "fields": fields, "extraFields": [CURRENCY], "foreignKeys": keys}
    return {**resource, "description": said, "schema": schema}


def without_facts(tables: Mapping[str, pd.DataFrame], forms: Mapping[str, pd.DataFrame]) -> str:
    """Say which forms of a disclosure have no :func:`facts`; "" if all have some."""
    lacking = [slug for slug in tables["line_items"]["form"].unique() if slug not in forms]
    return f" Not known is what adds in: {', '.join(lacking)}; see line-items." if lacking else ""
