"""The table of formats: what is known of a document beforehand, against what is read of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import budgetkit as bk
from benchmarks.formats import documents, judge
from tests.support import DATA

FOLDER = DATA / "formats"
MADE = [p for p in documents(FOLDER) if p.stem.startswith("made-")]


@pytest.mark.parametrize("path", documents(FOLDER), ids=lambda p: p.name)
def test_of_the_known_figures_none_is_missing_and_none_wrong(path: Path) -> None:
    score = judge(path)[0]
    assert (score.missing, score.wrong) == (0, 0) and score.known >= 25
    assert score.listed == (2 if "one-sheet" in path.name else 0), "those of the hidden row"


@pytest.mark.parametrize("path", MADE, ids=lambda p: p.name)
def test_a_workbook_that_adds_up_is_accused_of_no_error(path: Path) -> None:
    checks = bk.reconcile(bk.read(path)).checks
    wrong = checks[checks["outcome"].eq("fail") & checks["severity"].eq("error")]
    assert wrong.empty, wrong[["rule_id", "where", "detail"]].to_string()


def test_a_figure_that_is_known_otherwise_is_missing_and_wrong(tmp_path: Path) -> None:
    path = Path(shutil.copy(FOLDER / "made-unified.xlsx", tmp_path))
    truth = (FOLDER / "made-unified.truth").read_text(encoding="utf-8")
    path.with_suffix(".truth").write_text(truth.replace("350.00", "351.00", 1), encoding="utf-8")
    score, lacks, more = judge(path)
    assert (score.right, score.missing, score.wrong) == (score.known - 1, 1, 1)
    assert lacks.total() == more.total() == 1
