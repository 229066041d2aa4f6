"""A page with a small made table, set, drawn and spoilt as a scanner does.

``python -m tests.support.scans`` writes ``tests/data/formats/scan.jpg``, the picture that is committed.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from tests.support import ROOT
from tests.support.typeset import Cell, Document, Table

PICTURE = ROOT / "tests" / "data" / "formats" / "scan.jpg"
ROWS: list[list[str | Cell]] = [
    ["功能分类科目", "", "2025年预算数", "", ""],
    ["科目编码", "科目名称", "总计", "基本支出", "项目支出"],
    ["合计", "", "2,846.35", "1,046.35", "1,800.00"],
    ["205", "教育支出", "2,500.00", "700.00", "1,800.00"],
    ["20502", "普通教育", "2,500.00", "700.00", "1,800.00"],
    ["2050201", "学前教育", "700.00", "700.00", ""],
    ["2050202", "小学教育", "1,800.00", "", "1,800.00"],
    ["208", "社会保障和就业支出", "346.35", "346.35", "0.00"],
    ["20805", "行政事业单位养老支出", "346.35", "346.35", "0.00"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "346.35", "346.35", "0.00"],
]
SPANS = [(0, 0, 1, 2), (0, 2, 1, 3), (2, 0, 1, 2)]
FIGURES = [
    (str(row[0]) if r else "", nature, str(row[c]))
    for r, row in enumerate(ROWS[2:])
    for c, nature in ((2, "total"), (3, "basic"), (4, "project"))
    if row[c]
]
"""Code, nature and amount as printed of each figure of the table."""


def page(path: Path) -> Path:
    """Set the page as a PDF."""
    table = Table(ROWS, widths=[70, 170, 70, 70, 70], spans=SPANS, header_rows=2, align="llrrr")
    made = Document(path).heading("某市教育局2025年部门预算", level=1).heading("部门支出总表", level=1)
    made.line(right="单位：万元").table(table).save()
    return path


def drawn(pdf: Path, dpi: float = 150, turn: float = 0.0, quality: int = 60) -> Image.Image:
    """Draw the upper half of the first page, turned by some degrees, as a grey JPEG has it."""
    picture = pdfium.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("L")
    picture = picture.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255) if turn else picture
    buffer = io.BytesIO()
    picture.crop((0, 0, picture.width, picture.height // 2)).save(buffer, "JPEG", quality=quality)
    found = Image.open(buffer)
    found.load()
    return found


def in_pdf(path: Path, pictures: list[Image.Image]) -> Path:
    """Write pictures as the pages of a PDF."""
    first, *more = pictures
    first.save(path, "PDF", save_all=True, append_images=more, resolution=150)
    return path


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        drawn(page(Path(folder, "page.pdf")), turn=0.7).save(PICTURE, "JPEG", quality=60, dpi=(150, 150))
