"""Three public expenses in columns and rows, and years and changes side by side, on pages typeset for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.layouts import figures, pages, sheet, unread

THREE = ("一般公共预算“三公”经费支出表", "单位：万元")
KEYS = "fiscal_year concept measure wan"


def test_three_public_expenses_in_columns(tmp_path: Path) -> None:
    d = pages(tmp_path, *THREE, sheet("""
        合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
        ||小计|公务用车购置费|公务用车运行费|
        9.50|1.00|8.00|5.00|3.00|0.50""", "0,0,2,1 0,1,2,1 0,2,1,3 0,5,2,1"))  # fmt: skip
    assert figures(d, f"code_kind item {KEYS}") == [
        "expense 合计 2024 three_public amount 9.5", "expense 因公出国（境）费 2024 overseas amount 1",
        "expense 公务用车购置及运行费 2024 vehicles amount 8",
        "expense 公务用车购置费 2024 vehicle_purchase amount 5",
        "expense 公务用车运行费 2024 vehicle_operation amount 3", "expense 公务接待费 2024 reception amount 0.5",
    ]  # fmt: skip
    assert set(d.line_items["direction"]) == {"expenditure"} and set(d.line_items["fund"]) == {
        "general_public"
    }


def test_two_years_side_by_side_in_twelve_columns(tmp_path: Path) -> None:
    year = "合计|因公出国（境）费|公务用车购置及运行费|||公务接待费"
    parts = "||小计|公务用车购置费|公务用车运行费|"
    d = pages(tmp_path, *THREE, sheet(f"""
        2023年预算数||||||2024年预算数|||||
        {year}|{year}
        {parts}|{parts}
        8.10|0.90|6.80|4.00|2.80|0.40|9.50|1.00|8.00|5.00|3.00|0.50""",
        "0,0,1,6 0,6,1,6 1,0,2,1 1,1,2,1 1,2,1,3 1,5,2,1 1,6,2,1 1,7,2,1 1,8,1,3 1,11,2,1", size=6.0,
        padding=(1, 2)), landscape=True)  # fmt: skip
    assert figures(d, KEYS) == [
        "2023 three_public amount 8.1", "2023 overseas amount 0.9", "2023 vehicles amount 6.8",
        "2023 vehicle_purchase amount 4", "2023 vehicle_operation amount 2.8", "2023 reception amount 0.4",
        "2024 three_public amount 9.5", "2024 overseas amount 1", "2024 vehicles amount 8",
        "2024 vehicle_purchase amount 5", "2024 vehicle_operation amount 3", "2024 reception amount 0.5",
    ]  # fmt: skip


def test_last_year_without_a_number_is_the_year_before(tmp_path: Path) -> None:
    d = pages(tmp_path, *THREE, sheet("""
        项目|上年预算数|本年预算数
        合计|8.10|9.50
        1、因公出国（境）费用|0.90|1.00
        2、公务接待费|0.40|0.50
        3、公务用车购置及运行费|6.80|8.00
        其中：（1）公务用车运行维护费|2.80|3.00
        （2）公务用车购置|4.00|5.00"""))  # fmt: skip
    assert figures(d, KEYS, col=1) == [
        "2023 three_public amount 8.1", "2023 overseas amount 0.9", "2023 reception amount 0.4",
        "2023 vehicles amount 6.8", "2023 vehicle_operation amount 2.8", "2023 vehicle_purchase amount 4",
    ]  # fmt: skip
    assert figures(d, KEYS, col=2) == [
        "2024 three_public amount 9.5", "2024 overseas amount 1", "2024 reception amount 0.5",
        "2024 vehicles amount 8", "2024 vehicle_operation amount 3", "2024 vehicle_purchase amount 5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "vehicles", ["公务用车购置及运行费", "公务用车购置和运行维护费", "公务用车购置及运行维护费支出"]
)
def test_three_public_expenses_in_rows(tmp_path: Path, vehicles: str) -> None:
    d = pages(tmp_path, *THREE, sheet(f"""
        项目|2024年预算数
        合计|9.50
        一、因公出国（境）费|1.00
        二、公务接待费|0.50
        三、{vehicles}|8.00
        其中：公务用车购置费|5.00
        公务用车运行费|3.00"""))  # fmt: skip
    assert figures(d, f"item {KEYS}") == [
        "合计 2024 three_public amount 9.5", "因公出国（境）费 2024 overseas amount 1",
        "公务接待费 2024 reception amount 0.5", f"{vehicles} 2024 vehicles amount 8",
        "其中：公务用车购置费 2024 vehicle_purchase amount 5", "公务用车运行费 2024 vehicle_operation amount 3",
    ]  # fmt: skip


@pytest.mark.parametrize("rows", ["项目|预算数\n公务用车费|6.80", "公务接待费|公务用车费\n0.50|6.80"])
def test_the_short_name_of_vehicle_costs_means_purchase_and_running(tmp_path: Path, rows: str) -> None:
    d = pages(tmp_path, *THREE, sheet(rows))
    assert "2024 vehicles amount 6.8" in figures(d, KEYS)


COLUMNS = "合计|因公出国（境）费|公务接待费|会议费|培训费"


def test_meetings_and_trainings_beside_the_three_expenses_make_the_whole_a_grand_total(
    tmp_path: Path,
) -> None:
    d = pages(tmp_path, "一般公共预算“三公”经费、会议费、培训费支出表", "单位：万元", sheet("""
        合计|“三公”经费||||会议费|培训费
        |小计|因公出国（境）费|公务用车购置及运行费|公务接待费||
        12.00|9.50|1.00|8.00|0.50|1.30|1.20""", "0,0,2,1 0,1,1,4 0,5,2,1 0,6,2,1"))  # fmt: skip
    assert figures(d, KEYS) == [
        "2024 grand_total amount 12", "2024 three_public amount 9.5", "2024 overseas amount 1",
        "2024 vehicles amount 8", "2024 reception amount 0.5", "2024 meeting amount 1.3", "2024 training amount 1.2",
    ]  # fmt: skip


def test_units_in_rows_keep_their_three_expenses_apart(tmp_path: Path) -> None:
    d = pages(tmp_path, *THREE, sheet("""
        单位名称|合计|因公出国（境）费|公务接待费
        合计|1.80|1.00|0.80
        甲市乙区水务局|1.50|1.00|0.50
        甲市乙区河道管理所|0.30||0.30"""))  # fmt: skip
    assert figures(d, f"budget_unit {KEYS}", col=3) == [
        "· 2024 reception amount 0.8", "甲市乙区水务局 2024 reception amount 0.5",
        "甲市乙区河道管理所 2024 reception amount 0.3",
    ]  # fmt: skip
    assert figures(d, "budget_unit concept wan", col=1) == [
        "· three_public 1.8", "甲市乙区水务局 three_public 1.5", "甲市乙区河道管理所 three_public 0.3",
    ]  # fmt: skip


def test_years_in_rows_are_years_and_a_row_of_changes_is_a_change(tmp_path: Path) -> None:
    d = pages(tmp_path, *THREE, sheet(f"""
        单位名称|年度|{COLUMNS}
        甲市乙区水务局|2023年|2.60|0.90|0.40|0.70|0.60
        |2024年|2.50|1.00|0.50|0.55|0.45
        |增减变化|-0.10|0.10|0.10|-0.15|-0.15""", "1,0,3,1"))  # fmt: skip
    assert figures(d, f"budget_unit {KEYS}", col=4) == [
        "甲市乙区水务局 2023 reception amount 0.4", "甲市乙区水务局 2024 reception amount 0.5",
        "甲市乙区水务局 2024 reception change 0.1",
    ]  # fmt: skip
    assert figures(d, f"{KEYS} amount_fen", col=5) == [
        "2023 meeting amount 0.7 700000", "2024 meeting amount 0.55 550000", "2024 meeting change -0.15 -150000",
    ]  # fmt: skip


def test_three_public_expenses_of_appropriations_speak_of_all_fiscal_funds(tmp_path: Path) -> None:
    rows = "合计|因公出国（境）费|公务接待费\n1.50|1.00|0.50"
    d = pages(tmp_path, "财政拨款“三公”经费支出表", "单位：万元", sheet(rows))
    assert figures(d, "fund concept wan") == [
        "fiscal three_public 1.5",
        "fiscal overseas 1",
        "fiscal reception 0.5",
    ]


# ---- last year's figures and changes --------------------------------------------------------------

CHANGE = """
    科目编码|科目名称|2023年执行数|2024年预算数|||2024年预算数比2023年执行数|
    |||合计|基本支出|项目支出|增减额|增减%
    2130301|行政运行|40.00|44.00|44.00||4.00|10.00
    2130399|其他水利支出|25.00|20.00||20.00|-5.00|-20.00"""
CHANGE_SPANS = "0,0,2,1 0,1,2,1 0,2,2,1 0,3,1,3 0,6,1,2"
CHANGE_KEYS = "function_code fiscal_year phase nature measure wan"


def test_last_year_this_year_and_their_difference_are_told_apart(tmp_path: Path) -> None:
    d = pages(tmp_path, "一般公共预算支出表", "单位：万元", sheet(CHANGE, CHANGE_SPANS))
    assert figures(d, CHANGE_KEYS, function_code="2130399") == [
        "2130399 2023 executed total amount 25", "2130399 2024 approved total amount 20",
        "2130399 2024 approved project amount 20", "2130399 2024 approved total change -5",
    ]  # fmt: skip


def test_percentages_are_listed_as_what_they_are(tmp_path: Path) -> None:
    d = pages(tmp_path, "一般公共预算支出表", "单位：万元", sheet(CHANGE, CHANGE_SPANS))
    assert unread(d) == ["10.00: a percentage, not an amount", "-20.00: a percentage, not an amount"]
    assert d.unread[["page", "table", "row", "col"]].values.tolist() == [[1, 1, 2, 7], [1, 1, 3, 7]]


@pytest.mark.parametrize("head", ["增减幅度（%）", "增减百分比", "增长率", "占比（%）", "比上年增减（%）"])
@pytest.mark.parametrize("value", ["10.00", "10.00%", "12%", "-3.5"])
def test_a_column_of_percentages_yields_no_amounts(tmp_path: Path, head: str, value: str) -> None:
    rows = f"科目编码|科目名称|合计|{head}\n2130301|行政运行|44.00|{value}"
    d = pages(tmp_path, "一般公共预算支出表", "单位：万元", sheet(rows))
    assert figures(d, "col wan") == ["2 44"]
    assert unread(d) == [f"{value}: a percentage, not an amount"]


@pytest.mark.parametrize(
    ("head", "year", "phase", "measure"),
    [
        ("上年预算数", 2023, "approved", "amount"),
        ("上年执行数", 2023, "executed", "amount"),
        ("2023年预算数", 2023, "approved", "amount"),
        ("2023年决算数", 2023, "executed", "amount"),
        ("2024年预算数", 2024, "approved", "amount"),
        ("2024年预算数比2023年执行数", 2024, "approved", "change"),
        pytest.param(
            "2024年预算数比2023年增减",
            2024,
            "approved",
            "change",
        ),
        ("比上年增减额", 2024, "approved", "change"),
        ("增减变化", 2024, "approved", "change"),
    ],
)
def test_a_header_says_year_phase_and_measure(
    tmp_path: Path, head: str, year: int, phase: str, measure: str
) -> None:
    rows = f"科目编码|科目名称|合计|{head}\n2130301|行政运行|44.00|3.25"
    d = pages(tmp_path, "一般公共预算支出表", "单位：万元", sheet(rows))
    assert figures(d, "fiscal_year phase measure amount_fen", col=3) == [f"{year} {phase} {measure} 3250000"]
