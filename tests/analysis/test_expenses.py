"""Two years of one expense: which figures of the year before count, what is a change, what is missing."""

from __future__ import annotations

import pandas as pd

from budgetkit.analysis import expense_parts, expenses

ABOUT = pd.DataFrame({"document_id": ["x"], "fiscal_year": [2026], "entity": "e", "place": "p"})


def figure(row: int, col: int, fen: int, year: int = 2026, **other: object) -> dict[str, object]:
    base = {
        "line_id": f"x:p1t1r{row}c{col}", "document_id": "x", "file": "x.pdf", "page": 1, "table": 1,
        "row": row, "col": col, "concept": "reception", "fund": "general_public", "budget_unit": "",
        "measure": "amount", "fiscal_year": year, "amount_fen": fen, "form": "three_public",
        "economic_code": "", "nature": "total", "step_fen": 1,
    }  # fmt: skip
    return base | other


def measure(fen: int, line_ids: str) -> pd.DataFrame:
    row = {"document_id": "x", "measure": "reception", "status": "printed", "value_fen": fen, "low_fen": fen}
    return pd.DataFrame([row | {"high_fen": fen, "line_ids": line_ids, "form": "three_public"}])


def stated(*changes: tuple[str, int]) -> pd.DataFrame:
    rows = [
        {
            "stated_id": f"x:s{at:03d}", "document_id": "x", "concept": "reception", "within": "",
            "role": "change", "amount_fen": fen, "step_fen": 1, "base": "", "change_direction": way,
        }
        for at, (way, fen) in enumerate(changes)
    ]  # fmt: skip
    columns = ["stated_id", "document_id", "concept", "within", "role", "amount_fen", "step_fen", "base"]
    return pd.DataFrame(rows, columns=[*columns, "change_direction"])


def two(items: list[dict[str, object]], prose: pd.DataFrame) -> pd.Series:
    level = measure(900, "x:p1t1r1c1")
    return expenses.with_change(
        expenses.two_years(level, pd.DataFrame(items), prose, ABOUT, "reception")
    ).iloc[0]


def test_the_year_before_stands_in_the_same_row_or_the_same_column() -> None:
    now = figure(1, 1, 900)
    for before in (figure(1, 2, 1000, 2025), figure(2, 1, 1000, 2025)):
        found = two([now, before], stated(("decrease", 100)))
        assert (found["prior_fen"], found["levels_fen"], found["way"]) == (1000, -100, "fall")
        assert found["agree"]
        assert before["line_id"] in found["line_ids"] and "x:s000" in found["line_ids"]


def test_neither_another_fund_nor_another_unit_nor_two_figures_are_the_year_before() -> None:
    now = figure(1, 1, 900)
    for other in (
        [figure(1, 2, 1000, 2025, fund="government_fund")],
        [figure(1, 2, 1000, 2025, budget_unit="u")],
        [figure(1, 2, 1000, 2025), figure(1, 3, 500, 2025)],
        [figure(2, 2, 1000, 2025)],
    ):
        found = two([now, *other], stated())
        assert pd.isna(found["prior_fen"]) and pd.isna(found["way"])


def test_a_change_that_the_prose_states_twice_otherwise_is_none() -> None:
    now = figure(1, 1, 900)
    assert two([now], stated(("increase", 5), ("increase", 5)))["change_fen"] == 5
    assert pd.isna(two([now], stated(("increase", 5), ("decrease", 5)))["change_fen"])


def test_another_sign_does_not_agree() -> None:
    items = [figure(1, 1, 900), figure(1, 2, 1000, 2025)]
    assert not two(items, stated(("increase", 100)))["agree"]


def test_the_next_budget_of_a_body_says_the_same_year_again() -> None:
    rows = pd.DataFrame(
        {
            "document_id": ["a", "b"], "measure": "reception", "entity": "e", "fiscal_year": [2024, 2025],
            "level_fen": [100, 90], "change_fen": [None, -20], "line_ids": ["a:s1", "b:s1"],
        }
    )  # fmt: skip
    documents = pd.DataFrame({"document_id": ["a", "b"], "series": "a", "phase": "approved"})
    pair = expenses.next_vintage(rows, documents).iloc[0]
    assert (pair["year"], pair["first_fen"], pair["later_fen"], pair["revised_fen"]) == (2024, 100, 110, 10)
    other = documents.assign(phase=["approved", "executed"])
    assert expenses.next_vintage(rows, other).empty


def test_what_lies_within_basic_expenditure_is_all_a_part_none_or_more() -> None:
    for fen, words in ((900, "all"), (400, "a part"), (0, "none"), (950, "more")):
        basic = figure(2, 1, fen, form="basic_expenditure", economic_code="30217", nature="basic")
        found = expense_parts.within_basic(measure(900, "x:p1t1r1c1"), pd.DataFrame([basic]))
        assert found["inside"].tolist() == [words]
    assert expense_parts.within_basic(measure(0, "x:p1t1r1c1"), pd.DataFrame([basic])).empty


def test_an_expense_without_a_row_in_basic_expenditure_is_none_where_others_have_one() -> None:
    level = measure(900, "x:p1t1r1c1")
    rows = {
        code: pd.DataFrame([figure(2, 1, 400, form="basic_expenditure", economic_code=code, nature="basic")])
        for code in ("30201", "302", "3021701")
    }
    found = expense_parts.within_basic(level, rows["30201"])
    assert found[["inside", "line_ids"]].to_numpy().tolist() == [["none", "x:p1t1r1c1"]]
    assert expense_parts.within_basic(level, rows["302"]).empty  # not down to the categories
    assert expense_parts.within_basic(level, rows["3021701"]).empty  # in parts: not known to be all


def test_a_budget_that_prints_no_part_is_left_out_of_the_make_up() -> None:
    parts = list(expenses.PARTS)[1:]
    rows = pd.DataFrame({"document_id": "x", "measure": parts, "value_fen": [1, 1, 1, None]})
    assert expense_parts.composition(rows, ABOUT).empty
