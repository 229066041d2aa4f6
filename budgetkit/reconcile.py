"""Rules x figures -> checks, in six states.

Which figures must agree is data (``data/rules.csv``, one row a rule), read by a few general shapes
(:mod:`budgetkit.identities`) and some named checks. A check says that two figures contradict each
other, not which of them is wrong; what could not be checked is never counted as passed.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pandas as pd

from . import (
    attribution,
    between,
    classification,
    completeness,
    final_accounts,
    formulas,
    identities,
    indicator_checks,
    plausibility,
    prose_arithmetic,
    prose_checks,
    prose_facts,
    prose_places,
    prose_shares,
    publication,
    structure,
)
from .book import Book
from .errors import KnowledgeError
from .frames import frame
from .knowledge import table
from .outcomes import Check, Checker, Rule
from .result import OUTCOMES, Reconciliation

__all__ = ["OUTCOMES", "SEVERITIES", "reconcile", "rules"]

SEVERITIES = ("error", "convention", "plausibility", "disclosure")
KINDS: dict[str, Checker] = {
    "row_sum": identities.row_sum,
    "hierarchy": identities.hierarchy,
    "formula": formulas.formulas,
    "match": formulas.match,
}
"""The shapes; rules of kind ``check`` begin their terms with the name of a function instead."""


CHECKS = (
    structure, completeness, publication, indicator_checks, classification, final_accounts, plausibility,
    prose_checks, prose_facts, prose_arithmetic, prose_shares, prose_places, attribution, between,
)  # fmt: skip
"""Where the named checks are."""


def _named(name: str) -> Checker:
    for module in CHECKS:
        if name in module.__all__:
            function: Callable[[Book, Rule], Iterator[Check]] = getattr(module, name)
            return function
    raise KnowledgeError(f"rules.csv names a check {name!r} that does not exist")


def checker(rule: Rule) -> Checker:
    """Return the function that evaluates a rule.

    Raises
    ------
    KnowledgeError
        The rule's kind, or the check that it names, does not exist.
    """
    if rule.kind == "check":
        return _named(rule.terms.split()[0])
    if rule.kind not in KINDS:
        raise KnowledgeError(f"rules.csv: rule {rule.id} is of unknown kind {rule.kind!r}")
    return KINDS[rule.kind]


@cache
def _rules() -> tuple[tuple[Rule, Checker, int, int], ...]:
    out = []
    for row in table("rules"):
        rule = Rule(row["id"], row["kind"], row["terms"], row["severity"])
        out.append((rule, checker(rule), int(row["since"] or 0), int(row["until"] or 9999)))
    return tuple(out)


def rules() -> pd.DataFrame:
    """Return the rules that budgetkit checks.

    Returns
    -------
    DataFrame
        One row a rule: id, statement_zh, statement_en, severity (``error``, ``convention``,
        ``plausibility`` or ``disclosure``), kind and terms (how it is evaluated), since and until
        (fiscal years), reference, exceptions (where it is known not to hold) and note, then title,
        location and read_at of the reference, and ``observed_for``, ``observed_against`` and
        ``observed_undecided``: in how many collected disclosures it holds, fails and could not be
        decided (``data/observed.csv``). Only ``error`` means that figures contradict each other.

    Examples
    --------
    >>> rules().set_index("id").loc["X01", "statement_en"]
    'Basic expenditure is the same by function and by economic category'
    """
    sources = {row["id"]: row for row in table("references")}
    counts = {row["rule_id"]: row for row in table("observed") if not row["measure"]}
    observed = {"for": "holds", "against": "fails", "undecided": "undecided"}
    rows = [
        {
            **row,
            **{f"reference_{k}": sources[row["reference"]][k] for k in ("title", "location", "read_at")},
            **{
                f"observed_{k}": int(counts[row["id"]][v]) for k, v in observed.items() if row["id"] in counts
            },
        }
        for row in table("rules")
    ]
    return pd.DataFrame(rows)


def reconcile(
    disclosure: Any, only: Iterable[str] | None = None, against: Iterable[Any] = ()
) -> Reconciliation:
    """Check which figures of a document agree with each other.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.read` returned, or anything with the same tables.
    only : iterable of str, optional
        Ids of the rules to check; by default all that hold for the document's year.
    against : iterable of Disclosure, optional
        Other documents that it is compared with (rules Y02 to Y07): those of other years, the final
        account of the same year, those of a department's units.

    Returns
    -------
    Reconciliation
        With at least one row a rule: a rule that cannot be checked says so.

    Raises
    ------
    KnowledgeError
        `only` names a rule that does not exist.
    """
    with _without_collection():
        return _reconcile(disclosure, only, against)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leave out the search for reference cycles: tens of thousands of tuples are made here, and no cycle."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _reconcile(disclosure: Any, only: Iterable[str] | None, against: Iterable[Any]) -> Reconciliation:
    book = Book(disclosure)
    book.others = tuple(Book(other) for other in against)
    wanted = set(only) if only is not None else None
    if wanted and (unknown := wanted - {rule.id for rule, *_ in _rules()}):
        raise KnowledgeError(f"no rule {', '.join(sorted(unknown))}; see budgetkit.rules()")
    rows: list[dict[str, Any]] = []
    checks: dict[str, tuple[Rule, Check]] = {}
    for rule, check, since, until in _rules():
        if wanted is not None and rule.id not in wanted:
            continue
        if book.year is not None and not since <= book.year <= until:
            continue
        seen: Counter[str] = Counter()
        book.checks[rule.id] = list(check(book, rule))
        for found in book.checks[rule.id] or [Check("document", "not_applicable", "nothing to check")]:
            rows.append(_row(book, rule, found, seen))
            checks[rows[-1]["check_id"]] = rule, found
    return Reconciliation(frame("checks", rows), checks)


def _row(book: Book, rule: Rule, check: Check, seen: Counter[str]) -> dict[str, Any]:
    seen[check.where] += 1
    repeat = f"~{seen[check.where]}" if seen[check.where] > 1 else ""
    place = check.where.replace(" / ", "/").replace(" ", "_")
    gap = None
    if check.reported is not None and check.calculated is not None:
        gap = check.reported - check.calculated
    return {
        "check_id": f"{book.document_id}:{rule.id}:{place}{repeat}",
        "rule_id": rule.id,
        "severity": rule.severity,
        "document_id": book.document_id,
        "where": check.where,
        "reported_fen": check.reported,
        "calculated_fen": check.calculated,
        "difference_fen": gap,
        "tolerance_fen": check.tolerance,
        "outcome": check.outcome,
        "line_ids": check.ids,
        "detail": check.detail,
    }
