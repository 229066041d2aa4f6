"""The general shapes of rules between figures that are named one by one: formulas and matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..records import Figure
from .check import Check, Outcome, one
from .compare import choose, hold
from .inventory import statutory
from .ledger import Ledger
from .pick import Picked, candidates, distinct, pick, widest
from .places import absent_form, place
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
    sides = [[(sign, f) for sign, _, result in side for f in result.figures] for side in picked]
    absent = [a for _, _, result in flat for a in result.absent]
    note = f"not printed: {', '.join(absent)}" if absent else ""
    check = hold(ledger, where, sides[0], sides[1], formula.op, note)
    if check.outcome == "fail" and any(not set(a) <= set("0123456789?*") for a in absent):
        detail = f"{check.detail}; may stand in a form that is missing or under another name"
        return check._replace(outcome="insufficient", detail=detail)
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


def match(ledger: Ledger, terms: tuple[tuple[Formula, tuple[str, ...]], ...]) -> Iterator[Check]:
    """Evaluate ``LEFT op RIGHT + RIGHT or … by KEY…``: one check a figure on the left, found by its keys."""
    for formula, keys in terms:
        yield from _match(ledger, formula, keys)


def _match(ledger: Ledger, formula: Formula, keys: Sequence[str]) -> Iterator[Check]:
    left = formula.left[0][1]
    sides = [[s for _, s in side] for side in formula.right]
    absent = [_first_absent(ledger, [left, *side]) for side in sides]
    if all(absent) and absent[0]:
        words = "prose" if left.form == "stated" else left.form
        yield absent[0]._replace(where=f"{words} {formula.op} {absent[0].where}")
        return
    indexes = [_index(ledger, side, keys) for side, missing in zip(sides, absent, strict=True) if not missing]
    forms = [side[0].form for side, missing in zip(sides, absent, strict=True) if not missing]
    figures = [f for f in distinct(pick(ledger, left).figures)]
    for f in figures:
        key = _key(ledger, f, keys)
        checks = [
            _matched(ledger, f, formula.op, distinct(index.get(key, [])), form)
            for index, form in zip(indexes, forms, strict=True)
        ]
        yield choose(checks)
    if not figures:
        yield Check.not_applicable(f"{left.form} {formula.op} {forms[0]}", f"no figure for {left.text}")


def _first_absent(ledger: Ledger, selectors: Iterable[Selector]) -> Check | None:
    """Return the check that stands for the first form without figures that a match cannot do without."""
    named = (s for s in selectors if s.form != "stated" and not s.optional)
    return next((found for s in named if (found := absent_form(ledger, s.form))), None)


def _index(
    ledger: Ledger, selectors: Iterable[Selector], keys: Sequence[str]
) -> dict[tuple[str, ...], list[Figure]]:
    index: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for selector in selectors:
        for f in pick(ledger, selector).figures or candidates(ledger, selector):
            index[_key(ledger, f, keys)].append(f)
    return index


def _key(ledger: Ledger, figure: Figure, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(ledger.classes.of(figure) if k == "class" else str(getattr(figure, k)) for k in keys)


def _matched(ledger: Ledger, figure: Figure, op: str, right: list[Figure], form: str) -> Check:
    where = f"{place(ledger, figure, figure.nature if figure.nature != 'total' else '')} {op} {form}"
    if not right and figure.fen is None:
        return Check.not_applicable(where, "nothing printed on either side")
    if not right:
        outcome: Outcome = "unread" if form in ledger.gaps.forms else "insufficient"
        return Check(where, outcome, f"{form} has no such row", figure.fen, named=one(figure))
    found = []
    for mine in _narrowed(figure, right):
        if len({(f.form, f.table_id, f.function_code, f.economic_code) for f in mine}) < len(mine):
            detail = f"{len(mine)} different figures in {form}"
            found.append(Check.insufficient(where, detail))
        else:
            found.append(hold(ledger, where, [(1, figure)], [(1, f) for f in mine], op))
    return choose(found)


def _narrowed(figure: Figure, right: list[Figure]) -> list[list[Figure]]:
    """Of figures of one row that differ in their fund, take that of the own fund, or that of all funds."""
    if len({f.fund for f in right}) < 2 or len({f.place for f in right}) > 1:
        return [right]
    own = [f for f in right if f.fund == figure.fund]
    return [own, widest(right)] if own else [widest(right)]
