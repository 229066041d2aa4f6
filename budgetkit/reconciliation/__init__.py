"""reconcile() and what it returns."""

from __future__ import annotations

from .reconcile import reconcile
from .result import Reconciliation
from .scorecard import MARKS

__all__ = ["MARKS", "Reconciliation", "reconcile"]
