"""Text as a stream of events, which formats that flow (web pages, Word) are read as: lines, cells, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from .inline import Aside, Content
from .pages import Grid, Line
from .shape import has_figures

_AMOUNT = re.compile(r"\d\.\d|\d,\d{3}(?![\d,])")
_PROSE = 300
_PRINTED = ("text", "link")


class Event(NamedTuple):
    """A piece of the stream: ``text``, ``mark`` (raised), ``struck``, ``break``, ``block``, ``table``.

    A ``link`` is a text that leads to another place of the same page. ``level`` is that of the heading that a
    ``block`` begins (0: none); ``node`` the element of a table.
    """

    kind: str
    text: str = ""
    level: int = 0
    node: Any = None


Tables = Callable[[Any], Iterator[Line | Grid]]
"""What becomes of the element of a table."""


class Entry(NamedTuple):
    """A cell: its events, what they print, how far it reaches, where it stands among rows and cells."""

    events: list[Event]
    content: Content
    rowspan: int = 1
    colspan: int = 1
    ref: str = ""

    @property
    def inner(self) -> list[Any]:
        """The tables within it."""
        return [event.node for event in self.events if event.kind == "table"]


def blocks(events: Iterable[Event], aside: Aside, tables: Tables) -> Iterator[Line | Grid]:
    """Yield the lines and tables of a stream in order, but for lists of contents that lead into the page.

    >>> stream = [Event("block", level=1), Event("text", "表"), Event("block"), Event("text", "单位：元")]
    >>> [(line.text, line.level) for line in blocks(stream, Aside(), lambda node: iter(()))]
    [('表', 1), ('单位：元', 0)]
    """
    text, level, said = "", 0, False
    for event in (*events, Event("block")):
        if event.kind in _PRINTED or (event.kind == "mark" and _follows_letter(text)):
            text += event.text
            said = said or bool(event.kind != "link" and event.text.strip())
        elif event.kind == "struck" and _AMOUNT.search(event.text):
            aside.remarks.append(f"text that is struck out, {event.text.strip()}")
        elif event.kind in ("break", "block", "table"):
            if text.strip() and said:
                yield Line(text.strip(), level=level, ends=event.kind != "break")
            text, said = "", False
            if event.kind != "break":
                level = event.level
            if event.kind == "table":
                yield from tables(event.node)


def content_of(events: Iterable[Event]) -> Content:
    """Return what is printed in a cell: its lines, marks and struck-out text, and why it may not be all.

    >>> content_of([Event("text", "155"), Event("text", ".04"), Event("mark", "①")])
    Content(text='155.04', note='①', doubt='')
    """
    out, notes, struck, picture = "", [], "", False
    for kind, text, _, _ in events:
        if kind in _PRINTED or (kind == "mark" and _follows_letter(out)):
            out += text
        elif kind in ("mark", "struck"):
            notes.append(text.strip())
            struck += text if kind == "struck" else ""
        elif kind in ("break", "block", "table"):
            out += "\n" if kind == "break" else "\x1e"
        picture = picture or kind == "picture"
    if "\x1e" in out:
        out = "\n".join(filter(None, (part.strip() for part in out.split("\x1e"))))
    out = "\n".join(line.strip() for line in out.split("\n"))
    if not out.strip() and notes and not struck:
        return Content(" ".join(notes))
    doubt = ""
    if "\ufffd" in out:
        doubt = "a character could not be decoded"
    elif not out.strip() and (struck.strip() or picture):
        doubt = f"{struck.strip()} is struck out" if struck.strip() else "a picture stands in the cell"
    return Content(out, " ".join(filter(None, notes)), doubt)


def _follows_letter(text: str) -> bool:
    """Say whether a raised character is part of the text: that of m²."""
    last = text[-9:].rstrip()[-1:]
    return last.isascii() and last.isalpha()


def lays_out(rows: Sequence[Sequence[Entry]], ruled: bool) -> bool:
    """Say whether a table only puts things beside each other: a page, a menu, a title with its unit.

    >>> unit, head, body = (
    ...     [Entry([], Content(text)) for text in row.split()]
    ...     for row in ("编制单位：甲局 单位：元", "项目 预算数", "合计 3.00")
    ... )
    >>> lays_out([unit], ruled=True), lays_out([head, body], ruled=False)
    (True, False)
    """
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
