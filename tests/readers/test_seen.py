"""What the page shows is what is read: covers, pictures, marks, strokes and watermarks, on pages typeset here."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from budgetkit.readers.pages import Cell, Grid, Page
from budgetkit.readers.pdf.page import read

Draw = Callable[[Canvas], None]
LEFT, TOP, WIDE, HIGH = 100, 700, 80, 20
"""A table of two rows and three columns; row 1, column 1 is where things happen."""


@pytest.fixture(scope="session", autouse=True)
def fonts() -> None:
    with as_file(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf") as path:
        pdfmetrics.registerFont(TTFont("Sans", str(path)))


def rules(c: Canvas) -> None:
    for k in range(3):
        c.line(LEFT, TOP - k * HIGH, LEFT + 3 * WIDE, TOP - k * HIGH)
    for k in range(4):
        c.line(LEFT + k * WIDE, TOP, LEFT + k * WIDE, TOP - 2 * HIGH)


def put(
    c: Canvas, text: str, row: int = 1, col: int = 1, size: float = 9, dx: float = 0, dy: float = 0
) -> None:
    """Set a text flush right in a cell."""
    c.setFont("Sans", size)
    c.drawRightString(LEFT + (col + 1) * WIDE - 8 + dx, TOP - (row + 1) * HIGH + 6 + dy, text)


def pages(path: Path, draw: Draw, **options: object) -> list[Page]:
    canvas = Canvas(str(path), **{"pagesize": A4, **options})
    canvas.setLineWidth(0.5)
    canvas.setFont("Sans", 9)
    for col, text in enumerate(("科目", "合计", "基本")):
        put(canvas, text, 0, col)
    put(canvas, "行政运行", 1, 0)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return read(path)


def table(path: Path, draw: Draw, **options: object) -> Grid:
    def ruled(c: Canvas) -> None:
        rules(c)
        draw(c)

    (page,) = pages(path, ruled, **options)
    (grid,) = page.grids
    return grid


def cell(grid: Grid, row: int = 1, col: int = 1) -> Cell:
    (found,) = (c for c in grid.cells if (c.row, c.col) == (row, col))
    return found


def white(c: Canvas) -> None:
    c.setFillGray(1)


# ---- covers: the new figure stands where the old one stood ---------------------------------------------


def box(c: Canvas) -> None:
    white(c)
    c.rect(LEFT + WIDE + 2, TOP - 2 * HIGH + 2, WIDE - 4, HIGH - 4, stroke=0, fill=1)


def five_sided(c: Canvas) -> None:
    white(c)
    x, y = LEFT + WIDE + 2, TOP - 2 * HIGH + 2
    path = c.beginPath()
    path.moveTo(x, y)
    for dx, dy in ((WIDE - 4, 0), (WIDE - 4, HIGH - 4), (20, HIGH - 3), (0, HIGH - 4)):
        path.lineTo(x + dx, y + dy)
    path.close()
    c.drawPath(path, stroke=0, fill=1)


def picture(c: Canvas) -> None:
    c.drawImage(
        ImageReader(Image.new("L", (4, 4), 255)), LEFT + WIDE + 2, TOP - 2 * HIGH + 2, WIDE - 4, HIGH - 4
    )


@pytest.mark.parametrize("cover", [box, five_sided, picture])
def test_what_is_covered_leaves_no_character_in_the_figure_above_it(tmp_path: Path, cover: Draw) -> None:
    def draw(c: Canvas) -> None:
        put(c, "180.00")
        cover(c)
        c.setFillGray(0)
        put(c, "200.00")

    assert cell(table(tmp_path / "a.pdf", draw)).text == "200.00"


def test_invisible_text_below_a_figure_changes_nothing(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        text = c.beginText()
        text.setFont("Sans", 9)
        text.setTextRenderMode(3)
        text.setTextOrigin(LEFT + 2 * WIDE - 8 - c.stringWidth("200.00", "Sans", 9), TOP - 2 * HIGH + 6)
        text.textOut("180.00")
        text.setTextRenderMode(0)
        c.drawText(text)
        put(c, "200.00")

    assert cell(table(tmp_path / "a.pdf", draw)).text == "200.00"


# ---- a blank is proved blank ----------------------------------------------------------------------------


def outlined(c: Canvas) -> None:
    path = c.beginPath()
    path.circle(LEFT + 1.5 * WIDE, TOP - 1.5 * HIGH, 5)
    c.drawPath(path, stroke=0, fill=1)


def pictured(c: Canvas) -> None:
    image = Image.new("L", (40, 10), 255)
    for x in range(10, 30):
        image.putpixel((x, 5), 0)
    c.drawImage(ImageReader(image), LEFT + WIDE + 10, TOP - 2 * HIGH + 4, 40, 10)


def of_one_colour(c: Canvas) -> None:
    c.drawImage(ImageReader(Image.new("L", (4, 4), 230)), LEFT + WIDE, TOP - 2 * HIGH, WIDE, HIGH)
    c.drawImage(ImageReader(Image.new("L", (4, 4), 230)), LEFT + 2 * WIDE, TOP - 2 * HIGH, WIDE, HIGH)


@pytest.mark.parametrize("draw", [outlined, pictured])
def test_a_cell_without_text_in_which_something_is_drawn_is_in_doubt(tmp_path: Path, draw: Draw) -> None:
    grid = table(tmp_path / "a.pdf", draw)
    assert cell(grid).text == ""
    assert cell(grid).doubt.startswith("something is drawn or pictured")
    assert cell(grid, 1, 2).doubt == ""


def test_a_cell_of_one_colour_is_blank(tmp_path: Path) -> None:
    grid = table(tmp_path / "a.pdf", of_one_colour)
    assert [c.doubt for c in grid.cells] == [""] * 6


def test_a_large_picture_without_text_on_it_is_said(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.drawImage(ImageReader(Image.new("L", (9, 9), 99)), 100, 200, 300, 200)

    (page,) = pages(tmp_path / "a.pdf", draw)
    assert page.remarks == ("a picture of 300 x 200 points, which is not read",)


# ---- words before cells ---------------------------------------------------------------------------------


def test_a_figure_that_runs_over_its_border_stays_whole(tmp_path: Path) -> None:
    grid = table(tmp_path / "a.pdf", lambda c: put(c, "1,234,567.89", dx=18))
    assert cell(grid).text == "1,234,567.89"
    assert cell(grid, 1, 2).text == ""


def test_a_figure_on_a_border_is_in_doubt_in_both_cells(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Sans", 9)
        c.drawCentredString(LEFT + 2 * WIDE, TOP - 2 * HIGH + 6, "12345678")

    grid = table(tmp_path / "a.pdf", draw)
    assert cell(grid).doubt == cell(grid, 1, 2).doubt == "a word stands about half in the cell beside it"


@pytest.mark.parametrize(("dy", "size"), [(4, 5), (4, 6), (-3, 5)])
def test_a_small_raised_or_lowered_digit_is_a_mark(tmp_path: Path, dy: float, size: float) -> None:
    def draw(c: Canvas) -> None:
        put(c, "200.00")
        put(c, "1", size=size, dx=size / 2 + 0.5, dy=dy)

    found = cell(table(tmp_path / "a.pdf", draw))
    assert (found.text, found.note) == ("200.00", "1")


def test_the_lowered_digits_of_a_name_belong_to_it(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        put(c, "PM", col=2, dx=-20)
        put(c, "2.5", col=2, size=5, dx=-20 + 8, dy=-2)

    assert cell(table(tmp_path / "a.pdf", draw), 1, 2).text.replace("\n", "") == "PM2.5"


def test_a_large_level_watermark_leaves_the_figures_alone(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFillGray(0.8)
        c.setFont("Sans", 50)
        c.drawString(LEFT + 90, TOP - 45, "2024")
        c.setFillGray(0)
        put(c, "200.00")
        put(c, "100.00", 1, 2)

    grid = table(tmp_path / "a.pdf", draw)
    assert [cell(grid, 1, col).text for col in (1, 2)] == ["200.00", "100.00"]


# ---- strokes -----------------------------------------------------------------------------------------------


def test_a_minus_that_is_drawn_counts_as_one(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        put(c, "200.00")
        x = LEFT + 2 * WIDE - 8 - c.stringWidth("200.00", "Sans", 9)
        c.line(x - 5, TOP - 2 * HIGH + 9, x - 1.5, TOP - 2 * HIGH + 9)

    assert cell(table(tmp_path / "a.pdf", draw)).text == "-200.00"


def test_what_is_struck_out_is_no_figure(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        put(c, "180.00")
        c.line(LEFT + 2 * WIDE - 40, TOP - 2 * HIGH + 9, LEFT + 2 * WIDE - 6, TOP - 2 * HIGH + 9)

    found = cell(table(tmp_path / "a.pdf", draw))
    assert (found.text, found.doubt) == ("", "180.00 is struck out")


def test_a_white_rule_is_none(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setStrokeGray(1)
        c.line(LEFT + 1.6 * WIDE, TOP, LEFT + 1.6 * WIDE, TOP - 2 * HIGH)
        put(c, "1,200.00")

    grid = table(tmp_path / "a.pdf", draw)
    assert (grid.n_cols, cell(grid).text) == (3, "1,200.00")


def test_a_white_rule_on_a_coloured_ground_is_one(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFillGray(0.6)
        c.rect(LEFT, TOP - 2 * HIGH, 3 * WIDE, 2 * HIGH, stroke=0, fill=1)
        c.setStrokeGray(1)
        rules(c)
        c.setFillGray(0)
        put(c, "200.00")

    (page,) = pages(tmp_path / "a.pdf", draw)
    assert [(g.n_rows, g.n_cols) for g in page.grids] == [(2, 3)]


# ---- sizes, shadows, columns of small numbers ----------------------------------------------------------------


@pytest.mark.parametrize("k", [0.1, 6.0])
def test_a_page_of_another_scale_is_read_alike_and_keeps_its_lengths(tmp_path: Path, k: float) -> None:
    def draw(c: Canvas) -> None:
        put(c, "200.00")

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(A4[0] * k, A4[1] * k))
    canvas.scale(k, k)
    canvas.setLineWidth(0.5)
    rules(canvas)
    draw(canvas)
    canvas.save()
    (page,) = read(tmp_path / "a.pdf")
    (grid,) = page.grids
    assert cell(grid).text == "200.00"
    assert grid.bbox == pytest.approx(
        (LEFT * k, (A4[1] - TOP) * k, (LEFT + 3 * WIDE) * k, (A4[1] - TOP + 2 * HIGH) * k), rel=0.02
    )


@pytest.mark.parametrize("shadow", [(0.75, -0.75), (0.3, 0.0), (0.0, 0.8)])
def test_a_shadow_counts_once(tmp_path: Path, shadow: tuple[float, float]) -> None:
    def draw(c: Canvas) -> None:
        for row in (1,):
            put(c, "200", row, dx=shadow[0], dy=shadow[1])
            put(c, "200", row)

    assert cell(table(tmp_path / "a.pdf", draw)).text == "200"


def test_whole_numbers_in_columns_without_rules_are_a_table(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        for row, texts in enumerate(
            (("农林水支出", "300", "200"), ("水利", "45", "45"), ("住房", "100", "99"))
        ):
            for col, text in enumerate(texts):
                put(c, text, row + 1, col)

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for col, text in enumerate(("科目", "合计", "基本")):
        put(canvas, text, 0, col)
    draw(canvas)
    canvas.save()
    (page,) = read(tmp_path / "a.pdf")
    (grid,) = page.grids
    assert grid.matrix()[1:] == [["农林水支出", "300", "200"], ["水利", "45", "45"], ["住房", "100", "99"]]
