"""What part of a whole a measure is: only of the whole that it is known to be a part of."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..errors import ExtractionError, KnowledgeError
from ..knowledge import table
from ..rulebook import agree
from .arithmetic import share
from .found import Found


def share_of(measures: pd.DataFrame, part: str, whole: str = "") -> float:
    """Return the share of a measure in the measure that it is a part of, or refuse.

    Parameters
    ----------
    measures : DataFrame
        The measures of one document.
    part : str
        Name of a measure of which ``measures.csv`` says what it is a part of (``of``): personnel is a part of
        the basic expenditure of the general public budget, and that is often less than that of all money.
    whole : str, optional
        Name of the whole; no other than that of ``measures.csv`` is taken.

    Returns
    -------
    float

    Raises
    ------
    KnowledgeError
        The measure is not known to be a part of the whole.
    ExtractionError
        The document does not say one of both, or says more of the part than of the whole.

    Examples
    --------
    >>> import budgetkit as bk
    >>> m = bk.read("raw/banan-2024-budget.pdf").measures
    >>> round(share_of(m, "personnel"), 4)
    0.4871
    >>> share_of(m, "personnel", "basic")
    Traceback (most recent call last):
    budgetkit.errors.KnowledgeError: no share of personnel in basic: it is counted within basic_general_public
    """
    base = {row["measure"]: row["of"] for row in table("measures") if row["kind"] == "amount"}.get(part)
    if not base:
        raise KnowledgeError(f"no share of {part}: nothing is named that it is counted within")
    if whole and whole != base:
        raise KnowledgeError(f"no share of {part} in {whole}: it is counted within {base}")
    rows = {row["measure"]: row for row in measures.to_dict("records")}
    if len(rows) < len(measures):
        raise ExtractionError("measures of several documents: take those of one, by document_id")
    for name in (part, base):
        if pd.isna(rows[name]["value_fen"]):
            why = rows[name]["why"] or rows[name]["status"]
            raise ExtractionError(f"no share of {part} in {base}: the document has no {name} ({why})")
    if rows[part]["low_fen"] > rows[base]["high_fen"]:
        raise ExtractionError(f"no share of {part} in {base}: the part is more than the whole")
    return share(int(rows[part]["value_fen"]), int(rows[base]["value_fen"]))


def other_base(part: Found, found: Iterable[Found]) -> Found | None:
    """Return of what basic expenditure a measure is a part, where that is not the one of all money.

    >>> import budgetkit as bk
    >>> from budgetkit.analysis import found
    >>> known = found(bk.read("raw/banan-2024-budget.pdf"))
    >>> [other_base(f, known) for f in known if f.measure == "personnel"]  # both are 367.10 万元
    [None]
    """
    base, shown = part.base, next(f for f in found if f.measure == "basic")
    if base is None or base.measure != "basic_general_public" or not shown.known:
        return None
    return None if base.known and agree(base.terms, shown.terms) else base
