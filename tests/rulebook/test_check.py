"""A check says its outcome in a word that mypy knows, and names figures, not a string of ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from budgetkit.reconciliation.result import OUTCOMES
from budgetkit.records import Figure
from budgetkit.rulebook.check import Check, Outcome, equated, one, or_nothing, several
from budgetkit.rulebook.rules import SEVERITIES, Severity

A, B, C = (Figure(id=name, fen=fen) for name, fen in (("a", 3), ("b", 2), ("c", 1)))
BLANK = Figure(id="blank")


def ids(*sides: object) -> str:
    return Check("", "exact", named=sides).ids  # type: ignore[arg-type]


def test_the_outcomes_and_severities_are_those_that_mypy_knows() -> None:
    assert get_args(Outcome) == OUTCOMES
    assert get_args(Severity) == SEVERITIES


def test_ids_are_written_as_a_sum_and_its_parts_without_blank_places() -> None:
    assert ids(*equated([(1, A)], [(1, B), (-1, C), (1, BLANK)])) == "a = +b -c"
    assert ids(*equated([(1, A), (1, B)], [(1, C)])) == "+a +b = +c"
    assert ids(*equated([(-1, A)], [(1, B)])) == "-a = +b"
    assert ids(*equated([(1, BLANK)], [(1, B)])) == "+b"
    assert ids(*equated([(1, BLANK)], [])) == ""


def test_ids_of_figures_that_are_no_sum() -> None:
    assert ids(*one(A)) == "a"
    assert ids(*several([A])) == "+a"
    assert ids(*several([A, B])) == "+a +b"
    assert ids(*one(A), *several([B, C])) == "a = +b +c"
    assert ids(*several([Figure(fen=1), A])) == "+a"  # a figure that is not printed has no id


def test_a_check_that_names_no_figures_names_those_that_it_compares() -> None:
    check = Check("", "exact", left=((1, A),), right=((1, B), (1, C)))
    assert check.ids == "a = +b +c"
    assert check.figures == [A, B, C]
    assert check._replace(named=one(C)).ids == "c"


@pytest.mark.parametrize("outcome", ["not_applicable", "insufficient", "unread"])
def test_what_cannot_be_checked_is_said_in_a_word(outcome: str) -> None:
    check = getattr(Check, outcome)("place", "why", 3, one(A))
    assert check == Check("place", outcome, "why", 3, named=one(A))  # type: ignore[arg-type]
    assert not check.agrees


def test_a_check_holds_or_fails_by_what_is_true_of_it() -> None:
    assert Check.holds("place", [A], "words", 3, calculated=4, tolerance=0)[:6] == (
        "place",
        "exact",
        "words",
        3,
        4,
        0,
    )
    assert Check.holds("place", [], "words").outcome == "fail"


def test_a_doubt_changes_the_outcome_and_adds_its_reason_and_nothing_else() -> None:
    check = Check("place", "fail", "1 apart", 3, 2, 0, one(A), ((1, A),), "=", ((1, B),))
    assert check.but("insufficient", "a form is missing") == check._replace(
        outcome="insufficient", detail="1 apart; a form is missing"
    )


def test_a_function_without_a_check_yields_that_it_does_not_apply() -> None:
    @or_nothing("prose", "no share is stated")
    def shares(found: list[Check]) -> Iterator[Check]:
        yield from found

    assert list(shares([])) == [Check("prose", "not_applicable", "no share is stated")]
    assert list(shares([Check("a", "unread")])) == [Check("a", "unread")]
