"""What was recognised on a picture with doubt: amounts, and the codes and names of their rows.

A code in doubt is held against the code table: the name beside it has to be its own, or to lead to one code
that has most of its digits and belongs below the row before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..knowledge import TABLES, names_in
from ..readers import SURE, UNSEEN, Cell, Grid
from ..text import plain, squash
from .columns import LABELS
from .counted import INDEX, is_code
from .headings import bare, lookup
from .labels import Label, line
from .table import Table

HEADING = "the heading of its codes is recognised with doubt"
CODE = "the code of its row is recognised with doubt"
_CODED = re.compile(r"\W?\d{3}")
ALIKE = 0.7  # of the digits of what may be one code


def is_sure(cell: Cell | None) -> bool:
    """Say whether the text of a cell is what the page shows."""
    return cell is None or cell.score is None or cell.score >= SURE


def settle(label: Label, printed: str, rows: str, year: int | None, before: str) -> str:
    """Settle the code of a row that is in doubt; return why its figures cannot be placed, "" if they can.

    Parameters
    ----------
    label : Label
        Its code becomes the one that the code table proves.
    printed : str
        What stands in the cells for its code.
    rows : str
        The classification of the rows of the table.
    year : int or None
        Fiscal year.
    before : str
        The code of the row before it.

    Examples
    --------
    >>> label = Label({"function": "2010801"}, "行政运行")
    >>> settle(label, "2010801", "function", 2024, "20103"), label.codes
    ('', {'function': '2010301'})
    >>> settle(Label({"function": "2010801"}, "行政"), "2010801", "function", 2024, "20103")
    'the code of its row is recognised with doubt'
    """
    kind = next(iter(label.codes), rows)
    if len(label.codes) > 1 or kind not in TABLES:
        return CODE
    known, name = names_in(kind, year), plain(label.item)
    bearing = [code for code, names in known.items() if name in names]
    parents = ("", before, before[:-2], before[:-4])
    below = [code for code in bearing if (code[:-2] if len(code) > 3 else "") in parents]
    own = label.codes.get(kind, "")
    if own in below or bearing == [own]:
        return ""
    fit = [code for code in below if SequenceMatcher(None, code, printed).ratio() >= ALIKE]
    if len(fit) != 1:
        return CODE
    label.codes[kind] = fit[0]
    return ""


class Doubts:
    """Judges the labels of the rows of one table, from top to bottom.

    Parameters
    ----------
    table : Table
    year : int or None
        Fiscal year.
    """

    def __init__(self, table: Table, year: int | None) -> None:
        self._rows, self._year = table.form.rows, year
        self._before: dict[int, str] = {}
        self._heading = HEADING if _lacks_codes(table) else ""
        self._doubted = _under_doubt(table, year)

    def shows(self, cell: Cell, column: int) -> bool:
        """Say whether a figure is what the page shows, and is under a heading that says what it is."""
        return is_sure(cell) and column not in self._doubted

    def of(self, label: Label, lane: int, cells: Sequence[tuple[str, Cell | None]]) -> tuple[str, bool]:
        """Return why the figures of a row cannot be placed, and whether its labels are what the page shows.

        `cells` are those of one lane, each with the role of its column.
        """
        before, why = self._before.get(lane, ""), ""
        unsure = [(role, c) for role, c in cells if c and role in LABELS and not is_sure(c)]
        if any(role == "code" or _CODED.match(c.text) for role, c in unsure):
            printed = "".join(squash(c.text) for role, c in cells if c and role == "code")
            why = settle(label, printed or "".join(label.codes.values()), self._rows, self._year, before)
        self._before[lane] = next(iter(label.codes.values()), before)
        return why or self._heading, not unsure or is_known(label.item, self._year)


def _lacks_codes(table: Table) -> bool:
    """Say whether codes stand in a column whose heading means nothing since it is recognised with doubt."""
    unknown = {c.index for c in table.columns if c.role == "unknown"}
    for fragment in table.fragments:
        grid = fragment.grid
        doubted = {c.col for c in grid.cells if c.row < fragment.first and not is_sure(c)}
        lost = {col for col in doubted if fragment.at[col] in unknown}
        if any(c.col in lost and c.row >= fragment.first and is_code(c.text) for c in grid.cells):
            return True
    return False


def _under_doubt(table: Table, year: int | None) -> set[int]:
    """Return the columns under a heading in doubt that is not known, or whose year may be another.

    A year is sure where it is the document's, and no other heading of the table says it.
    """
    found = set()
    for fragment in table.fragments:
        above = [c for c in fragment.grid.cells if c.row < fragment.first and plain(c.text)]
        years = Counter(bare(plain(c.text))[1] for c in above)
        for cell in above:
            text = plain(cell.text)
            said = bare(text)[1]
            right = said is None or (said == year and years[said] == 1)
            if not (is_sure(cell) or INDEX.fullmatch(text) or (right and lookup(text, table.form.slug))):
                found |= {fragment.at[col] for col in range(cell.col, cell.col + cell.colspan)}
    return {column for column in found if column is not None}


def is_known(name: str, year: int | None) -> bool:
    """Say whether a name is one of a named line or of a classification, which no misreading makes it.

    >>> is_known("行政运行", 2024), is_known("行政运彳亍", 2024)
    (True, False)
    """
    known = (names for kind in TABLES for names in names_in(kind, year).values())
    return line(name) is not None or any(plain(name) in names for names in known)


def cleared(grid: Grid) -> tuple[Grid, list[Cell]]:
    """Return a table without what is hidden, or a number recognised with doubt, and the cells of these."""
    hidden = [c for c in grid.cells if c.doubt == UNSEEN and c.text]
    gone = [*hidden, *(c for c in grid.cells if not is_sure(c) and any(map(str.isdigit, c.text)))]
    if not gone:
        return grid, []
    return replace(grid, cells=tuple(replace(c, text="") if c in gone else c for c in grid.cells)), gone
