"""The objects of a PDF file, by its bytes: whether it has layers, and which pages print damaged streams.

pdfium prints what it can of a damaged stream and says nothing. So the streams that the pages print are
inflated here once more, down to their checksums.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

_REF = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,10}\s+R\b")  # of thousands of digits it is none
_FIRST = re.compile(rb"/First\s+(\d{1,10})\b")
_ROOT = re.compile(rb"/Root\s+(\d{1,10})\b")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})\b(?!\s+\d+\s+R\b)")
_CONTENTS = re.compile(rb"/Contents\s*(?:\[[^\]]*\]|\d+\s+\d+\s+R\b)")
_ASIDE = re.compile(  # what belongs to a page and is not printed with its content
    rb"/(?:Parent|Annots|B|Metadata|FontDescriptor|PieceInfo|Thumb|StructParent)"
    rb"\s*(?:\d+\s+\d+\s+R\b|\[[^\]]*\])"
)
_KIDS = re.compile(rb"/Kids\s*(\[[^\]]*\]|\d{1,10}\s+\d{1,10}\s+R\b)")
_PAGE = re.compile(rb"/Type\s*/Pages?\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d{1,10})\s+\d+\s+R\b")
_NUMBER = re.compile(rb"(\d{1,10}) +\d+$")
_ZEROS = bytes(64)  # so many in a row stand where a part of the file was lost


class _Object(NamedTuple):
    """An object: what it says (`head`), and its stream as stored, None where it has none."""

    head: bytes
    stream: bytes | None = None


_MISSING = _Object(b"null")


class File:
    """A PDF file by its bytes.

    Parameters
    ----------
    content : bytes
        The whole file.

    Examples
    --------
    >>> file = File(b"1 0 obj <</Pages 2 0 R>> endobj 2 0 obj <</Kids [3 0 R]>> endobj "
    ...             b"3 0 obj <</Type/Page/Contents 4 0 R>> endobj trailer <</Root 1 0 R>>")
    >>> file.layered, file.damaged()
    (False, {0: 'its content is missing from the file'})
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._encrypted = b"/Encrypt" in content
        self._faults: dict[int, str] = {}
        self._used: dict[int, tuple[list[int], list[int]]] = {}

    @cached_property
    def layered(self) -> bool:
        """Whether the file may have layers: optional content, which is shown or not."""
        if b"/OCProperties" in self._content or self._encrypted:
            return True
        return any(b"/OCProperties" in o.head for o in self._objects.values() if o.stream is None)

    def damaged(self) -> dict[int, str]:
        """Say what is wrong with the streams that pages print, by the index of the page (from 0).

        An encrypted file is not looked into, nor is one whose pages cannot be found.
        """
        root = [] if self._encrypted else _ROOT.findall(self._content)
        tree = _REF.findall(self._at(root[-1]).head.partition(b"/Pages")[2])[:1] if root else []
        pages = enumerate(self._pages(int(tree[0])) if tree else ())
        return {index: why for index, number in pages if (why := self._fault_of_page(number))}

    @cached_property
    def _objects(self) -> dict[int, _Object]:
        """All objects by their numbers; of several of one number the last counts."""
        content, found, end = self._content, dict[int, _Object](), 0
        while (start := content.find(b" obj", end)) >= 0:
            number = _NUMBER.search(content, max(start - 20, end), start)
            end = start + 4
            if not number:
                continue
            made, end = self._object(end)
            found[int(number[1])] = made
            if b"/ObjStm" in made.head:
                found |= _packed(made)
        return found

    def _object(self, start: int) -> tuple[_Object, int]:
        """Return the object that begins at `start`, and where it ends."""
        content = self._content
        end = content.find(b"endobj", start)
        end = len(content) if end < 0 else end
        at = content.find(b"stream", start, end)
        if at < 0:
            return _Object(content[start:end]), end
        head = content[start:at]
        first = at + (8 if content[at + 6 : at + 8] == b"\r\n" else 7)
        length = _LENGTH.search(head)
        stop = first + int(length[1]) if length else first
        if not length or not content[stop : stop + 12].lstrip().startswith(b"endstream"):
            stop = content.find(b"endstream", first)
            stop = len(content) if stop < 0 else stop
        return _Object(head, content[first:stop]), stop

    def _at(self, number: bytes | int) -> _Object:
        return self._objects.get(int(number), _MISSING)

    def _pages(self, root: int) -> Iterator[int]:
        """Yield the numbers of the pages below the root of their tree, in order, however deep it is."""
        todo, seen = [root], set[int]()
        while todo:
            if (number := todo.pop()) in seen:
                continue
            seen.add(number)
            head = self._at(number).head
            if not (kids := _KIDS.search(head)):
                yield number
                continue
            text = kids[1] if kids[1].startswith(b"[") else self._at(kids[1].split()[0]).head
            todo += reversed([int(kid) for kid in _REF.findall(text)])

    def _fault_of_page(self, number: int) -> str:
        """Say what is wrong with what a page prints: its content, forms in it, the maps of its fonts."""
        head = self._at(number).head
        contents = _CONTENTS.search(head)
        streams = [int(n) for n in _REF.findall(contents[0])] if contents else []
        if len(streams) == 1 and self._at(streams[0]).head.lstrip().startswith(b"["):
            streams = [int(n) for n in _REF.findall(self._at(streams[0]).head)]
        if any(self._at(n).stream is None for n in streams):
            return "its content is missing from the file"
        todo = [int(n) for n in _REF.findall(_ASIDE.sub(b"", _CONTENTS.sub(b"", head)))]
        seen = {number}
        while todo:
            if (n := todo.pop()) in seen:
                continue
            seen.add(n)
            if n not in self._used:
                self._used[n] = self._uses(n)
            objects, printed = self._used[n]
            todo += objects
            streams += printed
        return next(filter(None, map(self._fault, streams)), "")

    def _uses(self, number: int) -> tuple[list[int], list[int]]:
        """Return the objects that one of a page refers to, and the streams that it prints or maps by."""
        here = self._at(number)
        if _PAGE.search(here.head) or (here.stream is not None and not _FORM.search(here.head)):
            return [], []
        streams = [number] if here.stream is not None else []
        streams += [int(k) for k in _TO_UNICODE.findall(here.head)]
        return [int(k) for k in _REF.findall(_ASIDE.sub(b"", here.head))], streams

    def _fault(self, number: int) -> str:
        if number not in self._faults:
            self._faults[number] = _inflated(self._at(number))[1]
        return self._faults[number]


def _packed(stream: _Object) -> dict[int, _Object]:
    """Return the objects that are packed in a stream."""
    text, _ = _inflated(stream)
    first = int(match[1]) if (match := _FIRST.search(stream.head)) else 0
    numbers = [int(n) for n in text[:first].split() if n.isdigit() and len(n) <= 10]
    starts = [first + at for at in numbers[1::2]]
    places = zip(numbers[::2], starts, [*starts[1:], len(text)], strict=False)
    return {number: _Object(text[start:stop]) for number, start, stop in places}


def _inflated(stored: _Object) -> tuple[bytes, str]:
    """Return what a stream holds, and what is wrong with it; filters but Flate and ASCII 85 are not judged.

    >>> whole = zlib.compress(b"BT (1) Tj ET")
    >>> _inflated(_Object(b"<</Filter/FlateDecode>>", whole))
    (b'BT (1) Tj ET', '')
    >>> _inflated(_Object(b"<</Filter/FlateDecode>>", whole[:8]))[1]
    'its content is damaged (it ends too early); what is printed there may be missing or wrong'
    """
    data, why = stored.stream or b"", ""
    named = _FILTER.search(stored.head)
    filters = re.findall(rb"/(\w+)", named[1]) if named else []
    if not filters and _ZEROS in data and b"ID" not in data:  # pictures within the content may hold zeros
        why = "a part of it was lost"
    try:
        for name in filters:
            if name == b"ASCII85Decode":
                data = base64.a85decode(data.partition(b"~>")[0].replace(b"<~", b""))
            elif name != b"FlateDecode":
                return b"", ""
            elif data.strip():
                inflate = zlib.decompressobj()
                packed, data = data, inflate.decompress(data)
                if not inflate.eof and not _whole(packed):
                    why = "it ends too early"
    except (zlib.error, ValueError) as error:
        data, why = b"", str(error).rpartition(": ")[2]
    return data, why and f"its content is damaged ({why}); what is printed there may be missing or wrong"


def _whole(packed: bytes) -> bool:
    """Say whether only the checksum at the end of what is deflated is missing."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    inflate.decompress(packed[2:])
    return inflate.eof
