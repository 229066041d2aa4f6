"""How complete a disclosure is: each requirement with its mark and the evidence for it."""

from __future__ import annotations

import pandas as pd

from ..checks import mark
from ..knowledge import table

SHOWN = 3


def scorecard(checks: pd.DataFrame) -> pd.DataFrame:
    """Mark the requirements of disclosure.

    Parameters
    ----------
    checks : DataFrame
        The table ``checks`` of one document.

    Returns
    -------
    DataFrame
        One row a rule of the group ``requirement``: rule_id, requirement_zh, requirement_en, reference,
        mark (one of :data:`budgetkit.checks.MARKS`), met, not_met, undecided (numbers of checks) and
        evidence, which is what the checks found, what is not met first. A mark is ``undecided`` where
        nothing could be checked: that is not a pass.

    Examples
    --------
    >>> import budgetkit as bk
    >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"))
    >>> r.scorecard.set_index("rule_id").loc[["D01", "D04", "D15"], "mark"].tolist()
    ['partly', 'met', 'not met']
    """
    rows = []
    for rule in table("rules"):
        mine = checks[checks["rule_id"] == rule["id"]]
        if rule["group"] != "requirement" or mine.empty:
            continue
        met = mine["outcome"].isin(["exact", "rounding"])
        failed = mine["outcome"].eq("fail")
        open_ = mine["outcome"].isin(["insufficient", "unread"])
        shown = [mine[failed], mine[met], mine[open_], mine[~failed & ~met & ~open_]]
        rows.append(
            {
                "rule_id": rule["id"], "requirement_zh": rule["statement_zh"],
                "requirement_en": rule["statement_en"], "reference": rule["reference"],
                "mark": mark(mine["outcome"]),
                "met": int(met.sum()), "not_met": int(failed.sum()), "undecided": int(open_.sum()),
                "evidence": "; ".join(words for part in shown if (words := _evidence(part))),
            }
        )  # fmt: skip
    columns = ["rule_id", "requirement_zh", "requirement_en", "reference", "mark", "met", "not_met"]
    return pd.DataFrame(rows, columns=[*columns, "undecided", "evidence"])


def _evidence(checks: pd.DataFrame) -> str:
    words = [f"{c.where}: {c.detail}" for c in checks.head(SHOWN).itertuples()]
    more = len(checks) - len(words)
    return "; ".join([*words, *([f"and {more} more"] if more > 0 else [])])
