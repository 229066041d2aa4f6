"""What a budget says of the year before, beside the budget of that year."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetkit.analysis import breaks, restated

ITEMS = ["document_id", "form", "fund", "nature", "measure", "item", "concept", "amount_fen", "step_fen",
         "line_id", "fiscal_year", "page", "table", "row", "col"]  # fmt: skip


@pytest.fixture
def documents() -> pd.DataFrame:
    same = {
        "series": "a",
        "entity": "某局",
        "region": "",
        "scope": "department",
        "phase": "approved",
        "comparable": True,
    }
    return pd.DataFrame([{"document_id": d, "fiscal_year": y, **same} for d, y in (("a", 2018), ("b", 2019))])


def said(
    id: str, role: str, fen: int, direction: str = "", base: str = "", **more: object
) -> dict[str, object]:
    return {"stated_id": f"{id}:{role}{fen}", "document_id": id, "concept": "overseas", "fund": "general_public",
            "item": "", "role": role, "amount_fen": fen, "step_fen": 10_000, "change_direction": direction,
            "base_year": 2018, "base": base, **more}  # fmt: skip


def outcome(
    documents: pd.DataFrame, rows: list[dict[str, object]], items: list[dict[str, object]] = ()
) -> list[str]:
    table = pd.DataFrame(items, columns=ITEMS)
    return restated.restated(documents, pd.DataFrame(rows), table)["outcome"].tolist()


LATER = [said("b", "level", 3_000_000), said("b", "change", 1_000_000, "increase")]


def test_the_same_figure_another_one_and_none(documents):
    assert outcome(documents, [said("a", "level", 2_000_000), *LATER]) == ["same"]
    assert outcome(documents, [said("a", "level", 2_500_000), *LATER]) == ["differs"]
    assert outcome(documents, LATER) == ["not printed"]


def test_digits_that_are_not_printed_make_no_difference(documents):
    assert outcome(documents, [said("a", "level", 2_005_000), *LATER]) == ["same"]
    assert outcome(documents, [said("a", "level", 2_020_000), *LATER]) == ["differs"]


def test_two_figures_of_one_thing_are_not_chosen_from(documents):
    earlier = [said("a", "level", 2_000_000), said("a", "level", 2_100_000)]
    assert outcome(documents, [*earlier, *LATER]) == ["several"]


def test_execution_is_never_held_against_a_budget(documents):
    rows = [said("a", "level", 2_000_000), said("b", "prior", 1_500_000, base="final")]
    assert outcome(documents, rows) == ["executed"]


def test_a_figure_that_the_prose_leaves_out_is_looked_up_in_the_tables(documents):
    cell = {"document_id": "a", "form": "three_public", "fund": "general_public", "nature": "total",
            "measure": "amount", "item": "x", "concept": "overseas", "amount_fen": 2_000_000, "step_fen": 10_000,
            "line_id": "a:p1t1r1c1", "fiscal_year": 2018}  # fmt: skip
    assert outcome(documents, LATER, [cell]) == ["same"]
    assert outcome(documents, LATER, [{**cell, "fund": "government_fund"}]) == ["not printed"]


def column(documents: pd.DataFrame, now: int, before: int, rows: list[dict[str, object]]) -> list[str]:
    cell = {"document_id": "b", "form": "three_public", "fund": "general_public", "nature": "total",
            "measure": "amount", "item": "x", "concept": "overseas", "step_fen": 10_000, "page": 1, "table": 1,
            "row": 1}  # fmt: skip
    cells = [
        {**cell, "amount_fen": now, "fiscal_year": 2019, "line_id": "b:p1t1r1c2", "col": 2},
        {**cell, "amount_fen": before, "fiscal_year": 2018, "line_id": "b:p1t1r1c1", "col": 1},
    ]
    items = pd.DataFrame(cells, columns=ITEMS)
    return restated.columns_beside_words(documents, pd.DataFrame(rows), items)["outcome"].tolist()


def test_a_prior_year_column_beside_the_prose(documents):
    assert column(documents, 3_000_000, 2_000_000, LATER) == ["same"]
    assert column(documents, 3_000_000, 4_000_000, LATER) == ["differs"]
    other = [*LATER, said("b", "change", 500_000, "decrease")]
    assert column(documents, 3_000_000, 2_000_000, other) == ["several", "several"]


def test_a_row_of_another_scope_is_not_compared(documents):
    assert column(documents, 1_000_000, 2_000_000, LATER) == []


def test_phases_and_bodies_are_not_paired_with_others(documents):
    assert len(restated.vintages(documents)) == 1
    assert restated.vintages(documents.assign(phase=["approved", "executed"])).empty
    assert restated.vintages(documents.assign(series=["a", "b"])).empty
    assert restated.vintages(documents.assign(fiscal_year=[2017, 2019])).empty


def test_what_lines_hold_is_added_up_and_a_budget_without_them_holds_nothing():
    over = pd.DataFrame({"document_id": ["x", "y"], "line_ids": ["", ""]})
    items = pd.DataFrame(
        {
            "document_id": "x", "form": ["basic_expenditure"] * 3 + ["public_expenditure"],
            "nature": ["basic", "basic", "personnel", "basic"], "economic_code": "30311",
            "amount_fen": [5, 2, 7, 7], "line_id": ["x:p1t1r1c1", "x:p1t1r2c1", "x:p1t1r1c2", "x:p2t1r1c1"],
        }
    )  # fmt: skip
    wide = breaks.held(over, items, moved=["30311"], retired=["30302"])
    assert wide[["moved_fen", "retired_fen"]].values.tolist() == [[7, 0], [0, 0]]
    assert wide["line_ids"].str.split().tolist() == [["x:p1t1r1c1", "x:p1t1r2c1"], []]
