"""What a panel covers: region, year and form, with what was read, listed, blank, missing."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

STATES = ("missing", "not_published", "replaced", "blank", "listed", "read")
"""What a form of one publication can be; of several tables of one form the last of these counts."""

_INSTEAD = {"exact": "replaced", "not_applicable": "not_published"}
"""What D01 finds of a form that is not there: another one shows the same; the prose says there is none."""

_PLACE = ["document_id", "file", "page", "table"]


def coverage(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count publications by region, year, phase and form.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        documents (with what they are to each other), forms, line_items, blanks, indicators, checks, unread.

    Returns
    -------
    DataFrame
        One row a region, year, phase and form: publications, and in how many of them the form was read,
        listed, blank, replaced, not published, missing (see the data dictionary). A copy, and a unit whose
        department is there, count nothing; the parts of a split publication count as one.
    """
    documents = tables["documents"]
    series = dict(zip(documents["document_id"], documents["series"], strict=True))
    split = documents["part_of"].map(series) == documents["series"]  # else it is a unit of that department
    counts = (documents["copy_of"] == "") & documents["vintage"].ne("")
    documents = documents[counts & (documents["part_of"].eq("") | split)]
    whole = documents["document_id"].where(documents["part_of"] == "", documents["part_of"])
    publication = dict(zip(documents["document_id"], whole, strict=True))
    rows = tables["forms"][tables["forms"]["document_id"].isin(publication)].copy()
    rows["state"] = _states(rows, tables)
    rows["publication"] = rows["document_id"].map(publication)
    rows["rank"] = rows["state"].map(STATES.index)
    best = rows.groupby(["publication", "form"], sort=False)["rank"].max().reset_index()
    about = documents[["document_id", "region", "fiscal_year", "phase"]]
    best = best.merge(about, left_on="publication", right_on="document_id")
    best["state"] = best["rank"].map(lambda rank: STATES[rank])
    keys = ["region", "fiscal_year", "phase"]
    counted = best.pivot_table(
        index=[*keys, "form"], columns="state", values="rank", aggfunc="count", fill_value=0, observed=True
    )
    counted = counted.reindex(columns=list(STATES), fill_value=0).reset_index()
    every = best.drop_duplicates("publication").groupby(keys, dropna=False).size().rename("publications")
    return counted.merge(every.reset_index(), on=keys).sort_values([*keys, "form"], ignore_index=True)


def _states(forms: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return what each table of a document is; a cell that was not read makes its form ``listed``."""
    places = [tables[name][[*_PLACE, "form"]] for name in ("line_items", "blanks", "indicators")]
    figures = pd.concat(places).drop_duplicates()
    unread = tables["unread"].merge(figures, on=_PLACE)
    doubtful = set(zip(unread["document_id"], unread["form"], strict=True))
    filled = set(map(tuple, tables["indicators"][["document_id", "form"]].drop_duplicates().to_numpy()))
    asked = tables["checks"][tables["checks"]["rule_id"] == "D01"]
    told = dict(zip(zip(asked["document_id"], asked["where"], strict=True), asked["outcome"], strict=True))
    states = []
    for row in forms[["document_id", "form", "status", "figures", "blanks"]].to_dict("records"):
        key = (row["document_id"], row["form"])
        empty = key not in filled and (row["figures"] is pd.NA or not row["figures"])
        if row["status"] == "missing":
            states.append(_INSTEAD.get(told.get(key, ""), "missing"))
        else:
            states.append("listed" if key in doubtful else "blank" if empty else "read")
    return states
