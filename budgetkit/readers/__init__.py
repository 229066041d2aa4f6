"""A file becomes pages of lines and grids, verbatim; nothing here knows what a budget is."""

from __future__ import annotations

from .agreement import Agreement, agreement
from .content import plain_text
from .formats import READINGS, SUFFIXES, grids, readings
from .pages import SURE, UNSEEN, BBox, Cell, Grid, Line, Page
from .picture import drawable, render

__all__ = [
    "READINGS", "SUFFIXES", "SURE", "UNSEEN", "Agreement", "BBox", "Cell", "Grid", "Line", "Page",
    "agreement", "drawable", "grids", "plain_text", "readings", "render",
]  # fmt: skip
