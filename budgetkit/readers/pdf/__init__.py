"""The first reader of PDF: rulings and characters straight from pdfium, set into grids."""

from __future__ import annotations
