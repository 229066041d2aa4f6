"""The measures that are asked for by name: one row a document and measure, found as ``measures.csv`` says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from os import PathLike
from typing import Any, NamedTuple

import pandas as pd

from ..errors import KnowledgeError, SourceError
from ..knowledge import table
from ..records import frame
from ..rulebook import SUMS, Ledger, Side
from .checked import completeness, coverage
from .confirmed import confirmed
from .counted import count, projects
from .earlier import execution, prior
from .figures import amount
from .found import Found, row
from .largest import CLASS, ITEM, largest


class Measure(NamedTuple):
    """A row of ``measures.csv``: what is asked for, how (``kind``), where it may stand.

    ``of`` is the measure that another one is taken of or is a part of, or the heading that a count stands
    under.
    """

    blank: Found
    kind: str
    places: tuple[Side, ...]
    of: str

    def base(self, found: Mapping[str, Found]) -> Found:
        """Return the measure that this one is taken of."""
        if self.of not in found:
            raise KnowledgeError(
                f"measures.csv, {self.blank.measure}: no measure {self.of!r} stands above it"
            )
        return found[self.of]

    def part_of(self, found: Mapping[str, Found]) -> Found:
        """Return it as not found yet, with the measure that it is a part of."""
        return self.blank._replace(base=self.base(found)) if self.of else self.blank


Finder = Callable[[Ledger, Measure, Mapping[str, Found]], Found]
KINDS: dict[str, Finder] = {
    "amount": lambda ledger, m, found: amount(ledger, m.part_of(found), m.places),
    "class": lambda ledger, m, found: largest(ledger, m.blank, m.places, CLASS),
    "item": lambda ledger, m, found: largest(ledger, m.blank, m.places, ITEM),
    "count": lambda ledger, m, found: count(ledger, m.blank, m.places, m.of),
    "prior": lambda ledger, m, found: prior(ledger, m.blank, m.places, m.base(found)),
    "execution": lambda ledger, m, found: execution(ledger, m.blank, m.places, m.base(found)),
    "projects": lambda ledger, m, found: projects(ledger, m.blank),
    "coverage": lambda ledger, m, found: coverage(ledger, m.blank, m.base(found)),
    "completeness": lambda ledger, m, found: completeness(ledger, m.blank),
}
"""How a measure is found, by its kind."""


@cache
def _known() -> tuple[Measure, ...]:
    def rules(id: str) -> Any:
        raise KnowledgeError(f"a measure speaks of no rule: {id}")

    return tuple(
        Measure(
            Found(line["measure"], line["name_zh"], line["name_en"], bool(line["key"])),
            line["kind"],
            SUMS.parse(line["selectors"], rules) if line["selectors"] else (),
            line["of"],
        )
        for line in table("measures")
    )


def measures(disclosure: Any = None) -> pd.DataFrame:
    """Return the measures of a document under their names, one row each; what is missing is not zero.

    Parameters
    ----------
    disclosure : Disclosure, optional
        What :func:`budgetkit.disclosure.disclosure.read` returned, or anything with the same tables, or the
        ledger of a reconciliation, which need not be checked again. Without it the measures that there are:
        name in both languages, kind, what each is of, definition.

    Returns
    -------
    DataFrame
        The table ``measures`` of the data dictionary, in the order of ``measures.csv``, which says where
        each may stand. Of these places the first that prints it counts: ``printed``, or ``derived`` where it
        is worked out of several figures; ``ambiguous`` where that place prints different amounts
        (``candidates``); ``doubtful`` where it was recognised on a picture with doubt, and nothing proves it
        (``candidates`` has what was recognised); ``missing``, and ``why``. A department and its units are
        never added. An amount is in ``value_fen``, a count or a ratio in ``value``.

    Examples
    --------
    >>> import budgetkit as bk
    >>> m = bk.measures(bk.read("raw/banan-2024-budget.pdf")).set_index("measure")
    >>> m.loc[["basic", "labour_service"], ["printed", "unit", "pages", "form"]].values.tolist()
    [['367.10', '万元', '9', 'dept_expenditure'], ['155.04', '万元', '6', 'basic_expenditure']]
    >>> m.loc["government_fund", ["value_fen", "status", "why"]].tolist()
    [<NA>, 'missing', 'blank']
    >>> m.loc["basic_prior", ["status", "printed"]].tolist(), int(m.loc["basic_prior", "value_fen"])
    (['derived', '367.10 - 162.68万元'], 204420000)
    """
    if disclosure is None:
        return pd.DataFrame(table("measures"))[["measure", "name_zh", "name_en", "kind", "of", "definition"]]
    if isinstance(disclosure, (str, PathLike)):
        raise SourceError(f"{str(disclosure)!r} is a path: give what budgetkit.read() returns for it")
    ledger = disclosure if isinstance(disclosure, Ledger) else Ledger(disclosure)
    sure = confirmed(ledger)
    return frame("measures", [row(ledger, found, sure) for found in _all(ledger, sure)])


def measure(disclosure: Any, name: str) -> pd.Series:
    """Return one measure of a document, by its name: its row of :func:`measures`.

    Parameters
    ----------
    disclosure : Disclosure
    name : str

    Raises
    ------
    KnowledgeError
        There is no such measure; the message names those that are near.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> d.measure("basic")[["printed", "unit", "pages"]].tolist()
    ['367.10', '万元', '9']
    >>> d.measure("basik")
    Traceback (most recent call last):
    budgetkit.errors.KnowledgeError: no measure 'basik'; near to it are basic; budgetkit.measures() lists all
    """
    words = {key: row["measure"] for row in table("measures") for key in (row["measure"], row["name_zh"])}
    if name not in words:
        near = get_close_matches(name, words) or get_close_matches(name.lower(), words, cutoff=0.4)
        hint = f"near to it are {', '.join(near)}; " if near else ""
        raise KnowledgeError(f"no measure {name!r}; {hint}budgetkit.measures() lists all")
    rows: pd.DataFrame = disclosure.measures
    return rows[rows["measure"] == words[name]].iloc[0]


def found(disclosure: Any) -> list[Found]:
    """Return the measures of a document as figures, in the order of ``measures.csv``.

    >>> import budgetkit as bk
    >>> [(f.measure, f.figures[0].printed) for f in found(bk.read("raw/banan-2024-budget.pdf")) if f.key][:3]
    [('total_expenditure', '1,137.10'), ('basic', '367.10'), ('project', '770.00')]
    """
    ledger = Ledger(disclosure)
    return _all(ledger, confirmed(ledger) if ledger.scanned else frozenset())


def _all(ledger: Ledger, sure: frozenset[str]) -> list[Found]:
    found: dict[str, Found] = {}
    for measure in _known():
        found[measure.blank.measure] = KINDS[measure.kind](ledger, measure, found)
    return [f.unless_doubtful(sure) for f in found.values()]
