"""The characters of a page, and which of them are to be seen on it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Bools, Codes, Floats, Ints
from .calls import consume, pdfium_calls, raw_pdfium, rows_of
from .drawn import Drawn
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


def page_text(
    page: Any, objects: PageObjects, rulings: Rulings, drawn: Drawn, layered: bool
) -> tuple[Text | None, tuple[str, ...]]:
    """Return the characters of an open page, and the runs of those that are not to be seen.

    pdfium leaves out a character that stands where an equal one stands already. So text that nobody sees is
    taken off the page, and what is left is read again.
    """
    with _text_page(page) as (address, count):
        if not address:
            return None, ()
        text = _read_text(address, count, objects, rulings)
    doubtful = _doubtful(text, objects, rulings, layered)
    if len(doubtful):
        seen = drawn.seen(objects.items[doubtful].tolist(), objects.bounds(doubtful))
        text.visible[np.isin(text.objects, objects.items[doubtful[~seen]])] = False
    hidden = _hidden(text)
    if hidden and len(gone := _beneath(text)):
        Drawn.switch(gone.tolist(), False)
        left = ~np.isin(text.objects, gone)
        kept = Text._make(values[left] for values in text)
        with _text_page(page) as (address, count):
            same = count == len(kept.codes) and bool((_codes(address, count) == kept.codes).all())
            text = kept if same else _read_text(address, count, objects, rulings)
    return text, hidden


@contextmanager
def _text_page(page: Any) -> Iterator[tuple[int, int]]:
    """Yield the address of pdfium's text of a page (0 where there is none), and the number of characters."""
    raw = raw_pdfium()
    textpage = raw.FPDFText_LoadPage(page)
    try:
        address = ctypes.cast(textpage, ctypes.c_void_p).value or 0
        yield address, raw.FPDFText_CountChars(textpage) if address else 0
    finally:
        if textpage:
            raw.FPDFText_ClosePage(textpage)


def _hidden(text: Text) -> tuple[str, ...]:
    """Return the runs of characters that are on the page and not to be seen on it."""
    at = np.flatnonzero(~text.visible & (text.objects > 0))
    if not len(at):
        return ()
    runs = np.split(text.codes[at], np.flatnonzero(np.diff(at) > 1) + 1)
    return tuple("".join(map(chr, run.tolist())) for run in runs)


def _doubtful(text: Text, objects: PageObjects, rulings: Rulings, layered: bool) -> Ints:
    """Return the text objects that only a picture of the page can tell to be seen.

    Those that something was painted over that is no plain box, and where the file has layers, those that are
    marked, or within a form.
    """
    covers = objects.over(rulings.masks)
    if not layered and not len(covers):
        return covers
    known = objects.find(np.unique(text.objects[text.visible]))
    texts = known[known >= 0]
    if not layered and not (len(texts) and covers.max() > texts.min()):
        return texts[:0]
    boxes, over = objects.bounds(texts), objects.extents(covers)
    meets = (boxes[:, None, :2] < over[None, :, 2:]) & (over[None, :, :2] < boxes[:, None, 2:])
    doubt = (meets.all(axis=2) & (covers[None, :] > texts[:, None])).any(axis=1)
    if layered:
        doubt |= objects.layered(texts)
    return texts[doubt]


def _beneath(text: Text) -> NDArray[np.uint64]:
    """Return the text objects of which no character is seen and that lie where one of another is."""
    printed = text.objects > 0
    seen = np.unique(text.objects[printed & text.visible])
    mine = printed & ~np.isin(text.objects, seen)
    at = np.flatnonzero(mine)
    if not len(at):
        return np.zeros(0, np.uint64)
    at = at[np.argsort(text.objects[at], kind="stable")]
    gone, start = np.unique(text.objects[at], return_index=True)
    low = np.minimum.reduceat(text.boxes[at, :2], start)
    high = np.maximum.reduceat(text.boxes[at, 2:], start)
    there = text.boxes[printed & text.visible]
    around = (there[:, :2] < high.max(axis=0)) & (low.min(axis=0) < there[:, 2:])
    there = there[around.all(axis=1)]
    meets = np.ones((len(gone), len(there)), bool)
    for axis in (1, 0):
        meets &= there[:, axis] < high[:, axis, None]
        meets &= low[:, axis, None] < there[:, axis + 2]
    return gone[meets.any(axis=1)]


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
