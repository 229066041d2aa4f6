"""What a document holds: its paragraphs and its tables, each in one piece, over all pages that it takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import budgetkit as bk
from budgetkit.prose import Paragraph
from budgetkit.prose.typesetting import join_rows
from budgetkit.readers import BBox, Cell, Grid, Line, Page
from budgetkit.tables import find_title
from budgetkit.tables.table import Fragment

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[\s/，,]*共?\s*\d{1,4}\s*页)?[-—–－·\s]*"
)
_LONG = 60
_COVER = 6


@dataclass(frozen=True)
class Text:
    """A paragraph; ``heading`` says that it is one, ``caption`` that it stands right above a table."""

    text: str
    heading: bool = False
    caption: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its cells, its size, how many of its rows are header."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    header: int


Block = Text | Table
Place = tuple[int, int]
"""Page, and number of a table on it."""
Captioned = tuple[list[str], Table]


@dataclass(frozen=True)
class Content:
    """A document: what it is called, its blocks in their order, and the places of tables that it lacks."""

    title: str
    blocks: tuple[Block, ...]
    lacks: frozenset[Place] = frozenset()

    @property
    def tables(self) -> list[Captioned]:
        """Its tables, each with the lines right above it."""
        found: list[Captioned] = []
        above: list[str] = []
        for block in self.blocks:
            if isinstance(block, Table):
                found.append((above, block))
                above = []
            elif block.caption:
                above.append(block.text)
        return found

    @property
    def cover(self) -> list[str]:
        """The first lines of the document."""
        first = next((k for k, b in enumerate(self.blocks) if isinstance(b, Table) or b.caption), _COVER)
        return [
            b.text for b in self.blocks[: min(first, _COVER)] if isinstance(b, Text) and len(b.text) < _LONG
        ]


def content(d: bk.Disclosure) -> Content:
    """Return what the source of a disclosure held, by what was read from its PDF.

    It lacks tables whose parts on several pages do not have the same columns.
    """
    starts, within = _paragraphs(d.prose)
    tables, gone, lacks = _tables(d)
    running = _running(d.pages)
    blocks: list[Block] = []
    for page, after in zip(d.pages, [*d.pages[1:], None], strict=True):
        on_page = join_rows(page.blocks)
        following = after.blocks[:_COVER] if after else ()
        for k, block in enumerate(on_page):
            if isinstance(block, Grid):
                place = (page.number, block.index)
                blocks += [tables.get(place) or _table([(block, 0)], 0)] if place not in gone | lacks else []
                continue
            titled = any(isinstance(b, Line) and find_title(b.text) for b in on_page[k:])
            below = _captioned([*on_page[k:], *(following if titled else ())])
            if below and (below.page, below.index) in gone | lacks:
                continue
            key = (page.number, block.bbox)
            if _PAGE_NUMBER.fullmatch(block.text) or (block.text in running and not below):
                continue
            if below and not block.text.startswith(("注", "备注")):
                blocks.append(Text(block.text, caption=True))
            elif _is_cover(page):
                blocks.append(Text(block.text))
            elif key in starts:
                p = starts[key]
                blocks.append(Text(p.text, p.heading))
            elif key not in within:
                blocks.append(Text(block.text))
    return Content(d.document.title or d.document.document_id, tuple(blocks), frozenset(lacks))


Key = tuple[int, BBox | None]


def _is_cover(page: Page) -> bool:
    """Say whether a page holds a few short lines and nothing else: none of them goes on with another."""
    return (
        not page.grids and len(page.lines) <= 2 * _COVER and all(len(b.text) < _LONG // 2 for b in page.lines)
    )


def _paragraphs(prose: Sequence[Paragraph]) -> tuple[dict[Key, Paragraph], set[Key]]:
    """Return the paragraphs by their first lines, and the places of all their lines."""
    starts = {(p.lines[0][1], p.lines[0][2]): p for p in prose}
    return starts, {(page, box) for p in prose for _, page, box in p.lines}


def _running(pages: Sequence[Page]) -> set[str]:
    """Return the texts that head or foot most pages."""
    edges = Counter(t for p in pages for t in {line.text for line in (*p.lines[:2], *p.lines[-2:])})
    return {text for text, n in edges.items() if n >= max(4, len(pages) // 2)}


def _captioned(blocks: Sequence[Line | Grid]) -> Grid | None:
    """Return the table that short lines alone stand above; None if there is none."""
    for block in blocks[:8]:
        if isinstance(block, Grid):
            return block
        if len(block.text) > _LONG or block.text.endswith(("。", "如下：", "如下:")):
            return None
    return None


def _tables(d: bk.Disclosure) -> tuple[dict[Place, Table], set[Place], set[Place]]:
    """Return whole tables by the places of their first parts, the places of the others, and of those left out."""
    tables: dict[Place, Table] = {}
    gone: set[Place] = set()
    lacks: set[Place] = set()
    for known in d.tables:
        first = known.fragments[0]
        places = [(f.grid.page, f.grid.index) for f in known.fragments]
        if any(_columns(f) is None for f in known.fragments):
            lacks.update(places)
            continue
        parts = [(_moved(f), f.first if k else 0) for k, f in enumerate(known.fragments) if not f.repeated]
        tables[places[0]] = _table(parts, first.first)
        gone.update(places[1:])
    return tables, gone, lacks


def _columns(f: Fragment) -> list[int] | None:
    """Return the columns of the table at which those of a part end; None where one has no place there."""
    ends = [at + 1 for at in f.at if at is not None]
    return ends if len(ends) == len(f.at) and ends == sorted(set(ends)) else None


def _moved(f: Fragment) -> Grid:
    """Return the part of a table with its cells in the columns of the table."""
    ends = [0, *(_columns(f) or ())]
    cells = tuple(
        replace(c, col=ends[c.col], colspan=ends[c.col + c.colspan] - ends[c.col]) for c in f.grid.cells
    )
    return replace(f.grid, cells=cells, n_cols=ends[-1])


def _table(parts: Sequence[tuple[Grid, int]], header: int) -> Table:
    cells: list[Cell] = []
    at = 0
    for k, (grid, first) in enumerate(parts):
        first += _brought_forward(parts[0][0], grid, first) if k else 0
        cells += _below(grid, first, at)
        at += grid.n_rows - first
    return Table(tuple(cells), at, parts[0][0].n_cols, header)


def _brought_forward(start: Grid, grid: Grid, first: int) -> int:
    """Count the rows that a page repeats of the first one, such as the total; they are printed once."""
    before = {tuple(row) for row in start.matrix() if any(re.search(r"\d", text) for text in row)}
    rows = [tuple(row) for row in grid.matrix()[first:]]
    return next((k for k, row in enumerate(rows) if row not in before), 0)


def _below(grid: Grid, first: int, at: int) -> Iterator[Cell]:
    """Yield the cells of a grid from a row on, moved to where they stand in the whole table."""
    for cell in grid.cells:
        end = cell.row + cell.rowspan
        if end > first:
            top = max(cell.row, first)
            text = "".join(cell.text.split("\n")) if cell.wrapped or _is_broken(cell.text) else cell.text
            yield replace(cell, row=top - first + at, rowspan=end - top, text=text)


def _is_broken(text: str) -> bool:
    """Say whether the lines of a cell are one text: a name, or a number in two pieces."""
    lines = text.split("\n")
    return len(lines) > 1 and not all(re.search(r"\d", line) for line in lines)
