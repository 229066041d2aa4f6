"""OFD is read as PDF is: every character in its cell, what is not to be seen said, whoever wrote the file."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.cli import main
from budgetkit.errors import ExtractionError, SourceError
from budgetkit.knowledge import said
from budgetkit.readers.archive import Archive
from budgetkit.readers.formats import read_pages, sniff
from budgetkit.readers.ofd.package import Package
from budgetkit.readers.pages import Page
from tests.support.ofd import STYLES, Sheet, Text, objects, text_object, write

X = (20.0, 60.0, 110.0, 160.0)
Y = (40.0, 50.0, 60.0, 70.0)
LINES = [*((X[0], y, X[-1], y) for y in Y), *((x, Y[0], x, Y[-1]) for x in X)]
ROWS = [("科目", "合计", "基本支出"), ("一般公共服务", "155.00", "155.00"), ("其他", "1,055.40", "")]
UNIT = [Text(20, 30, 5, "部门支出总表"), Text(130, 36, 4, "单位：万元")]


def cells(rows: list[tuple[str, ...]] = ROWS) -> list[Text]:
    return [
        Text(x + 2, y + 7, 4, text, [2.0 if c in "0123456789,." else 4.0 for c in text[:-1]])
        for y, row in zip(Y, rows, strict=False)
        for x, text in zip(X, row, strict=False)
        if text
    ]


def page(tmp_path: Path, sheet: Sheet, style: str = STYLES[0], **parts: str) -> Page:
    [found] = read_pages(write(tmp_path / "a.ofd", [sheet], style, **parts))
    return found


@pytest.mark.parametrize("style", STYLES)
def test_a_table_is_read_by_its_strokes_whoever_wrote_them(tmp_path: Path, style: str) -> None:
    found = page(tmp_path, Sheet(texts=UNIT + cells(), lines=LINES), style)
    assert sniff(tmp_path / "a.ofd").name == "OFD"
    [grid] = found.grids
    assert grid.matrix() == [list(row) for row in ROWS] and grid.engine == "rulings"
    assert grid.above == ("部门支出总表", "单位：万元")
    assert (found.width, found.height) == pytest.approx((595.28, 841.89), abs=0.01)
    box = next(c.bbox for c in grid.cells if c.text == "1,055.40")
    assert box == pytest.approx([v / 25.4 * 72 for v in (X[1], Y[2], X[2], Y[3])], abs=0.6)


@pytest.mark.parametrize("style", STYLES)
def test_another_library_reads_the_same_text(tmp_path: Path, style: str) -> None:
    ofdkit = pytest.importorskip("ofdkit")
    found = page(tmp_path, Sheet(texts=UNIT + cells(), lines=LINES), style)
    with ofdkit.open(str(tmp_path / "a.ofd")) as document:
        [second] = document.pages
        runs = sorted(run.text for run in second.runs)
    assert runs == sorted(text for text in found.texts(cells=True) if text)
    assert len(runs) == 10


def test_a_template_is_drawn_under_its_page(tmp_path: Path) -> None:
    frame = Sheet(texts=UNIT, lines=LINES)
    [grid] = page(
        tmp_path, Sheet(texts=cells(), frame=objects(frame, STYLES[0]).partition(">")[2].rpartition("<")[0])
    ).grids
    assert grid.matrix()[1] == list(ROWS[1]) and grid.above[0] == "部门支出总表"


def test_a_template_that_is_missing_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT, frame="x")])
    parts = unpacked(path)
    del parts["Doc_0/Tpls/Tpl_0/Content.xml"]
    [found] = read_pages(packed(path, parts))
    assert found.remarks == ("a template of the page is missing from the file",)


def test_a_drawing_that_is_used_and_blocks_within_blocks_are_read(tmp_path: Path) -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{text_object(1, Text(0, 7, 4, "155.00", [2.0] * 5), STYLES[0])}</ofd:Content></ofd:CompositeGraphicUnit>'
    used = f'<ofd:PageBlock ID="3"><ofd:PageBlock ID="4"><ofd:CompositeObject ID="5" ResourceID="7" Boundary="{X[1] + 2} {Y[1]} 50 10"/></ofd:PageBlock></ofd:PageBlock>'
    rows = [ROWS[0], ("一般公共服务", "", "155.00"), ROWS[2]]
    sheet = Sheet(texts=cells(rows), lines=LINES, more=used)
    assert page(
        tmp_path, sheet, resources=f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>"
    ).grids[0].matrix()[1] == list(ROWS[1])


def only(tmp_path: Path, more: str, **parts: str) -> Page:
    return page(tmp_path, Sheet(texts=[Text(20, 30, 4, "正文一行")], more=more), **parts)


def obj(text: str, more: str = "", inner: str = "") -> str:
    made = text_object(77, Text(20, 60, 4, text, more=more), STYLES[0])
    return made.replace("<ofd:TextCode", f"{inner}<ofd:TextCode")


WHITE = '<ofd:FillColor Value="255 255 255"/>'
BOX = '<ofd:PathObject ID="{n}" Boundary="10 50 100 20" Stroke="false" Fill="true"><ofd:FillColor Value="{colour}" {more}/><ofd:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>'


@pytest.mark.parametrize(
    "more",
    [obj("66.60", 'Visible="false"'), obj("66.60", 'Alpha="0"'), obj("66.60", inner=WHITE), obj("66.60", inner='<ofd:FillColor Value="0 0 0 0"/>'),
     obj("66.60", inner='<ofd:FillColor Value="0 0 0" Alpha="0"/>'), obj("66.60", 'DrawParam="6"'),
     obj("66.60") + BOX.format(n=78, colour="255 255 255", more=""), obj("66.60").replace('X="20.000"', 'X="220"')],
)  # fmt: skip
def test_what_is_not_to_be_seen_is_said_and_not_read(tmp_path: Path, more: str) -> None:
    param = f'<ofd:DrawParams><ofd:DrawParam ID="6">{WHITE}</ofd:DrawParam></ofd:DrawParams>'
    found = only(tmp_path, more, resources=param)
    assert [line.text for line in found.lines] == ["正文一行"] and found.hidden == ("66.60",)


@pytest.mark.parametrize(
    "more",
    [BOX.format(n=70, colour="0 0 128", more="") + obj("66.60", inner=WHITE), obj("66.60") + BOX.format(n=78, colour="255 255 0", more='Alpha="80"'),
     BOX.format(n=70, colour="255 255 255", more="") + obj("66.60"), obj("66.60", inner='<ofd:FillColor Value="0"/>')],
)  # fmt: skip
def test_white_on_a_colour_and_what_shines_through_is_read(tmp_path: Path, more: str) -> None:
    found = only(tmp_path, more)
    assert [line.text for line in found.lines] == ["正文一行", "66.60"] and found.hidden == ()


def test_white_strokes_are_no_rulings(tmp_path: Path) -> None:
    white = "".join(
        f'<ofd:PathObject ID="{n}" Boundary="{X[0]} {y} 140 0"><ofd:StrokeColor Value="255 255 255"/><ofd:AbbreviatedData>M 0 0 L 140 0</ofd:AbbreviatedData></ofd:PathObject>'
        for n, y in enumerate((43.0, 46.0), 90)
    )
    assert page(tmp_path, Sheet(texts=cells(), lines=LINES, more=white)).grids[0].n_rows == 3


def test_a_table_drawn_as_boxes_and_as_one_path_is_read(tmp_path: Path) -> None:
    one = " ".join(f"M {x0} {y0} L {x1} {y1}" for x0, y0, x1, y1 in LINES)
    whole = f'<ofd:PathObject ID="90" Boundary="0 0 210 297"><ofd:AbbreviatedData>{one}</ofd:AbbreviatedData></ofd:PathObject>'
    boxes = "".join(
        f'<ofd:PathObject ID="{n}" CTM="1 0 0 1 {x0} {y0}" Boundary="0 0 210 297"><ofd:AbbreviatedData>S 0 0 L {x1 - x0} 0 L {x1 - x0} {y1 - y0} L 0 {y1 - y0} C</ofd:AbbreviatedData></ofd:PathObject>'
        for n, (x0, x1, y0, y1) in enumerate((a, b, c, d) for a, b in pairwise(X) for c, d in pairwise(Y))
    )
    for more in (whole, boxes):
        assert page(tmp_path, Sheet(texts=cells(), more=more)).grids[0].matrix() == [
            list(row) for row in ROWS
        ]


def test_a_page_that_is_turned_is_read_upright(tmp_path: Path) -> None:
    turned = "".join(
        f'<ofd:TextObject ID="{n}" CTM="0 1 -1 0 {200 - t.y} {t.x}" Boundary="0 0 300 300" Size="4"><ofd:TextCode X="0" Y="0" DeltaX="g 9 4">{t.text}</ofd:TextCode></ofd:TextObject>'
        for n, t in enumerate([Text(20, 30, 4, "部门预算公开"), Text(20, 40, 4, "第二行文字")])
    )
    found = page(tmp_path, Sheet(210, 297, more=turned))
    assert [line.text for line in found.lines] == ["部门预算公开", "第二行文字"] and found.rotation in (
        90,
        270,
    )


def test_shapes_of_a_font_that_are_no_characters_are_not_read_and_said(tmp_path: Path) -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="6" GlyphCount="6"><ofd:Glyphs>68 46 39 79 101 143</ofd:Glyphs></ofd:CGTransform>'
    lost = "".join(obj(" ", inner=glyphs).replace('Y="60.000"', f'Y="{60 + 8 * n}"') for n in range(9))
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT + cells(), lines=LINES), Sheet(more=lost)])
    with pytest.warns(UserWarning, match="page 2"):
        first, second = read_pages(path)
    assert first.grids and not second.blocks and second.lost
    with pytest.raises(ExtractionError, match="fonts do not say which characters"):
        read_pages(write(path, [Sheet(more=lost)]))


def test_pictures_attached_files_and_notes_are_said(tmp_path: Path) -> None:
    picture = '<ofd:ImageObject ID="80" CTM="150 0 0 100 0 0" Boundary="20 100 150 100" ResourceID="1"/>'
    names = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "Doc_0/Attachs/Attachments.xml": f'<ofd:Attachments {names}><ofd:Attachment ID="1" Name="表.xlsx"/></ofd:Attachments>',
        "Doc_0/Annots/Annotations.xml": f"<ofd:Annotations {names}><ofd:Page><ofd:FileLoc>Page_0/Annot.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annot.xml": f"<ofd:PageAnnot {names}>{obj('作废')}</ofd:PageAnnot>",
    }
    document = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
    remarks = only(tmp_path, picture, document=document, **parts).remarks
    assert remarks == (
        "an attached file, 表.xlsx, which is not read", "notes that are drawn over the pages, which are not read",
        "a picture of 425 x 283 points, which is not read",
    )  # fmt: skip
    assert said(remarks[1], "zh") == "页面上的注释，未读"


def test_a_cell_in_which_something_is_drawn_is_in_doubt(tmp_path: Path) -> None:
    curve = f'<ofd:PathObject ID="90" Boundary="{X[2] + 5} {Y[2] + 3} 10 4" Stroke="false" Fill="true"><ofd:AbbreviatedData>M 0 0 B 1 1 2 2 3 0 Q 5 4 8 4 C</ofd:AbbreviatedData></ofd:PathObject>'
    [grid] = page(tmp_path, Sheet(texts=cells(), lines=LINES, more=curve)).grids
    assert [(c.row, c.col) for c in grid.cells if c.doubt] == [(2, 2)]


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def test_a_page_whose_part_is_missing_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT), Sheet(texts=UNIT)])
    parts = unpacked(path)
    del parts["Doc_0/Pages/Page_1/Content.xml"]
    first, second = read_pages(packed(path, parts))
    assert len(first.lines) == 2 and second.remarks == (
        "the page cannot be loaded: its part is missing from the file",
    )


def test_places_of_parts_may_be_absolute_and_written_carelessly(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT)])
    parts = unpacked(path)
    for name, old, new in (
        ("OFD.xml", b"Doc_0/Document", b"/doc_0/./Document"),
        ("Doc_0/Document.xml", b"Pages/Page_0/", b"pages\\Page_0\\"),
    ):
        parts[name] = parts[name].replace(old, new)
    assert len(read_pages(packed(path, parts))[0].lines) == 2


@pytest.mark.parametrize(
    ("gone", "added", "what"),
    [("Doc_0/Document.xml", "", "an OFD file without pages"), ("", "Encryptions.xml", "encrypted, opens only with a password"),
     ("Doc_0/Pages/Page_0/Content.xml", "", "an OFD file without text")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, gone: str, added: str, what: str) -> None:
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT)])
    parts = {name: data for name, data in unpacked(path).items() if name != gone} | (
        {added: b"<x/>"} if added else {}
    )
    with pytest.raises(SourceError, match=what):
        read_pages(packed(path, parts))


def test_units_that_use_units_again_and_again_are_refused_before_they_are_drawn(tmp_path: Path) -> None:
    use = '<ofd:CompositeObject ID="1" ResourceID="{0}" Boundary="0 0 9 9"/>'
    unit = '<ofd:CompositeGraphicUnit ID="{0}" Width="9" Height="9"><ofd:Content>{1}</ofd:Content></ofd:CompositeGraphicUnit>'
    made = "".join(unit.format(k, use.format(k + 1) * 20) for k in range(500, 530))
    page = [Sheet(texts=UNIT, more=use.format(500))]
    path = write(
        tmp_path / "a.ofd", page, resources=f"<ofd:CompositeGraphicUnits>{made}</ofd:CompositeGraphicUnits>"
    )
    with pytest.raises(SourceError, match="page 1 draws more than any disclosure does"):
        read_pages(path)


@pytest.mark.parametrize(
    ("within", "much"),
    [(b"<ofd:AbbreviatedData>", b"M 0 0 L 9 9 " * 60_000), (b"<ofd:TextCode[^>]*>", b"1" * 150_000)],
)
def test_more_points_or_characters_than_any_page_has_are_refused(
    tmp_path: Path, within: bytes, much: bytes
) -> None:
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT, lines=LINES)])
    parts, name = unpacked(path), "Doc_0/Pages/Page_0/Content.xml"
    parts[name] = re.sub(b"(%s)" % within, lambda m: m[0] + much, parts[name])
    with pytest.raises(SourceError, match="page 1 draws more than any disclosure does"):
        read_pages(packed(path, parts))


def test_a_page_that_is_listed_again_is_refused_before_it_is_read_thousands_of_times(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT)])
    parts = unpacked(path)
    listed = re.compile(rb"<ofd:Page [^>]*/>")
    parts["Doc_0/Document.xml"] = listed.sub(lambda m: m[0] * 2, parts["Doc_0/Document.xml"])
    with pytest.raises(SourceError, match="several of its pages are one part, Doc_0/Pages/Page_0/"):
        read_pages(packed(path, parts))


def test_a_template_that_a_page_names_again_is_drawn_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT, frame=objects(Sheet(texts=cells()), STYLES[0]))])
    parts, name = unpacked(path), "Doc_0/Pages/Page_0/Content.xml"
    parts[name] = re.sub(rb"<ofd:Template [^>]*/>", lambda m: m[0] * 3, parts[name])
    with Archive(packed(path, parts)) as archive:
        [sheet] = Package(archive).sheets()
    assert len(sheet.layers) == 2 and not sheet.remarks


def test_numbers_that_are_none_break_nothing(tmp_path: Path) -> None:
    odd = '<ofd:TextObject ID="1" CTM="nan 0" Boundary="x" Size="-4"><ofd:TextCode X="1e999" DeltaX="g 99999999 1 g x">1</ofd:TextCode></ofd:TextObject><ofd:PathObject/><ofd:ImageObject/>'
    odd += '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>L 1 B 2 2 M x A 1 2 3 C C Z</ofd:AbbreviatedData></ofd:PathObject>'
    assert [line.text for line in only(tmp_path, odd).lines] == ["正文一行"]


def test_there_is_no_picture_of_a_page_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("科目编码", "合计", "基本支出"), ("201", "155.00", "155.00"), ("208", "1,055.40", "")]
    path = write(tmp_path / "a.ofd", [Sheet(texts=UNIT + cells(rows), lines=LINES)])
    d = bk.read(path)
    assert d.engine == "ofd" and len(d.line_items) == 3 and d.line_items["x0"].notna().all()
    assert main(["trace", str(path), d.line_items["line_id"][0], "-o", str(tmp_path / "x.png")]) == 2
    assert "its pages cannot be drawn; it stands on page 1, the row reads" in capsys.readouterr().err
    with pytest.raises(ExtractionError, match="cannot be drawn"):
        d.parts[0].picture(1, 1.0)
    assert main(["report", str(path), "-o", str(tmp_path / "r.html")]) in (0, 1, 2)
    assert "1,055.40" in (tmp_path / "r.html").read_text(encoding="utf-8")
