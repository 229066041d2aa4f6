"""A Word document becomes pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from xml.etree.ElementTree import Element

from ...errors import SourceError
from ..archive import Archive
from ..content import FETCH
from ..elements import attribute, child, local
from ..inline import Aside
from ..pages import Grid, Line, Page, with_surroundings
from ..stream import Event, blocks
from .package import Package
from .tables import Tables
from .text import Text


def read(path: Path) -> list[Page]:
    """Read a Word document (DOCX) as it is printed.

    Tables become grids (engine ``docx``) whose cells say in `ref` where they stand: ``table[2]/tr[5]/td[3]``
    is the third cell in the fifth row of the second table. Numbers that Word counts itself stand before
    their paragraphs. Pages end where the program that saved the file says so, or where a break was put in;
    a document that knows neither is one page, and a table belongs to the page on which it begins. Text
    boxes, headers and footers are read and said, tracked changes as if they were accepted.

    Raises
    ------
    SourceError
        The file is damaged, protected, too large, or holds no text.
    """
    with Archive(path) as archive:
        pages = _pages(Package(archive))
    if not pages:
        raise SourceError(f"{path}: a Word document without text; {FETCH}")
    return pages


def _pages(package: Package) -> list[Page]:
    aside = Aside()
    text = Text(package, aside)
    tables = Tables(package.body, text)
    body = child(package.body, "body")
    events = text.events(body) if body is not None else []
    sheets = [[*blocks(run, aside, tables.read)] for run in _parted(events)]
    if any(sheets):
        sheets[0][:0] = _around(package, text, "header")
        sheets[-1] += [*_notes(package, text), *_around(package, text, "footer")]
    for kind in sorted(text.numbering.unknown):
        text.remark(f"numbers of a list ({kind}), which are not written")
    hidden, remarks = tuple(aside.hidden), tuple(aside.remarks)
    return (
        []
        if not any(sheets)
        else [
            Page(
                n,
                blocks=tuple(_on(n, with_surroundings(sheet))),
                hidden=hidden if n == 1 else (),
                remarks=remarks if n == 1 else (),
                title=_title(events) if n == 1 else "",
            )
            for n, sheet in enumerate(sheets, 1)
        ]
    )


def _on(page: int, found: Sequence[Line | Grid]) -> Iterator[Line | Grid]:
    return (replace(block, page=page) if isinstance(block, Grid) else block for block in found)


def _title(events: Sequence[Event]) -> str:
    """Return the paragraph that is the title by its style."""
    start = next((k for k, e in enumerate(events) if e.kind == "block" and e.text), len(events))
    within = takewhile(lambda e: e.kind != "block", events[start + 1 :])
    return "".join(e.text for e in within if e.kind == "text").strip()


def _parted(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Part a stream where its pages end: where they did when it was saved, else where breaks were put in."""
    printed = any(_printed_breaks(event) for event in events)
    run: list[Event] = []
    for event in events:
        ends = _printed_breaks(event) if printed else int(event.kind == "page")
        if event.kind == "table":
            run.append(event)
        for _ in range(ends):
            if printed or any(e.kind in ("text", "table") for e in run):
                yield run
                run = [e for e in reversed(run) if e.kind == "block"][:1]  # a heading may go on
        if event.kind not in ("page", "table"):
            run.append(event)
    yield run


def _printed_breaks(event: Event) -> int:
    """Count the ends of pages that a program saw when it saved an event; a row has one at most."""
    if event.kind == "table":
        rows = [e for e in event.node.iter() if local(e) == "tr"]
        return sum(any(local(e) == "lastRenderedPageBreak" for e in row.iter()) for row in rows)
    return int(event.kind == "page" and event.text == "rendered")


def _around(package: Package, text: Text, kind: str) -> list[Line]:
    """Return the lines of the headers or footers, each once."""
    found: list[Line] = []
    for e in package.body.iter():
        if local(e) == f"{kind}Reference" and attribute(e, "type") != "even":
            part = package.referred(attribute(e, "id"))
            lines = _lines(part, text) if part is not None else []
            found += [line for line in lines if line not in found]
    return found


def _notes(package: Package, text: Text) -> list[Line]:
    """Return the notes that the text refers to, with their marks."""
    found: list[Line] = []
    for n, named in enumerate(list(text.notes), 1):
        kind, _, key = named.partition(" ")
        part = package.part(kind)
        note = next((e for e in part if attribute(e, "id") == key), None) if part is not None else None
        for k, line in enumerate(_lines(note, text) if note is not None else []):
            found.append(replace(line, text=f"[{n}] {line.text}") if k == 0 else line)
    return found


def _lines(part: Element, text: Text) -> list[Line]:
    events = [event for event in text.events(part) if event.kind != "page"]
    return [b for b in blocks(events, text.aside, Tables(part, text).read) if isinstance(b, Line)]
