"""What comes out of a check, before it is put into words: the verdict, the errors, all of it as a record."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from ..diagnosis import joined
from ..disclosure import Disclosure
from ..knowledge import table
from ..reconciliation import Reconciliation, observed, percentage, reported, usual

UNUSUAL = 0.25
"""A finding is unusual where at most one in four of the collected disclosures has it."""


def as_record(d: Disclosure, r: Reconciliation) -> dict[str, Any]:
    """Return a document's checks, likely errors and what was not read, ready for JSON."""
    tables = {"checks": r.checks, "suspects": r.suspects, "unread": d.unread}
    about = {
        "document": asdict(d.document),
        "contradictions": len(problems(r)),
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


def undecided(r: Reconciliation) -> int:
    """Return how many checks of arithmetic could not be decided."""
    outcomes = r.checks.loc[r.checks["severity"].eq("error"), "outcome"]
    return int(outcomes.isin(["insufficient", "unread"]).sum())


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


class Problem(NamedTuple):
    """A contradiction as it is counted: failing checks that one mend explains.

    Where the row that fails prints the same amounts in several columns, or another row in the same columns,
    and each of them fails alike, they are one contradiction, too. A failing check of which nothing is known
    is one by itself.

    Attributes
    ----------
    number : int
        From 1, in the order of the document.
    checks : DataFrame
        The failing checks, rows of ``Reconciliation.failures``.
    suspects : DataFrame
        The rows of ``Reconciliation.suspects`` that are likeliest to explain them, of several explanations
        if they do as well; one without a figure says why none is named.
    again : DataFrame
        The failing checks of the same row in its other columns, or of other rows in the same columns.
    """

    number: int
    checks: pd.DataFrame
    suspects: pd.DataFrame
    again: pd.DataFrame

    @property
    def culprits(self) -> list[str]:
        """The ids of the figures that are likely wrong; none where it cannot be told which."""
        return [str(id) for id in self.suspects.loc[self.suspects["decided"].fillna(False), "line_id"]]


def problems(r: Reconciliation) -> list[Problem]:
    """Return the contradictions of a document: this is what is counted, wherever their number is said.

    Parameters
    ----------
    r : Reconciliation

    Returns
    -------
    list of Problem

    Examples
    --------
    >>> import budgetkit as bk
    >>> problems(bk.reconcile(bk.read("raw/banan-2024-budget.pdf")))
    []
    """
    failures = r.failures
    found = list(_explained(r, failures))
    groups = joined({n: _places(r, checks) for n, (checks, _) in enumerate(found)})
    none = failures.head(0)
    return [
        Problem(number, *found[first], pd.concat([found[n][0] for n in rest]) if rest else none)
        for number, (first, *rest) in enumerate(groups, 1)
    ]


def _explained(r: Reconciliation, failures: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Yield the failing checks that one error may be behind, with the figures that are likeliest wrong."""
    suspects, known = r.suspects, set()
    for _, sets in suspects.groupby("error"):
        mine = set(str(sets["check_ids"].iloc[0]).split())
        mine |= {id for id in failures["check_id"] if _follows(r, id, mine)}
        known |= mine
        rows = failures[failures["check_id"].isin(mine)]
        if len(rows):
            yield rows, sets[sets["rank"].fillna(1).eq(1)]
    for n in failures.index[~failures["check_id"].isin(known)]:
        yield failures.loc[[n]], suspects.head(0)


def _follows(r: Reconciliation, check_id: str, others: Collection[str]) -> bool:
    """Say whether shares do not add up to 100 for the sake of those of them that fail by themselves."""
    figures = r.found(check_id)[1].figures
    if not figures or any(f.role != "share" for f in figures):
        return False
    ids = {f.id for f in figures}
    failing = [c for c in (r.found(id)[1] for id in others) if c.rate and c.rate.figure.id in ids]
    said = {f.id: percentage(f) for f in figures}
    for check in failing:
        whole = sum(sign * (f.fen or 0) for sign, f in check.right)
        part = sum(sign * (f.fen or 0) for sign, f in check.left)
        if check.rate and whole:
            said[check.rate.figure.id] = Fraction(100 * part, whole), said[check.rate.figure.id][1]
    off = abs(sum((share for share, _ in said.values()), Fraction(-100)))
    return bool(failing) and off <= sum((slack for _, slack in said.values()), Fraction(0))


def _places(r: Reconciliation, checks: pd.DataFrame) -> set[str]:
    """Return what checks have in common with those of the same row in another column, or of a row like it."""
    rows, columns = [], []
    for row in checks.itertuples():
        check = r.found(str(row.check_id))[1]
        figure = reported(check)
        if figure is None or figure.row is None or figure.role:
            return {str(row.check_id)}
        amounts = row.reported_fen, row.calculated_fen
        terms = [(sign, f.col, f.fen) for side in (check.left, check.right) for sign, f in side]
        rows.append((row.rule_id, *figure.place, *amounts))
        columns.append((row.rule_id, *figure.place[:3], *terms))
    return {f"{rows}", f"{columns}"}
