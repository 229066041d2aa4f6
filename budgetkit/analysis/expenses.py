"""Expenses of two years in one document: this year's level, last year's column, the change in the prose."""

from __future__ import annotations

import pandas as pd

from ..records import LINE_ID

_PLACE = ["document_id", "file", "page", "table", "concept", "fund", "budget_unit"]

PARTS = {
    "three_public": "all three 三公",
    "overseas": "overseas travel 因公出国（境）",
    "vehicle_purchase": "vehicles bought 公务用车购置",
    "vehicle_operation": "vehicles run 公务用车运行",
    "reception": "reception 公务接待",
}
"""The three public expenses as measures: all, and their parts; vehicles are two of them."""

SIGNS = {"increase": 1, "decrease": -1, "none": 0}


def two_years(
    measures: pd.DataFrame, items: pd.DataFrame, stated: pd.DataFrame, about: pd.DataFrame, measure: str
) -> pd.DataFrame:
    """Return what documents print of one measure for their own year and the year before, side by side.

    All of it is of one vintage: the year before is what *this* document prints of it, which the document of
    that year may have printed otherwise.

    Parameters
    ----------
    measures, items, stated : DataFrame
        Tables of the panel.
    about : DataFrame
        The documents that count: ``document_id``, ``fiscal_year``, and what else is wanted of them.
    measure : str
        ``three_public`` or another measure whose concept in ``items`` and ``stated`` has the same name, or
        ``agency_operating`` (concept ``operating_cost``).

    Returns
    -------
    DataFrame
        One row a document that prints the level: ``level_fen``; ``prior_fen``, the figure of the year
        before in the same row or column of the same table; ``column_fen``, the change printed there;
        ``prose_fen``, the change that the prose states (signed), where it states one only, and ``base``,
        what it is said to be against; ``fund`` of the level; ``line_ids``, the ids of all of these.
    """
    concept = {"agency_operating": "operating_cost"}.get(measure, measure)
    rows = measures[measures["measure"].eq(measure) & measures["status"].isin(["printed", "derived"])]
    rows = rows.drop(columns=[c for c in about if c in rows and c != "document_id"])
    rows = rows.merge(about, on="document_id").rename(columns={"value_fen": "level_fen"})
    rows = rows.join(_beside(rows, items[items["concept"].eq(concept)]))
    prose = stated_changes(stated, concept)
    rows = rows.merge(prose, on="document_id", how="left")
    ids = [
        " ".join(part for part in parts if isinstance(part, str) and part)
        for parts in zip(rows["line_ids"], rows["prior_ids"], rows["stated_ids"], strict=True)
    ]
    amounts = ["level_fen", "prior_fen", "column_fen", "prose_fen"]
    return rows.assign(line_ids=ids).astype(dict.fromkeys(amounts, "Int64"))


def _beside(rows: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the year before, and of the change, in the rows or columns of each level.

    They count where there are as many of them as figures that make up the level.
    """
    near = near[[*_PLACE, "row", "col", "line_id", "measure", "fiscal_year", "amount_fen"]]
    ids = rows["line_ids"].map(LINE_ID.findall).explode().rename("line_id").rename_axis("at").reset_index()
    own = ids.merge(near[[*_PLACE, "row", "col", "line_id"]], on="line_id")
    own["year"] = own["at"].map(rows["fiscal_year"]).astype("Int64")
    beside = own.drop(columns="line_id").merge(near, on=_PLACE, suffixes=("_own", ""))
    beside = beside[beside["row"].eq(beside["row_own"]) | beside["col"].eq(beside["col_own"])]
    before = beside["measure"].eq("amount") & beside["fiscal_year"].eq(beside["year"] - 1)
    prior = _summed(beside[before], own)
    change = _summed(beside[beside["measure"].eq("change")], own)
    found = pd.DataFrame({"fund": own.groupby("at")["fund"].agg(lambda funds: " ".join(sorted(set(funds))))})
    return found.assign(prior_fen=prior["fen"], prior_ids=prior["ids"], column_fen=change["fen"])


def _summed(figures: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return the sum and the ids of figures for each level that has as many of them as of its own."""
    groups = figures.groupby("at")
    sums = groups.agg(fen=("amount_fen", "sum"), ids=("line_id", " ".join), n=("line_id", "size"))
    return sums[sums["n"].eq(own.groupby("at").size().reindex(sums.index))]


def stated_changes(stated: pd.DataFrame, concept: str) -> pd.DataFrame:
    """Return the change that the prose of each document states of a concept, where it states one only.

    Returns
    -------
    DataFrame
        ``document_id``, ``prose_fen`` (signed), ``step_fen`` (its last digit), ``base`` (what it is
        against: budget, account, or "" where no one says), ``stated_ids``.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "stated_id": ["x:s1", "y:s1", "y:s2"], "document_id": ["x", "y", "y"], "concept": "three_public",
    ...     "within": "", "role": "change", "amount_fen": [5, 3, 4], "step_fen": 1, "base": "budget",
    ...     "change_direction": "decrease"})
    >>> stated_changes(rows, "three_public").values.tolist()
    [['x', -5, 1, 'budget', 'x:s1']]
    """
    rows = stated[stated["concept"].eq(concept) & stated["role"].eq("change")]
    rows = rows[rows["within"].fillna("").eq("") & rows["change_direction"].isin(list(SIGNS))]
    signed = rows["amount_fen"].fillna(0) * rows["change_direction"].map(SIGNS).astype("Int64")
    rows = rows.assign(prose_fen=signed, base=rows["base"].fillna(""))
    one = rows.groupby("document_id")["prose_fen"].transform("nunique").eq(1)
    groups = rows[one].groupby("document_id")
    found = groups.agg(
        prose_fen=("prose_fen", "first"),
        step_fen=("step_fen", "max"),
        base=("base", lambda bases: next((base for base in bases if base), "")),
        stated_ids=("stated_id", " ".join),
    )
    return found.reset_index()


def with_change(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of :func:`two_years` with the change, where it is from, and what becomes of the amount.

    Returns
    -------
    DataFrame
        With ``levels_fen`` (level less prior), ``change_fen`` (that, or else what the prose states),
        ``way`` (fall, unchanged, rise; missing where nothing says) and ``agree`` (prose and levels, where
        there are both: as their digits allow).

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "level_fen": [900, 900], "low_fen": [900, 900], "high_fen": [900, 900], "step_fen": [10, 10],
    ...     "prior_fen": [1000, None], "prose_fen": [100, -5]}).astype("Int64")
    >>> with_change(rows)[["change_fen", "way", "agree"]].values.tolist()
    [[-100, 'fall', False], [-5, 'fall', <NA>]]
    """
    levels = rows["level_fen"] - rows["prior_fen"]
    change = levels.fillna(rows["prose_fen"])
    way = change.map(
        lambda fen: "fall" if fen < 0 else "rise" if fen > 0 else "unchanged", na_action="ignore"
    )
    room = rows["high_fen"] - rows["low_fen"] + rows["step_fen"].fillna(0)
    agree = (levels - rows["prose_fen"]).abs() <= room
    return rows.assign(levels_fen=levels, change_fen=change, way=way, agree=agree)


def next_vintage(rows: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return what a document and the next one of its series print of the same year.

    Parameters
    ----------
    rows : DataFrame
        Rows of :func:`with_change` of all documents, with ``measure``.
    documents : DataFrame
        With ``series``, ``phase`` and ``fiscal_year``.

    Returns
    -------
    DataFrame
        One row a pair: ``series``, ``entity``, ``year`` (of the amount), ``first_fen`` (as the document
        of that year has it), ``later_fen`` (as the next one prints it, or its level less the change that
        it states), ``revised_fen``, ``line_ids`` of both.
    """
    keys = documents[["document_id", "series", "phase"]]
    known = rows.drop(columns=["series", "phase"], errors="ignore").merge(keys, on="document_id")
    later = known.assign(
        fiscal_year=known["fiscal_year"] - 1, later_fen=known["level_fen"] - known["change_fen"]
    )
    later = later[["series", "phase", "measure", "fiscal_year", "later_fen", "line_ids"]]
    both = known.merge(later, on=["series", "phase", "measure", "fiscal_year"], suffixes=("", "_later"))
    both = both.dropna(subset=["later_fen"])
    ids = both["line_ids"] + " " + both["line_ids_later"]
    pairs = both.rename(columns={"fiscal_year": "year", "level_fen": "first_fen"})
    pairs = pairs.assign(revised_fen=pairs["later_fen"] - pairs["first_fen"], line_ids=ids)
    pairs = named(pairs)
    amounts = ["first_fen", "later_fen", "revised_fen", "line_ids"]
    return pairs[["series", "entity", "measure", "expense", "year", *amounts]]


def ways(rows: pd.DataFrame, by: str = "place") -> pd.DataFrame:
    """Return in how many budgets of each place an amount falls, is unchanged, rises.

    >>> ways(pd.DataFrame({"place": ["a", "a"], "way": ["rise", "fall"]})).values.tolist()
    [['a', 1, 0, 1, 2]]
    """
    counts = rows.groupby([by, "way"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["fall", "unchanged", "rise"], fill_value=0).rename_axis(None, axis=1)
    return counts.assign(budgets=counts.sum(axis=1)).reset_index()


def all_changes(
    measures: pd.DataFrame, items: pd.DataFrame, stated: pd.DataFrame, about: pd.DataFrame
) -> pd.DataFrame:
    """Return :func:`with_change` of :func:`two_years` of all :data:`PARTS`, named in ``expense``."""
    rows = [with_change(two_years(measures, items, stated, about, measure)) for measure in PARTS]
    return named(pd.concat(rows, ignore_index=True))


def named(rows: pd.DataFrame, column: str = "measure") -> pd.DataFrame:
    """Return rows with ``expense``, what the measure in a column is called."""
    return rows.assign(expense=rows[column].map(PARTS))


def beside(rows: pd.DataFrame, measures: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return rows of :func:`two_years` whose document prints another measure too, and how the two compare.

    Returns
    -------
    DataFrame
        With ``other_fen`` and ``is``: the level is the same, less or more, as the digits of both allow.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": ["x"], "level_fen": [90], "low_fen": [85], "high_fen": [95]})
    >>> other = pd.DataFrame({
    ...     "document_id": ["x"], "measure": "operating", "value_fen": 98, "low_fen": 93, "high_fen": 103})
    >>> beside(rows, other, "operating")[["other_fen", "is"]].values.tolist()
    [[98, 'the same']]
    """
    others = measures[measures["measure"].eq(measure) & measures["value_fen"].notna()]
    others = others[["document_id", "value_fen", "low_fen", "high_fen"]]
    both = rows.merge(others, on="document_id", suffixes=("", "_other")).rename(
        columns={"value_fen": "other_fen"}
    )
    compared = pd.Series("the same", index=both.index)
    compared = compared.mask(both["high_fen"] < both["low_fen_other"], "less")
    return both.assign(**{"is": compared.mask(both["low_fen"] > both["high_fen_other"], "more")})
