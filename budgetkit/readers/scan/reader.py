"""Pages that are pictures, read: those of a PDF, and picture files (engine ``scan``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...errors import ExtractionError
from ..pages import Page
from ..pdf.page import read as read_pdf
from ..picture import dots, drawn, frame, frames, is_picture
from .page import PRINT, page_of
from .recognise import ready
from .upright import quarter, slant

COARSEST, FINEST = 200 / 72, 300 / 72  # pixels a point at which pages are read
LONGEST = 7000  # pixels


def read(path: Path) -> list[Page]:
    """Read a picture file, or a PDF of which some pages are pictures.

    Other pages of a PDF are read as the engine ``rulings`` does.

    Raises
    ------
    SourceError
        The file is damaged, or as :func:`budgetkit.readers.pdf.page.read`.
    ExtractionError
        There are only pictures, and no text is recognised on any.
    DependencyError
        What recognises text (the extra ``scan``) is not installed.
    """
    ready()
    found = list(_pictures(path) if is_picture(path) else _in_pdf(path))
    if all(page.image_only for page in found):
        raise ExtractionError(f"{path}: {len(found)} page(s), all images on which no text is recognised")
    return found


def _in_pdf(path: Path) -> Iterator[Page]:
    for page in read_pdf(path, scanned=True):
        yield _recognised(path, page, dots(path, page.number)) if page.image_only else page


def _pictures(path: Path) -> Iterator[Page]:
    for number in range(1, frames(path) + 1):
        picture, size = frame(path, number)
        yield _recognised(path, Page(number, *size, image_only=True), max(picture.size) / max(size))


def _recognised(path: Path, page: Page, scale: float) -> Page:
    """Read a page as a picture of `scale` pixels a point; a page without text stays one of images only."""
    longest = max(page.width, page.height, 1.0)
    scale = min(max(COARSEST, min(scale, FINEST)), LONGEST / longest)
    grey = np.asarray(drawn(path, page.number, scale).convert("L"))
    turn = quarter(grey, PRINT * scale)
    askew = slant(np.ascontiguousarray(np.rot90(grey, -turn // 90)))
    straight = np.asarray(drawn(path, page.number, scale, turn, askew).convert("L"))
    read = page_of(page.number, straight, scale)
    if not read.blocks:
        return page
    return replace(read, rotation=turn, slant=askew, scanned=True, remarks=page.remarks + read.remarks)
