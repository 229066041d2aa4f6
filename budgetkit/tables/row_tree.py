"""Which rows of a table are parts of which: a tree by what their labels say, and the cuts through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import attrgetter, itemgetter
from typing import NamedTuple

from ..knowledge import EXPENSES, FUNDS, NATURES
from ..records import Figure, rounded_apart, total_step


class Name(NamedTuple):
    """What a row is called; "" where it does not say. A row with less of it is the sum of rows with more."""

    unit: str = ""
    project: str = ""
    function: str = ""
    economic: str = ""
    government: str = ""
    fund: str = ""
    nature: str = ""
    concept: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A row in one lane that is no total: its figures, their sum and the sum of their steps, in fen.

    ``printed`` is what it says and prints.
    """

    name: Name
    figures: Sequence[Figure]
    fen: int
    unsure: int
    printed: tuple[object, ...]

    def within(self, other: Line) -> bool:
        """Say whether its name is that of a part of another row."""
        return other.name in _wider(self.name)


def line_of(figures: Sequence[Figure], columns: Sequence[int], fund: str, nature: str) -> Line:
    """Return the row of some figures in these columns; the first of them is of this fund and nature."""
    name = _name_of(figures[0], fund, nature)
    printed = (name, *columns, *((f.fen, f.item) for f in figures))
    return Line(name, figures, sum(f.fen or 0 for f in figures), total_step(figures), printed)


def _name_of(figure: Figure, fund: str, nature: str) -> Name:
    """Return the name of a row from a figure in a column whose fund and nature are given."""
    concept = figure.concept if figure.concept in EXPENSES else ""
    fund, nature = (
        figure.fund if figure.fund != fund else "",
        figure.nature if figure.nature != nature else "",
    )
    coded = figure.function_code or figure.economic_code or figure.government_code
    told = coded or fund or nature or concept
    return Name(
        figure.budget_unit, figure.project,
        figure.function_code, figure.economic_code, figure.government_code, fund, nature, concept,
        "" if told or figure.item in (figure.project, figure.budget_unit) else figure.item,
    )  # fmt: skip


def _prefixes(code: str) -> list[str]:
    return [code[:n] for n in (9, 7, 5, 3) if len(code) >= n] + [""]


def _ancestors(node: str, parents: Mapping[str, str]) -> list[str]:
    """Return a node, what it is part of, and so on up, with "" as the last.

    >>> _ancestors("personnel", NATURES), _ancestors("", NATURES)
    (['personnel', 'basic', 'total', ''], [''])
    """
    found = []
    while node:
        found.append(node)
        node = parents.get(node, "")
    return [*found, ""]


@lru_cache(maxsize=20000)
def _wider(name: Name) -> tuple[tuple[str, ...], ...]:
    """Return the names that a name is part of, the nearest first."""
    ways = [
        [name.unit, ""] if name.unit else [""], [name.project, ""] if name.project else [""],
        _prefixes(name.function), _prefixes(name.economic), _prefixes(name.government),
        _ancestors(name.fund, FUNDS), _ancestors(name.nature, NATURES), _ancestors(name.concept, EXPENSES),
        [name.item, ""] if name.item else [""],
    ]  # fmt: skip
    ways = [list(dict.fromkeys(way)) for way in ways]
    steps = map(sum, product(*(range(len(way)) for way in ways)))
    return tuple(wider for _, wider in sorted(zip(steps, product(*ways), strict=True), key=itemgetter(0))[1:])


def cuts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the rows that are no part of each other, from the finest rows to the topmost ones."""
    names = {line.name for line in lines}
    above = {n: next((w for w in _wider(n) if w in names), None) for n in names}
    parents = set(above.values())
    depths: dict[Name | None, int] = {None: -1}
    for name in above:
        way: list[Name] = []
        at: Name | None = name
        while at is not None and at not in depths:
            way.append(at)
            at = above[at]
        for n in reversed(way):
            depths[n] = depths[above[n]] + 1
    for level in range(max(depths.values()), -1, -1):
        yield [
            n for n in lines if depths[n.name] == level or (depths[n.name] < level and n.name not in parents)
        ]


def by_order(lines: Sequence[Line]) -> list[Line]:
    """Return the rows that are no sum of the rows that follow them.

    That is how units, classes and groups without codes of their own stand above their parts. A row that
    prints what the next one does is taken for its sum: where it is not, the rows returned do not come to
    the total.
    """
    ends: list[Line] = []  # of the rows below, the topmost ones, the next one last
    leaves: list[Line] = []
    for line in reversed(lines):
        gap, allowed = line.fen, line.unsure
        taken = 0
        while taken < len(ends) and gap * line.fen > 0:
            taken += 1
            gap, allowed = gap - ends[-taken].fen, allowed + ends[-taken].unsure
            if abs(gap) <= allowed and rounded_apart(gap, allowed):
                del ends[-taken:]
                break
        else:
            leaves.append(line)
        ends.append(line)
    return leaves[::-1]


_KINDS: tuple[Callable[[Name], object], ...] = (
    lambda _: True,
    lambda n: n.function or n.economic or n.government,
    attrgetter("function"),
    lambda n: n.economic and not n.function,
    attrgetter("project"),
    lambda n: n.fund or n.nature,
    attrgetter("concept"),
    lambda n: not any(n[:-1]),
    lambda n: n.unit and not any(n[1:]),
)


def choices(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield rows that may add up to the total: of all kinds, then of one kind, then by order.

    Of each, the finest come first; rows that say and print the same as one before them (a page that
    repeats the row it goes on with) are also left out.
    """
    once = _once(lines)
    repeated = len(once) < len(lines)
    seen: set[tuple[int, ...]] = set()
    tried: set[tuple[int, ...]] = set()
    for of_kind in _KINDS:
        kind = [line for line in lines if of_kind(line.name)]
        if (these := tuple(map(id, kind))) in tried:
            continue
        tried.add(these)
        for cut in cuts(kind):
            for chosen in (cut, _once(cut)) if repeated else (cut,):
                key = tuple(map(id, chosen))
                if chosen and key not in seen:
                    seen.add(key)
                    yield chosen
    yield by_order(lines)
    if repeated:
        yield by_order(once)


def _once(lines: Iterable[Line]) -> list[Line]:
    known: dict[object, Line] = {}
    for line in lines:
        known.setdefault(line.printed, line)
    return list(known.values())
