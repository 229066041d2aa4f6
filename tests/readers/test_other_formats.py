"""The same figures in other formats, as real programs write them, come out the same in every field."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.cli import main
from tests.support import DATA, ROOT
from tests.support.same import checks, figures, indicators

FORMATS = DATA / "formats"
NAMES = sorted(p.name for p in FORMATS.glob("banan*"))


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


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_build_a_report_and_the_command_line_take_it(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(FORMATS / name, raw)
    tables = bk.build(raw, tmp_path / "out", workers=1)
    assert tables["documents"]["files"].tolist() == [name] and len(tables["line_items"]) == 143
    assert bk.load("line_items", tmp_path / "out")["ref"].notna().all()
    assert main(["check", str(raw / name)]) == 0 and "143 figures in tables" in capsys.readouterr().out
    bk.write_report([raw / name], tmp_path / "report.html")
    assert "1,137.10" in (tmp_path / "report.html").read_text(encoding="utf-8")
