"""What the generated pages of the site say: links, code tables, rules and their cases."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re

import pandas as pd
import pytest

import budgetkit as bk
import docs.generate
from docs.generate import api, cases, codes, peers, rules
from docs.generate.search import pieces
from docs.generate.stage import pages, relinked, stage
from tests.support import ROOT

RULES = bk.rules().set_index("id")


@pytest.fixture(autouse=True)
def _at_home(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def rule_pages() -> dict[str, str]:
    return dict(rules.pages())


def page_of(rule: str) -> str:
    return rules.page(RULES.reset_index().set_index("id", drop=False).loc[rule].to_dict())


@pytest.mark.parametrize(
    "name", [m.name for m in pkgutil.iter_modules(docs.generate.__path__) if m.name[0] != "_"]
)
def test_the_examples_of_a_generator_come_out(name):
    assert doctest.testmod(importlib.import_module(f"docs.generate.{name}")).failed == 0


@pytest.mark.parametrize(
    "path", [*ROOT.glob("docs/*.py"), *ROOT.glob("docs/generate/*.py")], ids=lambda p: p.name
)
def test_a_generator_fits_a_few_screens(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 310


def test_every_page_and_notebook_of_the_repository_is_in_the_site(tmp_path):
    stage(tmp_path)
    there = set(pages())
    assert {f"notebooks/{path.name}" for path in ROOT.glob("notebooks/*.ipynb")} <= there
    assert {"CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/rule-language.md"} <= there
    assert (tmp_path / "architecture.md").is_file() and (tmp_path / "notebooks" / "README.md").is_file()


def test_a_link_to_nothing_stays_so_that_the_build_complains():
    assert relinked("[x](nothing.md)", "docs/a.md", {"docs/a.md"}) == "[x](nothing.md)"


def test_a_link_to_what_is_no_page_becomes_its_path():
    known = {"docs/a.md", "notebooks/b.ipynb"}
    assert relinked("[b](../notebooks/b.ipynb)", "docs/a.md", known) == "[b](notebooks/b.ipynb)"
    assert relinked("[a](../docs/a.md#x)", "notebooks/b.ipynb", known) == "[a](../a.md#x)"
    assert relinked("[the rules](../LICENSE)", "docs/a.md", known) == "the rules (`LICENSE`)"
    assert (
        relinked("[out](https://example.org/a.md)", "docs/a.md", known) == "[out](https://example.org/a.md)"
    )


def test_search_cuts_chinese_alike_wherever_it_stands():
    assert set(pieces("劳务费 30226")) <= set(pieces("其中劳务费支出 (30226)"))
    assert not set(pieces("劳务费")) <= set(pieces("劳务、会务费"[:3]))


def test_every_rule_has_a_page_with_what_it_says_and_rests_on(rule_pages):
    assert len(rule_pages) == len(RULES) + 1
    for rule, row in RULES.iterrows():
        text = rule_pages[f"rules/{rule}.md"]
        plain = text.replace("\\", "").replace("&lt;", "<")
        assert row["statement_zh"] in plain and row["statement_en"] in plain, rule
        assert row["reference_title"] in plain, rule
        assert f"[{rule}]({rule}.md)" in rule_pages["rules/index.md"]
        for reading in row["readings"].split():
            assert f"`{reading}`" in text, rule


def test_a_rule_page_counts_what_became_of_its_checks_in_the_panel(rule_pages):
    checks = bk.load("checks", panel=True)
    own = checks[checks["rule_id"].eq("W01") & checks["outcome"].eq("fail")]
    said = re.search(r"\| \S+ does not agree \| (\d+) \| (\d+) \|", rule_pages["rules/W01.md"])
    assert said and [int(n) for n in said.groups()] == [len(own), own["document_id"].nunique()]


@pytest.mark.parametrize("rule", RULES.index)
def test_the_cases_of_a_rule_pass_and_fail_as_they_say(rule):
    severity = RULES.loc[rule, "severity"]
    good, bad = cases.passing(rule), cases.failing(rule, severity)
    assert good.check["rule_id"] == rule and good.check["outcome"] in cases.AGREES
    assert (bad is None) == (rule == "D17")
    if bad:
        assert bad.check["rule_id"] == rule and bad.check["outcome"] == "fail"


def test_a_contradiction_is_shown_only_if_it_was_judged_on_its_page():
    for rule, row in RULES[RULES["severity"].eq("error")].iterrows():
        bad = cases.failing(rule, "error")
        if bad and bad.kind == "panel":
            key = (bad.check["document_id"], rule, bad.check["where"])
            assert key in cases._judged(), row["statement_en"]


def test_an_alarm_that_nobody_judged_is_not_shown_as_a_contradiction(monkeypatch):
    monkeypatch.setattr(cases, "_judged", set)
    assert cases.failing.__wrapped__("W01", "error").kind == "injected"
    assert cases.failing.__wrapped__("P04", "plausibility").kind == "panel"


def test_an_error_put_in_is_said_to_be_one():
    text = page_of("W10")
    assert cases.failing("W10", "error").kind == "injected"
    assert "An error put in 人为改错" in text and rules.CONTRADICTION not in text
    assert "A made document 虚构的例子" in page_of("Y02")


def test_a_finding_of_the_panel_is_said_to_be_no_error():
    assert cases.failing("P04", "plausibility").kind == "panel"
    assert rules.FINDING in page_of("P04") and rules.CONTRADICTION not in page_of("P04")
    assert rules.CONTRADICTION in page_of("W01") and rules.FINDING not in page_of("W01")


def test_a_rule_without_a_failing_case_says_so():
    assert rules.NONE in page_of("D17")


def test_figures_of_a_case_stand_with_amount_page_and_id():
    rows = bk.load("line_items", panel=True).set_index("line_id")
    for sign, figure in cases.passing("W01").figures:
        assert sign in "=+-" and rows.loc[figure["id"], "printed"] == figure["printed"]
        assert f"`{figure['id']}`" in page_of("W01") and figure["printed"] in page_of("W01")


def test_code_tables_have_every_code_with_its_names_and_cofog():
    found = dict(codes.pages())
    for kind in codes.TABLES:
        listed = bk.codes(kind)
        assert found[f"codes/{kind}.md"].count("\n| `") == len(listed)
    line = next(x for x in found["codes/functional.md"].splitlines() if x.startswith("| `2080505` "))
    assert "机关事业单位基本养老保险缴费支出" in line and "10." in line
    assert "50205" in next(x for x in found["codes/economic.md"].splitlines() if x.startswith("| `30226` "))


def test_every_public_name_is_on_a_page_of_the_interface():
    whole = "\n".join(text for _, text in api.pages())
    for name in bk.__all__:
        thing = getattr(bk, name)
        assert f"budgetkit.{name}" in whole or f"{thing.__name__}" in whole, name
    for name in bk.analysis.__all__:
        if callable(getattr(bk.analysis, name)) and name not in bk.__all__:
            assert f"budgetkit.analysis.{name}" in whole, name


def test_the_agreement_of_both_readers_is_that_of_the_measured_table():
    text = peers.agreement()
    measured = pd.read_csv("processed/measured/agreement.csv").query("cells_compared > 0")
    assert f"In {len(measured)} files" in text and f"{measured['cells_compared'].sum():,} cells" in text
