"""A row of ``rules.csv``: as it stands there, and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

import pandas as pd

from ..knowledge import table
from .check import Check
from .ledger import Ledger
from .readings import adopt

Severity = Literal["error", "convention", "plausibility", "disclosure", "information"]


class Rule(NamedTuple):
    """One row of ``rules.csv``, read: :func:`budgetkit.rulebook.load.load_rules`.

    ``name`` is that of the check, for rules of kind ``check``, else that of the kind; ``terms`` is what its
    grammar made of the text, and ``check`` the function that it is given to. The terms of a `second` rule
    are other rules: the function is given what these found. That of a rule `between` documents is given
    the other ones too. ``readings`` are the ways to read a layout that the rule admits.
    """

    id: str
    kind: str
    name: str
    terms: Any
    severity: Severity
    check: Callable[..., Iterator[Check]]
    since: int = 0
    until: int = 9999
    second: bool = False
    between: bool = False
    readings: tuple[str, ...] = ()

    def holds_in(self, year: int | None) -> bool:
        """Say whether the rule is of a fiscal year; all are where it is not known."""
        return year is None or self.since <= year <= self.until

    def run(
        self,
        ledger: Ledger,
        done: Mapping[str, Sequence[Check]] | None = None,
        others: Sequence[Ledger] = (),
    ) -> list[Check]:
        """Evaluate the rule, once for a ledger if it needs nothing else.

        Parameters
        ----------
        ledger : Ledger
        done : mapping of str to sequence of Check, optional
            What rules that were evaluated before have found, by their id.
        others : sequence of Ledger
            Other documents: of other years or stages, of a department's units.
        """
        if self.between or self.second:
            return self._run(ledger, done, others)
        # the key holds the rule, so that no other one can have its address
        _, checks = ledger.once(("rule", id(self)), lambda: (self, self._run(ledger, done, others)))
        return list(checks)

    def _run(
        self, ledger: Ledger, done: Mapping[str, Sequence[Check]] | None, others: Sequence[Ledger]
    ) -> list[Check]:
        if self.second:
            before = done or {}
            found = {rule.id: before.get(rule.id) or rule.run(ledger) for rule in self.terms}
            return list(self.check(ledger, found))
        terms = () if self.terms is None else (self.terms,)
        checks = self.check(ledger, *terms, others) if self.between else self.check(ledger, *terms)
        return adopt(list(checks), self.readings) if self.readings else list(checks)


def evaluate(
    rules: Iterable[Rule], ledger: Ledger, others: Sequence[Ledger] = ()
) -> Iterator[tuple[Rule, list[Check]]]:
    """Yield each rule of the document's year with what it finds, given what those before it found."""
    done: dict[str, list[Check]] = {}
    for rule in rules:
        if rule.holds_in(ledger.year):
            done[rule.id] = rule.run(ledger, done, others)
            yield rule, done[rule.id]


SEVERITIES: tuple[Severity, ...] = ("error", "convention", "plausibility", "disclosure", "information")


@cache
def _counts() -> dict[str, tuple[int, int, int]]:
    """Return in how many publications each rule is not kept, is kept, and could not be decided."""
    counts: dict[str, tuple[int, int, int]] = {}
    for row in table("observed"):
        if not row["measure"]:
            before = counts.get(row["rule_id"], (0, 0, 0))
            own = (int(row[k]) for k in ("fails", "holds", "undecided"))
            counts[row["rule_id"]] = tuple(map(sum, zip(before, own, strict=True)))  # type: ignore[assignment]
    return counts


def _seen(rule_id: str) -> dict[str, int]:
    if rule_id not in _counts():
        return {}
    fails, holds, undecided = _counts()[rule_id]
    return {"observed_for": holds, "observed_against": fails, "observed_undecided": undecided}


def observed(rule_id: str) -> tuple[int, int]:
    """Return in how many collected disclosures a rule is not kept, and in how many it could be decided.

    >>> fails, decided = observed("D09")
    >>> fails > decided / 2
    True
    """
    fails, holds, _ = _counts().get(rule_id, (0, 0, 0))
    return fails, fails + holds


def usual(rule_id: str) -> float:
    """Return how usual it is not to keep a rule: the share of the collected disclosures that do not.

    One document for and one against it are added, so that a rule which nothing decided stands in the middle.

    Parameters
    ----------
    rule_id : str

    Returns
    -------
    float
        Between 0, for what no other disclosure does, and 1, for what all do.

    Examples
    --------
    >>> usual("W01") < usual("I10") < 0.5 < usual("D09")
    True
    """
    fails, decided = observed(rule_id)
    return (fails + 1) / (decided + 2)


def rules() -> pd.DataFrame:
    """Return the rules that budgetkit checks.

    Returns
    -------
    DataFrame
        One row a rule: id, statement_zh, statement_en, severity (``error``, ``convention``,
        ``plausibility``, ``disclosure`` or ``information``), kind and terms (how it is evaluated),
        readings (which other ways to read the layout excuse a document, ``data/readings.csv``), since
        and until (fiscal years), reference, exceptions (where it is known not to hold), the same in
        Chinese (exceptions_zh) and note, then title, location and read_at of the reference, and
        ``observed_for``, ``observed_against`` and ``observed_undecided``: in how many collected disclosures
        it holds, fails and could not be decided (``data/observed.csv``). Only ``error`` means that figures
        contradict each other, and ``information`` is nothing that a disclosure has to keep.

    Examples
    --------
    >>> rules().set_index("id").loc["X01", "statement_en"]
    'Basic expenditure is the same by function and by economic category'
    """
    sources = {row["id"]: row for row in table("references")}
    rows = [
        {
            **{k: v for k, v in row.items() if k != "group"},
            **{f"reference_{k}": sources[row["reference"]][k] for k in ("title", "location", "read_at")},
            **_seen(row["id"]),
        }
        for row in table("rules")
    ]
    return pd.DataFrame(rows)
