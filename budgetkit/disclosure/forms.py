"""Which forms a disclosure has, and which statutory ones are missing: the rows of ``forms``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..knowledge import known_forms
from ..records import Document, Figure
from ..tables import Extract, Table
from .part import Part

Row = dict[str, object]


def form_rows(document: Document, parts: Sequence[Part], extract: Extract) -> Iterator[Row]:
    """Yield one row a table found, and one a statutory form of the document's year that is missing."""
    about: Row = {"document_id": document.document_id}
    figures, blanks = _by_table(extract.line_items), _by_table(extract.blanks)
    for part in parts:
        for table in part.tables:
            keys = [(part.file, *place) for place in _places(table)]
            mine, empty = ([f for key in keys for f in index[key]] for index in (figures, blanks))
            counts = {"figures": len(mine), "blanks": len(empty), "lacks": _lacks(table, [*mine, *empty])}
            yield {**about, **_found(part, table), **counts}
    found = {table.slug for part in parts for table in part.tables}
    year = document.fiscal_year
    for form in known_forms():
        if form.statutory and form.slug not in found and not (year and year < form.since):
            yield {**about, "form": form.slug, "title": form.title, "status": "missing", "statutory": True}


def _places(table: Table) -> set[tuple[int, int]]:
    """Return page and number on the page of each part of a table."""
    return {(f.grid.page, f.grid.index) for f in table.fragments}


def _by_table(figures: Sequence[Figure]) -> dict[tuple[int | None, ...], list[Figure]]:
    found: dict[tuple[int | None, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        found[f.file, f.page, f.table].append(f)
    return found


def _found(part: Part, table: Table) -> Row:
    places = _places(table)
    pairs = [a for a in part.agreements if a.a and (a.page, a.a.index) in places]
    return {
        "form": table.slug, "title": table.title, "status": "found", "statutory": table.form.statutory,
        "entity": table.entity, "unit": table.unit or "", "unit_derived": table.unit_derived,
        "note": table.note, "file": part.path.name,
        "pages": " ".join(str(page) for page in sorted({page for page, _ in places})),
        "cells_agreeing": sum(a.equal for a in pairs) if part.agreements else None,
        "cells_compared": sum(a.total for a in pairs) if part.agreements else None,
    }  # fmt: skip


def _lacks(table: Table, figures: Sequence[Figure]) -> str:
    """Return what the form of a table should have (``expects`` in forms.csv) and the table has not."""
    there = {item for c in table.columns for item in c.keys.items()}
    return " ".join(
        f"{key}={value}"
        for key, value in table.form.expects
        if (key, value) not in there and not any(getattr(f, key) == value for f in figures)
    )
