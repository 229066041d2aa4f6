"""What checks say about single figures: signed sums that must agree, as equations over printed figures.

The checks of a document that compare amounts are a system of equations (and inequalities) over the
printed figures. :mod:`budgetkit.diagnosis.consistency` asks whether all of them can hold at once,
:mod:`budgetkit.diagnosis.localise` which figures have to change where they do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from ..records import Figure, Place
from ..rulebook import Check, Rate, Rule, Term, half_step


class Side(NamedTuple):
    """``low <= sum(weight * figure) <= high``, weights by key of figure; amounts in fen.

    In the equation of a percentage, part - percentage * whole, ``rate`` is the key of the percentage,
    which stands in it as the amount of ``whole`` fen that it is off by. What the digits of the percentage
    leave open grows with the whole: both bounds are further out by ``spread``, a sum of figures too, so that
    another whole is judged by its own size.
    """

    weights: tuple[tuple[str, float], ...]
    low: float
    high: float
    rate: str = ""
    whole: float = 0.0
    spread: tuple[tuple[str, float], ...] = ()

    @property
    def halves(self) -> tuple[tuple[dict[str, float], float], ...]:
        """The same as sums that are at most an amount: weights and amount, one for each bound there is.

        >>> Side((("a", 1),), -5, 5).halves
        (({'a': 1}, 5), ({'a': -1}, 5))
        """
        weights, spread = dict(self.weights), dict(self.spread)
        return tuple(
            ({k: sign * w - spread.get(k, 0) for k, w in weights.items()}, sign * end)
            for sign, end in ((1, self.high), (-1, self.low))
            if isfinite(end)
        )


class Equation(NamedTuple):
    """One check that compares amounts: at least one of its alternatives should hold.

    ``kind`` is that of the rule; ``firm`` equations are those of rules of severity error; ``holds`` says
    whether the printed figures satisfy it.
    """

    check_id: str
    rule_id: str
    kind: str
    firm: bool
    holds: bool
    sides: tuple[Side, ...]

    @property
    def names(self) -> list[str]:
        """The figures that it speaks of, each once."""
        return list(dict.fromkeys(k for side in self.sides for k, _ in side.weights))


def equation(check_id: str, rule: Rule, check: Check) -> tuple[Equation, dict[str, Figure]] | None:
    """Turn a decided check into an equation, with its figures; None where it compares no amounts."""
    if check.outcome not in ("exact", "rounding", "fail") or not check.left or not check.right:
        return None
    figures: dict[str, Figure] = {}
    compared = [c for c in (check, *check.others) if c.left and c.right]
    sides = tuple(_rated(c, c.rate, figures) if c.rate else _side(c, figures) for c in compared)
    firm = rule.severity == "error"
    return Equation(check_id, rule.id, rule.kind, firm, check.outcome != "fail", sides), figures


def _side(check: Check, figures: dict[str, Figure]) -> Side:
    weights = _weights(((1, check.left), (-1, check.right)), figures)
    slack = check.tolerance or 0
    low = -slack if check.op in ("=", ">=") else float("-inf")
    high = slack if check.op in ("=", "<=") else float("inf")
    return Side(tuple((k, w) for k, w in weights.items() if w), low, high)


def _weights(sides: Iterable[tuple[float, Iterable[Term]]], figures: dict[str, Figure]) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for sign, terms in sides:
        for weight, figure in terms:
            name = figure.id or f"{figure.form} {figure.label}"
            figures.setdefault(name, figure)
            weights[name] += sign * weight
    return weights


def _rated(check: Check, rate: Rate, figures: dict[str, Figure]) -> Side:
    """Return part - percentage * whole, within what the digits of all three allow."""
    share = float(rate.percent) / 100
    weights = _weights(((1.0, check.left), (-share, check.right)), figures)
    whole = float(sum(w * (f.fen or 0) for w, f in check.right))
    gap = sum(w * (f.fen or 0) for w, f in check.left) - share * whole
    spread = _weights(((float(rate.slack) / 100 * (1 if whole >= 0 else -1), check.right),), figures)
    slack = sum(abs(w) * half_step(figures[k]) for k, w in weights.items())
    if check.outcome != "fail":  # the check knows more ways to round than this equation
        slack = max(slack, abs(gap) - float(rate.slack) / 100 * abs(whole))
    key = rate.figure.id
    figures.setdefault(key, rate.figure)
    terms = ((key, -1.0), *weights.items())
    return Side(terms, -slack, slack, key, whole, tuple(spread.items()))


class System:
    """The equations of one document and its figures.

    Attributes
    ----------
    equations : list of Equation
    figures : dict of str to Figure
        Every figure and blank place that an equation speaks of.
    of : dict of str to list of int
        For each figure, the numbers of the firm equations that it takes part in; ``soft`` those of
        the others.
    rows : dict of tuple to list of str
        For each printed row of a table, its figures.
    """

    def __init__(self, pairs: Iterable[tuple[Equation, Mapping[str, Figure]]]) -> None:
        self.equations: list[Equation] = []
        self.figures: dict[str, Figure] = {}
        self.of: dict[str, list[int]] = defaultdict(list)
        self.soft: dict[str, list[int]] = defaultdict(list)
        self.rows: dict[Place, list[str]] = defaultdict(list)
        for found, figures in pairs:
            number = len(self.equations)
            self.equations.append(found)
            for name in found.names:
                self._add(name, figures[name])
                (self.of if found.firm else self.soft)[name].append(number)

    def _add(self, name: str, figure: Figure) -> None:
        if name not in self.figures:
            self.figures[name] = figure
            if figure.row is not None and not figure.role:
                self.rows[figure.place].append(name)

    @cached_property
    def most(self) -> int:
        """The largest amount that is printed, in fen."""
        return max((abs(f.fen) for f in self.figures.values() if f.fen is not None), default=0)

    @cached_property
    def negative(self) -> list[tuple[str, int]]:
        """The figures with a negative amount, in fen."""
        return [(k, f.fen) for k, f in self.figures.items() if f.fen is not None and f.fen < 0]

    def value(self, name: str) -> int:
        """Return the printed amount in fen; a blank place adds nothing, a percentage is off by nothing."""
        return self.figures[name].fen or 0

    def gap(self, side: Side, without: str = "") -> float:
        """Return the sum of a side in fen, of the other figures where one is left out."""
        return sum(w * self.value(k) for k, w in side.weights if k != without)

    def met(self, side: Side, change: Mapping[str, float]) -> bool:
        """Say whether a side holds with some amounts changed."""
        return all(
            sum(w * change.get(k, self.value(k)) for k, w in weights.items()) <= end
            for weights, end in side.halves
        )

    def failing(self) -> list[int]:
        """Return the numbers of the firm equations that do not hold."""
        return [n for n, e in enumerate(self.equations) if e.firm and not e.holds]
