"""The bases that contributions imply, if the rates are those of ``contribution_rates.csv``."""

from __future__ import annotations

import pandas as pd

from ..knowledge import name, table
from .arithmetic import pick

PAY = ("30101", "30102", "30103", "30107")
"""The economic codes of pay: basic wages, allowances, bonuses, performance pay."""


def pay_rows(items: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of pay in basic expenditure.

    >>> import budgetkit as bk
    >>> int(pay_rows(bk.read("raw/banan-2024-budget.pdf").line_items)["amount_fen"].sum())
    125630000
    """
    return pick(items, form="basic_expenditure", nature="basic", economic_code=PAY)


def implied_bases(items: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return, for each contribution that is printed, the base that its rate implies.

    Parameters
    ----------
    items : DataFrame
        ``line_items`` of one document.
    year : int
        Rates change; a contribution without a rate in that year is left out.

    Returns
    -------
    DataFrame
        code, ``what``, amount_fen, rate, base_fen, and low_fen and high_fen, between which the base lies
        if the printed amount is good to half its last digit; ``confidence`` and ``source`` of the rate;
        line_id.

    Examples
    --------
    >>> import budgetkit as bk
    >>> bases = implied_bases(bk.read("raw/banan-2024-budget.pdf").line_items, 2024).set_index("code")
    >>> (bases[["base_fen", "low_fen", "high_fen"]] / 1_000_000).round(2).values.tolist()
    [[107.88, 107.84, 107.91], [107.88, 107.81, 107.94], [125.67, 125.62, 125.71]]
    """
    rows = []
    for known in table("contribution_rates"):
        mine = pick(items, form="basic_expenditure", nature="basic", economic_code=known["code"])
        if len(mine) != 1 or not int(known["since"]) <= year <= int(known["until"] or 9999):
            continue
        figure, rate = mine.iloc[0], float(known["rate"])
        fen, half = int(figure["amount_fen"]), int(figure["step_fen"]) / 2
        rows.append(
            {
                "code": known["code"], "what": name("ratio", known["code"], "en"), "amount_fen": fen,
                "rate": rate, "base_fen": fen / rate, "low_fen": (fen - half) / rate,
                "high_fen": (fen + half) / rate, "of": known["base"], "confidence": known["confidence"],
                "source": known["source"], "line_id": figure["line_id"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
