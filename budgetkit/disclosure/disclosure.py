"""read(): one disclosure, from its file to tables of figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import ExtractionError, SourceError
from ..knowledge import known_forms
from ..prose import Paragraph, paragraphs, stated
from ..readers import READINGS, Agreement, Page, agreement, readings
from ..records import Caption, Document, Figure, Unread, frame, from_frame, to_frame
from ..tables import Extract, Table, captions, normalize, recognise
from .document import combine, describe

Row = dict[str, Any]


_DECIMAL = re.compile(r"\d\.\d")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a disclosure: what the reader (``engine``) saw in it, and its recognised tables."""

    path: Path
    pages: list[Page]
    tables: list[Table]
    agreements: Sequence[Agreement] = ()
    engine: str = ""


class Disclosure:
    """One disclosure: its document, its tables, every figure, and what could not be read.

    Made by :func:`read`; all tables are pandas DataFrames whose columns the data dictionary
    (``processed/datapackage.json``) describes.

    Attributes
    ----------
    document : Document
        Title, entity, region, scope, fiscal year and phase, as the document says.
    parts : list of Part
        The files that make up the disclosure, with pages and tables; mostly one.
    engine : str
        ``rulings``, ``camelot``, ``both`` or, for Markdown, ``markdown``.
    """

    def __init__(self, document: Document, parts: Sequence[Part], engine: str) -> None:
        self.document = document
        self.parts = list(parts)
        self.engine = engine

    @property
    def pages(self) -> list[Page]:
        """What the reader saw, verbatim; the pages of all files, in order."""
        return [page for part in self.parts for page in part.pages]

    @property
    def tables(self) -> list[Table]:
        """Recognised tables with the meaning of each column."""
        return [table for part in self.parts for table in part.tables]

    def part(self, file: str) -> Part:
        """Return the part whose file is called `file`.

        Raises
        ------
        ExtractionError
            The disclosure has no such file.
        """
        for part in self.parts:
            if part.path.name == file:
                return part
        raise ExtractionError(f"{self.document.document_id} has no file {file!r}")

    def __repr__(self) -> str:
        missing = self.forms.loc[self.forms["status"] == "missing", "form"]
        return (
            f"<Disclosure {self.document.document_id}: {self.document.entity or 'unknown entity'} "
            f"{self.document.fiscal_year or 'unknown year'} {self.document.phase}, {len(self.pages)} pages, "
            f"{len(self.tables)} tables, {len(self.line_items)} figures, {len(self.indicators)} indicators, "
            f"{len(self.unread)} unread, missing: {', '.join(missing) or 'none'}>"
        )

    @cached_property
    def _extract(self) -> Extract:
        whole = Extract()
        for file, part in self._numbered():
            found = normalize(part.tables, self.document, part.path.name, file)
            whole.line_items += found.line_items
            whole.blanks += found.blanks
            whole.indicators += found.indicators
            whole.unread += found.unread
        return whole

    def _numbered(self) -> Iterable[tuple[int, Part]]:
        """Yield the files with their numbers in records: from 1, or 0 where there is only one."""
        return enumerate(self.parts, 1) if len(self.parts) > 1 else ((0, part) for part in self.parts)

    def records(self, name: str) -> list[Any]:
        """Return the rows of a table as records.

        Parameters
        ----------
        name : {"line_items", "blanks", "stated", "indicators", "unread"}

        Returns
        -------
        list of Figure, Indicator or Unread
        """
        if name == "stated":
            return from_frame("stated", self.stated, [part.path.name for part in self.parts])
        found: list[Any] = getattr(self._extract, name)
        return [*found, *self._unread_prose(), *self._unseen()] if name == "unread" else found

    @cached_property
    def captions(self) -> list[Caption]:
        """Titles of tables, and what tables say whose they are."""
        grids = ((file, [g for page in part.pages for g in page.grids]) for file, part in self._numbered())
        return [caption for file, found in grids for caption in captions(found, file)]

    @cached_property
    def _prose(self) -> list[tuple[str, Paragraph]]:
        found: list[tuple[str, Paragraph]] = []
        for part in self.parts:
            before = len(found)
            found += [(part.path.name, replace(p, number=p.number + before)) for p in paragraphs(part.pages)]
        return found

    @property
    def prose(self) -> list[Paragraph]:
        """The paragraphs outside of tables, with the headings that they stand under."""
        return [paragraph for _, paragraph in self._prose]

    @cached_property
    def _stated(self) -> tuple[list[Row], list[Row]]:
        rows, unread = stated(self.prose, asdict(self.document))
        files = {p.number: file for file, p in self._prose}
        for row in (*rows, *unread):
            row["file"] = files[paragraph_number(row["sentence_id"])]
        return rows, unread

    @cached_property
    def line_items(self) -> pd.DataFrame:
        """One row a printed figure of an accounting form, in fen."""
        return to_frame("line_items", self._extract.line_items)

    @cached_property
    def blanks(self) -> pd.DataFrame:
        """One row an empty cell where a form provides for a figure; columns as in line_items."""
        return to_frame("blanks", self._extract.blanks)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One row a performance indicator."""
        return to_frame("indicators", self._extract.indicators)

    @cached_property
    def stated(self) -> pd.DataFrame:
        """One row a figure in the prose."""
        return frame("stated", self._stated[0])

    @cached_property
    def unread(self) -> pd.DataFrame:
        """What could not be placed, parsed or understood, with its place; empty if there is none."""
        return to_frame("unread", self.records("unread"))

    def _unread_prose(self) -> list[Unread]:
        rows = [{"document_id": self.document.document_id, **row} for row in self._stated[1]]
        return from_frame("unread", frame("unread", rows), [part.path.name for part in self.parts])

    def _unseen(self) -> list[Unread]:
        """List what a page has and does not show: pages of images, figures that are hidden."""
        found: list[Unread] = []
        for file, part in self._numbered():
            for page in part.pages:
                place = Unread(self.document.document_id, part.path.name, file, page.number, kind="page")
                if page.image_only:
                    found.append(place._replace(why="the page holds only images"))
                found += [
                    place._replace(printed=text, why="hidden: in the file, not to be seen on the page")
                    for text in page.hidden
                    if _DECIMAL.search(text)
                ]
        return found

    @cached_property
    def forms(self) -> pd.DataFrame:
        """One row a table found, and one a statutory form that is missing."""
        found = [self._found(part, table) for part in self.parts for table in part.tables]
        return frame("forms", [*found, *self._missing()])

    def _found(self, part: Part, table: Table) -> dict[str, object]:
        places = {(f.grid.page, f.grid.index) for f in table.fragments}
        pairs = [a for a in part.agreements if a.a and (a.page, a.a.index) in places]
        keys = {(part.path.name, *place) for place in places}
        figures, blanks = ([f for key in keys for f in index.get(key, ())] for index in self._by_table)
        return {
            "document_id": self.document.document_id, "form": table.slug, "title": table.title,
            "status": "found", "statutory": table.form.statutory, "entity": table.entity,
            "unit": table.unit or "",
            "unit_derived": table.unit_derived, "note": table.note, "file": part.path.name,
            "pages": " ".join(str(p) for p in sorted({p for p, _ in places})),
            "cells_agreeing": sum(a.equal for a in pairs) if part.agreements else None,
            "cells_compared": sum(a.total for a in pairs) if part.agreements else None,
            "figures": len(figures), "blanks": len(blanks), "lacks": _lacks(table, [*figures, *blanks]),
        }  # fmt: skip

    @cached_property
    def _by_table(self) -> tuple[dict[Any, list[Figure]], dict[Any, list[Figure]]]:
        """Figures and blanks by file, page and table."""
        found: tuple[dict[Any, list[Figure]], dict[Any, list[Figure]]] = ({}, {})
        for index, figures in zip(found, (self._extract.line_items, self._extract.blanks), strict=True):
            for f in figures:
                index.setdefault((f.file_name, f.page, f.table), []).append(f)
        return found

    def _missing(self) -> list[dict[str, object]]:
        """Return the statutory forms of the document's year that are not among its tables."""
        found = {t.slug for t in self.tables}
        year = self.document.fiscal_year
        return [
            {"document_id": self.document.document_id, "form": f.slug, "title": f.title,
             "status": "missing", "statutory": True}
            for f in known_forms()
            if f.statutory and f.slug not in found and not (year and year < f.since)
        ]  # fmt: skip


def _lacks(table: Table, figures: Sequence[Figure]) -> str:
    """Return what the form of a table should have (``expects`` in forms.csv) and the table has not."""
    there = {item for c in table.columns for item in c.keys.items()}
    return " ".join(
        f"{key}={value}"
        for key, value in table.form.expects
        if (key, value) not in there and not any(getattr(f, key) == value for f in figures)
    )


def paragraph_number(sentence_id: str) -> int:
    """Return the number of the paragraph that a sentence id names.

    >>> paragraph_number("some-document:p012.3")
    12
    """
    return int(sentence_id.rpartition(":p")[2].partition(".")[0])


def read(
    path: str | Path | Sequence[str | Path], engine: str = "rulings", document_id: str | None = None
) -> Disclosure:
    """Read one disclosure.

    Parameters
    ----------
    path : str or Path, or a sequence of these
        A PDF or Markdown file; what it is, is decided by its content. Several files are one
        disclosure, such as tables and prose that were published apart.
    engine : {"rulings", "camelot", "both"}
        Reader of PDF. ``both`` reads twice, returns what ``rulings`` read, and records in
        ``forms`` how many cells of each table ``camelot`` read alike.
    document_id : str, optional
        Name of the document in all tables; the stem of the (first) file by default.

    Returns
    -------
    Disclosure

    Raises
    ------
    SourceError
        A file is missing, empty, encrypted, damaged, or not what can be read; or the files are of
        different years, phases or entities.
    ExtractionError
        A file has nothing that can be read: image only, or fonts that cannot be decoded.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> d.document.entity, d.document.fiscal_year, len(d.line_items), len(d.unread)
    ('重庆市巴南区政务服务管理办公室', 2024, 143, 0)
    """
    paths = [Path(path)] if isinstance(path, (str, Path)) else [Path(p) for p in path]
    if not paths:
        raise SourceError("no file was given to read")
    parts = [_part(p, engine, n if len(paths) > 1 else 0) for n, p in enumerate(paths, 1)]
    document = combine([describe(part.path.stem, part.pages, part.tables) for part in parts])
    document = replace(document, document_id=document_id or paths[0].stem)
    chosen = any(part.engine in READINGS for part in parts)  # else there was nothing to choose from
    return Disclosure(document, parts, engine if chosen else parts[0].engine)


def _part(path: Path, engine: str, file: int) -> Part:
    found = readings(path, engine)
    pages, *second = found.values()
    if file:
        pages = [replace(page, file=file) for page in pages]
    grids = [[g for page in reading for g in page.grids] for reading in (pages, *second)]
    pairs = agreement(*grids) if second else ()
    return Part(path, pages, recognise(pages), pairs, next(iter(found)))
