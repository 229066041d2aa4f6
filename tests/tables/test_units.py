"""Two units that contradict each other are said, and no figure is read in either, unless others prove one."""

from __future__ import annotations

from pathlib import Path

from budgetkit import read
from budgetkit.disclosure import Disclosure

ROWS = (
    ("", "合计", "345.60", "245.60"),
    ("213", "农林水支出", "300.00", "200.00"),
    ("208", "社会保障", "45.60", "45.60"),
)


def table(title: str, units: str, heads: tuple[str, str] = ("合计", "基本支出"), times: int = 1) -> str:
    """Return a table in Markdown, its caption first; figures are printed `times` as large."""
    rows = [("科目编码", "科目名称", *heads), ("---",) * 4]
    rows += [(code, name, *(f"{times * float(v):.2f}" for v in values)) for code, name, *values in ROWS]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{title}\n\n{units}\n\n{lines}\n"


def disclosure(tmp_path: Path, *tables: str) -> Disclosure:
    path = tmp_path / "a.md"
    path.write_text("\n".join(("# 甲市乙区水务局2024年部门预算\n", *tables)), encoding="utf-8")
    return read(path)


YUAN = ("合计（元）", "基本支出（元）")


def test_a_header_that_contradicts_the_line_above_is_said_and_its_column_unread(tmp_path: Path) -> None:
    d = disclosure(tmp_path, table("部门支出总表", "单位：万元", YUAN))
    assert len(d.line_items) == 0
    assert d.unread["printed"].tolist() == [v for row in ROWS for v in row[2:]]
    assert set(d.unread["why"]) == {"its unit is said to be 万元 and 元"}


def test_only_the_columns_whose_headers_contradict_are_unread(tmp_path: Path) -> None:
    d = disclosure(tmp_path, table("部门支出总表", "单位：万元", ("合计", "基本支出（元）")))
    assert d.line_items["nature"].tolist() == ["total"] * 3
    assert d.unread["printed"].tolist() == ["245.60", "200.00", "45.60"]


def test_two_lines_of_a_caption_that_contradict_each_other_are_said(tmp_path: Path) -> None:
    d = disclosure(tmp_path, table("部门支出总表", "单位：万元\n\n金额单位：元"))
    assert len(d.line_items) == 0
    assert set(d.unread["why"]) == {"its unit is said to be 元 and 万元"}


def test_the_same_unit_said_twice_is_no_contradiction(tmp_path: Path) -> None:
    d = disclosure(tmp_path, table("部门支出总表", "单位：元", YUAN))
    assert d.line_items["amount_fen"].tolist() == [34560, 24560, 30000, 20000, 4560, 4560]
    assert len(d.unread) == 0


def test_the_unit_of_the_table_before_is_none_of_this_one(tmp_path: Path) -> None:
    first, second = table("部门支出总表", "单位：万元"), table("一般公共预算支出表", "单位：百元")
    d = disclosure(tmp_path, first, "单位：万元\n", second)
    assert d.line_items["unit"].tolist() == ["万元"] * 6 + ["百元"] * 6
    assert d.line_items["amount_fen"].iloc[[0, 6]].tolist() == [345_600_000, 3_456_000]


def test_headers_with_units_of_their_own_are_read_each_in_its_own(tmp_path: Path) -> None:
    d = disclosure(tmp_path, table("部门支出总表", "", ("合计（万元）", "基本支出（元）")))
    assert d.line_items["amount_fen"].tolist()[:2] == [345_600_000, 24_560]
    assert d.line_items["unit"].tolist()[:2] == ["万元", "元"]


def test_figures_that_another_table_has_in_one_of_the_units_prove_it(tmp_path: Path) -> None:
    said, other = table("部门支出总表", "单位：万元", YUAN, 10_000), table("一般公共预算支出表", "单位：万元")
    d = disclosure(tmp_path, said, other)
    both = d.line_items.groupby("form", sort=False)["amount_fen"].apply(list)
    assert both["dept_expenditure"] == both["public_expenditure"]
    assert set(d.line_items.loc[d.line_items["form"] == "dept_expenditure", "unit"]) == {"元"}
    assert d.forms.loc[d.forms["form"] == "dept_expenditure", "unit_derived"].tolist() == [True]


def test_figures_that_another_table_has_in_neither_unit_prove_none(tmp_path: Path) -> None:
    said, other = table("部门支出总表", "单位：万元", YUAN, 7), table("一般公共预算支出表", "单位：万元")
    d = disclosure(tmp_path, said, other)
    assert set(d.line_items["form"]) == {"public_expenditure"}
    assert len(d.unread) == 6
