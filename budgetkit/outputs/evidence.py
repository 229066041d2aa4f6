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
from ..readers import BBox, render
from ..reconciliation import Reconciliation, reconcile
from ..records import LINE_ID, frame
from .places import Place, figure_place, merged
from .writing import replacing

if TYPE_CHECKING:
    import pandas as pd
    from PIL import Image


SCALE = 2.0
CHECK_ID = re.compile(r".+:[A-Z]\d\d:")
"""How the id of a check begins: its document and its rule."""
REPORTED, PARTS = "#d00000", "#1f5fa8"


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
        with replacing(Path(path)) as made:
            self.image.save(made, "PNG")


def trace(d: Disclosure, which: str, checks: Reconciliation | pd.DataFrame | None = None) -> Evidence:
    """Return the crop of the page behind a number, or behind both sides of a check.

    The page is rendered by pdfium only when it is asked for.

    Parameters
    ----------
    d : Disclosure
        What :func:`budgetkit.disclosure.disclosure.read` returned; its file must still be there.
    which : str
        A ``line_id``, a ``stated_id``, or a ``check_id``.
    checks : Reconciliation or DataFrame, optional
        What :func:`budgetkit.reconcile` returned, or its ``checks``; for a ``check_id`` it is made if it is
        not given, without other documents.

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
    if checks is None:
        checks = reconcile(d) if CHECK_ID.match(which) else frame("checks", [])
    checks = checks.checks if isinstance(checks, Reconciliation) else checks
    if which in set(checks["check_id"]):
        ids = ids_in(checks.loc[checks["check_id"] == which, "line_ids"].iloc[0])
        if not ids:
            raise ExtractionError(
                f"check {which} compares no printed figures; its detail says what it looked at"
            )
    places = merged([_place(d, i) for i in ids])
    crops = [_crop(place, places[0].boxes[0]) for place in places]
    captions = tuple(line for place in places for line in place.caption.split("\n"))
    return Evidence(_stack(crops, [p.caption for p in places]), captions)


def ids_in(formula: str) -> list[str]:
    """Return the figures that a check names (column ``line_ids``), each once.

    >>> ids_in("x:p6t1r2c2 = +x:p6t1r3c2 -x:s001")
    ['x:p6t1r2c2', 'x:p6t1r3c2', 'x:s001']
    """
    return list(dict.fromkeys(LINE_ID.findall(formula)))


def _place(d: Disclosure, which: str) -> Place:
    for name in ("line_items", "blanks", "stated"):
        if figure := next((f for f in d.records(name) if f.id == which), None):
            return figure_place(d, figure)
    raise ExtractionError(
        f"{d.document.document_id} has no figure {which!r}; line_items and stated list the ids"
    )


def _crop(place: Place, first: BBox) -> Image.Image:
    """Cut out the table, or the part of a tall one that holds the boxes, and draw them.

    `first` is the place that was asked for, or the reported side of a check: red; the others are blue.
    """
    from PIL import ImageDraw

    page = place.page
    picture = render(place.path, page, SCALE)
    draw = ImageDraw.Draw(picture)
    for box in place.boxes:
        x0, y0, x1, y1 = (v * SCALE for v in box)
        draw.rectangle((x0 - 2, y0 - 2, x1 + 2, y1 + 2), outline=REPORTED if box == first else PARTS, width=4)
    left, top, right, bottom = (int(v * SCALE) for v in place.window())
    return picture.crop((left, top, right, bottom))


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
