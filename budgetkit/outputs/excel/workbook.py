"""to_excel(): one workbook a disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ...amounts import UNITS
from ...disclosure import Disclosure
from ...errors import DependencyError, SourceError
from ...knowledge import frame_fields
from ...reconciliation import Reconciliation
from ..tables import tables_of
from .cells import Sheet, amount, decimals, number_format
from .printed import by_form, known, title_of, write_form

TIDY = ("line_items", "stated", "indicators", "measures", "checks", "unread")
"""The tables that have a sheet of their own, after those of the forms."""

NO_TIME = datetime(1980, 1, 1)
"""When a workbook says that it was made: the same disclosure gives the same bytes."""


def to_excel(disclosure: Disclosure, path: str | Path, *, checks: Reconciliation | None = None) -> Path:
    """Write a disclosure as an Excel workbook; also ``d.to_excel(path)``.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.read` returned.
    path : str or Path
        The file to write, ``….xlsx``; an older one is replaced.
    checks : Reconciliation, optional
        Whose checks the sheet ``checks`` shows, such as one with another year; by default the disclosure is
        reconciled with itself.

    Returns
    -------
    Path
        `path`.

    Notes
    -----
    One sheet a form: each of its tables as printed, page by page, with merged headings. A cell that was read
    as an amount is a number in the printed unit, shown with the printed decimals; where it looks otherwise
    than printed, a note says how it was. All else is text, codes too, and no text becomes a formula. Cells
    that were not read are yellow, and a note says why. Then the tables ``line_items``, ``stated``,
    ``indicators``, ``measures``, ``checks`` and ``unread`` of the data dictionary. An amount stands in them
    in fen, as always, and before that as one reads it: in its unit (``line_items``, ``stated``) or in 万元.
    The same disclosure gives the same bytes.

    Raises
    ------
    DependencyError
        XlsxWriter is not installed.
    SourceError
        The file cannot be written, such as while it is open in Excel.

    Examples
    --------
    >>> import tempfile, budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     d.to_excel(f"{folder}/banan.xlsx").name
    'banan.xlsx'
    """
    xlsxwriter = _xlsxwriter()
    tables = tables_of(disclosure, checks, digests=())
    path = Path(path)
    book = xlsxwriter.Workbook(str(path))
    about = disclosure.document
    book.set_properties({"title": about.title, "subject": about.entity, "created": NO_TIME})
    formats: dict[Any, Any] = {}
    cells = known(disclosure)
    for slug, printed in by_form(disclosure).items():
        write_form(Sheet(book, title_of(slug), formats), printed, cells)
    for name in TIDY:
        _write_tidy(Sheet(book, name, formats), name, tables[name])
    try:
        book.close()
    except (xlsxwriter.exceptions.FileCreateError, OSError) as error:
        raise SourceError(
            f"{path}: cannot be written ({error}); close it, make room, or choose another folder"
        ) from None
    return path


def _xlsxwriter() -> Any:
    try:
        import xlsxwriter
    except ImportError:
        raise DependencyError(
            "to_excel needs the package XlsxWriter, which is not installed: pip install xlsxwriter"
        ) from None
    return xlsxwriter


class Column(NamedTuple):
    """A column of a tidy sheet: heading, meaning, values, and their number formats (one, or one each)."""

    head: str
    meaning: str
    values: list[Any]
    formats: list[str] | str


_WAN = "#,##0.00####"
_KINDS = {"integer": "0", "number": "General", "boolean": "General"}


def _columns(name: str, table: pd.DataFrame) -> Iterator[Column]:
    """Yield the columns of a table; an amount in fen also as one reads it, in the column before."""
    for spec in frame_fields(name):
        values = [None if pd.isna(value) else value for value in table[spec["name"]].tolist()]
        if spec["name"] == "amount_fen" and "step_fen" in table:
            yield _in_its_unit(table, values)
        elif spec["name"].endswith("_fen") and spec["name"] != "step_fen":
            wan = [None if v is None else amount(v, "万元", 1) for v in values]
            yield Column(f"{spec['name'].removesuffix('_fen')} (万元)", spec["description"], wan, _WAN)
        yield Column(spec["name"], spec["description"], values, _KINDS.get(spec["type"], "@"))


def _in_its_unit(table: pd.DataFrame, amounts: list[int | None]) -> Column:
    """Return the amounts in their units, with the decimals and the groups of thousands that were printed."""
    values, formats = [], []
    steps = table["step_fen"].fillna(0).tolist()
    for fen, unit, step, printed in zip(amounts, table["unit"], steps, table["printed"], strict=True):
        there = fen is not None and unit in UNITS
        values.append(amount(fen, unit, int(step)) if fen is not None and unit in UNITS else None)
        formats.append(number_format(decimals(unit, int(step)), "," in printed) if there else "@")
    return Column("amount (in its unit)", "The amount in the unit of the column unit", values, formats)


def _write_tidy(sheet: Sheet, name: str, table: pd.DataFrame) -> None:
    """Write a table, one row a row, under the names of the data dictionary with their meaning as notes."""
    head = sheet.style(bold=True, bottom=1)
    columns = list(_columns(name, table))
    for col, column in enumerate(columns):
        sheet.write(0, col, column.head, head)
        sheet.comment(0, col, column.meaning)
        one = sheet.style(num_format=column.formats) if isinstance(column.formats, str) else None
        for row, value in enumerate(column.values):
            if value is not None and value != "":
                sheet.write(row + 1, col, value, one or sheet.style(num_format=column.formats[row]))
        longest = max((len(str(v)) for v in column.values[:200]), default=0)
        sheet.sheet.set_column(col, col, min(max(longest, len(column.head)) + 3, 40))
    sheet.sheet.freeze_panes(1, 1)
    sheet.sheet.autofilter(0, 0, max(len(table), 1), len(columns) - 1)
    sheet.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(table) + 1}"})
