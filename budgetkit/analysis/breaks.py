"""What :mod:`budgetkit.analysis.restated` finds, in tables: outcomes counted, names that change meaning."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .places import places
from .restated import COARSE, OUTCOMES, vintages

MEASURE_COLUMNS = ["document_id", "measure", "value_fen", "line_ids"]
"""Columns of ``measures`` that are used here."""

MEASURES = ("agency_operating", "operating", "wages", "transfers_to_persons")
"""Measures whose meaning changed over the years that the panel has of one body."""


def needed(items: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are looked up: of the budgets that are paired, and the tables of 三公.

    >>> documents = pd.DataFrame({
    ...     "document_id": ["a", "b"], "series": "a", "entity": "某局", "scope": "department",
    ...     "phase": "approved", "fiscal_year": [2018, 2019], "comparable": True})
    >>> items = pd.DataFrame({"document_id": ["a", "c", "c"], "form": ["x", "x", "three_public"]})
    >>> needed(items, documents)["document_id"].tolist()
    ['a', 'c']
    """
    pairs = vintages(documents)
    paired = items["document_id"].isin([*pairs["earlier"], *pairs["later"]])
    return items[paired | items["form"].eq("three_public")]


def followed(
    documents: pd.DataFrame, measures: pd.DataFrame, names: Sequence[str] = MEASURES
) -> pd.DataFrame:
    """Return measures of the budgets that :func:`vintages` pairs, one row a budget.

    Parameters
    ----------
    documents, measures : DataFrame
        ``documents`` and ``measures`` of the panel.
    names : sequence of str
        Which measures.

    Returns
    -------
    DataFrame
        series, entity, ``label`` (:func:`short`), region, place, fiscal_year, document_id, ``<name>_fen`` for
        each measure, and line_ids of all of them; in order of series and year.

    Examples
    --------
    >>> documents = pd.DataFrame({
    ...     "document_id": ["a", "b"], "series": "a", "entity": "某局", "scope": "department", "region": "X",
    ...     "phase": "approved", "fiscal_year": [2018, 2019], "comparable": True})
    >>> measures = pd.DataFrame({"document_id": ["a", "b"], "measure": "basic", "value_fen": [1, 2],
    ...     "line_ids": ""})
    >>> followed(documents, measures, ["basic"])["basic_fen"].tolist()
    [1, 2]
    """
    pairs = vintages(documents)
    rows = documents[documents["document_id"].isin([*pairs["earlier"], *pairs["later"]])]
    rows = rows[["series", "entity", "region", "fiscal_year", "document_id"]].set_index("document_id")
    mine = measures[measures["measure"].isin(names)]
    for name in names:
        of = mine[mine["measure"].eq(name)].set_index("document_id")
        rows[f"{name}_fen"] = of["value_fen"].reindex(rows.index)
    rows["line_ids"] = mine.fillna({"line_ids": ""}).groupby("document_id")["line_ids"].agg(" ".join)
    rows = rows.reset_index().sort_values(["series", "fiscal_year"], ignore_index=True)
    return rows.assign(label=short(rows["entity"]), place=places(rows))


def measured_twice(documents: pd.DataFrame, measures: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the measures of the year before (``…_prior``) beside those of the earlier budget itself.

    A second way to what :func:`~budgetkit.analysis.restated.restated` finds, by the measures alone.

    Parameters
    ----------
    documents, measures : DataFrame
        ``documents`` and ``measures`` of the panel.

    Returns
    -------
    DataFrame, DataFrame
        earlier, later, measure, ``said_fen``, ``printed_fen``, ``apart_fen``, line_ids, where both are known
        and not both are 0; and of these the rows that are more than 0.01 万元 apart.

    Examples
    --------
    >>> documents = pd.DataFrame({
    ...     "document_id": ["a", "b"], "series": "a", "entity": "某局", "scope": "department",
    ...     "phase": "approved", "fiscal_year": [2018, 2019], "comparable": True})
    >>> measures = pd.DataFrame({"document_id": ["a", "b"], "measure": ["basic", "basic_prior"],
    ...     "value_fen": [5, 3], "line_ids": ["x", "y"]})
    >>> twice, apart = measured_twice(documents, measures)
    >>> twice[["measure", "apart_fen"]].values.tolist(), len(apart)
    ([['basic', -2]], 0)
    """
    pairs = vintages(documents)[["earlier", "later"]]
    prior = measures[measures["measure"].str.endswith("_prior")]
    prior = prior.assign(measure=prior["measure"].str.removesuffix("_prior"))
    said = pairs.merge(prior, left_on="later", right_on="document_id").drop(columns="document_id")
    both = said.merge(
        measures, left_on=["earlier", "measure"], right_on=["document_id", "measure"], suffixes=("", "_then")
    ).rename(columns={"value_fen": "said_fen", "value_fen_then": "printed_fen"})
    known = both["said_fen"].notna() & both["printed_fen"].notna()
    both = both[known & ~(both["said_fen"].eq(0) & both["printed_fen"].eq(0))]
    ids = both["line_ids"].fillna("") + " " + both["line_ids_then"].fillna("")
    both = both.assign(apart_fen=both["said_fen"] - both["printed_fen"], line_ids=ids)
    columns = ["earlier", "later", "measure", "said_fen", "printed_fen", "apart_fen", "line_ids"]
    both = both[columns].reset_index(drop=True)
    return both, both[both["apart_fen"].abs().gt(COARSE)]


def outcomes(found: pd.DataFrame) -> pd.DataFrame:
    """Return, by body and year, the share of figures with each outcome, and n.

    >>> found = pd.DataFrame({"entity": "某局", "year": [2019, 2019], "outcome": ["same", "differs"]})
    >>> outcomes(found)[["the same figure", "n"]].values.tolist()
    [[0.5, 2.0]]
    """
    pair = found["entity"] + " " + found["year"].astype(str)
    counts = pd.crosstab(pair, found["outcome"]).reindex(columns=list(OUTCOMES), fill_value=0)
    n = counts.sum(axis=1)
    return counts.div(n, axis=0).rename(columns=OUTCOMES).assign(n=n)


def by_place(beside: pd.DataFrame) -> pd.DataFrame:
    """Return, by place, how many budgets and figures there are with each outcome.

    >>> beside = pd.DataFrame({"place": "P", "document_id": ["x", "x"], "outcome": ["same", "differs"]})
    >>> by_place(beside).to_dict("records")
    [{'place': 'P', 'budgets': 1, 'same': 1, 'differs': 1, 'several': 0}]
    """
    counts = pd.crosstab(beside["place"], beside["outcome"])
    counts = counts.reindex(columns=["same", "differs", "several"], fill_value=0)
    counts.insert(0, "budgets", beside.groupby("place")["document_id"].nunique())
    return counts.reset_index().rename_axis(columns=None)


def at_hand(over: pd.DataFrame) -> pd.DataFrame:
    """Return one row a body: its name of the last year, its place, and of which years budgets are at hand.

    >>> over = pd.DataFrame({"series": "a", "place": "P", "entity": "某局", "fiscal_year": [2018, 2019]})
    >>> at_hand(over).values.tolist()
    [['某局', 'P', '2018, 2019']]
    """
    rows = over.assign(years=over["fiscal_year"].astype(str)).groupby(["series", "place"], sort=False)
    return rows.agg({"entity": "last", "years": ", ".join}).reset_index()[["entity", "place", "years"]]


def figures_then(found: pd.Series, stated: pd.DataFrame) -> list[int]:
    """Return the amounts of the earlier prose that one row of :func:`restated` was set beside.

    >>> stated = pd.DataFrame({"stated_id": ["a:s1", "b:s1"], "document_id": ["a", "b"],
    ...     "amount_fen": [1, 2]})
    >>> figures_then(pd.Series({"line_ids": "a:s1 b:s1", "earlier": "a"}), stated)
    [1]
    """
    rows = stated[stated["stated_id"].isin(found["line_ids"].split())]
    return sorted({int(fen) for fen in rows.loc[rows["document_id"].eq(found["earlier"]), "amount_fen"]})


def change(over: pd.DataFrame, before: int, after: int) -> pd.DataFrame:
    """Return the rise of each measure from one year to another, a row a series, as ratios.

    ``both_fen`` is pay and transfers to persons together.

    >>> over = pd.DataFrame({"series": "a", "fiscal_year": [2017, 2018], "wages_fen": [1, 3],
    ...     "transfers_to_persons_fen": [3, 2]})
    >>> change(over, 2017, 2018).round(2).to_dict("records")
    [{'wages_fen': 2.0, 'transfers_to_persons_fen': -0.33, 'both_fen': 0.25}]
    """
    rows = over.assign(both_fen=over["wages_fen"] + over["transfers_to_persons_fen"])
    columns = [str(c) for c in rows if str(c).endswith("_fen")]
    then, now = (
        rows[rows["fiscal_year"].eq(year)].set_index("series")[columns].astype(float)
        for year in (before, after)
    )
    return now / then - 1


def held(over: pd.DataFrame, items: pd.DataFrame, **codes: Sequence[str]) -> pd.DataFrame:
    """Add what lines of the economic classification hold in the basic expenditure of each budget.

    Parameters
    ----------
    over : DataFrame
        What :func:`followed` returned.
    items : DataFrame
        ``line_items`` of its documents.
    **codes : sequence of str
        款 of the economic classification, under the name of the column that they are added up in.

    Returns
    -------
    DataFrame
        `over` with ``<name>_fen``, 0 where a budget prints none of the codes, and their line_ids.

    Examples
    --------
    >>> over = pd.DataFrame({"document_id": ["x", "y"], "line_ids": ""})
    >>> items = pd.DataFrame({"document_id": "x", "form": "basic_expenditure", "nature": "basic",
    ...     "economic_code": ["30311", "30302"], "amount_fen": [5, 7], "line_id": ["a", "b"]})
    >>> held(over, items, moved=["30311"])["moved_fen"].tolist()
    [5, 0]
    """
    basic = items[items["form"].eq("basic_expenditure") & items["nature"].eq("basic")]
    for name, wanted in codes.items():
        of = basic[basic["economic_code"].isin(wanted)].groupby("document_id")
        amounts = over["document_id"].map(of["amount_fen"].sum()).fillna(0).astype(int)
        ids = {str(key): " ".join(rows["line_id"]) for key, rows in of}
        both = zip(over["line_ids"], over["document_id"], strict=True)
        over = over.assign(line_ids=[f"{known} {ids.get(document, '')}" for known, document in both])
        over[f"{name}_fen"] = amounts
    return over


def parts_of_break(wide: pd.DataFrame, before: int, after: int) -> pd.DataFrame:
    """Return what part of the fall of transfers (303) and of the rise of pay (301) some lines make up.

    Parameters
    ----------
    wide : DataFrame
        What :func:`held` returned with ``moved`` (codes that leave 303 for 301), ``retired`` (pay of the
        retired) and ``paid_in`` (contributions that come into 301).
    before, after : int
        The years on both sides of the break.

    Returns
    -------
    DataFrame
        One row a series: ``moved`` and ``retired`` of the fall of 303, ``paid_in`` of the rise of 301.

    Examples
    --------
    >>> wide = pd.DataFrame({"series": "a", "fiscal_year": [2017, 2018], "wages_fen": [10, 30],
    ...     "transfers_to_persons_fen": [20, 10], "moved_fen": [6, 0], "retired_fen": [8, 5],
    ...     "paid_in_fen": [0, 5]})
    >>> parts_of_break(wide, 2017, 2018).values.tolist()
    [[0.6, 0.3, 0.25]]
    """
    columns = [str(c) for c in wide if str(c).endswith("_fen")]
    then, now = (
        wide[wide["fiscal_year"].eq(year)].set_index("series")[columns].astype(float)
        for year in (before, after)
    )
    rise = now - then
    fall, pay = -rise["transfers_to_persons_fen"], rise["wages_fen"]
    return pd.DataFrame(
        {"moved": then["moved_fen"] / fall, "retired": -rise["retired_fen"] / fall,
         "paid_in": rise["paid_in_fen"] / pay}
    )  # fmt: skip


def multiples(over: pd.DataFrame) -> pd.DataFrame:
    """Return 机关运行经费 as a multiple of 公用经费, as rows of a chart over years.

    >>> over = pd.DataFrame({"label": ["x"], "fiscal_year": 2017, "agency_operating_fen": 6,
    ...     "operating_fen": 4})
    >>> multiples(over)[["label", "year", "value"]].values.tolist()
    [['x', 2017, 1.5]]
    """
    value = (over["agency_operating_fen"] / over["operating_fen"]).astype(float)
    return over.assign(year=over["fiscal_year"].astype(int), value=value)


def moved(codes: pd.DataFrame, old: str = "303", new: str = "301") -> pd.DataFrame:
    """Return the economic codes of one class whose successor is in another (``bk.codes("economic")``).

    >>> codes = pd.DataFrame({"code": ["30311", "30302"], "successor": ["30113", ""], "name": ["a", "b"]})
    >>> moved(codes)["name"].tolist()
    ['a']
    """
    successor = codes["successor"].fillna("").astype(str)
    return codes[codes["code"].str.startswith(old) & successor.str.startswith(new)]


def short(entities: pd.Series) -> pd.Series:
    """Return names of bodies without the province, and under the shorter of two spellings.

    >>> short(pd.Series(["中国共产党江苏省委员会办公厅", "江苏省人民检察院"])).tolist()
    ['省委办公厅', '省人民检察院']
    """
    names = entities.str.replace(r"^(?:中国共产党|中共)", "", regex=True)
    return names.str.replace("省委员会", "省委").str.replace(r"^\w{2}(?=省)", "", regex=True)
