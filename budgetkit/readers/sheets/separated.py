"""Text with separators (CSV, TSV): records of fields, as a spreadsheet shows them."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

from ..encoding import decode
from ..pages import Page
from ..shape import has_figures
from .layout import page
from .sheet import Sheet, Spot, clean

_MARKUP = re.compile(r"^\s*(?:#{1,6}\s|\||>|```|[-*+]\s)|<t[dr]\b|\$\$", re.MULTILINE | re.IGNORECASE)
_GROUPED = re.compile(r"\d,\d{3}(?!\d)")
_SAID = re.compile(r"sep=(.)\r?\n")
_KEPT = re.compile(r'="(.*)"', re.DOTALL)  # how numbers are kept as text for Excel
_SENTENCE = re.compile("[。；]|，.*，")

Records = list[list[str]]


def read(path: Path) -> list[Page]:
    """Read a text with separators as one page; a field is a cell, whose ``ref`` is its place (``C7``).

    There are no merged cells and no number formats: what is written is what is printed.

    Raises
    ------
    SourceError
        The file holds no text, or its encoding is none of UTF-8, UTF-16 with a mark, GB18030.
    """
    sheet = Sheet("")
    for r, record in enumerate(records(decode(path.read_bytes(), str(path))) or []):
        for c, field in enumerate(record):
            kept = _KEPT.fullmatch(field)
            sheet.put((r, c), Spot(clean(kept[1] if kept else field)))
    return [page(sheet, 1, "csv")]


def records(text: str) -> Records | None:
    """Return the records of a text, or None if it is none with separators.

    It is one if all its records have the same number of fields, or those from the first that has several to
    the last; titles and notes stand alone above and below them.

    >>> records('部门收入总表,,\\n科目,名称,"合计"\\n201,甲,"1,137.10"')[2]
    ['201', '甲', '1,137.10']
    >>> records("收入1,137.10万元\\n支出1,137.10万元") is None, records("# 表\\n项目\\t预算数") is None
    (True, True)
    """
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    if _MARKUP.search(body):
        return None
    for mark in said[1] if said else "\t,;":
        try:
            found = list(csv.reader(StringIO(body, newline=""), delimiter=mark, strict=True))
        except csv.Error:
            continue
        if said or _separated(found, body, mark):
            return found
    return None


def _separated(found: Records, text: str, mark: str) -> bool:
    """Say whether records are those of a table, not of a text that happens to have such marks."""
    filled = [record for record in found if any(field.strip() for field in record)]
    if len(filled) < 2 or not any(map(has_figures, filled)):
        return False
    widths = [len(record) for record in filled]
    quoted = '"' in text
    if len(set(widths)) == 1 and widths[0] > 1:
        padded = any(not record[-1].strip() for record in filled)
        if mark == "\t":
            return quoted or padded  # else it is read alike as Markdown
        return quoted or padded or len(_GROUPED.findall(text)) < text.count(mark)
    several = [k for k, width in enumerate(widths) if width > 1]
    if mark == "\t" or len(several) < 2:
        return False
    rows = filled[several[0] : several[-1] + 1]
    plain = not any(_SENTENCE.search(field) for row in rows for field in row)
    return plain and len({len(row) for row in rows}) == 1 and len(rows[0]) > 2
