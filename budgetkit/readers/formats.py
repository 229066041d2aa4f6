"""Reading a file into pages: what a file is, is decided by its content, never by its name.

One module a format: :mod:`~budgetkit.readers.pdf.page` (rulings), :mod:`~budgetkit.readers.camelot`
(a second, independent reader of PDF) and :mod:`~budgetkit.readers.markdown`.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from ..errors import SourceError, UnknownEngineError
from .markdown import decode
from .pages import Grid, Page

ENGINES = ("rulings", "camelot")
"""Readers of PDF; Markdown has one reader, whatever the engine."""


_HEAD = 1024


_FETCH = "download it again and check that it opens in a viewer"


_AS_PDF = "open it in the program it was written with, save it as PDF and read that"


_OCR = "make it a searchable PDF with OCR first, or read the file that it was printed from"


_UNPACK = "unpack it and read the files that it holds"


_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls or .wps)", _AS_PDF),
    (b"{\\rtf", "a Rich Text file (RTF)", _AS_PDF),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF8", "a GIF image", _OCR),
    (b"II*\x00", "a TIFF image", _OCR),
    (b"MM\x00*", "a TIFF image", _OCR),
    (b"RIFF", "a WebP image or other RIFF file", _OCR),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
)


_ZIP_ENTRIES: tuple[tuple[str, str, str], ...] = (
    ("word/document.xml", "a Word document (DOCX)", _AS_PDF),
    ("xl/workbook.xml", "an Excel workbook (XLSX)", _AS_PDF),
    ("xl/workbook.bin", "an Excel workbook (XLSB)", _AS_PDF),
    ("ppt/presentation.xml", "a PowerPoint presentation (PPTX)", _AS_PDF),
    ("OFD.xml", "an OFD document", _AS_PDF),
    ("META-INF/manifest.xml", "an OpenDocument file (ODT or ODS)", _AS_PDF),
)


_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<table", b"<div")


_BINARY_NAMES = frozenset({".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".zip", ".rar"})


def read_pages(path: str | os.PathLike[str], engine: str = "rulings") -> list[Page]:
    """Read a PDF or Markdown file into pages of text lines and verbatim tables.

    Parameters
    ----------
    path : str or path
        The file; its content decides what it is.
    engine : {"rulings", "camelot"}
        Reader of PDF; Markdown has but one.

    Returns
    -------
    list of Page
        In document order, numbered from 1; Markdown is one page.

    Raises
    ------
    SourceError
        The file is missing, empty, damaged, encrypted, of a format that is not read, or not what its
        name says.
    ExtractionError
        The file opens, but its text cannot be had (images only, undecodable fonts).
    DependencyError
        ``engine="camelot"`` without camelot being installed.
    UnknownEngineError
        `engine` is not one of :data:`ENGINES` (it is a ValueError, too).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.md")
    ...     _ = file.write_text("# 收入表\\n\\n项目\\t预算数\\n合计\\t367.10\\n", encoding="utf-8")
    ...     [page] = read_pages(file)
    >>> page.grids
    [<Grid page 1 table 1: 2 × 2>]
    """
    if engine not in ENGINES:
        raise UnknownEngineError(f"engine {engine!r} does not exist; choose one of {', '.join(ENGINES)}")
    path = Path(path)
    if sniff(path) == "markdown":
        from .markdown import read as read_markdown

        return read_markdown(path)
    if engine == "camelot":
        from .camelot import read as read_camelot

        return read_camelot(path)
    from .pdf.page import read as read_pdf

    return read_pdf(path)


def grids(path: str | os.PathLike[str], engine: str = "rulings") -> list[Grid]:
    """Return every table of a file, verbatim; an empty list where it has none.

    Parameters and errors are those of :func:`read_pages`.

    Returns
    -------
    list of Grid
        In reading order; ``.page`` and ``.index`` say where each stands.
    """
    return [grid for page in read_pages(path, engine) for grid in page.grids]


def sniff(path: Path) -> str:
    """Return ``"pdf"`` or ``"markdown"`` by the content of a file, or say why it cannot be read.

    Raises
    ------
    SourceError
        No such file, a directory, empty, a format that is not read, text in an unknown encoding, or plain
        text under the name of another format.
    """
    head = _head(path)
    found = _foreign(path, head)
    if found:
        what, advice = found
        raise SourceError(f"{path}: is {what}, not PDF or Markdown; {advice}")
    if b"%PDF-" in head:
        return "pdf"
    decode(path.read_bytes(), str(path))
    if path.suffix.lower() in _BINARY_NAMES:
        raise SourceError(
            f"{path}: holds plain text, not what its name says; {_FETCH}, or name it .md if it is Markdown"
        )
    return "markdown"


def _head(path: Path) -> bytes:
    """Return the first bytes of a file that exists and is not empty."""
    if not path.exists():
        raise SourceError(f"{path}: no such file; check the path (working directory: {Path.cwd()})")
    if path.is_dir():
        raise SourceError(f"{path}: is a directory; give one of the files in it")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise SourceError(f"{path}: cannot be opened ({error.strerror}); check its permissions") from error
    if not head:
        raise SourceError(f"{path}: is empty (0 bytes); {_FETCH}")
    return head


def _foreign(path: Path, head: bytes) -> tuple[str, str] | None:
    """Name the format of a file that is neither PDF nor text, with what to do about it."""
    for magic, what, advice in _MAGIC:
        if head.startswith(magic):
            return what, advice
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_content(path)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_HTML) or (start.startswith(b"<?xml") and b"<html" in start):
        return "a web page (HTML)", "servers send one in place of a file that is gone or guarded: " + _FETCH
    if start.startswith(b"<?xml"):
        return "an XML file", _AS_PDF
    return None


def _zip_content(path: Path) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return "a damaged ZIP archive (DOCX and XLSX are such archives, too)", _FETCH
    for entry, what, advice in _ZIP_ENTRIES:
        if entry in names:
            return what, advice
    inside = ", ".join(sorted(names)[:3]) + (", …" if len(names) > 3 else "")
    return f"a ZIP archive ({inside or 'empty'})", _UNPACK
