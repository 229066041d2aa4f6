"""How shares are spread over documents, each of which counts once: by class, by place, by kind of body."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..knowledge import message
from .ranking import median_between
from .readable import readable


def shares(rows: pd.DataFrame, key: str = "top") -> pd.DataFrame:
    """Return the share of each class in each document: one row a document, one column a class.

    >>> rows = pd.DataFrame({"document_id": ["x", "x", "y"], "top": ["301", "302", "301"],
    ...                      "amount_fen": [1, 3, 2], "whole_fen": [4, 4, 2]})
    >>> shares(rows).values.tolist()
    [[0.25, 0.75], [1.0, 0.0]]
    """
    amounts = rows.pivot_table(index="document_id", columns=key, values="amount_fen", aggfunc="sum")
    whole = rows.groupby("document_id")["whole_fen"].first()
    return amounts.astype(float).fillna(0.0).div(whole.astype(float), axis=0)


def typical(table: pd.DataFrame, names: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Describe shares over documents, each of which counts once, whatever its size.

    Parameters
    ----------
    table : DataFrame
        What :func:`shares` returned.
    names : mapping, optional
        Of the classes.

    Returns
    -------
    DataFrame
        One row a class, largest mean first: key, label, ``n`` documents that have it, ``of`` how many,
        ``mean`` over all of them, and median, p25, p75 and largest over those that have it.

    Examples
    --------
    >>> table = pd.DataFrame({"301": [0.25, 1.0], "302": [0.75, 0.0]})
    >>> typical(table)[["key", "n", "mean", "median"]].values.tolist()
    [['301', 2, 0.625, 0.625], ['302', 1, 0.375, 0.75]]
    """
    rows = []
    for key in table.columns:
        have = table.loc[table[key] != 0, key]
        rows.append(
            {
                "key": key, "label": (names or {}).get(key, key), "n": len(have), "of": len(table),
                "mean": float(table[key].mean()), "median": float(have.median()),
                "p25": float(have.quantile(0.25)), "p75": float(have.quantile(0.75)),
                "largest": float(have.max()),
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values("mean", ascending=False, kind="stable", ignore_index=True)


def spread_by(values: pd.Series, documents: pd.DataFrame, key: str = "place", least: int = 5) -> pd.DataFrame:
    """Return how a value of each document is spread, by place or kind of body.

    Parameters
    ----------
    values : Series
        By document_id; documents without one are left out.
    documents : DataFrame
        What :func:`~budgetkit.analysis.cross_section` returned.
    key : str
        Its column by which documents are put together.
    least : int
        Groups with fewer documents stand together in the last row.

    Returns
    -------
    DataFrame
        label, n, least, median, most; the largest groups first, and a last row of all.

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": list("abc"), "place": ["P", "P", "Q"]})
    >>> values = pd.Series([0.2, 0.4, 1.0], index=list("abc"))
    >>> spread_by(values, documents, least=2)[["label", "n"]].values.tolist()
    [['P', 2], ['other places (1)', 1], ['all', 3]]
    """
    known = values.dropna().astype(float)
    label = grouped(known.index.to_series().map(documents.set_index("document_id")[key]), least, key)
    found = known.groupby(label).agg(n="size", least="min", median="median", most="max")
    every = known.groupby(lambda _: "all").agg(n="size", least="min", median="median", most="max")
    last = found.index.str.contains(rf"^other {key}s \(")
    ordered = pd.DataFrame(found[~last]).sort_values("n", ascending=False, kind="stable")
    return pd.concat([ordered, found[last], every]).rename_axis("label").reset_index()


def spread_table(
    what: str, values: pd.Series, documents: pd.DataFrame, key: str = "place", least: int = 5
) -> pd.DataFrame:
    """Return :func:`spread_by` for readers, headed by what the values are: shares, in percent.

    With `least` 1 every group has its own row, and there is none of all: so groups stay apart whose
    figures are of different money.

    >>> documents = pd.DataFrame({"document_id": ["a"], "place": "P"})
    >>> spread_table("pay of all", pd.Series([0.25], index=["a"]), documents, least=1).iloc[0].tolist()
    ['P', '1', '25.0 %', '25.0 %', '25.0 %']
    """
    columns = f"label: {what} | n | least: least, % | median: median, % | most: most, %"
    rows = spread_by(values, documents, key, least)
    return readable(rows if least > 1 else rows.iloc[:-1], columns)


def typical_table(what: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`typical` for readers, headed by what the classes are.

    >>> rows = typical(pd.DataFrame({"301": [0.25, 1.0]}))
    >>> typical_table("class", rows).iloc[0].tolist()[:5]
    ['301', '301', '2', '2', '62.5 %']
    """
    columns = f"key: {what} | label: name | n: publications with it | of: {message('samples.of')}"
    columns += " | mean: mean of all, %"
    where = " | median: median where it is, % | p25: lower quartile, % | p75: quartile, % "
    return readable(rows, columns + where.replace("p75: quartile", "p75: upper quartile"))


def rings(values: pd.Series, documents: pd.DataFrame, key: str = "place", least: int = 5) -> pd.DataFrame:
    """Return place (with its n) and value of each document, put together as in :func:`spread_by`.

    >>> documents = pd.DataFrame({"document_id": list("abc"), "place": ["P", "Q", "Q"]})
    >>> rings(pd.Series([1.0, 0.4, 0.2], index=list("abc")), documents, least=2).values.tolist()
    [['other places (1), n = 1', 1.0], ['Q, n = 2', 0.4], ['Q, n = 2', 0.2]]
    """
    known = values.dropna().astype(float)
    label = grouped(known.index.to_series().map(documents.set_index("document_id")[key]), least, key)
    table = spread_by(known, documents, key, least).iloc[:-1]
    words = {row.label: f"{row.label}, n = {row.n}" for row in table.itertuples()}
    return pd.DataFrame({"place": label.map(words), "value": known}).reset_index(drop=True)


def grouped(group: pd.Series, least: int = 5, key: str = "place") -> pd.Series:
    """Return groups, those with fewer than `least` rows under one name, which says how many they are.

    >>> grouped(pd.Series(["P", "P", "Q", "R"]), least=2).tolist()
    ['P', 'P', 'other places (2)', 'other places (2)']
    """
    n = group.map(group.value_counts())
    few = group[n < least].nunique()
    return group.where(n >= least, f"other {key}s ({few})")


def mean_by(table: pd.DataFrame, documents: pd.DataFrame, key: str = "place", least: int = 5) -> pd.DataFrame:
    """Return the mean share of each class by place or kind of body, the largest groups first.

    >>> documents = pd.DataFrame({"document_id": list("abc"), "place": ["P", "P", "Q"]})
    >>> table = pd.DataFrame({"301": [0.25, 0.75, 1.0]}, index=list("abc"))
    >>> mean_by(table, documents, least=2)["301"].to_dict()
    {'P, n = 2': 0.5, 'other places (1), n = 1': 1.0}
    """
    group = grouped(table.index.to_series().map(documents.set_index("document_id")[key]), least, key)
    n = group.value_counts()
    last = n.index.str.contains(rf"^other {key}s \(")
    order = [*n[~last].index, *n[last].index]
    found = table.groupby(group).mean().loc[order]
    return found.set_axis([f"{label}, n = {n[label]}" for label in order])


def median_words(values: pd.Series) -> str:
    """Say a median, and between what values that of all such documents lies if they were drawn at random.

    >>> median_words(pd.Series([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]))
    '40.0% (10.0% to 70.0%, n = 7)'
    >>> median_words(pd.Series([0.1, 0.3]))
    '20.0% (n = 2)'
    """
    known = values.dropna().astype(float)
    between = median_between(known.tolist())
    room = message("median.room", low=f"{between.low:.1%}", high=f"{between.high:.1%}") if between else ""
    return message("median", median=f"{known.median():.1%}", room=room, n=len(known))


def sample(documents: pd.DataFrame, **tables: pd.DataFrame) -> pd.DataFrame:
    """Return who is in a comparison: documents, units among them and years by place.

    Parameters
    ----------
    documents : DataFrame
        What :func:`~budgetkit.analysis.cross_section` returned.
    **tables : DataFrame
        Rows with document_id: of how many documents of the place they are.

    Returns
    -------
    DataFrame
        label, n, units (单位; the others are whole departments), years, and one column a table; all last.

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["a", "b"], "place": "P", "scope": ["unit", "department"],
    ...                           "fiscal_year": [2024, 2026]})
    >>> sample(documents, basic=pd.DataFrame({"document_id": ["a", "a"]})).values.tolist()
    [['P', 2, 1, '2024 to 2026', 1], ['all', 2, 1, '2024 to 2026', 1]]
    """
    rows = documents.assign(
        **{name: documents["document_id"].isin(table["document_id"]) for name, table in tables.items()}
    )
    found = []
    for place, mine in [*rows.groupby("place"), ("all", rows)]:
        first, last = mine["fiscal_year"].min(), mine["fiscal_year"].max()
        row = {"label": place, "n": len(mine), "units": int(mine["scope"].eq("unit").sum())}
        row["years"] = str(first) if first == last else f"{first} to {last}"
        found.append(row | {name: int(mine[name].sum()) for name in tables})
    every = pd.DataFrame(found)
    by_size = every.iloc[:-1].sort_values("n", ascending=False, kind="stable")
    return pd.concat([by_size, every.iloc[-1:]], ignore_index=True)
