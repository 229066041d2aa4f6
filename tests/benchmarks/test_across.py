"""A document that is written anew as a web desk does reads back as its PDF, in every kind of file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import budgetkit as bk
from benchmarks._across import Share, judge, measure, truth
from benchmarks.written import KINDS, Content, content, write_all
from benchmarks.written.content import Table
from tests.support import ROOT

WRITTEN = [name for name, kind in KINDS.items() if kind.write]


@pytest.fixture(scope="module")
def banan() -> bk.Disclosure:
    return bk.read(ROOT / "raw" / "banan-2024-budget.pdf")


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_figure_is_right_in_every_kind_of_file(tmp_path: Path, banan: bk.Disclosure, kind: str) -> None:
    [path] = write_all(kind, {"banan": content(banan)}, tmp_path)
    tally, misses = judge(truth(banan), bk.read(path), KINDS[kind].prose)
    assert (tally.figures, tally.right, tally.missing, tally.wrong) == (143, 143, 0, 0), misses
    assert tally.whose == Share(1, 1, 0) and tally.blanks.same == tally.blanks.total
    assert tally.checks.same == tally.checks.total > 100


def test_an_amount_that_is_another_is_missing_and_wrong(tmp_path: Path, banan: bk.Disclosure) -> None:
    made = content(banan)
    [path] = write_all("HTML of a CMS, GBK", {"banan": _spoilt(made)}, tmp_path)
    tally, misses = judge(truth(banan), bk.read(path), True)
    assert (tally.right, tally.missing, tally.wrong) == (142, 1, 1)
    assert sum("figures" in miss for miss in misses) == 2


def _spoilt(made: Content) -> Content:
    """Write another amount into one cell."""
    table = next(b for b in made.blocks if isinstance(b, Table) and b.n_cols > 3)
    at = next(k for k, c in enumerate(table.cells) if c.text == "1,137.10")
    cells = (*table.cells[:at], replace(table.cells[at], text="1,137.20"), *table.cells[at + 1 :])
    return replace(made, blocks=tuple(replace(b, cells=cells) if b is table else b for b in made.blocks))


def test_the_table_has_a_row_a_kind(
    tmp_path: Path, banan: bk.Disclosure, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = ["XLSX, a sheet a table", "MHT"]
    assert measure([("chongqing", "banan", banan)], kinds, tmp_path, show=True) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[:5] for row in rows[1:]] == [
        [f"| {kind}", "1", "1", "143", "143"] for kind in kinds
    ]
