"""Pieces of pages with boxes on them: each page is drawn once, small, and every crop is a window on it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ...readers import BBox, Page, render
from ..places import Place
from .words import Both, paged, say

SCALE = 1.6
"""Pixels a point: print of 8 points is still read easily."""

SHADES = 8
BUDGET = 2_500_000
"""How many characters all pictures of one report may take; those beyond it are left out, which is said."""

WINDOW = 420.0
"""How tall a window may be, in points, where the boxes do not need more."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What of a page is needed, as a data URI, and where on the page it belongs."""

    number: int
    box: BBox
    uri: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.box[2] - self.box[0], self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class View:
    """A window on a page, with boxes, among them those of what is likely wrong.

    ``printed`` is the number that the page prints of itself, 0 where it has none.
    """

    key: tuple[Path, int]
    file: int
    box: BBox
    boxes: tuple[BBox, ...]
    wrong: frozenset[BBox] = frozenset()
    printed: int = 0

    @property
    def viewbox(self) -> str:
        """The window as SVG writes it.

        >>> View((Path(), 1), 0, (10, 20, 110, 70), ()).viewbox
        '10 20 100 50'
        """
        x0, y0, x1, y1 = self.box
        return f"{x0:.5g} {y0:.5g} {x1 - x0:.5g} {y1 - y0:.5g}"

    @property
    def where(self) -> Both:
        """Its page in the file, and the number that is printed on it.

        >>> View((Path(), 30), 0, (0, 0, 1, 1), (), printed=29).where.en
        'page 30 of the file, on which 29 is printed'
        """
        page = paged([(self.file, self.key[1])])
        return say("html.page", page=page, printed=self.printed) if self.printed else page


class Pictures:
    """The pictures that a report needs: ask for windows first, then draw.

    Parameters
    ----------
    printed : mapping
        The number that is printed on each page (:func:`budgetkit.outputs.paper.printed_numbers`).
    """

    def __init__(self, printed: Mapping[tuple[int, int], int] | None = None) -> None:
        self._printed = printed or {}
        self._pages: dict[tuple[Path, int], Page] = {}
        self._needed: dict[tuple[Path, int], BBox] = {}
        self.drawn: dict[tuple[Path, int], Picture] = {}

    def view(self, place: Place, wrong: Iterable[BBox] = ()) -> View:
        """Return a window on a place, with what of it is likely wrong; its page will be drawn."""
        key = (place.path, place.page.number)
        box = place.window(WINDOW)
        old = self._needed.get(key, box)
        self._pages[key] = place.page
        self._needed[key] = (
            min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]),
        )  # fmt: skip
        printed = self._printed.get((place.page.file, place.page.number), 0)
        return View(key, place.page.file, box, place.boxes, frozenset(wrong) & {*place.boxes}, printed)

    def draw(self, budget: int = BUDGET) -> list[Picture]:
        """Draw what was asked for, first things first, as long as it fits; return the pictures."""
        for key, box in self._needed.items():
            uri = _uri(key[0], self._pages[key], box)
            if len(uri) <= budget:
                budget -= len(uri)
                self.drawn[key] = Picture(len(self.drawn), box, uri)
        return list(self.drawn.values())


def _uri(path: Path, page: Page, box: BBox) -> str:
    """Return a piece of a page in few shades of grey."""
    left, top, right, bottom = (round(v * SCALE) for v in box)
    piece = render(path, page, SCALE).crop((left, top, right, bottom)).convert("L").quantize(SHADES)
    buffer = BytesIO()
    piece.save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
