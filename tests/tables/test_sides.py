"""Of which side of a summary an amount is, the heading of the names beside it says where nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetkit import read
from tests.support.typeset import Cell, Document, Table

ROWS = [
    ["一、一般公共预算拨款收入", "90.00", "一、教育支出", "40.00"],
    ["二、事业收入", "", "二、社会保障和就业支出", "50.00"],
    ["本年收入合计", "90.00", "本年支出合计", "90.00"],
]


def sides(path: Path, *heads: list[str]) -> list[tuple[str, str]]:
    document = Document(path)
    document.heading("某市某区水务局2024年部门预算", 1).heading("部门收支总表", 1).line(right="单位：万元")
    document.table(Table([[Cell(text) for text in row] for row in (*heads, *ROWS)]))
    document.save()
    found = read(path).line_items
    return list(zip(found["direction"], found["printed"], strict=True))


@pytest.mark.parametrize("income", ["收入项目", "收入来源"])
@pytest.mark.parametrize("spending", ["支出项目", "支出功能分类科目", "支出科目"])
def test_names_of_income_and_of_spending_say_the_side_of_the_amounts_beside_them(
    tmp_path: Path, income: str, spending: str
) -> None:
    assert sides(tmp_path / "a.pdf", [income, "预算数", spending, "预算数"]) == [
        ("revenue", "90.00"), ("expenditure", "40.00"), ("expenditure", "50.00"),
        ("revenue", "90.00"), ("expenditure", "90.00"),
    ]  # fmt: skip


def test_where_only_one_of_them_says_so_no_side_is_taken(tmp_path: Path) -> None:
    found = sides(tmp_path / "a.pdf", ["收入项目", "预算数", "项目", "预算数"])
    assert {side for side, _ in found[:3]} == {""}  # those below are totals, which say it themselves
