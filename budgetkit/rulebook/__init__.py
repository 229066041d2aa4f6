"""The rules, the language that they are written in, and how two sums are compared."""

from __future__ import annotations

from .check import Check, Checker, Rate, Term
from .compare import choose, compare, hold
from .formulas import formulas, match
from .hierarchy import hierarchy
from .ledger import Ledger
from .pick import Picked, candidates, distinct, pick
from .places import absent_form, place
from .precision import POINT, interval, percentage, ratio_interval
from .ratios import Measure, Range, gather, measure_ratio, parse_measures, ratio_check, ratios
from .row_sums import row_sum
from .rules import Rule, rules
from .selectors import Selector, parse_selector

__all__ = [
    "POINT",
    "Check",
    "Checker",
    "Ledger",
    "Measure",
    "Picked",
    "Range",
    "Rate",
    "Rule",
    "Selector",
    "Term",
    "absent_form",
    "candidates",
    "choose",
    "compare",
    "distinct",
    "formulas",
    "gather",
    "hierarchy",
    "hold",
    "interval",
    "match",
    "measure_ratio",
    "parse_measures",
    "parse_selector",
    "percentage",
    "pick",
    "place",
    "ratio_check",
    "ratio_interval",
    "ratios",
    "row_sum",
    "rules",
]
