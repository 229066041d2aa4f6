"""A code that is printed for something else than it stands for is not taken for what it stands for."""

from __future__ import annotations

import pytest

from budgetkit.reconciliation import reconcile
from tests.support.worked import document

ABROAD = """
three_public,overseas
,0.00

basic_expenditure,basic
30212:{},0.70
"""


@pytest.mark.parametrize(
    "name",
    [
        "退休人员活动费",  # like no name of 30212
        "水费",  # the name of another code: the items of 302 are numbered through
    ],
)
def test_a_travel_code_that_bears_another_name_is_not_held_against_the_expense_for_travel(name: str) -> None:
    checks = reconcile(document(ABROAD.format(name)), only=["X17"]).checks
    found = checks[checks["where"].str.contains("30212")]
    assert found[["outcome", "detail"]].values.tolist() == [["insufficient", f"30212 is printed for {name}"]]


@pytest.mark.parametrize("name", ["因公出国（境）费用", "因公出国(境)费", "出国费用", ""])
def test_a_travel_code_under_its_own_name_or_none_is(name: str) -> None:
    checks = reconcile(document(ABROAD.format(name)), only=["X17"]).checks
    assert checks.loc[checks["where"].str.contains("30212"), "outcome"].tolist() == ["fail"]
