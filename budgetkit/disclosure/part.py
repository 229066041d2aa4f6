"""One file of a disclosure, read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ExtractionError
from ..prose import Paragraph
from ..readers import SURE, Agreement, Page, agreement, drawable, readings, render
from ..records import DOUBT, Caption, Figure, Unread
from ..tables import Table, captions, loose_rows, recognise

if TYPE_CHECKING:
    from PIL import Image

LOOSE = "looks like a row of a table, but stands in none"
BEFORE = 12  # characters before a number that say what it is of
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

    def is_sure(self, paragraph: Paragraph, start: int, end: int) -> bool:
        """Say whether what a paragraph prints at some place, and a little before, is what the page shows."""
        scores = [
            line.score
            for page, box in paragraph.places(max(start - BEFORE, 0), end)
            for line in self.pages[page - 1].lines
            if line.bbox == box and line.score is not None
        ]
        return min(scores, default=1.0) >= SURE

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


def without_doubt(
    figures: Iterable[Figure], unread: Sequence[Unread], parts: Mapping[int, tuple[Part, Paragraph]]
) -> tuple[list[Figure], list[Unread]]:
    """List the figures of the prose that were recognised on a picture with doubt among what was not read.

    `parts` are the file and the paragraph of each number of a paragraph.
    """
    kept, lost = [], list(unread)
    for f in figures:
        part, paragraph = parts[f.paragraph]
        if part.is_sure(paragraph, f.start or 0, f.end or 0):
            kept.append(f)
        else:
            lost.append(
                Unread(
                    f.document_id, page=f.page, printed=f.printed, why=DOUBT, kind="number",
                    paragraph=f.paragraph, sentence=f.sentence, start=f.start, end=f.end,
                )
            )  # fmt: skip
    return kept, lost
