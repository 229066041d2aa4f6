"""The small languages that the terms of rules are written in: what a text looks like, and what it says.

A language is a :class:`Grammar`. All of them are made of words (:mod:`budgetkit.rulebook.vocabulary`) and
of selectors (:mod:`budgetkit.rulebook.selectors`) in two ways: one thing several times, with a separator
between (:func:`listed`), and two different things, with a separator between (:func:`pair`). How a grammar
looks (``FORM… by DIMENSION of TOTAL…``) follows from what it is made of; ``docs/rule-language.md`` shows
all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from ..errors import KnowledgeError
from .check import Check
from .ledger import Ledger
from .rules import Rule

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

Lookup = Callable[[str], Rule]
"""Finds another rule by its id."""


class Grammar(NamedTuple, Generic[T]):
    """A small language: how its texts look, and the function that says what one of them says."""

    form: str
    parse: Callable[[str, Lookup], T]


def word(form: str, read: Callable[[str], T]) -> Grammar[T]:
    """Make a grammar of a function of the text alone; it raises KnowledgeError for texts of another form."""
    return Grammar(form, lambda text, rules: read(text))


def listed(what: Grammar[T], separator: str = " ") -> Grammar[tuple[T, ...]]:
    """Read one or more of the same, with a separator between.

    >>> listed(word("NAME", str), " + ").parse("a + b", lambda id: rules[id])
    ('a', 'b')
    """

    def parse(text: str, rules: Lookup) -> tuple[T, ...]:
        return tuple(what.parse(part, rules) for part in text.split(separator))

    return Grammar(f"{what.form}…" if separator == " " else f"{what.form}{separator}…", parse)


def pair(first: Grammar[A], separator: str, second: Grammar[B], last: bool = False) -> Grammar[tuple[A, B]]:
    """Read two things with a separator between: the first one that stands there, or else the `last`.

    >>> pair(word("NAME", str), ": ", word("NUMBER", int)).parse("a: 1", lambda id: rules[id])
    ('a', 1)
    """
    form = f"{first.form}{separator}{second.form}"

    def parse(text: str, rules: Lookup) -> tuple[A, B]:
        left, found, right = text.rpartition(separator) if last else text.partition(separator)
        if not found:
            raise KnowledgeError(f"{text!r} is not {form}")
        return first.parse(left, rules), second.parse(right, rules)

    return Grammar(form, parse)


def three(
    first: Grammar[A], second: Grammar[B], third: Grammar[C], separator: str = " "
) -> Grammar[tuple[A, B, C]]:
    """Read three things with a separator between; it may stand in the third one again."""
    both = pair(first, separator, pair(second, separator, third))

    def parse(text: str, rules: Lookup) -> tuple[A, B, C]:
        left, (middle, right) = both.parse(text, rules)
        return left, middle, right

    return Grammar(both.form, parse)


def _nothing(text: str) -> None:
    if text:
        raise KnowledgeError(f"{text!r} is too much")


NOTHING = word("nothing", _nothing)
RULE: Grammar[Rule] = Grammar("RULE", lambda text, rules: rules(text))


class Shape(NamedTuple):
    """What evaluates a kind of rule, or the rules that name a check: a language, and a function."""

    grammar: Grammar[Any]
    check: Callable[..., Iterator[Check]]
    second: bool = False
    between: bool = False


def shape(grammar: Grammar[T], check: Callable[[Ledger, T], Iterator[Check]]) -> Shape:
    """Let a check be given what the grammar makes of a rule's terms."""
    return Shape(grammar, check)


def plain(check: Callable[[Ledger], Iterator[Check]]) -> Shape:
    """Let a check stand for itself: it has no terms."""
    return Shape(NOTHING, check)


def afterwards(check: Callable[[Ledger, Mapping[str, Sequence[Check]]], Iterator[Check]]) -> Shape:
    """Let a check look at what other rules found: it is given the checks of the rules that it names."""
    return Shape(listed(RULE), check, second=True)


def between(check: Callable[..., Iterator[Check]], grammar: Grammar[Any] = NOTHING) -> Shape:
    """Let a check look at other documents too: it is given their ledgers, after its terms if it has any."""
    return Shape(grammar, check, between=True)
