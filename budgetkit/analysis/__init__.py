"""What notebooks share: measures, ratios and charts."""

from __future__ import annotations

from . import charts
from .arithmetic import Bounds, backcast, contribution, one, pick, share, total
from .charts import use_style
from .figures import Found, found, measures
from .ratios import measured

__all__ = [
    "Bounds", "Found", "backcast", "charts", "contribution", "found", "measured", "measures", "one", "pick",
    "share", "total", "use_style",
]  # fmt: skip
