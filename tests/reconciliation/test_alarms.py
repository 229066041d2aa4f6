"""The error checks that fail over all real disclosures, each one judged on its page (judged_alarms.csv).

Those of the verdict `contradiction` are printed there, and fail. The others failed once: rows are not printed
(a finding, D18), amounts are cut off, money carried over is counted on one side, a rule was too strict for a
layout, or a figure of the prose was bound to the wrong thing. None of these may fail again. `defect` is a
false alarm that still is one: a defect to be mended, not an exception.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache

import pytest

import budgetkit as bk
from budgetkit.amounts import parse
from tests.support import DATA, ROOT

Key = tuple[str, str, str]
"""Document of the panel, rule and place of a failed check."""

FALSE_ALARMS = 0
"""How many false alarms are owned up to: lower it with each one mended."""


def judged() -> list[dict[str, str]]:
    """Read the table of alarms; page, figures and verdict were taken from the printed page by eye."""
    with (DATA / "judged_alarms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(*verdicts: str) -> list[dict[str, str]]:
    return [r for r in judged() if r["verdict"] in verdicts]


@cache
def documents() -> dict[str, str]:
    """The document of the panel that each file belongs to."""
    rows = bk.load("documents", ROOT / "processed", panel=True)[["document_id", "files"]].values.tolist()
    return {file: name for name, files in rows for file in files.split()}


def key(row: dict[str, str]) -> Key:
    return documents()[row["file"]], row["rule_id"], row["where"]


def fen(text: str) -> int | None:
    number, _, unit = text.partition(" ")
    return parse(number, unit).fen if number else None


@pytest.fixture(scope="session")
def failing() -> list[tuple[Key, int | None, int | None]]:
    """Return what is said against the disclosures, errors and missing rows: key, reported and calculated in fen.

    From the panel, which is made again where the disclosures are at hand (tests/outputs/test_panel.py).
    """
    rows = bk.load("checks", ROOT / "processed", panel=True)
    rows = rows[(rows["outcome"] == "fail") & ((rows["severity"] == "error") | (rows["rule_id"] == "D18"))]
    amounts = rows[["reported_fen", "calculated_fen"]].astype(object)
    amounts = amounts.where(amounts.notna(), None)
    return [
        ((str(r.document_id), str(r.rule_id), str(r.where)), reported, calculated)
        for r, (reported, calculated) in zip(rows.itertuples(), amounts.to_numpy(), strict=True)
    ]


def test_every_contradiction_and_every_missing_row_is_found(
    failing: list[tuple[Key, int | None, int | None]],
) -> None:
    assert Counter(map(key, of("contradiction", "finding"))) - Counter(row[0] for row in failing) == Counter()


def test_it_is_found_with_the_figures_that_are_printed(
    failing: list[tuple[Key, int | None, int | None]],
) -> None:
    printed: dict[Key, set[tuple[int | None, int | None]]] = {}
    for r in of("contradiction", "finding"):  # the rows of several units may be at one place
        printed.setdefault(key(r), set()).add((fen(r["reported"]), fen(r["calculated"])))
    assert {row[0]: row[1:] for row in failing if row[1:] not in printed.get(row[0], {row[1:]})} == {}


def test_nothing_else_in_the_disclosures_fails(failing: list[tuple[Key, int | None, int | None]]) -> None:
    """What fails was seen on its page, or is a defect that is owned up to; what was excused does not fail again."""
    listed = Counter(map(key, of("contradiction", "finding", "defect")))
    assert Counter(row[0] for row in failing) - listed == Counter()


def test_the_false_alarms_that_are_left_are_owned_up_to() -> None:
    assert len(of("defect")) == FALSE_ALARMS
