"""Crosswalks: under which code of another classification money stands (``data/crosswalks.csv``)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd

from ..errors import KnowledgeError
from .data import table

_ENDS = {
    "government": ("economic_code", "government_code"),
    "gfsm": ("economic_code", "gfsm_code"),
    "boost": ("economic_code", "boost_tag"),
    "cofog": ("function_code", "cofog_code"),
    "cofog_employer": ("function_code", "cofog_code"),
}
"""Crosswalks, and the names of the two columns of codes."""

BODIES = ("government body", "public institution")
"""Conditions that exclude each other: 机关和参公事业单位, 其他事业单位."""

_COLUMNS = ("condition", "alternatives", "confidence", "source")


def crosswalk(name: str, only: Iterable[str] | None = None) -> pd.DataFrame:
    """Return a crosswalk between two classifications.

    A row of a 类 or 款 holds for all codes below it that have no row of their own.

    Parameters
    ----------
    name : {"government", "gfsm", "boost", "cofog", "cofog_employer"}
        ``government``: department economic and government economic codes (部门、政府预算支出经济分类), to
        be read in both directions. ``gfsm``, ``boost``: from department economic codes to GFSM 2014 and
        to the economic tags of BOOST. ``cofog``: from functional codes to COFOG;
        ``cofog_employer`` is the same, but contributions of an employer for its own staff (old-age
        insurance, annuities, medical care, housing fund) follow the function of the employing unit, as
        GFS has it; which that is, its other expenditure says, so ``cofog_code`` is empty there.
    only : iterable of str, optional
        Codes to look up: the rows that hold for each, its own or those of its nearest parent, in this
        order. A code for which no row holds has one that is empty.

    Returns
    -------
    DataFrame
        The two codes, in columns that are called as in ``line_items`` where these have them; condition
        (on which the row holds; of two rows for one code, one holds for a ``government body``, 机关 and
        参公事业单位, one for a ``public institution``, 其他事业单位), alternatives (other codes that part
        of the money may be under, separated by spaces), confidence, source. Confidence is ``observed``
        (both codes stand side by side in two disclosures or more), ``observed once``, ``read`` (in a
        named source), ``unconfirmed`` (general knowledge), ``proposal`` of this project, or
        ``proposal, split`` where there are alternatives.

    Raises
    ------
    KnowledgeError
        There is no such crosswalk.

    Examples
    --------
    >>> crosswalk("government", only=["30226"])[["government_code", "condition"]].values.tolist()
    [['50205', 'government body'], ['50502', 'public institution']]
    >>> [crosswalk(n, only=["2080505"])["cofog_code"].item() for n in ("cofog", "cofog_employer")]
    ['10.2', '']
    """
    if name not in _ENDS:
        raise KnowledgeError(f"no crosswalk {name!r}; there are {', '.join(_ENDS)}")
    column, other = _ENDS[name]
    found = _rows(name)
    if only is None:
        rows = [(code, row) for code, mine in found.items() for row in mine]
    else:
        rows = [(code, row) for code in only for row in _holding(code, found)]
    columns = {column: [code for code, _ in rows], other: [row["to"] for _, row in rows]}
    columns |= {key: [row[key] for _, row in rows] for key in _COLUMNS}
    return pd.DataFrame({key: pd.array(values, dtype="string") for key, values in columns.items()})


@cache
def _rows(name: str) -> dict[str, tuple[dict[str, str], ...]]:
    """Return the rows of each code of a crosswalk."""
    found: dict[str, tuple[dict[str, str], ...]] = dict(_rows("cofog")) if name == "cofog_employer" else {}
    own: dict[str, tuple[dict[str, str], ...]] = {}
    for row in table("crosswalks"):
        if row["crosswalk"] == name:
            own[row["code"]] = (*own.get(row["code"], ()), row)
    return dict(sorted((found | own).items()))


def _holding(code: str, found: dict[str, tuple[dict[str, str], ...]]) -> list[dict[str, str]]:
    """Return the rows that hold for a code: for each kind of body, those of its nearest parent."""
    held: dict[str, dict[str, str]] = {}
    for n in range(len(code), 2, -2):
        for row in found.get(code[:n], ()):
            held.setdefault(row["condition"] if row["condition"] in BODIES else "", row)
    return list(held.values()) or [dict.fromkeys(("to", *_COLUMNS), "")]
