"""What may stand in a cell, and headers and tables that mean nothing known, on pages typeset for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.layouts import PAGE, figures, forms, pages, sheet, unread

DEPT = ("部门支出总表", "单位：万元")
HEAD = "科目编码|科目名称|合计|基本支出|项目支出"
ROW = "2130301|行政运行|6.50|6.50|"
READ = ["2130301 total 6.5", "2130301 basic 6.5"]
KEYS = "function_code nature wan"


@pytest.mark.parametrize(
    "index",
    [
        "**|**|1|2|3",
        "栏次||1|2|3",
        "1|2|3|4|5",
        "||1=2+3|2|3",
        "甲|乙|1|2|3",
        "**|**|**|**|**",
        "||1栏|2栏|3栏",
    ],
)
@pytest.mark.parametrize("under", [True, False], ids=["under the header", "among the rows"])
def test_a_row_that_numbers_the_columns_is_no_data(tmp_path: Path, index: str, under: bool) -> None:
    rows = [HEAD, index, ROW] if under else [HEAD, ROW, index]
    d = pages(tmp_path, *DEPT, sheet("\n".join(rows)))
    assert figures(d, KEYS) == READ and unread(d) == []
    assert len(d.blanks) == 1


def test_line_numbers_are_no_figures(tmp_path: Path) -> None:
    d = pages(tmp_path, "部门收支总表", "单位：万元", sheet("""
        收入|||支出||
        项目|行次|金额|项目|行次|金额
        一、事业收入|1|6.50|一、农林水支出|3|6.50
        收入总计|2|6.50|支出总计|4|6.50""", "0,0,1,3 0,3,1,3"))  # fmt: skip
    assert figures(d, "direction fund item wan") == [
        "revenue business 事业收入 6.5", "expenditure total 农林水支出 6.5", "revenue total 收入总计 6.5",
        "expenditure total 支出总计 6.5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "note",
    [
        "备注：本表无政府性基金预算支出，数据为空。",
        "注：本表合计与分项之和可能有尾差。",
        "说明：本表无数据。",
    ],
)
def test_a_note_within_the_grid_is_no_row(tmp_path: Path, note: str) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n{ROW}\n{note}||||", "2,0,1,5"))
    assert figures(d, KEYS) == READ
    assert unread(d) == [] and len(d.blanks) == 1


def test_a_figure_told_by_a_note_is_listed_not_read(tmp_path: Path) -> None:
    note = "备注：合计与分项相差0.01，为尾差。"
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n{ROW}\n{note}||||", "2,0,1,5"))
    assert figures(d, KEYS) == READ
    assert unread(d) == [f"{note}: a figure within a text"]


@pytest.mark.parametrize(
    ("printed", "state", "fen"),
    [
        ("12.50", "value", 12_500_000),
        ("1,012.50", "value", 1_012_500_000),
        ("1012.5", "value", 1_012_500_000),
        ("12", "value", 12_000_000),
        ("12.345678", "value", 12_345_678),
        ("-12.50", "value", -12_500_000),
        ("－12.50", "value", -12_500_000),
        ("(12.50)", "value", -12_500_000),
        ("（12.50）", "value", -12_500_000),
        ("１２．５０", "value", 12_500_000),
        ("1,01⏎2.50", "value", 1_012_500_000),
        ("1012.⏎5", "value", 1_012_500_000),
        ("0.00", "zero", 0),
        ("0", "zero", 0),
    ],
)
def test_a_printed_amount_is_exact(tmp_path: Path, printed: str, state: str, fen: int) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n2130301|行政运行|6.50|{printed}|"))
    assert figures(d, "nature state amount_fen unit")[1] == f"basic {state} {fen} 万元"
    assert unread(d) == []


@pytest.mark.parametrize("dash", ["-", "--", "—", "——", "－", "–"])
def test_a_dash_is_neither_zero_nor_blank(tmp_path: Path, dash: str) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n2130301|行政运行|6.50|{dash}|0.00"))
    assert figures(d, "nature state amount_fen") == [
        "total value 6500000",
        "basic dash <NA>",
        "project zero 0",
    ]
    assert len(d.blanks) == 0


def test_a_blank_cell_is_listed_as_blank_with_its_keys(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n2130301|行政运行|6.50|6.50|\n2130399|其他水利支出|3.00||3.00"))
    assert d.blanks[["function_code", "nature", "row", "col", "state"]].values.tolist() == [
        ["2130301", "project", 1, 4, "blank"], ["2130399", "basic", 2, 3, "blank"],
    ]  # fmt: skip
    assert d.blanks["amount_fen"].isna().all()


def test_a_number_that_a_narrow_cell_wraps_is_one_number(tmp_path: Path) -> None:
    rows = f"{HEAD}\n2130301|行政运行|123456.78|123456.78|\n2130399|其他水利支出|3.00||3.00"
    d = pages(tmp_path, "部门支出总表", "单位：元", sheet(rows, widths=[80, 120, 32, 60, 60]))
    assert d.line_items["printed"].tolist()[0].count("\n") == 1
    assert figures(d, "function_code nature amount_fen") == [
        "2130301 total 12345678", "2130301 basic 12345678", "2130399 total 300", "2130399 project 300",
    ]  # fmt: skip


@pytest.mark.parametrize("whole", ["7", "0", "12"])
def test_small_whole_numbers_under_a_header_are_figures(tmp_path: Path, whole: str) -> None:
    rows = f"项目|预算数\n合计|{whole}\n公务接待费|{whole}"
    d = pages(tmp_path, "“三公”经费支出表", "单位：万元", sheet(rows))
    assert figures(d, "item concept wan") == [f"合计 three_public {whole}", f"公务接待费 reception {whole}"]


def test_small_whole_numbers_beside_names_are_figures(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet("科目名称|合计\n合计|9\n农林水支出|9"))
    assert figures(d, "item concept wan") == ["合计 grand_total 9", "农林水支出 · 9"]


def test_rising_whole_numbers_that_do_not_count_are_figures(tmp_path: Path) -> None:
    rows = "因公出国（境）费|公务用车购置及运行费|公务接待费|合计\n1|2|4|7"
    d = pages(tmp_path, "“三公”经费支出表", "单位：万元", sheet(rows))
    assert figures(d, "concept wan") == ["overseas 1", "vehicles 2", "reception 4", "three_public 7"]


def test_separators_may_be_mixed_within_one_table(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "部门支出总表", "单位：元", sheet(f"{HEAD}\n2130301|行政运行|636376.38|6,701.98|1，000.50")
    )
    assert figures(d, "nature amount_fen step_fen") == [
        "total 63637638 1", "basic 670198 1", "project 100050 1",
    ]  # fmt: skip


@pytest.mark.parametrize("printed", ["1,13.10", "12.5.0", "约12.50", "12.50元", "1.00 2.00", "6.5000001"])
def test_what_is_no_amount_is_listed_as_printed(tmp_path: Path, printed: str) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n2130301|行政运行|6.50|{printed}|"))
    assert figures(d, KEYS) == READ[:1]
    assert d.unread[["printed", "row", "col"]].values.tolist() == [[printed, 1, 3]]


def test_a_figure_in_a_column_for_words_is_listed(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet("科目编码|科目名称|合计|备注\n2130301|行政运行|6.50|3.25"))
    assert figures(d, KEYS) == READ[:1]
    assert unread(d) == ["3.25: figure in a column of role 'text'"]


def test_counts_are_no_money(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "政府采购预算明细表", "单位：万元", sheet("采购项目名称|数量|单价|金额\n水泵|12|0.50|6.00")
    )
    assert figures(d, "code_kind item wan") == ["purchase 水泵 6"]
    assert unread(d) == ["0.50: figure in a column of role 'count'", "12: a count, not an amount"]


# ---- what means nothing known ---------------------------------------------------------------------


def test_an_unknown_header_is_reported_and_its_figures_are_unread(tmp_path: Path) -> None:
    d = pages(
        tmp_path, *DEPT, sheet("科目编码|科目名称|合计|基本支出|奇异栏目\n2130301|行政运行|6.50|6.50|3.25")
    )
    assert figures(d, KEYS) == READ
    assert d.unread[["printed", "why"]].values.tolist() == [
        ["部门支出总表", "header '奇异栏目' means nothing known"],
        ["3.25", "figure in a column of role 'unknown'"],
    ]
    assert forms(d, "form figures") == ["dept_expenditure, 2"]


def test_figures_below_an_unknown_part_of_a_known_header_are_set_aside(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet("""
        科目编码|科目名称|基本支出||
        ||小计|奇异栏目|公用经费
        2130301|行政运行|6.50|3.25|3.25""", "0,0,2,1 0,1,2,1 0,2,1,3"))  # fmt: skip
    assert figures(d, "nature measure header wan") == [
        "basic amount 基本支出 / 小计 6.5", "basic memo 基本支出 / 奇异栏目 3.25",
        "operating amount 基本支出 / 公用经费 3.25",
    ]  # fmt: skip
    assert unread(d) == ["部门支出总表: header '奇异栏目' means nothing known"]


def test_an_unknown_table_is_kept_as_other_with_its_figures_unread(tmp_path: Path) -> None:
    d = pages(
        tmp_path,
        *DEPT,
        sheet(f"{HEAD}\n{ROW}"),
        "水库水位台账",
        sheet("水库|水位\n东水库|31.25\n西水库|28.40"),
    )
    assert forms(d) == ["dept_expenditure, 1", "other, 1"]
    assert figures(d, KEYS) == READ
    assert d.unread[["table", "row", "col", "printed", "why"]].values.tolist() == [
        [2, 1, 1, "31.25", "table not recognised"], [2, 2, 1, "28.40", "table not recognised"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["水库水位台账", "单位：米"],
        ["水库水位台账"],
        [PAGE, "水库水位台账", "单位：米"],
        [PAGE, "水库水位台账"],
    ],
)
def test_an_unknown_table_in_the_columns_of_the_form_before_is_not_part_of_it(
    tmp_path: Path, lines: list[str]
) -> None:
    levels = sheet("编号|水库|高水位|均水位|低水位\n7|东水库|31.25|30.10|28.40")
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n{ROW}"), *lines, levels)
    assert figures(d, KEYS) == READ
    assert unread(d) == [f"{figure}: table not recognised" for figure in ("31.25", "30.10", "28.40")]


def test_a_row_without_name_and_code_is_listed(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, sheet(f"{HEAD}\n{ROW}\n||4.00||"))
    assert figures(d, KEYS) == READ
    assert unread(d) == ["4.00: the row has no name and no code"]
