"""Excel workbooks (XLSX, XLSM): what each sheet shows, by values as they were saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ...errors import SourceError
from ...process import unwarned
from ..archive import Archive
from ..content import FETCH
from ..pages import Page
from .layout import page
from .sheet import ERROR, NO_VALUE, Look, Place, Sheet, Spot, clean, spot

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 1_000_000
"""Those that hold something count twice: half a million take about 0.7 GB while they are read."""

_CELL = re.compile(rb"</?(?:\w+:)?c[ />]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([^\"']*)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DRAWING = re.compile(r"xl/drawings/[^/]+\.xml")
_WHITE = ("FFFFFFFF", "00FFFFFF")


def read(path: Path) -> list[Page]:
    """Read a workbook; each sheet is a page.

    A cell holds the text that Excel shows for its saved value in its number format; nothing is calculated,
    no macro is run, no link is followed. What is hidden is in doubt, what is a picture or a text box is said.

    Raises
    ------
    SourceError
        The workbook is damaged, protected by a password, empty, or larger than any disclosure.
    """
    formulas, remarks = _survey(path)
    book = _load(path, data_only=True, rich_text=True)
    unsaved = _unsaved(path) if formulas else {}
    pages = []
    for number, sheet in enumerate(book._sheets, 1):
        if not hasattr(sheet, "merged_cells"):
            said = f"the sheet {sheet.title} is a chart, which is not read"
            pages.append(Page(number, remarks=(said,)))
            continue
        try:
            made = _sheet(sheet, unsaved.get(sheet.title, {}))
        except (LookupError, ValueError, TypeError, AttributeError) as error:  # a style that is not there
            _damaged(path, error)
        pages.append(page(made, number, "xlsx"))
    if remarks:
        pages[0] = replace(pages[0], remarks=(*pages[0].remarks, *remarks))
    if not any(p.blocks or p.remarks or p.hidden for p in pages):
        raise SourceError(f"{path}: has nothing on its sheets; {FETCH}")
    return pages


def _load(path: Path, **options: bool) -> Any:
    from openpyxl import load_workbook

    with unwarned():
        try:
            return load_workbook(BytesIO(path.read_bytes()), keep_links=False, **options)
        except Exception as error:  # a damaged part is found anywhere
            _damaged(path, error)


def _damaged(path: Path, error: Exception) -> NoReturn:
    said = f"{type(error).__name__}: {error}".split("\n")[0][:100]
    raise SourceError(f"{path}: a damaged workbook ({said}); {FETCH}") from error


def _survey(path: Path) -> tuple[bool, list[str]]:
    """Look into the archive before it is opened: is there a formula, how much, what will not be read?"""
    formulas = False
    cells = 0
    remarks = []
    with Archive(path) as archive:
        for name in archive.names:
            if _SHEET.fullmatch(name):
                data = archive.read(name)
                cells += sum(1 for _ in _CELL.finditer(data)) + sum(map(_covered, _MERGED.findall(data)))
                formulas = formulas or bool(_FORMULA.search(data))
            elif _DRAWING.fullmatch(name):
                remarks += list(_drawn(archive.xml(name)))
    if cells > MOST_CELLS:
        raise SourceError(f"{path}: a workbook of more cells than any disclosure has")
    return formulas, remarks


def _covered(area: bytes) -> int:
    """Return how many cells a merged one covers: the library makes each of them."""
    from openpyxl.utils.cell import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(area.decode("ascii", "replace"))
    except (ValueError, TypeError):  # no area: the library will say so
        return 0
    return (right - left + 1) * (bottom - top + 1) if left and top and right and bottom else MOST_CELLS + 1


def _drawn(root: Any) -> Iterator[str]:
    """Say what a drawing holds besides charts: pictures, and boxes with text."""
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "pic":
            yield "a picture, which is not read"
        elif kind == "txBody":
            text = "".join(t.text or "" for t in element.iter() if t.tag.endswith("}t")).strip()
            if text:
                yield f"a text box, which is not read: {text[:200]}"


def _unsaved(path: Path) -> dict[str, dict[Place, str]]:
    """Return the formulas of each sheet by their places."""
    return {
        sheet.title: {
            (row - 1, col - 1): str(getattr(cell.value, "text", cell.value))
            for (row, col), cell in sheet._cells.items()
            if cell.data_type == "f"
        }
        for sheet in _load(path).worksheets
    }


def _sheet(ws: Worksheet, formulas: dict[Place, str]) -> Sheet:
    made = Sheet(ws.title, hidden=ws.sheet_state != "visible")
    for left, top, right, bottom in (r.bounds for r in ws.merged_cells.ranges):
        made.merged.append((top - 1, left - 1, bottom - 1, right - 1))
    _hide(ws, made)
    looks: dict[int, Look] = {}
    for (row, col), cell in ws._cells.items():  # rows that are asked for would all be made
        place = (row - 1, col - 1)
        if not cell.has_style and cell.value is None and place not in formulas:
            continue
        look = looks.get(cell.style_id)
        if look is None:
            look = looks[cell.style_id] = _look(cell)
        if look.ruled:
            made.ruled.add(place)
        if cell.value is None and place not in formulas:
            continue
        found, written = _spot(cell, formulas.get(place, ""))
        made.put(place, look.of(found, cell.comment.text if cell.comment else ""), written)
    return made


def _look(cell: Cell) -> Look:
    """Say whether a cell has a border at a side, is struck out, or is written in white on white."""
    border, font, fill = cell.border, cell.font, cell.fill
    ruled = any(side is not None and side.style for side in (border.left, border.right))
    colour = font.color.rgb if font.color is not None and font.color.type == "rgb" else None
    plain = fill.fill_type is None or (fill.fill_type == "solid" and fill.fgColor.rgb in _WHITE)
    return Look(ruled, bool(font.strike), colour in _WHITE and plain)


def _spot(cell: Cell, formula: str) -> tuple[Spot, str]:
    value: Any = cell.value
    if value is None:
        return Spot("", formula, NO_VALUE), ""
    if cell.data_type == "e":
        return Spot(str(value), doubt=ERROR), ""
    if not isinstance(value, str) and hasattr(value, "__iter__"):  # text in several fonts
        text, marks = _runs(value)
        return Spot(clean(text), marks), ""
    return spot(value, cell.number_format)


def _runs(value: Any) -> tuple[str, str]:
    """Return a text without what is raised or struck out in it, and that."""
    text, marks = "", []
    for run in value:
        font = getattr(run, "font", None)
        if font is not None and (font.strike or font.vertAlign == "superscript"):
            marks.append(run.text.strip())
        else:
            text += getattr(run, "text", run)
    return text, " ".join(marks)


def _hide(ws: Worksheet, made: Sheet) -> None:
    """Keep which rows and columns are not to be seen."""
    last_row, last_col = min(ws.max_row, 1 << 20), ws.max_column
    for n, row in ws.row_dimensions.items():
        if row.hidden or (row.height is not None and row.height < 1):
            made.hidden_rows.add(n - 1)
    if ws.sheet_format.zeroHeight:
        seen = {n - 1 for n, row in ws.row_dimensions.items() if not row.hidden}
        made.hidden_rows |= set(range(last_row)) - seen
    for column in ws.column_dimensions.values():
        if column.min and (column.hidden or (column.width is not None and column.width < 0.2)):
            made.hidden_cols |= set(range(column.min - 1, min(column.max, last_col)))
