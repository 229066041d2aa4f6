"""What the panel's tables hold: the data dictionary of a build, with the changes that ``panel.csv`` says."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from ...knowledge import frame_fields, table
from ...records import TABLES

PANEL = (*TABLES, "coverage", "failures")
"""The tables of the panel."""

AS_TEXT = ("documents", "coverage", "failures")
"""Those that are CSV, to be looked at without a program; the others are Parquet."""


def file_name(name: str) -> str:
    """Return the file of a table of the panel.

    >>> file_name("documents"), file_name("line_items")
    ('documents.csv', 'line_items.parquet')
    """
    return f"{name}.{'csv' if name in AS_TEXT else 'parquet'}"


@cache
def fields(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the data dictionary for one table of the panel, in order.

    >>> [f["name"] for f in fields("indicators")][-3:]
    ['table', 'row', 'withheld']
    """
    changes = {row["name"]: row for row in table("panel") if row["table"] == name}
    known = [] if name == "coverage" else frame_fields(name)
    kept = [spec for spec in known if changes.get(spec["name"], {}).get("how") != "left_out"]
    added = [row for row in changes.values() if row["how"] == "added"]
    return tuple([*map(_loosened(changes), kept), *added])


def _loosened(changes: dict[str, dict[str, str]]):  # type: ignore[no-untyped-def]
    """Return a function that lets a column be empty whose text may be withheld."""

    def loose(spec: dict[str, str]) -> dict[str, str]:
        return {**spec, "key": ""} if spec["name"] in changes and spec["key"] == "required" else spec

    return loose


LONGEST = {"names": 64, "short": 24, "words": 10_000}
"""How many characters a text of each kind may have."""

_SENTENCE = {
    "names": re.compile("[。；！？]"),
    "short": re.compile("[，。；！？：]"),
    "words": re.compile("[。！？]"),
    "digits": re.compile("[\u3400-\u9fff]"),
}
_CLAUSES = re.compile("，")
_HAN = re.compile("[\u3400-\u9fff]")
PROSE = 24
"""Chinese characters from which a text with a comma counts as a sentence."""


def reads_like_prose(text: str, how: str) -> bool:
    """Say whether a text is more than a name: a sentence of the document, which the panel does not repeat.

    Parameters
    ----------
    text : str
    how : {"names", "short", "words", "digits"}
        What the column holds: names of lines and projects; names of indicators and targets; words of this
        project; figures.

    Examples
    --------
    >>> reads_like_prose("信息系统运行维护", "names"), reads_like_prose("因涉密，不予公开。", "names")
    (False, True)
    >>> reads_like_prose("1,682.7 6", "digits"), reads_like_prose("其中办公费20万元", "digits")
    (False, True)
    """
    if _SENTENCE[how].search(text) or len(text) > LONGEST.get(how, 64):
        return True
    return how != "words" and bool(_CLAUSES.search(text)) and len(_HAN.findall(text)) >= PROSE


def withhold(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table of a build as the panel has it: without prose, and saying what is withheld."""
    how = {
        row["name"]: row["how"] for row in table("panel") if row["table"] == name and row["how"] in _SENTENCE
    }
    rows = rows.copy()
    said = pd.Series("", index=rows.index, dtype="string")
    for column, kind in how.items():
        texts = rows[column].fillna("").astype("string")
        prose = {text for text in texts.unique() if reads_like_prose(text, kind)}
        hidden = texts.isin(prose)
        rows[column] = texts.mask(hidden, "")
        said = said.where(~hidden, said + (" " + column))
    if name == "forms":
        rows["has_note"] = rows["note"].fillna("").ne("").astype("boolean")
    rows["withheld"] = said.str.strip()
    return rows[[spec["name"] for spec in fields(name) if spec["name"] in rows]]
