"""Named checks of what is plausible, never an error: staff in words, jumps, figures per head, claims.

What fails here deserves a look; it contradicts no arithmetic. The other named checks of P rules are
in :mod:`budgetkit.rulebook.ratios` (P01 to P06, P08) and :mod:`budgetkit.checks.tables.codes` (P07).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import Any

from ..amounts import yuan
from ..knowledge import EXPENSES, table
from ..records import MONEY, Figure, subject
from ..rulebook import (
    Check,
    Ledger,
    Outcome,
    Selector,
    Term,
    absent_form,
    candidates,
    compare,
    distinct,
    gather,
    one,
    or_nothing,
    percentage,
    place,
    several,
)
from .prose.subjects import only

FAMILY = frozenset((*EXPENSES, *EXPENSES.values()))


# P09: staff that the prose speaks of ------------------------------------------------------------------


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    words = [row["phrase"] for row in table("phrases") if row["kind"] == kind]
    return re.compile("|".join(words) or r"(?!)")


def _sentences(ledger: Ledger) -> Iterator[str]:
    texts = [p.text for p in ledger.prose if not p.heading] if ledger.prose else ledger.lines
    for text in texts:
        yield from text.split("。")


def staffing(ledger: Ledger, terms: tuple[str, tuple[str, ...]]) -> Iterator[Check]:
    """Staff outside the establishment that the prose pays for is seen in a code for such staff."""
    form, codes = terms
    speaking = [s for s in _sentences(ledger) if _phrases("staffing").search(s)]
    speaking = [s for s in speaking if re.search(r"\d", s) and not _phrases("staffing_not").search(s)]
    reasons = {f.reason for f in ledger.stated if f.reason and _phrases("staffing").search(f.reason)}
    words = sorted({m[0] for s in (*speaking, *reasons) for m in _phrases("staffing").finditer(s)})
    if not words:
        outcome: Outcome = "not_applicable" if ledger.lines or ledger.stated else "insufficient"
        yield Check("prose / staff", outcome, "the prose names no such staff")
        return
    where = f"prose / {', '.join(words)}"
    if absent := absent_form(ledger, form):
        yield Check.insufficient(where, absent.detail)
        return
    columns = [f for f in ledger.amounts(form) if f.nature == "basic" and ledger.current(f)]
    found = [f for f in columns if f.code in codes and f.fen]
    if found:
        amounts = ", ".join(f"{f.code} {yuan(f.fen or 0)}" for f in found)
        yield Check(where, "exact", amounts, named=several(found))
        return
    basic = any(f.reason in reasons and f.nature == "basic" for f in ledger.stated)
    printed = any(f.code for f in columns)
    why = f"no amount under {', '.join(codes)} in {form}"
    outcome = "fail" if basic and printed else "insufficient"
    yield Check(where, outcome, why if basic else f"{why}; projects may pay for it")


# P10: jumps -------------------------------------------------------------------------------------------


@or_nothing("jumps", "no figure stands beside that of the year before")
def jumps(ledger: Ledger, terms: tuple[Fraction, tuple[str, ...]]) -> Iterator[Check]:
    """What changed by more than a limit within a year has a reason."""
    most, forms = terms
    yield from (*_stated_jumps(ledger, most), *_printed_jumps(ledger, most, forms))


def _stated_jumps(ledger: Ledger, most: Fraction) -> Iterator[Check]:
    levels: dict[object, list[Figure]] = defaultdict(list)
    for f in ledger.stated:
        if f.role == "level":
            levels[f.section, subject(f)].append(f)
    seen = set()
    moved = [f for f in ledger.stated if f.role in ("change", "percent") and _against_last_year(ledger, f)]
    for f in sorted(moved, key=lambda f: f.role):  # amounts first, then percentages without one
        key = f.section, subject(f)
        level = only(ledger, levels[key])
        if f.role == "change" and f.fen and level:
            sign = -1 if f.change_direction == "decrease" else 1
            change = ledger.interval((sign, f))
            prior = ledger.interval((1, level), (-sign, f))
            seen.add(key)
            if prior[0] <= 0:
                yield Check.not_applicable(
                    place(ledger, f, "jump"), "nothing, or next to it, the year before"
                )
                continue
            rates = [Fraction(c, p) for c in change for p in prior]
            yield _jump(ledger, f, (min(rates), max(rates)), most, _reason(ledger, f), (level, f))
        elif f.role == "percent" and f.value is not None and key not in seen:
            said, slack = percentage(f)
            sign = -1 if f.change_direction == "decrease" else 1
            rates = [sign * (said - slack) / 100, sign * (said + slack) / 100]
            yield _jump(ledger, f, (min(rates), max(rates)), most, _reason(ledger, f), (f,))


def _against_last_year(ledger: Ledger, f: Figure) -> bool:
    if f.change_direction not in ("increase", "decrease") or not ledger.current(f):
        return False
    return f.base_year is None or ledger.year is None or f.base_year < ledger.year


def _jump(
    ledger: Ledger,
    f: Figure,
    rates: tuple[Fraction, Fraction],
    most: Fraction,
    reason: str,
    terms: Sequence[Figure],
) -> Check:
    middle = float(50 * (rates[0] + rates[1]))
    beyond = rates[0] > most or rates[1] < -most
    words = f"{middle:+.1f} % within a year"
    if beyond:
        words += f"; {reason or 'no reason is given'}"
    named = several(terms)
    return Check.holds(place(ledger, f, "jump"), not (beyond and not reason), words, named=named)


def _reason(ledger: Ledger, f: Figure) -> str:
    """Return where the prose gives a reason for a change, "" where it does not."""
    if f.reason:
        return "a reason is given"
    mine = subject(f)
    moved = [g for g in ledger.stated if g.role in ("change", "percent", "level")]
    if any(g.reason and subject(g) == mine for g in moved):
        return "a reason is given elsewhere"
    if f.sentence and any(
        g.said_in == f.said_in and g.role == "change" and subject(g) != mine for g in moved
    ):
        return "the sentence says which parts changed"
    if any(g.reason and g.section == f.section for g in moved) or _parts_explained(f, moved):
        return "the changes of its parts are explained"
    return ""


def _parts_explained(f: Figure, moved: Sequence[Figure]) -> bool:
    return f.concept == "three_public" and any(g.reason and g.concept in FAMILY for g in moved)


_column = attrgetter("concept", *MONEY)


def _printed_jumps(ledger: Ledger, most: Fraction, forms: Iterable[str]) -> Iterator[Check]:
    """Compare totals, and the three public expenses, with those of the year before in the same table."""
    for form in forms:
        columns: dict[Any, dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for f in ledger.amounts(form):
            if f.year and (f.is_total or f.code_kind == "expense"):
                columns[_column(f)][f.year].append(f)
        for years in columns.values():
            now, before = (distinct(years.get((ledger.year or 0) - k, [])) for k in (0, 1))
            if len(now) == 1 == len(before) and now[0].fen is not None and before[0].fen:
                terms = ledger.interval((1, now[0])), ledger.interval((1, before[0]))
                if terms[1][0] > 0:
                    rates = [Fraction(n, b) - 1 for n in terms[0] for b in terms[1]]
                    reason = _table_reason(ledger, now[0])
                    yield _jump(ledger, now[0], (min(rates), max(rates)), most, reason, (now[0], before[0]))


def _table_reason(ledger: Ledger, f: Figure) -> str:
    said = [g for g in ledger.stated if g.reason and g.role in ("change", "percent", "level")]
    if any((g.concept == f.concept and f.concept) or g.form == f.form for g in said):
        return "a reason is given in the prose"
    return ""


# P11: what can be computed per head -------------------------------------------------------------------

_PER_HEAD = re.compile(r"人均(?:基本|人员|公用|工资)?(?:支出|经费|工资|薪酬|成本|收入)[^，。；]{0,6}?\d")


def per_head(ledger: Ledger, selectors: tuple[Selector, Selector, Selector]) -> Iterator[Check]:
    """Say what figures per head can rest on: FULL, STRUCTURE_ONLY, BUDGET_ONLY or NONE.

    The terms are selectors: of the headcount, of what is paid by economic category, and of a total.
    """
    (heads, *_), (pay, *_), (total, *_) = (gather(ledger, s) for s in selectors)
    printed = [f for f in candidates(ledger, selectors[1]) if f.code in selectors[1].rows and f.fen]
    counts = {f.value for f in heads if f.value}
    amounts = [f for f in pay if f.fen]
    why = f"{len(counts)} headcounts of staff in post of the year"
    if amounts and len(counts) == 1:
        state = "FULL"
        each = sum(f.fen or 0 for f in amounts) / max(counts)
        why = f"{max(counts):g} staff in post, {yuan(round(each / 10_000) * 10_000)} of pay each"
    elif printed:
        state = "STRUCTURE_ONLY"
    else:
        state = "BUDGET_ONLY" if any(f.fen for f in total) else "NONE"
    stated = [s for s in _sentences(ledger) if _PER_HEAD.search(s)]
    outcome: Outcome = "exact" if state == "FULL" else "fail" if stated else "insufficient"
    words = f"{state}: {why}" + (f"; the prose states {len(stated)} figures per head" if stated else "")
    named = several((*heads, *amounts)) if state == "FULL" else ()
    yield Check("per head", outcome, words, named=named)


# P12: claims of decline -------------------------------------------------------------------------------


@or_nothing("prose / claim", "the prose claims no decline")
def claims_of_decline(ledger: Ledger, form: str) -> Iterator[Check]:
    """Where the prose says that a public expense fell or stayed, the table does not show that it rose."""
    for f in ledger.stated:
        if f.role != "change" or f.concept not in FAMILY or f.fund not in ("", "general_public", "fiscal"):
            continue
        if f.change_direction == "increase":
            if f.fen and (cut := _phrases("decline").search(f.reason)):
                words = f"an increase of {yuan(f.fen)} is explained by {cut[0]}"
                yield Check(place(ledger, f, "claim"), "fail", words, f.fen, named=one(f))
        elif f.change_direction in ("decrease", "none") and ledger.current(f):
            yield _claim(ledger, form, f)


def _claim(ledger: Ledger, form: str, claim: Figure) -> Check:
    where = place(ledger, claim, "claim")
    year = claim.base_year or (ledger.year or 0) - 1
    printed = [f for f in ledger.amounts(form) if f.concept == claim.concept]
    now = distinct([f for f in printed if ledger.current(f)])
    before = distinct([f for f in printed if f.year == year and not ledger.current(f)])
    if len(now) != 1 or now[0].fen is None or len(before) > 1:
        words = f"{len(now)} figures in {form} for it" if len(now) != 1 or before else f"{form} prints none"
        return Check.insufficient(where, words, claim.fen, named=one(claim))
    right: list[Term] = [(1, f) for f in before]
    note = "against the year before in the table"
    if not before:
        level = only(ledger, [f for f in ledger.stated if f.role == "level" and subject(f) == subject(claim)])
        if level is None or (claim.fen is None and claim.change_direction == "decrease"):
            return Check.insufficient(where, "the year before is not known", claim.fen, named=one(claim))
        right = [(1, level), (1, claim._replace(fen=claim.fen or 0))]
        note = "against the year before as the prose gives it"
    return compare(where, [(1, now[0])], right, "<=", note)._replace(left=(), right=())
