"""Excel workbooks of the old kind (XLS, also ET of WPS): what each sheet shows."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from ...errors import DependencyError, SourceError
from ..content import FETCH
from ..pages import Page
from .layout import page
from .sheet import ERROR, Look, Sheet, Spot, clean, spot

_WHITE = (255, 255, 255)
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(6)  # kinds of cells, as the library counts them
_FROM_1904 = 1462  # days by which dates differ that are counted from 1904


def read(path: Path) -> list[Page]:
    """Read a workbook; each sheet is a page, as for XLSX.

    A formula has the value that was saved with it; whether the program that wrote the file had calculated it,
    the file does not say.

    Raises
    ------
    SourceError
        The workbook is damaged, protected by a password, or empty.
    DependencyError
        xlrd is not installed.
    """
    book = _open(path)
    try:
        pages = [page(_sheet(book, sheet), n, "xls") for n, sheet in enumerate(book.sheets(), 1)]
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        _damaged(path, error)
    if not any(p.blocks or p.remarks or p.hidden for p in pages):
        raise SourceError(f"{path}: has nothing on its sheets; {FETCH}")
    return pages


def _open(path: Path) -> Any:
    try:
        import xlrd
    except ImportError as error:
        raise DependencyError(
            f"{path}: an old Excel workbook needs xlrd; pip install 'budgetkit[office]', or save it as XLSX"
        ) from error
    try:
        return xlrd.open_workbook(
            file_contents=path.read_bytes(), formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
    except Exception as error:  # a damaged part is found anywhere
        if "encrypted" in str(error).lower():
            raise SourceError(
                f"{path}: encrypted, opens only with a password; save it without one first"
            ) from error
        _damaged(path, error)


def _damaged(path: Path, error: Exception) -> NoReturn:
    said = f"{type(error).__name__}: {error}".split("\n")[0][:100]
    raise SourceError(f"{path}: a damaged workbook ({said}); {FETCH}") from error


def _sheet(book: Any, sheet: Any) -> Sheet:
    made = Sheet(sheet.name, hidden=sheet.visibility != 0)
    for top, bottom, left, right in sheet.merged_cells:
        made.merged.append((top, left, bottom - 1, right - 1))
    made.hidden_rows = {r for r, row in sheet.rowinfo_map.items() if row.hidden}
    made.hidden_cols = {c for c, col in sheet.colinfo_map.items() if col.hidden or col.width == 0}
    looks: dict[int, Look] = {}
    for r in range(sheet.nrows):
        for c in range(sheet.row_len(r)):
            cell = sheet.cell(r, c)
            look = looks.get(cell.xf_index)
            if look is None:
                look = looks[cell.xf_index] = _look(book, book.xf_list[cell.xf_index])
            if look.ruled:
                made.ruled.add((r, c))
            if cell.ctype <= _ERROR and cell.ctype != _EMPTY:
                found, written = _spot(book, cell, sheet.rich_text_runlist_map.get((r, c)))
                note = sheet.cell_note_map.get((r, c))
                made.put((r, c), look.of(found, note.text if note else ""), written)
    return made


def _look(book: Any, style: Any) -> Look:
    border, fill, font = style.border, style.background, book.font_list[style.font_index]
    white = book.colour_map.get(font.colour_index) == _WHITE
    solid = fill.fill_pattern == 1 and book.colour_map.get(fill.pattern_colour_index) == _WHITE
    ruled = bool(border.left_line_style or border.right_line_style)
    return Look(ruled, bool(font.struck_out), white and (fill.fill_pattern == 0 or solid))


def _spot(book: Any, cell: Any, runs: list[tuple[int, int]] | None) -> tuple[Spot, str]:
    from xlrd import error_text_from_code

    if cell.ctype == _ERROR:
        return Spot(error_text_from_code.get(cell.value, "#?"), doubt=ERROR), ""
    if cell.ctype == _TEXT and runs:
        text, marks = _pieces(book, cell.value, runs)
        return Spot(clean(text), marks), ""
    value = bool(cell.value) if cell.ctype == _BOOLEAN else cell.value
    if cell.ctype == _DATE and book.datemode:
        value += _FROM_1904
    return spot(value, book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _pieces(book: Any, value: str, runs: list[tuple[int, int]]) -> tuple[str, str]:
    """Return a text in several fonts without what is raised or struck out in it, and that."""
    text, marks = value[: runs[0][0]], []
    ends = [*(start for start, _ in runs[1:]), len(value)]
    for (start, font_index), end in zip(runs, ends, strict=True):
        font = book.font_list[font_index]
        if font.struck_out or font.escapement == 1:
            marks.append(value[start:end].strip())
        else:
            text += value[start:end]
    return text, " ".join(marks)
