"""An OFD file becomes pages: its characters and rulings go the way that those of PDF go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...errors import SourceError
from ..archive import Archive
from ..content import FETCH
from ..pages import Page
from ..pdf.arrays import Bools, Floats
from ..pdf.drawn import Drawn
from ..pdf.page import assembled, without_text
from ..pdf.pdfium import RawPage
from ..pdf.readable import check_readable, page_stats
from ..pdf.text import Text
from .ink import Ink
from .package import Package, Sheet
from .shown import POINT, hidden, rulings, seen


def read(path: Path) -> list[Page]:
    """Read an OFD file into pages of text lines and tables, as :func:`budgetkit.readers.pdf.page.read` does.

    Widths of characters are those that the file gives by the distances between them. What is not to be seen
    (invisible, white on nothing, painted over, off the page) is in ``hidden``. Pages cannot be drawn.

    Raises
    ------
    SourceError
        The file is damaged, encrypted, or has no pages.
    ExtractionError
        The pages are only images, or the file does not say which characters its shapes are.

    Warns
    -----
    UserWarning
        Some pages are only images, or not decoded.
    """
    pages, stats = [], []
    with Archive(path) as archive:
        for number, sheet in enumerate(Package(archive).sheets(), 1):
            raw = _raw(path, number, sheet)
            page, printed = assembled(raw)
            pages.append(replace(page, remarks=(*sheet.remarks, *page.remarks)))
            stats.append(page_stats(number, printed, len(raw.images), sum(map(len, raw.hidden))))
    if not any(page.blocks or page.image_only for page in pages):
        raise SourceError(f"{path}: an OFD file without text; {FETCH}")
    garbage = check_readable(path, stats)
    return [without_text(page) if page.number in garbage else page for page in pages]


class _Undrawn(Drawn):
    """Pages that cannot be drawn: whatever lies in an empty cell may be something."""

    def __init__(self) -> None:
        pass

    def inked(self, boxes: Floats) -> Bools:
        return np.ones(len(boxes), bool)


def _raw(path: Path, number: int, sheet: Sheet) -> RawPage:
    """Return a page as the arrays that those of PDF are read from: points, origin bottom left."""
    ink = Ink(sheet.resources, path, number)
    for layer in sheet.layers:
        ink.draw(layer)
    x, y, width, height = sheet.box
    box = (0.0, 0.0, width * POINT, height * POINT)

    def turned(boxes: Sequence[tuple[float, ...]], size: int = 4) -> Floats:
        """Return boxes (k, 4), or points (k, 2), with the bottom down."""
        found = np.array(boxes, float).reshape(-1, size) - np.resize([x, y], size)
        found[:, 1::2] = height - found[:, 1::2]
        return found * POINT if size == 2 else found[:, [0, 3, 2, 1]] * POINT

    shown, origins = seen(ink, sheet.box), turned([c.origin for c in ink.chars], 2)
    boxes = turned([c.box for c in ink.chars])
    text = Text(
        np.array([c.code for c in ink.chars], np.uint32), boxes,
        origins, np.array([c.angle for c in ink.chars], float) % 360,
        np.array([c.item for c in ink.chars], np.uint64), shown,
    )  # fmt: skip
    segments, shapes = rulings(ink)
    images, drawn, lines = turned(ink.images), turned(shapes), turned(segments)
    return RawPage(number, box, 0, text, lines, images, drawn, hidden(ink.chars, shown), _Undrawn())
