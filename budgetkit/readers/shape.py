"""Rows of items -> a grid: merged items keep their place, a row that lacks one is not shifted in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .bounds import WIDEST
from .inline import Content
from .pages import Cell, Grid


class Item(NamedTuple):
    """One cell as it is written; how many rows and columns it covers."""

    content: Content
    rowspan: int = 1
    colspan: int = 1


Rows = list[list[Item]]


_MOST = 1000
_LARGEST = 10**6
_CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_FIGURE = re.compile(r"[-+−－(（]?[¥￥]?\d[\d,，]*(?:\.\d+)?[)）%％]?|[-—－–]{1,3}")


def build(rows: Rows, trimmed: bool = False) -> Grid:
    """Make a grid of rows; every position gets a cell.

    A row that has not as many items as the table is placed by what its columns hold, if there is only one way
    to do that; if not, its items stand at its beginning, and its cells are in doubt.

    Parameters
    ----------
    rows : list of lists of Item
    trimmed : bool
        Empty items at the ends of rows may have been lost, as in lines that are tab-separated.

    Examples
    --------
    >>> item = lambda text: Item(Content(text))
    >>> lines = ("科目 名称 合计 基本", "208 社保 45.60 45.60", "合计 45.60 45.60", "210 卫生 1.00")
    >>> grid = build([[item(text) for text in line.split()] for line in lines])
    >>> grid.matrix()[2:], grid.cells[-1].doubt
    ([['', '合计', '45.60', '45.60'], ['210', '卫生', '1.00', '']], 'the row has 3 cells, the table 4')
    """
    if sum(item.rowspan * item.colspan for row in rows for item in row) > _LARGEST:
        rows = [[Item(item.content) for item in row] for row in rows]
    widest = min(WIDEST, max(_LARGEST // max(len(rows), 1), 2))
    rows = _parted([_narrow(row, widest) for row in rows])
    layout = _place(rows)
    width = _width(layout, trimmed)
    _clip(layout, width)
    doubts = _doubts(layout, width, trimmed)
    n_cols = max([width, *layout.ends])
    cells = [
        Cell(r, c, item.content.text.strip(), item.rowspan, item.colspan, None, *item.content[1:])
        for r, row in enumerate(layout.items)
        for c, item in row.items()
    ]
    covered = {(r, c) for cell in cells for r in range(cell.row, cell.row + cell.rowspan)
               for c in range(cell.col, cell.col + cell.colspan)}  # fmt: skip
    every = ((r, c) for r in range(len(rows)) for c in range(n_cols))
    cells += [Cell(r, c, "") for r, c in every if (r, c) not in covered]
    cells = [replace(c, doubt=c.doubt or doubts.get(c.row, "")) for c in cells]
    return Grid(
        1, 1, len(rows), n_cols, tuple(sorted(cells, key=lambda c: (c.row, c.col))), engine="markdown"
    )


def _narrow(row: list[Item], widest: int) -> list[Item]:
    """Join what a row has beyond any table into one cell, which is in doubt."""
    if len(row) <= widest:
        return row
    rest = "；".join(item.content.text for item in row[widest - 1 :])
    doubt = f"the row has {len(row)} cells, more than any table"
    return [*row[: widest - 1], Item(Content(rest, doubt=doubt))]


def _kind(text: str) -> str:
    """Say what a text is: ``""``, a code, a figure, or a text."""
    text = re.sub(r"[ \u00a0\u2009\u202f]", "", text.strip())
    if _CODE.fullmatch(text):
        return "code"
    return ("figure" if _FIGURE.fullmatch(text) else "text") if text else ""


def has_figures(texts: Sequence[str]) -> bool:
    """Say whether one of the texts of a row may be an amount; a code at its beginning is none.

    >>> has_figures(["2010399", "其他支出"]), has_figures(["合计", "345"])
    (False, True)
    """
    kinds = [_kind(text) for text in texts]
    return "figure" in kinds or "code" in kinds[1:]


# rows within rows


def _parted(rows: Rows) -> Rows:
    """Take rows apart whose cells all hold the same number of lines, one below the other."""
    found: Rows = []
    reach = 0  # the first row that no cell from above reaches into
    for r, row in enumerate(rows):
        lines = [item.content.text.split("\n") for item in row]
        most = max(map(len, lines), default=1)
        reach = max([reach, *(r + item.rowspan for item in row if item.rowspan > 1)])
        if not any(map(_stacked, lines)):
            found.append(row)
        elif (
            r >= reach
            and all(len(x) == most or x == [""] for x in lines)
            and all(i.colspan == 1 for i in row)
        ):
            found += [[_line(item, x, k) for item, x in zip(row, lines, strict=True)] for k in range(most)]
        else:
            why = "the cells of the row hold different numbers of lines"
            found.append([i._replace(content=i.content._replace(doubt=i.content.doubt or why)) for i in row])
    return found


def _stacked(lines: Sequence[str]) -> bool:
    """Say whether the lines of a cell are numbers of their own, not one number in two pieces."""
    filled = [line for line in lines if line]
    kinds = {_kind(line) for line in filled}
    decimals = {len(line.partition(".")[2]) for line in filled if any(c.isdigit() for c in line)}
    return len(filled) > 1 and kinds <= {"code", "figure"} and len(decimals) < 2


def _line(item: Item, lines: Sequence[str], k: int) -> Item:
    text = lines[k] if k < len(lines) else ""
    return Item(item.content._replace(text=text, note=item.content.note if k == 0 else ""))


# places


@dataclass
class _Layout:
    """Items by row and column; ``ends`` is how far each row reaches, ``own`` if nothing in it is merged."""

    items: list[dict[int, Item]]
    ends: list[int]
    own: list[bool]

    def row(self, r: int) -> list[tuple[int, Item]]:
        """Return the items of a row with their columns."""
        return sorted(self.items[r].items(), key=lambda at: at[0])

    def texts(self, r: int) -> list[str]:
        """Return the texts of a row."""
        return [item.content.text for _, item in self.row(r)]


def _place(rows: Rows) -> _Layout:
    """Give each item the next free place of its row, as HTML does."""
    taken: set[tuple[int, int]] = set()
    layout = _Layout([{} for _ in rows], [0] * len(rows), [True] * len(rows))
    for r, row in enumerate(rows):
        c = 0
        for item in row:
            while (r, c) in taken:
                c += 1
            down = min(item.rowspan or _MOST, len(rows) - r)
            across = 1
            while across < min(item.colspan, _MOST) and (r, c + across) not in taken:
                across += 1
            layout.items[r][c] = Item(item.content, down, across)
            for rr in range(r, r + down):
                taken.update((rr, cc) for cc in range(c, c + across))
                layout.own[rr] = layout.own[rr] and down == across == 1
                layout.ends[rr] = max(layout.ends[rr], c + across)
            c += across
    return layout


def _width(layout: _Layout, trimmed: bool) -> int:
    """Return how many columns the header has, or the table if that is more."""
    usual = Counter(n for n in layout.ends if n > 1) or Counter([1])
    common = max(usual, key=lambda n: (usual[n], n))
    header = next((n for n in layout.ends if n > 1), common)
    return max(layout.ends) if trimmed else max(header, common)


def _clip(layout: _Layout, width: int) -> None:
    """Let the last item of a row that is said to cover more columns than there are end with the table."""
    for r, end in enumerate(layout.ends):
        last = max(layout.items[r], default=0)
        item = layout.items[r].get(last)
        if item and end > width > last and item.colspan == end - last and item.rowspan == 1:
            layout.items[r][last] = item._replace(colspan=width - last)
            layout.ends[r] = width


def _doubts(layout: _Layout, width: int, trimmed: bool) -> dict[int, str]:
    """Place the rows that lack items, where there is one way to; return why the others are in doubt."""
    n_rows = len(layout.ends)
    if not any(has_figures(layout.texts(r)) for r in range(n_rows)):
        return {}
    whole = [r for r in range(n_rows) if layout.ends[r] == width]
    kept = any(not layout.items[r].get(width - 1, _FILLED).content.text.strip() for r in whole)
    header = next((n for n in layout.ends if n > 1), width)
    if header < width and (kept or not trimmed):
        return dict.fromkeys(range(n_rows), f"the header has {header} cells, the table {width}")
    kinds = _kinds(layout, whole, width)
    found: dict[int, str] = {}
    for r, n in enumerate(layout.ends):
        figures = has_figures(layout.texts(r))
        fits = layout.own[r] and (_fit(layout, r, kinds) if n < width else _trim(layout, r, kinds))
        if n != width and figures and not fits and not (trimmed and not kept):
            found[r] = f"the row has {n} cells, the table {width}"
    return found


_FILLED = Item(Content("x"))


def _kinds(layout: _Layout, whole: Sequence[int], width: int) -> list[set[str]]:
    """Say what each column holds, by the rows that lack nothing, from the first with figures on."""
    first = next((r for r in whole if has_figures(layout.texts(r))), len(layout.ends))
    kinds: list[set[str]] = [set() for _ in range(width)]
    for r in (r for r in whole if r >= first):
        for c, item in layout.row(r):
            kinds[c] |= {_kind(item.content.text)} - {""}
    return kinds


def _fit(layout: _Layout, r: int, kinds: Sequence[set[str]]) -> bool:
    """Move the items of a short row to the only columns that hold such texts, in their order."""
    items = [item for _, item in layout.row(r)]
    texts = [item.content.text for item in items]
    if not has_figures(texts) or not all(text.strip() for text in texts):
        return False
    ways = _ways([_kind(text) for text in texts], kinds)
    if len(ways) != 1:
        return False
    layout.items[r] = dict(zip(ways[0], items, strict=True))
    return True


def _trim(layout: _Layout, r: int, kinds: Sequence[set[str]]) -> bool:
    """Drop the empty items behind the last column of a row that fits the columns otherwise."""
    items = layout.row(r)
    more = [item.content.text for c, item in items if c >= len(kinds)]
    fits = all(_kind(item.content.text) in kinds[c] | {""} for c, item in items if c < len(kinds))
    if any(text.strip() for text in more) or not (fits or not has_figures(layout.texts(r))):
        return False
    for c in range(len(kinds), layout.ends[r]):
        del layout.items[r][c]
    layout.ends[r] = min(layout.ends[r], len(kinds))
    return True


def _ways(kinds: Sequence[str], columns: Sequence[set[str]]) -> list[tuple[int, ...]]:
    """Return up to two ways to set texts of these kinds, in order, into columns that hold such kinds.

    >>> _ways(["text", "figure"], [{"code"}, {"text"}, {"figure"}]), _ways(["figure"], [{"figure"}, set()])
    ([(1, 2)], [(0,), (1,)])
    """
    later: list[list[tuple[int, ...]]] = [[()] for _ in range(len(columns) + 1)]
    for kind in reversed(kinds):  # later[c]: ways to set the texts from here on into the columns from c on
        here: list[list[tuple[int, ...]]] = [[] for _ in range(len(columns) + 1)]
        for c in range(len(columns) - 1, -1, -1):
            fits = not kind or not columns[c] or kind in columns[c]
            here[c] = ([(c, *way) for way in later[c + 1]] if fits else [])[:2] + here[c + 1]
            here[c] = here[c][:2]
        later = here
    return later[0]
