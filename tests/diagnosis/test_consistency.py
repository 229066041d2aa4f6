"""Each identity may hold within rounding while all together cannot."""

from __future__ import annotations

from budgetkit.reconciliation.reconcile import reconcile
from tests.support.worked import document

HOLDS = """
public_expenditure,total,basic,project
合计,1.01,0.50,0.51
201,0.34,0.17,0.17
204,0.34,0.17,0.17
208,0.34,0.17,0.17
"""
CANNOT = """
public_expenditure,total,basic,project
合计,0.97,0.44,0.52
201,0.33,0.13,0.19
204,0.28,0.12,0.15
208,0.38,0.17,0.20
"""


def test_rounded_thirds_are_consistent() -> None:
    whole = reconcile(document(HOLDS)).consistency
    assert whole.holds is True
    assert (whole.excess_fen, whole.broken) == (0.0, ())
    assert "can all hold at once" in whole.detail


def test_identities_that_hold_one_by_one_may_not_hold_together() -> None:
    """Each row is 0.01 above its parts, all of it rounding; the columns then add up to too little."""
    r = reconcile(document(CANNOT))
    assert r.failures.empty
    whole = r.consistency
    assert whole.holds is False
    assert whole.excess_fen == 30_000
    assert len(whole.broken) == 4
    assert set(whole.broken) <= set(r.checks["check_id"])


def test_a_document_without_identities_is_undecided_and_not_consistent() -> None:
    whole = reconcile(document("stated,concept,amount\nstated,three_public,1")).consistency
    assert whole.holds is None
    assert whole.detail == "no identity could be checked"


def test_identities_that_fail_by_themselves_are_left_out_and_counted() -> None:
    whole = reconcile(document(HOLDS.replace("204,0.34", "204,0.84"))).consistency
    assert whole.holds is True
    assert "identities fail by themselves and were left out" in whole.detail
