"""Totals and their parts, as rules list them: ``three_public = overseas + vehicles + reception``."""

from __future__ import annotations

from typing import NamedTuple

from ...errors import KnowledgeError
from ...rulebook import CONCEPT, Grammar, Lookup, listed, pair


class Part(NamedTuple):
    """A part of a total: ``vehicles``, or ``vehicle_purchase`` and ``vehicle_operation`` in its place."""

    text: str
    ways: tuple[tuple[str, ...], ...]


class Family(NamedTuple):
    """A total and its parts, all of them (``=``) or those that are usual (``>``)."""

    total: str
    closed: bool
    parts: tuple[Part, ...]


_WAYS = listed(listed(CONCEPT, "&"), "|")
_PART = Grammar("PART", lambda text, rules: Part(text, _WAYS.parse(text, rules)))
_FAMILY = {sign: pair(CONCEPT, f" {sign} ", listed(_PART, " + ")) for sign in "=>"}


def _family(text: str, rules: Lookup) -> Family:
    closed = " = " in text
    if not closed and " > " not in text:
        raise KnowledgeError(f"{text!r} is not a FAMILY: CONCEPT = PART + … or CONCEPT > PART + …")
    total, parts = _FAMILY["=" if closed else ">"].parse(text, rules)
    return Family(total, closed, parts)


FAMILIES = listed(Grammar("FAMILY", _family), "; ")
"""A PART is a CONCEPT, or ``CONCEPT|CONCEPT&CONCEPT``: where the first is not stated, the others together."""
