"""What notebooks share: measures, ratios and charts."""

from __future__ import annotations

from . import charts, dots
from .arithmetic import Bounds, backcast, contribution, one, pick, share, total
from .bases import implied_bases, pay_rows
from .charts import use_style
from .claims import Claims
from .comparators import LEVELS, comparators, kind_of, kind_words, level_of
from .found import Found
from .growth import Growth
from .measures import found, measures
from .pages import beside
from .pitfalls import Pitfall, pitfalls
from .ranking import among, median_between, others_of, outside, ratio_words, share_above, spread_rows
from .ratios import measured
from .readable import named, readable

__all__ = [
    "LEVELS", "Bounds", "Claims", "Found", "Growth", "Pitfall", "among", "backcast", "beside", "charts",
    "comparators", "contribution", "dots", "found", "implied_bases", "kind_of", "kind_words", "level_of",
    "measured", "measures", "median_between", "named", "one", "others_of", "outside", "pay_rows", "pick",
    "pitfalls", "ratio_words", "readable", "share", "share_above", "spread_rows", "total", "use_style",
]  # fmt: skip
