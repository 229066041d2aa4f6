"""What could not be read, and where: what stands there may be what a check lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..records import Figure, Place, Unread


class Gaps:
    """The places of a document that could not be read.

    Parameters
    ----------
    unread : iterable of Unread
    figures : iterable of Figure
        The figures of all tables, which say of what form a table is.

    Attributes
    ----------
    rows : set of Place
        Rows with a cell that could not be read.
    columns : dict of Place to list of int
        For each column with such cells, their rows.
    forms : set of str
        Forms with such a cell.
    headers : set of str
        Forms with a column that could not be placed although figures stand in it.
    """

    def __init__(self, unread: Iterable[Unread], figures: Iterable[Figure]) -> None:
        owner = {(f.file, f.page, f.table): f.form for f in figures}
        self.rows: set[Place] = set()
        self.columns: dict[Place, list[int | None]] = defaultdict(list)
        self.forms: set[str] = set()
        self.headers: set[str] = set()
        for u in unread:
            form = owner.get((u.file, u.page, u.table), "")
            if u.kind == "header":
                self.headers.add(form)
            elif u.kind == "cell":
                self.rows.add((u.file, u.page, u.table, u.row))
                self.columns[u.file, u.page, u.table, u.col].append(u.row)
                self.forms.add(form)
