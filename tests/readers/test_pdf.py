"""The reader of PDF on pages typeset here, on the pages with an answer key, and on real ones where present."""

from __future__ import annotations

import ctypes
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.truth import NAMES, TYPESET, score
from budgetkit.errors import ExtractionError, SourceError
from budgetkit.readers.pages import Grid, Page
from budgetkit.readers.pdf.calls import raw_pdfium
from budgetkit.readers.pdf.glyphs import content_turn, fold, upright_glyphs
from budgetkit.readers.pdf.page import read
from budgetkit.readers.pdf.pdfium import open_document, read_page
from budgetkit.readers.pdf.readable import check_readable, page_stats
from budgetkit.text import squash
from tests.support import SHARED

WIDTH, HEIGHT = A4
XS, YS = [60, 120, 260, 340, 420], [700, 680, 660, 640, 620]
ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["201", "一般公共服务支出", "1,084.23", "314.23"],
    ["2010301", "行政运行", "314.23", "314.23"],
    ["221", "住房保障支出", "15.08", "15.08"],
]
Draw = Callable[[Canvas], None]


@pytest.fixture(scope="session", autouse=True)
def fonts() -> None:
    """Register the bundled font (embedded, with a Unicode map) as ``Sans``."""
    with as_file(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf") as path:
        pdfmetrics.registerFont(TTFont("Sans", str(path)))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def typeset(path: Path, *pages: Draw, rotate: int = 0, **options: object) -> list[Page]:
    """Draw one page a function and read the file."""
    canvas = Canvas(str(path), **{"pagesize": A4, **options})
    for draw in pages:
        canvas.setFont("Sans", 10)
        canvas.setLineWidth(0.5)
        if rotate:
            canvas.setPageRotation(rotate)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read(path)


def texts(
    canvas: Canvas, rows: list[list[str]] = ROWS, xs: Sequence[float] = XS, ys: Sequence[float] = YS
) -> None:
    for row, top, bottom in zip(rows, ys, ys[1:], strict=False):
        for text, left, right in zip(row, xs, xs[1:], strict=False):
            if re.fullmatch(r"[\d,]+\.\d+", text):
                canvas.drawRightString(right - 3, (top + bottom) / 2 - 3.5, text)
            else:
                canvas.drawString(left + 3, (top + bottom) / 2 - 3.5, text)


def lines(canvas: Canvas, xs: Sequence[float] = XS, ys: Sequence[float] = YS) -> None:
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])


def only(pages: list[Page]) -> Grid:
    """Return the one table of the one page."""
    (page,) = pages
    (grid,) = page.grids
    return grid


def matrix(grid: Grid) -> list[list[str]]:
    return grid.matrix()


# ---- rulings of all kinds -------------------------------------------------------------------------


def stroked_lines(c: Canvas) -> None:
    lines(c)


def a_box_for_each_cell(c: Canvas) -> None:
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            c.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)


def thin_filled_boxes_with_corner_squares(c: Canvas) -> None:
    for x in XS:
        for top, bottom in pairwise(YS):
            c.rect(x, bottom + 0.5, 0.5, top - bottom - 0.5, stroke=0, fill=1)
    for y in YS:
        for left, right in pairwise(XS):
            c.rect(left + 0.5, y, right - left - 0.5, 0.5, stroke=0, fill=1)
        for x in XS:
            c.rect(x, y, 0.5, 0.5, stroke=0, fill=1)


def dashed_lines(c: Canvas) -> None:
    c.setDash(3, 2)
    lines(c)


def dashes_that_are_lines_of_their_own(c: Canvas) -> None:
    for y in YS:
        for x in range(XS[0], XS[-1], 5):
            c.line(x, y, x + 3, y)
    for x in XS:
        for y in range(YS[-1], YS[0], 5):
            c.line(x, y, x, y + 3)


def dotted_lines_of_filled_squares(c: Canvas) -> None:
    for y in YS:
        for x in range(XS[0], XS[-1] + 1, 2):
            c.rect(x, y, 0.7, 0.7, stroke=0, fill=1)
    for x in XS:
        for y in range(YS[-1], YS[0] + 1, 2):
            c.rect(x, y, 0.7, 0.7, stroke=0, fill=1)


def double_lines(c: Canvas) -> None:
    lines(c)
    lines(c, [x + 1 for x in XS], [y + 1 for y in YS])


def lines_that_do_not_quite_meet(c: Canvas) -> None:
    for y in YS:
        c.line(XS[0] + 1.5, y, XS[-1] - 1.5, y)
    for x in XS:
        c.line(x, YS[0] - 1.5, x, YS[-1] + 1.5)


def lines_of_several_boxes_in_one_path(c: Canvas) -> None:
    path = c.beginPath()
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            path.rect(left, bottom, right - left, top - bottom)
    c.drawPath(path, stroke=1, fill=0)


def lines_within_scaled_and_nested_forms(c: Canvas) -> None:
    c.beginForm("inner", 0, 0, 1000, 1000)
    c.setLineWidth(1)
    lines(c, [2 * (x - 50) for x in XS], [2 * (y - 600) for y in YS])
    c.endForm()
    c.beginForm("outer", 0, 0, 1000, 1000)
    c.saveState()
    c.scale(0.5, 0.5)
    c.doForm("inner")
    c.restoreState()
    c.endForm()
    c.saveState()
    c.translate(50, 600)
    c.doForm("outer")
    c.restoreState()


def thin_filled_boxes_within_a_scaled_form(c: Canvas) -> None:
    c.beginForm("boxes", 0, 0, 1000, 1000)
    for x in XS:
        c.rect(x / 2, YS[-1] / 2, 0.2, (YS[0] - YS[-1]) / 2, stroke=0, fill=1)
    for y in YS:
        c.rect(XS[0] / 2, y / 2, (XS[-1] - XS[0]) / 2, 0.2, stroke=0, fill=1)
    c.endForm()
    c.saveState()
    c.scale(2, 2)
    c.doForm("boxes")
    c.restoreState()


def lines_clipped_by_the_form_they_are_in(c: Canvas) -> None:
    c.beginForm("clipped", XS[0], YS[-1], XS[-1], YS[0])
    for y in YS:
        c.line(0, y, WIDTH, y)
    for x in XS:
        c.line(x, 0, x, HEIGHT)
    c.endForm()
    c.doForm("clipped")


def shaded_header_without_a_line_of_its_own(c: Canvas) -> None:
    c.setFillGray(0.8)
    c.rect(XS[0], YS[1], XS[-1] - XS[0], YS[0] - YS[1], stroke=0, fill=1)
    c.rect(XS[1], YS[2] + 4, 30, 12, stroke=0, fill=1)
    c.setFillGray(0)
    lines(c)


def no_outer_border(c: Canvas) -> None:
    for y in YS[1:-1]:
        c.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        c.line(x, YS[0], x, YS[-1])


def no_border_left_and_right(c: Canvas) -> None:
    for y in YS:
        c.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        c.line(x, YS[0], x, YS[-1])


@pytest.mark.parametrize(
    "draw",
    [
        stroked_lines,
        a_box_for_each_cell,
        thin_filled_boxes_with_corner_squares,
        dashed_lines,
        dashes_that_are_lines_of_their_own,
        dotted_lines_of_filled_squares,
        double_lines,
        lines_that_do_not_quite_meet,
        lines_of_several_boxes_in_one_path,
        lines_within_scaled_and_nested_forms,
        thin_filled_boxes_within_a_scaled_form,
        lines_clipped_by_the_form_they_are_in,
        shaded_header_without_a_line_of_its_own,
        no_outer_border,
        no_border_left_and_right,
    ],
)
def test_a_table_is_the_same_however_its_rulings_are_drawn(tmp_path: Path, draw: Draw) -> None:
    def page(c: Canvas) -> None:
        draw(c)
        c.setFillGray(0)
        texts(c)

    grid = only(typeset(tmp_path / "a.pdf", page))
    assert matrix(grid) == ROWS
    assert grid.engine == "rulings"
    assert (grid.page, grid.index, len(grid.cells)) == (1, 1, 16)
    x0, y0, x1, y1 = grid.cells[0].bbox or (0, 0, 0, 0)
    assert (x0, y0, x1, y1) == pytest.approx((XS[0], HEIGHT - YS[0], XS[1], HEIGHT - YS[1]), abs=2)


def test_merged_cells_keep_their_spans(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        for y in (700, 660, 640):
            c.line(60, y, 420, y)
        c.line(120, 680, 420, 680)
        for x in (60, 120, 420):
            c.line(x, 700, x, 640)
        c.line(260, 680, 260, 640)
        c.drawString(63, 676, "科目")
        c.drawString(200, 686, "2024年预算数")
        texts(c, [["基本支出", "项目支出"], ["367.10", "770.00"]], [120, 260, 420], [680, 660, 640])

    grid = only(typeset(tmp_path / "a.pdf", page))
    spans = [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]
    assert spans == [
        (0, 0, 2, 1, "科目"),
        (0, 1, 1, 2, "2024年预算数"),
        (1, 1, 1, 1, "基本支出"),
        (1, 2, 1, 1, "项目支出"),
        (2, 0, 1, 1, ""),
        (2, 1, 1, 1, "367.10"),
        (2, 2, 1, 1, "770.00"),
    ]
    assert all(cell is not None for row in grid.positions() for cell in row)


def test_tables_of_one_page_stay_apart_with_the_lines_between_them(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        c.drawString(200, 730, "部门收支总表")
        c.drawString(60, 708, "部门：某局")
        c.drawRightString(420, 708, "单位：万元")
        lines(c)
        texts(c)
        c.drawString(60, 600, "备注：本表含上年结转。")
        below = [y - 150 for y in YS]
        lines(c, XS, below)
        texts(c, ROWS, XS, below)
        c.drawString(60, 450, "— 3 —")

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    first, second = page_read.grids
    assert (first.index, second.index) == (1, 2)
    assert matrix(first) == matrix(second) == ROWS
    assert first.above == ("部门收支总表", "部门：某局", "单位：万元")
    assert first.below == second.above == ("备注：本表含上年结转。",)
    assert second.below == ("— 3 —",)
    kinds = ["T" if isinstance(block, Grid) else block.text[:2] for block in page_read]
    assert kinds == ["部门", "部门", "单位", "T", "备注", "T", "— "]


def test_a_table_within_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        lines(c, [40, 50, 440, 460], [720, 600, 580])
        c.drawString(60, 586, "合计 1,137.10")
        lines(c)
        texts(c)

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    outer, inner = page_read.grids
    assert matrix(inner) == ROWS
    assert matrix(outer) == [["", "", ""], ["", "合计 1,137.10", ""]]


# ---- page breaks ----------------------------------------------------------------------------------


def test_a_border_left_open_by_a_page_break_is_closed(tmp_path: Path) -> None:
    def top(c: Canvas) -> None:
        for y in YS[:-1]:
            c.line(XS[0], y, XS[-1], y)
        for x in XS:
            c.line(x, YS[0], x, YS[-1])
        texts(c)

    def bottom(c: Canvas) -> None:
        for y in YS[1:]:
            c.line(XS[0], y, XS[-1], y)
        for x in XS:
            c.line(x, YS[0], x, YS[-1])
        texts(c)

    before, after = typeset(tmp_path / "a.pdf", top, bottom)
    assert matrix(before.grids[0]) == matrix(after.grids[0]) == ROWS
    assert (before.grids[0].open_top, before.grids[0].open_bottom) == (False, True)
    assert (after.grids[0].open_top, after.grids[0].open_bottom) == (True, False)


def test_an_empty_sliver_that_a_page_break_left_is_no_row(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        for y in YS:
            c.line(XS[0], y, XS[-1], y)
        for x in XS:
            c.line(x, YS[0] + 9, x, YS[-1])
        texts(c)

    assert matrix(only(typeset(tmp_path / "a.pdf", page))) == ROWS


# ---- rotation -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("content", [0, 90, 180, 270])
def test_a_page_is_read_upright_however_it_is_turned(tmp_path: Path, rotate: int, content: int) -> None:
    def page(c: Canvas) -> None:
        c.translate(400, 400)
        c.rotate(content)
        c.translate(-400, -400)
        c.drawString(200, 730, "部门收支总表")
        lines(c)
        texts(c)

    (page_read,) = typeset(tmp_path / "a.pdf", page, rotate=rotate, pagesize=(800, 860))
    (grid,) = page_read.grids
    assert matrix(grid) == ROWS
    assert grid.above == ("部门收支总表",)
    assert page_read.rotation == (content - rotate) % 360
    width, height = (860, 800) if rotate % 180 else (800, 860)  # reportlab turns the sheet along
    upright = (height, width) if content % 180 else (width, height)
    assert (page_read.width, page_read.height) == pytest.approx(upright, abs=0.1)
    across = {0: 0, 90: 0, 180: width - 800, 270: height - 800}[content]
    down = {0: height, 90: 800, 180: 800, 270: width}[content]
    corners = (XS[0] + across, down - YS[0], XS[-1] + across, down - YS[-1])
    assert grid.bbox == pytest.approx(corners, abs=0.5)


def test_a_slanted_stamp_within_one_cell_is_no_part_of_it(tmp_path: Path) -> None:
    def stamp(c: Canvas) -> None:
        c.drawString(4, 40, "367.10")
        c.translate(60, 10)
        c.rotate(30)
        c.drawString(0, 0, "密")

    (page_read,) = typeset(tmp_path / "a.pdf", one_cell_row([stamp, say((4, 30, "合计"))]))
    assert matrix(page_read.grids[0]) == [["367.10", "合计"]]
    assert [line.text for line in page_read.lines] == ["密"]


def test_slanted_letters_on_a_level_line_are_a_part_of_it(tmp_path: Path) -> None:
    """Synthetic italic shears the letters and leaves the line level: 81.6 and not 816 with a stop after it."""

    def page(c: Canvas) -> None:
        for y, head, stop, tail in ((700, "增长81", ".", "6%"), (686, "占比", "55.3", "%")):
            x = 60.0
            for text, shear in ((head, 0.0), (stop, 0.33), (tail, 0.0)):
                line = c.beginText()
                line.setFont("Sans", 10)
                line.setTextTransform(1, 0, shear, 1, x, y)
                line.textOut(text)
                c.drawText(line)
                x += pdfmetrics.stringWidth(text, "Sans", 10)

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert ["".join(line.text.split()) for line in page_read.lines] == ["增长81.6%", "占比55.3%"]


def test_a_header_turned_by_a_right_angle_stays_in_its_cell(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        lines(c)
        texts(c, [["", *ROWS[0][1:]], *ROWS[1:]])
        c.saveState()
        c.translate(90, 682)
        c.rotate(90)
        c.drawString(0, 0, "类款")
        c.restoreState()

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert matrix(page_read.grids[0]) == [["类款", *ROWS[0][1:]], *ROWS[1:]]
    assert not page_read.lines


def test_a_slanted_watermark_does_not_run_into_cells(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        lines(c)
        texts(c)
        c.saveState()
        c.translate(150, 630)
        c.rotate(40)
        c.drawString(0, 0, "内部资料")
        c.restoreState()

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert matrix(page_read.grids[0]) == ROWS
    assert [line.text for line in page_read.lines] == ["内部资料"]


# ---- characters -----------------------------------------------------------------------------------


def one_cell_row(cells: list[Draw]) -> Draw:
    """A table of one row of 200-point cells; each function draws with its cell's corner as origin."""

    def page(c: Canvas) -> None:
        xs = [40 + 100 * k for k in range(len(cells) + 1)]
        lines(c, xs, [700, 640])
        for x, draw in zip(xs, cells, strict=False):
            c.saveState()
            c.translate(x, 640)
            draw(c)
            c.restoreState()

    return page


def say(*parts: tuple[float, float, str], font: str = "Sans", size: float = 10) -> Draw:
    def draw(c: Canvas) -> None:
        c.setFont(font, size)
        for x, y, text in parts:
            c.drawString(x, y, text)

    return draw


def test_digits_and_ideographs_on_different_baselines_are_one_line(tmp_path: Path) -> None:
    cells = [say((4, 30, "2024"), (27, 32.5, "年预算"), (60, 29, "(万元)")), say((4, 30, "合计"))]
    assert matrix(only(typeset(tmp_path / "a.pdf", one_cell_row(cells)))) == [["2024年预算(万元)", "合计"]]


def test_a_number_wrapped_within_its_cell_stays_two_lines(tmp_path: Path) -> None:
    cells = [say((4, 36, "1682.7"), (60, 22, "6")), say((4, 36, "一般公共"), (4, 22, "预算"))]
    grid = only(typeset(tmp_path / "a.pdf", one_cell_row(cells)))
    assert matrix(grid) == [["1682.7\n6", "一般公共\n预算"]]


def test_two_numbers_side_by_side_never_fuse(tmp_path: Path) -> None:
    cells = [say((4, 30, "12.30"), (44, 30, "45.60")), say((4, 30, "合计"))]
    grid = only(typeset(tmp_path / "a.pdf", one_cell_row(cells)))
    assert matrix(grid) == [["12.30  45.60", "合计"]]


def test_a_character_belongs_to_the_cell_that_holds_most_of_it(tmp_path: Path) -> None:
    def amount(c: Canvas) -> None:
        c.drawRightString(102, 30, "1,234.56")  # sticks out by 2 points

    grid = only(typeset(tmp_path / "a.pdf", one_cell_row([amount, say((5, 30, "合计"))])))
    assert matrix(grid) == [["1,234.56", "合计"]]


@pytest.mark.parametrize("offset", [(0.3, 0), (0.9, 0), (0.5, 0.5)])
def test_glyphs_struck_twice_for_bold_are_read_once(tmp_path: Path, offset: tuple[float, float]) -> None:
    text, (dx, dy) = "1,137.10", offset
    whole = say((4, 40, text), (4 + dx, 40 + dy, text))
    by_glyph = [(4 + 6 * k, 20, character) for k, character in enumerate(text)]
    copies = [(k * dx / 3, k * dy / 3) for k in (0, 3, 1, 2)]  # four times each, in no order
    single = say(*((x + a, y + b, t) for x, y, t in by_glyph for a, b in copies))
    grid = only(typeset(tmp_path / "a.pdf", one_cell_row([whole, single])))
    assert matrix(grid) == [["1,137.10", "1,137.10"]]


@pytest.mark.parametrize("text", ["all 1111.11", "lllll", "11111", "--", "0.00"])
@pytest.mark.parametrize("pitch", [None, 0.25])
def test_repeated_characters_are_not_taken_for_bold(tmp_path: Path, text: str, pitch: float | None) -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Helvetica" if text.isascii() else "Sans", 10)
        if pitch is None:
            c.drawString(4, 30, text)
        else:  # each character placed by itself, as narrow as "l" is in a narrow font
            for k, character in enumerate(text.replace(" ", "")):
                c.drawString(4 + k * pitch * 10, 30, character)

    grid = only(typeset(tmp_path / "a.pdf", one_cell_row([draw, say((4, 30, "a"))])))
    assert squash(matrix(grid)[0][0]) == squash(text)


def test_a_font_that_claims_twice_the_width_loses_no_digit(tmp_path: Path) -> None:
    content = b"0.5 w 40 640 100 60 re S 140 640 100 60 re S BT /F1 10 Tf 46 660 Td "
    content += b"".join(b"(%c) Tj 5 0 Td " % digit for digit in b"192,446.79") + b"100 0 Td (7) Tj ET"
    pages = read(
        raw_pdf(tmp_path / "a.pdf", content, b"/FirstChar 32 /LastChar 126 /Widths [" + b"1000 " * 95 + b"]")
    )
    assert matrix(only(pages)) == [["192,446.79", "7"]]


def raw_pdf(path: Path, content: bytes, font: bytes, to_unicode: bytes = b"") -> Path:
    """Write a PDF of one page; `font` are further entries of its font F1, a simple one."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding %s>>" % font,
        b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode), to_unicode),
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 7\n0000000000 65535 f \n%strailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return write(path, out + end % (table, len(out)))


def test_radicals_in_the_unicode_map_of_a_font_are_folded(tmp_path: Path) -> None:
    odd = {b"A": 0x2F00, b"B": 0x822C, b"C": 0x2F40, b"D": 0x51FA, b"E": 0x2ECB, b"F": 0x2F3E}
    content = b"BT /F1 10 Tf 60 700 Td (ABCDEF) Tj ET"
    path = raw_pdf(tmp_path / "a.pdf", content, b"/ToUnicode 6 0 R", unicode_map(odd))
    assert [line.text for line in read(path)[0].lines] == ["一般支出车户"]


def test_half_a_pair_of_utf16_is_no_character_seen_or_hidden(tmp_path: Path) -> None:
    odd = {b"A": 0x822C, b"B": 0xDE2B}
    content = b"BT /F1 10 Tf 60 700 Td (AAB) Tj 3 Tr 0 -50 Td (ABA) Tj ET"
    [page] = read(raw_pdf(tmp_path / "a.pdf", content, b"/ToUnicode 6 0 R", unicode_map(odd)))
    assert [line.text for line in page.lines] == ["般般\ufffd"] and page.hidden == ("般\ufffd般",)


def unicode_map(meant: dict[bytes, int]) -> bytes:
    """Return a map of codes to characters, as fonts have it."""
    pairs = b"".join(b"<%02X> <%04X>\n" % (ord(key), code) for key, code in meant.items())
    cmap = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
    cmap += b"1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar\n%sendbfchar\n" % (
        len(meant),
        pairs,
    )
    return cmap + b"endcmap end end"


def test_radicals_become_the_ideographs_they_stand_for() -> None:
    assert (
        fold("⼀般公共预算⽀出 ⾏政运⾏ ⻋辆 农⺠ ⼾籍 ⻔票 ⿈⾦ ⻘年 ⽉")
        == "一般公共预算支出 行政运行 车辆 农民 户籍 门票 黄金 青年 月"
    )
    assert fold("12.3\u00ad\u0002") == "12.3--"
    plain = "一般公共预算 1,137.10 （万元）“三公”ＡＢ①≥%"
    assert fold(plain) == plain


def test_every_row_of_the_fold_table_has_a_source_and_changes_something() -> None:
    from budgetkit.knowledge.data import table

    rows = table("radicals")
    assert len(rows) > 340
    assert all(row["source"] and row["code"] != row["folded"] for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)
    assert not {row["folded"] for row in rows} & {row["code"] for row in rows}


# ---- what is not to be seen -----------------------------------------------------------------------


def invisible_mode(c: Canvas) -> None:
    text = c.beginText(4, 20)
    text.setTextRenderMode(3)
    text.textOut("999.99")
    c.drawText(text)


def white_on_nothing(c: Canvas) -> None:
    c.setFillGray(1)
    c.drawString(4, 20, "999.99")


def clipped_away(c: Canvas) -> None:
    path = c.beginPath()
    path.rect(0, 28, 100, 30)
    c.clipPath(path, stroke=0, fill=0)
    c.drawString(4, 10, "999.99")


def painted_over(c: Canvas) -> None:
    c.drawString(4, 12, "999.99")
    c.setFillGray(1)
    c.rect(1, 8, 60, 16, stroke=0, fill=1)


@pytest.mark.parametrize("hide", [invisible_mode, white_on_nothing, clipped_away, painted_over])
def test_text_that_nobody_sees_is_not_read(tmp_path: Path, hide: Draw) -> None:
    def cell(c: Canvas) -> None:
        c.drawString(4, 40, "367.10")
        hide(c)

    (page,) = typeset(tmp_path / "a.pdf", one_cell_row([cell, say((4, 30, "合计"))]))
    assert matrix(page.grids[0]) == [["367.10", "合计"]]
    assert not page.lines


def dark_box(c: Canvas) -> None:
    c.setFillColorRGB(0.1, 0.2, 0.5)
    c.rect(0, 0, 100, 60, stroke=0, fill=1)


def dark_bar(c: Canvas) -> None:
    c.setStrokeColorRGB(0.1, 0.2, 0.5)
    c.setLineWidth(40)
    c.line(0, 30, 100, 30)


def dark_picture(c: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    c.drawImage(ImageReader(Image.new("L", (4, 4), 20)), 0, 0, 100, 60)


@pytest.mark.parametrize("background", [dark_box, dark_bar, dark_picture])
def test_white_text_on_a_dark_header_is_read(tmp_path: Path, background: Draw) -> None:
    def cell(c: Canvas) -> None:
        background(c)
        c.setFillGray(1)
        c.drawString(4, 30, "合计")

    grid = only(typeset(tmp_path / "a.pdf", one_cell_row([cell, say((4, 30, "1.00"))])))
    assert matrix(grid) == [["合计", "1.00"]]


def test_text_within_forms_is_read_where_it_shows(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        lines(c, [100, 200, 300], [700, 640])
        c.beginForm("inner", 0, 0, 100, 100)  # shows what is up to 100 by 100
        c.setFont("Sans", 20)
        c.drawString(10, 40, "12.5")
        c.drawString(10, 140, "999.99")
        c.endForm()
        c.beginForm("outer", 0, 0, 2000, 2000)
        c.translate(200, 1280)
        c.doForm("inner")
        c.endForm()
        c.scale(0.5, 0.5)
        c.doForm("outer")

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert matrix(page_read.grids[0]) == [["12.5", ""]]
    assert not page_read.lines
    assert page_read.hidden == ("999.99",)


# ---- tables that lack rulings ---------------------------------------------------------------------

GROUPED = [
    ["科目编码", "科目名称", "2024年一般公共预算财政拨款支出预算数", "", ""],
    ["", "", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "1,084.23", "314.23", "770.00"],
    ["20103", "政府办公厅及相关机构事务", "1,084.23", "314.23", "770.00"],
    ["2010301", "行政运行", "314.23", "314.23", ""],
    ["2010302", "一般行政管理事务", "180.00", "", "180.00"],
    ["", "合计", "1,137.10", "367.10", "770.00"],
]
WIDE = [40, 100, 235, 345, 455, 565]
DEEP = [700, 684, 668, 652, 636, 620, 604, 588]


def grouped(c: Canvas) -> None:
    """The text of a table whose header has two rows: two headers span both, one spans three columns."""
    c.drawCentredString(70, 680.5, "科目编码")
    c.drawCentredString(167, 680.5, "科目名称")
    c.drawCentredString(400, 688.5, GROUPED[0][2])
    for k, text in enumerate(["合计", "基本支出", "项目支出"]):
        c.drawCentredString((WIDE[k + 2] + WIDE[k + 3]) / 2, 672.5, text)
    texts(c, GROUPED[2:], WIDE, DEEP[2:])
    c.drawString(40, 730, "部门：某局")
    c.drawRightString(565, 730, "单位：万元")
    c.drawString(40, 560, "备注：本表数字单位换算后尾数可能不齐。")


def body_of(grid: Grid) -> list[list[str]]:
    """The rows from the first with a code on."""
    rows = matrix(grid)
    return rows[next(k for k, row in enumerate(rows) if row[0] == "201") :]


def level_rulings_of_every_row(c: Canvas) -> None:
    for y in [DEEP[0], *DEEP[2:]]:
        c.line(40, y, 565, y)
    c.line(235, DEEP[1], 565, DEEP[1])
    grouped(c)


def three_rulings(c: Canvas) -> None:
    for y in (DEEP[0], DEEP[2], DEEP[-1]):
        c.line(40, y, 565, y)
    grouped(c)


def upright_rulings_and_a_frame(c: Canvas) -> None:
    lines(c, WIDE[:2] + WIDE[-1:], [DEEP[0], DEEP[2], DEEP[-1]])
    c.line(235, DEEP[0], 235, DEEP[-1])
    for x in WIDE[3:5]:
        c.line(x, DEEP[1], x, DEEP[-1])
    c.line(235, DEEP[1], 565, DEEP[1])
    grouped(c)


def a_frame_and_level_rulings(c: Canvas) -> None:
    lines(c, [40, 565], [DEEP[0], *DEEP[2:]])
    grouped(c)


@pytest.mark.parametrize(
    "draw",
    [
        level_rulings_of_every_row,
        three_rulings,
        upright_rulings_and_a_frame,
        a_frame_and_level_rulings,
        grouped,
    ],
)
def test_amounts_in_columns_are_in_cells_although_rulings_lack(tmp_path: Path, draw: Draw) -> None:
    (page,) = typeset(tmp_path / "a.pdf", draw)
    (grid,) = page.grids
    assert grid.engine == "text"
    assert body_of(grid) == GROUPED[2:]
    lowest_header = {
        cell.col: cell.text for cell in grid.cells if cell.row < len(matrix(grid)) - 5 and cell.text
    }
    assert list(lowest_header.values()) == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    outside = [line.text for line in page.lines if line.text != GROUPED[0][2] or draw is not grouped]
    assert outside == ["部门：某局", "单位：万元", "备注：本表数字单位换算后尾数可能不齐。"]


def test_headers_without_upright_rulings_keep_their_spans(tmp_path: Path) -> None:
    grid = only(typeset(tmp_path / "a.pdf", level_rulings_of_every_row))
    header = [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells if c.row < 2]
    assert header == [
        (0, 0, 2, 1, "科目编码"),
        (0, 1, 2, 1, "科目名称"),
        (0, 2, 1, 3, GROUPED[0][2]),
        (1, 2, 1, 1, "合计"),
        (1, 3, 1, 1, "基本支出"),
        (1, 4, 1, 1, "项目支出"),
    ]


def test_names_of_two_groups_span_their_columns(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        for y in DEEP:
            c.line(40, y, 565, y)
        c.drawCentredString(137, 688.5, "功能分类科目")
        c.drawCentredString(400, 688.5, GROUPED[0][2])
        for k, text in enumerate(["科目编码", "科目名称", "合计", "基本支出", "项目支出"]):
            c.drawCentredString((WIDE[k] + WIDE[k + 1]) / 2, 672.5, text)
        texts(c, GROUPED[2:], WIDE, DEEP[2:])

    grid = only(typeset(tmp_path / "a.pdf", page))
    assert [(c.col, c.colspan, c.text) for c in grid.cells if c.row == 0] == [
        (0, 2, "功能分类科目"),
        (2, 3, GROUPED[0][2]),
    ]
    assert matrix(grid)[1] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    assert body_of(grid) == GROUPED[2:]


def test_wrapped_numbers_are_not_taken_for_rows(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        lines(c, [60, 160, 260, 360], [700, 640, 580])
        for x in (163, 263):
            for y, text in ((686, "350,034.4"), (672, "2"), (626, "26,000.0"), (612, "0")):
                c.drawString(x, y, text)
        c.drawString(63, 680, "基本支出")
        c.drawString(63, 620, "项目支出")

    grid = only(typeset(tmp_path / "a.pdf", page))
    assert grid.engine == "rulings"
    assert matrix(grid) == [
        ["基本支出", "350,034.4\n2", "350,034.4\n2"],
        ["项目支出", "26,000.0\n0", "26,000.0\n0"],
    ]


def test_codes_listed_within_cells_are_not_taken_for_rows(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        lines(c, [60, 160, 260], [700, 640])
        for k in range(3):
            c.drawString(63, 686 - 14 * k, f"201030{k}")
            c.drawString(163, 686 - 14 * k, f"50299{k}")

    grid = only(typeset(tmp_path / "a.pdf", page))
    assert matrix(grid) == [["2010300\n2010301\n2010302", "502990\n502991\n502992"]]


def test_numbers_whose_columns_overlap_are_not_forced_into_one_cell(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        for y in (700, 640, 500):
            c.line(60, y, 540, y)
        for k in range(6):
            y = 625 - 18 * k
            c.drawString(70, y, f"{k}1.25" if k % 2 else f"1,111,11{k}.25")
            c.drawString(110 if k % 2 else 135, y, f"{k}7.10")
            c.drawString(300, y, f"{k}9.99")

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids
    assert sum("9.99" in line.text for line in page_read.lines) == 6


def test_underlined_figures_in_prose_are_no_table(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        for k in range(5):
            y = 700 - 20 * k
            for x, text in (
                (60, "2024年预算"),
                (170, f"1,13{k}.10"),
                (260, "万元，增加"),
                (350, f"2{k}.89"),
                (430, "万元。"),
            ):
                c.drawString(x, y, text)
            c.line(165, y - 2, 225, y - 2)
            c.line(345, y - 2, 395, y - 2)

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids


def test_prose_lists_and_contents_are_no_tables(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        c.line(60, 790, 540, 790)
        for k in range(8):
            c.drawString(
                60, 760 - 20 * k, f"（{k}）2024年预算{k}37.10万元，比2023年增加{k}5.89万元，增长{k}.5%，主要"
            )
        for k in range(8):
            c.drawString(60, 560 - 20 * k, f"第{k}部分 部门预算情况说明" + "." * 40)
            c.drawRightString(540, 560 - 20 * k, str(k + 1))
        c.line(60, 390, 540, 390)
        for k in range(4):
            c.drawString(60, 360 - 20 * k, f"{k + 1}. 2024. 1137.10 367.10")
        c.line(60, 60, 540, 60)

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids
    assert len(page_read.lines) >= 20


# ---- what is no table -----------------------------------------------------------------------------


def test_a_frame_around_prose_is_no_table(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        c.rect(40, 600, 400, 120, stroke=1, fill=0)
        c.drawString(60, 680, "一、部门职能：负责全区政务服务。")
        c.drawString(60, 660, "二、机构设置：内设3个科室。")

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids
    assert [line.text for line in page_read.lines] == [
        "一、部门职能：负责全区政务服务。",
        "二、机构设置：内设3个科室。",
    ]


@pytest.mark.parametrize(
    ("strokes", "length"), [(20_000, 8), (60_000, 8), (20_000, 30), (1_500, 200), (300, 200)]
)
def test_a_chart_of_very_many_strokes_is_no_table(tmp_path: Path, strokes: int, length: int) -> None:
    rng = random.Random(7)

    def page(c: Canvas) -> None:
        c.drawString(60, 800, "图1 支出预算")
        for k in range(strokes):
            x, y = 50 + 500 * rng.random(), 100 + 600 * rng.random()
            c.line(x, y, x + (length if k % 2 else 0), y + (0 if k % 2 else length))
        for k in range(300):
            c.drawString(50 + 500 * rng.random(), 100 + 600 * rng.random(), str(37 * k))

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids
    assert page_read.lines[0].text == "图1 支出预算"


@pytest.mark.parametrize("step", [2.5, 9])
def test_graph_paper_is_no_table(tmp_path: Path, step: float) -> None:
    def page(c: Canvas) -> None:
        n = int(450 / step)
        lines(c, [50 + step * k for k in range(n + 1)], [600 - step * k for k in range(n + 1)])
        for k in range(30):
            c.drawString(60 + 14 * k, 200 + 11 * k, str(k))

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids


def test_a_bar_chart_with_its_axis_and_grid_lines_is_no_table(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        c.line(80, 100, 80, 400)
        for k in range(6):
            c.line(80, 100 + 60 * k, 500, 100 + 60 * k)
            c.drawRightString(75, 97 + 60 * k, f"{200 * k}.00")
        for k in range(5):
            c.drawCentredString(125 + 80 * k, 125 + 50 * k, f"{50 * k}.25")
            c.drawCentredString(125 + 80 * k, 85, f"202{k}")
            c.rect(110 + 80 * k, 100, 30, 50 * k + 20, stroke=0, fill=1)

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids


def test_a_curve_of_short_strokes_is_no_ruling(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        for count in (4000, 400):
            path = c.beginPath()
            path.moveTo(50, 400)
            for k in range(count):
                path.lineTo(50 + 500 * k / count, 400 + 150 * float(np.sin(13 * k / count)))
            c.drawPath(path)
        c.line(50, 250, 50, 550)
        c.line(50, 250, 550, 250)
        c.drawString(100, 450, "2024年")

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert not page_read.grids


# ---- nothing lost, nothing twice ------------------------------------------------------------------


def printed(path: Path) -> list[Counter[str]]:
    """The visible characters of each page as pdfium has them (folded, struck once), white space apart."""
    pages = []
    with open_document(path) as (document, count):
        for index in range(count):
            with read_page(document, index, path) as raw:
                glyphs = upright_glyphs(raw, content_turn(raw))
            pages.append(Counter(map(chr, glyphs.codes[~glyphs.space].tolist())))
    return pages


def placed(page: Page) -> Counter[str]:
    everything = [line.text for line in page.lines]
    everything += [text for grid in page.grids for cell in grid.cells for text in (cell.text, cell.note)]
    return Counter(squash("".join(everything)))


def corpus_files(step: int) -> list[Path]:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("shared/corpus is not there: real disclosures are not part of the repository")
    return sorted((SHARED / "corpus").glob("*/*.pdf"))[::step]


def need_typeset() -> None:
    if not TYPESET.is_dir():
        pytest.skip(
            "shared/typeset is not there: the pages with an answer key are not part of the repository"
        )


@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_the_typeset_pages_is_in_exactly_one_place(name: str) -> None:
    need_typeset()
    path = TYPESET / f"{name}.pdf"
    for page, expected in zip(read(path), printed(path), strict=True):
        assert placed(page) == expected, f"page {page.number}"


def test_every_character_of_real_pages_is_in_exactly_one_place() -> None:
    for path in corpus_files(26):
        for page, expected in zip(read(path), printed(path), strict=True):
            assert placed(page) == expected, f"{path.name} page {page.number}"


@pytest.mark.parametrize("name", NAMES)
def test_the_typeset_tables_are_read_exactly(name: str) -> None:
    need_typeset()
    result = score(name, read)
    assert not result.wrong
    assert result.fragments[0] == result.fragments[1] >= 14
    assert result.cells[0] == result.cells[1] > 550
    assert result.numbers[0] == result.numbers[1]
    assert result.spurious == 0


_AMOUNT = re.compile(r"(?<![\d.,])-?\d[\d,]*\.\d{2}(?![\d.]|\s*[万亿元%％])")


def test_the_amounts_of_real_tables_are_in_grids() -> None:
    total = inside = 0
    for path in corpus_files(31):
        with open_document(path) as (document, count):
            raws = []
            for index in range(count):
                with read_page(document, index, path) as raw:
                    raws.append(raw.text)
        for page, text in zip(read(path), raws, strict=True):
            printed = ["" if s else " " for s in text.visible.tolist()]
            printed = [blank or chr(c) for blank, c in zip(printed, text.codes.tolist(), strict=True)]
            apart = (np.diff(text.places, prepend=-1) > 1).tolist()  # pdfium made up a space
            plain = "".join(" " * gap + c for gap, c in zip(apart, printed, strict=True))
            amounts = [re.sub(r"\D", "", amount) for amount in _AMOUNT.findall(plain)]
            if len(amounts) >= 6:
                cells = " ".join(re.sub(r"[\s,.]", "", c.text) for g in page.grids for c in g.cells)
                total += len(amounts)
                inside += sum(amount in cells for amount in amounts)
    assert total > 1000
    assert inside >= 0.99 * total


@pytest.mark.parametrize("blank", [" ", "   ", "\u3000\u3000"])
def test_a_page_whose_only_text_is_white_space_is_read_as_empty(tmp_path: Path, blank: str) -> None:
    first, second = typeset(
        tmp_path / "space.pdf", lambda c: c.drawString(60, 700, blank), lambda c: (texts(c), lines(c))
    )
    assert not list(first) and len(second.grids) == 1


@pytest.mark.parametrize("blank", [" ", "   ", "\u3000\u3000"])
def test_white_space_alone_outside_of_a_table_is_no_text(tmp_path: Path, blank: str) -> None:
    def draw(canvas: Canvas) -> None:
        texts(canvas)
        lines(canvas)
        canvas.drawString(60, 100, blank)

    (page,) = typeset(tmp_path / "space.pdf", draw)
    (table,) = page
    assert isinstance(table, Grid) and table.matrix()[2][1] == "行政运行"


# ---- files that cannot be read --------------------------------------------------------------------


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    def page(c: Canvas) -> None:
        lines(c)
        texts(c)

    typeset(tmp_path / "good.pdf", page, page)
    return tmp_path / "good.pdf"


@pytest.mark.parametrize("data", [b"", b"\n<!DOCTYPE html><html></html>", random.Random(1).randbytes(5000)])
def test_what_pdfium_cannot_open_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.pdf: cannot be opened as a PDF"):
        read(write(tmp_path / "a.pdf", data))


@pytest.mark.parametrize("keep", [0.3, 0.5, 0.9])
def test_a_truncated_file_is_refused(good: Path, tmp_path: Path, keep: float) -> None:
    content = good.read_bytes()
    with pytest.raises(SourceError, match=r"cut\.pdf: .*(truncated|damaged)"):
        read(write(tmp_path / "cut.pdf", content[: int(len(content) * keep)]))


def test_a_file_that_needs_a_password_is_refused(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    with pytest.raises(SourceError, match="password"):
        typeset(tmp_path / "a.pdf", lines, encrypt=StandardEncryption("secret", "owner"))
    pages = typeset(
        tmp_path / "b.pdf", lambda c: c.drawString(60, 700, "合计"), encrypt=StandardEncryption("", "owner")
    )
    assert [line.text for line in pages[0].lines] == ["合计"]


def test_a_document_without_pages_is_refused(tmp_path: Path) -> None:
    empty = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    with pytest.raises(SourceError, match="pages"):
        read(write(tmp_path / "a.pdf", empty + b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"))


def picture(c: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    c.drawImage(ImageReader(Image.new("L", (40, 40), 128)), 50, 50, 400, 600)


def test_a_scan_is_refused_and_says_which_engine_reads_it(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match=r"engine='scan'"):
        typeset(tmp_path / "a.pdf", picture, picture)

    def guessed(c: Canvas) -> None:
        picture(c)
        text = c.beginText(60, 500)
        text.setTextRenderMode(3)
        text.textOut("合计 1,137.10")
        c.drawText(text)

    with pytest.raises(ExtractionError, match="invisible text layer"):
        typeset(tmp_path / "b.pdf", guessed)


def test_a_page_that_is_only_an_image_is_reported(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match=r"a\.pdf: page 2 holds only images"):
        pages = typeset(tmp_path / "a.pdf", lambda c: c.drawString(60, 700, "收支总表"), picture)
    assert [len(page.blocks) for page in pages] == [1, 0]


def test_fonts_that_do_not_say_what_they_print_are_refused(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        lines(c)
        texts(c, [["本年支出合计数", "财政拨款结转结余", "住房保障", "政务服务"] for _ in ROWS])

    typeset(tmp_path / "good.pdf", page, pageCompression=0)
    content = (tmp_path / "good.pdf").read_bytes()
    assert b"/ToUnicode" in content
    with pytest.raises(ExtractionError, match="ToUnicode"):
        read(write(tmp_path / "bad.pdf", content.replace(b"/ToUnicode", b"/ToNothing")))


def test_one_undecoded_page_among_many_is_reported() -> None:
    good = np.array([ord(c) for c in "一般公共预算财政拨款支出1,137.10万元" * 10], np.uint32)
    bad = np.array([ord(c) for c in "┞ռ僪䇥䶱⪊Æºï±²" * 10], np.uint32)
    stats = [page_stats(k, good, images=0, hidden=0) for k in range(1, 11)]
    assert check_readable(Path("a.pdf"), stats) == set()
    with pytest.warns(UserWarning, match=r"a\.pdf: page 11 is not decoded"):
        garbage = check_readable(Path("a.pdf"), [*stats, page_stats(11, bad, images=0, hidden=0)])
    assert garbage == {11}


def test_prose_without_tables_is_fine(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        c.drawString(60, 700, "2024年部门预算收入1,137.10万元，比2023年增加25.89万元。")
        c.drawString(60, 680, "All figures are in CNY 10,000 unless stated otherwise; see note 4.")

    (page_read,) = typeset(tmp_path / "a.pdf", page)
    assert [line.text for line in page_read.lines] == [
        "2024年部门预算收入1,137.10万元，比2023年增加25.89万元。",
        "All figures are in CNY 10,000 unless stated otherwise; see note 4.",
    ]


def test_reading_twice_gives_the_same(good: Path) -> None:
    assert read(good) == read(good)


def test_the_origin_of_every_character_is_the_one_that_pdfium_gives_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "1,137.10 万元，jg")
        text = canvas.beginText(60, 650)
        text.textOut("367.10")
        text.setRise(4)
        text.textOut("注1")
        canvas.drawText(text)
        for angle in (90, 180, 30, -7):
            canvas.saveState()
            canvas.translate(300, 400)
            canvas.rotate(angle)
            canvas.drawString(20, 20, "一般公共预算 45.60")
            canvas.restoreState()

    typeset(tmp_path / "a.pdf", draw)
    with (
        open_document(tmp_path / "a.pdf") as (document, _),
        read_page(document, 0, tmp_path / "a.pdf") as page,
    ):
        raw = raw_pdfium()
        handle = raw.FPDF_LoadPage(document, 0)
        text = raw.FPDFText_LoadPage(handle)
        given = np.zeros((len(page.text.places), 2))
        for k, place in enumerate(page.text.places.tolist()):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, place, x, y)
            given[k] = x.value, y.value
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(handle)
    assert len(given) > 60
    assert np.abs(page.text.origins - given).max() < 1e-3
