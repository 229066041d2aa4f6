"""The smallest set of several figures whose change makes all identities hold: a mixed-integer program."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..process import without_output
from .equations import Side, System

HOPS = 1


WIDEST = 2000
"""How many figures a search may range over."""


EASY = 300
"""Over how many figures a search is done in full; over more, it is cut short by its steps, never by a clock,
so that a build finds the same on any machine."""


BOUNDED = 12
"""The largest set of figures of which each is given the amount that it would have to have."""


class Limits(NamedTuple):
    """How far a search goes: how many sets it looks for, and how many nodes the solver visits for each."""

    sets: int
    nodes: int


MANY = 8
"""Beyond how many failing equations at once a search is cut short, too, and beyond twice as many not begun: a
whole table is wrong then, and no few figures explain it."""


def limits(figures: int, failing: int = 1) -> Limits:
    """Return how far a search over so many figures goes; those over few take a handful of nodes.

    >>> limits(77), limits(1602), limits(77, failing=30)
    (Limits(sets=4, nodes=1000), Limits(sets=1, nodes=1), Limits(sets=1, nodes=1))
    """
    return Limits(4, 1000) if figures <= EASY and failing <= MANY else Limits(1, 1)


Chosen = dict[str, tuple[float, float]]
"""The figures of a set and the bounds in fen of the amount that each would have to have."""


def several(
    system: System, failing: Sequence[int], seconds: float = float("inf")
) -> list[tuple[Chosen, bool]]:
    """Find the smallest sets of figures that, changed, make these equations hold and break no other.

    Parameters
    ----------
    system : System
    failing : sequence of int
        Numbers of failing equations that hang together.
    seconds : float
        Time for the search, besides :func:`limits`; what is found then depends on the machine.

    Returns
    -------
    list of (dict, bool)
        Sets with the bounds of each figure, and whether it is minimal: no smaller set exists. Empty where
        none was found within the limits.

    Notes
    -----
    One binary variable a figure (it changes), one real (by how much); weights 1 + 0.05 for each
    equation that holds and speaks of the figure (at most 1.4), 1.1 for a blank place, so that of two
    sets of one size the one that fewer checks support is taken. Figures more than one equation away
    from the failing ones stay as they are; a set is proved smallest where a smaller one could not
    reach further than that.
    """
    deadline = time.monotonic() + seconds
    names = _region(system, failing)
    if seconds <= 0 or len(names) > WIDEST or len(failing) > 2 * MANY:
        return []
    program = _Program(system, failing, names)
    found: list[tuple[Chosen, bool]] = []
    best = None
    sets, nodes = limits(len(names), len(failing))
    while len(found) < sets and (left := deadline - time.monotonic()) > 0:
        solution = program.solve(nodes, left)
        if solution is None:
            break
        weight, chosen, minimal = solution
        if best is not None and weight > best + 0.5:
            break
        best = weight if best is None else best
        bounds = program.bounds(chosen, deadline)
        if bounds is not None:
            found.append((bounds, minimal and len(chosen) <= HOPS + 2))
        program.forbid(chosen)
    return found


def _region(system: System, failing: Sequence[int]) -> list[str]:
    """Return the figures of the failing equations and of those that share a figure with them."""
    names = dict.fromkeys(name for n in failing for name in system.equations[n].names)
    for _ in range(HOPS):
        near = {n for k in names for n in system.of[k]}
        for n in sorted(near):
            names |= dict.fromkeys(system.equations[n].names)
    return list(names)


class _Program:
    """Changes (real) and marks (binary) of the figures, one row or two an equation."""

    def __init__(self, system: System, failing: Sequence[int], names: list[str]) -> None:
        self.system, self.names = system, names
        self.number = {k: i for i, k in enumerate(names)}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        gaps = [abs(system.gap(system.equations[n].sides[0])) for n in failing]
        self.scale = max(1.0, max(gaps)) / 100
        self.reach = 4 * sum(gaps) / self.scale
        self.changes: list[float] = []
        self.binary = len(names)
        numbers = sorted({n for k in names for n in system.of[k]})
        choices = [n for n in numbers if len(system.equations[n].sides) > 1]
        self.first = {
            n: 2 * self.binary + sum(len(system.equations[m].sides) for m in choices[:i])
            for i, n in enumerate(choices)
        }
        self.width = 2 * self.binary + sum(len(system.equations[n].sides) for n in choices)
        for n in numbers:
            self._add(n)
        for i in range(self.binary):
            self.rows.append(({i: 1.0, self.binary + i: -self.reach}, -np.inf, 0.0))
            self.rows.append(({i: 1.0, self.binary + i: self.reach}, 0.0, np.inf))

    def _add(self, n: int) -> None:
        sides = self.system.equations[n].sides
        for a, side in enumerate(sides):
            if len(sides) == 1 and not side.spread:
                gap = self.system.gap(side)
                entries = {self.number[k]: float(w) for k, w in side.weights if k in self.number}
                self.rows.append((entries, (side.low - gap) / self.scale, (side.high - gap) / self.scale))
                continue
            for weights, end in side.halves:
                gap = sum(w * self.system.value(k) for k, w in weights.items())
                entries = {self.number[k]: float(w) for k, w in weights.items() if k in self.number}
                high = (end - gap) / self.scale
                if len(sides) > 1:
                    loose = 4 * self.reach + abs(gap) / self.scale
                    entries, high = entries | {self.first[n] + a: loose}, high + loose
                self.rows.append((entries, -np.inf, high))
        if len(sides) > 1:
            self.rows.append(({self.first[n] + a: 1.0 for a in range(len(sides))}, 1.0, np.inf))

    def solve(self, nodes: int, seconds: float) -> tuple[float, list[int], bool] | None:
        """Return weight, figures and whether the solver proved the set to be the least heavy."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        if not any(entries for entries, _, _ in self.rows):  # every figure stands on both sides
            return None
        cost = np.zeros(self.width)
        cost[self.binary : 2 * self.binary] = [self._weight(k) for k in self.names]
        integrality = np.zeros(self.width)
        integrality[self.binary :] = 1
        lower = np.concatenate([np.full(self.binary, -self.reach), np.zeros(self.width - self.binary)])
        upper = np.concatenate([np.full(self.binary, self.reach), np.ones(self.width - self.binary)])
        matrix, low, high = self._matrix()
        options: dict[str, float] = {"node_limit": nodes, "mip_rel_gap": 0.01}
        if np.isfinite(seconds):
            options["time_limit"] = max(seconds, 0.05)
        with without_output():  # HiGHS writes whatever it is told
            result = milp(
                cost,
                integrality=integrality,
                bounds=Bounds(lower, upper),
                constraints=LinearConstraint(matrix, low, high),
                options=options,
            )
        if result.x is None:
            return None
        marks = result.x[self.binary : 2 * self.binary]
        self.changes = [float(v) * self.scale for v in result.x[: self.binary]]
        chosen = [i for i in range(self.binary) if marks[i] > 0.5]
        return float(result.fun), chosen, result.status == 0

    def _weight(self, name: str) -> float:
        holding = sum(self.system.equations[n].holds for n in self.system.of[name])
        blank = self.system.figures[name].fen is None
        return 1 + min(0.4, 0.05 * holding) + 0.1 * blank

    def _matrix(self) -> tuple[Any, list[float], list[float]]:
        from scipy.sparse import csr_array

        places = [(r, c, v) for r, (entries, _, _) in enumerate(self.rows) for c, v in entries.items()]
        r, c, v = zip(*places, strict=True)
        matrix = csr_array((v, (r, c)), shape=(len(self.rows), self.width))
        return matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]

    def forbid(self, chosen: Sequence[int]) -> None:
        """Do not find this set (nor one that contains it) again."""
        self.rows.append(({self.binary + i: 1.0 for i in chosen}, -np.inf, len(chosen) - 1.0))

    def bounds(self, chosen: Sequence[int], deadline: float = float("inf")) -> Chosen | None:
        """Return the bounds of each figure of a set; None where exact arithmetic finds no solution in time.

        Of sets of more than :data:`BOUNDED` figures no reader makes anything: they are not looked into.
        """
        from scipy.optimize import linprog

        if len(chosen) > BOUNDED:
            return None
        upper, limits = self._inequalities(chosen)
        found: Chosen = {}
        for position, i in enumerate(chosen):
            ends = []
            for sign in (1.0, -1.0):
                if time.monotonic() > deadline:
                    return None
                cost = np.zeros(len(chosen))
                cost[position] = sign
                result = linprog(cost, A_ub=upper, b_ub=limits, bounds=(None, None), method="highs")
                if result.status == 3:
                    ends.append(-sign * np.inf)
                elif not result.success:
                    return None
                else:
                    ends.append(float(result.x[position]) * self.scale)
            value = self.system.value(self.names[i])
            found[self.names[i]] = (value + round(ends[0], 3), value + round(ends[1], 3))
        return found

    def _inequalities(self, chosen: Sequence[int]) -> tuple[list[list[float]], list[float]]:
        """Return rows and limits over the changes of a set, in which the other figures are as printed."""
        rows, limits = [], []
        for n in sorted({n for i in chosen for n in self.system.of[self.names[i]]}):
            side = self._side(n, chosen)
            for weights, end in side.halves:
                gap = sum(w * self.system.value(k) for k, w in weights.items())
                rows.append([float(weights.get(self.names[i], 0)) for i in chosen])
                limits.append((end - gap) / self.scale + 1e-9)
        return rows, limits

    def _side(self, n: int, chosen: Sequence[int]) -> Side:
        """Return the alternative of an equation that the solution satisfies."""
        sides = self.system.equations[n].sides
        values = {self.names[i]: self.system.value(self.names[i]) + self.changes[i] for i in chosen}

        def off(side: Side) -> float:
            return max(
                sum(w * values.get(k, self.system.value(k)) for k, w in weights.items()) - end
                for weights, end in side.halves
            )

        return min(sides, key=off)
