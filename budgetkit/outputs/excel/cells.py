"""What may stand in a cell of a sheet: texts that stay texts, numbers with the digits that were printed."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from ...amounts import UNITS, format_fen
from ...records import Figure
from ...text import squash

LONGEST = 32_767
"""Characters that Excel holds in a cell."""

DIGITS = 15
"""Digits of a number that Excel keeps."""

CUT = "… (cut here: a cell holds no more; the CSV has all)"


def decimals(unit: str, step: int) -> int:
    """Return how many places behind the point were printed, of an amount in `unit` good to `step` fen.

    >>> decimals("万元", 10_000), decimals("元", 100), decimals("万元", 1), decimals("万元", 0)
    (2, 0, 6, 6)
    """
    return len(str(UNITS[unit] // max(step, 1))) - 1


def number_format(places: int, grouped: bool) -> str:
    """Return the number format that shows so many places behind the point, in groups of thousands or not.

    >>> number_format(2, True), number_format(0, False)
    ('#,##0.00', '0')
    """
    return ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")


def amount(fen: int, unit: str, step: int) -> float | None:
    """Return an amount in its unit as a number that Excel keeps to the last printed digit, or None.

    >>> amount(1_137_100_000, "万元", 10_000), amount(12_345_678_901_234_567, "元", 1)
    (1137.1, None)
    """
    return fen / UNITS[unit] if len(str(abs(fen) // max(step, 1))) <= DIGITS else None


def as_shown(figure: Figure) -> bool:
    """Say whether a number in the format of its cell looks as it was printed, groups of thousands apart.

    >>> as_shown(Figure(fen=1_137_100_000, unit="万元", step=10_000, printed="1,137.10"))
    True
    >>> as_shown(Figure(fen=-5_000_000, unit="万元", step=10_000, printed="△5.00"))
    False
    """
    shown = format_fen(figure.fen or 0, figure.unit, decimals(figure.unit, figure.step))
    return squash(figure.printed).replace(",", "") == shown.replace(",", "")


class Sheet:
    """A worksheet that never takes a text for a formula, a number or an address.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    name : str
        As it is to be called; made short and unique.
    formats : dict
        The formats of the book so far; shared by its sheets.
    """

    def __init__(self, book: Any, name: str, formats: dict[Hashable, Any]) -> None:
        self.sheet = book.add_worksheet(sheet_name(name, [sheet.name for sheet in book.worksheets()]))
        self._book, self._formats = book, formats

    def style(self, **properties: Any) -> Any:
        """Return the format of the book with these properties; a cell without a number format holds text."""
        properties = {"num_format": "@", "valign": "vcenter", **properties}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def write(self, row: int, col: int, value: str | float | bool | None, style: Any) -> None:
        """Write a text, a number or a truth value as what it is; nothing leaves the cell blank."""
        if value is None or value == "":
            self.sheet.write_blank(row, col, None, style)
        elif isinstance(value, str):
            whole = value if len(value) <= LONGEST else value[: LONGEST - len(CUT)] + CUT
            self.sheet.write_string(row, col, whole, style)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, col, value, style)
        elif isinstance(value, int) and len(str(abs(value))) > DIGITS:
            self.sheet.write_string(row, col, str(value), style)
        else:
            self.sheet.write_number(row, col, value, style)

    def comment(self, row: int, col: int, text: str) -> None:
        """Put a note on a cell."""
        self.sheet.write_comment(row, col, text[:LONGEST])


_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def sheet_name(name: str, taken: list[str]) -> str:
    """Return a name that Excel allows for a sheet, and that no other sheet has.

    >>> sheet_name("收支总表/一", []), sheet_name("Checks", ["checks"]), len(sheet_name("表" * 40, []))
    ('收支总表 一', 'Checks 2', 31)
    """
    plain = name.translate(_NOT_IN_A_NAME).strip() or "表"
    known, n, found = {t.casefold() for t in taken} | {"history"}, 1, plain[:31]
    while found.casefold() in known:
        n += 1
        found = f"{plain[: 31 - len(f' {n}')]} {n}"
    return found
