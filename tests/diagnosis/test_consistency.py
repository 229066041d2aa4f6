"""Each identity may hold within rounding while all together cannot."""

from __future__ import annotations

from budgetkit.diagnosis import System, consistency, equation
from budgetkit.knowledge import said
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.records import Figure
from budgetkit.rulebook import Check, identities
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


FAILS = HOLDS.replace("204,0.34", "204,0.84")


def test_a_document_with_a_contradiction_is_not_consistent_though_its_other_identities_can_hold() -> None:
    r = reconcile(document(FAILS))
    whole = r.consistency
    assert whole.holds is False and whole.failing == tuple(r.failures["check_id"])
    assert (whole.excess_fen, whole.broken) == (0.0, ())
    assert whole.detail == (
        f"contradictions: {len(r.failures)}, so that not all can hold at once; "
        f"{whole.equations} other identities over {whole.figures} figures can all hold at once"
    )
    zh = said(whole.detail, "zh")
    assert "矛盾" in zh and "因此不能全部同时成立" in zh and "其余" in zh


def test_a_contradiction_that_compares_no_amounts_is_no_consistency_either() -> None:
    whole = consistency(reconcile(document(HOLDS)).system, ["a:check"])
    assert whole.holds is False and whole.failing == ("a:check",)
    assert consistency(System([]), ["a:check"]).holds is False


def test_a_check_that_holds_in_a_reading_in_which_both_sides_differ_is_no_identity() -> None:
    a, b = (Figure(id=name, fen=fen, step=1) for name, fen in (("a", 500), ("b", 900)))
    rule = next(rule for rule in identities() if rule.id == "W01")
    held = Check("a", "exact", "read as", left=((1, a),), right=((1, b),), tolerance=400)
    found = System([equation("x:1", rule, held)])
    assert consistency(found).detail == "no identity could be checked"
    alike = held._replace(right=((1, b._replace(fen=500)),))
    assert consistency(System([equation("x:1", rule, alike)])).holds is True
