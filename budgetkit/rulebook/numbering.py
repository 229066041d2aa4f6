"""Which of the printed tables of one form are one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from ..records import COLUMN, Figure, without

Pages = Mapping[str, Sequence[frozenset[tuple[int, str]]]]
"""For each form, the file and pages of each table that was recognised."""


def number_tables(figures: Sequence[Figure], pages: Pages) -> list[Figure]:
    """Tell apart the tables of one form: a new one begins where the totals are other ones.

    Pages that repeat the title of a table, or its total, go on with it. Figures of a form with several
    tables get the number of theirs as ``table_id``; it stays "" where there is one, or where a page
    belongs to two.

    Parameters
    ----------
    figures : sequence of Figure
        In the order of the page.
    pages : mapping
    """
    pages = {form: sets for form, sets in pages.items() if len(sets) > 1}
    numbers = _numbers(figures, pages)
    several = {form for form, found in numbers.items() if max(found) > 1}

    @cache
    def name(form: str, file: int, page: int | None) -> str:
        tables = zip(pages[form], numbers[form], strict=True)
        found = {number for mine, number in tables if (file, str(page)) in mine}
        return str(found.pop()) if len(found) == 1 else ""

    return [f._replace(table_id=name(f.form, f.file, f.page)) if f.form in several else f for f in figures]


_total = attrgetter("concept", "measure", *without(COLUMN, "phase"))


def _numbers(figures: Iterable[Figure], pages: Pages) -> dict[str, list[int]]:
    """Return, for each form, the number of the table that each recognised one is, or goes on with."""
    heads: dict[str, list[Figure]] = defaultdict(list)
    for f in figures:
        if f.is_total and f.form in pages:
            heads[f.form].append(f)
    numbers: dict[str, list[int]] = {}
    for form, sets in pages.items():
        number, found = 1, []
        known: dict[tuple[Any, ...], int | None] = {}
        for mine in sets:
            totals = {_total(f): f.fen for f in heads[form] if (f.file, str(f.page)) in mine}
            if any(key in known and known[key] != fen for key, fen in totals.items()):
                number, known = number + 1, {}
            known = {**known, **totals}
            found.append(number)
        numbers[form] = found
    return numbers
