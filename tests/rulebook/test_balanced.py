"""Who rounds a part the other way so that the parts add up accuses nobody; who is off otherwise still fails."""

from __future__ import annotations

import pytest

from budgetkit.reconciliation.reconcile import reconcile
from tests.support.worked import document

DOCUMENT = """
dept_expenditure,total,basic,project
合计,32852.053832,25218.537585,7633.516247

stated,concept,fund,direction,nature,amount
stated,expenditure_budget,total,expenditure,total,32852.05
stated,basic_expenditure,total,expenditure,basic,25218.54
stated,project_expenditure,total,expenditure,project,{}
"""


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ("7633.52", "rounding"),  # rounded as usual: the parts then lack 0.01 of the total
        ("7633.51", "rounding"),  # rounded down, so that the parts add up
        ("7633.53", "fail"),  # a digit off, and the parts do not add up
        ("7633.50", "fail"),
    ],
)
def test_a_part_may_be_rounded_the_other_way_only_where_the_printed_parts_then_add_up(printed, outcome):
    checks = reconcile(document(DOCUMENT.format(printed)), only=["N04"]).checks
    project = checks[checks["where"].str.contains("project_expenditure / total")]
    assert project["outcome"].tolist() == [outcome]


def test_the_detail_says_that_the_part_was_rounded_so_that_the_parts_add_up():
    checks = reconcile(document(DOCUMENT.format("7633.51")), only=["N04"]).checks
    (detail,) = checks.loc[checks["where"].str.contains("project_expenditure / total"), "detail"]
    assert detail.endswith("read as: rounded so that the parts that the prose prints add up to its total")
