"""What notebooks share: measures, ratios and charts."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    charts,
    charts_parts,
    charts_shares,
    classes,
    cofog,
    disclosed,
    dots,
    expense_parts,
    expenses,
    projects,
    staffing,
    targets,
)
from .arithmetic import Bounds, backcast, contribution, one, pick, share, total
from .bases import bases_over, implied_bases, pay_rows, same_base
from .charts import use_style
from .claims import Claims, Sentence
from .comparators import LEVELS, comparators, kind_of, kind_words, level_of
from .found import Found
from .growth import Growth
from .lights import RESTS, SEVERITIES, lights, told
from .measures import found, measure, measures
from .overview import amounts, headline
from .pages import Picture, beside
from .parts import other_base, share_of
from .pitfalls import Pitfall, pitfalls
from .places import places
from .ranking import among, median_between, others_of, outside, ratio_words, share_above, spread_rows
from .ratios import measured
from .readable import named, readable
from .samples import (
    mean_by,
    median_words,
    rings,
    sample,
    shares,
    spread_by,
    spread_table,
    typical,
    typical_table,
)
from .spending import COLUMNS, basic, basic_functions, cross_section, everything, in_parts, spent

evidence: Callable[..., Picture | None]
"""Draws what a check speaks of; the package gives it (``budgetkit/__init__.py``), since it looks at pages."""

__all__ = [
    "COLUMNS", "LEVELS", "RESTS", "SEVERITIES", "Bounds", "Claims", "Found", "Growth", "Picture", "Pitfall",
    "Sentence", "among", "amounts", "backcast", "bases_over", "basic", "basic_functions", "beside", "charts",
    "charts_parts",
    "charts_shares", "classes", "cofog", "comparators", "contribution", "cross_section", "disclosed",
    "dots", "everything", "evidence", "expense_parts", "expenses", "found", "headline", "implied_bases",
    "in_parts", "kind_of", "kind_words", "level_of", "lights", "mean_by", "measure", "measured", "measures",
    "median_between", "median_words", "named", "one", "other_base", "others_of", "outside", "pay_rows",
    "pick", "pitfalls", "places", "projects", "ratio_words", "readable", "rings", "same_base", "sample",
    "share", "share_above", "share_of", "shares", "spent", "spread_by", "spread_rows", "spread_table",
    "staffing", "targets", "told", "total", "typical", "typical_table", "use_style",
]  # fmt: skip
