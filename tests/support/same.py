"""Two documents with the same figures: what of a figure must be the same, whatever the format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pandas as pd

import budgetkit as bk

FIELDS = [
    "form", "direction", "fund", "nature", "measure", "carried", "code_kind", "function_code", "economic_code",
    "item", "concept", "level", "is_total", "fiscal_year", "phase", "amount_fen", "state", "printed", "unit",
    "step_fen",
]  # fmt: skip


def rows(table: pd.DataFrame) -> Counter[tuple[str, ...]]:
    """Return the figures of a table by all that does not say where they stand."""
    return Counter(map(tuple, table[FIELDS].astype(str).itertuples(index=False)))


def figures(d: bk.Disclosure) -> Counter[tuple[str, ...]]:
    """Return the figures in the tables of a disclosure."""
    return rows(d.line_items)


def checks(d: bk.Disclosure) -> Counter[tuple[str, ...]]:
    """Return the checks that compare figures of tables only (W and X; X25 asks the prose), with what came out."""
    found = bk.reconcile(d).checks
    found = found[found["rule_id"].str.match("W|X(?!25)")]
    what = ["rule_id", "outcome", "reported_fen", "calculated_fen", "tolerance_fen"]
    return Counter(map(tuple, found[what].astype(str).itertuples(index=False)))


def indicators(
    d: bk.Disclosure, there: Callable[[pd.DataFrame], pd.DataFrame] = lambda table: table
) -> Counter[tuple[str, ...]]:
    """Return the indicators of a disclosure without their places; where lines break makes no difference."""
    table = there(d.indicators).drop(
        columns=["document_id", "page", "table", "row", "file", "file_name"], errors="ignore"
    )
    texts = table.astype(str).apply(lambda column: column.str.replace(r"\s", "", regex=True))
    return Counter(map(tuple, texts.itertuples(index=False)))
