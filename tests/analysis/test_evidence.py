"""What a check speaks of, on the page: figures, blanks, words, indicators, or nothing."""

from __future__ import annotations

import pytest

import budgetkit as bk
from budgetkit.analysis import evidence
from budgetkit.analysis.evidence import _boxes
from tests.support import ROOT

D = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
FINDINGS = bk.reconcile(D).findings.set_index("where", drop=False)


@pytest.mark.parametrize(
    ("where", "caption"),
    [
        ("30226 / operating total", "page 6 of banan-2024-budget: 2 boxes"),
        ("public_expenditure", "page 5 of banan-2024-budget: 1 box"),
        ("page 1 / 单位基本情况", "page 1 of banan-2024-budget: 1 box"),
        ("department_targets", "page 11 of banan-2024-budget: 4 boxes"),
        ("project_targets", "page 12 of banan-2024-budget: 1 box"),
    ],
)
def test_what_a_finding_speaks_of_is_boxed(where: str, caption: str) -> None:
    assert repr(evidence(D, FINDINGS.loc[where])) == caption


def test_every_sentence_that_a_finding_speaks_of_is_boxed() -> None:
    boxes = list(_boxes(D, FINDINGS.loc["prose / basis of comparison"]))
    assert {page for page, _ in boxes} == {2} and len(boxes) >= 14


def test_of_what_is_missing_there_is_nothing_to_show() -> None:
    assert evidence(D, FINDINGS.loc["dept_revenue"]) is None


def test_a_figure_is_boxed_where_it_stands() -> None:
    row = D.line_items.set_index("line_id").loc["banan-2024-budget:p6t1r19c4"]
    check = {"line_ids": "banan-2024-budget:p6t1r19c4", "pages": "6", "where": "x"}
    assert list(_boxes(D, check)) == [(6, tuple(row[["x0", "y0", "x1", "y1"]].astype(float)))]
