"""The rows that come out, typed, and what they are as DataFrames: where the two wings meet."""

from __future__ import annotations

from .frames import DTYPES, NO_FIGURES, RECORDS, TABLES, frame, from_frame, to_frame
from .rows import Caption, Document, Figure, Indicator, Place, Unread

__all__ = [
    "DTYPES", "NO_FIGURES", "RECORDS", "TABLES", "Caption", "Document", "Figure", "Indicator", "Place",
    "Unread", "frame", "from_frame", "to_frame",
]  # fmt: skip
