"""Elements -> lines and grids: which tables of a page hold data, and which only lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from .. import stream
from ..pages import Grid, Line
from ..shape import Item, build
from ..stream import Entry, Event, content_of, lays_out
from .flow import Flow
from .seen import Styles

_DEEPEST = 12
_PLAIN = ("div", "span", "ul", "li", "dl", "dt", "dd", "p", "section")
TOO_DEEP = "tables within each other too deep to be read"


_SHOWN = {
    "table": "table", "table-row": "tr", "table-cell": "td", "table-header-group": "thead",
    "table-row-group": "tbody", "table-footer-group": "tfoot",
}  # fmt: skip


def make_tables(root: Any, styles: Styles) -> None:
    """Let elements that styles show as tables, rows and cells be these."""
    kinds = {node: kind for node in root.iter(*_PLAIN) if (kind := _SHOWN.get(styles.display(node)))}
    for table in [node for node, kind in kinds.items() if kind == "table"]:
        within = [node for node in table.iter(*_PLAIN) if node in kinds]
        if any(kinds[node] == "tr" for node in within):
            for node in within:
                node.tag = kinds[node]


def blocks(flow: Flow, events: Iterable[Event], depth: int = 0) -> Iterator[Line | Grid]:
    """Yield the lines and tables of a stream, in its order."""
    return stream.blocks(events, flow.aside, lambda node: _table(flow, node, depth))


def _table(flow: Flow, table: Any, depth: int) -> Iterator[Line | Grid]:
    """Yield a table of data as a grid, with the tables within it behind it; any other as its lines."""
    if depth > _DEEPEST:
        flow.aside.remarks.append(TOO_DEEP)
        return
    beside: list[Event] = []
    rows = [_row(flow, tr, n, table, beside) for n, tr in enumerate(_rows(flow, table, beside), 1)]
    rows = [row for row in rows if row]
    yield from blocks(flow, beside, depth)
    if lays_out(rows, flow.styles.ruled(table)):
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


def _row(flow: Flow, tr: Any, number: int, table: Any, beside: list[Event]) -> list[Entry]:
    row: list[Entry] = []
    place = f"table[{flow.numbers[table]}]/tr[{number}]"
    void = not isinstance(tr, _Loose) and flow.styles.hidden(tr) == "void"
    for n, td in enumerate((node for node in tr if node.tag in ("td", "th")), 1):
        hidden = flow.styles.hidden(td)
        if hidden or void:
            flow.hide(td)
        if hidden != "gone":
            events = [] if hidden or void else flow.events(td)
            if flow.styles.struck(td):
                events = [e._replace(kind="struck") if e.kind in ("text", "link") else e for e in events]
            spans = _span(td.get("rowspan")), _span(td.get("colspan"))
            row.append(Entry(events, content_of(events), *spans, f"{place}/td[{n}]"))
        if not isinstance(tr, _Loose) and (td.tail or "").strip():
            beside += [Event("text", td.tail), Event("block")]
    return row


def _span(value: str | None) -> int:
    """Read the value of rowspan or colspan; 0 rows are all that follow, what is no number is 1."""
    found = re.match(r"\s*[\"'”]?(\d{1,4})", value or "")
    return int(found[1]) if found else 1


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
