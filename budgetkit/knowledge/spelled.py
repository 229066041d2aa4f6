"""The texts that a pattern of a knowledge table spells out, and what a text that was cut off lacks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from ..text import plain
from .codes import TABLES, codes_named
from .concepts import concepts
from .patterns import FILLER, words

_TOKEN = re.compile(r"\\.|\[(?P<set>[^\]]*)\](?P<many>[*+]?)|\(\?[=!<][^()]*\)|\(\?:|.")
_FILLERS = {"", *FILLER.removeprefix("(?:").removesuffix(")*").split("|")}
LEAST = 4
"""Fewest characters that a text which was cut off must still have."""


def spellings(pattern: str) -> frozenset[str]:
    """Return the texts that a pattern spells out; a filler is nothing or, at the end, one word.

    What may be any text (``.*``) is spelled by none.

    >>> sorted(spellings(r"(公务用车)?运行(维护)?费|.*比例"))
    ['公务用车运行维护费', '公务用车运行费', '运行维护费', '运行费']
    >>> {"公务接待", "公务接待费"} <= spellings("~公务接待~")
    True
    """
    texts, _ = _branches(list(_TOKEN.finditer(pattern)), 0)
    return frozenset(texts)


def _branches(tokens: list[re.Match[str]], at: int) -> tuple[set[str], int]:
    """Return what the alternatives from token `at` to the end of their group spell, and where that is."""
    found: set[str] = set()
    texts = {""}
    while at < len(tokens) and tokens[at][0] != ")":
        token = tokens[at][0]
        if token == "|":
            found, texts = found | texts, {""}
            at += 1
            continue
        if token in ("(", "(?:"):
            piece, at = _branches(tokens, at + 1)
        else:
            piece = _piece(tokens[at])
        at += 1
        while at < len(tokens) and tokens[at][0] in ("?", "*", "+"):
            optional = tokens[at][0] == "?" or (tokens[at][0] == "*" and piece)
            piece = piece | {""} if optional else piece
            at += 1
        if piece is _FILLERS and (texts == {""} or (at < len(tokens) and tokens[at][0] not in "|)")):
            continue
        texts = {a + b for a in texts for b in piece}
    return found | texts, at


def _piece(token: re.Match[str]) -> set[str]:
    text = token[0]
    if token["set"] is not None:
        return set(token["set"]) if not token["many"] and token["set"][0] != "^" else set()
    if text == "~":
        return _FILLERS
    return set() if text in (".", r"\d", r"\W", r"\w") or text.startswith("(?") else {text[-1]}


@cache
def _spelled(name: str) -> tuple[str, ...]:
    texts = {t for row in words(name).rows for t in spellings(row["pattern"]) if len(t) > LEAST}
    return tuple(sorted(texts))


@cache
def _backwards(name: str) -> tuple[str, ...]:
    return tuple(sorted(text[::-1] for text in _spelled(name)))


def _beginning(texts: Sequence[str], head: str) -> Sequence[str]:
    """Return those of some sorted texts that begin with a text."""
    return texts[bisect_left(texts, head) : bisect_left(texts, head + chr(0x10FFFF))]


@cache
def cut_off(name: str, label: str, form: str = "") -> tuple[str, dict[str, str]] | None:
    """Return the text of a knowledge table that `label` is the head or tail of, and its row.

    None where it is that of none, or of texts that mean different things; where these differ only in
    the classification that they name, the row names none.

    >>> cut_off("columns", "务用车购置及运行维护")[1]["concept"]
    'vehicles'
    >>> cut_off("columns", "公务用车") is None, cut_off("columns", "费用") is None
    (True, True)
    """
    if len(label) < LEAST:
        return None
    texts = {text[::-1] for text in _beginning(_backwards(name), label[::-1])}
    texts = (texts | set(_beginning(_spelled(name), label))) - {label}
    ordered = sorted(texts, key=lambda t: (len(t), t))
    found = [(text, row) for text in ordered if (row := words(name).find(text, form))]
    if len({_meaning(row) for _, row in found}) != 1:
        return None
    text, row = found[0]
    kinds = {row.get("kind", "") for _, row in found}
    return text, row if len(kinds) == 1 else {**row, "kind": ""}


def _meaning(row: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((k, v) for k, v in row.items() if k not in ("pattern", "source", "forms", "kind"))


@cache
def cut_name(label: str) -> str:
    """Return the last character of a name of a line that lacks only that, because it did not fit, else "".

    A name may well be printed short, without 支出 or 费; cut off is one that breaks off within such a word
    or bracket, and that only one character completes.

    >>> cut_name("人员经费和公用经费支"), cut_name("机关资本性支出(一"), cut_name("社会保障和就业")
    ('出', ')', '')
    """
    rest = {name[len(label) :] for name in _beginning(_names(), label)}
    if len(label) < LEAST or "" in rest:
        return ""
    last = {text for text in rest if len(text) == 1}
    if len(last) != 1 or any(text[0] not in last for text in rest):
        return ""
    [char] = last
    return char if char == ")" or label[-1] + char in _FILLERS else ""


@cache
def _names() -> tuple[str, ...]:
    named = {plain(name) for kind in TABLES for name in codes_named(kind, 1, 2, 3)}
    classes = {plain(alias) for alias, row in concepts().items() if row["rank"] == "class"}
    return tuple(sorted(named | classes | set(_spelled("lines"))))
