"""The words of the rule language: what the tables of ``data/`` know of forms, concepts, codes and keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fnmatch import filter as matching
from fractions import Fraction
from functools import cache

from ..errors import KnowledgeError
from ..knowledge import SIDES, TABLES, TREES, concept_names, phrases, table
from ..records import Figure
from .grammar import Grammar, listed, word

KEYS = frozenset(Figure._fields) | {"code"}
"""The keys of a figure."""


_CODE = re.compile(r"[\d?]{3,9}\*?")


_ENUMERATED = ("line_items", "blanks", "stated")


_MADE_OF = ("concepts", "lines", "columns")


def _one_of(what: str, where: str, known: Callable[[], Iterable[str]]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known():
            raise KnowledgeError(f"{text!r} is no {what} of {where}")
        return text

    return read


@cache
def _forms() -> frozenset[str]:
    return frozenset(row["slug"] for row in table("forms"))


@cache
def values(key: str) -> frozenset[str]:
    """Return the values that a key of figures can have, none where it can have any.

    >>> sorted(values("direction"))
    ['both', 'carry_in', 'carry_out', 'expenditure', 'revenue']
    """
    if key in ("form", "concept"):
        return _forms() if key == "form" else concept_names()
    if key == "unit":
        return frozenset(phrases("unit"))
    if isinstance(Figure._field_defaults.get(key), bool):
        return frozenset(("yes", "no"))
    rows = [row["enum"] for row in table("fields") if row["table"] in _ENUMERATED and row["name"] == key]
    said = {value for enum in rows for value in enum.split()}
    used = {row[key] for name in _MADE_OF for row in table(name) if said and key in row}
    return frozenset((said | used) - {""})


def value(key: str, text: str) -> str:
    """Return a value of a key of figures.

    Raises
    ------
    KnowledgeError
        Figures have no such key, or it never has this value.
    """
    if key not in KEYS:
        raise KnowledgeError(f"figures have no key {key!r}")
    known, default = values(key), Figure._field_defaults.get(key, "")
    if (known and text not in known) or (not isinstance(default, str) and not known and not text.isdigit()):
        raise KnowledgeError(f"{text!r} is no value of {key}: {', '.join(sorted(known)) or 'a number'}")
    return text


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["code"] for name in TABLES.values() for row in table(name))


def is_code(text: str) -> bool:
    """Say whether a text is a code, or a pattern of codes, by its form."""
    return bool(_CODE.fullmatch(text))


def code(text: str) -> str:
    """Return a code, or a pattern of codes (``301??``, ``302*``), that fits one of the classifications.

    Raises
    ------
    KnowledgeError
        The text is no code, or none of the classifications has it.
    """
    if not is_code(text) or not matching(_codes(), text):
        raise KnowledgeError(f"{text!r} is no code of {', '.join(TABLES.values())}")
    return text


def _government_code(text: str) -> str:
    """Return a code of 款 in a class of the government's classification; not every 款 was collected."""
    classes = {row["code"][:3] for row in table("government_economic")}
    if len(text) != 5 or not text.isdigit() or text[:3] not in classes:
        raise KnowledgeError(f"{text!r} is no code in a class of government_economic.csv")
    return text


def _number(text: str) -> int:
    if not text.isdigit():
        raise KnowledgeError(f"{text!r} is no number")
    return int(text)


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise KnowledgeError(f"{text!r} is no pattern: {error}") from error


def _percent(text: str) -> Fraction:
    if not text.endswith("%"):
        raise KnowledgeError(f"{text!r} is no percentage")
    return Fraction(_number(text[:-1]), 100)


def _prefix(text: str) -> str:
    if not any(name.startswith(text) for name in concept_names()):
        raise KnowledgeError(f"no concept begins with {text!r}")
    return text


def _items() -> Iterable[str]:
    return {row["name"] for row in table("functional")}


def _name(text: str) -> str:
    if not text or " " in text:
        raise KnowledgeError(f"{text!r} is no name")
    return text


FORM = word("FORM", _one_of("form", "forms.csv", _forms))
FORMS = listed(FORM)
CONCEPT = word("CONCEPT", _one_of("concept", "concepts.csv, lines.csv or columns.csv", concept_names))
FUND = word("FUND", lambda text: value("fund", text))
NATURE = word("NATURE", lambda text: value("nature", text))
SIDE = word("SIDE", _one_of("side", "a summary", lambda: SIDES.values()))
DIMENSION = word("DIMENSION", _one_of("dimension", "what adds up", lambda: TREES))
CODE = word("CODE", code)
GOVERNMENT_CODE = word("CODE", _government_code)
NUMBER = word("NUMBER", _number)
PERCENT = word("PERCENT", _percent)
PREFIX = word("PREFIX", _prefix)
ITEM = word("ITEM", _one_of("item", "functional.csv", _items))
NAME = word("NAME", _name)
PATTERN: Grammar[re.Pattern[str]] = word("PATTERN", _pattern)
