"""The ratios of a document beside their distribution over the collected disclosures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ..knowledge import table
from ..rulebook import Ledger, Measure, Range, measure_ratio, measures, ratio_check

POSITIONS = (
    "below all", "lowest 5 %", "below the middle half", "middle half",
    "above the middle half", "highest 5 %", "above all",
)  # fmt: skip
"""Where a ratio lies among those of the collected disclosures."""


_SPREAD = ("minimum", "p05", "p25", "median", "p75", "p95", "maximum")


def measured(disclosure: Any) -> pd.DataFrame:
    """Return the ratios of a document beside those of the collected disclosures (``observed.csv``).

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.disclosure.disclosure.read` returned, or anything with the same tables.

    Returns
    -------
    DataFrame
        One row a measure that says something of the document's year: rule_id, measure, ``percent``
        (whether it is usually written as a percentage), ``value`` as printed, ``low`` and ``high`` as the
        rounding of its figures allows, ``expected``, ``outcome`` of the check, ``position`` among the
        collected publications of its phase (one of :data:`POSITIONS`), in how many ``documents`` of these
        the ratio is known (``observed_values.csv`` names them), ``minimum``, p05, p25, median, p75, p95,
        ``maximum`` of these, line_ids and detail. A ratio that cannot be worked out has no value; its
        outcome and detail say why.

    Examples
    --------
    >>> import budgetkit as bk
    >>> m = measured(bk.read("raw/banan-2024-budget.pdf")).set_index("measure")
    >>> m.loc["30226 / operating total", ["expected", "position"]].tolist()
    ['0.00 % to 25.00 %', 'above all']
    >>> round(float(m.loc["30226 / operating total", "value"]), 4)
    0.8235
    """
    ledger = Ledger(disclosure)
    phase = ledger.phase or "approved"
    seen = {(row["rule_id"], row["measure"]): row for row in table("observed") if row["phase"] == phase}
    rows = []
    for rule, mine in measures().items():
        for measure in mine:
            if ranges := measure.in_year(ledger.year):
                row = _measured(ledger, measure, ranges, seen.get((rule, measure.name), {}))
                rows.append({"rule_id": rule, **row})
    return pd.DataFrame(rows).astype(dict.fromkeys(("value", "low", "high", *_SPREAD), float))


def _measured(
    ledger: Ledger, measure: Measure, ranges: Sequence[Range], seen: Mapping[str, str]
) -> dict[str, Any]:
    check, found = ratio_check(ledger, measure, ranges), measure_ratio(ledger, measure)[0]
    value, low, high = (float(x) for x in (found.value, found.low, found.high)) if found else (None,) * 3
    spread = {k: float(seen[k]) if seen.get(k) else None for k in _SPREAD}
    return {
        "measure": measure.name, "percent": measure.percent, "value": value, "low": low, "high": high,
        "expected": measure.expected(ranges), "outcome": check.outcome, "position": _position(value, spread),
        "documents": int(seen.get("documents") or 0), **spread, "line_ids": check.ids, "detail": check.detail,
    }  # fmt: skip


def _position(value: float | None, spread: Mapping[str, float | None]) -> str:
    known = [x for x in spread.values() if x is not None]
    if value is None or len(known) < len(_SPREAD):
        return ""
    lower, upper = known[:3], known[4:]
    return POSITIONS[sum(value >= x for x in lower) + sum(value > x for x in upper)]
