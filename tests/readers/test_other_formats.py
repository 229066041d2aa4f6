"""The same figures in other formats, as real programs write them, come out the same in every field."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import budgetkit as bk
from tests.support import DATA, ROOT
from tests.support.same import checks, figures, indicators

FORMATS = DATA / "formats"
NAMES = sorted(p.name for p in FORMATS.glob("banan.*"))


@cache
def pdf() -> bk.Disclosure:
    return bk.read(ROOT / "raw" / "banan-2024-budget.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_pdf_is_found_alike_and_none_more(name: str) -> None:
    d = bk.read(FORMATS / name)
    assert figures(d) == figures(pdf()) and len(d.line_items) == 143
    assert len(d.blanks) == len(pdf().blanks) and d.unread.empty
    assert indicators(d) == indicators(pdf()) and len(d.indicators) == 16
    assert d.line_items["ref"].is_unique and (d.line_items["ref"] != "").all()


@pytest.mark.parametrize("name", NAMES)
def test_the_checks_of_its_tables_come_out_as_those_of_the_pdf(name: str) -> None:
    assert checks(bk.read(FORMATS / name)) == checks(pdf())


@pytest.mark.parametrize("name", NAMES)
def test_trace_says_which_cell_it_is(name: str) -> None:
    d = bk.read(FORMATS / name)
    row = d.line_items.iloc[0]
    with pytest.raises(bk.BudgetkitError, match="has no pages to show; it stands in ") as caught:
        bk.trace(d, row["line_id"])
    assert str(row["ref"]) in str(caught.value)


def test_reports_builds_and_the_command_line_take_them(tmp_path: Path) -> None:
    files = bk.build(FORMATS, tmp_path, workers=1)["documents"]["files"]
    assert set(NAMES) <= set(files)
