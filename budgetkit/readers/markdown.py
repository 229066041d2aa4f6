"""Markdown and plain text, as OCR tools, converters and people write disclosures down."""

from __future__ import annotations

import re
from pathlib import Path

from . import html_tables, text_tables
from .encoding import decode
from .inline import Aside, content
from .latex import tabular
from .pages import Grid, Line, Page, with_surroundings

_HEADING = re.compile(r" {0,3}(#+)[ \t\u3000]+(.*?)[ \t]*#*\s*$")
_HEADING_TAG = re.compile(r"\s*<h([1-6])\b", re.IGNORECASE)
_RULE = re.compile(r" {0,3}(?:([-*_=])[ \t]*)(?:\1[ \t]*){2,}$")
_FENCE = re.compile(r"\s*(?:```|~~~|\$\$\s*$)")
_MARKER = re.compile(r"^\s*(?:>\s?)*(?:[-*+•][ \u3000]+)?")
_QUOTE = re.compile(r" {0,3}(?:> ?)+(?!\t)")
_OPEN_TAG = re.compile(r"<[a-zA-Z/][^<>]*$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WIDEST = 300
_SPACES = re.compile(rf" {{{_WIDEST},}}")
_META = re.compile(r"\s*(?:$|#|-\s|[\w.-]+:(?:\s|$)|\s\S)", re.ASCII)


def read(path: Path) -> list[Page]:
    """Read a Markdown or plain text file as one page, number 1.

    There is no geometry: lines and cells have no box, and the whole file is one page. Tables are read where
    they are written with tabs, pipes, box characters, commas, white space, or as HTML or LaTeX; what is not
    read, such as pictures, is said in the page's ``remarks``. Nothing is repaired here.

    Headings become lines with their level, list and bold markers are dropped, tables become grids (engine
    ``markdown``).

    Raises
    ------
    SourceError
        The file holds no text, or its encoding is none of UTF-8, UTF-16 with a mark, GB18030.
    """
    return [parse(decode(path.read_bytes(), str(path)))]


def parse(text: str) -> Page:
    """Turn Markdown text into one page of lines and grids.

    Examples
    --------
    >>> page = parse("## 表\\n单位：万元\\n\\n项目\\t预算数\\n合计\\t367.10\\n\\n备注：无\\n")
    >>> [grid] = page.grids
    >>> grid.above, grid.matrix(), grid.below
    (('表', '单位：万元'), [['项目', '预算数'], ['合计', '367.10']], ('备注：无',))
    """
    aside = Aside()
    blocks: list[Line | Grid] = []
    for piece in html_tables.split(tabular("\n".join(_body(text, aside)))):
        if isinstance(piece, html_tables.Markup):
            blocks += html_tables.blocks(piece, aside)
        else:
            blocks += _blocks(piece.split("\n"), aside)
    return Page(1, blocks=with_surroundings(blocks), hidden=tuple(aside.hidden), remarks=tuple(aside.remarks))


def _body(text: str, aside: Aside) -> list[str]:
    """Split into lines without front matter, comments, quotation marks and what has no width."""
    text = _SPACES.sub(" " * _WIDEST, _INVISIBLE.sub("", _uncommented(text, aside)))
    lines = re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text)
    if lines[0].rstrip() == "---":
        for i, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                lines = lines[i + 1 :]
                break
            if not _META.match(line):  # not front matter: only a rule at the top of the text
                break
    found: list[str] = []
    within = False  # a tag that goes on in the next line
    for line in lines:
        found.append(line if within else _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line)
        within = bool(_OPEN_TAG.search(line)) or (within and ">" not in line)
    return found


def _uncommented(text: str, aside: Aside) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[at:start])
        aside.hidden.append(text[start + 4 : end].strip())
        at = end + 3
    return "".join([*parts, text[at:]])


def _blocks(lines: list[str], aside: Aside) -> list[Line | Grid]:
    """Read a text without HTML tables."""
    blocks: list[Line | Grid] = []
    i = 0
    while i < len(lines):
        grid, used = text_tables.find(lines, i, aside) if lines[i].strip() else (None, 0)
        if grid:
            blocks.append(grid)
            i += used
            continue
        line = _line(lines[i], aside)
        if line:
            blocks.append(line)
        i += 1
    return blocks


def _line(raw: str, aside: Aside) -> Line | None:
    """Read one line outside of tables; None where nothing is printed."""
    if _RULE.match(raw) or _FENCE.match(raw):
        return None
    heading, tag = _HEADING.match(raw), _HEADING_TAG.match(raw)
    found = content(heading[2] if heading else _MARKER.sub("", raw), aside)
    text = " ".join(found.text.split("\t")).strip()
    if re.search(r"\d\.\d", found.note):
        aside.remarks.append(f"text that is struck out, {found.note}")
    return Line(text, level=len(heading[1]) if heading else int(tag[1]) if tag else 0) if text else None
