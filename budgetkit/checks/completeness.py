"""Named checks on what a disclosure shows, or says that it has not: forms, sections, levels, units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from ..knowledge import FISCAL_FUNDS, OTHER, form_of, names_in
from ..rulebook import Check, Ledger, Outcome, absent_form, one, or_nothing, several, statutory

_RETIRED = ("离休", "退休", "离退休")


Stand_ins = tuple[tuple[str, tuple[str, ...]], ...]
"""For some statutory forms, the forms that show the same under another title."""


def forms_present(ledger: Ledger, stand_ins: Stand_ins) -> Iterator[Check]:
    """Each statutory form is there, or one that shows the same; else the prose says that there is nothing.

    Where most of them lack, the document is a part of a publication (its prose, an annex), or no budget.
    """
    due = [form for form in statutory() if form in ledger.inventory.due]
    there = [form for form in due if ledger.found.get(form)]
    if 2 * len(there) < len(due):
        yield _part_only(ledger, len(there), len(due))
        return
    others = dict(stand_ins)
    for form in due:
        yield _form_present(ledger, form, others.get(form, ()))


def _part_only(ledger: Ledger, there: int, due: int) -> Check:
    words = f"{there} of {due} forms of a budget are in the document"
    if there or ledger.stated:
        return Check.insufficient("forms", f"{words}; the others may be published apart")
    if lost := _lost_pages(ledger):
        return Check.unread("forms", f"{words}; {len(lost)} pages could not be read")._replace(at=lost)
    if ledger.rows or ledger.indicators:
        return Check.not_applicable("forms", f"{words}; it is no budget")
    return Check.insufficient("forms", f"{words}; it has no figures")


def _form_present(ledger: Ledger, form: str, others: Sequence[str]) -> Check:
    if count := ledger.found.get(form, 0):
        return Check(form, "exact", "found" if count == 1 else f"found {count} times")
    for other in others:
        if _shows_the_same(ledger, other, form):
            return Check(form, "exact", f"{other} is printed in its place", at=ledger.inventory.places(other))
    absent = [f for f in ledger.stated if form in (f.form, f.fund) and f.role == "absent"]
    if absent:
        words = "not in the document; the prose says that there is nothing to show"
        return Check.not_applicable(form, words, named=several(absent))
    if lost := _lost_pages(ledger):
        return Check.unread(form, f"not found; {len(lost)} pages could not be read")._replace(at=lost)
    return Check(form, "fail", "not in the document")


def _lost_pages(ledger: Ledger) -> tuple[tuple[int, int], ...]:
    """Return file and page of what may be any form: pages of images or lost ones, tables not recognised."""
    images = {(p.file, p.number) for p in ledger.pages if p.image_only or p.lost}
    unknown = set(ledger.inventory.places("other"))
    cells = {(u.file, u.page) for u in ledger.unread if u.kind == "cell" and u.page is not None}
    return tuple(sorted(images | (unknown & cells)))


def _shows_the_same(ledger: Ledger, other: str, form: str) -> bool:
    """Say whether a form has, of the fund and the nature of a missing one, what that would show."""
    if not ledger.found.get(other):
        return False
    known = form_of(form)
    figures = ledger.forms.get(other, ())
    alike = (f.fund in (known.fund, "fiscal") and f.nature in (known.nature, "total") for f in figures)
    exact = known.nature == "total" or any(f.nature == known.nature for f in figures)
    return not figures or (exact and any(alike))


def _state(ledger: Ledger, form: str) -> str:
    """Return what a found form holds: figures, nothing (empty), or cells that were not read (unread)."""
    if not ledger.is_empty(form):
        return "figures"
    pages = set(ledger.inventory.places(form))
    unread = [u for u in ledger.unread if u.kind not in ("spare_header", "aside")]  # no figure lacks these
    lost = form in ledger.gaps.forms or (
        not ledger.forms.get(form) and any((u.file, u.page) in pages for u in unread)
    )
    return "unread" if lost else "empty"


def _must_be_explained(form: str) -> bool:
    known = form_of(form)
    return known.statutory or (known.fund in FISCAL_FUNDS and known.kind == "summary")


@or_nothing("tables", "no table is empty")
def empty_explained(ledger: Ledger, says: re.Pattern[str]) -> Iterator[Check]:
    """A statutory table without amounts is explained by a note under it or by the prose."""
    for form in [f for f, count in ledger.found.items() if count and f != OTHER.slug]:
        if not _must_be_explained(form) or (state := _state(ledger, form)) == "figures":
            continue
        if state == "unread":
            yield Check.unread(form, "its figures could not be read")
        elif says.search(ledger.inventory.notes[form]):
            yield Check(form, "exact", "empty, and a note under the table says so")
        else:
            yield _said_to_be_empty(ledger, form)


def _said_to_be_empty(ledger: Ledger, form: str) -> Check:
    names = {form, form_of(form).fund} - {"total", "fiscal", "general_public"}
    prose = [f for f in ledger.stated if {f.form, f.fund} & names and (f.role == "absent" or f.fen == 0)]
    if prose:
        return Check(form, "exact", "empty, and the prose says so", named=several(prose))
    if not ledger.has_prose:
        return Check.insufficient(form, "empty; the document has no prose that could say so")
    return Check(form, "fail", "empty without explanation")


def sections(ledger: Ledger, subjects: tuple[tuple[str, re.Pattern[str]], ...]) -> Iterator[Check]:
    """The prose speaks of each subject that it must."""
    prose = "".join("".join(ledger.lines).split())
    for name, pattern in subjects:
        if not ledger.has_prose:
            yield Check.insufficient(name, "the document has no prose")
        else:
            found = pattern.search(prose)
            words = f"{'found' if found else 'not found'}: {pattern.pattern}"
            yield Check.holds(name, found, words)


@cache
def _longest(kind: str) -> dict[str, int]:
    """Return, for each known code and whatever a code begins with, the length of the longest such code."""
    longest: dict[str, int] = {}
    for code in sorted(names_in(kind, None), key=len):
        longest |= {code[:n]: len(code) for n in range(1, len(code) + 1)}
    return longest


def lowest_level(ledger: Ledger, terms: tuple[str, int]) -> Iterator[Check]:
    """Every amount is broken down to codes of the required length."""
    form, length = terms
    if absent := absent_form(ledger, form):
        yield absent
        return
    found = {f.code: f for f in ledger.amounts(form) if f.code and f.fen and ledger.current(f)}
    above = {c[:n] for c in found for n in range(3, len(c))}
    leaves = [c for c in found if c not in above]
    short = [c for c in leaves if len(c) < length]
    if not leaves:
        yield Check.insufficient(form, f"{form} prints no codes")
    longest = {kind: _longest(kind) for kind in {found[code].code_kind for code in leaves}}
    odd = [code for code in leaves if code not in longest[found[code].code_kind]]
    for code in short:
        where, named = f"{form} / {code}", one(found[code])
        below = longest[found[code].code_kind].get(code, 0) >= length
        if below and not odd:
            yield Check(where, "fail", f"not broken down to {length} digits", named=named)
        else:
            words = (
                f"{odd[0]} may stand for a code below it"
                if below
                else f"no code of {length} digits is known below it"
            )
            yield Check.insufficient(where, words)
    if leaves and not short:
        yield Check(form, "exact", f"{len(leaves)} codes of {length} digits or more")


def concepts_printed(ledger: Ledger, terms: tuple[str, tuple[str, ...]]) -> Iterator[Check]:
    """A form has a place for each of the named items."""
    form, wanted = terms
    if not ledger.found.get(form):
        outcome: Outcome = "insufficient" if form in statutory() else "not_applicable"
        yield Check(form, outcome, f"{form} is not in the document")
        return
    there = {f.concept for f in ledger.forms.get(form, ())}
    lacks = ledger.inventory.lacks.get(form, set())
    for concept in wanted:
        found = concept in there or (not there and f"concept={concept}" not in lacks)
        yield Check.holds(f"{form} / {concept}", found, "has a column" if found else "has no column")


def units_stated(ledger: Ledger) -> Iterator[Check]:
    """Each table of amounts says in which unit it is printed; sheets of targets say it beside each amount."""
    tables = [t for t in ledger.inventory.shown if t.form != OTHER.slug and form_of(t.form).kind != "targets"]
    for n, (form, unit, file, pages) in enumerate(tables, 1):
        words = unit or "no unit stated"
        where = f"{form} / page {pages}" if pages else f"{form} / table {n}"
        where += f" of file {file}" if file and pages else ""
        at = tuple((file, int(page)) for page in pages.split())
        yield Check.holds(where, unit, words)._replace(at=at)
    if not tables:
        yield Check.not_applicable("tables", "the document has no tables of amounts")


def mentioned(ledger: Ledger, concepts: tuple[str, ...]) -> Iterator[Check]:
    """The prose gives a figure for one of the named concepts; that of retired staff is not that of staff."""
    figures = [
        f
        for f in ledger.stated
        if f.concept in concepts
        and (f.value is not None or f.fen is not None)
        and not (f.concept == "headcount" and f.item.startswith(_RETIRED))
    ]
    where = f"prose / {' '.join(concepts)}"
    if not ledger.has_prose:
        yield Check.insufficient(where, "the document has no prose")
    else:
        words = f"{len(figures)} figures" if figures else "not disclosed"
        yield Check.holds(where, figures, words, named=several(figures))


def nil_states(ledger: Ledger) -> Iterator[Check]:
    """Every place for a figure is told apart as amount, zero, dash, blank or unread."""
    states = Counter(f.state for figures in ledger.forms.values() for f in figures)
    unread = sum(u.kind != "aside" for u in ledger.unread)
    words = ", ".join(f"{states[s]} {s}" for s in ("value", "zero", "dash", "blank")) + f", {unread} unread"
    other = sum(states.values()) - sum(states[s] for s in ("value", "zero", "dash", "blank"))
    yield Check("document", "fail" if other else "unread" if unread else "exact", words)


def emptiness(ledger: Ledger, funds: tuple[str, ...]) -> Iterator[Check]:
    """A fund has money in its own form, in both summaries and in the prose, or in none of them."""
    for fund in funds:
        said: dict[str, bool] = {}
        if ledger.found.get(fund) and ledger.forms.get(fund):
            said[fund] = any(f.fen for f in ledger.forms[fund] if ledger.current(f))
        for form in ("fiscal_summary", "dept_summary"):
            places = [f for f in ledger.forms.get(form, ()) if f.fund == fund and ledger.current(f)]
            money = any(f.fen for f in places)
            revenue_only = all(f.direction == "revenue" for f in places)
            if places and (money or not (revenue_only and _carries_unsplit(ledger, form))):
                said[form] = money
        prose = [
            f for f in ledger.stated if f.fund == fund and f.role in ("level", "absent") and ledger.current(f)
        ]
        if prose:
            said["prose"] = any(f.fen for f in prose if f.role == "level")
        words = ", ".join(f"{k}: {'money' if v else 'none'}" for k, v in said.items())
        if fund not in said:
            unread = fund in ledger.gaps.forms
            yield Check(
                fund,
                "unread" if unread else "insufficient",
                f"no table of {fund}; {words or 'no other trace'}",
            )
        elif len(said) < 2:
            yield Check.insufficient(fund, f"{words}; nothing to hold it against")
        else:
            doubt = ledger.gaps.headers & {fund, "fiscal_summary", "dept_summary"}
            agree = len(set(said.values())) == 1
            yield Check(fund, "exact" if agree else "unread" if doubt else "fail", words)


def _carries_unsplit(ledger: Ledger, form: str) -> bool:
    """Say whether a summary carries money over without saying of which fund."""
    over = [
        f for f in ledger.forms.get(form, ()) if f.direction == "carry_in" and ledger.current(f) and f.fen
    ]
    return bool(over) and not any(f.fund in FISCAL_FUNDS for f in over)


@or_nothing("notes under tables", "no note says that a table is empty")
def statement_of_nothing(ledger: Ledger, says: tuple[tuple[str, re.Pattern[str]], ...]) -> Iterator[Check]:
    """A table whose note says that there is nothing has no amounts.

    The pattern ``any`` is asked of all tables, others of the form that they are named by; a sentence with
    what ``unless`` names speaks of a condition, or of something else.
    """
    known = dict(says)
    for form, note in ledger.inventory.notes.items():
        patterns = [known[name] for name in ("any", form) if name in known]
        sentences = [s for s in re.split("[。；;]", note) if not known["unless"].search(s)]
        if any(pattern.search(s) for pattern in patterns for s in sentences):
            amounts = [f for f in ledger.forms.get(form, ()) if f.fen]
            words = f"the note says there is nothing, {len(amounts)} amounts other than 0 are printed"
            yield Check.holds(form, not amounts, words, named=several(amounts[:20]))
