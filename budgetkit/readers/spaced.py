"""Tables whose columns stand apart by white space, as in plain text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .inline import Aside, Content, content
from .pages import Grid
from .shape import Item, build, has_figures

_APART = re.compile(r"[ \u00a0\u3000]{2,}")
_RULE = re.compile(r"\s*(?:[-=_─━═]{3,}\s*)+$")
_DECIMAL = re.compile(r"[-+(（]?\d[\d,]*\.\d+[)）%]?")
_DASHES = ("-", "--", "—", "——", "－", "–")
_COLON = re.compile("[:：]")
_LONGEST = 40


class _Word(NamedTuple):
    """A text of a line and where it stands, in columns of the width of a Latin letter."""

    text: str
    start: int
    stop: int


def spaced_table(lines: Sequence[str], start: int, aside: Aside) -> tuple[Grid | None, int]:
    """Return the table that starts at a line, with the lines that it takes; None where none does."""
    found = len(_words(lines[start]))
    before = lines[start - 1] if start else ""
    if found < 2 or (len(_words(before)) == found and not _COLON.search(before)):
        return None, 0  # no row, or tried from the one before
    run = last = start
    block: list[list[_Word]] = []
    while run < len(lines):
        words = [] if _RULE.match(lines[run]) else _words(lines[run])
        if len(words) == 1 and not _belongs(words[0], lines, run):
            break
        if any(len(word.text) > _LONGEST for word in words):
            break
        run += 1
        if words:
            block.append(words)
            last = run
        elif lines[run - 1].strip():
            last = run
        elif run - last > 2:
            break
    texts = [[content(word.text, Aside()).text for word in words] for words in block]
    if not _is_table(texts) or _COLON.search("".join(texts[0])):
        return None, 0
    narrow = [_words(line, len) for line in lines[start:last] if line.strip() and not _RULE.match(line)]
    rows = _by_place(block) or _by_place(narrow) or [[word.text for word in words] for words in block]
    return build([[_item(text, aside) for text in row] for row in rows]), last - start


def _item(text: str, aside: Aside) -> Item:
    """Read a cell; a dash only holds the place of an empty one, which cannot be written otherwise."""
    return Item(Content("", text) if text in _DASHES else content(text, aside))


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    figures = [row for row in rows if has_figures(row)]
    if len(rows) < 2 or not figures:
        return False
    usual = Counter(len(row) for row in rows if len(row) > 1).most_common(1)[0][0]
    return usual > 2 or sum(any(map(_DECIMAL.fullmatch, row)) for row in figures) > 1


def _belongs(word: _Word, lines: Sequence[str], i: int) -> bool:
    """Say whether a line with one text is within the table: rows come directly before and after it."""
    near = [len(_words(lines[k])) > 1 for k in (i - 1, i + 1) if 0 <= k < len(lines)]
    return (
        len(near) == 2 and all(near) and len(word.text) <= _LONGEST and not re.search("[。；：:]", word.text)
    )


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _words(line: str, width: Callable[[str], int] = _columns) -> list[_Word]:
    """Return the texts of a line that stand two spaces or more apart."""
    found: list[_Word] = []
    at = left = 0
    for gap in [*_APART.finditer(line), None]:
        text = line[at : gap.start() if gap else len(line)]
        if text.strip():
            begin = left + len(text) - len(text.lstrip(" "))
            found.append(_Word(text.strip(), begin, begin + width(text.strip())))
        if gap:
            left += width(line[at : gap.end()])
            at = gap.end()
    return found


def _by_place(block: Sequence[Sequence[_Word]]) -> list[list[str]] | None:
    """Set the words into the columns that white space through all lines parts; None where it does not."""
    bands: list[list[int]] = []
    for word in sorted((w for words in block for w in words), key=lambda w: w.start):
        if bands and word.start <= bands[-1][1]:
            bands[-1][1] = max(bands[-1][1], word.stop)
        else:
            bands.append([word.start, word.stop])
    rows = []
    for words in block:
        row = [""] * len(bands)
        for word in words:
            at = next(i for i, (a, b) in enumerate(bands) if a <= word.start < b)
            if row[at]:
                return None
            row[at] = word.text
        rows.append(row)
    return rows if len(bands) == max(map(len, block)) else None
