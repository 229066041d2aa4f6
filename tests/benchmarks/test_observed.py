"""observed.csv: a row for every rule and ratio, and thresholds that lie where the rules' notes say."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.alarms import CLAIM
from benchmarks.observed import (
    COLUMNS,
    STATISTICS,
    Observation,
    counted,
    measures,
    observe,
    published,
    state,
    summarise,
    written,
)
from budgetkit.knowledge.data import table

ALL = table("observed")
ROWS = {(row["rule_id"], row["measure"]): row for row in ALL if row["phase"] == "approved"}
DOCUMENTS = table("observed_documents")
NOTES = {row["id"]: row["note"] for row in table("rules")}
RATIOS = [(rule, m) for rule, known in measures().items() for m in known]


def number(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def test_every_rule_has_a_row_of_counts_and_every_ratio_a_distribution() -> None:
    counts = {(row["id"], "") for row in table("rules")}
    assert set(ROWS) == counts | {(rule, m.name) for rule, m in RATIOS}
    assert len(RATIOS) == 12


def test_the_columns_are_those_that_the_loader_expects() -> None:
    assert list(next(iter(ROWS.values()))) == COLUMNS
    assert COLUMNS[:7] == ["rule_id", "measure", "phase", "documents", "holds", "fails", "undecided"]


def test_the_counts_of_a_rule_add_up_to_the_documents() -> None:
    for (rule, measure), row in ROWS.items():
        holds, fails, undecided = (int(row[k]) for k in ("holds", "fails", "undecided"))
        decided = holds + fails
        assert int(row["documents"]) == (decided if measure else decided + undecided), (rule, measure)


def test_the_statistics_of_a_ratio_are_in_order() -> None:
    for rule, m in RATIOS:
        row = ROWS[rule, m.name]
        found = [float(row[k]) for k in STATISTICS]
        assert found == sorted(found), m.name
        assert int(row["documents"]) > 0
    assert all(row[k] == "" for key, row in ROWS.items() if not key[1] for k in STATISTICS)


def test_the_source_says_how_many_publications_of_how_many_places_and_each_is_named() -> None:
    counts = {
        "approved": "130 publications of 19 places, 2019-2026",
        "executed": "4 publications of 3 places, 2019-2024",
    }
    assert {(row["phase"], row["source"]) for row in ALL} == set(counts.items())
    named = [d["phase"] for d in DOCUMENTS if d["counted"] == "yes"]
    assert {phase: int(source.split()[0]) for phase, source in counts.items()} == dict(Counter(named))
    assert len(DOCUMENTS) == 166


def test_every_value_of_a_distribution_is_that_of_a_named_publication() -> None:
    """So that `above all 45 others` can be audited."""
    phases = {d["document"]: d["phase"] for d in DOCUMENTS if d["counted"] == "yes"}
    seen = Counter((v["rule_id"], v["measure"], phases[v["document"]]) for v in table("observed_values"))
    stated = {(r["rule_id"], r["measure"], r["phase"]): int(r["documents"]) for r in ALL if r["measure"]}
    assert {key: n for key, n in stated.items() if n} == dict(seen)


def test_copies_other_years_and_units_of_a_department_that_is_there_do_not_count() -> None:
    seen = [
        Observation("a", 2024, {}, {}, "approved", "one", "某局", frozenset({"某站"}), 9),
        Observation("a", 2024, {}, {}, "approved", "copy", "某局", frozenset(), 5),
        Observation("a", 2023, {}, {}, "approved", "older", "某局", frozenset(), 9),
        Observation("a", 2023, {}, {}, "executed", "account", "某局", frozenset(), 9),
        Observation("a", 2024, {}, {}, "approved", "unit", "某站", frozenset(), 9),
        Observation("b", 2024, {}, {}, "approved", "elsewhere", "某站", frozenset(), 9),
    ]
    assert counted(seen) == {
        "copy": "copy or part of one",
        "older": "another year of one",
        "unit": "unit of one",
    }


def test_of_a_department_and_its_own_unit_of_one_name_the_department_counts() -> None:
    seen = [
        Observation("a", 2024, {}, {}, "approved", "unit", "某局", frozenset(), 9, "unit"),
        Observation("a", 2024, {}, {}, "approved", "department", "某局", frozenset(), 5),
        Observation("a", 2024, {}, {}, "approved", "prose", "某局", frozenset(), 0),
    ]
    assert counted(seen) == dict.fromkeys(("unit", "prose"), "copy or part of department")


def test_the_parts_of_a_publication_say_together_what_holds() -> None:
    rule = ("W01", "")
    tables = Observation("a", 2024, {rule: "holds"}, {}, "approved", "tables", "某局", frozenset(), 9)
    prose = Observation("a", 2024, {rule: "fails"}, {}, "approved", "prose", "某局", frozenset(), 1)
    assert [(o.document, o.states[rule]) for o in published([tables, prose])] == [("tables", "fails")]


@pytest.mark.parametrize(("rule", "measure"), RATIOS, ids=[f"{r} {m.name}" for r, m in RATIOS])
def test_every_limit_lies_where_the_note_of_its_rule_says(rule: str, measure: object) -> None:
    name = measure.name  # type: ignore[attr-defined]
    claims = [c for c in CLAIM.finditer(NOTES[rule]) if c["measure"].strip() == name]
    assert claims
    for claim in claims:
        limit, seen = number(claim["limit"]), Fraction(ROWS[rule, name][claim["statistic"]])
        assert (limit > seen) == (claim["side"] == "above"), claim[0]
        assert limit != seen, claim[0]


def test_every_upper_limit_in_force_is_judged_by_the_corpus() -> None:
    for rule, m in RATIOS:
        named = {number(c["limit"]) for c in CLAIM.finditer(NOTES[rule]) if c["measure"].strip() == m.name}
        assert m.in_year(2024)[-1].high in named if m.in_year(2024) else named, m.name


def test_no_claim_of_a_note_speaks_of_a_ratio_that_does_not_exist() -> None:
    for rule, note in NOTES.items():
        for claim in CLAIM.finditer(note):
            assert (rule, claim["measure"].strip()) in ROWS, claim[0]


def test_the_ratios_of_the_corpus_bear_out_the_rates() -> None:
    """Half of the collected disclosures lie within 0.1 % of 2, and most imply a base of at most the pay."""
    pensions = ROWS["P01", "30108 / 30109"]
    assert 1.998 < float(pensions["p25"]) <= 2 <= float(pensions["p75"]) < 2.002
    base = ROWS["P03", "30108 at 16% / 30101+30102+30103+30107"]
    assert float(base["p95"]) < 1.02


# how it is made ---------------------------------------------------------------------------------------


def test_a_rule_holds_where_something_is_decided_and_nothing_fails() -> None:
    assert state(["exact", "not_applicable", "unread"]) == "holds"
    assert state(["rounding"]) == "holds"
    assert state(["exact", "fail"]) == "fails"
    assert state(["insufficient", "unread", "not_applicable"]) == "undecided"


def test_documents_are_counted_and_ratios_spread_over_them() -> None:
    key = ("P01", "30108 / 30109")
    seen = [
        Observation("a", 2017, {("P01", ""): "holds", key: "holds"}, {key: 2.0}, document="1"),
        Observation("a", 2020, {("P01", ""): "fails", key: "fails"}, {key: 3.0}, document="2"),
        Observation("b", None, {("P01", ""): "undecided", key: "undecided"}, {}, document="3"),
    ]
    rows = {(r["rule_id"], r["measure"]): r for r in summarise(seen) if r["phase"] == "approved"}
    counts, ratio = rows["P01", ""], rows[key]
    assert [counts[k] for k in COLUMNS[3:7]] == ["3", "1", "1", "1"]
    assert [ratio[k] for k in COLUMNS[3:7]] == ["2", "1", "1", "1"]
    assert [ratio[k] for k in ("minimum", "p05", "median", "maximum")] == ["2", "2.05", "2.5", "3"]
    assert ratio["source"] == "3 publications of 2 places, 2017-2020"


def test_what_is_written_is_what_is_loaded() -> None:
    assert list(csv.DictReader(written(ALL).splitlines())) == list(ALL)


@pytest.mark.parametrize("name", ["chongqing/chongqing-04", "shanghai/shanghai-05", "xian/xian-05"])
def test_a_document_of_the_corpus_lies_within_its_distributions(shared: Path, name: str) -> None:
    """A sample: ``python -m benchmarks observed DIR --check`` recomputes the whole file."""
    seen = observe(shared / "corpus" / f"{name}.pdf")
    assert len(seen.values) >= 4
    for key, value in seen.values.items():
        row = ROWS[key]
        low, high = float(row["minimum"]), float(row["maximum"])
        assert low * (1 - 1e-5) <= value <= high * (1 + 1e-5), key
    for (rule, measure), found in seen.states.items():
        assert int(ROWS[rule, measure][found]) > 0, rule
