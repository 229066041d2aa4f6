"""Single figures that, changed, make all failing checks hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..records import Figure, step_of
from ..rulebook import decimals, printed_digits
from .equations import Side, System
from .slips import Slip, find_slip


class Suspect(NamedTuple):
    """One figure that would have to change: to an amount within [low, high] fen, best to `fen`.

    For a percentage, `percent` is what it should be, and the amounts are without meaning.
    """

    figure: Figure
    low: float
    high: float
    fen: int
    slip: str
    percent: float | None = None


def single(system: System, failing: Sequence[int]) -> list[Suspect]:
    """Return every figure that alone, changed, makes these equations hold and breaks no other."""
    shared = set.intersection(*(set(system.equations[n].names) for n in failing))
    found = []
    for name in sorted(shared):
        for low, high in _intervals(system, name):
            if low <= high:
                found.append(suspect(system, name, low, high))
                break
    return found


def _intervals(system: System, name: str) -> list[tuple[float, float]]:
    """Return the ranges of amounts of a figure in which all its equations hold, the others unchanged."""
    ranges = [(float("-inf"), float("inf"))]
    for n in system.of[name]:
        e = system.equations[n]
        options = [r for side in e.sides if (r := _range(system, side, name))]
        ranges = [
            (max(a, low), min(b, high))
            for a, b in ranges
            for low, high in options
            if max(a, low) <= min(b, high)
        ]
    return ranges


def _range(system: System, side: Side, name: str) -> tuple[float, float] | None:
    low, high = float("-inf"), float("inf")
    for weights, end in side.halves:
        room = end - sum(w * system.value(k) for k, w in weights.items() if k != name)
        weight = weights.get(name, 0)
        if weight > 0:
            high = min(high, room / weight)
        elif weight < 0:
            low = max(low, room / weight)
        elif room < 0:
            return None
    return (low, high) if low <= high else None


def suspect(system: System, name: str, low: float, high: float) -> Suspect:
    """Name the amount that should stand there and the slip that explains the printed one."""
    figure = system.figures[name]
    if figure.role in ("percent", "share"):
        return _percentage(system, figure, low, high)
    step = step_of(figure) or _step(system, name)
    if figure.fen is None:
        return Suspect(figure, low, high, _rounded(low, high, step), "missing")
    slip = find_slip(figure.fen, step, low, high, _neighbours(system, figure))
    if slip and float("inf") in (-low, high) and slip.name != "factor_10000":
        slip = None  # bounded on one side: the nearest amount that will do says no more than it must
    return Suspect(
        figure, low, high, (slip or Slip("", _rounded(low, high, step))).fen, slip.name if slip else ""
    )


def _percentage(system: System, figure: Figure, low: float, high: float) -> Suspect:
    """Name the percentage that should stand there, to as many digits as are printed."""
    sides = (side for n in system.of[figure.id] for side in system.equations[n].sides)
    whole = next(side.whole for side in sides if side.rate == figure.id)
    digits = printed_digits(figure)
    unit = 10 ** decimals(digits)
    ends = sorted(float(digits) + 100 * fen / whole for fen in (low, high))
    printed, (least, most) = round(float(digits) * unit), (end * unit for end in ends)
    slip = find_slip(printed, 1, least, most)
    value = slip.fen if slip else round((least + most) / 2)
    return Suspect(figure, low, high, 0, slip.name if slip else "", value / unit)


def _step(system: System, name: str) -> int:
    """Return the finest step of the figures that a blank place is compared with."""
    steps = {step_of(system.figures[k]) for n in system.of[name] for k in system.equations[n].names}
    return min(steps - {0}, default=1)


def _rounded(low: float, high: float, step: int) -> int:
    """Return the multiple of `step` within the bounds that is nearest to their middle, if there is one."""
    if low == float("-inf") or high == float("inf"):  # bounded on one side: the nearest that will do
        end = high if low == float("-inf") else low
        if abs(end) == float("inf"):
            return 0
        return (math.ceil(end / step) if end == low else math.floor(end / step)) * step
    middle = (low + high) / 2
    near = round(middle / step) * step
    if low <= 0 <= high and abs(near) <= step:
        return 0  # an amount that should not be there at all
    return near if low <= near <= high else round(middle)


def _neighbours(system: System, figure: Figure) -> list[int]:
    """Return the amounts other than 0 that are printed above and below a figure of a table.

    Those that are equal by nature are no misprint: of a sum and its only part, which an identity of the
    two says, or which agree in another column, too.
    """
    if figure.row is None:
        return []
    near = [(*figure.place[:3], figure.row + d) for d in (-1, 1)]
    others = [system.figures[name] for place in near for name in system.rows.get(place, ())]
    beside = (f for f in others if f.col == figure.col)
    return [f.fen for f in beside if f.fen and not (_alike(system, figure, f) or _paired(system, figure, f))]


def _alike(system: System, one: Figure, other: Figure) -> bool:
    """Say whether the rows of two figures of a column print one amount, not 0, in another column, too."""
    rows = ([system.figures[name] for name in system.rows[f.place]] for f in (one, other))
    first, second = ({(f.col, f.fen) for f in row if f.fen and f.col != one.col} for row in rows)
    return bool(first & second)


def _paired(system: System, one: Figure, other: Figure) -> bool:
    """Say whether an identity is of two figures alone."""
    return any(set(system.equations[n].names) == {one.id, other.id} for n in system.of[one.id])
