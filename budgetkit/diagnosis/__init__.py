"""Where checks fail: which figures are likely wrong, and whether all identities can hold at once."""

from __future__ import annotations

from .consistency import Consistency, consistency
from .equations import System, equation
from .localise import Explanation, joined, localise
from .slips import SLIPS

__all__ = ["SLIPS", "Consistency", "Explanation", "System", "consistency", "equation", "joined", "localise"]
