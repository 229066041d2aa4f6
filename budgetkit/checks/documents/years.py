"""Named checks that need a second document: other years, other stages, units, identities, vintages.

Without the document that is needed a check is ``insufficient`` and says which one it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from ...rulebook import Check, Ledger, Rule, choose
from .entities import identify, same
from .priors import BUDGET, FINAL, Prior, against, printed, priors

KINDS = {BUDGET: "budget", FINAL: "final account"}


# figures of other years and stages -------------------------------------------------------------------


def prior_document(ledger: Ledger, rules: tuple[Rule, ...], others: Sequence[Ledger]) -> Iterator[Check]:
    """What a document says that the year before was, is what the document of that year says."""
    final = ledger.phase == FINAL
    yield from _other_figures(
        ledger, rules, others, lambda p: p.year != ledger.year and not (final and (p.phase or FINAL) == FINAL)
    )


def initial_budget(ledger: Ledger, rules: tuple[Rule, ...], others: Sequence[Ledger]) -> Iterator[Check]:
    """The initial budget (年初预算数) that a final account names is that of the budget document."""
    yield from _of_final(ledger, rules, others, lambda p: p.year == ledger.year and p.phase == BUDGET)


def last_final_account(ledger: Ledger, rules: tuple[Rule, ...], others: Sequence[Ledger]) -> Iterator[Check]:
    """What a final account says that the year before was, is what the last final account says."""
    yield from _of_final(
        ledger, rules, others, lambda p: p.year != ledger.year and (p.phase or FINAL) == FINAL
    )


def _of_final(
    ledger: Ledger, rules: tuple[Rule, ...], others: Sequence[Ledger], mine: Callable[[Prior], bool]
) -> Iterator[Check]:
    if ledger.phase == FINAL:
        yield from _other_figures(ledger, rules, others, mine)
    else:
        yield Check.not_applicable("document", "the document is not a final account")


def _other_figures(
    ledger: Ledger, rules: tuple[Rule, ...], others: Sequence[Ledger], mine: Callable[[Prior], bool]
) -> Iterator[Check]:
    """Compare figures of other documents, found as some rules find those of the prose."""
    needed: dict[tuple[int, str], list[Prior]] = defaultdict(list)
    for prior in priors(ledger):
        if mine(prior):
            needed[prior.year, prior.phase or ledger.phase].append(prior)
    for (year, phase), found in needed.items():
        where = f"{year} {KINDS[phase]}"
        usable, words = _usable(ledger, others, year, phase)
        if not usable:
            said = [f"{len(found)} figures are of the {KINDS[phase]} of {year}", *words]
            yield Check.insufficient(where, "; ".join(said))
            continue
        tries = zip(*(against(ledger, other, found, rules) for other in others), strict=True)
        names = ", ".join(other.document_id for other in others)
        for prior, checks in zip(found, tries, strict=True):
            some = [c for c in checks if c]
            lacking = Check.insufficient(prior.where, f"no such figure in {names}", prior.figure.fen)
            yield choose(some) if some else lacking._replace(named=printed(prior))
    if not needed:
        yield Check.not_applicable("document", "no figure of such a document is printed")


def _usable(
    ledger: Ledger, others: Sequence[Ledger], year: int, phase: str
) -> tuple[list[Ledger], list[str]]:
    """Return the documents given that are of this body, year and stage, or why there is none."""
    own = identify(ledger)
    usable, words = [], []
    for other in others:
        if other.year != year or other.phase != phase:
            continue
        verdict, level = same(ledger, other), identify(other).level
        if not verdict.same:
            words.append(f"{other.document_id} is not known to be of this body: {verdict.words}")
        elif own.level and level and own.level != level:
            words.append(f"{other.document_id} is of {_scope(level)}, this document of {_scope(own.level)}")
        else:
            usable.append(other)
    return usable, words or [f"that document of {own.name or 'the body'} is not given"]


def _scope(level: str) -> str:
    return "a unit alone" if level == "own" else "a department with its units"
