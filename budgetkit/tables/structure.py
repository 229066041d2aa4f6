"""What the rows of a table say together: codes that rest on their neighbours, a total without a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..amounts import parse
from ..errors import AmountError
from ..readers import Cell
from ..text import plain, squash
from .columns import Column
from .counted import has_words, is_code, is_index
from .table import Table

Place = tuple[int, int, int]
"""Page, table and row."""

Rows = list[tuple[Place, dict[int, Cell]]]
"""The rows of a table that are no headers: where each stands, and its cells by the table's columns."""

_TWO = re.compile(r"\d\d")


def data_rows(table: Table) -> Rows:
    """Return the rows of a table that are no headers, over all its pages, each page once."""
    rows: Rows = []
    for fragment in (f for f in table.fragments if not f.repeated):
        grid = fragment.grid
        cover = grid.positions()
        for r in range(fragment.first, grid.n_rows):
            cells = {
                at: cell
                for at, cell in zip(fragment.at, cover[r], strict=False)
                if at is not None and cell is not None and cell.row == r
            }
            texts = [squash(c.text) for c in cells.values() if squash(c.text)]
            if texts and not is_index(texts):
                rows.append(((grid.page, grid.index, r), cells))
    return rows


def column_texts(rows: Rows) -> dict[int, list[str]]:
    """Return the texts, folded, that stand in each column of some rows."""
    found: dict[int, list[str]] = {}
    for _, cells in rows:
        for i, cell in cells.items():
            found.setdefault(i, []).append(plain(cell.text))
    return found


def composed_codes(table: Table, rows: Rows) -> dict[tuple[Place, int], str]:
    """Return the codes of 款 of which only the last two digits are printed between whole codes.

    ``10`` below ``201`` is 20110 where the next row is a 项 of it (2011007), and nothing where it is not.
    """
    codes = [c for c in table.columns if c.role == "code"]
    found: dict[tuple[Place, int], str] = {}
    for column in codes:
        if column.part or any(o.lane == column.lane and o is not column for o in codes):
            continue
        printed = [
            (place, text)
            for place, cells in rows
            if column.index in cells and (text := squash(cells[column.index].text)).isdigit()
        ]
        top = ""
        for k, (place, text) in enumerate(printed):
            if is_code(text):
                top = text[:3]
            below = printed[k + 1][1] if k + 1 < len(printed) else ""
            if top and _TWO.fullmatch(text) and len(below) == 7 and below.startswith(top + text):
                found[place, column.index] = top + text
    return found


def unnamed_total(table: Table, rows: Rows) -> Place | None:
    """Return the first or last row if nothing names it and it is the sum of all the others.

    Of rows with codes only those of the highest level are summed.
    """
    amounts = [c.index for c in table.columns if c.role == "amount"]
    named = [_named(cells, table.columns) for _, cells in rows]
    for k in dict.fromkeys((0, len(rows) - 1)):
        if len(rows) < 3 or named[k] or not all(n for i, n in enumerate(named) if i != k):
            continue
        parts = _top([cells for i, (_, cells) in enumerate(rows) if i != k], table.columns)
        if _adds_up(rows[k][1], parts, amounts, table.unit or "元"):
            return rows[k][0]
    return None


def _named(cells: dict[int, Cell], columns: Sequence[Column]) -> bool:
    figures = {c.index for c in columns if c.role in ("amount", "memo", "percent", "count")}
    return any(has_words(c.text) or is_code(c.text) for i, c in cells.items() if i not in figures)


def _top(rows: list[dict[int, Cell]], columns: Sequence[Column]) -> list[dict[int, Cell]]:
    coded = [c.index for c in columns if c.role == "code" and not c.part][:1]
    lengths = [len(squash(cells[i].text)) if i in cells else 0 for cells in rows for i in coded]
    least = min((n for n in lengths if n), default=0)
    return [r for r, n in zip(rows, lengths, strict=True) if n == least] if least else rows


def _adds_up(whole: dict[int, Cell], parts: list[dict[int, Cell]], amounts: list[int], unit: str) -> bool:
    sums = [(fen(whole.get(i), unit), [fen(cells.get(i), unit) for cells in parts]) for i in amounts]
    if any(total is None or None in each for total, each in sums):
        return False
    several = any(sum(1 for v in each if v) > 1 for _, each in sums)
    return several and all(total == sum(v for v in each if v) for total, each in sums)


def fen(cell: Cell | None, unit: str) -> int | None:
    """Return the amount of a cell, 0 where there is none, None where it is not one."""
    try:
        return parse(cell.text, unit).fen or 0 if cell else 0
    except AmountError:
        return None
