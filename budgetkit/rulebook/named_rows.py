"""Rows that print a name and no code: which code it is, their names and the rows above them tell.

``公路水路运输`` below ``交通运输支出`` is 21401, and the rows that follow are its 项 as long as the
classification has their names there. So such a table has sums as one with codes has; where one row is not
placed, it has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ..knowledge import codes_named, names_in
from ..records import Figure, Place
from ..text import plain
from .ledger import Ledger

Codes = Mapping[Place, str]
"""The code of each printed row of a table."""

_KINDS = {"function": "function", "economic": "economic", "line": "function"}
"""The classification of the rows of a kind; the lines of a summary that are one are functional."""

_LENGTHS = (7, 5, 3, 0)


def codes_of(ledger: Ledger, column: Sequence[Figure]) -> Codes:
    """Return the code of each row of a column without printed codes; none where one is not placed.

    Parameters
    ----------
    ledger : Ledger
    column : sequence of Figure
        Figures and blanks of one column; its table is placed as a whole.
    """
    first = column[0]
    tables = ledger.once(("named rows", first.form), lambda: _tables(ledger, first.form))
    return tables.get(_table(first), {})


def _table(figure: Figure) -> tuple[str, str, str]:
    return figure.table_id, figure.code_kind, figure.direction


def _tables(ledger: Ledger, form: str) -> dict[tuple[str, str, str], Codes]:
    rows: dict[tuple[str, str, str], dict[Place, Figure]] = defaultdict(dict)
    for f in ledger.amounts(form):
        if not f.is_total and f.code_kind in _KINDS and f.direction in ("revenue", "expenditure"):
            rows[_table(f)].setdefault(f.place, f)
    return {
        key: placed(_KINDS[key[1]], found)
        for key, found in rows.items()
        if not any(f.code for f in found.values())
    }


def placed(kind: str, rows: Mapping[Place, Figure]) -> Codes:
    """Return the code of each row by its name and the rows above it, as deep as its name goes.

    None is placed where one is not, where two would be the same, where a 项 would lack its 款 beside others,
    or where none is below another.

    >>> rows = {n: Figure(item=name) for n, name in enumerate(["教育支出", "其他教育支出", "其他教育支出"])}
    >>> placed("function", rows)
    {0: '205', 1: '20599', 2: '2059999'}
    >>> placed("function", {**rows, 3: Figure(item="张家村")})
    {}
    """
    above, found = "", {}
    for place, figure in rows.items():
        above = _code(kind, plain(figure.item), above)
        if not above:
            return {}
        found[place] = above
    known = set(found.values())
    nested = any(code[:n] in known for code in known for n in (3, 5) if n < len(code))
    split = {code[:3] for code in known if len(code) == 5}
    lost = any(code[:3] in split and code[:5] not in known for code in known if len(code) == 7)
    return found if nested and not lost and len(known) == len(found) else {}


def _code(kind: str, name: str, above: str) -> str:
    """Return the code that a name bears nearest to the row above, "" where it bears none there.

    Where it bears several (in other years), tables list codes in ascending order.
    """
    bearers = _bearers(kind).get(name, ())
    for length in (n for n in _LENGTHS if n <= len(above)):
        below = [code for code in bearers if code.startswith(above[:length]) and len(code) > length]
        nearest = [code for code in below if len(code) == min(map(len, below)) and code > above]
        if nearest:
            return nearest[0] if len(nearest) == 1 and (length or len(nearest[0]) == 3) else ""
        if length == 5 and not below and (last := _last(bearers)):
            return above[:length] + last
    return ""


def _last(bearers: Sequence[str]) -> str:
    """Return the last two digits of a name that has the same ones below every 款 (行政运行), else ""."""
    last = {code[-2:] for code in bearers if len(code) == 7}
    return last.pop() if len(bearers) >= COMMON and len(last) == 1 else ""


COMMON = 5
"""Below how many 款 a name has to be known for it to be one that any of them may have."""


@cache
def _bearers(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the codes that bear each name, folded."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, codes in codes_named(kind, 1, 2, 3).items():
        found[plain(name)] |= dict.fromkeys(codes)
    for code, names in names_in(kind, None).items():
        for name in names:
            found[name][code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def in_tree(column: Iterable[Figure], codes: Codes) -> dict[str, list[Figure]]:
    """Return the figures of a column by the code of their row, totals left out."""
    return {codes[f.place]: [f] for f in column if not f.is_total and f.place in codes}
