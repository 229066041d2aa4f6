"""The language in which the package speaks to people: English, or Chinese where that is asked for."""

from __future__ import annotations

import os
from contextvars import ContextVar
from types import TracebackType

LANGUAGES = ("zh", "en")

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that say which language a person reads, the first that is set before the others."""


def spoken(code: str) -> str:
    """Return the language that a code such as ``zh_CN.UTF-8`` means, "" where it is none of these.

    >>> [spoken(code) for code in ("zh", "zh-CN", "zh_CN.UTF-8", "EN", "C", "")]
    ['zh', 'zh', 'zh', 'en', '', '']
    """
    lang = code.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return lang if lang in LANGUAGES else ""


_here: ContextVar[str] = ContextVar("language")
_everywhere = {"language": spoken(os.getenv("BUDGETKIT_LANG", "")) or "en"}
"""What was said last, for threads in which nothing was said."""


class use_language:
    """Let all that is shown to people be in Chinese, or in English, as it is by default.

    Tables as they are shown in a notebook, ``explain``, reports as text, errors, warnings, charts and
    :func:`labels` follow it. What is data stays as it is, whatever the language: slugs, ids, the columns of
    tables, what a check says it found (``detail``).

    Parameters
    ----------
    lang : {"zh", "en"}
        From here on; in a ``with`` block within it only. The environment variable ``BUDGETKIT_LANG`` sets
        the language that a program begins with (``zh``, ``zh-CN`` and ``zh_CN.UTF-8`` alike); whatever is
        neither is English. The command line is Chinese where the locale is, too.

    Raises
    ------
    ValueError
        There is no such language.

    Examples
    --------
    >>> import budgetkit as bk
    >>> with bk.use_language("zh"):
    ...     print(bk.labels("outcome")["rounding"])
    在尾差范围内一致
    >>> print(bk.labels("outcome")["rounding"])
    agrees within rounding
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        if lang not in LANGUAGES:
            raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
        self._before = _everywhere["language"]
        self._token = _here.set(lang)
        _everywhere["language"] = lang

    def __repr__(self) -> str:
        return f"use_language({self.lang!r})"

    def __enter__(self) -> None:
        _everywhere["language"] = self._before

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _here.reset(self._token)


def language() -> str:
    """Return the language of now.

    >>> language()
    'en'
    """
    lang = _here.get(_everywhere["language"])
    return lang if lang in LANGUAGES else "en"
