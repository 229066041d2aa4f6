"""Both wings become something to look at: tables on disk, evidence, reports."""

from __future__ import annotations

from .build import build
from .evidence import trace
from .load import load
from .report import as_record, as_text, verdict

__all__ = ["as_record", "as_text", "build", "load", "trace", "verdict"]
