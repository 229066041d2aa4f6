"""The general shapes of rules within one form: sums along a row, sums down a classification.

Each function evaluates one ``kind`` of rule (a row of ``rules.csv``) over one document and yields a
check for every instance, the ones that cannot be decided included.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from operator import attrgetter
from typing import Any

from ..errors import KnowledgeError
from ..knowledge import children
from ..records import COLUMN, MONEY, Figure, without
from .check import Check
from .compare import hold
from .grammar import listed, pair, word
from .ledger import Ledger
from .named_rows import codes_of, in_tree
from .pick import distinct
from .places import absent_form, place, unread_near
from .readings import settled, trusted
from .shortage import without_rows
from .summary_lines import lines
from .vocabulary import FORMS

Sums = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""Forms, and which sums down them are asked for."""


def hierarchy(ledger: Ledger, terms: Sums) -> Iterator[Check]:
    """Evaluate ``FORM…: parents|totals|lines``, for every column of amounts.

    ``parents``: each code against the codes printed directly below it (levels that are not printed
    are passed over). ``totals``: the 合计 row against the topmost codes. ``lines``: the total of a
    summary against its lines, and a line of it against those below it.
    """
    for forms, wanted in terms:
        for form in forms:
            absent = absent_form(ledger, form)
            if absent:
                yield absent
                continue
            for name in wanted:
                found = _sums(ledger, form, name)
                yield from found or [Check.not_applicable(form, f"no {name} printed in {form}")]


def _sums(ledger: Ledger, form: str, name: str) -> list[Check]:
    return ledger.once(("sums", form, name), lambda: without_rows(list(_SUMS[name](ledger, form))))


def lacks_rows(ledger: Ledger, form: str) -> bool:
    """Say whether sums of a form are larger than their rows, in step over the columns."""
    return any(c.short for name in ("parents", "totals") for c in _sums(ledger, form, name))


_column = attrgetter("table_id", "code_kind", *COLUMN)


CODED = ("function", "economic", "government_economic")


def _columns(ledger: Ledger, form: str, kinds: Collection[str] = CODED) -> list[list[Figure]]:
    return _by_column([f for f in ledger.amounts(form) if f.code_kind in kinds], _column)


def _by_column(figures: Iterable[Figure], key: Callable[[Figure], Any]) -> list[list[Figure]]:
    """Group figures by column; of columns with the same keys, where rows have several, by heading."""
    groups: dict[Any, list[Figure]] = defaultdict(list)
    for f in figures:
        groups[key(f)].append(f)
    columns = []
    for group in groups.values():
        if len({f.place for f in group}) == len(group):
            columns.append(group)
            continue
        headed: dict[str, list[Figure]] = defaultdict(list)
        for f in group:
            headed[f.header].append(f)
        columns += headed.values()
    return columns


def _column_words(columns: Sequence[Sequence[Figure]], figure: Figure) -> list[str]:
    """Name a column by the keys in which the columns of its table differ."""
    firsts = [c[0] for c in columns]
    words = [
        str(getattr(figure, key)) for key in ("code_kind", *without(MONEY, "carried"))
        if len({getattr(f, key) for f in firsts}) > 1
    ]  # fmt: skip
    return [*words, *(["carried"] if figure.carried else [])]


def _unread(
    ledger: Ledger, column: Sequence[Figure], head: Figure, parts: Sequence[Figure], where: str
) -> Check | None:
    if unread_near(ledger, column, {head.code}, {f.code for f in parts}):
        return Check.unread(where, "a cell of this column could not be read")
    return None


def _node_check(
    ledger: Ledger,
    column: Sequence[Figure],
    where: str,
    head: list[Figure],
    parts: list[Figure],
    listing: bool = False,
) -> Check:
    """Compare a head with its parts; what stands several times is added up, or counted once."""
    if unread := _unread(ledger, column, head[0], parts, where):
        return unread
    head, once = distinct(head), distinct(parts)
    if len(head) > 1:
        return Check.insufficient(where, REPEATED)
    if len({(f.function_code, f.economic_code) for f in once}) == len(once):
        return _layout(hold(ledger, where, [(1, head[0])], [(1, f) for f in once]), head[0])
    if listing:
        return _layout(hold(ledger, where, [(1, head[0])], [(1, f) for f in parts]), head[0])
    return settled(ledger, where, head[0], [parts, once], REPEATED)


REPEATED = "a code stands in this column more than once, with different amounts"


def _layout(check: Check, head: Figure) -> Check:
    return check._replace(layout=(head.form, head.table_id, head.code_kind))


def _parents(ledger: Ledger, form: str) -> Iterator[Check]:
    columns = _columns(ledger, form)
    blocks = []
    yield from trusted(_by_name(ledger, columns), BY_NAME)
    for column in columns:
        words = _column_words(columns, column[0])
        by_code = _printed(_own(column))
        for code, below in children(by_code, _above).items():
            if not code:
                continue
            heads = distinct(by_code[code])
            if len(heads) == 1:
                parts = [f for c in below for f in by_code[c]]
                yield _node_check(ledger, column, place(ledger, heads[0], *words), by_code[code], parts)
            else:
                at = {id(f): k for k, f in enumerate(column)}
                heads = by_code[code]
                blocks += [_block_check(ledger, column, words, head, at[id(head)]) for head in heads]
    yield from trusted(blocks, REPEATED)


BY_NAME = "rows without codes are placed by their names"


def _by_name(ledger: Ledger, columns: Sequence[Sequence[Figure]]) -> list[Check]:
    """Compare the rows of tables without codes with those below them."""
    found = []
    for column in columns:
        rows = _printed(in_tree(column, codes_of(ledger, column)))
        for code, below in children(rows, _above).items():
            if code:
                head, parts = rows[code][0], [f for c in below for f in rows[c]]
                where = place(ledger, head, *_column_words(columns, head))
                check = hold(ledger, where, [(1, head)], [(1, f) for f in parts])
                found.append(_unread(ledger, column, head, parts, where) or _layout(check, head))
    return found


def _lines(ledger: Ledger, form: str) -> Iterator[Check]:
    yield from lines(ledger, form)
    yield from trusted(_by_name(ledger, _columns(ledger, form, ("line",))), BY_NAME)


def _block_check(
    ledger: Ledger, column: Sequence[Figure], words: Sequence[str], head: Figure, at: int
) -> Check:
    """Compare one of several rows of a code with the rows that follow it, as long as they are below it."""
    where = place(ledger, head, *words)
    code, following = head.code, islice(column, at + 1, None)
    block = list(takewhile(lambda f: f.code.startswith(code) and f.code != code, following))
    by_code = _printed(_own(block))
    parts = [f for c in children(by_code, _above)[""] for f in by_code[c]]
    if not parts:
        return Check.insufficient(where, REPEATED)
    return _unread(ledger, column, head, parts, where) or hold(
        ledger, where, [(1, head)], [(1, f) for f in parts]
    )


def _totals(ledger: Ledger, form: str) -> Iterator[Check]:
    columns = _columns(ledger, form)
    units = _unit_rows(ledger, form)
    by_unit, named = [], []
    for column in columns:
        words = _column_words(columns, column[0])
        totals = [f for f in column if f.is_total]
        if not totals:
            continue
        where = place(ledger, totals[0], *words)
        rows = [f for f in column if not f.is_total]
        if rows and codes_of(ledger, column):
            named.append(_total_check(ledger, column, where, totals, rows))
        elif rows:
            yield _total_check(ledger, column, where, totals, rows)
        elif listed := _same_column(units, totals[0]):
            by_unit.append((where, totals, listed))
        else:
            yield Check.not_applicable(where, "the table prints no rows below its total")
    sums = _by_name(ledger, columns)
    yield from trusted([*sums, *named], BY_NAME)[len(sums) :]
    yield from _unit_checks(ledger, by_unit)


def _total_check(
    ledger: Ledger, column: Sequence[Figure], where: str, totals: list[Figure], rows: Sequence[Figure]
) -> Check:
    by_name = in_tree(rows, codes_of(ledger, column))
    nameless = [f for f in rows if not (f.code or by_name) and f.fen is not None]
    coded = _printed(by_name or _own(rows))
    tops = children(coded, _above)[""]
    parts = [f for c in tops for f in coded[c]]
    if nameless:
        detail = f"{len(nameless)} rows without a code: what adds up to the total is not known"
        return settled(ledger, where, totals[0], [parts + nameless, nameless, parts], detail)
    # no code is the parent of another one: codes with several amounts list units
    flat = bool(by_name) or len(tops) == len(coded)
    return _node_check(ledger, column, where, totals, parts, flat)


_key = attrgetter("table_id", *COLUMN)


def _unit_rows(ledger: Ledger, form: str) -> list[list[Figure]]:
    """Return the columns of amounts of the rows that are units."""
    return _by_column((f for f in ledger.amounts(form) if f.code_kind == "unit" and not f.is_total), _key)


def _same_column(columns: Sequence[list[Figure]], total: Figure) -> list[Figure]:
    found = [c for c in columns if _key(c[0]) == _key(total)]
    return next((c for c in found if len(found) == 1 or c[0].header == total.header), [])


def _unit_checks(
    ledger: Ledger, columns: Sequence[tuple[str, list[Figure], list[Figure]]]
) -> Iterator[Check]:
    """Compare the totals of a table with its rows, which are units; the department may stand above them.

    It is read in the way in which most of its columns close; where none does, nothing is decided.
    """
    readings = []
    for nested in (False, True):
        found = []
        for where, totals, rows in columns:
            parts = rows[1:] if nested and len(rows) > 1 else rows
            unread = _unread(ledger, rows, totals[0], (), where)
            found.append(unread or hold(ledger, where, [(1, totals[0])], [(1, f) for f in parts]))
        readings.append(found)
    best = max(readings, key=lambda found: sum(c.agrees for c in found))
    yield from trusted(best, "units may be listed below each other")


def _above(code: str) -> str:
    return code[:-2] if len(code) > 3 else ""


def _printed(by_code: dict[str, list[Figure]]) -> dict[str, list[Figure]]:
    """Leave out codes whose amount is blank while amounts stand below them: these stand for it."""
    amounts = sorted(code for code, figures in by_code.items() if any(f.fen is not None for f in figures))
    stood_for = set()
    for code in by_code.keys() - set(amounts):
        after = bisect(amounts, code)  # the codes below it come first of those behind it
        if after < len(amounts) and amounts[after].startswith(code):
            stood_for.add(code)
    return {code: figures for code, figures in by_code.items() if code not in stood_for}


def _own(column: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Group the figures of a column by code; the subtotal of a code stands for the rows that split it.

    Rows are split by the other classification (function by economic category); a subtotal has only
    the one code. Where not every code that is split has one, a row with one code is a row like others.
    """
    rows: dict[str, list[Figure]] = defaultdict(list)
    for f in column:
        if f.code:
            rows[f.code].append(f)
    own = {c: [f for f in fs if not (f.function_code and f.economic_code)] for c, fs in rows.items()}
    split = [c for c, fs in rows.items() if len(own[c]) < len(fs)]
    return {**rows, **own} if all(own[c] for c in split) else rows


_SUMS = {"parents": _parents, "totals": _totals, "lines": _lines}


def _sum(text: str) -> str:
    if text not in _SUMS:
        raise KnowledgeError(f"{text!r} is no sum down a classification: {', '.join(_SUMS)}")
    return text


SUMS = listed(pair(FORMS, ": ", listed(word("SUM", _sum))), "; ")
