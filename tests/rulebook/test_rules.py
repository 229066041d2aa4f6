"""Every rule has a statement in both languages, a reference, and a case that passes and one that fails."""

from __future__ import annotations

import pytest

from budgetkit.knowledge.data import table
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.rulebook.rules import SEVERITIES, rules
from tests.support.cases import read_cases
from tests.support.worked import document, documents

CASES = read_cases()
IDS = [row["id"] for row in table("rules")]


def test_every_rule_has_a_case() -> None:
    assert [rule for rule in IDS if rule not in CASES] == [], "give it one in tests/data/reconcile_cases.txt"


def outcomes(text: str, rule: str) -> list[str]:
    first, *others = documents(text)
    return reconcile(first, only=[rule], against=others).checks["outcome"].tolist()


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_holds_in_its_passing_case(rule: str) -> None:
    found = outcomes(CASES[rule].text, rule)
    assert "fail" not in found or rule == "D01", found
    assert "exact" in found or "rounding" in found, found


@pytest.mark.parametrize("rule", [r for r in IDS if CASES[r].old])
def test_a_rule_fails_in_its_failing_case(rule: str) -> None:
    case = CASES[rule]
    assert case.text.count(case.old) >= 1
    before = outcomes(case.text, rule).count("fail")
    assert outcomes(case.text.replace(case.old, case.new, 1), rule).count("fail") > before


def test_a_table_without_a_unit_fails_d07() -> None:
    doc = document(CASES["W02"].text)
    doc.forms.loc[0, "unit"] = ""
    assert reconcile(doc, only=["D07"]).findings["where"].tolist() == ["public_expenditure / page 1"]


def test_an_unknown_state_fails_d17() -> None:
    doc = document(CASES["W02"].text)
    doc.line_items.loc[0, "state"] = "perhaps"
    assert reconcile(doc, only=["D17"]).checks["outcome"].tolist() == ["fail"]


def test_every_rule_has_a_worked_case_and_every_case_a_rule() -> None:
    assert set(CASES) == set(IDS)


@pytest.mark.parametrize("row", table("rules"), ids=IDS)
def test_every_rule_is_stated_in_two_languages_with_a_reference(row: dict[str, str]) -> None:
    assert any("\u4e00" <= c <= "\u9fff" for c in row["statement_zh"])
    assert len(row["statement_en"]) > 20
    assert row["reference"] in {r["id"] for r in table("references")}
    assert row["severity"] in SEVERITIES
    assert row["note"] or row["reference"] not in ("convention", "observed", "unconfirmed")


def test_rule_ids_are_unique_and_of_the_catalogue() -> None:
    assert len(IDS) == len(set(IDS)) == 121
    assert all(i[0] in "WXNIYPD" and i[1:].isdigit() and len(i) == 3 for i in IDS)


def test_rules_of_disclosure_and_conventions_are_never_errors() -> None:
    severity = rules().set_index("id")["severity"]
    assert set(severity[severity.index.str.startswith("D")]) == {"disclosure", "information"}
    assert {severity[i] for i in ("X19", "X20", "X09", "W16")} == {"convention"}
    assert {severity[i] for i in ("W19", "X08", "D01", "D02", "D10")} == {"disclosure"}


def test_what_most_disclosures_do_not_keep_is_no_finding() -> None:
    """I04 is arithmetic: a rate of increase from nothing is wrong however usual."""
    known = rules().set_index("id")
    custom = known[known["observed_against"] > known["observed_for"]]
    assert set(custom.index) - {"I04"} <= set(known.index[known["severity"] == "information"])
    assert set(known.index[known["severity"] == "information"]) == {"X15", "X23", "N06", "N12", "D09", "D15"}


def test_no_regulation_is_cited_that_was_not_read() -> None:
    for row in table("references"):
        if row["kind"] in ("regulation", "disclosure"):
            assert row["read_at"], row["id"]


def test_rules_name_their_reference_in_full() -> None:
    row = rules().set_index("id").loc["D04"]
    assert "预算法实施条例" in row["reference_title"]
    assert row["reference_read_at"]


def test_a_rule_stands_in_the_group_that_its_letter_says() -> None:
    groups = {row["id"][0]: row["group"] for row in table("rules")}
    assert list(groups) == list("WXNIYPD")
    assert all(row["group"] == groups[row["id"][0]] for row in table("rules"))
    assert len(set(groups.values())) == len(groups)
    assert "group" not in rules()
