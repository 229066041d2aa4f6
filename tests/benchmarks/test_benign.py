"""Honest changes of layout raise no alarm; without the readings that excuse them they would."""

from __future__ import annotations

import sys
import warnings
from types import SimpleNamespace

import pytest

import budgetkit as bk
from benchmarks.alarms import Alarm, counted, limits, verdict
from benchmarks.benign import KINDS, changes, report
from benchmarks.injection import copy
from tests.support import ROOT


@pytest.fixture(scope="module")
def banan() -> SimpleNamespace:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return copy(bk.read(ROOT / "raw" / "banan-2024-budget.pdf"))


def made(banan: SimpleNamespace) -> list[tuple[str, str, str]]:
    return [entry for kind in KINDS for entry in changes(banan, kind, 1, "banan 1")]


def test_honest_changes_of_the_banan_budget_raise_no_alarm(banan: SimpleNamespace) -> None:
    found = made(banan)
    assert {kind for kind, *_ in found} >= {
        "operating expenditure within the total",
        "a subtotal blank",
        "a lane repeated",
        "a row withheld",
    }
    assert [entry for entry in found if entry[1]] == []
    assert f"{len(found)} changes of layout, one at a time, in 1 documents: 0 alarms" in report(
        [("banan", found)]
    )


def test_a_column_within_the_total_is_an_alarm_where_no_reading_is_admitted(
    banan: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys.modules["budgetkit.rulebook.rules"], "adopt", lambda checks, readings: list(checks)
    )
    found = list(changes(banan, "operating expenditure within the total", 1, "banan 1"))
    assert [rule for _, rule, _ in found] == ["W01"]


def test_alarms_are_counted_by_their_verdict_and_what_was_excused_is_a_defect() -> None:
    known = Alarm("changchun-01.pdf", "W01", "dept_expenditure / 2014002 / total")
    new = Alarm("changchun-01.pdf", "W02", "elsewhere")
    rows = list(counted([known, new], "rule"))
    assert rows[0] == "| **all** | 2 | 1 | 0 | 1 | 50.0 % |"
    assert verdict(new, {new: "bound wrongly"}) == "defect"


def test_limits_without_a_place_move_with_the_quantile_that_they_stand_beside() -> None:
    now, without = limits(), limits("shanghai")
    assert now["P04", "30228 / 30101+30102+30103+30107"] == (0.0, 0.03)
    assert without["P04", "30228 / 30101+30102+30103+30107"][1] != 0.03
