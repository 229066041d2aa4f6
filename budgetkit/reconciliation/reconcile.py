"""Rules x figures -> checks, in six states.

Which figures must agree is data (``data/rules.csv``, one row a rule), read by a few general shapes
(:mod:`budgetkit.rulebook.hierarchy`) and some named checks. A check says that two figures contradict each
other, not which of them is wrong; what could not be checked is never counted as passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from ..checks import NAMED
from ..errors import KnowledgeError
from ..knowledge import table
from ..process import without_collection
from ..records import frame
from ..rulebook import Check, Checker, Ledger, Rule, formulas, hierarchy, match, row_sum
from .result import Reconciliation

KINDS: dict[str, Checker] = {
    "row_sum": row_sum,
    "hierarchy": hierarchy,
    "formula": formulas,
    "match": match,
}
"""The shapes; rules of kind ``check`` begin their terms with the name of a function instead."""


def checker(rule: Rule) -> Checker:
    """Return the function that evaluates a rule.

    Raises
    ------
    KnowledgeError
        The rule's kind, or the check that it names, does not exist.
    """
    if rule.kind == "check":
        name = rule.terms.split()[0]
        if name not in NAMED:
            raise KnowledgeError(f"rules.csv names a check {name!r} that does not exist")
        return NAMED[name]
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


def reconcile(
    disclosure: Any, only: Iterable[str] | None = None, against: Iterable[Any] = ()
) -> Reconciliation:
    """Check which figures of a document agree with each other.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.disclosure.disclosure.read` returned, or anything with the same tables.
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
    with without_collection():  # tens of thousands of tuples
        return _reconcile(disclosure, only, against)


def _reconcile(disclosure: Any, only: Iterable[str] | None, against: Iterable[Any]) -> Reconciliation:
    ledger = Ledger(disclosure)
    ledger.others = tuple(Ledger(other) for other in against)
    wanted = set(only) if only is not None else None
    if wanted and (unknown := wanted - {rule.id for rule, *_ in _rules()}):
        raise KnowledgeError(f"no rule {', '.join(sorted(unknown))}; see budgetkit.rules()")
    rows: list[dict[str, Any]] = []
    checks: dict[str, tuple[Rule, Check]] = {}
    for rule, check, since, until in _rules():
        if wanted is not None and rule.id not in wanted:
            continue
        if ledger.year is not None and not since <= ledger.year <= until:
            continue
        seen: Counter[str] = Counter()
        ledger.checks[rule.id] = list(check(ledger, rule))
        for found in ledger.checks[rule.id] or [Check("document", "not_applicable", "nothing to check")]:
            rows.append(_row(ledger, rule, found, seen))
            checks[rows[-1]["check_id"]] = rule, found
    return Reconciliation(frame("checks", rows), checks)


def _row(ledger: Ledger, rule: Rule, check: Check, seen: Counter[str]) -> dict[str, Any]:
    seen[check.where] += 1
    repeat = f"~{seen[check.where]}" if seen[check.where] > 1 else ""
    place = check.where.replace(" / ", "/").replace(" ", "_")
    gap = None
    if check.reported is not None and check.calculated is not None:
        gap = check.reported - check.calculated
    return {
        "check_id": f"{ledger.document_id}:{rule.id}:{place}{repeat}",
        "rule_id": rule.id,
        "severity": rule.severity,
        "document_id": ledger.document_id,
        "where": check.where,
        "reported_fen": check.reported,
        "calculated_fen": check.calculated,
        "difference_fen": gap,
        "tolerance_fen": check.tolerance,
        "outcome": check.outcome,
        "line_ids": check.ids,
        "detail": check.detail,
    }
