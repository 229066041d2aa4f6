"""What cannot be read is refused: the message names the file, what was found and what to do."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from budgetkit.errors import BudgetkitError, ExtractionError, SourceError
from budgetkit.readers.formats import ENGINES, grids, read_pages
from tests.support.typeset import Document, Table

PROSE = "本文只有文字，没有表格。收入预算为十二万五千元，支出预算与收入预算相等。"


def refused(path: Path, kind: type[BudgetkitError], engine: str = "rulings") -> str:
    """Return the message of the error that reading raises, less the file's name that it begins with."""
    with pytest.raises(BudgetkitError) as caught:
        read_pages(path, engine)
    assert type(caught.value) is kind
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def archive(*entries: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for entry in entries:
            file.writestr(entry, "<x/>")
    return buffer.getvalue()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A PDF with a title, a table and enough pages to cut it in the middle."""
    document = Document(tmp_path / "good.pdf").heading("甲局支出预算表", level=1)
    for _ in range(8):
        document.paragraph(PROSE).table(Table([["科目", "预算数"], ["合计", "12.50"]], header_rows=1))
    document.save()
    assert len(grids(tmp_path / "good.pdf")) == 8
    return tmp_path / "good.pdf"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "no.pdf", SourceError).startswith("no such file; check the path")


def test_a_directory_is_not_a_file(tmp_path: Path) -> None:
    assert refused(tmp_path, SourceError) == "is a directory; give one of the files in it"


@pytest.mark.parametrize("name", ["a.pdf", "a.md"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    assert "empty (0 bytes); download it again" in refused(write(tmp_path / name, b""), SourceError)


def test_a_text_of_white_space_is_refused(tmp_path: Path) -> None:
    message = refused(write(tmp_path / "a.md", " \n　\t\n".encode()), SourceError)
    assert message == "holds only white space; download it again"


def test_random_bytes_are_neither_pdf_nor_text(tmp_path: Path) -> None:
    data = b"\x05" + random.Random(1).randbytes(4096)
    assert "neither PDF nor text" in refused(write(tmp_path / "a.pdf", data), SourceError)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><body>404</body></html>",
        b"\xef\xbb\xbf\r\n  <HTML><head></head></HTML>",
        b'<?xml version="1.0"?><!DOCTYPE x><html xmlns="y"></html>',
    ],
)
def test_a_web_page_without_a_document_under_the_name_of_a_pdf_is_called_one(
    tmp_path: Path, data: bytes
) -> None:
    message = refused(write(tmp_path / "a.pdf", data), SourceError)
    assert message.startswith("is a web page that ")
    assert "download it again" in message


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        (("b.pdf", "a.pdf"), "a ZIP archive (a.pdf, b.pdf)"),
        ((), "a ZIP archive (empty)"),
    ],
)
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a"])
def test_a_zip_archive_is_named_by_its_entries(
    tmp_path: Path, entries: tuple[str, ...], what: str, name: str
) -> None:
    message = refused(write(tmp_path / name, archive(*entries)), SourceError)
    assert message.startswith(f"is {what}, which is not read; ")
    assert ("unpack it" if "ZIP" in what else "save it as PDF") in message


@pytest.mark.parametrize(
    ("kind", "what"),
    [("spreadsheet", "an OpenDocument spreadsheet (ODS)"), ("text", "an OpenDocument text (ODT)"),
     ("chart", "an OpenDocument file")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.ods", "a.xlsx", "a.pdf"])
def test_an_open_document_is_called_by_its_kind(tmp_path: Path, kind: str, what: str, name: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        file.writestr("META-INF/manifest.xml", "<x/>")
    message = refused(tmp_path / name, SourceError)
    assert message == (
        f"is {what}, which is not read; open it in the program it was written with, save it as PDF and read that"
    )


def test_a_word_document_without_its_parts_is_refused(tmp_path: Path) -> None:
    data = archive("[Content_Types].xml", "word/document.xml")
    assert refused(write(tmp_path / "a.docx", data), SourceError).startswith("a Word document without text; ")


def test_a_cut_zip_archive_is_damaged(tmp_path: Path) -> None:
    data = archive("word/document.xml")[:40]
    assert refused(write(tmp_path / "a.docx", data), SourceError).startswith("is a damaged ZIP archive")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Office file"),
        (b"GIF89a" + bytes(600), "is a GIF image"),
        (b"Rar!\x1a\x07\x00" + bytes(600), "is a RAR archive"),
        (b"{\\rtf1 x}", "is a Rich Text file"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(600), "is a 7z archive, which is not read; unpack it"),
        (
            b"Founder CEB\x00" + bytes(600),
            "is a CEB document of Founder Apabi, which is not read; open it in",
        ),
    ],
)
def test_other_formats_are_called_by_their_name(tmp_path: Path, data: bytes, what: str) -> None:
    assert refused(write(tmp_path / "a.pdf", data), SourceError).startswith(what)


@pytest.mark.parametrize("name", ["a.pdf", "a.XLSX", "a.doc"])
def test_plain_text_under_another_formats_name_is_refused(tmp_path: Path, name: str) -> None:
    message = refused(write(tmp_path / name, "系统繁忙，请稍后再试".encode()), SourceError)
    assert message.startswith("holds plain text, not what its name says; download it again")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_truncated_pdf_is_refused_and_not_read_in_part(good: Path, share: float, engine: str) -> None:
    pytest.importorskip("camelot") if engine == "camelot" else None
    data = good.read_bytes()
    cut = write(good.with_name("cut.pdf"), data[: int(len(data) * share)])
    assert "truncated or damaged" in refused(cut, SourceError, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pdf_that_needs_a_password_says_so(tmp_path: Path, engine: str) -> None:
    pytest.importorskip("camelot") if engine == "camelot" else None
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("secret", "owner"))
    canvas.drawString(72, 700, "12.50")
    canvas.save()
    message = refused(tmp_path / "a.pdf", SourceError, engine)
    assert "encrypted" in message
    assert "password" in message


def scan(path: Path, pages: int = 2) -> Path:
    canvas = Canvas(str(path))
    for _ in range(pages):
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("engine", ["rulings", "camelot"])
def test_a_pdf_of_images_only_says_how_they_are_read(tmp_path: Path, engine: str) -> None:
    pytest.importorskip("camelot") if engine == "camelot" else None
    message = refused(scan(tmp_path / "scan.pdf"), ExtractionError, engine)
    assert "2 page" in message
    assert "image" in message
    assert "engine='scan'" in message and "budgetkit[scan]" in message


@pytest.mark.parametrize("engine", ["rulings", "camelot"])
def test_fonts_that_do_not_say_what_they_print_are_refused(good: Path, engine: str) -> None:
    pytest.importorskip("camelot") if engine == "camelot" else None
    data = good.read_bytes()
    assert b"/ToUnicode" in data
    mute = write(good.with_name("mute.pdf"), data.replace(b"/ToUnicode", b"/ToUnicodX"))
    message = refused(mute, ExtractionError, engine)
    assert "font" in message
    assert "engine='scan'" in message and "budgetkit[scan]" in message


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pdf_of_prose_has_lines_and_no_tables(tmp_path: Path, engine: str) -> None:
    pytest.importorskip("camelot") if engine == "camelot" else None
    Document(tmp_path / "a.pdf", page_number="").paragraph(PROSE).save()
    [page] = read_pages(tmp_path / "a.pdf", engine)
    assert "".join(line.text for line in page.lines) == PROSE
    assert grids(tmp_path / "a.pdf", engine) == []


def test_a_pdf_without_pages_or_with_junk_before_it(good: Path) -> None:
    junk = write(good.with_name("junk.pdf"), b"\n" * 500 + good.read_bytes())
    assert len(grids(junk)) == 8
    late = write(good.with_name("late.pdf"), b"\n" * 2000 + good.read_bytes())
    assert refused(late, SourceError)
