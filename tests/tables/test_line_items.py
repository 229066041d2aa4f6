from __future__ import annotations

from pathlib import Path

from budgetkit import read
from tests.support import inline
from tests.support.typeset import Cell, Document, Table

HEAD = "科目编码|科目名称|总计|基本支出|项目支出"


def items(d, *columns):  # type: ignore[no-untyped-def]
    return d.line_items[list(columns)].values.tolist()


def test_blank_zero_and_dash_are_kept_apart(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table("部门支出总表", f"{HEAD}\n201|一般公共服务支出|5.00|0.00|\n202|外交支出|--||5.00"),
    )
    assert items(d, "function_code", "nature", "state", "printed") == [
        ["201", "total", "value", "5.00"], ["201", "basic", "zero", "0.00"],
        ["202", "total", "dash", "--"], ["202", "project", "value", "5.00"],
    ]  # fmt: skip
    assert d.blanks[["function_code", "nature"]].values.tolist() == [["201", "project"], ["202", "basic"]]
    assert d.line_items["amount_fen"].isna().tolist() == [False, False, True, False]


def test_codes_give_levels_and_totals_have_level_zero(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table(
            "部门支出总表",
            f"{HEAD}\n合计||9.00||\n201|一般公共服务支出|9.00||\n20103|政府办公厅（室）及相关机构事务|9.00||\n2010301|行政运行|9.00||",
        ),
    )
    assert items(d, "function_code", "level", "is_total", "concept") == [
        ["", 0, True, "grand_total"], ["201", 1, False, ""], ["20103", 2, False, ""], ["2010301", 3, False, ""],
    ]  # fmt: skip


def test_two_lanes_of_a_summary_do_not_mix(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table(
            "部门收支总表",
            "收入||支出|\n项目|预算数|项目|预算数\n合计|7.00|合计|7.00\n一、一般公共预算资金|7.00|一、教育支出|4.00\n二、事业收入资金||二、住房保障支出|3.00",
        ),
    )
    assert items(d, "direction", "fund", "item", "printed") == [
        ["revenue", "total", "合计", "7.00"], ["expenditure", "total", "合计", "7.00"],
        ["revenue", "general_public", "一般公共预算资金", "7.00"], ["expenditure", "total", "教育支出", "4.00"],
        ["expenditure", "total", "住房保障支出", "3.00"],
    ]  # fmt: skip
    assert d.blanks[["direction", "fund"]].values.tolist() == [["revenue", "business"]]


def test_lines_under_carry_over_speak_of_last_years_money(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table(
            "财政拨款收支总表",
            "收入||支出||||\n项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算\n"
            "一、本年收入|6.00|一、本年支出|8.00|8.00||\n一般公共预算资金|6.00|教育支出|8.00|8.00||\n"
            "二、上年结转|2.00|二、结转下年||||\n一般公共预算拨款|2.00|||||\n收入合计|8.00|支出合计|8.00|8.00||",
        ),
    )
    revenue = d.line_items[d.line_items["col"] == 1]
    assert revenue[["direction", "fund", "carried", "concept"]].values.tolist() == [
        ["revenue", "fiscal", False, "current_total"], ["revenue", "general_public", False, ""],
        ["carry_in", "fiscal", True, "carry_in"], ["carry_in", "general_public", True, ""],
        ["revenue", "fiscal", False, "grand_total"],
    ]  # fmt: skip


def test_a_table_without_a_unit_yields_no_amounts_but_lists_its_figures(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path, inline.table("部门支出总表", f"{HEAD}\n201|一般公共服务支出|5.00||", unit="")
    )
    assert len(d.line_items) == 0
    assert d.unread[["printed", "why"]].values.tolist() == [["5.00", "the table states no unit"]]


def test_what_is_no_amount_is_listed_with_its_place(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path, inline.table("部门支出总表", f"{HEAD}\n201|一般公共服务支出|1,13.10|约3|5.00")
    )
    assert d.unread[["page", "row", "col", "printed"]].values.tolist() == [
        [1, 1, 2, "1,13.10"],
        [1, 1, 3, "约3"],
    ]
    assert items(d, "printed") == [["5.00"]]


def test_a_figure_without_a_name_is_listed_not_placed(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path, inline.table("部门支出总表", f"{HEAD}\n201|一般公共服务支出|5.00||\n||4.00||")
    )
    assert d.unread[["printed", "why"]].values.tolist() == [["4.00", "the row has no name and no code"]]


def test_amounts_in_yuan_and_wan_yuan_are_the_same_fen(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table("部门支出总表", f"{HEAD}\n201|一般公共服务支出|3671000||", unit="单位：元"),
        inline.table("一般公共预算支出表", f"{HEAD}\n201|一般公共服务支出|367.10||", unit="单位：万元"),
    )
    assert items(d, "amount_fen", "step_fen", "unit") == [
        [367_100_000, 100, "元"],
        [367_100_000, 10_000, "万元"],
    ]


def test_line_ids_are_unique_and_say_the_place(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path, inline.table("部门支出总表", f"{HEAD}\n201|一般公共服务支出|5.00|2.00|3.00")
    )
    assert items(d, "line_id") == [[f"inline:p1t1r1c{c}"] for c in (2, 3, 4)]


def test_the_name_of_a_unit_above_its_rows_is_the_unit_of_these_rows(tmp_path: Path) -> None:
    rows = (
        "科目名称|合计\n合计|9.00\n某市某局（本级）|5.00\n工资福利支出|5.00\n"
        "某市某事务中心|4.00\n工资福利支出|3.00\n商品和服务支出|1.00"
    )
    d = inline.document(tmp_path, inline.table("一般公共预算基本支出表", rows))
    assert items(d, "budget_unit", "item", "printed") == [
        ["", "合计", "9.00"],
        ["某市某局（本级）", "某市某局（本级）", "5.00"], ["某市某局（本级）", "工资福利支出", "5.00"],
        ["某市某事务中心", "某市某事务中心", "4.00"], ["某市某事务中心", "工资福利支出", "3.00"],
        ["某市某事务中心", "商品和服务支出", "1.00"],
    ]  # fmt: skip
    assert d.line_items["adds"].tolist() == [False, False, True, False, True, True]


def test_the_row_of_a_unit_is_a_unit_whatever_the_rows_of_its_form_are(tmp_path: Path) -> None:
    rows = "科目名称|合计\n合计|9.00\n某市某局（本级）|9.00\n工资福利支出|9.00"
    d = inline.document(tmp_path, inline.table("一般公共预算基本支出表", rows))
    assert items(d, "code_kind", "item") == [
        ["economic", "合计"], ["unit", "某市某局（本级）"], ["economic", "工资福利支出"],
    ]  # fmt: skip


def test_units_and_projects_that_stand_above_purchases_are_those_of_the_purchases(tmp_path: Path) -> None:
    rows = (
        "采购品目大类|专项名称|经济科目|采购物品名称|采购组织形式|总计\n合计|||||14.00\n货物||||| 5.00\n某市某局（本级）|||||5.00\n"
        "|办公设备购置费|办公设备购置|||5.00\n|||打印机|分散采购|3.00\n|||复印机|分散采购|2.00\n"
        "服务||||| 9.00\n|印刷费|印刷费|||9.00\n|||印刷服务|分散采购|9.00"
    )
    d = inline.document(tmp_path, inline.table("政府采购预算明细表", rows))
    assert items(d, "item", "code_kind", "budget_unit", "project") == [
        ["合计", "purchase", "", ""],
        ["货物", "purchase", "", ""],
        ["某市某局（本级）", "unit", "某市某局（本级）", ""],
        ["办公设备购置费", "purchase", "某市某局（本级）", "办公设备购置费"],
        ["打印机", "purchase", "某市某局（本级）", "办公设备购置费"],
        ["复印机", "purchase", "某市某局（本级）", "办公设备购置费"],
        ["服务", "purchase", "", ""],
        ["印刷费", "purchase", "", "印刷费"],
        ["印刷服务", "purchase", "", "印刷费"],
    ]


def test_a_source_of_revenue_is_a_line_and_no_function(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path, inline.table("部门收入总表", "收入项目|金额\n收入总计|9.00\n一般公共预算资金|9.00")
    )
    assert items(d, "item", "code_kind")[1] == ["一般公共预算资金", "line"]


def test_the_subtotal_of_this_years_money_is_not_the_total_beside_it(tmp_path: Path) -> None:
    rows = (
        "科目编码|科目名称|合计|本年收入||上年结转|\n|||小计|一般公共预算|小计|一般公共预算\n"
        "合计||9.00|7.00|7.00|2.00|2.00\n201|一般公共服务支出|9.00|7.00|7.00|2.00|2.00"
    )
    d = inline.document(tmp_path, inline.table("部门收入总表", rows))
    totals = d.line_items[d.line_items["is_total"] & (d.line_items["fund"] == "total")]
    assert totals[["concept", "carried", "printed"]].values.tolist() == [
        ["grand_total", False, "9.00"], ["current_total", False, "7.00"], ["grand_total", True, "2.00"],
    ]  # fmt: skip


def test_a_unit_printed_beside_its_first_year_is_that_of_its_other_years(tmp_path: Path) -> None:
    rows = (
        "预算单位|年度|“三公”经费合计|因公出国（境）费|公务接待费\n某市某局|2023年|3.00|2.00|1.00\n|2024年|2.00|1.00|1.00\n"
        "|增减变化金额|-1.00|-1.00|0.00\n某市某中心|2023年|1.00|1.00|"
    )
    d = inline.document(tmp_path, inline.table("一般公共预算“三公”经费支出表", rows))
    totals = d.line_items[d.line_items["concept"] == "three_public"]
    assert totals[["budget_unit", "fiscal_year", "measure", "printed"]].values.tolist() == [
        ["某市某局", 2023, "amount", "3.00"], ["某市某局", 2024, "amount", "2.00"],
        ["某市某局", 2024, "change", "-1.00"], ["某市某中心", 2023, "amount", "1.00"],
    ]  # fmt: skip


TARGETS = """
项目名称|某项目||主管部门|||
当年预算|28.00|||||
绩效指标|指标名称|指标权重|指标性质|指标值|计量单位|是否核心
|送达率|60|≥|99|%|是
满意度|40|定性|优||否|
"""


def test_an_indicator_row_that_lost_its_left_cell_is_read_by_its_operator(tmp_path: Path) -> None:
    d = inline.document(tmp_path, inline.table("2024年一般性项目绩效目标表", TARGETS))
    rows = d.indicators[
        ["project", "budget_fen", "indicator", "weight", "operator", "target", "unit", "is_core"]
    ]
    assert rows.values.tolist() == [
        ["某项目", 28_000_000, "送达率", 60.0, "≥", "99", "%", True],
        ["某项目", 28_000_000, "满意度", 40.0, "定性", "优", "", False],
    ]


def test_an_indicator_row_that_makes_no_sense_is_listed(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path, inline.table("2024年一般性项目绩效目标表", TARGETS + "|及时率|很多|约|九成||是")
    )
    assert len(d.indicators) == 2
    assert d.unread[["printed", "why"]].values.tolist() == [
        ["及时率 | 很多 | 约 | 九成 | 是", "row of no indicator"]
    ]


def test_a_title_that_speaks_of_money_carried_over_says_so_of_every_figure(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|合计\n213|农林水支出|4.00"
    for title, carried in (("2024年上年结转资金支出表", [True]), ("部门支出总表", [False])):
        d = inline.document(tmp_path, inline.table(title, rows))
        assert d.line_items["carried"].tolist() == carried


def test_rows_named_after_budget_and_final_account_are_of_these(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table(
            "财政拨款“三公”经费支出决算表",
            "项目|合计|因公出国（境）费|公务接待费\n预算数|5.00|3.00|2.00\n决算数|4.00|3.00|1.00",
        ),
    )
    assert items(d, "concept", "phase", "printed") == [
        ["three_public", "approved", "5.00"], ["overseas", "approved", "3.00"], ["reception", "approved", "2.00"],
        ["three_public", "executed", "4.00"], ["overseas", "executed", "3.00"], ["reception", "executed", "1.00"],
    ]  # fmt: skip


def test_a_heading_that_reaches_down_into_the_row_of_the_total_does_not_name_it(tmp_path: Path) -> None:
    rows = [
        ["经济科目编码", "经济科目名称", "政府经济科目名称", "合计", "人员经费"],
        ["", "", "合计", "90.00", "90.00"],
        ["301", "工资福利支出", "", "90.00", "90.00"],
    ]
    document = Document(tmp_path / "a.pdf").heading("某市某区水务局2024年部门预算", 1)
    document.heading("一般公共预算基本支出表", 1).line(right="单位：万元")
    document.table(Table([[Cell(text) for text in row] for row in rows], spans=[(0, 0, 2, 1), (0, 1, 2, 1)]))
    document.save()
    found = read(tmp_path / "a.pdf").line_items
    assert found[["item", "is_total", "printed"]].values.tolist()[:2] == [
        ["合计", True, "90.00"], ["合计", True, "90.00"],
    ]  # fmt: skip
