"""A disclosure as an Excel workbook: each form as printed, tidy tables beside."""

from __future__ import annotations

from .workbook import to_excel

__all__ = ["to_excel"]
