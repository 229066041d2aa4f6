"""In which unit are the figures of a table? The line above it says so, or its headers; they may disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..amounts import find_unit
from ..text import plain
from .columns import Column
from .structure import data_rows, fen
from .table import Table
from .titles import find_title

_HEADER_UNIT = re.compile(r"\((?:单位:)?((?:亿|百万|万|千|百)?元)\)")


def stated_units(lines: Sequence[str]) -> list[str]:
    """Return the units that the lines of a caption state below its title, the nearest one first.

    >>> stated_units(["单位：元", "部门支出总表", "单位：万元"]), stated_units(["金额单位：", "万元"])
    (['万元'], ['万元'])
    """
    title = max((k for k, line in enumerate(lines) if find_title(line)), default=0)
    below = [u for u in map(find_unit, reversed(lines[title:])) if u]
    broken = [a + b for a, b in pairwise(lines)]  # a unit may be broken over two lines
    others = [u for u in map(find_unit, [*reversed(lines), *reversed(broken)]) if u]
    return list(dict.fromkeys(below or others[:1]))


def header_unit(path: Sequence[str]) -> str:
    """Return the unit that the lowest header above a column states, else "".

    >>> header_unit(("合计（万元）", "基本支出（元）")), header_unit(("人均（元/人）",))
    ('元', '')
    """
    return next((m[1] for text in reversed(path) if (m := _HEADER_UNIT.search(plain(text)))), "")


def set_units(table: Table, lines: Sequence[str]) -> None:
    """Give a table, and the columns whose headers state one, their units; two that disagree are none."""
    said = stated_units(lines)
    heads = {c.index: unit for c in table.columns if (unit := header_unit(c.path))}
    table.unit = next(iter([*said, *heads.values()]), None)
    for c in table.columns:
        units = [*said, *([heads[c.index]] if c.index in heads else [])]
        if c.role in ("amount", "memo") and len(set(units)) > 1:
            table.clashes[c.index] = tuple(dict.fromkeys(units))
    table.columns = [
        replace(c, unit=heads[c.index]) if c.index in heads and not said else c for c in table.columns
    ]


def share_units(tables: Iterable[Table]) -> None:
    """Give a table that states no unit the one that all the others state, and mark it as derived.

    Where a table states two, the others prove which of them it is, if its figures stand there, too.
    """
    tables = [t for t in tables if t.form.accounting]
    lone = [t for t in tables if t.form.kind in ("codes", "summary")]
    units = {t.unit for t in lone if t.unit and not t.clashes}
    for t in lone:
        if t.unit is None and len(units) == 1:
            t.unit, t.unit_derived = next(iter(units)), True
    for t in [t for t in tables if t.clashes]:
        _prove(t, [o for o in tables if not o.clashes and not o.unit_derived])


def _prove(table: Table, others: Sequence[Table]) -> None:
    """Settle the unit of columns that are said to be in two, if their largest amount is in others' in one."""
    known = {amount for other in others for amount in _amounts(other, other.columns)}
    columns = [c for c in table.columns if c.index in table.clashes]
    proved = []
    for unit in {u for units in table.clashes.values() for u in units}:
        amounts = _amounts(table, [replace(c, unit=unit) for c in columns])
        if amounts and max(amounts) in known and len(amounts & known) > 1:
            proved.append(unit)
    if len(proved) == 1:
        settled = {c.index: replace(c, unit=proved[0]) for c in columns}
        table.columns = [settled.get(c.index, c) for c in table.columns]
        table.unit_derived, table.clashes = True, {}


def _amounts(table: Table, columns: Iterable[Column]) -> set[int]:
    """Return the amounts but 0 in some columns of a table, in fen."""
    rows = [cells for _, cells in data_rows(table)]
    units = {c.index: c.unit or table.unit for c in columns if c.role in ("amount", "memo")}
    read = (fen(cells.get(i), unit) for cells in rows for i, unit in units.items() if unit)
    return {value for value in read if value}


def why_unread(table: Table, column: Column) -> str:
    """Say why the unit of a column's figures is not known; "" where it is."""
    if column.index in table.clashes:
        return f"its unit is said to be {' and '.join(table.clashes[column.index])}"
    return "" if column.unit or table.unit else "the table states no unit"
