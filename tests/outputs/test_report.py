"""What the text of a report says of the figures that are likely wrong."""

from __future__ import annotations

import pytest

from budgetkit.outputs.contradictions import Contradictions
from budgetkit.outputs.places import Sheets
from budgetkit.reconciliation.reconcile import reconcile
from tests.support.worked import document

TABLE = "public_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n\n"
TARGETS = "stated,concept,nature,fund,amount\nstated,performance_amount,project,general_public,8\n"


@pytest.mark.parametrize(
    ("lang", "most", "least"),
    [
        ("en", "8 万元 printed, at most 6 万元 required", "6.00 万元 printed, at least 7.50 万元 required"),
        ("zh", "印为 8 万元，应不超过 6 万元", "印为 6.00 万元，应不少于 7.50 万元"),
    ],
)
def test_of_an_inequality_it_is_said_what_an_amount_may_be_at_most(lang: str, most: str, least: str) -> None:
    d = document(TABLE + TARGETS)
    r = reconcile(d, only=["N08"])
    said = "\n".join(Contradictions(r, lang, False, Sheets([])).suspects(r.suspects))
    assert most in said and least in said and "8 万元 printed, 6" not in said and "应为" not in said
