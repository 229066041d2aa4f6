"""observed.csv: a row for every rule and ratio, and thresholds that lie where the rules' notes say."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.observed import COLUMNS, STATISTICS, Observation, measures, observe, state, summarise, written
from budgetkit.knowledge.data import table

ROWS = {(row["rule_id"], row["measure"]): row for row in table("observed")}
CLAIM = re.compile(
    r"(?P<limit>[\d.]+%?) (?P<side>above|below) "
    r"(?P<statistic>minimum|p05|p25|median|p75|p95|maximum) of (?P<measure>[^;]+)"
)
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
    assert COLUMNS[:6] == ["rule_id", "measure", "documents", "holds", "fails", "undecided"]


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


def test_the_source_says_how_many_documents_of_how_many_places_and_names_none() -> None:
    sources = {row["source"] for row in ROWS.values()}
    assert sources == {"154 collected disclosures of 13 places, 2017-2026"}


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
        Observation("a", 2017, {("P01", ""): "holds", key: "holds"}, {key: 2.0}),
        Observation("a", 2020, {("P01", ""): "fails", key: "fails"}, {key: 3.0}),
        Observation("b", None, {("P01", ""): "undecided", key: "undecided"}, {}),
    ]
    rows = {(row["rule_id"], row["measure"]): row for row in summarise(seen)}
    counts, ratio = rows["P01", ""], rows[key]
    assert [counts[k] for k in COLUMNS[2:6]] == ["3", "1", "1", "1"]
    assert [ratio[k] for k in COLUMNS[2:6]] == ["2", "1", "1", "1"]
    assert [ratio[k] for k in ("minimum", "p05", "median", "maximum")] == ["2", "2.05", "2.5", "3"]
    assert ratio["source"] == "3 collected disclosures of 2 places, 2017-2020"


def test_what_is_written_is_what_is_loaded() -> None:
    text = written(ROWS.values())
    assert list(csv.DictReader(text.splitlines())) == list(ROWS.values())


@pytest.mark.parametrize("name", ["chongqing/chongqing-04", "shanghai/shanghai-05", "jiangsu/jiangsu-03"])
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
