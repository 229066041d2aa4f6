"""What printed digits allow, figure by figure; the numbers of these tests are worked out by hand."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from budgetkit.records import Figure
from budgetkit.rulebook import precision
from budgetkit.rulebook.precision import (
    POINT,
    allowance,
    around,
    fine,
    finest,
    half_digit,
    half_step,
    interval,
    percentage,
    share_interval,
    slack,
    step_of,
    tolerance,
    total_step,
)

PACKAGE = Path(precision.__file__).parents[1]
CENT, TENTH = 10_000, 100_000  # a step of 0.01 and of 0.1 万元, in fen


def figure(
    fen: int | None, step: int = CENT, role: str = "", printed: str = "", unit: str = "万元"
) -> Figure:
    return Figure(fen=fen, step=step, role=role, printed=printed, unit=unit)


def test_a_place_without_an_amount_has_no_step_and_makes_nothing_unsure() -> None:
    blank = figure(None)
    assert (step_of(figure(0)), step_of(blank)) == (CENT, 0)
    assert interval([(1, figure(5_000_000)), (1, blank)]) == interval([(1, figure(5_000_000))])
    assert (half_step(blank), slack([blank]), total_step([blank, figure(1)])) == (0.0, 0, CENT)


def test_a_sum_is_as_unsure_as_all_of_its_terms_whatever_their_signs() -> None:
    # 5.00 - 1.2 万元: 3.80 give or take 0.005 + 0.05
    low, high = interval([(1, figure(5_000_000)), (-1, figure(1_200_000, TENTH))])
    assert (low / 2, high / 2) == (3_745_000, 3_855_000)


def test_half_a_fen_is_not_lost_in_an_interval_and_is_no_tolerance() -> None:
    assert interval([(1, figure(7, 1))]) == (13, 15)
    assert slack([figure(7, 1)]) == Fraction(1, 2)
    assert (allowance([1]), allowance([1, 1])) == (0, 1)


def test_a_figure_printed_twice_agrees_unless_one_is_printed_more_coarsely() -> None:
    assert tolerance([figure(1)], [figure(1)]) == 0
    assert tolerance([figure(1)], [figure(1, TENTH)]) == TENTH // 2
    assert tolerance([figure(1, role="level")], [figure(1)]) == CENT  # the prose rounds for itself
    assert tolerance([figure(1, role="level")], [figure(1, role="level")]) == 0
    assert tolerance([figure(1)], [figure(1), figure(1)]) == 3 * CENT // 2


@pytest.mark.parametrize(
    ("printed", "percent", "half"),
    [
        ("12.5%", Fraction(25, 2), Fraction(1, 20)),
        ("12.50%", Fraction(25, 2), POINT),  # 0.005 by its digits; never less than a point
        ("100%", Fraction(100), Fraction(1, 2)),
    ],
)
def test_a_percentage_is_good_to_half_of_its_last_digit_but_never_better_than_a_point(
    printed: str, percent: Fraction, half: Fraction
) -> None:
    assert percentage(figure(None, printed=printed)) == (percent, half)


def test_a_share_is_bounded_by_the_least_part_of_the_largest_whole() -> None:
    # 1.00 of 3.00 万元, each give or take 0.005
    bounds = share_interval(interval([(1, figure(1_000_000))]), interval([(1, figure(3_000_000))]))
    assert bounds == (Fraction(100 * 995, 3005), Fraction(100 * 1005, 2995))
    assert share_interval((-5, 5), (2, 4)) == (Fraction(0), Fraction(250))
    assert share_interval((1, 2), (-1, 1)) is None


def test_prose_without_trailing_zeros_has_the_digits_of_its_longest_amount() -> None:
    said = [
        figure(6_910_000_000, 1_000_000, "level", "691"),
        figure(1_626_800_000, CENT, "level", "162.68"),
        figure(5_000_000, 1, "level", "5000000.1", "元"),
    ]
    known = finest(said)
    assert known == {"万元": (CENT, True), "元": (1, False)}
    assert [fine(f, known).step for f in said] == [CENT, CENT, 1]
    table = figure(6_910_000_000, 1_000_000)
    assert fine(table, known) == table


def test_prose_that_prints_a_trailing_zero_drops_none_and_only_a_plain_0_is_exact() -> None:
    said = [figure(6_910_000_000, 1_000_000, "level", "691"), figure(1_626_000_000, CENT, "level", "162.60")]
    known = finest(said)
    assert [fine(f, known).step for f in said] == [1_000_000, CENT]
    assert fine(figure(0, 1_000_000, "level", "0"), known).step == CENT


def test_a_step_of_another_kind_is_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures cut off instead of rounded lie up to a whole step above what is printed, and never below."""
    monkeypatch.setattr(precision, "reach", lambda step: (0, 2 * step))
    assert interval([(1, figure(5_000_000)), (-1, figure(1_000_000))]) == (7_980_000, 8_020_000)
    assert around(7, 2) == (7, 9)
    assert half_digit("12.5") == Fraction(1, 10)


def test_half_a_step_is_computed_nowhere_else() -> None:
    halves = re.compile(r"\.step(_fen)?\b\)? ?(//|/|\*)|\bsteps?\)? ?//? ?2\b|\bsum\([^\n]*\bsteps?\b")
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name != "precision.py"  # of the rulebook, and of the records that both wings know
        for line in path.read_text(encoding="utf-8").splitlines()
        if halves.search(line)
    ]
    assert found == []
