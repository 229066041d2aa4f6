"""camelot as the second reader: its known faults are met, its structure and text are its own."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from budgetkit.errors import DependencyError, SourceError
from budgetkit.readers.agreement import agreement
from budgetkit.readers.camelot_table import _regions, _restore
from budgetkit.readers.formats import grids, read_pages
from budgetkit.readers.pages import Grid
from budgetkit.text import squash
from tests.support import SHARED
from tests.support.typeset import Cell, Document, Rules, Table

pytest.importorskip("camelot", reason="camelot-py, the optional second reader, is not installed")

ROWS: list[list[str | Cell]] = [
    ["功能分类科目", "", "2031年预算数", ""],
    ["科目编码", "科目名称", "总计", "因公出国（境）费"],
    ["合计", "", "1,137.10", ""],
    ["201", "一般公共服务支出\n第二行", "1,137.10", "-"],
    ["20103", "", "0.00", ""],
]
SPANS = [(0, 0, 1, 2), (0, 2, 1, 2), (2, 0, 1, 2)]


def table(**options: Any) -> Table:
    return Table(ROWS, widths=[70, 140, 80, 90], spans=SPANS, header_rows=2, align="llrr", **options)


def only(path: Path) -> Grid:
    [grid] = grids(path, "camelot")
    return grid


def test_spans_texts_and_boxes_are_those_of_the_rulings_reader(tmp_path: Path) -> None:
    Document(tmp_path / "a.pdf").table(table()).save()
    grid, [twin] = only(tmp_path / "a.pdf"), grids(tmp_path / "a.pdf")
    assert grid.engine == "camelot"
    assert grid.matrix() == ROWS
    spans = [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells if c.rowspan * c.colspan > 1]
    assert spans == SPANS
    for cell, other in zip(grid.cells, twin.cells, strict=True):
        assert cell.bbox == pytest.approx(other.bbox, abs=0.5)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_are_read_upright(tmp_path: Path, rotate: int, turn: int) -> None:
    Document(tmp_path / "a.pdf", rotate=rotate, turn=turn).line(right="单位：万元").table(table()).save()
    grid, [twin] = only(tmp_path / "a.pdf"), grids(tmp_path / "a.pdf")
    assert grid.matrix() == ROWS
    assert grid.bbox == pytest.approx(twin.bbox, abs=0.5)
    assert grid.above == ("单位：万元",)


def test_lines_around_a_table_come_with_it(tmp_path: Path) -> None:
    document = Document(tmp_path / "a.pdf", page_number="").heading("支出表", level=1)
    document.line(right="单位：万元").table(table()).line("备注：甲。").table(table()).line(
        "备注：乙。"
    ).save()
    [page] = read_pages(tmp_path / "a.pdf", "camelot")
    first, second = page.grids
    assert (first.above, first.below) == (("支出表", "单位：万元"), ("备注：甲。",))
    assert (second.above, second.below) == (("备注：甲。",), ("备注：乙。",))
    assert [first.index, second.index] == [1, 2]
    assert [type(b).__name__ for b in page] == ["Line", "Line", "Grid", "Line", "Grid", "Line"]
    assert page.lines == read_pages(tmp_path / "a.pdf")[0].lines


def test_an_almost_empty_form_is_kept_and_camelots_gate_is_set_back(tmp_path: Path) -> None:
    from camelot.parsers import lattice

    before = lattice._GRID_WHITESPACE_REJECT
    rows = [["科目", *([""] * 11)]] + [[""] * 12 for _ in range(10)]
    Document(tmp_path / "a.pdf", landscape=True).table(Table(rows)).save()
    grid = only(tmp_path / "a.pdf")
    assert (grid.n_rows, grid.n_cols) == (11, 12)
    assert before == lattice._GRID_WHITESPACE_REJECT == 90.0


def test_a_table_cut_by_the_page_is_open_where_no_rule_closes_it(tmp_path: Path) -> None:
    cut = table(rules=Rules(close_cut=False), break_before={4}, repeat_header=False)
    Document(tmp_path / "a.pdf").table(cut).save()
    first, second = grids(tmp_path / "a.pdf", "camelot")
    assert (first.page, first.open_top, first.open_bottom, first.n_rows) == (1, False, True, 4)
    assert (second.page, second.open_top, second.open_bottom, second.n_rows) == (2, True, False, 1)
    assert second.matrix() == [["20103", "", "0.00", ""]]


@pytest.mark.parametrize("rules", [Rules("rect"), Rules("fill"), Rules(dash=(3, 2)), Rules(dash=(0.5, 1))])
def test_borders_of_any_make_give_the_same_table(tmp_path: Path, rules: Rules) -> None:
    Document(tmp_path / "a.pdf").table(table(rules=rules)).save()
    assert only(tmp_path / "a.pdf").matrix() == ROWS


def polygons(path: Path, words: tuple[str, ...] = ("0.50", "1.50", "2.50"), ruled: bool = False) -> None:
    """Draw a 4 × 3 table whose rulings are filled polygons, which vector parsing leaves out."""
    canvas = Canvas(str(path))
    xs, ys = [72, 200, 300, 400], [600, 630, 660, 690, 720]
    for x0, y0, x1, y1 in [(x, 600, x + 0.75, 720) for x in xs] + [(72, y, 400.75, y + 0.75) for y in ys]:
        outline = canvas.beginPath()
        outline.moveTo(x0, y0)
        for x, y in ((x1, y0), (x1, (y0 + y1) / 2), (x1, y1), (x0, y1)):
            outline.lineTo(x, y)
        outline.close()
        canvas.drawPath(outline, stroke=0, fill=1)
    for r in range(4):
        for c in range(3):
            canvas.drawString(xs[c] + 10, ys[r] + 10, f"{3 - r}{words[c]}")
    if ruled:
        canvas.grid([72, 200, 300], [400, 430, 460])
        canvas.drawString(80, 410, "9.50")
    canvas.save()


def test_rulings_drawn_as_polygons_are_found_on_a_rendering(tmp_path: Path) -> None:
    polygons(tmp_path / "a.pdf")
    grid = only(tmp_path / "a.pdf")
    assert grid.matrix() == [[f"{r}{c}.50" for c in range(3)] for r in range(4)]
    assert grid.engine == "camelot"


def test_a_page_is_rendered_for_the_tables_it_lacks_and_has_none_twice(tmp_path: Path) -> None:
    polygons(tmp_path / "a.pdf", ruled=True)
    drawn, ruled = grids(tmp_path / "a.pdf", "camelot")
    assert [(g.index, g.n_rows, g.n_cols) for g in (drawn, ruled)] == [(1, 4, 3), (2, 2, 2)]
    assert ruled.matrix() == [["", ""], ["9.50", ""]]


def test_a_page_too_large_to_render_keeps_the_text_of_its_table_as_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgetkit.readers.camelot._RENDERED", 0)
    polygons(tmp_path / "a.pdf", words=("a", "b", "c"))
    assert len(grids(tmp_path / "a.pdf")) == 1
    [page] = read_pages(tmp_path / "a.pdf", "camelot")
    assert page.grids == []
    assert [x.text for x in page.lines] == [f"{r}{c}" for r in range(4) for c in "abc"]


def test_a_table_without_rulings_is_marked_as_read_by_alignment(tmp_path: Path) -> None:
    rows = [["科目", "总计", "基本"]] + [[f"支出{i}", f"{i}1.50", f"{i}2.50"] for i in range(1, 9)]
    none = Rules(outer="none", vertical=False, horizontal=False)
    Document(tmp_path / "a.pdf").table(Table(rows, header_rows=1, align="lrr", rules=none)).save()
    grid = only(tmp_path / "a.pdf")
    assert grid.engine == "camelot-stream"
    assert grid.matrix()[-8:] == rows[-8:]


def test_radicals_are_folded_into_the_characters_that_are_meant(tmp_path: Path) -> None:
    Document(tmp_path / "a.pdf").table(Table([["部门", "12.50"], ["合计", "12.50"]])).save()
    data = (tmp_path / "a.pdf").read_bytes()
    assert b"<95E8>" in data
    (tmp_path / "b.pdf").write_bytes(data.replace(b"<95E8>", b"<2ED4>"))
    assert only(tmp_path / "b.pdf").matrix()[0] == ["部门", "12.50"]


def test_prose_full_of_amounts_is_no_table(tmp_path: Path) -> None:
    prose = "收入 1,137.10 万元，支出 1,137.10 万元，比上年增加 853.68 万元，其中基本支出 367.10 万元。"
    Document(tmp_path / "a.pdf").paragraph(prose * 8).save()
    assert grids(tmp_path / "a.pdf", "camelot") == []


def test_a_text_in_a_table_that_camelot_lacks_stays_as_a_line(tmp_path: Path) -> None:
    boxed = Table([["只有一格 12.50"]], widths=[150])
    Document(tmp_path / "a.pdf", page_number="").table(boxed).save()
    [page] = read_pages(tmp_path / "a.pdf", "camelot")
    assert page.grids == []
    assert [line.text for line in page.lines] == ["只有一格 12.50"]


def test_a_pdf_whose_owner_forbids_copying_is_refused_by_this_reader(tmp_path: Path) -> None:
    protection = StandardEncryption("", "owner", canCopy=0)
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=protection)
    canvas.drawString(72, 700, "12.50")
    canvas.save()
    with pytest.raises(SourceError, match=r"a\.pdf: camelot may not or cannot decrypt it .*engine='rulings'"):
        read_pages(tmp_path / "a.pdf", "camelot")


def test_pages_that_are_images_are_said_and_not_lost(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "12.50")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    canvas.showPage()
    canvas.showPage()  # an empty page is no loss
    canvas.save()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        pages = read_pages(tmp_path / "a.pdf", "camelot")
    assert [p.number for p in pages] == [1, 2, 3]
    [told] = [str(w.message) for w in said if "camelot" in str(w.message)]
    assert told.startswith(f"{tmp_path / 'a.pdf'}: camelot: page-2 is image-based")
    assert "page-3" not in told


def test_what_the_parser_logs_is_said_with_the_name_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grumble(*_: object, **__: object) -> list[object]:
        logging.getLogger("playa.font").warning("odd font %s", "F1")
        return []

    monkeypatch.setattr("camelot.read_pdf", grumble)
    Document(tmp_path / "a.pdf").paragraph("甲").save()
    with pytest.warns(UserWarning, match=r"a\.pdf: camelot: odd font F1"):
        assert grids(tmp_path / "a.pdf", "camelot") == []


def test_without_camelot_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Document(tmp_path / "a.pdf").table(table()).save()
    monkeypatch.setitem(sys.modules, "camelot", None)
    with pytest.raises(DependencyError, match=r"pip install camelot-py"):
        read_pages(tmp_path / "a.pdf", "camelot")
    assert len(grids(tmp_path / "a.pdf")) == 1


def test_camelot_is_imported_only_when_asked_for_and_leaves_no_handler_behind(tmp_path: Path) -> None:
    Document(tmp_path / "a.pdf").table(table()).save()
    code = (
        "import logging, sys\n"
        "from budgetkit.readers import grids\n"
        f"grids({str(tmp_path / 'a.pdf')!r})\n"
        "assert 'camelot' not in sys.modules and 'cv2' not in sys.modules\n"
        f"grids({str(tmp_path / 'a.pdf')!r}, 'camelot')\n"
        "handlers = logging.getLogger('camelot').handlers\n"
        "assert [type(h) for h in handlers] == [logging.NullHandler], handlers\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def glyphs(text: str, x: float, y: float, size: float = 10.0) -> Any:
    """Return a text line as camelot holds it: characters with boxes, and a made-up line end."""
    line = [
        SimpleNamespace(
            get_text=lambda c=c: c, x0=x + i * size, x1=x + (i + 1) * size, y0=y, y1=y + size, matrix=()
        )
        for i, c in enumerate(text)
    ] + [SimpleNamespace(get_text=lambda: "\n")]

    class TextLine(list[Any]):
        x0, y0 = x, y

    return TextLine(line)


def edges(rows: int, cols: int, *, open_below: tuple[int, int]) -> list[list[SimpleNamespace]]:
    cells = [[SimpleNamespace(left=1, right=1, top=1, bottom=1) for _ in range(cols)] for _ in range(rows)]
    r, c = open_below
    cells[r][c].bottom = cells[r + 1][c].top = 0
    return cells


def restored(lines: list[Any], texts: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    regions = _regions(edges(2, 2, open_below=(0, 0)))
    owner = {p: r for r in regions for p in r.positions()}
    held = SimpleNamespace(textlines=lines, cols=[(0, 100), (100, 200)], rows=[(40, 20), (20, 0)])
    return _restore(held, owner, texts)


def test_characters_that_a_spanning_header_lost_are_put_back() -> None:
    line = glyphs("公务接待费", 10, 15)
    assert restored([line], {(0, 0): "公费"}) == {(0, 0): "公务接待费"}
    assert restored([line], {}) == {(0, 0): "公务接待费"}


def test_camelots_text_stays_where_the_characters_tell_another_story() -> None:
    line = glyphs("公务接待费", 10, 15)
    assert restored([line], {(0, 0): "费公"}) == {(0, 0): "费公"}
    assert restored([line], {(0, 0): "公务接待费用"}) == {(0, 0): "公务接待费用"}


def test_a_glyph_struck_twice_for_bold_counts_once() -> None:
    lines = [glyphs("合计", 10, 15), glyphs("合计", 10.2, 15)]
    assert restored(lines, {(0, 0): "合计"}) == {(0, 0): "合计"}


def test_missing_edges_join_positions_into_rectangles_only() -> None:
    cells = edges(2, 2, open_below=(0, 0))
    assert [(*r.start, *r.spans) for r in _regions(cells)] == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
    cells[0][0].right = cells[0][1].left = 0  # an L of three positions
    assert [(*r.start, *r.spans) for r in _regions(cells)] == [
        (0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1),
    ]  # fmt: skip


VARIANTS = {"v1_lo_writer": 15, "v2_chromium": 14, "v2b_chromium_type3": 14, "v3_lo_calc": 14,
            "v4_weasyprint": 15, "v5_wordlike": 15}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_typeset_pages_are_read_as_their_answer_key_says(variant: str) -> None:
    """Of 89 fragments 87 are exact; the other two keep an empty row that a page cut leaves at its top."""
    file = SHARED / "typeset" / f"{variant}.pdf"
    if not file.exists():
        pytest.skip("shared/typeset, the typeset pages with an answer key, is not at hand")
    found: dict[int, list[Grid]] = {}
    for grid in grids(file, "camelot"):
        found.setdefault(grid.page, []).append(grid)
    key = json.loads(file.with_suffix(".truth.json").read_text(encoding="utf-8"))
    exact = 0
    for fragment in key:
        grid = found[fragment["page"]].pop(0)
        have = {(c.row, c.col, c.rowspan, c.colspan, squash(c.text)) for c in grid.cells}
        want = {(c["r"], c["c"], c["rs"], c["cs"], squash(c["t"])) for c in fragment["cells"]}
        exact += have == want
        if have != want:
            assert not any(grid.matrix()[0])
            assert [squash(t) for row in grid.matrix()[1:] for t in row if t] == [
                squash(c["t"]) for c in fragment["cells"] if c["t"]
            ]
    assert exact == VARIANTS[variant]
    assert not any(found.values())


def test_both_readers_agree_on_every_cell_of_typeset_pages() -> None:
    file = SHARED / "typeset" / "v1_lo_writer.pdf"
    if not file.exists():
        pytest.skip("shared/typeset, the typeset pages with an answer key, is not at hand")
    found = agreement(grids(file), grids(file, "camelot"))
    assert [(x.equal, x.total) for x in found if x.equal != x.total] == []
    assert (sum(x.equal for x in found), len(found)) == (578, 15)
