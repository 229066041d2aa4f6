"""A figure is confirmed where an equality bears it out and no check of severity error contradicts it."""

from __future__ import annotations

import budgetkit as bk
from tests.support.worked import document

TABLE = """
public_expenditure,total,basic,project
合计,10.00,4.00,6.00
201,7.00,3.00,4.00
208,3.00,1.00,2.00
"""
DEPARTMENT = """
dept_expenditure,total,basic,project
合计,{total},{basic},{project}
201,7.00,3.00,4.00
208,3.00,1.00,2.00
"""


def marks(text: str) -> dict[str, bool]:
    m = bk.measures(document(text))
    return m[m["value_fen"].notna()].set_index("measure")["confirmed"].fillna(False).astype(bool).to_dict()


def test_a_figure_of_an_equality_that_holds_is_confirmed():
    found = marks(TABLE + DEPARTMENT.format(total="10.00", basic="4.00", project="6.00"))
    assert found["general_public"] and found["basic"] and found["project"]


def test_a_figure_that_is_likely_wrong_is_not_confirmed_and_those_beside_it_are():
    found = marks(TABLE + DEPARTMENT.format(total="10.00", basic="4.90", project="6.00"))
    assert not found["basic"]
    assert found["project"] and found["total_expenditure"]


def test_a_figure_of_a_sum_that_holds_is_not_confirmed_where_another_check_contradicts_it():
    """The column of basic expenditure adds up, and its row does not: which figure is wrong, nothing says."""
    rows = (
        "dept_expenditure,total,basic,project\n合计,10.00,4.90,6.00\n201,7.00,3.90,4.00\n208,3.00,1.00,2.00\n"
    )
    r = bk.reconcile(document(rows))
    held = " ".join(r.checks.loc[r.checks["outcome"].eq("exact"), "line_ids"])
    m = bk.measures(document(rows)).set_index("measure")
    assert m.at["basic", "line_ids"] in held and len(r.failures) == 2
    assert not m.at["basic", "confirmed"]


def test_where_nothing_says_which_figure_is_wrong_none_of_them_is_confirmed():
    rows = "dept_expenditure,total,basic,project\n合计,10.00,4.90,6.00\n"
    found = marks(rows)
    assert not any(found[k] for k in ("total_expenditure", "basic", "project"))


def test_an_inequality_confirms_nothing():
    text = "public_expenditure,project\n合计,6.00\n\ndept_expenditure,project\n合计,8.00\n"
    held = bk.reconcile(document(text), only=["X07"]).checks
    assert held["outcome"].tolist() == ["exact"]
    assert marks(text) == {"project": False}
