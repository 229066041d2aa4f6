"""Tables of a Word document -> grids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ..elements import attribute, child, local, number
from ..inline import Content
from ..pages import Grid, Line
from ..shape import Item, build
from ..stream import Entry, blocks, content_of, lays_out
from .package import switched
from .text import TRACKED, Text

_DEEPEST = 12
_WIDEST = 1000
TOO_DEEP = "tables within each other too deep to be read"


class _Cell(NamedTuple):
    """A cell as it is written: the first column of the table that it takes, how many, where it stands."""

    element: Element | None
    column: int
    width: int
    ref: str = ""

    @property
    def goes_on(self) -> bool:
        """Say whether it only goes on with the cell above it."""
        merge = child(self.element, "tcPr", "vMerge")
        return merge is not None and attribute(merge, "val") in ("", "continue")


class Tables:
    """Turns the tables of a document into grids, numbered as they follow each other in it."""

    def __init__(self, root: Element, text: Text) -> None:
        self._text = text
        self._numbers = {id(t): n for n, t in enumerate((e for e in root.iter() if local(e) == "tbl"), 1)}

    def read(self, table: Element, depth: int = 0) -> Iterator[Line | Grid]:
        """Yield a table of data as a grid, with the tables within it behind it; any other as its lines."""
        if depth > _DEEPEST:
            self._text.remark(TOO_DEEP)
            return
        rows = self._entries(table)
        if lays_out(rows, ruled=True):
            for cell in (cell for row in rows for cell in row):
                yield from self._blocks(cell, depth)
            return
        yield build([[Item(c.content, *c[2:]) for c in row] for row in rows], engine="docx")
        for cell in (cell for row in rows for cell in row):
            for inner in cell.inner:
                yield from self.read(inner, depth + 1)

    def _blocks(self, cell: Entry, depth: int) -> Iterator[Line | Grid]:
        return blocks(cell.events, self._text.aside, lambda node: self.read(node, depth + 1))

    def _entries(self, table: Element) -> list[list[Entry]]:
        """Return the cells of each row; one that goes on with the cell above it makes that one longer."""
        rows = [self._row(tr, n, table) for n, tr in enumerate(self._rows(table), 1)]
        longer: dict[tuple[int, int], int] = {}
        above: dict[tuple[int, int], tuple[int, int]] = {}
        for r, row in enumerate(rows):
            here: dict[tuple[int, int], tuple[int, int]] = {}
            for k, cell in enumerate(row):
                place = (cell.column, cell.width)
                start = above.get(place) if cell.goes_on else None
                here[place] = start or (r, k)
                longer[here[place]] = r - here[place][0] + 1
            above = here
        return [
            [self._entry(cell, longer[r, k]) for k, cell in enumerate(row) if (r, k) in longer]
            for r, row in enumerate(rows)
        ]

    def _entry(self, cell: _Cell, rowspan: int) -> Entry:
        if cell.element is None:
            return Entry([], Content(""), 1, cell.width)
        events = self._text.events(cell.element)
        return Entry(events, content_of(events), rowspan, cell.width, cell.ref)

    def _rows(self, holder: Element) -> Iterator[Element]:
        """Yield the rows of a table that are there: not those that a tracked change took out, or hidden."""
        for e in holder:
            name = local(e)
            if name == "tr":
                properties = child(e, "trPr")
                if child(properties, "del") is not None:
                    self._text.take_out(e)
                elif switched(child(properties, "hidden")):
                    self._text.aside.hidden.append(_bare(e))
                else:
                    if child(properties, "ins") is not None:
                        self._text.remark(TRACKED)
                    yield e
            elif name in ("sdt", "sdtContent", "customXml", "ins"):
                yield from self._rows(e)

    def _row(self, tr: Element, row: int, table: Element) -> list[_Cell]:
        before, after = (number(child(tr, "trPr", f"grid{side}")) for side in ("Before", "After"))
        found = [_Cell(None, 0, before)] if 0 < before < _WIDEST else []
        column = before
        for k, tc in enumerate(_cells(tr), 1):
            width = min(max(number(child(tc, "tcPr", "gridSpan"), default=1), 1), _WIDEST)
            merge = child(tc, "tcPr", "hMerge")
            if merge is not None and attribute(merge, "val") in ("", "continue") and found:
                found[-1] = found[-1]._replace(width=found[-1].width + width)
            else:
                ref = f"table[{self._numbers[id(table)]}]/tr[{row}]/td[{k}]"
                found.append(_Cell(tc, column, width, ref))
            column += width
        return [*found, _Cell(None, column, after)] if 0 < after < _WIDEST else found


def _cells(holder: Element) -> Iterator[Element]:
    for e in holder:
        if local(e) == "tc":
            yield e
        elif local(e) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(e)


def _bare(e: Element) -> str:
    """Return the text of a row, cell by cell."""
    return " ".join("".join(t.text or "" for t in cell.iter() if local(t) == "t") for cell in _cells(e))
