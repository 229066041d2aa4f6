"""All figures of one document as plain tuples, indexed once, for the rules to look things up in."""

from __future__ import annotations

import copy
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

import pandas as pd

from ..knowledge import table
from ..records import Caption, Figure, Indicator, Place, Unread, from_frame

_WHITE = dict.fromkeys(map(ord, " \t\u3000\xa0"))


@cache
def _line_names() -> frozenset[str]:
    return frozenset(row["name"] for row in table("functional") if len(row["code"]) > 3)


def _of_the_whole(stated: Iterable[Figure]) -> list[Figure]:
    """Leave a figure of one unit, or of a part of one line, only its name: concepts are the whole's."""
    return [f._replace(concept="", form="") if f.within else f for f in stated]


class Ledger:
    """The figures of one document, in the order of the page, with the indexes that rules need.

    Parameters
    ----------
    disclosure : Disclosure
        Anything with the attributes ``document``, ``forms``, ``line_items``, ``blanks``, ``stated``,
        ``indicators``, ``unread`` and ``pages``.

    Attributes
    ----------
    year, phase : int or None, str
        What the document is the budget or final account of; where it does not say, the latest year
        that most of its figures speak of.
    forms : dict of str to list of Figure
        Figures and blanks of each form.
    stated : list of Figure
        Figures of the prose.
    found : dict of str to int
        How many tables of each form were found; ``statutory`` forms that are missing have 0.
    others : tuple of Ledger
        Documents given to be compared with: another year, the final account, units of a department.
    """

    def __init__(self, disclosure: Any) -> None:
        self.statutory = tuple(f["slug"] for f in table("forms") if f["statutory"] == "yes")
        about = disclosure.document
        about = about if isinstance(about, Mapping) else asdict(about)
        self.document: dict[str, Any] = dict(about)
        self.document_id: str = str(about["document_id"])
        files = [part.path.name for part in getattr(disclosure, "parts", ())]
        self._read_forms(disclosure.forms, files)
        records = getattr(disclosure, "records", lambda t: from_frame(t, getattr(disclosure, t), files))
        figures: list[Figure] = [*records("line_items"), *records("blanks")]
        try:
            figures.sort(key=attrgetter("file", "page", "table", "row", "col"))
        except TypeError:  # a figure without a place on a page
            figures.sort(key=lambda f: (f.file, f.page or 0, f.table or 0, f.row or 0, f.col or 0))
        if not any(f.table_id for f in figures):
            figures = self._number_tables(figures)
        self.forms: dict[str, list[Figure]] = defaultdict(list)
        self.rows: dict[Place, list[Figure]] = defaultdict(list)
        place = attrgetter("file", "page", "table", "row")
        for figure in figures:
            self.forms[figure.form].append(figure)
            self.rows[place(figure)].append(figure)
        for form in self.forms:
            self.found.setdefault(form, 1)
        self.stated: list[Figure] = _of_the_whole(records("stated"))
        self.indicators: list[Indicator] = records("indicators")
        self.year, self.phase = self._period(about, figures)
        self._read_unread(records("unread"), figures)
        self.pages: Sequence[Any] = getattr(disclosure, "pages", ())
        self.prose: Sequence[Any] = getattr(disclosure, "prose", ())
        self.captions: Sequence[Caption] = getattr(disclosure, "captions", ())
        self.lines = [text for page in self.pages for text in page.texts()]
        self._classes = {row["name"]: row["code"] for row in table("functional") if len(row["code"]) == 3}
        self._classes |= {f.item: f.code for fs in self.forms.values() for f in fs if f.level == 1 and f.code}
        self._old_classes = {row["alias"] for row in table("concepts") if row["concept"] == "function_class"}
        self._fine = self._prose_steps()
        self._forget()
        self.others: tuple[Ledger, ...] = ()

    def _forget(self) -> None:
        """Empty what was found before and kept: all that may depend on the figures."""
        self.selected: dict[Any, list[Figure]] = {}
        self.picked: dict[Any, Any] = {}
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                self.__dict__.pop(name, None)

    def stating(self, figures: Iterable[Figure]) -> Ledger:
        """Return this ledger with other figures of the prose; neither sees what the other one keeps."""
        ledger = copy.copy(self)
        ledger.stated = list(figures)
        ledger._forget()
        return ledger

    def _read_forms(self, forms: pd.DataFrame, files: Sequence[str]) -> None:
        self.found: dict[str, int] = dict.fromkeys(self.statutory, 0)
        self.units: list[tuple[str, str, int, str]] = []  # form, unit, file, pages
        self.notes: dict[str, str] = defaultdict(str)
        self.due: set[str] = set()
        pages: dict[str, list[frozenset[tuple[int, str]]]] = defaultdict(list)
        for row in forms.to_dict("records"):
            form = str(row["form"])
            self.found.setdefault(form, 0)
            if form in self.statutory or row.get("statutory") is True:
                self.due.add(form)
            if row["status"] == "missing":
                continue
            self.found[form] += 1
            text = {k: "" if pd.isna(v) else str(v) for k, v in row.items()}
            name, numbers = text.get("file", ""), text.get("pages", "")
            file = files.index(name) + 1 if len(files) > 1 and name in files else 0
            self.units.append((form, text.get("unit", ""), file, numbers))
            self.notes[form] += text.get("note", "")
            pages[form].append(frozenset((file, page) for page in numbers.split()))
        self._several = {form: sets for form, sets in pages.items() if len(sets) > 1}

    def _number_tables(self, figures: list[Figure]) -> list[Figure]:
        """Tell apart the tables of one form: a new one begins where the totals are other ones.

        Pages that repeat the title of a table, or its total, go on with it.
        """
        chains: dict[str, tuple[int, dict[Any, int | None]]] = {}
        numbers: dict[tuple[str, int], int] = {}
        heads: dict[str, list[Figure]] = defaultdict(list)
        for f in figures:
            if f.is_total and f.form in self._several:
                heads[f.form].append(f)
        for form, sets in self._several.items():
            for n, pages in enumerate(sets):
                mine = [f for f in heads[form] if (f.file, str(f.page)) in pages]
                totals = {
                    (f.concept, f.direction, f.fund, f.nature, f.carried, f.year, f.measure): f.fen
                    for f in mine
                }
                number, known = chains.get(form, (1, {}))
                if any(key in known and known[key] != fen for key, fen in totals.items()):
                    number, known = number + 1, {}
                chains[form] = number, {**known, **totals}
                numbers[form, n] = number
        several = {form for form, (number, _) in chains.items() if number > 1}

        @cache
        def name(form: str, file: int, page: int | None) -> str:
            sets = self._several[form]
            found = {numbers[form, n] for n, pages in enumerate(sets) if (file, str(page)) in pages}
            return str(found.pop()) if len(found) == 1 else ""

        return [
            f._replace(table_id=name(f.form, f.file, f.page)) if f.form in several else f for f in figures
        ]

    def _period(self, document: Mapping[str, Any], figures: Iterable[Figure]) -> tuple[int | None, str]:
        year, phase = document.get("fiscal_year"), document.get("phase")
        votes = Counter(map(attrgetter("year", "phase"), figures))
        votes = Counter({vote: times for vote, times in votes.items() if vote[0] is not None})
        best = max(votes, key=lambda k: (votes[k], k), default=(None, ""))
        return (int(year) if year is not None and not pd.isna(year) else best[0]), str(phase or best[1])

    def _read_unread(self, unread: list[Unread], figures: Iterable[Figure]) -> None:
        owner = {(f.file, f.page, f.table): f.form for f in figures}
        self.unread = unread
        self.unread_rows: set[Place] = set()
        self.unread_columns: dict[Place, list[Any]] = defaultdict(list)
        self.unread_forms: set[str] = set()
        self.unread_headers: set[str] = set()
        for u in unread:
            form = owner.get((u.file, u.page, u.table), "")
            if u.kind == "header":
                self.unread_headers.add(form)
            elif u.kind == "cell":
                self.unread_rows.add((u.file, u.page, u.table, u.row))
                self.unread_columns[u.file, u.page, u.table, u.col].append(u.row)
                self.unread_forms.add(form)

    def _prose_steps(self) -> dict[str, tuple[int, bool]]:
        """Return, for each unit of the prose, its finest step and whether trailing zeros are dropped."""
        steps: dict[str, set[int]] = defaultdict(set)
        zeros: set[str] = set()
        for f in self.stated:
            if f.fen is not None and f.step:
                steps[f.unit].add(f.step)
                if "." in f.printed and re.search(r"\d*\.\d*0(?!\d)", f.printed) and f.fen:
                    zeros.add(f.unit)
        return {unit: (min(s), len(s) > 1 and unit not in zeros) for unit, s in steps.items()}

    def fine(self, figure: Figure) -> Figure:
        """Return a figure of the prose with the precision that the prose as a whole is printed to.

        Where a document never prints a trailing zero (``770``, ``367.1`` beside ``162.68``), it drops
        them, and all its amounts have the digits of the longest. A plain 0 has them anyway.
        """
        step, trims = self._fine.get(figure.unit, (figure.step, False))
        return figure._replace(step=step) if figure.role and (trims or figure.fen == 0) else figure

    @cached_property
    def text(self) -> str:
        """All printed lines of text, without white space within them."""
        return "\n".join(self.lines).translate(_WHITE)

    def sections(self, *roles: str) -> dict[str, list[Figure]]:
        """Return the figures of the prose that play one of these roles, under their headings."""
        sections: dict[str, list[Figure]] = defaultdict(list)
        for f in self.stated:
            if f.role in roles:
                sections[f.section].append(f)
        return sections

    def class_of(self, figure: Figure) -> str:
        """Return the code of a functional class (类) from a row's code or its printed name."""
        return figure.code[:3] or self._classes.get(figure.item, figure.item)

    def is_line(self, figure: Figure) -> bool:
        """Say whether a row without a code is named as a line below a class (款, 项)."""
        return figure.item in _line_names()

    def is_class(self, figure: Figure) -> bool:
        """Say whether a row without a code is named as a functional class (类)."""
        return figure.item in self._classes or figure.item in self._old_classes

    def __repr__(self) -> str:
        tables = sum(len(v) for v in self.forms.values())
        stated = len(self.stated)
        return f"<Ledger {self.document_id}: {tables} figures in {len(self.forms)} forms, {stated} stated>"

    def amounts(self, form: str) -> list[Figure]:
        """Return the figures and blanks of `form` that are amounts (not changes), of any year."""
        return [f for f in self.forms.get(form, ()) if f.measure == "amount"]

    def current(self, figure: Figure) -> bool:
        """Say whether a figure speaks of the document's own year and phase."""
        return (figure.year is None or self.year is None or figure.year == self.year) and (
            not figure.phase or not self.phase or figure.phase == self.phase
        )

    def is_empty(self, form: str) -> bool:
        """Say whether no amount is printed in a form that was found."""
        return all(f.fen is None for f in self.forms.get(form, ()))
