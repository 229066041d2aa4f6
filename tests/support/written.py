"""The Banan facsimile as office programs write it: ``python -m tests.support.written`` makes them anew.

LibreOffice is asked to convert one page of HTML into the formats of its Writer; what it writes is kept in
``data/formats``, since neither its version nor its presence is that of everyone who runs the tests.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support import DATA, facsimile
from tests.support.typeset import FONT, Cell, Table

FORMATS = DATA / "formats"
MADE = {"banan.docx": "docx:MS Word 2007 XML", "banan.html": "html:HTML (StarWriter)"}


def table(made: Table, border: int = 1) -> str:
    """Return a table as HTML."""
    spans = {(r, c): (down, across) for r, c, down, across in made.spans}
    hidden = {
        (r + i, c + j)
        for (r, c), (down, across) in spans.items()
        for i in range(down)
        for j in range(across)
        if i or j
    }
    rows = []
    for r, row in enumerate(made.rows):
        cells = []
        for c, cell in enumerate(row):
            if (r, c) in hidden:
                continue
            down, across = spans.get((r, c), (1, 1))
            text = html.escape(cell.text if isinstance(cell, Cell) else cell).replace("\n", "<br>")
            cells.append(f'<td rowspan="{down}" colspan="{across}">{text or "<br>"}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="{border}" cellspacing="0">\n' + "\n".join(rows) + "\n</table>"


def body() -> Iterator[str]:
    """Yield the document piece by piece."""
    yield f"<h1>{facsimile.UNIT}</h1><h1>2024年部门预算情况说明</h1>"
    for block in (facsimile.DATA / "narrative.md").read_text(encoding="utf-8").split("\n\n"):
        text = block.strip()
        marks = len(text) - len(text.lstrip("#"))
        yield f"<h{marks}>{text.lstrip('# ')}</h{marks}>" if marks else f"<p>{text}</p>"
    yield "<p>部门预算公开联系人：（略）　　　联系方式：（略）</p>"
    tables = facsimile.accounting_tables() | facsimile.target_tables()
    for form, stray, title, unit, note in facsimile.read_rows("forms"):
        whose = facsimile.UNIT if form == "project_targets" else ""
        stands = (
            f"<p>编制单位：{whose}　　{unit}</p>"
            if "project" in form or "special" in form
            else f"<p align=right>{unit}</p>"
        )
        yield (f"<p>{stray}</p>" if stray else "") + f'<h1 style="page-break-before: always">{title}</h1>'
        yield stands + table(tables[form]) + (f"<p>{note}</p>" if note else "")


def page() -> str:
    """Return the whole document as one page of HTML."""
    head = f'<meta charset="utf-8"><style>body {{ font-family: "{FONT}" }}</style>'
    head += f"<title>{facsimile.UNIT}2024年部门预算情况说明</title>"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n'
        + "\n".join(body())
        + "\n</body></html>\n"
    )


def write(folder: Path = FORMATS) -> None:
    """Write the document in each format."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "banan.html")
        source.write_text(page(), encoding="utf-8")
        office = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless"]
        convert = [*office, "--infilter=HTML (StarWriter)", "--convert-to"]
        subprocess.run([*convert, "odt:writer8", "--outdir", scratch, str(source)], check=True)
        for name, kind in MADE.items():
            out = Path(scratch, "out")
            subprocess.run(
                [*office, "--convert-to", kind, "--outdir", str(out), f"{scratch}/banan.odt"], check=True
            )
            shutil.copyfile(out / name, folder / name)


if __name__ == "__main__":
    write()
    print("wrote", *MADE)
