"""Labour services over the panel: what is said of them, never a missing one taken for nought."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetkit.analysis import labour

WHO = {"document_id": "x", "entity": "重庆市巴南区财政局", "region": "重庆市巴南区", "fiscal_year": 2024}


def measures(**values: int | None) -> pd.DataFrame:
    names = ["labour_service", "operating", "personnel", "broad_staffing"]
    rows = [
        {"document_id": "x", "measure": n, "value_fen": values.get(n), "why": "", "line_ids": ""}
        for n in names
    ]
    return pd.DataFrame(rows).astype({"value_fen": "Int64"})


def staffed(items: pd.DataFrame, measured: pd.DataFrame, **changed: object) -> pd.Series:
    documents = pd.DataFrame([{**WHO, "phase": "approved", "latest": True, **changed}])
    return labour.staffing(documents, measured, items).iloc[0]


@pytest.fixture
def items() -> pd.DataFrame:
    return pd.DataFrame({"document_id": ["x"], "economic_code": ["30201"], "form": "basic_expenditure"})


def test_a_line_that_is_not_printed_is_not_nought(items):
    row = staffed(items, measures(operating=50, personnel=50))
    assert row["said"] == "no line"
    assert pd.isna(row["of_running"]) and pd.isna(row["of_basic"])


def test_nought_blank_and_no_table_are_told_apart(items):
    nought = measures(labour_service=0, operating=50, personnel=50)
    assert staffed(items, nought)["said"] == "nought"
    blank = measures()
    blank.loc[blank["measure"] == "labour_service", "why"] = "blank"
    assert staffed(items, blank)["said"] == "blank"
    assert staffed(items.iloc[:0], measures())["said"] == "no table"


def test_a_share_needs_both_parts_of_basic_expenditure(items):
    row = staffed(items, measures(labour_service=10, operating=50))
    assert row["of_running"] == 0.2 and pd.isna(row["of_basic"])


def test_final_accounts_and_other_years_do_not_count(items):
    for changed in ({"phase": "executed"}, {"latest": False}):
        documents = pd.DataFrame([{**WHO, "phase": "approved", "latest": True, **changed}])
        assert labour.staffing(documents, measures(), items).empty
