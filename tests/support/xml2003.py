"""A workbook as SpreadsheetML 2003, in the way in which report templates write it (LibreOffice's export fails)."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

HEAD = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
"""
FRAME = '<Borders><Border ss:Position="Left" ss:LineStyle="Continuous"/></Borders>'


def write(source: Path, target: Path, encoding: str = "UTF-8") -> None:
    """Write a workbook of openpyxl anew; what is hidden, merged or in a number format stays so."""
    book = load_workbook(source)
    styles: dict[tuple[str, bool], str] = {}
    sheets = "".join(_sheet(ws, styles) for ws in book.worksheets)
    made = "".join(
        f'<Style ss:ID="{name}">{FRAME if framed else ""}<NumberFormat ss:Format={quoteattr(code)}/></Style>'
        for (code, framed), name in styles.items()
    )
    text = f"{HEAD.format(encoding=encoding)}<Styles>{made}</Styles>\n{sheets}</Workbook>\n"
    target.write_bytes(text.encode(encoding))


def _sheet(ws: Worksheet, styles: dict[tuple[str, bool], str]) -> str:
    spans = {
        (r.min_row, r.min_col): (r.max_row - r.min_row, r.max_col - r.min_col) for r in ws.merged_cells.ranges
    }
    rows = []
    for r, cells in enumerate(ws.iter_rows(), 1):
        out = []
        for c, cell in enumerate(cells, 1):
            framed = bool(cell.border.left.style)
            if isinstance(cell, MergedCell) or (cell.value is None and not framed):
                continue
            code = {"#,##0.00": "Standard"}.get(cell.number_format, cell.number_format)
            style = styles.setdefault((code, framed), f"s{len(styles) + 1}")
            down, across = spans.get((r, c), (0, 0))
            more = (f' ss:MergeDown="{down}"' if down else "") + (
                f' ss:MergeAcross="{across}"' if across else ""
            )
            kind = "Number" if isinstance(cell.value, int | float) else "String"
            data = "" if cell.value is None else f'<Data ss:Type="{kind}">{escape(str(cell.value))}</Data>'
            out.append(f'<Cell ss:Index="{c}" ss:StyleID="{style}"{more}>{data}</Cell>')
        hidden = ' ss:Hidden="1"' if ws.row_dimensions[r].hidden else ""
        rows.append(f'<Row ss:Index="{r}"{hidden}>{"".join(out)}</Row>\n' if out else "")
    state = (
        ""
        if ws.sheet_state == "visible"
        else "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    )
    return f"<Worksheet ss:Name={quoteattr(ws.title)}><Table>\n{''.join(rows)}</Table>{state}</Worksheet>\n"
