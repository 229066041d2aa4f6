"""PDF, read from the page's own rulings and characters (engine ``rulings``)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import SourceError
from ..pages import Cell, Grid, Line, Page
from .aligned import loose_tables, refined
from .arrays import Codes, Floats
from .drawn import INSET
from .file import File
from .glyphs import (
    Glyphs,
    TextLine,
    content_turn,
    from_upright,
    set_all,
    to_upright,
    upright_glyphs,
)  # fmt: skip
from .halves import parted, surroundings
from .lattice import Lattice, find_lattices, find_rules, loose_rules
from .pdfium import RawPage, attachments, open_document, read_page
from .placing import Tables, placed
from .readable import ENOUGH, PageStats, check_readable, page_stats
from .words import WORD_GAP, number_words, whole_words

UNLOADED = "the page cannot be loaded: the file is damaged there"
UNDECODED = "its text is not decoded, and not read: its fonts do not say which characters their glyphs are"
DRAWN = "something is drawn or pictured in the cell, which holds no text"


PICTURE, MIN_PICTURE = 0.3, 40.0  # of the width of the page, and points: so large, a picture may hold figures


PICTURED = re.compile(r"a picture of \d+ x \d+ points, which is not read")


SPLIT = 3.0  # glyph heights: a gap this wide in a line outside of tables makes two lines


def read(path: Path, scanned: bool = False) -> list[Page]:
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
    scanned : bool
        Somebody else reads the pages that are pictures: no error is raised for these, and pages that are not
        decoded, or hold a picture and next to no text, are handed on as ``image_only``, too.

    Returns
    -------
    list of Page
        All pages; coordinates are points on the upright page, origin top left.

    Raises
    ------
    SourceError
        The file is missing, empty, not a PDF, damaged, encrypted with a password, or has no pages.
    ExtractionError
        The pages are only images, or the fonts of all do not say which characters they print.

    Warns
    -----
    UserWarning
        Some pages are only images, or not decoded; ``Page.remarks`` says so, too.
    """
    path = Path(path)
    pages, stats = [], []
    with open_document(path) as (document, count):
        file = File(path.read_bytes())
        damaged = {index: (why,) for index, why in file.damaged().items()}
        attached = attachments(document)
        for index in range(count):
            page, of_page = _read(document, index, path, file.layered)
            aside = (() if index else attached) + damaged.get(index, ())
            lost = page.lost or index in damaged
            pages.append(replace(page, remarks=aside + page.remarks, lost=lost) if aside else page)
            stats.append(of_page)
    if all(UNLOADED in page.remarks for page in pages):
        raise SourceError(f"{path}: none of its pages can be loaded; the file is truncated or damaged")
    garbage = check_readable(path, stats, scanned)
    if scanned:
        return [_as_picture(page, s, garbage) for page, s in zip(pages, stats, strict=True)]
    return [without_text(page) if page.number in garbage else page for page in pages]


def _read(document: Any, index: int, path: Path, layered: bool) -> tuple[Page, PageStats]:
    """Read one page; one that cannot be loaded says so."""
    try:
        with read_page(document, index, path, layered) as raw:
            page, printed = assembled(raw)
        return page, page_stats(raw.number, printed, len(raw.images), sum(map(len, raw.hidden)))
    except SourceError:
        nothing = np.zeros(0, np.uint32)
        return Page(index + 1, remarks=(UNLOADED,), lost=True), page_stats(index + 1, nothing, 0, 0)


def without_text(page: Page) -> Page:
    """Return the page without its text, which is not what it prints."""
    return replace(page, blocks=(), hidden=(), remarks=(*page.remarks, UNDECODED), lost=True)


def _as_picture(page: Page, stats: PageStats, garbage: set[int]) -> Page:
    """Return a page as one of images only, if what can be read of it is not what it shows."""
    pictured = any(map(PICTURED.fullmatch, page.remarks)) and not page.grids and stats.printed < ENOUGH
    if not (page.image_only or pictured or page.number in garbage):
        return page
    remarks = tuple(r for r in page.remarks if not PICTURED.fullmatch(r))
    return replace(page, blocks=(), hidden=(), remarks=remarks, image_only=True)


def assembled(raw: RawPage) -> tuple[Page, Codes]:
    """Assemble one page; return it and the code points that it prints."""
    raw = raw.at_reading_size()
    turn = content_turn(raw)
    corners = to_upright(raw, turn, np.array([raw.box[:2], raw.box[2:]]))
    width, height = corners.max(axis=0).tolist()
    glyphs = upright_glyphs(raw, turn)
    segments = to_upright(raw, turn, raw.segments.reshape(-1, 2)).reshape(-1, 4)
    h, v = find_rules(segments)
    tables, lines = arranged(glyphs, find_lattices(h, v) if len(glyphs) else [], segments, h, v)
    tables.doubts.update(dict.fromkeys(_drawn(raw, turn, tables), DRAWN))
    blocks = blocks_of(raw.number, tables, lines)
    page = Page(
        raw.number, width, height, blocks, (turn - raw.rotate) % 360, raw.hidden,
        len(raw.images) > 0 and not blocks, _pictures(raw, turn, glyphs) if blocks else (),
    )  # fmt: skip
    return page.scaled(1 / raw.scale), glyphs.codes[~glyphs.space]


def arranged(
    glyphs: Glyphs, lattices: list[Lattice], segments: Floats, h: Floats, v: Floats
) -> tuple[Tables, list[TextLine]]:
    """Put the characters of a page into its tables, also those that rulings do not draw, and into lines."""
    tables = placed(glyphs, lattices, segments)
    lines = _lines(glyphs.take(tables.cell_of == -1), SPLIT)
    more = _unruled(glyphs, tables, lines, h, v)
    if more:
        tables = placed(glyphs, more, segments)
        lines = _lines(glyphs.take(tables.cell_of == -1), SPLIT)
    halves = parted(tables.lattices, lines)
    if len(halves) > len(tables.lattices):
        tables = placed(glyphs, halves, segments)
        lines = _lines(glyphs.take(tables.cell_of == -1), SPLIT)
    return tables, lines


def _drawn(raw: RawPage, turn: int, tables: Tables) -> set[int]:
    """Return the cells without text in which something is drawn or pictured, by their numbers."""
    marks = np.concatenate((raw.images, raw.shapes))
    if not len(marks) or not tables.lattices:
        return set()
    marks = _upright_boxes(raw, turn, marks)
    empty = [
        (cell, (g.xs[c], g.ys[r], g.xs[c + cs], g.ys[r + rs]))
        for k, g in enumerate(tables.lattices)
        for cell, (r, c, rs, cs) in zip(tables.cells(k), g.spans, strict=True)
        if cell not in tables.texts
    ]
    boxes = np.array([box for _, box in empty]).reshape(-1, 4)
    meets = (marks[:, None, :2] < boxes[None, :, 2:] - INSET) & (
        boxes[None, :, :2] + INSET < marks[:, None, 2:]
    )
    doubt = np.flatnonzero(meets.all(axis=2).any(axis=0))
    if not len(doubt):
        return set()
    inked = raw.drawn.inked(_page_boxes(raw, turn, boxes[doubt]))
    return {empty[k][0] for k in doubt[inked]}


def _pictures(raw: RawPage, turn: int, g: Glyphs) -> tuple[str, ...]:
    """Say which pictures may hold what nobody reads: large ones on which no text stands."""
    if not len(raw.images):
        return ()
    remarks = []
    x, y = (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2
    for x0, y0, x1, y1 in _upright_boxes(raw, turn, raw.images).tolist():
        large = x1 - x0 > PICTURE * float(raw.box[2] - raw.box[0]) and y1 - y0 > MIN_PICTURE
        if large and not ((x0 < x) & (x < x1) & (y0 < y) & (y < y1)).any():
            remarks.append(f"a picture of {x1 - x0:.0f} x {y1 - y0:.0f} points, which is not read")
    return tuple(remarks)


def _upright_boxes(raw: RawPage, turn: int, boxes: Floats) -> Floats:
    a, b = to_upright(raw, turn, boxes[:, :2]), to_upright(raw, turn, boxes[:, 2:])
    return np.concatenate((np.minimum(a, b), np.maximum(a, b)), axis=1)


def _page_boxes(raw: RawPage, turn: int, boxes: Floats) -> Floats:
    """Return boxes (k, 4) of the upright page in PDF user space."""
    a, b = from_upright(raw, turn, boxes[:, :2]), from_upright(raw, turn, boxes[:, 2:])
    return np.concatenate((np.minimum(a, b), np.maximum(a, b)), axis=1)


def _lines(g: Glyphs, split: float) -> list[TextLine]:
    """Set glyphs outside of tables into lines."""
    return set_all(g, np.full(len(g), -1), split)


def _unruled(g: Glyphs, tables: Tables, lines: list[TextLine], h: Floats, v: Floats) -> list[Lattice]:
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
    if (
        len(loose) >= 3
        or sum(number_words(line.text) for line in lines) >= 6
        or sum(whole_words(line.text) for line in lines) >= 6
    ):
        more = loose_tables(_lines(g.take(tables.cell_of == -1), WORD_GAP), loose)
        lattices, found = lattices + more, found or bool(more)
    return sorted(lattices, key=lambda t: (t.bbox[1], t.bbox[0])) if found else []


def blocks_of(number: int, tables: Tables, lines: list[TextLine]) -> tuple[Line | Grid, ...]:
    """Return grids and lines in reading order."""
    top: dict[int, float] = {}  # the pieces of one printed line go by the highest of them
    for line in lines:
        top[line.base] = min(line.bbox[1], top.get(line.base, np.inf))
    items: list[tuple[float, float, TextLine | int]] = [
        (top[line.base] if line.base >= 0 else line.bbox[1], line.bbox[0], line) for line in lines
    ]
    items += [(g.bbox[1], g.bbox[0], k) for k, g in enumerate(tables.lattices)]
    items.sort(key=lambda item: item[:2])
    between: list[list[TextLine]] = [[]]
    for _, _, item in items:
        if isinstance(item, int):
            between.append([])
        else:
            between[-1].append(item)
    around = surroundings([tables.lattices[k] for _, _, k in items if isinstance(k, int)], between)
    blocks: list[Line | Grid] = []
    index = 0
    for _, _, item in items:
        if isinstance(item, int):
            index += 1
            above, below = (tuple(line.text for line in lines) for lines in around[index - 1])
            blocks.append(_grid(number, index, tables, item, above, below))
        else:
            blocks.append(Line(item.text, item.bbox))
    return tuple(blocks)


def _grid(
    page: int, index: int, tables: Tables, k: int, above: tuple[str, ...], below: tuple[str, ...]
) -> Grid:
    """Return table `k` of a page as its table number `index`."""
    g = tables.lattices[k]
    xs, ys = g.xs.tolist(), g.ys.tolist()
    texts, notes, doubts = tables.texts.get, tables.notes.get, tables.doubts.get
    cells = tuple(
        Cell(
            r, c, texts(n, ""), rs, cs, (xs[c], ys[r], xs[c + cs], ys[r + rs]),
            notes(n, ""), doubts(n, ""), n in tables.wrapped, score=tables.scores.get(n),
        )
        for n, (r, c, rs, cs) in zip(tables.cells(k), g.spans, strict=True)
    )  # fmt: skip
    shape = len(ys) - 1, len(xs) - 1
    return Grid(page, index, *shape, cells, g.bbox, above, below, g.engine, g.open_top, g.open_bottom)
