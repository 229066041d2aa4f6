"""Where the unit of a table may stand, on pages typeset for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.layouts import PAGE, figures, forms, pages, sheet, unread

ROWS = "科目编码|科目名称|合计|基本支出|项目支出\n213|农林水支出|62.50|42.30|20.20"
KEYS = "function_code nature unit amount_fen step_fen"
WAN = [
    "213 total 万元 62500000 10000",
    "213 basic 万元 42300000 10000",
    "213 project 万元 20200000 10000",
]


@pytest.mark.parametrize(
    "unit", ["单位：万元", "单位:万元", "金额单位：万元", "单位： 万 元", "金额单位：人民币万元"]
)
def test_a_unit_above_the_table_holds_for_all_of_it(tmp_path: Path, unit: str) -> None:
    d = pages(tmp_path, "部门支出总表", unit, sheet(ROWS))
    assert figures(d, KEYS) == WAN and unread(d) == []


def test_a_unit_beside_the_name_of_who_fills_the_table_in_is_found(tmp_path: Path) -> None:
    d = pages(tmp_path, "部门支出总表", ("编制单位：甲市乙区水务局", "", "单位：万元"), sheet(ROWS))
    assert figures(d, KEYS) == WAN
    assert set(d.line_items["entity"]) == {"甲市乙区水务局"}


def test_a_unit_in_the_first_row_of_the_grid_is_found(tmp_path: Path) -> None:
    d = pages(tmp_path, "部门支出总表", sheet(f"单位：万元||||\n{ROWS}", "0,0,1,5"))
    assert figures(d, KEYS) == WAN and unread(d) == []


def test_title_and_unit_in_rows_of_the_grid_are_found(tmp_path: Path) -> None:
    grid = f"部门支出总表||||\n编制单位：甲市乙区水务局|||单位：万元|\n{ROWS}"
    d = pages(tmp_path, sheet(grid, "0,0,1,5 1,0,1,3 1,3,1,2"))
    assert forms(d, "form unit entity") == ["dept_expenditure, 万元, 甲市乙区水务局"]
    assert figures(d, KEYS) == WAN


def test_a_unit_broken_over_two_lines_of_its_cell_is_one_unit(tmp_path: Path) -> None:
    d = pages(tmp_path, "部门支出总表", sheet(f"||||单位：万⏎元\n{ROWS}", "0,0,1,4"))
    assert figures(d, KEYS) == WAN and unread(d) == []


def test_a_unit_broken_over_two_lines_above_the_table_is_one_unit(tmp_path: Path) -> None:
    d = pages(tmp_path, "部门支出总表", ("", "", "单位：万"), ("", "", "元"), sheet(ROWS))
    assert figures(d, KEYS) == WAN


def test_a_unit_in_a_header_cell_is_that_of_the_table(tmp_path: Path) -> None:
    d = pages(tmp_path, "部门支出总表", sheet(ROWS.replace("合计", "金额（万元）", 1)))
    assert figures(d, KEYS) == WAN


def test_yuan_in_one_table_and_wan_yuan_in_the_next_are_kept_apart(tmp_path: Path) -> None:
    yuan = ROWS.replace("62.50", "625,000").replace("42.30", "423,000.00").replace("20.20", "202000")
    d = pages(
        tmp_path, "部门支出总表", "单位：元", sheet(yuan), "一般公共预算支出表", "单位：万元", sheet(ROWS)
    )
    assert figures(d, KEYS, form="dept_expenditure") == [
        "213 total 元 62500000 100", "213 basic 元 42300000 1", "213 project 元 20200000 100",
    ]  # fmt: skip
    assert figures(d, KEYS, form="public_expenditure") == WAN


def test_a_unit_of_hundred_million_yuan_is_kept(tmp_path: Path) -> None:
    rows = "合计|因公出国（境）费|公务接待费\n0.0012|0.0005|0.0007"
    d = pages(tmp_path, "“三公”经费支出表", "单位：亿元", sheet(rows))
    assert figures(d, "concept unit amount_fen step_fen") == [
        "three_public 亿元 12000000 1000000", "overseas 亿元 5000000 1000000", "reception 亿元 7000000 1000000",
    ]  # fmt: skip


def test_a_table_without_a_unit_takes_the_one_that_all_others_state_and_says_so(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "部门支出总表", "单位：万元", sheet(ROWS), PAGE, "一般公共预算支出表", sheet(ROWS),
    )  # fmt: skip
    assert forms(d, "form unit unit_derived") == [
        "dept_expenditure, 万元, False", "public_expenditure, 万元, True",
    ]  # fmt: skip
    assert figures(d, KEYS, form="public_expenditure") == WAN


def test_where_units_differ_a_table_without_one_is_unread(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "部门支出总表", "单位：万元", sheet(ROWS), PAGE, "政府性基金预算支出表", "单位：元",
        sheet("科目编码|科目名称|合计\n229|其他支出|8800"), PAGE, "一般公共预算支出表", sheet(ROWS),
    )  # fmt: skip
    assert figures(d, "form amount_fen", unit="元") == ["government_fund 880000"]
    assert "public_expenditure" not in set(d.line_items["form"])
    assert unread(d) == [f"{figure}: the table states no unit" for figure in ("62.50", "42.30", "20.20")]
    assert forms(d, "form unit unit_derived")[2] == "public_expenditure, , False"


def test_three_public_expenses_without_a_unit_take_none_from_other_forms(tmp_path: Path) -> None:
    three = sheet("合计|公务接待费\n0.50|0.50")
    d = pages(tmp_path, "部门支出总表", "单位：万元", sheet(ROWS), "“三公”经费支出表", three)
    assert figures(d, KEYS) == WAN
    assert unread(d) == ["0.50: the table states no unit"] * 2


def test_a_unit_far_above_belongs_to_the_table_below_it_only(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "部门支出总表", sheet(ROWS), "一般公共预算支出表", "单位：元", sheet(ROWS),
        "政府性基金预算支出表", "单位：万元", sheet(ROWS),
    )  # fmt: skip
    assert sorted(set(figures(d, "form unit"))) == ["government_fund 万元", "public_expenditure 元"]
    assert len(unread(d)) == 3
