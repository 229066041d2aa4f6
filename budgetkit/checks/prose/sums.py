"""Named checks on what the prose says: parts and totals, changes, directions, reasons, repetitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ...amounts import yuan
from ...knowledge import FUNDS, children, table
from ...records import Figure, Role, step_of, subject
from ...rulebook import Check, Ledger, Outcome, allowance, compare, one, or_nothing, place
from .families import Family, Part
from .subjects import _first, _signed, against_one, pairs, part_of, prior_terms, unless_vague

Families = tuple[Family, ...]


def _scopes(figures: list[Figure], total: str) -> list[list[Figure]]:
    """Split the figures of a section by fund where its totals are of several funds."""
    funds = list(dict.fromkeys(f.fund for f in figures if f.concept == total))
    return [[f for f in figures if f.fund == fund] for fund in funds] if len(funds) > 1 else [figures]


def _family(
    figures: Sequence[Figure], total: str, parts: Sequence[Part]
) -> tuple[list[Figure], list[Figure], list[str]]:
    """Return totals, parts and names of parts that are not stated."""
    heads = _first(f for f in figures if f.concept == total)
    members, missing = [], []
    for part in parts:
        for way in part.ways:
            pieces = [_first(f for f in figures if f.concept == name) for name in way]
            if all(pieces):
                members += [f for piece in pieces for f in piece]
                break
        else:
            missing.append(part.text)
    if len({f.fund for f in members}) > 1:  # 财政拨款 beside its parts: the topmost only
        tops = children([f.fund for f in members], FUNDS, "total").get("", [])
        members = [f for f in members if f.fund in tops]
    return heads, members, missing


def parts(ledger: Ledger, families: Families) -> Iterator[Check]:
    """A stated total is the sum of the parts listed with it."""
    yield from _sums(ledger, families, "level")


def changes(ledger: Ledger, families: Families) -> Iterator[Check]:
    """A change of a total is the sum of its parts' changes; both sides of a budget change alike."""
    yield from _sums(ledger, families, "change")
    yield from _both_sides(ledger)


def _both_sides(ledger: Ledger) -> Iterator[Check]:
    """Revenue and expenditure that are equal, in both years, change by the same amount."""
    found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for f in _first(
        f for f in ledger.stated if f.fund == "total" and ledger.current(f) and f.fen is not None
    ):
        found[f.concept, f.role].append(f)
    sides = [
        found[f"{side}_budget", role] for role in ("level", "change") for side in ("revenue", "expenditure")
    ]
    if all(len(figures) == 1 for figures in sides):
        revenue, expenditure, gained, spent = (ledger.fine(figures[0]) for figures in sides)
        if revenue.fen == expenditure.fen and against_one((gained, spent)):
            where = f"{place(ledger, gained)} = expenditure / change"
            yield unless_vague(compare(where, [_signed(gained)], [_signed(spent)]), (gained, spent))


def _sums(ledger: Ledger, families: Families, role: Role) -> Iterator[Check]:
    some = False
    for figures in ledger.sections(role).values():
        for total, closed, listed in families:
            for mine in _scopes([f for f in figures if ledger.current(f)], total):
                heads, members, missing = _family(mine, total, listed)
                if heads and members:
                    some = True
                    yield _sum_check(ledger, heads, members, missing, closed, role)
    if not some:
        yield Check.not_applicable(f"prose / {role}", f"no {role} is stated together with its parts")


def _sum_check(
    ledger: Ledger, heads: list[Figure], members: list[Figure], missing: list[str], closed: bool, role: str
) -> Check:
    where = place(ledger, heads[0], role, "= parts")
    if len(heads) > 1:
        return Check.insufficient(
            where, f"{len(heads)} different totals under {heads[0].section or 'no heading'}"
        )
    if len({subject(f) for f in members}) < len(members):
        return Check.insufficient(where, "a part is stated more than once, with different amounts")
    if role == "change" and not against_one((heads[0], *members)):
        return Check.insufficient(
            where, "some are against a budget, others against an account or another year"
        )
    if closed and missing:
        return Check.insufficient(where, f"not stated: {', '.join(missing)}")
    (sign, head), *rest = [
        _signed(ledger.fine(f)) if role == "change" else (1, ledger.fine(f)) for f in (heads[0], *members)
    ]
    check = compare(where, [(sign, head)], rest)
    if role == "change":
        check = unless_vague(check, (heads[0], *members))
    short = check.gap > 0
    if check.outcome == "fail" and not closed and (short or role == "change"):
        return check.but("insufficient", "the list may leave parts out")
    return check


@or_nothing("prose / prior", "no level is stated with its change")
def non_negative_prior(ledger: Ledger) -> Iterator[Check]:
    """What an indicator was a year before, its level less its change, is not negative."""
    for _, level, change in pairs(ledger):
        terms = prior_terms(ledger, level, change)
        prior = sum(sign * (f.fen or 0) for sign, f in terms)
        allowed = allowance(step_of(f) for _, f in terms)
        outcome: Outcome = "exact" if prior >= 0 else "rounding" if -prior <= allowed else "fail"
        named = (tuple(terms),)
        yield Check(
            place(ledger, level, "prior"),
            outcome,
            f"{yuan(prior)} in the year before",
            prior,
            tolerance=allowed,
            named=named,
        )


@or_nothing("prose / prior", "no total is stated with its change and those of all its parts")
def back_cast(ledger: Ledger, families: Families) -> Iterator[Check]:
    """Derived prior-year figures add up: prior total = sum of prior parts."""
    known: dict[str, dict[str, list[_Prior]]] = defaultdict(lambda: defaultdict(list))
    for section, level, change in pairs(ledger):
        known[section][level.concept].append(_Prior(level, change))
    for found in known.values():
        for total, closed, listed in families:
            parts_of = [_way(found, part) for part in listed]
            if not closed or len(found[total]) != 1 or not all(parts_of):
                continue
            head, members = found[total][0], [p for way in parts_of for p in way]
            where = place(ledger, head.level, "prior = parts")
            changed = [p.change for p in (head, *members)]
            if against_one(changed):
                right = [term for p in members for term in prior_terms(ledger, *p)]
                yield unless_vague(compare(where, prior_terms(ledger, *head), right), changed)
            else:
                yield Check.insufficient(
                    where, "some are against a budget, others against an account or another year"
                )


class _Prior(NamedTuple):
    """A level and its change, which say what was the year before."""

    level: Figure
    change: Figure


def _way(found: dict[str, list[_Prior]], part: Part) -> list[_Prior]:
    """Return what stands for a part, the first way in which each concept is stated once; nothing for none."""
    for way in part.ways:
        if all(len(found.get(name, ())) == 1 for name in way):
            return [found[name][0] for name in way]
    return []


@or_nothing("prose / change", "no change is stated")
def direction_words(ledger: Ledger) -> Iterator[Check]:
    """增加 and 减少 go with an amount above 0, 持平 with none."""
    priors = {(f.section, subject(f)): f for f in ledger.stated if f.role == "prior"}
    levels = {(f.section, subject(f)): f for f in ledger.stated if f.role == "level" and ledger.current(f)}
    for f in ledger.stated:
        if f.role != "change" or not f.change_direction:
            continue
        still = f.change_direction == "none"
        sound = not f.fen if still else f.fen is not None and f.fen > 0
        words = f"{f.change_direction} of {yuan(f.fen) if f.fen is not None else 'no amount'}"
        before, now = priors.get((f.section, subject(f))), levels.get((f.section, subject(f)))
        if before and now and before.fen is not None and now.fen is not None and against_one((f, before)):
            gap = now.fen - before.fen
            way = "increase" if gap > 0 else "decrease" if gap else "none"
            sound = sound and way == f.change_direction
            words += f"; from {yuan(before.fen)} to {yuan(now.fen)}"
        yield Check.holds(place(ledger, f, "change"), sound, words, f.fen, named=one(f))


@or_nothing("prose / repeated", "no indicator is stated twice")
def repeated(ledger: Ledger) -> Iterator[Check]:
    """An indicator that is stated twice, by the same name, has one value."""
    groups: dict[Any, list[Figure]] = defaultdict(list)
    vague = {"", *(row["concept"] for row in table("concepts") if row["rank"] == "context")}
    generic = {row["alias"] for row in table("concepts") if row["rank"] == "generic"}
    for f in ledger.stated:
        if f.role in ("level", "change", "prior") and f.concept not in vague and f.fen is not None:
            scope = f.section if f.item in generic else ""
            when = f.year, f.base_year, f.base
            groups[(*subject(f), f.item, scope, f.role, *when, f.change_direction)].append(f)
    for figures in groups.values():
        amounts = {f.fen for f in figures}
        if len(amounts) > 2:
            detail = f"{len(amounts)} different amounts: not one indicator but several under one name"
            yield Check.insufficient(place(ledger, figures[0], figures[0].role, "stated twice"), detail)
            continue
        for other in figures[1:]:
            if other.fen != figures[0].fen and part_of(ledger, figures[0], other):
                continue  # 政府采购5万元，其中当年预算4万元
            yield compare(place(ledger, other, other.role, "stated twice"), [(1, figures[0])], [(1, other)])


def reasons(ledger: Ledger) -> Iterator[Check]:
    """Every change other than 0 is explained."""
    moved = [f for f in ledger.stated if f.role == "change" and f.change_direction != "none" and f.fen]
    explained = {subject(f)[0:2] for f in moved if f.reason}
    sections = {f.section for f in moved if f.reason}
    sentences: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for f in moved:
        sentences[f.said_in].append(f)
    for f in moved:
        if f.reason or subject(f)[0:2] in explained:
            words = "a reason is given"
        elif f.sentence and any(g is not f for g in sentences[f.said_in]):
            words = "the sentence says which parts changed"
        elif f.section in sections:
            words = "the changes of its parts are explained"
        else:
            words = ""
        yield Check.holds(place(ledger, f, "reason"), words, words or "no reason is given", f.fen, one(f))
    if not moved:
        yield Check.not_applicable("prose / reason", "no change other than 0 is stated")
