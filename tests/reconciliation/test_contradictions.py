"""The error checks that fail over all real disclosures are listed, each one seen on its page.

Most are contradictions that are printed there (known_contradictions.csv). The others are false alarms
(known_false_alarms.csv): the page is right, and the package misread a figure, bound it to the wrong thing,
or has a rule that is too strict for the layout. That list is one of defects to be mended (issue: alarms
that hold). It is not a list of exceptions: a row leaves it with the defect, and none comes to it unseen.
"""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.amounts import parse
from tests.support import DATA

pytestmark = pytest.mark.xdist_group("corpus")

Key = tuple[str, str, str]
"""File, rule and place of a failed check."""

UNDECIDED = "undecided: "
FALSE_ALARMS = 25
"""The false alarms that are known: lower it with each one mended; to raise it is to own up to a defect."""


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known() -> list[dict[str, str]]:
    """Read the table of contradictions; page and figures were taken from the printed page by eye."""
    return table("known_contradictions.csv")


def false_alarms() -> list[dict[str, str]]:
    """Read the table of checks that fail although the page is right: defects of the package, to be mended."""
    return table("known_false_alarms.csv")


def key(row: dict[str, str]) -> Key:
    return row["file"], row["rule_id"], row["where"]


def fen(text: str) -> int | None:
    number, _, unit = text.partition(" ")
    return parse(number, unit).fen if number else None


def failures(path: Path) -> list[tuple[Key, int | None, int | None]]:
    """Return the failed error checks of one disclosure: key, reported and calculated in fen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages that hold only images cannot contradict anything
        rows = bk.reconcile(bk.read(path)).failures
    amounts = rows[["reported_fen", "calculated_fen"]].astype(object)
    amounts = amounts.where(amounts.notna(), None)
    return [
        ((path.name, str(r.rule_id), str(r.where)), reported, calculated)
        for r, (reported, calculated) in zip(rows.itertuples(), amounts.to_numpy(), strict=True)
    ]


@pytest.fixture(scope="session")
def failing(shared: Path) -> list[tuple[Key, int | None, int | None]]:
    paths = sorted((shared / "corpus").glob("*/*.pdf"))
    if not paths:
        pytest.skip("the disclosures of shared/corpus are not beside the repository")
    with ProcessPoolExecutor(2) as pool:
        return [row for rows in pool.map(failures, paths, chunksize=3) for row in rows]


def test_every_known_contradiction_is_found(failing: list[tuple[Key, int | None, int | None]]) -> None:
    found = Counter(row[0] for row in failing)
    listed = Counter(key(r) for r in known() if not r["what"].startswith(UNDECIDED))
    assert listed - found == Counter()


def test_it_is_found_with_the_figures_that_are_printed(
    failing: list[tuple[Key, int | None, int | None]],
) -> None:
    printed: dict[Key, set[tuple[int | None, int | None]]] = {}
    for r in known():  # the rows of several units may be at one place
        printed.setdefault(key(r), set()).add((fen(r["reported"]), fen(r["calculated"])))
    assert {row[0]: row[1:] for row in failing if row[1:] not in printed.get(row[0], {row[1:]})} == {}


def test_nothing_else_in_the_disclosures_fails(failing: list[tuple[Key, int | None, int | None]]) -> None:
    """What fails is a contradiction seen on its page, or a false alarm that is owned up to; not that all is well."""
    listed = Counter(key(r) for r in (*known(), *false_alarms()))
    assert Counter(row[0] for row in failing) - listed == Counter()


def test_a_false_alarm_that_is_mended_is_taken_off_the_list(
    failing: list[tuple[Key, int | None, int | None]],
) -> None:
    """Every listed false alarm still is one: this test fails where one is mended, and its row is to be deleted."""
    found = Counter(row[0] for row in failing)
    assert Counter(key(r) for r in false_alarms()) - found == Counter()


def test_the_list_of_false_alarms_does_not_grow_in_silence() -> None:
    assert len(false_alarms()) == FALSE_ALARMS


def test_a_false_alarm_says_on_one_page_what_is_to_be_mended_and_is_no_contradiction() -> None:
    for row in false_alarms():
        assert int(row["page"]) > 0
        assert row["kind"] in ("misread", "misbound", "rule")
        assert len(row["what"]) > 20
    assert {key(r) for r in false_alarms()}.isdisjoint(key(r) for r in known())


def test_a_row_says_on_one_page_what_contradicts_what() -> None:
    for row in known():
        assert int(row["page"]) > 0
        assert len(row["what"]) > 20
        assert (row["reported"] == "") <= (row["calculated"] == "")
