"""Named checks on classifications: department against government economic codes, reserved items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from operator import attrgetter
from typing import Any, NamedTuple

from ...knowledge import code_name
from ...records import MONEY, Figure
from ...rulebook import Check, Ledger, absent_form, hold, or_nothing, place, several

Forms = tuple[str, ...]

_INSTITUTIONS = ("505", "506")
"""The government's classes for 事业单位: they take up 301, 302, 309 and 310 of those as a whole."""


_money = attrgetter(*MONEY)


class _Pair(NamedTuple):
    """A figure with the government and the department code of its row; "" where one is not printed."""

    government: str
    department: str
    figure: Figure


@or_nothing("government economic codes", "no table prints both economic classifications")
def crosswalk(
    ledger: Ledger, terms: tuple[Forms, tuple[tuple[str, tuple[str, ...]], ...]]
) -> Iterator[Check]:
    """Government codes are sums of department codes.

    Where both codes stand in one row, the rows of each government code are held against the rows of
    its department codes (those of 事业单位 against their like). Where the government codes have a
    table of their own, each is held against the department codes: it is their sum, or at most that
    where classes 505 and 506 take up a part.
    """
    forms, equations = terms
    sums = dict(equations)
    for form in forms:
        columns: dict[Any, list[_Pair]] = defaultdict(list)
        for pair in _pairs(ledger, form):
            columns[_money(pair.figure)].append(pair)
        widest = next((n for n in ("total", "basic") if any(n == key[2] for key in columns)), "")
        columns = {key: pairs for key, pairs in columns.items() if key[2] == widest}
        for (_, fund, *_), pairs in columns.items():
            words = f"{form} / {fund}" if len(columns) > 1 else form
            yield from _column(ledger, words, pairs, sums)


def _pairs(ledger: Ledger, form: str) -> Iterator[_Pair]:
    """Find the two codes of each amount, or one of them alone."""
    for f in ledger.forms.get(form, ()):
        if f.fen is None or f.measure != "amount" or not ledger.current(f):
            continue
        code = f.government_code
        if f.code_kind == "government_economic":
            yield _Pair(code or f.economic_code, "", f)
        elif len(f.economic_code) == 5:
            yield _Pair(code[:5], f.economic_code, f)


def _column(
    ledger: Ledger, words: str, pairs: Sequence[_Pair], sums: Mapping[str, Sequence[str]]
) -> Iterator[Check]:
    """Hold the government codes of one column against the department codes that make them up."""
    paired = any(p.government and p.department for p in pairs)
    by_code: dict[str, list[Figure]] = defaultdict(list)
    by_parts: dict[tuple[bool, str], list[Figure]] = defaultdict(list)
    for p in pairs:
        if p.government and (p.department or not paired):
            by_code[p.government].append(p.figure)
        if p.department and (p.government or not paired):
            by_parts[_institution(p.government), p.department].append(p.figure)
    split = not paired and any(_institution(c) and any(f.fen for f in by_code[c]) for c in by_code)
    op = "<=" if split else "="
    for code, parts in sums.items() if by_code and by_parts else ():
        own = paired and _institution(code)
        keys = [k for k in by_parts if k[0] == own and any(fnmatchcase(k[1], part) for part in parts)]
        left = [(1, f) for f in by_code.get(code, ())]
        right = [(1, f) for k in keys for f in by_parts[k]]
        if (left and (paired or not _institution(code))) or (paired and right):
            yield hold(ledger, f"{words} / {code} {op} {' + '.join(parts)}", left, right, op)


def _institution(code: str) -> bool:
    return code.startswith(_INSTITUTIONS)


def reserved_items(ledger: Ledger, terms: tuple[Forms, tuple[tuple[str, str], ...]]) -> Iterator[Check]:
    """Items (项) of some names have no amount of some nature.

    行政运行 and 事业运行 are the running of government bodies and of institutions, hence no project;
    一般行政管理事务 is the work of government bodies beyond it, hence no basic expenditure.
    """
    forms, pairs = terms
    foreign = dict(pairs)
    for form in forms:
        if absent := absent_form(ledger, form):
            yield absent
            continue
        rows: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for f in ledger.amounts(form):
            name = f.item or code_name("function", f.function_code) or ""
            if foreign.get(name) == f.nature and ledger.current(f) and not f.is_total:
                rows[f.function_code, name].append(f)
        for (_, name), figures in rows.items():
            yield _reserved(place(ledger, figures[0], name, foreign[name]), figures)
        if not rows:
            yield Check.not_applicable(form, f"{form} has no row of these items with both columns")


def _reserved(where: str, figures: list[Figure]) -> Check:
    amounts = [f for f in figures if f.fen]
    named = several(amounts)
    if not amounts:
        return Check(where, "exact", f"no amount in {len(figures)} rows")
    words = f"{len(amounts)} of {len(figures)} rows have an amount"
    return Check(where, "fail", words, amounts[0].fen if len(amounts) == 1 else None, named=named)
