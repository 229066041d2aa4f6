"""The objects of a page in the order in which they are painted: where they lie and what clips them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from .arrays import Bools, Box, Floats, Ints
from .calls import consume, pdfium_calls, rows_of

SLACK = 0.5  # points around a clip that still count as inside
WHITE = 250  # each of red, green, blue from this on: white
MAX_DEPTH = 12  # of form objects within form objects
TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
_IDENTITY = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])


def moved(points: Floats, matrices: Floats) -> Floats:
    """Apply matrices (…, 6: a b c d e f) to points (…, 2)."""
    x, y = points[..., 0], points[..., 1]
    a, b, c, d, e, f = (matrices[..., k] for k in range(6))
    return np.stack((a * x + c * y + e, b * x + d * y + f), axis=-1)


def _moved_boxes(boxes: Floats, matrices: Floats) -> Floats:
    corners = np.stack([moved(boxes[:, pick], matrices) for pick in ([0, 1], [0, 3], [2, 1], [2, 3])])
    return np.concatenate((corners.min(axis=0), corners.max(axis=0)), axis=1)


def within(points: Floats, boxes: Floats) -> Bools:
    """Return whether points (…, 2) lie in boxes (…, 4), broadcast against each other."""
    x, y = points[..., 0], points[..., 1]
    inside = (boxes[..., 0] <= x) & (x <= boxes[..., 2])
    inside &= boxes[..., 1] <= y
    inside &= y <= boxes[..., 3]
    return inside


def _common(boxes: Floats, others: Floats) -> Floats:
    """Return the intersection of boxes (…, 4)."""
    common = np.maximum(boxes, others)
    np.minimum(boxes[..., 2:], others[..., 2:], out=common[..., 2:])
    return common


class PageObjects:
    """The objects of an open page, those within its form objects included.

    Parameters
    ----------
    page : int
        Address of pdfium's page.
    box : tuple
        The part of it that is shown; what lies outside is clipped.

    Attributes
    ----------
    items : uint64 array (n,)
        Address of each object but the forms, in the order in which they are painted.
    kinds : int array (n,)
        What each is.
    """

    def __init__(self, page: int, box: Box) -> None:
        self._call = pdfium_calls()
        shown = np.array(box) + np.array([-SLACK, -SLACK, SLACK, SLACK])
        self._settings: list[tuple[Floats, Floats]] = [(_IDENTITY, shown)]  # matrix and clip: page, forms
        found = list(self._walk(page, "FPDFPage", 0, 0))
        self.items = np.concatenate([items for items, _, _ in found])
        self.kinds = np.concatenate([kinds for _, kinds, _ in found])
        self._places = np.repeat([place for _, _, place in found], [len(items) for items, _, _ in found])
        self._sorter = np.argsort(self.items)

    @property
    def nested(self) -> bool:
        """Whether there are any within form objects."""
        return len(self._settings) > 1

    def over(self, shapes: Ints) -> Ints:
        """Return the indices of what may cover what was painted before: images, shadings, and `shapes`."""
        pictures = np.flatnonzero((self.kinds == IMAGE) | (self.kinds == SHADING))
        return np.sort(np.concatenate((pictures, shapes)))

    def extents(self, which: Ints) -> Floats:
        """Return the extent (m, 4) of what is shown of each object at indices `which`."""
        return _common(self.bounds(which), self.clips(which)) if len(which) else np.zeros((0, 4))

    def layered(self, which: Ints) -> Bools:
        """Return which objects may be part of a layer: they bear a mark, or stand within a form."""
        marks = map(self._call["FPDFPageObj_CountMarks"], self.items[which].tolist())
        return (np.fromiter(marks, int, len(which)) > 0) | (self._places[which] > 0)

    def _walk(
        self, handle: int, kind: str, place: int, depth: int
    ) -> Iterator[tuple[NDArray[np.uint64], Ints, int]]:
        """Yield addresses, kinds and place of all objects in a page or form; `place` is its setting."""
        call = self._call
        count = call[f"{kind}_CountObjects"](handle)
        here = np.fromiter(map(call[f"{kind}_GetObject"], repeat(handle), range(count)), np.uint64, count)
        what = np.fromiter(map(call["FPDFPageObj_GetType"], here.tolist()), np.int64, count)
        start = 0
        for end in np.flatnonzero(what == FORM).tolist():
            yield here[start:end], what[start:end], place
            start = end + 1
            if depth < MAX_DEPTH:
                form = int(here[end])
                clip = self._clip_boxes([form], np.array([place]))[0]
                self._settings.append((self._matrix_within(form, self._settings[place][0]), clip))
                yield from self._walk(form, "FPDFFormObj", len(self._settings) - 1, depth + 1)
        yield here[start:], what[start:], place

    def _matrix_within(self, form: int, outer: Floats) -> Floats:
        """Return the matrix from the form object `form` to the page; `outer` is that of its holder."""
        inner = self.matrices([form])[0]
        origin = moved(np.zeros(2), outer)
        axes = moved(inner[:4].reshape(2, 2), outer) - origin
        return np.concatenate((axes.ravel(), moved(inner[4:], outer)))

    def find(self, addresses: NDArray[np.uint64]) -> Ints:
        """Return the index of each object in ``items``, -1 where there is none."""
        if not len(self.items):
            return np.full(len(addresses), -1)
        at = np.searchsorted(self.items, addresses, sorter=self._sorter)
        index = self._sorter[np.minimum(at, len(self.items) - 1)]
        return np.where(self.items[index] == addresses, index, -1)

    def matrices(self, items: Sequence[int]) -> Floats:
        """Return the matrix (m, 6) of each object, up to the form or page that holds it."""
        table = np.zeros((len(items), 6), np.float32)
        at = rows_of(table, 24)[0]
        consume(map(self._call["FPDFPageObj_GetMatrix"], items, at))
        return table.astype(float)

    def to_page(self, which: Ints) -> Floats:
        """Return the matrix (m, 6) from what holds the object to the page."""
        return np.array([matrix for matrix, _ in self._settings])[self._places[which]]

    def bounds(self, which: Ints) -> Floats:
        """Return the extent (m, 4) on the page of the objects at indices `which`."""
        table = np.zeros((len(which), 4), np.float32)
        consume(map(self._call["FPDFPageObj_GetBounds"], self.items[which].tolist(), *rows_of(table, 4)))
        boxes = table.astype(float)
        inner = self._places[which] > 0
        if inner.any():
            boxes[inner] = _moved_boxes(boxes[inner], self.to_page(which[inner]))
        return boxes

    def clips(self, which: Ints) -> Floats:
        """Return the box (m, 4) on the page that the objects at indices `which` are clipped to."""
        return self._clip_boxes(self.items[which].tolist(), self._places[which])

    def _clip_boxes(self, items: list[int], places: Ints) -> Floats:
        call = self._call
        boxes = np.empty((len(items), 4))
        boxes[:, :2], boxes[:, 2:] = -np.inf, np.inf
        paths = list(map(call["FPDFPageObj_GetClipPath"], items))
        counts = np.fromiter(map(call["FPDFClipPath_CountPaths"], paths), int, len(items))
        for k in range(int(counts.max(initial=0))):
            which = np.flatnonzero(counts > k)
            some = paths if len(which) == len(paths) else [paths[i] for i in which.tolist()]
            start = map(call["FPDFClipPath_GetPathSegment"], some, repeat(k), repeat(0))
            points = np.fromiter(start, np.uint64, len(some))
            fresh = np.ones(len(points), bool)  # equal addresses: objects in a row share a path
            fresh[1:] = points[1:] != points[:-1]
            spans = self._clip_spans([some[i] for i in np.flatnonzero(fresh).tolist()], k)
            boxes[which] = _common(boxes[which], spans[np.cumsum(fresh) - 1])
        inner = (places > 0) & (counts > 0)
        if inner.any():
            matrices = np.array([matrix for matrix, _ in self._settings])[places[inner]]
            boxes[inner] = _moved_boxes(boxes[inner], matrices)
        clips = np.array([clip for _, clip in self._settings])
        return _common(boxes, clips[places] if len(clips) > 1 else clips)

    def _clip_spans(self, paths: list[int], k: int) -> Floats:
        """Return the extent (m, 4) of part `k` of each clip path; for most, opposite corners tell it."""
        call = self._call
        lengths = np.fromiter(map(call["FPDFClipPath_CountPathSegments"], paths, repeat(k)), int, len(paths))
        get, point = call["FPDFClipPath_GetPathSegment"], call["FPDFPathSegment_GetPoint"]
        table = np.zeros((len(paths), 4), np.float32)
        x0, y0, x1, y1 = rows_of(table, 4)
        consume(map(point, map(get, paths, repeat(k), repeat(0)), x0, y0))
        consume(map(point, map(get, paths, repeat(k), np.minimum(lengths - 1, 2).tolist()), x1, y1))
        low, high = np.minimum(table[:, :2], table[:, 2:]), np.maximum(table[:, :2], table[:, 2:])
        for i in np.flatnonzero((lengths < 4) | (lengths > 5)):
            points = np.zeros((lengths[i], 2), np.float32)
            consume(map(point, map(get, repeat(paths[i]), repeat(k), range(lengths[i])), *rows_of(points, 4)))
            low[i], high[i] = points.min(axis=0, initial=np.inf), points.max(axis=0, initial=-np.inf)
        return np.concatenate((low - SLACK, high + SLACK), axis=1).astype(float)

    def _colours(self, which: Ints, part: str = "Fill") -> tuple[Bools, NDArray[np.uint32]]:
        """Return whether fill (or stroke) is a plain colour (m,), and red, green, blue, alpha (m, 4)."""
        table = np.zeros((len(which), 4), np.uint32)
        call = map(self._call[f"FPDFPageObj_Get{part}Color"], self.items[which].tolist(), *rows_of(table, 4))
        return np.fromiter(call, bool, len(which)), table

    def white(self, which: Ints, stroke: bool = False) -> Bools:
        """Return which objects are filled (or stroked) with white or with nothing."""
        plain, colours = self._colours(which, "Stroke" if stroke else "Fill")
        return plain & ((colours[:, :3] >= WHITE).all(axis=1) | (colours[:, 3] == 0))

    def painted(self, which: Ints) -> Bools:
        """Return which of the text objects at indices `which` are painted at all."""
        mode = map(self._call["FPDFTextObj_GetTextRenderMode"], self.items[which].tolist())
        modes = np.fromiter(mode, int, len(which))
        return (modes != 3) & (modes != 7)

    def on_colour(self, points: Floats, fills: Ints) -> Bools:
        """Return for which of the points (k, 2) an image or a fill that is not white lies behind."""
        behind = np.flatnonzero((self.kinds == IMAGE) | (self.kinds == SHADING))
        behind = np.concatenate((behind, fills[~self.white(fills)]))
        boxes = _common(self.bounds(behind), self.clips(behind))
        there = np.zeros(len(points), bool)
        for box in boxes:
            there |= within(points, box)
        return there

    def uncovered(self, texts: Ints, owner: Ints, points: Floats, covers: Ints) -> Bools:
        """Return which of the points (k, 2) no opaque rectangle was painted over afterwards.

        `texts` are the indices of m text objects, `owner` (k,) which of them the points belong to;
        `covers` are the indices of filled rectangles.
        """
        free = np.ones(len(points), bool)
        covers = covers[covers > texts.min(initial=len(self.items))]
        if not len(covers):
            return free
        boxes = self.bounds(covers)
        first = np.zeros((len(texts), 2))
        first[owner[::-1]] = points[::-1]  # one point of each is enough to see which covers matter
        suspect = (within(first, boxes[:, None, :]) & (covers[:, None] > texts)).any(axis=1)
        covers = covers[suspect]
        plain, colours = self._colours(covers)
        boxes = _common(boxes[suspect], self.clips(covers))
        see_through = map(self._call["FPDFPageObj_HasTransparency"], self.items[covers].tolist())
        opaque = plain & (colours[:, 3] == 255) & ~np.fromiter(see_through, bool, len(covers))
        for cover, box in zip(covers[opaque].tolist(), boxes[opaque], strict=True):
            free &= (texts[owner] > cover) | ~within(points, box)
        return free
