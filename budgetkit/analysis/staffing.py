"""What staff cost under several names: contributions by function and by economic class, fees in projects."""

from __future__ import annotations

import pandas as pd

from ..rulebook import allowance
from .readable import readable

MIRRORS = (
    ("pension contributions (养老保险)", ("2080505",), ("30108",)),
    ("annuity contributions (职业年金)", ("2080506",), ("30109",)),
    ("medical insurance (医疗保险)", ("2101101", "2101102"), ("30110",)),
    ("medical subsidies (公务员医疗补助)", ("2101103",), ("30111",)),
    ("both medical lines", ("2101101", "2101102", "2101103"), ("30110", "30111")),
    ("housing fund (住房公积金)", ("2210201",), ("30113",)),
)
"""Contributions for own staff: their functional codes, and the 款 of the economic classification."""


def mirrored(functions: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Set the contributions by function beside the same contributions by economic class.

    Parameters
    ----------
    functions, classes : DataFrame
        What :func:`~budgetkit.analysis.spent` returned by function and by economic class, of one nature.

    Returns
    -------
    DataFrame
        One row a contribution and document that prints both: ``what``, document_id, place, function_fen,
        class_fen, ``outcome`` ("equal", within what the printed digits allow; "more by function"; "more by
        class") and line_ids of all figures.

    Examples
    --------
    >>> functions = pd.DataFrame({"document_id": "x", "place": "P", "code": ["2080505"], "amount_fen": [5],
    ...                           "step_fen": [1], "line_id": ["x:p1t1r1c1"]})
    >>> classes = functions.assign(code=["30108"], line_id=["x:p2t1r1c1"])
    >>> mirrored(functions, classes)[["what", "outcome"]].values.tolist()
    [['pension contributions (养老保险)', 'equal']]
    """
    found = []
    for what, left, right in MIRRORS:
        sides = [_added(functions, left), _added(classes, right)]
        both = sides[0].add_suffix("_f").join(sides[1].add_suffix("_c"), how="inner")
        apart = both["amount_fen_f"] - both["amount_fen_c"]
        room = (both["step_fen_f"] + both["step_fen_c"]).map(lambda step: allowance([step]))
        outcome = pd.Series("equal", index=both.index)
        outcome = outcome.mask(apart > room, "more by function").mask(apart < -room, "more by class")
        columns = {
            "what": what, "place": both["place_f"], "function_fen": both["amount_fen_f"],
            "class_fen": both["amount_fen_c"], "outcome": outcome,
            "line_ids": both["line_id_f"] + " " + both["line_id_c"],
        }  # fmt: skip
        found.append(pd.DataFrame(columns, index=both.index).reset_index())
    return pd.concat(found, ignore_index=True)


def _added(rows: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    mine = rows[rows["code"].str.startswith(codes)]
    return mine.groupby("document_id").agg(
        {"amount_fen": "sum", "step_fen": "sum", "place": "first", "line_id": " ".join}
    )


def tally(mirrors: pd.DataFrame) -> pd.DataFrame:
    """Count the outcomes of :func:`mirrored`, one row a contribution, and how many documents print both.

    >>> mirrors = pd.DataFrame({"what": ["a", "a"], "outcome": ["equal", "more by class"]})
    >>> tally(mirrors).to_dict("records")
    [{'what': 'a', 'n': 2, 'equal': 1, 'more by function': 0, 'more by class': 1}]
    """
    counts = pd.crosstab(mirrors["what"], mirrors["outcome"])
    counts = counts.reindex(columns=["equal", "more by function", "more by class"], fill_value=0)
    counts.insert(0, "n", counts.sum(axis=1))
    return counts.reindex(mirrors["what"].unique()).reset_index().rename_axis(columns=None)


def apart_by_place(mirrors: pd.DataFrame) -> pd.DataFrame:
    """Return for readers, by place, in how many of the budgets that print both the two are not equal.

    Parameters
    ----------
    mirrors : DataFrame
        What :func:`mirrored` returned.

    Returns
    -------
    DataFrame
        One row a place in which any are apart, and one column a contribution: "3 of 15", or "" where no
        budget of the place prints both.

    Examples
    --------
    >>> mirrors = pd.DataFrame({"what": "a", "place": ["P", "P", "Q"], "outcome": ["equal", "more", "equal"]})
    >>> apart_by_place(mirrors).values.tolist()
    [['P', '1 of 2']]
    """
    apart = mirrors["outcome"].ne("equal")
    of = apart.groupby([mirrors["place"], mirrors["what"]])
    counts = of.agg(["sum", "size"])
    words = (counts["sum"].astype(str) + " of " + counts["size"].astype(str)).unstack(fill_value="")
    words = words[list(dict.fromkeys(mirrors["what"]))].loc[counts["sum"].groupby("place").sum().gt(0)]
    titles = {"place": "not equal, of those that print both"} | {str(what): str(what) for what in words}
    return readable(words.reset_index(), titles)


def in_projects(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return how much of one economic class is project expenditure, by document.

    Parameters
    ----------
    rows : DataFrame
        What :func:`~budgetkit.analysis.everything` returned.
    code : str
        A 类 or 款: all codes that begin with it.

    Returns
    -------
    DataFrame
        One row a document (the index) that prints money under the code: place, ``money``, basic_fen,
        project_fen, whole_fen (of the document), ``value`` (share of the code's money that is project
        expenditure), ``of_whole`` (of the document's money that is under the code), line_ids.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "place": "P", "money": "all money", "code": "30226",
    ...     "nature": ["basic", "project"], "amount_fen": [1, 3], "whole_fen": 8, "line_id": ["a", "b"]})
    >>> in_projects(rows, "30226")[["value", "of_whole"]].values.tolist()
    [[0.75, 0.5]]
    """
    mine = rows[rows["code"].str.startswith(code) & rows["amount_fen"].ne(0)]
    amounts = mine.pivot_table(index="document_id", columns="nature", values="amount_fen", aggfunc="sum")
    amounts = amounts.reindex(columns=["basic", "project"]).fillna(0).astype(float)
    of = mine.groupby("document_id")
    both, whole = amounts.sum(axis=1), of["whole_fen"].first()
    return pd.DataFrame(
        {
            "place": of["place"].first(), "money": of["money"].first(), "basic_fen": amounts["basic"],
            "project_fen": amounts["project"], "whole_fen": whole, "value": amounts["project"] / both,
            "of_whole": both / whole, "line_ids": of["line_id"].agg(" ".join),
        }
    )  # fmt: skip


def under(rows: pd.DataFrame, code: str, function: str) -> pd.Series:
    """Return how much basic expenditure of an economic class stands under a function, by document.

    Parameters
    ----------
    rows : DataFrame
        What :func:`~budgetkit.analysis.everything` returned, of tables that print both codes in a line.
    code, function : str
        All codes that begin with these.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "nature": "basic", "code": "30108", "amount_fen": [1, 3],
    ...                      "function_code": ["2050305", "2080505"]})
    >>> under(rows, "30108", "205").to_dict()
    {'x': 1}
    """
    mine = rows["nature"].eq("basic") & rows["code"].str.startswith(code)
    mine &= rows["function_code"].fillna("").str.startswith(function)
    return rows[mine].groupby("document_id")["amount_fen"].sum()
