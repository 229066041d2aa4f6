"""Two economic classifications of the same money: what stands side by side, what the coarser one folds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..knowledge import codes, crosswalk
from .spending import spent

TABLES = (
    ("dept_expenditure", "total", "total", "all expenditure, all money"),
    ("public_economic", "general_public", "total", "all expenditure, general public budget"),
    ("basic_expenditure", "general_public", "basic", "basic expenditure, general public budget"),
)
"""Tables that may print both classifications, the widest first: form, fund, nature, in words."""


def side_by_side(items: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that print a code of the department and one of the government classification.

    Parameters
    ----------
    items, documents : DataFrame
        As for :func:`~budgetkit.analysis.spent`.

    Returns
    -------
    DataFrame
        Rows with an amount of the widest such table of each document, if every row of it has both codes and
        they add up to its total: as of :func:`~budgetkit.analysis.spent`, with ``department`` and
        ``government`` (the 款 of both) and ``scope`` (what the table covers, in words).
    """
    found: list[pd.DataFrame] = []
    seen: set[str] = set()
    for form, fund, nature, words in TABLES:
        rows = spent(items, documents, form, "economic", fund, nature)
        other = rows["government_code"].fillna("")
        one_only = rows.loc[other.str.len() < 5, "document_id"].unique()
        rows = rows.assign(department=rows["code"].str[:5], government=other.str[:5], scope=words)
        rows = rows[~rows["document_id"].isin([*one_only, *seen]) & rows["amount_fen"].ne(0)]
        seen |= set(rows["document_id"])
        found.append(rows)
    return pd.concat(found, ignore_index=True)


def printed(items: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return every row that prints a 款 of both classifications, whether or not its table adds up.

    Parameters
    ----------
    items, documents : DataFrame
        As for :func:`~budgetkit.analysis.spent`.

    Returns
    -------
    DataFrame
        Each row with an amount once, whatever columns it has: its first figure, with ``department`` and
        ``government`` (the 款 of both).

    Examples
    --------
    >>> items = pd.DataFrame({
    ...     "document_id": "x", "economic_code": ["302", "30226", "30226"], "amount_fen": [5, 5, 0],
    ...     "government_code": ["502", "50205", "50299"], "measure": "amount",
    ...     "file": "x.pdf", "page": 1, "table": 1, "row": [1, 2, 3], "col": 4, "line_id": list("abc")})
    >>> printed(items, pd.DataFrame({"document_id": ["x"]}))[["department", "government"]].values.tolist()
    [['30226', '50205']]
    """
    rows = items[items["document_id"].isin(documents["document_id"]) & items["measure"].eq("amount")]
    rows = rows[rows["amount_fen"].fillna(0).ne(0)]
    codes_of = {
        name: rows[f"{column}_code"].fillna("").str[:5]
        for name, column in (("department", "economic"), ("government", "government"))
    }
    rows = rows.assign(**codes_of)
    rows = rows[rows["department"].str.len().eq(5) & rows["government"].str.len().eq(5)]
    place = ["document_id", "file", "page", "table", "row"]
    return rows.sort_values([*place, "col"]).drop_duplicates(place).reset_index(drop=True)


def who(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what the tables of :func:`side_by_side` cover, by place: ``scope``, place, ``n``, ``years``.

    >>> rows = pd.DataFrame({
    ...     "document_id": ["x", "y"], "scope": "all", "place": "P", "fiscal_year": [2025, 2026]})
    >>> who(rows).values.tolist()
    [['all', 'P', 2, '2025 to 2026']]
    """
    of = rows.drop_duplicates("document_id").groupby(["scope", "place"])["fiscal_year"]
    found = of.agg(n="size", first="min", last="max").reset_index()
    ends = zip(found["first"], found["last"], strict=True)
    found["years"] = [str(first) if first == last else f"{first} to {last}" for first, last in ends]
    return found.drop(columns=["first", "last"])


def line_names(year: int | None = None) -> dict[str, str]:
    """Return what the lines of both classifications are called: code, name in English and in Chinese.

    >>> names = line_names(2026)
    >>> names["30226"], names["50205"]
    ('30226 Labour service fees 劳务费', '50205 Commissioned services 委托业务费')
    """
    tables = [codes(kind, year).drop_duplicates("code") for kind in ("economic", "government_economic")]
    rows = pd.concat(tables)[["code", "name_en", "name"]].astype(str).itertuples(index=False)
    return {"other": "other lines"} | {row[0]: " ".join(row) for row in rows}


def folds(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each government 款, how many department 款 it holds and how much money.

    Parameters
    ----------
    rows : DataFrame
        What :func:`side_by_side` returned.

    Returns
    -------
    DataFrame
        One row a 款, largest first: government, ``kinds`` (department 款 that stand beside it in any of
        the documents), ``n`` documents, ``mean`` share of a document's money (each counts once).

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "department": ["30226", "30227", "30211"], "whole_fen": 10,
    ...                      "government": ["50205", "50205", "50201"], "amount_fen": [1, 5, 4]})
    >>> folds(rows)[["government", "kinds", "mean"]].values.tolist()
    [['50205', 2, 0.6], ['50201', 1, 0.4]]
    """
    part = (rows["amount_fen"] / rows["whole_fen"]).astype(float)
    of = rows.assign(part=part).groupby("government")
    found = of.agg(kinds=("department", "nunique"), n=("document_id", "nunique"), mean=("part", "sum"))
    found["mean"] /= rows["document_id"].nunique()
    return found.sort_values("mean", ascending=False, kind="stable").reset_index()


def kept(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many 款 of each classification a document prints money under.

    >>> rows = pd.DataFrame({"document_id": "x", "place": "P", "department": ["30226", "30227"],
    ...                      "government": "50205", "scope": "all", "line_id": ["a", "b"]})
    >>> kept(rows)[["department", "government"]].values.tolist()
    [[2, 1]]
    """
    of = rows.groupby("document_id")
    return of.agg(
        {"place": "first", "scope": "first", "department": "nunique", "government": "nunique"}
    ).reset_index()


def within(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return what part of the government lines that it stands in is money of one department 款.

    Parameters
    ----------
    rows : DataFrame
        What :func:`side_by_side` returned.
    code : str
        The department 款, such as ``30226``.

    Returns
    -------
    DataFrame
        One row a document and government line that holds such money: document_id, place, ``scope``,
        government, amount_fen (under the code), line_fen (of the whole government line), ``value`` (the
        part), ``of_code`` (of the code's money in the document), ``alone`` (nothing else stands in the
        line), line_ids of the code's rows.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "document_id": "x", "place": "P", "scope": "all", "department": ["30226", "30227"],
    ...     "government": "50205", "amount_fen": [1, 3], "line_id": ["a", "b"]})
    >>> within(rows, "30226")[["government", "value", "alone"]].values.tolist()
    [['50205', 0.25, False]]
    """
    keys = ["document_id", "government"]
    mine = rows[rows["department"] == code].groupby(keys)
    found = mine.agg(place=("place", "first"), scope=("scope", "first"), amount_fen=("amount_fen", "sum"))
    found["line_fen"] = rows.groupby(keys)["amount_fen"].sum().reindex(found.index)
    found["value"] = (found["amount_fen"] / found["line_fen"]).astype(float)
    found["of_code"] = (
        found["amount_fen"] / found.groupby("document_id")["amount_fen"].transform("sum")
    ).astype(float)
    found["alone"] = found["amount_fen"].eq(found["line_fen"])
    found["line_ids"] = mine["line_id"].agg(" ".join)
    return found.reset_index()


def flows(rows: pd.DataFrame, top: str, largest: int = 8, least: float = 0.01) -> pd.DataFrame:
    """Return how a class of the department classification goes over into government 款.

    Parameters
    ----------
    rows : DataFrame
        What :func:`side_by_side` returned.
    top : str
        A 类 of the department classification, such as ``302``.
    largest : int
        How many 款 of the class are kept apart; the others are "other".
    least : float
        Government lines with less of the class are "other".

    Returns
    -------
    DataFrame
        ``left``, ``right`` (codes), ``share``: mean over the documents that have the class, each of
        which counts once, of the share of the class's money.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "top": "302", "department": ["30226", "30227"],
    ...                      "government": ["50205", "50502"], "amount_fen": [1, 3]})
    >>> flows(rows, "302").values.tolist()
    [['30227', '50502', 0.75], ['30226', '50205', 0.25]]
    """
    mine = rows[rows["top"] == top]
    whole = mine.groupby("document_id")["amount_fen"].transform("sum")
    mine = mine.assign(share=(mine["amount_fen"] / whole).astype(float) / mine["document_id"].nunique())
    size = mine.groupby("department")["share"].sum().sort_values(ascending=False, kind="stable")
    left = mine["department"].where(mine["department"].isin(size.index[:largest]), "other")
    ends = mine.groupby("government")["share"].transform("sum")
    right = mine["government"].where(ends >= least, "other")
    sums = mine.assign(left=left, right=right).groupby(["left", "right"])["share"].sum()
    found = pd.DataFrame({"share": sums}).reset_index()
    rank = {code: at for at, code in enumerate([*size.index[:largest], "other"])}
    found = found.sort_values("left", key=lambda codes: codes.map(rank), kind="stable")
    return found[["left", "right", "share"]].reset_index(drop=True)


def audited(rows: pd.DataFrame) -> pd.DataFrame:
    """Hold the pairs of codes that are printed side by side against the crosswalk.

    Parameters
    ----------
    rows : DataFrame
        What :func:`side_by_side` returned.

    Returns
    -------
    DataFrame
        One row a pair: department, government, ``n`` documents, amount_fen, ``holds`` (the crosswalk leads
        from the one to the other), ``for_`` (on which condition), ``confidence`` of its row, ``read`` (it
        rests on a named source besides the documents, so that they test it).

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": ["x", "x"], "department": ["30226", "30101"],
    ...                      "government": ["50205", "50201"], "amount_fen": [1, 3]})
    >>> audited(rows)[["department", "holds", "confidence"]].values.tolist()
    [['30101', False, ''], ['30226', True, 'observed']]
    """
    pairs = rows.groupby(["department", "government"]).agg(
        n=("document_id", "nunique"), amount_fen=("amount_fen", "sum")
    )
    found: list[dict[str, Any]] = []
    for department, government in pairs.index:
        known = crosswalk("government", only=[department]).fillna("")
        ends = known["government_code"] + " " + known["alternatives"]
        fit = known[[government in end.split() for end in ends]].to_dict("records")
        how = fit[0] if fit else dict.fromkeys(("condition", "confidence", "source"), "")
        found.append(
            {
                "holds": bool(fit), "for_": how["condition"], "confidence": how["confidence"],
                "read": how["source"].startswith("read"),
            }
        )  # fmt: skip
    return pairs.join(pd.DataFrame(found, index=pairs.index)).reset_index()


def by_confidence(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count the pairs of :func:`audited` by the confidence of their rows, and how many hold.

    >>> pairs = pd.DataFrame({"confidence": ["observed"], "read": [True], "holds": [True], "n": [3]})
    >>> by_confidence(pairs).values.tolist()
    [['observed', True, 1, 1, 3]]
    """
    of = pairs.assign(confidence=pairs["confidence"].replace("", "not there")).groupby(["confidence", "read"])
    return of.agg(pairs=("holds", "size"), holds=("holds", "sum"), n=("n", "max")).reset_index()
