"""Rules between classifications: department and government economic codes, functions, projects."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.records import Figure
from budgetkit.rulebook.rules import rules
from tests.rulebook.test_rules import CASES
from tests.support.worked import document

both_codes = pytest.mark.skipif(
    "government_code" not in Figure._fields, reason="Ledger does not know the second code of a row"
)


def checks(text: str, rule: str) -> pd.DataFrame:
    return reconcile(document(text), only=[rule]).checks.set_index("where")


def outcomes(text: str, rule: str) -> list[str]:
    return checks(text, rule)["outcome"].tolist()


def test_relations_between_classifications_are_never_errors() -> None:
    severity = rules().set_index("id")["severity"]
    assert {severity[i] for i in ("X14", "X18", "X21", "X26")} == {"convention"}
    assert severity["X15"] == "information"
    assert severity["X24"] == "error"


# government against department codes ------------------------------------------------------------------

OWN = CASES["X21"].text
PAIRED = """
public_economic,total,basic
30101/50101,2.00,2.00
30101/50501,7.00,7.00
30102/50101,3.00,3.00
30113/50103,0.50,0.50
30226/50205,1.55,1.55
30201/50502,0.80,0.80
"""


def test_a_government_code_is_the_sum_of_its_department_codes() -> None:
    found = checks(OWN, "X21")
    assert found["outcome"].tolist() == ["exact", "exact"]
    assert found["calculated_fen"].tolist() == [6_000_000, 500_000]


def test_where_institutions_take_a_part_the_code_is_at_most_the_sum() -> None:
    split = OWN.replace("50101,6.00", "50101,4.00\n50501,2.00")
    found = checks(split, "X21")
    assert found.index[0] == "basic_expenditure / 50101 <= 30101 + 30102 + 30103"
    assert found["outcome"].tolist() == ["exact", "exact"]
    assert outcomes(split.replace("50101,4.00", "50101,6.50"), "X21")[0] == "fail"


@both_codes
def test_rows_with_both_codes_are_held_against_each_other() -> None:
    found = checks(PAIRED, "X21")["outcome"]
    assert found["public_economic / 50101 = 30101 + 30102 + 30103"] == "exact"
    assert found["public_economic / 50501 = 301??"] == "exact"
    assert (found.isin(["exact", "not_applicable"])).all()


@both_codes
def test_a_row_under_a_code_that_is_not_its_own_breaks_the_convention() -> None:
    failed = checks(PAIRED.replace("30226/50205", "30226/50299"), "X21")
    assert failed["outcome"]["public_economic / 50205 = 30203 + 30226 + 30227"] == "insufficient"
    moved = checks(PAIRED.replace("30102/50101", "30102/50103"), "X21").query("outcome == 'fail'")
    assert moved["reported_fen"].tolist() == [2_000_000, 3_500_000]
    assert moved["calculated_fen"].tolist() == [5_000_000, 500_000]


def test_tables_of_one_classification_are_not_concerned() -> None:
    assert outcomes("basic_expenditure,basic\n30101,2.00", "X21") == ["not_applicable"]
    assert outcomes("basic_expenditure,basic\n50101,2.00", "X21") == ["not_applicable"]


# reserved items ---------------------------------------------------------------------------------------


def test_each_item_is_checked_once_and_told_by_its_name() -> None:
    text = """
    public_expenditure,total,basic,project
    2010301:行政运行,5.00,4.00,1.00
    2010301:行政运行,4.00,4.00,
    2080501:行政单位离退休,2.00,1.00,1.00
    2010302:一般行政管理事务,1.00,0.25,0.75
    """
    found = checks(text, "X26").query("outcome == 'fail'")
    assert found.index.tolist() == [
        "public_expenditure / 2010301 / 行政运行 / project",
        "public_expenditure / 2010302 / 一般行政管理事务 / basic",
    ]
    assert found["detail"].iloc[0] == "1 of 2 rows have an amount"
    assert found["reported_fen"].tolist() == [1_000_000, 250_000]


def test_an_item_without_a_printed_name_is_told_by_the_code_table() -> None:
    text = "public_expenditure,total,basic,project\n2010301,5.00,4.00,1.00"
    assert "public_expenditure / 2010301 / 行政运行 / project" in checks(text, "X26").index


# functions against economic categories ----------------------------------------------------------------


def test_basic_expenditure_by_function_may_stand_in_a_table_of_its_own() -> None:
    text = CASES["X14"].text.replace("public_expenditure,total,basic", "basic_function,total,basic")
    assert outcomes(text, "X14").count("exact") == 1
    assert outcomes(text.replace("30102,9.00", "30102,2.00"), "X14").count("fail") == 1


def test_all_expenditure_by_economic_category_may_serve_for_the_basic_one() -> None:
    text = CASES["X14"].text.replace("basic_expenditure,basic", "public_economic,basic")
    assert outcomes(text, "X14").count("exact") == 1


def test_spending_on_the_retired_may_exceed_their_pensions() -> None:
    assert outcomes(CASES["X15"].text.replace("30302,4.00", "30302,3.00"), "X15").count("exact") == 1


def test_the_three_public_expenses_are_compared_within_their_fund() -> None:
    text = CASES["X18"].text.replace(
        "three_public,reception,vehicle_operation\n,0.20,1.30",
        "three_public,reception,reception government_fund,vehicle_operation\n,0.20,0.00,1.30",
    )
    assert outcomes(text, "X18").count("exact") == 2


# projects ---------------------------------------------------------------------------------------------


def test_the_list_of_projects_is_held_against_every_fund() -> None:
    text = CASES["X24"].text
    assert outcomes(text, "X24").count("exact") == 3
    short = checks(text.replace("合计,6.00,6.00\n项目一", "合计,5.50,6.00\n项目一"), "X24")
    assert short["outcome"].tolist()[:2] == ["fail", "exact"]
    assert short["reported_fen"].iloc[0] == 5_500_000


def test_documents_without_a_list_of_projects_are_not_concerned() -> None:
    assert set(outcomes(CASES["W02"].text, "X24")) == {"not_applicable"}
