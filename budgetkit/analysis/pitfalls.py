"""Read first: the ways to a confident wrong number, each with an example of the panel in figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from ..amounts import UNITS
from .arithmetic import total


class Pitfall(NamedTuple):
    """One way to a wrong number: where it lies in wait, what is right, what comes of not looking."""

    name: str
    name_zh: str
    documents: str
    what: str
    right_fen: int
    wrong_fen: int
    rule: str
    what_zh: str
    rule_zh: str


def pitfalls(items: pd.DataFrame, documents: pd.DataFrame, measures: pd.DataFrame) -> list[Pitfall]:
    """Return the ways to a wrong number, each with the first documents of a panel that show it.

    Parameters
    ----------
    items, documents, measures : DataFrame
        The tables ``line_items``, ``documents`` and ``measures`` of a panel.

    Returns
    -------
    list of Pitfall
        phase, fund, unit of money, department with its units, parents with parts, 三公 within 302,
        the base of a share; one that no document shows is left out.

    Examples
    --------
    >>> import budgetkit as bk
    >>> tables = [bk.load(n, panel=True) for n in ("line_items", "documents", "measures")]  # doctest: +SKIP
    >>> [p.name for p in pitfalls(*tables)][:2]  # doctest: +SKIP
    ['phase', 'fund']
    """
    found = (
        _phase(items), _fund(items), _money(documents, measures), _units(documents, measures),
        _parents(items), _within(items, measures), _base(items, measures),
    )  # fmt: skip
    return [pitfall for pitfalls in found for pitfall in pitfalls]


def _phase(items: Any) -> Iterator[Pitfall]:
    """Find a final account that prints the budget beside what was spent."""
    rows = items[(items["form"] == "three_public") & (items["concept"] == "three_public")]
    rows = rows[(rows["measure"] == "amount") & rows["amount_fen"].gt(0)]
    for (name, year), group in rows.groupby(["document_id", "fiscal_year"]):
        one = group.drop_duplicates("phase").set_index("phase")["amount_fen"]
        if set(one.index) == {"approved", "executed"}:
            what = f"三公 spent in {year}; the table prints the budget beside it"
            yield Pitfall(
                "phase", "预算与决算", str(name), what, int(one["executed"]), int(one.sum()),
                "choose `phase`: approved (预算) or executed (决算)",
                f"{year} 年“三公”经费支出；表中并列预算数",
                "选定 `phase`：approved（预算）或 executed（决算）",
            )  # fmt: skip
            return


def _fund(items: Any) -> Iterator[Pitfall]:
    """Find a table of revenue whose columns are the total and its sources."""
    rows = items[(items["form"] == "dept_revenue") & (items["concept"] == "grand_total")]
    rows = rows[(rows["measure"] == "amount") & rows["amount_fen"].gt(0)]
    for name, group in rows.groupby("document_id"):
        whole = group.loc[group["fund"] == "total", "amount_fen"]
        if len(whole) == 1 and len(group) > 2 and group["fund"].is_unique:
            what = f"revenue; its row prints the total and {len(group) - 1} sources"
            yield Pitfall(
                "fund", "资金来源", str(name), what, int(whole.iloc[0]), int(group["amount_fen"].sum()),
                "choose `fund`: total, or one source",
                f"收入；同一行印有合计和 {len(group) - 1} 项来源", "选定 `fund`：total（合计）或某一项来源",
            )  # fmt: skip
            return


def _money(documents: Any, measures: Any) -> Iterator[Pitfall]:
    """Find two departments that print in different units of money."""
    latest = documents.loc[documents["latest"].astype(bool), "document_id"]
    rows = measures[(measures["measure"] == "basic") & measures["document_id"].isin(latest)]
    rows = rows[rows["status"] == "printed"].drop_duplicates("unit")
    rows = rows[rows["unit"].isin(["元", "万元"])]
    if len(rows) == 2:
        as_printed = rows["printed"].str.replace("[,，]", "", regex=True).astype(float).sum()
        names = " and ".join(rows["document_id"])
        yield Pitfall(
            "unit of money", "计量单位", names, "basic expenditure of both, one printed in 元, one in 万元",
            int(rows["value_fen"].sum()), round(as_printed * UNITS["万元"]),
            "add `amount_fen`, never `printed`",
            "两个部门的基本支出，一个以元、一个以万元印出", "相加用 `amount_fen`，不用 `printed`",
        )  # fmt: skip


def _units(documents: Any, measures: Any) -> Iterator[Pitfall]:
    """Find a unit whose department is there too."""
    value = (
        measures[measures["measure"] == "total_expenditure"].set_index("document_id")["value_fen"].dropna()
    )
    scopes = documents.set_index("document_id")["scope"]
    for row in documents[documents["part_of"] != ""].itertuples():
        unit, whole = str(row.document_id), str(row.part_of)
        if unit in value and whole in value and scopes[unit] == "unit":
            yield Pitfall(
                "department with its units", "部门与所属单位", f"{whole} and {unit}",
                "expenditure of the department, which holds that of its unit",
                int(value[whole]), int(value[whole] + value[unit]),
                "count `documents.latest` or `comparable` only",
                "部门的支出，其中已含所属单位", "只计 `documents.latest` 或 `comparable`",
            )  # fmt: skip
            return


def _parents(items: Any) -> Iterator[Pitfall]:
    """Find a table of basic expenditure with its classes, lines and total."""
    rows = items[(items["form"] == "basic_expenditure") & (items["nature"] == "basic")]
    rows = rows[(rows["measure"] == "amount") & rows["amount_fen"].notna()]
    for name, group in rows.groupby("document_id"):
        if group["adds"].fillna(False).any() and group["adds"].notna().all() and group["fund"].nunique() == 1:
            yield Pitfall(
                "parents with parts", "合计、类、款", str(name),
                f"basic expenditure; its table prints {len(group)} amounts, totals and classes among them",
                total(group, form="basic_expenditure"), int(group["amount_fen"].sum()),
                "add where `adds` is true: `analysis.total` does",
                f"基本支出；表中印有 {len(group)} 个金额，含合计和类",
                "只加 `adds` 为真的数：`analysis.total` 即如此",
            )  # fmt: skip
            return


def _within(items: Any, measures: Any) -> Iterator[Pitfall]:
    """Find a document whose reception costs stand in 302 and in the table of the three public expenses."""
    rows = items[(items["form"] == "basic_expenditure") & (items["economic_code"] == "30217")]
    rows = (
        rows[rows["amount_fen"].gt(0)].drop_duplicates("document_id").set_index("document_id")["amount_fen"]
    )
    value = measures.pivot(index="document_id", columns="measure", values="value_fen")
    for name, spent in rows.items():
        operating, public = value.at[name, "operating"], value.at[name, "three_public"]
        if pd.notna(operating) and pd.notna(public) and value.at[name, "reception"] == spent:
            yield Pitfall(
                "三公 within 302", "“三公”经费已含在商品和服务支出中", str(name),
                "operating expenditure, which already holds the reception of 三公",
                int(operating), int(operating + public),
                "never add `three_public` to another measure",
                "公用经费，其中 302 之下已含“三公”经费的公务接待费", "`three_public` 不与其他指标相加",
            )  # fmt: skip
            return


def _base(items: Any, measures: Any) -> Iterator[Pitfall]:
    """Find a document whose personnel is of one basic expenditure, and which prints a larger one, too."""
    rows = items[(items["form"] == "basic_expenditure") & (items["nature"] == "basic")]
    rows = rows[(rows["concept"] == "grand_total") & (rows["measure"] == "amount") & rows["amount_fen"].gt(0)]
    printed = measures[measures["status"] == "printed"].set_index(["document_id", "measure"])["value_fen"]
    for name, group in rows.groupby("document_id"):
        fiscal, whole = group["amount_fen"], printed.get((name, "basic"))
        apart = fiscal.nunique() == 1 and whole and 10 * whole > 11 * int(fiscal.iloc[0])  # worth showing
        if apart and (name, "personnel") in printed:
            yield Pitfall(
                "the base of a share", "比重的分母", str(name),
                "basic expenditure that personnel is part of (general public budget), not that of all money",
                int(fiscal.iloc[0]), int(whole), "divide by `analysis.share_of`",
                "人员经费所属的基本支出（一般公共预算）；全部资金的基本支出不是它的分母",
                "比重用 `analysis.share_of`",
            )  # fmt: skip
            return
