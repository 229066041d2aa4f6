"""Figures of another year or stage that a document gives, and the same figures in the document they are of.

A document speaks of other documents' figures in three ways: a column of another year or stage (上年数,
年初预算数), a prior amount in the prose, and a level with its change, from which the amount before follows
within half of the last digits of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from ...errors import KnowledgeError
from ...records import MONEY, ROW, Figure, subject, total_step
from ...rulebook import (
    FORMULA,
    KINDS,
    MATCH,
    RULE,
    Check,
    Grammar,
    Ledger,
    Lookup,
    Outcome,
    Rule,
    Sides,
    Term,
    choose,
    compare,
    hold,
    listed,
    one,
    place,
)
from ...text import plain
from ..prose.lines import LINES
from ..prose.subjects import pairs, prior_terms

BUDGET, FINAL = "approved", "executed"


class Prior(NamedTuple):
    """A figure of another document, as this document gives it.

    ``figure`` is the amount with the keys of what it speaks of; ``terms`` are the printed figures that it
    is made of (one, or a level and its change). ``phase`` is "" where the prose does not say whether it
    compares with a budget or with its execution.
    """

    where: str
    figure: Figure
    terms: tuple[Term, ...]
    year: int
    phase: str


def priors(ledger: Ledger) -> Iterator[Prior]:
    """Yield the figures of other years or stages that a document gives."""
    yield from _columns(ledger)
    stated = list(_stated(ledger))
    known = {(subject(p.figure), p.figure.section) for p in stated}
    yield from stated
    for section, level, change in pairs(ledger):
        if (subject(level), section) in known or change.base_year is None:
            continue
        terms = tuple(prior_terms(ledger, level, change))
        fen = sum(sign * (f.fen or 0) for sign, f in terms)
        figure = level._replace(fen=fen, step=total_step(f for _, f in terms))
        yield _prior(ledger, figure, terms, int(change.base_year), change.base)


def _columns(ledger: Ledger) -> Iterator[Prior]:
    for figures in ledger.forms.values():
        for f in figures:
            if f.measure == "amount" and f.fen is not None and f.year is not None and not ledger.current(f):
                where = place(ledger, f, f.nature if f.nature not in ("", "total") else "")
                yield Prior(where, f, ((1, f),), f.year, f.phase)


def _stated(ledger: Ledger) -> Iterator[Prior]:
    for f in ledger.stated:
        if f.role == "prior" and f.fen is not None and f.base_year is not None:
            fine = ledger.fine(f)
            yield _prior(ledger, fine, ((1, fine),), int(f.base_year), f.base)


def _prior(ledger: Ledger, figure: Figure, terms: Sequence[Term], year: int, base: str) -> Prior:
    phase = {"budget": BUDGET, "final": FINAL}.get(base, "")
    line = figure.item if figure.concept in LINES else ""
    where = place(ledger, figure, *([line] if line else []), f"prior {year} {base}".strip())
    return Prior(where, figure, tuple(terms), year, phase)


def _finders(text: str, rules: Lookup) -> tuple[Rule, ...]:
    """Return the rules by which figures are found: some that have an id, and further formulas and matches."""
    if text.startswith("as "):
        other = rules(text.removeprefix("as "))
        if not (isinstance(other.terms, tuple) and all(isinstance(term, Rule) for term in other.terms)):
            raise KnowledgeError(f"rule {other.id} does not say by which rules figures are found")
        return other.terms
    first, *more = text.split("; ")
    return _RULES.parse(first, rules) + tuple(_finder(formula, rules) for formula in more)


def _finder(text: str, rules: Lookup) -> Rule:
    kind = "match" if " by " in text else "formula"
    grammar, check, *_ = KINDS[kind]
    return Rule("", kind, kind, grammar.parse(text, rules), "error", check)


_RULES = listed(RULE)
FINDERS = Grammar(f"{_RULES.form}; {FORMULA.form}; {MATCH.form}; … or as RULE", _finders)


def against(
    ledger: Ledger, other: Ledger, found: Sequence[Prior], finders: Sequence[Rule]
) -> list[Check | None]:
    """Compare figures of a document with those of the document that they are of.

    Parameters
    ----------
    ledger, other : Ledger
        The document that gives the figures, and the one that they are of.
    found : sequence of Prior
    finders : sequence of Rule
        Rules that say in which table a figure of the prose stands.

    Returns
    -------
    list of Check or None
        One a figure; None where the other document has no such figure.
    """
    levels: dict[Any, list[Figure]] = defaultdict(list)
    for f in other.stated:
        if f.role == "level" and f.fen is not None and other.current(f):
            levels[subject(f)].append(f)
    tables = _places(other, found, finders)
    checks = []
    for number, prior in enumerate(found):
        if prior.figure.role:
            sided = _prose(other, prior, levels[subject(prior.figure)])
            sided += [c for check in tables[number] if (c := _sided(prior, check, other))]
            checks.append(choose(sided) if sided else None)
        else:
            checks.append(_column(other, prior))
    return _said(ledger, found, checks)


def _said(ledger: Ledger, found: Sequence[Prior], checks: Sequence[Check | None]) -> list[Check | None]:
    """Let no figure fail of which it is not known what the document compares it with.

    Where the prose does not name its basis, most of its unnamed figures must agree with this document.
    """
    unnamed = [c for p, c in zip(found, checks, strict=True) if c and not p.phase and p.figure.fen]
    agree = sum(c.outcome in ("exact", "rounding") for c in unnamed)
    differ = sum(c.outcome == "fail" for c in unnamed)
    words = (
        f"the prose does not name its basis; {agree} such figures agree with this document, {differ} do not"
    )
    out: list[Check | None] = []
    for prior, check in zip(found, checks, strict=True):
        if check and check.outcome == "fail" and not prior.phase:
            outcome: Outcome = "fail" if agree > differ else "insufficient"
            check = check.but(outcome, words)
        elif check and check.outcome == "fail" and prior.phase == FINAL and _only_executed(ledger, prior):
            detail = f"{check.detail}; execution (执行数) is not yet the final account (决算数)"
            check = check._replace(outcome="insufficient", detail=detail)
        out.append(check)
    return out


def _only_executed(ledger: Ledger, prior: Prior) -> bool:
    """Say whether the sentence speaks of execution and not of a final account."""
    texts = [plain(p.text) for p in ledger.prose if p.number == prior.figure.paragraph]
    return any("执行" in text and "决算" not in text for text in texts)


def printed(prior: Prior) -> Sides:
    """Name the figures that a prior amount is made of."""
    return one(prior.terms[0][1]) if len(prior.terms) == 1 else (prior.terms,)


# the same figure in the other document ----------------------------------------------------------------


def _places(other: Ledger, found: Sequence[Prior], finders: Sequence[Rule]) -> dict[int, list[Check]]:
    """Hold each amount of the prose against the other document's tables, as if its own prose stated it."""
    rounds: list[dict[int, Figure]] = []  # rules look at equal amounts once: no two in one round
    for number, prior in enumerate(found):
        f = prior.figure
        if f.role:
            level = f._replace(
                id=f"prior:{number}", role="level", year=other.year, phase=other.phase, section=str(number),
                base_year=None, base="",
            )  # fmt: skip
            at = next((r for r in rounds if all(f.fen != g.fen for g in r.values())), None)
            if at is None:
                rounds.append(at := {})
            at[number] = level
    checks: dict[int, list[Check]] = defaultdict(list)
    for levels in rounds:
        mirror = other.stating(levels.values())
        numbers = {level.id: number for number, level in levels.items()}
        for rule in finders:
            for check in rule.run(mirror):
                for number in [numbers[f.id] for f in check.figures if f.id in numbers][:1]:
                    checks[number].append(check)
    return checks


def _sided(prior: Prior, check: Check, other: Ledger) -> Check | None:
    """Return a check of the other document with the printed figures of this one on its left side."""
    note = f"in {other.document_id}"
    if check.right:
        sides = [c.right for c in (check, *check.others)]
        return choose(hold(other, prior.where, prior.terms, side, note=note) for side in sides)
    if check.outcome == "exact":
        return check._replace(where=prior.where, named=printed(prior), detail=f"{check.detail}; {note}")
    return None


def _prose(other: Ledger, prior: Prior, levels: Sequence[Figure]) -> list[Check]:
    """Compare with the same level in the other document's prose; of several, with one that agrees."""
    checks = [
        compare(prior.where, prior.terms, [(1, other.fine(f))], note=f"prose of {other.document_id}")
        for f in {f.fen: f for f in reversed(levels)}.values()
    ]
    return checks if len(checks) == 1 else [c for c in checks if c.outcome in ("exact", "rounding")][:1]


_same = attrgetter(*MONEY, *ROW)


def _column(other: Ledger, prior: Prior) -> Check | None:
    """Compare a figure of a table with the same figure of the other document's table."""
    f = prior.figure
    mine = _same(f)
    alike = [g for g in other.amounts(f.form) if other.current(g) and _same(g) == mine]
    amounts = {g.fen: g for g in reversed(alike)}
    if len(amounts) == 1:
        return hold(other, prior.where, prior.terms, [(1, alike[0])], note=f"in {other.document_id}")
    if not alike and f.form in other.gaps.forms:
        words = f"a cell of {f.form} in {other.document_id} could not be read"
        return Check.unread(prior.where, words, f.fen, named=one(f))
    if not amounts:
        return None
    words = f"{len(amounts)} different figures in {other.document_id}"
    return Check.insufficient(prior.where, words, f.fen, named=one(f))
