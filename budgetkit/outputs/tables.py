"""All tables of one disclosure, what it prints and what was found in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from ..analysis import measures
from ..disclosure import Disclosure
from ..errors import SourceError
from ..reconciliation import Reconciliation, reconcile
from ..records import TABLES, frame

DECIMALS = 6
"""Places behind the point that a coordinate or a ratio keeps in a file."""


def tables_of(
    disclosure: Disclosure, result: Reconciliation | None = None, digests: Sequence[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables of the data dictionary for one disclosure.

    Parameters
    ----------
    disclosure : Disclosure
    result : Reconciliation, optional
        Gives ``checks`` and ``suspects``; by default the disclosure is reconciled with itself.
    digests : sequence of str, optional
        SHA-256 of each file; by default taken from the files, which have to be where they were read.

    Examples
    --------
    >>> import budgetkit as bk
    >>> tables = tables_of(bk.read("raw/banan-2024-budget.pdf"))
    >>> list(tables) == list(TABLES), len(tables["line_items"]), int(tables["documents"]["figures"][0])
    (True, 143, 143)
    """
    result = result or reconcile(disclosure)
    digests = [_digest(part.path) for part in disclosure.parts] if digests is None else digests
    found = {
        "measures": measures(result.ledger or disclosure),
        "checks": result.checks,
        "suspects": result.suspects,
    }
    items = disclosure.line_items
    sure = items["line_id"].isin(list(result.proved)) & items["state"].eq("doubtful")
    found["line_items"] = items.assign(state=items["state"].mask(sure, "proved"))
    found["documents"] = frame("documents", [_document(disclosure, digests)])
    return {name: _rounded(found[name] if name in found else getattr(disclosure, name)) for name in TABLES}


def _digest(path: Path) -> str:
    if not path.is_file():
        raise SourceError(f"{path}: no longer where it was read, and its digest is to be said; read it again")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _document(d: Disclosure, digests: Sequence[str]) -> dict[str, Any]:
    return {
        **asdict(d.document),
        "region_code": d.document.region_code,
        "files": " ".join(part.path.name for part in d.parts),
        "sha256": " ".join(digests),
        "engine": d.engine,
        "tables": len(d.tables),
        "figures": len(d.line_items),
        "unread": len(d.unread),
    }


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    floats = table.select_dtypes("Float64").columns
    return table.assign(**{name: table[name].round(DECIMALS) for name in floats})
