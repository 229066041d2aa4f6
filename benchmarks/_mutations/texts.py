"""Ways to spoil a text: its numbers, words, lines and tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from .places import replaced, some

NUMBERS = (
    "0", "-0", "-1", "00", "1e9", "0.1", ".5", "5.", "½", "〇", "１０", "٣", "²", "①", "1,13", "1,137.10",
    "2147483648", "-2147483649", "922337203685477.58", "9" * 17, "9" * 19, "1" * 90, "1" * 4400, "0." + "1" * 60,
    "100%", "-100%", "0.00%", "1 2", "", "nan", "inf", "--", "亿", "负5", "(5)", "3/0", "0/0",
)  # fmt: skip
"""What a number is replaced by."""

WORDS = (
    "占支出总额的50%", "占收入和支出的比重", "比上年增加", "比0.00万元增加", "其中：", "合计", "元", "亿元", "单位：万元",
    "2023年", "年", "人", "(", "）", "《", "\0", "\u202e", "\ufeff", "\ufffe", "\ud800", "\U000e0001", "\r", "\x0b",
    "=1+1", "|", "\t", "<td>", "</table>", "$", "\\frac{1}{0}", "**", "```", "# ", "&#0;", "&#xD800;", "_xD800_", "_x0000_",
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


def numbers(text: str, chance: Random) -> str:
    """Put other numbers in the place of some."""
    found = list(_NUMBER.finditer(text))
    return replaced(
        text, some(found, chance, 40), lambda m: chance.choice((*NUMBERS, m[0] + "%", "-" + m[0]))
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
    return replaced(text, some(found, chance, 20), lambda m: chance.choice(
        ("", m[0] * 2, chance.choice(others), m[0] + chance.choice(MARKUP), numbers(m[0], chance))))  # fmt: skip


def of_text(spoil: Callable[[str, Random], str]) -> Callable[[bytes, Random], bytes]:
    """Let a mutation of text work on bytes."""

    def change(data: bytes, chance: Random) -> bytes:
        encoding = "utf-8" if b"\0" not in data[:100] else "utf-16"
        text = spoil(data.decode(encoding, "replace"), chance)
        written = chance.choice((*[encoding] * 14, "gb18030", "utf-16"))
        return text.encode(written, "surrogatepass" if written == "utf-8" else "replace")

    change.__name__ = spoil.__name__
    return change
