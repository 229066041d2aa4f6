"""Named checks of what the prose names or counts against the tables: drivers, vehicles, projects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...amounts import yuan
from ...knowledge import any_of, codes_named
from ...records import Figure
from ...rulebook import (
    Check,
    Formula,
    Ledger,
    Outcome,
    Selector,
    formulas,
    one,
    or_nothing,
    pick,
    place,
    several,
)
from .subjects import sentence


def driver_visible(ledger: Ledger, terms: tuple[str, tuple[str, ...]]) -> Iterator[Check]:
    """A kind of expense that is named as a reason stands in the table with an amount."""
    form, concepts = terms
    names = {name: codes[-1] for name, codes in codes_named("economic", 2).items() if len(name) > 2}
    amounts = {
        f.code: f
        for f in ledger.forms.get(form, ())
        if f.code and f.fen and ledger.current(f) and f.nature == "basic"
    }
    seen = set()
    for f in ledger.stated:
        if f.role != "change" or f.concept not in concepts:
            continue
        for name, code in names.items():
            if name in f.reason and (f.concept, code) not in seen:
                seen.add((f.concept, code))
                where = place(ledger, f, "reason", code)
                if not ledger.found.get(form) or not amounts:
                    yield Check.insufficient(where, f"{form} has no figures")
                elif code in amounts:
                    there = amounts[code]
                    yield Check(
                        where,
                        "exact",
                        f"{form} has {yuan(there.fen or 0)}",
                        f.fen,
                        calculated=there.fen,
                        named=(((0, f), (1, there)),),
                    )
                else:
                    yield Check(where, "fail", f"{form} has no amount for it", f.fen, named=one(f))
    if not seen:
        yield Check.not_applicable("prose / reason", "no reason names a kind of expense")


@or_nothing("prose / counts", "no count is stated with its kinds")
def counts(ledger: Ledger, totals: Sequence[str], prefix: str) -> Iterator[Check]:
    """A count is the sum of the counts of its kinds, where all are stated together."""
    for figures in ledger.sections("count").values():
        groups: dict[int | None, list[Figure]] = defaultdict(list)
        for f in figures:
            groups[f.year].append(f)
        for mine in groups.values():
            yield from _count_checks(ledger, mine, totals, prefix)


def _count_checks(
    ledger: Ledger, figures: list[Figure], totals: Sequence[str], prefix: str
) -> Iterator[Check]:
    """Let the kinds that follow a total, up to the next total, be its kinds."""
    runs: list[tuple[Figure, list[Figure]]] = []
    for f in figures:
        if f.concept in totals:
            runs.append((f, []))
        elif runs and f.concept.startswith(prefix):
            runs[-1][1].append(f)
    for total, kinds in runs:
        if kinds and total.value is not None:
            added = sum(k.value or 0 for k in kinds)
            words = f"{total.value:g} in all, {len(kinds)} kinds add up to {added:g}"
            named = one(total) + several(kinds)
            complete = added >= total.value
            outcome: Outcome = "exact" if added == total.value else "fail" if complete else "insufficient"
            yield Check(place(ledger, total, "count = kinds"), outcome, words, named=named)


def vehicles(ledger: Ledger, terms: tuple[tuple[str, ...], str, Selector]) -> Iterator[Check]:
    """A department without vehicles, that buys none, has no expense for vehicles; then the counts add up."""
    totals, prefix, selector = terms
    yield from counts(ledger, totals, prefix)
    numbers = {
        c: [f for f in ledger.stated if f.role == "count" and f.concept == c]
        for c in ("vehicles_total", "vehicles_to_buy")
    }
    where = "prose / no vehicles, no expense"
    if not all(numbers.values()):
        yield Check.not_applicable(
            where, "the numbers of vehicles owned and to be bought are not both stated"
        )
    elif any(f.value for fs in numbers.values() for f in fs):
        yield Check.not_applicable(where, "there are vehicles")
    else:
        result = pick(ledger, selector)
        named = several(f for fs in numbers.values() for f in fs)
        spent = [f for f in result.figures if f.fen]
        if result.trouble:
            yield Check.insufficient(where, result.detail, named=named)
        else:
            words = f"{len(spent)} amounts for vehicles in {selector.form}"
            yield Check.holds(
                where,
                not spent,
                words,
                0,
                calculated=sum(f.fen or 0 for f in spent),
                tolerance=0,
                named=named,
            )


def project_count(ledger: Ledger) -> Iterator[Check]:
    """The projects that the prose counts are the projects that the tables show."""
    named = [
        f for f in ledger.stated if f.role == "count" and f.concept == "project_count" and f.value is not None
    ]
    listed = {
        f.item
        for f in ledger.forms.get("project_list", ())
        if f.code_kind == "project" and not f.is_total and f.item
    }
    sheets = {
        i.project
        for i in ledger.indicators
        if i.form in ("project_targets", "special_fund_targets") and i.project
    }
    shown, source = (listed, "project_list") if listed else (sheets, "sheets of targets")
    for f in named:
        words = f"{f.value:g} projects in the prose, {len(shown)} in {source}"
        yield Check.holds(place(ledger, f, "count"), f.value == len(shown), words, named=one(f))
    if not named:
        yield Check.not_applicable("prose / projects", "the prose counts no projects")


def managed(ledger: Ledger, terms: tuple[Formula, ...]) -> Iterator[Check]:
    """Money under performance management is within the department's own, where it is said to be just that."""
    for check in formulas(ledger, terms):
        why = _other_money(ledger, check.left[0][1]) if check.outcome == "fail" else ""
        yield check.but("insufficient", why) if why else check


def _other_money(ledger: Ledger, f: Figure) -> str:
    """Say why money under performance management may be more than the table has, "" where it may not."""
    text = sentence(ledger, f)
    if re.search(any_of("outside_money"), text):
        return "money of policies or transfers need not be of the department's own budget"
    if f.nature != "project" and "整体支出" not in text:
        return "neither the department's projects nor all of its expenditure are named"
    if ledger.phase == "executed":  # also where it is 100 % of all projects: those of the budget, too
        return "it may be of the budget, and the table is of what was executed"
    return ""
