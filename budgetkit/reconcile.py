"""Rules x figures -> checks, in six states.

Which figures must agree is data (``data/rules.csv``, one row a rule), read by a few general shapes
(:mod:`budgetkit.identities`) and some named checks. A check says that two figures contradict each
other, not which of them is wrong; what could not be checked is never counted as passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import pandas as pd

from . import (
    completeness,
    formulas,
    identities,
    indicator_checks,
    prose_checks,
    prose_facts,
    structure,
)  # fmt: skip
from .book import Book
from .errors import KnowledgeError, UnbalancedError
from .frames import frame
from .knowledge import table
from .outcomes import Check, Checker, Rule, yuan

__all__ = ["OUTCOMES", "SEVERITIES", "Reconciliation", "reconcile", "rules"]

OUTCOMES = ("exact", "rounding", "fail", "not_applicable", "insufficient", "unread")
SEVERITIES = ("error", "convention", "plausibility", "disclosure")
KINDS: dict[str, Checker] = {
    "row_sum": identities.row_sum,
    "hierarchy": identities.hierarchy,
    "formula": formulas.formulas,
    "match": formulas.match,
}
"""The shapes; rules of kind ``check`` begin their terms with the name of a function instead."""


def _named(name: str) -> Checker:
    for module in (structure, indicator_checks, completeness, prose_checks, prose_facts):
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
        url and read_at of the reference. Only ``error`` means that figures contradict each other.

    Examples
    --------
    >>> rules().set_index("id").loc["X01", "statement_en"]
    'Basic expenditure is the same by function and by economic category'
    """
    sources = {row["id"]: row for row in table("references")}
    rows = [
        {**row, **{f"reference_{k}": sources[row["reference"]][k] for k in ("title", "location", "read_at")}}
        for row in table("rules")
    ]
    return pd.DataFrame(rows)


class Reconciliation:
    """The checks of one document, or of several.

    Attributes
    ----------
    checks : DataFrame
        One row a rule instance, columns as in the data dictionary: amounts in fen (分), ``outcome``
        one of ``exact``, ``rounding``, ``fail``, ``not_applicable``, ``insufficient``, ``unread``.

    Examples
    --------
    >>> import budgetkit as bk
    >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"))  # doctest: +SKIP
    >>> r.failures  # doctest: +SKIP
    """

    def __init__(self, checks: pd.DataFrame) -> None:
        self.checks = checks

    @property
    def failures(self) -> pd.DataFrame:
        """Checks of severity ``error`` that fail: figures that contradict each other."""
        failed = self.checks["outcome"].eq("fail")
        return self.checks[failed & self.checks["severity"].eq("error")].reset_index(drop=True)

    @property
    def findings(self) -> pd.DataFrame:
        """Checks of any other severity that fail: conventions not kept, things not shown."""
        failed = self.checks["outcome"].eq("fail")
        return self.checks[failed & self.checks["severity"].ne("error")].reset_index(drop=True)

    def summary(self) -> pd.DataFrame:
        """Return a table of rules (rows) by outcome (columns), with the number of instances."""
        order = list(dict.fromkeys(self.checks["rule_id"]))
        counts = pd.crosstab(self.checks["rule_id"], self.checks["outcome"])
        return counts.reindex(index=order, columns=list(OUTCOMES), fill_value=0).astype(int)

    def require(self, most: int = 5) -> None:
        """Raise if figures contradict each other.

        Parameters
        ----------
        most : int
            How many failures the message names.

        Raises
        ------
        UnbalancedError
            A check of severity ``error`` fails; the message names the first ones with both values.
        """
        failures = self.failures
        if failures.empty:
            return
        lines = [
            f"{f.rule_id} {f.where}: {_words(f.reported_fen, f.calculated_fen)} ({f.detail})"
            for f in failures.head(most).itertuples()
        ]
        more = [f"and {len(failures) - most} more"] if len(failures) > most else []
        names = ", ".join(dict.fromkeys(failures["document_id"]))
        raise UnbalancedError("\n  ".join([f"{len(failures)} checks fail in {names}:", *lines, *more]))

    def __repr__(self) -> str:
        counts = Counter(self.checks["outcome"])
        outcomes = ", ".join(f"{counts[o]} {o}" for o in OUTCOMES)
        names = ", ".join(dict.fromkeys(self.checks["document_id"]))
        size = f"{len(self.checks)} checks of {self.checks['rule_id'].nunique()} rules"
        return (
            f"<Reconciliation {names}: {size}: "
            f"{outcomes}; {len(self.failures)} failures, {len(self.findings)} findings>"
        )


def _words(reported: Any, calculated: Any) -> str:
    if pd.isna(reported) or pd.isna(calculated):
        return "not as it should be"
    return f"reported {yuan(reported)}, calculated {yuan(calculated)}"


def reconcile(disclosure: Any, only: Iterable[str] | None = None) -> Reconciliation:
    """Check which figures of a document agree with each other.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.read` returned, or anything with the same tables.
    only : iterable of str, optional
        Ids of the rules to check; by default all that hold for the document's year.

    Returns
    -------
    Reconciliation
        With at least one row a rule: a rule that cannot be checked says so.

    Raises
    ------
    KnowledgeError
        `only` names a rule that does not exist.
    """
    book = Book(disclosure)
    wanted = set(only) if only is not None else None
    if wanted and (unknown := wanted - {rule.id for rule, *_ in _rules()}):
        raise KnowledgeError(f"no rule {', '.join(sorted(unknown))}; see budgetkit.rules()")
    rows: list[dict[str, Any]] = []
    for rule, check, since, until in _rules():
        if wanted is not None and rule.id not in wanted:
            continue
        if book.year is not None and not since <= book.year <= until:
            continue
        seen: Counter[str] = Counter()
        for found in list(check(book, rule)) or [Check("document", "not_applicable", "nothing to check")]:
            rows.append(_row(book, rule, found, seen))
    return Reconciliation(frame("checks", rows))


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
