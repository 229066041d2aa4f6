"""read(): one disclosure, from its file to tables of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import ExtractionError, SourceError
from ..knowledge import table
from ..prose import Paragraph, paragraphs, stated
from ..readers import Agreement, Page, agreement, read_pages
from ..records import Document, Figure, Unread, frame, from_frame, to_frame
from ..tables import Extract, Table, normalize, recognise
from .document import combine, describe

Row = dict[str, Any]


_DECIMAL = re.compile(r"\d\.\d")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a disclosure: what the reader saw in it, and its recognised tables."""

    path: Path
    pages: list[Page]
    tables: list[Table]
    agreements: Sequence[Agreement] = ()


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
        for number, part in enumerate(self.parts, 1):
            found = normalize(part.tables, self.document, f"f{number}" if number > 1 else "")
            for name in ("line_items", "blanks", "indicators", "unread"):
                rows = getattr(found, name)
                for row in rows:
                    row["file"] = part.path.name
                getattr(whole, name).extend(rows)
        return whole

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
    def _stated(self) -> tuple[list[Figure], list[Unread]]:
        figures, unread = stated(self.prose, self.document)
        names = {p.number: name for name, p in self._prose}
        files = {part.path.name: n if len(self.parts) > 1 else 0 for n, part in enumerate(self.parts, 1)}
        return (
            [f._replace(file_name=(name := names[f.paragraph]), file=files[name]) for f in figures],
            [u._replace(file_name=(name := names[u.paragraph]), file=files[name]) for u in unread],
        )

    def records(self, name: str) -> list[Any]:
        """Return the rows of a table as typed records, which say more than its columns.

        Parameters
        ----------
        name : {"line_items", "blanks", "stated", "indicators", "unread"}
        """
        if name == "stated":
            return self._stated[0]
        found = from_frame(name, getattr(self, name), [part.path.name for part in self.parts])
        if name == "unread":
            first, prose = len(self._extract.unread), self._stated[1]
            found[first : first + len(prose)] = prose
        return found

    @cached_property
    def line_items(self) -> pd.DataFrame:
        """One row a printed figure of an accounting form, in fen."""
        return frame("line_items", self._extract.line_items)

    @cached_property
    def blanks(self) -> pd.DataFrame:
        """One row an empty cell where a form provides for a figure; columns as in line_items."""
        return frame("blanks", self._extract.blanks)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One row a performance indicator."""
        return frame("indicators", self._extract.indicators)

    @cached_property
    def stated(self) -> pd.DataFrame:
        """One row a figure in the prose."""
        return to_frame("stated", self._stated[0])

    @cached_property
    def unread(self) -> pd.DataFrame:
        """What could not be placed, parsed or understood, with its place; empty if there is none."""
        others = ({**u._asdict(), "file": u.file_name} for u in self._stated[1])
        return frame("unread", [*self._extract.unread, *others, *self._unseen()])

    def _unseen(self) -> list[Row]:
        """List what a page has and does not show: pages of images, figures that are hidden."""
        found: list[Row] = []
        for part in self.parts:
            for page in part.pages:
                place = {
                    "document_id": self.document.document_id,
                    "file": part.path.name,
                    "page": page.number,
                }
                if page.image_only:
                    found.append({**place, "why": "the page holds only images"})
                found += [
                    {**place, "printed": text, "why": "hidden: in the file, not to be seen on the page"}
                    for text in page.hidden
                    if _DECIMAL.search(text)
                ]
        return found

    @cached_property
    def forms(self) -> pd.DataFrame:
        """One row a table found, and one a statutory form that is missing."""
        found = [self._found(part, table) for part in self.parts for table in part.tables]
        return frame("forms", [*found, *self._missing()])

    def _found(self, part: Part, table: Table) -> Row:
        places = {(f.grid.page, f.grid.index) for f in table.fragments}
        pairs = [a for a in part.agreements if a.a and (a.page, a.a.index) in places]
        keys = {(part.path.name, *place) for place in places}
        figures, blanks = ([row for key in keys for row in rows.get(key, ())] for rows in self._by_table)
        return {
            "document_id": self.document.document_id, "form": table.slug, "title": table.title,
            "status": "found", "statutory": table.form["statutory"] == "yes", "entity": table.entity,
            "unit": table.unit or "",
            "unit_derived": table.unit_derived, "note": table.note, "file": part.path.name,
            "pages": " ".join(str(p) for p in sorted({p for p, _ in places})),
            "cells_agreeing": sum(a.equal for a in pairs) if part.agreements else None,
            "cells_compared": sum(a.total for a in pairs) if part.agreements else None,
            "figures": len(figures), "blanks": len(blanks), "lacks": _lacks(table, [*figures, *blanks]),
        }  # fmt: skip

    @cached_property
    def _by_table(self) -> tuple[dict[Any, list[Row]], dict[Any, list[Row]]]:
        """Figures and blanks by file, page and table."""
        found: tuple[dict[Any, list[Row]], dict[Any, list[Row]]] = ({}, {})
        for index, rows in zip(found, (self._extract.line_items, self._extract.blanks), strict=True):
            for row in rows:
                index.setdefault((row["file"], row["page"], row["table"]), []).append(row)
        return found

    def _missing(self) -> list[Row]:
        """Return the statutory forms of the document's year that are not among its tables."""
        found = {t.slug for t in self.tables}
        year = self.document.fiscal_year
        return [
            {"document_id": self.document.document_id, "form": f["slug"], "title": f["title_zh"],
             "status": "missing", "statutory": True}
            for f in table("forms")
            if f["statutory"] == "yes"
            and f["slug"] not in found
            and not (year and year < int(f["since"] or 0))
        ]  # fmt: skip


def _lacks(table: Table, rows: Sequence[Row]) -> str:
    """Return what the form of a table should have (``expects`` in forms.csv) and the table has not."""
    there = {item for c in table.columns for item in c.keys.items()}
    wanted = table.form.get("expects", "").split()
    return " ".join(
        want
        for want in wanted
        if (pair := tuple(want.split("="))) not in there
        and not any(row.get(pair[0]) == pair[1] for row in rows)
    )


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
    parts = [_part(p, engine) for p in paths]
    document = combine([describe(part.path.stem, part.pages, part.tables) for part in parts])
    document = replace(document, document_id=document_id or paths[0].stem)
    engines = {g.engine for part in parts for page in part.pages for g in page.grids}
    return Disclosure(document, parts, "markdown" if engines == {"markdown"} else engine)


def _part(path: Path, engine: str) -> Part:
    pages = read_pages(path, engine="rulings" if engine == "both" else engine)
    pairs: Sequence[Agreement] = ()
    if engine == "both":
        second = read_pages(path, engine="camelot")
        pairs = agreement([g for p in pages for g in p.grids], [g for p in second for g in p.grids])
    return Part(path, pages, recognise(pages), pairs)
