"""How far the checks can be trusted: what was measured, counted."""

from __future__ import annotations

import pandas as pd

from budgetkit.analysis import trust
from tests.support import ROOT


def measured(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "processed" / "measured" / f"{name}.csv")


def test_every_error_has_one_fate():
    errors = trust.fates(measured("injection"))
    assert set(errors["fate"]) == set(trust.FATES)
    kinds = trust.by_kind(errors)
    assert kinds["n"].sum() == len(errors)
    assert kinds.drop(columns="n").sum(axis=1).round(9).eq(1).all()


def test_what_is_found_is_what_the_benchmark_prints():
    errors = trust.fates(measured("injection"))
    assert errors["fate"].ne("unseen").sum() == errors["detected"].sum()
    amounts = errors[errors["one_amount"] == 1]
    assert f"{amounts['detected'].mean():.1%}" in (ROOT / "README.md").read_text().replace(" %", "%")


def test_every_judged_alarm_has_a_verdict_in_words():
    judged = trust.judged(measured("alarms"))
    assert set(judged["judged"]) == set(trust.VERDICTS)
    assert trust.verdicts(judged)["n"].sum() == len(judged)


def test_a_rate_has_no_difference_between_amounts():
    checks = pd.DataFrame({
        "document_id": "x", "rule_id": ["W01", "I08"], "severity": "error", "outcome": "fail",
        "reported_fen": [90, 90], "calculated_fen": [100, 0], "difference_fen": [-10, 90],
    })  # fmt: skip
    documents = pd.DataFrame({"document_id": ["x"], "entity": "某局", "fiscal_year": 2024, "copy_of": ""})
    rules = pd.DataFrame({"id": ["W01", "I08"], "statement_en": "s"})
    found = trust.contradictions(checks, documents, rules)
    assert found["part"].notna().tolist() == [True, False]


def test_copies_count_once():
    checks = pd.DataFrame({
        "document_id": ["x", "y"], "rule_id": "W01", "severity": "error", "outcome": "fail",
        "reported_fen": 90, "calculated_fen": 100, "difference_fen": -10,
    })  # fmt: skip
    documents = pd.DataFrame({
        "document_id": ["x", "y"], "entity": "某局", "fiscal_year": 2024, "copy_of": ["", "x"],
    })  # fmt: skip
    rules = pd.DataFrame({"id": ["W01"], "statement_en": "s"})
    assert trust.contradictions(checks, documents, rules)["document_id"].tolist() == ["x"]


def test_an_alarm_about_a_code_is_no_difference_between_amounts():
    keys = {"rule_id": "W08", "where": ["a", "b"]}
    real = pd.DataFrame({"document_id": "x", "part": [0.5, 0.2], **keys})
    alarms = pd.DataFrame({"document": "x", "what": "The items are numbered in sequence", **keys}).head(1)
    found = trust.with_page(real, alarms)
    assert found["by_code"].tolist() == [True, False] and found["what"].tolist()[1] == ""
    assert found["part"].isna().tolist() == [True, False]


def test_a_copy_has_the_place_of_its_folder():
    documents = pd.DataFrame({"document_id": ["beijing-01"], "region": ["北京市"]})
    files = pd.Series(["beijing-03", "banan-2024-budget"])
    assert trust.place_of(files, documents).tolist() == ["Beijing 北京市", "Banan"]
