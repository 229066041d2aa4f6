"""Lists of projects: only what the figures show to be the lowest level counts."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetkit.analysis import projects


def listed(amounts: list[int], adds: list[bool | None], whole: int) -> list[int]:
    rows = pd.DataFrame(
        {
            "line_id": [str(at) for at in range(len(amounts))], "document_id": "x", "form": "project_list",
            "measure": "amount", "fund": "total", "carried": False, "page": 1, "table": 1,
            "row": range(len(amounts)), "is_total": False, "adds": pd.array(adds, dtype="boolean"),
            "step_fen": 1, "amount_fen": amounts,
        }
    )  # fmt: skip
    measure = pd.DataFrame({"document_id": ["x"], "value_fen": [whole]})
    return projects.listed_projects(rows, measure)["amount_fen"].tolist()


def test_units_and_groups_above_their_projects_are_no_projects() -> None:
    amounts, adds = [60, 30, 10, 20, 30, 40, 40], [False, False, True, True, True, False, True]
    assert listed(amounts, adds, 100) == [10, 20, 30, 40]


@pytest.mark.parametrize(
    ("amounts", "adds", "whole"),
    [
        ([60, 30, 30], [True, False, False], 60),  # the unit adds, its projects do not
        ([30, 30], [True, True], 90),  # another total is printed
        ([30, 30], [True, None], 60),  # it is not known what adds
        ([30, 30], [True, True], 0),
    ],
)
def test_a_list_whose_lowest_level_the_figures_do_not_tell_is_left_out(amounts, adds, whole) -> None:
    assert listed(amounts, adds, whole) == []


def test_a_document_without_printed_project_expenditure_is_left_out() -> None:
    rows = pd.DataFrame({"document_id": ["y"], "value_fen": [60]})
    items = pd.DataFrame(columns=["form", "measure", "fund", "carried", "amount_fen", "is_total"])
    items = items.assign(document_id="", page=1, table=1, row=1, adds=True)
    assert projects.listed_projects(items, rows).empty


def test_special_funds_and_what_cannot_be_worked_out_are_left_out_of_the_coverage() -> None:
    rows = pd.DataFrame(
        {"document_id": list("xyzw"), "measure": "targets_coverage", "value": [0.25, 1.0, None, 0.5]}
    )
    sheets = pd.DataFrame(
        {
            "document_id": list("xyyz"),
            "form": ["project_targets"] * 2 + ["special_fund_targets", "project_targets"],
        }
    )
    every, kept = projects.covered(rows, sheets, rows[["document_id"]])
    assert every["document_id"].tolist() == ["x", "y", "z"]  # w has no sheet
    assert kept["share"].tolist() == [0.25]
