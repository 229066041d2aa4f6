"""Errors put into documents that agree with themselves are found, and found where they are."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import budgetkit as bk
from benchmarks.injection import (
    CELLS,
    SLIPS,
    Injector,
    Outcome,
    copy,
    digits_swapped,
    judge,
    known,
    report,
    trial,
)
from budgetkit.records import Figure
from tests.reconciliation.test_alarms import key, of
from tests.support import ROOT

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"


@pytest.fixture(scope="module")
def injector() -> Injector:
    return Injector(copy(bk.read(BANAN)), "banan")


@pytest.mark.parametrize("kind", CELLS)
def test_one_wrong_amount_in_the_banan_budget_is_found_and_traced(injector: Injector, kind: str) -> None:
    errors = [e for e in injector.errors(6) if e.kind == kind]
    assert len(errors) == 6
    outcomes = [judge(e) for e in errors]
    assert all(o.detected for o in outcomes), outcomes
    assert sum(o.contained and o.named <= 2 for o in outcomes) >= 5, outcomes


def test_a_change_is_larger_than_the_tolerance_and_of_one_figure(injector: Injector) -> None:
    items = injector.d.line_items.set_index("line_id")["amount_fen"]
    for e in injector.errors(3):
        if e.kind in SLIPS:
            after = e.document.line_items.set_index("line_id")["amount_fen"]
            assert set(items.index[items != after]) == e.changed
            assert len(e.changed) == 1


def test_the_same_seed_puts_in_the_same_errors() -> None:
    d = copy(bk.read(BANAN))
    first, second = ([e.changed for e in Injector(d, "x").errors(2)] for _ in range(2))
    assert first == second


def test_swapped_digits_are_those_of_the_printed_amount() -> None:
    f = Figure("a", fen=1_230_000, step=10_000)
    found = {digits_swapped(f, random.Random(n)) for n in range(20)}
    assert found == {2_130_000, 1_320_000}


def test_a_document_that_contradicts_itself_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(
        "## 2024年部门支出总表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 总计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n"
        "| 201 | 一般公共服务支出 | 9.00 | 2.00 | 3.00 |\n",
        encoding="utf-8",
    )
    assert trial(path, 1, 1) == ("x.md", [], [("x.md", "W01", "dept_expenditure / 201 / total")])


def test_the_report_counts_by_kind_and_by_rule_and_lists_false_alarms() -> None:
    rules = frozenset({"W01", "W07"})
    hit = Outcome("digit changed", rules, "a", True, True, 1, True)
    wide = Outcome("digit changed", rules, "b", True, True, 5, False)
    miss = Outcome("sign", frozenset({"W01"}), "c", False, False, 0, False)
    text = report([("x.pdf", [hit, wide, miss], []), ("y.pdf", [], [("y.pdf", "W08", "somewhere")])])
    assert "3 errors, one at a time, in 1 of 2 documents" in text
    assert "false alarms: 1 (" in text
    assert "| digit changed | 2 | 100.0 % | 100.0 % | 50.0 % | 50.0 % |" in text
    assert "| sign | 1 | 0.0 % | - | - | - |" in text
    assert "| W01 | 3 | 66.7 % |" in text
    assert "| W07 | 2 | 100.0 % |" in text


@pytest.mark.xdist_group("corpus")
def test_in_one_document_of_each_place_nearly_every_wrong_amount_is_found_and_traced(shared: Path) -> None:
    """In the first document of each place that agrees with itself; a place that has none is left out.

    Left out is what contradicts itself in print, and what has false alarms: nothing can be told of an error
    put in beside another. A shifted cell may leave a total blank that nothing but its own row speaks of:
    the check of the row is then insufficient and does not fail, which is a miss and is counted as one. There
    are about two shifted cells for each place and ten other errors, so these are asked for apart too.
    """
    folders = sorted(p for p in (shared / "corpus").iterdir() if list(p.glob("*.pdf")))
    assert folders
    amounts: list[Outcome] = []
    silent: list[str] = []
    listed = known() | {key(r) for r in of("defect")}
    for folder in folders:
        failing: list[tuple[str, str, str]] = []
        for path in sorted(folder.glob("*.pdf")):
            _, outcomes, failed = trial(path, 2, 7)
            failing += failed
            if outcomes:
                amounts += [o for o in outcomes if o.kind in CELLS]
                break
        else:
            silent.append(folder.name)
            assert failing
            assert set(failing) <= listed, f"{folder.name} is left out for what nobody has seen"
    assert len(silent) < len(folders) / 3, silent
    assert len(amounts) > 120
    detected = [o for o in amounts if o.detected]
    slips = [o for o in amounts if o.kind in SLIPS]
    assert sum(o.detected for o in slips) >= 0.98 * len(slips)
    assert len(detected) >= 0.95 * len(amounts)
    assert sum(o.contained and o.named <= 2 for o in detected) >= 0.95 * len(detected)
