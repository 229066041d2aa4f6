"""trace(): from a number to the place on the page where it was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ..disclosure import Disclosure
from ..errors import ExtractionError
from ..readers import BBox, Page
from ..records import Figure

if TYPE_CHECKING:
    import pandas as pd
    from PIL import Image


SCALE = 2.0
MARGIN = 10.0
TALLEST = 600.0
REPORTED, PARTS = "#d00000", "#1f5fa8"
_ID = re.compile(r"(?<![^\s=+-])[^\s=+-][^\s=+]*:(?:(?:f\d+)?p\d+t\d+r\d+c\d+|s\d+)")


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """A crop of a page with what was asked for boxed; notebooks show it as a picture.

    Attributes
    ----------
    image : PIL.Image.Image
        The crop, two pixels a point.
    captions : tuple of str
        One a boxed place: id, page, what is printed there.
    """

    image: Image.Image
    captions: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(self.captions)

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.image.save(buffer, "PNG")
        return buffer.getvalue()

    def save(self, path: str | Path) -> None:
        """Write the picture as PNG."""
        self.image.save(path, "PNG")


@dataclass(frozen=True, slots=True)
class _Place:
    """Boxes on one page, and the table (or the width of the page) that they stand in."""

    path: Path
    page: Page
    boxes: tuple[BBox, ...]
    frame: BBox
    caption: str


def trace(d: Disclosure, which: str, checks: pd.DataFrame | None = None) -> Evidence:
    """Return the crop of the page behind a number, or behind both sides of a check.

    The page is rendered by pdfium only when it is asked for.

    Parameters
    ----------
    d : Disclosure
        What :func:`budgetkit.disclosure.disclosure.read` returned; its file must still be there.
    which : str
        A ``line_id``, a ``stated_id``, or, together with `checks`, a ``check_id``.
    checks : DataFrame, optional
        ``reconcile(d).checks``.

    Returns
    -------
    Evidence
        For a check both sides, the reported figure in red and those it is compared with in blue;
        figures of one table share a crop, crops of several stand below each other.

    Raises
    ------
    ExtractionError
        There is no such id, or the document has no pages that can be shown (Markdown).

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")  # doctest: +SKIP
    >>> bk.trace(d, d.line_items["line_id"][0])  # doctest: +SKIP
    """
    ids = [which]
    if checks is not None and which in set(checks["check_id"]):
        formula = checks.loc[checks["check_id"] == which, "line_ids"].iloc[0]
        ids = list(dict.fromkeys(_ID.findall(formula)))
        if not ids:
            raise ExtractionError(
                f"check {which} compares no printed figures; its detail says what it looked at"
            )
    places = _merge([_place(d, i) for i in ids])
    crops = [_crop(place, places[0].boxes[0]) for place in places]
    captions = tuple(line for place in places for line in place.caption.split("\n"))
    return Evidence(_stack(crops, [p.caption for p in places]), captions)


def _place(d: Disclosure, which: str) -> _Place:
    for items in (d.line_items, d.blanks):
        row = items[items["line_id"] == which]
        if len(row):
            return _cell_place(d, row.iloc[0])
    figure = next((f for f in d.records("stated") if f.id == which), None)
    if figure:
        return _prose_place(d, figure)
    raise ExtractionError(
        f"{d.document.document_id} has no figure {which!r}; line_items and stated list the ids"
    )


def _cell_place(d: Disclosure, row: pd.Series) -> _Place:
    part = d.part(row["file"])
    page = part.pages[int(row["page"]) - 1]
    grid = page.grids[int(row["table"]) - 1]
    cell = next(c for c in grid.cells if (c.row, c.col) == (row["row"], row["col"]))
    if cell.bbox is None or grid.bbox is None:
        raise ExtractionError(f"{part.path}: has no pages to show; the row reads {grid.matrix()[cell.row]}")
    caption = f"{row['line_id']}: page {page.number}, {row['item']}, printed {cell.text.strip() or 'blank'}"
    return _Place(part.path, page, (cell.bbox,), grid.bbox, caption)


def _prose_place(d: Disclosure, figure: Figure) -> _Place:
    part = d.part(figure.file_name)
    paragraph = next(p for p in d.prose if p.number == figure.paragraph)
    places = paragraph.places(figure.start or 0, figure.end or 0)
    if not places:
        raise ExtractionError(f"{part.path}: has no pages to show; the paragraph reads {paragraph.text!r}")
    page = part.pages[places[0][0] - 1]
    boxes = tuple(box for number, box in places if number == page.number)
    frame = (0.0, min(b[1] for b in boxes) - 2 * MARGIN, page.width, max(b[3] for b in boxes) + 2 * MARGIN)
    caption = f"{figure.id}: page {page.number}, {figure.item}, printed {figure.printed}"
    return _Place(part.path, page, boxes, frame, caption)


def _merge(places: Sequence[_Place]) -> list[_Place]:
    """Join the places that stand in the same table of the same page."""
    merged: dict[tuple[Path, int, BBox], _Place] = {}
    for p in places:
        key = (p.path, p.page.number, p.frame)
        old = merged.get(key)
        merged[key] = (
            _Place(p.path, p.page, old.boxes + p.boxes, p.frame, f"{old.caption}\n{p.caption}") if old else p
        )
    return list(merged.values())


def _crop(place: _Place, first: BBox) -> Image.Image:
    """Cut out the table, or the part of a tall one that holds the boxes, and draw them.

    `first` is the place that was asked for, or the reported side of a check: red; the others are blue.
    """
    from PIL import ImageDraw

    page = place.page
    picture = _render(place.path, page)
    draw = ImageDraw.Draw(picture)
    for box in place.boxes:
        x0, y0, x1, y1 = (v * SCALE for v in box)
        draw.rectangle((x0 - 2, y0 - 2, x1 + 2, y1 + 2), outline=REPORTED if box == first else PARTS, width=4)
    x0, y0, x1, y1 = place.frame
    if y1 - y0 > TALLEST:
        top, bottom = min(b[1] for b in place.boxes), max(b[3] for b in place.boxes)
        slack = max(TALLEST - (bottom - top), 4 * MARGIN) / 2
        y0, y1 = max(y0, top - slack), min(y1, bottom + slack)
    left, top = max(x0 - MARGIN, 0) * SCALE, max(y0 - MARGIN, 0) * SCALE
    right, bottom = min(x1 + MARGIN, page.width) * SCALE, min(y1 + MARGIN, page.height) * SCALE
    return picture.crop((int(left), int(top), int(right), int(bottom)))


def _render(path: Path, page: Page) -> Image.Image:
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(path)
    try:
        return pdf[page.number - 1].render(scale=SCALE, rotation=page.rotation).to_pil().convert("RGB")
    finally:
        pdf.close()


def _stack(crops: Sequence[Image.Image], captions: Sequence[str]) -> Image.Image:
    """Put crops below each other, each under its caption."""
    from PIL import Image, ImageDraw, ImageFont

    if len(crops) == 1:
        return crops[0]
    font = ImageFont.truetype(str(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf"), 20)
    heights = [28 * len(c.split("\n")) + 8 for c in captions]
    width = max(c.width for c in crops)
    sheet = Image.new("RGB", (width, sum(heights) + sum(c.height for c in crops)), "white")
    draw = ImageDraw.Draw(sheet)
    top = 0
    for crop, caption, height in zip(crops, captions, heights, strict=True):
        draw.text((8, top + 4), caption, fill="black", font=font)
        sheet.paste(crop, (0, top + height))
        top += height + crop.height
    return sheet
