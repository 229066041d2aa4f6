"""The rows that come out, typed, and what they are as DataFrames: where the two wings meet."""

from __future__ import annotations

from .frames import COUNT, DOUBT, DTYPES, NO_FIGURES, RECORDS, REMARK, TABLES, frame, from_frame, to_frame
from .precision import reach, rounded_apart, step_of, total_step
from .rows import (
    CODES,
    COLUMN,
    LINE_ID,
    MONEY,
    PERIOD,
    ROW,
    SUBJECT,
    Caption,
    Document,
    Figure,
    Indicator,
    Phase,
    Place,
    Role,
    State,
    Unread,
    subject,
    without,
)  # fmt: skip

__all__ = [
    "CODES", "COLUMN", "COUNT", "DOUBT", "DTYPES",
    "LINE_ID", "MONEY", "NO_FIGURES", "PERIOD", "RECORDS", "REMARK", "ROW",
    "SUBJECT", "TABLES", "Caption", "Document", "Figure", "Indicator", "Phase", "Place", "Role", "State",
    "Unread", "frame", "from_frame", "reach", "rounded_apart", "step_of", "subject", "to_frame", "total_step",
    "without",
]  # fmt: skip
