"""The shape ``row_sum``: in each row, a total column and its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from ..errors import KnowledgeError
from ..knowledge import TREES, children
from ..records import COLUMN, Figure, without
from .check import Check, Term
from .compare import choose, hold
from .grammar import Grammar, Lookup, listed, pair, word
from .ledger import Ledger
from .places import absent_form, place
from .vocabulary import DIMENSION, FORMS

Columns = tuple[tuple[str, ...], tuple[str, tuple[str, ...]]]
"""Forms, the dimension in which their columns differ, and which totals are asked for."""


def row_sum(ledger: Ledger, terms: Columns) -> Iterator[Check]:
    """Evaluate ``FORM… by DIMENSION of TOTAL…``: in each row, a total column and its parts.

    What is part of what, :data:`TREES` says; a subtotal that is not printed passes its parts on to
    the next total above it.
    """
    forms, (dimension, wanted) = terms
    for form in forms:
        absent = absent_form(ledger, form)
        found = [absent] if absent else list(_row_sums(ledger, form, dimension, wanted))
        words = f"no column for {' '.join(wanted)} with its parts"
        yield from found or [Check.not_applicable(form, words)]


_COLUMNS = pair(FORMS, " by ", pair(DIMENSION, " of ", listed(word("TOTAL", str))))


def _columns(text: str, rules: Lookup) -> Columns:
    forms, (dimension, totals) = _COLUMNS.parse(text, rules)
    known = TREES[dimension][0].values()
    if unknown := [total for total in totals if total not in known]:
        raise KnowledgeError(f"{unknown[0]!r} is no total by {dimension}: {', '.join(dict.fromkeys(known))}")
    return forms, (dimension, totals)


COLUMNS = Grammar(_COLUMNS.form, _columns)


def _row_sums(ledger: Ledger, form: str, dimension: str, wanted: Sequence[str]) -> Iterator[Check]:
    parents, root = TREES[dimension]
    same = without(COLUMN, dimension, "carried" if dimension == "fund" else "")
    groups: dict[Any, list[Figure]] = defaultdict(list)
    key = attrgetter("file", "page", "table", "row", "code_kind", *same)
    for f in ledger.amounts(form):
        groups[key(f)].append(f)
    part = attrgetter(dimension)
    for figures in groups.values():
        if len(figures) < 2:
            continue  # nothing to add up
        by_key: dict[str, list[Figure]] = defaultdict(list)
        for f in figures:
            by_key[part(f)].append(f)
        for total, parts in children(by_key, parents, root).items():
            if total in wanted:
                yield _row_check(ledger, by_key[total], [f for p in parts for f in by_key[p]], total)


def _row_check(ledger: Ledger, totals: list[Figure], parts: list[Figure], name: str) -> Check:
    first = totals[0]
    where = place(ledger, first, name if first.label != name else "")
    if first.place in ledger.gaps.rows:
        return Check.unread(where, "a cell of this row could not be read")
    if not first.direction:
        return Check.insufficient(where, "it is not known whether this is revenue or expenditure")
    return _row_compare(ledger, where, totals, parts, name)


def _row_compare(ledger: Ledger, where: str, totals: list[Figure], parts: list[Figure], name: str) -> Check:
    if all(f.carried for f in (*totals, *parts)):  # a row of money carried over
        totals, parts = ([f._replace(carried=False) for f in fs] for fs in (totals, parts))
    current = [f for f in totals if not f.carried]
    carried = [f for f in totals if f.carried]
    if len(current) != 1 or len(carried) > 1:
        return Check.insufficient(where, f"{len(totals)} columns are headed as {name}")
    own: list[Term] = [(1, f) for f in parts if not f.carried]
    over: list[Term] = [(1, f) for f in (carried or [f for f in parts if f.carried])]
    check = hold(ledger, where, [(1, current[0])], own + over)
    if over and check.outcome == "fail":
        bare = hold(ledger, where, [(1, current[0])], own, note="carry-over not in the total")
        check = bare if bare.outcome != "fail" else choose([check, bare])
    return check
