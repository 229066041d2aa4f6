"""How far a requirement of disclosure is met, by the checks of its rule."""

from __future__ import annotations

from collections.abc import Iterable

MARKS = ("met", "partly", "not met", "undecided", "does not apply")


def mark(outcomes: Iterable[str]) -> str:
    """Return the mark of a requirement, one of :data:`MARKS`; what could not be checked is not met.

    >>> mark(["exact", "fail"]), mark(["exact", "not_applicable"]), mark(["unread"]), mark([])
    ('partly', 'met', 'undecided', 'does not apply')
    """
    found = set(outcomes)
    met, undecided = found & {"exact", "rounding"}, found & {"insufficient", "unread"}
    if "fail" in found:
        return "partly" if met else "not met"
    if met:
        return "partly" if undecided else "met"
    return "undecided" if undecided else "does not apply"
