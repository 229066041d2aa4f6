"""Named check of a department against its units: the whole against the parts that are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from ...knowledge import TRANSFER_FUNDS, TRANSFER_NATURES
from ...records import MONEY, ROW, Figure
from ...rulebook import Check, Ledger, Term, hold, one, place
from .entities import identify, same, units

_key = attrgetter("form", *MONEY, *ROW)


def department_units(
    ledger: Ledger, terms: tuple[tuple[str, ...], tuple[str, ...]], others: Sequence[Ledger]
) -> Iterator[Check]:
    """A department's figures are the sum of its units', at least that of the units that are given.

    The terms are the forms of fiscal money, which no unit passes to another, and those of all money,
    which units may pass on among themselves.
    """
    fiscal, all_money = terms
    wholes, parts, refused = _given(ledger, others)
    yield from refused
    if not wholes or not parts:
        own = identify(ledger)
        name = own.name or "the body"
        need = (
            f"the document of the department of {name}"
            if own.level == "own"
            else f"those of the units of {name}"
        )
        if not refused:
            said = f"; {units(ledger).words}" if own.level != "own" else ""
            yield Check.insufficient("document", f"needs {need} of the same year and stage{said}")
        return
    whole = wholes[0]
    expected = units(whole)
    own_level = any(same(whole, p).same for p in parts)
    complete = expected.expected == len(parts) and own_level
    counts = f"{len(parts)} given; {expected.words}"
    forms = fiscal + (() if _transfers([whole, *parts]) else all_money)
    found = [c for form in forms for c in _compare(whole, parts, form, "=" if complete else ">=", counts)]
    yield from found or [Check.insufficient("document", "no figure stands in the department and a unit")]


def _given(ledger: Ledger, others: Sequence[Ledger]) -> tuple[list[Ledger], list[Ledger], list[Check]]:
    """Return the department, its units, and a check for each document that is not known to be of either."""
    own = identify(ledger)
    near = [o for o in others if (o.year, o.phase) == (ledger.year, ledger.phase)]
    wholes = [ledger] if own.level == "whole" else [o for o in near if identify(o).level == "whole"]
    parts, refused = [], []
    for candidate in [o for o in near if o not in wholes] if own.level == "whole" else [ledger]:
        if not wholes:
            break
        verdict = same(wholes[0], candidate)
        other = identify(candidate)
        if (verdict.same and other.level == "own") or (
            not verdict.same and units(wholes[0]).name(other.name)
        ):
            parts.append(candidate)
        elif not verdict.same or other.level != "whole":
            words = f"{other.name or candidate.document_id} is not named among its budget units"
            where = f"{wholes[0].document_id} and {candidate.document_id}"
            refused.append(Check.insufficient(where, f"{words}; {units(wholes[0]).words}"))
    return wholes, parts, refused


def _transfers(books: Sequence[Ledger]) -> bool:
    """Say whether units print money that they get from or pass to one another."""
    return any(
        f.fen and (f.fund in TRANSFER_FUNDS or f.nature in TRANSFER_NATURES)
        for ledger in books
        for figures in ledger.forms.values()
        for f in figures
    )


def _figures(ledger: Ledger, form: str) -> dict[Any, list[Figure]]:
    found: dict[Any, list[Figure]] = defaultdict(list)
    for f in ledger.amounts(form):
        if f.fen is not None and ledger.current(f):
            found[_key(f)].append(f)
    return found


def _compare(whole: Ledger, parts: Sequence[Ledger], form: str, op: str, counts: str) -> Iterator[Check]:
    mine = _figures(whole, form)
    theirs = [_figures(part, form) for part in parts]
    if any(form in b.gaps.forms for b in (whole, *parts)) or not mine:
        if any(theirs):
            yield Check.insufficient(form, f"{form} is missing from a document or not read as a whole")
        return
    for key in dict.fromkeys([*mine, *(k for figures in theirs for k in figures)]):
        head, below = mine.get(key, []), [figures[key] for figures in theirs if key in figures]
        if not below and op != "=":
            continue
        first = (head or below[0])[0]
        where = place(whole, first, *(k for k in (first.fund, first.nature) if k not in ("", "total")))
        if any(len({f.fen for f in figures}) > 1 for figures in (head, *below)):
            yield Check.insufficient(where, "different figures under the same keys in one document")
        elif not head or not below:
            words = "only a unit prints this row" if below else "no unit prints this row"
            yield Check.insufficient(where, f"{words}; {counts}", first.fen, named=one(first))
        else:
            terms: list[Term] = [(1, figures[0]) for figures in below]
            yield hold(whole, where, [(1, head[0])], terms, op, counts)
