"""Staff cost counted in two ways, and labour services by place and kind: tables and rows of charts."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from .comparators import LEVELS, kind_words
from .labour import LABOUR, SAID

COUNTS = {
    "personnel_share": "personnel, as printed\n(人员经费)",
    "broad_share": "personnel and labour services\n(301, 303 and 30226)",
}
"""Two ways to count what staff cost, as shares of basic expenditure."""


def counted_twice(others: pd.DataFrame, own: pd.Series) -> pd.DataFrame:
    """Return both shares of :data:`COUNTS` of budgets that have both, as rows of a strip chart.

    Parameters
    ----------
    others : DataFrame
        What :func:`staffing` returned.
    own : Series
        The row of the body that is marked.

    Returns
    -------
    DataFrame
        label, value, marked, document_id, line_ids.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": ["x", "y"], "personnel_share": [0.8, None],
    ...     "broad_share": [0.9, 0.9], "line_ids": ""})
    >>> counted_twice(rows, rows.iloc[0])[["value", "marked"]].values.tolist()
    [[0.8, False], [0.8, True], [0.9, False], [0.9, True]]
    """
    both = others[others[list(COUNTS)].notna().all(axis=1)]
    columns = ["document_id", "line_ids"]
    parts = [
        rows[columns].assign(label=label, value=rows[share].astype(float), marked=marked)
        for share, label in COUNTS.items()
        for rows, marked in ((both, False), (own.to_frame().T, True))
    ]
    return pd.concat(parts, ignore_index=True)


class Ranks(NamedTuple):
    """Where the marked budget lies among the others, by both counts of :data:`COUNTS`."""

    n: int
    less: int
    more: int
    printed: float
    broad: float
    typical_gap: float
    largest_gap: float


def ranks(both: pd.DataFrame) -> Ranks:
    """Return how many others print less personnel, how many have more staff cost, medians and differences.

    >>> rows = pd.DataFrame({"document_id": ["x", "y"], "personnel_share": [0.75, 0.5],
    ...     "broad_share": [0.75, 0.5], "line_ids": ""})
    >>> own = pd.Series({"document_id": "z", "personnel_share": 0.6, "broad_share": 0.9, "line_ids": ""})
    >>> ranks(counted_twice(rows, own))
    Ranks(n=2, less=1, more=0, printed=0.625, broad=0.625, typical_gap=0.0, largest_gap=0.0)
    """
    wide = both.pivot_table(index=["marked", "document_id"], columns="label", values="value")
    printed, broad = (wide[label] for label in COUNTS.values())
    own = wide.index.get_level_values("marked").to_numpy(dtype=bool)
    others = ~own
    gap = (broad - printed)[others].abs()
    return Ranks(
        len(gap), int((printed[others] < printed[own].iloc[0]).sum()),
        int((broad[others] > broad[own].iloc[0]).sum()), float(printed[others].median()),
        float(broad[others].median()), float(gap.median()), float(gap.max()),
    )  # fmt: skip


def spread_of(rows: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    """Return, by kind or level in words, how many budgets there are and have a value, its median, the most.

    >>> rows = pd.DataFrame({"level": ["city", "city", ""], "v": [1.0, 3.0, None]})
    >>> spread_of(rows, "level", "v").values.tolist()
    [['city', 2, 2, 2.0, 3.0], ['not told by its name', 1, 0, nan, nan]]
    """
    words = rows[by].map(kind_words) if by == "kind" else rows[by].map(LEVELS).fillna(kind_words(""))
    of = rows.groupby(words.rename("group"))[value]
    found = pd.DataFrame({"budgets": of.size(), "n": of.count(), "median": of.median(), "most": of.max()})
    return found.sort_values("budgets", ascending=False, kind="stable").reset_index()


def said_by_place(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, by place, the share of budgets that say what :data:`SAID` lists, and n, largest places first.

    >>> rows = pd.DataFrame({"place": ["P", "P", "Q"], "said": ["blank", "no line", "nought"]})
    >>> said_by_place(rows)[["the line, without a figure", "n"]].values.tolist()
    [[0.5, 2.0], [0.0, 1.0]]
    """
    counts = pd.crosstab(rows["place"], rows["said"]).reindex(columns=list(SAID), fill_value=0)
    counts = counts.loc[rows["place"].value_counts().index]
    n = counts.sum(axis=1)
    return counts.div(n, axis=0).rename(columns=SAID).assign(n=n)


def alike(others: pd.DataFrame, own: pd.Series) -> tuple[int, int, int]:
    """Return how many others are of the same level, of the same kind, and of both.

    >>> rows = pd.DataFrame({"level": ["city", "district"], "kind": ["party", "services"]})
    >>> alike(rows, pd.Series({"level": "district", "kind": "party"}))
    (1, 1, 0)
    """
    level, kind = others["level"].eq(own["level"]), others["kind"].eq(own["kind"])
    return int(level.sum()), int(kind.sum()), int((level & kind).sum())


def as_much(split: pd.DataFrame, own: pd.Series, whole: pd.Series) -> pd.DataFrame:
    """Return the budgets whose labour services are as large a part of the whole as those of `own` at least.

    >>> split = pd.DataFrame({"entity": ["x", "y"], "of_whole": [0.2, 0.1]})
    >>> own, whole = pd.Series({"labour_service_fen": 15}), pd.Series({"value_fen": 100})
    >>> as_much(split, own, whole)["entity"].tolist()
    ['x']
    """
    return split[split["of_whole"].ge(own["labour_service_fen"] / whole["value_fen"])]


def earlier_lines(documents: pd.DataFrame, items: pd.DataFrame) -> int:
    """Return how many documents print labour services of a year before their own.

    >>> documents = pd.DataFrame({"document_id": ["x"], "fiscal_year": [2024]})
    >>> items = pd.DataFrame({"document_id": "x", "economic_code": "30226", "fiscal_year": [2023, 2024]})
    >>> earlier_lines(documents, items)
    1
    """
    year = items["document_id"].map(documents.set_index("document_id")["fiscal_year"])
    mine = items[items["economic_code"].eq(LABOUR) & items["fiscal_year"].lt(year)]
    return int(mine["document_id"].nunique())


def stacked_rows(own: pd.Series, *groups: pd.DataFrame) -> pd.DataFrame:
    """Return one row and then the rows of other tables, each document once.

    >>> rows = pd.DataFrame({"document_id": ["x", "y"]})
    >>> stacked_rows(rows.iloc[1], rows, rows)["document_id"].tolist()
    ['y', 'x']
    """
    rows = pd.concat([own.to_frame().T, *groups], ignore_index=True)
    return rows.drop_duplicates("document_id").reset_index(drop=True)


def years_with_line(documents: pd.DataFrame, measures: pd.DataFrame) -> int:
    """Return of how many bodies the panel has labour services of more than one year.

    >>> documents = pd.DataFrame({"document_id": ["x", "y"], "series": "x", "comparable": True, "phase": "a"})
    >>> measures = pd.DataFrame({"document_id": ["x", "y"], "measure": "labour_service", "value_fen": [1, 2]})
    >>> years_with_line(documents, measures)
    1
    """
    known = measures[measures["measure"].eq("labour_service") & measures["value_fen"].notna()]
    rows = documents[
        documents["comparable"].astype(bool) & documents["document_id"].isin(known["document_id"])
    ]
    return int(rows.groupby(["series", "phase"]).size().gt(1).sum())
