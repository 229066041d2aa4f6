"""Figures that were recognised on a picture with doubt: what proves them, and what they cannot accuse.

A doubtful figure proves nothing against a document. An identity of which it is the only doubtful term, and
that closes exactly, proves it: of two, both may have been misread alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..records import Figure
from .check import Check
from .ledger import Ledger

SHOWN = 3


def proved(checks: Iterable[Check]) -> frozenset[str]:
    """Return the ids of the doubtful figures that identities prove, one after the other.

    Parameters
    ----------
    checks : iterable of Check
        Those of rules that leave no choice.

    Examples
    --------
    >>> a, b = Figure(id="a", fen=5, state="doubtful"), Figure(id="b", fen=3, state="doubtful")
    >>> c, d = Figure(id="c", fen=2), Figure(id="d", fen=3)
    >>> whole = Check("", "exact", left=((1, a),), right=((1, b), (1, c)))
    >>> proved([whole]), sorted(proved([whole, Check("", "exact", left=((1, b),), right=((1, d),))]))
    (frozenset(), ['a', 'b'])
    """
    terms = [names for check in checks if (names := _doubtful_terms(check))]
    sure: set[str] = set()
    while new := {next(iter(names - sure)) for names in terms if len(names - sure) == 1}:
        sure |= new
    return frozenset(sure)


def _doubtful_terms(check: Check) -> set[str]:
    """Return the doubtful figures of an identity that closes exactly."""
    if check.outcome != "exact" or check.op != "=" or not check.left or not check.right or check.rate:
        return set()
    weights: dict[str, int] = defaultdict(int)
    for side, terms in ((1, check.left), (-1, check.right)):
        for sign, figure in terms:
            if figure.state == "doubtful":
                weights[figure.id] += side * sign
    return {name for name, weight in weights.items() if weight}


def without_accusing(ledger: Ledger, check: Check, sure: frozenset[str]) -> Check:
    """Return a check that fails as one that cannot be decided, if what is recognised with doubt may be why.

    It may be so where such a figure is among those compared, or stands in a table of theirs, where something
    there was not read, and where nothing was compared and words were looked for on pictures. `sure` are the
    doubtful figures that are proved.
    """
    if check.outcome != "fail" or not ledger.scanned:
        return check
    pages = set(check.pages())
    if pages and not pages & ledger.scanned:
        return check
    named = [f for c in (check, *check.others) for side in (*c.named, c.left, c.right) for _, f in side]
    named += [check.rate.figure] if check.rate else []
    beside = [f for form in sorted({f.form for f in named if not f.role}) for f in ledger.forms.get(form, ())]
    for figures in (named, beside):
        doubted = {f.id: f.printed for f in figures if f.state == "doubtful" and f.id not in sure}
        if doubted:
            return check.but("insufficient", f"recognised with doubt: {_listed([*doubted.values()])}")
    if not check.left or not check.right or _is_lost(ledger, named):
        return check.but("insufficient", "pages are read from pictures")
    return check.but("fail", "read from a picture")


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts[:SHOWN]) + (f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else "")


def _is_lost(ledger: Ledger, named: Iterable[Figure]) -> bool:
    """Say whether something was not read of the tables, or of the prose, that figures stand in."""
    lost = ledger.gaps.forms | ledger.gaps.headers
    numbers = any(u.kind == "number" and (u.file, u.page) in ledger.scanned for u in ledger.unread)
    return any(numbers if f.role else f.form in lost for f in named)
