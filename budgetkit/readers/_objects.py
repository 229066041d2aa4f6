"""The objects of a page: path objects as rulings, and how text objects are painted and clipped."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from ._pdfium_calls import consume, pdfium_calls, rows_of

__all__ = ["Box", "Floats", "PageObjects"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Box = tuple[float, float, float, float]
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
THIN = 2.5  # a filled rectangle up to this thickness (points) is a ruling
THICK = 5.0  # a stroke wider than this is a bar, not a ruling
SLANT = 0.5  # a stroke that strays this far from the axis is still parallel to it
SLACK = 0.5  # points around a clip that still count as inside
WHITE = 250  # each of red, green, blue from this on: white
MAX_DEPTH = 12  # of form objects within form objects
_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_BEZIER, _MOVE = 1, 2
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies `m` first, then `n`."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _point(m: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = m
    return a * x + c * y + e, b * x + d * y + f


def _span(points: Iterable[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _moved(box: Sequence[float], matrix: Matrix) -> Box:
    x0, y0, x1, y1 = box
    if matrix is _IDENTITY:
        return x0, y0, x1, y1
    return _span(_point(matrix, x, y) for x in (x0, x1) for y in (y0, y1))


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
    images : int
        Number of image objects.
    """

    def __init__(self, page: int, box: Box) -> None:
        self.images = 0
        self._call = pdfium_calls()
        self._floats = (ctypes.c_float * 6)()
        self._ints = (ctypes.c_int * 2)()
        at = ctypes.addressof(self._floats)
        self._at = (at, at + 4, at + 8, at + 12)
        self._modes = (ctypes.addressof(self._ints), ctypes.addressof(self._ints) + 4)
        self._page_box = (box[0] - SLACK, box[1] - SLACK, box[2] + SLACK, box[3] + SLACK)
        self._segments: list[Box] = []
        self._owners: list[int] = []  # the path object of each segment
        self._order: dict[int, int] = {}  # the objects in the order in which they are painted
        self._fills: list[int] = []  # what may lie behind white text
        self._covers: dict[int, Box] = {}  # filled rectangles, which hide text painted before them
        self._forms: dict[int, tuple[Matrix, Box]] = {}  # the setting of objects within form objects
        self._walk(page, "FPDFPage", _IDENTITY, self._page_box, 0)

    def rulings(self) -> Floats:
        """Return what is visible of the axis-parallel segments: (k, 4) x0, y0, x1, y1."""
        segments = np.array(self._segments, float).reshape(-1, 4)
        if not len(segments):
            return segments
        owners, which = np.unique(np.array(self._owners, np.uint64), return_inverse=True)
        clips = self._clips(owners.tolist())[which]
        low, high = np.minimum(segments[:, :2], segments[:, 2:]), np.maximum(segments[:, :2], segments[:, 2:])
        low, high = np.maximum(low, clips[:, :2]), np.minimum(high, clips[:, 2:])
        return np.concatenate((low, high), axis=1)[(low <= high).all(axis=1)]

    def looks(self, items: list[int]) -> tuple[Bools, Bools, Floats]:
        """Return of m text objects (0: none): painted (m,), white (m,), box they are clipped to (m, 4)."""
        there = np.array(items, np.uint64) > 0
        real = [item for item in items if item]
        mode = np.fromiter(map(self._call["FPDFTextObj_GetTextRenderMode"], real), int, len(real))
        painted, white = there.copy(), np.zeros(len(items), bool)
        painted[there] = (mode != 3) & (mode != 7)
        white[there] = self._white(real)
        clips = np.tile(np.array(self._page_box), (len(items), 1))
        clips[there] = self._clips(real)
        return painted, white, clips

    def uncovered(self, items: list[int], first: Floats, which: Ints, points: Floats) -> Bools:
        """Return which of the points (k, 2) no opaque rectangle was painted over afterwards.

        `items` are m text objects with a point (m, 2) `first` each, `which` (k,) of them the points
        belong to.
        """
        free = np.ones(len(points), bool)
        if not self._covers or not len(points):
            return free
        order = np.array([self._order.get(item, 0) for item in items])
        covers = np.array(list(self._covers))
        boxes = np.array(list(self._covers.values()))
        when = np.array([self._order[item] for item in self._covers])
        inside = (boxes[:, None, :2] <= first).all(axis=2) & (first <= boxes[:, None, 2:]).all(axis=2)
        for k in np.flatnonzero((inside & (when[:, None] > order)).any(axis=1)).tolist():
            item = int(covers[k])
            if self._opaque(item):
                clip = self._clips([item])[0]
                low, high = np.maximum(boxes[k, :2], clip[:2]), np.minimum(boxes[k, 2:], clip[2:])
                free &= (order[which] > when[k]) | ~((low <= points) & (points <= high)).all(axis=1)
        return free

    def _opaque(self, item: int) -> bool:
        colour = np.zeros((1, 4), np.uint32)
        known = self._call["FPDFPageObj_GetFillColor"](item, *(part[0] for part in rows_of(colour, 4)))
        return bool(known) and colour[0, 3] == 255 and not self._call["FPDFPageObj_HasTransparency"](item)

    def on_colour(self, points: Floats) -> Bools:
        """Return for which of the points (k, 2) an image or a fill that is not white lies behind."""
        there = np.zeros(len(points), bool)
        is_path = [self._call["FPDFPageObj_GetType"](item) == _PATH for item in self._fills]
        blank = np.array(is_path, bool) & self._white(self._fills)
        for item, clip, white in zip(self._fills, self._clips(self._fills), blank, strict=True):
            if not white:
                box = np.array(_moved(self._bounds(item), self._setting(item)[0]))
                low, high = np.maximum(box[:2], clip[:2]), np.minimum(box[2:], clip[2:])
                there |= ((low <= points) & (points <= high)).all(axis=1)
        return there

    def _setting(self, item: int) -> tuple[Matrix, Box]:
        return self._forms.get(item, (_IDENTITY, self._page_box))

    def _white(self, items: list[int]) -> Bools:
        """Return which objects are filled with white or with nothing."""
        colours = np.zeros((len(items), 4), np.uint32)
        known = map(self._call["FPDFPageObj_GetFillColor"], items, *rows_of(colours, 4))
        is_known = np.fromiter(known, bool, len(items))
        return is_known & ((colours[:, :3] >= WHITE).all(axis=1) | (colours[:, 3] == 0))

    def _clips(self, items: list[int]) -> Floats:
        """Return the box (m, 4) that each object is clipped to, on the page."""
        call = self._call
        boxes = np.tile(np.array(self._page_box), (len(items), 1))
        paths = list(map(call["FPDFPageObj_GetClipPath"], items))
        counts = np.fromiter((call["FPDFClipPath_CountPaths"](p) if p else 0 for p in paths), int, len(items))
        for k in range(int(counts.max(initial=0))):
            which = np.flatnonzero(counts > k)
            some = [paths[i] for i in which]
            lengths = np.fromiter(map(call["FPDFClipPath_CountPathSegments"], some, repeat(k)), int, len(some))
            spans = self._clip_spans(some, k, lengths)
            boxes[which, :2] = np.maximum(boxes[which, :2], spans[:, :2] - SLACK)
            boxes[which, 2:] = np.minimum(boxes[which, 2:], spans[:, 2:] + SLACK)
        for i, item in enumerate(items if self._forms else ()):
            if item in self._forms:  # pdfium has it in the coordinates of the form
                matrix, outer = self._forms[item]
                x0, y0, x1, y1 = _moved(boxes[i].tolist(), matrix) if counts[i] > 0 else outer
                boxes[i] = max(x0, outer[0]), max(y0, outer[1]), min(x1, outer[2]), min(y1, outer[3])
        return boxes

    def _clip_spans(self, paths: list[int], k: int, lengths: NDArray[np.int64]) -> Floats:
        """Return the extent (m, 4) of part `k` of each clip path; for most, opposite corners tell it."""
        call = self._call
        get, point = call["FPDFClipPath_GetPathSegment"], call["FPDFPathSegment_GetPoint"]
        corners = np.zeros((len(paths), 4), np.float32)
        x0, y0, x1, y1 = rows_of(corners, 4)
        consume(map(point, map(get, paths, repeat(k), repeat(0)), x0, y0))
        consume(map(point, map(get, paths, repeat(k), (min(2, n - 1) for n in lengths.tolist())), x1, y1))
        spans = np.empty((len(paths), 4))
        spans[:, :2] = np.minimum(corners[:, :2], corners[:, 2:])
        spans[:, 2:] = np.maximum(corners[:, :2], corners[:, 2:])
        for i in np.flatnonzero((lengths < 4) | (lengths > 5)):
            points = []
            for j in range(int(lengths[i])):
                point(get(paths[i], k, j), self._at[0], self._at[1])
                points.append((self._floats[0], self._floats[1]))
            spans[i] = _span(points) if points else (0.0, 0.0, 0.0, 0.0)
        return spans

    def _walk(self, handle: int, kind: str, matrix: Matrix, clip: Box, depth: int) -> None:
        call = self._call
        get, type_of = call[f"{kind}_GetObject"], call["FPDFPageObj_GetType"]
        for i in range(call[f"{kind}_CountObjects"](handle)):
            item = get(handle, i)
            what = type_of(item)
            self._order[item] = len(self._order) + 1
            if depth and what != _FORM:
                self._forms[item] = matrix, clip
            if what == _PATH:
                self._path(item, matrix)
            elif what == _IMAGE or what == _SHADING:
                self.images += what == _IMAGE
                self._fills.append(item)
            elif what == _FORM and depth < MAX_DEPTH:
                self._forms[item] = matrix, clip
                x0, y0, x1, y1 = self._clips([item])[0].tolist()
                self._walk(item, "FPDFFormObj", _times(self._matrix(item), matrix), (x0, y0, x1, y1), depth + 1)

    def _matrix(self, item: int) -> Matrix:
        if not self._call["FPDFPageObj_GetMatrix"](item, self._at[0]):
            return _IDENTITY
        a, b, c, d, e, f = self._floats
        return a, b, c, d, e, f

    def _bounds(self, item: int) -> list[float]:
        self._call["FPDFPageObj_GetBounds"](item, *self._at)
        return self._floats[:4]

    def _path(self, item: int, matrix: Matrix) -> None:
        """Take the rulings out of one path object."""
        call = self._call
        call["FPDFPath_GetDrawMode"](item, *self._modes)
        filled, stroked = self._ints
        if not filled and not stroked:
            return
        count = call["FPDFPath_CountSegments"](item)
        if filled:
            self._fills.append(item)
        if filled and not stroked and count <= 6:
            box = _moved(self._bounds(item), matrix)
            if not self._thin(*box) and 4 <= count <= 5:
                self._covers[item] = box
        else:
            to_page = _times(self._matrix(item), matrix)
            if stroked:
                call["FPDFPageObj_GetStrokeWidth"](item, self._at[0])
                if self._floats[0] * abs(to_page[0] * to_page[3] - to_page[1] * to_page[2]) ** 0.5 > THICK:
                    return
            for points, lines in self._subpaths(item, count, to_page):
                self._outline(points, lines, bool(stroked))
        self._owners.extend(repeat(item, len(self._segments) - len(self._owners)))

    def _outline(self, points: list[Point], lines: list[bool], stroked: bool) -> None:
        """Take the rulings out of one subpath; ``lines[k]``: a straight line leads to ``points[k]``."""
        if all(lines) and len(points) <= 6 and self._thin(*_span(points)):
            return
        if not stroked:
            return
        for (x0, y0), (x1, y1), line in zip(points, points[1:], lines[1:], strict=False):
            if line and (abs(x0 - x1) <= SLANT or abs(y0 - y1) <= SLANT):
                self._segments.append((x0, y0, x1, y1))

    def _thin(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Keep a box that is thin enough to be a ruling as its centre line; say whether it was."""
        width, height = x1 - x0, y1 - y0
        if width > THIN and height > THIN:
            return False
        if height <= THIN:
            y = (y0 + y1) / 2
            self._segments.append((x0, y, x1, y))
        if width <= THIN:
            x = (x0 + x1) / 2
            self._segments.append((x, y0, x, y1))
        return True

    def _subpaths(self, item: int, count: int, matrix: Matrix) -> Iterator[tuple[list[Point], list[bool]]]:
        """Yield the points of each subpath and whether a straight line leads to them."""
        call, floats = self._call, self._floats
        get, point = call["FPDFPath_GetPathSegment"], call["FPDFPathSegment_GetPoint"]
        type_of, is_closed = call["FPDFPathSegment_GetType"], call["FPDFPathSegment_GetClose"]
        points: list[Point] = []
        lines: list[bool] = []
        for i in range(count):
            segment = get(item, i)
            point(segment, self._at[0], self._at[1])
            here = _point(matrix, floats[0], floats[1])
            kind = type_of(segment)
            if kind == _MOVE and points:
                yield points, lines
                points, lines = [], []
            points.append(here)
            lines.append(kind != _BEZIER)
            if is_closed(segment):
                points.append(points[0])
                lines.append(True)
        if points:
            yield points, lines
