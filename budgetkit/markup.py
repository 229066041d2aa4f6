"""What objects look like in a notebook: small HTML tables, in which every text is text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .knowledge import message

MOST = 12
"""Rows that a table shows."""


def html_table(title: str, rows: Iterable[Sequence[object]], head: Sequence[str] = ()) -> str:
    """Return a table in HTML, the same for the same rows; of many it says how many it leaves out.

    Parameters
    ----------
    title : str
        Its caption, "" for none.
    rows : iterable of sequence
        Cells by row; what is missing (None, ``<NA>``) is an empty cell.
    head : sequence of str
        Headings of columns; without them the first cell of each row is its heading.

    Examples
    --------
    >>> html_table("<b>", [("项目", 5)])
    '<table><caption>&lt;b&gt;</caption><tr><th>项目</th><td>5</td></tr></table>'
    >>> html_table("", [(n, None) for n in range(14)], ["n", "x"])[-65:]
    '<tr><td>11</td><td></td></tr><tr><td>and 2 more</td></tr></table>'
    """
    rows = list(rows)
    lines = [_row(head, len(head))] if head else []
    lines += [_row(row, 0 if head else 1) for row in rows[:MOST]]
    lines += [_row([message("more", n=len(rows) - MOST)], 0)] if len(rows) > MOST else []
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    return f"<table>{caption}{''.join(lines)}</table>"


def _row(cells: Sequence[object], headings: int) -> str:
    marks = ("th" if n < headings else "td" for n in range(len(cells)))
    return "<tr>" + "".join(f"<{m}>{_text(c)}</{m}>" for m, c in zip(marks, cells, strict=True)) + "</tr>"


def _text(cell: object) -> str:
    return "" if cell is None or str(cell) == "<NA>" else escape(str(cell))
