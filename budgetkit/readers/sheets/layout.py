"""Where on a sheet are tables: lines above and below them, blocks of cells parted by empty rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from ..pages import UNSEEN, Cell, Grid, Line, Page, with_surroundings
from .sheet import Place, Sheet, Spot, TooWide, letters, ranges

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表格|table)?[\s_]*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+(（]?[¥￥]?\d[\d,]*(?:\.\d+)?[)）%]?")
MOST_PLACES = 1_000_000

NEAR = 10
"""Rows from the last of a table to the next of figures that may still be of it."""
_AMOUNT = re.compile(r"\d\.\d|\d,\d{3}")
_FAR = 50  # empty columns, over which no table goes
_FEW = 3  # cells of a row above a table: whose it is, which date, which unit


def page(sheet: Sheet, number: int, engine: str) -> Page:
    """Return a sheet as a page: lines, and a grid for each table.

    Parameters
    ----------
    sheet : Sheet
        What its program shows.
    number : int
        Of the page, from 1.
    engine : str
        The reader, for the grids.

    Examples
    --------
    >>> rows = ("部门收入总表",), ("单位：万元",), ("项目", "预算数"), ("合计", "12.50")
    >>> texts = {(r, c): Spot(text) for r, row in enumerate(rows) for c, text in enumerate(row)}
    >>> page(Sheet("Sheet1", texts), 1, "xlsx").blocks[1:]
    (Line(text='单位：万元', bbox=None, level=0, score=None, ends=False), <Grid page 1 table 1: 2 × 2>)
    """
    remarks = list(sheet.remarks)
    if sheet.hidden:
        count = sum(bool(_NUMBER.fullmatch(s.text)) for s in sheet.spots.values())
        said = f"the sheet {sheet.name} is hidden; none of its {count} numbers is read"
        return Page(number, remarks=(*remarks, said) if sheet.spots else tuple(remarks))
    layout = _Layout(sheet, number, engine)
    blocks = list(layout.blocks())
    if layout.hidden_rows:
        remarks.append(f"rows {ranges(layout.hidden_rows)} of the sheet {sheet.name} are hidden")
    if layout.hidden_cols:
        remarks.append(f"columns {ranges(layout.hidden_cols, letters)} of the sheet {sheet.name} are hidden")
    texts = [re.sub(r"\s", "", b.text) for b in blocks if isinstance(b, Line)]
    name = re.sub(r"\s", "", sheet.name)
    if blocks and not _DEFAULT_NAME.fullmatch(sheet.name.strip()) and not any(name in t for t in texts):
        blocks.insert(0, Line(sheet.name.strip()))
    return Page(number, blocks=with_surroundings(blocks), hidden=tuple(sheet.unseen), remarks=tuple(remarks))


class _Layout:
    def __init__(self, sheet: Sheet, number: int, engine: str) -> None:
        self.sheet, self.number, self.engine = sheet, number, engine
        self.places = 0
        self.last = tuple(max((p[k] for p in {*sheet.spots, *sheet.ruled}), default=-1) for k in (0, 1))
        self.spans: dict[Place, tuple[int, int]] = {}
        self.filled: dict[Place, Place] = {place: place for place in sheet.spots}
        for top, left, bottom, right in sheet.merged:
            bottom, right = min(bottom, self.last[0]), min(right, self.last[1])
            self._take(bottom - top + 1, right - left + 1)
            for r in range(top, bottom + 1):
                for c in range(left, right + 1):
                    if (r, c) != (top, left):
                        self.filled.pop((r, c), None)  # what a merged cell covers is not seen
                        if (top, left) in sheet.spots:
                            self.filled[r, c] = (top, left)
            self.spans[top, left] = (bottom - top + 1, right - left + 1)

    @cached_property
    def hidden_rows(self) -> set[int]:
        """Hidden rows that hold something."""
        return self.sheet.hidden_rows & {r for r, _ in self.sheet.spots}

    @cached_property
    def hidden_cols(self) -> set[int]:
        """Hidden columns that hold something."""
        return self.sheet.hidden_cols & {c for _, c in self.sheet.spots}

    @cached_property
    def ruled(self) -> dict[int, list[int]]:
        """For each row the columns that have a border at their side."""
        found: dict[int, list[int]] = {}
        for r, c in sorted(self.sheet.ruled):
            found.setdefault(r, []).append(c)
        return found

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """For each row the columns that something stands in, merged cells in all of theirs."""
        found: dict[int, list[int]] = {}
        for r, c in sorted(self.filled):
            found.setdefault(r, []).append(c)
        return found

    def blocks(self) -> Iterator[Line | Grid]:
        """Yield the lines and grids of the sheet."""
        width = self.last[1]
        for rows in self._whole(_runs(sorted({*self.rows, *self.ruled})), width):
            yield from self._piece(rows, 0, width)

    def _whole(self, runs: Sequence[list[int]], width: int) -> list[list[int]]:
        """Put runs of rows together where the lower one begins with amounts: it goes on with the table above.

        A table begins with a heading, so that empty rows above a row of figures stand within one.
        """
        found: list[list[int]] = []
        for run in runs:
            last = found[-1] if found else []
            first = self._shown(run[0], 0, width)
            figures = sum(bool(_AMOUNT.search(t) and _NUMBER.fullmatch(t)) for t in self._texts(first))
            above = {c for r in last for c in self.rows.get(r, ())}
            near = above and run[0] - last[-1] <= NEAR
            within = near and all(min(above) <= c <= max(above) for _, c in first)
            if figures and within and len(first) > 1:
                last += [*range(last[-1] + 1, run[0]), *run]
            else:
                found.append(run)
        return found

    def _texts(self, places: Sequence[Place]) -> list[str]:
        return [self.sheet.spots[place].text for place in places]

    def _take(self, rows: int, cols: int) -> None:
        """Count the places that are looked at, of which two cells far apart may span any number."""
        self.places += max(rows, 0) * max(cols, 0)
        if self.places > MOST_PLACES:
            raise TooWide(self.sheet.name)

    def _cells(self, r: int, left: int, right: int) -> list[Place]:
        """Return where the texts of a row stand, a merged one once and in the row that it begins in."""
        here = {self.filled[r, c] for c in self.rows.get(r, ()) if left <= c <= right}
        return sorted(place for place in here if place[0] == r)

    def _shown(self, r: int, left: int, right: int) -> list[Place]:
        """Return those of them that are seen: what a hidden column holds says nothing of what a row is."""
        cells = self._cells(r, left, right)
        return cells if r in self.sheet.hidden_rows else [p for p in cells if not self._is_hidden(p)]

    def _piece(self, rows: list[int], left: int, right: int) -> Iterator[Line | Grid]:
        """Read rows that no empty one parts."""
        ruled = {r for r in rows if any(left <= c <= right for c in self.ruled.get(r, ()))}
        parts = self._beside(rows, left, right, ruled)
        if len(parts) > 1:
            for a, b in parts:
                yield from self._piece(rows, a, b)
            return
        body: list[int] = []
        framed = bool(ruled)
        for r in rows:
            if self._is_line(r, left, right, framed and r not in ruled, framed or not body):
                yield from self._table(body, left, right, framed)
                yield from self._lines(r, left, right)
                body = []
            else:
                body.append(r)
        yield from self._table(body, left, right, framed)

    def _is_line(self, r: int, left: int, right: int, outside: bool, begins: bool) -> bool:
        """Say whether a row is no part of a table: beside the frame of one, or a lone text above it."""
        cells = self._shown(r, left, right)
        if not cells or any(map(_NUMBER.fullmatch, self._texts(cells))):
            return False
        if outside:
            return len(cells) == 1 or (len(cells) <= _FEW and self._wide(left, right) > 2 * len(cells))
        return begins and len(cells) == 1 and r not in self.ruled

    def _wide(self, left: int, right: int) -> int:
        return len({c for _, c in self.filled if left <= c <= right} - self.sheet.hidden_cols)

    def _beside(self, rows: Sequence[int], left: int, right: int, ruled: set[int]) -> list[tuple[int, int]]:
        """Return the columns of tables side by side, each with a caption of its own; else all columns."""
        used = {c for r in rows for c in self.rows.get(r, ()) if left <= c <= right}
        used |= {c for r in rows for c in self.ruled.get(r, ()) if left <= c <= right}
        runs = [(run[0], run[-1]) for run in _runs(sorted(used))]
        if any(b[0] - a[1] > _FAR for a, b in pairwise(runs)):
            return runs
        captions = 0
        for r in rows:
            if r in ruled or any(len(self._shown(r, a, b)) != 1 for a, b in runs):
                break
            captions += 1
        own = captions >= (1 if ruled else 2) and captions < len(rows)
        return runs if own and len(runs) > 1 else [(left, right)]

    def _lines(self, r: int, left: int, right: int) -> Iterator[Line]:
        for place in self._cells(r, left, right):
            text = " ".join(self.sheet.spots[place].text.split("\n"))
            if self._is_hidden(place):
                self.sheet.unseen.append(f"{self.sheet.ref(*place)}: {text}")
            elif text:
                yield Line(text)

    def _table(self, rows: list[int], left: int, right: int, framed: bool) -> Iterator[Line | Grid]:
        """Read rows as a grid, or as lines where they are no table."""
        filled = [n for n, r in enumerate(rows) if self._cells(r, left, right)]
        rows = rows[filled[0] : filled[-1] + 1] if filled else []  # a frame may go on below the last row
        texts = [self._texts(self._shown(r, left, right)) for r in rows]
        most = max(map(len, texts), default=0)
        numbers = any(_NUMBER.fullmatch(text) for row in texts for text in row[1:])
        alone = most < 2 and not any(_AMOUNT.search(text) for row in texts for text in row)
        if not framed and (alone or (most == 2 and not numbers)):
            for r in rows:
                if found := list(self._lines(r, left, right)):
                    yield Line(" ".join(line.text for line in found))
        elif rows:
            yield self._grid(rows, left, right)

    def _grid(self, rows: Sequence[int], left: int, right: int) -> Grid:
        first, last = self._extent(rows, left, right)
        self._take(rows[-1] - rows[0] + 1, last - first + 1)
        cells = []
        covered: set[Place] = set()
        for r in rows:
            for c in range(first, last + 1):
                if (r, c) in covered:
                    continue
                down, across = self.spans.get((r, c), (1, 1))
                down, across = min(down, rows[-1] - r + 1), min(across, last - c + 1)
                covered |= {(r + i, c + j) for i in range(down) for j in range(across)}
                cells.append(self._cell((r, c), rows[0], first, down, across))
        n_rows = rows[-1] - rows[0] + 1
        return Grid(self.number, 1, n_rows, last - first + 1, tuple(cells), engine=self.engine)

    def _extent(self, rows: Sequence[int], left: int, right: int) -> tuple[int, int]:
        """Return the first and last column of a table; what hidden columns beside it hold is kept aside."""
        used = {(r, c) for r in rows for c in self.rows.get(r, ()) if left <= c <= right}
        seen = {(r, c) for r, c in used if c not in self.sheet.hidden_cols} or used
        columns = {c for place in seen for c in (place[1], self.filled[place][1])}
        first, last = min(columns), max(columns)
        for place in sorted(used):
            if not first <= place[1] <= last and self.filled[place] == place:
                self.sheet.unseen.append(f"{self.sheet.ref(*place)}: {self.sheet.spots[place].text}")
        return first, last

    def _cell(self, place: Place, top: int, left: int, down: int, across: int) -> Cell:
        found = self.sheet.spots.get(place, Spot("")) if self.filled.get(place) == place else Spot("")
        doubt = found.doubt or (UNSEEN if found.text and self._is_hidden(place) else "")
        r, c = place
        return Cell(
            r - top,
            c - left,
            found.text,
            down,
            across,
            note=found.note,
            doubt=doubt,
            ref=self.sheet.ref(r, c),
        )

    def _is_hidden(self, place: Place) -> bool:
        (r, c), (down, across) = place, self.spans.get(place, (1, 1))
        return (
            self.sheet.hidden_rows.issuperset(range(r, r + down))
            or self.sheet.hidden_cols.issuperset(range(c, c + across))
        )  # fmt: skip


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Part ascending numbers where one is missing.

    >>> _runs([1, 2, 5])
    [[1, 2], [5]]
    """
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs
