"""A report to look at in a browser: one page a document that opens offline, with the places on its pages."""

from __future__ import annotations

from .page import page
from .write import write_report

__all__ = ["page", "write_report"]
