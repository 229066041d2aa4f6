"""The largest functional class (类) and the largest line (项) of what is spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..knowledge import code_name
from ..records import Figure
from ..rulebook import Ledger, Side, candidates, compare
from .found import Found

CLASS, ITEM = 3, 7
"""How many digits the codes of a class and of a line have."""

Groups = Mapping[str, Sequence[Figure]]
"""Figures by the class or line that they are of."""


def largest(ledger: Ledger, blank: Found, places: Sequence[Side], digits: int) -> Found:
    """Fill in the class (three digits) or the line (seven) with the largest amount of a table.

    It is known where the rows come to the total, or where what is not printed is too little to matter.
    """
    whys: list[str] = []
    for ((_, selector),) in places:
        rows = [f for f in candidates(ledger, selector) if f.fen is not None]
        lines = [f for f in rows if not f.is_total and (f.code or f.item != f.budget_unit)]
        heads = [f for f in rows if f not in lines and f.budget_unit]  # a unit that stands above its rows
        totals = {f.fen: f for f in rows if f.is_total and f.concept == "grand_total"}
        totals = totals or {f.fen: f for f in heads if len(heads) == 1}
        total = next(iter(totals.values())) if len(totals) == 1 else None
        for groups in _groupings(ledger, lines, digits):
            if (first := _first(groups, total)) and len(first) == 1:
                return _named(blank, *first[0], digits)
            if first:
                return blank.open([figures[0] for _, figures in first])
        whys += ["parts"] * bool(lines)
    return blank.lacks(*whys)


def _groupings(ledger: Ledger, lines: Sequence[Figure], digits: int) -> Iterator[Groups]:
    """Yield in which ways rows can be set together by class or line, the rows as printed first."""
    adding = [f for f in lines if f.adds]
    named = not any(f.code for f in lines)
    if digits == CLASS:
        yield _by(lambda f: f.code, (f for f in lines if len(f.code) == CLASS))
        yield _by(lambda f: f.item, (f for f in lines if named and ledger.classes.has(f)))
    elif named:
        yield {f.id: [f] for f in adding}
    finest = [f for f in lines if len(f.code) == ITEM]
    for rows in (adding, finest):
        if all(len(f.code) == ITEM for f in rows):
            yield _by(lambda f: f.code[:digits], rows)


def _by(key: Callable[[Figure], str], figures: Iterator[Figure] | Sequence[Figure]) -> Groups:
    groups: dict[str, list[Figure]] = defaultdict(list)
    for f in figures:
        groups[key(f)].append(f)
    return groups


def _first(groups: Groups, total: Figure | None) -> list[tuple[str, Sequence[Figure]]]:
    """Return the group with the largest sum, several that have the same, or none where it is not known."""
    sums = {key: sum(f.fen or 0 for f in figures) for key, figures in groups.items()}
    most = max(sums.values(), default=0)
    hidden = _hidden([f for figures in groups.values() for f in figures], total)
    if hidden is None or most <= hidden:
        return []
    near = [key for key, fen in sums.items() if fen == most or fen + hidden > most]
    if len(near) > 1 and hidden:
        return []
    return [(key, groups[key]) for key in near]


def _hidden(rows: Sequence[Figure], total: Figure | None) -> int | None:
    """Return how much of the total no row holds, None where the rows hold more, or that is not known."""
    if rows and all(f.adds for f in rows):
        return 0
    if total is None or not rows:
        return None
    check = compare("", [(1, total)], [(1, f) for f in rows])
    return 0 if check.agrees else check.gap if check.gap > 0 else None


def _named(blank: Found, key: str, figures: Sequence[Figure], digits: int) -> Found:
    """Fill in the figures of a class or line, with its name and code."""
    code = figures[0].code[:digits]
    one = len(figures) == 1 and figures[0].code == code
    name = figures[0].item if one or not code else code_name("functional", code) or ""
    return blank.made_of(figures)._replace(item=name, code=code)
