"""Rulings: the axis-parallel strokes and thin filled boxes among the path objects of a page."""

from __future__ import annotations

import numpy as np

from .arrays import Bools, Floats, Ints
from .calls import consume, pdfium_calls, rows_of
from .objects import PATH, PageObjects, moved

THIN = 2.5  # a filled box up to this thickness (points) is a ruling
THICK = 5.0  # a stroke wider than this is a bar, not a ruling
SLANT = 0.3  # points that a stroke may stray from the axis, and
SLANT_RATE = 0.002  # more by this share of its length
FEW = 6  # a subpath of up to this many points may be a box
_BEZIER, _MOVE = 1, 2


def _centre_lines(boxes: Floats) -> tuple[Floats, Ints, Bools]:
    """Return centre lines (k, 4) of the boxes (m, 4) thin enough for rulings, whose each is, which are thin.

    A box thin both ways (a dot, a corner) gives a line each way.
    """
    x0, y0, x1, y1 = boxes.T
    flat, steep = y1 - y0 <= THIN, x1 - x0 <= THIN
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    lines = np.stack((x0, y, x1, y), axis=1)[flat], np.stack((x, y0, x, y1), axis=1)[steep]
    return np.concatenate(lines), np.concatenate((np.flatnonzero(flat), np.flatnonzero(steep))), flat | steep


class Rulings:
    """The rulings of a page.

    Attributes
    ----------
    segments : array (k, 4)
        x0, y0, x1, y1 of what is visible of each.
    fills : int array
        Indices of all path objects that are filled, or stroked as thick as a bar.
    covers : int array
        Indices of those that are boxes, not rulings.
    shapes : int array
        Indices of all others but rulings: what may be a picture or an outlined character.
    masks : int array
        Indices of what may cover something and is no plain box.
    """

    def __init__(self, objects: PageObjects) -> None:
        self._objects, self._call = objects, pdfium_calls()
        paths = np.flatnonzero(objects.kinds == PATH)
        items = objects.items[paths].tolist()
        modes = np.zeros((len(paths), 2), np.int32)
        consume(map(self._call["FPDFPath_GetDrawMode"], items, *rows_of(modes, 4)))
        counts = np.fromiter(map(self._call["FPDFPath_CountSegments"], items), int, len(items))
        filled, stroked = modes[:, 0] > 0, modes[:, 1] > 0
        simple = filled & ~stroked & (counts <= FEW)
        other = (filled | stroked) & ~simple
        lines, lines_of, thin = _centre_lines(objects.bounds(paths[simple]))
        self.fills = paths[filled]
        cover = simple & (counts >= 4) & (counts <= 5)
        cover[simple] &= ~thin
        self.covers = paths[cover]
        traced, traced_of = self._trace(paths[other], stroked[other], counts[other])
        owners = np.concatenate((np.flatnonzero(simple)[lines_of], np.flatnonzero(other)[traced_of]))
        segments = np.concatenate((lines, traced))
        shown = self._to_be_seen(segments, owners, paths, stroked)
        self.segments = self._clipped(segments[shown], owners[shown], paths)
        plain = cover | _marked(owners, len(paths))
        self.shapes = paths[(filled | stroked) & ~plain]
        self.masks = paths[filled & ~simple | simple & ~plain]

    def _to_be_seen(self, segments: Floats, owners: Ints, paths: Ints, stroked: Bools) -> Bools:
        """Return which rulings are of a colour that shows: white ones do on a coloured ground only.

        `owners` (k,) are the places in `paths` of what each ruling is a part of.
        """
        used, white = _marked(owners, len(paths)), np.zeros(len(paths), bool)
        for stroke in (True, False):
            which = used & (stroked == stroke)
            if which.any():
                white[which] = self._objects.white(paths[which], stroke)
        pale = white[owners]
        if pale.any():
            middle = (segments[pale, :2] + segments[pale, 2:]) / 2
            ground = self.fills[~np.isin(self.fills, paths[white])]
            pale[pale] = ~self._objects.on_colour(middle, ground)
        return ~pale

    def _clipped(self, segments: Floats, owners: Ints, paths: Ints) -> Floats:
        low, high = np.minimum(segments[:, :2], segments[:, 2:]), np.maximum(segments[:, :2], segments[:, 2:])
        used = _marked(owners, len(paths))
        clips = self._objects.clips(paths[used])[(np.cumsum(used) - 1)[owners]]
        low, high = np.maximum(low, clips[:, :2]), np.minimum(high, clips[:, 2:])
        return np.concatenate((low, high), axis=1)[(low <= high).all(axis=1)]

    def _trace(self, paths: Ints, stroked: Bools, counts: Ints) -> tuple[Floats, Ints]:
        """Follow the outlines of `paths`; return rulings (k, 4) and the place in `paths` each comes from."""
        if not len(paths):
            return np.zeros((0, 4)), np.zeros(0, np.int64)
        items = self._objects.items[paths].tolist()
        matrices, outer = self._objects.matrices(items), self._objects.to_page(paths)
        widths = np.zeros((len(items), 1), np.float32)
        consume(map(self._call["FPDFPageObj_GetStrokeWidth"], items, *rows_of(widths, 4)))
        scale = np.sqrt(np.abs(_determinant(matrices) * _determinant(outer)))
        keep = ~stroked | (widths[:, 0] * scale <= THICK)
        self.fills = np.concatenate((self.fills, paths[~keep]))
        owner = np.repeat(np.flatnonzero(keep), counts[keep])
        points, kinds, closed = self._points(paths[keep], counts[keep])
        points = moved(points, matrices[owner])
        if self._objects.nested:
            points = moved(points, outer[owner])
        if not len(points):
            return np.zeros((0, 4)), np.zeros(0, np.int64)
        start = (kinds == _MOVE) | (np.diff(owner, prepend=-1) != 0)
        first = np.flatnonzero(start)
        sub = np.cumsum(start) - 1
        low, high = np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)
        size = np.diff(np.append(first, len(points)))
        boxes = np.flatnonzero(~np.logical_or.reduceat(kinds == _BEZIER, first) & (size <= FEW))
        lines, lines_of, thin = _centre_lines(np.concatenate((low, high), axis=1)[boxes])
        is_thin = np.zeros(len(first), bool)
        is_thin[boxes[thin]] = True
        edges, edges_of = _edges(points, (kinds != _BEZIER) & ~start, closed, first, sub)
        extent = np.abs(edges[:, 2:] - edges[:, :2])
        along, across = extent.max(axis=1, initial=0), extent.min(axis=1, initial=np.inf)
        good = stroked[owner[first]][edges_of] & ~is_thin[edges_of] & (across <= SLANT + SLANT_RATE * along)
        of = np.concatenate((boxes[lines_of], edges_of[good]))
        return np.concatenate((lines, edges[good])), owner[first][of]

    def _points(self, paths: Ints, counts: Ints) -> tuple[Floats, Ints, Bools]:
        """Return all points (k, 2) of `paths`, what leads to each, and whether the subpath closes there."""
        call = self._call
        items = np.repeat(self._objects.items[paths], counts).tolist()
        starts = np.repeat(np.cumsum(counts) - counts, counts)
        order = (np.arange(len(items)) - starts).tolist()
        segments = list(map(call["FPDFPath_GetPathSegment"], items, order))
        points = np.zeros((len(items), 2), np.float32)
        consume(map(call["FPDFPathSegment_GetPoint"], segments, *rows_of(points, 4)))
        kinds = np.fromiter(map(call["FPDFPathSegment_GetType"], segments), int, len(items))
        closed = np.fromiter(map(call["FPDFPathSegment_GetClose"], segments), bool, len(items))
        return points.astype(float), kinds, closed


def _marked(places: Ints, n: int) -> Bools:
    """Return which of n places are among some."""
    marked = np.zeros(n, bool)
    marked[places] = True
    return marked


def _determinant(m: Floats) -> Floats:
    return m[:, 0] * m[:, 3] - m[:, 1] * m[:, 2]


def _edges(points: Floats, line: Bools, closed: Bools, first: Ints, sub: Ints) -> tuple[Floats, Ints]:
    """Return the straight pieces (k, 4), closing ones included, and the subpath of each."""
    to = np.flatnonzero(line)
    end = np.flatnonzero(closed)
    back = first[sub[end]]
    edges = np.concatenate((points[to - 1], points[end])), np.concatenate((points[to], points[back]))
    return np.concatenate(edges, axis=1), np.concatenate((sub[to], sub[end]))
