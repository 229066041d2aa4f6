"""What a notebook shows of a reconciliation, in the language of now."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..amounts import yuan
from ..knowledge import message, placed, said
from ..language import language


def outcome_words(outcome: str) -> str:
    """Return an outcome as it is written in English, in Chinese its name."""
    return outcome if language() == "en" else message(f"html.count.{outcome}")


def told(where: Any, amounts: str, pages: Any, detail: Any) -> tuple[str, ...]:
    """Return what is shown of a failure; in English its words stand as they do in the table of checks."""
    if language() == "en":
        return where, amounts, pages, detail
    return placed(where, language()), amounts, pages, said(detail, language())


def sides(reported: Any, calculated: Any) -> str:
    """Say both amounts of a check, or that it compares none."""
    if pd.isna(reported) or pd.isna(calculated):
        return message("repr.failures.none")
    return message("repr.failures.sides", left=yuan(reported), right=yuan(calculated))


def both_sides(reported: Any, calculated: Any) -> str:
    """Return both amounts of a check for an error, which is English where it is raised."""
    if pd.isna(reported) or pd.isna(calculated):
        return "not as it should be"
    return f"reported {yuan(reported)}, calculated {yuan(calculated)}"
