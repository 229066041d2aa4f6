"""What comes out of a check, before it is put into words: the verdict, the errors, all of it as a record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from ..disclosure import Disclosure
from ..reconciliation import Reconciliation


def as_record(d: Disclosure, r: Reconciliation) -> dict[str, Any]:
    """Return a document's checks, likely errors and what was not read, ready for JSON."""
    tables = {"checks": r.checks, "suspects": r.suspects, "unread": d.unread}
    about = {
        "document": asdict(d.document),
        "failures": len(r.failures),
        "consistency": r.consistency._asdict(),
    }
    return about | {name: json.loads(t.to_json(orient="records")) for name, t in tables.items()}


def verdict(d: Disclosure, r: Reconciliation) -> str:
    """Return what comes out of a check: ``fail``, ``agree``, or that nothing could be checked.

    Returns
    -------
    {"none", "undecided", "fail", "agree"}
        ``none``: no figure was found; ``undecided``: no two figures could be held against each other.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> verdict(d, bk.reconcile(d))
    'agree'
    """
    if len(r.failures):
        return "fail"
    if not (len(d.line_items) or len(d.stated) or len(d.indicators)):
        return "none"
    return "agree" if decided(r) else "undecided"


def decided(r: Reconciliation) -> int:
    """Return how many checks of arithmetic are decided for figures that were compared."""
    outcomes = r.checks.loc[r.checks["severity"].eq("error") & r.checks["line_ids"].ne(""), "outcome"]
    return int(outcomes.isin(["exact", "rounding", "fail"]).sum())


def errors(r: Reconciliation, failures: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame, pd.DataFrame]]:
    """Put the failing checks together that one error may be behind.

    Parameters
    ----------
    r : Reconciliation
    failures : DataFrame
        ``r.failures``, or the first of them.

    Yields
    ------
    (int, DataFrame, DataFrame)
        The number of the error (0: nothing is known of it), its rows of `failures`, and those of
        ``r.suspects`` that are likeliest to explain it.

    Examples
    --------
    >>> import budgetkit as bk
    >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"))
    >>> list(errors(r, r.failures))
    []
    """
    suspects, shown = r.suspects, set(failures["check_id"])
    for error, sets in suspects.groupby("error"):
        mine = [id for id in str(sets["check_ids"].iloc[0]).split() if id in shown]
        if mine:
            yield (
                int(str(error)),
                failures[failures["check_id"].isin(mine)],
                sets[sets["rank"].fillna(1).eq(1)],
            )
    known = {id for ids in suspects["check_ids"] for id in str(ids).split()}
    if len(left := failures[~failures["check_id"].isin(known)]):
        yield 0, left, suspects.head(0)
