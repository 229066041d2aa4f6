"""Where checks agree: every decided check in one cell, in words, and its light the worst of them."""

from __future__ import annotations

import pandas as pd

import budgetkit as bk
from budgetkit.analysis import lights, told
from tests.support import ROOT

D = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
R = bk.reconcile(D)
FORMS = pd.DataFrame({"form": ["dept_summary", "dept_revenue"], "status": ["found", "missing"]})


def checks(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["rule_id", "severity", "where", "outcome"])


def cell(*rows: tuple[str, str, str, str]) -> list[str]:
    """Row, column, light and count of what should be one cell."""
    cells = lights(checks(*rows), FORMS)
    assert len(cells) == 1
    return [str(value) for value in cells[["row", "column", "light", "count"]].iloc[0]]


def test_every_decided_check_stands_in_one_cell() -> None:
    decided = R.checks["outcome"].isin(["exact", "rounding", "fail"]) & R.checks["severity"].ne("information")
    assert lights(R.checks, D.forms)["decided"].sum() == decided.sum() == 405


def test_rows_are_the_tables_of_the_document_its_text_and_itself_and_no_other() -> None:
    cells = lights(R.checks, D.forms)
    rows = list(dict.fromkeys(cells["row"]))
    assert rows[0] == "Fiscal appropriation summary" and rows[-2:] == ["the text", "the document as a whole"]
    assert len(rows) == 13 and "Department revenue" not in rows
    assert (cells["decided"] > 0).all()


def test_a_light_is_the_worst_of_its_checks_and_has_a_sign_that_needs_no_colour() -> None:
    ok = ("W08", "error", "dept_summary / a", "exact")
    close = ("W08", "error", "dept_summary / b", "rounding")
    finding = ("W19", "disclosure", "dept_summary", "fail")
    wrong = ("W08", "error", "dept_summary / c", "fail")
    place = ["Department revenue and expenditure summary", "within\nthe table"]
    assert cell(ok) == [*place, "green", "1"]
    assert cell(ok, close) == [*place, "amber", "2 ≈"]
    assert cell(ok, close, finding) == [*place, "blue", "3 ?"]
    assert cell(ok, close, finding, wrong) == [*place, "red", "4 ×"]


def test_what_is_said_of_a_table_that_is_missing_stands_under_the_document_as_a_whole() -> None:
    assert cell(("D01", "disclosure", "dept_revenue", "fail"))[0] == "the document as a whole"


def test_what_was_not_decided_and_what_is_only_information_is_no_light() -> None:
    rows = checks(
        ("W08", "error", "dept_summary", "insufficient"), ("X23", "information", "project targets", "fail")
    )
    assert lights(rows, FORMS).empty


def test_a_finding_says_its_rule_its_place_and_how_many_others_do_not_keep_it() -> None:
    findings = told(R.findings).set_index("where")
    assert findings.loc["30226 / operating total", "about"] == "labour services / running cost"
    assert findings.loc["dept_revenue", "about"] == "Department revenue"
    assert round(findings.loc["prose / basis of comparison", "others_against"], 3) == 0.484
