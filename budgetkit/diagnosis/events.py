"""Single events that change several figures at once: an amount one cell off, two columns, a lost row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from .equations import System

LEAST_ROWS = 3
"""How many rows two columns must differ in before they are said to be swapped."""


def shifts(system: System, failing: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Find amounts that stand one cell off: moved to a blank place of their row, all equations hold.

    Parameters
    ----------
    system : System
    failing : sequence of int
        Numbers of failing equations, all of which must hold after the move.

    Yields
    ------
    (str, str)
        The figure that should be blank, and the blank place (or 0) where its amount should stand.
    """
    names = {name for n in failing for name in system.equations[n].names}
    for place in dict.fromkeys(system.figures[name].place for name in sorted(names)):
        row = system.rows.get(place, ())
        for here in (n for n in row if system.figures[n].fen):
            for there in (n for n in row if not system.figures[n].fen):
                change = {here: 0, there: system.value(here)}
                if not names.isdisjoint(change) and holds(system, change, failing):
                    yield here, there


def columns_swapped(system: System, failing: Sequence[int]) -> Iterator[dict[str, int]]:
    """Find tables in which all equations hold once two columns change places.

    Yields
    ------
    dict of str to int
        The figures of both columns and the amount in fen that each should have.
    """
    tables = {
        f.place[:3]
        for n in failing
        for name in system.equations[n].names
        if (f := system.figures[name]).row is not None and not f.role
    }
    for key in sorted(tables, key=str):
        by_row: dict[Any, dict[int, str]] = defaultdict(dict)
        for place, names in system.rows.items():
            if place[:3] == key:
                for name in names:
                    if (column := system.figures[name].col) is not None:
                        by_row[place][column] = name
        columns = sorted({c for row in by_row.values() for c in row})
        for a, b in combinations(columns, 2):
            pairs = [(row[a], row[b]) for row in by_row.values() if a in row and b in row]
            pairs = [(x, y) for x, y in pairs if system.value(x) != system.value(y)]
            if len(pairs) < LEAST_ROWS:
                continue
            change = {x: system.value(y) for x, y in pairs} | {y: system.value(x) for x, y in pairs}
            if holds(system, change, failing):
                yield change


def lost_rows(system: System, failing: Sequence[int]) -> dict[str, float] | None:
    """Say whether failing sums down a classification are all of one row: a part of it may be lost.

    Returns
    -------
    dict of str to float or None
        The figures of the row that is larger than its parts, and the amount in fen that its parts
        lack in each; None where the failing equations are of another kind.
    """
    lacking: dict[str, float] = {}
    for n in failing:
        e = system.equations[n]
        side = e.sides[0]
        heads = [k for k, w in side.weights if w > 0]
        if e.kind != "hierarchy" or len(heads) != 1 or len(side.weights) < 2:
            return None
        lacking[heads[0]] = system.gap(side)
    if len({system.figures[k].place for k in lacking}) != 1 or min(lacking.values()) <= 0:
        return None
    return lacking


def holds(system: System, change: Mapping[str, int], failing: Iterable[int] = ()) -> bool:
    """Say whether, with some figures changed, all equations that speak of them hold (and `failing`)."""
    numbers = {n for name in change for n in system.of.get(name, ())} | set(failing)
    return all(any(system.met(side, change) for side in system.equations[n].sides) for n in numbers)
