"""A workbook is read as its program shows it, and what it does not show is no figure and is said."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

import budgetkit as bk
from budgetkit.errors import SourceError
from budgetkit.readers.formats import read_pages, sniff
from budgetkit.readers.pages import Cell, Grid, Line, Page

SIDE = Side(style="thin")
FRAME = Border(SIDE, SIDE, SIDE, SIDE)
ROWS: list[list[object]] = [
    ["2031年部门支出总表", None, None, None, None],
    ["编制单位：某市林业局", None, None, None, "单位：万元"],
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    [None, "合计", 30.5, 10.5, 20],
    [213, "农林水支出", 30.5, 10.5, 20],
    [21302, "林业和草原", 30.5, 10.5, 20],
    [2130201, "行政运行", 10.5, 10.5, None],
    [2130204, "事业机构", 20, None, 20],
]


def workbook(path: Path, change: Callable[[Worksheet], None] | None = None, framed: bool = True) -> Path:
    """Write a workbook with the table, changed."""
    book = Workbook()
    ws = book.worksheets[0]
    for row in ROWS:
        ws.append(row)
    for line in ws.iter_rows(min_row=3):
        for cell in line:
            cell.border = FRAME if framed else Border()
            cell.number_format = "#,##0.00" if cell.column > 2 else "General"
    if change:
        change(ws)
    book.save(path)
    return path


def pages(tmp_path: Path, change: Callable[[Worksheet], None] | None = None) -> list[Page]:
    return read_pages(workbook(tmp_path / "a.xlsx", change))


def cell(page: Page, ref: str) -> Cell:
    return next(c for g in page.grids for c in g.cells if c.ref.endswith(f"!{ref}"))


def figures(path: Path) -> dict[str, int]:
    table = bk.read(path).line_items
    return dict(zip(table["ref"], table["amount_fen"], strict=True))


def unread(path: Path) -> dict[str, str]:
    table = bk.read(path).unread
    return dict(zip(table["ref"], table["why"], strict=True))


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.xls", "a", "a.pdf"])
def test_a_workbook_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path / "b.xlsx").rename(tmp_path / name)
    assert sniff(path).name == "XLSX" and len(read_pages(path)[0].grids) == 1


def test_title_and_unit_are_lines_and_the_frame_is_the_table(tmp_path: Path) -> None:
    [page] = pages(tmp_path)
    assert [b.text for b in page if isinstance(b, Line)] == [
        "2031年部门支出总表",
        "编制单位：某市林业局",
        "单位：万元",
    ]
    [grid] = page.grids
    assert grid.matrix()[0] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    assert grid.matrix()[4] == ["2130201", "行政运行", "10.50", "10.50", ""]
    assert grid.above == ("2031年部门支出总表", "编制单位：某市林业局", "单位：万元")


@pytest.mark.parametrize("framed", [True, False])
def test_every_figure_has_its_amount_and_the_name_of_its_cell(tmp_path: Path, framed: bool) -> None:
    found = figures(workbook(tmp_path / "a.xlsx", framed=framed))
    assert len(found) == 13 and found["Sheet!C4"] == 30_500_000 and found["Sheet!E8"] == 20_000_000
    d = bk.read(tmp_path / "a.xlsx")
    assert len(d.blanks) == 2 and set(d.line_items["entity"]) == {"某市林业局"} and d.unread.empty
    assert set(d.line_items["function_code"]) == {"", "213", "21302", "2130201", "2130204"}


def test_the_printed_precision_is_that_of_the_number_format(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["D7"] = 10.4999
        ws["C8"].number_format = "0"

    d = bk.read(workbook(tmp_path / "a.xlsx", change))
    rows = d.line_items.set_index("ref")
    assert rows.loc["Sheet!D7", ["printed", "amount_fen", "step_fen"]].tolist() == [
        "10.50",
        10_500_000,
        10_000,
    ]
    assert rows.loc["Sheet!C8", ["printed", "step_fen"]].tolist() == ["20", 1_000_000]
    assert cell(d.pages[0], "D7").note == "stored as 10.4999" and cell(d.pages[0], "C7").note == ""


def test_a_zero_that_is_shown_as_a_dash_is_a_dash_and_one_that_is_not_shown_is_blank(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["D8"], ws["E7"] = 0, 0
        ws["D8"].number_format = '#,##0.00;-#,##0.00;"-"'
        ws["E7"].number_format = "#,##0.00;;"

    d = bk.read(workbook(tmp_path / "a.xlsx", change))
    assert d.line_items.set_index("ref").loc["Sheet!D8", "state"] == "dash"
    assert set(d.blanks["ref"]) == {"Sheet!E7"} and d.unread.empty


def test_a_number_that_its_format_hides_is_no_figure_and_is_listed(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["E8"].number_format = ";;;"

    path = workbook(tmp_path / "a.xlsx", change)
    assert "Sheet!E8" not in figures(path)
    said = "Sheet!E8 holds 20, which its number format does not show"
    assert bk.read(path).unread["why"].tolist() == [said]


@pytest.mark.parametrize(("hide", "cells"), [("row", {"C7", "D7"}), ("column", {"D4", "D5", "D6", "D7"})])
def test_what_is_hidden_is_no_figure_and_is_listed_with_its_place(
    tmp_path: Path, hide: str, cells: set[str]
) -> None:
    def change(ws: Worksheet) -> None:
        if hide == "row":
            ws.row_dimensions[7].hidden = True
        else:
            ws.column_dimensions["D"].hidden = True

    path = workbook(tmp_path / "a.xlsx", change)
    found, listed = figures(path), unread(path)
    assert {f"Sheet!{name}" for name in cells} == {ref for ref in listed if ref} and len(found) == 13 - len(
        cells
    )
    assert {listed[f"Sheet!{name}"] for name in cells} == {"hidden: in the file, not to be seen on the sheet"}
    said = {
        "row": "rows 7 of the sheet Sheet are hidden",
        "column": "columns D of the sheet Sheet are hidden",
    }
    assert listed[""] == said[hide]


def test_no_check_fails_for_want_of_a_hidden_row(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws.row_dimensions[7].hidden = True

    checks = bk.reconcile(bk.read(workbook(tmp_path / "a.xlsx", change))).checks
    assert not (checks["outcome"].eq("fail") & checks["severity"].eq("error")).any()


def test_of_a_hidden_sheet_nothing_is_read_and_that_is_said(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws.parent.create_sheet("封面").append(["某市林业局2031年部门预算"])
        ws.sheet_state = "hidden"

    path = workbook(tmp_path / "a.xlsx", change)
    assert figures(path) == {}
    assert unread(path)[""] == "the sheet Sheet is hidden; none of its 17 numbers is read"


def test_white_on_white_is_hidden_and_white_on_a_dark_fill_is_not(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["D7"].font = ws["C7"].font = Font(color="FFFFFFFF")
        ws["C7"].fill = PatternFill("solid", fgColor="FF203864")

    path = workbook(tmp_path / "a.xlsx", change)
    assert set(unread(path)) == {"Sheet!D7"} and "Sheet!C7" in figures(path)


def test_a_formula_without_a_saved_value_is_in_doubt_and_one_with_an_error_too(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["C4"] = "=C5"
        ws["D4"] = "#REF!"

    assert unread(workbook(tmp_path / "a.xlsx", change)) == {
        "Sheet!C4": "a formula without a saved value",
        "Sheet!D4": "an error value of the workbook",
    }


def test_raised_and_struck_out_text_is_no_part_of_a_number(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["C7"] = CellRichText("10.50", TextBlock(InlineFont(vertAlign="superscript"), "1"))
        ws["D7"] = CellRichText(TextBlock(InlineFont(strike=True), "9.50"), TextBlock(InlineFont(), "10.50"))
        ws["E8"].font = Font(strike=True)
        ws["C8"].comment = Comment("见说明", "a")

    [page] = pages(tmp_path, change)
    assert [(cell(page, r).text, cell(page, r).note) for r in ("C7", "D7", "C8")] == [
        ("10.50", "1"), ("10.50", "9.50"), ("20.00", "见说明"),
    ]  # fmt: skip
    assert cell(page, "E8").doubt == "20.00 is struck out" and cell(page, "E8").text == ""


def test_a_merged_cell_covers_its_places_and_what_it_covers_is_not_seen(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws.merge_cells("A3:B3")
        ws.merge_cells("D7:D8")

    [page] = pages(tmp_path, change)
    assert (cell(page, "A3").colspan, cell(page, "D7").rowspan) == (2, 2)
    [grid] = page.grids
    assert sum(c.rowspan * c.colspan for c in grid.cells) == grid.n_rows * grid.n_cols == 30


def test_two_tables_below_each_other_are_two_grids_each_under_its_title(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        for r, row in enumerate([["部门收入总表"], ["单位：元"], ["项目", "预算数"], ["合计", 305000]], 10):
            for c, value in enumerate(row, 1):
                ws.cell(r, c, value).border = FRAME if r > 11 else Border()

    first, second = (g for p in pages(tmp_path, change) for g in p.grids)
    assert first.n_rows == 6 and second.above == ("部门收入总表", "单位：元")
    assert second.matrix() == [["项目", "预算数"], ["合计", "305000"]]


@pytest.mark.parametrize("framed", [True, False])
def test_two_tables_side_by_side_are_two_grids_each_under_its_title(tmp_path: Path, framed: bool) -> None:
    def change(ws: Worksheet) -> None:
        ws.delete_rows(2)
        ws["A2"] = None
        ws.insert_rows(2)
        ws["A2"] = "单位：万元"
        for r, row in enumerate([["部门收入总表"], ["单位：元"], ["项目", "预算数"], ["合计", 305000]], 1):
            for c, value in enumerate(row, 7):
                ws.cell(r, c, value).border = FRAME if framed and r > 2 else Border()
        ws["A3"] = "科目编码"

    page = read_pages(workbook(tmp_path / "a.xlsx", change, framed))[0]
    assert [g.above for g in page.grids] == [
        ("2031年部门支出总表", "单位：万元"),
        ("部门收入总表", "单位：元"),
    ]
    assert [(g.n_rows, g.n_cols) for g in page.grids] == [(6, 5), (2, 2)]


def test_an_empty_column_within_one_table_does_not_part_it(tmp_path: Path) -> None:
    [page] = pages(tmp_path, lambda ws: ws.insert_cols(3))
    [grid] = page.grids
    assert grid.n_cols == 6 and len(figures(tmp_path / "a.xlsx")) == 13


def test_the_name_of_a_sheet_is_a_line_unless_it_says_nothing_more(tmp_path: Path) -> None:
    for name, first in (
        ("支出表", "支出表"),
        ("Sheet3", "2031年部门支出总表"),
        ("部门支出总表", "2031年部门支出总表"),
    ):
        [page] = pages(tmp_path, lambda ws, name=name: setattr(ws, "title", name))
        assert next(iter(page.texts())) == first


def test_a_sheet_of_contents_is_text(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        front = ws.parent.create_sheet("目录", 0)
        front.append(["公开01表", "部门收支总表"])
        front.append(["公开02表", "部门支出总表"])

    first = pages(tmp_path, change)[0]
    assert (
        list(first.texts()) == ["目录", "公开01表 部门收支总表", "公开02表 部门支出总表"] and not first.grids
    )


def test_a_protected_sheet_is_read(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws.protection.sheet = True
        ws.protection.password = "x"

    assert len(figures(workbook(tmp_path / "a.xlsx", change))) == 13


def test_a_damaged_and_an_empty_workbook_are_refused_in_words(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(SourceError, match="has nothing on its sheets"):
        read_pages(tmp_path / "empty.xlsx")
    data = workbook(tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "b.xlsx").write_bytes(data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml"))
    with pytest.raises(SourceError, match="damaged"):
        read_pages(tmp_path / "b.xlsx")


def test_a_workbook_behind_a_password_is_refused_in_words(tmp_path: Path) -> None:
    directory = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0") + directory)
    with pytest.raises(SourceError, match=r"opens only with a password.*save it without one first"):
        read_pages(tmp_path / "a.xlsx")


def test_more_cells_than_any_disclosure_has_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgetkit.readers.sheets.xlsx.MOST_CELLS", 10)
    with pytest.raises(SourceError, match="more cells than any disclosure has"):
        pages(tmp_path)


@pytest.mark.parametrize("area", ["A1:XFD1048576", "A:C", "1:3"])
def test_a_cell_merged_over_a_whole_sheet_is_refused_before_it_is_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, area: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda ws: ws.merge_cells("A1:E1"))
    monkeypatch.setattr("openpyxl.load_workbook", lambda *_, **__: pytest.fail("it is opened"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b'"A1:E1"', f'"{area}"'.encode()))
    with pytest.raises(SourceError, match="more cells than any disclosure has"):
        read_pages(path)


def test_every_position_of_a_grid_is_covered_once(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws.merge_cells("A1:XFD1")
        ws.merge_cells("C3:E3")

    for grid in (g for p in pages(tmp_path, change) for g in p.grids if isinstance(g, Grid)):
        assert not any(c is None for row in grid.positions() for c in row)


def test_two_cells_at_the_ends_of_a_sheet_take_neither_time_nor_memory(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["XFD1048576"] = 5

    assert len(pages(tmp_path, change)[0].grids) == 1


def test_a_table_wider_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetkit.readers.sheets.layout.MOST_PLACES", 20)
    with pytest.raises(
        SourceError, match=r"a\.xlsx: the sheet Sheet spans more cells than any disclosure has"
    ):
        pages(tmp_path)


def test_a_text_box_and_a_picture_are_said(tmp_path: Path) -> None:
    box = (
        '<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><xdr:sp><xdr:txBody><a:p><a:r><a:t>单位：千元</a:t></a:r></a:p>'
        "</xdr:txBody></xdr:sp><xdr:pic/></xdr:wsDr>"
    )
    with zipfile.ZipFile(workbook(tmp_path / "a.xlsx"), "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", box)
    assert read_pages(tmp_path / "a.xlsx")[0].remarks == (
        "a text box, which is not read: 单位：千元",
        "a picture, which is not read",
    )


def test_a_cell_far_beside_a_table_is_no_part_of_it(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["XFD6"] = "见附注"

    [page] = pages(tmp_path, change)
    assert [g.n_cols for g in page.grids] == [5] and len(figures(tmp_path / "a.xlsx")) == 13
    assert "见附注" in page.texts()


@pytest.mark.parametrize(
    ("old", "new"), [('r="8"', 'r="99999999999999999999"'), ("utf-8", "utf-99"), ('s="2"', 's="77"')]
)
def test_a_row_or_an_encoding_that_there_is_not_takes_no_time_and_ends_in_words(
    tmp_path: Path, old: str, new: str
) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    declared = sheet if sheet.startswith(b"<?xml") else b'<?xml version="1.0" encoding="utf-8"?>' + sheet
    parts["xl/worksheets/sheet1.xml"] = declared.replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    try:
        assert len(read_pages(path)[0].grids) == 1
    except SourceError as error:
        assert "damaged" in str(error)


def test_half_a_pair_of_utf16_stays_as_it_is_written_and_reports_can_be_written(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["B5"], ws["B6"] = "农_xD800_林", "农_x6797_业"

    path = workbook(tmp_path / "a.xlsx", change)
    assert [cell(read_pages(path)[0], ref).text for ref in ("B5", "B6")] == ["农_xD800_林", "农林业"]
    d = bk.read(path)
    d.to_excel(tmp_path / "b.xlsx", checks=bk.reconcile(d))


def test_what_the_library_prints_of_a_damaged_style_is_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/styles.xml"] = re.sub(rb'(<cellStyle [^>]*xfId=)"0"', rb'\1"17"', parts["xl/styles.xml"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(SourceError, match="damaged workbook"):
        read_pages(path)
    assert capsys.readouterr().out == ""


def test_a_lone_amount_beside_no_table_is_listed(tmp_path: Path) -> None:
    def change(ws: Worksheet) -> None:
        ws["H20"] = 12.34

    assert unread(workbook(tmp_path / "a.xlsx", change)).get("Sheet!H20")


def test_what_a_hidden_column_beside_a_table_holds_is_said_and_makes_no_other_table(tmp_path: Path) -> None:
    def beside(ws: Worksheet) -> None:
        ws["G2"], ws["G5"] = "核对", 30.5
        ws.column_dimensions["G"].hidden = True

    d = bk.read(workbook(tmp_path / "a.xlsx", beside))
    [page] = d.pages
    assert [line.text for line in page.lines][-2:] == ["编制单位：某市林业局", "单位：万元"]
    assert [g.n_cols for g in page.grids] == [5] and len(d.line_items) == 13
    assert [t for t in d.unread["printed"] if "30.5" in str(t)] == ["Sheet!G5: 30.5"]


def test_a_name_merged_over_a_hidden_column_is_seen(tmp_path: Path) -> None:
    def merge(ws: Worksheet) -> None:
        ws.insert_cols(1)
        ws["A6"] = "213"
        ws["B6"] = None
        ws.merge_cells("A6:B6")
        ws.column_dimensions["A"].hidden = True

    [page] = pages(tmp_path, merge)
    assert cell(page, "A6").doubt == "" and cell(page, "A6").text == "213"


@pytest.mark.parametrize("framed", [True, False])
def test_an_empty_row_in_a_table_does_not_end_it(tmp_path: Path, framed: bool) -> None:
    d = bk.read(workbook(tmp_path / "a.xlsx", lambda ws: ws.insert_rows(7), framed))
    assert len(d.line_items) == 13 and d.unread.empty
    assert len(d.pages[0].grids) == 1


def test_a_hidden_row_of_a_sheet_of_targets_is_no_indicator_and_its_numbers_are_said(tmp_path: Path) -> None:
    book = Workbook()
    ws = book.worksheets[0]
    for row in (
        ["2031年项目绩效目标表", None, None, None],
        ["项目名称", "防火巡护", None, None],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "巡护次数", "≥120次"],
        ["产出指标", "数量指标", "旧的指标", "≥99次"],
        ["产出指标", "质量指标", "完好率", "≥95%"],
    ):
        ws.append(row)
    ws.row_dimensions[5].hidden = True
    for line in ws.iter_rows(min_row=2):
        for each in line:
            each.border = FRAME
    book.save(tmp_path / "a.xlsx")
    d = bk.read(tmp_path / "a.xlsx")
    assert d.indicators["target"].tolist() == ["≥120次", "≥95%"]
    assert d.unread.loc[d.unread["ref"] == "Sheet!D5", "printed"].tolist() == ["≥99次"]


@pytest.mark.parametrize(("row", "rows"), [(len(ROWS) + 3, 10), (1_048_576, 7)])
def test_figures_a_few_empty_rows_below_are_of_the_table_and_those_far_below_are_not(
    tmp_path: Path, row: int, rows: int
) -> None:
    def below(ws: Worksheet) -> None:
        for column, amount in ((3, 7.5), (4, 7.5)):
            ws.cell(row, column, amount).number_format = "0.00"

    [page] = read_pages(workbook(tmp_path / "a.xlsx", below, framed=False))
    assert page.grids[0].n_rows == rows
    assert (
        sum("7.50" in cell.text for grid in page.grids for cell in grid.cells)
        + sum(line.text.count("7.50") for line in page.lines)
        == 2
    )
