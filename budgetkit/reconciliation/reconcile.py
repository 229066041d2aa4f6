"""Rules x figures -> checks, in six states.

Which figures must agree is data (``data/rules.csv``, one row a rule), read by a few general shapes
(:data:`budgetkit.rulebook.KINDS`) and some named checks (:data:`budgetkit.checks.NAMED`). A check says
that two figures contradict each other, not which of them is wrong; what could not be checked is never
counted as passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from os import PathLike
from typing import Any

from ..checks import all_rules
from ..errors import KnowledgeError, SourceError
from ..process import without_collection
from ..records import frame
from ..rulebook import Check, Ledger, Rule, evaluate, proved, without_accusing
from .result import Reconciliation


def reconcile(disclosure: Any, only: Iterable[str] | None = None, against: Any = ()) -> Reconciliation:
    """Check which figures of a document agree with each other.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.disclosure.disclosure.read` returned, or anything with the same tables.
    only : iterable of str, optional
        Ids of the rules to check; by default all that hold for the document's year.
    against : Disclosure or iterable of Disclosure, optional
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
    SourceError
        A path was given, or several documents as one.
    """
    with without_collection():  # tens of thousands of tuples
        return _reconcile(disclosure, only, against)


def _ledger(disclosure: Any) -> Ledger:
    """Return the figures of a document, where it is one, or has become its ledger already."""
    if isinstance(disclosure, Ledger):
        return disclosure
    if isinstance(disclosure, (str, PathLike)):
        raise SourceError(f"{str(disclosure)!r} is a path: give what budgetkit.read() returns for it")
    if isinstance(disclosure, (list, tuple)):
        raise SourceError(
            "a list of documents: reconcile each; the files of one disclosure go to read() together"
        )
    return Ledger(disclosure)


def _reconcile(disclosure: Any, only: Iterable[str] | None, against: Any) -> Reconciliation:
    ledger = _ledger(disclosure)
    several = isinstance(against, Iterable) and not isinstance(against, str)
    others = tuple(_ledger(other) for other in (against if several else [against]))
    wanted = set(only) if only is not None else None
    if wanted and (unknown := wanted - {rule.id for rule in all_rules()}):
        raise KnowledgeError(f"no rule {', '.join(sorted(unknown))}; see budgetkit.rules()")
    rules = (rule for rule in all_rules() if wanted is None or rule.id in wanted)
    none = [Check("document", "not_applicable", "nothing to check")]
    found = [(rule, check) for rule, mine in evaluate(rules, ledger, others) for check in mine or none]
    firm = (check for rule, check in found if rule.severity == "error")
    sure: frozenset[str] = proved(firm) if ledger.scanned else frozenset()
    rows: list[dict[str, Any]] = []
    checks: dict[str, tuple[Rule, Check]] = {}
    doubted: dict[str, tuple[Rule, Check]] = {}
    seen: Counter[str] = Counter()
    for rule, check in found:
        said = without_accusing(ledger, check, sure)
        rows.append(_row(ledger, rule, said, seen))
        checks[rows[-1]["check_id"]] = rule, said
        if said.outcome != check.outcome:
            doubted[rows[-1]["check_id"]] = rule, check
    compared = tuple(other.document_id for other in others)
    return Reconciliation(frame("checks", rows), checks, compared, sure, doubted, ledger)


def _pages(ledger: Ledger, check: Check) -> str:
    """Say on which pages stands what a check speaks of; of no figure, those of the form that it names.

    Where it compares two documents these are pages of the one that was asked about.
    """
    found = check.pages(ledger.document_id) or ledger.inventory.places(check.where.split(" / ")[0])
    return " ".join(f"{file}:{page}" if file else str(page) for file, page in found)


def _row(ledger: Ledger, rule: Rule, check: Check, seen: Counter[str]) -> dict[str, Any]:
    key = f"{rule.id} {check.where}"
    seen[key] += 1
    repeat = f"~{seen[key]}" if seen[key] > 1 else ""
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
        "pages": _pages(ledger, check),
        "reported_fen": check.reported,
        "calculated_fen": check.calculated,
        "difference_fen": gap,
        "tolerance_fen": check.tolerance,
        "outcome": check.outcome,
        "line_ids": check.ids,
        "detail": check.detail,
    }
