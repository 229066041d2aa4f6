"""PDF, read from the page's own rulings and characters (engine ``rulings``).

Lines and thin rectangles become a lattice with spans, characters go to the cell that holds their
centre; whatever stands in no table becomes a line of text. Nothing is rendered.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..grid import Cell, Grid, Line, Page
from ._aligned import WORD_GAP, loose_tables, number_words, refined
from ._glyphs import Glyphs, TextLine, content_turn, fold, run_cells, set_lines, set_runs, to_upright, upright_glyphs
from ._lattice import Lattice, find_lattices, find_rules, loose_rules
from ._pdfium import RawPage, open_document, read_page
from ._readable import check_readable, page_stats

__all__ = ["fold", "read"]

EDGE = 1.5  # points: a character centred this near to a table, half hidden by its border, is in it
SPLIT = 3.0  # glyph heights: a gap this wide in a line outside of tables makes two lines


def read(path: Path) -> list[Page]:
    """Read a PDF into pages of text lines and tables.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Page
        All pages; coordinates are points on the upright page, origin top left.

    Raises
    ------
    SourceError
        The file is missing, empty, not a PDF, damaged, encrypted with a password, or has no pages.
    ExtractionError
        The pages are only images, or their fonts do not say which characters they print.
    """
    path = Path(path)
    pages, stats = [], []
    with open_document(path) as (document, count):
        for index in range(count):
            raw = read_page(document, index, path)
            page, printed = _page(raw)
            pages.append(page)
            hidden = int((~raw.text.visible & (raw.text.objects > 0)).sum())
            stats.append(page_stats(raw.number, printed, raw.images, hidden))
    check_readable(path, stats)
    return pages


def _page(raw: RawPage) -> tuple[Page, NDArray[np.uint32]]:
    """Assemble one page; return it and the code points that it prints."""
    turn = content_turn(raw)
    corners = to_upright(raw, turn, np.array([raw.box[:2], raw.box[2:]]))
    width, height = corners.max(axis=0).tolist()
    glyphs = upright_glyphs(raw, turn)
    h, v = find_rules(to_upright(raw, turn, raw.segments.reshape(-1, 2)).reshape(-1, 4))
    lattices = find_lattices(h, v) if len(glyphs) else []
    cell_of, lattices = _place(glyphs, lattices)
    texts = _cell_texts(glyphs, cell_of)
    lines = _lines(glyphs.take(cell_of < 0), SPLIT)
    more = _unruled(glyphs, cell_of, lattices, texts, lines, h, v)
    if more:
        cell_of, lattices = _place(glyphs, more)
        texts = _cell_texts(glyphs, cell_of)
        lines = _lines(glyphs.take(cell_of < 0), SPLIT)
    blocks = _blocks(raw.number, lattices, texts, lines)
    return Page(raw.number, width, height, blocks, (turn - raw.rotate) % 360), glyphs.codes[~glyphs.space]


def _unruled(
    g: Glyphs,
    cell_of: NDArray[np.int64],
    lattices: list[Lattice],
    texts: dict[int, str],
    lines: list[TextLine],
    h: NDArray[np.float64],
    v: NDArray[np.float64],
) -> list[Lattice]:
    """Return all tables of the page where some of them lack rulings; nothing where none do."""
    tables, offset, found = list(lattices), 0, False
    for k, lattice in enumerate(lattices):
        cells = range(offset, offset + len(lattice.spans))
        offset = cells.stop
        held = [texts.get(cell, "") for cell in cells]
        if any("\n" in text or " " in text for text in held):
            here = (cell_of >= cells.start) & (cell_of < cells.stop)
            better = refined(lattice, partial(_lines, g.take(here), WORD_GAP), held, h, v)
            tables[k], found = better or lattice, found or better is not None
    loose = loose_rules(h, lattices)
    if len(loose) >= 3 or sum(number_words(line.text) for line in lines) >= 6:
        more = loose_tables(_lines(g.take(cell_of < 0), WORD_GAP), loose)
        tables, found = tables + more, found or bool(more)
    return sorted(tables, key=lambda t: (t.bbox[1], t.bbox[0])) if found else []


def _lines(g: Glyphs, split: float) -> list[TextLine]:
    """Set glyphs outside of tables into lines; those that are not upright come last."""
    upright, outside = g.upright, np.full(len(g), -1)
    lines = set_lines(g.take(upright), outside[upright], split)
    return lines + set_runs(g.take(~upright), outside[~upright])


def _place(g: Glyphs, lattices: list[Lattice]) -> tuple[NDArray[np.int64], list[Lattice]]:
    """Return the cell of each glyph (numbered through all lattices, -1 outside) and the lattices in use."""
    cell_of = np.full(len(g), -1, np.int64)
    x, y = (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2
    used: list[Lattice] = []
    offset = 0
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.bbox
        near = (x >= x0 - EDGE) & (x <= x1 + EDGE) & (y >= y0 - EDGE) & (y <= y1 + EDGE)
        here = np.flatnonzero(near & (cell_of < 0))
        printed = here[~g.space[here]]
        if not len(printed):
            continue
        if lattice.open_top and len(lattice.ys) > 2 and y[printed].min() > lattice.ys[1]:
            lattice = lattice.without_first_row()  # what a page break left of a row whose text is before it
        col = np.clip(np.searchsorted(lattice.xs, x[here], "right") - 1, 0, len(lattice.xs) - 2)
        row = np.clip(np.searchsorted(lattice.ys, y[here], "right") - 1, 0, len(lattice.ys) - 2)
        cell_of[here] = lattice.owner[row, col] + offset
        used.append(lattice)
        offset += len(lattice.spans)
    turned = ~g.upright
    cell_of[turned] = run_cells(g.take(turned), cell_of[turned])
    return cell_of, used


def _cell_texts(g: Glyphs, cell_of: NDArray[np.int64]) -> dict[int, str]:
    texts: dict[int, str] = {}
    upright, inside = g.upright, cell_of >= 0
    lines = set_lines(g.take(upright & inside), cell_of[upright & inside])
    for line in lines + set_runs(g.take(~upright & inside), cell_of[~upright & inside]):
        texts[line.group] = f"{texts[line.group]}\n{line.text}" if line.group in texts else line.text
    return texts


def _blocks(
    number: int, lattices: list[Lattice], texts: dict[int, str], lines: list[TextLine]
) -> tuple[Line | Grid, ...]:
    """Return grids and lines in reading order."""
    top: dict[int, float] = {}  # of the pieces of one printed line
    for line in lines:
        top[line.base] = min(line.bbox[1], top.get(line.base, line.bbox[1])) if line.base >= 0 else line.bbox[1]
    items: list[tuple[float, float, TextLine | int]] = [
        (top[line.base] if line.base >= 0 else line.bbox[1], line.bbox[0], line) for line in lines
    ]
    items += [(g.bbox[1], g.bbox[0], k) for k, g in enumerate(lattices)]
    items.sort(key=lambda item: item[:2])
    offsets = np.cumsum([0] + [len(g.spans) for g in lattices]).tolist()
    between: list[list[str]] = [[]]
    for _, _, item in items:
        if isinstance(item, int):
            between.append([])
        else:
            between[-1].append(item.text)
    blocks: list[Line | Grid] = []
    seen = 0
    for _, _, item in items:
        if isinstance(item, int):
            seen += 1
            around = tuple(between[seen - 1]), tuple(between[seen])
            blocks.append(_grid(number, seen, lattices[item], texts, offsets[item], around))
        else:
            blocks.append(Line(item.text, item.bbox))
    return tuple(blocks)


def _grid(
    page: int, index: int, g: Lattice, texts: dict[int, str], offset: int, around: tuple[tuple[str, ...], tuple[str, ...]]
) -> Grid:
    xs, ys = g.xs.tolist(), g.ys.tolist()
    cells = tuple(
        Cell(r, c, texts.get(offset + k, ""), rs, cs, (xs[c], ys[r], xs[c + cs], ys[r + rs]))
        for k, (r, c, rs, cs) in enumerate(g.spans)
    )
    return Grid(
        page, index, len(ys) - 1, len(xs) - 1, cells, g.bbox, *around, g.engine, g.open_top, g.open_bottom
    )
