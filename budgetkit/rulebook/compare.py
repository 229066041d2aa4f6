"""Comparing two printed sums: outcome, tolerance and the words that go with them.

Two figures may differ by no more than their printed digits allow. A term printed to a step ``u``
lies within ``u/2`` of its true value, so a sum of n terms and its total may differ by half of the
sum of all n + 1 steps. One and the same figure in two tables must agree exactly where both are
printed to the same step; the prose may round for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..amounts import plainly, yuan
from ..records import Figure, step_of
from .balanced import or_balanced
from .carried import or_carried
from .check import Check, Outcome, Term, equated
from .ledger import Ledger
from .precision import cut_window, tolerance


def _sum(terms: Iterable[Term]) -> int:
    return sum(sign * f.fen for sign, f in terms if f.fen is not None)


def compare(where: str, left: Sequence[Term], right: Sequence[Term], op: str = "=", note: str = "") -> Check:
    """Compare two sums of figures.

    Parameters
    ----------
    where : str
        Place in words.
    left, right : sequence of (sign, Figure)
        What is reported, and what it is calculated from. A figure without an amount (blank, dash)
        adds nothing, and the detail counts it.
    op : {"=", "<=", ">="}
    note : str
        Added to the detail.

    Returns
    -------
    Check
        ``not_applicable`` where neither side has an amount, ``insufficient`` where only one has.
    """
    a = [f for _, f in left if f.fen is not None]
    b = [f for _, f in right if f.fen is not None]
    empty = len(left) + len(right) - len(a) - len(b)
    notes = [n for n in (f"{empty} blank" if empty else "", note) if n]
    if not a and not b:
        return Check.not_applicable(where, "; ".join(["nothing printed on either side", *notes]))
    reported, calculated = _sum(left) if a else None, _sum(right) if b else None
    if calculated is None and right and op == "=" and len({f.form for _, f in (*left, *right)}) == 1:
        calculated = None if any(f.role for f in a) else 0  # the places of all parts are there, and empty
    named = equated(left, right)
    if right and reported == 0 and calculated is None and all(f.role for f in a):
        words = "0 in the prose, nothing printed in the table"
        return Check(where, "exact", "; ".join([words, *notes]), reported, named=named)
    if (reported if op == "<=" else calculated if op == ">=" else 0) is None:
        words = "; ".join(["the part is not printed", *notes])
        return Check(where, "not_applicable", words, reported, calculated, named=named)
    if reported is None or calculated is None:
        side = "reported" if reported is None else "calculated"
        other = yuan((calculated if reported is None else reported) or 0)
        words = f"nothing printed on the {side} side, {other} on the other"
        return Check(where, "insufficient", "; ".join([words, *notes]), reported, calculated, named=named)
    allowed = tolerance(a, b)
    gap = reported - calculated
    over = {"=": abs(gap), "<=": max(gap, 0), ">=": max(-gap, 0)}[op]
    outcome: Outcome = "exact" if not over else "rounding" if over <= allowed else "fail"
    words = "; ".join([_words(a, b, op, gap, over, allowed), *notes])
    check = Check(where, outcome, words, reported, calculated, allowed, named, tuple(left), op, tuple(right))
    return _or_cut_off(check, gap) if op == "=" and gap else check


def agree(left: Sequence[Term], right: Sequence[Term]) -> bool:
    """Say whether two sums agree, as :func:`compare` does, without its words.

    >>> a, b = Figure(fen=500, step=100), Figure(fen=560, step=100)
    >>> agree([(1, a)], [(1, a)]), agree([(1, a)], [(1, b)]), agree([(1, a), (1, a)], [(1, a), (1, b)])
    (True, False, True)
    """
    a, b = [f for _, f in left], [f for _, f in right]
    if a and b and all(f.fen is not None for f in (*a, *b)):
        return abs(_sum(left) - _sum(right)) <= tolerance(a, b)
    return compare("", left, right).agrees


def _or_cut_off(check: Check, gap: int) -> Check:
    """Add what a check says where amounts are cut off instead of rounded, if that is something else."""
    low, high = cut_window(check.left, check.right)
    held = low < gap < high
    if held == check.agrees or (check.tolerance == 0 and len(check.left) + len(check.right) == 2):
        return check
    words = f"{yuan(abs(gap))} apart, {'within' if held else 'beyond'} what is cut off"
    other = check._replace(outcome="rounding" if held else "fail", detail=words, tolerance=max(-low, high))
    return check._replace(ways=(("cut_off", other),))


def hold(
    ledger: Ledger, where: str, left: Sequence[Term], right: Sequence[Term], op: str = "=", note: str = ""
) -> Check:
    """Compare two sums of figures of tables; a table with a header that is not understood cannot fail.

    Parameters and result are those of :func:`compare`; where a column of one of the tables could not
    be placed, its figures may be what is missing, and the outcome is ``unread`` instead of ``fail``. A sum
    down one column lacks none of another.
    """
    check = compare(where, left, right, op, note)
    if check.outcome != "fail":
        return check
    down = {f.column for _, f in (*left, *right)}
    if len(down) == 1 and len(left) + len(right) > 1:
        return or_carried(ledger, check)
    forms = {f.form for _, f in (*left, *right) if not f.role} & ledger.gaps.headers
    if forms:
        detail = f"{check.detail}; a header of {', '.join(sorted(forms))} is not understood"
        return check._replace(outcome="unread", detail=detail)
    return or_balanced(ledger, or_carried(ledger, check))


def choose(checks: Iterable[Check]) -> Check:
    """Return the first of several alternatives that agrees, else the first that fails, else the first.

    >>> choose([Check("a", "insufficient"), Check("a", "fail"), Check("a", "exact")]).outcome
    'exact'
    """
    found = list(checks)
    agreeing = next((c for c in found if c.outcome in ("exact", "rounding")), None)
    if agreeing:
        return agreeing
    failing = [c for c in found if c.outcome == "fail"]
    return failing[0]._replace(others=tuple(failing[1:])) if failing else found[0]


def _words(a: Sequence[Figure], b: Sequence[Figure], op: str, gap: int, over: int, allowed: int) -> str:
    terms = f"{len(b)} + {len(a)} terms" if len(a) + len(b) > 2 else "two figures"
    steps = " and ".join(plainly(s) for s in sorted({step_of(f) for f in (*a, *b)}, reverse=True))
    start = f"{terms} printed to {steps}"
    if over:
        return f"{start}; {yuan(over)} apart, {'within' if over <= allowed else 'beyond'} {yuan(allowed)}"
    if op == "=":
        return f"{start}; equal"
    return f"{start}; {yuan(abs(gap))} {'below' if gap < 0 else 'above'}" if gap else f"{start}; equal"
