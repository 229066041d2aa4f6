"""Pages typeset for tests of layouts: titles, units and tables in, figures as short lines of text out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

import budgetkit as bk
from tests.support.typeset import Document, Table

COVER = "甲市乙区水务局2024年部门预算"
PAGE = "---"
"""A block that starts a page."""

_FIGURE = re.compile(r"[-+(]?[\d,]*\d\.\d+\)?")


def sheet(text: str, spans: str = "", *, head: int = 0, **look: Any) -> Table:
    """A table from lines of ``|``-separated texts (``⏎`` breaks a line within a cell).

    `spans` lists ``row,col,rowspan,colspan`` separated by spaces; `head` counts the header rows;
    `look` are attributes of :class:`tests.support.typeset.Table`.
    """
    rows = [[t.strip().replace("⏎", "\n") for t in line.split("|")] for line in text.strip().splitlines()]
    merged = [tuple(int(n) for n in s.split(",")) for s in spans.split()]
    return Table(rows, spans=merged, header_rows=head, **{"size": 8.0, **look})  # type: ignore[arg-type]


def pages(
    tmp_path: Path, *blocks: str | Table | tuple[str, str, str], cover: str = COVER, **look: Any
) -> bk.Disclosure:
    """Typeset `blocks` below the line `cover` and read the PDF; no printed figure may have gone silently.

    A text is a line in the middle, ``单位：…`` at the right; three texts stand left, middle and right.
    """
    path = tmp_path / "layout.pdf"
    document = Document(path, **{"page_number": "", **look})
    if cover:
        document.heading(cover, level=1)
    for block in blocks:
        if isinstance(block, Table):
            document.table(block)
        elif block == PAGE:
            document.page_break()
        elif isinstance(block, tuple):
            document.line(*block)
        elif block.startswith(("单位", "金额单位")):
            document.line(right=block)
        else:
            document.line(center=block, size=12)
    document.save()
    d = bk.read(path)
    assert silent(d) == []
    return d


def silent(d: bk.Disclosure) -> list[str]:
    """Return the figures in grids that are neither line items nor indicators nor unread."""
    known = {(r.page, r.table, r.row, r.col) for f in (d.line_items, d.unread) for r in f.itertuples()}
    rows = {(r.page, r.table, r.row) for r in d.indicators.itertuples()}
    money = re.split(r"[; ]", " ".join(d.indicators["funding"]))
    return [
        cell.text
        for page in d.pages
        for grid in page.grids
        for cell in grid.cells
        if _FIGURE.fullmatch(cell.text.replace("\n", ""))
        and (page.number, grid.index, cell.row, cell.col) not in known
        and (page.number, grid.index, cell.row) not in rows
        and cell.text not in money
    ]


def figures(d: bk.Disclosure, keys: str, **where: Any) -> list[str]:
    """Return one text for each line item: the values of `keys`, ``wan`` being the amount in 万元.

    Of text keys ``·`` is an empty one; ``wan`` of a dash is ``dash``; `where` selects by equal values.
    """
    frame = d.line_items
    for key, value in where.items():
        frame = frame[frame[key] == value]
    return [" ".join(_value(row, key) for key in keys.split()) for _, row in frame.iterrows()]


def _value(row: Any, key: str) -> str:
    if key == "wan":
        return row["state"] if pd.isna(row["amount_fen"]) else _wan(int(row["amount_fen"]))
    if key == "carried":
        return "carried" if row[key] else "current"
    return str(row[key]) or "·"


def _wan(fen: int) -> str:
    """Return fen in 万元 without trailing zeros.

    >>> _wan(12_500_000), _wan(-300), _wan(0)
    ('12.5', '-0.0003', '0')
    """
    whole, part = divmod(abs(fen), 1_000_000)
    text = f"{whole}.{part:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if fen < 0 else text


def unread(d: bk.Disclosure) -> list[str]:
    """Return one text for each entry of what was not read: what is printed, and why."""
    return [f"{row.printed}: {row.why}" for row in d.unread.itertuples()]


def forms(d: bk.Disclosure, keys: str = "form pages") -> list[str]:
    """Return one text for each table found: the values of `keys`."""
    found = d.forms[d.forms["status"] == "found"]
    return [", ".join(str(row[key]) for key in keys.split()) for _, row in found.iterrows()]
