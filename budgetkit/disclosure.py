"""read(): one disclosure, from its file to tables of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from .document import Document, describe
from .forms import Table, recognise
from .frames import frame
from .grid import Page
from .knowledge import table
from .narrative import Paragraph, paragraphs, stated
from .normalize import Extract, normalize
from .readers import Agreement, agreement, read_pages

__all__ = ["Disclosure", "read"]

Row = dict[str, Any]


class Disclosure:
    """One disclosure: its document, its tables, every figure, and what could not be read.

    Made by :func:`read`; all tables are pandas DataFrames whose columns the data dictionary
    (``processed/datapackage.json``) describes.

    Attributes
    ----------
    document : Document
        Title, entity, region, scope, fiscal year and phase, as the document says.
    path : Path
        The file it was read from.
    engine : str
        ``rulings``, ``camelot``, ``both`` or, for Markdown, ``markdown``.
    pages : list of Page
        What the reader saw, verbatim.
    tables : list of Table
        Recognised tables with the meaning of each column.
    """

    def __init__(
        self,
        document: Document,
        path: Path,
        engine: str,
        pages: Sequence[Page],
        agreements: Sequence[Agreement] = (),
    ) -> None:
        self.document = document
        self.path = path
        self.engine = engine
        self.pages = list(pages)
        self.tables: list[Table] = recognise(self.pages)
        self._agreements = list(agreements)

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
        return normalize(self.tables, self.document)

    @cached_property
    def prose(self) -> list[Paragraph]:
        """The paragraphs outside of tables, with the headings that they stand under."""
        return paragraphs(self.pages)

    @cached_property
    def _stated(self) -> tuple[list[Row], list[Row]]:
        return stated(self.prose, asdict(self.document))

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
        return frame("stated", self._stated[0])

    @cached_property
    def unread(self) -> pd.DataFrame:
        """What could not be placed, parsed or understood, with its place; empty if there is none."""
        prose = [{"document_id": self.document.document_id, **row} for row in self._stated[1]]
        return frame("unread", [*self._extract.unread, *prose])

    @cached_property
    def forms(self) -> pd.DataFrame:
        """One row a table found, and one a statutory form that is missing."""
        return frame("forms", [*map(self._found, self.tables), *self._missing()])

    def _found(self, table: Table) -> Row:
        places = {(f.grid.page, f.grid.index) for f in table.fragments}
        pairs = [a for a in self._agreements if a.a and (a.page, a.a.index) in places]
        inside = {
            name: sum((row["page"], row["table"]) in places for row in rows)
            for name, rows in (("figures", self._extract.line_items), ("blanks", self._extract.blanks))
        }
        return {
            "document_id": self.document.document_id, "form": table.slug, "title": table.title, "status": "found",
            "statutory": table.form["statutory"] == "yes", "unit": table.unit or "", "unit_derived": table.unit_derived, "note": table.note,
            "pages": " ".join(str(p) for p in sorted({p for p, _ in places})),
            "cells_agreeing": sum(a.equal for a in pairs) if self._agreements else None,
            "cells_compared": sum(a.total for a in pairs) if self._agreements else None,
            **inside,
        }  # fmt: skip

    def _missing(self) -> list[Row]:
        """Return the statutory forms of the document's year that are not among its tables."""
        found = {t.slug for t in self.tables}
        year = self.document.fiscal_year
        return [
            {"document_id": self.document.document_id, "form": f["slug"], "title": f["title_zh"],
             "status": "missing", "statutory": True}
            for f in table("forms")
            if f["statutory"] == "yes" and f["slug"] not in found and not (year and year < int(f["since"] or 0))
        ]  # fmt: skip


def read(path: str | Path, engine: str = "rulings", document_id: str | None = None) -> Disclosure:
    """Read one disclosure.

    Parameters
    ----------
    path : str or Path
        A PDF or Markdown file; what it is, is decided by its content.
    engine : {"rulings", "camelot", "both"}
        Reader of PDF. ``both`` reads twice, returns what ``rulings`` read, and records in
        ``forms`` how many cells of each table ``camelot`` read alike.
    document_id : str, optional
        Name of the document in all tables; the file's stem by default.

    Returns
    -------
    Disclosure

    Raises
    ------
    SourceError
        The file is missing, empty, encrypted, damaged, or not what can be read.
    ExtractionError
        The file has nothing that can be read: image only, or fonts that cannot be decoded.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")  # doctest: +SKIP
    """
    path = Path(path)
    pages = read_pages(path, engine="rulings" if engine == "both" else engine)
    pairs: Sequence[Agreement] = ()
    if engine == "both":
        second = read_pages(path, engine="camelot")
        pairs = agreement([g for p in pages for g in p.grids], [g for p in second for g in p.grids])
    engines = {g.engine for p in pages for g in p.grids}
    used = "markdown" if engines == {"markdown"} else engine
    document = describe(document_id or path.stem, pages, recognise(pages))
    return Disclosure(document, path, used, pages, pairs)
