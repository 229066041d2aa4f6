"""What pdfium says about a page: characters with their boxes, and straight path segments.

Everything is read through ``pypdfium2.raw`` and handed on as numpy arrays in PDF user space (origin
bottom left, points). Nothing is rendered.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import SourceError

__all__ = ["Paths", "RawPage", "Text", "open_document", "read_page"]

Floats = NDArray[np.float64]
THIN = 2.5  # a filled rectangle up to this thickness (points) is a ruling
THICK = 5.0  # a stroke wider than this is a bar, not a ruling
SLACK = 0.5  # points that count as inside of a clip around it
WHITE = 250  # each of red, green, blue from this on: white
MAX_DEPTH = 12  # of form objects within form objects
_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_LINE, _BEZIER, _MOVE = 0, 1, 2

_V, _I, _U, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float
_PROTOTYPES: dict[str, tuple[Any, ...]] = {
    # plain addresses as arguments: half the price of the checked prototypes of pypdfium2.raw
    "FPDFText_GetLooseCharBox": (_I, _V, _I, _V),
    "FPDFText_GetCharOrigin": (_I, _V, _I, _V, _V),
    "FPDFText_GetUnicode": (_U, _V, _I),
    "FPDFText_GetCharAngle": (_F, _V, _I),
    "FPDFText_GetTextObject": (_V, _V, _I),
    "FPDFText_HasUnicodeMapError": (_I, _V, _I),
    "FPDFTextObj_GetTextRenderMode": (_I, _V),
    "FPDFPage_CountObjects": (_I, _V),
    "FPDFPage_GetObject": (_V, _V, _I),
    "FPDFFormObj_CountObjects": (_I, _V),
    "FPDFFormObj_GetObject": (_V, _V, _U),
    "FPDFPageObj_GetType": (_I, _V),
    "FPDFPageObj_GetBounds": (_I, _V, _V, _V, _V, _V),
    "FPDFPageObj_GetMatrix": (_I, _V, _V),
    "FPDFPageObj_GetFillColor": (_I, _V, _V, _V, _V, _V),
    "FPDFPageObj_GetStrokeWidth": (_I, _V, _V),
    "FPDFPageObj_GetClipPath": (_V, _V),
    "FPDFClipPath_CountPaths": (_I, _V),
    "FPDFClipPath_CountPathSegments": (_I, _V, _I),
    "FPDFClipPath_GetPathSegment": (_V, _V, _I, _I),
    "FPDFPath_CountSegments": (_I, _V),
    "FPDFPath_GetDrawMode": (_I, _V, _V, _V),
    "FPDFPath_GetPathSegment": (_V, _V, _I),
    "FPDFPathSegment_GetPoint": (_I, _V, _V, _V),
    "FPDFPathSegment_GetType": (_I, _V),
    "FPDFPathSegment_GetClose": (_I, _V),
}


@cache
def _raw() -> Any:
    """Import pypdfium2 when it is first needed; importing it initialises pdfium."""
    import pypdfium2

    return pypdfium2.raw


@cache
def _calls() -> dict[str, Callable[..., Any]]:
    """Return the pdfium functions of the inner loops, taking plain addresses."""
    raw, calls = _raw(), {}
    for name, (result, *arguments) in _PROTOTYPES.items():
        address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
        calls[name] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return calls


class Text(NamedTuple):
    """Characters of a page in content order; n is their number.

    ``codes`` (n,) code points; ``boxes`` (n, 4) loose boxes x0, y0, x1, y1; ``origins`` (n, 2);
    ``angles`` (n,) degrees counter-clockwise; ``objects`` (n,) address of the text object, 0 for a
    character that pdfium made up; ``visible`` (n,) False where nothing is painted; ``mapped`` False
    where the font does not say which character the glyph is.
    """

    codes: NDArray[np.uint32]
    boxes: Floats
    origins: Floats
    angles: Floats
    objects: NDArray[np.uint64]
    visible: NDArray[np.bool_]
    mapped: NDArray[np.bool_]


class Paths(NamedTuple):
    """``segments`` (k, 4) axis-parallel x0, y0, x1, y1; ``images`` number of image objects."""

    segments: Floats
    images: int


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as pdfium holds it; ``box`` is x0, y0, x1, y1, ``rotate`` its /Rotate in degrees."""

    number: int
    box: tuple[float, float, float, float]
    rotate: int
    text: Text
    paths: Paths


_LOOKS = (
    (b"PK\x03\x04", "a ZIP archive (DOCX, XLSX and OFD files are such archives)"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file (DOC or XLS)"),
    (b"<!doctype", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89png", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"gif8", "a GIF image"),
    (b"rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)


def _check_file(path: Path) -> None:
    """Raise SourceError unless `path` is a file that starts like a PDF and ends like one."""
    if path.is_dir():
        raise SourceError(f"{path}: is a directory, not a PDF file; give the file inside it")
    if not path.is_file():
        raise SourceError(f"{path}: no such file; check the path")
    size = path.stat().st_size
    if size == 0:
        raise SourceError(f"{path}: the file is empty (0 bytes); fetch it again")
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    looks = next((what for magic, what in _LOOKS if start.startswith(magic)), "")
    if not looks:
        looks = "text" if head.isascii() else f"something else (its first bytes are {head[:8].hex(' ')})"
    raise SourceError(f"{path}: not a PDF; it looks like {looks}; fetch the PDF itself, or convert it")


@contextmanager
def open_document(path: Path) -> Iterator[tuple[Any, int]]:
    """Open `path`; yield pdfium's handle and the number of pages (at least 1).

    Raises
    ------
    SourceError
        Missing, a directory, empty, not a PDF, damaged, encrypted with a password, without pages.
    """
    _check_file(path)
    raw = _raw()
    document = raw.FPDF_LoadDocument(str(path).encode("utf-8"), None)
    if not document:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise SourceError(f"{path}: encrypted, opens only with a password; save it without one first")
        raise SourceError(
            f"{path}: starts like a PDF but cannot be opened; it is truncated or damaged "
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
    raw = _raw()
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
        handle = ctypes.cast(page, ctypes.c_void_p).value
        walk = _Walk(box)
        walk.container(handle, "FPDFPage", _IDENTITY, walk.page_box, 0)
        text = _read_text(ctypes.cast(textpage, ctypes.c_void_p).value, raw.FPDFText_CountChars(textpage), walk)
        paths = Paths(np.array(walk.segments, float).reshape(-1, 4), walk.images)
        return RawPage(index + 1, box, rotate, text, paths)
    finally:
        if textpage:
            raw.FPDFText_ClosePage(textpage)
        raw.FPDF_ClosePage(page)


def _consume(calls: Iterator[Any]) -> None:
    deque(calls, maxlen=0)


def _read_text(page: int | None, n: int, walk: _Walk) -> Text:
    call = _calls()
    codes = np.fromiter(map(call["FPDFText_GetUnicode"], repeat(page), range(n)), np.uint32, n)
    rects, origins = np.zeros((n, 4), np.float32), np.zeros((n, 2))
    at = rects.ctypes.data  # FS_RECTF: left, top, right, bottom
    _consume(map(call["FPDFText_GetLooseCharBox"], repeat(page), range(n), range(at, at + 16 * n, 16)))
    at = origins.ctypes.data
    ends = range(at, at + 16 * n, 16), range(at + 8, at + 8 + 16 * n, 16)
    _consume(map(call["FPDFText_GetCharOrigin"], repeat(page), range(n), *ends))
    found = map(call["FPDFText_GetTextObject"], repeat(page), range(n))
    objects = np.fromiter((address or 0 for address in found), np.uint64, n)
    boxes = rects[:, [0, 3, 2, 1]].astype(float)
    if not n:
        return Text(codes, boxes, origins, np.zeros(0), objects, np.ones(0, bool), np.ones(0, bool))
    _, first, which = np.unique(objects, return_index=True, return_inverse=True)
    looks = np.array([walk.look(page, int(i), int(objects[i])) for i in first])[which]
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    visible = (looks[:, 4] <= x) & (x <= looks[:, 6]) & (looks[:, 5] <= y) & (y <= looks[:, 7]) & (looks[:, 1] > 0)
    white = visible & (looks[:, 2] > 0)
    if white.any():
        visible[white] = walk.on_colour(x[white], y[white])
    return Text(codes, boxes, origins, looks[:, 0], objects, visible, looks[:, 3] > 0)


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    """Return the matrix that applies `m` first, then `n`."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _point(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = m
    return a * x + c * y + e, b * x + d * y + f


_Box = tuple[float, float, float, float]


def _span(points: Iterable[tuple[float, float]]) -> _Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


class _Walk:
    """One pass over the path objects of a page, into the forms within it."""

    def __init__(self, box: _Box) -> None:
        self.call = _calls()
        self.page_box = (box[0] - SLACK, box[1] - SLACK, box[2] + SLACK, box[3] + SLACK)
        self.segments: list[_Box] = []
        self.fills: list[tuple[int, _Matrix, _Box]] = []  # what may lie behind white text
        self.forms: dict[int, tuple[_Matrix, _Box]] = {}  # the setting of text objects within forms
        self.images = 0
        self._floats = (ctypes.c_float * 6)()
        self._ints = (ctypes.c_uint * 4)()
        at = ctypes.addressof(self._floats)
        self._at = (at, at + 4, at + 8, at + 12)
        at = ctypes.addressof(self._ints)
        self._ints_at = (at, at + 4, at + 8, at + 12)

    def container(self, handle: int | None, kind: str, matrix: _Matrix, clip: _Box, depth: int) -> None:
        call = self.call
        get, type_of = call[f"{kind}_GetObject"], call["FPDFPageObj_GetType"]
        for i in range(call[f"{kind}_CountObjects"](handle)):
            item = get(handle, i)
            what = type_of(item)
            if what == _PATH:
                self.path(item, matrix, clip)
            elif what == _TEXT:
                if depth:
                    self.forms[item] = matrix, clip
            elif what in (_IMAGE, _SHADING):
                self.images += what == _IMAGE
                self.fills.append((item, matrix, clip))
            elif what == _FORM and depth < MAX_DEPTH:
                inner = self.clip(item, matrix, clip)
                self.container(item, "FPDFFormObj", _times(self.matrix(item), matrix), inner, depth + 1)

    def matrix(self, item: int) -> _Matrix:
        if not self.call["FPDFPageObj_GetMatrix"](item, self._at[0]):
            return _IDENTITY
        a, b, c, d, e, f = self._floats
        return a, b, c, d, e, f

    def clip(self, item: int, matrix: _Matrix, outer: _Box) -> _Box:
        """Return the box that `item` is clipped to, on the page."""
        call, floats = self.call, self._floats
        path = call["FPDFPageObj_GetClipPath"](item)
        count = call["FPDFClipPath_CountPaths"](path) if path else 0
        get, point = call["FPDFClipPath_GetPathSegment"], call["FPDFPathSegment_GetPoint"]
        x0, y0, x1, y1 = outer
        for k in range(count):
            points = []
            for j in range(call["FPDFClipPath_CountPathSegments"](path, k)):
                point(get(path, k, j), self._at[0], self._at[1])
                points.append((floats[0], floats[1]) if matrix is _IDENTITY else _point(matrix, floats[0], floats[1]))
            if points:
                a, b, c, d = _span(points)
                x0, y0, x1, y1 = max(x0, a - SLACK), max(y0, b - SLACK), min(x1, c + SLACK), min(y1, d + SLACK)
        return x0, y0, x1, y1

    def bounds(self, item: int, matrix: _Matrix) -> _Box:
        self.call["FPDFPageObj_GetBounds"](item, *self._at)
        x0, y0, x1, y1 = self._floats[:4]
        if matrix is _IDENTITY:
            return x0, y0, x1, y1
        return _span(_point(matrix, x, y) for x in (x0, x1) for y in (y0, y1))

    def is_white(self, item: int) -> bool:
        """Say whether `item` is filled with white, or with nothing at all."""
        if not self.call["FPDFPageObj_GetFillColor"](item, *self._ints_at):
            return False
        red, green, blue, alpha = self._ints
        return alpha == 0 or min(red, green, blue) >= WHITE

    def on_colour(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """Return for which points something that is not white lies behind (or an image)."""
        there = np.zeros(len(x), bool)
        for item, matrix, clip in self.fills:
            if self.call["FPDFPageObj_GetType"](item) == _PATH and self.is_white(item):
                continue
            x0, y0, x1, y1 = self.bounds(item, matrix)
            a, b, c, d = self.clip(item, matrix, clip)
            there |= (max(x0, a) <= x) & (x <= min(x1, c)) & (max(y0, b) <= y) & (y <= min(y1, d))
        return there

    def look(self, page: int | None, i: int, item: int) -> tuple[float, ...]:
        """Return of a text object: angle (degrees), painted, white, characters known, clip box."""
        if not item:
            return 0.0, 0, 0, 1, *self.page_box
        matrix, outer = self.forms.get(item, (_IDENTITY, self.page_box))
        angle = -float(np.degrees(self.call["FPDFText_GetCharAngle"](page, i)))  # pdfium counts clockwise
        mapped = self.call["FPDFText_HasUnicodeMapError"](page, i) != 1
        painted = self.call["FPDFTextObj_GetTextRenderMode"](item) not in (3, 7)
        return angle, painted, self.is_white(item), mapped, *self.clip(item, matrix, outer)

    def path(self, item: int, matrix: _Matrix, clip: _Box) -> None:
        """Take the rulings out of one path object."""
        call = self.call
        call["FPDFPath_GetDrawMode"](item, self._ints_at[0], self._ints_at[1])
        filled, stroked = self._ints[0], self._ints[1]
        if not filled and not stroked:
            return
        if filled:
            self.fills.append((item, matrix, clip))
        count = call["FPDFPath_CountSegments"](item)
        before = len(self.segments)
        if filled and not stroked and count <= 6:
            self.thin(*self.bounds(item, matrix))
        else:
            to_page = _times(self.matrix(item), matrix)
            if stroked:
                call["FPDFPageObj_GetStrokeWidth"](item, self._at[0])
                if self._floats[0] * abs(to_page[0] * to_page[3] - to_page[1] * to_page[2]) ** 0.5 > THICK:
                    self.fills.append((item, matrix, clip))
                    return
            for points, lines in self.subpaths(item, count, to_page):
                self.outline(points, lines, bool(stroked))
        if len(self.segments) > before:
            self.segments[before:] = _clipped(self.segments[before:], self.clip(item, matrix, clip))

    def outline(self, points: list[tuple[float, float]], lines: list[bool], stroked: bool) -> None:
        """Take the rulings out of one subpath; ``lines[k]``: a straight line leads to ``points[k]``."""
        if all(lines) and len(points) <= 6 and self.thin(*_span(points)):
            return
        if not stroked:
            return
        for (x0, y0), (x1, y1), line in zip(points, points[1:], lines[1:], strict=False):
            if line and (abs(x0 - x1) <= 0.5 or abs(y0 - y1) <= 0.5):
                self.segments.append((x0, y0, x1, y1))

    def thin(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Keep a box that is thin enough to be a ruling as its centre line; say whether it was."""
        width, height = x1 - x0, y1 - y0
        if width > THIN and height > THIN:
            return False
        if height <= THIN:
            y = (y0 + y1) / 2
            self.segments.append((x0, y, x1, y))
        if width <= THIN:
            x = (x0 + x1) / 2
            self.segments.append((x, y0, x, y1))
        return True

    def subpaths(
        self, item: int, count: int, matrix: _Matrix
    ) -> Iterator[tuple[list[tuple[float, float]], list[bool]]]:
        """Yield the points of each subpath and whether a straight line leads to them."""
        call, floats = self.call, self._floats
        get, point = call["FPDFPath_GetPathSegment"], call["FPDFPathSegment_GetPoint"]
        type_of, is_closed = call["FPDFPathSegment_GetType"], call["FPDFPathSegment_GetClose"]
        points: list[tuple[float, float]] = []
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


def _clipped(segments: list[_Box], clip: _Box) -> list[_Box]:
    """Return what of the axis-parallel segments lies within `clip`."""
    x0, y0, x1, y1 = clip
    kept = []
    for a, b, c, d in segments:
        if max(min(a, c), x0) <= min(max(a, c), x1) and max(min(b, d), y0) <= min(max(b, d), y1):
            kept.append((min(max(a, x0), x1), min(max(b, y0), y1), min(max(c, x0), x1), min(max(d, y0), y1)))
    return kept
