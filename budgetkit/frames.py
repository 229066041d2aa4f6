"""Rows -> DataFrames with the columns and dtypes of the data dictionary (``data/fields.csv``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from .knowledge import frame_fields

__all__ = ["TABLES", "frame"]

TABLES = (
    "documents",
    "forms",
    "line_items",
    "blanks",
    "stated",
    "indicators",
    "unread",
    "checks",
    "suspects",
)
DTYPES: dict[str, Any] = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return `rows` as the table `name` of the data dictionary.

    Every column of the dictionary is there, in its order and dtype, and no other; a key that a
    row lacks is missing (``<NA>``), an empty text in a text column stays an empty text.

    Raises
    ------
    KnowledgeError
        The dictionary knows no such table.

    Examples
    --------
    >>> frame("unread", [{"document_id": "x", "page": 2, "printed": "1,13.10", "why": "no amount"}]).shape
    (1, 8)
    """
    rows = list(rows)
    columns = {}
    for spec in frame_fields(name):
        key = spec["name"]
        default = "" if spec["type"] == "string" else None
        values = [row.get(key, default) for row in rows]
        columns[key] = pd.array(values, dtype=DTYPES[spec["type"]])
    return pd.DataFrame(columns)
