"""Which forms a document has, and what is said about their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from ..knowledge import known_forms


class Shown(NamedTuple):
    """A table of a document: its form, the unit printed with it, and where it stands."""

    form: str
    unit: str
    file: int
    pages: str


class Inventory:
    """The forms of a document (its table ``forms``).

    Parameters
    ----------
    forms : DataFrame
    files : sequence of str
        Names of the files of the disclosure.

    Attributes
    ----------
    found : dict of str to int
        How many tables of each form were found; ``statutory`` forms that are missing have 0.
    due : set of str
        Forms that a document of its kind must have.
    shown : list of Shown
        The tables, in order.
    notes : dict of str to str
        The notes under the tables of each form.
    lacks : dict of str to set of str
        What no table of a form has, of that which the form should have (``concept=overseas``).
    pages : dict of str to list of set
        For each form, file and pages of each of its tables.
    """

    def __init__(self, forms: pd.DataFrame, files: Sequence[str] = ()) -> None:
        self.found: dict[str, int] = dict.fromkeys(statutory(), 0)
        self.due: set[str] = set()
        self.shown: list[Shown] = []
        self.notes: dict[str, str] = defaultdict(str)
        self.lacks: dict[str, set[str]] = {}
        self.pages: dict[str, list[frozenset[tuple[int, str]]]] = defaultdict(list)
        for row in forms.to_dict("records"):
            form = str(row["form"])
            self.found.setdefault(form, 0)
            if form in statutory() or row.get("statutory") is True:
                self.due.add(form)
            if row["status"] == "missing":
                continue
            self.found[form] += 1
            text = {k: "" if pd.isna(v) else str(v) for k, v in row.items()}
            name, pages = text.get("file", ""), text.get("pages", "")
            file = files.index(name) + 1 if len(files) > 1 and name in files else 0
            self.shown.append(Shown(form, text.get("unit", ""), file, pages))
            self.notes[form] += text.get("note", "")
            lacks = set(text.get("lacks", "").split())
            self.lacks[form] = self.lacks.get(form, lacks) & lacks
            self.pages[form].append(frozenset((file, page) for page in pages.split()))

    def places(self, form: str) -> tuple[tuple[int, int], ...]:
        """Return file and page of each page of the tables of a form, in order."""
        listed = {(file, int(page)) for table in self.pages.get(form, ()) for file, page in table}
        return tuple(sorted(listed))


@cache
def statutory() -> tuple[str, ...]:
    """Return the forms that the law prescribes."""
    return tuple(f.slug for f in known_forms() if f.statutory)
