"""A small typesetter for test PDFs: Chinese text and ruled tables, the same bytes on every run.

    from tests.support.typeset import Cell, Document, Rules, Table

    table = Table(
        [["功能分类科目", "", "2024年预算数"],
         ["科目编码", "科目名称", "总计"],
         ["合计", "", "1,137.10"],
         ["201", Cell("一般公共服务支出", indent=1), "1,084.23"]],
        widths=[80, 200, 90], spans=[(0, 0, 1, 2), (2, 0, 1, 2)], header_rows=2, align="llr",
    )
    Document(path).heading("支出预算表", level=1).line(right="单位：万元").table(table).save()

Lengths are points; rows and columns count from 0. Nothing in the file is compressed, dated or
random, so that its bytes depend on neither the machine, the clock nor the zlib build.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Self

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.support import ROOT

__all__ = ["Cell", "Document", "Rules", "Table", "wrap"]

FONT = "BudgetKitSansSC"
FONT_FILE = ROOT / "budgetkit" / "data" / "BudgetKitSansSC-Regular.ttf"
TOKEN = re.compile(r"[≥≤=]?[0-9][0-9,.]*%?|[A-Za-z]+|[^\n]")
NO_LINE_START = frozenset("，。、；：！？）》”％%】〉…)]")
NO_LINE_END = frozenset("（《“【〈([")


@dataclass(frozen=True)
class Cell:
    """A cell with a look of its own; a plain ``str`` takes the look of its column.

    ``align`` is ``l``, ``c`` or ``r``; ``valign`` is ``t`` or ``m``; ``indent`` counts ems.
    ``\\n`` in the text breaks the line there.
    """

    text: str
    align: str = ""
    indent: float = 0.0
    bold: bool = False
    valign: str = "m"


@dataclass(frozen=True)
class Rules:
    """How a table's rulings are drawn.

    Attributes
    ----------
    kind : str
        ``line`` strokes each ruling once from end to end; ``rect`` strokes a rectangle around every
        cell (all four sides always); ``fill`` fills rectangles as thin as ``width``.
    width, dash : float, sequence of float
        Thickness and dash pattern in points (no dash for ``fill``).
    outer : str
        Border drawn: ``all``, ``horizontal`` (left and right sides stay open) or ``none``.
    vertical, horizontal : bool
        Inner rulings. Without ``horizontal`` the rule below the header stays.
    close_cut : bool
        Draw a rule where a page break cuts the table.
    shade : float or None
        Grey of the header's background, 0 black to 1 white.
    """

    kind: str = "line"
    width: float = 0.5
    dash: Sequence[float] = ()
    outer: str = "all"
    vertical: bool = True
    horizontal: bool = True
    close_cut: bool = True
    shade: float | None = None

    def __post_init__(self) -> None:
        whole = self.outer == "all" and self.vertical and self.horizontal and self.close_cut
        if self.kind not in ("line", "rect", "fill") or self.outer not in ("all", "horizontal", "none"):
            raise ValueError(f"unknown ruling style: kind={self.kind!r}, outer={self.outer!r}")
        if (self.kind == "rect" and not whole) or (self.kind == "fill" and self.dash):
            raise ValueError("kind='rect' draws all four sides of every cell, and kind='fill' has no dash")


@dataclass(frozen=True)
class Table:
    """A ruled table: rows of texts, merged cells, header rows.

    Attributes
    ----------
    rows : sequence of rows of str or Cell
        All rows have one length. A position covered by a span holds ``""``.
    widths : sequence of float
        Column widths in points; empty shares the text width equally.
    spans : iterable of (row, col, rowspan, colspan)
        Merged cells. A page break inside one leaves its text above the break and an empty cell below.
    header_rows : int
        Rows that are centred, and printed again after a page break if ``repeat_header``.
    align : str
        One of ``l``, ``c``, ``r`` for each column's body cells; empty is all ``l``.
    break_before : collection of int
        Rows that must start a new page.
    row_height : float or mapping of row to float
        Least height of a row; a row grows with its text.
    """

    rows: Sequence[Sequence[str | Cell]]
    widths: Sequence[float] = ()
    spans: Iterable[tuple[int, int, int, int]] = ()
    header_rows: int = 0
    align: str = ""
    repeat_header: bool = True
    break_before: Collection[int] = ()
    row_height: float | Mapping[int, float] = 18.0
    size: float = 9.0
    padding: tuple[float, float] = (4.0, 3.0)
    bold_header: bool = True
    rules: Rules = field(default_factory=Rules)

    def cell(self, row: int, col: int) -> Cell:
        """Return one cell with its column's alignment and its header's weight filled in."""
        head = row < self.header_rows
        raw = self.rows[row][col]
        own = Cell(raw, bold=head and self.bold_header) if isinstance(raw, str) else raw
        align = own.align or ("c" if head else self.align[col : col + 1] or "l")
        return Cell(own.text, align, own.indent, own.bold, own.valign)

    def owners(self) -> list[list[tuple[int, int, int, int]]]:
        """Return for each position the (row, col, rowspan, colspan) that covers it."""
        n_cols = len(self.rows[0])
        if any(len(row) != n_cols for row in self.rows):
            raise ValueError(f"rows of {sorted({len(r) for r in self.rows})} cells in one table")
        owner = [[(r, c, 1, 1) for c in range(n_cols)] for r in range(len(self.rows))]
        for span in self.spans:
            r0, c0, height, width = span
            for r in range(r0, r0 + height):
                for c in range(c0, c0 + width):
                    if owner[r][c] != (r, c, 1, 1) or ((r, c) != (r0, c0) and self.cell(r, c).text):
                        raise ValueError(f"span {span} covers a text or another span at {(r, c)}")
                    owner[r][c] = span
        return owner

    def heights(self, widths: Sequence[float]) -> list[float]:
        """Return row heights: the least one, or as much as the texts need."""
        least = self.row_height
        out = [least if isinstance(least, float | int) else least.get(r, 18.0) for r in range(len(self.rows))]
        spans = sorted({s for row in self.owners() for s in row}, key=lambda s: (s[2], s))
        for r, c, rowspan, colspan in spans:
            lines = self.lines(self.cell(r, c), sum(widths[c : c + colspan]))
            lacking = len(lines) * self.size * 1.3 + 2 * self.padding[1] - sum(out[r : r + rowspan])
            if self.cell(r, c).text and lacking > 0:
                out[r + rowspan - 1] += lacking
        return out

    def lines(self, cell: Cell, width: float) -> list[str]:
        """Return a cell's text wrapped to a cell of that width."""
        return wrap(cell.text, width - 2 * self.padding[0] - cell.indent * self.size, self.size)


@cache
def _font() -> TTFont:
    """Register the font once and return it."""
    font = TTFont(FONT, FONT_FILE, asciiReadable=0)
    pdfmetrics.registerFont(font)
    return font


def text_width(text: str, size: float) -> float:
    """Return the width of one line; a character that the font lacks is a ValueError."""
    widths = _font().face.charWidths
    missing = sorted({ch for ch in text if ord(ch) not in widths})
    if missing:
        raise ValueError(f"the font has no glyph for {missing}")
    return float(sum(widths[ord(ch)] for ch in text)) * size / 1000


def wrap(text: str, width: float, size: float, first: float = 0.0) -> list[str]:
    """Break text into lines; numbers and words stay whole unless they alone exceed the width.

    ``first`` is the first line's indent. Closing punctuation starts no line, opening ends none.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        units: list[str] = []
        for token in TOKEN.findall(part):
            if units and (token[0] in NO_LINE_START or units[-1][-1] in NO_LINE_END):
                units[-1] += token
            else:
                units.append(token)
        room, line = width - first, ""
        for unit in units:
            whole = text_width(unit, size) <= width
            for piece in [unit] if whole else unit:
                if line and text_width(line + piece, size) > room + 0.01:
                    lines.append(line)
                    room, line = width, ""
                line += piece
        lines.append(line)
        first = 0.0
    return lines


class Document:
    """A PDF that grows from top to bottom; every method returns the document, ``save`` ends it.

    Parameters
    ----------
    path : str, path or binary file
        Where to write.
    landscape, rotate, turn : bool, int, int
        Of the first page, see :meth:`page_break`.
    margins : (left, top, right, bottom)
    page_number : str
        Printed at the foot of each page; ``""`` prints none.
    bold : str
        ``stroke`` thickens a glyph's outline, ``twice`` strikes it a second time beside the first.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | IO[bytes],
        *,
        title: str = "",
        landscape: bool = False,
        rotate: int = 0,
        turn: int = 0,
        margins: tuple[float, float, float, float] = (62.0, 70.0, 62.0, 70.0),
        page_number: str = "— {} —",
        bold: str = "stroke",
    ) -> None:
        _font()
        target = os.fspath(path) if isinstance(path, str | os.PathLike) else path
        self._canvas = Canvas(target, pagesize=A4, pageCompression=0, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setCreator("budgetkit tests")
        self._canvas.setProducer("budgetkit tests")
        self._margins, self._page_number, self._bold = margins, page_number, bold
        self._landscape, self._rotate, self._turn = landscape, rotate, turn
        self.page = 0
        self._open_page()

    @property
    def width(self) -> float:
        """Width between the margins."""
        return float(self._size[0]) - self._margins[0] - self._margins[2]

    @property
    def room(self) -> float:
        """Height left on the page."""
        return float(self._size[1]) - self._margins[3] - self._y

    def heading(self, text: str, level: int = 2, after: float = 6.0) -> Self:
        """Print a heading: level 0 and 1 are centred titles, 2 and 3 stand in the text."""
        size = {0: 20.0, 1: 16.0, 2: 15.0}.get(level, 14.0)
        align, indent = ("c", 0.0) if level < 2 else ("l", 2.0)
        return self.paragraph(text, size=size, align=align, indent=indent, bold=True, after=after)

    def paragraph(
        self,
        text: str,
        *,
        size: float = 12.0,
        leading: float = 1.75,
        indent: float = 2.0,
        align: str = "j",
        bold: bool = False,
        after: float = 0.0,
    ) -> Self:
        """Print wrapped text; ``indent`` is the first line's, in ems; ``align`` l, c, r or j(ustified)."""
        lines = wrap(text, self.width, size, first=indent * size)
        for n, line in enumerate(lines):
            if self.room < size * leading:
                self.page_break()
            left = indent * size if n == 0 else 0.0
            last = n == len(lines) - 1
            self._text(line, self._margins[0] + left, self._y, self.width - left, size * leading,
                       size, "l" if align == "j" and last else align, bold)  # fmt: skip
            self._y += size * leading
        self._y += after
        return self

    def line(self, left: str = "", center: str = "", right: str = "", size: float = 10.0) -> Self:
        """Print one line with texts at its left, centre and right: unit, compiling unit, note."""
        if self.room < size * 1.8:
            self.page_break()
        for text, align in ((left, "l"), (center, "c"), (right, "r")):
            if text:
                self._text(text, self._margins[0], self._y, self.width, size * 1.8, size, align)
        self._y += size * 1.8
        return self

    def space(self, height: float) -> Self:
        """Leave a gap."""
        self._y += height
        return self

    def page_break(
        self, *, landscape: bool | None = None, rotate: int | None = None, turn: int | None = None
    ) -> Self:
        """Start a page; it and the pages after it take the given properties.

        ``landscape`` is what the reader sees. ``rotate`` sets the page's /Rotate, the view stays
        upright. ``turn`` turns the contents clockwise against the view, as in sideways prints.
        """
        self._close_page()
        self._landscape = self._landscape if landscape is None else landscape
        self._rotate = self._rotate if rotate is None else rotate
        self._turn = self._turn if turn is None else turn
        self._open_page()
        return self

    def table(self, table: Table) -> Self:
        """Print a table, over as many pages as it needs."""
        n_cols = len(table.rows[0])
        widths = list(table.widths) or [self.width / n_cols] * n_cols
        if len(widths) != n_cols or sum(widths) > self.width + 0.01:
            raise ValueError(f"{len(widths)} widths of {sum(widths):.0f} pt for {n_cols} columns, "
                             f"{self.width:.0f} pt")  # fmt: skip
        heights = table.heights(widths)
        head = list(range(table.header_rows))
        prefix, body = head, list[int]()
        if sum(heights[: table.header_rows + 1]) > self.room + 0.01:
            self.page_break()
        for r in range(table.header_rows, len(table.rows)):
            if r in table.break_before or sum(heights[i] for i in [*prefix, *body, r]) > self.room + 0.01:
                if body:
                    self._fragment(table, prefix + body, widths, heights, cut=True)
                    prefix, body = head if table.repeat_header else [], []
                self.page_break()
                if sum(heights[i] for i in [*prefix, r]) > self.room + 0.01:
                    raise ValueError(f"row {r} is higher than a page")
            body.append(r)
        self._fragment(table, prefix + body, widths, heights, cut=False)
        return self

    def save(self) -> None:
        """Close the last page and write the file."""
        self._close_page()
        self._canvas.save()

    # -- pages -------------------------------------------------------------------------------------
    def _open_page(self) -> None:
        self.page += 1
        short, long = A4
        seen = (long, short) if self._landscape else (short, long)
        self._size = width, height = seen[::-1] if self._turn % 180 else seen
        angle = (self._turn - self._rotate) % 360
        media = (height, width) if angle % 180 else (width, height)
        # reportlab swaps the sides of a page that has /Rotate 90 or 270
        self._canvas.setPageSize(media[::-1] if self._rotate % 180 else media)
        self._canvas.setPageRotation(self._rotate)
        matrix = {90: (0, -1, 1, 0, 0, width), 180: (-1, 0, 0, -1, width, height),
                  270: (0, 1, -1, 0, height, 0)}  # fmt: skip
        if angle:
            self._canvas.transform(*matrix[angle])
        self._y = self._margins[1]

    def _close_page(self) -> None:
        if self._page_number:
            top = self._size[1] - self._margins[3] + 18
            self._text(self._page_number.format(self.page), 0, top, self._size[0], 14, 10.5, "c")
        self._canvas.showPage()

    # -- ink ---------------------------------------------------------------------------------------
    def _text(
        self, text: str, x: float, top: float, width: float, height: float, size: float, align: str,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Draw one line in a box, its em square centred vertically."""
        slack = width - text_width(text, size)
        x += {"c": slack / 2, "r": slack}.get(align, 0.0)
        stretch = slack / (len(text) - 1) if align == "j" and len(text) > 1 and slack < 3 * size else 0.0
        strikes = (0.0, size * 0.03) if bold and self._bold == "twice" else (0.0,)
        for shift in strikes:
            ink = self._canvas.beginText(x + shift, self._size[1] - top - height / 2 - size * 0.38)
            ink.setFont(FONT, size)
            ink.setCharSpace(stretch)
            if bold and self._bold == "stroke":
                self._canvas.setLineWidth(size * 0.03)
                ink.setTextRenderMode(2)
            ink.textOut(text)
            ink.setTextRenderMode(0)
            ink.setCharSpace(0)
            self._canvas.drawText(ink)

    def _fragment(
        self, table: Table, rows: list[int], widths: list[float], heights: list[float], cut: bool
    ) -> None:
        """Draw some of a table's rows from the cursor down, then move the cursor below them."""
        xs, ys = [self._margins[0] + (self.width - sum(widths)) / 2], [self._y]
        for w in widths:
            xs.append(xs[-1] + w)
        for r in rows:
            ys.append(ys[-1] + heights[r])
        owner = [table.owners()[r] for r in rows]
        head = sum(r < table.header_rows for r in rows)
        _rule(self._canvas, self._size[1], table.rules, owner, xs, ys, head, rows[0] != 0, cut)
        for i, row in enumerate(owner):
            for c, (r0, c0, _, colspan) in enumerate(row):
                if (rows[i], c) == (r0, c0):
                    below = next((k for k in range(i, len(rows)) if owner[k][c] != row[c]), len(rows))
                    self._cell(table, table.cell(r0, c0), xs[c], ys[i], xs[c + colspan], ys[below])
        self._y = ys[-1]

    def _cell(self, table: Table, cell: Cell, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a cell's lines within its box."""
        left = table.padding[0] + cell.indent * table.size
        lines, leading = table.lines(cell, x1 - x0), table.size * 1.3
        gap = (y1 - y0 - len(lines) * leading) / 2
        top = y0 + (table.padding[1] if cell.valign == "t" else max(gap, table.padding[1]))
        for n, line in enumerate(lines):
            if line:
                self._text(line, x0 + left, top + n * leading, x1 - x0 - left - table.padding[0], leading,
                           table.size, cell.align, cell.bold)  # fmt: skip


def _rule(
    canvas: Canvas, page_height: float, rules: Rules, owner: list[list[tuple[int, int, int, int]]],
    xs: list[float], ys: list[float], head: int, cut_above: bool, cut_below: bool,
) -> None:  # fmt: skip
    """Draw a fragment's shade and rulings; y runs down from the top of the page."""
    n_rows, n_cols = len(owner), len(owner[0])
    canvas.setLineWidth(rules.width)
    canvas.setDash(list(rules.dash))
    if rules.shade is not None and head:
        canvas.setFillGray(rules.shade)
        canvas.rect(xs[0], page_height - ys[head], xs[-1] - xs[0], ys[head] - ys[0], stroke=0, fill=1)
        canvas.setFillGray(0)
    if rules.kind == "rect":
        for c0, r0, c1, r1 in _boxes(owner):
            canvas.rect(xs[c0], page_height - ys[r1], xs[c1] - xs[c0], ys[r1] - ys[r0])
        canvas.setDash([])
        return
    segments: list[tuple[float, float, float, float]] = []
    for i, y in enumerate(ys):
        ends, cut = i in (0, n_rows), (i == 0 and cut_above) or (i == n_rows and cut_below)
        closed = rules.outer != "none" and (rules.close_cut or not cut)
        shown = closed if ends else rules.horizontal or i == head
        marks = [shown and (ends or owner[i - 1][c] != owner[i][c]) for c in range(n_cols)]
        segments += [(xs[a], y, xs[b], y) for a, b in _runs(marks)]
    for j, x in enumerate(xs):
        ends = j in (0, n_cols)
        shown = rules.outer == "all" if ends else rules.vertical
        marks = [shown and (ends or row[j - 1] != row[j]) for row in owner]
        segments += [(x, ys[a], x, ys[b]) for a, b in _runs(marks)]
    half = rules.width / 2
    for x0, y0, x1, y1 in segments:
        if rules.kind == "line":
            canvas.line(x0, page_height - y0, x1, page_height - y1)
        else:
            canvas.rect(x0 - half, page_height - y1 - half, x1 - x0 + rules.width, y1 - y0 + rules.width,
                        stroke=0, fill=1)  # fmt: skip
    canvas.setDash([])


def _runs(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the half-open ranges of consecutive true marks."""
    edges = [i for i, (a, b) in enumerate(zip([False, *marks], [*marks, False], strict=True)) if a != b]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _boxes(owner: list[list[tuple[int, int, int, int]]]) -> list[tuple[int, int, int, int]]:
    """Return (col0, row0, col1, row1) of each cell of a fragment, in row-major order."""
    boxes: dict[tuple[int, int, int, int], tuple[int, int, int, int]] = {}
    for r, row in enumerate(owner):
        for c, key in enumerate(row):
            c0, r0, _, _ = boxes.get(key, (c, r, c, r))
            boxes[key] = (c0, r0, c + 1, r + 1)
    return list(boxes.values())
