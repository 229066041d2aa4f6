"""A page of a PDF as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .pages import Page

if TYPE_CHECKING:
    from PIL import Image


def render(path: Path, page: Page, scale: float) -> Image.Image:
    """Draw a page upright, `scale` pixels a point."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(path)
    try:
        return pdf[page.number - 1].render(scale=scale, rotation=page.rotation).to_pil().convert("RGB")
    finally:
        pdf.close()


def drawable(path: Path) -> bool:
    """Say whether the pages of a file can be drawn, if it has any: those of OFD, a ZIP archive, cannot."""
    with path.open("rb") as file:
        return file.read(2) != b"PK"
