"""The entry point: content decides, engines are checked, two readings are compared table by table."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.errors import BudgetkitError, SourceError
from budgetkit.readers import formats
from budgetkit.readers.agreement import agreement
from budgetkit.readers.formats import ENGINES, FORMATS, Format, grids, read_pages, readings, sniff
from budgetkit.readers.pages import BBox, Cell, Grid, Page
from tests.support.typeset import Document, Table

TABLE = Table([["科目", "预算数"], ["合计", "12.50"]], header_rows=1)


def grid(rows: Sequence[Sequence[str]], page: int = 1, index: int = 1, bbox: BBox | None = None) -> Grid:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(page, index, len(rows), len(rows[0]), cells, bbox)


PLACE = (0.0, 0.0, 100.0, 50.0)


def counts(a: list[Grid], b: list[Grid]) -> list[tuple[int, int]]:
    return [(x.equal, x.total) for x in agreement(a, b)]


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a.md", "a", "a.docx"])
def test_a_pdf_is_known_by_its_content_and_not_by_its_name(tmp_path: Path, name: str) -> None:
    Document(tmp_path / name).table(TABLE).save()
    assert sniff(tmp_path / name).name == "PDF"
    assert [g.matrix() for g in grids(tmp_path / name)] == [[["科目", "预算数"], ["合计", "12.50"]]]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a", "甲局 2031.markdown"])
def test_text_is_read_as_markdown_whatever_the_engine(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("项目\t预算数\n合计\t12.50\n", encoding="utf-8")
    for engine in ENGINES:
        [made] = grids(tmp_path / name, engine)
        assert (made.engine, made.matrix()[1]) == ("markdown", ["合计", "12.50"])


def read(path: Path) -> list[Page]:
    """What a reader module has: here that of a format of the tests' own."""
    cells = path.read_text(encoding="utf-8").removeprefix("#cells ").split()
    return [Page(1, blocks=(grid([cells]),))]


def test_a_format_more_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = Format("Cells", lambda found: found.start.startswith(b"#cells"), (".cells",), {"cells": __name__})
    (tmp_path / "a.txt").write_text("#cells 合计 12.50", encoding="utf-8")
    assert grids(tmp_path / "a.txt") == []
    monkeypatch.setattr(formats, "FORMATS", (row, *FORMATS))
    assert [g.matrix() for g in grids(tmp_path / "a.txt", "camelot")] == [[["合计", "12.50"]]]


def test_both_is_all_the_readers_that_a_format_has(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("项目\t预算数\n合计\t12.50\n", encoding="utf-8")
    Document(tmp_path / "a.pdf").table(TABLE).save()
    assert list(readings(tmp_path / "a.md", "both")) == ["markdown"]
    assert list(readings(tmp_path / "a.pdf")) == ["rulings"]
    pytest.importorskip("camelot")
    assert list(readings(tmp_path / "a.pdf", "both")) == ["rulings", "camelot"]


@pytest.mark.parametrize("engine", ["rulings", "both"])
def test_a_document_of_markdown_names_its_only_reader_and_compares_it_with_none(
    tmp_path: Path, engine: str
) -> None:
    prose, tables = tmp_path / "a.md", tmp_path / "b.md"
    prose.write_text("# 某市某局2024年部门预算\n", encoding="utf-8")
    tables.write_text("## 部门收入总表\n\n单位：万元\n\n项目\t预算数\n合计\t12.50\n", encoding="utf-8")
    assert bk.read(prose, engine).engine == "markdown"
    d = bk.read([prose, tables], engine)
    assert d.engine == "markdown" and d.forms["cells_compared"].isna().all()


def test_a_path_may_be_a_string(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("甲", encoding="utf-8")
    assert [x.text for x in read_pages(os.fspath(tmp_path / "a.md"))[0].lines] == ["甲"]


def test_a_zip_archive_that_holds_a_pdf_is_an_archive(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"PK\x03\x04" + bytes(26) + b"%PDF-1.7")
    with pytest.raises(SourceError, match="damaged ZIP archive"):
        sniff(file)


@pytest.mark.parametrize("engine", ["", "both", "Rulings", "stream"])
def test_an_unknown_engine_is_a_value_error_that_lists_the_engines(tmp_path: Path, engine: str) -> None:
    with pytest.raises(ValueError, match="choose one of rulings, camelot") as caught:
        read_pages(tmp_path / "no.pdf", engine)
    assert isinstance(caught.value, BudgetkitError)


def test_a_file_without_tables_has_no_grids(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("只有文字。", encoding="utf-8")
    assert grids(tmp_path / "a.md") == []


def test_white_space_makes_no_difference_and_blank_cells_do_not_count() -> None:
    a = grid([["一般公共\n预算", ""], ["合 计", "12.50"]])
    b = grid([["一般公共预算", ""], ["合计", "12.5"]])
    assert counts([a], [b]) == [(2, 3)]


def test_a_text_that_only_one_reader_has_counts_as_disagreement() -> None:
    assert counts([grid([["合计", "12.50"]])], [grid([["合计", ""]])]) == [(1, 2)]
    assert counts([grid([["合计", ""]])], [grid([["合计", "12.50"]])]) == [(1, 2)]


def test_an_amount_in_the_next_column_is_no_agreement() -> None:
    assert counts([grid([["合计", "12.50", ""]])], [grid([["合计", "", "12.50"]])]) == [(1, 3)]


def test_a_row_more_does_not_shift_the_rows_after_it() -> None:
    rows = [["科目", "总计"], ["201", "3.00"], ["202", "4.00"]]
    a = [grid(rows, bbox=PLACE)]
    assert counts(a, [grid([["", ""], *rows], bbox=PLACE)]) == [(6, 6)]
    assert counts(a, [grid([rows[0], rows[2]], bbox=PLACE)]) == [(4, 6)]


def test_an_empty_column_more_does_not_shift_the_columns_after_it() -> None:
    a = grid([["201", "3.00"], ["202", ""]], bbox=PLACE)
    assert counts([a], [grid([["201", "", "3.00"], ["202", "", ""]], bbox=PLACE)]) == [(3, 3)]
    assert counts([a], [grid([["201", "X", "3.00"], ["202", "", ""]], bbox=PLACE)]) == [(2, 4)]


def test_tables_are_paired_by_where_they_stand() -> None:
    top, bottom = (0.0, 0.0, 100.0, 50.0), (0.0, 60.0, 100.0, 90.0)
    a = [grid([["甲"]], 1, 1, top), grid([["乙"]], 1, 2, bottom)]
    b = [grid([["乙"]], 1, 1, bottom)]
    alone, together = agreement(a, b)
    assert (alone.a, alone.b, alone.equal, alone.total) == (a[0], None, 0, 1)
    assert (together.a, together.b, together.equal, together.total) == (a[1], b[0], 1, 1)


def test_tables_without_geometry_are_paired_by_shape_in_order() -> None:
    a = [grid([["甲"]]), grid([["乙", "丙"]]), grid([["丁"]])]
    b = [grid([["甲"]]), grid([["丁"]])]
    assert counts(a, b) == [(1, 1), (0, 2), (1, 1)]


def test_tables_in_different_places_are_not_paired_however_alike() -> None:
    elsewhere = (0.0, 60.0, 100.0, 90.0)
    assert counts([grid([["甲"]], bbox=PLACE)], [grid([["甲"]], bbox=elsewhere)]) == [(0, 1), (0, 1)]


def test_tables_of_different_pages_are_never_paired_and_none_is_left_out() -> None:
    found = agreement([grid([["甲", "乙"]], page=2)], [grid([["甲", "乙"]], page=1)])
    assert [(x.page, x.a is None, x.b is None, x.equal, x.total) for x in found] == [
        (1, True, False, 0, 2),
        (2, False, True, 0, 2),
    ]
