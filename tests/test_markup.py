"""What notebooks show of a disclosure, a reconciliation, a check, a table: right, escaped, the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from IPython.core.formatters import DisplayFormatter

import budgetkit as bk
from budgetkit.markup import MOST, html_table
from budgetkit.rulebook import Check, one
from tests.support import ROOT

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"
EVIL = "<script>alert(1)</script>&\"'"


@pytest.fixture(scope="module")
def banan():
    return bk.read(BANAN)


class Cells(HTMLParser):
    """The cells of HTML tables by row; complains of any tag that tables do not have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        assert tag in ("table", "caption", "tr", "th", "td") and not attrs, tag
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows:
            self.rows[-1][-1] += data


def test_a_disclosure_shows_whose_it_is_its_counts_and_its_forms(banan):
    html = banan._repr_html_()
    assert "<caption>重庆市巴南区政务服务管理办公室 2024 approved</caption>" in html
    rows = Cells(html).rows
    assert ["figures in tables, in prose", "143, 54"] in rows
    assert ["missing", "dept_revenue, state_capital"] in rows and ["unread", "0"] in rows
    assert ["basic_expenditure", "一般公共预算财政拨款基本支出预算表", "6", "万元", "45"] in rows


def test_a_reconciliation_shows_its_outcomes_by_severity_the_errors_first(banan):
    r = bk.reconcile(banan)
    rows = Cells(r._repr_html_()).rows
    assert [row[0] for row in rows[1:]] == [
        "error",
        "convention",
        "plausibility",
        "disclosure",
        "information",
    ]
    counts = r.checks.groupby(["severity", "outcome"]).size()
    for severity, *row in rows[1:]:
        for outcome, count in zip(rows[0][1:], row, strict=True):
            assert int(count) == counts.get((severity, outcome), 0)
    assert sum(int(c) for row in rows[1:] for c in row[1:]) == len(r.checks)


def test_a_reconciliation_shows_its_contradictions_with_both_amounts(banan):
    items = banan.line_items
    total = items.loc[
        (items["form"] == "basic_expenditure") & (items["printed"] == "367.10"), "line_id"
    ].iloc[0]
    wrong = bk.reconcile(banan.with_amount(total, 366_100_000))
    rows = Cells(wrong._repr_html_()).rows
    said = {row[0]: row[2] for row in rows if len(row) == 5}
    assert set(said) == {"check", *wrong.failures["check_id"]}
    assert "reported 366.10 万元, calculated 367.10 万元" in said.values()


def test_a_check_shows_its_amounts_and_its_figures(banan):
    r = bk.reconcile(banan)
    check = next(c for _, c in r._found.values() if c.outcome == "rounding")
    rows = Cells(check._repr_html_()).rows
    assert ["outcome", "rounding"] in rows and ["detail", check.detail] in rows
    assert [row[0] for row in rows if row[0].startswith("banan")] == [f.id for f in check.figures]
    assert len({r[3] for r in rows if r[0].startswith("banan")} & {f.printed for f in check.figures}) > 1


def test_a_check_without_amounts_shows_none(banan):
    rows = Cells(Check("a", "not_applicable", "nothing there")._repr_html_()).rows
    assert rows[1:4] == [["reported", ""], ["calculated", ""], ["tolerance", ""]] and len(rows) == 6


def test_a_table_shows_what_its_columns_mean(banan):
    (summary,) = (t for t in banan.tables if t.slug == "fiscal_summary")
    html = summary._repr_html_()
    assert "<caption>fiscal_summary 财政拨款收支总表, pages 4, 万元</caption>" in html
    assert ["3", "支出 / 合计", "amount", "direction=expenditure"] in Cells(html).rows


def test_text_of_a_document_is_text_in_a_notebook():
    d = bk.read(BANAN)
    d.document = replace(d.document, entity=EVIL, document_id=EVIL)
    d.tables[0].title = EVIL
    d.tables[0].columns[0] = replace(d.tables[0].columns[0], path=(EVIL,))
    r = bk.reconcile(bk.read(BANAN), only=["W10"])
    r.checks[["document_id", "where", "detail"]] = EVIL
    r.checks["outcome"] = "fail"
    for shown, times in ((d, 3), (d.tables[0], 2), (r, 1 + 2 * len(r.checks))):
        html = shown._repr_html_()
        assert Cells(html).rows and html.count("&lt;script&gt;") == times


def test_the_names_of_a_check_are_text_in_a_notebook(banan):
    figure = banan.records("line_items")[0]._replace(printed=EVIL, form=EVIL)
    html = Check(EVIL, "fail", EVIL, named=one(figure))._repr_html_()
    assert "<script" not in html and html.count("&lt;script&gt;") == 4
    assert Cells(html).rows[-1][3] == EVIL


def test_the_same_file_looks_the_same_each_time(banan):
    again = bk.read(BANAN)
    assert again._repr_html_() == banan._repr_html_()
    one, other = bk.reconcile(banan), bk.reconcile(again)
    assert one._repr_html_() == other._repr_html_()
    assert not re.search(r"0x[0-9a-f]{6}|/tmp|\d\d:\d\d:\d\d", banan._repr_html_() + one._repr_html_())


def test_of_many_rows_it_says_how_many_it_leaves_out():
    rows = Cells(html_table("x", [(n,) for n in range(MOST + 3)], ["n"])).rows
    assert rows[-1] == ["and 3 more"] and len(rows) == 1 + MOST + 1


def test_a_notebook_finds_what_to_show(banan):
    for shown in (banan, bk.reconcile(banan, only=["W10"]), Check("a", "exact"), banan.tables[0]):
        data, _ = DisplayFormatter().format(shown)
        assert data["text/html"].startswith("<table>") and data["text/plain"]
