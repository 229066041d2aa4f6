"""Budget classifications: names, levels and parents of the codes that occur.

Functional codes (支出功能分类) have 3 digits for 类, 5 for 款 and 7 for 项; economic codes
(支出经济分类) have 3 for 类 and 5 for 款. The names are those printed in collected disclosures
(``data/functional.csv``, ``economic.csv``, ``government_economic.csv``, with the number of
documents); a code that is not listed there is unknown to the package, not wrong.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from ..errors import KnowledgeError
from ..text import plain
from .data import table

TABLES = {"function": "functional", "economic": "economic", "government_economic": "government_economic"}


_KINDS = {**{k: k for k in TABLES}, **{v: k for k, v in TABLES.items()}}


def level(code: str) -> int:
    """Return the level of a code by its length: 1 类, 2 款, 3 项.

    Raises
    ------
    KnowledgeError
        The code has not 3, 5 or 7 digits.

    Examples
    --------
    >>> level("201"), level("30226"), level("2010301")
    (1, 2, 3)
    """
    if not code.isdigit() or len(code) not in (3, 5, 7):
        raise KnowledgeError(f"{code!r} is no budget code: 3, 5 or 7 digits are expected")
    return (len(code) - 1) // 2


def parent(code: str) -> str:
    """Return the code one level up, "" for a 类.

    >>> parent("2010301"), parent("30226"), parent("201")
    ('20103', '302', '')
    """
    return code[:-2] if level(code) > 1 else ""


@cache
def _names(kind: str) -> dict[str, str]:
    return {row["code"]: row["name"] for row in table(TABLES[_kind(kind)])}


@cache
def _codes(kind: str) -> dict[str, str]:
    """Map folded names to codes where a name belongs to one code of its level only."""
    found: dict[str, list[str]] = {}
    for code, name in _names(kind).items():
        found.setdefault(plain(name), []).append(code)
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}


def _kind(kind: str) -> str:
    if kind not in _KINDS:
        raise KnowledgeError(f"no classification {kind!r}; there are {', '.join(TABLES.values())}")
    return _KINDS[kind]


def name(kind: str, code: str) -> str | None:
    """Return the name of a code as most collected disclosures print it, None if it is not known.

    >>> name("economic", "30226"), name("functional", "9999999") is None
    ('劳务费', True)
    """
    return _names(kind).get(code)


def code(kind: str, name: str) -> str | None:
    """Return the code of a name that belongs to one code only, else None.

    >>> code("function", "一般公共服务支出"), code("function", "行政运行") is None
    ('201', True)
    """
    return _codes(kind).get(plain(name))


@cache
def codes_named(kind: str, *levels: int) -> dict[str, tuple[str, ...]]:
    """Return the names of some levels of a classification, as printed, each with the codes that bear it.

    >>> codes_named("economic", 2)["劳务费"], len(codes_named("function", 3)["行政运行"]) > 10
    (('30226',), True)
    """
    found: dict[str, tuple[str, ...]] = {}
    for code, name in _names(kind).items():
        if level(code) in levels:
            found[name] = (*found.get(name, ()), code)
    return found


@cache
def names_in(kind: str, year: int | None) -> dict[str, tuple[str, ...]]:
    """Return the folded names that each code bears in a fiscal year, in any year where it is not known.

    That of the classification holds in all years for which ``code_names.csv`` does not limit it.

    >>> names_in("function", 2018)["20805"], names_in("function", 2024)["20805"]
    (('行政事业单位离退休',), ('行政事业单位养老支出',))
    """
    names: dict[str, list[tuple[str, int, int]]] = {code: [] for code in _names(kind)}
    for row in table("code_names"):
        if row["kind"] == kind:
            limits = int(row["since"] or 0), int(row["until"] or 9999)
            names.setdefault(row["code"], []).append((plain(row["name"]), *limits))
    for code, name in _names(kind).items():
        if all(known != plain(name) for known, *_ in names[code]):
            names[code].append((plain(name), 0, 9999))
    return {
        code: tuple(name for name, since, until in mine if year is None or since <= year <= until)
        for code, mine in names.items()
    }


def codes(kind: str) -> pd.DataFrame:
    """Return one classification.

    Parameters
    ----------
    kind : {"functional", "economic", "government_economic"}
        支出功能分类, 部门预算支出经济分类 or 政府预算支出经济分类.

    Returns
    -------
    DataFrame
        code, name, level (1 类, 2 款, 3 项), parent, documents (how many collected disclosures
        print it), source. Only codes that occur.

    Raises
    ------
    KnowledgeError
        There is no such classification.

    Examples
    --------
    >>> codes("economic").query("code == '30226'")[["name", "level", "parent"]].values.tolist()
    [['劳务费', 2, '302']]
    """
    rows = [
        {
            "code": row["code"],
            "name": row["name"],
            "level": level(row["code"]),
            "parent": parent(row["code"]),
            "documents": int(row["documents"]),
            "source": row["source"],
        }
        for row in table(TABLES[_kind(kind)])
    ]
    return pd.DataFrame(rows)
