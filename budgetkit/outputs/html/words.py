"""What the page says, in both languages at once: made by the same lines of code, from the same rows of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...disclosure import Disclosure
from ...knowledge import LANGUAGES, name
from ...reconciliation import Reconciliation, message
from ..report import Report


class Both(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str


def made(make: Callable[[str], str]) -> Both:
    """Return what a function says in each language, without the indents that a terminal needs.

    >>> made(lambda lang: f" {lang}")
    Both(zh='zh', en='en')
    """
    zh, en = (make(lang).strip() for lang in LANGUAGES)
    return Both(zh, en)


def say(key: str, **values: object) -> Both:
    """Return a sentence of ``messages.csv``; a value may itself be in both languages.

    >>> say("html.page", n=3)
    Both(zh='第 3 页', en='page 3')
    >>> say("html.forms.figures", figures=2, blanks=say("blank")).en
    '2 figures, blank blanks'
    """

    def one(lang: str) -> str:
        known = {k: getattr(v, lang) if isinstance(v, Both) else v for k, v in values.items()}
        return message(key, lang, **known)

    return made(one)


def named(kind: str, key: str) -> Both:
    """Return what a form, a fund, an outcome, … is called.

    >>> named("severity", "error")
    Both(zh='错误', en='error')
    """
    return made(lambda lang: name(kind, key, lang))


class Told:
    """What the report in text says of a document, line by line in both languages."""

    def __init__(self, d: Disclosure, r: Reconciliation) -> None:
        self._reports = [Report(d, r, lang, everything=True) for lang in LANGUAGES]

    def lines(self, what: Callable[[Report], Iterable[str]]) -> list[Both]:
        """Return lines of the report in both languages."""
        zh, en = (list(what(report)) for report in self._reports)
        return [Both(a.strip(), b.strip()) for a, b in zip(zh, en, strict=True)]
