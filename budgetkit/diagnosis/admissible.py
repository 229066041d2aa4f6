"""Which explanations a reader would accept: amounts that can stand there, in a document that then agrees."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .equations import System
from .events import holds
from .suspects import Suspect


class Printed:
    """The amounts that a document prints, least and largest first."""

    def __init__(self, system: System) -> None:
        known = ((f.fen, name) for name, f in system.figures.items() if f.fen is not None)
        self.rising = sorted(known)

    def ends(self, without: Collection[str]) -> tuple[int, int]:
        """Return the least amount, at most 0, and the largest one, some figures left out."""
        least = next((fen for fen, name in self.rising if name not in without), 0)
        most = next((fen for fen, name in reversed(self.rising) if name not in without), 0)
        return min(least, 0), most


def acceptable(system: System, printed: Printed, suspects: Sequence[Suspect], failing: Sequence[int]) -> bool:
    """Say whether an explanation can be shown.

    No amount is negative where the document prints none that is, or larger than the largest one that it
    prints; and with all of them in place no identity fails that speaks of them, nor any that failed.
    """
    least, most = printed.ends({s.figure.id for s in suspects})
    amounts = [s for s in suspects if s.percent is None]
    if any(s.fen < least or (s.fen > most and not s.figure.is_total) for s in amounts):
        return False
    if len(amounts) < len(suspects):
        return True  # a percentage is off by itself: its equation knows within what
    return holds(system, {s.figure.id: s.fen for s in suspects}, failing)
