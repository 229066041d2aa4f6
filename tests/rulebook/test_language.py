"""The rule language: every rule is read, a mistyped one is refused when rules are loaded, and all of it is documented."""

from __future__ import annotations

import csv
import doctest
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from budgetkit.checks import NAMED
from budgetkit.errors import KnowledgeError
from budgetkit.knowledge import table
from budgetkit.rulebook import KINDS, Check, Rule, load_rules
from budgetkit.rulebook import load as loading
from budgetkit.rulebook.grammar import NOTHING, Grammar, Lookup, afterwards, shape
from budgetkit.rulebook.vocabulary import value, values

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rule-language.md"


def mistyped(monkeypatch: pytest.MonkeyPatch, rule: str, column: str, old: str, new: str) -> str:
    """What loading says of rules of which one has `new` for `old` in a column."""
    rows = [dict(row) for row in table("rules")]
    row = next(row for row in rows if row["id"] == rule)
    assert row[column].count(old) >= 1
    row[column] = row[column].replace(old, new, 1)
    monkeypatch.setattr(loading, "table", lambda name: tuple(rows))
    with pytest.raises(KnowledgeError) as error:
        load_rules(NAMED)
    return str(error.value)


def test_every_rule_is_read() -> None:
    found = load_rules(NAMED)
    assert [rule.id for rule in found] == [row["id"] for row in table("rules")]
    for rule, row in zip(found, table("rules"), strict=True):
        known = NAMED if rule.kind == "check" else KINDS
        assert rule.check is known[rule.name].check
        assert rule.name in (row["kind"], row["terms"].split(" ")[0])
        assert (rule.terms is None) == (known[rule.name].grammar is NOTHING)


def test_terms_are_what_the_grammar_makes_of_them() -> None:
    rules = {rule.id: rule for rule in load_rules(NAMED)}
    assert rules["D04"].terms == ("public_expenditure", 7)
    assert rules["W15"].terms == (("three_public",), ("concept", ("vehicles",)))
    assert [rule.id for rule in rules["Y04"].terms] == ["N01", "N02", "N03", "N04", "N05", "N10", "", "", ""]
    assert (rules["X11"].since, rules["X11"].until) == (2018, 9999)
    assert not rules["X11"].holds_in(2017)
    assert rules["X11"].holds_in(None)


MISTYPED = {
    "a form": ("D04", "terms", "public_expenditure", "public_expenditures", "'public_expenditures' is no form of forms.csv", "FORM NUMBER"),
    "a concept": ("D06", "terms", "overseas", "oversea", "'oversea' is no concept of", "FORM CONCEPT…"),
    "a row": ("W10", "terms", "[grand_total]", "[grand_totals]", "'grand_totals' is no row: total, all, lines, classes, a CODE or a CONCEPT", "FORMULA"),
    "a code": ("X10", "terms", "[2080506]", "[2080560]", "'2080560' is no code of functional", "FORMULA"),
    "a key": ("X01", "terms", "nature=basic", "natur=basic", "figures have no key 'natur'", "FORMULA"),
    "a value": ("X01", "terms", "nature=basic", "nature=base", "'base' is no value of nature: basic,", "FORMULA"),
    "a bracket": ("X10", "terms", "[2080506]", "[2080506", "'public_expenditure[2080506 nature=basic' is not a SELECTOR", "FORMULA"),
    "a form in a formula": ("X04", "terms", "dept_expenditure[", "dept_expense[", "'dept_expense' is no FORM of forms.csv, nor stated", "FORMULA"),
    "the name of a check": ("D05", "terms", "lowest_level", "lowest_levels", "there is no check 'lowest_levels'", "a check of budgetkit.checks"),
    "a reference": ("N13", "terms", "N01 N02", "N01 N92", "there is no rule 'N92' in rules.csv", "RULE…"),
    "a reference by as": ("Y04", "terms", "as Y02", "as Y22", "there is no rule 'Y22' in rules.csv", "RULE…; "),
    "a reference to rules": ("Y04", "terms", "as Y02", "as W01", "rule W01 does not say by which rules", "RULE…; "),
    "a reference to itself": ("N13", "terms", "N01 N02", "N01 N13", "rule N13 speaks of itself", "RULE…"),
    "an operator": ("W10", "terms", " = ", " == ", "is not a FORMULA", "FORMULA"),
    "an operator of a family": ("N07", "terms", " = ", " == ", "is not a FAMILY: CONCEPT = PART + … or CONCEPT > PART + …", "FAMILY; …"),
    "a word between": ("W01", "terms", " of total", " total", "'nature total basic' is not DIMENSION of TOTAL…", "FORM… by DIMENSION of TOTAL…"),
    "a total": ("W02", "terms", "total basic", "total project", "'project' is no total by nature: total, basic", "FORM… by DIMENSION of TOTAL…"),
    "a sum": ("W09", "terms", "parents totals", "parent totals", "'parent' is no sum down a classification: parents, totals, lines", "FORM…: SUM…; …"),
    "a key to match": ("N05", "terms", "by concept", "by concepts", "figures have no key 'concepts'", " by KEY…; …"),
    "a range": ("P04", "terms", "0%..3%", "0%-3%", "'0%-3%' is not a range", "MEASURE; …"),
    "a pattern": ("D02", "terms", "(没有|", "((没有|", "is no pattern: missing )", "PATTERN"),
    "a number": ("D08", "terms", "20", "twenty", "'twenty' is no number", "NUMBER"),
    "too much": ("D09", "terms", "contact", "contact us", "'us' is too much", "nothing"),
    "the kind": ("W01", "kind", "row_sum", "sum", "there is no kind 'sum'", "one of row_sum, hierarchy, formula, match, check"),
    "the severity": ("W01", "severity", "error", "wrong", "the severity is unknown", "one of error, convention, plausibility, disclosure"),
    "the years": ("X11", "until", "", "2010", "these are no years", "since, and until not before it"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTYPED)
def test_a_mistyped_rule_is_refused_with_its_id_what_is_wrong_and_what_was_expected(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule, column, old, new, wrong, expected = MISTYPED[what]
    said = mistyped(monkeypatch, rule, column, old, new)
    assert said.startswith(f"rules.csv, {rule}: ")
    assert wrong in said
    assert expected in said.partition("; expected ")[2].partition(", found ")[0]
    text = said.partition(", found ")[2].strip("'\"…")
    assert new in text or text in next(r for r in table("rules") if r["id"] == rule)["terms"]


def test_rules_are_read_when_the_first_document_is_reconciled_and_not_before() -> None:
    code = "import budgetkit, sys\nprint(sys.modules['budgetkit.checks'].all_rules.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "0\n"


def test_a_rule_of_a_second_pass_is_given_what_the_others_found_and_lets_them_look_where_it_is_alone() -> (
    None
):
    first = Rule("A1", "formula", "formula", "terms", "error", lambda ledger, terms: iter([terms]))
    second = Rule("A2", "check", "again", (first,), "error", lambda ledger, found: iter([found]), second=True)
    ledger: Any = SimpleNamespace(once=lambda key, work: work())
    assert second.run(ledger, {"A1": ["seen"]}) == [{"A1": ["seen"]}]  # type: ignore[list-item, comparison-overlap]
    assert second.run(ledger) == [{"A1": ["terms"]}]  # type: ignore[comparison-overlap]


def test_a_rule_is_evaluated_once_for_a_ledger_and_its_checks_can_be_changed_by_who_asked() -> None:
    kept: dict[object, Any] = {}
    ledger: Any = SimpleNamespace(once=lambda key, work: kept.get(key) or kept.setdefault(key, work()))
    asked: list[str] = []

    def look(ledger: Any, terms: str) -> Iterator[Check]:
        asked.append(terms)
        yield Check("here", "exact")

    rule = Rule("A1", "formula", "formula", "terms", "error", look)
    rule.run(ledger).clear()
    assert [check.where for check in rule.run(ledger)] == ["here"]
    assert asked == ["terms"]


def test_a_grammar_of_rules_has_the_rules_themselves() -> None:
    grammar, _, second, _ = afterwards(lambda ledger, found: iter(()))
    lookup: Lookup = {"A1": "one", "A2": "two"}.__getitem__  # type: ignore[assignment]
    assert grammar.parse("A1 A2", lookup) == ("one", "two")
    assert second
    assert not shape(Grammar("WORD", lambda text, rules: text), lambda ledger, text: iter(())).second


def test_the_figures_that_are_published_have_no_key_or_value_that_rules_could_not_name() -> None:
    for name in ("line_items", "blanks", "stated"):
        with (ROOT / "processed" / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for key in ("form", "concept", "direction", "fund", "nature", "measure", "role", "code_kind"):
            found = {row[key] for row in rows if row.get(key)}
            assert found <= values(key), (name, key)
            assert {value(key, one) for one in found} == found


def test_the_page_on_the_language_runs() -> None:
    done = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8")
    assert done.failed == 0
    rules = {rule.id: rule for rule in load_rules(NAMED)}
    shown = {rules[id].name for id in re.findall(r'read\("(\w+)"\)', PAGE.read_text(encoding="utf-8"))}
    known = {**KINDS, **NAMED}
    assert {known[name].grammar.form for name in shown} == {grammar.form for grammar, *_ in known.values()}


def test_the_page_names_every_kind_and_every_check_with_its_grammar() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for name, (grammar, *_) in {**KINDS, **NAMED}.items():
        assert any(f"`{name}`" in line and f"`{grammar.form}`" in line for line in lines), (
            name,
            grammar.form,
        )


def test_how_to_add_a_rule_points_to_the_page() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "docs/rule-language.md" in text.partition("## Add a rule")[2].partition("\n## ")[0]
