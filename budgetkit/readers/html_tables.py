"""Tables written as HTML, anywhere in a text and as carelessly as tools write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from .inline import Aside, Content, content
from .pages import Grid, Line
from .shape import Item, Rows, build

_PARTS = "table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col"
_PART = re.compile(rf"<(/?)({_PARTS})(?![\w.-])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_GAP = re.compile(r"\n[ \t]*\n\s*(?=\S)|\n(?= {0,3}#{1,6}\s)")
_CELLS = ("td", "th", "caption")
_DEEPEST = 5


class Markup(NamedTuple):
    """The part of a text that is a table in HTML."""

    text: str


def split(text: str) -> Iterator[str | Markup]:
    """Yield a text and the HTML tables within it, in order.

    >>> [*split("单位：元 <TABLE><tr><td>合计<td>3</TABLE> 注")]
    ['单位：元 ', Markup(text='<TABLE><tr><td>合计<td>3</TABLE>'), ' 注']
    """
    parts = list(_PART.finditer(text))
    at = i = 0
    while i < len(parts):
        if parts[i][1]:
            i += 1  # closes what is not open
            continue
        yield text[at : parts[i].start()]
        stop, end = _end(text, parts, i)
        yield Markup(text[parts[i].start() : end])
        at, i = end, stop
    yield text[at:]


def _end(text: str, parts: Sequence[re.Match[str]], start: int) -> tuple[int, int]:
    """Return the first tag behind the table that starts at a tag, and where the table ends in the text."""
    open_cells = [False]  # for each table that is open: is one of its cells?
    closed = 0
    for i in range(start, len(parts)):
        closes, name = bool(parts[i][1]), parts[i][2].lower()
        between = text[closed : parts[i].start()] if i > start else ""
        if open_cells[-1]:
            gap = None if closes and name in _CELLS else _GAP.search(between)
            if gap:
                return i, closed + gap.start()
        elif between.strip() and not _goes_on(parts, i, len(open_cells) > 1):
            return i, closed
        if name == "table" and not closes:
            if len(open_cells) > 1 and not open_cells[-1]:
                open_cells.pop()  # the one before was never closed
            open_cells.append(False)
        elif name == "table":
            if len(open_cells) < 3:
                return i + 1, parts[i].end()
            open_cells.pop()
        else:
            open_cells[-1] = name in _CELLS and not closes
        closed = parts[i].end()
    gap = _GAP.search(text, closed) if open_cells[-1] else None
    return len(parts), (gap.start() if gap else len(text)) if open_cells[-1] else closed


def _goes_on(parts: Sequence[re.Match[str]], i: int, within: bool) -> bool:
    """Say whether a text between rows stands within a table, as its end comes before another's beginning."""
    tables = (bool(p[1]) for p in parts[i:] if p[2].lower() == "table")
    return within and next(tables, False)


def blocks(markup: Markup, aside: Aside, depth: int = 0) -> list[Line | Grid]:
    """Return the tables in a piece of HTML as grids, texts between their rows as lines before them."""
    parser = _Parser()
    parser.feed(markup.text)
    parser.close()
    parser.finish()
    found: list[Line | Grid] = []
    for text in parser.beside:
        found += [Line(line) for line in content(text, aside).text.split("\n") if line]
    inner: list[Line | Grid] = []
    rows: Rows = []
    for tags in parser.rows:
        row: list[Item] = []
        for cell in tags:
            text, within = _without_tables(cell.text, aside, depth)
            inner += within
            made = content(" ".join(text.split("\n")), aside)
            if not cell.unseen:
                row.append(Item(made, cell.rowspan, cell.colspan))
        if row:
            rows.append(row)
    if any(item.content != Content("") for row in rows for item in row):
        found.append(build(rows))
    return found + inner


def _without_tables(text: str, aside: Aside, depth: int) -> tuple[str, list[Line | Grid]]:
    """Take the tables out of a cell."""
    if depth > _DEEPEST or not _PART.search(text):
        return text, []
    found: list[Line | Grid] = []
    rest = ""
    for piece in split(text):
        if isinstance(piece, Markup):
            found += blocks(piece, aside, depth + 1)
        else:
            rest += piece + " "
    return rest, found


class _Tag(NamedTuple):
    """A cell: what is written in it."""

    text: str
    rowspan: int
    colspan: int
    unseen: bool


class _Parser(HTMLParser):
    """Splits one table into rows and cells; what is within a cell stays as it is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[list[_Tag]] = []
        self.beside: list[str] = []
        self._cell: dict[str, str | None] | None = None
        self._text = ""
        self._caption = False
        self._hidden_row = False
        self._depth = 0  # of tables within the cell

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and (self._cell is not None or self._caption):
            self._depth += 1
        if self._depth or tag not in _PARTS.split("|"):
            self._text += self.get_starttag_text() or ""
            return
        self.finish()
        if tag == "tr":
            self._hidden_row = _unseen(dict(attrs))
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = dict(attrs)
            if not self.rows:
                self.rows.append([])
        elif tag == "caption":
            self._caption = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in ("td", "th"):
            self.finish()

    def handle_endtag(self, tag: str) -> None:
        if self._depth or tag not in _PARTS.split("|"):
            self._text += f"</{tag}>"
            self._depth -= tag == "table" and self._depth > 0
            return
        self.finish()
        if tag == "tr":
            self._hidden_row = False

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_entityref(self, name: str) -> None:
        self._text += f"&{name};"

    def handle_charref(self, name: str) -> None:
        self._text += f"&#{name};"

    def finish(self) -> None:
        """Close the cell that is open; text outside of cells stands beside the table."""
        text, self._text = self._text, ""
        self._depth = 0
        if self._cell is not None:
            attrs, self._cell = self._cell, None
            style = attrs.get("style") or ""
            unseen = self._hidden_row or _unseen(attrs)
            if unseen:
                text = f"<span hidden>{text}</span>"
            elif "line-through" in style:
                text = f"<del>{text}</del>"
            down, across = _span(attrs.get("rowspan")), _span(attrs.get("colspan"))
            self.rows[-1].append(_Tag(text, down, across, unseen))
        elif text.strip():
            self.beside.append(text)
        self._caption = False


def _unseen(attrs: dict[str, str | None]) -> bool:
    return "hidden" in attrs or "display:none" in re.sub(r"\s", "", attrs.get("style") or "").lower()


def _span(value: str | None) -> int:
    """Read the value of rowspan or colspan; 0 rows are all that follow, what is no number is 1."""
    found = re.match(r"\s*[\"'”]?(\d{1,4})", value or "")
    return int(found[1]) if found else 1
