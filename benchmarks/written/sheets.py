"""A document's tables as workbooks: what the accountant of a department has on the disk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from budgetkit.tables import find_title

from .content import Captioned, Content

_THIN = Side(style="thin")
_FRAME = Border(_THIN, _THIN, _THIN, _THIN)
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)")
_BAD = re.compile(r"[\\/*?:\[\]]")


def workbook(c: Content, path: Path) -> None:
    """Write a sheet a table, amounts as numbers in their formats, below a cover."""
    book = _book(c)
    for n, (above, table) in enumerate(c.tables, 1):
        ws = book.create_sheet(_name(above, n))
        _put(ws, 1, (above, table), numbers=True, framed=True)
        _hide(ws, n, table.n_cols)
    book.save(path)


def one_sheet(c: Content, path: Path) -> None:
    """Write all tables below each other on the first sheet, every cell a text, without borders."""
    book = Workbook()
    ws = book.worksheets[0]
    ws.title = "预算公开表"
    at = 1
    for text in c.cover:
        ws.cell(at, 1, text)
        at += 1
    for captioned in c.tables:
        at = _put(ws, at + 1, captioned, numbers=False, framed=False)
    book.save(path)


def several(c: Content, path: Path) -> None:
    """Write three tables a sheet, framed, amounts as texts, codes as numbers."""
    book = _book(c)
    for n in range(0, len(c.tables), 3):
        ws = book.create_sheet(f"附表{n // 3 + 1}")
        at = 1
        for captioned in c.tables[n : n + 3]:
            at = _put(ws, at, captioned, numbers=False, framed=True) + 1
    book.save(path)


def _book(c: Content) -> Workbook:
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "封面"
    for r, text in enumerate(c.cover or [c.title], 3):
        cover.cell(r, 2, text).font = Font(bold=True, size=22)
    return book


def _name(above: Sequence[str], n: int) -> str:
    """Call a sheet by the title of its table, as far as Excel allows."""
    title = next((text for text in reversed(above) if find_title(text)), "表")
    return f"{n}{_BAD.sub('', title)}"[:20].strip()


def _put(ws: Worksheet, top: int, captioned: Captioned, *, numbers: bool, framed: bool) -> int:
    """Write a table with what stands above it; return the next free row."""
    above, table = captioned
    for text in above:
        unit = "单位" in text and len(text) < 20
        cell = ws.cell(top, table.n_cols if unit else 1, text)
        cell.alignment = Alignment(horizontal="right" if unit else "center")
        cell.font = Font(bold=not unit, size=10 if unit else 16)
        if not unit and table.n_cols > 1:
            ws.merge_cells(start_row=top, start_column=1, end_row=top, end_column=table.n_cols)
        top += 1
    for c in table.cells:
        cell = ws.cell(top + c.row, c.col + 1)
        value, shape = _value(c.text, numbers)
        cell.value, cell.number_format = value, shape
        cell.data_type = "s" if isinstance(value, str) else cell.data_type  # "=6" is no formula
        cell.alignment = Alignment(wrap_text=True)
        if c.rowspan * c.colspan > 1:
            ws.merge_cells(
                start_row=top + c.row, start_column=c.col + 1,
                end_row=top + c.row + c.rowspan - 1, end_column=c.col + c.colspan,
            )  # fmt: skip
    if framed:
        for r in range(top, top + table.n_rows):
            for k in range(1, table.n_cols + 1):
                ws.cell(r, k).border = _FRAME
    return top + table.n_rows


def _value(text: str, numbers: bool) -> tuple[str | float | None, str]:
    """Return what a cell holds, and its number format."""
    found = _NUMBER.fullmatch(text)
    plain = text.replace(",", "").rstrip("%")
    if not text or not found:
        return text or None, "General"
    if not numbers or len(plain) > 15 or (plain.startswith("0") and plain.isdigit() and len(plain) > 1):
        return text, "@"
    places = "." + "0" * len(found[1]) if found[1] else ""
    whole = "#,##0" if "," in text else "0"
    value = float(plain) / (100 if found[2] else 1)
    return value, f"{whole}{places}{found[2]}"


def _hide(ws: Worksheet, n: int, width: int) -> None:
    """Hide a column of working figures beside every third table, and a note below every fourth."""
    if n % 3 == 0:
        column = ws.cell(1, width + 2).column_letter
        ws.cell(4, width + 2, "核对")
        ws.column_dimensions[column].hidden = True
    if n % 4 == 0:
        row = ws.max_row + 2
        ws.cell(row, 1, "内部核对用")
        ws.row_dimensions[row].hidden = True
