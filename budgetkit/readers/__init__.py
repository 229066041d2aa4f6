"""A file becomes pages of lines and grids, verbatim; nothing here knows what a budget is."""

from __future__ import annotations

from .agreement import Agreement, agreement
from .formats import READINGS, SUFFIXES, grids, readings
from .pages import SURE, BBox, Cell, Grid, Line, Page
from .picture import drawable, render

__all__ = [
    "READINGS", "SUFFIXES", "SURE", "Agreement", "BBox", "Cell", "Grid", "Line", "Page", "agreement",
    "drawable", "grids", "readings", "render",
]  # fmt: skip
