"""What headings that no dictionary has, cut ones, bare codes and sums say by the structure of their table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import budgetkit as bk
from budgetkit.knowledge import form_of
from budgetkit.readers import Cell, Grid
from budgetkit.tables.columns import DEEPEST, columns
from tests.support import inline
from tests.support.layouts import figures, pages, sheet

HEAD = "科目编码|科目名称|总计|基本支出|项目支出"


def read(tmp_path: Path, title: str, rows: str, unit: str = "单位：万元") -> Any:
    return inline.document(tmp_path, inline.table(title, rows, unit=unit))


def items(d: Any, *keys: str) -> list[Any]:
    rows: list[Any] = d.line_items[list(keys)].values.tolist()
    return rows


def test_the_finest_text_before_the_amounts_names_a_row_that_nothing_else_names(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "项目支出表",
        "领域|任务|子任务|合计|一般公共预算|政府性基金预算\n"
        "水务|||9.00|9.00|0.00\n|防汛||9.00|9.00|0.00\n||堤防维护|9.00|9.00|0.00",
    )
    assert items(d, "item", "fund", "printed") == [
        [name, fund, printed]
        for name in ("水务", "防汛", "堤防维护")
        for fund, printed in (("total", "9.00"), ("general_public", "9.00"), ("government_fund", "0.00"))
    ]


def test_the_name_of_a_code_may_stand_under_any_heading(tmp_path: Path) -> None:
    d = read(tmp_path, "部门支出总表", "科目编码|款目说法|总计\n201|一般公共服务支出|5.00")
    assert items(d, "function_code", "item") == [["201", "一般公共服务支出"]]


def test_texts_beside_a_name_do_not_change_it(tmp_path: Path) -> None:
    d = read(tmp_path, "部门支出总表", f"口径|{HEAD}\n甲类|201|一般公共服务支出|5.00|2.00|3.00")
    assert items(d, "function_code", "item") == [["201", "一般公共服务支出"]] * 3


def test_a_heading_below_that_of_projects_is_one_of_projects(tmp_path: Path) -> None:
    rows = "单位名称|项目名称||合计\n|大类别项|小类别项|\n甲局|防汛||9.00\n甲局||堤防维护|4.00"
    table = sheet(rows, "0,0,2,1 0,1,1,2 0,3,2,1", head=2)
    assert figures(pages(tmp_path, "项目支出表", "单位：万元", table), "project wan") == [
        "防汛 9",
        "堤防维护 4",
    ]


def test_names_behind_amounts_begin_a_lane_whatever_stands_above_them(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "部门收支总表",
        "收入||支出|||\n项目|预算数|项目|预算数|某某口径分列|预算数\n"
        "一般公共预算拨款|9.00|教育支出|4.00|人员经费|6.00\n事业收入|1.00|农林水支出|6.00|公用经费|3.00\n"
        "收入总计|10.00|支出总计|10.00|其他安排|1.00",
    )
    assert items(d, "item", "nature", "printed")[2::3] == [
        ["人员经费", "personnel", "6.00"], ["公用经费", "operating", "3.00"], ["其他安排", "total", "1.00"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("务用车购置及运行维护", "vehicles"),
        ("公务用车运行维", "vehicle_operation"),
        ("因公出国（", "overseas"),
    ],
)
def test_a_heading_cut_off_at_an_edge_is_the_one_that_it_is_the_rest_of(
    tmp_path: Path, heading: str, concept: str
) -> None:
    d = read(tmp_path, "“三公”经费支出表", f"单位名称|合计|公务接待费|{heading}\n甲局|8.00|3.00|5.00")
    assert items(d, "concept", "measure", "printed")[2] == [concept, "amount", "5.00"]


@pytest.mark.parametrize("heading", ["政拨款收入", "公务用", "费用"])
def test_a_heading_that_may_be_the_rest_of_several_means_nothing(tmp_path: Path, heading: str) -> None:
    d = read(tmp_path, "部门收入总表", f"科目编码|科目名称|合计|{heading}\n201|一般公共服务支出|5.00|5.00")
    assert d.unread["why"].tolist()[0] == f"header {heading!r} means nothing known"


def test_of_which_below_a_known_heading_is_a_part_told_apart_of_what_that_names(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|合计|财政拨款||事业收入\n|||金额|其中：切块下达|\n201|一般公共服务支出|9.00|8.00|5.00|1.00"
    table = sheet(rows, "0,0,2,1 0,1,2,1 0,2,2,1 0,3,1,2 0,5,2,1", head=2)
    assert figures(pages(tmp_path, "部门收入总表", "单位：万元", table), "fund measure wan") == [
        "total amount 9", "fiscal amount 8", "fiscal memo 5", "business amount 1",
    ]  # fmt: skip


def test_the_sum_under_an_unknown_heading_beside_others_is_no_total(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|合计|某某来源||事业收入\n|||金额|其中：切块下达|\n201|一般公共服务支出|9.00|8.00|5.00|1.00"
    table = sheet(rows, "0,0,2,1 0,1,2,1 0,2,2,1 0,3,1,2 0,5,2,1", head=2)
    assert figures(pages(tmp_path, "部门收入总表", "单位：万元", table), "fund measure wan") == [
        "total amount 9", "total memo 8", "business amount 1",
    ]  # fmt: skip


def test_the_sum_of_known_parts_under_an_unknown_heading_is_what_it_sums(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|合计|某某来源||事业收入\n|||小计|政府性基金预算|\n201|一般公共服务支出|9.00|8.00|8.00|1.00"
    table = sheet(rows, "0,0,2,1 0,1,2,1 0,2,2,1 0,3,1,2 0,5,2,1", head=2)
    assert figures(pages(tmp_path, "部门收入总表", "单位：万元", table), "fund measure wan")[1:3] == [
        "total amount 8", "government_fund amount 8",
    ]  # fmt: skip


def test_of_which_that_names_an_expense_is_that_expense(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "“三公”经费支出表",
        "单位名称|合计|公务接待费|公务用车购置及运行费|其中：公务用车运行费\n甲局|8.00|3.00|5.00|4.00",
    )
    assert items(d, "concept", "measure")[3] == ["vehicle_operation", "amount"]


def test_the_end_of_a_unit_that_fell_into_a_heading_is_no_part_of_it(tmp_path: Path) -> None:
    d = read(tmp_path, "部门支出总表", "科目编码|科目名称|万元预算金额\n201|一般公共服务支出|5.00")
    assert items(d, "printed") == [["5.00"]]


def test_a_name_that_breaks_off_within_a_word_is_completed_and_a_short_one_is_not(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "部门收支总表",
        "收入||支出|\n项目|预算数|项目|预算数\n一般公共预算拨款收|9.00|社会保障和就业|4.00\n事业收入|1.00|农林水支出|6.00",
    )
    assert items(d, "item", "fund") == [
        ["一般公共预算拨款收入", "general_public"], ["社会保障和就业", "total"],
        ["事业收入", "business"], ["农林水支出", "total"],
    ]  # fmt: skip


CODES = f"{HEAD}\n213|农林水支出|9.00||9.00\n{{0}}|水利|9.00||9.00\n{{1}}|水利工程建设|9.00||9.00"


def test_a_code_of_two_digits_is_composed_and_the_next_row_proves_it(tmp_path: Path) -> None:
    d = read(tmp_path, "部门支出总表", CODES.format("03", "2130305"))
    assert items(d, "function_code", "level")[::2] == [["213", 1], ["21303", 2], ["2130305", 3]]


def test_a_code_of_two_digits_that_the_next_row_does_not_prove_is_none(tmp_path: Path) -> None:
    d = read(tmp_path, "部门支出总表", CODES.format("05", "2130305"))
    assert items(d, "function_code", "item")[2:4] == [["", "水利"]] * 2


SAME = "收入||||支出|||\n项目|本年预算|{0}|上年结转|项目|本年预算|{0}|上年结转\n"


def test_a_column_with_the_figures_of_a_known_one_in_every_row_is_read_as_that(tmp_path: Path) -> None:
    rows = (
        "财政拨款收入|9.00|9.00|0.00|教育支出|4.00|4.00|0.00\n事业收入|1.00|1.00|0.00|农林水支出|6.00|6.00|0.00\n"
        "收入总计|10.00|10.00|0.00|支出总计|10.00|{}|0.00"
    )
    d = read(tmp_path, "部门收支总表", SAME.format("甲口径安排") + rows.format("10.00"))
    assert d.line_items["measure"].eq("amount").all() and len(d.line_items) == 18
    assert "read so" in d.unread["why"].tolist()[0]
    other = read(tmp_path, "部门收支总表", SAME.format("甲口径安排") + rows.format("9.50"))
    assert len(other.line_items) == 15  # of the lane where one row differs, nothing
    assert other.unread["printed"].tolist()[-3:] == ["4.00", "6.00", "9.50"]


def test_a_column_without_which_no_total_adds_up_is_a_part_told_apart(tmp_path: Path) -> None:
    head = "科目编码|科目名称|总计|基本支出|甲口径"
    rows = "\n201|一般公共服务支出|5.00|2.00|3.00\n205|教育支出|4.00|1.00|3.00\n213|农林水支出|7.00|1.00|{}"
    d = read(tmp_path, "部门支出总表", head + rows.format("6.00"))
    assert items(d, "nature", "measure", "printed")[2::3] == [
        ["total", "memo", "3.00"], ["total", "memo", "3.00"], ["total", "memo", "6.00"],
    ]  # fmt: skip
    other = read(tmp_path, "部门支出总表", head + rows.format("5.00"))
    assert other.unread["printed"].tolist()[-3:] == ["3.00", "3.00", "5.00"]


def test_the_same_figures_prove_nothing_where_columns_tell_natures_apart(tmp_path: Path) -> None:
    rows = "\n201|一般公共服务支出|5.00|5.00|5.00\n205|教育支出|4.00|4.00|4.00\n213|农林水支出|7.00|7.00|7.00"
    d = read(tmp_path, "部门支出总表", "科目编码|科目名称|总计|基本支出|甲口径" + rows)
    assert len(d.line_items) == 6 and d.unread["printed"].tolist()[-3:] == ["5.00", "4.00", "7.00"]


def test_every_figure_of_an_unproved_column_is_listed_whole_numbers_too(tmp_path: Path) -> None:
    rows = "\n201|一般公共服务支出|5.00|2.00|3.50\n205|教育支出|4.00|1.00|3"
    d = read(tmp_path, "部门支出总表", "科目编码|科目名称|总计|基本支出|甲口径" + rows)
    assert d.unread["printed"].tolist()[-2:] == ["3.50", "3"]


@pytest.mark.parametrize(("first", "total"), [("9.00", ["grand_total"]), ("8.00", [])])
def test_a_row_without_any_name_is_the_total_where_it_is_the_sum(
    tmp_path: Path, first: str, total: list[str]
) -> None:
    rows = f"单位名称|项目名称|合计\n||{first}\n甲局|防汛|4.00\n甲局|堤防维护|5.00"
    d = read(tmp_path, "项目支出表", rows)
    assert [c for [c] in items(d, "concept") if c] == total
    assert len(d.line_items) == 2 + len(total)


def test_fund_and_nature_of_a_row_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "上年结转资金支出表",
        "单位名称|项目名称|金额|项目类别|资金性质\n甲局|防汛|4.00|项目支出|政府性基金预算支出\n甲局|培训|1.00|特定类|",
    )
    assert items(d, "nature", "fund") == [["project", "government_fund"], ["total", "fiscal"]]


def test_a_sum_within_a_group_of_the_three_expenses_is_their_sum(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "“三公”经费支出表",
        "“三公”经费合计|当年安排||上年结转结余|\n|小计|公务接待费|小计|公务接待费\n5.00|3.00|3.00|2.00|2.00",
    )
    assert items(d, "concept", "carried", "printed")[:4:3] == [
        ["three_public", False, "5.00"], ["three_public", True, "2.00"],
    ]  # fmt: skip


def test_a_separator_before_the_last_three_digits_only_is_a_style_of_the_whole_table(tmp_path: Path) -> None:
    rows = f"{HEAD}\n201|一般公共服务支出|12345,678|12000,000|345,678\n205|教育支出|{{}}|0|"
    d = read(tmp_path, "部门支出总表", rows.format("925,901"), unit="单位：元")
    assert items(d, "amount_fen")[0] == [1_234_567_800] and len(d.unread) == 0
    other = read(tmp_path, "部门支出总表", rows.format("1,925,901"), unit="单位：元")
    assert other.unread["printed"].tolist() == ["12345,678", "12000,000"]


def test_title_number_and_unit_may_be_rows_of_the_grid(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "附件",
        "附表9||单位：万元\n甲局部门支出总表||\n科目编码|科目名称|总计\n201|一般公共服务支出|5.00",
        "",
    )
    assert items(d, "form", "printed") == [["dept_expenditure", "5.00"]]


def test_procurement_with_services_in_brackets_is_procurement(tmp_path: Path) -> None:
    d = read(tmp_path, "政府采购（含购买服务）预算表", "采购项目|预算金额\n防汛物资|5.00")
    assert items(d, "form", "fund") == [["procurement", "total"]]


def test_a_class_of_functions_named_like_a_fund_is_no_fund(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "部门收支总表",
        "收入||支出|\n项目|预算数|支出功能分类科目|预算数\n国有资本经营预算|2.00|国有资本经营|2.00",
    )
    assert items(d, "fund") == [["state_capital"], ["total"]]


def test_money_left_in_the_bank_is_carried_in_and_counted_once_in_the_total(tmp_path: Path) -> None:
    d = read(
        tmp_path,
        "部门收支总表",
        "收入||支出|\n项目|预算数|项目|预算数\n一般公共预算拨款|6.00|农林水支出|9.00\n本年收入合计|6.00|本年支出合计|9.00\n"
        "上年实户资金余额|1.00||\n上年结转|2.00||\n其中：财政拨款资金结转|2.00||\n收入总计|9.00|支出总计|9.00",
    )
    assert items(d, "direction", "fund", "concept", "printed")[4:7] == [
        ["carry_in", "total", "bank_balance", "1.00"], ["carry_in", "total", "carry_in", "2.00"],
        ["carry_in", "fiscal", "", "2.00"],
    ]  # fmt: skip
    checks = bk.reconcile(d).checks
    assert checks[checks["rule_id"] == "W11"]["outcome"].tolist()[0] == "exact"


def test_a_grid_without_data_has_no_header_of_all_its_rows() -> None:
    cells = tuple(Cell(r, c, f"第{r}行{c}列的话") for r in range(300) for c in range(3))
    found, _ = columns(Grid(1, 1, 300, 3, cells), 0, 300, form_of("dept_expenditure"))
    assert [len(column.path) for column in found] == [DEEPEST] * 3
