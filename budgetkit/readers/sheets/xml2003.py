"""Workbooks as one file of XML (SpreadsheetML 2003, mostly named .xls), as report software writes them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from xml.etree.ElementTree import Element

from ...errors import SourceError
from ..archive import parse_xml
from ..content import FETCH
from ..encoding import decode
from ..pages import Page
from .layout import page
from .sheet import ERROR, NO_VALUE, Look, Place, Sheet, Spot, clean, spot

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_S = f"{{{SPACE}}}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NAMED = {
    "": "General", "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Currency": "#,##0.00", "Short Date": "yyyy/m/d", "General Date": "yyyy/m/d",
}  # fmt: skip
_MOST = 1 << 20  # rows, and columns, of a sheet
_DIGITS = 100  # more are not converted: they are many more rows than that in any case


def read(path: Path) -> list[Page]:
    """Read a workbook of XML; each sheet is a page, as for XLSX.

    Raises
    ------
    SourceError
        The XML is damaged, or nothing is on the sheets.
    """
    text = _DECLARED.sub("", decode(path.read_bytes(), str(path)))
    root = parse_xml(text.encode("utf-8"), path, "Workbook")
    styles = {style.get(f"{_S}ID", ""): style for style in root.iter(f"{_S}Style")}
    sheets = [_sheet(element, styles) for element in root.iter(f"{_S}Worksheet")]
    pages = [page(sheet, n, "xml2003") for n, sheet in enumerate(sheets, 1)]
    if not any(p.blocks or p.remarks for p in pages):
        raise SourceError(f"{path}: has nothing on its sheets; {FETCH}")
    return pages


def _sheet(element: Element, styles: dict[str, Element]) -> Sheet:
    options = element.find(f"{_X}WorksheetOptions")
    seen = options.findtext(f"{_X}Visible", "") if options is not None else ""
    made = Sheet(element.get(f"{_S}Name", ""), hidden=seen.startswith("SheetHidden") or "Very" in seen)
    c = 0
    for column in element.iterfind(f"{_S}Table/{_S}Column"):
        c = _number(column, "Index", c + 1) - 1
        last = min(c + _number(column, "Span"), _MOST)
        if column.get(f"{_S}Hidden") == "1" or column.get(f"{_S}Width") == "0":
            made.hidden_cols |= set(range(c, last + 1))
        c = last + 1
    r = 0
    for row in element.iterfind(f"{_S}Table/{_S}Row"):
        r = _number(row, "Index", r + 1) - 1
        if row.get(f"{_S}Hidden") == "1" or row.get(f"{_S}Height") == "0":
            made.hidden_rows.add(r)
        c = 0
        for cell in row.iterfind(f"{_S}Cell"):
            c = _number(cell, "Index", c + 1) - 1
            across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            if across or down:
                made.merged.append((r, c, r + down, c + across))
            style = cell.get(f"{_S}StyleID") or row.get(f"{_S}StyleID") or "Default"
            _put(made, (r, c), cell, _styles(style, styles))
            c += across + 1
        r += _number(row, "Span") + 1
    return made


def _number(element: Element, name: str, default: int = 0) -> int:
    value = element.get(_S + name, "")
    return min(int(value[:_DIGITS]), _MOST) if value.isdecimal() else default


def _styles(name: str, styles: dict[str, Element]) -> list[Element]:
    """Return a style and those that it is derived from."""
    found: list[Element] = []
    while (style := styles.get(name)) is not None and style not in found:
        found.append(style)
        name = style.get(f"{_S}Parent", "")
    return found


def _put(made: Sheet, place: Place, cell: Element, styles: list[Element]) -> None:
    look = _look(styles)
    if look.ruled:
        made.ruled.add(place)
    comment = cell.find(f"{_S}Comment/{_S}Data")
    beside = "".join(comment.itertext()) if comment is not None else ""
    data = cell.find(f"{_S}Data")
    if data is not None:
        found, written = _spot(data, _property(styles, "NumberFormat", "Format"))
        made.put(place, look.of(found, beside), written)
    elif formula := cell.get(f"{_S}Formula"):
        made.put(place, Spot("", formula, NO_VALUE))


def _property(styles: list[Element], name: str, attribute: str) -> str:
    """Return what the nearest style says."""
    parts = (style.find(_S + name) for style in styles)
    said = (part.get(_S + attribute) for part in parts if part is not None)
    return next((value for value in said if value), "")


def _look(styles: list[Element]) -> Look:
    lines = (line for style in styles[:1] for line in style.iterfind(f"{_S}Borders/{_S}Border"))
    sides = {line.get(f"{_S}Position") for line in lines if line.get(f"{_S}LineStyle") not in (None, "None")}
    white = _property(styles, "Font", "Color").upper() == "#FFFFFF"
    plain = _property(styles, "Interior", "Color").upper() in ("", "#FFFFFF")
    struck = _property(styles, "Font", "StrikeThrough") == "1"
    return Look(bool(sides & {"Left", "Right"}), struck, white and plain)


def _spot(data: Element, code: str) -> tuple[Spot, str]:
    kind = data.get(f"{_S}Type", "String")
    if kind == "Error":
        return Spot("".join(data.itertext()).strip(), doubt=ERROR), ""
    text, marks = _pieces(data)
    code = _NAMED.get(code, code)
    try:
        if kind == "Number":
            return spot(float(text), code)
        if kind == "DateTime":
            return spot(dt.datetime.fromisoformat(text.strip()), code)
    except ValueError:
        return Spot(clean(text), doubt=f"a number format that is not understood: {code}"), ""
    found, written = spot(bool(int(text)) if kind == "Boolean" and text in ("0", "1") else text, code)
    return found._replace(note=marks), written


def _pieces(element: Element) -> tuple[str, str]:
    """Return a text without what is raised or struck out in it, and that."""
    text, marks = element.text or "", []
    for part in element:
        if part.tag.rpartition("}")[2] in ("Sup", "S"):
            marks.append("".join(part.itertext()).strip())
        else:
            inner, more = _pieces(part)
            text += inner
            marks += [more] if more else []
        text += part.tail or ""
    return text, " ".join(marks)
