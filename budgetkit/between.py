"""Named checks that need a second document: other years, other stages, units, identities, vintages.

Without the document that is needed a check is ``insufficient`` and says which one it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

from .book import Book
from .entities import Verdict, identify, same, units
from .outcomes import Check, Rule, choose
from .priors import BUDGET, FINAL, Prior, against, finders, printed_ids, priors
from .unit_sums import department_units
from .vintages import compared

__all__ = [
    "department_units", "entity_identity", "initial_budget", "last_final_account", "prior_document",
    "vintage_unique",
]  # fmt: skip

KINDS = {BUDGET: "budget", FINAL: "final account"}


# figures of other years and stages -------------------------------------------------------------------


def prior_document(book: Book, rule: Rule) -> Iterator[Check]:
    """What a document says that the year before was, is what the document of that year says."""
    final = book.phase == FINAL
    yield from _other_figures(
        book, rule, lambda p: p.year != book.year and not (final and (p.phase or FINAL) == FINAL)
    )


def initial_budget(book: Book, rule: Rule) -> Iterator[Check]:
    """The initial budget (年初预算数) that a final account names is that of the budget document."""
    yield from _of_final(book, rule, lambda p: p.year == book.year and p.phase == BUDGET)


def last_final_account(book: Book, rule: Rule) -> Iterator[Check]:
    """What a final account says that the year before was, is what the last final account says."""
    yield from _of_final(book, rule, lambda p: p.year != book.year and (p.phase or FINAL) == FINAL)


def _of_final(book: Book, rule: Rule, mine: Callable[[Prior], bool]) -> Iterator[Check]:
    if book.phase == FINAL:
        yield from _other_figures(book, rule, mine)
    else:
        yield Check("document", "not_applicable", "the document is not a final account")


def _other_figures(book: Book, rule: Rule, mine: Callable[[Prior], bool]) -> Iterator[Check]:
    """Evaluate ``NAME RULE…``: figures of other documents, found as these rules find those of the prose."""
    needed: dict[tuple[int, str], list[Prior]] = defaultdict(list)
    for prior in priors(book):
        if mine(prior):
            needed[prior.year, prior.phase or book.phase].append(prior)
    for (year, phase), found in needed.items():
        where = f"{year} {KINDS[phase]}"
        others, words = _usable(book, year, phase)
        if not others:
            said = [f"{len(found)} figures are of the {KINDS[phase]} of {year}", *words]
            yield Check(where, "insufficient", "; ".join(said))
            continue
        rules = finders(rule.terms.partition(" ")[2])
        tries = zip(*(against(book, other, found, rules) for other in others), strict=True)
        names = ", ".join(other.document_id for other in others)
        for prior, checks in zip(found, tries, strict=True):
            some = [c for c in checks if c]
            lacking = Check(prior.where, "insufficient", f"no such figure in {names}", prior.figure.fen)
            yield choose(some) if some else lacking._replace(ids=printed_ids(prior))
    if not needed:
        yield Check("document", "not_applicable", "no figure of such a document is printed")


def _usable(book: Book, year: int, phase: str) -> tuple[list[Book], list[str]]:
    """Return the documents given that are of this body, year and stage, or why there is none."""
    own = identify(book)
    usable, words = [], []
    for other in book.others:
        if other.year != year or other.phase != phase:
            continue
        verdict, level = same(book, other), identify(other).level
        if not verdict.same:
            words.append(f"{other.document_id} is not known to be of this body: {verdict.words}")
        elif own.level and level and own.level != level:
            words.append(f"{other.document_id} is of {_scope(level)}, this document of {_scope(own.level)}")
        else:
            usable.append(other)
    return usable, words or [f"that document of {own.name or 'the body'} is not given"]


def _scope(level: str) -> str:
    return "a unit alone" if level == "own" else "a department with its units"


# identity and vintage ---------------------------------------------------------------------------------


def entity_identity(book: Book, rule: Rule) -> Iterator[Check]:
    """Documents that are compared over time are of one body: by its name, or by a table of renames."""
    for other in book.others:
        verdict = same(book, other)
        where = f"{book.document_id} and {other.document_id}"
        if verdict.same is None and _unit_of(book, other):
            yield Check(where, "not_applicable", "one is named among the budget units of the other")
            continue
        outcome = {True: "exact", False: "fail", None: "insufficient"}[verdict.same]
        yield Check(where, outcome, verdict.words)
    if not book.others:
        yield Check("document", "insufficient", "no other document is given")


def _unit_of(one: Book, two: Book) -> bool:
    """Say whether one of two documents lists the other's body among its budget units."""
    return units(one).name(identify(two).name) or units(two).name(identify(one).name)


def vintage_unique(book: Book, rule: Rule) -> Iterator[Check]:
    """No two documents with different figures are of one body, year and stage: else they are vintages."""
    alike = False
    for one, two in combinations((book, *book.others), 2):
        if (one.year, one.phase) != (two.year, two.phase) or identify(one).level != identify(two).level:
            continue
        verdict = same(one, two)
        if verdict.same is not False:
            alike = True
            yield _vintage(one, two, verdict)
    if not book.others:
        yield Check("document", "insufficient", "no other document is given")
    elif not alike:
        yield Check(
            "document", "exact", f"{len(book.others) + 1} documents of different bodies, years or stages"
        )


def _vintage(one: Book, two: Book, verdict: Verdict) -> Check:
    where = f"{one.document_id} and {two.document_id}"
    what = f"{one.year} {KINDS.get(one.phase, one.phase)}"
    if verdict.same is None:
        return Check(where, "insufficient", f"both {what}; {verdict.words}")
    outcome, words = compared(one, two)
    return Check(where, outcome, f"both {what}: {words}")
