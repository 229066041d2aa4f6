"""Where on its page stands what is asked for: a figure of a table or of the prose, or what was not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..disclosure import Disclosure
from ..errors import ExtractionError
from ..knowledge import message, page_words
from ..readers import BBox, Page, drawable
from ..records import Figure, Unread


class Sheets:
    """What the pages of a document are called: pages, sheets of a workbook, or nothing where it has none."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._names: dict[str, str] = {}
        for f in figures:
            if f.ref:
                key = f"{f.file}:{f.page}" if f.file else str(f.page)
                self._names.setdefault(key, f.ref.rpartition("!")[0])

    def words(self, pages: str, lang: str) -> str:
        """Say in words which pages (``2 3``, ``1:4``) something stands on; "" where that says nothing."""
        known = pages.split()
        names = dict.fromkeys(name for page in known if (name := self._names.get(page)))
        rest = " ".join(page for page in known if page not in self._names)
        said_ = page_words(rest, lang) if rest and not names else ""
        return message("list", lang).join([*names, *([said_] if said_ else [])])


MARGIN = 10.0
"""How many points around what is boxed are shown with it."""

TALLEST = 600.0


@dataclass(frozen=True, slots=True)
class Place:
    """Boxes on one page, and the table (or the width of the page) that they stand in."""

    path: Path
    page: Page
    boxes: tuple[BBox, ...]
    frame: BBox
    caption: str = ""

    def window(self, tallest: float = TALLEST) -> BBox:
        """Return what of the page is shown: the table, or the part of a tall one that holds the boxes.

        >>> page = Page(1, width=500, height=900)
        >>> Place(Path(), page, ((50, 700, 90, 720),), (20, 50, 480, 800)).window(100)
        (10.0, 650.0, 490.0, 770.0)
        """
        x0, y0, x1, y1 = self.frame
        if y1 - y0 > tallest:
            top, bottom = min(b[1] for b in self.boxes), max(b[3] for b in self.boxes)
            slack = max(tallest - (bottom - top), 4 * MARGIN) / 2
            y0, y1 = max(y0, top - slack), min(y1, bottom + slack)
        right, bottom = min(x1 + MARGIN, self.page.width), min(y1 + MARGIN, self.page.height)
        return max(x0 - MARGIN, 0.0), max(y0 - MARGIN, 0.0), right, bottom


def figure_place(d: Disclosure, figure: Figure) -> Place:
    """Return the place of a figure.

    Parameters
    ----------
    d : Disclosure
    figure : Figure
        Of a table, a blank among them, or of the prose.

    Returns
    -------
    Place

    Raises
    ------
    ExtractionError
        The document has no pages that can be shown (Markdown), or they cannot be drawn (OFD).

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> figure_place(d, next(f for f in d.records("line_items") if f.id.endswith(":p6t1r19c4"))).caption
    'banan-2024-budget:p6t1r19c4: page 6, 劳务费, printed 155.04'
    """
    if figure.role:
        place = _said(d, figure.file_name, figure.paragraph, figure.start or 0, figure.end or 0)
        printed = figure.printed
    else:
        part = d.part(figure.file_name)
        page = part.pages[(figure.page or 1) - 1]
        grid = page.grids[(figure.table or 1) - 1]
        cell = next(c for c in grid.cells if (c.row, c.col) == (figure.row, figure.col))
        if cell.bbox is None or grid.bbox is None:
            row = grid.matrix()[cell.row]
            if cell.ref:
                raise ExtractionError(
                    f"{part.path}: has no pages to show; it stands in {cell.ref}, the row reads {row}"
                )
            raise ExtractionError(f"{part.path}: has no pages to show; the row reads {row}")
        if not drawable(part.path):
            row = grid.matrix()[cell.row]
            raise ExtractionError(
                f"{part.path}: its pages cannot be drawn; "
                f"it stands on page {page.number}, the row reads {row}"
            )
        place = Place(part.path, page, (cell.bbox,), grid.bbox)
        printed = cell.text.strip() or message("blank")
    about: dict[str, Any] = {"page": place.page.number, "item": figure.item, "printed": printed}
    caption = message("evidence.figure", id=figure.id, **about)
    return replace(place, caption=caption)


def _said(d: Disclosure, file: str, number: int, start: int, end: int) -> Place:
    """Return the place of a piece of a paragraph: the lines that hold it, on its first page."""
    part = d.part(file)
    paragraph = next(p for p in d.prose if p.number == number)
    places = paragraph.places(start, end)
    if not places or not drawable(part.path):
        raise ExtractionError(f"{part.path}: has no pages to show; the paragraph reads {paragraph.text!r}")
    page = part.pages[places[0][0] - 1]
    boxes = tuple(box for number, box in places if number == page.number)
    frame = (0.0, min(b[1] for b in boxes) - 2 * MARGIN, page.width, max(b[3] for b in boxes) + 2 * MARGIN)
    return Place(part.path, page, boxes, frame)


def unread_place(d: Disclosure, unread: Unread) -> Place | None:
    """Return the place of what was not read; None where it has none of its own on a page, or no box.

    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> cell = Unread(file_name="banan-2024-budget.pdf", page=6, table=1, row=19, col=4)
    >>> figure = next(f for f in d.records("line_items") if f.id.endswith(":p6t1r19c4"))
    >>> unread_place(d, cell).boxes == figure_place(d, figure).boxes
    True
    >>> unread_place(d, Unread(file_name="banan-2024-budget.pdf", page=6, kind="page")) is None
    True
    """
    if unread.paragraph:
        try:
            return _said(d, unread.file_name, unread.paragraph, unread.start or 0, unread.end or 0)
        except ExtractionError:
            return None
    if unread.page is None or unread.table is None:
        return None
    part = d.part(unread.file_name)
    if not drawable(part.path):
        return None
    page = part.pages[unread.page - 1]
    grid = page.grids[unread.table - 1]
    boxes = tuple(
        c.bbox
        for c in grid.cells
        if c.bbox and c.row == unread.row and (unread.col is None or c.col == unread.col)
    )
    return Place(part.path, page, boxes, grid.bbox) if boxes and grid.bbox else None


def merged(places: Sequence[Place]) -> list[Place]:
    """Join the places that stand in the same table of the same page."""
    found: dict[tuple[Path, int, BBox], Place] = {}
    for p in places:
        key = (p.path, p.page.number, p.frame)
        old = found.get(key)
        caption = f"{old.caption}\n{p.caption}" if old else p.caption
        found[key] = replace(old or p, boxes=(*old.boxes, *p.boxes) if old else p.boxes, caption=caption)
    return list(found.values())
