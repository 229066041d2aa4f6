"""Elements -> lines and grids: which tables of a page hold data, and which only lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ..inline import Content
from ..pages import Grid, Line
from ..shape import Item, build, has_figures
from .flow import Event, Flow, content_of

_AMOUNT = re.compile(r"\d[\d,]*\.\d|\d{1,3}(?:,\d{3})+")
_PROSE = 300
_DEEPEST = 12
TOO_DEEP = "tables within each other too deep to be read"


class _Cell(NamedTuple):
    """A cell: its events, what they print, how far it reaches, where it stands among rows and cells."""

    events: list[Event]
    content: Content
    rowspan: int
    colspan: int
    ref: str

    @property
    def inner(self) -> list[Any]:
        return [event.node for event in self.events if event.kind == "table"]


def blocks(flow: Flow, events: Iterable[Event], depth: int = 0) -> Iterator[Line | Grid]:
    """Yield the lines and tables of a stream, in its order."""
    text, level = "", 0
    for event in (*events, Event("block")):
        if event.kind == "text" or (event.kind == "mark" and re.search(r"[A-Za-z]\s*$", text)):
            text += event.text
        elif event.kind == "struck" and _AMOUNT.search(event.text):
            flow.aside.remarks.append(f"text that is struck out, {event.text.strip()}")
        elif event.kind in ("break", "block", "table"):
            if text.strip():
                yield Line(text.strip(), level=level)
            text = ""
            if event.kind != "break":
                level = event.level
            if event.kind == "table":
                yield from _table(flow, event.node, depth)


def _table(flow: Flow, table: Any, depth: int) -> Iterator[Line | Grid]:
    """Yield a table of data as a grid, with the tables within it behind it; any other as its lines."""
    if depth > _DEEPEST:
        flow.aside.remarks.append(TOO_DEEP)
        return
    beside: list[Event] = []
    rows = [_row(flow, tr, n, table, beside) for n, tr in enumerate(_rows(flow, table, beside), 1)]
    rows = [row for row in rows if row]
    yield from blocks(flow, beside, depth)
    if _lays_out(rows, flow.styles.ruled(table)):
        for row in rows:
            for cell in row:
                yield from blocks(flow, cell.events, depth + 1)
        return
    grid = build([[Item(c.content, c.rowspan, c.colspan, c.ref) for c in row] for row in rows], engine="html")
    yield _doubtful(flow, table, grid)
    for cell in (cell for row in rows for cell in row):
        for inner in cell.inner:
            yield from _table(flow, inner, depth + 1)


def _rows(flow: Flow, node: Any, beside: list[Event]) -> list[Any]:
    """Return the rows of a table as they are shown, head first and foot last; other text goes to `beside`."""
    found: dict[str, list[Any]] = {"thead": [], "": [], "tfoot": []}
    loose: _Loose | None = None
    for child in node:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in ("td", "th"):
            if loose is None:
                found[""].append(loose := _Loose())
            loose.append(child)
        elif tag and flow.styles.hidden(child) == "gone":
            flow.hide(child)
        elif tag == "tr":
            found[""].append(child)
            loose = None
        elif tag == "caption":
            beside += [*flow.events(child), Event("block")]
        elif tag and tag not in ("col", "colgroup", "script", "style", "template"):
            found[tag if tag in found else ""] += _rows(flow, child, beside)
        beside += [Event("text", child.tail), Event("block")] if (child.tail or "").strip() else []
    return [*found["thead"], *found[""], *found["tfoot"]]


class _Loose(list[Any]):
    """Cells without a row, which browsers show as one."""


def _row(flow: Flow, tr: Any, number: int, table: Any, beside: list[Event]) -> list[_Cell]:
    row: list[_Cell] = []
    place = f"table[{flow.numbers[table]}]/tr[{number}]"
    void = not isinstance(tr, _Loose) and flow.styles.hidden(tr) == "void"
    for n, td in enumerate((node for node in tr if node.tag in ("td", "th")), 1):
        hidden = flow.styles.hidden(td)
        if hidden or void:
            flow.hide(td)
        if hidden != "gone":
            events = [] if hidden or void else flow.events(td)
            if flow.styles.struck(td):
                events = [e._replace(kind="struck") if e.kind == "text" else e for e in events]
            spans = _span(td.get("rowspan")), _span(td.get("colspan"))
            row.append(_Cell(events, content_of(events), *spans, f"{place}/td[{n}]"))
        if not isinstance(tr, _Loose) and (td.tail or "").strip():
            beside += [Event("text", td.tail), Event("block")]
    return row


def _span(value: str | None) -> int:
    """Read the value of rowspan or colspan; 0 rows are all that follow, what is no number is 1."""
    found = re.match(r"\s*[\"'”]?(\d{1,4})", value or "")
    return int(found[1]) if found else 1


def _lays_out(rows: Sequence[Sequence[_Cell]], ruled: bool) -> bool:
    """Say whether a table only puts things beside each other: a page, a menu, a title with its unit."""
    texts = [[cell.content.text for cell in row] for row in rows]
    filled = [sum(bool(text.strip()) for text in row) for row in texts]
    figures = any(has_figures(row) for row in texts)
    lines = sum(n > 1 for n in filled)
    inner = [node for row in rows for cell in row for node in cell.inner]
    if not lines or not (figures or lines > 1 or (ruled and len(rows) > 1)):
        return True
    within = sum(len(_AMOUNT.findall("".join(node.itertext()))) for node in inner)
    if within:
        return within >= sum(len(_AMOUNT.findall(text)) for row in texts for text in row)
    lengths = [len(text) for row in texts for text in row]
    return not ruled and max(lengths) >= _PROSE and (not figures or 2 * max(lengths) > sum(lengths))


def _doubtful(flow: Flow, table: Any, grid: Grid) -> Grid:
    """Doubt the cells of columns that are said to be hidden, though browsers show them."""
    hidden: list[bool] = []
    for col in table.iter("col"):
        if col.iterancestors("table").__next__() is table:
            width = min(_span(col.get("span")), grid.n_cols)
            hidden += [bool(flow.styles.hidden(col))] * width
    if not any(hidden):
        return grid
    gone = {c for c, there in enumerate(hidden) if there}
    why = "its column is said to be hidden"
    cells = tuple(
        replace(c, doubt=c.doubt or why) if c.text and {*range(c.col, c.col + c.colspan)} <= gone else c
        for c in grid.cells
    )
    return replace(grid, cells=cells)
