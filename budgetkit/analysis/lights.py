"""Where the checks of a document agree: its tables and prose against kinds of checks, in words."""

from __future__ import annotations

import pandas as pd

from ..knowledge import name, placed, table
from ..language import language
from .readable import NAMED, named

COLUMNS = {
    "table": "within\nthe table",
    "tables": "with other\ntables",
    "prose_and_tables": "text with\ntables",
    "prose": "within\nthe text",
    "documents": "with\nlast year",
    "requirement": "published\nas required",
    "plausibility": "usual among\nothers",
}
"""Groups of rules (column ``group`` of ``rules.csv``) in words, in the order in which they are shown."""

SEVERITIES = {
    "error": "must hold (arithmetic, law)",
    "convention": "custom",
    "disclosure": "should be published so",
    "plausibility": "usual among others",
    "information": "for information",
}
"""What a check weighs, in words."""

RESTS = {
    "standard_catalogue": "the standard catalogue (基层政务公开标准目录)",
    "regulation_729": "the regulation (国务院令 729)",
    "rules_143": "the ministry's rules (财预〔2016〕143 号)",
    "arithmetic": "arithmetic",
    "observed": "what others publish",
    "convention": "custom, or this project",
    "unconfirmed": "general knowledge",
}
"""What a requirement rests on (``reference``), in words."""

_KINDS = ("form", "ratio", *NAMED)
_TEXT, _WHOLE = "the text", "the document as a whole"
_SIGNS = {"green": "", "amber": " ≈", "red": " ×", "blue": " ?"}


def lights(checks: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Return what became of the checks that were decided, one row a part of the document and kind of check.

    Parameters
    ----------
    checks : DataFrame
        ``reconcile(d).checks``.
    forms : DataFrame
        ``d.forms``: what is not a table of the document stands under the document as a whole.

    Returns
    -------
    DataFrame
        ``row`` and ``column`` in words, categories in the order of the document; ``decided`` checks;
        ``light``: ``red`` where figures contradict each other, else ``blue`` where something is a finding,
        else ``amber`` where something agrees only within rounding, else ``green``; and ``count``, the number
        of decided checks with the sign of the light (× ? ≈), for print without colours. Only what exists.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> cells = lights(bk.reconcile(d).checks, d.forms).set_index(["row", "column"])
    >>> cells.loc[("Department expenditure", "within\\nthe table"), ["light", "count"]].tolist()
    ['amber', '43 ≈']
    """
    found = forms[forms["status"] == "found"].drop_duplicates("form")
    names = {form: name("form", form, "en") for form in found["form"]}
    groups = {row["id"]: row["group"] for row in table("rules")}
    decided = checks[checks["outcome"].isin(["exact", "rounding", "fail"])]
    decided = decided[decided["severity"] != "information"]
    failed = decided["outcome"] == "fail"
    cells = (
        decided.assign(
            row=[
                _row(where, rule, names)
                for where, rule in zip(decided["where"], decided["rule_id"], strict=True)
            ],
            column=decided["rule_id"].map(groups).map(COLUMNS),
            red=failed & decided["severity"].eq("error"),
            blue=failed & decided["severity"].ne("error"),
            amber=decided["outcome"].eq("rounding"),
            decided=1,
        )
        .groupby(["row", "column"], sort=False)[["decided", "red", "blue", "amber"]]
        .sum()
        .reset_index()
    )
    cells["light"] = [
        next((x for x in ("red", "blue", "amber") if c[x]), "green") for c in cells.to_dict("records")
    ]
    cells["count"] = cells["decided"].astype(str) + cells["light"].map(_SIGNS)
    return _in_order(cells, [*names.values(), _TEXT, _WHOLE])


def _in_order(cells: pd.DataFrame, rows: list[str]) -> pd.DataFrame:
    """Return cells by row and column, which are categories in the order of the document."""
    cells = cells.assign(
        row=pd.Categorical(cells["row"], rows), column=pd.Categorical(cells["column"], list(COLUMNS.values()))
    )
    cells = cells.sort_values(["row", "column"])
    return cells[["row", "column", "decided", "light", "count"]].reset_index(drop=True)


def _row(where: str, rule: str, names: dict[str, str]) -> str:
    """Return the part of the document that a check speaks of: what its place, or else its rule, names."""
    words = where.replace("project targets", "project_targets").replace("[", " ").split()
    if words and words[0] in names:
        return names[words[0]]
    if "prose" in words or _group(rule) in ("prose", "prose_and_tables"):
        return _TEXT
    if _group(rule) == "plausibility":
        terms = next(row["terms"] for row in table("rules") if row["id"] == rule).replace("[", " ").split()
        return next((names[word] for word in terms if word in names), _WHOLE)
    return _WHOLE


def _about(where: str) -> str:
    """Say where a check stands, in English without the rest of its words."""
    if language() != "en":
        return placed(where, language())
    return " / ".join(named(pd.Series(where.split(" / ")), "en", _KINDS))


def _group(rule: str) -> str:
    return next(row["group"] for row in table("rules") if row["id"] == rule)


def told(checks: pd.DataFrame) -> pd.DataFrame:
    """Return checks with what their rules say, and how many of the collected disclosures do not keep them.

    Parameters
    ----------
    checks : DataFrame
        Rows of ``checks``.

    Returns
    -------
    DataFrame
        The same rows with ``statement`` and ``about``, the place in words (both in the language of now),
        ``others``, the number of publications in which the rule could be decided (``observed.csv``), and
        ``others_against``, the share of these that do not keep it (whatever of it they do not keep), missing
        where there are none.

    Examples
    --------
    >>> import budgetkit as bk
    >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"), only=["I13"])
    >>> row = told(r.checks).iloc[0]
    >>> row["statement"][:27], row["about"], f"{row['others_against']:.0%}"
    ('A change says whether it is', 'prose / basis of comparison', '48%')
    """
    statements = {row["id"]: row[f"statement_{language()}"] for row in table("rules")}
    counts: dict[str, list[int]] = {}
    for row in table("observed"):
        if not row["measure"]:
            known = counts.setdefault(row["rule_id"], [0, 0])
            known[0] += int(row["holds"])
            known[1] += int(row["fails"])
    decided = {rule: sum(known) for rule, known in counts.items()}
    shares = {rule: fails / (holds + fails) for rule, (holds, fails) in counts.items() if holds + fails}
    about = [_about(where) for where in checks["where"]]
    return checks.assign(
        statement=checks["rule_id"].map(statements), about=about, others=checks["rule_id"].map(decided),
        others_against=checks["rule_id"].map(shares),
    )  # fmt: skip
