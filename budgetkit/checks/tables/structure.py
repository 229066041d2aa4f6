"""Named checks on how tables are built: codes, columns, lanes, totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from ...knowledge import OTHER_FUNDS, SIDES
from ...records import COLUMN, Figure
from ...rulebook import (
    Check,
    Ledger,
    Outcome,
    Picked,
    Selector,
    absent_form,
    distinct,
    hold,
    one,
    pick,
    place,
    several,
)

Forms = tuple[str, ...]

SHOWN = 8
"""How many codes of rows without an amount are named."""


def _each_form(ledger: Ledger, forms: Forms) -> Iterator[tuple[str, Check | None]]:
    for form in forms:
        yield form, absent_form(ledger, form)


def _by_row(figures: Iterable[Figure]) -> dict[Any, list[Figure]]:
    rows: dict[Any, list[Figure]] = defaultdict(list)
    for f in figures:
        rows[f.place].append(f)
    return rows


def one_column(ledger: Ledger, forms: Forms) -> Iterator[Check]:
    """Each economic row feeds exactly one of personnel and operating."""
    for form, absent in _each_form(ledger, forms):
        rows = _by_row(
            f for f in ledger.amounts(form) if f.nature in ("personnel", "operating") and not f.is_total
        )
        if absent or not rows:
            yield absent or Check.not_applicable(form, "no columns for personnel and operating")
            continue
        for where, figures in rows.items():
            fed = [f for f in figures if f.fen]
            words = place(ledger, figures[0])
            named = several(fed)
            if where in ledger.gaps.rows:
                yield Check.unread(words, "a cell of this row could not be read")
            elif not fed:
                yield Check.not_applicable(words, "nothing printed in either column")
            else:
                natures = sorted({f.nature for f in fed})
                yield Check.holds(words, len(natures) == 1, f"in {' and '.join(natures)}", named=named)


def non_negative(ledger: Ledger) -> Iterator[Check]:
    """No amount of a budget is negative (final accounts print corrections as negative amounts)."""
    for form in ledger.forms:
        figures = [f for f in ledger.amounts(form) if f.fen is not None and f.phase != "executed"]
        below = [f for f in figures if f.fen is not None and f.fen < 0]
        for f in below:
            where = place(ledger, f, f.direction, f.fund, f.nature)
            yield Check(where, "fail", "negative amount", f.fen, named=one(f))
        if figures and not below:
            yield Check(form, "exact", f"{len(figures)} amounts, none negative")
        elif not figures:
            yield Check.not_applicable(form, "no budget amount printed")


def codes(ledger: Ledger, forms: Forms) -> Iterator[Check]:
    """Codes are unique, in ascending order, and have their parent where the table prints parents."""
    for form, absent in _each_form(ledger, forms):
        tables: dict[str, list[Figure]] = defaultdict(list)
        for rows in _by_row(f for f in ledger.forms.get(form, ()) if f.code).values():
            tables[rows[0].table_id].append(rows[0])
        if absent or not tables:
            yield absent or Check.not_applicable(form, f"{form} prints no codes")
        elif any(f.code_kind == "unit" for f in ledger.forms[form]):
            yield Check.not_applicable(form, "codes are listed unit by unit")
        else:
            for number, rows in tables.items():
                yield from _code_checks(ledger, form + (f" #{number}" if number else ""), rows)


def _code_checks(ledger: Ledger, where: str, rows: list[Figure]) -> Iterator[Check]:
    seen: dict[str, Any] = {}
    twice, order, last = [], [], ""
    for f in rows:
        amounts = [
            (g.nature, g.fund, g.carried, g.year, g.fen) for g in ledger.rows[f.place] if g.code == f.code
        ]
        place_before, before = seen.get(f.code, ((), []))
        beside = before and not {a[:-1] for a in before} & {
            a[:-1] for a in amounts
        }  # other columns of the row
        if f.code in seen and ((before != amounts and not beside) or place_before[:3] == f.place[:3]):
            twice.append(f.code)
        elif f.code not in seen:
            if f.code < last:
                order.append(f.code)
            last = f.code
        seen[f.code] = f.place, amounts
    lengths = {len(c) for c in seen}
    orphans = [c for c in seen if len(c) > 3 and len(c) - 2 in lengths and c[:-2] not in seen]
    for name, bad in (("unique", twice), ("in order", order), ("with their parents", orphans)):
        shown = f"{', '.join(bad[:8])}{' …' if len(bad) > 8 else ''}"
        yield Check.holds(f"{where} / {name}", not bad, f"not: {shown}" if bad else f"{len(seen)} codes")


def blank_rows(ledger: Ledger, forms: Forms) -> Iterator[Check]:
    """No row with a code has all its amounts blank."""
    for form, absent in _each_form(ledger, forms):
        if absent:
            yield absent
            continue
        rows = _by_row(f for f in ledger.forms[form] if f.code)
        bare = [
            figures[0]
            for where, figures in rows.items()
            if all(f.state == "blank" for f in figures) and where not in ledger.gaps.rows
        ]
        codes = ", ".join(f.code for f in bare[:SHOWN]) + (" …" if len(bare) > SHOWN else "")
        words = f"{len(bare)} of {len(rows)} rows have no amount: {codes}"
        good = "every row with a code has an amount"
        check = Check.holds(form, not bare, words if bare else good, named=several(bare))
        doubt = bare and form in ledger.gaps.headers
        yield check._replace(outcome="unread") if doubt else check


def lanes(ledger: Ledger, forms: Forms) -> Iterator[Check]:
    """In a summary, a column belongs to revenue or to expenditure, or else each row does."""
    for form, absent in _each_form(ledger, forms):
        if absent:
            yield absent
            continue
        by_col: dict[Any, set[str]] = defaultdict(set)
        by_row: dict[Any, set[str]] = defaultdict(set)
        unknown = 0
        for f in ledger.forms[form]:
            side = SIDES.get(f.direction, "")
            unknown += not side
            by_col[f.table_id, f.col].add(side)
            by_row[f.place].add(side)
        mixed = sum(len(s) > 1 for s in by_col.values())
        sound = not mixed or all(len(s) == 1 for s in by_row.values())
        words = f"{len(by_col)} columns, {mixed} of them hold both revenue and expenditure"
        if unknown:
            yield Check.insufficient(form, f"{unknown} figures on no side; {words}")
        else:
            doubt = form in ledger.gaps.headers
            yield Check(form, "exact" if sound else "unread" if doubt else "fail", words)
        yield from _repeated_totals(ledger, form)


_column = attrgetter(*COLUMN)


def _repeated_totals(ledger: Ledger, form: str) -> Iterator[Check]:
    """A total that stands in several lanes of a row (by function, by economic category) is one amount."""
    same: dict[Any, list[Figure]] = defaultdict(list)
    for f in ledger.amounts(form):
        if f.is_total and f.fen is not None:
            same[f.place, f.concept, *_column(f)].append(f)
    for first, *others in same.values():
        for n, other in enumerate(others, 2):
            yield hold(ledger, place(ledger, first, first.direction, f"lane {n}"), [(1, other)], [(1, first)])


def grand_total(ledger: Ledger, terms: tuple[Forms, str]) -> Iterator[Check]:
    """In a summary, the grand total is this year's total plus carry-over and what else stands below it."""
    forms, side = terms
    for form in forms:
        if absent := absent_form(ledger, form):
            yield absent
            continue
        funds = _lane_funds(ledger, form, side)
        lane = [
            f
            for f in ledger.amounts(form)
            if SIDES.get(f.direction) == side and f.fund in funds and ledger.current(f)
        ]
        lane = _one_lane(lane)
        heads, totals = (
            distinct([f for f in lane if f.concept == c]) for c in ("grand_total", "current_total")
        )
        where = f"{form} / grand_total / {side}"
        if not totals or not heads:
            yield Check.not_applicable(where, f"{form} prints no total of this year beside the grand total")
        elif len(totals) > 1 or len(heads) > 1:
            yield Check.insufficient(where, f"{len(heads)} grand totals, {len(totals)} totals of this year")
        else:
            added = _below(lane, heads[0], totals[0], side)
            check = hold(ledger, where, [(1, heads[0])], [(1, f) for f in (totals[0], *added)])
            lines = [f for f in added if f.fen]
            short = check.gap < 0  # nothing unnamed makes a total smaller
            if check.outcome == "fail" and not short and (not lines or len(lines) > 1):
                why = "lines below it may be nested" if lines else "carry-over may stand under another name"
                check = check.but("insufficient", why)
            yield check


def _one_lane(figures: list[Figure]) -> list[Figure]:
    """Of lanes that print one side several times (by function, by economic category) keep the first."""
    cols: dict[Any, list[int | None]] = defaultdict(list)
    for f in figures:
        if f.concept == "grand_total":
            cols[f.place, _column(f)].append(f.col)
    repeated = {col for found in cols.values() for col in found[1:]}
    return [f for f in figures if f.col not in repeated]


def _lane_funds(ledger: Ledger, form: str, side: str) -> set[str]:
    """Return the fund keys of a side's column for all funds together."""
    if side == "revenue":
        return {f.fund for f in ledger.forms[form]}
    funds = {f.fund for f in ledger.forms[form] if f.is_total}
    return funds & {"total"} or funds & {"fiscal"} or funds


def _below(lane: list[Figure], head: Figure, total: Figure, side: str) -> list[Figure]:
    """Return what is added to this year's total: carry-over, and lines after it where it closes a list."""

    def at(f: Figure) -> tuple[int, int, int, int]:
        return f.file, f.page or 0, f.table or 0, f.row or 0

    lines = [f for f in lane if not f.is_total]
    bank = [f for f in lines if f.concept == "bank_balance"]
    named = [f for f in lines if f.concept in ("carry_in", "carry_out")]
    carry = (named or [f for f in lines if f.carried and f not in bank]) + bank
    closes = any(at(f) < at(total) for f in lines)
    other = [
        f for f in lines if closes and not f.carried and f.direction == side and at(total) < at(f) < at(head)
    ]
    return carry + other


def same_codes(ledger: Ledger, terms: tuple[str, str]) -> Iterator[Check]:
    """Every code with an amount in the first form stands in the second one too."""
    part, whole = terms
    for form in (part, whole):
        if absent := absent_form(ledger, form):
            yield absent._replace(where=f"{part} in {whole}")
            return
    there = {f.code for f in ledger.forms[whole] if f.code}
    rows: dict[str, list[Figure]] = defaultdict(list)
    for f in ledger.forms[part]:
        if f.code and ledger.current(f):
            rows[f.code].append(f)
    if not there or not rows:
        yield Check.insufficient(f"{part} in {whole}", "one of the forms prints no codes")
        return
    lost = {c: fs for c, fs in rows.items() if c not in there}
    blank = [c for c, fs in lost.items() if all(f.fen is None for f in fs)]
    for code, figures in lost.items():
        if code not in blank:
            named = several(f for f in figures if f.fen is not None)
            yield Check(f"{part} / {code} in {whole}", "fail", f"{whole} has no row {code}", named=named)
    if len(blank) == len(lost):
        words = f"{len(rows) - len(blank)} codes with amounts, all there"
        more = f"; only in {part}, without amounts: {', '.join(blank)}" if blank else ""
        yield Check(f"{part} in {whole}", "exact", words + more)


def with_other_money(ledger: Ledger, selectors: tuple[Selector, ...]) -> Iterator[Check]:
    """All spending is spending of the fiscal funds plus that of the department's other revenue."""
    whole, *parts = selectors
    picked: list[Picked] = [pick(ledger, s) for s in (whole, *parts)]
    where = f"{whole.form} = {' + '.join(p.form for p in parts)} + other revenue"
    for selector, result in zip((whole, *parts), picked, strict=True):
        if result.trouble:
            outcome: Outcome = "unread" if result.trouble == "unread" else "insufficient"
            yield Check(where, outcome, f"{selector.form}: {result.detail}")
            return
    lines = [f for f in ledger.amounts("dept_summary") if ledger.current(f) and not f.is_total]
    carry = [f for f in lines if f.fen and (f.carried or f.direction in ("carry_in", "carry_out"))]
    other = {f.fund: f for f in lines if f.direction == "revenue" and not f.carried and f.fund in OTHER_FUNDS}
    if "unit" in other:
        other = {k: f for k, f in other.items() if k in ("unit", "special_account")}
    fiscal = [(1, f) for result in picked[1:] for f in result.figures]
    check = hold(
        ledger, where, [(1, f) for f in picked[0].figures], fiscal + [(1, f) for f in other.values() if f.fen]
    )
    if check.outcome == "fail" and (carry or not lines or any(not ledger.found.get(p.form) for p in parts)):
        why = "carry-over may be of any fund" if carry else "a form is missing"
        check = check.but("insufficient", why)
    yield check
