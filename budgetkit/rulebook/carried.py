"""Money carried over: what a table or a sentence may count, and another one not."""

from __future__ import annotations

from ..records import Figure
from .check import Check
from .ledger import Ledger

CARRIED = ("carry_in", "carry_out")
"""Directions, and concepts, of money carried over."""


def _amounts(ledger: Ledger) -> frozenset[int]:
    """Return what the document says was carried in or out: each amount, and the sum of each row and lane."""
    figures = [f for form in ledger.forms for f in ledger.amounts(form) if f.fen and ledger.current(f)]
    carried = [f for f in (*figures, *ledger.stated) if f.fen and _is_carried(f)]
    rows: dict[object, int] = {}
    for f in carried:
        if not f.role and f.fund != "total":
            key = f.place, f.direction, f.nature
            rows[key] = rows.get(key, 0) + (f.fen or 0)
    return frozenset({f.fen for f in carried if f.fen} | set(rows.values()))


def _is_carried(figure: Figure) -> bool:
    if figure.role:
        return figure.role == "level" and figure.concept in CARRIED
    return figure.carried or figure.direction in CARRIED or figure.concept in CARRIED


def or_carried(ledger: Ledger, check: Check) -> Check:
    """Add the reading in which one side counts money carried over, where that is just what they differ by."""
    gap = check.gap
    if _printed(ledger, abs(gap), check.tolerance or 0):
        return _way(check, "that much is carried over")
    if 0 < gap <= max(ledger.once("carried over", lambda: _amounts(ledger)), default=0):
        why = "more than that is carried over, and may be counted there"
        return check._replace(ways=(*check.ways, ("carry_over_part", check.but("insufficient", why))))
    return check


def or_carried_together(ledger: Ledger, checks: list[Check]) -> list[Check]:
    """Do the same for figures that all differ in one direction, and together by what is carried over."""
    failing = [c for c in checks if c.outcome == "fail"]
    gaps = [c.gap for c in failing]
    if len(failing) < 2 or min(gaps) < 0 < max(gaps):
        return checks
    if not _printed(ledger, abs(sum(gaps)), sum(c.tolerance or 0 for c in failing)):
        return checks
    words = "all that is larger comes to what is carried over"
    return [_way(c, words) if c.outcome == "fail" else c for c in checks]


def _printed(ledger: Ledger, gap: int, slack: int) -> bool:
    amounts = ledger.once("carried over", lambda: _amounts(ledger))
    return any(abs(gap - amount) <= slack for amount in amounts)


def _way(check: Check, words: str) -> Check:
    tolerance = abs(check.gap) + (check.tolerance or 0)
    detail = f"{check.detail}; {words}"
    other = check._replace(outcome="exact", detail=detail, tolerance=tolerance, ways=())
    return check._replace(ways=(*check.ways, ("carry_over", other)))
