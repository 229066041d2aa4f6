"""The kinds of files in which a document is written anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from . import office, sheets, web, word
from .content import Content

Writer = Callable[[Content, Path], None]


class Kind(NamedTuple):
    """A kind of file: how it ends, who writes it, or which kind LibreOffice makes it of, and into what.

    ``prose`` says that it holds the text of the document, too, not its tables alone.
    """

    suffix: str
    write: Writer | None = None
    of: str = ""
    target: str = ""
    prose: bool = False
    infilter: str = ""


KINDS: Mapping[str, Kind] = {
    "XLSX, a sheet a table": Kind(".xlsx", sheets.workbook),
    "XLSX, three tables a sheet": Kind(".xlsx", sheets.several),
    "XLSX, all on one sheet": Kind(".xlsx", sheets.one_sheet),
    "XLS": Kind(".xls", of="XLSX, a sheet a table", target="xls:MS Excel 97"),
    "CSV": Kind(".csv", of="XLSX, all on one sheet", target=office.CSV),
    "HTML of a workbook": Kind(".html", of="XLSX, a sheet a table", target="html:HTML (StarCalc)"),
    "HTML of a CMS, GBK": Kind(".html", web.cms, prose=True),
    "HTML saved by Word": Kind(".htm", web.word, prose=True),
    "HTML, tables from Excel": Kind(".html", web.excel, prose=True),
    "MHT": Kind(".mht", web.mht, prose=True),
    "DOCX": Kind(".docx", word.document, prose=True),
    "DOCX of a web page": Kind(
        ".docx",
        of="HTML saved by Word",
        target="docx:MS Word 2007 XML",
        prose=True,
        infilter="HTML (StarWriter)",
    ),
}


def write_all(name: str, contents: Mapping[str, Content], folder: Path) -> list[Path]:
    """Write documents in a kind; return their files, none where LibreOffice is asked for and not there."""
    kind = KINDS[name]
    here = folder / name.replace(" ", "-").replace(",", "")
    here.mkdir(parents=True, exist_ok=True)
    paths = [here / f"{key}{kind.suffix}" for key in contents]
    if kind.write:
        for path, made in zip(paths, contents.values(), strict=True):
            kind.write(made, path)
    elif office.there():
        source = folder / kind.of.replace(" ", "-").replace(",", "")
        files = [source / f"{key}{KINDS[kind.of].suffix}" for key in contents]
        missing = [f for f in files if not f.exists()]
        if missing:
            write_all(kind.of, contents, folder)
        office.convert(files, kind.target, here, kind.infilter)
    return [path for path in paths if path.exists()]
