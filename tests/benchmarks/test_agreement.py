"""How often the two readers agree: one row a document, and what cannot be read is named."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks import agreement
from tests.support import ROOT

PDF = ROOT / "raw" / "banan-2024-budget.pdf"
MEASURED = ROOT / "processed" / "measured" / "agreement.csv"


def test_the_facsimile_is_read_alike_in_every_cell() -> None:
    row = agreement.measure(PDF)
    assert row == {
        "document": "banan-2024-budget", "place": "raw", "tables": 13, "cells_compared": 483,
        "cells_agreeing": 483,
    }  # fmt: skip


def test_what_cannot_be_read_is_named_and_has_no_row(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    assert str(agreement.measure(path)).startswith("empty: ")


def test_rows_are_written_by_place_and_document(tmp_path: Path) -> None:
    row = dict.fromkeys(agreement.COLUMNS, 1)
    rows = [row | {"place": "b", "document": "a"}, row | {"place": "a", "document": "z"}]
    agreement.write(rows, tmp_path / "measured" / "agreement.csv")
    with (tmp_path / "measured" / "agreement.csv").open(encoding="utf-8", newline="") as file:
        assert [(r["place"], r["document"]) for r in csv.DictReader(file)] == [("a", "z"), ("b", "a")]


def test_what_was_measured_counts_no_more_cells_alike_than_compared() -> None:
    with MEASURED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({r["document"] for r in rows}) == 166
    assert all(0 <= int(r["cells_agreeing"]) <= int(r["cells_compared"]) for r in rows)
    assert all((r["tables"] == "0") == (r["cells_compared"] == "0") for r in rows)
