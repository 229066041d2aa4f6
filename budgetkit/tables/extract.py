"""All tables of a document -> rows; what is left over is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..readers import Cell, Grid
from ..records import Document
from ..text import plain, squash
from .line_items import _FIGURE, _Reader
from .table import Extract, Row, Table, _listed
from .targets import indicators

_AMOUNT = re.compile(r"\d[\d,]*\.\d+(?![\d万亿元%％])")


def normalize(tables: Iterable[Table], document: Document, prefix: str = "") -> Extract:
    """Turn recognised tables into rows.

    Parameters
    ----------
    tables : iterable of Table
        What :func:`budgetkit.tables.recognise.recognise` returned.
    document : Document
        Gives entity, year and phase to every row; a table that names its own entity keeps that.
    prefix : str
        Put before the place in line ids, to tell files of one disclosure apart.

    Returns
    -------
    Extract
        Amounts in fen (分); a table without a stated unit has all its figures in ``unread``.
    """
    out = Extract()
    tables = list(tables)
    for table in tables:
        place = {"document_id": document.document_id, **_first_place(table)}
        out.unread += [{**place, "printed": table.title, "why": why} for why in table.problems]
        if table.form["kind"] == "targets":
            found, unread = indicators(table, document.document_id)
            out.indicators += found
            out.unread += unread
        elif table.form["kind"] == "other" or not any(c.role == "amount" for c in table.columns):
            why = (
                "table not recognised" if table.form["kind"] == "other" else "no column of figures recognised"
            )
            out.unread += [_listed(document.document_id, grid, cell, why) for grid, cell in _figures(table)]
        else:
            _Reader(table, document, out, prefix).read()
    _list_the_rest(tables, document.document_id, out)
    return out


def _list_the_rest(tables: Iterable[Table], document_id: str, out: Extract) -> None:
    """List every number with decimals that stands in a cell and is neither read nor listed: in a text."""
    seen = {
        (row["page"], row["table"], row["row"], row["col"])
        for row in (*out.line_items, *out.unread)
        if row.get("row") is not None
    }
    texts: dict[tuple[int, int], str] = {}
    for row in out.indicators:
        words = " ".join(
            str(row.get(k) or "") for k in ("indicator", "category", "target", "funding", "project")
        )
        key = row["page"], row["table"]
        texts[key] = f"{texts.get(key, '')} {words} {row.get('weight')}"
    for table in tables:
        for grid in (f.grid for f in table.fragments):
            for cell in grid.cells:
                if (grid.page, grid.index, cell.row, cell.col) in seen or "." not in cell.text:
                    continue
                found = _AMOUNT.findall(squash(cell.text))
                read = texts.get((grid.page, grid.index), "")
                if any(number not in read for number in found):
                    out.unread.append(_listed(document_id, grid, cell, "a figure within a text"))


def _first_place(table: Table) -> Row:
    grid = table.fragments[0].grid
    return {"page": grid.page, "table": grid.index}


def _figures(table: Table) -> list[tuple[Grid, Cell]]:
    """Return the cells with figures of a table that is not understood."""
    return [(f.grid, c) for f in table.fragments for c in f.grid.cells if _FIGURE.search(plain(c.text))]
