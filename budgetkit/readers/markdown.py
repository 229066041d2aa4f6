"""Markdown and tab-separated text, as converters and people write disclosures down."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from ..errors import ExtractionError, SourceError
from .pages import Cell, Grid, Line, Page

_HEADING = re.compile(r" {0,3}(#+)[ \t\u3000]+(.*?)[ \t]*#*\s*$")
_RULE = re.compile(r" {0,3}(?:([-*_=])[ \t]*)(?:\1[ \t]*){2,}$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_MARKER = re.compile(r"^\s*(?:>\s?)*(?:[-*+•][ \u3000]+)?")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_HTML_TABLE = re.compile(r"\s*<(?:table|tr|td)\b", re.IGNORECASE)
_META = re.compile(r"\s*(?:$|#|-\s|[\w.-]+:(?:\s|$)|\s\S)", re.ASCII)


Rows = list[list[str]]


def read(path: Path) -> list[Page]:
    """Read a Markdown or tab-separated text file as one page, number 1.

    There is no geometry: lines and cells have no box, and the whole file is one page. Nothing is repaired
    here: ragged rows are only padded at their end, and a merged cell is what the text shows of it, a text
    and empty cells.

    Headings become lines with their level, list and bold markers are dropped, runs of tab-separated lines
    and pipe tables become grids (engine ``markdown``).

    Raises
    ------
    SourceError
        The file holds no text, or its encoding is none of UTF-8, UTF-16 with a mark, GB18030.
    ExtractionError
        A table is written as HTML, which this reader does not take apart.
    """
    return [parse(decode(path.read_bytes(), str(path)), str(path))]


def decode(data: bytes, name: str) -> str:
    """Decode text in UTF-8 (with or without mark), UTF-16 with a mark, or GB18030.

    Raises
    ------
    SourceError
        `data` is not such text, or only white space; the message begins with `name`.

    Examples
    --------
    >>> decode("合计".encode("gb18030"), "a.md")
    '合计'
    """
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise SourceError(f"{name}: holds only white space; download it again")
        if _readable(text):
            return text
    raise SourceError(
        f"{name}: is neither PDF nor text in UTF-8, UTF-16 or GB18030; "
        "download it again, or save it as UTF-8 text"
    )


def _readable(text: str) -> bool:
    """Tell text from bytes that happen to decode: hardly any control or private characters."""
    doubtful = [c for c in text if c == "\ufffd" or unicodedata.category(c) in {"Cc", "Co", "Cn"}]
    odd = sum(c not in "\t\n\r\f\v" for c in doubtful)
    return "\0" not in text and odd * 100 <= len(text)


def parse(text: str, name: str = "text") -> Page:
    """Turn Markdown text into one page of lines and grids.

    Parameters
    ----------
    text : str
        The whole text.
    name : str
        What error messages call it.

    Examples
    --------
    >>> page = parse("## 表\\n单位：万元\\n\\n项目\\t预算数\\n合计\\t367.10\\n\\n备注：无\\n")
    >>> [grid] = page.grids
    >>> grid.above, grid.matrix(), grid.below
    (('表', '单位：万元'), [['项目', '预算数'], ['合计', '367.10']], ('备注：无',))
    """
    lines = _body(text)
    blocks: list[Line | Grid] = []
    i = 0
    while i < len(lines):
        if _HTML_TABLE.match(lines[i]):
            raise ExtractionError(
                f"{name}: holds a table written as HTML ({lines[i].strip()[:40]!r}), which is not read; "
                "write it as a pipe table or with tabs, or read the PDF"
            )
        rows, used = _table(lines, i)
        if rows:
            blocks.append(_grid(rows))
            i += used
            continue
        line = _line(lines[i])
        if line:
            blocks.append(line)
        i += 1
    return Page(1, blocks=_with_surroundings(blocks))


def _body(text: str) -> list[str]:
    """Split into lines without front matter and comments."""
    lines = re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", _COMMENT.sub("", text.removeprefix("\ufeff")))
    if lines[0].rstrip() == "---":
        for i, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                return lines[i + 1 :]
            if not _META.match(line):  # not front matter: only a rule at the top of the text
                break
    return lines


def _line(raw: str) -> Line | None:
    """Read one line outside of tables; None where nothing is printed."""
    if _RULE.match(raw) or _FENCE.match(raw):
        return None
    heading = _HEADING.match(raw)
    text = _plain(heading[2] if heading else _MARKER.sub("", raw))
    text = " ".join(text.split("\t")).strip()
    return Line(text, level=len(heading[1]) if heading else 0) if text else None


def _plain(text: str) -> str:
    """Drop what Markdown adds to the printed text."""
    text = _BREAK.sub("\n", _BOLD.sub(r"\2", text))
    return html.unescape(_ESCAPE.sub(r"\1", text)).strip()


def _table(lines: list[str], start: int) -> tuple[Rows, int]:
    """Return the rows of the table that starts at a line and the lines it takes; no rows if none does."""
    run = start
    while run < len(lines) and "\t" in lines[run].rstrip(" ") and lines[run].strip():
        run += 1
    rows = [[_plain(cell) for cell in line.split("\t")] for line in lines[start:run]]
    filled = max((sum(map(bool, row)) for row in rows), default=0)
    inner = max((line.lstrip().count("\t") for line in lines[start:run]), default=0)
    if filled > 2 or (len(rows) > 1 and (filled > 1 or inner > 1)):  # else: an indent, "name ⇥ unit"
        return rows, run - start
    return _pipe_table(lines, start)


def _pipe_table(lines: list[str], start: int) -> tuple[Rows, int]:
    run = start
    while run < len(lines) and _PIPE.search(lines[run]):
        run += 1
    block = lines[start:run]
    fenced = all(line.lstrip().startswith("|") for line in block)
    if len(block) < 2 or not (fenced or _DELIMITER.match(block[1])):
        return [], 0
    rows = [_pipe_cells(line) for i, line in enumerate(block) if i > 1 or not _DELIMITER.match(line)]
    return rows, run - start


def _pipe_cells(line: str) -> list[str]:
    line = line.strip()
    cells = _PIPE.split(line.removeprefix("|"))
    if _PIPE.search(line[-1:]) and not line.endswith("\\|"):
        cells = cells[:-1]
    return [_plain(cell) for cell in cells]


def _grid(rows: Rows) -> Grid:
    """Make a rectangular grid: short rows get empty cells at their end."""
    width = max(map(len, rows))
    cells = tuple(
        Cell(r, c, row[c] if c < len(row) else "") for r, row in enumerate(rows) for c in range(width)
    )
    return Grid(1, 1, len(rows), width, cells, engine="markdown")


def _with_surroundings(blocks: list[Line | Grid]) -> tuple[Line | Grid, ...]:
    """Number the grids and tell each the lines around it.

    ``above`` reaches up to the table before, ``below`` down to the next heading or table.
    """
    result: list[Line | Grid] = []
    above: list[str] = []
    index = 0
    for i, block in enumerate(blocks):
        if isinstance(block, Line):
            above.append(block.text)
            result.append(block)
            continue
        below: list[str] = []
        for after in blocks[i + 1 :]:
            if isinstance(after, Grid) or after.level:
                break
            below.append(after.text)
        index += 1
        result.append(replace(block, index=index, above=tuple(above), below=tuple(below)))
        above = []
    return tuple(result)
