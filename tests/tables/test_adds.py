"""Which figures add up to the total of their form, each counted once: on tables made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from tests.support import ROOT, inline

BASIC = "一般公共预算基本支出表"
HEAD = "科目编码|科目名称|合计|人员经费|公用经费"
CODES = """
合计||10.00|6.00|4.00
301|工资福利支出|6.00|6.00|
30101|基本工资|4.00|4.00|
30102|津贴补贴|2.00|2.00|
302|商品和服务支出|4.00||4.00
30201|办公费|4.00||4.00"""
FUNCTION = "科目编码|科目名称|合计|基本支出|项目支出"


def read(tmp_path: Path, *tables: tuple[str, str]) -> bk.Disclosure:
    return inline.document(tmp_path, *(inline.table(title, rows) for title, rows in tables))


def adding(d: bk.Disclosure, *columns: str) -> list[str]:
    items = d.line_items
    chosen = items[items["adds"].fillna(False).astype(bool)]
    return [" ".join(map(str, row)) for row in chosen[list(columns)].to_numpy()]


def known(d: bk.Disclosure) -> set[str]:
    return {str(a) for a in d.line_items["adds"]}


def test_the_finest_codes_in_the_column_of_totals_add(tmp_path: Path) -> None:
    d = read(tmp_path, (BASIC, HEAD + CODES))
    assert adding(d, "economic_code", "nature", "printed") == [
        "30101 basic 4.00", "30102 basic 2.00", "30201 basic 4.00",
    ]  # fmt: skip
    assert known(d) == {"True", "False"}
    assert d.blanks[["economic_code", "adds"]].values.tolist() == [
        ["301", False], ["30101", False], ["30102", False], ["302", False], ["30201", False],
    ]  # fmt: skip


def test_codes_that_do_not_add_up_leave_it_to_their_parents(tmp_path: Path) -> None:
    d = read(tmp_path, (BASIC, HEAD + CODES.replace("30101|基本工资|4.00|4.00|\n", "")))
    assert adding(d, "economic_code") == ["301", "302"]


def test_an_exact_sum_comes_before_a_finer_one_that_is_rounded(tmp_path: Path) -> None:
    rounded = CODES.replace("30102|津贴补贴|2.00|2.00", "30102|津贴补贴|2.01|2.01")
    assert adding(read(tmp_path, (BASIC, HEAD + rounded)), "economic_code") == ["301", "302"]
    off = rounded.replace("合计||10.00", "合计||10.02")
    assert adding(read(tmp_path, (BASIC, HEAD + off)), "economic_code") == ["30101", "30102", "30201"]


@pytest.mark.parametrize(
    "rows",
    [CODES.replace("合计||10.00|6.00|4.00\n", ""), CODES.replace("合计||10.00|6.00|4.00", "合计||11.00|6.50|4.50")],
    ids=["no total", "another total"],
)  # fmt: skip
def test_without_a_total_that_agrees_it_is_not_known(tmp_path: Path, rows: str) -> None:
    items = read(tmp_path, (BASIC, HEAD + rows)).line_items
    assert items.loc[~items["is_total"], "adds"].isna().all()
    assert items.loc[items["is_total"], "adds"].eq(False).all()


def test_where_no_column_of_totals_is_printed_its_parts_add(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|基本支出|项目支出\n合计||5.00|2.00\n201|一般公共服务支出|5.00|1.00\n202|外交支出||1.00"
    d = read(tmp_path, ("部门支出总表", rows))
    assert adding(d, "function_code", "nature", "printed") == [
        "201 basic 5.00", "201 project 1.00", "202 project 1.00",
    ]  # fmt: skip


def test_rows_of_units_are_the_sums_of_their_codes(tmp_path: Path) -> None:
    rows = (
        "预算单位|科目编码|科目名称|合计\n|合计||9.00\n某局本级|||5.00\n|201|一般公共服务支出|5.00\n"
        "某中心|||4.00\n|201|一般公共服务支出|1.00\n|202|外交支出|3.00"
    )
    d = read(tmp_path, ("部门支出总表", rows))
    assert adding(d, "function_code", "printed") == ["201 5.00", "201 1.00", "202 3.00"]


def test_money_carried_over_that_the_total_holds_is_not_counted_again(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|合计|一般公共预算|上年结转\n合计||9.00|7.00|2.00\n201|一般公共服务支出|9.00|7.00|2.00"
    d = read(tmp_path, ("部门收入总表", rows))
    revenue = d.line_items[d.line_items["direction"] == "revenue"]
    assert revenue.loc[revenue["adds"], "printed"].tolist() == ["9.00"]


SUMMARY = (
    "收入||支出|\n项目|预算数|项目|预算数\n一、一般公共预算拨款|6.00|一、教育支出|5.00\n"
    "二、事业收入|1.00|二、住房保障支出|3.00\n本年收入合计|7.00|本年支出合计|8.00\n"
    "上年结转|3.00|结转下年|2.00\n收入总计|10.00|支出总计|10.00"
)


def test_a_summary_adds_by_direction(tmp_path: Path) -> None:
    d = read(tmp_path, ("部门收支总表", SUMMARY))
    assert adding(d, "direction", "printed") == [
        "revenue 6.00", "expenditure 5.00", "revenue 1.00", "expenditure 3.00", "carry_in 3.00", "carry_out 2.00",
    ]  # fmt: skip


def test_of_two_splits_of_expenditure_side_by_side_the_first_adds(tmp_path: Path) -> None:
    rows = (
        "收入||支出|||\n项目|预算数|功能分类|预算数|支出用途|预算数\n一、一般公共预算拨款|8.00|一、教育支出|5.00|一、基本支出|6.00\n"
        "||二、住房保障支出|3.00|二、项目支出|2.00\n收入总计|8.00|支出总计|8.00|支出总计|8.00"
    )
    d = read(tmp_path, ("部门收支总表", rows))
    assert adding(d, "direction", "item") == [
        "revenue 一般公共预算拨款", "expenditure 教育支出", "expenditure 住房保障支出",
    ]  # fmt: skip


def test_vehicles_are_their_purchase_and_operation(tmp_path: Path) -> None:
    head = "“三公”经费合计|因公出国（境）费|公务用车购置及运行费|||公务接待费\n||小计|公务用车购置费|公务用车运行费|"
    rows = f"{head}\n6.00|1.00|3.00|1.00|2.00|2.00"
    d = read(tmp_path, ("一般公共预算“三公”经费支出表", rows))
    assert adding(d, "concept") == ["overseas", "vehicle_purchase", "vehicle_operation", "reception"]


def test_tables_of_units_add_where_the_table_of_the_whole_is_their_sum(tmp_path: Path) -> None:
    def table(wan: str) -> str:
        return f"{FUNCTION}\n合计||{wan}||\n201|一般公共服务支出|{wan}||"

    three = [("部门支出总表", table(wan)) for wan in ("9.00", "5.00", "4.00")]
    assert adding(read(tmp_path, *three), "printed") == ["5.00", "4.00"]
    assert known(read(tmp_path, *three[1:])) == {"False", "<NA>"}


def test_rows_that_only_their_order_tells_apart_add_where_none_is_a_sum_of_those_below(
    tmp_path: Path,
) -> None:
    rows = (
        "科目名称|合计\n合计|9.00\n某局本级|5.00\n教育支出|3.00\n普通教育|3.00\n住房保障支出|2.00\n"
        "某中心|4.00\n教育支出|3.50\n住房保障支出|0.50"
    )
    d = read(tmp_path, ("部门支出总表", rows))
    assert adding(d, "item", "printed") == [
        "普通教育 3.00", "住房保障支出 2.00", "教育支出 3.50", "住房保障支出 0.50",
    ]  # fmt: skip


def test_a_form_without_a_total_is_proved_by_that_of_another_form(tmp_path: Path) -> None:
    codes = f"{FUNCTION}\n205|教育支出|5.00||5.00\n221|住房保障支出|3.00||3.00"
    other = ("部门支出总表", codes)
    assert known(read(tmp_path, other)) == {"<NA>"}
    d = read(tmp_path, ("部门收支总表", SUMMARY), other)
    items = d.line_items[d.line_items["form"] == "dept_expenditure"]
    assert items.loc[items["adds"], ["function_code", "nature"]].values.tolist() == [
        ["205", "total"],
        ["221", "total"],
    ]


def test_a_first_row_that_is_the_sum_of_all_others_is_the_total(tmp_path: Path) -> None:
    rows = "预算单位|科目编码|科目名称|合计\n某局|||9.00\n|205|教育支出|6.00\n|221|住房保障支出|3.00"
    assert adding(read(tmp_path, ("部门支出总表", rows)), "function_code") == ["205", "221"]
    assert known(read(tmp_path, ("部门支出总表", rows.replace("9.00", "9.50")))) == {"<NA>"}
    chance = "科目编码|科目名称|合计\n205|教育支出|6.00\n221|住房保障支出|6.00"
    assert known(read(tmp_path, ("部门支出总表", chance))) == {"<NA>"}
    part = "科目编码|科目名称|合计\n205|教育支出|6.00\n20508|进修及培训|6.00"
    assert adding(read(tmp_path, ("部门支出总表", part)), "function_code") == ["20508"]


def test_the_only_row_and_the_only_total_add(tmp_path: Path) -> None:
    assert adding(
        read(tmp_path, ("部门支出总表", f"{FUNCTION}\n201|一般公共服务支出|5.00|5.00|")), "nature"
    ) == ["total"]
    assert adding(read(tmp_path, ("部门支出总表", "合计|基本支出|项目支出\n5.00|3.00|2.00")), "nature") == [
        "total"
    ]


def test_the_banan_budget_adds_up_to_its_printed_totals() -> None:
    items = bk.read(ROOT / "raw" / "banan-2024-budget.pdf").line_items
    wan = items[items["adds"].fillna(False)].groupby(["form", "direction"])["amount_fen"].sum() / 1_000_000
    assert wan.round(2).to_dict() == {
        ("basic_expenditure", "expenditure"): 367.10, ("dept_expenditure", "expenditure"): 1137.11,
        ("dept_summary", "expenditure"): 1137.11, ("dept_summary", "revenue"): 1137.10,
        ("fiscal_summary", "expenditure"): 1137.11, ("fiscal_summary", "revenue"): 1137.10,
        ("public_expenditure", "expenditure"): 1137.11, ("three_public", "expenditure"): 0.20,
    }  # fmt: skip
    assert items["adds"].notna().all()
