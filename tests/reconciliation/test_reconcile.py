"""reconcile(): the six outcomes, tolerances, keys, and what the Banan 2024 figures give."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from budgetkit.disclosure.disclosure import read
from budgetkit.errors import KnowledgeError, UnbalancedError
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.reconciliation.result import OUTCOMES, Reconciliation
from budgetkit.records import Figure
from budgetkit.rulebook.compare import compare
from budgetkit.rulebook.ledger import Ledger
from budgetkit.rulebook.pick import pick
from budgetkit.rulebook.precision import tolerance
from budgetkit.rulebook.selectors import parse_formula, parse_selector
from tests.support.worked import document

TABLE = """
public_expenditure,total,basic,project
合计,10.00,4.00,6.00
201,10.00,4.00,6.00
2010301,4.00,4.00,
2010302,6.00,,6.00
"""


def checks(text: str | SimpleNamespace, *rules: str) -> pd.DataFrame:
    doc = document(text) if isinstance(text, str) else text
    return reconcile(doc, only=rules).checks.set_index("where")


def one(text: str, rule: str, where: str) -> pd.Series:
    return checks(text, rule).loc[where]


def figure(fen: int, step: int, role: str = "") -> Figure:
    return Figure(id="x", fen=fen, step=step, role=role)


# tolerance --------------------------------------------------------------------------------------------


def test_n_terms_may_be_apart_by_half_of_all_their_steps() -> None:
    parts = [figure(1, 10_000)] * 4
    assert tolerance([figure(1, 10_000)], parts) == 25_000  # 0.025 万元


def test_one_figure_in_two_tables_must_agree_to_the_fen() -> None:
    assert tolerance([figure(1, 10_000)], [figure(1, 10_000)]) == 0


def test_tables_in_different_units_may_differ_by_half_of_the_coarser_step() -> None:
    assert tolerance([figure(1, 10_000)], [figure(1, 1)]) == 5_000


def test_prose_may_round_for_itself() -> None:
    assert tolerance([figure(1, 100_000, "level")], [figure(1, 10_000)]) == 55_000


def test_a_difference_at_the_tolerance_is_rounding_and_above_it_fails() -> None:
    left = [(1, figure(1_000_000, 10_000))]
    for gap, outcome in ((0, "exact"), (15_000, "rounding"), (15_001, "fail")):
        right = [(1, figure(500_000, 10_000)), (1, figure(500_000 + gap, 10_000))]
        assert compare("x", left, right).outcome == outcome


def test_a_part_may_be_below_its_whole_by_any_amount() -> None:
    small, large = [(1, figure(1, 1))], [(1, figure(10**9, 1))]
    assert compare("x", small, large, "<=").outcome == "exact"
    assert compare("x", small, large, ">=").outcome == "fail"


# blank, zero, unread, missing -------------------------------------------------------------------------


def test_a_blank_total_over_printed_parts_is_insufficient() -> None:
    row = one(TABLE.replace("201,10.00", "201,"), "W02", "public_expenditure / 201 / total")
    assert row["outcome"] == "insufficient"
    assert pd.isna(row["reported_fen"])
    assert row["calculated_fen"] == 10_000_000


def test_a_row_of_blanks_is_not_applicable() -> None:
    row = one(TABLE + "2010303,,,\n", "W02", "public_expenditure / 2010303 / total")
    assert row["outcome"] == "not_applicable"
    assert "3 blank" in row["detail"]


def test_a_blank_part_is_counted_and_adds_nothing() -> None:
    row = one(TABLE, "W02", "public_expenditure / 2010301 / total")
    assert row["outcome"] == "exact"
    assert row["detail"].endswith("1 blank")
    assert row["line_ids"].count("+") == 1


def test_a_missing_statutory_form_is_insufficient_not_passed() -> None:
    found = checks(TABLE, "W03", "W06")
    assert found.loc["basic_expenditure", "outcome"] == "insufficient"
    assert found.loc["procurement", "outcome"] == "not_applicable"


def test_an_empty_table_is_not_applicable() -> None:
    assert one("government_fund,total\n合计,", "W07", "government_fund")["outcome"] == "not_applicable"


def test_an_unread_cell_makes_its_row_and_its_column_unread() -> None:
    text = TABLE.replace("2010301,4.00,4.00,", "2010301,4.00,?,")
    rows = checks(text, "W02")
    assert rows.loc["public_expenditure / 2010301 / total", "outcome"] == "unread"
    assert rows.loc["public_expenditure / 2010302 / total", "outcome"] == "exact"
    columns = checks(text, "W07")["outcome"]
    assert columns["public_expenditure / 201 / basic"] == "unread"
    assert columns["public_expenditure / 201 / project"] == "exact"
    totals = checks(text, "W08")["outcome"]
    assert (
        totals["public_expenditure / total / basic"] == "exact"
    )  # 201 was read; what is below does not matter
    unread_class = checks(text.replace("201,10.00,4.00", "201,10.00,?"), "W08")["outcome"]
    assert unread_class["public_expenditure / total / basic"] == "unread"


def test_an_unread_total_leaves_what_needs_it_unread() -> None:
    text = TABLE.replace("合计,10.00,4.00", "合计,10.00,?") + "\nbasic_expenditure,basic\n合计,4.00"
    assert checks(text, "X01")["outcome"].tolist() == ["unread"]


def test_a_header_that_is_not_understood_turns_a_failure_into_unread() -> None:
    text = TABLE.replace("201,10.00", "201,11.00") + "\nunread,1,1,,"
    assert one(text, "W02", "public_expenditure / 201 / total")["outcome"] == "unread"


def test_zero_in_the_prose_agrees_with_a_blank_cell_and_a_number_does_not() -> None:
    text = (
        "three_public,three_public,overseas\n,0.20,\n\n"
        "stated,form,concept,fund,amount\nstated,three_public,overseas,general_public,0"
    )
    assert checks(text, "N05")["outcome"].tolist() == ["exact"]
    assert checks(text.removesuffix("0") + "3", "N05")["outcome"].tolist() == ["insufficient"]


def test_every_rule_says_something_about_every_document() -> None:
    for text in (TABLE, "prose,无", "government_fund,total\n合计,"):
        found = reconcile(document(text)).checks
        assert found["rule_id"].nunique() == 121
        assert set(found["outcome"]) <= set(OUTCOMES)
        assert found["check_id"].is_unique


# hierarchy --------------------------------------------------------------------------------------------


def test_levels_that_are_not_printed_are_passed_over() -> None:
    row = one(TABLE, "W07", "public_expenditure / 201 / total")
    assert (row["reported_fen"], row["calculated_fen"], row["outcome"]) == (10_000_000, 10_000_000, "exact")


def test_a_table_of_leaf_codes_adds_up_to_its_total() -> None:
    text = "basic_expenditure,basic\n合计,3.00\n30101,1.00\n30201,2.00"
    assert one(text, "W09", "basic_expenditure / total")["outcome"] == "exact"
    assert one(text.replace("2.00", "2.50"), "W09", "basic_expenditure / total")["outcome"] == "fail"


def test_rows_without_codes_leave_the_total_undecided() -> None:
    text = "public_expenditure,total\n合计,3.00\n教育支出,1.00\n张家村,1.00"
    assert one(text, "W08", "public_expenditure / total")["outcome"] == "insufficient"


def test_a_code_with_two_amounts_is_not_chosen_between() -> None:
    text = TABLE + "2010302,5.00,,5.00\n"
    assert one(text, "W07", "public_expenditure / 201 / project")["outcome"] == "insufficient"


def test_a_total_that_each_page_repeats_counts_once() -> None:
    text = TABLE + "\npublic_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n"
    assert checks(text, "W08")["outcome"].isin(["exact", "not_applicable", "insufficient"]).all()
    assert one(text, "W08", "public_expenditure / total / basic")["outcome"] == "exact"


def test_two_tables_of_one_form_with_other_totals_are_checked_apart() -> None:
    second = TABLE.replace("10.00", "20.00").replace("4.00", "14.00")
    found = checks(TABLE + "\n" + second, "W08")["outcome"]
    assert found["public_expenditure #1 / total / total"] == "exact"
    assert found["public_expenditure #2 / total / total"] == "exact"


def test_a_prior_year_column_is_checked_as_a_year_of_its_own() -> None:
    text = TABLE.replace("total,basic,project", "total 2023,basic 2023,project 2023")
    row = checks(text.replace("201,10.00", "201,10.50"), "W02").loc[
        "public_expenditure / 201 / total / 2023 approved"
    ]
    assert row["outcome"] == "fail"
    assert checks(text, "X01").iloc[0]["outcome"] == "insufficient"  # no figure of the document's own year


def test_lines_that_are_no_class_leave_a_summary_undecided() -> None:
    text = "dept_summary,expenditure\n本年支出,3.00\n教育支出,2.00\n某项任务,3.00\n合计,3.00"
    assert one(text, "W08", "dept_summary / current_total / expenditure")["outcome"] == "insufficient"


def test_lines_below_their_class_are_not_counted_again() -> None:
    text = "dept_summary,expenditure\n本年支出,{}\n教育支出,3.00\n普通教育,3.00\n合计,3.00"
    where = "dept_summary / current_total / expenditure"
    assert one(text.format("3.00"), "W08", where)["outcome"] == "exact"
    assert one(text.format("6.00"), "W08", where)["outcome"] == "fail"


def test_a_table_of_two_classifications_is_the_sum_of_all_its_rows() -> None:
    """Beijing lists each code by economic category, and unit by unit: a code stands there many times."""
    text = "dept_expenditure,total\n合计,{}\n2010301/30101,2.00\n2010301/30102,3.00\n2010301/30101,4.00"
    assert one(text.format("9.00"), "W08", "dept_expenditure / total")["outcome"] == "exact"
    assert one(text.format("8.00"), "W08", "dept_expenditure / total")["outcome"] == "fail"


def test_a_class_that_only_its_lines_show_is_their_sum() -> None:
    text = (
        "dept_summary,expenditure\n教育支出,{}\n合计,5.00\n\n"
        "dept_expenditure,total\n合计,5.00\n2050101,2.00\n2050201,3.00"
    )
    assert one(text.format("5.00"), "X06", "dept_summary / 教育支出 = dept_expenditure")["outcome"] == "exact"
    assert one(text.format("4.00"), "X06", "dept_summary / 教育支出 = dept_expenditure")["outcome"] == "fail"


def test_a_total_that_lanes_repeat_is_one_amount() -> None:
    text = "dept_summary,expenditure,expenditure\n本年支出,5.00,{}\n合计,5.00,5.00"
    where = "dept_summary / current_total / expenditure / lane 2"
    assert one(text.format("5.00"), "W21", where)["outcome"] == "exact"
    assert one(text.format("5.10"), "W21", where)["outcome"] == "fail"


def test_a_sum_whose_parts_are_all_empty_is_not_proved() -> None:
    text = "public_expenditure,total,basic,project\n201,5.00,,\n20101,,,\n20102,,,"
    assert one(text, "W02", "public_expenditure / 201 / total")["outcome"] == "fail"
    assert one(text, "W07", "public_expenditure / 201 / total")["outcome"] == "fail"


# keys and formulas ------------------------------------------------------------------------------------


def test_figures_are_found_by_their_keys_and_never_by_their_amount() -> None:
    """Basic 4.00 and project 6.00 told the other way round must not pass because both numbers exist."""
    text = (
        TABLE + "\nstated,concept,fund,nature,amount\nstated,basic_expenditure,general_public,basic,6.00\n"
        "stated,project_expenditure,general_public,project,4.00"
    )
    found = checks(text, "N04")
    for concept in ("basic_expenditure", "project_expenditure"):
        mine = found.index.str.startswith(f"prose / {concept}") & found.index.str.contains(
            "public_expenditure"
        )
        assert found.loc[mine, "outcome"].tolist() == ["fail"]


def test_a_missing_fund_table_is_nothing_only_where_the_sum_closes() -> None:
    fiscal = "fiscal_summary,expenditure,expenditure general_public\n本年支出,{0},{0}\n合计,{0},{0}\n"
    assert "exact" in set(checks(TABLE + "\n" + fiscal.format("10.00"), "X03")["outcome"])
    assert set(checks(TABLE + "\n" + fiscal.format("12.00"), "X03")["outcome"]) == {"insufficient"}
    empty = "\n\ngovernment_fund,total\n合计,\n\nstate_capital,total\n合计,"
    assert "fail" in set(checks(TABLE + "\n" + fiscal.format("12.00") + empty, "X03")["outcome"])


def test_money_carried_over_may_stand_in_the_summary_and_not_in_the_table_of_the_year() -> None:
    summary = (
        "\nfiscal_summary,revenue\n本年收入,10.00\n上年结转,{0}\n合计,12.00\n"
        "\nfiscal_summary,expenditure\n本年支出,12.00\n一般公共服务支出,12.00\n合计,12.00\n"
        "\ngovernment_fund,total\n合计,\n\nstate_capital,total\n合计,\n"
        "\nstated,form,concept,item,fund,amount\nstated,fiscal_summary,function_class,一般公共服务支出,fiscal,12.00"
    )
    assert set(checks(TABLE + summary.format("2.00"), "X03")["outcome"]) == {"exact"}
    stated = "prose / 一般公共服务支出 / fiscal /  = fiscal_summary"
    assert one(TABLE + summary.format("2.00"), "N03", stated)["outcome"] == "exact"
    assert "fail" in set(checks(TABLE + summary.format("1.00"), "X03")["outcome"])
    wrong = summary.format("2.00").replace("fiscal,12.00", "fiscal,12.10")
    assert "fail" in set(checks(TABLE + wrong, "N03")["outcome"])


def test_a_summary_that_carries_over_without_naming_the_fund_says_nothing_of_it() -> None:
    text = (
        "dept_summary,revenue\n一般公共预算资金,10.00\n政府性基金预算资金,\n{}合计,12.00\n"
        "\ngovernment_fund,total\n合计,2.00\n"
    )
    assert one(text.format("上年结转,2.00\n"), "X27", "government_fund")["outcome"] == "insufficient"
    assert one(text.format(""), "X27", "government_fund")["outcome"] == "fail"


def test_a_sheet_of_targets_is_held_against_the_expenditure_to_its_own_digits() -> None:
    text = (
        "dept_summary,expenditure\n本年支出,10.004\n结转下年,2.00\n合计,12.004\n\n"
        "dept_expenditure,total\n合计,10.004\n\n"
        "indicators,form,project,indicator,budget,funding\nindicators,department_targets,甲,一,{0},{1} {0}"
    )
    outcome = {
        (budget, label): checks(text.format(budget, label), "X22")["outcome"].tolist()
        for label in ("支出总额", "金额合计")
        for budget in ("10.00", "12.00", "9.00", "13.00")
    }
    assert outcome == {
        ("10.00", "支出总额"): ["rounding"], ("12.00", "支出总额"): ["rounding"],
        ("9.00", "支出总额"): ["fail"], ("13.00", "支出总额"): ["fail"],
        ("10.00", "金额合计"): ["exact"], ("12.00", "金额合计"): ["exact"],
        ("9.00", "金额合计"): ["exact"], ("13.00", "金额合计"): ["fail"],
    }  # fmt: skip


def test_what_is_listed_after_the_total_of_this_year_is_no_part_of_it() -> None:
    text = "dept_summary,revenue\n一般公共预算资金,{}\n本年收入,9.00\n事业收入,1.00\n合计,10.00\n"
    assert one(text.format("9.00"), "W08", "dept_summary / current_total / revenue")["outcome"] == "exact"
    assert one(text.format("8.00"), "W08", "dept_summary / current_total / revenue")["outcome"] == "fail"


def test_between_two_different_totals_no_choice_is_made() -> None:
    second = TABLE.replace("10.00", "20.00").replace("4.00", "14.00")
    row = checks(TABLE + "\n" + second + "\nbasic_expenditure,basic\n合计,4.00", "X01").iloc[0]
    assert (row["outcome"], row["detail"][:19]) == ("insufficient", "2 different figures")


def test_amounts_in_different_units_are_compared_in_fen() -> None:
    text = TABLE.replace("合计,10.00,4.00", "合计,10.00,4.00") + "\nbasic_expenditure,basic\n合计,40049.99元"
    row = checks(text, "X01").iloc[0]
    assert (row["outcome"], row["difference_fen"], row["tolerance_fen"]) == ("rounding", -4_999, 5_000)


def test_a_code_without_a_row_is_not_printed_and_named() -> None:
    text = "public_expenditure,total,basic\n2101101,5.00,5.00\n\nbasic_expenditure,basic\n30110,5.00"
    row = checks(text, "X11").iloc[0]
    assert row["outcome"] == "exact"
    assert "not printed: 2101102" in row["detail"]


def test_the_ids_of_a_check_are_a_signed_formula() -> None:
    row = one(TABLE, "W02", "public_expenditure / 201 / total")
    assert row["line_ids"] == "d:p1r1c1 = +d:p1r1c2 +d:p1r1c3"


def test_carry_over_inside_or_outside_of_a_total_closes_it() -> None:
    text = "dept_revenue,total,general_public,general_public carried\n合计,{},9.00,1.00"
    assert checks(text.format("10.00"), "W05")["outcome"].tolist() == ["exact"]
    outside = checks(text.format("9.00"), "W05").iloc[0]
    assert (outside["outcome"], "carry-over not in the total" in outside["detail"]) == ("exact", True)
    assert checks(text.format("9.50"), "W05")["outcome"].tolist() == ["fail"]


def test_a_subtotal_column_is_a_part_and_a_total() -> None:
    text = "dept_revenue,total,fiscal,general_public,government_fund,business\n合计,10.00,8.00,7.00,1.00,2.00"
    assert checks(text, "W05")["outcome"].tolist() == ["exact", "exact"]
    assert checks(text.replace("7.00", "6.00"), "W05")["outcome"].tolist() == ["exact", "fail"]


def test_lines_after_the_total_of_this_year_belong_to_the_grand_total() -> None:
    text = "dept_summary,revenue\n一般公共预算资金,9.00\n本年收入,9.00\n事业收入,2.00\n上年结转,\n合计,11.00"
    assert checks(text, "W11").loc["dept_summary / grand_total / revenue", "outcome"] == "exact"
    first = "dept_summary,revenue\n本年收入,9.00\n一般公共预算资金,9.00\n上年结转,2.00\n合计,11.00"
    assert checks(first, "W11").loc["dept_summary / grand_total / revenue", "outcome"] == "exact"


def test_selectors_say_what_is_wrong_with_them() -> None:
    with pytest.raises(KnowledgeError, match="is not a SELECTOR"):
        parse_selector("public expenditure[total]")
    with pytest.raises(KnowledgeError, match="no key 'colour'"):
        parse_selector("public_expenditure[total] colour=red")
    with pytest.raises(KnowledgeError, match="is not a FORMULA"):
        parse_formula("public_expenditure[total]")


def test_a_rule_does_not_apply_to_a_form_without_the_rows_that_may_lack() -> None:
    assert parse_selector("fiscal_summary[current_total]? direction=revenue").may_lack
    assert not parse_selector("fiscal_summary?[current_total] direction=revenue").may_lack
    without = "fiscal_summary,revenue\n上年结转,1.00\n合计,10.00\n\nfiscal_summary,expenditure\n结转下年,\n合计,10.00"
    rows = reconcile(document(without), only=["W13"]).checks
    assert rows["outcome"].tolist() == ["not_applicable", "exact"]
    assert rows["detail"].iloc[0] == "fiscal_summary prints no current_total"
    lost = without.replace("上年结转", "一般公共预算资金,?\n上年结转")
    assert reconcile(document(lost), only=["W13"]).checks["outcome"].iloc[0] == "unread"


def test_the_topmost_rows_under_a_code_stand_for_it() -> None:
    ledger = Ledger(document("basic_expenditure,basic\n301,3.00\n30101,3.00\n30201,1.00\n30202,2.00"))
    picked = pick(ledger, parse_selector("basic_expenditure[301*,302*]"))
    assert [f.code for f in picked.figures] == ["301", "30201", "30202"]


# prose ------------------------------------------------------------------------------------------------


def test_dropped_trailing_zeros_do_not_widen_the_tolerance_of_a_sum() -> None:
    """691 beside 162.68 is 691.00: 853.68 = 162.58 + 691 is 0.10 apart and must not pass as rounding."""
    text = (
        "stated,section,concept,fund,role,amount,change_direction\n"
        "stated,a,public_expenditure,general_public,change,853.68,increase\n"
        "stated,a,basic_expenditure,general_public,change,{},increase\n"
        "stated,a,project_expenditure,general_public,change,691,increase"
    )
    assert checks(text.format("162.68"), "I02")["outcome"].tolist() == ["exact"]
    assert checks(text.format("162.58"), "I02")["outcome"].tolist() == ["fail"]


def test_a_list_that_may_leave_parts_out_is_insufficient_not_wrong() -> None:
    text = (
        "stated,section,concept,direction,fund,amount\nstated,a,revenue_budget,revenue,total,10.00\n"
        "stated,a,general_public,revenue,general_public,{}"
    )
    assert checks(text.format("7.00"), "I01")["outcome"].tolist() == ["insufficient"]
    assert checks(text.format("11.00"), "I01")["outcome"].tolist() == ["fail"]


def test_an_increase_from_less_than_nothing_is_found() -> None:
    """A fund of 0 that rose by 1,421.25, as a collected disclosure says."""
    text = (
        "stated,section,concept,fund,role,amount,change_direction\nstated,a,government_fund,government_fund,level,0,\n"
        "stated,a,government_fund,government_fund,change,1421.25,increase"
    )
    row = checks(text, "I09").iloc[0]
    assert (row["outcome"], row["reported_fen"]) == ("fail", -1_421_250_000)


def test_parts_named_together_with_their_sum_make_no_double_count() -> None:
    text = (
        "stated,section,concept,direction,fund,amount\nstated,a,revenue_budget,revenue,total,10.00\n"
        "stated,a,fiscal,revenue,fiscal,10.00\nstated,a,general_public,revenue,general_public,10.00"
    )
    assert checks(text, "I01")["outcome"].tolist() == ["exact"]


# Reconciliation ---------------------------------------------------------------------------------------


def test_require_names_the_first_failures_with_both_values() -> None:
    r = reconcile(document(TABLE.replace("201,10.00", "201,10.50")))
    with pytest.raises(
        UnbalancedError,
        match=r"W02 public_expenditure / 201 / total: reported 10.50 万元, calculated 10 万元",
    ):
        r.require()


def test_require_is_silent_where_only_conventions_are_broken() -> None:
    r = reconcile(document("basic_expenditure,basic,personnel,operating\n301,1.00,0.40,0.60"), only=["W16"])
    r.require()
    assert r.findings["rule_id"].tolist() == ["W16"]
    assert r.failures.empty


def test_the_repr_counts_outcomes() -> None:
    r = reconcile(document(TABLE), only=["W02"])
    assert repr(r) == (
        "<Reconciliation d: 4 checks of 1 rules: 4 exact, 0 rounding, 0 fail, 0 not_applicable, "
        "0 insufficient, 0 unread; 0 failures, 0 findings>"
    )


def test_the_summary_counts_rules_by_outcome() -> None:
    summary = reconcile(document(TABLE), only=["W02", "W03"]).summary()
    assert summary.loc["W02", "exact"] == 4
    assert summary.loc["W03", "insufficient"] == 1
    assert list(summary.columns) == list(OUTCOMES)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="no rule W99"):
        reconcile(document(TABLE), only=["W99"])


def test_check_ids_are_stable() -> None:
    first, second = (reconcile(document(TABLE)).checks for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert "d:W02:public_expenditure/201/total" in set(first["check_id"])


# the Banan 2024 disclosure ----------------------------------------------------------------------------

ROUNDED = {  # in 万元: the rule, where, reported and calculated
    ("W08", "public_expenditure / total / total", 1137.10, 1137.11),
    ("W08", "public_expenditure / total / basic", 367.10, 367.11),
    ("W08", "dept_expenditure / total / total", 1137.10, 1137.11),
    ("W08", "dept_expenditure / total / basic", 367.10, 367.11),
    ("W08", "dept_summary / grand_total / expenditure", 1137.10, 1137.11),
    ("W08", "fiscal_summary / current_total / expenditure / fiscal", 1137.10, 1137.11),
    ("W08", "fiscal_summary / current_total / expenditure / general_public", 1137.10, 1137.11),
    ("W09", "basic_expenditure / 301 / basic", 178.82, 178.83),
    ("W09", "basic_expenditure / 301 / personnel", 178.82, 178.83),
    ("I01", "prose / expenditure_budget / total / expenditure / level / = parts", 1137.10, 1137.11),
}
PROVEN = [
    "W01",
    "W02",
    "W03",
    "W04",
    "W07",
    "W08",
    "W09",
    "W10",
    "W11",
    "W12",
    "W13",
    "W14",
    "W16",
    "W17",
    "W18",
    "W20",
    "W21",
    "X01",
    "X02",
    "X03",
    "X04",
    "X05",
    "X06",
    "X07",
    "X08",
    "X09",
    "X10",
    "X11",
    "X12",
    "X13",
    "X16",
    "X17",
    "X20",
    "X22",
    "X25",
    "X27",
    "N01",
    "N02",
    "N03",
    "N04",
    "N05",
    "N06",
    "N07",
    "N08",
    "N09",
    "N11",
    "I01",
    "I02",
    "I05",
    "I09",
    "I10",
    "I11",
    "Y01",
    "D02",
    "D03",
    "D04",
    "D05",
    "D06",
    "D07",
    "D17",
]


@pytest.fixture(scope="module")
def banan(shared: Path) -> Reconciliation:
    return reconcile(read(shared / "banan-2024" / "disclosure.md", document_id="banan"))


def test_banan_contradicts_itself_nowhere(banan: Reconciliation) -> None:
    banan.require()
    assert banan.failures.empty
    assert "unread" not in set(banan.checks["outcome"])


def test_banan_rounds_in_the_known_places_and_no_others(banan: Reconciliation) -> None:
    rows = banan.checks.query("outcome == 'rounding' and rule_id != 'X16'").itertuples()
    assert {(r.rule_id, r.where, r.reported_fen / 1e6, r.calculated_fen / 1e6) for r in rows} == ROUNDED
    mirrored = banan.checks.query("rule_id == 'X16'").iloc[0]
    assert (mirrored["reported_fen"], mirrored["calculated_fen"]) == (314_230_000, 314_220_000)


def test_banan_has_the_known_findings(banan: Reconciliation) -> None:
    findings = banan.findings.set_index("rule_id")
    expected = {"P04": 1, "P08": 3, "D01": 2, "D14": 1, "D16": 2, "I13": 1, "W19": 1}
    assert findings.index.value_counts().to_dict() == expected
    assert findings.loc["W19", "detail"] == "1 of 17 rows have no amount: 2101199"
    known = banan.checks[banan.checks["severity"].eq("information") & banan.checks["outcome"].eq("fail")]
    known = known.set_index("rule_id")
    assert known.index.tolist() == ["X23", "N12", "D15"]
    assert "3.6 %" in known.loc["X23", "detail"]
    assert known.loc["N12", "detail"].startswith("4 projects in the prose, 1")
    assert findings.loc["D01", "where"].tolist() == ["dept_revenue", "state_capital"]
    assert [d[:7] for d in findings.loc["D16", "detail"]] == ["4 of 10", "1 of 6 "]


def test_banan_proves_all_rules_of_the_catalogue_that_its_forms_allow(banan: Reconciliation) -> None:
    held = banan.checks[banan.checks["outcome"].isin(["exact", "rounding"])]
    assert set(PROVEN) <= set(held["rule_id"])
    failed = banan.checks[banan.checks["outcome"].eq("fail")]
    undecided = set(banan.checks["rule_id"]) - set(held["rule_id"]) - set(failed["rule_id"])
    assert undecided == {
        *("W05", "W06", "W15", "I07"),  # no income table, nothing bought, blank, stated once
        *("W22", "W23", "W24", "X28", "X29", "X30", "X31", "X32", "I08", "D11"),  # no final account
        *("X14", "X15", "X18", "X19", "X21", "X24", "N10"),  # no such lines and tables
        *("I03", "I04", "I06", "I12", "D13"),  # no percentages, no table of contents
        *("D08", "P11"),  # neither a date nor a headcount is printed
        *("Y02", "Y03", "Y04", "Y05", "Y06", "Y07"),  # no other document is given
    }


def test_banan_personnel_adds_up_row_by_row(banan: Reconciliation) -> None:
    counts = banan.summary()["exact"]
    assert (counts["W01"], counts["W02"], counts["W03"]) == (17, 17, 22)
