"""The lines of a summary and their total: revenue by fund, expenditure by class or by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..knowledge import FUNDS, SIDES, children
from ..records import Figure
from .check import Check
from .compare import hold
from .ledger import Ledger
from .pick import distinct
from .places import place, unread_near
from .readings import settled


def lines(ledger: Ledger, form: str) -> Iterator[Check]:
    """Compare the total of each side of a summary with the lines of that side."""
    lanes: dict[Any, list[Figure]] = defaultdict(list)
    for f in ledger.amounts(form):
        side = SIDES.get(f.direction, "")
        fund = "" if side == "revenue" else f.fund
        lanes[f.table_id, side, fund, f.year, f.phase].append(f)
    several = len({k[2] for k in lanes if k[1] == "expenditure"}) > 1
    for (_, side, fund, *_), figures in lanes.items():
        if not side:
            detail = (
                f"{len(figures)} figures of which it is not known whether they are revenue or expenditure"
            )
            yield Check.insufficient(form, detail)
            continue
        for nature in dict.fromkeys(f.nature for f in figures):
            mine = [f for f in figures if f.nature == nature]
            others = [f for f in figures if f.nature != nature]
            check = _lane(ledger, _Lane(side, fund if several else "", mine, others))
            if check:
                yield check


class _Lane(NamedTuple):
    """The figures of one side and fund of a summary, and those beside them of another nature."""

    side: str
    fund: str
    figures: list[Figure]
    others: list[Figure]


def _lane(ledger: Ledger, lane: _Lane) -> Check | None:
    figures = lane.figures
    totals = {c: distinct([f for f in figures if f.concept == c]) for c in ("current_total", "grand_total")}
    head = totals["current_total"] or totals["grand_total"]
    if not head:
        return None
    closes = bool(totals["current_total"])
    found = _listed(figures, lane.side, head[0], closes)
    by_nature = _listed(lane.others, lane.side, head[0], closes)
    if not found and not by_nature:
        return None
    where = place(ledger, head[0], lane.side, lane.fund)
    if len(head) > 1:
        return Check.insufficient(where, f"{len(head)} different totals")
    if unread_near(ledger, figures, {""}, set()):
        return Check.unread(where, "a cell of this column could not be read")
    carried = [] if closes else [f for f in figures if f.concept in ("carry_in", "carry_out", "bank_balance")]
    ways, why = _ways(ledger, lane.side, head[0], found)
    if any(f.fen for f in by_nature) and not any(f.fen for f in found):
        ways, why = [by_nature], ""  # lines by kind of expenditure instead of classes: 基本支出, 项目支出
    if why:
        return settled(ledger, where, head[0], [[*way, *carried] for way in ways], why)
    return hold(ledger, where, [(1, head[0])], [(1, f) for f in (*ways[0], *carried)])


def _listed(figures: list[Figure], side: str, head: Figure, closes: bool) -> list[Figure]:
    """Return the lines of a side; what is listed after this year's total is no part of it."""
    found = [f for f in figures if not f.is_total and f.direction == side and not f.carried]
    return ([f for f in found if f.place < head.place] or found) if closes else found


def _ways(ledger: Ledger, side: str, head: Figure, found: list[Figure]) -> tuple[list[list[Figure]], str]:
    """Return the lists of lines that may make the total, and what makes it doubtful that the first does."""
    if side == "revenue":
        by_fund: dict[str, list[Figure]] = defaultdict(list)
        for f in found:
            by_fund[f.fund].append(f)
        tops = children(by_fund, FUNDS, "total").get("", [])
        below = [f for t in tops for f in by_fund[t]]
        if any(len(by_fund[t]) > 1 for t in tops) or by_fund.get(head.fund):
            once = [by_fund[t][0] for t in tops]
            why = "lines of the same fund: what adds up to the total is not known"
            return [below, found, once], why
        return [below], ""
    strange = [f for f in found if f.fen and not ledger.classes.has(f) and not f.code]
    if not strange:
        return [found], ""
    classes = [f for f in found if ledger.classes.has(f)]
    if classes and all(ledger.classes.below(f) for f in strange):  # the lines of each class stand below it
        return [classes], ""
    detail = f"{len(strange)} lines are no functional classes: what adds up to the total is not known"
    return [found, classes], detail
