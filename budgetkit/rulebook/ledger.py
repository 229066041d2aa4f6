"""All figures of one document as plain tuples, indexed once, for the rules to look things up in."""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar, cast

import pandas as pd

from ..knowledge import message
from ..records import Caption, Figure, Indicator, Phase, Place, Role, Unread, from_frame
from .classes import Classes
from .gaps import Gaps
from .inventory import Inventory
from .numbering import number_tables
from .precision import fine, finest, interval

T = TypeVar("T")

_WHITE = dict.fromkeys(map(ord, " \t\u3000\xa0"))


class Ledger:
    """The figures of one document, in the order of the page, with the indexes that rules need.

    Parameters
    ----------
    disclosure : Disclosure
        Anything with the attributes ``document``, ``forms``, ``line_items``, ``blanks``, ``stated``,
        ``indicators``, ``unread`` and ``pages``; where it has a method ``records``, the records of a table
        are asked of it by the table's name.

    Attributes
    ----------
    document : dict
    document_id : str
    year, phase : int or None, str
        What the document is the budget or final account of; where it does not say, the latest year
        that most of its figures speak of.
    inventory : Inventory
        Which forms the document has; ``found`` is how many tables of each.
    forms : dict of str to list of Figure
        Figures and blanks of each form; ``rows`` those of each printed row.
    stated : list of Figure
        Figures of the prose.
    indicators : list of Indicator
    unread : list of Unread
        What could not be read; ``gaps`` says where that matters.
    scanned : set of (int, int or None)
        File and page of what was recognised on pictures.
    classes : Classes
        The functional classes by name.
    """

    def __init__(self, disclosure: Any) -> None:
        about = disclosure.document
        self.document: dict[str, Any] = dict(about if isinstance(about, Mapping) else asdict(about))
        self.document_id = str(self.document["document_id"])
        files = [part.path.name for part in getattr(disclosure, "parts", ())]
        read = _reader(disclosure, files)
        self.inventory = Inventory(disclosure.forms, files)
        self.found = self.inventory.found
        figures = _in_order([*read("line_items"), *read("blanks")])
        if not any(f.table_id for f in figures):
            figures = number_tables(figures, self.inventory.pages)
        self._index(figures)
        self.stated: list[Figure] = _of_the_whole(read("stated"), str(self.document.get("entity") or ""))
        self.indicators: list[Indicator] = read("indicators")
        self.year, self.phase = _period(self.document, figures)
        self.unread: list[Unread] = read("unread")
        self.gaps = Gaps(self.unread, figures)
        self.pages: Sequence[Any] = getattr(disclosure, "pages", ())
        self.scanned = {(p.file, p.number) for p in self.pages if getattr(p, "scanned", False)} | {
            (f.file, f.page) for f in figures if f.ocr_score is not None
        }
        self.prose: Sequence[Any] = getattr(disclosure, "prose", ())
        self.captions: Sequence[Caption] = getattr(disclosure, "captions", ())
        self.lines = [text for page in self.pages for text in page.texts()]
        self.classes = Classes(f for mine in self.forms.values() for f in mine)
        self._finest = finest(self.stated)
        self._once: dict[Hashable, Any] = {}

    def _index(self, figures: Iterable[Figure]) -> None:
        self.forms: dict[str, list[Figure]] = defaultdict(list)
        self.rows: dict[Place, list[Figure]] = defaultdict(list)
        place = attrgetter("file", "page", "table", "row")
        for figure in figures:
            self.forms[figure.form].append(figure)
            self.rows[place(figure)].append(figure)
        for form in self.forms:
            self.found.setdefault(form, 1)

    def stating(self, figures: Iterable[Figure]) -> Ledger:
        """Return this ledger with other figures of the prose; neither sees what the other one keeps.

        They are printed as finely as the document's own.
        """
        ledger = copy.copy(self)
        ledger.stated = list(figures)
        ledger._once = {}
        return ledger

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what `work` gives, done once for these figures; `key` begins with who asks."""
        if key not in self._once:
            self._once[key] = work()
        kept: T = self._once[key]
        return kept

    # the prose

    def fine(self, figure: Figure) -> Figure:
        """Return a figure of the prose with the precision that the prose as a whole is printed to."""
        return fine(figure, self._finest)

    def interval(self, *terms: tuple[int, Figure]) -> tuple[int, int]:
        """Return the interval, in half fen, that the printed digits of a sum of figures allow."""
        return interval((sign, self.fine(f)) for sign, f in terms)

    def sections(self, *roles: Role) -> dict[str, list[Figure]]:
        """Return the figures of the prose that play one of these roles, under their headings."""
        sections: dict[str, list[Figure]] = defaultdict(list)
        for f in self.stated:
            if f.role in roles:
                sections[f.section].append(f)
        return sections

    @cached_property
    def text(self) -> str:
        """All printed lines of text, without white space within them."""
        return "\n".join(self.lines).translate(_WHITE)

    @property
    def has_prose(self) -> bool:
        """Whether the document speaks: tables alone, published apart from their prose, do not.

        >>> from types import SimpleNamespace as Some
        >>> Ledger.has_prose.fget(Some(stated=[], lines=["2024"], rows={"a row": []}, indicators=[]))
        False
        """
        return bool(self.stated or (self.lines and not self.rows and not self.indicators))

    # the tables

    def amounts(self, form: str) -> Sequence[Figure]:
        """Return the figures and blanks of `form` that are amounts (not changes), of any year."""
        found = self.forms.get(form, [])
        return self.once(("amounts", form), lambda: [f for f in found if f.measure == "amount"])

    def current(self, figure: Figure) -> bool:
        """Say whether a figure speaks of the document's own year and phase."""
        return (figure.year is None or self.year is None or figure.year == self.year) and (
            not figure.phase or not self.phase or figure.phase == self.phase
        )

    def is_empty(self, form: str) -> bool:
        """Say whether no amount is printed in a form that was found."""
        return all(f.fen is None for f in self.forms.get(form, ()))

    def __repr__(self) -> str:
        tables = sum(len(v) for v in self.forms.values())
        stated = len(self.stated)
        forms = len(self.forms)
        return message("repr.ledger", id=self.document_id, figures=tables, forms=forms, stated=stated)


def _reader(disclosure: Any, files: Sequence[str]) -> Callable[[str], list[Any]]:
    """Return what gives the records of a table: those that the disclosure has, or the rows of the table."""
    if records := getattr(disclosure, "records", None):
        return lambda name: list(records(name))
    return lambda name: from_frame(name, getattr(disclosure, name), files)


def _in_order(figures: list[Figure]) -> list[Figure]:
    """Return figures in the order of the page."""
    try:
        return sorted(figures, key=attrgetter("file", "page", "table", "row", "col"))
    except TypeError:  # a figure without a place on a page
        return sorted(figures, key=lambda f: (f.file, f.page or 0, f.table or 0, f.row or 0, f.col or 0))


def _of_the_whole(stated: Iterable[Figure], entity: str) -> list[Figure]:
    """Leave a figure of one unit, or of a part of one line, only its name: concepts are the whole's."""
    return [f._replace(concept="", form="") if f.within not in ("", entity) else f for f in stated]


def _period(document: Mapping[str, Any], figures: Iterable[Figure]) -> tuple[int | None, Phase]:
    """Return year and phase: as the document says, or else as most figures do, the latest of several."""
    year, phase = document.get("fiscal_year"), document.get("phase")
    votes = Counter(map(attrgetter("year", "phase"), figures))
    votes = Counter({vote: times for vote, times in votes.items() if vote[0] is not None})
    best = max(votes, key=lambda k: (votes[k], k), default=(None, ""))
    known = best[0] if year is None or pd.isna(year) else int(year)
    return known, cast(Phase, str(phase or best[1]))
