"""What the package knows about forms, headers, words and codes: rows of ``budgetkit/data/*.csv``.

Code never decides by a place, a file or a page; it looks a text up here. Every row names its
source, and tests hold the tables together in both directions.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from ..errors import KnowledgeError


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``budgetkit/data/<name>.csv`` as dicts of text.

    Raises
    ------
    KnowledgeError
        There is no such table.

    Examples
    --------
    >>> table("forms")[0]["slug"]
    'dept_summary'
    """
    path = files("budgetkit") / "data" / f"{name}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KnowledgeError(f"budgetkit/data has no table {name}.csv") from error
    return tuple(csv.DictReader(text.splitlines()))


def frame_fields(name: str) -> list[dict[str, str]]:
    """Return the rows of the data dictionary (``fields.csv``) for one output table, in order.

    Raises
    ------
    KnowledgeError
        The data dictionary does not describe such a table.
    """
    rows = [row for row in table("fields") if row["table"] == name]
    if not rows:
        raise KnowledgeError(f"fields.csv describes no table {name!r}")
    return rows
