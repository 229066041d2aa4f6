"""Both wings become something to look at: tables on disk, evidence, reports."""

from __future__ import annotations

from .batch import Built, build, cluster
from .evidence import trace
from .excel import to_excel
from .files import to_csv, to_package, to_parquet
from .html import write_report
from .load import coverage, load
from .outcome import as_record, verdict
from .panel import BASE, fetch, make_panel
from .report import as_text
from .shown import evidence

__all__ = [
    "BASE", "Built", "as_record", "as_text", "build", "cluster", "coverage", "evidence", "fetch", "load",
    "make_panel", "to_csv", "to_excel", "to_package", "to_parquet", "trace", "verdict", "write_report",
]  # fmt: skip
