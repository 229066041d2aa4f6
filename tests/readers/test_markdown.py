"""Markdown: what is printed is kept verbatim, what is markup goes, nothing is repaired."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetkit.errors import SourceError
from budgetkit.readers.encoding import decode
from budgetkit.readers.formats import grids, read_pages
from budgetkit.readers.markdown import parse
from budgetkit.readers.pages import Grid
from tests.support import SHARED

TABS = """\
# **甲局2031年预算**

正文第一段，共 12.5 万元，

其中办公

费 3 万元。

## 支出表

单位：万元

功能分类科目\t\t2031年预算数\t\t
科目编码\t科目名称\t总计\t基本支出\t项目支出
合计\t\t12.50\t9.50
201\t一般公共服务支出\t12.50\t9.50\t3.00
2010399\t其他支出

备注：甲表的备注。

表二

### 指标表

\t按时办结率\t10\t≥\t99\t%\t是
满意度\t10\t≥\t95\t%\t是\t
"""


def only(text: str) -> Grid:
    [grid] = parse(text).grids
    return grid


def test_a_heading_keeps_its_level_and_loses_its_markers() -> None:
    lines = parse(TABS).lines
    assert [(x.level, x.text) for x in lines if x.level] == [
        (1, "甲局2031年预算"), (2, "支出表"), (3, "指标表"),
    ]  # fmt: skip
    assert [(x.level, x.text) for x in parse("#### **四、其他** ####\n#五\n####### 六").lines] == [
        (4, "四、其他"), (0, "#五"), (7, "六"),
    ]  # fmt: skip


def test_a_paragraph_broken_by_a_page_stays_two_lines() -> None:
    texts = [x.text for x in parse(TABS).lines]
    assert texts[1:4] == ["正文第一段，共 12.5 万元，", "其中办公", "费 3 万元。"]


def test_ragged_rows_are_padded_at_their_end_only() -> None:
    grid = parse(TABS).grids[0]
    assert grid.matrix() == [
        ["功能分类科目", "", "2031年预算数", "", ""],
        ["科目编码", "科目名称", "总计", "基本支出", "项目支出"],
        ["合计", "", "12.50", "9.50", ""],
        ["201", "一般公共服务支出", "12.50", "9.50", "3.00"],
        ["2010399", "其他支出", "", "", ""],
    ]
    assert (grid.page, grid.index, grid.n_rows, grid.n_cols, grid.engine) == (1, 1, 5, 5, "markdown")
    assert len(grid.cells) == 25
    assert {(c.rowspan, c.colspan, c.bbox) for c in grid.cells} == {(1, 1, None)}


def test_a_shifted_row_is_kept_as_it_stands() -> None:
    grid = parse(TABS).grids[1]
    assert grid.matrix() == [
        ["", "按时办结率", "10", "≥", "99", "%", "是"],
        ["满意度", "10", "≥", "95", "%", "是", ""],
    ]
    assert grid.index == 2


def test_lines_above_reach_back_to_the_table_before_and_below_to_the_next_heading() -> None:
    first, second = parse(TABS).grids
    assert first.above[-2:] == ("支出表", "单位：万元")
    assert first.above[0] == "甲局2031年预算"
    assert first.below == ("备注：甲表的备注。", "表二")
    assert second.above == ("备注：甲表的备注。", "表二", "指标表")
    assert second.below == ()


def test_blocks_stand_in_reading_order() -> None:
    kinds = [type(block).__name__ for block in parse("甲\n\na\tb\nc\td\n\n乙\n").blocks]
    assert kinds == ["Line", "Grid", "Line"]


def test_pipe_tables_are_read_and_their_separator_row_is_not_a_row() -> None:
    grid = only("| **项目** | 预算数 | 备注 |\n|:---|---:|---|\n| 合计 | 1,137.10 |\n| a\\|b |  | x<br>y |\n")
    assert grid.matrix() == [["项目", "预算数", "备注"], ["合计", "1,137.10", ""], ["a|b", "", "x\ny"]]


def test_a_pipe_table_without_outer_pipes_needs_its_separator_row() -> None:
    assert only("项目 | 预算数\n--- | ---\n合计 | 9\n").matrix() == [["项目", "预算数"], ["合计", "9"]]
    assert parse("甲 | 乙\n丙 | 丁\n").grids == []
    assert only("| 甲 | 乙 |\n| 丙 | |\n").matrix() == [["甲", "乙"], ["丙", ""]]


def test_only_a_row_at_the_top_of_a_pipe_table_separates() -> None:
    assert only("|---|---|\n| 合计 | - |\n| - | - |\n").matrix() == [["合计", "-"], ["-", "-"]]


def test_the_dashes_of_a_table_are_cells_and_not_a_separator() -> None:
    assert only("科目\t一\n-\t—\n合计\t-\n").matrix() == [["科目", "一"], ["-", "—"], ["合计", "-"]]


def test_rules_fences_comments_and_front_matter_are_not_printed() -> None:
    page = parse("---\ntitle: x\nyear: 2031\n---\n甲\n\n---\n***\n<!-- page 2 -->\n```\n乙\n```\n")
    assert [x.text for x in page.lines] == ["甲", "乙"]


def test_a_rule_at_the_top_does_not_swallow_the_text_up_to_the_next_rule() -> None:
    assert [x.text for x in parse("---\n单位：万元\n---\n丙\n").lines] == ["单位：万元", "丙"]


def test_list_markers_go_and_printed_numbering_stays() -> None:
    text = "- 6.牵头改革。\n* 甲\n> 乙\n1.丙\n（一）丁\n-5.2 万元\n______万元\n**0.5**万元\n"
    assert [x.text for x in parse(text).lines] == [
        "6.牵头改革。", "甲", "乙", "1.丙", "（一）丁", "-5.2 万元", "______万元", "0.5万元",
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_line_ends_marks_and_encodings_make_no_difference(tmp_path: Path, end: str, encoding: str) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(TABS.replace("\n", end).encode(encoding))
    assert read_pages(file) == [parse(TABS)]


def test_full_width_spaces_around_texts_go_and_inside_stay() -> None:
    assert only("　项目　\t 预算 数\n　　基本工资\t\u00a042.08\n").matrix() == [
        ["项目", "预算 数"],
        ["基本工资", "42.08"],
    ]
    assert parse("　　（一）收入　预算\n").lines[0].text == "（一）收入　预算"


def test_an_indented_paragraph_or_a_pair_on_one_line_is_no_table() -> None:
    page = parse("\t甲段。\n\t乙段。\n\n编制单位：甲局\t单位：万元\n\n丙\t\n")
    assert page.grids == []
    assert [x.text for x in page.lines] == ["甲段。", "乙段。", "编制单位：甲局 单位：万元", "丙"]


def test_a_table_of_nothing_but_labels_is_a_table() -> None:
    assert only("项目概况\t\t\n立项依据\t\t\n").matrix() == [["项目概况", "", ""], ["立项依据", "", ""]]
    assert only("项目\t预算数\t备注\n").n_rows == 1


def test_a_blank_line_ends_a_table() -> None:
    assert [g.n_rows for g in parse("a\tb\nc\td\n\ne\tf\ng\th\ni\tj\n").grids] == [2, 3]


def test_a_table_in_html_is_a_table(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# 表\n\n<table><tr><td>合计</td><td>367.10</td></tr></table>\n", encoding="utf-8")
    assert [g.matrix() for g in grids(file)] == [[["合计", "367.10"]]]


def test_bytes_that_merely_decode_are_not_text() -> None:
    with pytest.raises(SourceError, match=r"^x: is neither PDF nor text"):
        decode(bytes(range(256)) * 8, "x")
    with pytest.raises(SourceError, match="neither"):
        decode("".join(map(chr, range(0xE000, 0xE100))).encode(), "x")


@pytest.fixture(scope="module")
def banan() -> list[Grid]:
    file = SHARED / "banan-2024" / "disclosure.md"
    if not file.exists():
        pytest.skip("shared/banan-2024/disclosure.md, the real disclosure, is not at hand")
    return grids(file)


def test_the_real_disclosure_has_eleven_tables_of_these_shapes(banan: list[Grid]) -> None:
    assert [(g.n_rows, g.n_cols) for g in banan] == [
        (12, 7), (20, 5), (24, 5), (4, 6), (3, 5), (12, 4), (18, 5), (2, 12), (13, 7), (6, 7), (12, 7),
    ]  # fmt: skip


def test_the_real_disclosure_has_its_figures_where_they_are_printed(banan: list[Grid]) -> None:
    summary, functions, economic, three_public, *_ = [g.matrix() for g in banan]
    assert summary[2][:5] == ["一、本年收入", "1,137.10", "一、本年支出", "1,137.10", "1,137.10"]
    assert summary[6][:4] == ["", "", "住房保障支出", "15.08"]
    assert functions[5] == ["2010301", "行政运行", "314.23", "314.23", ""]
    assert functions[6] == ["2010302", "一般行政管理事务", "180.00", "", "180.00"]
    assert economic[19] == ["30226", "劳务费", "155.04", "", "155.04"]
    assert three_public[3] == ["0.20", "", "", "", "", "0.20"]


def test_the_real_disclosure_has_titles_units_and_notes_around_its_tables(banan: list[Grid]) -> None:
    assert [g.above[-1] for g in banan] == ["单位：万元"] * 11
    assert banan[1].above[-2] == "一般公共预算财政拨款支出预算表"
    assert [i for i, g in enumerate(banan) if any(x.startswith("备注") for x in g.below)] == [0, 1, 4, 7, 9]
    assert banan[1].below[-1] == "表三"


def test_the_real_disclosure_has_its_shifted_indicator_rows_as_they_stand(banan: list[Grid]) -> None:
    assert banan[8].matrix()[12] == ["办事群众满意度", "10", "≥", "95", "%", "是", ""]
    assert banan[8].matrix()[11][0] == ""
    assert banan[10].matrix()[11] == ["“好差评”满意率", "15", "≥", "97", "%", "是", ""]


def test_a_number_of_a_character_of_thousands_of_digits_is_the_sign_for_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"合计&#{'1' * 5000};甲 &#22825;", encoding="utf-8")
    assert [line.text for line in read_pages(tmp_path / "a.md")[0].lines] == ["合计\ufffd甲 天"]
