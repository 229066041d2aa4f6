"""Rounding consistency of the whole: can all identities of a document hold at once?

Each identity may hold within rounding while all together cannot. Whether there are unrounded amounts,
each within half a step of the printed one, that satisfy every identity exactly, is a linear program.
"""

from __future__ import annotations

from collections import defaultdict
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
        None where it could not be decided: an identity fails already by itself, or there is none.
    equations, figures : int
        How many identities and printed figures took part.
    excess_fen : float
        The least sum of amounts (fen) by which identities must be broken; 0 where all can hold.
    broken : tuple of str
        Ids of the checks that cannot all hold together.
    detail : str
    """

    holds: bool | None
    equations: int
    figures: int
    excess_fen: float = 0.0
    broken: tuple[str, ...] = ()
    detail: str = ""


def consistency(system: System) -> Consistency:
    """Decide whether the printed figures are roundings of amounts that satisfy every identity.

    Parameters
    ----------
    system : System
        The equations of the checks; only firm ones (rules of severity error) that hold one by one
        take part, so that what fails already is not reported a second time, and no percentages.

    Returns
    -------
    Consistency

    Notes
    -----
    Minimises the total slack with HiGHS (scipy): ``sum(weight * amount) + plus - minus`` within the
    bounds of the relation, each amount within half a step of what is printed; a blank place is 0.
    """
    used = [e for e in system.equations if e.firm and e.holds and not e.sides[0].rate]
    failing = len(system.failing())
    names = list(dict.fromkeys(k for e in used for k, _ in e.sides[0].weights))
    if not used:
        return Consistency(None, 0, 0, detail="no identity could be checked")
    slack = _least_slack(system, used, names)
    rest = f"; {failing} identities fail by themselves and were left out" if failing else ""
    if slack is None:
        return Consistency(None, len(used), len(names), detail=f"the linear program was not solved{rest}")
    off = slack > 1.0  # fen: below this it is the solver's tolerance
    broken = tuple(e.check_id for e, bad in zip(used, off, strict=True) if bad)
    excess = float(slack[off].sum())
    words = (
        f"{len(used)} identities over {len(names)} figures {'cannot' if broken else 'can'} all hold at once"
    )
    return Consistency(not broken, len(used), len(names), excess, broken, words + rest)


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
