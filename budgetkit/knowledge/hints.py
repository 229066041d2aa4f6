"""Where to find what somebody guesses at: names that an object does not have, and what has it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NoReturn

from .sentences import sentence

HINTS = {
    "Disclosure": {
        **{name: f"document.{name}" for name in ("entity", "title", "region", "phase", "scope")},
        "year": "document.fiscal_year", "fiscal_year": "document.fiscal_year", "name": "document.entity",
        "items": "line_items", "figures": "line_items", "data": "line_items", "df": "line_items",
        "document_id": "document.document_id", "text": "prose",
        "checks": "budgetkit.reconcile(d).checks", "failures": "budgetkit.reconcile(d).failures",
    },
    "Reconciliation": {
        "errors": "failures", "contradictions": "failures", "failed": "failures", "ok": "failures.empty",
        "passed": "failures.empty", "agrees": "failures.empty", "warnings": "findings", "report": "summary()",
        "measures": "measures of the disclosure", "document": "document of the disclosure",
    },
}  # fmt: skip
"""What each class has under another name than the one guessed."""


def no_attribute(owner: object, name: str) -> NoReturn:
    """Raise that an object has no such attribute, with what it has instead.

    >>> class Reconciliation: __getattr__ = no_attribute
    >>> Reconciliation().ok
    Traceback (most recent call last):
    AttributeError: Reconciliation has no 'ok'; use failures.empty
    """
    kind = type(owner).__name__
    if name.startswith("_"):
        raise AttributeError(name)
    if hint := HINTS.get(kind, {}).get(name):
        raise AttributeError(sentence(f"{kind} has no {name!r}; use {hint}"))
    near = [word for word in get_close_matches(name, dir(owner)) if not word.startswith("_")]
    if near:
        raise AttributeError(sentence(f"{kind} has no {name!r}; near to it are {', '.join(near)}"))
    raise AttributeError(sentence(f"{kind} has no {name!r}"))
