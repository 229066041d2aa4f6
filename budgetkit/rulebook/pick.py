"""A selector (:mod:`budgetkit.rulebook.selectors`) asked of a ledger: which figures does it name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from operator import attrgetter

from ..knowledge import misnamed
from ..records import CODES, MONEY, Figure
from .ledger import Ledger
from .selectors import Selector
from .vocabulary import is_code

_CARRY = frozenset(("carry_in", "carry_out"))


@dataclass(slots=True)
class Picked:
    """What a selector finds: figures (blank ones included), or why it finds none.

    ``trouble`` is "", ``missing`` (the form is not in the document), ``lacking`` (the form does
    without these rows), ``unread`` (a cell there could not be read), ``misnamed`` (a code is printed
    for something else than it stands for) or ``ambiguous`` (different
    figures have the same keys); ``absent`` lists what was asked for and is not printed.
    """

    figures: list[Figure]
    absent: list[str]
    trouble: str = ""
    detail: str = ""


def _among(figures: list[Figure], key: str, allowed: frozenset[str]) -> list[Figure]:
    """Return the figures whose key has one of the values that a condition allows, written as text."""
    if key not in Figure._fields:  # a property: the code
        return [f for f in figures if getattr(f, key) in allowed]
    at = Figure._fields.index(key)
    default = Figure._field_defaults[key]
    if isinstance(default, str):
        return [f for f in figures if f[at] in allowed]
    if isinstance(default, bool):
        values: set[object] = {v == "yes" for v in allowed}
    else:
        values = {int(v) if v else None for v in allowed}
    return [f for f in figures if f[at] in values]


def candidates(ledger: Ledger, selector: Selector) -> list[Figure]:
    """Return the figures that meet a selector's conditions, of the document's own year if it names none."""
    key = "candidates", selector.form, selector.where, selector.own_year
    return ledger.once(key, lambda: _candidates(ledger, selector))


def _candidates(ledger: Ledger, selector: Selector) -> list[Figure]:
    figures = _meeting(ledger, selector.form, selector.where)
    return [f for f in figures if ledger.current(f)] if selector.own_year else figures


def _meeting(ledger: Ledger, form: str, where: Sequence[tuple[str, frozenset[str]]]) -> list[Figure]:
    """Return the figures of a form that meet conditions; what the first ones leave is kept for others."""
    if not where:
        return ledger.stated if form == "stated" else ledger.forms.get(form, [])
    name, allowed = where[-1]
    before = where[:-1]
    return ledger.once(
        ("meeting", form, where), lambda: _among(_meeting(ledger, form, before), name, allowed)
    )


_keys = attrgetter("label", *CODES, *MONEY)


def distinct(figures: list[Figure]) -> list[Figure]:
    """Drop figures that repeat another one with the same keys and the same amount."""
    first: dict[int | None, Figure] = {}
    keys: dict[int | None, set[tuple[object, ...]]] = {}
    out = []
    for figure in figures:
        fen = figure.fen
        if fen not in first:  # most amounts stand alone: their keys need not be compared
            first[fen] = figure
            out.append(figure)
            continue
        known = keys[fen] if fen in keys else keys.setdefault(fen, {_keys(first[fen])})
        if (mine := _keys(figure)) not in known:
            known.add(mine)
            out.append(figure)
    return out


def pick(ledger: Ledger, selector: Selector) -> Picked:
    """Find the figures that a selector names.

    A figure printed twice with the same keys and amount counts once; different amounts under the
    same keys are ambiguous, and no choice is made.
    """
    return ledger.once(("pick", selector), lambda: _pick(ledger, selector))


def _pick(ledger: Ledger, selector: Selector) -> Picked:
    if selector.form != "stated" and not ledger.found.get(selector.form):
        trouble = "" if selector.optional else "missing"
        return Picked([], [selector.form], trouble, f"{selector.form} is not in the document")
    found = candidates(ledger, selector)
    figures: list[Figure] = []
    absent: list[str] = []
    for token in selector.rows or ("",):
        mine = distinct(list(_rows(found, token)))
        mine = mine if selector.several else whole(widest(mine))
        labels = {f.code or f.label for f in mine}
        if len(mine) > (len(labels) if selector.several else 1):
            return Picked(mine, [], "ambiguous", f"{len(mine)} different figures for {selector.text}")
        if token.isdigit() and (other := _misnamed(mine)):
            return Picked([], [token], "misnamed", f"{token} is printed for {other}")
        figures += mine
        if not mine:
            absent.append(token or selector.text)
    if absent and selector.form in ledger.gaps.forms:
        return Picked(figures, absent, "unread", f"a cell of {selector.form} could not be read")
    if not figures and selector.may_lack:
        return Picked([], absent, "lacking", f"{selector.form} prints no {', '.join(absent)}")
    if selector.several and any(ledger.gaps.columns.get(f.column) for f in figures):
        return Picked(figures, absent, "unread", f"a cell in a column of {selector.form} could not be read")
    return Picked(figures, absent)


def _misnamed(figures: list[Figure]) -> str:
    """Return the name under which a document prints an economic code that stands for something else."""
    economic = (f for f in figures if "economic" in f.code_kind)
    return next((f.item for f in economic if misnamed(f.code_kind, f.code, f.item)), "")


def widest(figures: list[Figure]) -> list[Figure]:
    """Of figures that differ only in their fund and stand in one row, take the column of all funds."""
    if len(figures) > 1 and len({f.place for f in figures}) == 1:
        for fund in ("total", "fiscal"):
            if len(whole := [f for f in figures if f.fund == fund]) == 1:
                return whole
    return figures


def whole(figures: list[Figure]) -> list[Figure]:
    """Of rows of units, take that of all of them: it names none, or is the sum of the others.

    >>> units = [Figure(budget_unit=unit, fen=fen) for unit, fen in (("局", 9), ("局（本级）", 5), ("站", 4))]
    >>> [f.budget_unit for f in whole(units)], len(whole(units[1:]))
    (['局'], 2)
    """
    if len(figures) < 2 or len({f.budget_unit for f in figures}) < len(figures):
        return figures
    if own := [f for f in figures if not f.budget_unit]:
        return own
    most = max(figures, key=lambda f: f.fen or 0)
    others = sum(f.fen or 0 for f in figures if f is not most)
    return [most] if len(figures) > 2 and others and most.fen == others else figures


def topmost(figures: list[Figure]) -> list[Figure]:
    """Leave out figures whose code is below that of another one."""
    codes = {f.code for f in figures}
    return [f for f in figures if not any(f.code[:n] in codes for n in range(3, len(f.code)))]


def _rows(figures: list[Figure], token: str) -> Iterable[Figure]:
    if token in ("", "all"):
        return figures
    if token == "total":
        return [f for f in figures if f.is_total and f.concept in ("", "grand_total", "three_public")]
    if token == "lines":
        return [
            f for f in figures if not f.is_total and f.concept not in _CARRY and f.direction not in _CARRY
        ]
    if token == "classes":
        return topmost([f for f in figures if f.code and not f.is_total])
    if not is_code(token):
        return [f for f in figures if f.concept == token]
    if token.endswith("*"):
        return topmost([f for f in figures if f.code.startswith(token[:-1])])
    if "?" in token:
        return [f for f in figures if fnmatchcase(f.code, token)]
    return [f for f in figures if f.code == token]
