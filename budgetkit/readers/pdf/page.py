"""PDF, read from the page's own rulings and characters (engine ``rulings``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from ..pages import Cell, Grid, Line, Page
from .aligned import loose_tables, refined
from .arrays import Codes, Floats, Ints
from .glyphs import Glyphs, TextLine, content_turn, run_cells, set_lines, set_runs, to_upright, upright_glyphs
from .lattice import Lattice, find_lattices, find_rules, loose_rules
from .pdfium import RawPage, open_document, read_page
from .readable import check_readable, page_stats
from .words import WORD_GAP, number_words

EDGE = 1.5  # points: a character centred this near to a table, half hidden by its border, is in it
MESH, MESH_CUT = 200, 0.3  # a lattice of more cells that cuts so many words is a drawing
MESH_FILLED = 0.01  # as is one of which fewer cells than this hold text
SPLIT = 3.0  # glyph heights: a gap this wide in a line outside of tables makes two lines


def read(path: Path) -> list[Page]:
    """Read a PDF into pages of text lines and tables.

    Lines and thin rectangles become a lattice with spans, characters go to the cell that holds their
    centre; whatever stands in no table becomes a line of text. Tables whose rulings are missing are found
    by their columns of numbers (engine ``text``). Nothing is rendered.

    Every character that is to be seen on a page ends up in exactly one place. Left out are characters that
    nobody sees (invisible, white on nothing, clipped away, painted over), which ``Page.hidden`` lists, and
    glyphs struck again at the same place to look bold.

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

    Warns
    -----
    UserWarning
        Some pages are only images, or not decoded.
    """
    path = Path(path)
    pages, stats = [], []
    with open_document(path) as (document, count):
        for index in range(count):
            raw = read_page(document, index, path)
            page, printed = _page(raw)
            pages.append(replace(page, hidden=_hidden(raw), image_only=raw.images > 0 and not page.blocks))
            hidden = int((~raw.text.visible & (raw.text.objects > 0)).sum())
            stats.append(page_stats(raw.number, printed, raw.images, hidden))
    check_readable(path, stats)
    return pages


def _hidden(raw: RawPage) -> tuple[str, ...]:
    """Return the runs of characters that are on the page and not to be seen on it."""
    at = np.flatnonzero(~raw.text.visible & (raw.text.objects > 0))
    if not len(at):
        return ()
    runs = np.split(raw.text.codes[at], np.flatnonzero(np.diff(at) > 1) + 1)
    return tuple("".join(map(chr, run.tolist())) for run in runs)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of a page: skeletons, the cell of each glyph (numbered through all), the cells' texts."""

    lattices: list[Lattice]
    cell_of: Ints
    texts: dict[int, str]

    def cells(self, k: int) -> range:
        """Return the numbers of the cells of table `k`."""
        start = sum(len(g.spans) for g in self.lattices[:k])
        return range(start, start + len(self.lattices[k].spans))


def _page(raw: RawPage) -> tuple[Page, Codes]:
    """Assemble one page; return it and the code points that it prints."""
    turn = content_turn(raw)
    corners = to_upright(raw, turn, np.array([raw.box[:2], raw.box[2:]]))
    width, height = corners.max(axis=0).tolist()
    glyphs = upright_glyphs(raw, turn)
    h, v = find_rules(to_upright(raw, turn, raw.segments.reshape(-1, 2)).reshape(-1, 4))
    tables = _placed(glyphs, find_lattices(h, v) if len(glyphs) else [])
    lines = _lines(glyphs.take(tables.cell_of < 0), SPLIT)
    more = _unruled(glyphs, tables, lines, h, v)
    if more:
        tables = _placed(glyphs, more)
        lines = _lines(glyphs.take(tables.cell_of < 0), SPLIT)
    blocks = _blocks(raw.number, tables, lines)
    return Page(raw.number, width, height, blocks, (turn - raw.rotate) % 360), glyphs.codes[~glyphs.space]


def _placed(g: Glyphs, lattices: list[Lattice]) -> _Tables:
    """Put glyphs into the cells that hold their centres; tables without any are left out."""
    cell_of = np.full(len(g), -1, np.int64)
    x, y = (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2
    owner = np.full(len(g), -1, np.int64)
    for k in sorted(range(len(lattices)), key=lambda k: -lattices[k].area):  # tables within cells last
        x0, y0, x1, y1 = lattices[k].bbox
        owner[(x >= x0 - EDGE) & (x <= x1 + EDGE) & (y >= y0 - EDGE) & (y <= y1 + EDGE)] = k
    used: list[Lattice] = []
    offset = 0
    for k, lattice in enumerate(lattices):
        here = np.flatnonzero(owner == k)
        printed = here[~g.space[here]]
        if not len(printed):
            continue
        if lattice.open_top and len(lattice.ys) > 2 and y[printed].min() > lattice.ys[1]:
            lattice = lattice.without_first_row()  # what a page break left of a row whose text is before it
        col = np.clip(np.searchsorted(lattice.xs, x[here], "right") - 1, 0, len(lattice.xs) - 2)
        row = np.clip(np.searchsorted(lattice.ys, y[here], "right") - 1, 0, len(lattice.ys) - 2)
        cells = lattice.owner[row, col]
        if len(lattice.spans) > MESH and _is_mesh(g.take(here), cells, len(lattice.spans)):
            continue
        cell_of[here] = cells + offset
        used.append(lattice)
        offset += len(lattice.spans)
    turned = ~g.upright
    cell_of[turned] = run_cells(g.take(turned), cell_of[turned])
    return _Tables(used, cell_of, _cell_texts(g, cell_of))


def _is_mesh(g: Glyphs, cells: Ints, n_cells: int) -> bool:
    """Say whether a lattice is a drawing (graph paper, a chart): it cuts words up, or is as good as empty."""
    beside = ~g.space[1:] & ~g.space[:-1] & (np.abs(np.diff(g.base)) < 1)
    beside &= np.abs(g.x0[1:] - g.x1[:-1]) < 1
    cut = int((np.diff(cells)[beside] != 0).sum())
    return cut > MESH_CUT * int(beside.sum()) or len(np.unique(cells[~g.space])) < MESH_FILLED * n_cells


def _cell_texts(g: Glyphs, cell_of: Ints) -> dict[int, str]:
    texts: dict[int, str] = {}
    upright, inside = g.upright, cell_of >= 0
    lines = set_lines(g.take(upright & inside), cell_of[upright & inside])
    for line in lines + set_runs(g.take(~upright & inside), cell_of[~upright & inside]):
        texts[line.group] = f"{texts[line.group]}\n{line.text}" if line.group in texts else line.text
    return texts


def _lines(g: Glyphs, split: float) -> list[TextLine]:
    """Set glyphs outside of tables into lines; those that are not upright come last."""
    upright, outside = g.upright, np.full(len(g), -1)
    lines = set_lines(g.take(upright), outside[upright], split)
    return lines + set_runs(g.take(~upright), outside[~upright])


def _unruled(g: Glyphs, tables: _Tables, lines: list[TextLine], h: Floats, v: Floats) -> list[Lattice]:
    """Return all tables of the page if some of them lack rulings; nothing if none does."""
    lattices, found = list(tables.lattices), False
    for k, lattice in enumerate(tables.lattices):
        cells = tables.cells(k)
        texts = [tables.texts.get(cell, "") for cell in cells]
        if any("\n" in text or " " in text for text in texts):
            here = (tables.cell_of >= cells.start) & (tables.cell_of < cells.stop)
            better = refined(lattice, partial(_lines, g.take(here), WORD_GAP), texts, h, v)
            lattices[k], found = better or lattice, found or better is not None
    loose = loose_rules(h, tables.lattices)
    if len(loose) >= 3 or sum(number_words(line.text) for line in lines) >= 6:
        more = loose_tables(_lines(g.take(tables.cell_of < 0), WORD_GAP), loose)
        lattices, found = lattices + more, found or bool(more)
    return sorted(lattices, key=lambda t: (t.bbox[1], t.bbox[0])) if found else []


def _blocks(number: int, tables: _Tables, lines: list[TextLine]) -> tuple[Line | Grid, ...]:
    """Return grids and lines in reading order."""
    top: dict[int, float] = {}  # the pieces of one printed line go by the highest of them
    for line in lines:
        top[line.base] = min(line.bbox[1], top.get(line.base, np.inf))
    items: list[tuple[float, float, TextLine | int]] = [
        (top[line.base] if line.base >= 0 else line.bbox[1], line.bbox[0], line) for line in lines
    ]
    items += [(g.bbox[1], g.bbox[0], k) for k, g in enumerate(tables.lattices)]
    items.sort(key=lambda item: item[:2])
    between: list[list[str]] = [[]]
    for _, _, item in items:
        if isinstance(item, int):
            between.append([])
        else:
            between[-1].append(item.text)
    blocks: list[Line | Grid] = []
    index = 0
    for _, _, item in items:
        if isinstance(item, int):
            index += 1
            around = tuple(between[index - 1]), tuple(between[index])
            texts = [tables.texts.get(cell, "") for cell in tables.cells(item)]
            blocks.append(_grid(number, index, tables.lattices[item], texts, *around))
        else:
            blocks.append(Line(item.text, item.bbox))
    return tuple(blocks)


def _grid(
    page: int, index: int, g: Lattice, texts: list[str], above: tuple[str, ...], below: tuple[str, ...]
) -> Grid:
    xs, ys = g.xs.tolist(), g.ys.tolist()
    cells = tuple(
        Cell(r, c, text, rs, cs, (xs[c], ys[r], xs[c + cs], ys[r + rs]))
        for (r, c, rs, cs), text in zip(g.spans, texts, strict=True)
    )
    shape = len(ys) - 1, len(xs) - 1
    return Grid(page, index, *shape, cells, g.bbox, above, below, g.engine, g.open_top, g.open_bottom)
