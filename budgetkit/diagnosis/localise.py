"""Where the error is: the fewest printed figures that, changed, make every identity hold.

Where checks fail, some printed figure is wrong; which one, the checks that hold tell: a figure that
takes part in a failing sum and in three that agree is hardly the one. This is the error localisation of
Fellegi and Holt (1976): the smallest weighted set of figures whose change satisfies all edits at once.
One wrong figure is found by intersecting intervals, several at once by a mixed-integer program.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .admissible import acceptable
from .equations import Side, System
from .events import columns_swapped, lost_rows, shifts
from .mip import several
from .slips import SLIPS
from .suspects import Suspect, single, suspect

MOST = 12
"""How many equally good explanations of one error are listed."""


class Explanation(NamedTuple):
    """A smallest set of figures that, changed, makes the failing checks of one group hold.

    Attributes
    ----------
    error : int
        Number of the group of failing checks that hang together, from 1.
    checks : tuple of str
        Their ids.
    suspects : tuple of Suspect
        The figures that would have to change, all of them.
    rank : int
        1 for the best explanations; equally good ones share it.
    minimal : bool
        No smaller set exists. False where the search was cut off by its limits or range.
    alternatives : int
        How many explanations share its rank.
    """

    error: int
    checks: tuple[str, ...]
    suspects: tuple[Suspect, ...]
    rank: int
    minimal: bool
    alternatives: int = 1

    @property
    def decided(self) -> bool:
        """Whether its figures are likely wrong: no other explanation is as good, and it is no mere list.

        Each check can be mended by a figure of its own; that tells something only where one figure, or one
        event, mends several.
        """
        size = 1 if {s.slip for s in self.suspects} <= _EVENTS else len(self.suspects)
        telling = len(self.suspects) == 1 or size < len(self.checks)
        return self.rank == 1 and self.alternatives == 1 and telling


_EVENTS = {"shifted", "columns_swapped", "misplaced"}


class Unexplained(NamedTuple):
    """A group of failing checks of which it is not said what is wrong, and why."""

    error: int
    checks: tuple[str, ...]
    why: str


def localise(system: System, seconds: float | None = None) -> tuple[list[Explanation], list[Unexplained]]:
    """Find the figures that are likely wrong.

    Parameters
    ----------
    system : System
        The equations of a document's checks.
    seconds : float, optional
        Time for the search of sets of several figures, for the whole document. By default it is limited
        by the size of the search only, so that it finds the same on any machine.

    Returns
    -------
    explanations : list of Explanation
        For each group of failing checks the smallest sets, the likeliest first.
    unexplained : list of Unexplained
        The groups for which none was found within the limits, or more than :data:`MOST` as good ones.
    """
    deadline = float("inf") if seconds is None else time.monotonic() + seconds
    alone = [(failing, single(system, failing)) for failing in _groups(system)]
    groups = _merged(system, alone)
    solved: dict[tuple[int, ...], list[Explanation]] = {}
    while True:
        hard = [failing for failing, suspects in groups if not suspects and tuple(failing) not in solved]
        for failing, suspects in groups:
            if tuple(failing) not in solved:
                left = (deadline - time.monotonic()) / max(len(hard), 1)
                solved[tuple(failing)] = _solved(system, failing, suspects, left)
        joint = _joint(system, [(failing, solved[tuple(failing)]) for failing, _ in groups])
        if len(joint) == len(groups):
            break
        known = {tuple(failing): suspects for failing, suspects in groups}
        groups = [(failing, known.get(tuple(failing)) or single(system, failing)) for failing in joint]
    return _numbered(system, [(failing, solved[tuple(failing)]) for failing in sorted(joint)])


def _solved(
    system: System, failing: Sequence[int], suspects: Iterable[Suspect], seconds: float
) -> list[Explanation]:
    """Return the explanations of failing equations that hang together, the likeliest first."""
    sets: list[tuple[tuple[Suspect, ...], bool]] = [((s,), True) for s in suspects]
    sets += [(event, True) for event in _events(system, failing)]
    sets = [entry for entry in sets if acceptable(system, entry[0], failing)]
    if not sets:
        sets = [
            (tuple(suspect(system, k, *bounds) for k, bounds in chosen.items()), minimal)
            for chosen, minimal in several(system, failing, seconds)
        ]
        sets = [entry for entry in sets if acceptable(system, entry[0], failing)]
    ids = tuple(system.equations[n].check_id for n in failing)
    return _ranked(system, ids, [(_named(figures), minimal) for figures, minimal in sets])


def _joint(system: System, solved: Sequence[tuple[Sequence[int], list[Explanation]]]) -> list[list[int]]:
    """Join groups where a likeliest explanation of one changes a figure that another speaks of."""
    reach = {
        i: {name for n in failing for name in system.equations[n].names}
        | {s.figure.id for e in found if e.rank == 1 for s in e.suspects}
        for i, (failing, found) in enumerate(solved)
    }
    return [sorted(n for i in group for n in solved[i][0]) for group in joined(reach)]


def _numbered(
    system: System, solved: Iterable[tuple[Sequence[int], list[Explanation]]]
) -> tuple[list[Explanation], list[Unexplained]]:
    """Number the groups; of too many explanations that are as good none is told."""
    found: list[Explanation] = []
    unexplained: list[Unexplained] = []
    for number, (failing, ranked) in enumerate(solved, 1):
        ids = tuple(system.equations[n].check_id for n in failing)
        best = ranked[0].alternatives if ranked else 0
        if 0 < best <= MOST:
            found += [e._replace(error=number) for e in ranked]
        else:
            why = f"the figures cannot tell: {best} explanations are as good" if best else NOTHING
            unexplained.append(Unexplained(number, ids, why))
    return found, unexplained


NOTHING = "no set of figures that explains these checks was found within the limits"


Group = tuple[list[int], list["Suspect"]]
"""Numbers of failing equations that hang together, and the figures that explain them alone."""


def _groups(system: System) -> list[list[int]]:
    """Group the failing equations that share a figure."""
    return joined({n: set(system.equations[n].names) for n in system.failing()})


def _merged(system: System, groups: list[Group]) -> list[Group]:
    """Join a group that no single figure explains with the groups that are one equation away."""
    reach: dict[int, set[str]] = {}
    for i, (failing, suspects) in enumerate(groups):
        reach[i] = {name for n in failing for name in system.equations[n].names}
        if not suspects:
            near = {n for name in reach[i] for n in system.of[name]}
            reach[i] |= {name for n in near for name in system.equations[n].names}
    return [
        groups[i[0]] if len(i) == 1 else (sorted(n for j in i for n in groups[j][0]), [])
        for i in joined(reach)
    ]


def joined(members: Mapping[int, set[str]]) -> list[list[int]]:
    """Group the keys whose sets have a member in common, directly or by others.

    >>> joined({1: {"a", "b"}, 2: {"c"}, 3: {"b"}})
    [[1, 3], [2]]
    """
    parent = {n: n for n in members}

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n] = parent[parent[n]]
        return n

    owner: dict[str, int] = {}
    for n, names in members.items():
        for name in names:
            parent[root(n)] = root(owner.setdefault(name, n))
    found: dict[int, list[int]] = defaultdict(list)
    for n in members:
        found[root(n)].append(n)
    return list(found.values())


def _events(system: System, failing: Sequence[int]) -> Iterator[tuple[Suspect, ...]]:
    """Find single events that explain failing equations: a shifted amount, swapped columns, a lost row."""
    for here, there in shifts(system, failing):
        yield tuple(_moved(system, {here: 0, there: system.value(here)}, "shifted"))
    if len(failing) > 1:
        for change in columns_swapped(system, failing):
            yield tuple(_moved(system, change, "columns_swapped"))
    if lacking := lost_rows(system, failing):
        parts = {name: round(system.value(name) - fen) for name, fen in lacking.items()}
        yield tuple(_moved(system, parts, "row_lost"))


def _moved(system: System, change: Mapping[str, int], slip: str) -> Iterator[Suspect]:
    for name, fen in change.items():
        yield Suspect(system.figures[name], fen, fen, fen, slip)


def _named(suspects: tuple[Suspect, ...]) -> tuple[Suspect, ...]:
    """Name the slip where all figures of a row should not be there."""
    here = suspects[0].figure
    alike = all(s.figure.label == here.label and s.figure.fen and not s.slip for s in suspects)
    if len(suspects) > 1 and alike and all(s.low <= 0 <= s.high for s in suspects):
        return tuple(s._replace(fen=0, slip="misplaced") for s in suspects)
    return suspects


def _ranked(
    system: System, ids: tuple[str, ...], sets: Iterable[tuple[tuple[Suspect, ...], bool]]
) -> list[Explanation]:
    """Order explanations: a unit slip, checks mended, the prose spared, how telling a slip is, support."""
    scored = [
        (
            (_unit_slip(s), _mended(system, s), -_blamed(system, s), _telling(s), -_support(system, s)),
            s,
            minimal,
        )
        for s, minimal in sets
    ]
    scored.sort(key=lambda entry: entry[0], reverse=True)
    alike = Counter(score[:4] for score, *_ in scored)
    ranks = {score: rank for rank, score in enumerate(alike, 1)}
    return [
        Explanation(0, ids, s, ranks[score[:4]], minimal, alike[score[:4]])
        for score, s, minimal in scored[:MOST]
    ]


def _telling(suspects: Iterable[Suspect]) -> int:
    """Say how telling the slips are that explain a set: as much as the least of them.

    Any sum that is larger than its parts could lack a row; only when several columns of it lack
    something that could stand in one row is that more than a possibility.
    """
    found = list(suspects)
    if len(found) == 1 and found[0].slip == "row_lost":
        return 0
    return min(SLIPS[s.slip][2] if s.slip else 0 for s in found)


def _unit_slip(suspects: Iterable[Suspect]) -> bool:
    return all(s.slip == "factor_10000" for s in suspects)


def _blamed(system: System, suspects: Iterable[Suspect]) -> int:
    """Count the figures of the prose that are blamed although most checks that speak of them agree."""
    blamed = 0
    for s in suspects:
        known = [system.equations[n].holds for n in system.of.get(s.figure.id, ())]
        blamed += bool(s.figure.role) and 2 * sum(known) > len(known)
    return blamed


def _support(system: System, suspects: Iterable[Suspect]) -> int:
    return sum(system.equations[n].holds for s in suspects for n in system.of.get(s.figure.id, ()))


def _mended(system: System, suspects: Iterable[Suspect]) -> int:
    """Count the soft equations that an explanation mends, less those that it breaks."""
    change = {s.figure.id: s for s in suspects}
    score = 0
    for n in {n for name in change for n in system.soft.get(name, ())}:
        e = system.equations[n]
        after = any(_within(system, side, change) for side in e.sides)
        score += after - e.holds
    return score


def _within(system: System, side: Side, change: dict[str, Suspect]) -> bool:
    """Say whether each bound of a side can be kept by amounts within those of the suspects."""
    least = (
        sum(
            w * ((change[k].low if w > 0 else change[k].high) if k in change else system.value(k))
            for k, w in weights.items()
            if w
        )
        <= end
        for weights, end in side.halves
    )
    return all(least)
