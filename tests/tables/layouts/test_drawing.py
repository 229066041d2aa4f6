"""The same form however its page is turned and its rulings are drawn, on pages typeset for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.layouts import figures, forms, pages, sheet, unread
from tests.support.typeset import Rules, Table

DEPT = ("部门支出总表", "单位：万元")
HEAD = 2
KEYS = "function_code item nature wan"
WANT = [
    "· 合计 total 1234.5", "· 合计 basic 1031.25", "· 合计 project 203.25",
    "213 农林水支出 total 1234.5", "213 农林水支出 basic 1031.25", "213 农林水支出 project 203.25",
    "2130301 行政运行 total 1031.25", "2130301 行政运行 basic 1031.25",
    "2130399 其他水利支出 total 203.25", "2130399 其他水利支出 project 203.25",
]  # fmt: skip


def table(**look: Any) -> Table:
    return sheet("""
        功能分类科目||2024年预算数||
        科目编码|科目名称|合计|基本支出|项目支出
        合计||1,234.50|1,031.25|203.25
        213|农林水支出|1,234.50|1,031.25|203.25
        2130301|行政运行|1,031.25|1,031.25|
        2130399|其他水利支出|203.25||203.25""",
        "0,0,1,2 0,2,1,3 2,0,1,2", head=HEAD, align="llrrr", **look)  # fmt: skip


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_form_is_read_upright_however_page_and_contents_are_turned(
    tmp_path: Path, rotate: int, turn: int, landscape: bool
) -> None:
    d = pages(tmp_path, *DEPT, table(), rotate=rotate, turn=turn, landscape=landscape)
    assert figures(d, KEYS) == WANT
    assert forms(d, "form unit") == ["dept_expenditure, 万元"] and unread(d) == []


RULES = {
    "lines": Rules(),
    "boxes": Rules(kind="rect"),
    "thin filled boxes": Rules(kind="fill"),
    "very thin filled boxes": Rules(kind="fill", width=0.24),
    "dashed": Rules(dash=(3, 2)),
    "dotted": Rules(dash=(1, 1)),
    "no outer border": Rules(outer="none"),
    "open at the sides": Rules(outer="horizontal"),
    "filled and open at the sides": Rules(kind="fill", outer="horizontal"),
    "shaded header": Rules(shade=0.85),
    "thick": Rules(width=1.5),
    "no upright rulings": Rules(vertical=False),
    "no upright rulings and open at the sides": Rules(vertical=False, outer="horizontal"),
    "no level rulings": Rules(horizontal=False),
    "only the header is ruled": Rules(vertical=False, horizontal=False, outer="horizontal"),
    "only below the header": Rules(vertical=False, horizontal=False, outer="none"),
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_a_form_is_the_same_however_its_rulings_are_drawn(tmp_path: Path, rules: Rules) -> None:
    d = pages(tmp_path, *DEPT, table(rules=rules))
    assert figures(d, KEYS) == WANT
    assert forms(d, "form unit") == ["dept_expenditure, 万元"] and unread(d) == []


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_a_border_open_at_a_page_break_joins_the_pages(tmp_path: Path, closed: bool) -> None:
    cut = table(rules=Rules(close_cut=closed), break_before=[4], repeat_header=False)
    d = pages(tmp_path, *DEPT, cut)
    assert figures(d, KEYS) == WANT
    assert forms(d) == ["dept_expenditure, 1 2"]


def test_upright_and_sideways_pages_of_one_table_are_joined(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, table(break_before=[4]), turn=90)
    assert figures(d, f"{KEYS} page")[-4:] == [f"{row} 2" for row in WANT[-4:]]
    assert forms(d) == ["dept_expenditure, 1 2"]


def test_bold_by_striking_twice_is_read_once(tmp_path: Path) -> None:
    d = pages(tmp_path, *DEPT, table(), bold="twice")
    assert figures(d, KEYS) == WANT
