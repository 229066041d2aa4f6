"""Lines outside of tables that look like rows of one: their figures are lost if nobody says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from ..knowledge import TABLES, code_name, words
from ..readers import Grid, Line, Page
from ..text import plain, tidy
from .counted import is_code

_AMOUNT = re.compile(r"[-+(]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)\)?")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9]\d{0,11})")
_LARGE = re.compile(r"(?!(?:19|20)\d\d\Z)[1-9]\d{3,6}")
_GLUED = re.compile(r"(?:\d[\d,]*\.\d\d(?!\d*[万亿元%]))")
_PROSE = re.compile(r"[。；，、：:;？！]|,(?!\d{3})|\.{3}|…|·{3}")
_UNIT = re.compile(r"[十百千]?[万亿元%人个辆台年月日次张份.)]")


def loose_rows(page: Page) -> Iterator[str]:
    """Yield the texts of the lines of a page, outside of its tables, that look like rows or cells of one.

    Such a line has no punctuation and amounts that stand by themselves: two of them, or one behind a code or
    a total. Amounts that are lines of their own are cells if two of them follow each other with names or
    codes between.

    Examples
    --------
    >>> lines = Line("208 社会保障和就业支出 45.60"), Line("合计 345 300 45"), Line("比上年增加 5.60 万元。")
    >>> list(loose_rows(Page(1, blocks=lines)))
    ['208 社会保障和就业支出 45.60', '合计 345 300 45']
    >>> list(loose_rows(Page(1, blocks=tuple(map(Line, ("合计", "345.60", "213", "农林水支出", "300.00"))))))
    ['345.60', '300.00']
    """
    for is_grid, blocks in groupby(page.blocks, lambda b: isinstance(b, Grid)):
        if not is_grid:
            rows = _printed([b for b in blocks if isinstance(b, Line)])
            cells = _cells(rows)
            for k, row in enumerate(rows):
                if k in cells or _is_row(row):
                    yield row


def _printed(lines: Sequence[Line]) -> list[str]:
    """Join the lines that stand side by side: a printed row."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _level(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [" ".join(line.text.strip() for line in row) for row in rows]


def _level(a: Line, b: Line) -> bool:
    if not (a.bbox and b.bbox):
        return False
    overlap = min(a.bbox[3], b.bbox[3]) - max(a.bbox[1], b.bbox[1])
    return overlap > 0.6 * min(a.bbox[3] - a.bbox[1], b.bbox[3] - b.bbox[1])


def _is_row(text: str) -> bool:
    if not re.search(r"\d", text) or _PROSE.search(text):
        return False
    tokens = [plain(t) for t in text.split()]
    alone = [k for k in range(len(tokens)) if _alone(tokens[k : k + 2])]
    amounts = [k for k in alone if _AMOUNT.fullmatch(tokens[k])]
    if len(amounts) > 1 or len(_GLUED.findall(plain(text))) > 2:
        return True
    first = next((k for k, t in enumerate(tokens) if _names_a_row(t)), None)
    behind_it = [k for k in alone if first is not None and k > first and not _known(tokens[k])]
    return bool(set(behind_it) & set(amounts)) or len(behind_it) > 1


def _alone(tokens: Sequence[str]) -> bool:
    """Say whether the first text is a number and the next, if there is one, no unit of it."""
    return bool(tokens) and _number(tokens[0]) and not any(map(_UNIT.match, tokens[1:]))


def _number(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text) or _WHOLE.fullmatch(text))


def _known(text: str) -> bool:
    return is_code(text) and any(code_name(kind, text) for kind in TABLES)


def _names_a_row(text: str) -> bool:
    """Say whether a text is a code that is known, or a total."""
    if _known(text):
        return True
    line = words("lines").find(text) if len(text) < 9 else None
    return bool(line and line["concept"] == "grand_total")


def _cells(rows: Sequence[str]) -> set[int]:
    """Return which of the lines are the figures of a table that is printed one cell a line."""
    texts = [plain(tidy(row)) for row in rows]
    ends = [plain(row.split()[-1]) if row.split() else "" for row in rows]
    found: set[int] = set()
    run: list[int] = []
    for k, text in enumerate([*texts, "。"]):
        if len(text) <= 40 and not _PROSE.search(text):
            run.append(k)
            continue
        names = [i for i in run if _names_a_row(texts[i])]
        numbers = [i for i in run if names and i > names[0] and _number(texts[i]) and not _known(texts[i])]
        exact = [i for i in run if _AMOUNT.fullmatch(ends[i]) or _LARGE.fullmatch(ends[i])]
        for cells in (numbers if len(names) > 1 else [], exact):
            found.update(cells if len(cells) > 1 and not _axis([ends[i] for i in cells]) else ())
        run = []
    return found


def _axis(numbers: Sequence[str]) -> bool:
    """Say whether numbers rise or fall by whole steps of one size, as those beside a chart do.

    >>> _axis(["220000", "180000", "160000"]), _axis(["345.60", "300.00", "45.60"])
    (True, False)
    """
    values = [Decimal(n.replace(",", "").strip("+()")) for n in numbers]
    steps = [b - a for a, b in pairwise(values)]
    size = min(map(abs, steps), default=Decimal(0))
    one_way = values in (sorted(values), sorted(values, reverse=True))
    return len(steps) > 1 and one_way and size > 0 and not any(v % size for v in values)
