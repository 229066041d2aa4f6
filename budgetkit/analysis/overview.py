"""What a document says in one sentence, whatever was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..amounts import as_printed, format_fen
from ..knowledge import message, name


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
    return message(
        "headline",
        entity=about.entity or message("headline.entity"),
        phase=message(f"phase.{about.phase}" if about.phase else "headline.phase"),
        year=about.fiscal_year or message("headline.year"),
        whole=whole, basic=basic, project=project, figures=len(disclosure.line_items),
        tables=len(disclosure.tables), stated=len(disclosure.stated), unread=len(disclosure.unread),
        failures=len(failures),
    )  # fmt: skip


def amounts(measures: pd.DataFrame) -> pd.DataFrame:
    """Return the measures that are not missing, with their Chinese term and what they amount to.

    Parameters
    ----------
    measures : DataFrame
        ``disclosure.measures``.

    Returns
    -------
    DataFrame
        The same rows, and ``term`` and ``amount``: in 万元, or else the number in its unit, or the share.

    Examples
    --------
    >>> import budgetkit as bk
    >>> rows = amounts(bk.read("raw/banan-2024-budget.pdf").measures).set_index("measure")
    >>> rows.loc[["basic_prior", "projects", "targets_coverage"], "amount"].tolist()
    ['204.42 万元', '1 个', '3.6 %']
    >>> rows.loc["agency_operating", "term"]
    '机关运行经费'
    """
    there = measures[measures["status"] != "missing"]
    return there.assign(
        term=[name("measure", key, "zh") for key in there["measure"]],
        amount=[_worth(row) for row in there.to_dict("records")],
    )


def _worth(row: Mapping[Any, Any]) -> str:
    """Write the amount, number or share that a row of ``measures`` has."""
    if not pd.isna(row["value_fen"]):
        of = f" ({row['code']} {row['item']})" if row["measure"].startswith("largest") else ""
        return f"{format_fen(int(row['value_fen']))} 万元{of}"
    if pd.isna(row["value"]):
        return ""
    return f"{row['value']:g} {row['unit']}" if row["unit"] else f"{100 * row['value']:.1f} %"


def _amount(row: pd.Series) -> str:
    """Return what is printed of a measure with its unit, or that it is unknown.

    >>> [_amount(pd.Series({"printed": text, "unit": "万元"})) for text in ("0万元", "0.20", "")]
    ['0万元', '0.20 万元', 'unknown']
    """
    return as_printed(row["printed"], row["unit"]) or message("unknown")
