"""Rules of final accounts (决算): W22 to W24, X28 to X32, I08, D11; budgets are none of their business."""

from __future__ import annotations

import warnings
from pathlib import Path

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.reconciliation.reconcile import reconcile
from tests.rulebook.test_rules import CASES
from tests.support.worked import document

RULES = ("W22", "W23", "W24", "X28", "X29", "X30", "X31", "X32", "D11")


def checks(text: str, rule: str) -> pd.DataFrame:
    return reconcile(document(text), only=[rule]).checks.set_index("where")


def outcomes(text: str, rule: str) -> list[str]:
    return checks(text, rule)["outcome"].tolist()


@pytest.mark.parametrize("rule", RULES)
def test_rules_of_final_accounts_do_not_apply_to_budgets(rule: str) -> None:
    budget = CASES[rule].text.replace("phase,executed", "")
    assert set(outcomes(budget, rule)) == {"not_applicable"}


# totals and carry-over --------------------------------------------------------------------------------


def test_surplus_under_a_name_that_is_not_known_is_no_contradiction() -> None:
    text = CASES["W22"].text.replace("结余分配,0.50", "职工福利基金,0.50")
    found = checks(text, "W22")
    assert found["outcome"].tolist() == ["insufficient", "exact"]
    assert "not printed: surplus_distributed" in found["detail"].iloc[0]


FUND = """
phase,executed

government_fund,carry_in carried,revenue,expenditure,carry_out carried
合计,58830.98,509220.66,568051.63,
2290402,58830.98,509220.66,568051.63,
"""


def test_a_blank_place_for_money_carried_out_is_counted_and_rounding_is_allowed() -> None:
    row = checks(FUND, "W23").loc["government_fund / 2290402 / carry-over"]
    assert (row["outcome"], row["tolerance_fen"]) == ("rounding", 15_000)
    assert row["reported_fen"] - row["calculated_fen"] == 10_000
    assert "1 blank" in row["detail"]


def test_a_cell_that_is_not_read_leaves_its_row_unread() -> None:
    found = checks(FUND.replace("568051.63,\n2290402", "?,\n2290402"), "W23")["outcome"]
    assert found["government_fund / total / carry-over"] == "unread"
    assert found["government_fund / 2290402 / carry-over"] == "rounding"


def test_a_summary_that_does_not_split_carry_over_by_fund_cannot_be_decided_by_fund() -> None:
    text = """
    phase,executed

    fiscal_summary,revenue
    一般公共预算资金,9.00
    年初结转和结余,1.00

    fiscal_summary,expenditure general_public
    本年支出,10.00
    """
    row = checks(text, "W23").loc["fiscal_summary / general_public / carry-over"]
    assert row["outcome"] == "insufficient"
    assert row["detail"].endswith("carry-over is not printed by fund")


def test_a_fund_whose_carry_over_is_printed_must_balance() -> None:
    text = CASES["W23"].text.replace("年初一般公共预算结转,1.00", "年初一般公共预算结转,1.20")
    row = checks(text, "W23").loc["fiscal_summary / general_public / carry-over"]
    assert (row["outcome"], row["reported_fen"], row["calculated_fen"]) == ("fail", 10_200_000, 10_000_000)


def test_numbers_of_lines_that_are_read_as_amounts_are_found() -> None:
    lines = "\n".join(f"外交支出{n},{n}" for n in range(27, 33))
    text = f"phase,executed\n\ndept_summary,expenditure\n本年支出,162\n{lines}"
    assert checks(text, "W24")["outcome"]["dept_summary / line numbers"] == "fail"
    assert (
        checks(text.replace("30,30", "30,30.00"), "W24")["outcome"]["dept_summary / line numbers"] == "exact"
    )


# tables against each other ----------------------------------------------------------------------------


def test_basic_expenditure_closes_with_a_total_or_with_its_two_parts() -> None:
    parts = CASES["X29"].text
    total = parts.replace("人员经费合计,3.00\n公用经费合计,1.00", "合计,4.00")
    assert outcomes(parts, "X29") == outcomes(total, "X29") == ["exact", "exact"]
    assert outcomes(total.replace("\n合计,4.00", "\n合计,4.01"), "X29")[-1] == "fail"
    assert outcomes(parts.replace("公用经费合计,1.00", ""), "X29")[-1] == "insufficient"


def test_spending_beyond_the_appropriation_is_explained_by_other_money() -> None:
    found = checks(CASES["X30"].text, "X30")
    assert found["outcome"].tolist() == ["exact", "exact"]
    assert found["reported_fen"].tolist() == [10_000_000, 1_500_000]  # 10.00; 10.00 - 8.50


# real errors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "concept", "basic", "stated"),
    [
        ("30212", "overseas", "13.24", "0.00"),
        ("30217", "reception", "8.31", "0.30"),
        ("30231", "vehicle_operation", "81.11", "19.56"),
    ],
)
def test_basic_expenditure_above_the_three_public_expenses_is_found(
    code: str, concept: str, basic: str, stated: str
) -> None:
    """Printed in the final account 2025 of 宜川路."""
    text = f"""
    phase,executed

    three_public,{concept} approved,{concept}
    ,95.00,{stated}

    basic_expenditure,basic
    {code},{basic}
    """
    failed = checks(text, "X31").query("outcome == 'fail'")
    assert failed["calculated_fen"].tolist() == [round(float(basic) * 1_000_000)]
    assert failed["reported_fen"].tolist() == [round(float(stated) * 1_000_000)]
    assert outcomes(text.replace(f"95.00,{stated}", f"95.00,{basic}"), "X31").count("exact") == 1


def test_operating_columns_are_taken_where_basic_expenditure_has_no_column_of_its_own() -> None:
    text = CASES["X31"].text.replace("basic_expenditure,basic", "basic_expenditure,operating")
    assert outcomes(text, "X31").count("exact") == 3
    assert outcomes(text.replace("9.00,8.31", "9.00,8.30"), "X31").count("fail") == 1


def test_an_item_in_the_prose_is_found_by_its_names_and_not_by_its_amount() -> None:
    """105.00 in the prose against 135.00 in the table: printed in the final account 2025 of 宜川路."""
    text = CASES["X32"].text.replace("/其他住房保障支出,135.00", "/其他住房保障支出,105.00")
    row = checks(text, "X32").iloc[0]
    assert (row["outcome"], row["reported_fen"], row["calculated_fen"]) == ("fail", 105_000_000, 135_000_000)
    other = text.replace("2219899:其他住房保障支出", "2219899:购房补贴")
    assert outcomes(other, "X32")[0] == "insufficient"
    twice = text.replace("合计,135.00,,135.00", "2299999:其他住房保障支出,105.00,,105.00", 1)
    assert outcomes(twice, "X32")[0] == "fail"  # 229 is another class than that of the path


def test_an_item_with_a_code_is_found_by_it() -> None:
    text = CASES["X32"].text.replace("item,amount", "item,amount,function_code")
    text = text.replace(
        "住房保障支出/超长期特别国债安排的支出/其他住房保障支出,135.00", "某项,135.00,2219899"
    )
    assert outcomes(text, "X32")[0] == "exact"


# rates of completion ----------------------------------------------------------------------------------


def rate(budget: str, final: str, printed: str, more: str = "") -> pd.Series:
    text = f"""
    stated,sentence_id,concept,fund,role,base,amount,printed,value
    stated,s1,reception,general_public,prior,budget,{budget},,
    {more}
    stated,s1,reception,general_public,level,,{final},,
    stated,s1,reception,general_public,percent,budget,,{printed},1
    """
    return reconcile(document(text), only=["I08"]).checks.iloc[0]


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        *[("98.69%", "exact"), ("98.7%", "exact"), ("99%", "exact"), ("98.70%", "rounding")],
        *[("98%", "rounding"), ("98.68%", "fail"), ("97%", "fail"), ("0.99%", "fail")],
    ],
)
def test_a_rate_is_as_exact_as_it_is_printed(printed: str, outcome: str) -> None:
    assert rate("2993.92", "2954.77", printed)["outcome"] == outcome  # 98.6924 %


def test_a_rate_says_what_it_makes_of_the_budget() -> None:
    row = rate("21143.98", "21143.98", "35%")  # printed in xian-07
    assert (row["outcome"], row["reported_fen"], row["calculated_fen"]) == (
        "fail",
        21_143_980_000,
        7_400_393_000,
    )


def test_no_rate_makes_an_amount_out_of_a_budget_of_0() -> None:
    assert rate("0.00", "0.16", "100%")["outcome"] == "fail"
    assert rate("0.00", "0.00", "100%")["outcome"] == "not_applicable"


@pytest.mark.parametrize("printed", ["0%", "0.00%"])
def test_0_percent_of_a_budget_of_0_says_that_there_is_no_rate_and_accuses_nobody(printed: str) -> None:
    assert rate("0.00", "0.16", printed)["outcome"] == "not_applicable"
    assert rate("0.16", "0.16", printed)["outcome"] == "fail"


def test_of_two_budgets_either_may_be_meant() -> None:
    revised = "stated,s1,reception,general_public,prior,budget,321.02,,"
    assert rate("0.00", "307.82", "95.89%", revised)["outcome"] == "exact"
    assert rate("0.00", "307.82", "85.89%", revised)["outcome"] == "fail"


def test_a_rate_without_its_budget_is_insufficient_and_growth_is_no_completion() -> None:
    text = """
    stated,sentence_id,concept,fund,role,base,amount,printed,value,change_direction
    stated,s1,reception,general_public,level,,0.10,,,
    stated,s1,reception,general_public,percent,budget,,0%,0,
    stated,s2,overseas,general_public,level,,0.10,,,
    stated,s2,overseas,general_public,percent,budget,,5%,5,increase
    """
    assert outcomes(text, "I08") == ["insufficient"]


def test_a_rate_of_one_economic_item_is_not_held_against_another() -> None:
    text = """
    stated,sentence_id,concept,item,role,base,amount,printed,value
    stated,s1,economic_item,办公费,prior,budget,5.00,,
    stated,s1,economic_item,办公费,level,,4.00,,
    stated,s1,economic_item,印刷费,percent,budget,,50%,50
    """
    assert outcomes(text, "I08") == ["insufficient"]
    assert outcomes(text.replace("印刷费", "办公费").replace("50", "80"), "I08") == ["exact"]


# numbers behind the expenses --------------------------------------------------------------------------


def test_numbers_are_due_only_for_expenses_that_are_not_0() -> None:
    text = CASES["D11"].text.replace("1.00,2.00,3.00,0.16", ",0.00,3.00,0.16")
    found = checks(text, "D11")["outcome"].tolist()
    assert found == ["not_applicable"] * 3 + ["exact"] * 3


def test_a_number_that_is_not_stated_is_named() -> None:
    text = CASES["D11"].text.replace("国内公务接待1批次，接待人数13人。", "国内公务接待若干。")
    failed = checks(text, "D11").query("outcome == 'fail'")
    assert failed.index.tolist() == ["prose / reception / 批次", "prose / reception / 人次"]


def test_what_the_prose_says_of_an_expense_goes_before_the_table() -> None:
    said = "\n\nstated,concept,role,amount\nstated,reception,level,0.00"
    assert checks(CASES["D11"].text + said, "D11")["outcome"]["prose / reception / 批次"] == "not_applicable"


# real documents ---------------------------------------------------------------------------------------


@pytest.mark.xdist_group("corpus")
def test_real_final_accounts_balance(shared: Path) -> None:
    path = shared / "corpus" / "foshan" / "foshan-01.pdf"
    if not path.exists():
        pytest.skip("the disclosures of shared/corpus are not beside the repository")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = bk.reconcile(bk.read(path), only=[*RULES, "I08"]).checks
    assert not found["outcome"].eq("fail").any()  # "0 %" of a budget of 0 accuses nobody
    held = found[found["outcome"].isin(["exact", "rounding"])]["rule_id"].value_counts()
    assert held["W22"] == 2
    assert held["W23"] == 17
    assert held["X29"] == 2
