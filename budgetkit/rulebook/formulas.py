"""The general shape of rules between figures that are named one by one: formulas."""

from __future__ import annotations

from collections.abc import Iterator

from .check import Check, Outcome, Term
from .compare import choose, hold
from .inventory import statutory
from .ledger import Ledger
from .pick import Picked, candidates, distinct, pick
from .places import place
from .selectors import Formula, Selector, Side


def formulas(ledger: Ledger, terms: tuple[Formula, ...]) -> Iterator[Check]:
    """Evaluate formulas of selectors (:mod:`budgetkit.rulebook.selectors`)."""
    for formula in terms:
        first = formula.left[0][1]
        if first.form == "stated" and len(formula.left) == 1 and not first.rows:
            figures = distinct([f for f in candidates(ledger, first) if f.fen is not None])
            for figure in figures:
                where = f"{place(ledger, figure)} {formula.op} {_side_words(formula.right[0])}"
                yield _best(ledger, formula, where, Picked([figure], []))
            if not figures:
                where = f"prose {formula.op} {_side_words(formula.right[0])}"
                yield Check.not_applicable(where, f"the prose has no figure for {first.text}")
        else:
            where = f"{_side_words(formula.left)} {formula.op} {_side_words(formula.right[0])}"
            yield _best(ledger, formula, where, None)


def _best(ledger: Ledger, formula: Formula, where: str, stated: Picked | None) -> Check:
    """Evaluate the alternatives of a formula."""
    return choose(_formula(ledger, where, formula, right, stated) for right in formula.right)


def _formula(ledger: Ledger, where: str, formula: Formula, right: Side, stated: Picked | None) -> Check:
    picked: list[list[tuple[int, Selector, Picked]]] = [
        [(sign, s, stated if stated and s.form == "stated" else pick(ledger, s)) for sign, s in side]
        for side in (formula.left, right)
    ]
    flat = [p for side in picked for p in side]
    for _, selector, result in flat:
        if result.trouble:
            unread = result.trouble == "unread"
            optional = result.trouble == "lacking" or (
                result.trouble == "missing" and selector.form not in statutory()
            )
            outcome: Outcome = "unread" if unread else "not_applicable" if optional else "insufficient"
            return Check(where, outcome, result.detail)
    sides = _cancelled(*([(sign, f) for sign, _, result in side for f in result.figures] for side in picked))
    absent = [a for _, _, result in flat for a in result.absent]
    note = f"not printed: {', '.join(absent)}" if absent else ""
    check = hold(ledger, where, sides[0], sides[1], formula.op, note)
    if check.outcome == "fail" and any(not set(a) <= set("0123456789?*") for a in absent):
        detail = f"{check.detail}; may stand in a form that is missing or under another name"
        return check._replace(outcome="insufficient", detail=detail)
    return check


def _cancelled(left: list[Term], right: list[Term]) -> tuple[list[Term], list[Term]]:
    """Leave out figures that stand on both sides; what is subtracted from nothing stands on the left."""
    both = {f.id for _, f in left if f.id} & {f.id for sign, f in right if sign > 0}
    if not both:
        return left, right
    left, right = ([(sign, f) for sign, f in side if f.id not in both] for side in (left, right))
    if not left:
        left, right = [(1, f) for sign, f in right if sign < 0], [(1, f) for sign, f in right if sign > 0]
    return left, right


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
