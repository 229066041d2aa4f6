"""Ways to spoil a PDF: its objects and the references between them, pages, fonts, and what streams draw."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from random import Random

from .places import flipped, moved, replaced, some

LONGEST = 200_000  # bytes of a stream that is spoilt
_PDF_NUMBER = re.compile(rb"(?<![\w.])[-+]?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_OBJECT = re.compile(rb"\b\d+ \d+ obj\b.*?\bendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_MAPPED = re.compile(rb"(<[0-9A-Fa-f]+>\s*<)[0-9A-Fa-f]+>")
_NAME = re.compile(
    rb"/(?:ToUnicode|Encoding|BaseFont|Widths|W|DW|Subtype|FontFile2|Type|Font|Resources|Kids|Count)\b"
)
_BOX = re.compile(rb"/(?:MediaBox|CropBox) ?\[[^\]]*\]")


def pdf_numbers(data: bytes, chance: Random) -> bytes:
    """Put other numbers into the objects, or into the lengths and places that they say."""
    by = (b"0", b"-1", b"1", b"65536", b"2147483648", b"1e9", b"-99999", b"0.0001", b"9" * 20, b"1" * 4400)
    return replaced(data, some(list(_PDF_NUMBER.finditer(data)), chance), lambda _: chance.choice(by))


def pdf_references(data: bytes, chance: Random) -> bytes:
    """Let references point at other objects: pages at fonts, kids at their parents."""
    found = list(_REFERENCE.finditer(data))
    return replaced(data, some(found, chance), lambda _: chance.choice(found)[0])


def pdf_objects(data: bytes, chance: Random) -> bytes:
    """Drop objects, or give one the content of another."""
    found = list(_OBJECT.finditer(data))
    drop = chance.random() < 0.5
    return replaced(data, some(found, chance), lambda m: b"" if drop else m[0].split(b"obj")[0] + b"obj" +
                     chance.choice(found)[0].partition(b"obj")[2])  # fmt: skip


def pdf_names(data: bytes, chance: Random) -> bytes:
    """Rename what fonts, pages and trees consist of."""
    found = list(_NAME.finditer(data))
    return replaced(data, some(found, chance), lambda _: chance.choice((b"/X", *(m[0] for m in found[:50]))))


def pdf_pages(data: bytes, chance: Random) -> bytes:
    """Turn, stretch, shrink or shift pages."""
    by = (b"/Rotate 90 ", b"/Rotate 45 ", b"/Rotate -270 ", b"/UserUnit 1000 ", b"/MediaBox [0 0 1 1]",
          b"/MediaBox [0 0 1000000 1000000]", b"/MediaBox [-300 -300 300 300]", b"/MediaBox [9 9 0 0]", b"")  # fmt: skip
    found = list(_BOX.finditer(data))
    return replaced(
        data, some(found, chance), lambda m: chance.choice(by) + (m[0] if chance.random() < 0.6 else b"")
    )


def pdf_codes(data: bytes, chance: Random) -> bytes:
    """Let fonts say that their codes are other characters: halves of pairs, signs, whole words, digits."""
    by = (b"D800", b"0000", b"FFFE", b"202E", b"00BD", b"3007", b"0660", b"002C", b"0031", b"FF11", b"D840DC00",
          b"E123", b"000A", b"0038" * 50, b"4EBF5143", b"")  # fmt: skip

    def change(cmap: bytes) -> bytes:
        found = list(_MAPPED.finditer(cmap))
        return replaced(cmap, some(found, chance, 40), lambda m: m[1] + chance.choice(by) + b">")

    return _streams(data, [m for m in _STREAM.finditer(data) if _holds_codes(m[1])], chance, change)


def _holds_codes(stream: bytes) -> bool:
    return len(stream) < LONGEST and b"beginbf" in _unpacked(stream)[0]


def pdf_streams(data: bytes, chance: Random) -> bytes:
    """Unpack streams, spoil what they say, and pack them again."""
    found = [m for m in _STREAM.finditer(data) if m.end() - m.start() < LONGEST]

    def change(content: bytes) -> bytes:
        return chance.choice((flipped, moved, pdf_numbers, pdf_numbers, _operators))(content or b" ", chance)

    return _streams(data, found, chance, change)


def _streams(
    data: bytes, found: list[re.Match[bytes]], chance: Random, change: Callable[[bytes], bytes]
) -> bytes:
    """Change the contents of some streams, and pack them again as they were packed."""

    def by(match: re.Match[bytes]) -> bytes:
        content, pack = _unpacked(match[1])
        return b"stream\n" + pack(change(content)).ljust(len(match[1])) + b"\nendstream"

    return replaced(data, some(found, chance, 3), by)


def _unpacked(stream: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    """Return the content of a stream, and what packs it; as it is where it is packed in no known way."""
    with suppress(zlib.error):
        return zlib.decompress(stream), zlib.compress
    with suppress(zlib.error, ValueError):
        content = zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
        return content, lambda new: base64.a85encode(zlib.compress(new)) + b"~>"
    return stream, bytes


def _operators(data: bytes, chance: Random) -> bytes:
    """Change what is drawn: many times, mirrored, infinitely large, within itself."""
    found = list(re.finditer(rb"(?<=\s)(?:re|l|m|Tj|TJ|Tf|Tm|Td|cm|q|Q|f|S|W|BT|ET|Do)(?=\s)", data))
    by = (b"q", b"Q", b"BT", b"ET", b"W n", b"-1 0 0 1 0 0 cm", b"0 0 0 0 0 0 cm", b"1e9 0 0 1e9 0 0 cm", b"3 Tr",
          b"0 0 m 900 900 l S " * 3000, b"10 10 30 10 re S " * 3000)  # fmt: skip
    return replaced(data, some(found, chance), lambda m: m[0] + b" " + chance.choice(by))
