"""What the page says, in both languages at once: the same lines of code, the same rows of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...disclosure import Disclosure
from ...knowledge import message, name, page_words, said
from ...knowledge import placed as key_words
from ...language import LANGUAGES
from ...reconciliation import Reconciliation, figure_words, reported, statement
from ..places import Sheets
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

    >>> say("html.forms.found", n=3)
    Both(zh='文件中的表格：3 张', en='tables in the document: 3')
    >>> say("html.crop", where=paged([(2, 3)])).en
    'crop of page 3 of file 2'
    """

    def one(lang: str) -> str:
        known = {k: getattr(v, lang) if isinstance(v, Both) else v for k, v in values.items()}
        return message(key, lang, **known)

    return made(one)


def named(kind: str, key: str) -> Both:
    """Return what a form, a fund, an outcome, … is called.

    >>> named("severity", "error")
    Both(zh='必须成立', en='error')
    """
    return made(lambda lang: name(kind, key, lang))


def paged(places: Iterable[tuple[int, int | None]], sheets: Sheets | None = None) -> Both:
    """Say files (0: there is only one) and pages in words, or what a document has in place of pages.

    >>> paged([(0, 4), (0, 3), (0, 5)]), paged([(0, None)])
    (Both(zh='第3–5页', en='pages 3–5'), Both(zh='无页码', en='no page'))
    """
    known = sorted({(file, page) for file, page in places if page is not None})
    text = " ".join(f"{file}:{page}" if file else f"{page}" for file, page in known)
    called = sheets.words if sheets else page_words
    return made(lambda lang: called(text, lang)) if text and called(text, "en") else say("nopage")


def rule(rule_id: str) -> Both:
    """Return what a rule says."""
    return made(lambda lang: statement(rule_id, lang))


def placed(r: Reconciliation, check_id: str, place: str) -> Both:
    """Say where a check stands: the figure that it is about, as it is headed on the page, else its key."""
    figure = reported(r.found(check_id)[1])
    if figure is None or not figure.id:
        return made(lambda lang: key_words(place, lang))
    return made(lambda lang: figure_words(figure, lang))


def detail(text: str) -> Both:
    """Say what a check found, or why something was not read."""
    return made(lambda lang: said(text, lang))


class Told:
    """What the report in text says of a document, line by line in both languages."""

    def __init__(self, d: Disclosure, r: Reconciliation) -> None:
        self._reports = [Report(d, r, lang, everything=True) for lang in LANGUAGES]

    def lines(self, what: Callable[..., Iterable[str]], *given: object) -> list[Both]:
        """Return what a method of the report in text yields, line by line in both languages."""
        zh, en = (list(what(report, *given)) for report in self._reports)
        return [Both(a.strip(), b.strip()) for a, b in zip(zh, en, strict=True)]

    def line(self, what: Callable[..., str], *given: object) -> Both:
        """Return what a method of the report in text returns, in both languages."""
        zh, en = (what(report, *given).strip() for report in self._reports)
        return Both(zh, en)
