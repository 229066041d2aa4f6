"""Totals wherever they stand, and tables over several pages, on pages typeset for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.layouts import PAGE, figures, forms, pages, sheet, unread

DEPT = ("部门支出总表", "单位：万元")
HEAD = "科目编码|科目名称|合计|基本支出|项目支出"
ROWS = """
    213|农林水支出|9.50|6.50|3.00
    21303|水利|9.50|6.50|3.00
    2130301|行政运行|6.50|6.50|
    2130399|其他水利支出|3.00||3.00"""
CODES = ["213 9.5", "21303 9.5", "2130301 6.5", "2130399 3"]
TOTAL = "· 9.5"
KEYS = "function_code wan"


# ---- totals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "total", ["合计||9.50|6.50|3.00", "|合计|9.50|6.50|3.00", "总计||9.50|6.50|3.00", "|合 计|9.50|6.50|3.00"]
)
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_a_total_is_one_wherever_it_stands(tmp_path: Path, total: str, first: bool) -> None:
    rows = f"{HEAD}\n{total}{ROWS}" if first else f"{HEAD}{ROWS}\n{total}"
    d = pages(tmp_path, *DEPT, sheet(rows))
    assert figures(d, KEYS, nature="total", is_total=False) == CODES
    assert figures(d, f"{KEYS} level concept nature", is_total=True) == [
        f"{TOTAL} 0 grand_total total", "· 6.5 0 grand_total basic", "· 3 0 grand_total project",
    ]  # fmt: skip


def test_a_total_over_code_and_name_is_a_total(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n合计||9.50|6.50|3.00{ROWS}", "1,0,1,2"))
    assert figures(d, f"{KEYS} item concept", nature="total")[0] == f"{TOTAL} 合计 grand_total"


def test_a_total_row_beside_class_section_and_item_is_no_code(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet("""
        科目编码|||科目名称|合计
        类|款|项||
        类|款|项|合计|9.50
        213|03|01|行政运行|9.50""", "0,0,1,3 0,3,2,1 0,4,2,1"))  # fmt: skip
    assert figures(d, f"{KEYS} concept") == [f"{TOTAL} grand_total", "2130301 9.5 ·"]


def test_a_table_without_a_total_has_none(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}{ROWS}"))
    assert figures(d, KEYS, nature="total") == CODES
    assert not d.line_items["is_total"].any()


@pytest.mark.parametrize("where", ["合计||{}", "|合计|{}"])
def test_a_total_repeated_on_each_page_counts_once(tmp_path: Path, where: str) -> None:
    total = where.format("9.50|6.50|3.00")
    first, second = ROWS.strip().splitlines()[:2], ROWS.strip().splitlines()[2:]
    one, two = ("\n".join([HEAD, total, *part]) for part in (first, second))
    d = pages(tmp_path, *DEPT, sheet(one), PAGE, *DEPT, sheet(two))
    assert figures(d, f"{KEYS} page measure", nature="total") == [
        f"{TOTAL} 1 amount", "213 9.5 1 amount", "21303 9.5 1 amount", f"{TOTAL} 2 repeat",
        "2130301 6.5 2 amount", "2130399 3 2 amount",
    ]  # fmt: skip
    assert forms(d) == ["dept_expenditure, 1 2"]


def test_a_total_without_its_title_on_the_next_page_counts_once(tmp_path: Path) -> None:
    total = "合计||9.50|6.50|3.00"
    one, two = (
        f"{HEAD}\n{total}\n213|农林水支出|9.50|6.50|3.00",
        f"{HEAD}\n{total}\n2130301|行政运行|6.50|6.50|",
    )
    d = pages(tmp_path, *DEPT, sheet(one), PAGE, sheet(two))
    assert figures(d, f"{KEYS} page measure", is_total=True, nature="total") == [
        f"{TOTAL} 1 amount", f"{TOTAL} 2 repeat",
    ]  # fmt: skip


def test_another_total_on_the_next_page_is_no_repeat(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"""
        单位名称|{HEAD}
        甲市乙区水务局|2130301|行政运行|6.50|6.50|
        |合计||6.50|6.50|
        甲市乙区河道管理所|2130399|其他水利支出|3.00||3.00
        |合计||3.00||3.00""", head=1, break_before=[3]))  # fmt: skip
    assert figures(d, f"{KEYS} measure page", nature="total", is_total=True) == [
        "· 6.5 amount 1",
        "· 3 amount 2",
    ]


# ---- tables over several pages --------------------------------------------------------------------


@pytest.mark.parametrize("repeat", [True, False], ids=["header repeated", "header once"])
def test_a_table_over_three_pages_is_one(tmp_path: Path, repeat: bool) -> None:
    table = sheet(HEAD + ROWS, head=1, break_before=[2, 4], repeat_header=repeat)
    d = pages(tmp_path, *DEPT, table)
    assert forms(d) == ["dept_expenditure, 1 2 3"]
    assert figures(d, f"{KEYS} page", nature="total") == [
        "213 9.5 1", "21303 9.5 2", "2130301 6.5 2", "2130399 3 3",
    ]  # fmt: skip
    assert unread(d) == []


@pytest.mark.parametrize("heads", [("2024年预算数", "2024年预算数"), ("2024年预算数", "2023年预算数")])
def test_a_header_of_two_rows_repeated_on_each_page_is_no_data(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    table = sheet(f"""
        科目编码|科目名称|{heads[0]}||{heads[1]}
        ||基本支出|项目支出|基本支出
        2130301|行政运行|6.50||6.10
        2130399|其他水利支出||3.00|""", "0,0,2,1 0,1,2,1 0,2,1,2", head=2, break_before=[3])  # fmt: skip
    d = pages(tmp_path, *DEPT, table)
    assert figures(d, f"{KEYS} nature fiscal_year page") == [
        "2130301 6.5 basic 2024 1", f"2130301 6.1 basic {heads[1][:4]} 1", "2130399 3 project 2024 2",
    ]  # fmt: skip
    assert forms(d) == ["dept_expenditure, 1 2"]


def test_a_title_repeated_on_each_page_does_not_split_the_table(tmp_path: Path) -> None:
    rows = ROWS.strip().splitlines()
    parts = [sheet("\n".join([HEAD, row])) for row in rows[:3]]
    d = pages(tmp_path, *DEPT, parts[0], PAGE, *DEPT, parts[1], PAGE, *DEPT, parts[2])
    assert forms(d) == ["dept_expenditure, 1 2 3"]
    assert figures(d, KEYS, nature="total") == CODES[:3]


@pytest.mark.parametrize(
    "title",
    [
        "续表",
        pytest.param(
            "部门支出总表（续）",
        ),
    ],
)
def test_a_title_that_says_it_goes_on_does_not_split_the_table(tmp_path: Path, title: str) -> None:
    parts = [sheet(f"{HEAD}\n合计||9.50|6.50|3.00\n{row.strip()}") for row in ROWS.strip().splitlines()[2:]]
    d = pages(tmp_path, *DEPT, parts[0], PAGE, title, "单位：万元", parts[1])
    assert forms(d) == ["dept_expenditure, 1 2"]
    assert figures(d, f"{KEYS} measure", nature="total", is_total=True) == ["· 9.5 amount", "· 9.5 repeat"]


def test_a_header_at_the_foot_of_a_page_is_that_of_the_rows_on_the_next(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(HEAD), PAGE, sheet(ROWS))
    assert figures(d, f"{KEYS} page", nature="total") == [f"{row} 2" for row in CODES]


def test_a_page_that_only_goes_on_with_the_grid_keeps_the_columns(tmp_path: Path) -> None:
    rows = "2130301|行政运行|6.50|6.50|\n2130399|其他水利支出|3.00||3.00"
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n213|农林水支出|9.50|6.50|3.00"), PAGE, sheet(rows))
    assert forms(d) == ["dept_expenditure, 1 2"]
    assert figures(d, f"{KEYS} nature", page=2) == [
        "2130301 6.5 total", "2130301 6.5 basic", "2130399 3 total", "2130399 3 project",
    ]  # fmt: skip


def test_a_title_at_the_foot_of_the_page_before_is_that_of_the_table(tmp_path: Path) -> None:
    public = sheet(f"{HEAD}\n2130301|行政运行|6.50|6.50|")
    d = pages(tmp_path, *DEPT, sheet(HEAD + ROWS), "一般公共预算支出表", PAGE, "单位：元", public)
    assert forms(d, "form pages unit") == ["dept_expenditure, 1, 万元", "public_expenditure, 2, 元"]
    assert figures(d, "function_code fund nature amount_fen", page=2) == [
        "2130301 general_public total 650", "2130301 general_public basic 650",
    ]  # fmt: skip


def test_a_title_and_unit_at_the_foot_of_the_page_before_are_those_of_the_table(tmp_path: Path) -> None:
    public = sheet(f"{HEAD}\n2130301|行政运行|6.50|6.50|")
    d = pages(tmp_path, *DEPT, sheet(HEAD + ROWS), "一般公共预算支出表", "单位：元", PAGE, public)
    assert forms(d, "form pages unit") == ["dept_expenditure, 1, 万元", "public_expenditure, 2, 元"]


@pytest.mark.parametrize("between", [[PAGE], []], ids=["next page", "same page"])
def test_two_forms_with_equal_columns_are_not_joined(tmp_path: Path, between: list[str]) -> None:
    d = pages(
        tmp_path, *DEPT, sheet(HEAD + ROWS), *between, "一般公共预算支出表", "单位：万元",
        sheet(f"{HEAD}\n2130301|行政运行|6.50|6.50|"),
    )  # fmt: skip
    assert forms(d, "form figures") == ["dept_expenditure, 10", "public_expenditure, 2"]
    assert figures(d, "fund function_code nature wan", form="public_expenditure") == [
        "general_public 2130301 total 6.5", "general_public 2130301 basic 6.5",
    ]  # fmt: skip


def test_the_same_form_of_another_entity_is_not_joined(tmp_path: Path) -> None:
    blocks = [
        (
            "部门支出总表",
            ("编制单位：甲市乙区" + name, "", "单位：万元"),
            sheet(f"{HEAD}\n2130301|行政运行|{n}|{n}|"),
        )
        for name, n in (("水务局", "6.50"), ("河道管理所", "1.50"))
    ]
    d = pages(tmp_path, *blocks[0], PAGE, *blocks[1])
    assert figures(d, "entity nature wan", nature="total") == [
        "甲市乙区水务局 total 6.5", "甲市乙区河道管理所 total 1.5",
    ]  # fmt: skip
    assert len(forms(d)) == 2


def test_several_tables_on_one_page_keep_their_titles_and_units(tmp_path: Path) -> None:
    d = pages(
        tmp_path,
        "部门收入总表", "单位：万元", sheet("科目编码|科目名称|合计|事业收入\n21303|水利|9.50|3.00"),
        "政府性基金预算支出表", "单位：元", sheet("科目编码|科目名称|合计|项目支出\n21369|大中型水库支出|1200|1200"),
        "“三公”经费支出表", "单位：万元", sheet("合计|公务接待费\n0.50|0.50"),
    )  # fmt: skip
    assert figures(d, "form table direction fund nature concept unit amount_fen") == [
        "dept_revenue 1 revenue total total · 万元 9500000", "dept_revenue 1 revenue business total · 万元 3000000",
        "government_fund 2 expenditure government_fund total · 元 120000",
        "government_fund 2 expenditure government_fund project · 元 120000",
        "three_public 3 expenditure general_public total three_public 万元 500000",
        "three_public 3 expenditure general_public total reception 万元 500000",
    ]  # fmt: skip


def test_a_blank_form_with_a_note_is_found_without_figures(tmp_path: Path) -> None:
    d = pages(
        tmp_path,
        "政府性基金预算支出表",
        "单位：万元",
        sheet(f"{HEAD}\n||||\n||||"),
        ("备注：本单位无政府性基金预算。", "", ""),
    )
    assert forms(d, "form figures note") == ["government_fund, 0, 备注：本单位无政府性基金预算。"]
    assert unread(d) == [] and len(d.line_items) == 0
