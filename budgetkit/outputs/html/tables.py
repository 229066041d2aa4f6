"""The tables of a document as printed: merged cells kept, each cell with its mark and its figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ...disclosure import Disclosure
from ...knowledge import OTHER
from ...readers import Cell, Grid, Page
from ..places import Sheets
from .register import Register
from .words import Both, named, paged


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the page: what it shows, its mark, the number of its figure (None: it holds none).

    ``note`` is what stands in it and is no part of its text: a raised mark, what is struck out.
    """

    text: str
    rowspan: int
    colspan: int
    head: bool
    number: int | None
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of a table on one page; ``widths`` of its columns are those on the page, in points."""

    file: int
    page: int
    rows: list[list[Box]]
    widths: tuple[float, ...] = ()
    names: Sheets | None = None

    @property
    def where(self) -> Both:
        """Its page, or what it is called where there are none."""
        return paged([(self.file, self.page)], self.names)


@dataclass(slots=True)
class Printed:
    """One table as printed, over as many pages as it takes."""

    title: str
    form: Both | None
    unit: str = ""
    note: str = ""
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def where(self) -> Both:
        """Its pages, in short."""
        return paged([(sheet.file, sheet.page) for sheet in self.sheets], self.sheets[0].names)

    @property
    def marks(self) -> set[str]:
        """The marks that its cells have."""
        return {box.mark for sheet in self.sheets for row in sheet.rows for box in row if box.mark}


def printed(d: Disclosure, register: Register) -> list[Printed]:
    """Return the tables of a document in its order, those among them that were not recognised.

    Parameters
    ----------
    d : Disclosure
    register : Register

    Returns
    -------
    list of Printed
    """
    owners = {
        (part.file, fragment.grid.page, fragment.grid.index): (table, fragment.first)
        for part in d.parts
        for table in part.tables
        for fragment in table.fragments
    }
    found: dict[int, Printed] = {}
    names = Sheets(d.records("line_items"))
    for page, grid in _grids(d):
        table, first = owners.get((page.file, grid.page, grid.index), (None, 0))
        key = id(table) if table else id(grid)
        shown = found.setdefault(key, _titled(table, grid))
        shown.sheets.append(
            Sheet(page.file, page.number, _rows(grid, page.file, first, register), widths(grid), names)
        )
    return list(found.values())


def _grids(d: Disclosure) -> Iterator[tuple[Page, Grid]]:
    for page in d.pages:
        for grid in page.grids:
            yield page, grid


def _titled(table: Any, grid: Grid) -> Printed:
    """Return a table without its sheets; of what is no recognised table, only what stands above it."""
    if table is None or table.slug == OTHER.slug:
        return Printed(table.title if table else "".join(grid.above[-1:]), None)
    return Printed(table.title, named("form", table.slug), table.unit or "", table.note)


def _rows(grid: Grid, file: int, first: int, register: Register) -> list[list[Box]]:
    rows: list[list[Box]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        number = register.at.get((file, grid.page, grid.index, cell.row, cell.col))
        mark = "" if number is None else register.marks[number]
        head = cell.row < first
        rows[cell.row].append(Box(_text(cell), cell.rowspan, cell.colspan, head, number, mark, cell.note))
    return rows


def widths(grid: Grid) -> tuple[float, ...]:
    """Return how wide the columns are on the page, in points; nothing where that is not known of all.

    >>> cells = (Cell(0, 0, "合计", bbox=(10, 0, 60, 9)), Cell(0, 1, "9.00", bbox=(60, 0, 90, 9)))
    >>> widths(Grid(1, 1, 1, 2, cells)), widths(Grid(1, 1, 1, 2, (Cell(0, 0, "合计"), Cell(0, 1, "9.00"))))
    ((50, 30), ())
    """
    known = {c.col: c.bbox[2] - c.bbox[0] for c in grid.cells if c.colspan == 1 and c.bbox}
    return tuple(known[n] for n in range(grid.n_cols)) if len(known) == grid.n_cols else ()


def _text(cell: Cell) -> str:
    """Return the text of a cell; what only its width broke is one line.

    >>> _text(Cell(0, 0, "一般公共\\n预算", wrapped=True)), _text(Cell(0, 0, "1\\n2"))
    ('一般公共预算', '1\\n2')
    """
    return cell.text.replace("\n", "") if cell.wrapped else cell.text
