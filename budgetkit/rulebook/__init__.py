"""The rules, the language that they are written in, and how two sums are compared."""

from __future__ import annotations

from .check import Check, Outcome, Rate, Sides, Term, equated, one, or_nothing, several
from .compare import agree, choose, compare, hold
from .doubt import proved, without_accusing
from .formulas import formulas
from .grammar import (
    RULE,
    Grammar,
    Lookup,
    Shape,
    afterwards,
    between,
    listed,
    pair,
    plain,
    shape,
    three,
    word,
)
from .hierarchy import hierarchy
from .inventory import statutory
from .ledger import Ledger
from .load import KINDS, identities, load_rules
from .matches import match
from .measures import MEASURES, Measure, Range, measures
from .pick import Picked, candidates, distinct, pick
from .places import absent_form, place
from .precision import (
    POINT,
    allowance,
    around,
    decimals,
    half_digit,
    half_step,
    percentage,
    printed_digits,
    share_interval,
    slack,
)  # fmt: skip
from .ratios import gather, measure_ratio, ratio_check, ratios
from .readings import trusted
from .row_sums import row_sum
from .rules import SEVERITIES, Rule, evaluate, observed, rules, usual
from .selectors import FORMULA, FORMULAS, MATCH, SELECTOR, SUMS, Formula, Selector, Side
from .shortage import rows_not_printed
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
    "SEVERITIES",
    "SIDE",
    "SUMS",
    "Check",
    "Formula",
    "Grammar",
    "Ledger",
    "Lookup",
    "Measure",
    "Outcome",
    "Picked",
    "Range",
    "Rate",
    "Rule",
    "Selector",
    "Shape",
    "Side",
    "Sides",
    "Term",
    "absent_form",
    "afterwards",
    "agree",
    "allowance",
    "around",
    "between",
    "candidates",
    "choose",
    "compare",
    "decimals",
    "distinct",
    "equated",
    "evaluate",
    "formulas",
    "gather",
    "half_digit",
    "half_step",
    "hierarchy",
    "hold",
    "identities",
    "listed",
    "load_rules",
    "match",
    "measure_ratio",
    "measures",
    "observed",
    "one",
    "or_nothing",
    "pair",
    "percentage",
    "pick",
    "place",
    "plain",
    "printed_digits",
    "proved",
    "ratio_check",
    "ratios",
    "row_sum",
    "rows_not_printed",
    "rules",
    "several",
    "shape",
    "share_interval",
    "slack",
    "statutory",
    "three",
    "trusted",
    "usual",
    "without_accusing",
    "word",
]  # fmt: skip
