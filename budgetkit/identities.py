"""The general shapes of rules within one form: sums along a row, sums down a classification.

Each function evaluates one ``kind`` of rule (a row of ``rules.csv``) over one document and yields a
check for every instance, the ones that cannot be decided included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from .book import Book, Figure
from .outcomes import Check, Rule, Term, choose, hold
from .selection import distinct

__all__ = ["absent_form", "children", "hierarchy", "place", "row_sum"]

NATURES = {"basic": "total", "project": "total", "personnel": "basic", "operating": "basic"}
FUNDS = {
    "fiscal": "total",
    **dict.fromkeys(("general_public", "government_fund", "state_capital"), "fiscal"),
    "special_account": "total",
    "unit": "total",
    **dict.fromkeys(("business", "operating", "superior", "subsidiary", "other"), "unit"),
}
EXPENSES = {
    **dict.fromkeys(("overseas", "vehicles", "reception"), "three_public"),
    **dict.fromkeys(("vehicle_purchase", "vehicle_operation"), "vehicles"),
}
TREES: dict[str, tuple[dict[str, str], str]] = {
    "nature": (NATURES, "total"), "fund": (FUNDS, "total"), "concept": (EXPENSES, ""),
}  # fmt: skip
"""What adds up to what: a child and its parent, and the parent of whatever is not named ("": none)."""

SIDES = {
    "revenue": "revenue", "carry_in": "revenue", "expenditure": "expenditure", "carry_out": "expenditure"
}  # fmt: skip
"""The side of a summary that a direction stands on."""


def absent_form(book: Book, form: str) -> Check | None:
    """Return the check that stands for a form without figures, or None when it has figures."""
    if not book.found.get(form):
        outcome = "insufficient" if form in book.statutory else "not_applicable"
        return Check(form, outcome, f"{form} is not in the document")
    if book.is_empty(form):
        if form in book.unread_forms:
            return Check(form, "unread", f"the figures of {form} could not be read")
        return Check(form, "not_applicable", f"no figure printed in {form}")
    return None


def place(book: Book, figure: Figure, *more: str) -> str:
    """Return where a figure stands, in words."""
    if figure.role:
        name = figure.item if figure.concept in ("", "function_class") else figure.concept
        return " / ".join(
            ["prose", name, *(k for k in (figure.fund, figure.direction) if k and k != name), *more]
        )
    parts = [figure.form + (f" #{figure.table_id}" if figure.table_id else ""), figure.label, *more]
    if not book.current(figure):
        parts.append(" ".join(str(p) for p in (figure.year, figure.phase) if p))
    return " / ".join(p for p in parts if p)


def children(
    nodes: Iterable[str], parents: Mapping[str, str] | Callable[[str], str], root: str = ""
) -> dict[str, list[str]]:
    """Group nodes under their nearest printed ancestor; those without one under "".

    >>> children(["201", "2010301", "20805"], lambda c: c[:-2])
    {'201': ['2010301'], '': ['201', '20805']}
    """
    printed = dict.fromkeys(nodes)
    up = parents if callable(parents) else lambda n: parents.get(n, "" if n == root else root)
    below: dict[str, list[str]] = defaultdict(list)
    top: list[str] = []
    for node in printed:
        above = up(node)
        while above and above not in printed:
            above = up(above)
        (below[above] if above else top).append(node)
    return {**below, "": top}


def row_sum(book: Book, rule: Rule) -> Iterator[Check]:
    """Evaluate ``FORM… by DIMENSION of TOTAL…``: in each row, a total column and its parts.

    What is part of what, :data:`TREES` says; a subtotal that is not printed passes its parts on to
    the next total above it.
    """
    forms, _, rest = rule.terms.partition(" by ")
    dimension, _, wanted = rest.partition(" of ")
    for form in forms.split():
        absent = absent_form(book, form)
        found = [absent] if absent else list(_row_sums(book, form, dimension, wanted.split()))
        yield from found or [Check(form, "not_applicable", f"no column for {wanted} with its parts")]


def _row_sums(book: Book, form: str, dimension: str, wanted: Sequence[str]) -> Iterator[Check]:
    parents, root = TREES[dimension]
    others = [k for k in ("direction", "fund", "nature", "carried", "code_kind") if k != dimension]
    if dimension == "fund":
        others.remove("carried")
    groups: dict[Any, list[Figure]] = defaultdict(list)
    key = attrgetter("file", "page", "table", "row", "year", "phase", *others)
    for f in book.amounts(form):
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
                yield _row_check(book, by_key[total], [f for p in parts for f in by_key[p]], total)


def _row_check(book: Book, totals: list[Figure], parts: list[Figure], name: str) -> Check:
    first = totals[0]
    where = place(book, first, name if first.label != name else "")
    if first.place in book.unread_rows:
        return Check(where, "unread", "a cell of this row could not be read")
    if not first.direction:
        return Check(where, "insufficient", "it is not known whether this is revenue or expenditure")
    return _row_compare(book, where, totals, parts, name)


def _row_compare(book: Book, where: str, totals: list[Figure], parts: list[Figure], name: str) -> Check:
    if all(f.carried for f in (*totals, *parts)):  # a row of money carried over
        totals, parts = ([f._replace(carried=False) for f in fs] for fs in (totals, parts))
    current = [f for f in totals if not f.carried]
    carried = [f for f in totals if f.carried]
    if len(current) != 1 or len(carried) > 1:
        return Check(where, "insufficient", f"{len(totals)} columns are headed as {name}")
    own: list[Term] = [(1, f) for f in parts if not f.carried]
    over: list[Term] = [(1, f) for f in (carried or [f for f in parts if f.carried])]
    check = hold(book, where, [(1, current[0])], own + over)
    if over and check.outcome == "fail":
        without = hold(book, where, [(1, current[0])], own, note="carry-over not in the total")
        check = without if without.outcome != "fail" else choose([check, without])
    return check


def hierarchy(book: Book, rule: Rule) -> Iterator[Check]:
    """Evaluate ``FORM…: parents|totals|lines``, for every column of amounts.

    ``parents``: each code against the codes printed directly below it (levels that are not printed
    are passed over). ``totals``: the 合计 row against the topmost codes. ``lines``: the total of a
    summary against its lines.
    """
    for part in rule.terms.split(";"):
        forms, _, what = part.partition(":")
        for form in forms.split():
            absent = absent_form(book, form)
            if absent:
                yield absent
                continue
            for name in what.split():
                shape = {"parents": _parents, "totals": _totals, "lines": _lines}[name]
                found = list(shape(book, form))
                yield from found or [Check(form, "not_applicable", f"no {name} printed in {form}")]


def _columns(book: Book, form: str) -> list[list[Figure]]:
    groups: dict[Any, list[Figure]] = defaultdict(list)
    for f in book.amounts(form):
        if f.code_kind in ("function", "economic", "government_economic"):
            key = f.table_id, f.code_kind, f.direction, f.fund, f.carried, f.nature, f.year, f.phase
            groups[key].append(f)
    return list(groups.values())


def _column_words(columns: Sequence[Sequence[Figure]], figure: Figure) -> list[str]:
    """Name a column by the keys in which the columns of its table differ."""
    firsts = [c[0] for c in columns]
    words = [
        str(getattr(figure, key)) for key in ("code_kind", "direction", "fund", "nature")
        if len({getattr(f, key) for f in firsts}) > 1
    ]  # fmt: skip
    return [*words, *(["carried"] if figure.carried else [])]


def _unread_near(book: Book, column: Iterable[Figure], heads: set[str], parts: set[str]) -> bool:
    """Say whether an unread cell of a column is, or may be, one of these heads, parts or other parts."""
    if not book.unread_columns:
        return False
    for place in dict.fromkeys(f.column for f in column):
        for row in book.unread_columns.get(place, ()):
            codes = {f.code for f in book.rows.get((*place[:3], row), ())} or {""}
            for code in codes:
                below_part = any(p and p != code and code.startswith(p) for p in parts)
                if code in heads or not code or (not below_part and code.startswith(tuple(heads))):
                    return True
    return False


def _node_check(
    book: Book,
    column: Sequence[Figure],
    words: Sequence[str],
    head: list[Figure],
    parts: list[Figure],
    listing: bool = False,
) -> Check:
    where = place(book, head[0], *words)
    if _unread_near(book, column, {f.code for f in head}, {f.code for f in parts}):
        return Check(where, "unread", "a cell of this column could not be read")
    head, once = distinct(head), distinct(parts)
    repeated = len({(f.function_code, f.economic_code) for f in once}) < len(once)
    if len(head) > 1 or (repeated and not listing):
        return Check(
            where, "insufficient", "a code stands in this column more than once, with different amounts"
        )
    # a row printed twice with one amount is a continued page; codes with several amounts list units
    return hold(book, where, [(1, head[0])], [(1, f) for f in (parts if repeated else once)])


def _parents(book: Book, form: str) -> Iterator[Check]:
    columns = _columns(book, form)
    for column in columns:
        words = _column_words(columns, column[0])
        by_code = _own(column)
        for code, below in children(by_code, lambda c: c[:-2] if len(c) > 3 else "").items():
            if code:
                parts = [f for c in below for f in by_code[c]]
                yield _node_check(book, column, words, by_code[code], parts)


def _totals(book: Book, form: str) -> Iterator[Check]:
    columns = _columns(book, form)
    for column in columns:
        words = _column_words(columns, column[0])
        totals = [f for f in column if f.is_total]
        if not totals:
            continue
        nameless = [f for f in column if not f.code and not f.is_total and f.fen is not None]
        if nameless:
            detail = f"{len(nameless)} rows without a code: what adds up to the total is not known"
            yield Check(place(book, totals[0], *words), "insufficient", detail)
            continue
        coded = _own(f for f in column if not f.is_total)
        tops = children(coded, lambda c: c[:-2] if len(c) > 3 else "")[""]
        flat = len(tops) == len(coded)  # no code is the parent of another one
        yield _node_check(book, column, words, totals, [f for c in tops for f in coded[c]], flat)


def _own(column: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Group the figures of a column by code; the subtotal of a code stands for the rows that split it.

    Rows are split by the other classification (function by economic category); a subtotal has only
    the one code. Where not every code that is split has one, a row with one code is a row like others.
    """
    rows: dict[str, list[Figure]] = defaultdict(list)
    for f in column:
        if f.code:
            rows[f.code].append(f)
    own = {c: [f for f in fs if not (f.function_code and f.economic_code)] for c, fs in rows.items()}
    split = [c for c, fs in rows.items() if len(own[c]) < len(fs)]
    return {**rows, **own} if all(own[c] for c in split) else rows


def _lines(book: Book, form: str) -> Iterator[Check]:
    lanes: dict[Any, list[Figure]] = defaultdict(list)
    for f in book.amounts(form):
        side = SIDES.get(f.direction, "")
        fund = "" if side == "revenue" else f.fund
        lanes[f.table_id, side, fund, f.nature, f.year, f.phase].append(f)
    several = len({k[2] for k in lanes if k[1] == "expenditure"}) > 1
    for (_, side, fund, *_), figures in lanes.items():
        if not side:
            detail = (
                f"{len(figures)} figures of which it is not known whether they are revenue or expenditure"
            )
            yield Check(form, "insufficient", detail)
            continue
        check = _lane(book, side, fund if several else "", figures)
        if check:
            yield check


def _lane(book: Book, side: str, fund: str, figures: list[Figure]) -> Check | None:
    totals = {c: distinct([f for f in figures if f.concept == c]) for c in ("current_total", "grand_total")}
    head = totals["current_total"] or totals["grand_total"]
    lines = [f for f in figures if not f.is_total and f.direction == side and not f.carried]
    if not head or not lines:
        return None
    if totals["current_total"]:  # what is listed after it is no part of it
        lines = [f for f in lines if f.place < head[0].place] or lines
    where = place(book, head[0], side, fund)
    if len(head) > 1:
        return Check(where, "insufficient", f"{len(head)} different totals")
    if _unread_near(book, figures, {""}, set()):
        return Check(where, "unread", "a cell of this column could not be read")
    if side == "revenue":
        by_fund: dict[str, list[Figure]] = defaultdict(list)
        for f in lines:
            by_fund[f.fund].append(f)
        tops = children(by_fund, FUNDS, "total").get("", [])
        below = [f for t in tops for f in by_fund[t]]
        if any(len(by_fund[t]) > 1 for t in tops) or by_fund.get(head[0].fund):
            return Check(
                where, "insufficient", "lines of the same fund: what adds up to the total is not known"
            )
        lines = below
    elif strange := [f for f in lines if f.fen and not book.is_class(f) and not f.code]:
        classes = [(1, f) for f in lines if book.is_class(f)]
        if classes and all(book.is_line(f) for f in strange):  # the lines of each class stand below it
            return hold(book, where, [(1, head[0])], classes)
        detail = f"{len(strange)} lines are no functional classes: what adds up to the total is not known"
        return Check(where, "insufficient", detail)
    if not totals["current_total"]:
        lines += [f for f in figures if f.concept in ("carry_in", "carry_out")]
    return hold(book, where, [(1, head[0])], [(1, f) for f in lines])
