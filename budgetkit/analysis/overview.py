"""What a document says in one sentence, whatever was found in it."""

from __future__ import annotations

from typing import Any

import pandas as pd


def headline(disclosure: Any, failures: pd.DataFrame) -> str:
    """Say whose document it is, of how much money, what was read of it, and what contradicts itself.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.read` returned.
    failures : DataFrame
        ``reconcile(disclosure).failures``.

    Returns
    -------
    str
        In Markdown. What was not found is said to be unknown.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> headline(d, bk.reconcile(d).failures).split(": ", 1)[1].split(".**")[0][:80]
    'expenditure 1,137.10 万元, of this basic 367.10 万元 and projects 770.00 万元. 143 fig'
    """
    about, known = disclosure.document, disclosure.measures.set_index("measure")
    whole, basic, project = (_amount(known.loc[k]) for k in ("total_expenditure", "basic", "project"))
    phase = {"approved": "budget", "executed": "final account"}.get(about.phase, "budget or final account")
    whose = (
        f"{about.entity or 'of a body that is not told'}, {phase} {about.fiscal_year or 'of an unknown year'}"
    )
    money = f"expenditure {whole}, of this basic {basic} and projects {project}"
    read = f"{len(disclosure.line_items)} figures were read from {len(disclosure.tables)} tables"
    read += f" and {len(disclosure.stated)} from the text"
    left = f"{len(disclosure.unread)} places could not be read"
    return f"**{whose}: {money}. {read}, {left}, and {len(failures)} checks find a contradiction.**"


def _amount(row: pd.Series) -> str:
    """Return what is printed of a measure with its unit, or that it is unknown.

    >>> [_amount(pd.Series({"printed": text, "unit": "万元"})) for text in ("0万元", "0.20", "")]
    ['0万元', '0.20 万元', 'unknown']
    """
    printed, unit = row["printed"], row["unit"]
    if not printed:
        return "unknown"
    return str(printed) if unit in printed else f"{printed} {unit}"
