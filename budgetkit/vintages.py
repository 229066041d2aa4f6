"""Whether two documents print the same figures: copies of one publication, or two vintages of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from .book import Book, Figure
from .identities import place
from .outcomes import yuan

__all__ = ["compared"]

SHOWN = 5
"""How many differences are written out."""

_TABLE = (
    "form", "table_id", "direction", "fund", "carried", "nature", "measure", "code_kind", "label", "item",
    "is_total", "year", "phase",
)  # fmt: skip
_PROSE = (
    "concept", "item", "direction", "fund", "nature", "code", "role", "unit", "year", "base_year", "base",
    "change_direction",
)  # fmt: skip


def _figures(book: Book) -> dict[Any, list[Figure]]:
    """Return the printed figures of a document by what they speak of, in the order of the page."""
    found: dict[Any, list[Figure]] = defaultdict(list)
    for figures in book.forms.values():
        for f in figures:
            if f.fen is not None:
                found["table", *(getattr(f, k) for k in _TABLE)].append(f)
    for f in book.stated:
        if f.fen is not None or f.value is not None:
            found["prose", *(getattr(f, k) for k in _PROSE)].append(f)
    return found


def _value(f: Figure) -> int | float | None:
    return f.fen if f.fen is not None else f.value


def _words(f: Figure) -> str:
    return yuan(f.fen) if f.fen is not None else f.printed


def compared(one: Book, two: Book) -> tuple[str, str]:
    """Compare all figures of two documents of one body, year and stage.

    Returns
    -------
    outcome : str
        ``exact`` where both print the same figures (copies), ``fail`` where a figure differs (two
        vintages), ``insufficient`` where one prints figures that the other does not.
    words : str
    """
    first, second = _figures(one), _figures(two)
    both = [k for k in first if k in second]
    differing = [k for k in both if [_value(f) for f in first[k]] != [_value(f) for f in second[k]]]
    alike = sum(len(first[k]) for k in both if k not in set(differing))
    alone = [
        sum(len(v) for k, v in mine.items() if k not in theirs)
        for mine, theirs in ((first, second), (second, first))
    ]
    if not both:
        return (
            "insufficient",
            "no figure stands in both: they may be parts of one publication, to be read together",
        )
    rest = f"{alone[0]} stand in the first only, {alone[1]} in the second only" if any(alone) else ""
    if differing:
        shown = "; ".join(_difference(one, first[k], second[k]) for k in differing[:SHOWN])
        more = f"; and {len(differing) - SHOWN} more" if len(differing) > SHOWN else ""
        words = f"two vintages: {alike} figures alike, {len(differing)} places differ ({shown}{more})"
        return "fail", "; ".join(w for w in (words, rest) if w)
    if rest:
        return "insufficient", f"{alike} figures alike, none differs, but {rest}"
    return "exact", f"all {alike} figures alike: copies of one vintage"


def _difference(book: Book, mine: list[Figure], theirs: list[Figure]) -> str:
    pairs = [(f, g) for f, g in zip(mine, theirs, strict=False) if _value(f) != _value(g)]
    where = place(book, mine[0], mine[0].nature)
    if not pairs:
        return f"{where} {len(mine)} and {len(theirs)} times"
    return f"{where} {_words(pairs[0][0])} and {_words(pairs[0][1])}"
