"""What a page looks like, asked only where its objects leave a doubt: is this seen, is this place empty?

The page is rendered unturned, grey, a pixel for half a point. An object that changes no pixel when it is
taken off is not seen, whatever hides it: a layer that is switched off, a cover of any shape, its own colour.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .arrays import Bools, Box, Floats
from .calls import raw_pdfium

SCALE = 2.0  # pixels a point
LARGEST = 4000  # pixels: a larger page is rendered coarser
INSET = 1.5  # points within a cell that its border may take
FAINT = 24  # of 255: what differs less from its ground is not ink
SPECK = 3  # pixels that differ: fewer are no print

Image = NDArray[np.uint8]


class Drawn:
    """The pictures of an open page.

    Parameters
    ----------
    page : pdfium's handle of the page
    box : tuple
        x0, y0, x1, y1 of what is shown, in PDF user space.
    """

    def __init__(self, page: object, box: Box) -> None:
        self._page, self._box = page, box
        self._scale = min(SCALE, LARGEST / max(box[2] - box[0], box[3] - box[1], 1.0))

    def picture(self, boxes: Floats) -> Image:
        """Return the page as it is seen now: grey values (height, width), the top first.

        What lies outside of the extent of `boxes` (k, 4), at least one, is not rendered but 0.
        """
        raw = raw_pdfium()
        width = max(int((self._box[2] - self._box[0]) * self._scale), 1)
        height = max(int((self._box[3] - self._box[1]) * self._scale), 1)
        image = np.zeros((height, width), np.uint8)
        rows, columns = self._window(np.concatenate((boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0))))
        part = image[rows, columns]
        if not part.size:
            return image
        bitmap = raw.FPDFBitmap_CreateEx(part.shape[1], part.shape[0], raw.FPDFBitmap_Gray, None, 0)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, part.shape[1], part.shape[0], 0xFFFFFFFF)
            upright = (4 - raw.FPDFPage_GetRotation(self._page)) % 4
            place = -columns.start, -rows.start, width, height
            raw.FPDF_RenderPageBitmap(bitmap, self._page, *place, upright, raw.FPDF_ANNOT)
            buffer = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte))
            stride = raw.FPDFBitmap_GetStride(bitmap)
            part[:] = np.ctypeslib.as_array(buffer, shape=(part.shape[0], stride))[:, : part.shape[1]]
            return image
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def _window(self, box: Floats, inset: float = 0.0) -> tuple[slice, slice]:
        x0, y0, x1, y1 = box
        left, top = (x0 + inset - self._box[0]) * self._scale, (self._box[3] - y1 + inset) * self._scale
        right, bottom = (x1 - inset - self._box[0]) * self._scale, (self._box[3] - y0 - inset) * self._scale
        return slice(max(int(top), 0), max(int(np.ceil(bottom)), 0)), slice(
            max(int(left), 0), max(int(np.ceil(right)), 0)
        )

    def seen(self, items: Sequence[int], boxes: Floats) -> Bools:
        """Return which of some objects (addresses, and their extents (k, 4)) are to be seen at all."""
        before = self.picture(boxes)
        self.switch(items, False)
        without = self.picture(boxes)
        self.switch(items, True)
        changed = np.array([self._changed(before, without, box) for box in boxes], bool)
        for k in np.flatnonzero(changed).tolist():  # of those that lie on each other, each is asked by itself
            lies = (boxes[:, 0] < boxes[k, 2]) & (boxes[k, 0] < boxes[:, 2])
            lies &= (boxes[:, 1] < boxes[k, 3]) & (boxes[k, 1] < boxes[:, 3])
            if lies.sum() > 1:
                self.switch([items[k]], False)
                changed[k] = self._changed(before, self.picture(boxes[k : k + 1]), boxes[k])
                self.switch([items[k]], True)
        return changed

    def _changed(self, before: Image, after: Image, box: Floats) -> bool:
        window = self._window(box)
        return bool((before[window] != after[window]).any())

    @staticmethod
    def switch(items: Sequence[int], on: bool) -> None:
        """Take objects off the page, or put them back: for pictures and for what text is read."""
        raw = raw_pdfium()
        for item in items:
            raw.FPDFPageObj_SetIsActive(ctypes.cast(item, raw.FPDF_PAGEOBJECT), on)

    def inked(self, boxes: Floats) -> Bools:
        """Return in which of the boxes (k, 4; PDF user space) something is drawn, their borders left out."""
        picture = self.picture(boxes)
        found = np.zeros(len(boxes), bool)
        for k, box in enumerate(boxes):
            part = picture[self._window(box, INSET)].astype(np.int16)
            if part.size:
                found[k] = (np.abs(part - np.median(part)) > FAINT).sum() >= SPECK
        return found
