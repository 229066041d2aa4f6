"""All tables of a file -> records; what is left over is listed."""

from __future__ import annotations

from collections.abc import Iterable

from ..readers import Cell, Grid
from ..records import Document
from ..text import plain
from .line_items import FIGURE, TableReader
from .rest import list_the_rest
from .table import Extract, Source, Table
from .targets import indicators


def normalize(tables: Iterable[Table], document: Document, file_name: str = "", file: int = 0) -> Extract:
    """Turn recognised tables into records.

    Parameters
    ----------
    tables : iterable of Table
        What :func:`budgetkit.tables.recognise.recognise` returned.
    document : Document
        Gives entity, year and phase to every record; a table that names its own entity keeps that.
    file_name : str
        Name of the file that they stand in.
    file : int
        Its number in a disclosure of several files, from 1; else 0.

    Returns
    -------
    Extract
        Amounts in fen (分); a table without a stated unit has all its figures in ``unread``.
    """
    out = Extract()
    tables = list(tables)
    source = Source(document, file_name, file)
    for number, table in enumerate(tables):
        kind = table.form.kind
        out.unread += [source.own(u._replace(printed=table.title)) for u in table.problems]
        if kind == "targets":
            found, unread = indicators(table, source)
            out.indicators += found
            out.unread += unread
        elif kind == "other" or not any(c.role == "amount" for c in table.columns):
            why = "table not recognised" if kind == "other" else "no column of figures recognised"
            out.unread += [source.cell(grid, cell, why) for grid, cell in _figures(table)]
        else:
            TableReader(table, source, out, number).read()
    list_the_rest(tables, source, out)
    return out


def _figures(table: Table) -> list[tuple[Grid, Cell]]:
    """Return the cells with figures of a table that is not understood."""
    return [(f.grid, c) for f in table.fragments for c in f.grid.cells if FIGURE.search(plain(c.text))]
