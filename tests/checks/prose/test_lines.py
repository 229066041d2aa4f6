"""The prose against lines of tables: bound by code or path, names, slips of units."""

from __future__ import annotations

from budgetkit.reconciliation.reconcile import reconcile
from tests.support.worked import document

TABLE = """
public_expenditure,total,basic,project
合计,26.00,10.00,16.00
204,26.00,10.00,16.00
20406:司法,16.00,6.00,10.00
2040601:行政运行,6.00,6.00,
2040602:一般行政管理事务,10.00,,10.00
20407:监狱,10.00,4.00,6.00
2040701:行政运行,4.00,4.00,
2040702:一般行政管理事务,6.00,,6.00
"""
NAMES = """
public_expenditure,total
合计,10.00
公共安全支出,10.00
司法,6.00
行政运行,6.00
监狱,4.00
行政运行,4.00
"""
HEAD = "stated,section,concept,direction,fund,nature,item,function_code,amount"
LINE = "stated,{section},function_item,expenditure,general_public,total,{item},{code},{amount}"


def stating(item: str, amount: str, code: str = "", section: str = "a") -> str:
    return LINE.format(item=item, amount=amount, code=code, section=section)


def outcomes(rule: str, table: str, *lines: str) -> list[str]:
    doc = document(f"{table}\n\n{HEAD}\n" + "\n".join(lines))
    return reconcile(doc, only=[rule]).checks["outcome"].tolist()


# N10 --------------------------------------------------------------------------------------------------


def test_an_amount_is_bound_by_its_code() -> None:
    assert outcomes("N10", TABLE, stating("行政运行", "4.00", "2040701")) == ["exact"]
    assert outcomes("N10", TABLE, stating("行政运行", "6.00", "2040701")) == ["fail"]


def test_an_amount_is_bound_by_the_path_of_names() -> None:
    assert outcomes("N10", TABLE, stating("公共安全支出/监狱/行政运行", "4.00")) == ["exact"]
    assert outcomes("N10", TABLE, stating("公共安全支出/司法/行政运行", "4.00")) == ["fail"]


def test_a_name_that_several_lines_have_is_not_bound_by_its_amount() -> None:
    assert outcomes("N10", TABLE, stating("行政运行", "4.00")) == ["insufficient"]


def test_lines_without_codes_are_found_by_walking_down_the_path() -> None:
    assert outcomes("N10", NAMES, stating("公共安全支出/监狱/行政运行", "4.00")) == ["exact"]
    assert outcomes("N10", NAMES, stating("公共安全支出/司法/行政运行", "4.00")) == ["fail"]
    assert outcomes("N10", NAMES, stating("公共安全支出/公安/行政运行", "4.00")) == ["insufficient"]


def test_a_walk_does_not_pass_another_line_of_the_same_rank() -> None:
    table = NAMES.replace("司法,6.00\n行政运行,6.00", "司法,6.00\n基层司法业务,6.00")
    assert outcomes("N10", table, stating("公共安全支出/司法/行政运行", "4.00")) == ["insufficient"]


def test_the_prose_may_be_one_digit_off_where_the_table_has_more() -> None:
    table = "public_expenditure,total\n2040701:行政运行,104298313.00元"
    assert outcomes("N10", table, stating("行政运行", "10429.83", "2040701")) == ["rounding"]
    assert outcomes("N10", table, stating("行政运行", "10429.84", "2040701")) == ["rounding"]
    assert outcomes("N10", table, stating("行政运行", "10429.85", "2040701")) == ["fail"]


def test_parts_of_a_line_under_one_name_are_not_the_line() -> None:
    parts = [stating("一般行政管理事务", amount, "2040602", f"s{amount}") for amount in ("7.00", "3.00")]
    assert outcomes("N10", TABLE, *parts) == ["insufficient", "insufficient"]
    again = [stating("一般行政管理事务", amount, "2040602") for amount in ("10.00", "12.00")]
    assert outcomes("N10", TABLE, *again) == ["exact", "fail"]


def test_a_line_of_a_table_that_is_missing_is_insufficient() -> None:
    assert outcomes("N10", "", stating("行政运行", "4.00", "2040701")) == ["insufficient"]
    assert outcomes("N10", TABLE, stating("行政运行", "4.00", "2040801")) == ["insufficient"]


def test_a_path_that_its_heading_goes_on_with_is_not_whole() -> None:
    line = stating("公共安全支出/司法", "6.00", section="5、公共安全支出（类）司法（款）行政运行")
    assert outcomes("N10", TABLE, line) == ["insufficient"]
    assert outcomes("N10", TABLE, stating("公共安全支出/司法", "6.00", section="5、司法（款）")) == ["fail"]


# N13 --------------------------------------------------------------------------------------------------


def test_an_amount_in_yuan_that_is_called_wan_yuan_is_a_slip() -> None:
    found = outcomes("N13", TABLE, stating("行政运行", "40000.00", "2040701"))
    assert found.count("fail") == 1
    assert "fail" not in outcomes("N13", TABLE, stating("行政运行", "41.00", "2040701"))


def test_tables_in_different_units_are_compared_too() -> None:
    basic = "basic_expenditure,basic,personnel,operating\n合计,{},,\n301,,,"
    slipped = document(f"{TABLE}\n\n{basic.format('0.001')}")
    assert "fail" in reconcile(slipped, only=["N13"]).checks["outcome"].tolist()
    right = document(f"{TABLE}\n\n{basic.format('10.00')}")
    assert "fail" not in reconcile(right, only=["N13"]).checks["outcome"].tolist()


def test_a_part_that_is_small_is_no_slip() -> None:
    line = "stated,a,procurement,expenditure,general_public,total,,,0.0026"
    assert "fail" not in outcomes("N13", TABLE, line)


# N15 --------------------------------------------------------------------------------------------------


def test_a_code_that_is_called_otherwise_is_a_finding() -> None:
    assert outcomes("N15", TABLE, stating("行政运行", "4.00", "2040701")) == ["exact"]
    assert outcomes("N15", TABLE, stating("行政事业运行", "4.00", "2040701")) == ["fail"]


def test_every_name_of_a_path_must_be_known() -> None:
    assert outcomes("N15", TABLE, stating("公共安全支出/监狱/行政运行", "4.00")) == ["exact"]
    assert outcomes("N15", TABLE, stating("公共安全支出/监牢/行政运行", "4.00")) == ["fail"]


def test_numbering_and_endings_of_names_make_no_difference() -> None:
    assert outcomes("N15", TABLE, stating("公共安全支出科目", "26.00", "204")) == ["exact"]


def test_a_name_that_is_not_whole_is_not_judged() -> None:
    assert outcomes("N15", TABLE, stating("─休支出", "4.00")) == ["insufficient"]


def test_an_old_name_is_right_in_its_years() -> None:
    line = stating("行政事业单位离退休", "4.00", "20805")
    text = f"{TABLE.strip()}\n20805,1.00,1.00,\n\n{HEAD}\n{line}"
    assert reconcile(document(text, 2018), only=["N15"]).checks["outcome"].tolist() == ["exact"]
    assert reconcile(document(text, 2024), only=["N15"]).checks["outcome"].tolist() == ["fail"]


PROJECTS = """
indicators,form,project,budget,indicator
indicators,project_targets,2024年接待中心运行费,116,一
indicators,project_targets,2024年专项经费,30,一
indicators,project_targets,2024年驻外经费,312,一
indicators,project_targets,临聘人员经费,16.56,一

stated,sentence_id,item,role,amount
stated,s1,2024接待中心运行费,level,{a}
stated,s1,2024专项经费,level,30
stated,s1,驻外经费,level,312
stated,s1,临聘人员经费,level,{b}
"""


def projects(a: str, b: str) -> list[str]:
    rows = reconcile(document(PROJECTS.format(a=a, b=b)), only=["N10"]).checks
    return rows["outcome"].tolist()


def test_a_project_in_the_prose_has_the_amount_of_its_targets_whatever_year_stands_before_its_name() -> None:
    assert projects("116", "16.56") == ["exact"] * 4
    assert projects("116", "15.56") == ["exact"] * 3 + ["fail"]
    assert projects("116", "17") == ["exact"] * 3 + ["rounding"]


def test_where_fewer_projects_of_the_sentence_agree_another_thing_of_that_name_may_be_meant() -> None:
    assert projects("61", "15.56") == ["insufficient", "exact", "exact", "insufficient"]
