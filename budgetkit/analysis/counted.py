"""What is counted and not paid: staff, vehicles, and the projects that a document lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..checks import part_of, project_sheets
from ..records import Figure, Place
from ..rulebook import Ledger, Selector, Side, agree, candidates
from .found import Found


def count(ledger: Ledger, blank: Found, places: Sequence[Side], heading: str) -> Found:
    """Fill in a number that the prose states; what stands under a heading counts before all else.

    Of different numbers that is meant which the others add up to.
    """
    whys: list[str] = []
    for place in places:
        named = [_stated(ledger, selector, heading) for _, selector in place]
        if all(named):
            if any(len(figures) > 1 for figures in named):
                return blank.open([f for figures in named for f in figures])
            found = [figures[0] for figures in named]
            value = float(sum(f.value or 0 for f in found))
            return blank.made_of(found)._replace(number=(value, value, value), unit=found[0].unit)
        whys += [_why(ledger, selector) for _, selector in place]
    return blank.lacks(*whys)


def _stated(ledger: Ledger, selector: Selector, heading: str) -> list[Figure]:
    """Return the different numbers that a selector names, those of one name of which one is the whole."""
    figures = [f for f in candidates(ledger, selector) if f.value is not None]
    if any(_holds_the_retired(ledger, f) for f in figures):
        return []
    if heading:
        figures = [f for f in figures if heading in f.section] or figures
    different = list({f.value: f for f in reversed(figures)}.values())[::-1]
    if len(different) > 1 and different[0].value == sum(f.value or 0 for f in different[1:]):
        return different[:1]
    return different


def _holds_the_retired(ledger: Ledger, figure: Figure) -> bool:
    """Say whether the staff that is stated (实有人员) is divided into those in post and the retired."""
    after = [f for f in ledger.stated if f.said_in == figure.said_in and f.start and f.role == "count"]
    rest = [f for f in after if (f.start or 0) > (figure.start or 0) and f.concept == figure.concept]
    whole = 0.0
    for f in rest:
        whole += f.value or 0
        if "休" in f.item:
            return part_of(ledger, figure, rest[0]) and whole <= (figure.value or 0)
        if whole == figure.value:
            return False
    return False


def _why(ledger: Ledger, selector: Selector) -> str:
    """Say what the prose has instead of a number."""
    where = [(k, v) for k, v in selector.where if k not in ("role", "unit")]
    denied = replace(selector, where=(*where, ("role", frozenset(("absent",)))))
    return "none" if candidates(ledger, denied) else ""


# projects ------------------------------------------------------------------------------------------------


class _Row(NamedTuple):
    """A row of a list of projects: its amount, whether it adds to the total, whether it is a unit's head."""

    figure: Figure
    adds: bool
    heads: bool


def projects(ledger: Ledger, blank: Found) -> Found:
    """Count the projects of a list that comes to its total, or else those whose targets are shown."""
    rows = _rows(ledger)
    if rows:
        listed = _listed(ledger, rows)
        if not listed:
            return blank.lacks("parts")
        pages = tuple(dict.fromkeys((r.figure.file, r.figure.page or 0) for r in listed))
        return _counted(blank, len(listed), pages, "project_list")
    sheets = project_sheets(ledger)
    tables = {(i.file, i.page, i.table) for s in sheets for i in s.indicators}
    named = all(s.project for s in sheets) or len(tables) == len(sheets)
    if not sheets or not named or any(s.budget is None for s in sheets):
        return blank.lacks(*["parts"] * bool(sheets))
    pages = tuple(dict.fromkeys((i.file, i.page or 0) for s in sheets for i in s.indicators))
    return _counted(blank, len(sheets), pages, sheets[0].indicators[0].form)


def _counted(blank: Found, number: int, pages: tuple[tuple[int, int], ...], form: str) -> Found:
    value = float(number)
    return blank._replace(status="derived", number=(value, value, value), unit="个", pages=pages, form=form)


def _rows(ledger: Ledger) -> list[_Row]:
    """Return the rows of the lists of projects, totals left out."""
    places: dict[Place, list[Figure]] = {}
    for f in ledger.amounts("project_list"):
        if ledger.current(f) and f.fen is not None and f.code_kind == "project" and not f.is_total:
            places.setdefault(f.place, []).append(f)
    widest = [(max(mine, key=lambda f: f.fen or 0), mine) for mine in places.values()]
    return [
        _Row(f, any(g.adds for g in mine), bool(f.budget_unit) and f.item == f.budget_unit)
        for f, mine in widest
    ]


def _listed(ledger: Ledger, rows: Sequence[_Row]) -> list[_Row]:
    """Of the rows of a list return those that are projects and no heads of others.

    They are all but the heads of units, or those that name a unit beside the project, or those that add to
    the total, where each other row is the sum of such rows below it; all, where the prose counts as many.
    """
    own = [r for r in rows if not r.heads]
    said = {f.value for f in ledger.stated if f.role == "count" and f.concept == "project_count"}
    if len(own) in said:
        return own
    for mine in (own, [r for r in own if r.figure.budget_unit]):
        if mine and (all(r.adds for r in mine) or _is_whole(ledger, rows, mine)):
            return mine
    adding = [r for r in rows if r.adds]
    at = {id(r): n for n, r in enumerate(rows)}
    over = [r for r in rows if not r.adds]
    return adding if all(_is_head(r, rows[at[id(r)] + 1 :]) for r in over) else []


def _is_whole(ledger: Ledger, rows: Sequence[_Row], mine: Sequence[_Row]) -> bool:
    """Say whether some rows come to the total that their list prints, or to its first row."""
    totals = [f for f in ledger.amounts("project_list") if f.is_total and f.fen and ledger.current(f)]
    if not totals and rows[0] in mine:
        return False
    whole = max(totals, key=lambda f: f.fen or 0, default=rows[0].figure)
    return agree([(1, whole)], [(1, r.figure) for r in mine])


def _is_head(row: _Row, below: Sequence[_Row]) -> bool:
    """Say whether a row is the sum of rows that follow it and add to the total."""
    parts: list[Figure] = []
    for other in below:
        if other.adds:
            parts.append(other.figure)
            if agree([(1, row.figure)], [(1, f) for f in parts]):
                return True
    return False
