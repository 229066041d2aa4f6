"""What a check speaks of, as it stands on the page: of findings too, which compare no figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..analysis import Picture
from ..disclosure import Disclosure
from ..errors import ExtractionError
from ..readers import BBox
from ..text import squash
from .evidence import ids_in
from .places import figure_place

if TYPE_CHECKING:
    import pandas as pd
    from PIL import Image

Spot = tuple[int, int, BBox]
"""Which of the files, from 0, which page of it, and where on that."""

MARGIN = 45.0
RED = "#c0392b"


def evidence(
    disclosure: Disclosure, check: Mapping[str, Any] | pd.Series, scale: float = 1.4
) -> Picture | None:
    """Return the part of the page that a check speaks of, its figures or words boxed.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.read` returned; its files must still be there.
    check : Series or mapping
        A row of ``checks``, or of another table with ``line_ids`` (``measures``).
    scale : float
        Pixels a point.

    Returns
    -------
    Picture or None
        Figures that the check names; else the words that its place ends in, where the page has them; else
        the indicators without a number, where it speaks of targets. None where nothing of it is on a page,
        as for a form that is missing. Of boxes on several pages those of the first page are shown, and the
        caption counts the others.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> found = bk.reconcile(d, only=["D01", "W19"]).findings.set_index("rule_id")
    >>> evidence(d, found.loc["W19"])
    page 5 of banan-2024-budget: 1 box
    >>> evidence(d, found.loc["D01"].iloc[0]) is None
    True
    """
    spots = list(_spots(disclosure, check))
    if not spots:
        return None
    file, page = min((file, page) for file, page, _ in spots)
    mine = [box for *place, box in spots if place == [file, page]]
    more = len(spots) - len(mine)
    of = f" of {disclosure.parts[file].path.name}" if len(disclosure.parts) > 1 else ""
    caption = f"page {page}{of} of {disclosure.document.document_id}: {len(mine)} box{'es' * (len(mine) > 1)}"
    caption += f", and {more} on other pages" if more else ""
    return Picture(_strip(disclosure.parts[file].picture(page, scale), mine, scale), caption)


def _spots(d: Disclosure, check: Mapping[str, Any] | pd.Series) -> Iterator[Spot]:
    """Yield places: of figures by their ids, else of words, else of indicators."""
    if ids := ids_in(str(check["line_ids"])):
        for which in ids:
            yield from _of_figure(d, which)
        return
    places = [p.rpartition(":") for p in str(check.get("pages") or "").split()]
    words = str(check.get("where", "")).split(" / ")[-1]
    lines = [
        (file, int(page), line.bbox)
        for file, page in ((int(of or 1) - 1, page) for of, _, page in places)
        for line in d.parts[file].pages[int(page) - 1].lines
        if line.bbox and words and words in line.text
    ]
    yield from lines or _of_indicators(d, words)


def _of_figure(d: Disclosure, which: str) -> Iterator[Spot]:
    files = [part.path for part in d.parts]
    for table in ("line_items", "blanks", "stated"):
        for figure in d.records(table):
            if figure.id != which:
                continue
            try:
                place = figure_place(d, figure)
            except ExtractionError:  # no pages that can be shown
                continue
            for box in place.boxes:
                yield files.index(place.path), place.page.number, box if figure.role else _rounded(box)


def _rounded(box: BBox) -> BBox:
    x0, y0, x1, y1 = box
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)  # as the records of cells say it


def _of_indicators(d: Disclosure, form: str) -> Iterator[Spot]:
    files = [part.path.name for part in d.parts]
    rows = d.indicators
    for row in rows[rows["form"].eq(form) & ~rows["target"].str.contains(r"\d")].to_dict("records"):
        file, page = files.index(row["file"]), int(row["page"])
        grid = d.parts[file].pages[page - 1].grids[int(row["table"]) - 1]
        words = squash(row["indicator"])
        boxes = (c.bbox for c in grid.cells if c.row == row["row"] and squash(c.text) == words)
        yield from ((file, page, box) for box in boxes if box)


def _strip(picture: Image.Image, boxes: list[BBox], scale: float) -> Image.Image:
    """Return the strip of a page that holds boxes, drawn in red, with a margin above and below."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    for box in boxes:
        x0, y0, x1, y1 = (v * scale for v in box)
        draw.rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), outline=RED, width=3)
    top, bottom = min(box[1] for box in boxes) - MARGIN, max(box[3] for box in boxes) + MARGIN
    return picture.crop(
        (0, max(int(top * scale), 0), picture.width, min(int(bottom * scale), picture.height))
    )
