"""The figures that a reader looks for first: total, basic and project, personnel and operating, 三公."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from ..errors import KnowledgeError
from ..knowledge import table
from ..records import Figure
from ..rulebook import SELECTOR, Ledger, Selector, candidates, pick


class KeyFigure(NamedTuple):
    """A key figure: what it is called, and the figure as printed.

    ``figures`` has one figure, none where it is not printed, and several where different ones are printed
    for it. Of a missing one ``why`` says more: ``unread``, a cell which may hold it could not be read;
    ``parts``, such figures are printed, but none that is known to be the total.
    """

    key: str
    zh: str
    en: str
    figures: tuple[Figure, ...] = ()
    why: str = ""


@cache
def _known() -> tuple[tuple[dict[str, str], tuple[Selector, ...]], ...]:
    def rules(id: str) -> Any:
        raise KnowledgeError(f"a key figure speaks of no rule: {id}")

    return tuple(
        (row, tuple(SELECTOR.parse(text, rules) for text in row["selectors"].split(" or ")))
        for row in table("key_figures")
    )


def key_figures(disclosure: Any) -> list[KeyFigure]:
    """Find the key figures of a document, each as it is printed; nothing is derived.

    Parameters
    ----------
    disclosure : Disclosure

    Returns
    -------
    list of KeyFigure
        In the order of ``key_figures.csv``, which says where each may stand: the first place that has one
        amount counts, or else all amounts of the first that has several. What is missing is not zero.

    Examples
    --------
    >>> import budgetkit as bk
    >>> found = key_figures(bk.read("raw/banan-2024-budget.pdf"))
    >>> [(k.key, *(f.printed for f in k.figures)) for k in found[:3]]
    [('total', '1,137.10'), ('basic', '367.10'), ('project', '770.00')]
    """
    ledger = Ledger(disclosure)
    return [_found(ledger, row, places) for row, places in _known()]


def _counts(ledger: Ledger, figure: Figure) -> bool:
    """Say whether a figure is an amount, and in the prose of a final account not that of its budget."""
    if figure.fen is None or figure.measure != "amount":
        return False
    return not (ledger.phase == "executed" and figure.role and figure.item.endswith(("预算", "预算数")))


def _found(ledger: Ledger, row: dict[str, str], places: tuple[Selector, ...]) -> KeyFigure:
    known = KeyFigure(row["key"], row["zh"], row["en"])
    for place in places:
        picked = pick(ledger, place)
        amounts = {f.fen: f for f in reversed(picked.figures) if _counts(ledger, f)}
        found = tuple(reversed(amounts.values()))
        if len(found) == 1:
            return known._replace(figures=found)
        known = known._replace(figures=known.figures or found)
        if picked.trouble == "unread":
            known = known._replace(why="unread")
        elif any(f.fen is not None for f in candidates(ledger, place)):
            known = known._replace(why=known.why or "parts")
    if not known.why and any(row["zh"] in f.item and f.within for f in ledger.stated):
        return known._replace(why="parts")
    return known
