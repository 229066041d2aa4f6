"""What notebooks share: measures, ratios and charts."""

from __future__ import annotations

from . import charts
from .arithmetic import Bounds, backcast, contribution, one, pick, share, total
from .charts import use_style
from .claims import Claims
from .figures import Found, found, measures
from .growth import Growth
from .ratios import measured
from .readable import named, readable

__all__ = [
    "Bounds", "Claims", "Found", "Growth", "backcast", "charts", "contribution", "found", "measured",
    "measures", "named", "one", "pick", "readable", "share", "total", "use_style",
]  # fmt: skip
