"""Amounts made wrong one at a time: what is noticed, and that nothing of it stays."""

from __future__ import annotations

import pytest

import budgetkit as bk
from budgetkit.reconciliation import trials
from tests.support import ROOT

FEE, UNCHECKED = "banan-2024-budget:p6t1r19c4", "banan-2024-budget:s010"


@pytest.fixture(scope="module")
def d() -> bk.Disclosure:
    return bk.read(ROOT / "raw" / "banan-2024-budget.pdf")


def test_a_wrong_amount_in_a_table_is_noticed_and_found_and_one_that_nothing_holds_is_not(
    d: bk.Disclosure,
) -> None:
    tried = trials(d, [FEE, UNCHECKED]).set_index("line_id")
    assert tried.loc[FEE, ["place", "printed", "noticed", "alone", "within_two"]].tolist() == [
        "basic_expenditure", "155.04", True, True, True,
    ]  # fmt: skip
    assert tried.loc[UNCHECKED, ["place", "noticed", "alone", "rules"]].tolist() == [
        "prose",
        False,
        False,
        "I02",
    ]


def test_an_amount_that_no_rule_of_severity_error_speaks_of_is_not_tried(d: bk.Disclosure) -> None:
    assert trials(d, ["banan-2024-budget:p99t1r1c1"]).empty


def test_a_copy_has_another_amount_and_the_disclosure_keeps_its_own(d: bk.Disclosure) -> None:
    wrong = d.with_amount(FEE, 155_400_000)
    amounts = [x.line_items.set_index("line_id").loc[FEE, "amount_fen"] for x in (d, wrong)]
    assert amounts == [155_040_000, 155_400_000]
    assert (d.line_items["amount_fen"] != wrong.line_items["amount_fen"]).sum() == 1
    assert bk.reconcile(d).failures.empty and len(bk.reconcile(wrong).failures) == 2


def test_a_stated_amount_can_be_another_too(d: bk.Disclosure) -> None:
    wrong = d.with_amount("banan-2024-budget:s022", 1)
    assert len(bk.reconcile(wrong).failures) > 0 and d.stated["amount_fen"].ne(1).all()


def test_a_figure_that_is_not_there_is_an_error(d: bk.Disclosure) -> None:
    with pytest.raises(bk.ExtractionError, match="no figure 'x:p1t1r1c1'"):
        d.with_amount("x:p1t1r1c1", 1)
