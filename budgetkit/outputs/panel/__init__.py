"""The panel: many documents as one data set, with where each came from and what may be compared."""

from __future__ import annotations

from .fetch import BASE, fetch
from .make import make_panel
from .parquet import read_parquet, write_parquet
from .schema import PANEL, fields, file_name

__all__ = ["BASE", "PANEL", "fetch", "fields", "file_name", "make_panel", "read_parquet", "write_parquet"]
