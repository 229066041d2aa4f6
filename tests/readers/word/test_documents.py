"""A Word document is read as it is printed: spans, counted headings, what was taken out, hidden or drawn."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.errors import SourceError
from budgetkit.knowledge import said
from budgetkit.readers.formats import read_pages, sniff
from budgetkit.readers.pages import Page
from tests.support import DATA

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="urn:a" xmlns:o="urn:o" xmlns:v="urn:v" xmlns:wp="urn:wp" xmlns:wps="urn:wps"'
)
BREAK = '<w:r><w:br w:type="page"/></w:r>'
SEEN = "<w:r><w:lastRenderedPageBreak/></w:r>"


def p(*runs: str, style: str = "", more: str = "") -> str:
    """A paragraph of texts and of runs as they are written."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return (
        f"<w:p><w:pPr>{properties}</w:pPr>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(text: str, span: int = 1, merge: str = "") -> str:
    """A cell; ``merge`` is ``restart`` or ``continue``."""
    content = text if text.startswith("<") else p(text)
    merged = f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>" if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{content}</w:tc>'


def tr(*cells: str, more: str = "") -> str:
    return f"<w:tr><w:trPr>{more}</w:trPr>{''.join(c if c.startswith('<w:tc>') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


HEADED = (tr(tc("科目", merge="restart"), tc("预算数", 2)), tr(tc("", merge="continue"), "合计", "基本支出"))
TABLE = tbl(*HEADED, tr("合计", "155.00", "155.00"), tr("208", "55.00", ""))


def write(path: Path, body: str, ns: str = W, main: str = "document", **parts: str) -> Path:
    """A document of a body, with more parts by their kind: styles, numbering, footnotes, header1, …"""
    kinds = {name: name.rstrip("0123456789") for name in parts}
    rels = "".join(f'<Relationship Id="{n}" Type="{OFFICE}/{k}" Target="{n}.xml"/>' for n, k in kinds.items())
    rels += f'<Relationship Id="out" Type="{OFFICE}/hyperlink" Target="http://x.example/表.xlsx" TargetMode="External"/>'
    top = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "_rels/.rels",
            f'{top}<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="/word/{main}.xml"/></Relationships>',
        )
        names = NAMES.replace(W, ns)
        file.writestr(f"word/{main}.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>")
        file.writestr(f"word/_rels/{main}.xml.rels", f"{top}{rels}</Relationships>")
        for name, text in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{kinds[name]} {names}>{text}</w:{kinds[name]}>")
    return path


def pages(tmp_path: Path, body: str, **parts: str) -> list[Page]:
    return read_pages(write(tmp_path / "a.docx", body, **parts))


def page(tmp_path: Path, body: str, **parts: str) -> Page:
    [found] = pages(tmp_path, body, **parts)
    return found


def lines(found: Page) -> list[str]:
    return [line.text for line in found.lines]


@pytest.mark.parametrize("ns", [W, STRICT])
def test_a_document_is_known_by_its_content_and_read_in_either_namespace(tmp_path: Path, ns: str) -> None:
    [found] = read_pages(write(tmp_path / "a.pdf", p("甲") + TABLE, ns=ns))
    assert sniff(tmp_path / "a.pdf").name == "DOCX"
    assert lines(found) == ["甲"] and [g.engine for g in found.grids] == ["docx"]


def test_merged_cells_cover_their_places_and_cells_say_where_they_stand(tmp_path: Path) -> None:
    [grid] = page(tmp_path, tbl(tr("单位", "万元")) + TABLE).grids
    assert grid.matrix() == [
        ["科目", "预算数", ""],
        ["", "合计", "基本支出"],
        ["合计", "155.00", "155.00"],
        ["208", "55.00", ""],
    ]
    assert [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells[:2]] == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert [c.ref for c in grid.cells if c.text == "55.00"] == ["table[2]/tr[4]/td[2]"]
    assert grid.above == ("单位", "万元")


def test_a_cell_merged_down_ends_where_another_begins(tmp_path: Path) -> None:
    rows = [
        tr(tc(a, merge=m), b)
        for a, m, b in (("甲", "restart", "1.00"), ("", "continue", "2.00"), ("乙", "restart", "3.00"))
    ]
    [grid] = page(tmp_path, tbl(tr("项目", "数"), *rows)).grids
    assert [(c.text, c.rowspan) for c in grid.cells if c.col == 0] == [("项目", 1), ("甲", 2), ("乙", 1)]


def test_places_before_the_first_cell_of_a_row_stay_empty(tmp_path: Path) -> None:
    row = tr("3.00", "2.00", more='<w:gridBefore w:val="1"/>')
    old = "<w:tr>" + tc("乙").replace("<w:gridSpan", '<w:hMerge w:val="restart"/><w:gridSpan')
    old += tc("").replace("<w:gridSpan", "<w:hMerge/><w:gridSpan") + tc("1.00") + "</w:tr>"
    [grid] = page(tmp_path, tbl(tr("项目", "一", "二"), row, old)).grids
    assert grid.matrix()[1:] == [["", "3.00", "2.00"], ["乙", "", "1.00"]]


def test_a_table_within_a_cell_is_a_table_of_its_own_and_a_frame_is_none(tmp_path: Path) -> None:
    inner = tbl(tr("其中", "1.50")) + p("")
    outer, found = page(tmp_path, tbl(*HEADED, tr(tc(p("备注") + inner), "9.00", "8.00"))).grids
    assert (outer.matrix()[2], found.matrix()) == (["备注", "9.00", "8.00"], [["其中", "1.50"]])
    framed = page(tmp_path, tbl(tr(tc(p("部门收入总表") + TABLE))))
    assert lines(framed) == ["部门收入总表"] and len(framed.grids) == 1


STYLES = (
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/>'
    '<w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="3"><w:name w:val="own"/><w:basedOn w:val="2"/></w:style>'
    '<w:style w:styleId="H"><w:name w:val="off"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def test_headings_have_the_level_of_their_style_and_the_title_is_named(tmp_path: Path) -> None:
    body = (
        p("目录")
        + p("2031年", "部门预算", style="T")
        + p("收支", style="3")
        + p("另", more='<w:outlineLvl w:val="0"/>')
        + p("文")
    )
    found = page(tmp_path, body, styles=STYLES)
    assert [(x.text, x.level) for x in found.lines] == [
        ("目录", 0),
        ("2031年部门预算", 1),
        ("收支", 2),
        ("另", 1),
        ("文", 0),
    ]
    assert found.title == "2031年部门预算"


def lvl(level: int, kind: str, text: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbered(level: int, num: int = 7) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


@pytest.mark.parametrize("kind", ["chineseCounting", "chineseCountingThousand", "japaneseCounting"])
def test_headings_that_word_counts_get_their_numbers(tmp_path: Path, kind: str) -> None:
    levels = lvl(0, kind, "%1、") + lvl(1, kind, "（%2）") + lvl(2, "decimal", "%3.")
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    numbering += '<w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = (
        p("甲", style="2") + p("乙", more=numbered(1)) + p("丙", more=numbered(1)) + p("丁", more=numbered(2))
    )
    body += (
        p("戊", style="3")
        + p("己", more=numbered(1))
        + p("无", style="2", more=numbered(0, 0))
        + p("庚", more=numbered(0, 8))
    )
    found = page(tmp_path, body, styles=STYLES, numbering=numbering)
    assert lines(found) == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己", "无", "一、庚"]


def test_a_number_below_the_first_level_names_those_above_and_a_kind_that_is_unknown_is_said(
    tmp_path: Path,
) -> None:
    levels = (
        lvl(0, "decimal", "%1", 3)
        + lvl(1, "decimal", "%1.%2")
        + lvl(2, "hindiVowels", "%3)")
        + lvl(3, "bullet", "•")
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    body = (
        p("甲", more=numbered(0))
        + p("乙", more=numbered(1))
        + p("丙", more=numbered(2))
        + p("丁", more=numbered(3))
    )
    found = page(tmp_path, body, numbering=numbering)
    assert lines(found) == ["3 甲", "3.1 乙", ")丙", "丁"]
    assert found.remarks == ("numbers of a list (hindiVowels), which are not written",)
    assert said(found.remarks[0], "zh") == "列表编号（hindiVowels），未写出"


@pytest.mark.parametrize(
    ("runs", "text", "note", "doubt"),
    [((run("1,137"), run(".10")), "1,137.10", "", ""), ((run("12.50"), run("①", '<w:vertAlign w:val="superscript"/>')), "12.50", "①", ""),
     ((run("9.00", "<w:strike/>"), run("12.50", '<w:strike w:val="0"/>')), "12.50", "9.00", ""),
     ((run("9.00", "<w:dstrike/>"),), "", "9.00", "9.00 is struck out"),
     (('<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:br/><w:t>3</w:t></w:r>',), "1-2\n3", "", ""),
     (('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95</w:t></w:r>',), "≥95", "", ""),
     (('<w:r><w:sym w:font="x" w:char="F001"/></w:r>',), "\ufffd", "", "a character could not be decoded"),
     (('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>=SUM(ABOVE)</w:instrText><w:t>12.50</w:t></w:r>',), "12.50", "", ""),
     (('<w:sdt><w:sdtPr><w:rPr/></w:sdtPr><w:sdtContent><w:r><w:t>12.50</w:t></w:r></w:sdtContent></w:sdt>',), "12.50", "", ""),
     (('<w:r><w:drawing><wp:extent cx="1270000" cy="2540000"/><a:blip/></w:drawing></w:r>',), "", "", "a picture stands in the cell")],
)  # fmt: skip
def test_a_cell_prints_what_word_shows(
    tmp_path: Path, runs: tuple[str, ...], text: str, note: str, doubt: str
) -> None:
    found = page(tmp_path, tbl(tr("科目", "数"), tr("甲", tc(p(*runs)))))
    made = next(c for c in found.grids[0].cells if (c.row, c.col) == (1, 1))
    assert (made.text, made.note, made.doubt) == (text, note, doubt)


def test_hidden_text_and_rows_are_not_read_but_said(tmp_path: Path) -> None:
    row = tr("乙", "77.70", more="<w:hidden/>")
    body = p("甲", run("66.6", "<w:vanish/>"), run("0", "<w:vanish/>")) + p("88.80", style="H")
    body += p(run("5.00", '<w:vanish w:val="0"/>'), style="H") + tbl(*HEADED, tr("合计", "3.00", "3.00"), row)
    found = page(tmp_path, body, styles=STYLES)
    assert lines(found) == ["甲", "5.00"] and found.grids[0].n_rows == 3
    assert found.hidden == ("66.60", "88.80", "乙 77.70")


def test_tracked_changes_are_read_as_if_accepted_and_said(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>11.10</w:delText></w:r></w:del>"
    row = tr("旧", "99.90", more="<w:del/>")
    body = p("预算", gone, f"<w:ins>{run('22.20')}</w:ins>", "万元") + tbl(
        *HEADED, tr("合计", "3.00", "3.00"), row
    )
    found = page(tmp_path, body)
    assert lines(found) == ["预算22.20万元"] and "99.90" not in str(found.grids[0].matrix())
    assert [h for h in found.hidden if "11.10" in h or "99.90" in h] == list(found.hidden) and len(
        found.hidden
    ) == 2
    assert found.remarks == ("changes that were tracked: what was put in is read, what was taken out is not",)


def test_a_text_box_is_read_once_and_said(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('单位：万元')}</w:txbxContent>"
    shape = f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    found = page(tmp_path, p("表", f"<w:r>{shape}</w:r>") + TABLE)
    assert lines(found) == ["表", "单位：万元"]
    assert found.remarks == ("a text box, which is read where it is anchored",)


def test_of_two_ways_to_say_the_same_the_one_with_text_is_read(tmp_path: Path) -> None:
    ways = f"<mc:AlternateContent><mc:Choice><w:r/></mc:Choice><mc:Fallback>{run('12.50')}</mc:Fallback></mc:AlternateContent>"
    assert lines(page(tmp_path, p("预算", ways))) == ["预算12.50"]


def test_what_is_not_read_is_said(tmp_path: Path) -> None:
    body = p("正文", '<w:r><w:drawing><wp:extent cx="1270000" cy="2540000"/><a:blip/></w:drawing></w:r>')
    body += (
        p('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>') + '<w:altChunk r:id="x"/>'
    )
    body += p(
        '<w:r><w:commentReference w:id="1"/></w:r>', f'<w:hyperlink r:id="out">{run("附表")}</w:hyperlink>'
    )
    remarks = page(tmp_path, body).remarks
    assert remarks == (
        "a picture of 100 x 200 points, which is not read", "an object, Excel.Sheet.12, which is not read",
        "an embedded file, which is not read", "a comment, which is not read",
        "an attachment, http://x.example/表.xlsx, which is not read",
    )  # fmt: skip
    for remark in remarks:
        assert said(remark, "zh").endswith(("未读", "未读，其中可能有表"))


def test_headers_notes_and_footers_stand_around_the_text(tmp_path: Path) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="hdr1"/><w:footerReference r:id="ftr1"/></w:sectPr>'
    body = p("预算 5 万元", '<w:r><w:footnoteReference w:id="4"/></w:r>', "。") + section
    written = write(
        tmp_path / "a.docx",
        body,
        hdr1=p("甲局"),
        ftr1=p("1"),
        footnotes=f'<w:footnote w:id="4">{p("含上年结转")}</w:footnote>',
    )
    [found] = read_pages(written)
    assert lines(found) == ["甲局", "预算 5 万元。", "[1] 含上年结转", "1"]


def test_pages_end_where_they_were_printed_and_else_where_breaks_were_put_in(tmp_path: Path) -> None:
    put_in = p("一") + p(BREAK) + p(BREAK) + p("二") + TABLE + p("三", more="<w:pageBreakBefore/>")
    assert [lines(x) for x in pages(tmp_path, put_in)] == [["一"], ["二"], ["三"]]
    seen = (
        p("一")
        + p(BREAK)
        + p(SEEN, "二")
        + tbl(*HEADED, tr(tc(p(SEEN, "合计")), "3.00", "3.00"))
        + p("三")
        + p("上", SEEN, "下", style="2")
    )
    found = pages(tmp_path, seen, styles=STYLES)
    assert [(x.number, lines(x), [g.page for g in x.grids]) for x in found] == [
        (1, ["一"], []), (2, ["二"], [2]), (3, ["三", "上"], []), (4, ["下"], []),
    ]  # fmt: skip
    assert found[3].lines[0].level == 2


def test_figures_are_line_items_with_the_place_of_their_cell(tmp_path: Path) -> None:
    rows = [
        tr("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        tr("208", "社会保障和就业支出", "12.50", "2.50", "10.00"),
    ]
    body = p("某市某局2031年部门预算", style="T") + p("部门支出总表") + p("单位：万元") + tbl(*rows)
    d = bk.read(write(tmp_path / "a.docx", body, styles=STYLES))
    assert d.engine == "docx" and d.unread.empty and d.document.entity == "某市某局"
    assert d.line_items[["amount_fen", "ref"]].values.tolist() == [
        [12_500_000, "table[1]/tr[2]/td[3]"], [2_500_000, "table[1]/tr[2]/td[4]"], [10_000_000, "table[1]/tr[2]/td[5]"],
    ]  # fmt: skip


def test_the_text_is_found_whatever_its_part_is_called(tmp_path: Path) -> None:
    assert len(read_pages(write(tmp_path / "a.docx", TABLE, main="document2"))[0].grids) == 1


@pytest.mark.parametrize(
    ("body", "what"),
    [("", "a Word document without text"), (p(" "), "a Word document without text"), ("<w:p>", "is damaged")],
)
def test_a_document_without_text_or_with_broken_xml_is_refused(tmp_path: Path, body: str, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        pages(tmp_path, body)


def test_a_document_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", TABLE)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["word/document.xml"] = (
        b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hostname'>]>" + parts["word/document.xml"]
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    with pytest.raises(SourceError, match="declares a document type"):
        read_pages(path)


def test_a_part_in_an_encoding_that_does_not_exist_is_damaged(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", TABLE)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, b"<?xml version='1.0' encoding='UTF-99'?>" + data)
    with pytest.raises(SourceError, match="is damaged"):
        read_pages(path)


def test_tables_within_each_other_too_deep_are_said(tmp_path: Path) -> None:
    nested = TABLE
    for _ in range(20):
        nested = tbl(*HEADED, tr(tc(nested + p("")), "1.00", "2.00"))
    assert "tables within each other too deep to be read" in page(tmp_path, nested).remarks


def test_another_library_reads_the_same_cells_of_what_libreoffice_wrote() -> None:
    docx = pytest.importorskip("docx")
    path = DATA / "formats" / "banan.docx"
    second = [[[cell.text for cell in row.cells] for row in t.rows] for t in docx.Document(str(path)).tables]
    ours = [g for found in read_pages(path) for g in found.grids]
    shown = [[[cell.text if cell else "" for cell in row] for row in g.positions()] for g in ours]
    assert shown == second and len(shown) == 11
