"""A row that a page break cuts is one row: its name goes on at the top of the next page."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetkit import Disclosure, read
from tests.support.typeset import Cell, Document, Table


def disclosure(path: Path, title: str, *pages: list[list[str]]) -> Disclosure:
    """Set a table over several pages, its title and header on the first one only."""
    document = Document(path)
    document.heading("某市某区水务局2024年部门预算", 1).heading(title, 1).line(right="单位：万元")
    for k, rows in enumerate(pages):
        if k:
            document.page_break()
        document.table(Table([[Cell(text) for text in row] for row in rows]))
    document.save()
    return read(path)


UNITS = [
    ["单位名称", "合计", "一般公共预算拨款收入"],
    ["合计", "90.00", "90.00"],
    ["某区水务局（本级）", "40.00", "40.00"],
    ["某区河道", "50.00", "50.00"],
]


def test_a_unit_whose_name_goes_on_on_the_next_page_bears_its_whole_name_and_is_one_row(
    tmp_path: Path,
) -> None:
    d = disclosure(tmp_path / "a.pdf", "部门收入总表", UNITS, [["管理中心", "", ""]])
    totals = d.line_items[d.line_items["fund"] == "total"]
    assert totals[["budget_unit", "printed", "page"]].values.tolist() == [
        ["", "90.00", 1], ["某区水务局（本级）", "40.00", 1], ["某区河道管理中心", "50.00", 1],
    ]  # fmt: skip
    assert d.blanks.empty
    assert d.unread.empty


def test_where_other_rows_go_without_an_amount_a_row_of_words_is_a_row_of_its_own(tmp_path: Path) -> None:
    blank = [*UNITS[:3], ["某区水文站", "", ""], UNITS[3]]
    d = disclosure(tmp_path / "a.pdf", "部门收入总表", blank, [["某区水利站", "", ""]])
    assert "某区河道" in d.line_items["budget_unit"].tolist()
    assert d.blanks["page"].tolist() == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("top", "items", "pages"),
    [
        (["业支出", ""], ["教育支出", "社会保障和就业支出"], [1]),
        (["三、住房保障支出", ""], ["教育支出", "社会保障和就", "住房保障支出"], [1, 2]),
    ],
)
def test_in_a_summary_a_name_goes_on_if_together_it_is_the_name_of_a_class(
    tmp_path: Path, top: list[str], items: list[str], pages: list[int]
) -> None:
    first = [
        ["收入项目", "预算数", "支出项目", "预算数"],
        ["一、一般公共预算拨款收入", "90.00", "一、教育支出", "40.00"],
        ["二、政府性基金预算拨款收入", "", "二、社会保障和就", "50.00"],
    ]
    d = disclosure(tmp_path / "a.pdf", "部门收支总表", first, [["", "", *top]])
    found = [*d.line_items["item"], *d.blanks["item"]]
    assert [item for item in found if "预算拨款" not in item] == items
    assert sorted({*d.line_items["page"], *d.blanks["page"]}) == pages
