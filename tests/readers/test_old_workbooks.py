"""Old workbooks (XLS) and workbooks of XML are read by the rules of the new ones, or refused in words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import xlrd

import budgetkit as bk
from budgetkit.errors import DependencyError, SourceError
from budgetkit.readers.formats import read_pages, sniff
from budgetkit.readers.pages import Page
from tests.readers.test_workbooks import cell, workbook
from tests.support import DATA, xml2003

FORMATS = DATA / "formats"
NAMES = ["made-unified", "made-accounts", "made-one-sheet"]
XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
 <Style ss:ID="a"><NumberFormat ss:Format="Fixed"/></Style>
 <Style ss:ID="b" ss:Parent="a"><Font ss:Color="#FFFFFF"/></Style></Styles>
<Worksheet ss:Name="Sheet1"><Table><Column ss:Index="4" ss:Hidden="1"/>
<Row><Cell><Data ss:Type="String">项目</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">预算数</Data></Cell></Row>
<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">合计</Data></Cell>
 <Cell ss:StyleID="a"><Data ss:Type="Number">12.5</Data></Cell>
 <Cell ss:StyleID="a"><Data ss:Type="Number">3</Data></Cell>
 <Cell ss:StyleID="b"><Data ss:Type="Number">4</Data></Cell>
 <Cell><Data ss:Type="Error">#REF!</Data></Cell><Cell ss:Formula="=RC[-1]"/></Row>
</Table></Worksheet></Workbook>"""


def seen(pages: list[Page]) -> list[tuple[object, ...]]:
    return [
        (page.number, [line.text for line in page.lines], page.remarks,
         [[(c.row, c.col, c.text, c.rowspan, c.colspan, c.note, c.doubt, c.ref) for c in g.cells] for g in page.grids])
        for page in pages
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_old_workbook_is_seen_as_the_new_one(name: str) -> None:
    old, new = (read_pages(FORMATS / f"{name}.{suffix}") for suffix in ("xls", "xlsx"))
    assert seen(old) == seen(new) and {g.engine for p in old for g in p.grids} == {"xls"}


def test_an_old_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.et").write_bytes((FORMATS / "made-unified.xls").read_bytes())
    assert sniff(tmp_path / "a.et").name == "XLS"


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(DependencyError, match=r"pip install 'budgetkit\[office\]'"):
        bk.read(FORMATS / "made-unified.xls")


def test_a_damaged_old_workbook_is_refused_in_words(tmp_path: Path) -> None:
    data = (FORMATS / "made-unified.xls").read_bytes()
    (tmp_path / "a.xls").write_bytes(data[:512] + bytes(len(data) - 2560) + data[-2048:])
    with pytest.raises(SourceError):
        read_pages(tmp_path / "a.xls")


def test_one_behind_a_password_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(**_: object) -> None:
        raise xlrd.XLRDError("Workbook is encrypted")

    monkeypatch.setattr(xlrd, "open_workbook", locked)
    with pytest.raises(SourceError, match="encrypted, opens only with a password"):
        read_pages(FORMATS / "made-unified.xls")


def test_an_old_word_document_is_called_one(tmp_path: Path) -> None:
    directory = "WordDocument".encode("utf-16-le").ljust(128, b"\0")
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0") + directory)
    with pytest.raises(SourceError, match=r"an old Word document \(.doc or .wps\), which is not read"):
        read_pages(tmp_path / "a.xls")


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030", "UTF-16"])
def test_a_workbook_of_xml_is_seen_as_the_one_it_was_made_of(tmp_path: Path, encoding: str) -> None:
    source = workbook(tmp_path / "a.xlsx", lambda ws: ws.merge_cells("A4:B4"))
    xml2003.write(source, tmp_path / "a.xls", encoding)
    assert sniff(tmp_path / "a.xls").name == "XML spreadsheet"
    assert seen(read_pages(tmp_path / "a.xls")) == seen(read_pages(source))


def test_of_xml_styles_hidden_columns_and_errors_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(XML, encoding="utf-8")
    [page] = read_pages(tmp_path / "a.xls")
    found = {ref: (cell(page, ref).text, cell(page, ref).doubt) for ref in ("C2", "D2", "E2", "F2", "G2")}
    assert found == {
        "C2": ("12.50", ""),
        "D2": ("3.00", "hidden: in the file, not to be seen on the sheet"),
        "E2": ("4.00", "hidden: in the file, not to be seen on the sheet"),
        "F2": ("#REF!", "an error value of the workbook"),
        "G2": ("", "a formula without a saved value"),
    }
    assert cell(page, "C1").text == "预算数", "its place is said, not counted"
    assert cell(page, "A2").colspan == 2 and page.remarks == ("columns D of the sheet Sheet1 are hidden",)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("</Row>", "", "the XML of Workbook is damaged"),
        ("<Workbook ", "<!DOCTYPE w [<!ENTITY x 'y'>]><Workbook ", "declares a document type"),
        ("<Row", "<Nothing", "has nothing on its sheets|damaged"),
    ],
)
def test_xml_that_is_damaged_empty_or_sly_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    (tmp_path / "a.xls").write_text(XML.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=why):
        read_pages(tmp_path / "a.xls")


def test_a_row_of_thousands_of_digits_is_no_error_and_takes_no_time(tmp_path: Path) -> None:
    text = XML.replace('ss:Index="2"', f'ss:Index="{"1" * 5000}"')
    (tmp_path / "a.xls").write_text(text, encoding="utf-8")
    assert [c.text for g in read_pages(tmp_path / "a.xls")[0].grids for c in g.cells if c.text] != []
