"""Claims: every sentence is kept with the figures that it rests on, and none rests on nothing."""

from __future__ import annotations

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.analysis import Claims, pick
from budgetkit.analysis.claims import ids_of
from tests.support import ROOT

PROCESSED = ROOT / "processed"
FEE = "banan-2024-budget:p6t1r19c4"


@pytest.fixture(scope="module")
def items() -> pd.DataFrame:
    return bk.load("line_items", PROCESSED)


@pytest.fixture(scope="module")
def stated() -> pd.DataFrame:
    return bk.load("stated", PROCESSED)


def test_a_claim_is_traced_to_figure_document_page_and_line(items: pd.DataFrame) -> None:
    claims = Claims(items)
    claims.say("**Labour services are `high`.**", pick(items, line_id=FEE))
    assert claims.traceability.reset_index().values.tolist() == [
        ["Labour services are high.", "155.04 万元, 劳务费", "banan-2024-budget", "6", FEE]
    ]


def test_a_figure_of_the_prose_is_traced_by_the_same_column(
    items: pd.DataFrame, stated: pd.DataFrame
) -> None:
    from budgetkit.analysis import backcast

    prior = backcast(stated).set_index("concept").loc["basic_expenditure"]
    claims = Claims(items, stated)
    claims.say("Basic expenditure rose.", prior)
    rows = claims.traceability.reset_index()
    assert rows["line_id"].tolist() == [prior["level_id"], prior["change_id"]]
    assert rows["figure"].str[:6].tolist() == ["367.1万", "162.68"]
    assert rows["page"].ne("").all()


def test_a_disclosure_a_check_and_a_blank_can_be_what_a_claim_rests_on() -> None:
    d = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
    check = bk.reconcile(d, only=["W03"]).checks.iloc[0]
    claims = Claims(d)
    claims.say("Two figures agree.", check)
    claims.say("A place is blank.", d.blanks.iloc[0])
    rows = claims.traceability.reset_index()
    assert set(rows["line_id"][:-1]) == set(ids_of(check["line_ids"])) and len(rows) > 2
    assert rows["figure"].iloc[-1].startswith("blank, ")


def test_a_claim_that_rests_on_nothing_or_on_an_unknown_figure_is_refused(items: pd.DataFrame) -> None:
    claims = Claims(items)
    with pytest.raises(bk.ExtractionError, match="rests on no figure"):
        claims.say("All is well.")
    with pytest.raises(bk.ExtractionError, match="rests on no figure"):
        claims.say("All is well.", items.head(0), observed_values=0)
    with pytest.raises(bk.ExtractionError, match="no figure 'other:p1t1r1c1'"):
        claims.say("All is well.", "other:p1t1r1c1")
    with pytest.raises(bk.ExtractionError, match="without line_id or stated_id"):
        Claims(pd.DataFrame({"a": [1]}))
    assert claims.traceability.empty


def test_of_many_figures_the_first_are_listed_and_the_others_counted(items: pd.DataFrame) -> None:
    claims = Claims(items, most=3)
    claims.say("Much is printed.", items)
    rows = claims.traceability.reset_index()
    assert len(rows) == 4 and rows["figure"].iloc[-1] == "and 140 more figures"
    claims.say("Four are printed.", items.head(4))
    assert len(claims.traceability) == 8


def test_rows_of_a_committed_file_are_counted_with_its_name(items: pd.DataFrame) -> None:
    claims = Claims(items)
    claims.say("Others print less.", FEE, observed_values=items.head(46), agreement=2)
    rows = claims.traceability.reset_index()[["figure", "document"]].values.tolist()
    assert rows[1:] == [["46 rows", "observed_values.csv"], ["2 rows", "agreement.csv"]]


def test_a_claim_is_shown_as_markdown(items: pd.DataFrame) -> None:
    assert Claims(items).say("**So.**", FEE)._repr_markdown_() == "**So.**"


def test_as_plain_text_each_claim_stands_once_above_its_figures(items: pd.DataFrame) -> None:
    claims = Claims(items)
    claims.say("Fees are high.", FEE, "banan-2024-budget:p6t1r2c2", agreement=2)
    assert repr(claims.traceability).splitlines() == [
        "Fees are high.",
        f"  155.04 万元, 劳务费: banan-2024-budget, page 6, {FEE}",
        "  367.10 万元, 合计: banan-2024-budget, page 6, banan-2024-budget:p6t1r2c2",
        "  2 rows: agreement.csv",
    ]
