"""The rules, the language that they are written in, and how two sums are compared."""

from __future__ import annotations

from .check import Check, Rate, Term
from .compare import choose, compare, hold
from .formulas import formulas, match
from .grammar import RULE, Grammar, Lookup, Shape, afterwards, listed, pair, plain, shape, three, word
from .hierarchy import hierarchy
from .ledger import Ledger
from .load import KINDS, load_rules
from .measures import MEASURES, Measure, Range, measures
from .pick import Picked, candidates, distinct, pick
from .places import absent_form, place
from .precision import POINT, interval, percentage, ratio_interval
from .ratios import gather, measure_ratio, ratio_check, ratios
from .row_sums import row_sum
from .rules import Rule, rules
from .selectors import FORMULA, FORMULAS, MATCH, SELECTOR, Formula, Selector
from .vocabulary import (
    CODE,
    CONCEPT,
    FORM,
    FORMS,
    FUND,
    GOVERNMENT_CODE,
    ITEM,
    NAME,
    NATURE,
    NUMBER,
    PATTERN,
    PERCENT,
    PREFIX,
    SIDE,
)

__all__ = [
    "CODE",
    "CONCEPT",
    "FORM",
    "FORMS",
    "FORMULA",
    "FORMULAS",
    "FUND",
    "GOVERNMENT_CODE",
    "ITEM",
    "KINDS",
    "MATCH",
    "MEASURES",
    "NAME",
    "NATURE",
    "NUMBER",
    "PATTERN",
    "PERCENT",
    "POINT",
    "PREFIX",
    "RULE",
    "SELECTOR",
    "SIDE",
    "Check",
    "Formula",
    "Grammar",
    "Ledger",
    "Lookup",
    "Measure",
    "Picked",
    "Range",
    "Rate",
    "Rule",
    "Selector",
    "Shape",
    "Term",
    "absent_form",
    "afterwards",
    "candidates",
    "choose",
    "compare",
    "distinct",
    "formulas",
    "gather",
    "hierarchy",
    "hold",
    "interval",
    "listed",
    "load_rules",
    "match",
    "measure_ratio",
    "measures",
    "pair",
    "percentage",
    "pick",
    "place",
    "plain",
    "ratio_check",
    "ratio_interval",
    "ratios",
    "row_sum",
    "rules",
    "shape",
    "three",
    "word",
]  # fmt: skip
