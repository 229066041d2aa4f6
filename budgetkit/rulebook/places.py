"""Where a figure stands, in words, and the check that stands for a missing form."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Figure
from .check import Check, Outcome
from .inventory import statutory
from .ledger import Ledger


def absent_form(ledger: Ledger, form: str) -> Check | None:
    """Return the check that stands for a form without figures, or None when it has figures."""
    if not ledger.found.get(form):
        outcome: Outcome = "insufficient" if form in statutory() else "not_applicable"
        return Check(form, outcome, f"{form} is not in the document")
    if ledger.is_empty(form):
        if form in ledger.gaps.forms:
            return Check.unread(form, f"the figures of {form} could not be read")
        return Check.not_applicable(form, f"no figure printed in {form}")
    return None


def place(ledger: Ledger, figure: Figure, *more: str) -> str:
    """Return where a figure stands, in words."""
    if figure.role:
        name = figure.item if figure.concept in ("", "function_class") else figure.concept
        return " / ".join(
            ["prose", name, *(k for k in (figure.fund, figure.direction) if k and k != name), *more]
        )
    parts = [figure.form + (f" #{figure.table_id}" if figure.table_id else ""), figure.label, *more]
    if not ledger.current(figure):
        parts.append(" ".join(str(p) for p in (figure.year, figure.phase) if p))
    return " / ".join(p for p in parts if p)


def unread_near(ledger: Ledger, column: Sequence[Figure], heads: set[str], parts: set[str]) -> bool:
    """Say whether an unread cell of a column is, or may be, one of these heads, parts or other parts."""
    if not ledger.gaps.columns:
        return False
    _, gaps = ledger.once(
        ("gaps", id(column)), lambda: (column, _gap_codes(ledger, column))
    )  # while kept, its
    for code in gaps:  # id is of no other list
        below_part = any(p and p != code and code.startswith(p) for p in parts)
        if code in heads or not code or (not below_part and code.startswith(tuple(heads))):
            return True
    return False


def _gap_codes(ledger: Ledger, column: Sequence[Figure]) -> list[str]:
    """Return the codes of the rows in which a cell of a column could not be read; "" where there is none."""
    codes: dict[str, None] = {}
    for spot in dict.fromkeys(f.column for f in column):
        for row in ledger.gaps.columns.get(spot, ()):
            codes |= dict.fromkeys([f.code for f in ledger.rows.get((*spot[:3], row), ())] or [""])
    return list(codes)
