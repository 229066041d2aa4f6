"""Places in a document, and what to put there."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import AnyStr


def some(found: list[re.Match[AnyStr]], chance: Random, most: int = 8) -> list[re.Match[AnyStr]]:
    """Choose some places, the last one first, so that a change leaves the others where they are."""
    chosen = chance.sample(found, min(len(found), chance.choice((1, 2, most))))
    return sorted(chosen, key=lambda m: -m.start())


def replaced(data: AnyStr, found: list[re.Match[AnyStr]], by: Callable[[re.Match[AnyStr]], AnyStr]) -> AnyStr:
    """Put something in the place of each."""
    for match in found:
        data = data[: match.start()] + by(match) + data[match.end() :]
    return data


def flipped(data: bytes, chance: Random) -> bytes:
    """Change some bytes."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 32, 256))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def moved(data: bytes, chance: Random) -> bytes:
    """Cut a piece out, and perhaps put it elsewhere, twice or in zeros."""
    size = min(chance.choice((1, 16, 512, 20_000)), len(data))
    at, to = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[at : at + size]
    less = data[:at] + data[at + size :]
    return chance.choice((less, less[:to] + piece + less[to:], data[:to] + piece * 2 + data[to:],
                          data[:at] + bytes(len(piece)) + data[at + size :], data[:at]))  # fmt: skip
