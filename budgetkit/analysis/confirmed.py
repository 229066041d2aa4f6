"""Which figures other figures bear out: an identity holds with them, and nothing contradicts them."""

from __future__ import annotations

from collections.abc import Iterator

from ..checks import all_rules
from ..diagnosis import System, equation, localise
from ..records import Figure
from ..rulebook import Check, Ledger, Rule, evaluate, identities, proved, without_accusing

Checked = dict[str, tuple[Rule, Check]]


def confirmed(ledger: Ledger) -> frozenset[str]:
    """Return the ids of the figures that an identity of severity error confirms and none contradicts.

    An inequality confirms nothing; a figure recognised with doubt is confirmed by what proves it only,
    and what may be misread contradicts nothing. A figure of a check that fails is contradicted, unless it is
    known which other figure is likely wrong.

    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> "banan-2024-budget:p6t1r19c2" in confirmed(Ledger(d))
    True
    >>> wrong = d.with_amount("banan-2024-budget:p6t1r19c2", 155_400_000)
    >>> "banan-2024-budget:p6t1r19c2" in confirmed(Ledger(wrong))
    False
    """
    checked = dict(_checked(ledger))
    sums = {rule.id for rule in identities()}
    held = [c for rule, c in checked.values() if rule.id in sums and c.agrees and c.op == "="]
    terms = [f for c in held if c.left and c.right for side in (c.left, c.right) for _, f in side]
    sure = proved(held) | {f.id for f in terms if f.state != "doubtful"}
    return sure - _contradicted(checked)


def _checked(ledger: Ledger) -> Iterator[tuple[str, tuple[Rule, Check]]]:
    """Yield what the rules of severity error find in one document, numbered."""
    rules = (rule for rule in all_rules() if rule.severity == "error" and not rule.between)
    found = [(rule, check) for rule, mine in evaluate(rules, ledger) for check in mine]
    sure = proved(check for _, check in found)
    for n, (rule, check) in enumerate(found):
        yield f"{rule.id}:{n}", (rule, without_accusing(ledger, check, sure))


def _contradicted(checked: Checked) -> set[str]:
    """Return the figures of checks that fail; of those that are explained, only those likely wrong."""
    open_ = {key: check for key, (_, check) in checked.items() if check.outcome == "fail"}
    if not open_:
        return set()
    pairs = (equation(key, rule, check) for key, (rule, check) in checked.items())
    likely: set[str] = set()
    for explanation in localise(System(pair for pair in pairs if pair))[0]:
        if explanation.rank == 1:
            likely |= {suspect.figure.id for suspect in explanation.suspects}
            open_ = {key: check for key, check in open_.items() if key not in explanation.checks}
    return likely | {f.id for check in open_.values() for f in _figures(check)}


def _figures(check: Check) -> Iterator[Figure]:
    for one in (check, *check.others):
        yield from (f for side in (*one.named, one.left, one.right) for _, f in side)
