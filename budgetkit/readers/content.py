"""What is in a file: its first bytes, and the formats that are known by these and not read."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

from ..errors import SourceError
from .encoding import decode

_HEAD = 1024
_ENTRY = 128  # bytes of an entry in the directory of an old Office file
FETCH = "download it again and check that it opens in a viewer"
_AS_PDF = "open it in the program it was written with, save it as PDF and read that"
_AS_PNG = "save it as PNG and read that"
_UNPACK = "unpack it and read the files that it holds"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_PRINTED = "open it in Apabi Reader, print it to a PDF file and read that"


_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (_OLE, "an old Office file (.doc, .xls or .wps)", _AS_PDF),
    (b"{\\rtf", "a Rich Text file (RTF)", _AS_PDF),
    (b"GIF8", "a GIF image", _AS_PNG),
    (b"RIFF", "a WebP image or other RIFF file", _AS_PNG),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"Founder CEB", "a CEB document of Founder Apabi", _AS_PRINTED),
)


_ZIP_ENTRIES: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.xml", "an Excel workbook (XLSX)", _AS_PDF),
    ("xl/workbook.bin", "an Excel workbook (XLSB)", _AS_PDF),
    ("ppt/presentation.xml", "a PowerPoint presentation (PPTX)", _AS_PDF),
    ("META-INF/manifest.xml", "an OpenDocument file", _AS_PDF),
)


_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "an Office file that opens only with a password", "save it without one first"),
    ("WordDocument", "an old Word document (.doc or .wps)", _AS_PDF),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt or .dps)", _AS_PDF),
)
"""What an old Office file, or a protected new one, holds; by the names of its streams."""

_NAMED = ("Workbook", "Book", *(stream for stream, _, _ in _STREAMS))
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What opening a damaged ZIP archive, or a member of it, ends with."""


_BEFORE_PAGE = re.compile(
    r"(?:\s|\ufeff|<!--.*?-->|<%.*?%>|<\?xml[^>]*>|<!doctype (?!html)[^>]*>)*", re.DOTALL | re.IGNORECASE
)
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|script|meta|title|style)\b", re.IGNORECASE)
_FIELD = re.compile(rb"[\w-]+:|[ \t]")
_OF_PAGES = re.compile(rb"content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)")
_LONG_HEAD = 1 << 16


_OPEN_DOCUMENT = {
    b"spreadsheet": "an OpenDocument spreadsheet (ODS)",
    b"text": "an OpenDocument text (ODT)",
}
"""By how the member ``mimetype`` ends."""


def head(path: Path) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    SourceError
        It does not exist, is a directory, empty, or cannot be opened.
    """
    if not path.exists():
        raise SourceError(f"{path}: no such file; check the path (working directory: {Path.cwd()})")
    if path.is_dir():
        raise SourceError(f"{path}: is a directory; give one of the files in it")
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
    except OSError as error:
        raise SourceError(f"{path}: cannot be opened ({error.strerror}); check its permissions") from error
    if not start:
        raise SourceError(f"{path}: is empty (0 bytes); {FETCH}")
    return start


class Content:
    """What is in a file: its first bytes, and what it lists of itself, looked up once.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    SourceError
        As for :func:`head`.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.start = path, head(path)

    @cached_property
    def data(self) -> bytes:
        """All bytes of it."""
        return self.path.read_bytes()

    @cached_property
    def members(self) -> tuple[str, ...] | None:
        """The names of what a ZIP archive holds; none of what is no archive; None if it is damaged."""
        if not self.start.startswith(_ZIP):
            return ()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return tuple(archive.namelist())
        except BROKEN:
            return None

    @cached_property
    def streams(self) -> frozenset[str]:
        """The streams of an old Office file whose names say what it is."""
        return frozenset(name for name in _NAMED if self.start.startswith(_OLE) and _lists(self.data, name))

    @cached_property
    def foreign(self) -> tuple[str, str] | None:
        """The format of a file that is neither PDF nor text, with what to do about it."""
        for stream, what, advice in _STREAMS:
            if stream in self.streams:
                return what, advice
        for magic, what, advice in _MAGIC:
            if self.start.startswith(magic):
                return what, advice
        if self.start.startswith(_ZIP):
            return self._archive()
        text = self.start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
        if text.startswith(b"<?xml"):
            return "an XML file", _AS_PDF
        if text.startswith((b"{", b"[")) and _is_json(self.data.removeprefix(b"\xef\xbb\xbf").strip()):
            return "JSON", "read the file that it was made from"
        return None

    def _archive(self) -> tuple[str, str]:
        names, kind = self.members, b""
        try:
            if names and "mimetype" in names:
                with zipfile.ZipFile(self.path) as archive, archive.open("mimetype") as member:
                    kind = member.read(_HEAD)
        except BROKEN:
            names = None
        if names is None:
            return "a damaged ZIP archive (DOCX and XLSX are such archives, too)", FETCH
        if what := _OPEN_DOCUMENT.get(kind.rpartition(b".")[2].strip()):
            return what, _AS_PDF
        for entry, what, advice in _ZIP_ENTRIES:
            if entry in names:
                return what, advice
        inside = ", ".join(sorted(names)[:3]) + (", …" if len(names) > 3 else "")
        return f"a ZIP archive ({inside or 'empty'})", _UNPACK


def _lists(data: bytes, name: str) -> bool:
    """Say whether an old Office file has a stream of a name in its directory."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % _ENTRY:
        at = data.find(wanted, at + 1)
    return at >= 0


def is_web_page(found: Content) -> bool:
    """Say whether a file is HTML: a whole page, behind comments and what a server runs; or MHT."""
    if found.start.lstrip()[:1].isalpha():
        return is_message(_more(found.path))
    if found.start.lstrip()[:1] not in (b"<", b"\xef", b"\xff", b"\xfe"):
        return False
    data = _more(found.path)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = data.decode(encoding, "replace")
    begin = _BEFORE_PAGE.match(text)
    return bool(_PAGE.match(text, begin.end() if begin else 0))


def is_message(data: bytes) -> bool:
    """Say whether a file begins as a message whose parts are web pages.

    >>> is_message(b"MIME-Version: 1.0\\r\\nContent-Type: multipart/related; boundary=x\\r\\n\\r\\n")
    True
    """
    header = re.split(rb"\r?\n\r?\n", data.lstrip(), maxsplit=1)[0]
    lines = [line.lower() for line in header.splitlines()]
    return (
        all(_FIELD.match(line) for line in lines)
        and any(line.startswith(b"mime-version:") for line in lines)
        and any(_OF_PAGES.match(line) for line in lines)
    )


def _more(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LONG_HEAD)


def plain_text(path: Path) -> bool:
    """Say whether a file is a text of no format that is known: notes, a list, a program, and no document."""
    try:
        found = Content(path)
        if found.foreign:
            return found.foreign[0] == "JSON"
        decode(found.data, str(path))
        return not is_web_page(found)
    except (SourceError, OSError):
        return False


def _is_json(data: bytes) -> bool:
    """Say whether bytes are one value of JSON, or one in their first line."""
    for part in (data, data.partition(b"\n")[0]):
        try:
            json.loads(part)
        except RecursionError:
            return True
        except ValueError:
            continue
        return part is data or part.lstrip().startswith(b"{")
    return False
