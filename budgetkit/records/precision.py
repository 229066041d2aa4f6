"""How far a printed figure can be from the true one: all that both wings know of it."""

from __future__ import annotations

from collections.abc import Iterable

from .rows import Figure


def step_of(figure: Figure) -> int:
    """Return the value in fen of one unit of the last printed digit; 0 where no amount is printed.

    >>> step_of(Figure(fen=5_000_000, step=10_000)), step_of(Figure(step=10_000))
    (10000, 0)
    """
    return figure.step if figure.fen is not None else 0


def reach(step: int) -> tuple[int, int]:
    """Return how far below and above a figure printed to a step its true value can lie, in half fen.

    >>> reach(10_000)
    (10000, 10000)
    """
    return step, step


def total_step(figures: Iterable[Figure]) -> int:
    """Return the step that a sum of figures has: it is as unsure as all of them together."""
    return sum(map(step_of, figures))


def rounded_apart(gap: int, steps: int) -> bool:
    """Say whether rounding can make a gap in fen between two sums, whose printed steps add up to `steps`.

    >>> rounded_apart(10_000, 30_000), rounded_apart(20_000, 30_000)
    (True, False)
    """
    return abs(gap) <= max(reach(steps)) // 2
