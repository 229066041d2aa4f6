"""Whether two documents print the same figures: copies of one publication, or two vintages of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from operator import attrgetter
from typing import Any

from ...amounts import yuan
from ...records import COLUMN, ROW, SUBJECT, Figure
from ...rulebook import Check, Ledger, Outcome, place
from .entities import Verdict, identify, same, units
from .years import KINDS

SHOWN = 5
"""How many differences are written out."""


_table = attrgetter("form", "table_id", *COLUMN, "measure", *ROW, "item")


_prose = attrgetter(*SUBJECT, "item", "role", "unit", "year", "base_year", "base", "change_direction")


def _figures(ledger: Ledger) -> dict[Any, list[Figure]]:
    """Return the printed figures of a document by what they speak of, in the order of the page."""
    found: dict[Any, list[Figure]] = defaultdict(list)
    for figures in ledger.forms.values():
        for f in figures:
            if f.fen is not None:
                found["table", *_table(f)].append(f)
    for f in ledger.stated:
        if f.fen is not None or f.value is not None:
            found["prose", *_prose(f)].append(f)
    return found


def _value(f: Figure) -> int | float | None:
    return f.fen if f.fen is not None else f.value


def _words(f: Figure) -> str:
    return yuan(f.fen) if f.fen is not None else f.printed


def compared(one: Ledger, two: Ledger) -> tuple[Outcome, str]:
    """Compare all figures of two documents of one body, year and stage.

    Returns
    -------
    outcome : str
        ``exact`` where both print the same figures (copies), ``fail`` where a figure differs (two
        vintages), ``insufficient`` where one prints figures that the other does not.
    words : str
    """
    first, second = _figures(one), _figures(two)
    both = [k for k in first if k in second]
    differing = [k for k in both if [_value(f) for f in first[k]] != [_value(f) for f in second[k]]]
    alike = sum(len(first[k]) for k in both if k not in set(differing))
    alone = [
        sum(len(v) for k, v in mine.items() if k not in theirs)
        for mine, theirs in ((first, second), (second, first))
    ]
    if not both:
        return (
            "insufficient",
            "no figure stands in both: they may be parts of one publication, to be read together",
        )
    rest = f"{alone[0]} stand in the first only, {alone[1]} in the second only" if any(alone) else ""
    if differing:
        shown = "; ".join(_difference(one, first[k], second[k]) for k in differing[:SHOWN])
        more = f"; and {len(differing) - SHOWN} more" if len(differing) > SHOWN else ""
        words = f"two vintages: {alike} figures alike, {len(differing)} places differ ({shown}{more})"
        return "fail", "; ".join(w for w in (words, rest) if w)
    if rest:
        return "insufficient", f"{alike} figures alike, none differs, but {rest}"
    return "exact", f"all {alike} figures alike: copies of one vintage"


def _difference(ledger: Ledger, mine: list[Figure], theirs: list[Figure]) -> str:
    pairs = [(f, g) for f, g in zip(mine, theirs, strict=False) if _value(f) != _value(g)]
    where = place(ledger, mine[0], mine[0].nature)
    if not pairs:
        return f"{where} {len(mine)} and {len(theirs)} times"
    return f"{where} {_words(pairs[0][0])} and {_words(pairs[0][1])}"


# identity and vintage ---------------------------------------------------------------------------------


def entity_identity(ledger: Ledger, others: Sequence[Ledger]) -> Iterator[Check]:
    """Documents that are compared over time are of one body: by its name, or by a table of renames."""
    for other in others:
        verdict = same(ledger, other)
        where = f"{ledger.document_id} and {other.document_id}"
        if verdict.same is None and _unit_of(ledger, other):
            yield Check.not_applicable(where, "one is named among the budget units of the other")
            continue
        outcome: Outcome = "insufficient" if verdict.same is None else "exact" if verdict.same else "fail"
        yield Check(where, outcome, verdict.words)
    if not others:
        yield Check.insufficient("document", "no other document is given")


def _unit_of(one: Ledger, two: Ledger) -> bool:
    """Say whether one of two documents lists the other's body among its budget units."""
    return units(one).name(identify(two).name) or units(two).name(identify(one).name)


def vintage_unique(ledger: Ledger, others: Sequence[Ledger]) -> Iterator[Check]:
    """No two documents with different figures are of one body, year and stage: else they are vintages."""
    alike = False
    for one, two in combinations((ledger, *others), 2):
        if (one.year, one.phase) != (two.year, two.phase) or identify(one).level != identify(two).level:
            continue
        verdict = same(one, two)
        if verdict.same is not False:
            alike = True
            yield _vintage(one, two, verdict)
    if not others:
        yield Check.insufficient("document", "no other document is given")
    elif not alike:
        yield Check("document", "exact", f"{len(others) + 1} documents of different bodies, years or stages")


def _vintage(one: Ledger, two: Ledger, verdict: Verdict) -> Check:
    where = f"{one.document_id} and {two.document_id}"
    what = f"{one.year} {KINDS.get(one.phase, one.phase)}"
    if verdict.same is None:
        return Check.insufficient(where, f"both {what}; {verdict.words}")
    outcome, words = compared(one, two)
    return Check(where, outcome, f"both {what}: {words}")
