"""The shape ``row_sum``: in each row, a total column and its parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from ..errors import KnowledgeError
from ..knowledge import TREES, children
from ..records import COLUMN, Figure, without
from .check import Check, Term
from .compare import hold
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
    root = TREES[dimension][1]
    same = without(COLUMN, dimension, "" if dimension == "concept" else "carried")
    groups: dict[Any, list[Figure]] = defaultdict(list)
    key = attrgetter("file", "page", "table", "row", "code_kind", *same)
    for f in ledger.amounts(form):
        groups[key(f)].append(f)
    for figures in groups.values():
        if len(figures) < 2:
            continue  # nothing to add up
        lanes = _lanes(figures, dimension, root)
        checks = [check for lane in lanes for check in _lane_sums(ledger, lane, dimension, wanted)]
        yield from _cut_off_page(checks) if len(lanes) > 1 else checks


def _cut_off_page(checks: list[Check]) -> list[Check]:
    """Decide nothing where the total of all and that of a lane are both larger than what is beside them."""
    short = [c for c in checks if c.outcome == "fail" and c.gap > 0]
    if len(short) < 2 or short[0] is not checks[0]:
        return checks
    return [c.but("insufficient", "columns of it may stand elsewhere") if c in short else c for c in checks]


class _Lane(NamedTuple):
    """Columns that belong together in a row: one or none is headed as their total."""

    total: Figure | None
    parts: list[Figure]


def _lanes(figures: list[Figure], dimension: str, root: str) -> list[_Lane]:
    """Split the columns of a row of which several are totals: 合计 | 本年收入 小计, … | 上年结转 小计, …

    The first column is the total of all. A later one that comes first below a heading of its own is the
    total of the columns there, and a part of the first.
    """
    ordered = sorted(_no_repeats(figures, dimension), key=lambda f: f.col or 0)
    totals = [f for f in ordered if getattr(f, dimension) == root]
    if dimension == "concept" or len(totals) < 2 or ordered[0] is not totals[0]:
        return [_Lane(None, ordered)]  # one total, or none
    first, rest = totals[0], ordered[1:]
    lanes, parts = [], []
    while rest:
        heading = _heading(rest[0])
        below = [f for f in rest if _heading(f) == heading]
        own = heading and heading != _heading(first) and rest[0] in totals
        if own and len(below) > 1:
            lanes.append(_Lane(below[0], below[1:]))
            parts.append(below[0])
            rest = [f for f in rest if f not in below]
        else:
            parts.append(rest.pop(0))
    alike = all(getattr(f, dimension) == root for f in ordered)
    if dimension == "nature" and (alike or not lanes):
        return [_Lane(None, [f for f in ordered if f.carried == over]) for over in (False, True)]
    return [_Lane(first, parts), *lanes]


def _heading(figure: Figure) -> str:
    """Return the topmost heading above a column, "" where it has only its own."""
    top, above, _ = figure.header.partition(" / ")
    return top if above else ""


def _no_repeats(figures: list[Figure], dimension: str) -> list[Figure]:
    """Leave out columns that a heading 其中 says to be within another one of the same kind."""
    kinds = Counter((getattr(f, dimension), f.carried) for f in figures)
    return [f for f in figures if kinds[getattr(f, dimension), f.carried] < 2 or "其中" not in f.header]


def _lane_sums(ledger: Ledger, lane: _Lane, dimension: str, wanted: Sequence[str]) -> Iterator[Check]:
    parents, root = TREES[dimension]
    if lane.total and any(getattr(f, dimension) == root for f in lane.parts):
        if root in wanted:  # the total of all: its parts are the totals of the other lanes
            parts = _tops(lane.parts, dimension)
            yield _row_check(ledger, [lane.total._replace(carried=False)], parts, root)
        figures = [f for f in lane.parts if getattr(f, dimension) != root]
    else:
        figures = [lane.total, *lane.parts] if lane.total else lane.parts
    by_key: dict[str, list[Figure]] = defaultdict(list)
    for f in figures:
        by_key[getattr(f, dimension)].append(f)
    for total, parts_of in children(by_key, parents, root).items():
        if total in wanted and total in by_key:
            yield _row_check(ledger, by_key[total], [f for p in parts_of for f in by_key[p]], total)


def _tops(figures: list[Figure], dimension: str) -> list[Figure]:
    """Return the figures that are part of no other one that stands beside them."""
    parents, root = TREES[dimension]
    out = []
    for carried in (False, True):
        by_key: dict[str, list[Figure]] = defaultdict(list)
        for f in figures:
            if f.carried == carried:
                by_key[getattr(f, dimension)].append(f)
        out += by_key.pop(root, [])
        out += [f for key in children(by_key, parents)[""] for f in by_key[key]]
    return out


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
    total: list[Term] = [(1, current[0])]
    over = carried or [f for f in parts if f.carried]
    own = [f for f in parts if not f.carried]

    def read(figures: Iterable[Figure], note: str = "") -> Check:
        return hold(ledger, where, total, [(1, f) for f in figures], note=note)

    ways = (
        [("carry_over_apart", read(own, "carry-over not in the total"))] if any(f.fen for f in over) else []
    )
    for f in own if len(own) > 2 else ():
        if f.fen and f.nature not in CORE and f.fund != "general_public":
            ways.append((f"within {_column_words(f)}", read([g for g in (*own, *over) if g is not f])))
    check = read([*own, *over])
    layout = current[0].form, current[0].table_id, name
    return check._replace(layout=layout, ways=(*check.ways, *ways))


CORE = frozenset(("basic", "project", "personnel", "operating"))
"""Natures that are never an of-which column beside each other."""


def _column_words(figure: Figure) -> str:
    return figure.header or " ".join((figure.fund, figure.nature))
