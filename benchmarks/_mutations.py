"""Ways to spoil a document: by its bytes, and by what it is made of, whatever its format.

What a file is made of is seen from its content alone: a PDF of objects and streams, an archive of members,
XML and HTML of tags, text of lines, numbers and cells. A mutation is a function of a text or of bytes and a
source of chance; :func:`mutated` picks some and says which.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Bytes = Callable[[bytes, Random], bytes]

NUMBERS = (
    "0", "-0", "-1", "00", "1e9", "0.1", ".5", "5.", "½", "〇", "１０", "٣", "²", "①", "1,13", "1,137.10",
    "2147483648", "-2147483649", "922337203685477.58", "9" * 17, "9" * 19, "1" * 90, "1" * 4400, "0." + "1" * 60,
    "100%", "-100%", "0.00%", "1 2", "", "nan", "inf", "--", "亿", "负5", "(5)", "3/0", "0/0",
)  # fmt: skip
"""What a number is replaced by."""

WORDS = (
    "占支出总额的50%", "占收入和支出的比重", "比上年增加", "比0.00万元增加", "其中：", "合计", "元", "亿元", "单位：万元",
    "2023年", "年", "人", "(", "）", "《", "\0", "\u202e", "\ufeff", "\ufffe", "\ud800", "\U000e0001", "\r", "\x0b",
    "=1+1", "|", "\t", "<td>", "</table>", "$", "\\frac{1}{0}", "**", "```", "# ", "&#0;", "&#xD800;",
    "<table><tr><td>", "《" * 300, "（" * 300, "万" * 300,
)  # fmt: skip
"""What is put into a text."""

MARKUP = (
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>', "&b;", '<img src="http://127.0.0.1:9/a.png"/>',
    '<link rel="stylesheet" href="http://127.0.0.1:9/a.css"/>', "<script>while(1);</script>",
    '<iframe src="file:///etc/hostname"></iframe>', '<td rowspan="65535" colspan="65535">', '<td rowspan="-1">',
    '<td colspan="nan">', "<table>" * 500, "<b>" * 3000, "<!--", "<![CDATA[", "<?xml version='1.0' encoding='x'?>",
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>',
)  # fmt: skip
"""What is put between tags."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TAG = re.compile(r"<[^<>]{1,2000}>")
_PDF_NUMBER = re.compile(rb"(?<![\w.])[-+]?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_OBJECT = re.compile(rb"\b\d+ \d+ obj\b.*?\bendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_NAME = re.compile(
    rb"/(?:ToUnicode|Encoding|BaseFont|Widths|W|DW|Subtype|FontFile2|Type|Font|Resources|Kids|Count)\b"
)
_BOX = re.compile(rb"/(?:MediaBox|CropBox) ?\[[^\]]*\]")


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


def _some(found: list[re.Match], chance: Random, most: int = 8) -> list[re.Match]:
    """Choose some places, the last one first, so that a change leaves the others where they are."""
    chosen = chance.sample(found, min(len(found), chance.choice((1, 2, most))))
    return sorted(chosen, key=lambda m: -m.start())


def _replaced(data, found, by):
    for match in found:
        data = data[: match.start()] + by(match) + data[match.end() :]
    return data


def pdf_numbers(data: bytes, chance: Random) -> bytes:
    """Put other numbers into the objects, or into the lengths and places that they say."""
    by = (b"0", b"-1", b"1", b"65536", b"2147483648", b"1e9", b"-99999", b"0.0001", b"99999999999999999999")
    return _replaced(data, _some(list(_PDF_NUMBER.finditer(data)), chance), lambda _: chance.choice(by))


def pdf_references(data: bytes, chance: Random) -> bytes:
    """Let references point at other objects: pages at fonts, kids at their parents."""
    found = list(_REFERENCE.finditer(data))
    return _replaced(data, _some(found, chance), lambda _: chance.choice(found)[0])


def pdf_objects(data: bytes, chance: Random) -> bytes:
    """Drop objects, or give one the content of another."""
    found = list(_OBJECT.finditer(data))
    drop = chance.random() < 0.5
    return _replaced(data, _some(found, chance), lambda m: b"" if drop else m[0].split(b"obj")[0] + b"obj" +
                     chance.choice(found)[0].partition(b"obj")[2])  # fmt: skip


def pdf_names(data: bytes, chance: Random) -> bytes:
    """Rename what fonts, pages and trees consist of."""
    found = list(_NAME.finditer(data))
    return _replaced(
        data, _some(found, chance), lambda _: chance.choice((b"/X", *(m[0] for m in found[:50])))
    )


def pdf_pages(data: bytes, chance: Random) -> bytes:
    """Turn, stretch, shrink or shift pages."""
    by = (b"/Rotate 90 ", b"/Rotate 45 ", b"/Rotate -270 ", b"/UserUnit 1000 ", b"/MediaBox [0 0 1 1]",
          b"/MediaBox [0 0 1000000 1000000]", b"/MediaBox [-300 -300 300 300]", b"/MediaBox [9 9 0 0]", b"")  # fmt: skip
    found = list(_BOX.finditer(data))
    return _replaced(
        data, _some(found, chance), lambda m: chance.choice(by) + (m[0] if chance.random() < 0.6 else b"")
    )


def pdf_streams(data: bytes, chance: Random) -> bytes:
    """Unpack streams, spoil what they say, and pack them again."""
    found = [m for m in _STREAM.finditer(data) if m.end() - m.start() < 200_000]

    def change(match: re.Match) -> bytes:
        spoil = chance.choice((flipped, moved, pdf_numbers, pdf_numbers, _operators))
        try:
            packed = zlib.compress(spoil(zlib.decompress(match[1]) or b" ", chance))
        except zlib.error:  # not packed, or in another way
            packed = spoil(match[1] or b" ", chance)
        return b"stream\n" + packed.ljust(len(match[1])) + b"\nendstream"

    return _replaced(data, _some(found, chance, 3), change)


def _operators(data: bytes, chance: Random) -> bytes:
    """Change what is drawn: many times, mirrored, infinitely large, within itself."""
    found = list(re.finditer(rb"(?<=\s)(?:re|l|m|Tj|TJ|Tf|Tm|Td|cm|q|Q|f|S|W|BT|ET|Do)(?=\s)", data))
    by = (b"q", b"Q", b"BT", b"ET", b"W n", b"-1 0 0 1 0 0 cm", b"0 0 0 0 0 0 cm", b"1e9 0 0 1e9 0 0 cm", b"3 Tr",
          b"0 0 m 900 900 l S " * 3000, b"10 10 30 10 re S " * 3000)  # fmt: skip
    return _replaced(data, _some(found, chance), lambda m: m[0] + b" " + chance.choice(by))


def numbers(text: str, chance: Random) -> str:
    """Put other numbers in the place of some."""
    found = list(_NUMBER.finditer(text))
    return _replaced(
        text, _some(found, chance, 40), lambda m: chance.choice((*NUMBERS, m[0] + "%", "-" + m[0]))
    )


def words(text: str, chance: Random) -> str:
    """Put words, signs and control characters somewhere."""
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(WORDS) + text[at:]
    return text


def repeated(text: str, chance: Random) -> str:
    """Say a line, a cell, a number or a word very many times over."""
    pieces = [
        p for p in re.findall(chance.choice((r".+\n?", r"[^\t|\n]+[\t|]?", r"\d[\d.,]*", r"\w\W?")), text)
    ]
    if not pieces:
        return text
    piece = chance.choice(pieces)
    at = text.index(piece)
    times = min(chance.choice((2, 30, 1000, 50_000)), 200_000 // len(piece) + 1)
    return text[:at] + piece * times + text[at:]


def shuffled(text: str, chance: Random) -> str:
    """Drop lines, let them change places, join them, or cut their cells off."""
    lines = text.split("\n")
    for _ in range(chance.choice((1, 5, 30))):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        how = chance.randrange(4)
        if how == 0:
            lines[a], lines[b] = lines[b], lines[a]
        elif how == 1:
            lines[a] = ""
        elif how == 2:
            lines[a] += lines[b]
        else:
            lines[a] = lines[a][: chance.randrange(len(lines[a]) + 1)]
    return "\n".join(lines)


def tags(text: str, chance: Random) -> str:
    """Drop tags, double them, put one in another's place, or put something between them."""
    found = list(_TAG.finditer(text))
    others = [m[0] for m in found[:500]] + [*MARKUP]
    return _replaced(text, _some(found, chance, 20), lambda m: chance.choice(
        ("", m[0] * 2, chance.choice(others), m[0] + chance.choice(MARKUP), numbers(m[0], chance))))  # fmt: skip


def of_text(spoil: Callable[[str, Random], str]) -> Bytes:
    """Let a mutation of text work on bytes."""

    def change(data: bytes, chance: Random) -> bytes:
        encoding = "utf-8" if b"\0" not in data[:100] else "utf-16"
        text = spoil(data.decode(encoding, "replace"), chance)
        written = chance.choice((encoding, encoding, encoding, encoding, "gb18030", "utf-16"))
        return text.encode(written, "surrogatepass" if written == "utf-8" else "replace")

    change.__name__ = spoil.__name__
    return change


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
    texts = [k for k, (_, inside) in enumerate(parts) if inside.lstrip(b"\xef\xbb\xbf").startswith(b"<")]
    for k in chance.sample(texts, min(len(texts), chance.choice((1, 1, 3)))):
        spoil = of_text(chance.choice((tags, tags, numbers, numbers, words, repeated)))
        parts[k] = (parts[k][0], spoil(parts[k][1], chance))
    return _zipped(parts)


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, inside in parts:
            new.writestr(name, inside)
    return buffer.getvalue()


BYTES: tuple[Bytes, ...] = (flipped, moved)
PDF: tuple[Bytes, ...] = (
    pdf_numbers, pdf_references, pdf_objects, pdf_names, pdf_pages, pdf_streams, pdf_streams, pdf_streams,
)  # fmt: skip
ZIP: tuple[Bytes, ...] = (zip_members, zip_texts, zip_texts, zip_texts)
TEXT = tuple(map(of_text, (numbers, numbers, words, repeated, shuffled)))
HTML = (*TEXT, *map(of_text, (tags, tags, tags)))


def mutations(data: bytes) -> tuple[Bytes, ...]:
    """Return the mutations that suit a file, by its content."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if zipfile.is_zipfile(io.BytesIO(data)):
        return ZIP
    start = data[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip().lower()
    if start.startswith(b"<"):
        return HTML
    return BYTES if b"\0" in data[:1024] else TEXT


def mutated(data: bytes, chance: Random) -> tuple[bytes, str]:
    """Return a document, spoilt in one way or several, and which ways these are."""
    names = []
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        suited = mutations(data)
        spoil = chance.choice(BYTES if chance.random() < 0.2 else suited)
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
