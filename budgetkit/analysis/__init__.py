"""What notebooks share: measures, ratios and charts."""

from __future__ import annotations

from . import charts
from .charts import use_style
from .key_figures import KeyFigure, key_figures
from .measures import Bounds, backcast, contribution, one, pick, share, total
from .ratios import measured

__all__ = [
    "Bounds", "KeyFigure", "backcast", "charts", "contribution", "key_figures", "measured", "one", "pick",
    "share", "total", "use_style",
]  # fmt: skip
