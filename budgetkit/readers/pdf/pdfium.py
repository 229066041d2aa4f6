"""What pdfium says about a page: characters with their boxes, and straight path segments."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import SourceError
from .arrays import Bools, Box, Codes, Floats, Ints
from .calls import consume, pdfium_calls, raw_pdfium, rows_of
from .objects import PageObjects, within
from .rulings import Rulings


class Text(NamedTuple):
    """Characters of a page in content order; n is their number.

    ``codes`` (n,) code points; ``boxes`` (n, 4) loose boxes x0, y0, x1, y1; ``origins`` (n, 2);
    ``angles`` (n,) degrees counter-clockwise; ``objects`` (n,) address of the text object, 0 for a
    character that pdfium made up; ``visible`` (n,) False where nothing is to be seen.
    """

    codes: Codes
    boxes: Floats
    origins: Floats
    angles: Floats
    objects: NDArray[np.uint64]
    visible: Bools


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as pdfium holds it.

    Everything is read through ``pypdfium2.raw`` and handed on as numpy arrays in PDF user space (origin
    bottom left, points). Nothing is rendered.

    ``number`` from 1; ``box`` x0, y0, x1, y1 of what is shown; ``rotate`` its /Rotate in degrees;
    ``segments`` (k, 4) axis-parallel rulings x0, y0, x1, y1; ``images`` the number of images.
    """

    number: int
    box: Box
    rotate: int
    text: Text
    segments: Floats
    images: int


@contextmanager
def open_document(path: Path) -> Iterator[tuple[Any, int]]:
    """Open `path`; yield pdfium's handle and the number of pages (at least 1).

    Raises
    ------
    SourceError
        Not a PDF, damaged, encrypted with a password, without pages.
    """
    raw = raw_pdfium()
    document = raw.FPDF_LoadDocument(str(path).encode("utf-8"), None)
    if not document:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise SourceError(f"{path}: encrypted, opens only with a password; save it without one first")
        raise SourceError(
            f"{path}: cannot be opened as a PDF; it is truncated or damaged "
            "(or has no pages); fetch it again or repair it"
        )
    try:
        count = raw.FPDF_GetPageCount(document)
        if count < 1:
            raise SourceError(f"{path}: a PDF without pages; fetch it again")
        yield document, count
    finally:
        raw.FPDF_CloseDocument(document)


def read_page(document: Any, index: int, path: Path) -> RawPage:
    """Read page `index` (from 0) and close it again.

    Raises
    ------
    SourceError
        pdfium cannot load the page.
    """
    raw = raw_pdfium()
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise SourceError(f"{path}: page {index + 1} cannot be loaded; the file is truncated or damaged")
    textpage = None
    try:
        textpage = raw.FPDFText_LoadPage(page)
        if not textpage:
            raise SourceError(f"{path}: the text of page {index + 1} cannot be loaded; the file is damaged")
        rect = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
        box = (rect.left, rect.bottom, rect.right, rect.top)
        rotate = 90 * (raw.FPDFPage_GetRotation(page) % 4)
        objects = PageObjects(ctypes.cast(page, ctypes.c_void_p).value or 0, box)
        address = ctypes.cast(textpage, ctypes.c_void_p).value or 0
        rulings = Rulings(objects)
        text = _read_text(address, raw.FPDFText_CountChars(textpage), objects, rulings)
        return RawPage(index + 1, box, rotate, text, rulings.segments, objects.images)
    finally:
        if textpage:
            raw.FPDFText_ClosePage(textpage)
        raw.FPDF_ClosePage(page)


def _read_text(page: int, n: int, objects: PageObjects, rulings: Rulings) -> Text:
    call = pdfium_calls()
    codes = _codes(page, n)
    rects, origins = np.zeros((n, 4), np.float32), np.zeros((n, 2))
    (at,) = rows_of(rects, 16)  # FS_RECTF: left, top, right, bottom
    consume(map(call["FPDFText_GetLooseCharBox"], repeat(page), range(n), at))
    consume(map(call["FPDFText_GetCharOrigin"], repeat(page), range(n), *rows_of(origins, 8)))
    owners = np.fromiter(map(call["FPDFText_GetTextObject"], repeat(page), range(n)), np.uint64, n)
    boxes = rects[:, [0, 3, 2, 1]].astype(float)
    looks, first, which = np.unique(owners, return_index=True, return_inverse=True)
    matrices = np.zeros((len(first), 6), np.float32)  # FS_MATRIX: a, b are where the baseline runs
    consume(map(call["FPDFText_GetMatrix"], repeat(page), first.tolist(), *rows_of(matrices, 24)))
    angles = np.degrees(np.arctan2(matrices[:, 1], matrices[:, 0]))  # slanted letters stand on a level one
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    visible = (looks > 0)[which]  # the others are spaces that pdfium made up
    known = objects.find(looks)
    found = (known >= 0)[which]
    owner = (np.cumsum(known >= 0) - 1)[which[found]]
    visible[found] &= _seen(objects, rulings, known[known >= 0], owner, centre[found])
    return Text(codes, boxes, origins, angles[which], owners, visible)


def _codes(page: int, n: int) -> Codes:
    """Return the code points (n,): in one call where each is one unit of UTF-16, else one by one."""
    call = pdfium_calls()
    units = np.zeros(n + 1, np.uint16)
    written = call["FPDFText_GetText"](page, 0, n, units.ctypes.data)
    if written == n + 1 and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units[:n].astype(np.uint32)
    return np.fromiter(map(call["FPDFText_GetUnicode"], repeat(page), range(n)), np.uint32, n)


def _seen(objects: PageObjects, rulings: Rulings, texts: Ints, owner: Ints, centre: Floats) -> Bools:
    """Return which characters (centres (k, 2)) are seen: painted, not clipped, not white, not covered.

    `texts` (m,) are the indices of the text objects, `owner` (k,) which of them each character is of.
    """
    seen = objects.painted(texts)[owner] & within(centre, objects.clips(texts)[owner])
    seen &= objects.uncovered(texts, owner, centre, rulings.covers)
    white = seen & objects.white(texts)[owner]
    if white.any():
        seen[white] = objects.on_colour(centre[white], rulings.fills)
    return seen
