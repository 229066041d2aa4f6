"""Rows without codes are placed by their names, and their sums hold or fail as those of codes do."""

from __future__ import annotations

import pytest

from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.records import Figure
from budgetkit.rulebook.named_rows import placed
from tests.support.worked import document

NAMED = """
public_expenditure,total,basic,project
合计,30.00,18.00,12.00
一般公共服务支出,7.00,,7.00
社会工作事务,2.00,,2.00
其他社会工作事务支出,2.00,,2.00
其他一般公共服务支出,5.00,,5.00
其他一般公共服务支出,5.00,,5.00
交通运输支出,23.00,18.00,5.00
公路水路运输,21.00,18.00,3.00
行政运行,15.00,15.00,
一般行政管理事务,3.00,,3.00
其他公路水路运输支出,3.00,3.00,
超长期特别国债安排的支出,1.00,,1.00
公路水路运输,1.00,,1.00
其他交通运输支出,1.00,,1.00
公共交通运营补助,1.00,,1.00
"""


def codes(*names: str, kind: str = "function") -> list[str]:
    return list(placed(kind, {n: Figure(item=name) for n, name in enumerate(names)}).values())  # type: ignore[misc]


def outcomes(text: str) -> dict[str, str]:
    rows = reconcile(document(text), only=["W07", "W08"]).checks
    return dict(zip(rows["where"] + " " + rows["difference_fen"].astype(str), rows["outcome"], strict=True))


def failing(text: str) -> list[str]:
    return [where for where, outcome in outcomes(text).items() if outcome == "fail"]


def test_a_name_of_two_codes_is_the_one_below_the_row_above() -> None:
    names = ["交通运输支出", "公路水路运输", "行政运行", "超长期特别国债安排的支出", "公路水路运输"]
    assert codes(*names) == ["214", "21401", "2140101", "21498", "2149801"]


def test_a_class_a_kind_and_an_item_of_one_name_are_below_each_other() -> None:
    assert codes("其他支出", "其他支出", "其他支出") == ["229", "22999", "2299999"]


def test_a_name_that_every_kind_has_is_placed_below_the_kind_above() -> None:
    assert codes("公共安全支出", "监狱", "行政运行", "一般行政管理事务")[2:] == ["2040701", "2040702"]


def test_of_two_codes_of_a_name_in_different_years_the_one_that_follows_is_meant() -> None:
    names = ["工资福利支出", "基本工资", "职工基本医疗保险缴费", "其他社会保障缴费"]
    assert codes(*names, kind="economic") == ["301", "30101", "30110", "30112"]


@pytest.mark.parametrize(
    "names",
    [
        ["交通运输支出", "公路水路运输", "张家村"],  # one is unknown
        ["行政运行", "交通运输支出", "公路水路运输"],  # below nothing
        ["公共安全支出", "监狱", "行政运行", "所政设施建设"],  # of a 款 that is not printed
        ["交通运输支出", "公路水路运输", "公路水路运输"],  # twice
        ["教育支出", "卫生健康支出"],  # nothing is below another
    ],
)
def test_where_one_row_cannot_be_placed_none_is(names: list[str]) -> None:
    assert codes(*names) == []


def test_a_table_without_codes_that_adds_up_has_the_sums_of_one_with_codes() -> None:
    found = outcomes(NAMED)
    assert not failing(NAMED)
    assert found["public_expenditure / 公路水路运输 / total 0"] == "exact"
    assert found["public_expenditure / 公路水路运输 / basic 0"] == "exact"
    assert found["public_expenditure / total / total 0"] == "exact"


def test_a_row_that_is_not_the_sum_of_the_named_rows_below_it_fails_with_the_difference() -> None:
    text = NAMED.replace("公路水路运输,21.00,18.00", "公路水路运输,20.00,17.00")
    text = text.replace("交通运输支出,23.00,18.00", "交通运输支出,22.00,17.00").replace(
        "30.00,18.00", "29.00,17.00"
    )
    assert failing(text) == [
        "public_expenditure / 公路水路运输 / total -1000000",
        "public_expenditure / 公路水路运输 / basic -1000000",
    ]


def test_names_that_prove_little_accuse_nobody() -> None:
    text = "public_expenditure,total\n合计,3.00\n教育支出,1.00\n普通教育,1.00"
    assert not failing(text)
    text = "public_expenditure,total\n合计,9.00\n教育支出,4.00\n普通教育,3.00\n小学教育,2.00\n初中教育,1.00"
    assert outcomes(text)["public_expenditure / 教育支出 1000000"] == "insufficient"
    assert not failing(text)


def test_a_class_of_a_summary_is_the_sum_of_the_lines_below_it() -> None:
    lines = NAMED.split("\n")[2:]
    rows = "\n".join(",".join(line.split(",")[:2]) for line in lines if line)
    text = f"dept_summary,expenditure\n{rows}\n"
    assert not failing(text)
    assert outcomes(text)["dept_summary / 一般公共服务支出 0"] == "exact"
    wrong = text.replace("一般公共服务支出,7.00", "一般公共服务支出,6.50")
    assert "dept_summary / 一般公共服务支出 -500000" in failing(wrong)
