"""Which explanations a reader would accept: amounts that can stand there, in a document that then agrees."""

from __future__ import annotations

from collections.abc import Sequence

from .equations import System
from .events import holds
from .suspects import Suspect


def acceptable(system: System, suspects: Sequence[Suspect], failing: Sequence[int]) -> bool:
    """Say whether an explanation can be shown.

    No amount is negative where the document prints none that is, or larger than the largest one that it
    prints; and with all of them in place no identity fails that speaks of them, nor any that failed.
    """
    changed = {s.figure.id for s in suspects}
    least = min((fen for name, fen in system.negative if name not in changed), default=0)
    most = system.most
    amounts = [s for s in suspects if s.percent is None]
    if any(_beyond(s, least, most) for s in amounts):
        return False
    if len(amounts) < len(suspects):
        return True  # a percentage is off by itself: its equation knows within what
    return holds(system, {s.figure.id: s.fen for s in suspects}, failing)


def _beyond(s: Suspect, least: int, most: int) -> bool:
    if s.figure.role == "change":  # less than nothing: its word of direction is wrong
        return max(s.low, -s.high) > most
    return s.high < least or (s.low > most and not s.figure.is_total)
