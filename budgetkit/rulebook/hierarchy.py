"""The general shapes of rules within one form: sums along a row, sums down a classification.

Each function evaluates one ``kind`` of rule (a row of ``rules.csv``) over one document and yields a
check for every instance, the ones that cannot be decided included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from ..errors import KnowledgeError
from ..knowledge import FUNDS, SIDES, children
from ..records import COLUMN, MONEY, Figure, without
from .check import Check
from .compare import hold
from .grammar import listed, pair, word
from .ledger import Ledger
from .pick import distinct
from .places import absent_form, place
from .vocabulary import FORMS

Sums = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""Forms, and which sums down them are asked for."""


def hierarchy(ledger: Ledger, terms: Sums) -> Iterator[Check]:
    """Evaluate ``FORM…: parents|totals|lines``, for every column of amounts.

    ``parents``: each code against the codes printed directly below it (levels that are not printed
    are passed over). ``totals``: the 合计 row against the topmost codes. ``lines``: the total of a
    summary against its lines.
    """
    for forms, wanted in terms:
        for form in forms:
            absent = absent_form(ledger, form)
            if absent:
                yield absent
                continue
            for name in wanted:
                found = list(_SUMS[name](ledger, form))
                yield from found or [Check.not_applicable(form, f"no {name} printed in {form}")]


_column = attrgetter("table_id", "code_kind", *COLUMN)


def _columns(ledger: Ledger, form: str) -> list[list[Figure]]:
    groups: dict[Any, list[Figure]] = defaultdict(list)
    for f in ledger.amounts(form):
        if f.code_kind in ("function", "economic", "government_economic"):
            groups[_column(f)].append(f)
    return list(groups.values())


def _column_words(columns: Sequence[Sequence[Figure]], figure: Figure) -> list[str]:
    """Name a column by the keys in which the columns of its table differ."""
    firsts = [c[0] for c in columns]
    words = [
        str(getattr(figure, key)) for key in ("code_kind", *without(MONEY, "carried"))
        if len({getattr(f, key) for f in firsts}) > 1
    ]  # fmt: skip
    return [*words, *(["carried"] if figure.carried else [])]


def _unread_near(ledger: Ledger, column: Iterable[Figure], heads: set[str], parts: set[str]) -> bool:
    """Say whether an unread cell of a column is, or may be, one of these heads, parts or other parts."""
    if not ledger.gaps.columns:
        return False
    for spot in dict.fromkeys(f.column for f in column):
        for row in ledger.gaps.columns.get(spot, ()):
            codes = {f.code for f in ledger.rows.get((*spot[:3], row), ())} or {""}
            for code in codes:
                below_part = any(p and p != code and code.startswith(p) for p in parts)
                if code in heads or not code or (not below_part and code.startswith(tuple(heads))):
                    return True
    return False


def _node_check(
    ledger: Ledger,
    column: Sequence[Figure],
    words: Sequence[str],
    head: list[Figure],
    parts: list[Figure],
    listing: bool = False,
) -> Check:
    where = place(ledger, head[0], *words)
    if _unread_near(ledger, column, {f.code for f in head}, {f.code for f in parts}):
        return Check.unread(where, "a cell of this column could not be read")
    head, once = distinct(head), distinct(parts)
    repeated = len({(f.function_code, f.economic_code) for f in once}) < len(once)
    if len(head) > 1 or (repeated and not listing):
        return Check.insufficient(
            where, "a code stands in this column more than once, with different amounts"
        )
    # a row printed twice with one amount is a continued page; codes with several amounts list units
    return hold(ledger, where, [(1, head[0])], [(1, f) for f in (parts if repeated else once)])


def _parents(ledger: Ledger, form: str) -> Iterator[Check]:
    columns = _columns(ledger, form)
    for column in columns:
        words = _column_words(columns, column[0])
        by_code = _own(column)
        for code, below in children(by_code, lambda c: c[:-2] if len(c) > 3 else "").items():
            if code:
                parts = [f for c in below for f in by_code[c]]
                yield _node_check(ledger, column, words, by_code[code], parts)


def _totals(ledger: Ledger, form: str) -> Iterator[Check]:
    columns = _columns(ledger, form)
    for column in columns:
        words = _column_words(columns, column[0])
        totals = [f for f in column if f.is_total]
        if not totals:
            continue
        nameless = [f for f in column if not f.code and not f.is_total and f.fen is not None]
        if nameless:
            detail = f"{len(nameless)} rows without a code: what adds up to the total is not known"
            yield Check.insufficient(place(ledger, totals[0], *words), detail)
            continue
        coded = _own(f for f in column if not f.is_total)
        tops = children(coded, lambda c: c[:-2] if len(c) > 3 else "")[""]
        flat = len(tops) == len(coded)  # no code is the parent of another one
        yield _node_check(ledger, column, words, totals, [f for c in tops for f in coded[c]], flat)


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


def _lines(ledger: Ledger, form: str) -> Iterator[Check]:
    lanes: dict[Any, list[Figure]] = defaultdict(list)
    for f in ledger.amounts(form):
        side = SIDES.get(f.direction, "")
        fund = "" if side == "revenue" else f.fund
        lanes[f.table_id, side, fund, f.nature, f.year, f.phase].append(f)
    several = len({k[2] for k in lanes if k[1] == "expenditure"}) > 1
    for (_, side, fund, *_), figures in lanes.items():
        if not side:
            detail = (
                f"{len(figures)} figures of which it is not known whether they are revenue or expenditure"
            )
            yield Check.insufficient(form, detail)
            continue
        check = _lane(ledger, side, fund if several else "", figures)
        if check:
            yield check


def _lane(ledger: Ledger, side: str, fund: str, figures: list[Figure]) -> Check | None:
    totals = {c: distinct([f for f in figures if f.concept == c]) for c in ("current_total", "grand_total")}
    head = totals["current_total"] or totals["grand_total"]
    lines = [f for f in figures if not f.is_total and f.direction == side and not f.carried]
    if not head or not lines:
        return None
    if totals["current_total"]:  # what is listed after it is no part of it
        lines = [f for f in lines if f.place < head[0].place] or lines
    where = place(ledger, head[0], side, fund)
    if len(head) > 1:
        return Check.insufficient(where, f"{len(head)} different totals")
    if _unread_near(ledger, figures, {""}, set()):
        return Check.unread(where, "a cell of this column could not be read")
    if side == "revenue":
        by_fund: dict[str, list[Figure]] = defaultdict(list)
        for f in lines:
            by_fund[f.fund].append(f)
        tops = children(by_fund, FUNDS, "total").get("", [])
        below = [f for t in tops for f in by_fund[t]]
        if any(len(by_fund[t]) > 1 for t in tops) or by_fund.get(head[0].fund):
            return Check.insufficient(where, "lines of the same fund: what adds up to the total is not known")
        lines = below
    elif strange := [f for f in lines if f.fen and not ledger.classes.has(f) and not f.code]:
        classes = [(1, f) for f in lines if ledger.classes.has(f)]
        if classes and all(
            ledger.classes.below(f) for f in strange
        ):  # the lines of each class stand below it
            return hold(ledger, where, [(1, head[0])], classes)
        detail = f"{len(strange)} lines are no functional classes: what adds up to the total is not known"
        return Check.insufficient(where, detail)
    if not totals["current_total"]:
        lines += [f for f in figures if f.concept in ("carry_in", "carry_out", "bank_balance")]
    return hold(ledger, where, [(1, head[0])], [(1, f) for f in lines])


_SUMS = {"parents": _parents, "totals": _totals, "lines": _lines}


def _sum(text: str) -> str:
    if text not in _SUMS:
        raise KnowledgeError(f"{text!r} is no sum down a classification: {', '.join(_SUMS)}")
    return text


SUMS = listed(pair(FORMS, ": ", listed(word("SUM", _sum))), "; ")
