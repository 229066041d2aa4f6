"""What a title names: one of the forms, or a table of a part of the money, which is none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetkit import read, reconcile
from budgetkit.tables.titles import find_title
from tests.support.typeset import Cell, Document, Table


@pytest.mark.parametrize(
    "title",
    [
        "财政专户管理资金预算支出情况表",
        "非财政拨款收支预算表",
        "部门债务收支情况表",
        "转移性支出预算表",
        "专项转移支付支出情况表",
        "上级补助支出预算表",
        "工资福利支出预算表",
        "商品和服务支出预算表",
        "对个人和家庭的补助预算表",
        "一般公共预算基本支出表--人员经费（工资福利支出）",
        "一般公共预算基本支出表（公用经费）",
        "非税收入情况表",
        "一般公共预算收入情况表",
        "财政拨款收入预算表",
        "事业收入情况表",
    ],
)
def test_a_table_of_a_part_of_the_money_is_none_of_the_forms(title: str) -> None:
    form = find_title(title)
    assert form is not None
    assert form.slug == "other"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("财政拨款预算收支总表", "fiscal_summary"),
        ("一般公共预算支出表（含转移支付）", "public_expenditure"),
        ("部门收支总表（含上级补助）", "dept_summary"),
        ("某市社会保险基金管理局2024年收支总表", "dept_summary"),
        ("某市非税收入管理局收支总表", "dept_summary"),
        ("某县事业单位登记管理局收入总表", "dept_revenue"),
        ("某市债务管理中心部门支出总表", "dept_expenditure"),
        ("一般公共预算基本支出表（人员经费和公用经费）", "basic_expenditure"),
        ("一般公共预算基本支出表（工资福利支出、商品和服务支出、对个人和家庭的补助）", "basic_expenditure"),
        ("部门基本支出表", "dept_basic"),
    ],
)
def test_whose_table_it_is_and_what_it_includes_is_no_part_of_the_money(title: str, slug: str) -> None:
    form = find_title(title)
    assert form is not None
    assert form.slug == slug


def test_the_three_public_expenses_of_a_government_fund_are_of_that_fund() -> None:
    form = find_title("政府性基金预算“三公”经费支出表")
    assert form is not None
    assert (form.slug, form.fund) == ("three_public", "government_fund")


def test_the_spending_of_a_special_account_is_listed_and_held_against_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    document = Document(path).heading("某市某区水务局2024年部门预算", 1)
    for title, total in (("部门支出总表", "90.00"), ("财政专户管理资金预算支出情况表", "7.50")):
        document.heading(title, 1).line(right="单位：万元")
        rows = [["科目编码", "科目名称", "合计"], ["", "合计", total], ["213", "农林水支出", total]]
        document.table(Table([[Cell(text) for text in row] for row in rows]))
    document.save()
    d = read(path)
    assert d.line_items["printed"].tolist() == ["90.00", "90.00"]
    assert d.unread["printed"].tolist() == ["7.50", "7.50"]
    assert set(d.unread["why"]) == {"table not recognised"}
    assert reconcile(d).failures.empty
