"""What a check speaks of, on the page: figures, blanks, words, indicators, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.analysis import evidence
from budgetkit.outputs.shown import _spots
from tests.support import ROOT
from tests.support.typeset import Document, Table

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
    spots = list(_spots(D, FINDINGS.loc["prose / basis of comparison"]))
    assert {spot[:2] for spot in spots} == {(0, 2)} and len(spots) >= 14


def test_of_what_is_missing_there_is_nothing_to_show() -> None:
    assert evidence(D, FINDINGS.loc["dept_revenue"]) is None


def test_a_figure_is_boxed_where_it_stands() -> None:
    row = D.line_items.set_index("line_id").loc["banan-2024-budget:p6t1r19c4"]
    check = {"line_ids": "banan-2024-budget:p6t1r19c4", "pages": "6", "where": "x"}
    assert list(_spots(D, check)) == [(0, 6, tuple(row[["x0", "y0", "x1", "y1"]].astype(float)))]


def test_of_several_files_the_one_that_the_figure_stands_in_is_shown(tmp_path: Path) -> None:
    files = []
    for name, amount in (("a", "1.00"), ("b", "2.00")):
        page = Document(tmp_path / f"{name}.pdf").paragraph("2024年部门预算")
        for _ in range(2 if name == "b" else 1):
            page.paragraph("本表反映支出。" * 3)
        page.heading("部门支出总表").paragraph("单位：万元")
        rows = [["科目编码", "科目名称", "总计"], ["201", "一般公共服务支出", amount]]
        page.table(Table(rows, header_rows=1)).save()
        files.append(tmp_path / f"{name}.pdf")
    d = bk.read(files)
    row = next(row for row in d.line_items.to_dict("records") if row["printed"] == "2.00")
    assert row["file"] == "b.pdf" and not d.line_items["line_id"].duplicated().any()
    check = {"line_ids": row["line_id"], "pages": "2:1", "where": "x"}
    [(file, page, box)] = _spots(d, check)
    assert (file, page) == (1, 1) and box[1] == row["y0"]
    assert repr(evidence(d, check)).startswith("page 1 of b.pdf of ")
    words = {"line_ids": "", "pages": "2:1", "where": "page 1 / 本表反映支出"}
    assert {spot[0] for spot in _spots(d, words)} == {1}
