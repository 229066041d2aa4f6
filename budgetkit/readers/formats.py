"""Which formats are read and by whom: what a file is, is decided by its content, never by its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ..errors import SourceError, UnknownEngineError
from .bounds import within_bounds
from .content import FETCH, Content, is_web_page
from .encoding import decode
from .pages import Grid, Page
from .picture import MAGIC
from .repeats import with_repeats
from .sheets.separated import records
from .sheets.sheet import TooWide

_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_BINARY_NAMES = frozenset({".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".zip", ".rar"})


def _is_pdf(found: Content) -> bool:
    return b"%PDF-" in found.start and not found.start.startswith(MAGIC) and not found.foreign


def _is_picture(found: Content) -> bool:
    return found.start.startswith(MAGIC)


def _is_text(found: Content) -> bool:
    """Say whether a file is text; what has no known format and is no text either cannot be read at all."""
    if found.foreign:
        return False
    decode(found.data, str(found.path))
    if found.path.suffix.lower() in _BINARY_NAMES:
        raise SourceError(
            f"{found.path}: holds plain text, not what its name says; {FETCH}, "
            "or name it .md if it is Markdown"
        )
    return True


def _has(*names: str) -> Callable[[Content], bool]:
    """Tell files that are archives with one of these members, or old Office files with such a stream."""
    return lambda found: any(name in (found.members or ()) or name in found.streams for name in names)


def _is_xml2003(found: Content) -> bool:
    text = found.start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")  # UTF-16, too
    return text.startswith(b"<") and _SPREADSHEET in text


def _is_separated(found: Content) -> bool:
    """Say whether a file is text with separators; whether it is text at all, the next format says."""
    if found.foreign:
        return False
    try:
        text = decode(found.data, str(found.path))
    except SourceError:
        return False
    return records(text) is not None


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: a row of :data:`FORMATS`.

    Attributes
    ----------
    name : str
        What messages call it.
    looks_like : callable
        Says by its content whether a file is of this format.
    suffixes : tuple of str
        Names by which files of a folder are taken for documents.
    readers : mapping of str to str
        For each engine the module here that reads, with ``read(path) -> list[Page]``; imported when it is
        used. The first one is asked where an engine is none of these.
    """

    name: str
    looks_like: Callable[[Content], bool]
    suffixes: tuple[str, ...]
    readers: Mapping[str, str]

    def engines(self, engine: str) -> tuple[str, ...]:
        """Return the readers that `engine` means: ``both`` is the two that read the same pages."""
        names = tuple(self.readers)
        return names[:2] if engine == "both" else (engine,) if engine in names else names[:1]

    def read(self, path: Path, engine: str) -> list[Page]:
        """Read a file with one of the readers."""
        try:
            pages: list[Page] = import_module(self.readers[engine], __package__).read(path)
        except TooWide as sheet:
            raise SourceError(f"{path}: the sheet {sheet} spans more cells than any disclosure has") from None
        return with_repeats(list(map(within_bounds, pages)))


FORMATS = (
    Format(
        "PDF", _is_pdf, (".pdf",), {"rulings": ".pdf.page", "camelot": ".camelot", "scan": ".scan.reader"}
    ),
    Format("XLSX", _has("xl/workbook.xml"), (".xlsx", ".xlsm"), {"xlsx": ".sheets.xlsx"}),
    Format("XLS", _has("Workbook", "Book"), (".xls", ".et"), {"xls": ".sheets.xls"}),
    Format("XML spreadsheet", _is_xml2003, (), {"xml2003": ".sheets.xml2003"}),
    Format("CSV", _is_separated, (".csv", ".tsv"), {"csv": ".sheets.separated"}),
    Format(
        "DOCX",
        _has("word/document.xml", "word/document2.xml"),
        (".docx", ".docm", ".doc"),
        {"docx": ".word.file"},
    ),
    Format("OFD", _has("OFD.xml"), (".ofd",), {"ofd": ".ofd.file"}),
    Format("HTML", is_web_page, (".html", ".htm", ".shtml", ".jsp", ".mht", ".mhtml"), {"html": ".web.file"}),
    Format("picture", _is_picture, (".png", ".jpg", ".jpeg", ".tif", ".tiff"), {"scan": ".scan.reader"}),
    Format("Markdown", _is_text, (".md",), {"markdown": ".markdown"}),
)
"""In the order in which they are tried; text comes last."""


ENGINES = tuple(engine for f in FORMATS if len(f.readers) > 1 for engine in f.readers)
"""Readers to choose from; a format that has but one is read by that, whatever the engine."""


READINGS = (*ENGINES, "both")
"""What :func:`readings` may be asked for."""


SUFFIXES = tuple(suffix for f in FORMATS for suffix in f.suffixes)


def sniff(path: Path) -> Format:
    """Return the format of a file by its content, or say why it cannot be read.

    Raises
    ------
    SourceError
        No such file, a directory, empty, a format that is not read, text in an unknown encoding, or plain
        text under the name of another format.
    """
    found = Content(path)
    for known in FORMATS:
        if known.looks_like(found):
            return known
    what, advice = found.foreign or ("of no known format", FETCH)
    raise SourceError(f"{path}: is {what}, which is not read; {advice}")


def readings(path: str | os.PathLike[str], engine: str = "rulings") -> dict[str, list[Page]]:
    """Read a file with each of the readers that `engine` means; the keys are their engines.

    Errors are those of :func:`read_pages`.
    """
    _check(engine, READINGS)
    path = Path(path)
    known = sniff(path)
    return {name: known.read(path, name) for name in known.engines(engine)}


def _check(engine: str, engines: tuple[str, ...]) -> None:
    if engine not in engines:
        raise UnknownEngineError(f"engine {engine!r} does not exist; choose one of {', '.join(engines)}")


def read_pages(path: str | os.PathLike[str], engine: str = "rulings") -> list[Page]:
    """Read a file into pages of text lines and verbatim tables.

    Parameters
    ----------
    path : str or path
        The file; its content decides what it is.
    engine : {"rulings", "camelot", "scan"}
        Reader of PDF; other formats have but one.

    Returns
    -------
    list of Page
        In document order, numbered from 1; Markdown, a web page and a sheet of a workbook are one page each.

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
    _check(engine, ENGINES)
    [pages] = readings(path, engine).values()
    return pages


def grids(path: str | os.PathLike[str], engine: str = "rulings") -> list[Grid]:
    """Return every table of a file, verbatim; an empty list where it has none.

    Parameters and errors are those of :func:`read_pages`.

    Returns
    -------
    list of Grid
        In reading order; ``.page`` and ``.index`` say where each stands.
    """
    return [grid for page in read_pages(path, engine) for grid in page.grids]
