"""One table as camelot holds it -> Grid: spans from missing edges, text with nothing lost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..text import squash
from .pages import BBox, Cell, Grid
from .pdf.glyphs import fold

_AT_RULE = 2.0  # points between the end of a grid and the ruling that closes it


Position = tuple[int, int]


def grid(table: Any, engine: str) -> Grid:
    """Turn one camelot table into a grid with spans, on a top left origin."""
    height = table.pdf_size[1]
    regions = _regions(table.cells)
    owner = {position: region for region in regions for position in region.positions()}
    parts: dict[Position, list[str]] = {}
    for (r, c), region in sorted(owner.items()):
        if text := _tidy(table.cells[r][c].text):
            parts.setdefault(region.start, []).append(text)
    texts = {start: "\n".join(lines) for start, lines in parts.items()}
    if engine == "camelot":
        texts = _restore(table, owner, texts)

    def box(region: _Region) -> BBox:
        (x0, _), (_, x1) = table.cols[region.left], table.cols[region.right]
        (y0, _), (_, y1) = table.rows[region.top], table.rows[region.bottom]
        return x0, height - y0, x1, height - y1

    whole = _Region(0, 0, len(table.rows) - 1, len(table.cols) - 1)
    return Grid(
        table.page,
        table.order,
        len(table.rows),
        len(table.cols),
        tuple(Cell(*r.start, fold(texts.get(r.start, "")), *r.spans, box(r)) for r in regions),
        box(whole),
        engine=engine,
        open_top=not _ruled(table, table.rows[0][0]),
        open_bottom=not _ruled(table, table.rows[-1][1]),
    )


def _ruled(table: Any, y: float) -> bool:
    """Tell whether horizontal rulings close a table at the height `y`; True where none are drawn at all."""
    if not table._segments:
        return True
    x0, x1 = table.cols[0][0], table.cols[-1][1]
    rules = [(min(a, b), max(a, b)) for a, height, b, _ in table._segments[1] if abs(height - y) <= _AT_RULE]
    return sum(max(0.0, min(x1, b) - max(x0, a)) for a, b in rules) > (x1 - x0) / 2


class _Region(NamedTuple):
    """The positions that one printed cell covers, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def start(self) -> Position:
        return self.top, self.left

    @property
    def spans(self) -> tuple[int, int]:
        return self.bottom - self.top + 1, self.right - self.left + 1

    def positions(self) -> Iterator[Position]:
        for r in range(self.top, self.bottom + 1):
            for c in range(self.left, self.right + 1):
                yield r, c


def _regions(cells: list[list[Any]]) -> list[_Region]:
    """Join the positions between which camelot saw no ruling, in row-major order.

    Positions that join to anything but a rectangle stay apart.
    """
    n_rows, n_cols = len(cells), len(cells[0])
    seen: set[Position] = set()
    regions = []
    for r in range(n_rows):
        for c in range(n_cols):
            if (r, c) in seen:
                continue
            joined = _joined(cells, (r, c))
            bottom, right = max(p[0] for p in joined), max(p[1] for p in joined)
            whole = len(joined) == (bottom - r + 1) * (right - c + 1) and min(p[1] for p in joined) == c
            parts = [_Region(r, c, bottom, right)] if whole else [_Region(*p, *p) for p in joined]
            regions += parts
            seen |= joined
    return sorted(regions)


def _joined(cells: list[list[Any]], start: Position) -> set[Position]:
    """Return the positions that can be reached from one without crossing a ruling."""
    reached, todo = {start}, [start]
    while todo:
        r, c = todo.pop()
        here = cells[r][c]
        for (y, x), mine, other in (
            ((r, c + 1), "right", "left"),
            ((r, c - 1), "left", "right"),
            ((r + 1, c), "bottom", "top"),
            ((r - 1, c), "top", "bottom"),
        ):
            inside = 0 <= y < len(cells) and 0 <= x < len(cells[0])
            if inside and (y, x) not in reached:
                ruled = getattr(here, mine) or getattr(cells[y][x], other)
                if not ruled:
                    reached.add((y, x))
                    todo.append((y, x))
    return reached


def _tidy(text: str) -> str:
    """Strip each line of a cell and drop empty ones."""
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def _restore(table: Any, owner: dict[Position, _Region], texts: dict[Position, str]) -> dict[Position, str]:
    """Put back characters that splitting at rulings lost.

    camelot keeps of a split line only what lies in the line's own row, so that a header centred
    over two rows loses the rest. The characters themselves are camelot's own. A cell takes the text
    of all characters whose centres it holds where that text contains camelot's, in order, and more.
    """
    held: dict[Position, list[str]] = {}
    for position, line in _lines_held(table, owner):
        held.setdefault(position, []).append(line)
    result = dict(texts)
    for position, lines in held.items():
        full, kept = "\n".join(lines), texts.get(position, "")
        if len(squash(full)) > len(squash(kept)) and _contains_in_order(squash(full), squash(kept)):
            result[position] = _tidy(full)
    return result


def _lines_held(table: Any, owner: dict[Position, _Region]) -> Iterator[tuple[Position, str]]:
    """Yield for each text line, in camelot's order, the parts that lie in each cell."""
    lefts = [x0 for x0, _ in table.cols]
    tops = [-y1 for y1, _ in table.rows]
    x_end, y_end = table.cols[-1][1], table.rows[-1][1]
    struck: set[tuple[str, int, int]] = set()  # a glyph struck twice for bold counts once
    for line in sorted(table.textlines, key=lambda t: (-t.y0, t.x0)):
        parts: dict[Position, list[str]] = {}
        for glyph in line:
            if not hasattr(glyph, "matrix"):  # a space or line end that layout analysis made up
                continue
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
            column, row = bisect_right(lefts, x) - 1, bisect_right(tops, -y) - 1
            mark = (glyph.get_text(), round(x), round(y))
            if column < 0 or row < 0 or x > x_end or y < y_end or mark in struck:
                continue
            struck.add(mark)
            parts.setdefault(owner[row, column].start, []).append(glyph.get_text())
        for position, characters in parts.items():
            yield position, "".join(characters)


def _contains_in_order(full: str, part: str) -> bool:
    """Tell whether `part` is `full` with characters left out."""
    rest = iter(full)
    return all(character in rest for character in part)
