"""What notebooks share: measures, ratios and charts."""

from __future__ import annotations

from . import charts
from .charts import use_style
from .measures import Bounds, backcast, contribution, one, pick, share, total
from .ratios import measured

__all__ = [
    "Bounds", "backcast", "charts", "contribution", "measured", "one", "pick", "share", "total", "use_style"
]  # fmt: skip
