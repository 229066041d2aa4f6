"""read(): one disclosure, from its file to tables of figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import ExtractionError, SourceError
from ..knowledge import coded, message
from ..markup import html_table
from ..prose import Paragraph, paragraphs, stated
from ..readers import READINGS, Page
from ..records import Caption, Document, Figure, Unread, frame, from_frame, to_frame
from ..tables import Extract, Table, normalize, with_adds
from .document import combine, describe
from .forms import form_rows
from .part import Part, read_part, without_doubt


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
        ``rulings``, ``camelot``, ``both``, ``scan`` or, for other formats, their only reader: ``markdown``, …
    measures : DataFrame
        :func:`budgetkit.measures` of it: the figures that are asked for by name.
    to_csv, to_excel, to_package, to_parquet : callable
        Write it to a file or a folder: see :mod:`budgetkit.outputs`. Like ``measures`` the package gives
        them (``budgetkit/__init__.py``), since reading knows nothing of them.
    """

    measures: Any
    to_csv: Callable[..., Path]
    to_excel: Callable[..., Path]
    to_package: Callable[..., Path]
    to_parquet: Callable[..., Path]

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

    @property
    def _missing(self) -> str:
        missing = self.forms.loc[self.forms["status"] == "missing", "form"]
        return message("list").join(coded("form", form) for form in missing) or message("none")

    @property
    def _whose(self) -> dict[str, Any]:
        about = self.document
        return {
            "entity": about.entity or message("repr.entity"),
            "year": about.fiscal_year or message("repr.year"),
            "phase": coded("phase", about.phase),
        }

    def __repr__(self) -> str:
        counts = {
            name: len(getattr(self, name))
            for name in ("pages", "tables", "indicators", "unread", "line_items")
        }
        about = self._whose | counts
        return message("repr.disclosure", id=self.document.document_id, missing=self._missing, **about)

    def _repr_html_(self) -> str:
        """Show whose document it is, what was read of it, and its forms."""
        counts = {
            "document": self.document.document_id,
            "files": message("list").join(part.path.name for part in self.parts),
            "pages": len(self.pages),
            "figures": f"{len(self.line_items)}, {len(self.stated)}",
            "indicators": len(self.indicators),
            "unread": len(self.unread),
            "missing": self._missing,
        }
        head = ["form", "title", "pages", "unit", "figures"]
        found = self.forms.loc[self.forms["status"] == "found", head]
        forms = [(coded("form", form), *row) for form, *row in found.itertuples(index=False)]
        about = html_table(
            message("repr.title", **self._whose), [(message(f"repr.{k}"), n) for k, n in counts.items()]
        )
        return about + html_table("", forms, [message(f"repr.head.{column}") for column in head])

    @cached_property
    def _extract(self) -> Extract:
        whole = Extract()
        for part in self.parts:
            found = normalize(part.tables, self.document, part.path.name, part.file)
            whole.line_items += found.line_items
            whole.blanks += found.blanks
            whole.indicators += found.indicators
            whole.unread += found.unread
            whole.columns |= found.columns
        return with_adds(whole)

    def records(self, name: str) -> list[Any]:
        """Return the rows of a table as records.

        Parameters
        ----------
        name : {"line_items", "blanks", "stated", "indicators", "unread"}

        Returns
        -------
        list of Figure, Indicator or Unread
        """
        if (table := self.__dict__.get(name)) is not None:  # who looked at it may have changed it
            return self._of_table(name, table)
        if name == "stated":
            return self._stated[0]
        found: list[Any] = getattr(self._extract, name)
        if name != "unread":
            return found
        return [*found, *self._stated[1], *self._unseen]

    @cached_property
    def _unseen(self) -> list[Unread]:
        return [u for part in self.parts for u in part.unseen(self.document.document_id)]

    def _of_table(self, name: str, table: pd.DataFrame) -> list[Any]:
        """Return the records of a table that was handed out, with what its columns do not say."""
        found = from_frame(name, table, [part.path.name for part in self.parts])
        if name != "stated":
            return found
        said = {f.id: f for f in self._stated[0]}
        more = ("share_of", "of_concepts", "of_fund")
        return [f._replace(**{k: getattr(said[f.id], k) for k in more}) if f.id in said else f for f in found]

    def with_amount(self, which: str, fen: int) -> Disclosure:
        """Return a copy in which one printed amount is another, to see what would notice it.

        Parameters
        ----------
        which : str
            A ``line_id`` or ``stated_id``.
        fen : int
            What the copy has in its place; what is printed stays as it is.

        Raises
        ------
        ExtractionError
            There is no such figure.

        Examples
        --------
        >>> d = read("raw/banan-2024-budget.pdf")
        >>> first = d.line_items["line_id"][0]
        >>> wrong = d.with_amount(first, 1)
        >>> [int(x.line_items["amount_fen"][0]) for x in (d, wrong)]
        [1137100000, 1]
        """
        for name, key in (("line_items", "line_id"), ("stated", "stated_id")):
            table = getattr(self, name)
            here = table[key] == which
            if here.any():
                other = copy(self)
                setattr(other, name, table.assign(amount_fen=table["amount_fen"].mask(here, fen)))
                return other
        raise ExtractionError(f"{self.document.document_id} has no figure {which!r}")

    @cached_property
    def captions(self) -> list[Caption]:
        """Titles of tables, and what tables say whose they are."""
        return [caption for part in self.parts for caption in part.captions()]

    @cached_property
    def _prose(self) -> list[tuple[Part, Paragraph]]:
        found: list[tuple[Part, Paragraph]] = []
        for part in self.parts:
            before = len(found)
            found += [(part, replace(p, number=p.number + before)) for p in paragraphs(part.pages)]
        return found

    @property
    def prose(self) -> list[Paragraph]:
        """The paragraphs outside of tables, with the headings that they stand under."""
        return [paragraph for _, paragraph in self._prose]

    @cached_property
    def _stated(self) -> tuple[list[Figure], list[Unread]]:
        figures, unread = stated(self.prose, self.document)
        parts = {p.number: (part, p) for part, p in self._prose}
        figures, unread = without_doubt(figures, unread, parts)
        files = {n: (part.path.name, part.file) for n, (part, _) in parts.items()}
        return (
            [f._replace(file_name=(at := files[f.paragraph])[0], file=at[1]) for f in figures],
            [u._replace(file_name=(at := files[u.paragraph])[0], file=at[1]) for u in unread],
        )

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
        return to_frame("stated", self._stated[0])

    @cached_property
    def unread(self) -> pd.DataFrame:
        """What could not be placed, parsed or understood, with its place; empty if there is none."""
        return to_frame("unread", self.records("unread"))

    @cached_property
    def forms(self) -> pd.DataFrame:
        """One row a table found, and one a statutory form that is missing."""
        return frame("forms", form_rows(self.document, self.parts, self._extract))


def read(
    path: str | Path | Sequence[str | Path], engine: str = "rulings", document_id: str | None = None
) -> Disclosure:
    """Read one disclosure.

    Parameters
    ----------
    path : str or Path, or a sequence of these
        The file; what it is, is decided by its content. Several files are one
        disclosure, such as tables and prose that were published apart.
    engine : {"rulings", "camelot", "both", "scan"}
        Reader of PDF. ``both`` reads twice, returns what ``rulings`` read, and records in
        ``forms`` how many cells of each table ``camelot`` read alike. ``scan`` also recognises the text of
        pages that are pictures (seconds a page); what it is not sure of has the state ``doubtful``.
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
    parts = [read_part(p, engine, n if len(paths) > 1 else 0) for n, p in enumerate(paths, 1)]
    document = combine([describe(part.path.stem, part.pages, part.tables) for part in parts])
    document = replace(document, document_id=document_id or paths[0].stem)
    used = {part.engine for part in parts}
    chosen = engine in used or (engine == "both" and used & set(READINGS))  # else there was no choice
    return Disclosure(document, parts, engine if chosen else parts[0].engine)
