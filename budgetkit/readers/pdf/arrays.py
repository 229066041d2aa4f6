"""The arrays and boxes that pages of PDF are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.uint32]
"""Code points of characters."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1."""


def median(values: Floats) -> float:
    """Return the median of at least one value: ``np.median`` of few takes longer to begin than to end.

    >>> median(np.array([3.0, 1.0, 2.0])), median(np.array([4.0, 1.0, 2.0, 3.0]))
    (2.0, 2.5)
    """
    low, high = (len(values) - 1) // 2, len(values) // 2
    ordered = np.partition(values, (low, high))
    return float((ordered[low] + ordered[high]) / 2)
