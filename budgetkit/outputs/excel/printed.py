"""Sheets of forms as printed: every cell where it stood, merged as it was, amounts as numbers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...disclosure import Disclosure
from ...knowledge import OTHER, name
from ...readers import Cell, Grid
from ...records import DOUBT
from .cells import Sheet, amount, as_shown, decimals, number_format

LINE = 15
"""Height of a line, in points."""

NARROW, WIDE = 6, 40
"""Width of a column, in characters of a digit: at least and at most."""

_GRID = {"border": 1, "text_wrap": True}
_HEAD = {"bold": True, "align": "center", "bg_color": "#EDEDED"}
_UNREAD = {"bg_color": "#FFF2CC"}

Place = tuple[int, int | None, int | None, int | None, int | None]
"""File, page, table on the page, row, column."""


class Known(NamedTuple):
    """What was made of the cells of a disclosure: an amount, or why none; by place."""

    figures: Mapping[Place, Any]
    unread: Mapping[Place, str]


def known(disclosure: Disclosure) -> Known:
    """Return the amounts of a disclosure, and its unread cells, by place; a cell with two has none.

    What was recognised on a picture with doubt is no number.
    """
    figures = [f for f in disclosure.records("line_items") if f.fen is not None and f.state != "doubtful"]
    count = Counter(_place(f) for f in figures)
    unread = {_place(u): u.why for u in disclosure.records("unread") if u.row is not None}
    unread |= {_place(f): DOUBT for f in disclosure.records("line_items") if f.state == "doubtful"}
    return Known({p: f for f in figures if count[p := _place(f)] == 1}, unread)


def _place(record: Any) -> Place:
    return record.file, record.page, record.table, record.row, record.col


def by_form(disclosure: Disclosure) -> dict[str, list[tuple[int, Any]]]:
    """Return the tables of each form with the number of their file, in the order in which forms begin."""
    found: dict[str, list[tuple[int, Any]]] = {}
    for part in disclosure.parts:
        for table in part.tables:
            found.setdefault(table.slug, []).append((part.file, table))
    return found


def title_of(slug: str) -> str:
    """Return what the sheet of a form is called.

    >>> title_of("procurement"), title_of("other")
    ('政府采购预算明细表', '其他表格')
    """
    return "其他表格" if slug == OTHER.slug else name("form", slug, "zh")


def write_form(sheet: Sheet, tables: list[tuple[int, Any]], cells: Known) -> None:
    """Write the tables of a form below each other, each page under its number."""
    row, widths = 0, Counter[int]()
    for file, table in tables:
        sheet.write(row, 0, table.title or title_of(table.slug), sheet.style(bold=True, font_size=13))
        row += 1
        if table.unit:
            sheet.write(
                row, 0, f"单位：{table.unit}" + ("（推定）" if table.unit_derived else ""), sheet.style()
            )
            row += 1
        for fragment in table.fragments:
            grid = fragment.grid
            words = f"第{grid.page}页" + (f"（第{file}个文件）" if file else "")
            sheet.write(row, 0, words, sheet.style(italic=True, font_color="#595959"))
            _write_grid(sheet, row + 1, file, grid, fragment.first, cells)
            row += 1 + grid.n_rows
            for cell in grid.cells:
                if cell.colspan == 1:
                    widths[cell.col] = max(widths[cell.col], _width(cell.text))
        if table.note:
            sheet.write(row, 0, table.note, sheet.style())
            row += 1
        row += 1
    for col, width in widths.items():
        sheet.sheet.set_column(col, col, min(max(width + 2, NARROW), WIDE))
    sheet.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row + 1}"})
    sheet.sheet.set_landscape()
    sheet.sheet.fit_to_pages(1, 0)  # as wide as the paper, as long as it needs


def _write_grid(sheet: Sheet, top: int, file: int, grid: Grid, first: int, cells: Known) -> None:
    for row, lines in _lines(grid).items():  # programs fit no row to a merged cell
        sheet.sheet.set_row(top + row, LINE * lines)
    for cell, rows, cols in _spans(grid):
        place = (file, grid.page, grid.index, cell.row, cell.col)
        at = (top + cell.row, cell.col)
        figure, why = cells.figures.get(place), cells.unread.get(place, "")
        value, properties = _content(cell, figure)
        head = _HEAD if cell.row < first else {}
        style = sheet.style(**{**_GRID, **head, **(_UNREAD if why else {}), **properties})
        if rows * cols > 1:  # of what merge_range writes "=1+1" would become a formula, so it writes nothing
            sheet.sheet.merge_range(*at, at[0] + rows - 1, at[1] + cols - 1, "", style)
        sheet.write(*at, value, style)
        if note := "\n".join(_notes(cell, figure, why)):
            sheet.comment(*at, note)


def _lines(grid: Grid) -> dict[int, int]:
    """Return how many lines of text the rows have that have several.

    >>> _lines(Grid(1, 1, 2, 2, (Cell(0, 0, "一般公共\\n预算"), Cell(0, 1, "合计"), Cell(1, 0, "1.00"))))
    {0: 2}
    """
    found: dict[int, int] = {}
    for cell in grid.cells:
        if (lines := -(-(cell.text.count("\n") + 1) // cell.rowspan)) > 1:
            for row in range(cell.row, cell.row + cell.rowspan):
                found[row] = max(found.get(row, 0), lines)
    return found


def _spans(grid: Grid) -> Iterator[tuple[Cell, int, int]]:
    """Yield the cells with how many rows and columns they cover within the grid."""
    for cell in grid.cells:
        yield cell, min(cell.rowspan, grid.n_rows - cell.row), min(cell.colspan, grid.n_cols - cell.col)


def _content(cell: Cell, figure: Any) -> tuple[str | float, dict[str, str]]:
    """Return what a cell holds, and the properties that this brings: a number with its printed digits."""
    if figure is None:
        return cell.text, {}
    value = amount(figure.fen, figure.unit, figure.step)
    if value is None:
        return cell.text, {}
    places = decimals(figure.unit, figure.step)
    return value, {"num_format": number_format(places, "," in figure.printed), "align": "right"}


def _notes(cell: Cell, figure: Any, why: str) -> Iterator[str]:
    """Yield what is to be said at a cell: how it was printed, marks beside it, why it was not read."""
    if figure is not None and not as_shown(figure):
        yield f"原文：{figure.printed}"
    if cell.note:
        yield f"标注：{cell.note}"
    if why:
        yield f"未读出：{why}"


def _width(text: str) -> int:
    """Return how wide a text is, in characters of a digit; a Chinese one counts twice."""
    lines = text.split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)
