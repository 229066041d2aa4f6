"""Every question of the index is answered by its line of code, with a notebook and a function that are there."""

from __future__ import annotations

import importlib

import pandas as pd
import pytest

from docs.generate.questions import ABOUT, SETUP, answer, questions, shown
from tests.support import ROOT

ASKED = questions()


@pytest.fixture(autouse=True)
def _at_home(monkeypatch):
    monkeypatch.chdir(ROOT)


def found(path: str) -> object:
    """Return what a dotted path names: a module, and what is in it."""
    parts = path.split(".")
    for split in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:split]))
        except ImportError:
            continue
        for name in parts[split:]:
            thing = getattr(thing, name)
        return thing
    raise AttributeError(path)


def is_empty(value: object) -> bool:
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def test_there_are_forty_questions_each_asked_once_in_both_languages():
    assert len(ASKED) == 40
    for key in ("question_zh", "question_en", "code"):
        assert len({row[key] for row in ASKED}) == 40, key
    assert {row["about"] for row in ASKED} == set(ABOUT)
    assert all(row["question_zh"][-1] == "？" and row["question_en"][-1] == "?" for row in ASKED)


@pytest.mark.parametrize("row", ASKED, ids=lambda row: row["question_en"][:40])
def test_the_line_of_a_question_answers_it(row):
    assert "\n" not in row["code"]
    value = answer(row["code"])
    assert not is_empty(value)
    assert len(shown(value)) > 20


@pytest.mark.parametrize("row", ASKED, ids=lambda row: row["question_en"][:40])
def test_notebook_and_function_of_a_question_are_there_and_the_function_is_used(row):
    assert (ROOT / "notebooks" / f"{row['notebook']}.ipynb").is_file()
    assert found(row["function"]) is not None
    used = {"Disclosure": "read", "Reconciliation": "reconcile"}.get(row["function"].rpartition(".")[2])
    assert (used or row["function"].rpartition(".")[2]) in SETUP + row["code"]


def test_a_question_of_figures_has_the_figure_that_is_printed():
    by_code = {row["question_en"]: answer(row["code"]) for row in ASKED[:11]}
    assert by_code["How much is to be spent in all?"]["amount"].tolist() == ["1,137.10 万元"]
    assert by_code["How much are labour-service fees, and on which page?"]["printed"] == "155.04"


def test_an_answer_of_many_rows_says_how_many_are_left_out():
    assert "14 more rows" in shown(pd.DataFrame({"a": range(20)}))
    assert "more rows" not in shown(pd.DataFrame({"a": range(6)}))
    assert "<th>a</th>" in shown(pd.Series({"a": 1})), "what a value is called is kept"
    assert "&lt;b&gt;" in shown("<b>") and "<b>" not in shown("<b>")


def test_an_empty_answer_and_a_function_that_is_not_there_are_found():
    assert is_empty(answer("d.unread")) and not is_empty(answer("r.consistency"))
    with pytest.raises(AttributeError):
        found("budgetkit.no_such_function")
