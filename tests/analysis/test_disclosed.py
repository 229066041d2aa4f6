"""What budgets disclose: found, empty, elsewhere or missing are told apart, and no one is blamed for a file."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetkit.analysis import disclosed
from budgetkit.knowledge import table

NO_PROSE = pd.DataFrame({"document_id": [], "concept": [], "printed": [], "item": []}, dtype=str)
RULES = pd.DataFrame({"id": ["D02", "D15"], "reference": ["standard_catalogue", "convention"]})


def test_every_rule_that_is_asked_about_is_in_the_catalogue() -> None:
    assert set(disclosed.ASKED) <= {row["id"] for row in table("rules")}
    assert set(disclosed.PROSE_RULES) <= set(disclosed.ASKED)


@pytest.mark.parametrize(
    ("outcome", "detail", "figures", "state"),
    [
        ("exact", "found", 3, "with figures"),
        ("exact", "found 2 times", 0, "empty"),
        ("exact", "fund_summary is printed in its place", 0, "another table in its place"),
        ("not_applicable", "not in the document; the prose says so", 0, "nothing, says the prose"),
        ("fail", "not in the document", 0, "not found"),
    ],
)
def test_a_table_is_there_empty_elsewhere_or_not_found(outcome, detail, figures, state) -> None:
    forms = pd.DataFrame({"document_id": ["x"], "form": ["a"], "status": ["found"], "figures": [figures]})
    checks = pd.DataFrame(
        {"document_id": ["x"], "rule_id": ["D01"], "where": ["a"], "outcome": [outcome], "detail": [detail]}
    )
    place = pd.DataFrame({"document_id": ["x"], "page": [1], "table": [1]})
    cells = place.assign(form="a")
    assert disclosed.form_states(forms, checks, place.iloc[:0], cells)["state"].tolist() == [state]
    doubtful = disclosed.form_states(forms, checks, place, cells)["state"].tolist()
    assert doubtful == [state + ", some not read" if state == "with figures" else state]


def words(
    rule: str, outcomes: list[str], stated: pd.DataFrame = NO_PROSE, apart: tuple[str, ...] = ()
) -> list:
    checks = pd.DataFrame({"document_id": "x", "rule_id": rule, "where": "document", "outcome": outcomes})
    return disclosed.kept(checks, RULES, stated, apart)["kept"].tolist()


def test_one_part_that_fails_or_is_undecided_decides() -> None:
    assert words("D02", ["exact", "not_applicable"]) == ["found"]
    assert words("D02", ["exact", "insufficient"]) == ["cannot be told"]
    assert words("D02", ["exact", "fail", "insufficient"]) == ["not found"]
    assert words("D02", ["not_applicable"]) == []


def test_what_stands_in_another_file_is_not_missing() -> None:
    assert words("D02", ["fail"], apart=("x",)) == ["cannot be told"]


def test_the_ninth_table_is_not_asked_for_by_the_catalogue() -> None:
    checks = pd.DataFrame({
        "document_id": "x", "rule_id": "D01", "where": ["three_public", "state_capital"],
        "outcome": ["exact", "fail"],
    })  # fmt: skip
    rules = pd.DataFrame({"id": ["D01"], "reference": ["standard_catalogue"]})
    found = disclosed.kept(checks, rules, NO_PROSE).set_index("asked")[["by", "kept"]]
    assert found.loc[disclosed.NINTH].tolist() == [disclosed.CUSTOM, "not found"]
    assert found.loc[disclosed.ASKED["D01"]].tolist() == [disclosed.DUTY, "found"]


def test_a_headcount_is_one_of_people_who_are_staff() -> None:
    stated = pd.DataFrame(
        {"document_id": ["x"], "concept": ["headcount"], "printed": ["17个"], "item": ["编制"]}
    )
    assert words("D15", ["exact"], stated) == ["not found"]
    assert words("D15", ["exact"], stated.assign(printed="17名")) == ["found"]
    assert words("D15", ["exact"], stated.assign(printed="1人", item="退休")) == ["not found"]
