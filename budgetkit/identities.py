"""The general shapes of rules: sums within a row, sums down a classification, formulas, matches.

Each function evaluates one ``kind`` of rule (a row of ``rules.csv``) over one document and yields a
check for every instance, the ones that cannot be decided included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .book import Book, Figure
from .outcomes import Check, Rule, Term, compare
from .selectors import (
    Formula,
    Picked,
    Selector,
    Side,
    candidates,
    distinct,
    parse_formula,
    parse_selector,
    pick,
)

__all__ = ["formulas", "hierarchy", "match", "row_sum"]

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
    "nature": (NATURES, "total"), "fund": (FUNDS, "total"), "concept": (EXPENSES, "three_public"),
}  # fmt: skip
"""What adds up to what: a child and its parent, and the root."""

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
    printed = list(dict.fromkeys(nodes))
    up = parents if callable(parents) else lambda n: parents.get(n, "" if n == root else root)
    below: dict[str, list[str]] = defaultdict(list)
    top = []
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
    for f in book.amounts(form):
        groups[(*f.place, f.year, f.phase, *(getattr(f, k) for k in others))].append(f)
    for figures in groups.values():
        by_key: dict[str, list[Figure]] = defaultdict(list)
        for f in figures:
            by_key[getattr(f, dimension)].append(f)
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
    check = _row_compare(where, totals, parts, name)
    if check.outcome == "fail" and first.form in book.unread_headers:
        return check._replace(
            outcome="unread", detail=f"{check.detail}; a header of {first.form} is not understood"
        )
    return check


def _row_compare(where: str, totals: list[Figure], parts: list[Figure], name: str) -> Check:
    if all(f.carried for f in (*totals, *parts)):  # a row of money carried over
        totals, parts = ([f._replace(carried=False) for f in fs] for fs in (totals, parts))
    current = [f for f in totals if not f.carried]
    carried = [f for f in totals if f.carried]
    if len(current) != 1 or len(carried) > 1:
        return Check(where, "insufficient", f"{len(totals)} columns are headed as {name}")
    own: list[Term] = [(1, f) for f in parts if not f.carried]
    over: list[Term] = [(1, f) for f in (carried or [f for f in parts if f.carried])]
    check = compare(where, [(1, current[0])], own + over)
    if over and check.outcome == "fail":
        without = compare(where, [(1, current[0])], own, note="carry-over not in the total")
        check = without if without.outcome != "fail" else check
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


def _unread_near(book: Book, figures: Iterable[Figure], codes: set[str]) -> bool:
    """Say whether a cell in these figures' columns is unread whose row is, or may be, one of `codes`."""
    for column in {(f.page, f.table, f.col) for f in figures}:
        for row in book.unread_columns.get(column, ()):
            others = {f.code for f in book.rows.get((column[0], column[1], row), ())}
            if not others or others & codes:
                return True
    return False


def _node_check(
    book: Book, column: Sequence[Figure], words: Sequence[str], head: list[Figure], parts: list[Figure]
) -> Check:
    where = place(book, head[0], *words)
    if _unread_near(book, column, {f.code for f in (*head, *parts)}):
        return Check(where, "unread", "a cell of this column could not be read")
    head, parts = distinct(head), distinct(parts)
    if len(head) > 1 or len({f.code for f in parts}) < len(parts):
        return Check(
            where, "insufficient", "a code stands in this column more than once, with different amounts"
        )
    return compare(where, [(1, head[0])], [(1, f) for f in parts])


def _parents(book: Book, form: str) -> Iterator[Check]:
    columns = _columns(book, form)
    for column in columns:
        words = _column_words(columns, column[0])
        by_code: dict[str, list[Figure]] = defaultdict(list)
        for f in column:
            if f.code:
                by_code[f.code].append(f)
        for code, below in children(by_code, lambda c: c[:-2] if len(c) > 3 else "").items():
            if code:
                yield _node_check(book, column, words, by_code[code], [f for c in below for f in by_code[c]])


def _totals(book: Book, form: str) -> Iterator[Check]:
    columns = _columns(book, form)
    for column in columns:
        words = _column_words(columns, column[0])
        totals = [f for f in column if f.is_total]
        if not totals:
            continue
        coded: dict[str, list[Figure]] = defaultdict(list)
        for f in column:
            if f.code and not f.is_total:
                coded[f.code].append(f)
        nameless = [f for f in column if not f.code and not f.is_total and f.fen is not None]
        if nameless:
            detail = f"{len(nameless)} rows without a code: what adds up to the total is not known"
            yield Check(place(book, totals[0], *words), "insufficient", detail)
            continue
        tops = children(coded, lambda c: c[:-2] if len(c) > 3 else "")[""]
        yield _node_check(book, column, words, totals, [f for c in tops for f in coded[c]])


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
    where = place(book, head[0], side, fund)
    if len(head) > 1:
        return Check(where, "insufficient", f"{len(head)} different totals")
    if _unread_near(book, figures, {""}):
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
        detail = f"{len(strange)} lines are no functional classes: what adds up to the total is not known"
        return Check(where, "insufficient", detail)
    if not totals["current_total"]:
        lines += [f for f in figures if f.concept in ("carry_in", "carry_out")]
    return compare(where, [(1, head[0])], [(1, f) for f in lines])


def formulas(book: Book, rule: Rule) -> Iterator[Check]:
    """Evaluate formulas of selectors (:mod:`budgetkit.selectors`), separated by ``;``."""
    for text in rule.terms.split(";"):
        formula = parse_formula(text)
        first = formula.left[0][1]
        if first.form == "stated" and len(formula.left) == 1 and not first.rows:
            figures = distinct([f for f in candidates(book, first) if f.fen is not None])
            for figure in figures:
                where = f"{place(book, figure)} {formula.op} {_side_words(formula.right[0])}"
                yield _best(book, formula, where, Picked([figure], []))
            if not figures:
                where = f"prose {formula.op} {_side_words(formula.right[0])}"
                yield Check(where, "not_applicable", f"the prose has no figure for {first.text}")
        else:
            where = f"{_side_words(formula.left)} {formula.op} {_side_words(formula.right[0])}"
            yield _best(book, formula, where, None)


def _best(book: Book, formula: Formula, where: str, stated: Picked | None) -> Check:
    """Evaluate the alternatives of a formula; the first one that agrees counts, else the first."""
    first: Check | None = None
    for right in formula.right:
        check = _formula(book, where, formula, right, stated)
        if check.outcome in ("exact", "rounding"):
            return check
        if first is None or (first.outcome != "fail" and check.outcome == "fail"):
            first = check
    assert first is not None
    return first


def _formula(book: Book, where: str, formula: Formula, right: Side, stated: Picked | None) -> Check:
    picked: list[list[tuple[int, Selector, Picked]]] = [
        [(sign, s, stated if stated and s.form == "stated" else pick(book, s)) for sign, s in side]
        for side in (formula.left, right)
    ]
    flat = [p for side in picked for p in side]
    for _, selector, result in flat:
        if result.trouble:
            unread = result.trouble == "unread"
            optional = result.trouble == "lacking" or (
                result.trouble == "missing" and selector.form not in book.statutory
            )
            outcome = "unread" if unread else "not_applicable" if optional else "insufficient"
            return Check(where, outcome, result.detail)
    sides = [[(sign, f) for sign, _, result in side for f in result.figures] for side in picked]
    absent = [a for _, _, result in flat for a in result.absent]
    missing = [s.form for _, s, _ in flat if not book.found.get(s.form) and s.form != "stated"]
    note = f"not printed: {', '.join(absent)}" if absent else ""
    check = compare(where, sides[0], sides[1], formula.op, note)
    if check.outcome == "fail" and missing:
        return check._replace(outcome="insufficient", detail=f"{check.detail}; may stand in the missing form")
    if check.outcome == "fail" and any(not set(a) <= set("0123456789?*") for a in absent):
        return check._replace(outcome="insufficient", detail=f"{check.detail}; may stand under another name")
    return check


def _side_words(side: Side) -> str:
    words = ""
    for sign, s in side:
        keys = [
            next(iter(v)) if len(v) == 1 else "|".join(sorted(v))
            for k, v in s.where
            if k not in ("carried", "measure", "role")
        ]
        text = s.form + ("[" + ",".join(s.rows) + "]" if s.rows else "") + "".join(f" {k}" for k in keys)
        words += text if not words and sign > 0 else f" {'+' if sign > 0 else '-'} {text}"
    return words


def match(book: Book, rule: Rule) -> Iterator[Check]:
    """Evaluate ``LEFT op RIGHT + RIGHT by KEY…``: one check a figure on the left, found by its keys."""
    for part in rule.terms.split(";"):
        text, _, keys = part.partition(" by ")
        yield from _match(book, text, keys.split())


def _match(book: Book, text: str, keys: Sequence[str]) -> Iterator[Check]:
    formula = parse_formula(text)
    left = formula.left[0][1]
    selectors = [s for _, s in formula.right[0]]
    for selector in (left, *selectors):
        if (
            selector.form != "stated"
            and not selector.optional
            and (absent := absent_form(book, selector.form))
        ):
            words = "prose" if left.form == "stated" else left.form
            yield absent._replace(where=f"{words} {formula.op} {selector.form}")
            return
    index: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for selector in selectors:
        for f in pick(book, parse_selector(selector.text)).figures or candidates(book, selector):
            index[_key(book, f, keys)].append(f)
    figures = [f for f in distinct(pick(book, left).figures)]
    for f in figures:
        yield _matched(book, f, formula.op, distinct(index.get(_key(book, f, keys), [])), selectors[0].form)
    if not figures:
        yield Check(
            f"{left.form} {formula.op} {selectors[0].form}", "not_applicable", f"no figure for {left.text}"
        )


def _key(book: Book, figure: Figure, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(book.class_of(figure) if k == "class" else str(getattr(figure, k)) for k in keys)


def _matched(book: Book, figure: Figure, op: str, right: list[Figure], form: str) -> Check:
    where = f"{place(book, figure, figure.nature if figure.nature != 'total' else '')} {op} {form}"
    if not right and figure.fen is None:
        return Check(where, "not_applicable", "nothing printed on either side")
    if not right:
        return Check(where, "insufficient", f"{form} has no such row", figure.fen, None, None, figure.id)
    if len({(f.form, f.table_id) for f in right}) < len(right):
        return Check(where, "insufficient", f"{len(right)} different figures in {form}")
    return compare(where, [(1, figure)], [(1, f) for f in right], op)
