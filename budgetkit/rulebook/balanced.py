"""Figures of the prose that are rounded so that the printed parts add up to the printed total."""

from __future__ import annotations

from itertools import combinations

from ..records import Figure
from .check import Check
from .ledger import Ledger

MOST = 3
"""How many other parts a total of the prose may have."""


def or_balanced(ledger: Ledger, check: Check) -> Check:
    """Add the reading in which a part was rounded the other way, so that the prose's parts add up.

    Of 25,218.537585 and 7,633.516247, together 32,852.053832, a drafter prints 25,218.54 and 7,633.51:
    with 7,633.52 the parts would not come to the 32,852.05 that stands beside them. Where the figure is
    less than its last digit off, and with other parts of the prose gives a total of the prose to the digit,
    this is what was done.
    """
    if len(check.left) != 1 or len(check.right) != 1:
        return check
    (_, figure), (_, other) = check.left[0], check.right[0]
    if figure.role != "level" or other.role or not other.step < figure.step or abs(check.gap) >= figure.step:
        return check
    if not any(_adds_up(figure, total, _parts(ledger, figure)) for total in _totals(ledger, figure)):
        return check
    words = f"{check.detail}; the parts that the prose prints add up with it"
    held = check._replace(outcome="rounding", detail=words, tolerance=figure.step, ways=())
    return check._replace(ways=(*check.ways, ("balanced", held)))


def _totals(ledger: Ledger, figure: Figure) -> list[Figure]:
    return [f for f in _levels(ledger, figure) if f.nature == "total" and (f.fen or 0) > (figure.fen or 0)]


def _parts(ledger: Ledger, figure: Figure) -> list[int]:
    """Return the amounts of other natures than that of the figure, and of what is carried out, each once."""
    parts = [
        f
        for f in _levels(ledger, figure)
        if f.direction == "carry_out"
        or (f.direction == figure.direction and f.nature not in ("total", figure.nature))
    ]
    return list(dict.fromkeys(f.fen for f in parts if f.fen))


def _levels(ledger: Ledger, figure: Figure) -> list[Figure]:
    return [
        f
        for f in ledger.stated
        if f.role == "level" and f.fen and f.fund == figure.fund and not f.within and f.file == figure.file
    ]


def _adds_up(figure: Figure, total: Figure, parts: list[int]) -> bool:
    rest = (total.fen or 0) - (figure.fen or 0)
    return any(sum(some) == rest for n in range(1, MOST + 1) for some in combinations(parts, n))
