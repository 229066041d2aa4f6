"""What is drawn on a page of OFD: characters, rulings, filled boxes, pictures; in mm from the top left."""

from __future__ import annotations

import math
import os
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ...errors import SourceError
from ..elements import attribute, child, children, local
from .matrix import IDENTITY, Matrix, chained, floats, moved, steps
from .package import Resources

Box = tuple[float, float, float, float]
ASCENT, DESCENT = 0.88, 0.12  # of the size of a character
HALF = 0.5  # of the size: the width of a character that is not wide, where its font is not asked
_LINE = 0.353  # mm: the width of a stroke that says none
_DEEPEST = 32
MOST_DRAWN = 200_000  # objects, characters and points on a page: units that use units several times multiply
_WHITE = 250
_COMMAND = re.compile(r"[A-Za-z]|[^A-Za-z\s,]+")
_POINTS = {"S": 1, "M": 1, "L": 1, "Q": 2, "B": 3, "A": 0, "C": 0}


class Char(NamedTuple):
    """A character: its box, its origin, its angle (degrees, counter-clockwise), and by what it is drawn."""

    code: int
    box: Box
    origin: tuple[float, float]
    angle: float
    item: int
    white: bool
    shown: bool


class Path(NamedTuple):
    """A run of straight pieces, or the extent of what is curved."""

    points: list[tuple[float, float]]
    straight: bool
    stroked: bool
    filled: bool
    width: float
    white: bool
    opaque: bool
    item: int


class Ink:
    """Collects what the layers of a page draw, in order; ``item`` counts the objects.

    Parameters
    ----------
    resources : Resources
        What the objects refer to.
    file, page : path, int
        What is drawn, for messages.
    """

    def __init__(self, resources: Resources, file: os.PathLike[str], page: int) -> None:
        self._resources, self._file, self._page = resources, file, page
        self.chars: list[Char] = []
        self.paths: list[Path] = []
        self.images: list[Box] = []
        self._item = self._drawn = 0

    def draw(self, holder: Element, matrix: Matrix = IDENTITY, param: str = "", depth: int = 0) -> None:
        """Draw the objects of a layer, a block or a unit.

        Raises
        ------
        SourceError
            The page draws more than any disclosure does.
        """
        param = attribute(holder, "DrawParam") or param
        for e in holder if depth <= _DEEPEST else ():
            name = local(e)
            if name in ("PageBlock", "Content"):
                self.draw(e, matrix, param, depth + 1)
                continue
            self._item += 1
            self._count(1)
            own = chained(matrix, _own(e))
            if name == "TextObject":
                self._text(e, own, param)
            elif name == "PathObject":
                self._path(e, own, param)
            elif name == "ImageObject":
                self._image(e, own)
            elif name == "CompositeObject":
                unit = self._resources.units.get(attribute(e, "ResourceID"))
                if unit is not None and attribute(e, "Visible").lower() != "false":
                    self.draw(unit, own, param, depth + 1)

    def _count(self, more: int) -> None:
        self._drawn += more
        if self._drawn > MOST_DRAWN:
            raise SourceError(f"{self._file}: page {self._page} draws more than any disclosure does")

    def _colour(self, e: Element, kind: str, param: str) -> tuple[bool, float]:
        """Return whether an object is painted white, and how opaque (0 to 1)."""
        drawn = self._resources.params.get(attribute(e, "DrawParam") or param)
        colour = child(e, kind)
        colour = colour if colour is not None else child(drawn, kind)
        values = floats(attribute(colour, "Value"))
        white = (min(values) >= _WHITE) if len(values) in (1, 3) else len(values) == 4 and max(values) <= 5
        alphas = [floats(attribute(of, "Alpha")) for of in (e, colour)]
        return white, math.prod(a[0] / 255 for a in alphas if a)

    def _text(self, e: Element, matrix: Matrix, param: str) -> None:
        size = (floats(attribute(e, "Size")) or [0.0])[0]
        white, alpha = self._colour(e, "FillColor", param)
        shown = attribute(e, "Visible").lower() != "false" and alpha > 0 and size > 0
        scale = (floats(attribute(e, "HScale")) or [1.0])[0]
        turn = math.radians((floats(attribute(e, "CharDirection")) or [0.0])[0])
        along = math.radians((floats(attribute(e, "ReadDirection")) or [0.0])[0])
        angle = -math.degrees(math.atan2(matrix[1], matrix[0]) + turn)
        ways, cos, sin = (math.cos(along), math.sin(along)), math.cos(turn), math.sin(turn)
        for code, x, y, width in _placed(e, size * scale, ways):
            self._count(1)
            glyph = chained(matrix, (cos, sin, -sin, cos, x, y))
            corners = [moved(glyph, u, v) for u in (0.0, width) for v in (-ASCENT * size, DESCENT * size)]
            box = _extent(corners)
            self.chars.append(Char(code, box, moved(matrix, x, y), angle, self._item, white, shown))

    def _path(self, e: Element, matrix: Matrix, param: str) -> None:
        stroked = attribute(e, "Stroke").lower() != "false"
        filled = attribute(e, "Fill").lower() == "true"
        strokes = self._colour(e, "StrokeColor", param)
        fills = self._colour(e, "FillColor", param)
        if attribute(e, "Visible").lower() == "false":
            return
        white, alpha = strokes if stroked else fills
        drawn = self._resources.params.get(attribute(e, "DrawParam") or param)
        widths = [floats(attribute(of, "LineWidth")) for of in (e, drawn)]
        width = next((w[0] for w in widths if w), _LINE)
        width *= math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
        for points, straight in _traced(child(e, "AbbreviatedData")):
            self._count(len(points))
            if alpha > 0 and (stroked or filled) and points:
                run = [moved(matrix, *point) for point in points]
                opaque = filled and fills[1] >= 1
                self.paths.append(Path(run, straight, stroked, filled, width, white, opaque, self._item))

    def _image(self, e: Element, matrix: Matrix) -> None:
        if attribute(e, "Visible").lower() == "false":
            return
        box = floats(attribute(e, "Boundary"))
        if attribute(e, "CTM"):
            corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
        elif len(box) == 4:
            corners = [(0.0, 0.0), (box[2], box[3])]
        else:
            return
        self.images.append(_extent([moved(matrix, *corner) for corner in corners]))


def _own(e: Element) -> Matrix:
    """Return how the space of an object lies in that of what holds it: its own transform, then its place."""
    found, box = floats(attribute(e, "CTM")), floats(attribute(e, "Boundary"))
    left, top = box[:2] if len(box) == 4 else (0.0, 0.0)
    place: Matrix = (1.0, 0.0, 0.0, 1.0, left, top)
    if len(found) != 6:
        return place
    a, b, c, d, x, y = found
    return chained(place, (a, b, c, d, x, y))


def _placed(e: Element, size: float, ways: tuple[float, float]) -> Iterator[tuple[int, float, float, float]]:
    """Yield code, origin and width of each character of a text."""
    x = y = 0.0
    glyphs = sum(len(floats(g.text or "")) for t in children(e, "CGTransform") for g in children(t, "Glyphs"))
    codes = children(e, "TextCode")
    for code in codes:
        text = (code.text or "").strip("\r\n")
        if glyphs and len(codes) == 1 and not text.strip():
            text = "\ufffd" * glyphs  # shapes of a font, of which nothing says what characters they are
        x = (floats(attribute(code, "X")) or [x])[0]
        y = (floats(attribute(code, "Y")) or [y])[0]
        over = steps(attribute(code, "DeltaX"), len(text))
        down = steps(attribute(code, "DeltaY"), len(text))
        u, v = x, y
        widths = {True: size, False: size * HALF}  # of wide characters and others, as far as they have room
        for k, character in enumerate(text):
            wide = unicodedata.east_asian_width(character) in "WF" or ord(character) > 0x2E7F
            width = widths[wide]
            right = _step(over, k, 0.0 if down else width * ways[0])
            below = _step(down, k, 0.0 if over else width * ways[1])
            reach = math.hypot(right, below)
            if reach > 0 and k + 1 < len(text):
                widths[wide] = width = min(width, reach)
            yield ord(character), u, v, width
            u, v = u + right, v + below


def _step(given: list[float], k: int, usual: float) -> float:
    """Return the distance behind character `k`; where it is missing, the last one goes on."""
    return given[k] if k < len(given) else given[-1] if given else usual


def _extent(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _traced(data: Element | None) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the points of each run of a path, closed where it closes, and whether all pieces are straight."""
    words = _COMMAND.findall(data.text or "") if data is not None else []
    run: list[tuple[float, float]] = []
    straight, k = True, 0
    while k < len(words):
        name = words[k].upper()
        k += 1
        if name not in _POINTS:
            continue
        taken = floats(" ".join(words[k : k + (7 if name == "A" else 2 * _POINTS[name])]))
        if name in ("S", "M"):
            if len(run) > 1:
                yield run, straight
            run, straight = [], True
        if name == "C" and run:
            run.append(run[0])
        straight = straight and name not in ("Q", "B", "A")
        pairs = taken[-2:] if name == "A" else taken
        run += list(zip(pairs[::2], pairs[1::2], strict=False))
        k += len(taken)
    if len(run) > 1:
        yield run, straight
