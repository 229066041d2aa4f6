"""Tables for people: a few columns under headings in words, amounts in 万元, shares in percent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from ..amounts import format_fen
from ..knowledge import column_label, name, name_of, shown, told_label
from ..language import language

NAMED = ("form", "concept", "fund", "nature", "direction", "role", "outcome", "severity", "measure")
"""Columns of slugs that have names (``names.csv``, ``forms.csv``, ``concepts.csv``, ``measures.csv``)."""


def readable(
    rows: pd.DataFrame, columns: Mapping[str, str] | str, lang: str = "", percent: int = 1
) -> pd.DataFrame:
    """Return some columns under headings in words, with values as people write them.

    Parameters
    ----------
    rows : DataFrame
        Any table of the package.
    columns : mapping of str to str, or str
        Which columns, in this order, and their headings; as one text, ``column: heading | column: heading``
        (a column alone is its own heading). A heading that ends in ``%`` turns shares into
        percentages; what stands in a column ``…_fen`` is written in 万元, which its heading should say.
    lang : {"", "en", "zh"}
        Language of the names that take the place of slugs (:data:`NAMED`); "" is the language of now. In
        Chinese all that is coded is named, and headings in English are said in Chinese, or are those of the
        data dictionary.
    percent : int
        Decimals of percentages.

    Returns
    -------
    DataFrame
        Of texts, without the index of `rows`; what is missing is empty.

    Examples
    --------
    >>> rows = pd.DataFrame({"form": ["three_public"], "amount_fen": [200_000], "part": [0.0005]})
    >>> shown = readable(rows, "form: table | amount_fen: amount, 万元 | part: share, %", "zh", percent=2)
    >>> shown.columns.tolist(), shown.values.tolist()
    (['表', '金额（万元）', '占比，%'], [['一般公共预算“三公”经费支出表', '0.20', '0.05 %']])
    """
    if isinstance(columns, str):
        pairs = (part.partition(":") for part in columns.split("|"))
        columns = {column.strip(): heading.strip() or column.strip() for column, _, heading in pairs}
    texts = {}
    for column, heading in columns.items():
        write = _writer(column, heading, lang or language(), percent)
        title = _heading(column, heading, lang or language())
        texts[heading if title in texts else title] = ["" if pd.isna(v) else write(v) for v in rows[column]]
    return pd.DataFrame(texts, index=pd.RangeIndex(1, len(rows) + 1), dtype=object)


def _writer(column: str, heading: str, lang: str, percent: int) -> Callable[[Any], str]:
    """Return what writes a value of a column."""
    if column.endswith("_fen"):
        return _wan
    if heading.endswith("%"):
        return lambda value: f"{value:.{percent}%}".replace("%", " %")
    if column in NAMED and lang == "en":
        return lambda value: name(column, value, lang)
    return lambda value: str(told_label(column if lang == "zh" else "", value, lang))


def _heading(column: str, heading: str, lang: str) -> str:
    """Return a heading in the language; in Chinese that of the column, where one in English is not known."""
    known = shown(heading, lang)
    if lang == "en" or known != heading or not heading.replace("万元", "").isascii():
        return known
    label = column_label(column, lang)
    return heading if label == column else label.replace("（分）", "（万元）")


def _wan(fen: float) -> str:
    """Write an amount in 万元, to the yuan where it is no multiple of a hundred yuan.

    >>> _wan(1_137_100_000), _wan(25_000)
    ('1,137.10', '0.025')
    """
    whole = round(fen)
    return format_fen(whole, decimals=3 if whole == fen and whole % 10_000 else 2)


def named(values: pd.Series, lang: str = "", kinds: Sequence[str] = NAMED) -> pd.Series:
    """Return slugs of whatever kind as names; what has none is left as it is.

    >>> named(pd.Series(["dept_revenue", "three_public", "15 items"])).tolist()
    ['Department revenue', 'Overseas travel, vehicles and reception', '15 items']
    >>> named(pd.Series(["30226"]), kinds=["ratio"]).tolist()
    ['labour services']
    """
    lang = lang or language()
    return values.map(lambda key: next((n for kind in kinds if (n := name_of(kind, key, lang))), key))
