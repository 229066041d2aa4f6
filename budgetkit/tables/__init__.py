"""Grids become figures and indicators."""

from __future__ import annotations

from .adds import with_adds
from .extract import normalize
from .loose import loose_rows
from .recognise import recognise
from .table import Extract, Table
from .titles import captions, find_entity, find_title

__all__ = [
    "Extract", "Table", "captions", "find_entity", "find_title", "loose_rows", "normalize", "recognise",
    "with_adds",
]  # fmt: skip
