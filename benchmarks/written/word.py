"""A document as Word writes it: merged cells, header rows that are repeated, headings that count themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from .content import Content, Table, Text

_DIGITS = "一二三四五六七八九十"
_COUNTED = re.compile(rf"([{_DIGITS}])、(.+)", re.DOTALL)
_LIST = 77


def document(c: Content, path: Path) -> None:
    """Write the document with python-docx; headings that are counted through are counted by Word."""
    made = Document()
    lists = _Lists(made)
    for n, block in enumerate(c.blocks):
        if isinstance(block, Table):
            _table(made, block)
            made.add_paragraph()
        elif n == 0:
            made.add_paragraph(block.text, style="Title")
        elif (counted := _COUNTED.fullmatch(block.text)) and block.heading:
            lists.add(_DIGITS.index(counted[1]) + 1, counted[2])
        else:
            _paragraph(made, block)
    made.save(str(path))


def _paragraph(made: Any, block: Text) -> None:
    """Write a paragraph, its numbers in runs of their own."""
    p = made.add_paragraph(style="Heading 2" if block.heading and not block.caption else None)
    for part in re.findall(r"[\d.,]+|[^\d.,]+", block.text):
        p.add_run(part).bold = block.caption or None


class _Lists:
    """Headings 一、二、三、 that Word counts; each 一 begins a list of its own."""

    def __init__(self, made: Any) -> None:
        self.made, self.lists, self.last = made, 0, 0
        self.numbering = made.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        )
        self.numbering.insert(0, abstract)

    def add(self, count: int, text: str) -> None:
        """Write a heading: counted, if its number is the next one, else with its number as text."""
        p = self.made.add_paragraph(style="Heading 1")
        if count == 1:
            self.lists += 1
            self.numbering.append(parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{_LIST + self.lists}"><w:abstractNumId w:val="{_LIST}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            ))  # fmt: skip
        elif count != self.last + 1:
            p.add_run(f"{_DIGITS[count - 1]}、{text}")
            return
        self.last = count
        p.add_run(text)
        properties = p._p.get_or_add_pPr()
        properties.append(parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{_LIST + self.lists}"/></w:numPr>'
        ))  # fmt: skip


def _table(made: Any, block: Table) -> None:
    body = made.element.body
    table = OxmlElement("w:tbl")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table.append(parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"))
    grid = OxmlElement("w:tblGrid")
    for _ in range(block.n_cols):
        grid.append(OxmlElement("w:gridCol"))
    table.append(grid)
    for r, row in enumerate(_rows(block)):
        tr = OxmlElement("w:tr")
        if r < block.header:
            tr.append(parse_xml(f"<w:trPr {nsdecls('w')}><w:tblHeader/></w:trPr>"))
        for text, across, merge in row:
            tr.append(_cell(text, across, merge))
        table.append(tr)
    body.insert(len(body) - 1, table)  # before the section's properties


Piece = tuple[str, int, str]


def _rows(block: Table) -> Iterator[list[Piece]]:
    """Yield of each row its cells: text, how many columns, "restart" or "continue" of a merge downwards."""
    rows: list[dict[int, Piece]] = [{} for _ in range(block.n_rows)]
    for cell in block.cells:
        for k in range(cell.rowspan):
            merge = "" if cell.rowspan == 1 else "continue" if k else "restart"
            rows[cell.row + k][cell.col] = ("" if k else cell.text, cell.colspan, merge)
    for row in rows:
        yield [row[c] for c in sorted(row)]


def _cell(text: str, across: int, merge: str) -> Any:
    tc = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    if across > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(across))
        properties.append(span)
    if merge:
        down = OxmlElement("w:vMerge")
        if merge == "restart":
            down.set(qn("w:val"), "restart")
        properties.append(down)
    tc.append(properties)
    for line in text.split("\n"):
        p, run, t = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        t.text = line
        run.append(t)
        p.append(run)
        tc.append(p)
    return tc
