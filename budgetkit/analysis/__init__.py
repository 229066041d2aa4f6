"""What notebooks share: measures, ratios and charts."""

from __future__ import annotations

from . import charts, dots
from .arithmetic import Bounds, backcast, contribution, one, pick, share, total
from .bases import implied_bases, pay_rows
from .charts import use_style
from .claims import Claims, Sentence
from .comparators import LEVELS, comparators, kind_of, kind_words, level_of
from .evidence import evidence
from .found import Found
from .growth import Growth
from .lights import SEVERITIES, lights, told
from .measures import found, measures
from .overview import headline
from .pages import beside
from .pitfalls import Pitfall, pitfalls
from .places import places
from .ranking import among, median_between, others_of, outside, ratio_words, share_above, spread_rows
from .ratios import measured
from .readable import named, readable

__all__ = [
    "LEVELS", "SEVERITIES", "Bounds", "Claims", "Found", "Growth", "Pitfall", "Sentence", "among",
    "backcast", "beside", "charts", "comparators", "contribution", "dots", "evidence", "found",
    "headline", "implied_bases", "kind_of", "kind_words", "level_of", "lights", "measured", "measures",
    "median_between", "named", "one", "others_of", "outside", "pay_rows", "pick", "pitfalls", "places",
    "ratio_words", "readable", "share", "share_above", "spread_rows", "told", "total", "use_style",
]  # fmt: skip
