"""How the layout of a table or section may be read, where a sum that fails in one reading holds in another.

An honest drafter may print a column of 经营支出 within the total or beside it, a total with or without the
money carried over, amounts cut off instead of rounded. Which readings a rule admits is data (column
``readings`` of ``rules.csv``; ``readings.csv`` says what each means and where it was seen). A reading counts
for a whole table or section: the one with which its rows agree is adopted for all of them, and the detail
names it. Only where the difference itself is printed, as money carried over, one figure is read so alone.
Where no reading lets all rows agree, the one that explains most of them is adopted, and the others fail;
where several agree with all rows, none is preferred and none fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import cache

from ..knowledge import table
from ..records import Figure
from .check import Check, equated
from .compare import hold
from .ledger import Ledger


@cache
def _statements() -> dict[str, str]:
    return {row["reading"]: row["statement_en"] for row in table("readings")}


@cache
def _of_one_figure() -> frozenset[str]:
    return frozenset(row["reading"] for row in table("readings") if row["scope"] == "figure")


def known_readings() -> frozenset[str]:
    """Return the names of the readings of ``readings.csv``."""
    return frozenset(_statements())


def adopt(checks: Sequence[Check], admitted: Collection[str]) -> list[Check]:
    """Read each layout in the one way with which its rows agree.

    Parameters
    ----------
    checks : sequence of Check
        The instances of one rule.
    admitted : collection of str
        The readings that the rule admits.

    Examples
    --------
    Two rows that fail hold with one reading, so it is adopted for the table:

    >>> held = Check("row", "exact", "equal")
    >>> rows = [Check("row", "fail", layout="t", ways=(("within operating", held),)) for _ in "ab"]
    >>> [(c.outcome, c.detail) for c in adopt(rows, ["within"])][0]
    ('exact', 'equal; read as: this column is an of-which column of the others (operating)')
    >>> [c.outcome for c in adopt(rows, [])]
    ['fail', 'fail']
    """
    found = [_alone(check, admitted) if check.ways else check for check in checks]
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for n, check in enumerate(found):
        groups[check.layout].append(n)
    for numbers in groups.values():
        if not any(found[n].ways for n in numbers):
            continue
        for n, check in zip(numbers, _adopted([found[n] for n in numbers], admitted), strict=True):
            found[n] = check
    return found


def _alone(check: Check, admitted: Collection[str]) -> Check:
    """Take up a reading that needs no other row: what two figures differ by is itself printed."""
    own = [way for way in check.ways if way[0] in _of_one_figure()]
    check = check._replace(ways=tuple(way for way in check.ways if way not in own))
    held = next(((name, c) for name, c in own if name in admitted), None)
    return _read_as(check, held[1], _words(held[0])) if held and check.outcome == "fail" else check


def _adopted(rows: list[Check], admitted: Collection[str]) -> list[Check]:
    plain = [row._replace(ways=()) for row in rows]
    if not _fails(plain):
        return plain
    names = dict.fromkeys(name for row in rows for name, _ in row.ways if name.split()[0] in admitted)
    tried = {name: [dict(row.ways).get(name, row)._replace(ways=()) for row in rows] for name in names}
    tried = {name: read for name, read in tried.items() if name != "cut_off" or _many_cut_off(read)}
    held = [name for name, read in tried.items() if not _fails(read) and any(c.agrees for c in read)]
    if held:
        words = " or ".join(map(_words, held))
        return [_read_as(old, new, words) for old, new in zip(plain, tried[held[0]], strict=True)]
    best = min(tried, key=lambda name: _fails(tried[name]), default=None)
    if best is not None and 2 * _fails(tried[best]) < _fails(plain):
        return [_read_as(old, new, _words(best)) for old, new in zip(plain, tried[best], strict=True)]
    return [
        old._replace(others=(*old.others, *(c for name, c in row.ways if name in names and c.left)))
        if old.outcome == "fail" else old
        for row, old in zip(rows, plain, strict=True)
    ]  # fmt: skip


def _many_cut_off(read: Sequence[Check]) -> bool:
    """Say whether amounts look cut off: one figure is just so much of another, or several sums lack a little.

    Where only one sum of a table is off, by as little as that, one of its digits may be wrong.
    """
    off = [c for c in read if c.agrees and c.reported != c.calculated and c.left]
    return len(off) > 1 or any(len(c.left) + len(c.right) == 2 for c in off)


def _fails(checks: Sequence[Check]) -> int:
    return sum(check.outcome == "fail" for check in checks)


def _words(name: str) -> str:
    reading, _, what = name.partition(" ")
    return f"{_statements()[reading]} ({what})" if what else _statements()[reading]


def _read_as(old: Check, new: Check, words: str) -> Check:
    if new.outcome == "fail" and old.agrees:
        return old.but("insufficient", f"but not as the rest of the table is read: {words}")
    changed = (old.outcome, old.right) != (new.outcome, new.right)
    return new._replace(where=old.where, detail=f"{new.detail}; read as: {words}") if changed else old


def settled(ledger: Ledger, where: str, head: Figure, ways: Iterable[Sequence[Figure]], why: str) -> Check:
    """Return the check of the first list of parts that closes to a head; where none does, nothing is decided.

    That a list was found which closes says that the head is borne out; it is no identity that must hold.
    """
    for parts in ways:
        check = hold(ledger, where, [(1, head)], [(1, f) for f in parts])
        if parts and check.agrees:
            return check._replace(named=equated(check.left, check.right), left=(), right=())
    return Check.insufficient(where, why)


def trusted(checks: Sequence[Check], why: str) -> list[Check]:
    """Let checks that rest on how rows are placed fail only where most of them hold.

    >>> [c.outcome for c in trusted([Check("", "exact"), Check("", "fail")], "it may be otherwise")]
    ['exact', 'insufficient']
    """
    if sum(c.agrees for c in checks) >= 3 * _fails(checks):
        return list(checks)
    return [c.but("insufficient", why) if c.outcome == "fail" else c for c in checks]
