"""One instance of a rule, and the signed figures it compares."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import wraps
from typing import Literal, NamedTuple, ParamSpec

from ..amounts import yuan
from ..knowledge import coded, message, placed, said
from ..language import language
from ..markup import html_table
from ..records import Figure

Term = tuple[int, Figure]
"""A sign, +1 or -1, and a figure."""


class Rate(NamedTuple):
    """A stated percentage, and how far (in percentage points) its digits let it be from the true one."""

    figure: Figure
    percent: Fraction
    slack: Fraction


Outcome = Literal["exact", "rounding", "fail", "not_applicable", "insufficient", "unread"]
"""The six states of a check; only ``exact`` and ``rounding`` agree."""

Sides = tuple[tuple[Term, ...], ...]
"""The figures that a check names: on one side, or as reported and calculated. The sign 0 is for a figure that
stands for itself and is no part of a sum."""


def one(figure: Figure) -> Sides:
    """Name the one figure that a check is about."""
    return (((0, figure),),)


def several(figures: Iterable[Figure]) -> Sides:
    """Name figures that a check looks at together."""
    return (tuple((1, f) for f in figures),)


def equated(left: Sequence[Term], right: Sequence[Term]) -> Sides:
    """Name the figures of two sums, those with an amount."""
    sides = [tuple((sign, f) for sign, f in side if f.fen is not None and f.id) for side in (left, right)]
    if len(sides[0]) == 1 and sides[0][0][0] > 0:
        sides[0] = ((0, sides[0][0][1]),)
    return tuple(side for side in sides if side)


_SIGNS = {1: "+", 0: "", -1: "-"}


class Check(NamedTuple):
    """One instance of a rule; amounts in fen, None where the check is not about amounts.

    ``left`` ``op`` ``right`` are the signed figures that were compared, empty where none were; of
    alternatives that all fail, ``others`` are the further ones: one of all of them should hold. With the
    ``op`` %, left is a part and right a whole, of which ``rate`` is the stated percentage. ``named`` are the
    figures that the check speaks of, ``at`` the files and pages of what is no figure.
    ``ways`` are the other readings that the layout admits, by name, and what
    the check says in each; ``layout`` is the table or section that is read in one way
    (:mod:`budgetkit.rulebook.readings`). ``short`` is what the parts lack of their sum where rows are not
    printed (:mod:`budgetkit.rulebook.shortage`).
    """

    where: str
    outcome: Outcome
    detail: str = ""
    reported: int | None = None
    calculated: int | None = None
    tolerance: int | None = None
    named: Sides = ()
    left: tuple[Term, ...] = ()
    op: str = "="
    right: tuple[Term, ...] = ()
    others: tuple[Check, ...] = ()
    rate: Rate | None = None
    at: tuple[tuple[int, int], ...] = ()
    layout: Hashable = ""
    ways: tuple[tuple[str, Check], ...] = ()
    short: int = 0

    @property
    def ids(self) -> str:
        """The figures that it names, by id: ``reported = +part -part``, ``+one +another`` or ``one``.

        >>> a, b, c = (Figure(id=name, fen=1) for name in "abc")
        >>> Check("", "exact", named=equated([(1, a)], [(1, b), (-1, c)])).ids
        'a = +b -c'
        >>> Check("", "exact", named=several([a, b])).ids, Check("", "exact", named=one(a)).ids
        ('+a +b', 'a')
        """
        sides = self.named or equated(self.left, self.right)
        return " = ".join(" ".join(_SIGNS[sign] + f.id for sign, f in side if f.id) for side in sides)

    def pages(self, document_id: str = "") -> list[tuple[int, int]]:
        """Return file and page of all that it compares or names, in order; of one document, if it is named.

        >>> Check("", "exact", at=((0, 3),), named=one(Figure(page=2))).pages()
        [(0, 2), (0, 3)]
        """
        sides = (*self.named, self.left, self.right, ((0, self.rate.figure),) if self.rate else ())
        found = {
            (f.file, f.page)
            for side in sides
            for _, f in side
            if f.page is not None and (not document_id or f.document_id in ("", document_id))
        }
        return sorted(found.union(self.at))

    def _repr_html_(self) -> str:
        """Show what was compared, what came of it, and the figures."""
        amounts = (self.reported, self.calculated, self.tolerance)
        shown = [None if fen is None else yuan(fen) for fen in amounts]
        where, detail = self.where, self.detail
        if language() != "en":  # in English the words are shown as they stand in the table of checks
            where, detail = placed(where, language()), said(detail, language())
        pages = message("list").join(str(page) for _, page in self.pages())
        known = {"outcome": coded("outcome", self.outcome), "reported": shown[0], "calculated": shown[1]}
        known |= {"tolerance": shown[2], "detail": detail, "pages": pages}
        rows = [(message(f"repr.check.{key}"), value) for key, value in known.items()]
        figures = [
            (f.id, coded("form", f.form), coded("concept", f.label), f.printed, f.unit, f.page)
            for f in self.figures
        ]
        head = [message(f"repr.check.{key}") for key in ("figure", "form", "row", "printed", "unit", "page")]
        return html_table(where, rows) + (html_table("", figures, head) if figures else "")

    @property
    def figures(self) -> list[Figure]:
        """The figures that it names."""
        return [f for side in self.named or (self.left, self.right) for _, f in side]

    @property
    def gap(self) -> int:
        """By how many fen what is reported is more than what is calculated; a side without an amount is 0.

        >>> Check("", "fail", reported=5, calculated=7).gap, Check("", "fail", reported=5).gap
        (-2, 5)
        """
        return (self.reported or 0) - (self.calculated or 0)

    @property
    def agrees(self) -> bool:
        """Whether the figures agree, exactly or within rounding."""
        return self.outcome in ("exact", "rounding")

    @classmethod
    def holds(
        cls, where: str, good: object, words: str, reported: int | None = None, named: Sides = (),
        calculated: int | None = None, tolerance: int | None = None,
    ) -> Check:  # fmt: skip
        """Return a check that holds or fails, and nothing between."""
        return cls(where, "exact" if good else "fail", words, reported, calculated, tolerance, named)

    @classmethod
    def not_applicable(cls, where: str, why: str, reported: int | None = None, named: Sides = ()) -> Check:
        """Return the check that stands for what the document has nothing of."""
        return cls(where, "not_applicable", why, reported, named=named)

    @classmethod
    def insufficient(cls, where: str, why: str, reported: int | None = None, named: Sides = ()) -> Check:
        """Return the check that stands for what cannot be decided by what is printed."""
        return cls(where, "insufficient", why, reported, named=named)

    @classmethod
    def unread(cls, where: str, why: str, reported: int | None = None, named: Sides = ()) -> Check:
        """Return the check that stands for what cannot be decided since something was not read."""
        return cls(where, "unread", why, reported, named=named)

    def but(self, outcome: Outcome, why: str) -> Check:
        """Return this check with another outcome, and the reason after what it says.

        >>> Check("a", "fail", "1 apart").but("insufficient", "a form is missing")[:3]
        ('a', 'insufficient', '1 apart; a form is missing')
        """
        return self._replace(outcome=outcome, detail=f"{self.detail}; {why}")


P = ParamSpec("P")


def or_nothing(
    where: str, why: str
) -> Callable[[Callable[P, Iterator[Check]]], Callable[P, Iterator[Check]]]:
    """Let a function that finds no check yield one that says so: the rule is not applicable.

    >>> @or_nothing("prose", "no share is stated")
    ... def shares(found: list[Check]) -> Iterator[Check]:
    ...     yield from found
    >>> [c.outcome for c in shares([])], [c.outcome for c in shares([Check("a", "fail")])]
    (['not_applicable'], ['fail'])
    """

    def decorate(check: Callable[P, Iterator[Check]]) -> Callable[P, Iterator[Check]]:
        @wraps(check)
        def checked(*args: P.args, **kwargs: P.kwargs) -> Iterator[Check]:
            nothing = True
            for found in check(*args, **kwargs):
                nothing = False
                yield found
            if nothing:
                yield Check.not_applicable(where, why)

        return checked

    return decorate
