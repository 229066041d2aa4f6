"""Summaries of two and four lanes, carry-over, and wide tables of income, on pages typeset for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.layouts import figures, pages, sheet, unread

DEPT = ("部门收支总表", "单位：万元")
FISCAL = ("财政拨款收支总表", "单位：万元")
LANES = "收入||支出|\n项目|预算数|项目|预算数"
SPANS = "0,0,1,2 0,2,1,2"
KEYS = "direction fund carried item wan"


def test_two_lanes_do_not_mix(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"""{LANES}
        一、一般公共预算拨款收入|30.10|一、农林水支出|31.00
        二、政府性基金预算拨款收入||二、住房保障支出|4.30
        三、事业收入|5.20||
        本年收入合计|35.30|本年支出合计|35.30""", SPANS))  # fmt: skip
    assert figures(d, KEYS, direction="revenue") == [
        "revenue general_public current 一般公共预算拨款收入 30.1", "revenue business current 事业收入 5.2",
        "revenue total current 本年收入合计 35.3",
    ]  # fmt: skip
    assert figures(d, KEYS, direction="expenditure") == [
        "expenditure total current 农林水支出 31", "expenditure total current 住房保障支出 4.3",
        "expenditure total current 本年支出合计 35.3",
    ]  # fmt: skip
    assert d.blanks[["direction", "fund"]].values.tolist() == [["revenue", "government_fund"]]


@pytest.mark.parametrize(
    "numbers", [("一、", "（一）", "（二）", "二、"), ("", "", "", "")], ids=["numbered", "bare"]
)
def test_lines_under_carry_over_speak_of_money_carried_over(tmp_path: Path, numbers: tuple[str, ...]) -> None:
    one, first, second, two = numbers
    d = pages(tmp_path, *FISCAL, sheet(f"""{LANES}
        {one}本年收入|9.00|{one}本年支出|12.00
        {first}一般公共预算拨款|9.00|{first}农林水支出|12.00
        {two}上年结转|3.00|{two}结转下年|
        {first}一般公共预算拨款|2.00||
        {second}政府性基金预算拨款|1.00||
        收入总计|12.00|支出总计|12.00""", SPANS))  # fmt: skip
    assert figures(d, f"{KEYS} concept", col=1) == [
        "revenue fiscal current 本年收入 9 current_total", "revenue general_public current 一般公共预算拨款 9 ·",
        "carry_in fiscal carried 上年结转 3 carry_in", "carry_in general_public carried 一般公共预算拨款 2 ·",
        "carry_in government_fund carried 政府性基金预算拨款 1 ·", "revenue fiscal current 收入总计 12 grand_total",
    ]  # fmt: skip


def test_a_line_numbered_like_carry_over_ends_it(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"""{LANES}
        一、上年结转|3.00|一、农林水支出|8.00
        （一）一般公共预算拨款|3.00||
        二、事业收入|5.00||""", SPANS))  # fmt: skip
    assert figures(d, KEYS, col=1) == [
        "carry_in total carried 上年结转 3", "carry_in general_public carried 一般公共预算拨款 3",
        "revenue business current 事业收入 5",
    ]  # fmt: skip


def test_carry_over_to_the_next_year_is_a_direction_of_its_own(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"""{LANES}
        本年收入合计|9.00|本年支出合计|8.50
        上年结转结余|1.00|结转下年|1.50
        收入总计|10.00|支出总计|10.00""", SPANS))  # fmt: skip
    assert figures(d, f"{KEYS} concept", col=3) == [
        "expenditure total current 本年支出合计 8.5 current_total", "carry_out total carried 结转下年 1.5 carry_out",
        "expenditure total current 支出总计 10 grand_total",
    ]  # fmt: skip
    assert figures(d, "direction carried concept wan", item="上年结转结余") == ["carry_in carried carry_in 1"]


def test_funds_are_columns_in_the_lane_of_expenditure(tmp_path: Path) -> None:
    d = pages(tmp_path, *FISCAL, sheet("""
        收入||支出||||
        项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算
        一、本年收入|9.00|一、本年支出|9.00|7.00|1.50|0.50
        （一）一般公共预算拨款|7.00|（一）农林水支出|9.00|7.00|1.50|0.50""",
        "0,0,1,2 0,2,1,5", size=7.0))  # fmt: skip
    assert figures(d, "direction fund concept wan", item="农林水支出") == [
        "expenditure fiscal · 9", "expenditure general_public · 7", "expenditure government_fund · 1.5",
        "expenditure state_capital · 0.5",
    ]  # fmt: skip
    assert figures(d, "direction fund wan", col=1) == ["revenue fiscal 9", "revenue general_public 7"]


def test_four_lanes_of_income_function_and_two_economic_classifications_stay_apart(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet("""
        收入||支出|||||
        项目|预算数|支出功能分类科目|预算数|部门预算支出经济分类科目|预算数|政府预算支出经济分类科目|预算数
        一、财政拨款|12.00|1.农林水支出|11.00|1.工资福利支出|8.00|1.机关工资福利支出|8.25
        二、事业收入|2.00|2.住房保障支出|3.00|2.商品和服务支出|6.00|2.机关商品和服务支出|5.75
        收入总计|14.00|支出总计|14.00|支出总计|14.00|支出总计|14.00""",
        "0,0,1,2 0,2,1,6", size=7.0, widths=[70, 40, 80, 40, 80, 40, 80, 40]))  # fmt: skip
    keys = "direction code_kind fund item wan"
    assert figures(d, keys, col=1) == [
        "revenue line fiscal 财政拨款 12", "revenue line business 事业收入 2", "revenue line total 收入总计 14",
    ]  # fmt: skip
    assert figures(d, keys, col=3)[:2] == [
        "expenditure line total 农林水支出 11", "expenditure line total 住房保障支出 3",
    ]  # fmt: skip
    assert figures(d, keys, col=5)[:2] == [
        "expenditure line total 工资福利支出 8", "expenditure line total 商品和服务支出 6",
    ]  # fmt: skip
    assert figures(d, keys, col=7)[:2] == [
        "expenditure line total 机关工资福利支出 8.25", "expenditure line total 机关商品和服务支出 5.75",
    ]  # fmt: skip
    assert figures(d, "col wan", concept="grand_total") == ["1 14", "3 14", "5 14", "7 14"]


def test_a_summary_that_a_page_break_splits_goes_on_in_both_lanes(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"""{LANES}
        一、本年收入|9.00|一、农林水支出|6.00
        二、上年结转|3.00|二、住房保障支出|5.00
        （一）一般公共预算拨款|3.00|三、其他支出|1.00
        收入总计|12.00|支出总计|12.00""", SPANS, head=2, break_before=[4], repeat_header=False))  # fmt: skip
    assert figures(d, f"{KEYS} page", col=1) == [
        "revenue total current 本年收入 9 1", "carry_in total carried 上年结转 3 1",
        "carry_in general_public carried 一般公共预算拨款 3 2", "revenue total current 收入总计 12 2",
    ]  # fmt: skip
    assert figures(d, f"{KEYS} page", col=3, page=2) == [
        "expenditure total current 其他支出 1 2", "expenditure total current 支出总计 12 2",
    ]  # fmt: skip


# ---- wide tables of income ------------------------------------------------------------------------

INCOME = """
    科目编码|科目名称|总计|当年收入|||||上年结转||||
    |||小计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|小计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金
    213|农林水支出|21.50|15.50|9.00|3.00|0.50|3.00|6.00|4.00|1.00|0.25|0.75
    2130301|行政运行|9.50|9.00|9.00||||0.50|0.50|||"""
INCOME_SPANS = "0,0,2,1 0,1,2,1 0,2,2,1 0,3,1,5 0,8,1,5"


@pytest.mark.parametrize(
    "head",
    [
        "本年收入",
        "当年",
        pytest.param(
            "当年收入",
        ),
    ],
)
def test_an_income_table_of_thirteen_columns_tells_this_year_from_carry_over(
    tmp_path: Path, head: str
) -> None:
    table = sheet(INCOME.replace("当年收入", head), INCOME_SPANS, size=6.0, padding=(1, 2))
    d = pages(tmp_path, "部门收入总表", "单位：万元", table, landscape=True)
    assert figures(d, "direction fund carried wan", function_code="213") == [
        "revenue total current 21.5",
        "revenue total current 15.5", "revenue general_public current 9", "revenue government_fund current 3",
        "revenue state_capital current 0.5", "revenue special_account current 3",
        "revenue total carried 6", "revenue general_public carried 4", "revenue government_fund carried 1",
        "revenue state_capital carried 0.25", "revenue special_account carried 0.75",
    ]  # fmt: skip
    assert figures(d, "col fund carried wan", function_code="2130301") == [
        "2 total current 9.5", "3 total current 9", "4 general_public current 9", "8 total carried 0.5",
        "9 general_public carried 0.5",
    ]  # fmt: skip
    assert unread(d) == [] and len(d.blanks) == 6


def test_sources_of_income_are_funds(tmp_path: Path) -> None:
    names = "合计|上年结转|财政拨款收入|事业收入|事业单位经营收入|上级补助收入|附属单位上缴收入|其他收入"
    d = pages(tmp_path, "部门收入总表", "单位：万元", sheet(f"""
        科目编码|科目名称|{names}
        2130399|其他水利支出|28.00|1.00|7.00|6.00|5.00|4.00|3.00|2.00""", size=6.0))  # fmt: skip
    assert figures(d, "fund carried wan") == [
        "total current 28", "total carried 1", "fiscal current 7", "business current 6", "operating current 5",
        "superior current 4", "subsidiary current 3", "other current 2",
    ]  # fmt: skip
    assert set(d.line_items["direction"]) == {"revenue"}


def test_money_carried_over_in_expenditure_is_a_column_of_its_own(tmp_path: Path) -> None:
    d = pages(tmp_path, "一般公共预算支出表", "单位：万元", sheet("""
        科目编码|科目名称|合计|本年预算||上年结转
        |||基本支出|项目支出|
        2130399|其他水利支出|6.00|1.50|4.00|0.50""", "0,0,2,1 0,1,2,1 0,2,2,1 0,3,1,2 0,5,2,1"))  # fmt: skip
    assert figures(d, "direction fund nature carried wan") == [
        "expenditure general_public total current 6", "expenditure general_public basic current 1.5",
        "expenditure general_public project current 4", "expenditure general_public total carried 0.5",
    ]  # fmt: skip
