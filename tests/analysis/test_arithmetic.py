from __future__ import annotations

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.analysis.arithmetic import Bounds, backcast, contribution, one, pick, share, total
from tests.support import ROOT

PROCESSED = ROOT / "processed"


def test_a_sum_counts_every_figure_once() -> None:
    items = bk.load("line_items", PROCESSED)
    for form, nature, fen in [
        ("public_expenditure", "total", 1_137_110_000),
        ("public_expenditure", "basic", 367_110_000),
        ("basic_expenditure", "basic", 367_100_000),
        ("basic_expenditure", "operating", 188_280_000),
        ("basic_expenditure", "personnel", 178_820_000),
    ]:
        assert total(items, form=form, nature=nature) == fen
    assert total(items, form="basic_expenditure") == 367_100_000
    assert total(items, form="dept_summary", direction="revenue", fund="general_public") == 1_137_100_000


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"forn": "dept_summary"}, "no column 'forn'; there are line_id, document_id"),
        (
            {"form": "state_capital"},
            "no figure with form='state_capital'; there are 'dept_summary'|there are '",
        ),
        ({"nature": "total"}, "several values of form are not added: choose one of"),
        ({"form": "dept_summary"}, "several values of direction .* choose one of revenue, expenditure"),
        ({"form": "dept_expenditure", "nature": ["basic", "project"]}, "several values of nature"),
        (
            {"form": "fiscal_summary", "direction": "expenditure", "is_total": True},
            "none of these figures adds",
        ),
    ],
)
def test_a_sum_that_would_be_wrong_is_refused_and_says_what_to_choose(
    keys: dict[str, object], message: str
) -> None:
    with pytest.raises(bk.ExtractionError, match=message):
        total(bk.load("line_items", PROCESSED), **keys)


def test_years_phases_and_documents_that_hold_each_other_are_not_added() -> None:
    items = pick(bk.load("line_items", PROCESSED), form="basic_expenditure")
    for column, value in [("fiscal_year", 2023), ("phase", "executed")]:
        with pytest.raises(bk.ExtractionError, match=f"several values of {column}"):
            total(pd.concat([items, items.assign(**{column: value})]))
    unit = items.assign(document_id="banan-unit", entity=items["entity"] + "本级")
    with pytest.raises(bk.ExtractionError, match="may hold the same money: choose one by document_id"):
        total(pd.concat([items, unit]))
    other = items.assign(document_id="yubei", entity="重庆市渝北区财政局")
    assert total(pd.concat([items, other])) == 2 * 367_100_000
    with pytest.raises(bk.ExtractionError, match=r"not known which of .* figures of yubei add up"):
        total(pd.concat([items, other.assign(adds=pd.NA)]))


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


def test_a_change_of_one_functional_item_is_not_that_of_another() -> None:
    columns = ["stated_id", "item", "role", "amount_fen", "change_direction"]
    rows = [("s1", "a", "level", 30, ""), ("s2", "a", "change", 10, "increase"), ("s3", "b", "level", 50, ""),
            ("s4", "b", "change", 20, "decrease")]  # fmt: skip
    same = {
        "document_id": "x",
        "concept": "function_item",
        "fund": "fiscal",
        "step_fen": 1,
        "base_year": 2018,
    }
    prior = backcast(pd.DataFrame(rows, columns=columns).assign(**same))
    assert prior["prior_fen"].tolist() == [20, 70]


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
