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
