"""A recognised table and its fragments, and what tables yield."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..readers import Cell, Grid
from ..text import is_note, squash
from .columns import Column


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a table that stands on one page.

    Data begin at row `first`; ``at[i]`` is the table's column of grid column i, None for a column
    that the table does not have.
    """

    grid: Grid
    first: int
    at: tuple[int | None, ...]


@dataclass(slots=True)
class Table:
    """One recognised table, over as many pages as it takes.

    ``form`` is its row of ``forms.csv`` (or :data:`OTHER`), ``unit`` is None where no unit is stated
    (``unit_derived``: it is that of all the document's other tables), ``entity`` whose table it is
    where the table says so, ``problems`` lists headers that mean nothing to the package.
    """

    form: dict[str, str]
    title: str
    unit: str | None
    fragments: list[Fragment]
    columns: list[Column]
    entity: str = ""
    note: str = ""
    problems: list[str] = field(default_factory=list)
    unit_derived: bool = False

    @property
    def slug(self) -> str:
        """Slug of the form."""
        return self.form["slug"]

    def go_on(self, fragment: Fragment) -> None:
        """Take in the part of the table on the next page."""
        self.fragments.append(fragment)
        self.note = self.note or _note(fragment.grid)

    def __repr__(self) -> str:
        pages = sorted({f.grid.page for f in self.fragments})
        return f"<Table {self.slug} {self.title!r}: pages {pages}, {len(self.columns)} columns>"


def _note(grid: Grid) -> str:
    return next((squash(t) for t in grid.below if is_note(t)), "")


Row = dict[str, Any]


@dataclass(slots=True)
class Extract:
    """What the tables of one document yield: rows for the output tables of these names."""

    line_items: list[Row] = field(default_factory=list)
    blanks: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)


def _listed(document_id: str, grid: Grid, cell: Cell, why: str) -> Row:
    """Return the row of ``unread`` for a cell."""
    place = {"page": grid.page, "table": grid.index, "row": cell.row, "col": cell.col}
    return {"document_id": document_id, **place, "printed": cell.text, "why": why}
