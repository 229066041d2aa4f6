"""Ways to spoil an archive: its members, and the XML within them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from random import Random
from xml.sax.saxutils import escape

from .places import flipped, replaced, some
from .texts import NUMBERS, WORDS, numbers, of_text, repeated, tags, words

_VALUE = re.compile(r'( (?!xmlns|version|encoding)[\w:]+=")([^"<>]{0,300})(")')
_TEXT = re.compile(r"(>)([^<>]{1,300})(</)")
_LEAF = re.compile(r"<([\w:]+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>)")


def zip_members(data: bytes, chance: Random) -> bytes:
    """Pack an archive again with a member dropped, doubled, renamed, spoilt or larger than it says."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist()]
    k = chance.randrange(len(parts))
    name, inside = parts[k]
    bad = chance.choice(
        ("../" * 5 + "tmp/" + name, "/" + name, name.upper(), name + "\0x", name.replace("/", "\\"))
    )
    choices = ([], [(name, inside)] * 2, [(bad, inside)], [(name, b"")], [(name, bytes(20_000_000))],
               [(name, flipped(inside or b" ", chance))], [("xl/vbaProject.bin", inside), (name, inside)])  # fmt: skip
    parts[k : k + 1] = chance.choice(choices)
    return _zipped(parts)


def zip_texts(data: bytes, chance: Random) -> bytes:
    """Spoil the XML of members: its tags, its numbers, its words."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist()]
    for k in _texts(parts, chance):
        spoil = of_text(chance.choice((tags, tags, numbers, numbers, words, repeated)))
        parts[k] = (parts[k][0], spoil(parts[k][1], chance))
    return _zipped(parts)


def zip_xml(data: bytes, chance: Random) -> bytes:
    """Spoil what the XML of members says, and leave it XML: values of attributes, texts, elements."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist()]
    for k in _texts(parts, chance):
        spoil = chance.choice((values, values, leaves))
        text = spoil(parts[k][1].decode("utf-8", "replace"), chance)
        parts[k] = (parts[k][0], text.encode("utf-8", "replace"))
    return _zipped(parts)


def values(text: str, chance: Random) -> str:
    """Give attributes and texts other values, those of others of their kind among them."""
    found = list(chance.choice((_VALUE, _TEXT)).finditer(text))
    others = [m[2] for m in found[:500]]

    def by(m: re.Match[str]) -> str:
        own = "".join(c for c in chance.choice((*NUMBERS, *WORDS)) if c.isprintable())
        other = chance.choice(others)
        return m[1] + chance.choice((escape(own, {'"': "&quot;"}), other, other)) + m[3]

    return replaced(text, some(found, chance, 30), by)


def leaves(text: str, chance: Random) -> str:
    """Drop elements without others in them, double them, put one for another, or one very many times."""
    found = list(_LEAF.finditer(text))
    by = (lambda m: "", lambda m: m[0] * 2, lambda m: chance.choice(found)[0], lambda m: m[0] * 3000)
    return replaced(text, some(found, chance, 20), lambda m: chance.choice(by[: 3 + (len(m[0]) < 60)])(m))


def _texts(parts: list[tuple[str, bytes]], chance: Random) -> list[int]:
    """Choose some members that are XML; the larger ones, which hold the tables, more often."""
    texts = [k for k, (_, inside) in enumerate(parts) if inside.lstrip(b"\xef\xbb\xbf").startswith(b"<")]
    weights = [1 + len(parts[k][1]) / 2000 for k in texts]
    return sorted(set(chance.choices(texts, weights, k=chance.choice((1, 1, 1, 3))))) if texts else []


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members with one name
        for name, inside in parts:
            new.writestr(name, inside)
    return buffer.getvalue()
