"""Rounding consistency of the whole: can all identities of a document hold at once?

Each identity may hold within rounding while all together cannot. Whether there are unrounded amounts,
each within half a step of the printed one, that satisfy every identity exactly, is a linear program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..rulebook import half_step
from .equations import Equation, System

if TYPE_CHECKING:
    from scipy.sparse import csr_array


class Consistency(NamedTuple):
    """Whether all identities of a document can hold at once.

    Attributes
    ----------
    holds : bool or None
        False, too, where a check of severity error fails already by itself; None where it could not be
        decided: there is no identity, or the linear program was not solved.
    equations, figures : int
        How many identities that hold one by one, and printed figures, took part.
    excess_fen : float
        The least sum of amounts (fen) by which these identities must be broken; 0 where all of them can hold.
    broken : tuple of str
        Ids of the checks that hold one by one and cannot all hold together.
    detail : str
    failing : tuple of str
        Ids of the checks that fail by themselves.
    """

    holds: bool | None
    equations: int
    figures: int
    excess_fen: float = 0.0
    broken: tuple[str, ...] = ()
    detail: str = ""
    failing: tuple[str, ...] = ()


def consistency(system: System, failing: Sequence[str] = ()) -> Consistency:
    """Decide whether the printed figures are roundings of amounts that satisfy every identity.

    Parameters
    ----------
    system : System
        The equations of the checks; only firm ones (rules of severity error) that hold one by one
        take part, so that what fails already is not reported a second time, and no percentages; nor what
        holds in a reading only that lets both sides differ.
    failing : sequence of str
        Ids of the checks of severity error that fail by themselves, whether they are equations or not.

    Returns
    -------
    Consistency

    Notes
    -----
    Minimises the total slack with HiGHS (scipy): ``sum(weight * amount) + plus - minus`` within the
    bounds of the relation, each amount within half a step of what is printed; a blank place is 0.
    """
    used = [e for e in system.equations if e.firm and e.holds and not e.sides[0].rate and _is_met(system, e)]
    names = list(dict.fromkeys(k for e in used for k, _ in e.sides[0].weights))
    fail = f"contradictions: {len(failing)}, so that not all can hold at once" if failing else ""
    undecided = Consistency(False if failing else None, len(used), len(names), failing=tuple(failing))
    if not used:
        return undecided._replace(detail=_clauses(fail, "no identity could be checked"))
    slack = _least_slack(system, used, names)
    if slack is None:
        return undecided._replace(detail=_clauses(fail, "the linear program was not solved"))
    off = slack > 1.0  # fen: below this it is the solver's tolerance
    broken = tuple(e.check_id for e, bad in zip(used, off, strict=True) if bad)
    words = "cannot" if broken else "can"
    some = f"{len(used)} {'other ' if failing else ''}identities over {len(names)} figures"
    return undecided._replace(
        holds=not broken and not failing,
        excess_fen=float(slack[off].sum()),
        broken=broken,
        detail=_clauses(fail, f"{some} {words} all hold at once"),
    )


def _clauses(*clauses: str) -> str:
    return "; ".join(filter(None, clauses))


def _is_met(system: System, equation: Equation) -> bool:
    """Say whether the digits let both sides be equal; a reading may let them differ (carried over)."""
    side = equation.sides[0]
    slack = 1 + sum(abs(weight) * half_step(system.figures[name]) for name, weight in side.weights)
    low, high = (0.0 if np.isfinite(bound) else bound for bound in (side.low, side.high))
    return low - slack <= system.gap(side) <= high + slack


def _least_slack(system: System, used: list[Equation], names: list[str]) -> np.ndarray[Any, Any] | None:
    """Return the slack in fen that each equation needs in a solution with the least slack in all."""
    from scipy.optimize import linprog

    number = {name: i for i, name in enumerate(names)}
    values = np.array([system.value(n) for n in names], dtype=float)
    half = np.array([half_step(system.figures[n]) for n in names])
    unit = max(float(half[half > 0].min()), 0.5) if (half > 0).any() else 1.0
    matrix, low, high = _rows(system, used, number)
    rows, columns = len(used), len(names)
    equal = low == high
    import scipy.sparse as sparse

    identity = sparse.identity(rows, format="csr")
    whole = sparse.hstack([matrix, identity, -identity], format="csr")
    cost = np.concatenate([np.zeros(columns), np.ones(2 * rows)])
    bounds = [(-h / unit, h / unit) for h in half] + [(0, None)] * (2 * rows)
    base = (matrix @ values) / unit
    upper = sparse.vstack([whole[~equal & np.isfinite(high)], -whole[~equal & np.isfinite(low)]])
    limits = np.concatenate(
        [(high / unit - base)[~equal & np.isfinite(high)], (base - low / unit)[~equal & np.isfinite(low)]]
    )
    result = linprog(
        cost,
        A_ub=upper if upper.shape[0] else None,
        b_ub=limits if upper.shape[0] else None,
        A_eq=whole[equal] if equal.any() else None,
        b_eq=-base[equal] if equal.any() else None,
        bounds=bounds,
        method="highs",
    )
    if not result.success:
        return None
    slack: np.ndarray[Any, Any] = (result.x[columns : columns + rows] + result.x[columns + rows :]) * unit
    return slack


def _rows(
    system: System, used: list[Equation], number: dict[str, int]
) -> tuple[csr_array, np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the matrix of the equations and the bounds of each: exact equality, or one-sided."""
    from scipy.sparse import csr_array

    entries: dict[tuple[int, int], float] = defaultdict(int)
    for row, e in enumerate(used):
        for name, weight in e.sides[0].weights:
            entries[row, number[name]] += weight
    keys = list(entries)
    matrix = csr_array(
        (np.array([entries[k] for k in keys], dtype=float), ([r for r, _ in keys], [c for _, c in keys])),
        shape=(len(used), len(number)),
    )
    low = np.array([0.0 if np.isfinite(e.sides[0].low) else -np.inf for e in used])
    high = np.array([0.0 if np.isfinite(e.sides[0].high) else np.inf for e in used])
    return matrix, low, high
