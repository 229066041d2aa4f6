"""What a figure of the prose speaks of, and which figures speak of the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ...knowledge import any_of
from ...records import Figure, subject
from ...rulebook import Check, Ledger, Term


def only(ledger: Ledger | None, found: Iterable[Figure]) -> Figure | None:
    """Return the figure that all of some figures state, or None where they state different ones."""
    mine = [f for f in found if f.fen is not None and (ledger is None or ledger.current(f))]
    return mine[0] if len({f.fen for f in mine}) == 1 else None


def sentence(ledger: Ledger, figure: Figure) -> str:
    """Return the sentence of the prose that a figure stands in, "" where there is no prose."""
    text = next((p.text for p in ledger.prose if p.number == figure.paragraph), "")
    end = text.find("。", figure.end)
    return text[text.rfind("。", 0, figure.start) + 1 : end if end >= 0 else None]


def part_of(ledger: Ledger, whole: Figure, part: Figure) -> bool:
    """Tell whether a sentence lists one figure as a part of another one of the same name (其中)."""
    text = next((p.text for p in ledger.prose if p.number == whole.paragraph), "")
    between = text[whole.end : part.start]
    return whole.said_in == part.said_in and re.search(any_of("scope"), between) is not None


def against_one(figures: Iterable[Figure]) -> bool:
    """Tell whether changes are against the same: one year, and not now its budget, now its account.

    What says nothing of budget or account goes with either, as long as only one of them is named.
    """
    found = list(figures)
    years = {f.base_year for f in found} - {None}
    return len(years) < 2 and len({f.base for f in found} - {""}) < 2


def unless_vague(check: Check, figures: Iterable[Figure]) -> Check:
    """Decide nothing where changes do not agree of which some say what they are against and others do not."""
    if check.outcome != "fail" or len({f.base for f in figures}) < 2:
        return check
    return check.but("insufficient", "some do not say whether they are against a budget or an account")


def _signed(figure: Figure) -> Term:
    """Return a stated change with the sign of its direction word; 持平 is a change of 0."""
    if figure.change_direction == "none" and figure.fen is None:
        figure = figure._replace(fen=0)
    return (-1 if figure.change_direction == "decrease" else 1), figure


def _first(figures: Iterable[Figure]) -> list[Figure]:
    """Drop figures that say the same as an earlier one."""
    seen: dict[tuple[Any, ...], Figure] = {}
    for f in figures:
        seen.setdefault((*subject(f), f.role, f.fen, f.change_direction), f)
    return list(seen.values())


def pairs(ledger: Ledger) -> Iterator[tuple[str, Figure, Figure]]:
    """Yield section, level and change of every indicator that has one of each in a section."""
    for section, figures in ledger.sections("level", "change").items():
        by_key: dict[Any, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for f in _first(figures):
            if f.value is None and ledger.current(f) and (f.fen is not None or f.change_direction == "none"):
                by_key[subject(f)][f.role].append(f)
        for both in by_key.values():
            if len(both["level"]) == 1 and len(both["change"]) == 1:
                yield section, both["level"][0], both["change"][0]


def prior_terms(ledger: Ledger, level: Figure, change: Figure) -> list[Term]:
    sign, figure = _signed(ledger.fine(change))
    return [(1, ledger.fine(level)), (-sign, figure)]
