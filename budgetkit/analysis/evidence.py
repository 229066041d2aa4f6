"""What a check speaks of, as it stands on the page: of findings too, which compare no figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ..knowledge import message
from ..text import squash
from .claims import ids_of
from .pages import Picture, crop

Box = tuple[float, float, float, float]
MARGIN = 45.0


def evidence(disclosure: Any, check: Mapping[str, Any] | pd.Series, scale: float = 1.4) -> Picture | None:
    """Return the part of the page that a check speaks of, its figures or words boxed.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.read` returned; its file must still be there.
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
    boxes = list(_boxes(disclosure, check))
    if not boxes:
        return None
    page = min(number for number, _ in boxes)
    mine = [box for number, box in boxes if number == page]
    more = len(boxes) - len(mine)
    about = {"page": page, "id": disclosure.document.document_id, "n": len(mine)}
    caption = message(f"evidence.box{'es' * (len(mine) > 1)}", **about)
    caption += message("evidence.more", n=more) if more else ""
    return Picture(crop(disclosure.parts[0], page, mine, scale, MARGIN), caption)


def _boxes(disclosure: Any, check: Mapping[str, Any] | pd.Series) -> Iterator[tuple[int, Box]]:
    """Yield pages and boxes: of figures by their ids, else of words, else of indicators."""
    if ids := ids_of(str(check["line_ids"])):
        for line_id in ids:
            yield from _of_figure(disclosure, line_id)
        return
    pages = [int(page.rpartition(":")[2]) for page in str(check.get("pages") or "").split()]
    words = str(check.get("where", "")).split(" / ")[-1]
    lines = [
        (number, line.bbox)
        for number in pages
        for line in disclosure.parts[0].pages[number - 1].lines
        if line.bbox and words and words in line.text
    ]
    yield from lines or _of_indicators(disclosure, words)


def _of_figure(disclosure: Any, line_id: str) -> Iterator[tuple[int, Box]]:
    for items in (disclosure.line_items, disclosure.blanks):
        for row in items[items["line_id"].eq(line_id) & items["x0"].notna()].to_dict("records"):
            x0, y0, x1, y1 = (float(row[key]) for key in ("x0", "y0", "x1", "y1"))
            yield int(row["page"]), (x0, y0, x1, y1)
    for figure in disclosure.records("stated"):
        if figure.id == line_id:
            paragraph = next(p for p in disclosure.prose if p.number == figure.paragraph)
            yield from paragraph.places(figure.start or 0, figure.end or 0)


def _of_indicators(disclosure: Any, form: str) -> Iterator[tuple[int, Box]]:
    rows = disclosure.indicators
    plain = rows[rows["form"].eq(form) & ~rows["target"].str.contains(r"\d")]
    for row in plain.to_dict("records"):
        grid = disclosure.parts[0].pages[int(row["page"]) - 1].grids[int(row["table"]) - 1]
        words = squash(row["indicator"])
        cells = (c for c in grid.cells if c.row == row["row"] and c.bbox)
        yield from ((int(row["page"]), cell.bbox) for cell in cells if squash(cell.text) == words)
