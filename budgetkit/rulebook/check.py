"""One instance of a rule, and the signed figures it compares."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ..records import Figure

Term = tuple[int, Figure]
"""A sign, +1 or -1, and a figure."""


class Rate(NamedTuple):
    """A stated percentage, and how far (in percentage points) its digits let it be from the true one."""

    figure: Figure
    percent: Fraction
    slack: Fraction


class Check(NamedTuple):
    """One instance of a rule; amounts in fen, None where the check is not about amounts.

    ``left`` ``op`` ``right`` are the signed figures that were compared, empty where none were; of
    alternatives that all fail, ``others`` are the further ones: one of all of them should hold. With the
    ``op`` %, left is a part and right a whole, of which ``rate`` is the stated percentage.
    """

    where: str
    outcome: str
    detail: str = ""
    reported: int | None = None
    calculated: int | None = None
    tolerance: int | None = None
    ids: str = ""
    left: tuple[Term, ...] = ()
    op: str = "="
    right: tuple[Term, ...] = ()
    others: tuple[Check, ...] = ()
    rate: Rate | None = None
