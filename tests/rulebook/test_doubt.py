"""What is recognised with doubt accuses nobody; an identity proves it, or says what it should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit import analysis
from budgetkit.disclosure.disclosure import Disclosure
from budgetkit.disclosure.part import Part
from budgetkit.errors import ExtractionError
from budgetkit.outputs.tables import tables_of
from budgetkit.readers import Grid
from budgetkit.tables import recognise
from tests.support import inline

HEAD = "科目编码|科目名称|总计|基本支出|项目支出"
ROWS = [
    "合计||9.00|7.00|2.00",
    "205|教育支出|9.00|7.00|2.00",
    "20502|普通教育|9.00|7.00|2.00",
    "2050201|学前教育|4.00|4.00|",
    "2050202|小学教育|5.00|3.00|2.00",
]


def scanned(
    tmp_path: Path, rows: list[str], doubted: dict[tuple[int, int], float], head: str = HEAD
) -> Disclosure:
    """A table as a picture shows it: the cells (row, column) of some have a low score."""
    d = inline.document(tmp_path, inline.table("部门支出总表", "\n".join([head, *rows])))
    pages = []
    for page in d.pages:
        blocks = [
            replace(b, cells=tuple(replace(c, score=doubted.get((c.row, c.col), 0.999)) for c in b.cells))
            if isinstance(b, Grid)
            else b
            for b in page
        ]
        pages.append(replace(page, blocks=tuple(blocks), scanned=True))
    part = replace(d.parts[0], pages=pages, tables=recognise(pages))
    assert isinstance(part, Part)
    return Disclosure(d.document, [part], "scan")


def state(d: Disclosure, row: int, col: int) -> str:
    return next(f.state for f in d.records("line_items") if (f.row, f.col) == (row, col))


def test_an_amount_with_a_low_score_is_doubtful_and_has_its_amount_and_score(tmp_path: Path) -> None:
    d = scanned(tmp_path, ROWS, {(5, 3): 0.6})
    [row] = d.line_items[d.line_items["state"].eq("doubtful")].to_dict("records")
    assert (row["printed"], row["amount_fen"], row["ocr_score"]) == ("3.00", 3_000_000, 0.6)


def test_an_identity_that_closes_exactly_proves_its_only_doubtful_term(tmp_path: Path) -> None:
    d = scanned(tmp_path, ROWS, {(5, 3): 0.6})
    r = bk.reconcile(d)
    assert [id.rpartition(":")[2] for id in r.proved] == ["p1t1r5c3"] and r.failures.empty
    assert set(tables_of(d, r, digests=[""])["line_items"]["state"]) == {"value", "proved"}


def test_two_doubtful_terms_that_are_only_ever_together_are_not_proved(tmp_path: Path) -> None:
    rows = ["合计||9.00||", "205|教育支出|9.00||"]  # both may have been misread alike
    d = scanned(tmp_path, rows, {(1, 2): 0.6, (2, 2): 0.6})
    r = bk.reconcile(d)
    assert r.checks["outcome"].eq("exact").any() and r.proved == frozenset()


def test_a_doubtful_figure_raises_no_alarm_and_what_it_should_be_is_proposed(tmp_path: Path) -> None:
    wrong = [*ROWS[:-1], "2050202|小学教育|5.00|8.00|2.00"]
    r = bk.reconcile(scanned(tmp_path, wrong, {(5, 3): 0.6}))
    assert r.failures.empty and r.findings["line_ids"].eq("").all() and not r.proved
    open_ = r.checks[r.checks["detail"].str.contains("recognised with doubt: 8.00", regex=False)]
    assert len(open_) >= 2 and set(open_["outcome"]) == {"insufficient"}
    [suspect] = r.suspects.to_dict("records")
    assert suspect["line_id"].endswith("r5c3") and (suspect["required_fen"], suspect["slip"]) == (
        3_000_000,
        "one_digit",
    )
    sure = bk.reconcile(scanned(tmp_path, wrong, {}))
    assert len(sure.failures) >= 2 and sure.failures["detail"].str.endswith("read from a picture").all()


def test_a_doubtful_figure_in_the_table_keeps_others_from_accusing(tmp_path: Path) -> None:
    wrong = ["合计||9.99|7.00|2.00", *ROWS[1:4], "2050202|小学教育|5.00|8.00|2.00"]
    r = bk.reconcile(scanned(tmp_path, wrong, {(5, 3): 0.6}))
    assert r.failures.empty and r.checks["detail"].str.contains("0.99 万元 apart").any()
    assert len(bk.reconcile(scanned(tmp_path, wrong, {})).failures) >= 3


def test_a_doubtful_figure_is_not_added_nor_given_as_a_measure(tmp_path: Path) -> None:
    alone = ["合计||9.00|7.00|2.00"]
    d = scanned(tmp_path, alone, {(1, 2): 0.6, (1, 3): 0.6})
    with pytest.raises(ExtractionError, match="recognised on a picture with doubt"):
        analysis.total(d.line_items.assign(adds=True), form="dept_expenditure", nature="total")
    m = bk.measures(d).set_index("measure")
    assert (
        m.loc["total_expenditure", "status"] == "doubtful" and m.loc["total_expenditure"].isna()["value_fen"]
    )
    assert m.loc["total_expenditure", "candidates"].startswith("9.00 万元")


def test_a_dash_in_doubt_is_listed_since_it_may_be_a_one(tmp_path: Path) -> None:
    rows = [*ROWS[:3], "2050201|学前教育|4.00|4.00|-", ROWS[4]]
    d = scanned(tmp_path, rows, {(4, 4): 0.6})
    assert d.unread[["printed", "why"]].values.tolist() == [["-", "recognised with doubt"]]


def test_a_doubtful_code_becomes_the_one_that_its_name_and_the_rows_above_allow(tmp_path: Path) -> None:
    rows = [*ROWS[:3], "2050801|学前教育|4.00|4.00|", ROWS[4]]
    d = scanned(tmp_path, rows, {(4, 0): 0.6})
    assert [f.function_code for f in d.records("line_items") if f.row == 4] == ["2050201"] * 2
    assert state(d, 4, 2) == "value"


def test_figures_under_a_doubtful_code_that_nothing_settles_are_listed(tmp_path: Path) -> None:
    rows = [*ROWS[:3], "2050801|学前教青|4.00|4.00|", ROWS[4]]
    d = scanned(tmp_path, rows, {(4, 0): 0.6})
    assert d.unread["printed"].tolist() == ["4.00", "4.00"]
    assert set(d.unread["why"]) == {"the code of its row is recognised with doubt"}
    assert bk.reconcile(d).failures.empty


def test_figures_of_a_table_whose_heading_of_codes_is_misread_are_listed(tmp_path: Path) -> None:
    misread = "科目墙码|科目名称|总计|基本支出|项目支出"
    d = scanned(tmp_path, ROWS, {(0, 0): 0.3}, misread)
    assert d.line_items.empty and len(d.unread) == 15
    assert set(d.unread["why"][1:]) == {"the heading of its codes is recognised with doubt"}


def test_a_name_in_doubt_that_no_table_knows_leaves_its_figures_in_doubt(tmp_path: Path) -> None:
    rows = [*ROWS[:3], "2050201|学前教育众|4.00|4.00|", ROWS[4]]
    d = scanned(tmp_path, rows, {(4, 1): 0.6})
    assert [state(d, 4, col) for col in (2, 3)] == ["doubtful"] * 2 and state(d, 5, 2) == "value"
    known = scanned(tmp_path, ROWS, {(4, 1): 0.6})
    assert [state(known, 4, col) for col in (2, 3)] == ["value"] * 2


@pytest.mark.parametrize(
    ("heading", "score", "states"),
    [
        ("é项目支出", 0.6, ["value", "doubtful"]),
        ("2023年项目支出", 0.6, ["value", "doubtful"]),
        ("2024年项目支出", 0.6, ["value", "value"]),
        ("项目支出", 0.6, ["value", "value"]),
        ("é项目支出", 0.999, ["value", "value"]),
    ],
    ids=["unknown", "another year", "its year", "known", "sure"],
)
def test_figures_under_a_heading_in_doubt_that_is_not_known_or_says_another_year_are_in_doubt(
    tmp_path: Path, heading: str, score: float, states: list[str]
) -> None:
    d = scanned(tmp_path, ROWS, {(0, 4): score}, HEAD.replace("项目支出", heading))
    assert [state(d, 5, col) for col in (3, 4)] == states


def test_a_year_in_doubt_that_two_headings_say_leaves_its_figures_in_doubt(tmp_path: Path) -> None:
    head = "科目编码|科目名称|总计|2024年基本支出|2024年项目支出"
    d = scanned(tmp_path, ROWS, {(0, 4): 0.9}, head)
    assert [state(d, 5, col) for col in (2, 3, 4)] == ["value", "value", "doubtful"]
