"""What is in a file: its first bytes, and the formats that are known by these and not read."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from pathlib import Path

from ..errors import SourceError

_HEAD = 1024
_ENTRY = 128  # bytes of an entry in the directory of an old Office file
FETCH = "download it again and check that it opens in a viewer"
_AS_PDF = "open it in the program it was written with, save it as PDF and read that"
_AS_PNG = "save it as PNG and read that"
_UNPACK = "unpack it and read the files that it holds"
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


def foreign(path: Path, start: bytes) -> tuple[str, str] | None:
    """Name the format of a file that is neither PDF nor text, with what to do about it."""
    for stream, what, advice in _STREAMS:
        if has_stream(path, start, stream):
            return what, advice
    for magic, what, advice in _MAGIC:
        if start.startswith(magic):
            return what, advice
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_content(path)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<?xml"):
        return "an XML file", _AS_PDF
    if text.startswith((b"{", b"[")) and _is_json(path.read_bytes().removeprefix(b"\xef\xbb\xbf").strip()):
        return "JSON", "read the file that it was made from"
    return None


def has_stream(path: Path, start: bytes, name: str) -> bool:
    """Say whether a file is of the old Office kind and has a stream of a name in its directory."""
    if not start.startswith(_OLE):
        return False
    data, wanted = path.read_bytes(), name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % _ENTRY:
        at = data.find(wanted, at + 1)
    return at >= 0


def has_member(path: Path, start: bytes, name: str) -> bool:
    """Say whether a file is a ZIP archive with a member of a name."""
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return name in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def is_web_page(path: Path, start: bytes) -> bool:
    """Say whether a file is HTML: a whole page, behind comments and what a server runs; or MHT."""
    if start.lstrip()[:1].isalpha():
        return is_message(_more(path))
    if start.lstrip()[:1] not in (b"<", b"\xef", b"\xff", b"\xfe"):
        return False
    data = _more(path)
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


def _zip_content(path: Path) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(_HEAD) if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return "a damaged ZIP archive (DOCX and XLSX are such archives, too)", FETCH
    if what := _OPEN_DOCUMENT.get(kind.rpartition(b".")[2].strip()):
        return what, _AS_PDF
    for entry, what, advice in _ZIP_ENTRIES:
        if entry in names:
            return what, advice
    inside = ", ".join(sorted(names)[:3]) + (", …" if len(names) > 3 else "")
    return f"a ZIP archive ({inside or 'empty'})", _UNPACK
