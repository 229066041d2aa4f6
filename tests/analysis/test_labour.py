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


def by_nature(**amounts: int) -> pd.DataFrame:
    rows = [
        {"line_id": nature, "document_id": "x", "form": "public_economic", "measure": "amount", "nature": nature,
         "economic_code": "30226", "amount_fen": amount, "page": 1, "table": 1, "row": 2}
        for nature, amount in amounts.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


WHOLE = pd.DataFrame({"document_id": ["x"], "measure": "general_public", "value_fen": 1000})


def test_a_row_whose_parts_are_not_its_total_is_left_out():
    good = labour.labour_by_nature(by_nature(total=100, operating=20, project=80), WHOLE)
    assert good["in_projects"].tolist() == [0.8]
    assert labour.labour_by_nature(by_nature(total=10, operating=24, project=0), WHOLE).empty


def test_a_table_with_less_than_basic_expenditure_alone_is_left_out():
    more = pd.DataFrame({"document_id": ["x"], "measure": "labour_service", "value_fen": 30})
    rows = by_nature(total=100, basic=20, project=80)
    assert labour.labour_by_nature(rows, pd.concat([WHOLE, more])).empty
