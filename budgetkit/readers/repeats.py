"""Pages that stand in a file twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .pages import Grid, Page

_NUMBER = re.compile(r"\W*(?:第\s*)?\d{1,3}(?:\s*页)?\W*")  # of a page; two copies may be counted on
_AMOUNT = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d{4,}")
LEAST = 3  # different amounts but 0: pages of which fewer are the same may be two pages


def with_repeats(pages: Sequence[Page]) -> list[Page]:
    """Say of each page whether it prints once more what a page before it does.

    All texts and all cells must be the same but the number of the page, and amounts must be among them:
    two empty tables under one title are two tables.

    >>> from .pages import Cell
    >>> table = Grid(1, 1, 1, 3, tuple(map(Cell, (0, 0, 0), (0, 1, 2), ("12.50", "7.25", "5.25"))))
    >>> [page.repeats for page in with_repeats([Page(1, blocks=(table,)), Page(2, blocks=(table,))])]
    [0, 1]
    """
    first: dict[tuple[str | None, ...], int] = {}
    found = []
    for page in pages:
        texts = _texts(page)
        number = first.setdefault(texts, page.number)
        if number != page.number and _amounts(texts) >= LEAST:
            said = f"it prints page {number} once more; its figures count once"
            page = replace(page, repeats=number, remarks=(*page.remarks, said))
        found.append(page)
    return found


def _amounts(texts: Sequence[str | None]) -> int:
    return len({t for text in texts for t in _AMOUNT.findall(text or "") if t.strip("0.,")})


def _texts(page: Page) -> tuple[str | None, ...]:
    """Return all texts of a page but its number; None parts the tables."""
    texts: list[str | None] = []
    for block in page:
        if isinstance(block, Grid):
            texts += [None, *(cell.text for cell in block.cells), None]
        elif not _NUMBER.fullmatch(block.text):
            texts.append(block.text)
    return tuple(texts)
