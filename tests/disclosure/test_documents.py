"""What is printed in the Banan 2024 disclosure, read off by eye, is what comes out: from the facsimile
with either reader, and from the text of the real document."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

import budgetkit as bk
from tests.support import ROOT

REAL = ROOT.parent / "shared" / "banan-2024" / "disclosure.md"
FACSIMILE = ROOT / "raw" / "banan-2024-budget.pdf"
SOURCES = [
    pytest.param((FACSIMILE, "rulings"), id="facsimile-rulings"),
    pytest.param((FACSIMILE, "camelot"), id="facsimile-camelot"),
    pytest.param((REAL, "rulings"), id="real-markdown"),
]


def truth(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=SOURCES)
def disclosure(request: pytest.FixtureRequest) -> bk.Disclosure:
    path, engine = request.param
    if not path.exists():
        pytest.skip("../shared/banan-2024 is not here: the real text cannot be read")
    return bk.read(path, engine=engine)


def test_every_printed_figure_is_one_line_item_and_nothing_else_is(disclosure: bk.Disclosure) -> None:
    items = disclosure.line_items
    got = Counter(
        zip(
            items["form"], items["direction"], items["fund"], items["nature"],
            items["function_code"] + items["economic_code"], items["item"], items["printed"].str.strip(), strict=True,
        )
    )  # fmt: skip
    want = Counter(tuple(row.values()) for row in truth("banan_line_items"))
    assert got - want == Counter() and want - got == Counter()
    assert len(items) == 143


def test_amounts_are_exact_fen_of_what_is_printed_in_wan_yuan(disclosure: bk.Disclosure) -> None:
    items = disclosure.line_items
    expected = [round(float(p.replace(",", "")) * 1_000_000) for p in items["printed"]]
    assert items["amount_fen"].tolist() == expected
    assert (
        set(items["unit"]) == {"万元"}
        and set(items["step_fen"]) == {10_000}
        and set(items["state"]) == {"value"}
    )
    assert set(items["fiscal_year"]) == {2024} and set(items["phase"]) == {"approved"}


def test_every_indicator_is_right_also_the_two_after_a_page_break(disclosure: bk.Disclosure) -> None:
    rows = disclosure.indicators
    core = rows["is_core"].map({True: "是", False: "否"})
    got = list(
        zip(rows["form"], rows["indicator"], rows["weight"].map("{:g}".format), rows["operator"], rows["target"],
            rows["unit"], core, strict=True)
    )  # fmt: skip
    assert got == [tuple(row.values()) for row in truth("banan_indicators")]
    budgets = rows.groupby("form")["budget_fen"].unique().map(list).to_dict()
    assert budgets == {"department_targets": [1_137_100_000], "project_targets": [28_000_000]}


def test_nothing_is_unread(disclosure: bk.Disclosure) -> None:
    assert disclosure.unread.to_dict("records") == []


def test_the_row_without_figures_is_three_blanks_not_zeros(disclosure: bk.Disclosure) -> None:
    rows = disclosure.blanks.query("function_code == '2101199'")
    assert len(disclosure.blanks) == 99
    assert rows[["form", "nature", "state"]].values.tolist() == [
        ["public_expenditure", n, "blank"] for n in ("total", "basic", "project")
    ]
    assert rows["amount_fen"].isna().all()


def test_document_says_who_when_and_what(disclosure: bk.Disclosure) -> None:
    d = disclosure.document
    assert (d.entity, d.region) == ("重庆市巴南区政务服务管理办公室", "重庆市巴南区")
    assert (d.fiscal_year, d.phase, d.scope) == (2024, "approved", "department")


def test_the_two_statutory_forms_that_are_not_there_are_listed_as_missing(disclosure: bk.Disclosure) -> None:
    forms = disclosure.forms
    missing = forms[forms["status"] == "missing"]
    assert missing["form"].tolist() == ["dept_revenue", "state_capital"]
    assert len(forms) - len(missing) == 11
    empty = forms.query("status == 'found' and figures == 0 and form in ['government_fund', 'procurement']")
    assert empty["note"].str.contains("无").tolist() == [True, True]


def test_no_error_fails_and_the_three_differences_of_one_cent_are_rounding(disclosure: bk.Disclosure) -> None:
    checks = bk.reconcile(disclosure).checks
    assert checks.query("severity == 'error' and outcome == 'fail'").empty
    rounding = checks.query("outcome == 'rounding'")
    pairs = {(int(r.reported_fen), int(r.calculated_fen)) for r in rounding.itertuples()}
    assert {(1_137_100_000, 1_137_110_000), (367_100_000, 367_110_000), (178_820_000, 178_830_000)} <= pairs
    assert set(rounding["difference_fen"].abs()) == {10_000}


def test_known_findings_come_out_as_findings(disclosure: bk.Disclosure) -> None:
    checks, findings = (r := bk.reconcile(disclosure)).checks, r.findings
    rules = set(findings["rule_id"])
    assert {"W19", "D01", "D14", "D16", "P04"} <= rules
    coverage = checks[checks["rule_id"] == "X23"].iloc[0]
    assert (coverage["reported_fen"], coverage["calculated_fen"]) == (28_000_000, 770_000_000)
    assert "2101199" in " ".join(findings.loc[findings["rule_id"] == "W19", "detail"])


def test_the_parts_of_the_three_public_table_are_told_apart(disclosure: bk.Disclosure) -> None:
    printed = disclosure.line_items.query("form == 'three_public'")
    blank = disclosure.blanks.query("form == 'three_public'")
    assert printed[["concept", "printed"]].values.tolist() == [
        ["three_public", "0.20"],
        ["reception", "0.20"],
    ]
    assert blank["concept"].tolist() == ["overseas", "vehicles", "vehicle_purchase", "vehicle_operation"]
