"""A small dose of spoilt documents of every format; and what the fuzzer calls a find is one."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import openpyxl
import pypdfium2 as pdfium
import pytest

from benchmarks import _seeds, fuzz
from benchmarks._mutations import BYTES, HTML, PDF, TEXT, XLS, ZIP, mutated, mutations
from benchmarks._mutations.archives import leaves, values
from tests.support import DATA
from tests.support.typeset import Document, Table

pytestmark = pytest.mark.long

ROWS = [["科目编码", "科目名称", "总计"], ["", "合计", "1,009.00"], ["201", "一般公共服务支出", "1,009.00"]]
TITLE, FORM, UNIT = "某市某局2024年部门预算", "部门支出总表", "单位：万元"
SAID = "2024年收入预算1,009.00万元，比上年增加9.00万元，增长0.9%，主要原因是人员增加。"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """One small disclosure in each of some formats."""
    folder = tmp_path_factory.mktemp("seeds")
    page = Document(folder / "a.pdf").heading(TITLE).paragraph(SAID).heading(FORM)
    page.paragraph(UNIT).table(Table(ROWS, header_rows=1)).save()
    rows = "\n".join("\t".join(row) for row in ROWS)
    (folder / "a.md").write_text(f"# {TITLE}\n\n{SAID}\n\n## {FORM}\n\n{UNIT}\n\n{rows}\n", encoding="utf-8")
    cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in ROWS)
    (folder / "a.html").write_text(
        f"<html><meta charset='utf-8'><h1>{TITLE}</h1><p>{SAID}</p><h2>{FORM}</h2><p>{UNIT}</p><table>{cells}</table>",
        encoding="utf-8",
    )
    book = openpyxl.Workbook()
    for row in ([TITLE], [UNIT], *ROWS):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    return sorted(folder.iterdir())


def case(data: bytes = b"", suffix: str = ".md") -> fuzz.Case:
    return fuzz.Case(0, "", "a", "as it is", suffix, data)


def test_spoilt_documents_are_read_or_refused_and_nothing_else(files):
    parted = fuzz.by_format([*files, DATA / "banan_2024" / "narrative.md"])
    fuzz.warm(parted)
    done = [fuzz.run(c) for c in fuzz.cases(parted, 7, range(16))]
    assert [(f.case.number, f.case.file, f.case.how, f.what) for f in done if f.what] == []


def test_a_case_is_made_again_by_its_number(files):
    first, again = (list(fuzz.cases(fuzz.by_format(files), 3, numbers)) for numbers in (range(40), [39]))
    assert first[39] == again[0] and len({c.data for c in first}) > 30


def test_each_format_has_as_many_cases_however_many_files_it_has(files, tmp_path):
    more = [Path(shutil.copy(files[0], tmp_path / f"{k}{files[0].suffix}")) for k in range(20)]
    made = fuzz.cases(fuzz.by_format([*files, *more]), 3, range(40))
    assert Counter(c.format for c in made) == {"PDF": 10, "Markdown": 10, "HTML": 10, "XLSX": 10}


@pytest.mark.parametrize(
    ("suffix", "kinds"), [("pdf", PDF), ("md", TEXT), ("html", HTML), ("xlsx", ZIP)], ids=lambda x: str(x)[:4]
)
def test_each_mutation_of_a_format_changes_a_file_of_it(files, suffix, kinds):
    data = next(p for p in files if p.suffix == f".{suffix}").read_bytes()
    assert mutations(data) == kinds
    for spoil in (*BYTES, *kinds):
        assert any(spoil(data, Random(k)) != data for k in range(8)), spoil.__name__


def test_what_has_no_structure_is_spoilt_by_its_bytes():
    data = b"\x89PNG\r\n\x1a\n" + bytes(500)
    assert mutations(data) == BYTES and mutated(data, Random(1))[0] != data


def test_members_of_an_archive_are_spoilt_and_packed_again(files, tmp_path):
    data = next(p for p in files if p.suffix == ".xlsx").read_bytes()
    (tmp_path / "a.zip").write_bytes(ZIP[1](data, Random(2)))
    with zipfile.ZipFile(tmp_path / "a.zip") as new, zipfile.ZipFile(files[-1]) as old:
        assert new.namelist() == old.namelist()
        assert [n for n in old.namelist() if new.read(n) != old.read(n)]


def test_records_of_a_binary_workbook_are_spoilt_and_it_stays_as_long():
    data = (DATA / "formats" / "made-unified.xls").read_bytes()
    made = [XLS[0](data, Random(k)) for k in range(8)]
    assert mutations(data) == XLS and {len(m) for m in made} == {len(data)} and len({data, *made}) > 7


def test_spoilt_xml_is_still_xml(files):
    with zipfile.ZipFile(files[-1]) as old:
        text = old.read("xl/worksheets/sheet1.xml").decode()
    made = {spoil(text, Random(k)) for spoil in (values, leaves) for k in range(8)}
    assert len(made - {text}) > 12 and all(ElementTree.fromstring(m) is not None for m in made)


def test_of_a_long_pdf_some_pages_are_taken(tmp_path):
    pdf = Document(tmp_path / "long.pdf")
    for n in range(9):
        pdf.heading(f"第{n}页").page_break()
    pdf.save()
    data = (tmp_path / "long.pdf").read_bytes()
    with pdfium.PdfDocument(fuzz.excerpt(data, 3, Random(1))) as short:
        assert len(short) == 3
    assert fuzz.excerpt(data, 99, Random(1)) == data and fuzz.excerpt(b"no PDF", 3, Random(1)) == b"no PDF"


def test_seeds_are_read_in_the_formats_that_they_are_made_in(tmp_path):
    made = fuzz.by_format(_seeds.write(tmp_path).iterdir())
    assert set(made) >= {"CSV", "HTML", "OFD", "XML spreadsheet", "picture"}


@pytest.mark.parametrize(
    ("does", "what"),
    [
        (lambda path, ways: 1 // 0, "ZeroDivisionError at "),
        (lambda path, ways: socket.create_connection(("127.0.0.1", 9)), "socket."),
        (lambda path, ways: subprocess.run(["true"]), "subprocess.Popen"),
        (lambda path, ways: path.parent.with_name("elsewhere").write_text(""), "open "),
        (lambda path, ways: bytearray(5 * 1024**3), "MemoryError at "),
        (lambda path, ways: bytes(1) * 1200 * 1024**2, "over 1024 MB"),
        (lambda path, ways: [0 for _ in iter(int, 1)], "over 1 s at "),
        (lambda path, ways: print("17 is out of range"), "printed: b'17 is"),
        (lambda path, ways: os.kill(os.getpid(), signal.SIGKILL), "ended by SIGKILL"),
    ],
    ids=["exception", "connection", "program", "file elsewhere", "memory", "large", "hang", "print", "crash"],
)
def test_what_a_document_must_not_do_is_a_find(monkeypatch, does, what):
    monkeypatch.setattr(fuzz, "use", does)
    monkeypatch.setattr(fuzz, "SECONDS", 1)
    assert fuzz.run(case()).what.startswith(what)


def test_a_document_that_is_read_or_refused_is_no_find(files):
    read, refused = fuzz.run(case(files[1].read_bytes())), fuzz.run(case(b""))
    assert (read.what, read.refused) == ("", False) and (refused.what, refused.refused) == ("", True)
