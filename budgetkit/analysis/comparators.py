"""Who a document is compared with: collected disclosures, each with place, level and kind, audited."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from ..knowledge import body_name, region_code, region_of, shown, table

LEVELS = {"central": "central", "province": "province", "city": "city", "district": "district or county"}
"""Levels of government, by the code of the place; "" where the name of a body names none."""


def level_of(entity: str, year: int | None = None) -> str:
    """Return the level of government of a body, a key of :data:`LEVELS`, by the place in its name.

    >>> [level_of(n) for n in ("国家信访局", "北京市审计局", "西安市信访局", "重庆市巴南区财政局", "某某局")]
    ['central', 'province', 'city', 'district', '']
    """
    region = region_of(entity)
    if not region:
        return "central" if entity.startswith("国家") else ""
    code = region_code(region, year)
    if not code:
        return ""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "district"


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rows = table("unit_kinds")
    return tuple((re.compile(row["pattern"]), row["kind"], row["name_en"]) for row in rows)


def kind_of(entity: str) -> str:
    """Return the kind of a body by its name (``unit_kinds.csv``), "" where the name says none.

    >>> [kind_of(n) for n in ("重庆市巴南区政务服务管理办公室", "中共西安市委宣传部", "上海市数据局")]
    ['services', 'party', 'department']
    """
    bare = re.sub(r"[（(][^（()）]*[)）]$", "", entity)
    return next((kind for pattern, kind, _ in _kinds() if pattern.search(bare)), "")


def kind_words(kind: str) -> str:
    """Return what a kind is called.

    >>> kind_words("services"), kind_words("")
    ('government services office', 'not told by its name')
    """
    words = next((words for _, key, words in _kinds() if key == kind), "not told by its name")
    return shown(words)


def comparators(phase: str = "approved", but: str = "") -> pd.DataFrame:
    """Return the collected disclosures of one phase, and which of them count in a comparison.

    Parameters
    ----------
    phase : {"approved", "executed"}
        Budgets are not compared with final accounts.
    but : str
        The body that is compared: it and its units are left out.

    Returns
    -------
    DataFrame
        One row a document of ``observed_documents.csv``: document, place (folder where it was collected),
        entity, year, ``region``, ``level`` and ``kind`` as its name has them (:func:`level_of`,
        :func:`kind_of`), ``counted``, and ``why`` not: a copy, part or other year of one that counts (also
        under another spelling of its name), or a body whose name begins with that of another that counts,
        which may hold the same money.

    Examples
    --------
    >>> who = comparators()
    >>> who[who["counted"]].groupby("level").size().to_dict()["city"] > 50
    True
    >>> who.loc[who["entity"] == "重庆市气象局", ["level", "kind", "counted"]].values.tolist()
    [['province', 'department', True]]
    """
    rows = pd.DataFrame(row for row in table("observed_documents") if row["phase"] == phase)
    rows["year"] = pd.to_numeric(rows["year"]).astype("Int64")
    rows["region"] = rows["entity"].map(region_of)
    years = [None if pd.isna(year) else int(year) for year in rows["year"]]
    rows["level"] = [level_of(name, year) for name, year in zip(rows["entity"], years, strict=True)]
    rows["kind"] = rows["entity"].map(kind_of)
    rows["counted"] = rows["counted"].eq("yes")
    left = _audit(rows[rows["counted"]], body_name(but))
    rows["counted"] &= ~rows["document"].isin(list(left))
    rows["why"] = [
        left.get(document, why) for document, why in zip(rows["document"], rows["why"], strict=True)
    ]
    return rows.reset_index(drop=True)


def _audit(counted: pd.DataFrame, but: str) -> dict[str, str]:
    """Return why some that count should not: the body itself, or part of another."""
    names = dict(zip(counted["entity"].map(body_name), counted["document"], strict=True))
    left = {
        document: "the body itself, or its unit"
        for name, document in names.items()
        if but and name.startswith(but)
    }
    others = {name: document for name, document in names.items() if document not in left}
    for name, document in others.items():
        whole = next((other for other in others if other != name and name.startswith(other)), None)
        if whole:
            left[document] = f"may be part of {others[whole]}"
    return left
