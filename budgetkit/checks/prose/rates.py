"""Named checks of percentages in the prose: rates of change, zero bases, shares, what a change is against.

A percentage is held against the interval that the printed digits of all figures in it allow, the
percentage's own included. Percentages are no amounts: the checks name them in words and leave the
columns of amounts empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...amounts import yuan
from ...knowledge import any_of, phrases
from ...records import Figure, subject
from ...rulebook import Check, Ledger, Sides, Term, or_nothing, percentage, place, several
from ...text import fold
from .percentages import judge
from .subjects import only
from .sums import direction_words

# rates of change --------------------------------------------------------------------------------------


class _Move(NamedTuple):
    """A stated rate of change with the amounts that it is computed from (None where none is stated)."""

    rate: Figure
    change: Figure | None
    level: Figure | None
    prior: Figure | None

    @property
    def named(self) -> Sides:
        return several(f for f in self if f is not None)

    @property
    def of_year_before(self) -> bool:
        """Whether the rate may be that of the year before: 2023年10万元，下降5%；2024年9万元."""
        level, prior, rate = self.level, self.prior, self.rate
        if not (level and prior and level.said_in == prior.said_in == rate.said_in):
            return False
        return (prior.start or 0) < (rate.start or 0) < (level.start or 0)


def _moves(ledger: Ledger) -> Iterator[_Move]:
    """Yield every stated rate of increase or decrease with the change, level and prior it belongs to."""
    sentences: dict[Any, list[Figure]] = defaultdict(list)
    sections: dict[tuple[str, Any], list[Figure]] = defaultdict(list)
    for f in ledger.stated:
        if f.role in ("level", "change", "prior", "percent"):
            sentences[f.said_in, subject(f)].append(f)
            sections[f.section, subject(f)].append(f)
    for (_, key), mine in sentences.items():
        for n, f in enumerate(mine):
            if f.role != "percent" or f.change_direction not in ("increase", "decrease") or f.value is None:
                continue
            around = sections[f.section, key]
            said = [g for g in mine if g.role in ("change", "percent", "prior")]
            alike = [g for g in said if _basis(g) == _basis(f) or f.base_year is None]
            before = [g for g in mine[:n] if g in alike]
            changes = [g for g in before if g.role != "prior"] or [g for g in alike if g.role == "change"][:1]
            change = changes[-1] if changes and changes[-1].role == "change" else None
            if change and (change.fen is None or change.change_direction != f.change_direction):
                change = None
            priors = [g for g in before if g.role == "prior"]
            levels = [g for g in mine if g.role == "level"] or [g for g in around if g.role == "level"]
            yield _Move(f, change, only(ledger, levels), only(None, priors))


def _basis(f: Figure) -> tuple[Any, ...]:
    return f.base_year, f.base


@or_nothing("prose / percent", "no rate of change is stated")
def percent_of_prior(ledger: Ledger) -> Iterator[Check]:
    """A stated rate of change is the change as a share of the prior amount."""
    for move in _moves(ledger):
        yield _rate_check(ledger, move)


def _rate_check(ledger: Ledger, move: _Move) -> Check:
    rate, change, level, prior = move
    where = place(ledger, rate, "percent")
    sign = -1 if rate.change_direction == "decrease" else 1
    part: list[Term]
    whole: list[Term]
    if change and prior:
        part, whole, words = [(1, change)], [(1, prior)], "change / prior"
    elif level and prior:
        part, whole, words = [(sign, level), (-sign, prior)], [(1, prior)], "(level - prior) / prior"
    elif change and level:
        part, whole, words = [(1, change)], [(1, level), (-sign, change)], "change / (level less change)"
    else:
        return Check.insufficient(where, "the amounts that it is a rate of are not stated", named=move.named)
    low, high = ledger.interval(*whole)
    if low + high == 0:
        return Check.not_applicable(where, "the prior amount is 0: see I04", named=move.named)
    if high <= 0:
        return Check.insufficient(where, "the prior amount would be negative: see I09", named=move.named)
    check = judge(ledger, where, rate, part, whole, words, move.named)
    if check.outcome == "fail" and move.of_year_before:
        return check.but(
            "insufficient", "the rate stands before the amount of the year, and may be another year's"
        )
    return check


@or_nothing("prose / percent of 0", "no rate of change is stated of a prior 0")
def zero_base(ledger: Ledger) -> Iterator[Check]:
    """What was 0 the year before has no rate of increase."""
    rates = list(_moves(ledger))
    for move in rates:
        base = move.prior.fen if move.prior else None
        if base is None and move.level and move.change and move.rate.change_direction == "increase":
            base = (move.level.fen or 0) - (move.change.fen or 0)
        if base != 0:
            continue
        where = place(ledger, move.rate, "percent of 0")
        said, _ = percentage(move.rate)
        moved = move.change.fen if move.change else move.level.fen if move.level else None
        words = f"{float(said):g} % stated; prior 0, change {yuan(moved or 0)}"
        if (
            moved and not said
        ):  # a template asks for a rate, 0 % says that there is none: no amount is gainsaid
            yield Check.not_applicable(where, words, named=move.named)
        else:
            yield Check.holds(where, not (moved or said), words, named=move.named)


# what a change is against -----------------------------------------------------------------------------


def basis_named(ledger: Ledger) -> Iterator[Check]:
    """Every change says whether it is against the budget or the final account of the year before."""
    moved = [f for f in ledger.stated if f.role in ("change", "percent") and f.base_year is not None]
    moved = [f for f in moved if f.change_direction]
    vague = [f for f in moved if not f.base]
    where = "prose / basis of comparison"
    if not moved:
        yield Check.not_applicable(where, "no change against another year is stated")
        return
    words = f"{len(moved) - len(vague)} of {len(moved)} changes say against the budget or the final account"
    named = several(vague[:20])
    yield Check.holds(where, not vague, words, named=named)


# direction words --------------------------------------------------------------------------------------


def directions(ledger: Ledger) -> Iterator[Check]:
    """Words of direction fit the amounts, and what fell or rose to an amount (减少为) is not 持平 too."""
    last = rf"(?:{any_of('compare')})?(?:20\d\d年度?|{any_of('last_year')})?"
    amount = rf"[\d.,]+\s*(?:{any_of('unit')})?"
    both = re.compile(f"{any_of('become')}{amount}，?{last}[^，。；\\d]{{0,8}}{any_of('flat')}")
    still = tuple(phrases("flat"))
    yield from direction_words(ledger)
    yield from _opposed(ledger)
    for paragraph in ledger.prose:
        if not any(word in paragraph.text for word in still):
            continue
        for m in both.finditer(fold(paragraph.text)):
            where = f"prose / page {paragraph.page_at(m.start())} / change and none"
            yield Check(where, "fail", f"said to have moved and to be unchanged: {m[0]}")


def _opposed(ledger: Ledger) -> Iterator[Check]:
    """A change and its rate, stated one after the other, go the same way."""
    previous: Figure | None = None
    for f in ledger.stated:
        pair = previous if f.role == "percent" and previous and previous.role == "change" else None
        previous = f
        if (
            pair is None
            or pair.said_in != f.said_in
            or subject(pair) != subject(f)
            or _basis(pair) != _basis(f)
        ):
            continue
        ways = {pair.change_direction, f.change_direction}
        if ways == {"increase", "decrease"} and pair.fen and f.value:
            words = (
                f"the change is said to be one of {pair.change_direction}, its rate of {f.change_direction}"
            )
            yield Check(place(ledger, f, "rate and change"), "fail", words, named=several([pair, f]))
