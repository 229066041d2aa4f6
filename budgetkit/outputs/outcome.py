"""What comes out of a check, before it is put into words: the verdict, the errors, all of it as a record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from ..disclosure import Disclosure
from ..knowledge import table
from ..reconciliation import Reconciliation, observed, usual

UNUSUAL = 0.25
"""A finding is unusual where at most one in four of the collected disclosures has it."""


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


def rare(findings: pd.DataFrame) -> pd.Series:
    """Say which findings are unusual: few of the collected disclosures have them, or none could tell.

    Examples
    --------
    >>> rare(pd.DataFrame({"rule_id": ["P04", "D09", "Y02"]})).tolist()  # Y02 compares two documents
    [True, False, True]
    """
    rules = findings["rule_id"]
    return rules.map(usual).le(UNUSUAL) | rules.map(lambda rule: observed(rule)[1] == 0).astype(bool)


def compared(r: Reconciliation) -> dict[str, int]:
    """Count what was compared with other documents: what agrees, what differs, what they do not have.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> compared(bk.reconcile(d, against=[d]))
    {'agree': 0, 'differ': 0, 'undecided': 0}
    """
    between = {row["id"] for row in table("rules") if row["group"] == "documents"}
    rows = r.checks[r.checks["rule_id"].isin(between) & r.checks["line_ids"].ne("")]
    owns = zip(rows["line_ids"], rows["document_id"], strict=True)
    own = pd.Series([f"{ids} ".count(":") == ids.count(f"{name}:") for ids, name in owns], rows.index, bool)
    kinds = {"agree": ("exact", "rounding"), "differ": ("fail",)}
    found = {kind: int((rows["outcome"].isin(of) & ~own).sum()) for kind, of in kinds.items()}
    return found | {"undecided": int(rows["outcome"].isin(["insufficient", "unread"]).sum())}


def other_bodies(r: Reconciliation) -> list[str]:
    """Say of each document that is not known to be of the same body why not; no figure is compared with it.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> other_bodies(bk.reconcile(d, against=d))
    []
    """
    rows = r.checks[r.checks["rule_id"].eq("Y06") & r.checks["outcome"].isin(["fail", "insufficient"])]
    return list(rows["detail"]) if r.against else []


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
