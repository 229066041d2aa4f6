"""Which figures of a form add up to its total, each counted once: the column ``adds``.

For every form, direction, year and phase it is tried which rows of which columns come to the total that the
document prints: the finest rows first, the column of totals before its parts. The first that do are the
figures that add. Where none do, or no total is printed, it is not known (None), save for figures that
cannot be summands: totals, changes, of-which columns, totals printed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..knowledge import known_forms
from ..records import Figure
from .summands import SUMMED, Group, solve
from .table import Extract, Spot

Answer = dict[str, bool | None]
Totals = dict[Any, dict[Any, Figure]]


def with_adds(extract: Extract) -> Extract:
    """Return what the tables of a document yield, with ``adds`` as far as it is known."""
    spots = extract.columns
    known: Answer = {}
    by_form: dict[str, list[Figure]] = defaultdict(list)
    for f in (*extract.line_items, *extract.blanks):
        by_form[f.form].append(f)
    kinds = {form.slug: form.kind for form in known_forms()}
    totals: Totals = defaultdict(dict)
    for f in extract.line_items:
        if f.is_total and f.fen and f.measure == "amount":
            totals[f.direction, f.year, f.phase].setdefault((f.fen, f.fund, f.nature), f)
    for form, figures in by_form.items():
        solved: dict[Any, list[Group]] = defaultdict(list)
        for chain in _chains(_by(figures, lambda f: (f.file, spots[f.id].table))):
            for key, groups in _solved(chain, kinds.get(form, "codes"), spots, totals).items():
                solved[key] += groups
        for groups in solved.values():
            _between(groups)
            for group in groups:
                known |= group.answer
    lines, blanks = (_told(figures, known) for figures in (extract.line_items, extract.blanks))
    return replace(extract, line_items=lines, blanks=blanks)


def _told(figures: Iterable[Figure], known: Answer) -> list[Figure]:
    """Return figures with what is known of each; quicker than ``_replace``."""
    at = Figure._fields.index("adds")
    new = tuple.__new__  # what Figure._make does, without its call
    return [new(Figure, (*f[:at], known[f.id], *f[at + 1 :])) for f in figures]


def _by(figures: Iterable[Figure], key: Callable[[Figure], Any]) -> list[list[Figure]]:
    found: dict[Any, list[Figure]] = defaultdict(list)
    for f in figures:
        found[key(f)].append(f)
    return [mine for _, mine in sorted(found.items())]


def _chains(tables: Iterable[Sequence[Figure]]) -> Iterator[list[Figure]]:
    """Yield the figures of one form by tables; one whose totals are not other ones goes on with the last."""
    chain: list[Figure] = []
    known: dict[Any, int | None] = {}
    for table in tables:
        totals = {
            (f.concept, f.direction, f.fund, f.nature, f.carried, f.year, f.phase): f.fen
            for f in table
            if f.is_total and f.measure == "amount" and f.fen is not None
        }
        if chain and any(known.get(key, fen) != fen for key, fen in totals.items()):
            yield chain
            chain, known = [], {}
        chain, known = [*chain, *table], {**known, **totals}
    yield chain


def _solved(
    chain: Sequence[Figure], kind: str, spots: Mapping[str, Spot], totals: Totals
) -> dict[Any, list[Group]]:
    """Return the groups of figures, solved: of all tables as one, or else of each that has its own total."""
    found: dict[Any, list[Group]] = {}
    parts: list[dict[Any, Group]] | None = None
    for key, group in _groups(chain, kind).items():
        group.elsewhere = list(totals.get(key, {}).values())
        solve(group, spots)
        found[key] = [group]
        if group.total is None and any(f.fen for f in group.figures):
            if parts is None:
                grids = _by(chain, lambda f: (f.file, f.page or 0, f.table or 0))
                parts = [_groups(part, kind) for part in _chains(grids)]
            if len(parts) > 1:
                found[key] = [part[key] for part in parts if key in part]
                for part in found[key]:
                    solve(part, spots)
    return found


def _groups(chain: Sequence[Figure], kind: str) -> dict[Any, Group]:
    found: dict[Any, Group] = {}
    sides: dict[Any, list[Figure]] = defaultdict(list)
    for f in chain:
        key = f.direction, f.year, f.phase
        if key not in found:
            found[key] = Group(kind, f.direction)
        group = found[key]
        if f.measure == "amount":
            group.figures.append(f)
            sides[SUMMED.get(f.direction, f.direction), f.year, f.phase].append(f)
        group.answer[f.id] = None if f.measure == "amount" and not f.is_total else False
    for (direction, *period), group in found.items():
        side = sides[SUMMED.get(direction, direction), *period]
        group.beside = [f for f in side if f.direction != direction]
    return found


def _between(groups: Sequence[Group]) -> None:
    """Let figures that tables of one form repeat count once: those of the whole, or else of the first."""
    some = [g for g in groups if g.total or any(f.fen for f in g.figures)]
    if len(some) < 2:
        return
    totals = [g.total for g in some]
    if None not in totals:
        whole = next((g for g in some if 2 * (g.total or 0) == sum(t or 0 for t in totals)), None)
        one = whole or (some[0] if len(set(totals)) == 1 else None)
        entities = [{f.entity for f in g.figures} for g in some]
        apart = all(not (a & b) for k, a in enumerate(entities) for b in entities[:k])
        if one is None and apart:
            return
        if one is not None:
            for group in some:
                if group is not one:
                    group.answer = dict.fromkeys(group.answer, False)
            return
    for group in some:
        group.answer = {k: None if v else v for k, v in group.answer.items()}
        group.total = None
