"""Small documents in formats of which few are at hand, made of those that are: OFD, SpreadsheetML, MHT, CSV, pictures."""

from __future__ import annotations

import csv
import quopri
from pathlib import Path

import openpyxl
from PIL import Image

from tests.support import DATA, ROOT, ofd, xml2003

FORMATS = DATA / "formats"
PAGES = slice(3, 6)  # of the disclosure: two tables and what stands before them


def write(folder: Path) -> Path:
    """Write them into a folder."""
    sheets = list(ofd.of_pdf(ROOT / "raw" / "banan-2024-budget.pdf"))
    for style in ofd.STYLES:
        ofd.write(folder / f"pages-{style}.ofd", sheets[PAGES], style)
        ofd.write(folder / f"cover-{style}.ofd", sheets[:2], style)
    for book in sorted(FORMATS.glob("made-*.xlsx")):
        xml2003.write(book, folder / f"{book.stem}-2003.xls")
        rows = [
            row
            for ws in openpyxl.load_workbook(book, data_only=True)
            for row in ws.iter_rows(values_only=True)
        ]
        with (folder / f"{book.stem}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    _pages(folder)
    _pictures(folder)
    return folder


def _pages(folder: Path) -> None:
    """Write the first tables of a web page, and the same as a page saved in one file."""
    page = (FORMATS / "banan.html").read_bytes()
    short = page[: page.find(b"</table>", len(page) // 6) + 8] + b"</body></html>"
    (folder / "short.html").write_bytes(short)
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    head += b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    (folder / "saved.mht").write_bytes(head + quopri.encodestring(short) + b"\r\n--b--\r\n")


def _pictures(folder: Path) -> None:
    """Write a few rows of a page that was scanned, in each format of pictures."""
    with Image.open(FORMATS / "scan.jpg") as scan:
        width, height = scan.size
        part = scan.crop((0, 0, width, height // 2)).convert("L")
    for suffix in ("png", "jpg", "tiff"):
        part.save(folder / f"rows.{suffix}", dpi=(150, 150))
