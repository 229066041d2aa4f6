"""A wide table goes on to the right on the next page: its rows are known by position, if the sums prove them."""

from __future__ import annotations

from pathlib import Path

from budgetkit import Disclosure, read, reconcile
from tests.support.typeset import Cell, Document, Table

LEFT = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["", "合计", "350.60", "245.60"],
    ["213", "农林水支出", "305.00", "200.00"],
    ["2130301", "行政运行", "205.00", "200.00"],
    ["2130302", "一般行政管理事务", "100.00", ""],
    ["221", "住房保障支出", "45.60", "45.60"],
]
RIGHT = [
    ["项目支出", "经营支出", "上缴上级支出"],
    ["100.00", "5.00", ""],
    ["100.00", "5.00", ""],
    ["", "5.00", ""],
    ["100.00", "", ""],
    ["", "", ""],
]


def disclosure(path: Path, *pages: list[list[str]], title: str = "") -> Disclosure:
    """Set the left part under its title, and each other part on a page of its own."""
    document = Document(path)
    document.heading("某市某区水务局2024年部门预算", 1).heading("部门支出总表", 1).line(right="单位：万元")
    for k, rows in enumerate(pages):
        if k:
            document.page_break()
            if title:
                document.heading(title, 1).line(right="单位：万元")
        document.table(Table([[Cell(text) for text in row] for row in rows]))
    document.save()
    return read(path)


def of_page(d: Disclosure, page: int) -> list[list[object]]:
    found = d.line_items[d.line_items["page"] == page]
    return found[["function_code", "nature", "printed", "row", "col"]].to_numpy().tolist()


READ = [
    ["", "project", "100.00", 1, 0], ["", "operations", "5.00", 1, 1],
    ["213", "project", "100.00", 2, 0], ["213", "operations", "5.00", 2, 1],
    ["2130301", "operations", "5.00", 3, 1], ["2130302", "project", "100.00", 4, 0],
]  # fmt: skip


def failing(d: Disclosure) -> list[str]:
    checks = reconcile(d).checks
    return checks.loc[
        (checks["outcome"] == "fail") & checks["rule_id"].str.startswith("W"), "check_id"
    ].tolist()


def test_columns_at_the_right_that_close_the_total_are_read_with_the_rows_at_their_height(
    tmp_path: Path,
) -> None:
    d = disclosure(tmp_path / "a.pdf", LEFT, RIGHT)
    assert of_page(d, 2) == READ
    assert d.unread["why"].str.contains("go on to the right, on page 2").tolist() == [True]
    assert failing(d) == []


def test_a_right_part_under_the_title_once_more_is_read_alike(tmp_path: Path) -> None:
    d = disclosure(tmp_path / "a.pdf", LEFT, RIGHT, title="部门支出总表")
    assert of_page(d, 2) == READ
    assert d.forms.loc[d.forms["form"] == "dept_expenditure", "pages"].tolist() == ["1 2"]


def test_a_column_at_the_right_that_the_total_does_not_need_is_listed(tmp_path: Path) -> None:
    right = [RIGHT[0], *([*row[:2], "7.00"] for row in RIGHT[1:])]
    d = disclosure(tmp_path / "a.pdf", LEFT, right)
    assert of_page(d, 2) == READ
    assert d.unread.loc[d.unread["page"] == 2, ["printed", "col"]].to_numpy().tolist() == [["7.00", 2]] * 5
    assert failing(d) == []


def test_a_right_part_without_headers_is_listed_and_no_row_is_called_by_a_figure(tmp_path: Path) -> None:
    d = disclosure(tmp_path / "a.pdf", LEFT, RIGHT[1:])
    assert of_page(d, 2) == []
    assert d.unread.loc[d.unread["page"] == 2, "printed"].tolist() == [
        "100.00", "5.00", "100.00", "5.00", "5.00", "100.00",
    ]  # fmt: skip
    assert not d.line_items["item"].str.contains(r"\d").any()
    assert failing(d) == []


def test_a_right_part_with_another_number_of_rows_is_listed(tmp_path: Path) -> None:
    d = disclosure(tmp_path / "a.pdf", LEFT, RIGHT[:-1])
    assert of_page(d, 2) == []
    assert (d.unread["page"] == 2).sum() == 6
    assert failing(d) == []


def test_a_right_part_that_no_total_proves_is_listed(tmp_path: Path) -> None:
    right = [RIGHT[0], *([row[0], "9.00", ""] for row in RIGHT[1:])]
    left = [[*row[:2], *(("777.00",) if k == 1 else row[2:3]), row[3]] for k, row in enumerate(LEFT)]
    d = disclosure(tmp_path / "a.pdf", left, right)
    assert of_page(d, 2) == []
    assert (d.unread["page"] == 2).sum() == 8


def test_a_right_part_with_its_names_is_never_read_under_the_headers_at_the_left(tmp_path: Path) -> None:
    right = [[*a[:2], *b[:2]] for a, b in zip(LEFT, RIGHT, strict=True)]
    d = disclosure(tmp_path / "a.pdf", LEFT, right)
    read_so = d.line_items[d.line_items["page"] == 2]
    assert not set(read_so["nature"]) & {"total", "basic"}


def test_two_left_parts_and_then_two_right_parts_go_together_in_order(tmp_path: Path) -> None:
    tops, bottoms = (LEFT[:3], RIGHT[:3]), (LEFT[:1] + LEFT[3:], RIGHT[:1] + RIGHT[3:])
    d = disclosure(tmp_path / "a.pdf", tops[0], bottoms[0], tops[1], bottoms[1])
    assert of_page(d, 3) == READ[:4]
    assert [row[:3] for row in of_page(d, 4)] == [row[:3] for row in READ[4:]]
