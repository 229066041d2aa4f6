"""Which rows of a table are parts of which: a tree by what their labels say, and the cuts through it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
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


@dataclass(frozen=True, slots=True)
class Line:
    """A row in one lane that is no total, with its figures by column."""

    name: Name
    figures: Mapping[int, Figure]

    def sum(self, columns: Iterable[int]) -> int:
        """Return the sum, in fen, of its figures in some columns."""
        return sum(f.fen or 0 for c in columns if (f := self.figures.get(c)))

    def within(self, other: Line) -> bool:
        """Say whether its name is that of a part of another row."""
        return other.name in _wider(self.name)

    def unsure(self, columns: Iterable[int]) -> int:
        """Return the sum of the printed steps of its amounts in some columns."""
        return total_step(f for c in columns if (f := self.figures.get(c)))


def name_of(figure: Figure, fund: str, nature: str) -> Name:
    """Return the name of a row from a figure in a column whose fund and nature are given."""
    concept = figure.concept if figure.concept in EXPENSES else ""
    own = Name(
        figure.budget_unit, figure.project,
        figure.function_code, figure.economic_code, figure.government_code,
        figure.fund if figure.fund != fund else "", figure.nature if figure.nature != nature else "", concept,
    )  # fmt: skip
    coded = figure.function_code or figure.economic_code or figure.government_code
    told = coded or own.fund or own.nature or concept
    whose = (figure.project, figure.budget_unit)
    return own if told or figure.item in whose else own._replace(item=figure.item)


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
def _wider(name: Name) -> tuple[Name, ...]:
    """Return the names that a name is part of, the nearest first."""
    ways = [
        [name.unit, ""] if name.unit else [""], [name.project, ""] if name.project else [""],
        _prefixes(name.function), _prefixes(name.economic), _prefixes(name.government),
        _ancestors(name.fund, FUNDS), _ancestors(name.nature, NATURES), _ancestors(name.concept, EXPENSES),
        [name.item, ""] if name.item else [""],
    ]  # fmt: skip
    ways = [list(dict.fromkeys(way)) for way in ways]
    steps = sorted(product(*(range(len(way)) for way in ways)), key=sum)[1:]
    return tuple(Name(*(way[k] for way, k in zip(ways, step, strict=True))) for step in steps)


def cuts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the rows that are no part of each other, from the finest rows to the topmost ones."""
    names = {line.name for line in lines}
    above = {n: next((w for w in _wider(n) if w in names), None) for n in names}
    parents = set(above.values())
    depths: dict[Name, int] = {}

    def depth(name: Name) -> int:
        if name not in depths:
            up = above[name]
            depths[name] = 0 if up is None else depth(up) + 1
        return depths[name]

    for level in range(max(map(depth, names), default=-1), -1, -1):
        yield [
            n for n in lines if depths[n.name] == level or (depths[n.name] < level and n.name not in parents)
        ]


def by_order(lines: Sequence[Line], columns: Collection[int]) -> list[Line]:
    """Return the rows that are no sum of the rows that follow them.

    That is how units, classes and groups without codes of their own stand above their parts. A row that
    prints what the next one does is taken for its sum: where it is not, the rows returned do not come to
    the total.
    """
    ends: list[tuple[int, int]] = []  # of the rows below, the topmost ones: fen and steps, the next one last
    leaves: list[Line] = []
    for line in reversed(lines):
        fen, mine = line.sum(columns), line.unsure(columns)
        gap, allowed, taken = fen, mine, 0
        while taken < len(ends) and fen and gap * fen > 0:
            part, step = ends[-1 - taken]
            gap, allowed, taken = gap - part, allowed + step, taken + 1
            if abs(gap) <= allowed and rounded_apart(gap, allowed):
                break
        if taken and abs(gap) <= allowed and rounded_apart(gap, allowed):
            del ends[len(ends) - taken :]
        else:
            leaves.append(line)
        ends.append((fen, mine))
    return leaves[::-1]


def choices(lines: Sequence[Line], columns: Collection[int]) -> Iterator[list[Line]]:
    """Yield rows that may add up to the total: of all kinds, then of one kind, then by order.

    Of each, the finest come first; rows that say and print the same as one before them (a page that
    repeats the row it goes on with) are also left out.
    """
    kinds = [
        list(lines),
        [n for n in lines if n.name.function or n.name.economic or n.name.government],
        [n for n in lines if n.name.function],
        [n for n in lines if n.name.economic and not n.name.function],
        [n for n in lines if n.name.project],
        [n for n in lines if n.name.fund or n.name.nature],
        [n for n in lines if n.name.concept],
        [n for n in lines if not any(n.name[:-1])],
        [n for n in lines if n.name.unit and not any(n.name[1:])],
    ]
    once = _once(lines)
    repeated = len(once) < len(lines)
    seen: set[tuple[int, ...]] = set()
    tried: set[tuple[int, ...]] = set()
    for kind in kinds:
        if (of_kind := tuple(map(id, kind))) in tried:
            continue
        tried.add(of_kind)
        for cut in cuts(kind):
            for chosen in (cut, _once(cut)) if repeated else (cut,):
                key = tuple(map(id, chosen))
                if chosen and key not in seen:
                    seen.add(key)
                    yield chosen
    yield by_order(lines, columns)
    if repeated:
        yield by_order(once, columns)


def _once(lines: Iterable[Line]) -> list[Line]:
    known: dict[object, Line] = {}
    for line in lines:
        printed = tuple((c, f.fen, f.item) for c, f in line.figures.items())
        known.setdefault((line.name, printed), line)
    return list(known.values())
