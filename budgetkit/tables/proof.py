"""What the arithmetic of a table's rows proves of columns whose header means nothing known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .columns import Column
from .structure import data_rows, fen
from .table import Table

_DIMENSIONS = ("fund", "nature", "concept")
_LEAST = 3
"""Rows with an amount under the header, for a proof."""

Values = dict[int, list[int | None]]


def prove(tables: Iterable[Table]) -> None:
    """Read the columns of unknown meaning for which the rows of their table prove one, and say so.

    Such a column is the same as a known one where it has its figures in every row, and nothing tells
    funds, natures or expenses apart; it is a part of a total, told apart, where this is in every row the
    sum of its parts with it and not without it. What is not proved stays unread.
    """
    for table in tables:
        if table.form.accounting and any(c.role == "unknown" for c in table.columns):
            _prove(table, _values(table))


def _values(table: Table) -> Values:
    wanted = [c.index for c in table.columns if c.role in ("amount", "unknown")]
    rows = [cells for _, cells in data_rows(table)]
    return {i: [fen(cells.get(i), table.unit or "元") for cells in rows] for i in wanted}


def _prove(table: Table, values: Values) -> None:
    for lane in {c.lane for c in table.columns}:
        mine = [c for c in table.columns if c.lane == lane and c.index in values]
        known = [c for c in mine if c.role == "amount"]
        for column in [c for c in mine if c.role == "unknown" and _counted(values[c.index])]:
            same = _equal(column, known, values)
            whole = None if same else _whole(column, known, values)
            if same:
                _read(table, column, replace(column, role="amount", keys=same.keys, year=same.year))
                _say(table, column, f"its figures are those of {same.path[-1]!r} in every row, and read so")
            elif whole:
                _read(table, column, replace(column, role="memo"))
                _say(table, column, f"{whole.path[-1]!r} adds up with it in every row: read as a part of it")


def _counted(values: Sequence[int | None]) -> bool:
    return None not in values and sum(1 for v in values if v) >= _LEAST


def _equal(column: Column, known: Sequence[Column], values: Values) -> Column | None:
    told = {tuple(c.keys.get(k, "") for k in _DIMENSIONS) for c in known}
    if len(told) > 1:
        return None
    same = [c for c in known if c.path and values[c.index] == values[column.index]]
    return same[0] if len({tuple(sorted(c.keys.items())) for c in same}) == 1 else None


def _whole(column: Column, known: Sequence[Column], values: Values) -> Column | None:
    """Return the column that is the sum of the others and this one in every row, and of no fewer."""
    for group in (column.path[:-1], ()):
        beside = [c for c in known if c.path[: len(group)] == group and c.path]
        for total in beside:
            parts = [c for c in beside if c is not total]
            if any(total.keys.get(k) for k in _DIMENSIONS) or not parts:
                continue
            sums = (sum(v or 0 for v in row) for row in zip(*(values[c.index] for c in parts), strict=True))
            rows = zip(values[total.index], sums, values[column.index], strict=True)
            if all(t is not None and t == s + (x or 0) for t, s, x in rows):
                return total
    return None


def _read(table: Table, column: Column, as_: Column) -> None:
    table.columns = [as_ if c is column else c for c in table.columns]


def _say(table: Table, column: Column, how: str) -> None:
    start = f"header {column.path[-1]!r} means nothing known"
    table.problems = [
        u._replace(why=f"{u.why}; {how}") if u.why.startswith(start) and how not in u.why else u
        for u in table.problems
    ]
