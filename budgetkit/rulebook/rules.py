"""A row of ``rules.csv``."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from ..knowledge import table


class Rule(NamedTuple):
    """One row of ``rules.csv``."""

    id: str
    kind: str
    terms: str
    severity: str


SEVERITIES = ("error", "convention", "plausibility", "disclosure")


def rules() -> pd.DataFrame:
    """Return the rules that budgetkit checks.

    Returns
    -------
    DataFrame
        One row a rule: id, statement_zh, statement_en, severity (``error``, ``convention``,
        ``plausibility`` or ``disclosure``), kind and terms (how it is evaluated), since and until
        (fiscal years), reference, exceptions (where it is known not to hold) and note, then title,
        location and read_at of the reference, and ``observed_for``, ``observed_against`` and
        ``observed_undecided``: in how many collected disclosures it holds, fails and could not be
        decided (``data/observed.csv``). Only ``error`` means that figures contradict each other.

    Examples
    --------
    >>> rules().set_index("id").loc["X01", "statement_en"]
    'Basic expenditure is the same by function and by economic category'
    """
    sources = {row["id"]: row for row in table("references")}
    counts = {row["rule_id"]: row for row in table("observed") if not row["measure"]}
    observed = {"for": "holds", "against": "fails", "undecided": "undecided"}
    rows = [
        {
            **row,
            **{f"reference_{k}": sources[row["reference"]][k] for k in ("title", "location", "read_at")},
            **{
                f"observed_{k}": int(counts[row["id"]][v]) for k, v in observed.items() if row["id"] in counts
            },
        }
        for row in table("rules")
    ]
    return pd.DataFrame(rows)
