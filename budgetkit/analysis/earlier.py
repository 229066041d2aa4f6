"""What a document says of the year before, and of its budget beside its final account.

The year before is a column of a table, an amount of the prose, or a level less the change that is stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from ..checks import Prior, priors
from ..records import Figure, Phase, subject
from ..rulebook import Ledger, Side, agree, candidates, percentage
from .figures import amount
from .found import Found

PHASES: tuple[Phase, ...] = ("approved", "executed")
BASES: dict[str, Phase] = {"budget": "approved", "final": "executed"}


def prior(ledger: Ledger, blank: Found, places: Sequence[Side], now: Found) -> Found:
    """Fill in the amount of the year before of a measure that is `now`, of a budget that of a budget first.

    A change counts only beside a level that is the amount of the measure.
    """
    if ledger.year is None:
        return blank.lacks()
    year = ledger.year - 1
    whys = []
    less = _less_change(ledger, blank, places, now, year)
    stated = [p for p in priors(ledger) if p.figure.role and p.year == year and _is_of(ledger, p, now)]
    for phase in sorted(PHASES, key=lambda phase: phase != ledger.phase):
        mine = [p for p in stated if p.phase == phase or (not p.phase and phase == ledger.phase)]
        found = amount(_as_of(ledger, year, phase, mine), blank, places)
        if found.status != "missing":
            found = _printed(found, mine)._replace(year=year)
            return _unless_denied(ledger, found, now, less if phase == ledger.phase else None)
        whys.append(found.why)
    return (less or blank.lacks(*whys))._replace(year=year)


def _unless_denied(ledger: Ledger, found: Found, now: Found, less: Found | None) -> Found:
    """Leave what the prose prints of the year before open where the change that it states leads elsewhere."""
    if not found.known or not found.figures[0].role or found.status != "printed":
        return found
    if any(_denies(ledger, percent, found, now) for percent in ledger.stated if percent.role == "percent"):
        return found.open((*found.figures, *now.figures))
    if not less or agree(found.terms, less.terms):
        return found
    if len({found.figures[0].base, less.figures[-1].base} - {""}) > 1:
        return found
    return found.open((*found.figures, *less.figures))


def _denies(ledger: Ledger, percent: Figure, before: Found, now: Found) -> bool:
    """Say whether a stated percentage, beside an amount of the year before, does not lead to that of now."""
    figure = before.figures[0]
    same = subject(percent) == subject(figure) and percent.base_year == figure.base_year
    if not same or percent.paragraph != figure.paragraph or not now.known:
        return False
    rate, slack = percentage(percent)
    signed = -rate if percent.change_direction == "decrease" else rate
    low, high = ledger.interval(*before.terms)
    least, most = ledger.interval(*now.terms)
    return not (low * (100 + signed - slack) <= 100 * most and 100 * least <= high * (100 + signed + slack))


def execution(ledger: Ledger, blank: Found, places: Sequence[Side], now: Found) -> Found:
    """Fill in which share of its budget was spent, of a measure that is `now` in a final account."""
    if ledger.phase != "executed" or ledger.year is None:
        return blank.lacks()
    stated = [p for p in priors(ledger) if p.figure.role and p.year == ledger.year and p.phase == "approved"]
    budget = amount(_as_of(ledger, ledger.year, "approved", stated), blank, places)
    if not (budget.known and now.known):
        return budget if budget.status == "ambiguous" else blank.lacks(budget.why if now.known else now.why)
    return ratio(ledger, blank, now, budget)


def ratio(ledger: Ledger, blank: Found, part: Found, whole: Found) -> Found:
    """Fill in what one measure is of another, which is no share where that is zero."""
    low, high = ledger.interval(*whole.terms)
    if low <= 0:
        return blank.lacks("zero")
    least, most = ledger.interval(*part.terms)
    number = part.fen / whole.fen, max(least, 0) / high, most / low
    return blank._replace(
        figures=part.figures, signs=part.signs, over=whole.figures, number=number, status="derived"
    )


def _less_change(ledger: Ledger, blank: Found, places: Sequence[Side], now: Found, year: int) -> Found | None:
    """Fill in what a measure is now less the one change of it that is stated, if no other level is."""
    for place in places if now.known else ():
        for _, selector in place if len(place) == 1 else ():
            if selector.form != "stated":
                continue
            where = tuple((k, v) for k, v in selector.where if k != "role")
            said = replace(selector, where=(*where, ("role", frozenset(("change",)))))
            changes = [f for f in candidates(ledger, said) if f.base_year == year and f.fen is not None]
            if len({(_sign(f) * (f.fen or 0), f.base) for f in changes}) != 1:
                continue
            if all(agree([(1, f)], now.terms) for f in candidates(ledger, selector)):
                sign = _sign(changes[0])
                return blank._replace(
                    figures=(*now.figures, changes[0]), signs=(*(sign for sign, _ in now.terms), sign),
                    status="derived", phase=BASES.get(changes[0].base, ""),
                )  # fmt: skip
    return None


def _sign(change: Figure) -> int:
    """Return the sign with which a change is added to get back to the year before."""
    return 1 if change.change_direction == "decrease" else -1


def _as_of(ledger: Ledger, year: int, phase: Phase, stated: Iterable[Prior]) -> Ledger:
    """Return what a document says of another year or stage, as if it were of that document itself."""
    other = ledger.stating(
        p.figure._replace(role="level", year=year, phase=cast(Phase, p.phase)) for p in stated
    )
    other.year, other.phase = year, phase
    own = [f for figures in ledger.forms.values() for f in figures if f.year == year and f.phase == phase]
    other.forms = {form: [f for f in own if f.form == form] for form in ledger.forms}
    return other


def _is_of(ledger: Ledger, found: Prior, now: Found) -> bool:
    """Say whether an amount is printed, or stands beside a level that is what the measure is now."""
    if len(found.terms) < 2:
        return True
    (_, level), (_, change) = found.terms
    nearly = change.id in _unquantified(ledger)  # 基本持平
    same = not now.known or agree([(1, level)], now.terms)
    return same and now.status != "ambiguous" and not nearly


def _unquantified(ledger: Ledger) -> frozenset[str]:
    """Return the ids of the figures of the prose that are no amount."""
    return ledger.once(("unquantified",), lambda: frozenset(f.id for f in ledger.stated if f.fen is None))


def _printed(found: Found, stated: Iterable[Prior]) -> Found:
    """Put the printed figures in the place of an amount that was derived from them."""
    found = found._replace(phase=found.figures[0].phase)
    terms = {p.figure.id: p.terms for p in stated}.get(found.figures[0].id, ())
    if found.status == "ambiguous" or len(found.figures) > 1 or not terms:
        return found
    return found.made_of([f for _, f in terms])._replace(signs=tuple(sign for sign, _ in terms))
