"""A recognised table and its fragments, and what tables yield."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..knowledge import Form, coded, column_label, message, value_label
from ..language import language
from ..markup import html_table
from ..readers import Cell, Grid
from ..records import Document, Figure, Indicator, Unread
from ..text import is_note, squash
from .columns import Column


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a table that stands on one page.

    Data begin at row `first`; ``at[i]`` is the table's column of grid column i, None for a column
    that the table does not have. ``repeated``: its page stands in the file once more.
    """

    grid: Grid
    first: int
    at: tuple[int | None, ...]
    repeated: bool = False


@dataclass(slots=True)
class Table:
    """One recognised table, over as many pages as it takes.

    ``form`` is what it was recognised as (or :data:`OTHER`), ``unit`` is None where no unit is stated
    (``unit_derived``: it is that of all the document's other tables, or proved by them), ``entity`` whose
    table it is where the table says so, ``problems`` lists headers that mean nothing to the package,
    ``clashes`` the units that are said of a column where they are not one.
    """

    form: Form
    title: str
    unit: str | None
    fragments: list[Fragment]
    columns: list[Column]
    entity: str = ""
    note: str = ""
    problems: list[Unread] = field(default_factory=list)
    unit_derived: bool = False
    clashes: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Slug of the form."""
        return self.form.slug

    def go_on(self, fragment: Fragment) -> None:
        """Take in the part of the table on the next page."""
        self.fragments.append(fragment)
        self.note = self.note or note_below(fragment.grid)

    @property
    def _pages(self) -> str:
        return message("list").join(map(str, sorted({f.grid.page for f in self.fragments})))

    def __repr__(self) -> str:
        form, n = coded("form", self.slug), len(self.columns)
        return message("repr.table", form=form, title=repr(self.title), pages=self._pages, n=n)

    def _repr_html_(self) -> str:
        """Show the form, and what was understood of each column."""
        columns = [
            (c.index, " / ".join(c.path), coded("column_role", c.role), message("list").join(_means(c.keys)))
            for c in self.columns
        ]
        title = message(
            "repr.table.title", form=coded("form", self.slug), title=self.title, pages=self._pages,
            unit=self.unit or message("repr.unit"),
        )  # fmt: skip
        head = ("column", "heading", "role", "means")
        return html_table(title, columns, [message(f"repr.table.{what}") for what in head])


def _means(keys: dict[str, str]) -> list[str]:
    """Say what the header of a column states: slugs in English, words in Chinese."""
    if language() == "en":
        return [f"{key}={value}" for key, value in keys.items()]
    return [f"{column_label(key)}：{value_label(key, value)}" for key, value in keys.items()]


def note_below(grid: Grid) -> str:
    """Return the note (注：…) under a grid, or ""."""
    return next((squash(t) for t in grid.below if is_note(t)), "")


@dataclass(slots=True)
class Extract:
    """What the tables of one document yield.

    ``columns`` says of each figure and blank, by its id, where in its table it stands.
    """

    line_items: list[Figure] = field(default_factory=list)
    blanks: list[Figure] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    columns: dict[str, Spot] = field(default_factory=dict)


class Spot(NamedTuple):
    """Where in its table a figure stands: number of the table in the document, column, lane of columns."""

    table: int
    column: int
    lane: int


@dataclass(frozen=True, slots=True)
class Source:
    """The file that tables stand in: its document, its name, and its number (0 where it is the only one)."""

    document: Document
    file_name: str = ""
    file: int = 0

    def own(self, unread: Unread) -> Unread:
        """Return a record with document and file."""
        return unread._replace(
            document_id=self.document.document_id, file_name=self.file_name, file=self.file
        )

    def row(self, grid: Grid, row: int) -> Unread:
        """Return the record of a row that could not be read."""
        return self.own(Unread(page=grid.page, table=grid.index, row=row))

    def cell(self, grid: Grid, cell: Cell, why: str) -> Unread:
        """Return the record of a cell that could not be read."""
        return self.row(grid, cell.row)._replace(col=cell.col, ref=cell.ref, printed=cell.text, why=why)
