"""The amounts that are asked for by name: each in the first of its places in ``measures.csv`` that has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..knowledge import FISCAL_FUNDS
from ..records import Figure
from ..rulebook import Ledger, Selector, Side, agree, candidates, pick
from .found import Found


def amount(ledger: Ledger, blank: Found, places: Sequence[Side]) -> Found:
    """Fill in a measure that is an amount, or the sum of several."""
    whys: list[str] = []
    for place in places:
        named = [_named(ledger, s) for _, s in place if not (s.may_lack and _has_none(ledger, s))]
        figures = tuple(f for part in named for f in part.figures)
        if named and all(part.figures for part in named):
            if not all(part.one for part in named):
                return blank.open(figures)
            derived = len(figures) > 1 or len(place) > 1
            return blank._replace(figures=figures, status="derived" if derived else "printed")
        whys += [why for _, selector in place if (why := _lack(ledger, selector))]
    if any(blank.name_zh in f.item and f.within for f in ledger.stated):
        whys.append("parts")
    return blank.lacks(*whys)


def _lack(ledger: Ledger, selector: Selector) -> str:
    """Say what stands in a place instead of the one amount that is asked for, "" if nothing does."""
    picked = pick(ledger, selector)
    if picked.trouble == "unread":
        return "unread"
    if picked.figures and all(f.fen is None for f in picked.figures):
        return "blank"
    codes = ("",) if selector.rows == ("total",) else tuple(filter(None, (_below(selector),)))
    printed = any(f.fen is not None and f.code.startswith(codes) for f in candidates(ledger, selector))
    return "parts" if printed or picked.figures else ""


def _below(selector: Selector) -> str:
    """Return the code of which a selector names all lines below, or ""."""
    return selector.rows[0][:-1] if len(selector.rows) == 1 and selector.rows[0].endswith("*") else ""


class _Named(NamedTuple):
    """The amounts that a selector names, and whether they are one: the same, or parts that add up to it."""

    figures: tuple[Figure, ...]
    one: bool


def _named(ledger: Ledger, selector: Selector) -> _Named:
    figures = [f for f in pick(ledger, selector).figures if _counts(ledger, f)]
    if selector.form == "stated" and _is_told_unit_by_unit(ledger, figures):
        figures = []
    if _below(selector) and not _is_whole(ledger, selector):
        figures = []  # lines may be lost
    if not figures and selector.rows == ("total",):
        figures = _heads(ledger, selector)
    figures = _whole(ledger, selector, figures)
    parts = _lines(ledger, selector, figures) or _units(ledger, selector, figures) or _columns(figures)
    different = tuple({f.fen: f for f in reversed(figures)}.values())[::-1]
    return _Named(parts or different, bool(parts) or len(different) == 1)


def _is_told_unit_by_unit(ledger: Ledger, figures: list[Figure]) -> bool:
    """Say whether the prose states other amounts of the same name of units: one may be of a unit, too."""
    names, amounts = {f.item for f in figures}, {f.fen for f in figures}
    told = [f for f in ledger.stated if f.within and not f.concept and f.item in names and f.role == "level"]
    return any(f.fen is not None and f.fen not in amounts for f in told)


def _heads(ledger: Ledger, selector: Selector) -> list[Figure]:
    """Return what stands in the rows that bear the names of units, which are the totals of these."""
    rows = [
        f for f in candidates(ledger, selector) if f.budget_unit and f.item == f.budget_unit and not f.code
    ]
    return [f for f in rows if _counts(ledger, f)]


def _whole(ledger: Ledger, selector: Selector, figures: list[Figure]) -> list[Figure]:
    """Of the figures of a department and of its units return those of the department.

    They stand in the row of the total, or without a unit above those of all units, or they come to the sum of
    all others; where none of it is so, the department is not told apart.
    """
    units = list(dict.fromkeys(f.budget_unit for f in figures))
    if len(units) < 2 or not any(f.fen for f in figures):
        return figures
    apart = [f for f in figures if not f.budget_unit]
    if total := [f for f in apart if f.concept == "grand_total"]:
        return total
    if apart and max(f.place for f in apart) < min(f.place for f in figures if f.budget_unit):
        return apart
    same = {_same(f) for f in figures}
    rows = [f for f in candidates(ledger, selector) if _counts(ledger, f) and _same(f) in same]
    for unit in units:
        mine, others = ([f for f in rows if (f.budget_unit == unit) is own] for own in (True, False))
        if any(f.fen for f in mine) and agree([(1, f) for f in mine], [(1, f) for f in others]):
            return [f for f in figures if f.budget_unit == unit]
    return figures


def _same(figure: Figure) -> tuple[object, ...]:
    """Say what the figures of a department and of its units share: the same line of the same money."""
    name = "" if figure.item == figure.budget_unit else figure.label
    return name, figure.direction, figure.fund, figure.nature


def _units(ledger: Ledger, selector: Selector, figures: list[Figure]) -> tuple[Figure, ...]:
    """Return the figures of all units, where a table gives the department its total but not its lines."""
    if len(figures) < 2 or not all(f.budget_unit and f.code for f in figures):
        return ()
    heads = _heads(ledger, selector)
    whole = {f.budget_unit for f in _whole(ledger, selector, heads)}
    units = {f.budget_unit for f in heads} - whole
    rows = [f for f in candidates(ledger, selector) if _counts(ledger, f) and _same(f) == _same(figures[0])]
    mine = [f.budget_unit for f in rows]
    return tuple(rows) if len(whole) == 1 and set(mine) <= units and len(set(mine)) == len(mine) else ()


def _lines(ledger: Ledger, selector: Selector, figures: list[Figure]) -> tuple[Figure, ...]:
    """Return the lines that a selector names, where their table divides them by the government's classes."""
    below = _below(selector)
    wanted = below or (selector.rows[0] if len(selector.rows) == 1 else "")
    if not figures or not wanted.isdigit():
        return ()
    rows = [f for f in candidates(ledger, selector) if _counts(ledger, f)]
    lines = [f for f in rows if (f.code.startswith(wanted) if below else f.code == wanted)]
    once = len({(f.code, f.government_code) for f in lines}) == len(lines)
    if not once or len(lines) < 2 or figures[0] not in lines or not all(f.government_code for f in lines):
        return ()
    return tuple(lines)


def _is_whole(ledger: Ledger, selector: Selector) -> bool:
    """Say whether the topmost lines of a table come to its total: there is nothing that it does not print."""
    rows = [f for f in candidates(ledger, selector) if _counts(ledger, f)]
    codes = {f.code for f in rows}
    top = [f for f in rows if f.code and not any(f.code[:n] in codes for n in range(3, len(f.code)))]
    return agree([(1, f) for f in rows if f.concept == "grand_total"], [(1, f) for f in top])


def _has_none(ledger: Ledger, selector: Selector) -> bool:
    """Say whether a table prints no such line, nor one below it, and has none."""
    codes = tuple(code.rstrip("*") for code in selector.rows)
    printed = any(f.code.startswith(codes) for f in candidates(ledger, selector))
    return not printed and _is_whole(ledger, selector)


def _columns(figures: list[Figure]) -> tuple[Figure, ...]:
    """Return the figures of a row that is divided by fund, or into personnel and operating expenditure."""
    if len({f.place for f in figures}) == 1 and len(figures) > 1:
        for divided, allowed in (("fund", FISCAL_FUNDS), ("nature", ("personnel", "operating"))):
            values = [getattr(f, divided) for f in figures]
            if set(values) <= set(allowed) and len(set(values)) == len(values):
                return tuple(figures)
    return ()


def _counts(ledger: Ledger, figure: Figure) -> bool:
    """Say whether a figure is an amount, and in the prose of a final account not that of its budget."""
    if figure.fen is None or figure.measure != "amount":
        return False
    return not (ledger.phase == "executed" and figure.role and figure.item.endswith(("预算", "预算数")))
