"""A text longer than any that is printed is said, not searched for minutes, and no figure comes of a part of it."""

from __future__ import annotations

import pytest

import budgetkit as bk
from budgetkit.readers import Grid, Line, Page
from budgetkit.readers.bounds import WIDEST, within_bounds
from budgetkit.text import LONGEST
from tests.support.inline import document, table

ROWS = "科目编码|科目名称|总计\n|合计|12.50\n201|一般公共服务支出|{0}"


def test_a_cell_that_is_too_long_is_no_figure_and_is_listed(tmp_path):
    d = document(tmp_path, table("部门支出总表", ROWS.format("1" * (LONGEST + 1))))
    assert d.line_items["printed"].tolist() == ["12.50"] and d.blanks.empty
    said = d.unread[["printed", "why"]].to_numpy().tolist()
    assert sum(why.startswith(f"a cell of {LONGEST + 1} characters is longer than") for _, why in said) == 1
    assert sum(printed.endswith("…") for printed, _ in said) == 1


def test_a_cell_as_long_as_is_allowed_is_read(tmp_path):
    name = "甲" * LONGEST
    d = document(tmp_path, table("部门支出总表", f"科目编码|科目名称|总计\n201|{name}|1.50"))
    assert d.line_items["printed"].tolist() == ["1.50"] and d.unread.empty


@pytest.mark.parametrize("text", ["收入预算1.50万元，" * 3000, "1 " * 30000, "合计 1.50 " * 5000])
def test_a_line_that_is_too_long_is_listed_and_nothing_of_it_is_stated(tmp_path, text):
    d = document(tmp_path, text.strip())
    assert d.unread["why"].str.startswith("a line of ").sum() == 1
    assert len(d.stated) <= 11  # of the beginning


def test_a_paragraph_of_many_lines_that_is_too_long_is_listed(tmp_path):
    d = document(tmp_path, "\n".join(["收入预算1.50万元，比上年增加0.50万元，主要用于开展各项工作、"] * 1500))
    assert d.stated.empty
    assert d.unread["why"].tolist() == ["a paragraph longer than any that is printed; none of it is read"]
    assert bk.reconcile(d).failures.empty


def test_what_a_row_has_beyond_any_table_is_one_cell_in_doubt(tmp_path):
    wide = "201\t一般公共服务支出\t1.50" + "\t2.50" * WIDEST
    d = document(tmp_path, table("部门支出总表", f"科目编码|科目名称|总计\n|合计|1.50\n{wide}"))
    [grid] = d.pages[0].grids
    last = max((c for c in grid.cells if c.row == 2), key=lambda c: c.col)
    assert grid.n_cols == WIDEST and last.text == "2.50；2.50；2.50；2.50"
    assert f"the row has {WIDEST + 3} cells" in last.doubt
    assert "2.50；2.50；2.50；2.50" in set(d.unread["printed"])


def test_a_table_wider_than_any_is_left_out_and_said():
    page = within_bounds(Page(1, blocks=(Line("收入"), Grid(1, 1, 2, WIDEST + 1, ()), Grid(1, 2, 1, 1, ()))))
    assert [type(block).__name__ for block in page] == ["Line", "Grid"] and page.lost
    assert page.remarks == (
        f"a table of 2 × {WIDEST + 1} is larger than any that is printed; it is not read",
    )


def test_a_number_of_the_prose_with_thousands_of_digits_is_listed(tmp_path):
    many = "1" * 4400
    d = document(
        tmp_path, f"2024年收入预算5.00万元，增长{many}%，编制人数{many}人，车辆{many}辆，支出预算{many}万元。"
    )
    assert [f for f in d.stated["printed"] if many in f] == []
    assert sum(many in text for text in d.unread["printed"]) == 4
    bk.reconcile(d)
