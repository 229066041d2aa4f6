"""Ways to spoil a binary workbook (XLS): the records of its stream, whose lengths stay right."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from random import Random

_BEGIN = b"\x09\x08\x10\x00\x00\x06"  # a stream or sheet begins
_CELLS = (0x06, 0x7D, 0x85, 0xBD, 0xBE, 0xE5, 0xFD, 0x201, 0x203, 0x208, 0x27E)  # cells, rows, sheets
_DULL = (0x3C, 0x31, 0x92, 0x293)  # continued strings, fonts, colours, styles: many, and hardly read


def records(data: bytes, chance: Random) -> bytes:
    """Change what some records say: bytes, whole numbers, fractions that are none, or what kind they are."""
    changed = bytearray(data)
    cells = chance.random() < 0.7
    found = [(at, size) for kind, at, size in _places(data) if kind in _CELLS or not cells]
    for at, size in chance.sample(found, min(len(found), chance.choice((1, 1, 2, 5)))):
        how = chance.choice((0, 1, 1, 1, 2, 2, 3, 3))
        if how == 0:
            changed[at - 4 : at - 2] = struct.pack(
                "<H", chance.choice((0x203, 0xFD, 0x27E, 0xE5, 6, 0x0A, 0xBD))
            )
        elif how == 1 and size >= 8:
            number = chance.choice((float("nan"), float("inf"), -1e300, 1e18, 0.1 + 0.2, 5e-324))
            changed[at + size - 8 : at + size] = struct.pack("<d", number)
        elif how == 2 and size >= 2:
            k = at + chance.randrange(size - 1)
            changed[k : k + 2] = struct.pack("<H", chance.choice((0, 1, 255, 256, 0x7FFF, 0xFFFF)))
        elif size:
            changed[at + chance.randrange(size)] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
    return bytes(changed)


def _places(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield what each record is, where its content begins, and its size, from where a stream begins to its end."""
    at = data.find(_BEGIN)
    while 0 <= at <= len(data) - 4:
        kind, size = struct.unpack_from("<HH", data, at)
        if not kind or at + 4 + size > len(data):  # the stream is over
            at = data.find(_BEGIN, at + 1)
            continue
        if kind not in _DULL:
            yield kind, at + 4, size
        at += 4 + size
