"""Named checks of what is plausible, never an error: staff in words, jumps, figures per head, claims.

What fails here deserves a look; it contradicts no arithmetic. The other named checks of P rules are
taken in from :mod:`budgetkit.ratios` (P01 to P06, P08) and :mod:`budgetkit.code_checks` (P07).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache

from .book import Book, Figure
from .code_checks import valid_codes
from .identities import absent_form, place
from .knowledge import table
from .outcomes import Check, Rule, Term, compare, yuan
from .prose_arithmetic import interval, only, percentage
from .prose_checks import subject
from .ratios import gather, ratios
from .selection import candidates, distinct, parse_selector

__all__ = ["claims_of_decline", "jumps", "per_head", "ratios", "staffing", "valid_codes"]

FAMILY = frozenset(
    ("three_public", "overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")
)


# P09: staff that the prose speaks of ------------------------------------------------------------------


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    words = [row["phrase"] for row in table("phrases") if row["kind"] == kind]
    return re.compile("|".join(words) or r"(?!)")


def _sentences(book: Book) -> Iterator[str]:
    texts = [p.text for p in book.prose if not p.heading] if book.prose else book.lines
    for text in texts:
        yield from text.split("。")


def staffing(book: Book, rule: Rule) -> Iterator[Check]:
    """Staff outside the establishment that the prose pays for is seen in a code for such staff."""
    form, *codes = rule.terms.split()[1:]
    speaking = [s for s in _sentences(book) if _phrases("staffing").search(s)]
    speaking = [s for s in speaking if re.search(r"\d", s) and not _phrases("staffing_not").search(s)]
    reasons = {f.reason for f in book.stated if f.reason and _phrases("staffing").search(f.reason)}
    words = sorted({m[0] for s in (*speaking, *reasons) for m in _phrases("staffing").finditer(s)})
    if not words:
        outcome = "not_applicable" if book.lines or book.stated else "insufficient"
        yield Check("prose / staff", outcome, "the prose names no such staff")
        return
    where = f"prose / {', '.join(words)}"
    if absent := absent_form(book, form):
        yield Check(where, "insufficient", absent.detail)
        return
    columns = [f for f in book.amounts(form) if f.nature == "basic" and book.current(f)]
    found = [f for f in columns if f.code in codes and f.fen]
    if found:
        amounts = ", ".join(f"{f.code} {yuan(f.fen or 0)}" for f in found)
        yield Check(where, "exact", amounts, ids=" ".join(f"+{f.id}" for f in found))
        return
    basic = any(f.reason in reasons and f.nature == "basic" for f in book.stated)
    printed = any(f.code for f in columns)
    why = f"no amount under {', '.join(codes)} in {form}"
    outcome = "fail" if basic and printed else "insufficient"
    yield Check(where, outcome, why if basic else f"{why}; projects may pay for it")


# P10: jumps -------------------------------------------------------------------------------------------


def jumps(book: Book, rule: Rule) -> Iterator[Check]:
    """Evaluate ``jumps LIMIT FORM…``: what changed by more than LIMIT within a year has a reason."""
    limit, *forms = rule.terms.split()[1:]
    most = Fraction(limit.removesuffix("%")) / 100
    some = False
    for check in (*_stated_jumps(book, most), *_printed_jumps(book, most, forms)):
        some = True
        yield check
    if not some:
        yield Check("jumps", "not_applicable", "no figure stands beside that of the year before")


def _stated_jumps(book: Book, most: Fraction) -> Iterator[Check]:
    levels: dict[object, list[Figure]] = defaultdict(list)
    for f in book.stated:
        if f.role == "level":
            levels[f.section, subject(f)].append(f)
    seen = set()
    moved = [f for f in book.stated if f.role in ("change", "percent") and _against_last_year(book, f)]
    for f in sorted(moved, key=lambda f: f.role):  # amounts first, then percentages without one
        key = f.section, subject(f)
        level = only(book, levels[key])
        if f.role == "change" and f.fen and level:
            sign = -1 if f.change_direction == "decrease" else 1
            change = interval(book, (sign, f))
            prior = interval(book, (1, level), (-sign, f))
            seen.add(key)
            if prior[0] <= 0:
                yield Check(
                    place(book, f, "jump"), "not_applicable", "nothing, or next to it, the year before"
                )
                continue
            rates = [Fraction(c, p) for c in change for p in prior]
            yield _jump(book, f, (min(rates), max(rates)), most, _reason(book, f), (level, f))
        elif f.role == "percent" and f.value is not None and key not in seen:
            said, slack = percentage(f)
            sign = -1 if f.change_direction == "decrease" else 1
            rates = [sign * (said - slack) / 100, sign * (said + slack) / 100]
            yield _jump(book, f, (min(rates), max(rates)), most, _reason(book, f), (f,))


def _against_last_year(book: Book, f: Figure) -> bool:
    if f.change_direction not in ("increase", "decrease") or not book.current(f):
        return False
    return f.base_year is None or book.year is None or f.base_year < book.year


def _jump(
    book: Book,
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
    ids = " ".join(f"+{t.id}" for t in terms)
    return Check(place(book, f, "jump"), "fail" if beyond and not reason else "exact", words, ids=ids)


def _reason(book: Book, f: Figure) -> str:
    """Return where the prose gives a reason for a change, "" where it does not."""
    if f.reason:
        return "a reason is given"
    mine = subject(f)
    moved = [g for g in book.stated if g.role in ("change", "percent", "level")]
    if any(g.reason and subject(g) == mine for g in moved):
        return "a reason is given elsewhere"
    if f.sentence and any(
        g.sentence == f.sentence and g.role == "change" and subject(g) != mine for g in moved
    ):
        return "the sentence says which parts changed"
    if any(g.reason and g.section == f.section for g in moved) or _parts_explained(f, moved):
        return "the changes of its parts are explained"
    return ""


def _parts_explained(f: Figure, moved: Sequence[Figure]) -> bool:
    return f.concept == "three_public" and any(g.reason and g.concept in FAMILY for g in moved)


def _printed_jumps(book: Book, most: Fraction, forms: Iterable[str]) -> Iterator[Check]:
    """Compare totals, and the three public expenses, with those of the year before in the same table."""
    for form in forms:
        columns: dict[tuple[str, ...], dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for f in book.amounts(form):
            if f.year and (f.is_total or f.code_kind == "expense"):
                key = f.concept, f.direction, f.fund, f.nature, str(f.carried)
                columns[key][f.year].append(f)
        for years in columns.values():
            now, before = (distinct(years.get((book.year or 0) - k, [])) for k in (0, 1))
            if len(now) == 1 == len(before) and now[0].fen is not None and before[0].fen:
                terms = interval(book, (1, now[0])), interval(book, (1, before[0]))
                if terms[1][0] > 0:
                    rates = [Fraction(n, b) - 1 for n in terms[0] for b in terms[1]]
                    reason = _table_reason(book, now[0])
                    yield _jump(book, now[0], (min(rates), max(rates)), most, reason, (now[0], before[0]))


def _table_reason(book: Book, f: Figure) -> str:
    said = [g for g in book.stated if g.reason and g.role in ("change", "percent", "level")]
    if any((g.concept == f.concept and f.concept) or g.form == f.form for g in said):
        return "a reason is given in the prose"
    return ""


# P11: what can be computed per head -------------------------------------------------------------------

_PER_HEAD = re.compile(r"人均(?:基本|人员|公用|工资)?(?:支出|经费|工资|薪酬|成本|收入)[^，。；]{0,6}?\d")


def per_head(book: Book, rule: Rule) -> Iterator[Check]:
    """Say what figures per head can rest on: FULL, STRUCTURE_ONLY, BUDGET_ONLY or NONE.

    The terms are selectors: of the headcount, of what is paid by economic category, and of a total.
    """
    selectors = [parse_selector(t) for t in rule.terms.split(" ", 1)[1].split("; ")]
    (heads, *_), (pay, *_), (total, *_) = (gather(book, s) for s in selectors)
    printed = [f for f in candidates(book, selectors[1]) if f.code in selectors[1].rows and f.fen]
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
    stated = [s for s in _sentences(book) if _PER_HEAD.search(s)]
    outcome = "exact" if state == "FULL" else "fail" if stated else "insufficient"
    words = f"{state}: {why}" + (f"; the prose states {len(stated)} figures per head" if stated else "")
    ids = " ".join(f"+{f.id}" for f in (*heads, *amounts)) if state == "FULL" else ""
    yield Check("per head", outcome, words, ids=ids)


# P12: claims of decline -------------------------------------------------------------------------------


def claims_of_decline(book: Book, rule: Rule) -> Iterator[Check]:
    """Where the prose says that a public expense fell or stayed, the table does not show that it rose."""
    form = rule.terms.split()[1]
    some = False
    for f in book.stated:
        if f.role != "change" or f.concept not in FAMILY or f.fund not in ("", "general_public", "fiscal"):
            continue
        if f.change_direction == "increase":
            if f.fen and (cut := _phrases("decline").search(f.reason)):
                some = True
                words = f"an increase of {yuan(f.fen)} is explained by {cut[0]}"
                yield Check(place(book, f, "claim"), "fail", words, f.fen, None, None, f.id)
        elif f.change_direction in ("decrease", "none") and book.current(f):
            some = True
            yield _claim(book, form, f)
    if not some:
        yield Check("prose / claim", "not_applicable", "the prose claims no decline")


def _claim(book: Book, form: str, claim: Figure) -> Check:
    where = place(book, claim, "claim")
    year = claim.base_year or (book.year or 0) - 1
    printed = [f for f in book.amounts(form) if f.concept == claim.concept]
    now = distinct([f for f in printed if book.current(f)])
    before = distinct([f for f in printed if f.year == year and not book.current(f)])
    if len(now) != 1 or now[0].fen is None or len(before) > 1:
        words = f"{len(now)} figures in {form} for it" if len(now) != 1 or before else f"{form} prints none"
        return Check(where, "insufficient", words, claim.fen, ids=claim.id)
    right: list[Term] = [(1, f) for f in before]
    note = "against the year before in the table"
    if not before:
        level = only(book, [f for f in book.stated if f.role == "level" and subject(f) == subject(claim)])
        if level is None or (claim.fen is None and claim.change_direction == "decrease"):
            return Check(where, "insufficient", "the year before is not known", claim.fen, ids=claim.id)
        right = [(1, level), (1, claim._replace(fen=claim.fen or 0))]
        note = "against the year before as the prose gives it"
    return compare(where, [(1, now[0])], right, "<=", note)._replace(left=(), right=())
