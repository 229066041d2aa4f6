"""The rules of ``rules.csv``, read: what is mistyped there is found here, and not while checking."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..errors import KnowledgeError
from ..knowledge import table
from .formulas import formulas
from .grammar import Shape, shape
from .hierarchy import SUMS, hierarchy
from .matches import match
from .readings import known_readings
from .row_sums import COLUMNS, row_sum
from .rules import SEVERITIES, Rule
from .selectors import FORMULAS, MATCHES

SHOWN = 160
"""How many characters of a mistyped text are shown."""


KINDS: dict[str, Shape] = {
    "row_sum": shape(COLUMNS, row_sum),
    "hierarchy": shape(SUMS, hierarchy),
    "formula": shape(FORMULAS, formulas),
    "match": shape(MATCHES, match),
}
"""The shapes; rules of kind ``check`` begin their terms with the name of a check instead."""


def load_rules(named: Mapping[str, Shape]) -> tuple[Rule, ...]:
    """Read all rules.

    Parameters
    ----------
    named : mapping of str to Shape
        The checks that rules of kind ``check`` can name.

    Raises
    ------
    KnowledgeError
        A rule is mistyped; the message has its id, what is wrong, what was expected and the text.
    """
    loader = _Loader(named)
    return tuple(loader.rule(row["id"]) for row in table("rules"))


@cache
def identities() -> tuple[Rule, ...]:
    """Return the rules of severity error that are only data: which sums of figures equal which.

    >>> [rule.id for rule in identities()][:3]
    ['W01', 'W02', 'W03']
    """
    rows = [row for row in table("rules") if row["kind"] in KINDS and row["severity"] == "error"]
    return tuple(map(_Loader({}).rule, (row["id"] for row in rows)))


class _Loader:
    """Reads rules one by one, and those that they speak of before them."""

    def __init__(self, named: Mapping[str, Shape]) -> None:
        self.named = named
        self.rows = {row["id"]: row for row in table("rules")}
        self.read: dict[str, Rule | None] = {}

    def rule(self, id: str) -> Rule:
        """Return a rule by its id."""
        if id not in self.rows:
            raise KnowledgeError(f"there is no rule {id!r} in rules.csv")
        if id not in self.read:
            self.read[id] = None
            self.read[id] = self._read(self.rows[id])
        found = self.read[id]
        if found is None:
            raise KnowledgeError(f"rule {id} speaks of itself")
        return found

    def _read(self, row: Mapping[str, str]) -> Rule:
        kind, text = row["kind"], row["terms"]
        name, _, rest = text.partition(" ") if kind == "check" else (kind, "", text)
        known = self.named if kind == "check" else KINDS
        if name not in known:
            what = "a check of budgetkit.checks" if kind == "check" else f"one of {', '.join(KINDS)}, check"
            raise _mistyped(row, text, f"there is no {kind if kind == 'check' else 'kind'} {name!r}", what)
        grammar, check, second, between = known[name]
        try:
            terms = grammar.parse(rest, self.rule)
        except KnowledgeError as error:
            raise _mistyped(row, text, error.en, grammar.form) from error
        since, until = _years(row)
        severity = next((known for known in SEVERITIES if known == row["severity"]), None)
        if severity is None:
            why = "the severity is unknown"
            raise _mistyped(row, row["severity"], why, f"one of {', '.join(SEVERITIES)}")
        readings = tuple(row["readings"].split())
        if strange := [r for r in readings if r not in known_readings()]:
            raise _mistyped(
                row, row["readings"], f"there is no reading {strange[0]!r}", "readings of readings.csv"
            )
        return Rule(row["id"], kind, name, terms, severity, check, since, until, second, between, readings)


def _years(row: Mapping[str, str]) -> tuple[int, int]:
    since, until = row["since"] or "0", row["until"] or "9999"
    if not (since.isdigit() and until.isdigit() and int(since) <= int(until)):
        raise _mistyped(row, f"{since}-{until}", "these are no years", "since, and until not before it")
    return int(since), int(until)


def _mistyped(row: Mapping[str, str], text: str, why: str, expected: str) -> KnowledgeError:
    shown = f"{text[:SHOWN]}…" if len(text) > SHOWN else text
    return KnowledgeError(f"rules.csv, {row['id']}: {why}; expected {expected}, found {shown!r}")
