"""Named checks of shares in the prose: part / whole, siblings that add up to 100, the sign of a share.

A share is of what the prose says after 占; where it says nothing, of the whole that the list of parts
belongs to (``rules.csv`` says which wholes have which parts), looked for in the sentence, then in its
section, then around it, and last in the table that prints it. Amounts never choose the whole, but a
whole that is named without its fund (占支出总额的) may be of the section's fund or of all funds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ...amounts import parse, yuan
from ...knowledge import EXPENSES, FUNDS, NATURES
from ...records import Figure, subject
from ...rulebook import (
    CONCEPT,
    SELECTOR,
    Check,
    Grammar,
    Ledger,
    Lookup,
    Outcome,
    Selector,
    choose,
    listed,
    or_nothing,
    pair,
    percentage,
    pick,
    place,
    several,
)
from .percentages import judge
from .subjects import only

_UP = {**NATURES, **EXPENSES}


class _Share(NamedTuple):
    """A stated share, the amount it belongs to, what it is of, and which list of parts it stands in."""

    figure: Figure
    part: Figure | None
    whole: Figure | None
    family: int
    check: Check
    of: str = ""

    @property
    def group(self) -> tuple[str, ...]:
        """What the shares of one list have in common."""
        if self.whole and self.whole.id:
            return (self.whole.id,)
        section = self.figure.section
        return (self.of, section.rpartition(" > ")[0]) if self.of else (section,)


class _Terms(NamedTuple):
    """Wholes with their parts, and the tables that print a whole."""

    families: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    tables: dict[str, Selector]


_LIST = pair(listed(CONCEPT, "|"), " > ", listed(CONCEPT, " + "))
_TABLE = pair(CONCEPT, " : ", SELECTOR)


def _wholes_and_parts(text: str, rules: Lookup) -> _Terms:
    rows = text.split("; ")
    families = tuple(_LIST.parse(row, rules) for row in rows if " : " not in row)
    return _Terms(families, dict(_TABLE.parse(row, rules) for row in rows if " : " in row))


SHARES = Grammar(f"{_LIST.form} or {_TABLE.form}; …", _wholes_and_parts)


def _stated_wholes(ledger: Ledger, share: Figure, wanted: set[str], funds: set[str]) -> list[list[Figure]]:
    """Return levels that a share can be of, by subject, from the nearest place that states any."""
    levels = [
        f for f in ledger.stated
        if f.role == "level" and f.fen and f.concept in wanted and f.fund in funds and ledger.current(f)
        and subject(f) != subject(share)
    ]  # fmt: skip
    titles = share.section.split(" > ")
    around = [" > ".join(titles[:depth]) for depth in range(len(titles), 0, -1)]
    scopes = [[f for f in levels if f.said_in == share.said_in]]
    scopes += [[f for f in levels if f.section.startswith(section)] for section in around]
    near: dict[Any, list[Figure]] = defaultdict(list)
    for f in next(filter(None, scopes), []):
        near[f.concept, f.fund].append(f)
    return list(near.values())


def _wholes(ledger: Ledger, share: Figure, terms: _Terms) -> list[Figure]:
    """Return what a share can be of."""
    wanted = {w for wholes, parts in terms.families if share.concept in parts for w in wholes}
    funds = {share.fund}
    while share.direction == "revenue" and (above := {FUNDS[f] for f in funds if f in FUNDS} - funds):
        funds |= above
    if share.of_concepts:
        wanted = set(share.of_concepts)
        funds = {share.of_fund} if share.of_fund else funds | {"total"}
    found = [only(ledger, mine) for mine in _stated_wholes(ledger, share, wanted, funds)]
    if found:
        return [f for f in found if f] if all(found) else []
    printed = [pick(ledger, terms.tables[c]) for c in sorted(wanted & terms.tables.keys())]
    return [p.figures[0] for p in printed if not p.trouble and len(p.figures) == 1 and p.figures[0].fen]


def _check(ledger: Ledger, share: Figure, part: Figure | None, whole: Figure | None) -> Check:
    where = place(ledger, share, "share")
    if part is None or whole is None:
        lacks = "amount" if part is None else "whole"
        return Check.insufficient(where, f"its {lacks} is not stated, or not once", named=several([share]))
    named = several((share, part, whole))
    words = f"{yuan(part.fen or 0)} of {yuan(whole.fen or 0)}"
    return judge(ledger, where, share, [(1, part)], [(1, whole)], words, named)


def _read(ledger: Ledger, terms: _Terms) -> list[_Share]:
    """Return the shares of the prose, each with the check of it alone."""
    out: list[_Share] = []
    for f in ledger.stated:
        if f.role != "share" or f.value is None:
            continue
        same = [g for g in ledger.stated if g.said_in == f.said_in and g.role == "level"]
        part = only(ledger, [g for g in same if subject(g) == subject(f)])
        of = f.share_of
        told = _told(f)
        wholes: list[Figure | None] = [told] if told else list(_wholes(ledger, f, terms))
        last = out[-1] if out and out[-1].figure.section == f.section else None
        listed = any(f.concept in parts for _, parts in terms.families)
        if not wholes and not of and not listed and last:  # another part of the same list
            within = (
                [last.whole, last.part] if last.whole and last.part else [last.whole]
            )  # or a part of that part
            chosen = choose([_check(ledger, f, part, whole) for whole in within])
            out.append(_Share(f, part, last.whole, last.family, chosen._replace(others=()), last.of))
            continue
        checks = [_check(ledger, f, part, whole) for whole in wholes or [None]]
        chosen = choose(checks)
        whole = (wholes or [None])[checks.index(chosen._replace(others=()))]
        out.append(_Share(f, part, whole, _family(terms, f, whole), chosen, of))
    return out


def _told(share: Figure) -> Figure | None:
    """Return the whole whose amount the words of a share say themselves: 占支出预算5万元的20%."""
    match = re.search(r"([\d.,]*\d)([万亿千百]?元)\Z", share.share_of)
    if match is None:
        return None
    amount = parse(match[1], match[2])
    return Figure(fen=amount.fen, step=amount.step_fen, role="level", printed=share.share_of)


def _family(terms: _Terms, share: Figure, whole: Figure | None) -> int:
    """Return the number of the list of parts that a share stands in, -1 where it is in none."""
    for n, (wholes, parts) in enumerate(terms.families):
        if share.concept in parts and (whole is None or not whole.role or whole.concept in wholes):
            return n
    return -1


def shares(ledger: Ledger, terms: _Terms) -> Iterator[Check]:
    """A stated share is part / whole, and the shares of all parts of one whole add up to 100."""
    found = _read(ledger, terms)
    groups: dict[Any, list[_Share]] = defaultdict(list)
    for share in found:
        if share.family >= 0:
            groups[share.group, share.family].append(share)
    own = {s.figure.id: s.check for s in found}
    sums = []
    for tops in map(_tops, groups.values()):
        if len(tops) > 1:
            sums.append(check := _sibling_sum(ledger, tops))
            if check.outcome in ("exact", "rounding"):
                own |= {s.figure.id: _closing(ledger, s, tops) for s in tops}
    yield from own.values()
    yield from sums
    if not found:
        yield Check.not_applicable("prose / share", "no share is stated")


def _closing(ledger: Ledger, share: _Share, tops: Sequence[_Share]) -> Check:
    """Check a share of a list that adds up to 100: its whole is the sum of the list, where none is stated.

    Lists are made to add up, so such a share may be one last digit off.
    """
    check, parts = share.check, [(1, s.part) for s in tops if s.part]
    if share.part is None or (share.whole is None and len(parts) < len(tops)):
        return check
    whole = [(1, share.whole)] if share.whole else parts
    amount = sum(f.fen or 0 for _, f in whole)
    if share.whole is None:
        named = several(f for _, f in [(1, share.figure), *parts])
        words = f"{yuan(share.part.fen or 0)} of {yuan(amount)}, the sum of {len(parts)} parts"
        where = place(ledger, share.figure, "share")
        check = judge(ledger, where, share.figure, [(1, share.part)], whole, words, named)
    said, slack = percentage(share.figure)
    if check.outcome != "fail" or abs(said - Fraction(100 * (share.part.fen or 0), amount or 1)) > 2 * slack:
        return check
    return check.but("rounding", "made to add up to 100")


def _tops(mine: Sequence[_Share]) -> list[_Share]:
    """Return the shares of a list without those of parts of its parts, each subject once."""
    once = {subject(s.figure): s for s in mine}
    names = {name for s in once.values() for name in (s.figure.concept, s.figure.nature)} - {"total"}
    return [s for s in once.values() if not {_UP.get(s.figure.concept), _UP.get(s.figure.nature)} & names]


def _sibling_sum(ledger: Ledger, tops: Sequence[_Share]) -> Check:
    first = tops[0]
    said = [percentage(s.figure) for s in tops]
    total, slack = sum((p for p, _ in said), Fraction(0)), sum((u for _, u in said), Fraction(0))
    amounts = [s.part for s in tops if s.part]
    complete = False
    if first.whole and len(amounts) == len(tops):
        low, high = ledger.interval((1, first.whole), *((-1, f) for f in amounts))
        complete = low <= 0 <= high
    words = f"{len(tops)} shares add up to {float(total):g}"
    outcome: Outcome = "exact" if total == 100 else "rounding" if abs(total - 100) <= slack else "fail"
    if total < 100 and outcome == "fail" and not complete:
        outcome, words = "insufficient", f"{words}; the list may leave parts out"
    named = several(s.figure for s in tops)
    return Check(place(ledger, first.whole or first.figure, "shares = 100"), outcome, words, named=named)


@or_nothing("prose / share", "no share is stated")
def share_signs(ledger: Ledger) -> Iterator[Check]:
    """A share carries the sign %; a number that a line break may have cut off from it is not judged."""
    for paragraph in ledger.prose:
        for share in paragraph.shares():
            outcome: Outcome = "exact" if share.signed else "fail" if share.ends else "insufficient"
            words = {"exact": "has the sign", "fail": "has no sign"}.get(
                outcome, "what follows it is not known"
            )
            yield Check(f"prose / page {paragraph.page_at(share.start)} / {share.number}", outcome, words)
