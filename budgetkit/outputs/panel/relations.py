"""Which documents of a panel are copies or parts of others, and which may stand beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...knowledge import body_name

ALIKE, SIZE = 0.8, 0.5
"""Two documents of one body and year are copies where they have this share of the smaller one's amounts in
common, and the smaller one this share of the larger one's figures; else it is a part."""

_KEYS = ["region", "body", "fiscal_year", "phase"]


def relate(
    documents: pd.DataFrame, items: pd.DataFrame, notes: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Add what the documents are to each other.

    Parameters
    ----------
    documents, items : DataFrame
        The tables ``documents`` and ``line_items`` of a build.
    notes : mapping of str to str, optional
        What the collector notes of a document; one that begins with EDITED is not comparable.

    Returns
    -------
    DataFrame
        `documents` with vintage, series, latest, copy_of, part_of, comparable and why_not.

    Examples
    --------
    >>> two = pd.DataFrame({"document_id": ["a", "b"], "entity": "某局", "region": "某市",
    ...     "phase": "approved", "fiscal_year": 2024, "scope": "department", "tables": 9, "figures": [2, 1]})
    >>> rows = pd.DataFrame({"document_id": ["a", "a", "b"], "amount_fen": [5, 7, 7], "budget_unit": ""})
    >>> relate(two, rows)[["copy_of", "comparable", "why_not"]].values.tolist()
    [['', True, ''], ['a', False, 'copy of a']]
    """
    known = documents.assign(
        region=documents["region"].fillna("").astype(str),
        body=documents["entity"].fillna("").map(body_name),
        edited=documents["document_id"].map(lambda name: (notes or {}).get(name, "").startswith("EDITED")),
    )
    copies, parts = _within(known, items)
    parts = {**_units(known, items, {*copies, *parts}), **parts}
    name = known["document_id"]
    known["copy_of"] = [copies.get(document, "") for document in name]
    known["part_of"] = [parts.get(document, "") for document in name]
    known["vintage"] = [f"{y} {p}" if y and p else "" for y, p in _pairs(known)]
    known["series"] = known.groupby(["region", "body", "scope"], dropna=False)["document_id"].transform("min")
    known["why_not"] = list(map(_why, known.to_dict("records")))
    known["comparable"] = known["why_not"] == ""
    newest = known[known["comparable"]].groupby(["series", "phase"])["fiscal_year"].transform("max")
    known["latest"] = known["fiscal_year"].eq(newest.reindex(known.index)).fillna(False).astype("boolean")
    return known.drop(columns=["body", "edited"])


def _pairs(known: pd.DataFrame) -> list[tuple[Any, str]]:
    years = known["fiscal_year"].astype("Int64").astype("string").fillna("")
    return list(zip(years, known["phase"].fillna(""), strict=True))


def _within(known: pd.DataFrame, items: pd.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """Return copies and parts among the documents of one body, year and phase: of which other one each is."""
    amounts = {name: Counter(rows) for name, rows in items.groupby("document_id")["amount_fen"]}
    copies: dict[str, str] = {}
    parts: dict[str, str] = {}
    for _, group in known[known["body"] != ""].groupby(_KEYS, dropna=False):
        order = group.assign(unit=group["scope"] != "department").sort_values(
            ["edited", "unit", "figures", "document_id"], ascending=[True, True, False, True]
        )
        whole, *others = order.to_dict("records")
        for other in others:
            mine, its = (amounts.get(d["document_id"], Counter()) for d in (other, whole))
            common, least = (mine & its).total(), min(mine.total(), its.total())
            alike = least and common >= ALIKE * least >= ALIKE * SIZE * max(mine.total(), its.total())
            copy = alike and other["scope"] == whole["scope"]
            (copies if copy else parts)[other["document_id"]] = whole["document_id"]
    return copies, parts


def _units(known: pd.DataFrame, items: pd.DataFrame, spent: set[str]) -> dict[str, str]:
    """Return the documents of units whose department, which names them in its tables, is there."""
    named = items[items["budget_unit"].fillna("") != ""].groupby("document_id")["budget_unit"].agg(set)
    units = {name: {body_name(unit) for unit in found} for name, found in named.items()}
    wholes = known[~known["document_id"].isin(spent)].to_dict("records")
    found = {}
    for unit in wholes:
        for whole in wholes:
            same = all(unit[key] == whole[key] for key in ("region", "fiscal_year", "phase"))
            if same and unit["body"] != whole["body"] and unit["body"] in units.get(whole["document_id"], ()):
                found[unit["document_id"]] = whole["document_id"]
    return found


def _why(row: dict[Any, Any]) -> str:
    """Say why a document may not stand beside the others."""
    lacks = [word for word, there in (("body", row["body"]), ("year and phase", row["vintage"])) if not there]
    whys = {
        f"copy of {row['copy_of']}": row["copy_of"],
        f"part of {row['part_of']}": row["part_of"],
        "edited by its collector": row["edited"],
        "no tables": row["tables"] == 0,
        f"{' and '.join(lacks)} not read": lacks,
    }
    return "; ".join(why for why, holds in whys.items() if holds)
