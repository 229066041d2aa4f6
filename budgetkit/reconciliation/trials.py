"""Would a wrong figure be noticed? Every printed amount made wrong, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from .reconcile import reconcile

COLUMNS = ("place", "line_id", "printed", "noticed", "alone", "within_two", "rules")


def trials(disclosure: Any, ids: Iterable[str] | None = None) -> pd.DataFrame:
    """Make printed amounts wrong one at a time, and say whether a check fails and the cell is found.

    The digit before the last one is turned by five. Only amounts are tried that a rule of severity error
    speaks of.

    Parameters
    ----------
    disclosure : Disclosure
        It is not changed.
    ids : iterable of str, optional
        Which amounts (``line_id`` or ``stated_id``); by default all.

    Returns
    -------
    DataFrame
        One row an amount: place (its form, or ``prose``), line_id, printed, ``noticed`` (a check of
        severity error fails), ``alone`` (the likeliest explanation is exactly this cell), ``within_two`` (it,
        or it and one other), and the ``rules`` of severity error that speak of it.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> trials(d, ["banan-2024-budget:p6t1r19c4"])[["printed", "noticed", "alone"]].values.tolist()
    [['155.04', True, True]]
    """
    system = reconcile(disclosure).system
    wanted = set(system.of if ids is None else ids) & set(system.of)
    rows = []
    for table, key in (("line_items", "line_id"), ("stated", "stated_id")):
        figures = getattr(disclosure, table)
        for figure in figures[figures[key].isin(wanted) & figures["step_fen"].gt(0)].to_dict("records"):
            rules = sorted({system.equations[n].rule_id for n in system.of[figure[key]]})
            place = "prose" if table == "stated" else figure["form"]
            tried = _tried(disclosure, figure[key], _wrong(figure["amount_fen"], figure["step_fen"]))
            rows.append((place, figure[key], figure["printed"], *tried, " ".join(rules)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _wrong(fen: int, step: int) -> int:
    """Turn the digit before the last one by five.

    >>> _wrong(155_040_000, 10_000), _wrong(770_000_000, 1_000_000)
    (155540000, 720000000)
    """
    digit = fen // (10 * step) % 10
    return fen + ((digit + 5) % 10 - digit) * 10 * step


def _tried(disclosure: Any, line_id: str, fen: int) -> tuple[bool, bool, bool]:
    """Say whether an amount that is wrong is noticed, found alone, and found with at most one other."""
    found = reconcile(disclosure.with_amount(line_id, fen))
    best = set(found.suspects.loc[found.suspects["rank"] == 1, "line_id"])
    hit = line_id in best
    return len(found.failures) > 0, hit and len(best) == 1, hit and len(best) <= 2
