"""The small language in which rules name figures: parsing only.

A *selector* names figures by their keys, never by their amount::

    public_expenditure[2080505] nature=basic

* the form, or ``stated`` for figures of the prose; ``form?`` says that a document without that form
  has nothing there, ``form[rows]?`` that a form without these rows makes the rule not applicable;
* in brackets the rows, separated by commas: ``total`` (the 合计 row), a code (``2080505``), a code
  pattern (``?????01``: any digit), a code with everything below it (``301*``: the topmost rows
  printed under it), a concept (``current_total``, ``reception``), ``lines`` (the lines of a summary
  that are neither totals nor carry-over), ``classes`` (the topmost rows of a classification: 类, or
  what stands in their place), or ``all``; without brackets, exactly one row is meant;
* conditions ``key=value``, with ``|`` between alternatives and ``any`` for no condition. Without a
  word about them, ``carried`` is no and ``measure`` amount, and year and phase are those of the
  document; for prose, ``role`` is level.

A *formula* compares sums of selectors: ``A + B - C = D or E``, with ``=``, ``<=`` or ``>=``; ``or``
offers alternatives, of which one must agree. A *match* is a formula for each figure on the left, and ends
in the keys, after ``by``, by which its counterpart on the right is found; ``class`` is the functional class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..errors import KnowledgeError
from ..knowledge import concept_names
from .grammar import listed, pair, word
from .vocabulary import KEYS, code, is_code, value, values

_SELECTOR = re.compile(
    r"(?P<form>[a-z_]+)(?P<optional>\?)?(?:\[(?P<rows>[^\]]*)\](?P<lacking>\?)?)?(?P<where>(?: [a-z_]+=\S+)*)"
)


_FORMULA = re.compile(r"(?P<left>.+?) (?P<op>=|<=|>=) (?P<right>.+)")


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
        The text is not a selector, or it names a form, row, key or value that there is not.

    Examples
    --------
    >>> s = parse_selector("government_fund?[total] nature=basic|project")
    >>> s.form, s.optional, s.rows
    ('government_fund', True, ('total',))
    """
    match = _SELECTOR.fullmatch(text)
    if not match:
        raise KnowledgeError(f"{text!r} is not a SELECTOR: FORM[ROW,ROW] KEY=VALUE|VALUE")
    if match["form"] not in values("form") | {"stated"}:
        raise KnowledgeError(f"{match['form']!r} is no FORM of forms.csv, nor stated")
    where = {"carried": "no", **({"role": "level"} if match["form"] == "stated" else {"measure": "amount"})}
    where |= dict(part.split("=", 1) for part in match["where"].split())
    conditions = tuple((k, _allowed(k, v)) for k, v in where.items() if v != "any")
    rows = tuple(map(_row, match["rows"].split(","))) if match["rows"] is not None else ()
    optional, may_lack = bool(match["optional"]), bool(match["lacking"])
    return Selector(text, match["form"], optional, rows, conditions, "year" not in where, may_lack)


def _allowed(key: str, text: str) -> frozenset[str]:
    return frozenset(value(key, one) for one in text.split("|"))


def _row(text: str) -> str:
    """Return what names rows: a word, a code or pattern of codes, or a concept."""
    if text == "total" or text in SEVERAL or text in concept_names():
        return text
    if is_code(text):
        return code(text)
    raise KnowledgeError(f"{text!r} is no row: total, {', '.join(SEVERAL)}, a CODE or a CONCEPT")


def parse_formula(text: str) -> Formula:
    """Parse one formula.

    Raises
    ------
    KnowledgeError
        The text is not a formula, or a part of it no selector.

    Examples
    --------
    >>> f = parse_formula("dept_summary[total] = dept_revenue[2??] - dept_revenue[201] or procurement[total]")
    >>> f.op, len(f.right), [sign for sign, _ in f.right[0]]
    ('=', 2, [1, -1])
    """
    match = _FORMULA.fullmatch(text)
    if not match:
        raise KnowledgeError(f"{text!r} is not a FORMULA: A + B - C = D or E, with =, <= or >=")
    return Formula(_side(match["left"]), match["op"], tuple(_side(t) for t in match["right"].split(" or ")))


def _side(text: str) -> Side:
    parts = re.split(r" ([+-]) ", text)
    signs = [1, *(1 if s == "+" else -1 for s in parts[1::2])]
    return tuple((sign, parse_selector(part)) for sign, part in zip(signs, parts[::2], strict=True))


def _key(text: str) -> str:
    if text not in ("class", "label") and text not in KEYS:
        raise KnowledgeError(f"figures have no key {text!r}")
    return text


SELECTOR = word("SELECTOR", parse_selector)
SUMS = listed(word("SUM", _side), " or ")
FORMULA = word("FORMULA", parse_formula)
FORMULAS = listed(FORMULA, "; ")
MATCH = pair(FORMULA, " by ", listed(word("KEY", _key)))
MATCHES = listed(MATCH, "; ")
