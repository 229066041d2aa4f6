"""Performance-target forms (绩效目标表) -> one row an indicator.

Such a form is a sheet of labelled fields (project, budget, texts) over a list of indicators. Rows
after a page break may have lost the merged cell at their left, so a row is read by where its
operator stands, not by its position alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from .amounts import parse, squash
from .errors import AmountError
from .forms import Table
from .grid import Grid
from .knowledge import plain, words

__all__ = ["indicators"]

OPERATORS = {
    "=": "=",
    "≥": "≥",
    "≤": "≤",
    ">": ">",
    "<": "<",
    "＝": "=",
    "＞": ">",
    "＜": "<",
    "定性": "定性",
}
_WEIGHT = re.compile(r"\d+(?:\.\d+)?%?")
_CORE = {"是": True, "否": False}

Row = dict[str, Any]


def indicators(table: Table, document_id: str) -> tuple[list[Row], list[Row]]:
    """Read one performance-target table.

    Parameters
    ----------
    table : Table
        A table whose form is of kind ``targets``.
    document_id : str
        Put into every row.

    Returns
    -------
    indicators, unread : lists of dict
        Rows of the output tables of these names; ``budget_fen`` in fen. Every cell below the
        indicator header is in one of them.
    """
    found: list[Row] = []
    unread: list[Row] = []
    head: dict[str, int] = {}
    sheet: Row = {"project": "", "budget_fen": None}
    for fragment in table.fragments:
        grid = fragment.grid
        for r, row in _rows(grid, fragment.first):
            where = {"document_id": document_id, "page": grid.page, "table": grid.index, "row": r}
            header = _header(row)
            if header:
                head = header
            elif not head:
                unread += _field(row, sheet, table.unit, where)
            elif any(row):
                entry = _indicator(row, head)
                if entry:
                    found.append({**where, "form": table.slug, **entry})
                else:
                    unread.append(
                        {
                            **where,
                            "col": 0,
                            "printed": " | ".join(filter(None, row)),
                            "why": "row of no indicator",
                        }
                    )
    return [{**row, **sheet} for row in found], unread


def _rows(grid: Grid, first: int) -> Iterator[tuple[int, list[str]]]:
    for r, row in enumerate(grid.matrix()):
        if r >= first:
            yield r, [squash(t) for t in row]


def _header(row: list[str]) -> dict[str, int]:
    """Return the column of each field when this row is the header of the indicator list."""
    fields = {}
    for col, text in enumerate(row):
        known = words("target_labels").find(plain(text)) if text else None
        if known and known["field"] in ("indicator", "weight", "operator", "target", "unit", "core"):
            fields[known["field"]] = col
    return fields if {"indicator", "operator"} <= fields.keys() else {}


def _field(row: list[str], sheet: Row, unit: str | None, where: Row) -> list[Row]:
    """Take labelled fields from a row above the indicators; return what cannot be read."""
    unread = []
    filled = [(c, t) for c, t in enumerate(row) if t]
    for (_, label), (col, value) in pairwise(filled):
        known = words("target_labels").find(plain(label))
        field = known["field"] if known else ""
        if words("target_labels").find(plain(value)):
            continue  # a label without a value, followed by the next label
        if field == "project":
            sheet["project"] = sheet["project"] or value
        elif field == "budget":
            try:
                sheet["budget_fen"] = parse(value, unit or "").fen
            except AmountError as error:
                unread.append({**where, "col": col, "printed": value, "why": str(error)})
    return unread


def _indicator(row: list[str], head: dict[str, int]) -> Row | None:
    at = head["operator"]
    for shift in (0, -1):  # -1: the merged cell at the left was lost at a page break
        if 0 <= at + shift < len(row) and row[at + shift] in OPERATORS:
            break
    else:
        return None
    cell = {k: row[c + shift] if 0 <= c + shift < len(row) else "" for k, c in head.items()}
    weight = cell.get("weight", "")
    if not cell["indicator"] or (weight and not _WEIGHT.fullmatch(weight)):
        return None
    core = cell.get("core", "")
    return {
        "indicator": cell["indicator"],
        "weight": float(weight.rstrip("%")) if weight else None,
        "operator": OPERATORS[cell["operator"]],
        "target": cell.get("target", ""),
        "unit": cell.get("unit", ""),
        "is_core": _CORE.get(core),
    }
