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

Addresses = NDArray[np.uint64]


class Text(NamedTuple):
    """Characters of a page in content order; n is their number. Spaces that pdfium made up are left out.

    ``codes`` (n,) code points; ``boxes`` (n, 4) loose boxes x0, y0, x1, y1; ``origins`` (n, 2);
    ``angles`` (n,) degrees counter-clockwise; ``objects`` (n,) address of the text object;
    ``visible`` (n,) False where nothing is to be seen; ``places`` (n,) number among all characters, where
    pdfium made up others between them.
    """

    codes: Codes
    boxes: Floats
    origins: Floats
    angles: Floats
    objects: Addresses
    visible: Bools
    places: Ints = np.zeros(0, np.int64)


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
        codes, owners = _codes(address, count), _owners(address, count)
        text = _read_text(address, codes, owners, objects, rulings)
    doubtful = _doubtful(text, objects, rulings, layered)
    if len(doubtful):
        seen = drawn.seen(objects.items[doubtful].tolist(), objects.bounds(doubtful))
        text.visible[np.isin(text.objects, objects.items[doubtful[~seen]])] = False
    hidden = _hidden(text)
    if hidden and len(gone := _beneath(text)):
        Drawn.switch(gone.tolist(), False)
        left = codes[~np.isin(owners, gone)]
        with _text_page(page) as (address, count):
            again = _codes(address, count)
            if len(again) == len(left) and (again == left).all():
                kept = ~np.isin(text.objects, gone)
                text = Text._make(values[kept] for values in text)  # of places only the order counts now
            else:
                text = _read_text(address, again, _owners(address, count), objects, rulings)
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
    hidden = ~text.visible
    if not hidden.any():
        return ()
    runs = np.split(text.codes[hidden], np.flatnonzero(np.diff(text.places[hidden]) > 1) + 1)
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


def _beneath(text: Text) -> Addresses:
    """Return the text objects of which no character is seen and that lie where one of another is."""
    seen = np.unique(text.objects[text.visible])
    at = np.flatnonzero(~np.isin(text.objects, seen))
    if not len(at):
        return np.zeros(0, np.uint64)
    at = at[np.argsort(text.objects[at], kind="stable")]
    gone, start = np.unique(text.objects[at], return_index=True)
    low = np.minimum.reduceat(text.boxes[at, :2], start)
    high = np.maximum.reduceat(text.boxes[at, 2:], start)
    there = text.boxes[text.visible]
    around = (there[:, :2] < high.max(axis=0)) & (low.min(axis=0) < there[:, 2:])
    there = there[around.all(axis=1)]
    meets = np.ones((len(gone), len(there)), bool)
    for axis in (1, 0):
        meets &= there[:, axis] < high[:, axis, None]
        meets &= low[:, axis, None] < there[:, axis + 2]
    return gone[meets.any(axis=1)]


def _read_text(page: int, codes: Codes, owners: Addresses, objects: PageObjects, rulings: Rulings) -> Text:
    call = pdfium_calls()
    at = np.flatnonzero(owners)  # the others are spaces that pdfium made up
    owners, places = owners[at], at.tolist()
    rects = np.zeros((len(at), 4), np.float32)
    (row,) = rows_of(rects, 16)  # FS_RECTF: left, top, right, bottom
    consume(map(call["FPDFText_GetLooseCharBox"], repeat(page), places, row))
    boxes = rects[:, [0, 3, 2, 1]].astype(float)
    fresh = np.ones(len(at), bool)  # where a text object begins: what it says is asked for once
    fresh[1:] = owners[1:] != owners[:-1]
    first, which = np.flatnonzero(fresh), np.cumsum(fresh) - 1
    matrices = np.zeros((len(first), 6), np.float32)  # FS_MATRIX: a, b are where the baseline runs
    consume(map(call["FPDFText_GetMatrix"], repeat(page), at[first].tolist(), *rows_of(matrices, 24)))
    angles = np.degrees(np.arctan2(matrices[:, 1], matrices[:, 0]))  # slanted letters stand on a level one
    known = objects.find(owners[first])
    visible = np.ones(len(at), bool)
    found = (known >= 0)[which]
    owner = (np.cumsum(known >= 0) - 1)[which[found]]
    centre = (boxes[found, :2] + boxes[found, 2:]) / 2
    visible[found] = _seen(objects, rulings, known[known >= 0], owner, centre)
    origins = _origins(page, at, boxes, fresh | (angles != 0)[which])
    return Text(codes[at], boxes, origins, angles[which], owners, visible, at)


def _origins(page: int, at: Ints, boxes: Floats, asked: Bools) -> Floats:
    """Return the origins (n, 2) of the characters at indices `at`; `asked` begin a text object or are turned.

    Others, level with the one before them, stand on its baseline, as far behind the left of their boxes.
    """
    asked[1:] |= (boxes[1:, 1] != boxes[:-1, 1]) | (boxes[1:, 3] != boxes[:-1, 3])
    first = np.flatnonzero(asked)
    told = np.zeros((len(first), 2))
    call = pdfium_calls()["FPDFText_GetCharOrigin"]
    consume(map(call, repeat(page), at[first].tolist(), *rows_of(told, 8)))
    told[:, 0] -= boxes[first, 0]
    origins = told[np.cumsum(asked) - 1]
    origins[:, 0] += boxes[:, 0]
    return origins


def _owners(page: int, n: int) -> Addresses:
    """Return the address of the text object that prints each character, 0 where pdfium made it up."""
    return np.fromiter(map(pdfium_calls()["FPDFText_GetTextObject"], repeat(page), range(n)), np.uint64, n)


def _codes(page: int, n: int) -> Codes:
    """Return the code points (n,): in one call where each is one unit of UTF-16, else one by one."""
    call = pdfium_calls()
    units = np.zeros(n + 1, np.uint16)
    written = call["FPDFText_GetText"](page, 0, n, units.ctypes.data)
    if written == n + 1 and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units[:n].astype(np.uint32)
    codes = np.fromiter(map(call["FPDFText_GetUnicode"], repeat(page), range(n)), np.uint32, n)
    halves = (codes >= 0xD800) & (codes < 0xE000)  # of pairs of UTF-16: alone, no character
    return np.where(halves | (codes > 0x10FFFF), 0xFFFD, codes).astype(np.uint32)


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
