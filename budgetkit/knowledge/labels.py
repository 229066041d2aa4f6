"""What columns and coded values are called, for people: rows of ``fields``, ``panel`` and ``names``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ..language import LANGUAGES, language
from .data import table
from .names import chinese_name, coded_names, name_of
from .words import message, placed, said, shown

_FIGURE = re.compile(r"(.+) \((pages? [^()]*)\)")


def _evidence(text: str, lang: str) -> str:
    """Say what a scorecard rests on: places and what was found there.

    >>> _evidence("dept_revenue: equal; three_public: 1 blank", "zh")
    '部门收入总表：相等；一般公共预算“三公”经费支出表：1 处空白'
    """
    pairs = (part.partition(": ") for part in text.split("; "))
    words = (f"{placed(a, lang)}：{said(b, lang)}" if b else said(a, lang) for a, _, b in pairs)
    return message("clause", lang).join(words)


def _where(text: str, lang: str) -> str:
    """Say where a check stands, or what a figure is.

    >>> _where("public_expenditure / 208", "zh"), _where("Department revenue, 201, basic (page 6)", "zh")
    ('一般公共预算支出表 / 208', '部门收入总表 201 基本支出（第 6 页）')
    """
    found = _FIGURE.fullmatch(text)
    if not found:
        return placed(text, lang)
    parts, words = found[1].split(", "), list[str]()
    while parts:  # a name may hold a comma
        known = (n for n in range(len(parts), 1, -1) if chinese_name(", ".join(parts[:n])))
        n = next(known, 1)
        words.append(shown(", ".join(parts[:n]), lang))
        parts = parts[n:]
    return message("in", lang, words=" ".join(words), place=said(found[2], lang))


SAID: dict[str, Callable[[str, str], str]] = {
    "detail": said,
    "why": said,
    "where": _where,
    "evidence": _evidence,
    "lacks": placed,
}
"""Columns of words in English, and what says them in Chinese."""


@cache
def _columns() -> dict[tuple[str, str, str], str]:
    """Return labels by table, column and language; under "" that which a column has in most tables."""
    found: dict[tuple[str, str, str], str] = {}
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for row in (*table("fields"), *table("panel")):
        for lang in LANGUAGES:
            if text := row[f"label_{lang}"]:
                found.setdefault((row["table"], row["name"], lang), text)
                counts.setdefault(("", row["name"], lang), Counter())[text] += 1
    return found | {key: texts.most_common(1)[0][0] for key, texts in counts.items()}


def column_label(column: str, lang: str = "", within: str = "") -> str:
    """Return what a column is called, the name itself where nothing is known of it.

    >>> column_label("fund", "zh"), column_label("pages", "zh", "documents"), column_label("x")
    ('资金来源', '页数', 'x')
    """
    known, lang = _columns(), lang or language()
    return known.get((within, column, lang)) or known.get(("", column, lang), column)


def value_label(column: str, value: Any, lang: str = "") -> Any:
    """Return what a coded value of a column is called; whatever is no code is left as it is.

    >>> value_label("fund", "unit", "zh"), value_label("unit", "万元", "en"), value_label("page", 3)
    ('单位资金', '10,000 yuan', 3)
    """
    if isinstance(value, (bool, np.bool_)):
        return message("yes" if value else "no", lang)
    if not isinstance(value, str):
        return value
    kinds = (column, "unknown_form") if column == "form" else (column,)
    return next((n for kind in kinds if (n := name_of(kind, value, lang or language()))), value)


def labels(of: pd.DataFrame | str, lang: str = "", within: str = "") -> pd.DataFrame | pd.Series:
    """Return a table with its columns and coded values in words, or the words for the values of a column.

    It is for people: programs use the names of columns and the slugs, which are the same in every language.

    Parameters
    ----------
    of : DataFrame or str
        Any table of the package, or the name of a column with coded values.
    lang : {"", "zh", "en"}
        "" is the language of now (:func:`budgetkit.use_language`).
    within : str
        Which table it is (``line_items``, ``checks``, …), for columns that mean several things; by default
        it is told by its columns.

    Returns
    -------
    DataFrame or Series
        The same rows, amounts in fen as they are. Of a column: names by value.

    Examples
    --------
    >>> import budgetkit as bk
    >>> items = bk.read("raw/banan-2024-budget.pdf").line_items
    >>> bk.labels(items, "zh")[["表", "资金来源", "收支方向", "所印内容"]].iloc[0].tolist()
    ['财政拨款收支总表', '财政拨款', '收入', '1,137.10']
    >>> bk.labels("role", "en").to_dict()["prior"]
    'prior year'
    """
    lang = lang or language()
    if isinstance(of, str):
        return pd.Series(coded_names(of, lang), name=column_label(of, lang, within), dtype=object)
    within = within or _told_by(of)
    texts = {}
    for column in map(str, of.columns):
        values = of[column]
        if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
            values = values.astype(object).map(lambda value, of=column: told_label(of, value, lang))
        texts[column_label(column, lang, within)] = values
    return pd.DataFrame(texts, index=of.index)


def told_label(column: str, value: Any, lang: str) -> Any:
    """Return what a value of any column is called: a code by its name, what a check says in its words.

    >>> told_label("detail", "1 blank", "zh"), told_label("detail", "1 blank", "en")
    ('1 处空白', '1 blank')
    """
    named = value_label(column, value, lang)
    if lang == "en" or not isinstance(value, str) or not value or named != value:
        return named
    return SAID.get(column, shown)(value, lang)


def _told_by(frame: pd.DataFrame) -> str:
    """Return the table whose columns a frame has the most of, all of them where it can be."""
    own: dict[str, set[str]] = {}
    for row in (*table("fields"), *table("panel")):
        own.setdefault(row["table"], set()).add(row["name"])
    mine = set(map(str, frame.columns))
    return max(own, key=lambda name: (len(own[name] & mine), -len(own[name])))
