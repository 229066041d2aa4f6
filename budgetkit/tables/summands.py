"""Which figures of one form, direction, year and phase come to the total that the document prints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..knowledge import FUNDS, NATURES
from ..records import Figure, rounded_apart, total_step
from .row_tree import Line, choices, line_of
from .table import Spot

SUMMED = {"carry_in": "revenue", "carry_out": "expenditure"}
"""The direction whose grand total also holds money of another direction."""


@dataclass(slots=True)
class Group:
    """The figures of one form, direction, year and phase, in tables that go on with each other.

    ``beside`` are the figures of the other directions of its side: what a grand total holds, too;
    ``elsewhere`` are totals of other forms for this direction, year and phase.
    """

    kind: str
    direction: str
    figures: list[Figure] = field(default_factory=list)
    beside: list[Figure] = field(default_factory=list)
    elsewhere: Sequence[Figure] = ()
    answer: dict[str, bool | None] = field(default_factory=dict)
    total: int | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: number, lane, and which fund and nature it is the column of."""

    number: int
    lane: int
    fund: str
    nature: str
    carried: bool

    def holds(self, other: _Column) -> bool:
        """Say whether the figures of another column are part of those of this one."""
        mine, theirs = (self.fund, self.nature, self.carried), (other.fund, other.nature, other.carried)
        above = _within(other.fund, self.fund, FUNDS) and _within(other.nature, self.nature, NATURES)
        return (
            above
            and self.carried <= other.carried
            and (mine != theirs or (self.lane == other.lane and self.number < other.number))
        )


@dataclass(frozen=True, slots=True)
class _Head:
    """A total that the document prints, of which figures it is worked out, and between which rows."""

    fen: int
    figures: Sequence[Figure]
    since: Any = None
    until: Any = None

    def holds(self, line: Line) -> bool:
        """Say whether a row stands where the rows of the total do."""
        place = line.figures[0].place
        return (self.until is None or place < self.until) and (self.since is None or place > self.since)


def _within(node: str, above: str, parents: Mapping[str, str]) -> bool:
    while node not in (above, "total") and node in parents:
        node = parents[node]
    return above in (node, "total")


def solve(group: Group, spots: Mapping[str, Spot]) -> None:
    """Find the figures of a group that add up to its total."""
    if group.kind == "expense":  # its columns are its rows
        spots = {f.id: Spot(0, 0, 0) for f in group.figures}
    columns = _columns(group.figures, spots)
    lanes = sorted({c.lane for c in columns})
    ways = [*lanes, None] if group.kind == "summary" else [None, *lanes]  # one lane, or all as one
    for lane in ways if len(lanes) > 1 else [None]:
        these = [c for c in columns if lane in (None, c.lane)]
        for chosen in _column_sets(these):
            found = _found(group, these, chosen, spots)
            if found is not None:
                group.answer = {k: k in found[0] for k in group.answer}
                group.total = found[1]
                return


def _columns(figures: Iterable[Figure], spots: Mapping[str, Spot]) -> list[_Column]:
    by_number: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for f in figures:
        by_number[spots[f.id].column, spots[f.id].lane].append(f)
    found = []
    for (number, lane), mine in sorted(by_number.items()):
        heads = Counter((f.fund, f.nature, f.carried) for f in mine if f.is_total)
        meanings = heads.most_common(1) or Counter((f.fund, f.nature, f.carried) for f in mine).items()
        meaning = min((m for m, _ in meanings), key=lambda m: _depth(m[0], FUNDS) + _depth(m[1], NATURES))
        found.append(_Column(number, lane, *meaning))
    return found


def _depth(node: str, parents: Mapping[str, str]) -> int:
    return 1 + _depth(parents[node], parents) if node in parents else 0


def _column_sets(columns: Sequence[_Column]) -> Iterator[list[_Column]]:
    """Yield columns that may hold everything once: the totals, else their parts by nature, or by fund."""
    tops = _tops(columns)
    yield tops
    for kind in ("nature", "fund"):
        same = {getattr(t, kind) for t in tops}
        parts = _tops([c for c in columns if c not in tops and getattr(c, kind) in same and not c.carried])
        if parts:
            yield parts


def _tops(columns: Sequence[_Column]) -> list[_Column]:
    return [c for c in columns if not any(o.holds(c) for o in columns if o is not c)]


def _found(
    group: Group, columns: Sequence[_Column], chosen: Sequence[_Column], spots: Mapping[str, Spot]
) -> tuple[set[str], int] | None:
    """Return the ids of figures of the chosen columns that add up, and their total; None if none do."""
    meaning = {(c.number, c.lane): c for c in chosen}
    rows: dict[Any, dict[int, Figure]] = defaultdict(dict)
    for f in group.figures:
        spot = spots[f.id]
        if not f.is_total and (spot.column, spot.lane) in meaning:
            key = f.id if group.kind == "expense" else (f.place, spot.lane)
            rows[key][spot.column] = f
    lines = []
    for cells in rows.values():
        own = list(cells.values())
        column = meaning[spots[own[0].id].column, spots[own[0].id].lane]
        lines.append(line_of(own, list(cells), column.fund, column.nature))
    heads = list(_heads(group, columns, chosen, spots))
    if len(lines) == 1 and not heads and len(chosen) == 1:
        return _ids(lines), lines[0].fen  # one row is its own total
    for head in heads or [*_elsewhere(group, chosen), *_first(group, lines)]:
        if not lines and len(head.figures) == 1 and all(f.is_total for f in group.figures):
            return {head.figures[0].id}, head.fen  # nothing but a total is printed
        if (these := _adding(head, list(filter(head.holds, lines)))) is not None:
            return _ids(these), head.fen
    return None


def _together(lines: Iterable[Line]) -> int:
    return sum(line.unsure for line in lines)


def _adding(head: _Head, lines: Sequence[Line]) -> list[Line] | None:
    """Return the first rows that come to a total, or else the first that do but for rounding."""
    rounded: list[Line] | None = None
    step = total_step(head.figures)
    for these in choices(lines):
        gap = sum(n.fen for n in these) - head.fen
        if not gap:
            return these
        if rounded is None and rounded_apart(gap, step + _together(these)):
            rounded = these
    return rounded


def _ids(lines: Iterable[Line]) -> set[str]:
    return {f.id for line in lines for f in line.figures}


def _heads(
    group: Group, columns: Sequence[_Column], chosen: Sequence[_Column], spots: Mapping[str, Spot]
) -> Iterator[_Head]:
    """Yield what the figures of a group may add up to, the most likely one first."""
    if group.direction in SUMMED:
        own = [f for f in group.figures if f.concept == group.direction]
        if own and (len(own) == 1 or len({f.fen for f in own}) == 1):
            yield _Head(own[0].fen or 0, own[:1])
        return
    for sets in (_tops(columns), chosen):
        where = {(c.number, c.lane) for c in sets}
        mine = [f for f in group.figures if f.is_total and (spots[f.id].column, spots[f.id].lane) in where]
        if not mine:
            continue
        grand = _largest([f for f in mine if f.concept != "current_total"])
        current = _largest([f for f in mine if f.concept == "current_total"])
        if group.kind == "summary":
            beside = [
                f for f in group.beside
                if f.concept in SUMMED and (spots[f.id].column, spots[f.id].lane) in where
            ]  # fmt: skip
            if grand:
                yield _Head(_total(grand) - _total(beside), [*grand, *beside])
            if current:
                yield _Head(_total(current), current, until=current[0].place)
        elif grand or current:
            yield _Head(_total(grand or current), grand or current)
            public = [f for f in mine if f.concept == "three_public"]
            if len({f.concept for f in grand}) > 1 or (public and public[0] not in grand):
                yield _Head(_total(_largest(public)), _largest(public))
        return


def _elsewhere(group: Group, chosen: Sequence[_Column]) -> Iterator[_Head]:
    """Yield the totals of other forms that are of what a form without a total is of."""
    if len(chosen) == 1 and not chosen[0].carried and group.kind == "codes":
        for f in group.elsewhere:
            if (f.fund, f.nature, f.carried) == (chosen[0].fund, chosen[0].nature, False):
                yield _Head(f.fen or 0, [f])


def _first(group: Group, lines: Sequence[Line]) -> Iterator[_Head]:
    """Yield what the first row of a form without a total prints: of the department, or of the only class.

    One row that follows may print the same by chance, so it has to be named as a part of the first.
    """
    if group.kind == "codes" and (len(lines) > 2 or (len(lines) == 2 and lines[1].within(lines[0]))):
        first = lines[0]
        yield _Head(first.fen, first.figures, since=first.figures[0].place)


def _total(figures: Iterable[Figure]) -> int:
    return sum(f.fen or 0 for f in figures)


def _largest(totals: Iterable[Figure]) -> list[Figure]:
    """Return the largest total of each fund and nature that is no part of another of them."""
    by_meaning: dict[tuple[str, str, bool], Figure] = {}
    for f in totals:
        key = f.fund, f.nature, f.carried
        if key not in by_meaning or abs(f.fen or 0) > abs(by_meaning[key].fen or 0):
            by_meaning[key] = f
    tops = _tops([_Column(0, 0, *key) for key in by_meaning])
    return [by_meaning[t.fund, t.nature, t.carried] for t in tops]
