"""Tables in lines of text: tab-separated, with pipes, drawn with box characters, or as CSV."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from .inline import Aside, content
from .pages import Grid
from .shape import Item, build, has_figures
from .spaced import spaced_table

_PIPE = re.compile(r"(?<!\\)[|｜│┃║┆┊]")
_DELIMITER = re.compile(r"\s*[|｜]?\s*:?-+:?\s*(?:[|｜+]\s*:?-+:?\s*)*[|｜]?\s*$")
_DRAWN = re.compile(
    r"\s*(?:[|│┃║]?\s*[+├┼┌└┬┴┤┐┘╔╠╚╞╟╒╘╓╙┏┗┣┠┡┝┢][-=─━═┄┈+┬┼┴├┤┐┘╦╬╩╗╣╝╤╪╧╡╢╕╛╖╜┳╋┻┓┛┫┯┷┿╇╈┨:\s|│┃║]*)\s*$"
)
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])[ \u3000]+(?=\S|\t)")
_LONGEST_FIELD = 40


def find(lines: Sequence[str], start: int, aside: Aside) -> tuple[Grid | None, int]:
    """Return the table that starts at a line, with the lines that it takes; None where none does."""
    for read in (_tabs, _pipes, _separated, spaced_table):
        grid, used = read(lines, start, aside)
        if grid:
            return grid, used
    return None, 0


def _items(texts: Sequence[str], aside: Aside) -> list[Item]:
    return [Item(content(text, aside)) for text in texts]


def _next(lines: Sequence[str], i: int) -> int:
    """Return the next line that is not empty."""
    while i < len(lines) and not lines[i].strip():
        i += 1
    return i


def _unlisted(block: list[str], mark: str = "") -> list[str]:
    """Drop list markers if they stand before every row, or else before rows that begin with `mark`."""
    marked = [bool(_BULLET.match(line)) for line in block]
    bare = [_BULLET.sub("", line, count=1) for line in block]
    if all(marked) or (mark and all(line.lstrip().startswith(mark) for line in bare)):
        return bare
    return block


# tabs


def _tabs(lines: Sequence[str], start: int, aside: Aside) -> tuple[Grid | None, int]:
    run = start
    while run < len(lines) and _tabbed(lines[run]):
        run += 1
    block = list(lines[start:run])
    if not block:
        return None, 0
    rows = [_items(line.split("\t"), aside) for line in _unlisted(block)]
    filled = max(sum(bool(item.content.text) for item in row) for row in rows)
    inner = max(line.lstrip().count("\t") for line in block)
    if not (filled > 2 or (len(rows) > 1 and (filled > 1 or inner > 1))):  # an indent, "name ⇥ unit"
        return None, 0
    while (i := _next(lines, run)) > run and i < len(lines) and _tabbed(lines[i]):
        single = i + 1 == len(lines) or not _tabbed(lines[i + 1])
        texts = lines[i].split("\t")
        alike = len(texts) == len(rows[-1]) > 2
        if not single or not (alike or (len(block) == 1 and filled > 2)):
            break
        rows.append(_items(texts, aside))
        run = i + 1
    return build(rows, trimmed=True), run - start


def _tabbed(line: str) -> bool:
    return "\t" in line.rstrip(" ") and bool(line.strip())


# pipes and boxes


def _pipes(lines: Sequence[str], start: int, aside: Aside) -> tuple[Grid | None, int]:
    first = start + 1 if _DRAWN.match(lines[start]) else start
    if first >= len(lines) or not (pipes := len(_PIPE.findall(lines[first]))):
        return None, 0
    if start and first == start and len(_PIPE.findall(lines[start - 1])) == pipes:
        return None, 0  # tried from there
    block, run = _pipe_block(lines, start)
    block = _unlisted(block, "|")
    drawn = [bool(_DRAWN.match(line)) for line in block]
    delimiter = next((i for i in (0, 1) if i < len(block) and _DELIMITER.match(block[i])), None)
    if any(drawn):
        return build(_boxed(block, drawn, aside)), run - start
    body = [line for i, line in enumerate(block) if i != delimiter]
    if not body:
        return None, 0
    style = block[delimiter] if delimiter is not None else body[0]
    left, right = _begins(style), _ends(style)
    rows = [_cells(line, left, right) for line in body]
    width = len(_cells(block[delimiter], left, right)) if delimiter is not None else _usual(rows)
    rows = [_cells(line, left, right, max(width, len(rows[0]))) for line in body]
    figures = [has_figures([content(cell, Aside()).text for cell in row]) for row in rows]
    fenced = left and all(map(_begins, body)) and (len(body) > 1 or (width > 2 and all(map(_ends, body))))
    open_table = len(body) > 1 and width > (1 if sum(figures) > 1 else 2) and any(figures)
    if not (fenced or delimiter is not None or open_table):
        return None, 0
    return build([_items(row, aside) for row in rows]), run - start


def _usual(rows: Sequence[Sequence[str]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0]


def _begins(line: str) -> bool:
    return bool(_PIPE.match(line.lstrip()))


def _ends(line: str) -> bool:
    line = line.rstrip()
    return bool(_PIPE.match(line[-1:])) and not line.endswith("\\|")


def _cells(line: str, left: bool, right: bool, width: int = 0) -> list[str]:
    """Split a row; pipes at its ends are borders if the header has them there, or if that gives the width."""
    parts = _PIPE.split(line.strip())
    ways = [(left, right), (left, True), (True, right), (True, True)]
    found = [
        parts[a and _begins(line) : len(parts) - (b and _ends(line) and len(parts) > 1)] for a, b in ways
    ]
    return next((cells for cells in found if len(cells) == width), found[0])


def _pipe_block(lines: Sequence[str], start: int) -> tuple[list[str], int]:
    """Return the rows of a table with pipes: over empty lines where single rows stand apart."""
    block: list[str] = []
    delimited = False
    run = start
    while True:
        chunk, stop = _chunk(lines, run)
        block += chunk
        delimited = delimited or any(_DELIMITER.match(line) for line in block[:2])
        i = _next(lines, stop)
        if i == stop or i >= len(lines) or not _PIPE.search(lines[i]):
            return block, stop
        after, end = _chunk(lines, i)
        j = _next(lines, end) if len(after) == 1 else i + 1
        headed = j < len(lines) and _DELIMITER.match(lines[j] if len(after) == 1 else after[1])
        alike = len(_PIPE.split(after[0].strip())) == len(_PIPE.split(block[-1].strip()))
        single = len(after) == 1 and alike and not (headed and delimited)
        header = len(block) == 1 and (len(after) > 1 and not headed)
        if not (single or header or (not delimited and len(block) == 1 and _DELIMITER.match(after[0]))):
            return block, stop
        run = i


def _chunk(lines: Sequence[str], start: int) -> tuple[list[str], int]:
    """Return the rows from a line to the next empty one; a row broken within a cell is put together."""
    found: list[str] = []
    run = start
    while run < len(lines) and (_PIPE.search(lines[run]) or _DRAWN.match(lines[run])):
        line = lines[run]
        run += 1
        closed = bool(found) and _begins(found[0]) and _ends(found[0]) and not _DRAWN.match(line)
        want = len(_PIPE.split(found[0])) if closed else 0
        more = run
        while closed and _begins(line) and not _ends(line) and more < min(run + 5, len(lines)):
            if not lines[more].strip() or _begins(lines[more]):
                break
            line = f"{line.rstrip()}<br>{lines[more].strip()}"
            more += 1
        if more > run and _ends(line) and len(_PIPE.split(line)) <= want:
            run = more
            found.append(line)
        else:
            found.append(lines[run - 1])
    return found, run


def _boxed(block: Sequence[str], drawn: Sequence[bool], aside: Aside) -> list[list[Item]]:
    """Return the rows of a drawn table: what stands between two rules is one row, or a row a line."""
    groups: list[list[list[str]]] = [[]]
    for line, rule in zip(block, drawn, strict=True):
        if rule:
            groups.append([])
        elif not _DELIMITER.match(line) or not _PIPE.search(line):
            groups[-1].append(_cells(line, True, True))
    groups = [group for group in groups if group]
    single = len(groups) <= 2 and any(len(group) > 1 for group in groups[-1:])
    rows: list[list[Item]] = []
    for group in groups:
        if (single and group is groups[-1]) or len({len(cells) for cells in group}) > 1:
            rows += [_items(cells, aside) for cells in group]
        else:
            rows.append(
                _items(["<br>".join(c.strip() for c in cells) for cells in zip(*group, strict=True)], aside)
            )
    return rows


# CSV


def _separated(lines: Sequence[str], start: int, aside: Aside) -> tuple[Grid | None, int]:
    """Read lines of fields with commas, or semicolons, between them."""
    for mark in ",;":
        run = start
        if start and lines[start - 1].count(mark) == lines[start].count(mark):
            continue  # tried from there
        while run < len(lines) and lines[run].count(mark) >= 2:
            run += 1
        if run - start < 2:
            continue
        try:
            rows = list(csv.reader(lines[start:run], delimiter=mark, strict=True))
        except csv.Error:
            continue
        fields = [field for row in rows for field in row]
        if max(map(len, fields)) > _LONGEST_FIELD or any(re.search("[。；]|，.*，", f) for f in fields):
            continue
        if len(rows[0]) < 3 or any(len(row) < 3 for row in rows) or not any(map(has_figures, rows)):
            continue
        return build([_items(row, aside) for row in rows]), run - start
    return None, 0
