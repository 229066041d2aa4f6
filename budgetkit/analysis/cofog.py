"""Functions of government by COFOG: as the functional codes say, and with own staff under its employer."""

from __future__ import annotations

import pandas as pd

from ..knowledge import codes, crosswalk, shown
from .samples import shares, typical

OWN_STAFF = ("208", "210", "221")
"""Classes that hold an employer's contributions for its own staff, beside money for everybody else."""


def contribution_codes() -> list[str]:
    """Return the functional codes of an employer's contributions for its own staff.

    >>> contribution_codes()
    ['2080505', '2080506', '2101101', '2101102', '2101103', '2210201']
    """
    rows = crosswalk("cofog_employer")
    return rows.loc[rows["cofog_code"].eq(""), "function_code"][lambda c: c.str.len() == 7].tolist()


def contributions(rows: pd.DataFrame) -> pd.Series:
    """Return the share of each document's money that is the employer's contributions for its own staff.

    Parameters
    ----------
    rows : DataFrame
        What :func:`~budgetkit.analysis.spent` returned by function.

    Returns
    -------
    Series
        By document; only of those that print the classes in question to the 项 (:func:`itemised`).

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "code": ["2010301", "2080505"], "top": ["201", "208"],
    ...                      "amount_fen": [3, 1], "whole_fen": 4})
    >>> contributions(rows).to_dict()
    {'x': 0.25}
    """
    mine = itemised(rows)
    own = mine["amount_fen"].where(mine["code"].isin(contribution_codes()), 0)
    of = own.groupby(mine["document_id"]).sum() / mine.groupby("document_id")["whole_fen"].first()
    return of.astype(float).rename("share")


def itemised(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of documents that print the classes of contributions to the 项 (7 digits).

    >>> rows = pd.DataFrame({"document_id": ["x", "y"], "code": ["2080505", "20805"], "top": "208"})
    >>> itemised(rows)["document_id"].tolist()
    ['x']
    """
    short = rows["top"].isin(OWN_STAFF) & rows["code"].str.len().lt(7)
    return rows[~rows["document_id"].isin(rows.loc[short, "document_id"].unique())]


def to_cofog(rows: pd.DataFrame, with_employer: bool = False) -> pd.DataFrame:
    """Put rows under divisions of COFOG, by the crosswalk that this project proposes.

    Parameters
    ----------
    rows : DataFrame
        What :func:`~budgetkit.analysis.spent` returned by function.
    with_employer : bool
        An employer's contributions for its own staff stand under the division that holds most of the
        document's other money, since compensation follows the function of the unit that employs. Only
        documents whose rows show them (:func:`itemised`) are returned then.

    Returns
    -------
    DataFrame
        The rows with ``division`` (two digits, or "none" where the code has none) and ``split`` (the
        crosswalk names other divisions, too, that part of the money may be under).

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "code": ["2010301", "2080505"], "top": ["201", "208"],
    ...                      "amount_fen": [3, 1], "whole_fen": 4})
    >>> to_cofog(rows)["division"].tolist(), to_cofog(rows, with_employer=True)["division"].tolist()
    (['01', '10'], ['01', '01'])
    """
    rows = itemised(rows) if with_employer else rows
    unique = sorted(rows["code"].unique())
    known = crosswalk("cofog", only=unique).drop_duplicates("function_code").set_index("function_code")
    division = rows["code"].map(known["cofog_code"].str[:2]).fillna("").replace("", "none").astype(str)
    ends = known["alternatives"].fillna("").str.split().map(lambda codes: {code[:2] for code in codes})
    other = rows["code"].map(ends)
    split = [bool(codes - {mine}) for codes, mine in zip(other, division, strict=True)]
    if with_employer:
        own = rows["code"].isin(contribution_codes())
        rest = rows[~own].assign(division=division[~own])
        amounts = rest.pivot_table(
            index="document_id", columns="division", values="amount_fen", aggfunc="sum"
        )
        main = amounts.astype(float).idxmax(axis=1)
        division = division.where(~own, rows["document_id"].map(main)).fillna("none")
    return rows.assign(division=division, split=split)


def both_ways(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the mean share of each division, as coded and with own staff under its employer.

    Parameters
    ----------
    rows : DataFrame
        What :func:`~budgetkit.analysis.spent` returned by function.

    Returns
    -------
    DataFrame
        One row a division of COFOG, largest first: division, label, ``before``, ``after`` (means over the
        same documents, each of which counts once), ``move``, ``n`` documents that have it as coded.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "code": ["2010301", "2080505"], "top": ["201", "208"],
    ...                      "amount_fen": [3, 1], "whole_fen": 4})
    >>> both_ways(rows)[["label", "before", "after"]].values.tolist()
    [['01 General public services', 0.75, 1.0], ['10 Social protection', 0.25, 0.0]]
    """
    names = codes("cofog").set_index("code")["name_en"].map(shown)
    before = shares(to_cofog(itemised(rows)), "division")
    after = shares(to_cofog(rows, with_employer=True), "division").reindex(
        columns=before.columns, fill_value=0.0
    )
    labels = {
        key: f"{key} {names[key]}" if key in names.index else "no code of COFOG" for key in before.columns
    }
    found = typical(before, labels).rename(columns={"key": "division", "mean": "before"})
    found["after"] = found["division"].map(after.mean())
    return found.assign(move=found["after"] - found["before"])[
        ["division", "label", "n", "of", "before", "after", "move"]
    ]
