from __future__ import annotations

import pytest

import budgetkit as bk
from budgetkit.analysis.measures import Bounds, backcast, contribution, one, pick, share, total
from tests.support import ROOT

PROCESSED = ROOT / "processed"


def test_a_sum_leaves_out_totals_and_parents() -> None:
    items = bk.load("line_items", PROCESSED)
    for form, nature, fen in [
        ("public_expenditure", "total", 1_137_110_000),
        ("public_expenditure", "basic", 367_110_000),
        ("basic_expenditure", "operating", 188_280_000),
        ("basic_expenditure", "personnel", 178_830_000),
    ]:
        assert total(items, form=form, nature=nature) == fen


def test_one_figure_is_one_or_an_error_that_says_what_was_found() -> None:
    items = bk.load("line_items", PROCESSED)
    assert one(items, form="three_public", concept="reception")["amount_fen"] == 200_000
    with pytest.raises(bk.ExtractionError, match="one figure expected for form='three_public', 2 found"):
        one(items, form="three_public")
    with pytest.raises(bk.ExtractionError, match="0 found"):
        one(items, form="state_capital")
    assert len(pick(items, form=["three_public", "dept_summary"])) == 9


def test_last_year_follows_from_level_and_change() -> None:
    prior = backcast(bk.load("stated", PROCESSED)).set_index("concept")
    wan = {k: v / 1_000_000 for k, v in prior["prior_fen"].items()}
    assert wan["expenditure_budget"] == 283.42 and wan["basic_expenditure"] == 204.42
    assert wan["project_expenditure"] == 79.0 and wan["operating_cost"] == 25.79
    assert wan["three_public"] == wan["reception"] == 0.5
    assert (prior["high_fen"] - prior["low_fen"]).dropna().unique().tolist() == [20_000.0]


def test_the_share_of_labour_service_fees_in_the_growth_is_bounded() -> None:
    bounds = contribution(155_040_000, Bounds(0, 25_790_000), 162_680_000)
    assert (round(bounds.low, 4), round(bounds.high, 4)) == (0.7945, 0.9530)
    assert 0.8 in bounds and 0.96 not in bounds


def test_official_and_broad_staffing_shares() -> None:
    assert round(share(178_820_000, 367_100_000), 3) == 0.487
    assert round(share(178_820_000 + 155_040_000, 367_100_000), 3) == 0.909


def test_a_share_of_nothing_is_no_share() -> None:
    with pytest.raises(ZeroDivisionError):
        share(1, 0)
    with pytest.raises(ZeroDivisionError):
        contribution(1, Bounds(0, 1), 0)
