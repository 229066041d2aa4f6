"""Budget classifications: names, levels, parents and years of their codes.

Functional codes (支出功能分类) have 3 digits for 类, 5 for 款 and 7 for 项; economic codes
(支出经济分类) have 3 for 类 and 5 for 款. ``data/functional.csv``, ``economic.csv`` and
``government_economic.csv`` have one row for each name that a code bore, mostly as collected disclosures
print it; ``code_names.csv`` has other spellings. A code that is not listed there is unknown to the
package, not wrong: its parents name it.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

import pandas as pd
from pandas.api.extensions import ExtensionArray

from ..errors import KnowledgeError
from ..text import plain
from .data import table

TABLES = {"function": "functional", "economic": "economic", "government_economic": "government_economic"}


_KINDS = {**{k: k for k in TABLES}, **{v: k for k, v in TABLES.items()}}
INTERNATIONAL = ("cofog", "gfsm", "boost")
"""The classifications of other bodies, which crosswalks lead to (``data/international.csv``)."""

_COLUMNS = (
    "code", "name", "name_en", "level", "parent", "since", "until", "successor", "documents",
    "source", "confidence",
)  # fmt: skip
_NUMBERS = ("level", "since", "until", "documents")


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
def _rows(kind: str) -> dict[str, tuple[dict[str, str], ...]]:
    """Return the rows of each code, those of earlier years first."""
    found: dict[str, tuple[dict[str, str], ...]] = {}
    for row in table(TABLES[_kind(kind)]):
        found[row["code"]] = (*found.get(row["code"], ()), row)
    return found


def _kind(kind: str) -> str:
    if kind not in _KINDS:
        raise KnowledgeError(
            f"no classification {kind!r}; there are {', '.join((*TABLES.values(), *INTERNATIONAL))}"
        )
    return _KINDS[kind]


def _in_force(row: dict[str, str], year: int | None, slack: int = 0) -> bool:
    since, until = int(row["since"] or 0), int(row["until"] or 9999)
    return year is None or since - slack <= year <= until + slack


def name(kind: str, code: str) -> str | None:
    """Return the name that a code bears now, or bore last, None if it is not known.

    >>> name("economic", "30226"), name("economic", "30311"), name("functional", "9999999") is None
    ('劳务费', '代缴社会保险费', True)
    """
    rows = _rows(kind).get(code)
    return rows[-1]["name"] if rows else None


@cache
def codes_named(kind: str, *levels: int) -> dict[str, tuple[str, ...]]:
    """Return the names of some levels of a classification, as printed, each with the codes that bear it.

    >>> codes_named("economic", 2)["劳务费"], len(codes_named("function", 3)["行政运行"]) > 10
    (('30226',), True)
    """
    found: dict[str, tuple[str, ...]] = {}
    for code, rows in _rows(kind).items():
        if level(code) in levels and rows[-1]["confidence"] != "unconfirmed":
            found[rows[-1]["name"]] = (*found.get(rows[-1]["name"], ()), code)
    return found


@cache
def names_in(kind: str, year: int | None) -> dict[str, tuple[str, ...]]:
    """Return the folded names that each code bears in a fiscal year, in any year where it is not known.

    Only names that can be held against a document count: a code whose name one disclosure prints, or
    none, has none here. A limit whose year is unconfirmed is a year wider than it says, and a code that
    no row knows in that year may bear any of its names.

    >>> names_in("function", 2018)["20805"], names_in("function", 2024)["20805"]
    (('行政事业单位离退休',), ('行政事业单位养老支出',))
    >>> names_in("function", 2024)["2010503"]
    ()
    """
    spelled: dict[str, list[str]] = {}
    for row in table("code_names"):
        if row["kind"] == _kind(kind):
            spelled.setdefault(row["code"], []).append(plain(row["name"]))
    found = {}
    for code, rows in _rows(kind).items():
        sure = [row for row in rows if row["confidence"] in ("observed", "year unconfirmed")]
        fit = [row for row in sure if _in_force(row, year, slack=row["confidence"] != "observed")]
        names = [plain(row["name"]) for row in fit or sure]
        found[code] = tuple(dict.fromkeys([*names, *spelled.get(code, ())] if sure else ()))
    return found


@cache
def misnamed(kind: str, code: str, name: str) -> bool:
    """Say whether a row is printed under a code that stands for something else than its name says.

    That is so where no name of the code, in any year, is a part of it or the other way round, and where it is
    the name of another code, or less than half like those of this one. Of a code that is not known, or a row
    without a name, nothing is said.

    >>> misnamed("economic", "30212", "机关事业单位退休人员活动费"), misnamed("economic", "30301", "退休费")
    (True, True)
    >>> misnamed("economic", "30231", "公车运行维护费"), misnamed("economic", "30213", "维护（护）费")
    (False, False)
    """
    name, known = plain(name), names_in(kind, None).get(code, ())
    if not name or not known or any(one in name or name in one for one in known):
        return False
    others = {plain(other) for other in codes_named(kind, level(code))}
    return name in others or all(
        SequenceMatcher(None, name, one, autojunk=False).ratio() < LIKE for one in known
    )


LIKE = 0.5
"""How much alike a printed name and that of its code are.

It is 0.83 or more in 7,478 of 7,490 collected rows; in the rest it is less than this, or the name is that of
another code, mostly where items are numbered through.
"""


def codes(kind: str, year: int | None = None, only: Iterable[str] | None = None) -> pd.DataFrame:
    """Return one classification.

    Parameters
    ----------
    kind : {"functional", "economic", "government_economic", "cofog", "gfsm", "boost"}
        支出功能分类, 部门预算支出经济分类, 政府预算支出经济分类; or a classification that
        :func:`crosswalk` leads to: COFOG, GFSM 2014, the economic tags of BOOST.
    year : int, optional
        A fiscal year: only the names in force in it, each code once. All names by default, so that a
        code that was renamed or given another meaning has several rows.
    only : iterable of str, optional
        Codes to look up: one row for each, in this order, with the name of `year` or else the last one.
        A code that the table lacks is no error: it has the name of its nearest parent, or none, and
        says so (``confidence``).

    Returns
    -------
    DataFrame
        code, name, name_en (a translation of this project for Chinese classifications), level (1 类,
        2 款, 3 项), parent, since and until (first and last fiscal year of the name; missing where no
        limit is known), successor (codes, separated by spaces, that the money is under afterwards),
        documents (how many collected disclosures print it), source, confidence: ``observed`` (name in
        two disclosures or more), ``observed once``, ``read`` (in a named source), ``year unconfirmed``
        (name observed, year general knowledge), ``unconfirmed`` (general knowledge), ``by parent``,
        ``unknown``.

    Raises
    ------
    KnowledgeError
        There is no such classification.

    Examples
    --------
    >>> codes("economic").query("code == '30226'")[["name", "level", "parent"]].values.tolist()
    [['劳务费', 2, '302']]
    >>> [codes("economic", year).query("code == '30311'")["name"].item() for year in (2016, 2024)]
    ['住房公积金', '代缴社会保险费']
    >>> codes("functional", only=["2010388"])[["name", "confidence"]].values.tolist()
    [['政府办公厅（室）及相关机构事务', 'by parent']]
    """
    rows = _international(kind) if kind in INTERNATIONAL else _classified(kind)
    if only is None:
        chosen = [row for row in rows if _in_force(row, year)]
    else:
        known = {row["code"]: row for row in rows}
        known |= {row["code"]: row for row in rows if _in_force(row, year)}
        chosen = [_looked_up(code, known) for code in only]
    return pd.DataFrame({key: _column(key, [row[key] for row in chosen]) for key in _COLUMNS})


def _column(key: str, texts: list[str]) -> ExtensionArray:
    if key in _NUMBERS:
        return pd.array([int(text) if text else None for text in texts], dtype="Int64")
    return pd.array(texts, dtype="string")


def _classified(kind: str) -> list[dict[str, str]]:
    english = {row["zh"]: row["en"] for row in table("translations")}
    return [
        row
        | {"level": str(level(row["code"])), "parent": parent(row["code"])}
        | {"name_en": english.get(row["name"], "")}
        for row in table(TABLES[_kind(kind)])
    ]


def _international(kind: str) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in table("international"):
        if row["kind"] == kind:
            above = found.get(row["parent"], {"level": "0"})
            said = {
                "level": str(int(above["level"]) + 1),
                "confidence": "unconfirmed" if kind == "gfsm" else "read",
            }
            found[row["code"]] = dict.fromkeys(_COLUMNS, "") | row | said
    return list(found.values())


def _looked_up(code: str, known: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the row of a code; where there is none, one with the name of its nearest parent."""
    if code in known:
        return known[code]
    above = next((known[code[:n]] for n in (5, 3) if code[:n] in known), dict.fromkeys(_COLUMNS, ""))
    named = {"name": above["name"], "name_en": above["name_en"], "source": above["source"]}
    size = len(code) in (5, 7) and code.isdigit()
    own = {"code": code, "level": str(level(code)) if size else "", "parent": parent(code) if size else ""}
    return (
        dict.fromkeys(_COLUMNS, "")
        | named
        | own
        | {"confidence": "by parent" if above["code"] else "unknown"}
    )
