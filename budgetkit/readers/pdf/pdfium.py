"""What pdfium says about a page: characters with their boxes, straight path segments, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import SourceError
from .arrays import Box, Floats, median
from .calls import raw_pdfium
from .drawn import Drawn
from .objects import IMAGE, PageObjects
from .rulings import Rulings
from .text import Text, page_text

SIZES, READING = (4.0, 36.0), 10.0  # points: characters of print, and their usual size


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as pdfium holds it.

    Everything is read through ``pypdfium2.raw`` and handed on as numpy arrays in PDF user space (origin
    bottom left, points). Nothing is rendered.

    ``number`` from 1; ``box`` x0, y0, x1, y1 of what is shown; ``rotate`` its /Rotate in degrees;
    ``segments`` (k, 4) axis-parallel rulings x0, y0, x1, y1; ``images`` (k, 4) and ``shapes`` (k, 4) the
    extents of images, and of what is drawn and neither ruling nor box; ``hidden`` the runs of characters
    that are not to be seen. ``drawn`` can be asked while the page is open. All lengths are points times
    ``scale``.
    """

    number: int
    box: Box
    rotate: int
    text: Text
    segments: Floats
    images: Floats
    shapes: Floats
    hidden: tuple[str, ...]
    drawn: Drawn
    scale: float = 1.0

    def at_reading_size(self) -> RawPage:
        """Return the page scaled so that its characters have the size of print, where they are far from it.

        A page may count in units of its own (/UserUnit), or be drawn to be printed smaller.
        """
        heights = (self.text.boxes[:, 3] - self.text.boxes[:, 1])[self.text.visible]
        size = median(heights) if len(heights) else READING
        if SIZES[0] <= size <= SIZES[1] or size <= 0:
            return self
        k = READING / size
        text = self.text._replace(boxes=self.text.boxes * k, origins=self.text.origins * k)
        x0, y0, x1, y1 = (k * v for v in self.box)
        more = {name: getattr(self, name) * k for name in ("segments", "images", "shapes")}
        return replace(self, box=(x0, y0, x1, y1), text=text, scale=k, **more)


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


def _annotated(page: Any) -> bool:
    """Say whether a page has annotations that may show something: any but links and what pops up."""
    raw = raw_pdfium()
    for k in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, k)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            return True
    return False


@contextmanager
def _loaded(document: Any, index: int, path: Path) -> Iterator[Any]:
    """Yield pdfium's handle of page `index`, annotations and form fields made part of it."""
    raw = raw_pdfium()
    page = raw.FPDF_LoadPage(document, index)
    if page and _annotated(page) and raw.FPDFPage_Flatten(page, 0) == raw.FLATTEN_SUCCESS:
        raw.FPDF_ClosePage(page)
        page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise SourceError(f"{path}: page {index + 1} cannot be loaded; the file is truncated or damaged")
    try:
        yield page
    finally:
        raw.FPDF_ClosePage(page)


@contextmanager
def read_page(document: Any, index: int, path: Path, layered: bool = False) -> Iterator[RawPage]:
    """Read page `index` (from 0); it is open as long as the context is.

    Parameters
    ----------
    document : pdfium's handle
    index : int
    path : Path
        Named in messages.
    layered : bool
        The file has layers (optional content), which may be switched off.

    Raises
    ------
    SourceError
        pdfium cannot load the page.
    """
    raw = raw_pdfium()
    with _loaded(document, index, path) as page:
        rect = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
        box = (rect.left, rect.bottom, rect.right, rect.top)
        objects = PageObjects(ctypes.cast(page, ctypes.c_void_p).value or 0, box)
        rulings, drawn = Rulings(objects), Drawn(page, box)
        text, hidden = page_text(page, objects, rulings, drawn, layered)
        if text is None:
            raise SourceError(f"{path}: the text of page {index + 1} cannot be loaded; the file is damaged")
        images = objects.extents(np.flatnonzero(objects.kinds == IMAGE))
        rotate = 90 * (raw.FPDFPage_GetRotation(page) % 4)
        shapes = objects.extents(rulings.shapes)
        yield RawPage(index + 1, box, rotate, text, rulings.segments, images, shapes, hidden, drawn)


def attachments(document: Any) -> tuple[str, ...]:
    """Say which files are attached to a document; they are not read."""
    raw = raw_pdfium()
    names = []
    for k in range(raw.FPDFDoc_GetAttachmentCount(document)):
        attached = raw.FPDFDoc_GetAttachment(document, k)
        size = raw.FPDFAttachment_GetName(attached, None, 0)
        buffer = (ctypes.c_ushort * max(size // 2, 1))()
        raw.FPDFAttachment_GetName(attached, buffer, size)
        names.append(bytes(buffer).decode("utf-16-le").rstrip("\0"))
    return tuple(f"an attached file, {name}, which is not read" for name in names)
