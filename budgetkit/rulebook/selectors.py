"""The small language in which rules name figures: parsing only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..errors import KnowledgeError
from ..records import Figure

_SELECTOR = re.compile(
    r"(?P<form>[a-z_]+)(?P<optional>\?)?(?:\[(?P<rows>[^\]]*)\](?P<lacking>\?)?)?(?P<where>(?: [a-z_]+=\S+)*)"
)


_FORMULA = re.compile(r"(?P<left>.+?) (?P<op>=|<=|>=) (?P<right>.+)")


_KEYS = frozenset(Figure._fields) | {"code"}


SEVERAL = ("all", "lines", "classes")


Side = tuple[tuple[int, "Selector"], ...]
"""One side of a formula: signed selectors."""


@dataclass(frozen=True, slots=True)
class Selector:
    """One parsed selector; ``where`` holds (key, allowed values)."""

    text: str
    form: str
    optional: bool
    rows: tuple[str, ...]
    where: tuple[tuple[str, frozenset[str]], ...]
    own_year: bool = True
    may_lack: bool = False

    @property
    def several(self) -> bool:
        """More than one figure may be meant."""
        return len(self.rows) != 1 or self.rows[0] in SEVERAL or any(c in self.rows[0] for c in "?*")


@dataclass(frozen=True, slots=True)
class Formula:
    """``left op right``, or any of several right sides; each side is signed selectors."""

    left: Side
    op: str
    right: tuple[Side, ...]


@cache
def parse_selector(text: str) -> Selector:
    """Parse one selector.

    Raises
    ------
    KnowledgeError
        The text is not a selector, or a condition names no key of a figure.

    Examples
    --------
    >>> s = parse_selector("government_fund?[total] nature=basic|project")
    >>> s.form, s.optional, s.rows
    ('government_fund', True, ('total',))
    """
    match = _SELECTOR.fullmatch(text.strip())
    if not match:
        raise KnowledgeError(f"{text!r} is not a selector")
    where = dict(part.split("=") for part in match["where"].split())
    if unknown := where.keys() - _KEYS:
        raise KnowledgeError(f"{text!r}: figures have no key {', '.join(sorted(unknown))}")
    defaults = (
        {"carried": "no", "role": "level"}
        if match["form"] == "stated"
        else {"carried": "no", "measure": "amount"}
    )
    where = {**defaults, **where}
    rows = tuple(r.strip() for r in match["rows"].split(",")) if match["rows"] else ()
    conditions = tuple((k, frozenset(v.split("|"))) for k, v in where.items() if v != "any")
    optional, may_lack = bool(match["optional"]), bool(match["lacking"])
    return Selector(text.strip(), match["form"], optional, rows, conditions, "year" not in where, may_lack)


@cache
def parse_formula(text: str) -> Formula:
    """Parse one formula.

    Raises
    ------
    KnowledgeError
        The text is not a formula.

    Examples
    --------
    >>> f = parse_formula("a[total] = b[1??] - c[total] or d[total]")
    >>> f.op, len(f.right), [sign for sign, _ in f.right[0]]
    ('=', 2, [1, -1])
    """
    match = _FORMULA.fullmatch(text.strip())
    if not match:
        raise KnowledgeError(f"{text!r} is not a formula")
    return Formula(_side(match["left"]), match["op"], tuple(_side(t) for t in match["right"].split(" or ")))


def _side(text: str) -> Side:
    parts = re.split(r" ([+-]) ", text.strip())
    signs = [1, *(1 if s == "+" else -1 for s in parts[1::2])]
    return tuple((sign, parse_selector(part)) for sign, part in zip(signs, parts[::2], strict=True))
