"""The tables of the facsimile as workbooks: what openpyxl writes, for LibreOffice to write anew.

``python -m tests.support.workbooks FOLDER`` writes ``banan.xlsx`` (a sheet a form), ``banan.xls`` and ``banan.csv`` (all forms below
each other on one sheet), as LibreOffice writes them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.support import xml2003
from tests.support.facsimile import UNIT, accounting_tables, read_rows, target_tables
from tests.support.typeset import Table

THIN = Side(style="thin")
FRAME = Border(THIN, THIN, THIN, THIN)
AMOUNT = re.compile(r"[\d,]+\.\d\d")


def put(ws: Worksheet, top: int, captions: list[str], unit: str, table: Table, note: str) -> int:
    """Write a table with what stands above and below it; return the next free row."""
    width = len(table.rows[0])
    for r, text in enumerate(captions, top):
        ws.cell(r, 1, text).font = Font(bold=True, size=16)
        ws.merge_cells(start_row=r, start_column=1, end_row=r, end_column=width)
    head = top + len(captions) + 1
    ws.cell(head - 1, width, unit).alignment = Alignment(horizontal="right")
    for r, row in enumerate(table.rows):
        for c, _ in enumerate(row):
            look = table.cell(r, c)
            cell = ws.cell(head + r, c + 1)
            cell.border = FRAME
            cell.alignment = Alignment(indent=int(look.indent), wrap_text=True)
            if AMOUNT.fullmatch(look.text):
                cell.value = float(look.text.replace(",", ""))
                grouped = "," in look.text or cell.value < 1000
                cell.number_format = "#,##0.00" if grouped else "0.00"
            else:
                cell.value = int(look.text) if look.text.isdigit() else look.text or None
    for r, c, down, across in table.spans:
        ws.merge_cells(
            start_row=head + r, start_column=c + 1, end_row=head + r + down - 1, end_column=c + across
        )
    if note:
        ws.cell(head + len(table.rows), 1, note)
    return head + len(table.rows) + 1


def workbook(path: Path, one_sheet: bool = False) -> Path:
    """Write all forms, a sheet each or all on one."""
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "封面"
    cover["A1"] = UNIT
    cover["A2"] = "2024年部门预算公开表"
    at = 4
    tables = accounting_tables() | target_tables()
    for form, stray, title, unit, note in read_rows("forms"):
        whose = {"special_fund_targets": "编制单位：", "project_targets": f"编制单位：{UNIT}"}.get(form, "")
        captions = [text for text in (stray, title, whose) if text]
        if one_sheet:
            at = put(cover, at, captions, unit, tables[form], note) + 1
        else:
            put(book.create_sheet(title[:20]), 1, captions, unit, tables[form], note)
    book.save(path)
    return path


def convert(path: Path, target: str, folder: Path) -> None:
    """Let LibreOffice write a workbook in another format."""
    command = ["soffice", "--headless", "--convert-to", target, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True)


def main(folder: Path) -> None:
    """Write all of it."""
    (folder / "made").mkdir(parents=True, exist_ok=True)
    source = workbook(folder / "made" / "banan.xlsx")
    convert(source, "xlsx:Calc MS Excel 2007 XML", folder)
    convert(source, "xls:MS Excel 97", folder)
    xml2003.write(source, folder / "banan-2003.xls")
    (folder / "made" / "sheet").mkdir(exist_ok=True)
    one = workbook(folder / "made" / "sheet" / "banan.xlsx", one_sheet=True)
    convert(one, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
