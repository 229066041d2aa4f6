"""reconcile() and what it returns."""

from __future__ import annotations

from ..rulebook import observed, percentage, usual
from .error_words import error_words
from .explain import figure_words, printed_words, reported, statement
from .reconcile import reconcile
from .result import OUTCOMES, Reconciliation
from .trials import trials

__all__ = [
    "OUTCOMES",
    "Reconciliation",
    "error_words",
    "figure_words",
    "observed",
    "percentage",
    "printed_words",
    "reconcile",
    "reported",
    "statement",
    "trials",
    "usual",
]
