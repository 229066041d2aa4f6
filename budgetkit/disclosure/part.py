"""One file of a disclosure, read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ExtractionError
from ..readers import Agreement, Page, agreement, drawable, readings, render
from ..records import Caption, Unread
from ..tables import Table, captions, loose_rows, recognise

if TYPE_CHECKING:
    from PIL import Image

LOOSE = "looks like a row of a table, but stands in none"
_DIGITS = re.compile(r"\d\.\d|\d{2,}")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a disclosure: what the reader (``engine``) saw in it, and its recognised tables.

    ``file`` is its number in records and pages: from 1, or 0 where it is the only one.
    """

    path: Path
    pages: list[Page]
    tables: list[Table]
    agreements: Sequence[Agreement] = ()
    engine: str = ""
    file: int = 0

    def picture(self, number: int, scale: float) -> Image.Image:
        """Draw a page of a PDF, from 1, upright, `scale` pixels a point; those of OFD cannot be drawn."""
        if not drawable(self.path):
            raise ExtractionError(f"{self.path}: its pages cannot be drawn")
        return render(self.path, self.pages[number - 1], scale)

    def captions(self) -> Iterator[Caption]:
        """Yield the titles of its tables, and what these say whose they are."""
        return captions((g for page in self.pages for g in page.grids), self.file)

    def unseen(self, document_id: str) -> Iterator[Unread]:
        """List what a page has and no record is of: images, hidden figures, rows outside of its tables."""
        for page in self.pages:
            place = Unread(document_id, self.path.name, self.file, page.number, kind="page")
            if page.image_only:
                yield place._replace(why="the page holds only images")
            yield from (place._replace(why=remark) for remark in page.remarks)
            for text in filter(_DIGITS.search, page.hidden):
                yield place._replace(printed=text, why="hidden: in the file, not to be seen on the page")
            for text in loose_rows(page):
                yield place._replace(printed=text, why=LOOSE)


def read_part(path: Path, engine: str, file: int = 0) -> Part:
    """Read one file; where `engine` means two readers, say how far they agree."""
    found = readings(path, engine)
    pages, *second = found.values()
    if file:
        pages = [replace(page, file=file) for page in pages]
    grids = [[g for page in reading for g in page.grids] for reading in (pages, *second)]
    pairs = agreement(*grids) if second else ()
    return Part(path, pages, recognise(pages), pairs, next(iter(found)), file)
