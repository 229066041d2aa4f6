"""What is longer or larger than anything that is printed is cut off or left out, and that is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..text import LONGEST
from .pages import Grid, Line, Page

KEPT = 100

WIDEST, LARGEST = 256, 10**6
"""Columns, and places in all, that a table may have."""


def within_bounds(page: Page) -> Page:
    """Cut off what is longer than any line or cell, leave out what is larger than any table; remarks say so.

    Patterns are looked for in every text, some at every place of it: in a line of 200,000 characters that
    takes minutes.

    >>> long = within_bounds(Page(1, blocks=(Line("收入 12.50"), Line("1.5 " * LONGEST))))
    >>> [len(line.text) for line in long.lines], long.remarks
    ([8, 101], ('a line of 80000 characters is longer than any that is printed; only its beginning is read',))
    >>> within_bounds(Page(1, blocks=(Line("收入 12.50"),))).remarks
    ()
    """
    large = [g for g in page.grids if g.n_cols > WIDEST or g.n_rows * g.n_cols > LARGEST]
    what = "is larger than any that is printed; it is not read"
    said = [f"a table of {g.n_rows} × {g.n_cols} {what}" for g in large]
    said += [
        f"a {kind} of {len(text)} characters is longer than any that is printed; only its beginning is read"
        for kind, text in _texts(page)
        if len(text) > LONGEST
    ]
    if not said:
        return page
    blocks = tuple(_shorter(block) for block in page if not any(block is g for g in large))
    return replace(page, blocks=blocks, remarks=(*page.remarks, *said), lost=page.lost or bool(large))


def _texts(page: Page) -> Iterable[tuple[str, str]]:
    for block in page:
        if isinstance(block, Line):
            yield "line", block.text
        else:
            yield from (("cell", cell.text) for cell in block.cells)


def _shorter(block: Line | Grid) -> Line | Grid:
    if isinstance(block, Line):
        return replace(block, text=_cut(block.text))
    cells = tuple(replace(c, text=_cut(c.text)) if len(c.text) > LONGEST else c for c in block.cells)
    above, below = (tuple(map(_cut, texts)) for texts in (block.above, block.below))
    return replace(block, cells=cells, above=above, below=below)


def _cut(text: str) -> str:
    """Return a text, or the beginning of one that is too long, with a sign that no number ends in.

    >>> _cut("12.50"), _cut("1" * 20_001)[-3:]
    ('12.50', '11…')
    """
    return text[:KEPT] + "…" if len(text) > LONGEST else text
