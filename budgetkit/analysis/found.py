"""A measure as it was found in a document: the figures that make it up, and the row that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from ..amounts import as_printed
from ..records import Figure, Phase
from ..rulebook import Ledger, Term

Status = Literal["printed", "derived", "missing", "ambiguous", "doubtful"]

WHYS = ("unread", "parts", "more", "blank", "none", "zero", "not printed")
"""What a missing measure is said to lack, the first of these that is found."""


class Found(NamedTuple):
    """What a document says of one measure: the figures that make it up, or those between which it is open.

    ``key``: a reader looks for it first.
    ``why`` says of a missing one what there is instead: ``unread``, a cell that may hold it could not be
    read; ``parts``, such figures are printed, but none that is known to be the total; ``blank``, its place
    is empty; ``none``, the text says that there is none; ``more``, the parts are more than the whole;
    ``zero``, nothing can be divided by it; ``not printed``.
    ``signs`` are those of the figures, +1 where there are none; ``over`` are the figures that the others are
    divided by. ``number`` is the value, the least and the greatest of what is no amount (a count, a ratio),
    in ``unit``. ``item`` and ``code`` name the line that was found; ``year`` and ``phase`` are those asked
    for, where they are not the document's. ``pages`` and ``form`` are given where no figure says them.
    ``base`` is the measure that it is a part of.
    """

    measure: str
    name_zh: str
    name_en: str
    key: bool = False
    figures: tuple[Figure, ...] = ()
    status: Status = "missing"
    why: str = ""
    signs: tuple[int, ...] = ()
    over: tuple[Figure, ...] = ()
    number: tuple[float, float, float] | None = None
    unit: str = ""
    item: str = ""
    code: str = ""
    year: int | None = None
    phase: Phase = ""
    pages: tuple[tuple[int, int], ...] = ()
    form: str = ""
    base: Found | None = None

    @property
    def terms(self) -> list[Term]:
        """The figures with their signs."""
        return list(zip(self.signs or (1,) * len(self.figures), self.figures, strict=True))

    @property
    def fen(self) -> int:
        """The amount that the figures come to."""
        return sum(sign * (f.fen or 0) for sign, f in self.terms)

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.status in ("printed", "derived")

    def made_of(self, figures: Sequence[Figure]) -> Found:
        """Return it with its figures: printed where it is one of them, else worked out of several."""
        return self._replace(figures=tuple(figures), status="printed" if len(figures) == 1 else "derived")

    def lacks(self, *whys: str) -> Found:
        """Return it as missing, for the first of some reasons that :data:`WHYS` names.

        >>> Found("a", "", "").lacks("blank", "parts").why, Found("a", "", "").lacks().why
        ('parts', 'not printed')
        """
        why = min(filter(None, whys), key=WHYS.index, default="not printed")
        return self._replace(status="missing", why=why)

    def unless_doubtful(self, confirmed: frozenset[str]) -> Found:
        """Return it as doubtful if it rests on a figure recognised with doubt that is not confirmed."""
        doubted = any(f.state == "doubtful" and f.id not in confirmed for f in (*self.figures, *self.over))
        return self._replace(status="doubtful") if self.known and doubted else self

    def open(self, figures: Sequence[Figure]) -> Found:
        """Return it as open between different figures."""
        why = f"{len(figures)} different amounts"
        return self._replace(status="ambiguous", why=why, figures=tuple(figures))


def row(ledger: Ledger, found: Found, proved: frozenset[str]) -> dict[str, Any]:
    """Return the row of the table ``measures`` of what was found; `proved` are the ids that are confirmed."""
    figures = (*found.figures, *found.over)
    known = {
        "document_id": ledger.document_id,
        "measure": found.measure,
        "fiscal_year": found.year or ledger.year,
        "status": found.status,
        "why": found.why,
    }
    if found.status in ("ambiguous", "doubtful"):
        return known | {"candidates": "; ".join(f"{as_printed(f.printed, f.unit)} ({f.id})" for f in figures)}
    if not found.known:
        return known
    pages = found.pages or tuple(dict.fromkeys((f.file, f.page or 0) for f in figures))
    known |= {"pages": " ".join(f"{file}:{page}" if file else str(page) for file, page in pages)}
    known |= {"phase": found.phase if found.year else ledger.phase, "item": found.item, "code": found.code}
    known |= _value(ledger, found) | {"form": found.form}
    if not figures:
        return known
    return known | {
        "printed": _printed(found),
        "unit": "" if found.over else figures[0].unit,
        "line_ids": " ".join(f.id for f in figures),
        "form": found.form or ("stated" if figures[0].role else figures[0].form),
        "column": figures[0].header or figures[0].section,
        "confirmed": all(f.id in proved for f in figures),
    }


def _value(ledger: Ledger, found: Found) -> dict[str, Any]:
    if found.number:
        return {**dict(zip(("value", "low", "high"), found.number, strict=True)), "unit": found.unit}
    low, high = ledger.interval(*found.terms)
    return {"value_fen": found.fen, "low_fen": -(-low // 2), "high_fen": high // 2}


def _printed(found: Found) -> str:
    """Write the figures as printed, with the signs between them.

    >>> level, change = Figure(printed="9.00"), Figure(printed="2.00")
    >>> _printed(Found("a", "", "", figures=(level, change), signs=(1, -1)))
    '9.00 - 2.00'
    """
    signs = {1: " + ", -1: " - "}
    if not found.figures:
        return ""
    words = "".join(signs[sign] + f.printed for sign, f in found.terms)[3:]
    return f"{words} / {' + '.join(f.printed for f in found.over)}" if found.over else words
