"""Ways to spoil a document: by its bytes, and by what it is made of, whatever its format.

What a file is made of is seen from its content alone: a PDF of objects and streams, an archive of members,
XML and HTML of tags, text of lines, numbers and cells. A mutation is a function of a text or of bytes and a
source of chance; :func:`mutated` picks some and says which.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from .archives import leaves, values, zip_members, zip_texts, zip_xml
from .pdf import (
    pdf_codes,
    pdf_names,
    pdf_numbers,
    pdf_objects,
    pdf_pages,
    pdf_references,
    pdf_streams,
)
from .places import flipped, moved
from .records import records
from .texts import numbers, of_text, repeated, shuffled, tags, words

Bytes = Callable[[bytes, Random], bytes]

BYTES: tuple[Bytes, ...] = (flipped, moved)
PDF: tuple[Bytes, ...] = (
    pdf_numbers, pdf_references, pdf_objects, pdf_names, pdf_pages, pdf_streams, pdf_streams, pdf_streams, pdf_codes,
)  # fmt: skip
ZIP: tuple[Bytes, ...] = (zip_members, zip_texts, *[zip_xml] * 6)
XLS: tuple[Bytes, ...] = (records,)
TEXT = tuple(map(of_text, (numbers, numbers, words, repeated, shuffled)))
XML = (
    *map(of_text, (numbers, words, tags)),
    *map(of_text, (values, leaves)),
    *map(of_text, (values, leaves)),
)
HTML = (*TEXT, *map(of_text, (tags, tags, tags)))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def mutations(data: bytes) -> tuple[Bytes, ...]:
    """Return the mutations that suit a file, by its content."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if zipfile.is_zipfile(io.BytesIO(data)):
        return ZIP
    if data.startswith(OLE):
        return XLS
    start = data[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip().lower()
    if start.startswith(b"<"):
        return XML if start.startswith(b"<?xml") else HTML
    return BYTES if b"\0" in data[:1024] else TEXT


def mutated(data: bytes, chance: Random) -> tuple[bytes, str]:
    """Return a document, spoilt in one way or several, and which ways these are."""
    names = []
    for _ in range(chance.choice((1, 1, 1, 1, 2, 4))):
        suited = mutations(data)
        spoil = chance.choice(BYTES if chance.random() < 0.08 else suited)
        names.append(spoil.__name__)
        try:
            data = spoil(data, chance) or data
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ):
            names[-1] += " (not possible)"
    return data, ", ".join(names)
