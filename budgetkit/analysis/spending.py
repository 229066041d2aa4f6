"""What money is spent on, over many documents: rows of one table each, and their shares in its total.

A document counts only if its rows add up to the total that it prints, so that a class without a row has
no money there: its share is nought, and not unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..errors import ExtractionError
from ..knowledge import body_name
from ..rulebook import allowance
from .comparators import kind_of, kind_words, level_of
from .places import places

COLUMNS = [
    "line_id", "document_id", "form", "direction", "fund", "carried", "nature", "measure", "function_code",
    "economic_code", "government_code", "item", "adds", "fiscal_year", "amount_fen", "printed", "unit",
    "step_fen", "file", "page", "table", "row", "col",
]  # fmt: skip
"""Columns of ``line_items`` that the functions of this module, and the claims made with them, need."""

_CODES = {"function": "function_code", "economic": "economic_code", "government": "government_code"}
_LEAST = {"function": 3, "economic": 5, "government": 5}
"""Least digits of the code of a row that is taken: below a 类 nothing of the economic classes is lost."""


def cross_section(documents: pd.DataFrame, phase: str = "approved") -> pd.DataFrame:
    """Return the publications of one phase that may stand beside each other, each body once.

    Parameters
    ----------
    documents : DataFrame
        ``documents`` of the panel.
    phase : {"approved", "executed"}
        Budgets are not compared with final accounts.

    Returns
    -------
    DataFrame
        Those that are ``latest``, without a body whose name begins with that of another one (its money may
        be within); ``place`` (:func:`~budgetkit.analysis.places`), ``level`` and ``kind`` in
        words beside what was there; ordered by document_id.

    Examples
    --------
    >>> names = ["北京市公安局", "北京市公安局交通管理局", "上海市数据局"]
    >>> documents = pd.DataFrame({
    ...     "document_id": ["beijing-02", "beijing-01", "shanghai-01"], "entity": names,
    ...     "region": [name[:3] for name in names], "fiscal_year": 2026, "phase": "approved", "latest": True})
    >>> cross_section(documents)[["document_id", "kind"]].values.tolist()
    [['beijing-02', 'government department'], ['shanghai-01', 'government department']]
    """
    rows = documents[documents["latest"] & documents["phase"].eq(phase)].sort_values("document_id")
    names = rows["entity"].map(body_name)
    within = [any(name != other and name.startswith(other) for other in names) for name in names]
    rows = rows[[not inside for inside in within]]
    level = [
        level_of(name, int(year)) for name, year in zip(rows["entity"], rows["fiscal_year"], strict=True)
    ]
    return rows.assign(
        place=places(rows.assign(region=rows["region"].fillna(""))),
        level=level,
        kind=rows["entity"].map(kind_of).map(kind_words),
    ).reset_index(drop=True)


def spent(
    items: pd.DataFrame,
    documents: pd.DataFrame,
    form: str,
    by: str,
    fund: str = "general_public",
    nature: str = "total",
    part: str = "",
) -> pd.DataFrame:
    """Return the lowest rows of one table, of the documents in which they add up to its total.

    The lowest are those without a part of theirs right below them; if these do not add up to what is known
    to (``adds``), the figures that are known to.

    Parameters
    ----------
    items, documents : DataFrame
        ``line_items``, and the documents that count (:func:`cross_section`).
    form, fund, nature : str
        Which column of which table; each document's own year only.
    by : {"function", "economic", "government"}
        The classification that the rows are wanted under.
    part : str
        A column beside that of `nature`, such as ``project`` beside ``total``: the rows of the same
        documents that it has. It is not checked against a total of its own.

    Returns
    -------
    DataFrame
        The rows, with ``code`` and ``top`` (its 类), ``place``, and ``whole_fen``, what all rows of the
        document's column `nature` add up to.

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["x"], "fiscal_year": [2026], "place": ["北京市"]})
    >>> items = pd.DataFrame({
    ...     "document_id": "x", "form": "basic_expenditure", "fund": "general_public", "nature": "basic",
    ...     "measure": "amount", "carried": False, "fiscal_year": 2026, "direction": "expenditure",
    ...     "economic_code": ["", "302", "30201", "30226"], "adds": [False, False, True, True],
    ...     "amount_fen": [300, 300, 100, 200], "step_fen": 1, "line_id": list("abcd"),
    ...     "file": "x.pdf", "page": 1, "table": 1, "row": range(4), "col": 2})
    >>> rows = spent(items, documents, "basic_expenditure", "economic", nature="basic")
    >>> rows[["code", "top", "amount_fen", "whole_fen"]].values.tolist()
    [['30201', '302', 100, 300], ['30226', '302', 200, 300]]
    """
    if by not in _CODES:
        raise ExtractionError(f"no classification {by!r}; there are {', '.join(_CODES)}")
    years = documents.set_index("document_id")["fiscal_year"]
    rows = items[items["form"].eq(form)]
    rows = rows[rows["fund"].eq(fund) & rows["document_id"].isin(years.index)]
    rows = rows[rows["measure"].eq("amount") & rows["direction"].eq("expenditure")]
    rows = rows[~rows["carried"] & rows["fiscal_year"].eq(rows["document_id"].map(years))]
    codes = rows[_CODES[by]].fillna("")
    rows = rows.assign(code=codes, top=codes.str[:3], place=rows["document_id"].map(_places(documents)))
    column = rows[rows["nature"].eq(nature)]
    finest = _finest(column)
    ways = [way & column["code"].str.len().ge(_LEAST[by]) for way in (finest, _adds(column))]
    wholes = [_whole(column, way) for way in ways]
    known = wholes[0].combine_first(wholes[1]).astype(int)
    low = column[ways[0] & column["document_id"].isin(wholes[0].index)]
    if rest := set(wholes[1].index) - set(wholes[0].index):
        low = pd.concat([low, column[ways[1] & column["document_id"].isin(rest)]])
    if part:
        low = rows[rows["nature"].eq(part) & rows["amount_fen"].notna()].merge(low[_ROW].drop_duplicates())
    low = low.assign(whole_fen=low["document_id"].map(known))
    return low.sort_values(["document_id", "line_id"], kind="stable").reset_index(drop=True)


_ROW = ["document_id", "file", "page", "table", "row"]


def _places(documents: pd.DataFrame) -> Mapping[str, str]:
    return {str(key): place for key, place in documents.set_index("document_id")["place"].items()}


def _finest(column: pd.DataFrame) -> pd.Series:
    """Say which rows of a column have no part of theirs right below them."""
    rows = column.sort_values(["document_id", "file", "page", "table", "col", "row"], kind="stable")
    pairs = zip(rows["code"], rows["code"].shift(-1, fill_value=""), strict=True)
    leaf = [not (len(below) > len(code) and below.startswith(code)) for code, below in pairs]
    return (pd.Series(leaf, index=rows.index) & rows["amount_fen"].notna()).reindex(column.index)


def _adds(column: pd.DataFrame) -> pd.Series:
    return column["adds"].fillna(False).astype(bool) & column["amount_fen"].notna()


def _whole(column: pd.DataFrame, lowest: pd.Series) -> pd.Series:
    """Return what these rows of each document add up to, where that is what is known to add up."""
    low, adding = column[lowest], column[_adds(column)].groupby("document_id")["amount_fen"].sum()
    whole = low.groupby("document_id")["amount_fen"].sum()
    steps = low.groupby("document_id")["step_fen"].sum()
    room = steps.map(lambda step: allowance([step]))
    apart = (whole - adding.reindex(whole.index)).abs().astype("Float64")
    return whole[(apart.le(room) & whole.gt(0)).fillna(False).astype(bool)]


def basic(items: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return basic expenditure of the general public budget by economic class.

    Parameters
    ----------
    items, documents : DataFrame
        As for :func:`spent`.

    Returns
    -------
    DataFrame
        Rows as of :func:`spent`: of the table of basic expenditure, and of documents without one that counts,
        of the column of basic expenditure in the table of all expenditure by economic class.
    """
    own = spent(items, documents, "basic_expenditure", "economic", nature="basic")
    rest = documents[~documents["document_id"].isin(own["document_id"])]
    rows = everything(items, rest)
    rows = rows[rows["nature"].eq("basic") & rows["money"].eq(PUBLIC)]
    whole = rows.groupby("document_id")["amount_fen"].sum()
    rows = rows.assign(whole_fen=rows["document_id"].map(whole))
    return pd.concat([own, rows], ignore_index=True).astype({"whole_fen": int})


def basic_functions(items: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return basic expenditure of the general public budget by function.

    Parameters
    ----------
    items, documents : DataFrame
        As for :func:`spent`.

    Returns
    -------
    DataFrame
        Rows as of :func:`spent` (``whole_fen`` is of basic and project expenditure): of the column of basic
        expenditure, or where there is none, of those of its two parts.
    """
    rows = [
        spent(items, documents, "public_expenditure", "function", part=nature) for nature in _SPLITS[1][:2]
    ]
    own = spent(items, documents, "public_expenditure", "function", part="basic")
    parts = pd.concat(rows, ignore_index=True)
    return pd.concat([own, parts[~parts["document_id"].isin(own["document_id"])]], ignore_index=True)


PUBLIC = "general public budget"
_SPLITS = (("basic", "project"), ("personnel", "operating", "project"))
"""Columns that together are the whole of a table: basic expenditure is printed, or its two parts are."""


def everything(items: pd.DataFrame, documents: pd.DataFrame, by: str = "economic") -> pd.DataFrame:
    """Return basic and project expenditure by economic class, of the documents that print both.

    Parameters
    ----------
    items, documents : DataFrame
        As for :func:`spent`.
    by : {"economic", "government"}
        The classification that the rows are wanted under.

    Returns
    -------
    DataFrame
        Rows as of :func:`spent`, of nature ``basic`` or ``project``, with ``money``: "all money" where the
        table of the department's whole expenditure prints both, else "general public budget". That is
        from one table, or from the two tables of basic and project expenditure if these add up to the total
        by function. ``whole_fen`` is of both natures.
    """
    found = []
    for form, fund, money in (
        ("dept_expenditure", "total", "all money"),
        ("public_economic", "general_public", PUBLIC),
    ):
        for natures in _SPLITS:
            parts = [spent(items, documents, form, by, fund, part=nature) for nature in natures]
            found.append(_complete(pd.concat(parts)).assign(money=money))
    two = [
        spent(items, documents, "basic_expenditure", by, nature="basic"),
        spent(items, documents, "public_project_economic", by, nature="project"),
    ]
    functions = spent(items, documents, "public_expenditure", "function")
    whole = functions.groupby("document_id")["whole_fen"].first()
    rows = pd.concat(two)
    rows = rows.assign(whole_fen=rows["document_id"].map(whole)).dropna(subset=["whole_fen"])
    found.append(_complete(rows).assign(money=PUBLIC))
    rows = pd.concat([part for part in found if len(part)], ignore_index=True).astype({"whole_fen": int})
    return rows.assign(nature=rows["nature"].where(rows["nature"].eq("project"), "basic"))


def _complete(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of documents of which both natures are there and are the whole together."""
    of = rows.groupby("document_id")
    apart = (of["amount_fen"].sum() - of["whole_fen"].first()).abs()
    steps = of["step_fen"].sum()
    good = apart.le(steps.map(lambda step: allowance([step]))) & of["nature"].nunique().ge(2)
    return rows[rows["document_id"].isin(good[good].index)]


PARTS = {
    "basic 301": "basic: pay (301)",
    "basic": "basic: other",
    "project 302": "projects: goods, services (302)",
    "project 312": "projects: to enterprises (312)",
    "project": "projects: other",
}
"""Parts of the whole expenditure of a document, by nature and class; what has no class is the rest."""


def in_parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Name the part of the whole (:data:`PARTS`) that each row of :func:`everything` belongs to.

    >>> rows = pd.DataFrame({"nature": ["basic", "basic", "project"], "top": ["301", "303", "302"]})
    >>> in_parts(rows)["part"].tolist()
    ['basic: pay (301)', 'basic: other', 'projects: goods, services (302)']
    """
    keys = [f"{nature} {top}" for nature, top in zip(rows["nature"], rows["top"], strict=True)]
    part = [PARTS.get(key, PARTS[key.split()[0]]) for key in keys]
    return rows.assign(part=pd.Categorical(part, categories=list(PARTS.values())))
