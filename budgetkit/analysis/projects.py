"""Lists of projects: which rows are the lowest level, how many there are, how much the largest hold."""

from __future__ import annotations

import pandas as pd

from ..rulebook import allowance

_KEYS = ["document_id", "page", "table", "row"]


def listed_projects(items: pd.DataFrame, project: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the lists of projects that are read down to their lowest level.

    A list (项目支出表) prints units, groups of projects and projects one below the other, and nothing but
    arithmetic says which is which. A list counts only where the figures show it: its adding rows
    (``adds``) make up the printed project expenditure of the document, and every other row is the sum of
    the adding rows that follow it.

    Parameters
    ----------
    items : DataFrame
        Rows of ``line_items``.
    project : DataFrame
        Rows of ``measures`` for ``project``, one a document.

    Returns
    -------
    DataFrame
        The adding rows of these lists in print order. A project of several units is a line for each.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "line_id": list("abcd"), "document_id": "x", "form": "project_list", "measure": "amount",
    ...     "fund": "total", "carried": False, "page": 1, "table": 1, "row": [1, 2, 3, 4],
    ...     "is_total": [True, False, False, False], "adds": [False, False, True, True],
    ...     "step_fen": 1, "amount_fen": [300, 300, 100, 200]})
    >>> whole = pd.DataFrame({"document_id": ["x"], "value_fen": [300]})
    >>> listed_projects(rows, whole)["line_id"].tolist()
    ['c', 'd']
    >>> listed_projects(rows, whole.assign(value_fen=400))["line_id"].tolist()
    []
    """
    lists = items[
        items["form"].eq("project_list") & items["measure"].eq("amount") & items["fund"].eq("total")
    ]
    lists = lists[~lists["carried"].astype("boolean").fillna(False)]
    lists = lists[lists["amount_fen"].fillna(0).ne(0) & ~lists["is_total"]].sort_values(_KEYS, kind="stable")
    whole = project.set_index("document_id")["value_fen"]
    kept = [
        rows[rows["adds"].astype(bool)]
        for document, rows in lists.groupby("document_id")
        if not rows["adds"].isna().any() and _lowest(rows, whole.get(document, pd.NA))
    ]
    return pd.concat(kept) if kept else lists.iloc[:0]


def _lowest(rows: pd.DataFrame, whole: object) -> bool:
    """Say whether the adding rows are the lowest level, and make up the whole."""
    amounts, steps = rows["amount_fen"].astype(int).tolist(), rows["step_fen"].astype(int).tolist()
    adds = rows["adds"].astype(bool).tolist()
    adding = [at for at, add in enumerate(adds) if add]
    if not adding or pd.isna(whole):  # type: ignore[call-overload]
        return False
    room = allowance([max(steps)] * (len(adding) + 1))
    if abs(sum(amounts[at] for at in adding) - int(whole)) > room:  # type: ignore[call-overload]
        return False
    return all(_is_sum(at, amounts, steps, adds) for at, add in enumerate(adds) if not add)


def _is_sum(at: int, amounts: list[int], steps: list[int], adds: list[bool]) -> bool:
    """Say whether a row is the sum of the first so many adding rows that follow it, as its digits allow."""
    running = 0
    for n, (amount, add) in enumerate(zip(amounts[at + 1 :], adds[at + 1 :], strict=True), start=1):
        running += amount if add else 0
        if add and abs(running - amounts[at]) <= allowance([steps[at]] * (n + 1)):
            return True
    return False


def concentration(lines: pd.DataFrame) -> pd.DataFrame:
    """Return, one row a document, how many lines a list has and how much the largest of them hold.

    Returns
    -------
    DataFrame
        ``document_id``, ``lines``, ``amount_fen``, ``largest`` and ``five`` (shares of the largest line and
        of the five largest), ``half`` (the fewest lines that hold half), ``median_fen``.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "amount_fen": [600, 100, 100, 100, 50, 50]})
    >>> concentration(rows)[["lines", "largest", "five", "half"]].values.tolist()
    [[6.0, 0.6, 0.95, 1.0]]
    """
    found = []
    for document, rows in lines.groupby("document_id"):
        amounts = rows["amount_fen"].astype(int).sort_values(ascending=False)
        total = int(amounts.sum())
        half = int((amounts.cumsum() * 2 < total).sum()) + 1
        found.append(
            {
                "document_id": document, "lines": len(amounts), "amount_fen": total,
                "largest": amounts.iloc[0] / total, "five": amounts.head(5).sum() / total,
                "half": half, "median_fen": float(amounts.median()),
            }
        )  # fmt: skip
    return pd.DataFrame(found)


def covered(
    measures: pd.DataFrame, indicators: pd.DataFrame, about: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what share of project expenditure has published targets.

    Parameters
    ----------
    measures, indicators : DataFrame
        Tables of the panel.
    about : DataFrame
        The documents that count, by ``document_id``, with what else is wanted of them.

    Returns
    -------
    tuple of DataFrame
        Measures ``targets_coverage`` of documents with sheets of targets, with ``share`` (missing where it
        cannot be worked out); and of these the ones that have a share and no sheets for special funds
        (专项资金), whose money may stand outside of the department's own expenditure.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": ["x", "y"], "measure": "targets_coverage", "value": [0.3, 0.4]})
    >>> sheets = pd.DataFrame({
    ...     "document_id": ["x", "y"], "form": ["project_targets", "special_fund_targets"]})
    >>> every, kept = covered(rows, sheets, rows[["document_id"]])
    >>> every["share"].tolist(), kept["document_id"].tolist()
    ([0.3, 0.4], ['x'])
    """
    sheets = indicators[indicators["form"].isin(["project_targets", "special_fund_targets"])]
    rows = measures[measures["measure"].eq("targets_coverage")].drop(columns="fiscal_year", errors="ignore")
    rows = rows[rows["document_id"].isin(sheets["document_id"])].merge(about, on="document_id")
    rows = rows.assign(share=rows["value"].astype(float))
    special = sheets.loc[sheets["form"].eq("special_fund_targets"), "document_id"]
    return rows, rows[rows["share"].notna() & ~rows["document_id"].isin(special)]


def by_place(rows: pd.DataFrame, of: str = "share") -> pd.DataFrame:
    """Return, for each place, how many budgets there are, of what years, and the middle one of each share.

    >>> rows = pd.DataFrame({"place": ["a", "a"], "fiscal_year": [2025, 2026], "share": [0.2, 0.4]})
    >>> by_place(rows).round(2).values.tolist()
    [['a', 2, '2025, 2026', 0.2, 0.4, 0.3]]
    """
    groups = rows.groupby("place")
    found = groups.agg(
        budgets=("fiscal_year", "size"),
        years=("fiscal_year", lambda years: ", ".join(str(year) for year in sorted(set(years)))),
        least=(of, "min"),
        most=(of, "max"),
    )
    middles = [c for c in (of, "largest", "five") if c in rows]
    found = found.join(groups[middles].median()).reset_index()
    return found.assign(lines=found["lines"].map("{:g}".format)) if "lines" in found else found


def overview(now: pd.DataFrame, **has: pd.DataFrame) -> pd.DataFrame:
    """Return, for each place, how many budgets there are, and how many of them are among other rows.

    >>> now = pd.DataFrame({"document_id": ["x", "y"], "place": ["a", "a"]})
    >>> overview(now, sheet=now.iloc[:1]).values.tolist()
    [['a', 2, 1]]
    """
    flags = {key: now["document_id"].isin(rows["document_id"]) for key, rows in has.items()}
    counted = now[["place"]].assign(budgets=1, **flags)
    return counted.groupby("place", as_index=False).sum()
