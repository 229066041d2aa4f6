"""Performance targets: of what kind they are, and whether a number says when they are met."""

from __future__ import annotations

import re

import pandas as pd

KINDS = {
    "cost": ("成本", "cost 成本"),
    "quantity": ("数量", "quantity 数量"),
    "quality": ("质量", "quality 质量"),
    "time": ("时效", "time 时效"),
    "satisfaction": ("满意", "satisfaction 满意度"),
    "benefit": ("效益|影响", "benefit 效益"),
}
"""Kinds of targets by the words of their category, the first that fits, and what they are called."""

NO_KIND = "no kind printed"

WAYS = {
    "both": "number with operator",
    "number": "number alone",
    "words": "words (定性)",
    "unknown": "not known",
}
"""What a target says: a number with ≥, ≤, =, > or <; a number without; words, or marked 定性; not read."""


def kind_of_target(category: str) -> str:
    """Return the kind of a target by its category, :data:`NO_KIND` where that names none.

    >>> [kind_of_target(c) for c in ("产出指标（50分） > 数量指标", "成本指标 > 社会成本指标", "产出指标")]
    ['quantity 数量', 'cost 成本', 'no kind printed']
    """
    return next((words for pattern, words in KINDS.values() if re.search(pattern, category)), NO_KIND)


def way_of_target(operator: str, target: str) -> str:
    """Return what a target says, a value of :data:`WAYS`; what the document marks 定性 is words.

    >>> [way_of_target(*t) for t in (("≥", "95"), ("", "15人"), ("定性", "优"), ("", "长期"), ("≥", ""))]
    ['number with operator', 'number alone', 'words (定性)', 'words (定性)', 'not known']
    """
    if operator == "定性":
        return WAYS["words"]
    if re.search(r"\d", target):
        return WAYS["both" if operator else "number"]
    return WAYS["words" if target.strip(" /—-") and not operator else "unknown"]


def described(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return indicators with ``kind`` and ``way`` (:func:`kind_of_target`, :func:`way_of_target`).

    >>> rows = pd.DataFrame({"category": ["产出指标 > 数量指标"], "operator": ["≥"], "target": ["3"]})
    >>> described(rows)[["kind", "way"]].values.tolist()
    [['quantity 数量', 'number with operator']]
    """
    pairs = zip(indicators["operator"], indicators["target"], strict=True)
    ways = [way_of_target(operator, target) for operator, target in pairs]
    return indicators.assign(kind=indicators["category"].map(kind_of_target), way=ways)


def parts(rows: pd.DataFrame, by: str, of: str, weight: str = "") -> pd.DataFrame:
    """Return how the rows of each group are made up: shares of the values of a column.

    Parameters
    ----------
    rows : DataFrame
        What is counted.
    by, of : str
        The column of groups, and that of the values.
    weight : str
        Column to be summed instead of counting rows.

    Returns
    -------
    DataFrame
        One row a group, one column a value, each row adding up to 1.

    Examples
    --------
    >>> rows = pd.DataFrame({"place": ["a", "a", "b"], "way": ["x", "y", "x"], "points": [30.0, 10.0, 5.0]})
    >>> parts(rows, "place", "way").values.tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    >>> parts(rows, "place", "way", "points").loc["a"].tolist()
    [0.75, 0.25]
    """
    sizes = rows[weight].astype(float) if weight else pd.Series(1.0, index=rows.index)
    table = sizes.groupby([rows[by], rows[of]]).sum().unstack(fill_value=0)
    return table.div(table.sum(axis=1), axis=0)


def each_the_same(rows: pd.DataFrame, by: str, of: str) -> pd.DataFrame:
    """Return, for the values of a column, the median of their share over documents.

    Returns
    -------
    DataFrame
        Columns ``of``, ``all`` (share of all rows), ``median``, ``low`` and ``high`` (the middle, the lowest
        and the highest share of a document), most frequent first.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": ["a", "a", "a", "b"], "kind": ["x", "x", "y", "y"]})
    >>> each_the_same(rows, "document_id", "kind").round(2).values.tolist()
    [['x', 0.5, 0.33, 0.0, 0.67], ['y', 0.5, 0.67, 0.33, 1.0]]
    """
    shares = parts(rows, by, of)
    found = pd.DataFrame({"all": rows[of].value_counts(normalize=True), "median": shares.median()})
    found = found.assign(low=shares.min(), high=shares.max())
    return found.sort_values("all", ascending=False, kind="stable").rename_axis(of).reset_index()


def percentages(rows: pd.DataFrame) -> pd.Series:
    """Return the percentage that each target sets, missing where it sets none or several.

    >>> rows = pd.DataFrame({"target": ["100", "≥95%", "15人", "90%-95%"], "unit": ["%", "", "", ""]})
    >>> percentages(rows).tolist()
    [1.0, 0.95, nan, nan]
    """
    numbers = rows["target"].str.findall(r"\d+(?:\.\d+)?")
    is_one = numbers.map(len).eq(1) & (rows["unit"].isin(["%", "％"]) | rows["target"].str.contains("[%％]"))
    return pd.to_numeric(numbers.str[0].where(is_one)).astype(float) / 100


def by_place(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return what the targets of each place say, and of how many budgets and targets that is.

    Returns
    -------
    tuple
        Shares of :data:`WAYS`, one row a place, most numbers with an operator first; and a note for each.

    Examples
    --------
    >>> rows = pd.DataFrame({"place": "a", "document_id": "x", "way": list(WAYS.values())[:2]})
    >>> shares, notes = by_place(rows)
    >>> shares.values.tolist(), notes
    ([[0.5, 0.5, 0.0, 0.0]], ['1 budget, 2 targets'])
    """
    shares = parts(rows, "place", "way").reindex(columns=list(WAYS.values()), fill_value=0.0)
    shares = shares.sort_values(WAYS["both"], ascending=False, kind="stable")
    sizes = rows.groupby("place")["document_id"].agg(["nunique", "size"]).loc[shares.index]
    pairs = [(int(n), int(size)) for n, size in sizes.to_numpy()]
    return shares, [f"{n} budget{'s' if n > 1 else ''}, {size:,} targets" for n, size in pairs]
