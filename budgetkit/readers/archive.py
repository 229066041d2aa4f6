"""ZIP archives that come from anywhere: opened only if what they unpack to is of bearable size and plain.

DOCX, XLSX and OFD are such archives. Nothing is ever unpacked to the disk; XML is parsed without document
types, so that no entity is expanded and nothing is fetched.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self
from xml.etree import ElementTree

from ..errors import SourceError
from .content import BROKEN, FETCH

MOST_MEMBERS = 10_000
MOST_BYTES = 256 * 1024 * 1024
"""Of all members together, unpacked."""

MOST_RATIO, SMALL = 200, 16 * 1024 * 1024
"""How many times a member may grow, unless it stays small, as rows that repeat do grow far."""

MOST_ELEMENTS, MOST_DEPTH = 2_000_000, 200
"""Of one part of XML; so many elements take about half a gigabyte."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML = (".xml", ".rels", ".vml")
_CHUNK = 4096


class Archive:
    """The members of a ZIP archive, unpacked one by one when they are asked for.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    SourceError
        It is damaged or encrypted, would unpack to more than any disclosure needs, has a name twice or one
        that leads out of it, or holds XML that declares a document type.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.zip")
    ...     with zipfile.ZipFile(file, "w") as new:
    ...         new.writestr("sheet.xml", "<row><cell>155.04</cell></row>")
    ...     with Archive(file) as archive:
    ...         archive.names, archive.xml("sheet.xml").findtext("cell")
    (('sheet.xml',), '155.04')
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN as error:
            self._damaged(error)
        try:
            self._check(self._zip.infolist())
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its files, in the order of the archive."""
        return tuple(info.filename for info in self._zip.infolist() if not info.is_dir())

    def read(self, name: str) -> bytes:
        """Return a member, unpacked; a SourceError if there is none of the name, or it is damaged."""
        try:
            return self._zip.read(name)
        except KeyError:
            raise SourceError(f"{self.path}: has no part {name}; the file is incomplete") from None
        except BROKEN as error:
            self._damaged(error)

    def xml(self, name: str) -> ElementTree.Element:
        """Return a member as an element; a SourceError if it is no well-formed XML."""
        return parse_xml(self.read(name), self.path, name)

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        path = self.path
        if not all(info.filename for info in infos):
            self._damaged(None)
        files = [info for info in infos if not info.is_dir()]
        if len(infos) > MOST_MEMBERS:
            raise SourceError(f"{path}: an archive of {len(infos)} parts, more than any disclosure has")
        if sum(info.file_size for info in infos) > MOST_BYTES or any(map(_bursts, infos)):
            raise SourceError(f"{path}: unpacks to more than any disclosure needs (a ZIP bomb?)")
        if any(info.flag_bits & 1 for info in infos):
            raise SourceError(f"{path}: encrypted, opens only with a password; save it without one first")
        if len({info.filename for info in files}) < len(files):
            raise SourceError(f"{path}: two parts have one name; which of them is meant is not known")
        for info in infos:
            if info.filename.startswith("/") or ".." in info.filename.replace("\\", "/").split("/"):
                raise SourceError(f"{path}: its part {info.filename} leads out of the archive")
            if info.compress_type not in _METHODS:
                self._damaged(None)
            if info.filename.lower().endswith(_XML):
                self._declares_nothing(info)

    def _declares_nothing(self, info: zipfile.ZipInfo) -> None:
        """Read a part of XML as far as its first element, before which a document type would stand."""
        target = _Tree(self.path, info.filename)
        parser = ElementTree.XMLParser(target=target)
        try:
            with self._zip.open(info) as stream:
                while not target.elements and (chunk := stream.read(_CHUNK)):
                    parser.feed(chunk)
        except (
            ElementTree.ParseError,
            LookupError,
            ValueError,
        ):  # LookupError: an encoding that there is not
            return  # who reads it will say so
        except BROKEN as error:
            self._damaged(error)

    def _damaged(self, error: Exception | None) -> NoReturn:
        raise SourceError(f"{self.path}: a damaged archive; {FETCH}") from error


def members(path: Path) -> tuple[str, ...]:
    """Return the names of an archive's files, for a library that opens it by itself afterwards.

    Errors are those of :class:`Archive`; what it refuses, no library gets to see.
    """
    with Archive(path) as archive:
        return archive.names


def parse_xml(data: bytes, path: Path, name: str) -> ElementTree.Element:
    """Return the root of a text of XML that declares no document type; nothing is expanded or fetched.

    Parameters
    ----------
    data : bytes
        The text, in the encoding that it declares.
    path, name : Path, str
        The file, and which part of it, for messages.

    Raises
    ------
    SourceError
        It is not well formed, declares a document type, or is too large or too deep.
    """
    parser = ElementTree.XMLParser(target=_Tree(path, name))
    try:
        parser.feed(data)
        root: ElementTree.Element = parser.close()
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise SourceError(f"{path}: the XML of {name} is damaged ({error}); {FETCH}") from error
    return root


class _Tree(ElementTree.TreeBuilder):
    """Builds elements, as long as they stay within bounds."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__()
        self.path, self.name = path, name
        self.elements = self._depth = 0

    def doctype(self, *_: str | None) -> None:
        """Refuse what entities would be declared in."""
        raise SourceError(
            f"{self.path}: {self.name} declares a document type, through which XML fetches and multiplies; "
            "no office program writes one"
        )

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> ElementTree.Element:
        """Open an element."""
        self.elements += 1
        self._depth += 1
        if self.elements > MOST_ELEMENTS or self._depth > MOST_DEPTH:
            raise SourceError(f"{self.path}: the XML of {self.name} is larger or deeper than any disclosure")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ElementTree.Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)


def _bursts(info: zipfile.ZipInfo) -> bool:
    return info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size
