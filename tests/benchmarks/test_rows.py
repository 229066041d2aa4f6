"""What was measured, as files that notebooks read."""

from __future__ import annotations

import csv

import pytest

from benchmarks import alarms, benign, injection
from benchmarks._rows import write_rows
from tests.support import DATA, ROOT

MEASURED = ROOT / "processed" / "measured"


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("injection", injection.COLUMNS),
        ("reach", injection.REACH),
        ("benign", benign.COLUMNS),
        ("alarms", alarms.COLUMNS),
    ],
)
def test_a_committed_file_has_the_columns_of_its_benchmark(name, columns):
    with (MEASURED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames) == columns
        assert len(list(reader)) > 100


def test_the_alarms_are_those_that_were_judged():
    with (MEASURED / "alarms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["verdict"] for row in rows if row["fails"] == "1"} == {"contradiction"}
    with (DATA / "judged_alarms.csv").open(encoding="utf-8", newline="") as file:
        assert [(r["rule_id"], r["where"], r["verdict"]) for r in csv.DictReader(file)] == [
            (r["rule_id"], r["where"], r["verdict"]) for r in rows
        ]


def test_true_is_written_as_one(tmp_path):
    write_rows(tmp_path / "new" / "x.csv", ["a", "b"], [(True, "x"), (False, 3)])
    assert (tmp_path / "new" / "x.csv").read_text(encoding="utf-8") == "a,b\n1,x\n0,3\n"


def test_outcomes_of_errors_become_rows():
    outcome = injection.Outcome("sign", frozenset(["W02", "W01"]), "x:p1t1r1c1", True, True, 1, True)
    assert list(injection.rows([("x.pdf", [outcome], [])])) == [
        ("x", "sign", True, "W01 W02", "x:p1t1r1c1", True, True, 1, True)
    ]
