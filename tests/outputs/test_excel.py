"""to_excel(): what is printed stands where it stood, as numbers with the printed digits, and text stays text."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.outputs.excel.cells import CUT, LONGEST, decimals
from budgetkit.outputs.excel.printed import title_of
from budgetkit.outputs.excel.workbook import TIDY
from tests.support import ROOT

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"

TRICKS = """# 某市某局2024年部门预算

## 一般公共预算支出表

单位：元

<table>
<tr><td rowspan="2">科目编码</td><td rowspan="2">科目名称</td><td colspan="3">=1+1</td></tr>
<tr><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>1,500</td><td>1,505.00</td><td>△5.00</td></tr>
<tr><td>0201</td><td>=1+1</td><td>1,500</td><td>1,505.00</td><td>△5.00</td></tr>
<tr><td>201</td><td>@SUM(A1)</td><td>1,5.00</td><td>+cmd</td><td>-</td></tr>
<tr><td>20103</td><td>https://example.org</td><td>123456789012345.67</td><td></td><td>0</td></tr>
</table>
"""


@pytest.fixture(scope="module")
def banan():
    return bk.read(BANAN)


@pytest.fixture(scope="module")
def book(banan, tmp_path_factory):
    return openpyxl.load_workbook(banan.to_excel(tmp_path_factory.mktemp("excel") / "banan.xlsx"))


@pytest.fixture(scope="module")
def tricks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tricks")
    (folder / "tricks.md").write_text(TRICKS, encoding="utf-8")
    d = bk.read(folder / "tricks.md")
    return d, openpyxl.load_workbook(d.to_excel(folder / "tricks.xlsx"))


def test_a_cell_of_the_header_that_was_not_read_is_marked_as_unread(tmp_path):
    rows = "科目编码\t科目名称\t总计（其中1,250.50）\n\t合计\t3.00\n201\t一般公共服务支出\t3.00"
    path = tmp_path / "a.md"
    path.write_text(
        f"# 某市某局2024年部门预算\n\n## 部门支出总表\n\n单位：万元\n\n{rows}\n", encoding="utf-8"
    )
    d = bk.read(path)
    assert 0 in d.unread["row"].dropna().tolist()
    sheet = openpyxl.load_workbook(d.to_excel(tmp_path / "a.xlsx")).worksheets[0]
    colours = {c.value: c.fill.fgColor.rgb for row in sheet.iter_rows() for c in row if c.value}
    assert colours["总计（其中1,250.50）"] != colours["科目名称"]


def tops(sheet, grids) -> list[int]:
    """The rows in which the tables of a sheet begin: each under the line with the number of its page."""
    marks = [c.row for c in sheet["A"] if str(c.value).startswith("第") and str(c.value)[-1] in "页）"]
    assert [sheet.cell(m, 1).value for m in marks] == [f"第{g.page}页" for g in grids]
    return [mark + 1 for mark in marks]


def form_sheets(d, book):
    """Each sheet of a form with the grids that it should hold, as the reader saw them."""
    slugs = dict.fromkeys(t.slug for t in d.tables)
    return [
        (book[title_of(s)], [f.grid for t in d.tables if t.slug == s for f in t.fragments]) for s in slugs
    ]


def records(sheet) -> list[dict]:
    """A tidy sheet as rows."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_there_is_a_sheet_for_each_form_and_for_each_tidy_table(banan, book):
    forms = [title_of(s) for s in dict.fromkeys(banan.forms.query("status == 'found'")["form"])]
    assert book.sheetnames == [*forms, *TIDY]
    assert "一般公共预算“三公”经费支出表" in forms and len(forms) == 11


def test_every_printed_amount_is_a_number_in_its_place_with_its_decimals(banan, book):
    items = banan.line_items[banan.line_items["amount_fen"].notna()]
    found = {}
    for sheet, grids in form_sheets(banan, book):
        for grid, top in zip(grids, tops(sheet, grids), strict=True):
            for row in sheet.iter_rows(min_row=top, max_row=top + grid.n_rows - 1):
                for c in row:
                    if c.data_type == "n" and c.value is not None:
                        found[grid.page, grid.index, c.row - top, c.column - 1] = c
    wanted = {(f.page, f.table, f.row, f.col): f.printed for f in items.itertuples()}
    assert found.keys() == wanted.keys() and len(wanted) == 143
    for place, printed in wanted.items():
        assert Decimal(str(found[place].value)) == Decimal(printed.replace(",", "")), place
        grouped, places = "," in printed, len(printed.partition(".")[2])
        whole = "#,##0" if grouped else "0"
        assert found[place].number_format == whole + ("." + "0" * places if places else ""), place


def test_a_figure_that_was_read_off_the_page_by_eye_stands_on_its_sheet(book):
    rows = list(book["一般公共预算基本支出表"].iter_rows(values_only=True))
    fees = next(row for row in rows if row[0] == "30226")
    assert [v for v in fees if v is not None] == ["30226", "劳务费", 155.04, 155.04]


def test_merged_ranges_are_the_spans_of_the_grids(banan, book):
    for sheet, grids in form_sheets(banan, book):
        wanted = set()
        for grid, top in zip(grids, tops(sheet, grids), strict=True):
            for c in grid.cells:
                if c.rowspan > 1 or c.colspan > 1:
                    r, k = top + c.row, c.col + 1
                    wanted.add((r, k, r + c.rowspan - 1, k + c.colspan - 1))
        found = {(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges}
        assert found == wanted
    assert {str(m) for m in book["财政拨款收支总表"].merged_cells.ranges} == {"A4:B4", "C4:G4"}


def test_every_text_of_every_grid_is_on_a_sheet(banan, book):
    said = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
    numbers = {(f.page, f.table, f.row, f.col) for f in banan.line_items.itertuples()}
    lost = [
        (g.page, c.text)
        for g in bk.grids(BANAN)
        for c in g.cells
        if c.text and (g.page, g.index, c.row, c.col) not in numbers and c.text not in said
    ]
    assert lost == []


def test_no_text_becomes_a_formula_or_an_address_and_codes_keep_their_noughts(tricks):
    _, book = tricks
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink] == []
    sheet = book["一般公共预算支出表"]
    texts = {c.value: c for row in sheet.iter_rows() for c in row if c.data_type == "s"}
    for text in ("=1+1", "@SUM(A1)", "+cmd", "-", "0201", "201", "https://example.org"):
        assert texts[text].number_format == "@", text  # so it stays text when it is edited
    assert [c.coordinate for row in sheet.iter_rows() for c in row if c.value == "=1+1"] == ["C4", "B7"]
    assert "C4:E4" in {str(m) for m in sheet.merged_cells.ranges}


def test_a_number_that_looks_otherwise_than_printed_says_how_it_was(tricks):
    sheet = tricks[1]["一般公共预算支出表"]
    assert [sheet.cell(6, c).value for c in (3, 4, 5)] == [1500, 1505, -5]
    assert [sheet.cell(6, c).number_format for c in (3, 4, 5)] == ["#,##0", "#,##0.00", "0.00"]
    assert [sheet.cell(6, c).comment and sheet.cell(6, c).comment.text for c in (3, 4, 5)] == [
        None,
        None,
        "原文：△5.00",
    ]


def test_a_cell_that_was_not_read_is_yellow_and_says_why(tricks):
    d, book = tricks
    (unread,) = d.unread[d.unread["printed"] == "1,5.00"].itertuples()
    cell = book["一般公共预算支出表"].cell(8, 3)
    assert (cell.value, cell.data_type) == ("1,5.00", "s")
    assert cell.comment.text == f"未读出：{unread.why}"
    assert cell.fill.start_color.rgb == "FFFFF2CC"
    assert [row["printed"] for row in records(book["unread"])] == d.unread["printed"].tolist()


def test_a_number_of_more_digits_than_excel_keeps_stays_text(tricks):
    _, book = tricks
    cell = book["一般公共预算支出表"].cell(9, 3)
    assert (cell.value, cell.data_type) == ("123456789012345.67", "s")
    row = next(r for r in records(book["line_items"]) if r["printed"] == "123456789012345.67")
    assert (row["amount (in its unit)"], row["amount_fen"]) == (None, "12345678901234567")


def test_the_tidy_sheet_has_every_row_and_column_of_line_items(banan, book):
    rows = records(book["line_items"])
    assert [r["line_id"] for r in rows] == banan.line_items["line_id"].tolist()
    assert [r["amount_fen"] for r in rows] == banan.line_items["amount_fen"].tolist()
    assert [c for c in rows[0] if c != "amount (in its unit)"] == list(banan.line_items)
    for cells, printed in zip(
        book["line_items"].iter_rows(min_row=2), banan.line_items["printed"], strict=True
    ):
        amount = cells[list(rows[0]).index("amount (in its unit)")]
        assert f"{amount.value:,.2f}" == printed and amount.number_format in ("#,##0.00", "0.00")
    kinds = {type(r[k]) for r in rows for k in ("line_id", "function_code", "economic_code", "item")}
    assert kinds == {str, type(None)}


def test_checks_and_measures_say_amounts_in_wan_yuan_beside_fen(banan, book):
    rows = records(book["measures"])
    assert len(rows) == len(banan.measures)
    basic = next(r for r in rows if r["measure"] == "basic")
    assert (basic["value (万元)"], basic["value_fen"], basic["printed"]) == (367.1, 367_100_000, "367.10")
    empty = next(r for r in rows if r["measure"] == "government_fund")
    assert (empty["value (万元)"], empty["value_fen"], empty["why"]) == (None, None, "blank")
    checks = bk.reconcile(banan).checks
    found = records(book["checks"])
    assert [r["check_id"] for r in found] == checks["check_id"].tolist()
    w = next(r for r in found if r["reported_fen"])
    assert w["reported (万元)"] * 1_000_000 == pytest.approx(w["reported_fen"])


def test_checks_of_another_reconciliation_are_shown_instead(banan, tmp_path):
    few = bk.reconcile(banan, only=["W10"])
    book = openpyxl.load_workbook(banan.to_excel(tmp_path / "few.xlsx", checks=few))
    assert [r["check_id"] for r in records(book["checks"])] == few.checks["check_id"].tolist()


def test_the_same_disclosure_gives_the_same_bytes(banan, tmp_path):
    one, other = (banan.to_excel(tmp_path / n).read_bytes() for n in ("one.xlsx", "other.xlsx"))
    assert one == other


def test_an_amount_that_was_changed_is_shown_as_changed_with_what_is_printed(banan, tmp_path):
    first = banan.line_items.iloc[0]
    wrong = banan.with_amount(first["line_id"], 1_000_000)
    book = openpyxl.load_workbook(wrong.to_excel(tmp_path / "wrong.xlsx"))
    cell = book["财政拨款收支总表"].cell(4 + first["row"], 1 + first["col"])
    assert (cell.value, cell.comment.text) == (1, "原文：1,137.10")


def test_a_cell_that_two_figures_claim_stays_as_it_was_printed(tmp_path):
    d = bk.read(BANAN)
    first = d.line_items.iloc[0]
    d.line_items = pd.concat([d.line_items, d.line_items.head(1).assign(amount_fen=1)], ignore_index=True)
    book = openpyxl.load_workbook(d.to_excel(tmp_path / "two.xlsx", checks=bk.reconcile(bk.read(BANAN))))
    cell = book["财政拨款收支总表"].cell(4 + first["row"], 1 + first["col"])
    assert (cell.value, cell.data_type) == ("1,137.10", "s")


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(banan, tmp_path):
    long = bk.reconcile(banan, only=["W10"])
    long.checks["detail"] = "长" * 40_000
    book = openpyxl.load_workbook(banan.to_excel(tmp_path / "long.xlsx", checks=long))
    text = records(book["checks"])[0]["detail"]
    assert len(text) == LONGEST and text.endswith(CUT)


def test_without_xlsxwriter_it_says_what_to_install(banan, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(bk.DependencyError, match=r"pip install xlsxwriter"):
        banan.to_excel(tmp_path / "x.xlsx")


def test_a_file_that_cannot_be_written_is_said(banan, tmp_path):
    with pytest.raises(bk.SourceError, match=r"nowhere.*cannot be written"):
        banan.to_excel(tmp_path / "nowhere" / "x.xlsx")


@pytest.mark.parametrize(
    ("unit", "step", "places"),
    [
        ("元", 1, 2),
        ("元", 100, 0),
        ("万元", 1_000_000, 0),
        ("万元", 100, 4),
        ("亿元", 10_000_000, 3),
        ("千元", 0, 5),
    ],
)
def test_printed_places_follow_from_unit_and_step(unit, step, places):
    assert decimals(unit, step) == places


def test_each_file_of_a_disclosure_keeps_its_own_pages(tmp_path):
    first, second = (Path(tmp_path / n) for n in ("a.md", "b.md"))
    first.write_text(TRICKS, encoding="utf-8")
    second.write_text(TRICKS.replace("1,500", "2,500").replace("1,505", "2,505"), encoding="utf-8")
    book = openpyxl.load_workbook(bk.read([first, second]).to_excel(tmp_path / "two.xlsx"))
    sheet = book["一般公共预算支出表"]
    marks = [c for c in sheet["A"] if str(c.value).startswith("第")]
    assert [m.value for m in marks] == ["第1页（第1个文件）", "第1页（第2个文件）"]
    assert [sheet.cell(m.row + 3, 3).value for m in marks] == [1500, 2500]
