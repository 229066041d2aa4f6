"""Named checks on final accounts (决算): carry-over by item, lines of summaries, completion, counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...amounts import yuan
from ...knowledge import code_name
from ...records import Figure, subject
from ...rulebook import (
    Check,
    Formula,
    Ledger,
    Outcome,
    Term,
    absent_form,
    choose,
    distinct,
    formulas,
    half_digit,
    hierarchy,
    hold,
    one,
    or_nothing,
    place,
    several,
    slack,
)

Forms = tuple[str, ...]


_LANES = ("carry_in", "revenue", "expenditure", "carry_out")


def _not_final(ledger: Ledger, where: str) -> Check | None:
    """Return the check that stands for a document that is no final account."""
    if ledger.phase == "executed":
        return None
    return Check.not_applicable(where, "the document is no final account")


def final_formulas(ledger: Ledger, terms: tuple[Formula, ...]) -> Iterator[Check]:
    """Evaluate formulas (:func:`budgetkit.rulebook.formulas.formulas`) in final accounts only."""
    if absent := _not_final(ledger, "document"):
        yield absent
    else:
        yield from formulas(ledger, terms)


def carry_over(ledger: Ledger, terms: tuple[Forms, tuple[str, Forms]]) -> Iterator[Check]:
    """Money carried in and revenue are expenditure and money carried out.

    In the forms for every row, in the summary for every fund.
    """
    forms, (name, funds) = terms
    for form in (*forms, name):
        if absent := _not_final(ledger, form) or absent_form(ledger, form):
            yield absent
        elif form == name:
            yield from _carry_by_fund(ledger, form, funds)
        else:
            yield from _carry_by_row(ledger, form)


def _carry_by_row(ledger: Ledger, form: str) -> Iterator[Check]:
    rows: dict[Any, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for f in ledger.amounts(form):
        if ledger.current(f) and f.nature == "total" and f.direction in _LANES:
            rows[f.place][f.direction].append(f)
    some = False
    for row, lanes in rows.items():
        if "carry_in" in lanes or "carry_out" in lanes:
            some = True
            where = place(ledger, next(iter(lanes.values()))[0], "carry-over")
            if row in ledger.gaps.rows:
                yield Check.unread(where, "a cell of this row could not be read")
            else:
                yield _balance(ledger, where, lanes)
    if not some:
        yield Check.not_applicable(form, f"{form} has no columns of money carried over")


def _carry_by_fund(ledger: Ledger, form: str, funds: Iterable[str]) -> Iterator[Check]:
    """Hold revenue and carry-over of each fund against its column of expenditure."""
    figures = [f for f in ledger.amounts(form) if ledger.current(f)]
    for fund in funds:
        mine = [f for f in figures if f.fund == fund and f.nature == "total"]
        lanes = {
            "carry_in": [f for f in mine if f.direction == "carry_in"],
            "revenue": [f for f in mine if f.direction == "revenue" and not f.is_total and not f.carried],
            "expenditure": [f for f in mine if f.direction == "expenditure" and f.concept == "current_total"],
            "carry_out": [f for f in mine if f.direction == "carry_out"],
        }
        where = f"{form} / {fund} / carry-over"
        if not lanes["expenditure"]:
            yield Check.not_applicable(where, f"{form} has no column of {fund}")
            continue
        check = _balance(ledger, where, lanes)
        unsplit = any(f.fen for f in figures if f.concept in ("carry_in", "carry_out"))
        if check.outcome == "fail" and unsplit and not all(lanes.values()):
            detail = f"{check.detail}; carry-over is not printed by fund"
            check = check._replace(outcome="insufficient", detail=detail)
        yield check


def _balance(ledger: Ledger, where: str, lanes: dict[str, list[Figure]]) -> Check:
    found = {lane: distinct(lanes.get(lane, [])) for lane in _LANES}
    if twice := [lane for lane, figures in found.items() if len(figures) > 1]:
        return Check.insufficient(where, f"more than one figure of {', '.join(twice)}")
    left: list[Term] = [(1, f) for f in found["carry_in"] + found["revenue"]]
    right: list[Term] = [(1, f) for f in found["expenditure"] + found["carry_out"]]
    return hold(ledger, where, left, right)


def numbered_lines(ledger: Ledger, forms: Forms) -> Iterator[Check]:
    """Totals of summaries are the sum of the lines that 行次 numbers.

    The numbers themselves are no amounts: no column of amounts may count its lines.
    """
    for form in forms:
        if absent := _not_final(ledger, form) or absent_form(ledger, form):
            yield absent
            continue
        yield from hierarchy(ledger, (((form,), ("lines",)),))
        columns: dict[Any, list[Figure]] = defaultdict(list)
        for f in ledger.amounts(form):
            columns[f.column].append(f)
        counting = [c for c in columns.values() if _counts(c)]
        words = f"{len(counting)} of {len(columns)} columns of amounts count 1, 2, 3, …"
        named = several(f for c in counting for f in c)
        yield Check.holds(f"{form} / line numbers", not counting, words, named=named)


def _counts(column: Sequence[Figure], least: int = 5) -> bool:
    """Say whether a column holds at least so many whole numbers that go up by one from row to row."""
    run, last = 0, ""
    for f in column:
        follows = last.isdecimal() and f.printed == str(int(last) + 1)
        run, last = (run + 1 if follows else int(f.printed.isdecimal())), f.printed
        if run >= least:
            return True
    return False


def item_amounts(ledger: Ledger, forms: Forms) -> Iterator[Check]:
    """An item (项) has the amount in the prose that it has in the table.

    It is found by its code, or else by the names of its 类, 款 and 项, never by its amount.
    """
    for form in forms:
        stated = [f for f in ledger.stated if f.form == form and f.role == "level" and f.fen is not None]
        stated = distinct([f for f in stated if f.concept == "function_item" and ledger.current(f)])
        if absent := _not_final(ledger, form):
            yield absent
        elif not stated:
            yield Check.not_applicable(f"prose = {form}", f"the prose names no item of {form}")
        else:
            rows = [f for f in ledger.amounts(form) if f.direction == "expenditure" and ledger.current(f)]
            rows = [f for f in rows if f.nature == "total" and f.level == 3]
            for f in stated:
                yield _item_check(ledger, f, _rows_of(f, rows), form)


def _item_check(ledger: Ledger, stated: Figure, rows: list[Figure], form: str) -> Check:
    where = f"{place(ledger, stated)} = {form}"
    found = distinct(rows)
    if not found and form in ledger.gaps.forms:
        return Check.unread(where, f"a cell of {form} could not be read", stated.fen)
    if len(found) != 1:
        words = f"{len(found)} different rows of this name" if found else "no row of this name"
        return Check.insufficient(where, f"{form} has {words}", stated.fen, named=one(stated))
    return hold(ledger, where, [(1, ledger.fine(stated))], [(1, found[0])])


def _rows_of(stated: Figure, rows: Sequence[Figure]) -> list[Figure]:
    """Return the rows with the code, or else the names, of an item in the prose."""
    if stated.function_code:
        return [f for f in rows if f.function_code == stated.function_code]
    path = stated.item.split("/")

    def fits(code: str) -> bool:
        """The classes above a code are those of the path, so far as both are known."""
        above = [code_name("function", code[:n]) for n in (3, 5)]
        return len(path) != 3 or all(not a or a == p for a, p in zip(above, path, strict=False))

    return [f for f in rows if f.item == path[-1] and fits(f.function_code)]


@or_nothing("prose / completion", "no rate of completion is stated")
def completion(ledger: Ledger) -> Iterator[Check]:
    """A stated rate of completion is the final figure by the budget stated with it.

    Where several budgets are stated (年初预算 and 全年预算), it is that of one of them. No rate but 0 %,
    which stands for none, is that of an amount by a budget of 0.
    """
    groups: dict[Any, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for f in ledger.stated:
        against = f.base == "budget" and not f.change_direction
        if f.sentence and ((f.role == "level" and ledger.current(f)) or against):
            groups[f.said_in, subject(f)][f.role].append(f)
    for roles in groups.values():
        rates, levels = roles["percent"], roles["level"]
        budgets = [f for f in roles["prior"] if f.fen is not None]
        together = len(rates) == len(levels) == len(budgets)
        for n, rate in enumerate(rates):
            if not (rate.concept or levels or budgets):
                continue  # a share of something that is no amount
            where = place(ledger, rate, "completion")
            if len(rates) > 1 and together:
                yield _rate(ledger, where, rate, levels[n], budgets[n])
            elif len(rates) == len(levels) == 1 and budgets and levels[0].fen is not None:
                yield choose(_rate(ledger, where, rate, levels[0], b) for b in budgets)
            else:
                words = f"{len(levels)} final figures and {len(budgets)} budgets are stated with it"
                yield Check.insufficient(where, words, named=one(rate))


def _rate(ledger: Ledger, where: str, rate: Figure, level: Figure, budget: Figure) -> Check:
    outcome: Outcome
    final, base = ledger.fine(level), ledger.fine(budget)
    text = rate.printed.rstrip("%％ ")
    named = one(level) + several((budget, rate))
    share = Fraction(Decimal(text.replace(",", ""))) / 100
    if final.fen is None or not base.fen:
        words = f"{text} % of a budget of 0" if final.fen else "budget and final figure are 0"
        # 0 % is what a template is filled with where there is no rate: no amount is gainsaid
        outcome = "fail" if final.fen and share else "not_applicable"
        return Check(where, outcome, words, final.fen, calculated=0, tolerance=0, named=named)
    half = half_digit(text) / 100 * abs(base.fen)
    allowed = 2 * half + slack([final]) + share * slack([base])
    gap = abs(final.fen - share * base.fen)
    outcome = "exact" if gap <= half else "rounding" if gap <= allowed else "fail"
    true = Decimal(final.fen) / Decimal(base.fen) * 100
    words = f"{text} % of {yuan(base.fen)} stated; {yuan(final.fen)} is {true:.4f} % of it"
    return Check(
        where,
        outcome,
        words,
        final.fen,
        calculated=round(share * base.fen),
        tolerance=int(allowed),
        named=named,
    )


def counts_disclosed(
    ledger: Ledger, terms: tuple[tuple[tuple[str, str], re.Pattern[str]], ...]
) -> Iterator[Check]:
    """The numbers behind an expense stand in the prose.

    They are due in final accounts, for an expense that is not 0.
    """
    final = ledger.phase == "executed"
    prose = "".join("".join(ledger.lines).split()) if final else ""
    for (expense, name), pattern in terms:
        where = f"prose / {expense} / {name}"
        known = _known(ledger, expense) or _known(ledger, "three_public")
        if absent := _not_final(ledger, where):
            yield absent
        elif not prose:
            yield Check.insufficient(where, "the document has no prose")
        elif not known:
            yield Check.insufficient(where, f"nothing is known of {expense}")
        elif not any(f.fen for f in known):
            yield Check.not_applicable(where, f"no amount of {expense}")
        else:
            found = pattern.search(prose)
            words = f"found: {found[0][-40:]}" if found else f"not found: {pattern.pattern}"
            yield Check.holds(where, found, words)


def _known(ledger: Ledger, expense: str) -> list[Figure]:
    """Return what the prose says of one of the three public expenses, or else the table."""
    stated = [f for f in ledger.stated if f.concept == expense and f.role in ("level", "absent")]
    printed = [f for f in ledger.amounts("three_public") if f.concept == expense]
    return next((k for fs in (stated, printed) if (k := [f for f in fs if ledger.current(f)])), [])
