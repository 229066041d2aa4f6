from __future__ import annotations

from pathlib import Path

import pytest

from budgetkit.knowledge.data import table
from budgetkit.knowledge.patterns import words
from budgetkit.readers.pages import Cell, Grid, Line, Page
from budgetkit.tables.recognise import recognise
from budgetkit.tables.titles import find_title
from budgetkit.text import plain, unnumbered
from tests.support import inline


def grid(rows: str, page: int = 1, index: int = 1, above: tuple[str, ...] = (), spans: str = "") -> Grid:
    """A grid from lines of ``|``-separated texts; `spans` lists ``row,col,rowspan,colspan``."""
    texts = [line.split("|") for line in rows.strip().splitlines()]
    size = {tuple(map(int, s.split(",")[:2])): tuple(map(int, s.split(",")[2:])) for s in spans.split()}
    covered = {
        (r + i, c + j)
        for (r, c), (h, w) in size.items()
        for i in range(h)
        for j in range(w)
        if (i, j) != (0, 0)
    }
    cells = tuple(
        Cell(r, c, t.strip(), *size.get((r, c), (1, 1)))
        for r, line in enumerate(texts)
        for c, t in enumerate(line)
        if (r, c) not in covered
    )
    return Grid(page, index, len(texts), len(texts[0]), cells, above=above)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("财政拨款收支总表", "fiscal_summary"),
        ("一般公共预算财政拨款支出预算表", "public_expenditure"),
        ("一般公共预算财政拨款基本支出预算表", "basic_expenditure"),
        ("一般公共预算“三公”经费支出表", "three_public"),
        ("政府性基金预算支出表", "government_fund"),
        ("国有资本经营预算支出表", "state_capital"),
        ("部门收支总表", "dept_summary"),
        ("部门收入总表", "dept_revenue"),
        ("部门支出总表", "dept_expenditure"),
        ("政府采购预算明细表", "procurement"),
        ("部门（单位）整体绩效目标表", "department_targets"),
        ("2024年重点专项资金绩效目标表（一级项目）", "special_fund_targets"),
        ("2024年一般性项目绩效目标表（一级项目）", "project_targets"),
        ("表二 2026年部门收入总体情况表", "dept_revenue"),
    ],
)
def test_a_title_names_its_form(title: str, slug: str) -> None:
    row = find_title(title)
    assert row is not None and row.slug == slug


@pytest.mark.parametrize(
    "text",
    ["表三", "单位：万元", "2024年部门预算情况说明", "收入预算见部门收支总表，其中财政拨款收支总表另附。"],
)
def test_what_is_no_title_names_no_form(text: str) -> None:
    assert find_title(text) is None


def test_header_texts_reach_their_columns_through_merged_cells() -> None:
    g = grid(
        """
        2024年预算数|||||
        合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
        ||小计|公务用车购置费|公务用车运行费|
        0.20|||||0.20
        """,
        above=("“三公”经费支出表", "单位：万元"),
        spans="0,0,1,6 1,0,2,1 1,1,2,1 1,2,1,3 1,5,2,1",
    )
    [t] = recognise([Page(1, blocks=(g,))])
    assert [c.keys.get("concept") for c in t.columns] == [
        None, "overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception",
    ]  # fmt: skip
    assert [c.year for c in t.columns] == [2024] * 6 and t.unit == "万元"


def test_the_same_header_without_spans_means_the_same(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table(
            "“三公”经费支出表",
            "2024年预算数|||||\n合计|因公出国（境）费|公务用车购置及运行费|||公务接待费\n"
            "||小计|公务用车购置费|公务用车运行费|\n0.20|||||0.20",
        ),
    )
    assert d.tables[0].columns[5].path == ("2024年预算数", "公务接待费")
    assert d.tables[0].columns[3].path == ("2024年预算数", "公务用车购置及运行费", "公务用车购置费")


HEAD = "科目编码|科目名称|总计|基本支出|项目支出"


def test_a_continuation_page_belongs_to_its_table_and_its_header_counts_once() -> None:
    one = grid(f"{HEAD}\n合计||5.00|2.00|3.00", 1, above=("部门支出总表", "单位：万元"))
    two = grid(f"{HEAD}\n201|一般公共服务支出|5.00|2.00|3.00", 2)
    three = grid("20103|政府办公厅（室）及相关机构事务|5.00|2.00|3.00", 3)
    [t] = recognise([Page(i, blocks=(g,)) for i, g in enumerate((one, two, three), 1)])
    assert [(f.grid.page, f.first) for f in t.fragments] == [(1, 1), (2, 1), (3, 0)]


def test_two_forms_with_equal_columns_are_not_joined() -> None:
    one = grid(f"{HEAD}\n合计||5.00|2.00|3.00", 1, above=("部门支出总表", "单位：万元"))
    two = grid(f"{HEAD}\n合计||4.00|1.00|3.00", 2, above=("一般公共预算支出表", "单位：万元"))
    assert [t.slug for t in recognise([Page(1, blocks=(one,)), Page(2, blocks=(two,))])] == [
        "dept_expenditure", "public_expenditure",
    ]  # fmt: skip


def test_a_stray_caption_between_tables_is_no_title() -> None:
    g = grid(f"{HEAD}\n合计||5.00|2.00|3.00", above=("部门支出总表", "表三", "单位：万元"))
    [t] = recognise([Page(1, blocks=(Line("表三"), g))])
    assert (t.slug, t.title) == ("dept_expenditure", "部门支出总表")


def test_an_unknown_table_is_kept_as_other_and_an_unknown_header_is_reported(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table(
            "部门支出总表", "科目编码|科目名称|总计|基本支出|神秘支出\n201|一般公共服务支出|5.00|2.00|3.00"
        ),
        inline.table("某种台账", "甲|乙\n笔|7.25"),
    )
    assert [t.slug for t in d.tables] == ["dept_expenditure", "other"]
    assert d.unread[["printed", "why"]].values.tolist() == [
        ["部门支出总表", "header '神秘支出' means nothing known"],
        ["3.00", "figure in a column of role 'unknown'"],
        ["7.25", "table not recognised"],
    ]


@pytest.mark.parametrize(
    "name", ["titles", "columns", "lines", "target_labels", "forms", "functional", "economic"]
)
def test_every_row_of_knowledge_names_its_source(name: str) -> None:
    assert all(row["source"] for row in table(name))


def test_every_form_that_knowledge_points_at_exists() -> None:
    slugs = {row["slug"] for row in table("forms")}
    assert {row["slug"] for row in table("titles")} - {"other"} | {
        "project_goals"
    } == slugs  # by its columns, not its title
    assert {slug for row in table("columns") for slug in row["forms"].split()} <= slugs
    for name in ("titles", "columns", "lines", "target_labels"):
        words(name)  # every pattern compiles


def test_labels_are_compared_without_space_width_and_numbering() -> None:
    assert plain("因公出国（境） 费") == "因公出国(境)费"
    assert unnumbered(plain("（一）一般公共预算")) == ("(一)", "一般公共预算")
    assert unnumbered("2024年预算数") == ("", "2024年预算数")


def test_an_expected_column_that_is_missing_is_reported(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table("部门支出总表", "科目编码|科目名称|总计|基本支出\n201|一般公共服务支出|5.00|2.00"),
        inline.table(
            "部门收入总表", "科目编码|科目名称|合计|一般公共预算拨款收入\n201|一般公共服务支出|5.00|5.00"
        ),
    )
    found = d.forms[d.forms["status"] == "found"]
    assert found[["form", "lacks"]].values.tolist() == [
        ["dept_expenditure", "nature=project"],
        ["dept_revenue", ""],
    ]


COUNTY = """
科目编码|科目名称|2023年执行数|2024年预算数
|合计|537347|551200
201|一般公共服务支出|39238|38000
"""


@pytest.mark.parametrize(
    "title",
    ["2024年乙县一般公共预算支出表", "全市一般公共预算支出预算表", "表1 乙县本级政府性基金预算支出表"],
)
def test_the_budget_of_a_whole_place_is_no_form_of_a_department(title: str) -> None:
    page = Page(1, blocks=(grid(COUNTY, above=(title, "单位：万元")),))
    assert [t.slug for t in recognise([page])] == ["other"]


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("2024年一般公共预算支出表", "科目编码|科目名称|2023年执行数|2024年预算数"),
        ("2024年市级部门一般公共预算支出表", "科目编码|科目名称|2023年执行数|2024年预算数"),
        ("乙县2024年一般公共预算支出表", "科目编码|科目名称|基本支出|项目支出"),
    ],
)
def test_a_departments_form_is_its_form_also_where_a_place_is_named(title: str, header: str) -> None:
    rows = COUNTY.replace("科目编码|科目名称|2023年执行数|2024年预算数", header)
    page = Page(1, blocks=(grid(rows, above=(title, "单位：万元")),))
    assert [t.slug for t in recognise([page])] == ["public_expenditure"]


def test_the_title_within_a_table_counts_though_the_name_of_a_part_stands_above_it() -> None:
    rows = (
        "第二部分 部门预算表||\n部门收入总表||\n编制单位：某市水务局|单位：万元|\n科目|名称|合计\n201|甲|1.50"
    )
    [made] = recognise([Page(1, blocks=(grid(rows, spans="0,0,1,3 1,0,1,3"),))])
    assert (made.slug, made.unit, made.fragments[0].first) == ("dept_revenue", "万元", 4)


def test_a_text_over_all_columns_that_no_caption_follows_is_part_of_the_header() -> None:
    rows = "部门收入总表|||\n2031年预算数|||\n科目|名称|合计|事业收入\n201|甲|1.50|1.50"
    [made] = recognise([Page(1, blocks=(grid(rows, spans="0,0,1,4 1,0,1,4"),))])
    assert made.columns[2].path == ("2031年预算数", "合计")


def test_a_table_of_contents_far_above_a_table_is_not_its_title() -> None:
    rows = "科目|名称|合计\n201|甲|1.50"
    far = ("部门收入总表", *(f"第{n}项职责。" for n in range(12)))
    for above, slug in ((far, "other"), (far[:9], "dept_revenue")):
        [made] = recognise([Page(1, blocks=(grid(rows, above=above),))])
        assert made.slug == slug


def test_a_remark_in_brackets_is_no_part_of_the_title_below_it() -> None:
    rows = "科目|名称|合计\n201|甲|1.50"
    above = ("（无政府性基金支出）", "一般公共预算支出预算表", "单位：万元")
    [made] = recognise([Page(1, blocks=(grid(rows, above=above),))])
    assert made.slug == "public_expenditure"
