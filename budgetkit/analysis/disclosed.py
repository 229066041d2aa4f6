"""What budgets disclose: which tables are there, what else is asked for, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

STATES = (
    "with figures",
    "with figures, some not read",
    "empty",
    "another table in its place",
    "nothing, says the prose",
    "not found",
)
"""What becomes of a statutory table in a document, :func:`form_states`."""

ASKED = {
    "D01": "the eight tables, or a substitute",
    "D02": "empty tables explained 空表说明",
    "D03": "prose on every subject",
    "D04": "functions down to 项",
    "D05": "economic categories down to 款",
    "D06": "三公 split into its parts",
    "D07": "unit of every table 单位",
    "D09": "whom to ask 咨询渠道",
    "D15": "headcount 人员编制",
    "D18": "the rows of every sum",
}
"""Rules on disclosure in a few words; those on accounts only, on dates, form and reading are left out."""

NINTH = "the ninth table 国有资本经营"
"""What rule D01 looks for besides the eight tables of the catalogue."""

DUTY, CUSTOM = "catalogue or regulation", "custom, no duty known"

KEPT = ("found", "cannot be told", "not found")
"""What a rule says of a document. It knows words and tables: what is worded otherwise it does not find."""


def form_states(
    forms: pd.DataFrame, checks: pd.DataFrame, unread: pd.DataFrame, cells: pd.DataFrame
) -> pd.DataFrame:
    """Return what becomes of each statutory table in each document, as rule D01 finds it.

    Parameters
    ----------
    forms, checks, unread : DataFrame
        Tables of the panel, of the documents that count.
    cells : DataFrame
        Places of figures and blanks (document_id, page, table, form), which tell the form of an unread cell.

    Returns
    -------
    DataFrame
        ``document_id``, ``form``, ``state`` (of :data:`STATES`).

    Examples
    --------
    >>> forms = pd.DataFrame({"document_id": "x", "form": ["a", "b"], "status": "found", "figures": [3, 0]})
    >>> checks = pd.DataFrame({
    ...     "document_id": "x", "rule_id": "D01", "where": list("abc"), "outcome": ["exact", "exact", "fail"],
    ...     "detail": ["found", "found", "not in the document"]})
    >>> place = pd.DataFrame({"document_id": ["x"], "page": [1], "table": [1]})
    >>> states = form_states(forms, checks, place.iloc[:0], place.assign(form="a"))
    >>> states["state"].tolist()
    ['with figures', 'empty', 'not found']
    """
    found = forms[forms["status"] == "found"].groupby(["document_id", "form"])["figures"].sum()
    cells = cells[["document_id", "page", "table", "form"]].drop_duplicates()
    doubtful = set(
        unread.merge(cells, on=["document_id", "page", "table"]).groupby(["document_id", "form"]).size().index
    )
    rows = checks[checks["rule_id"].eq("D01")].drop_duplicates(["document_id", "where"])
    states = [
        _state(outcome, detail, int(found.get((document, form), 0)), (document, form) in doubtful)
        for document, form, outcome, detail in rows[["document_id", "where", "outcome", "detail"]].itertuples(
            index=False
        )
    ]
    return rows[["document_id"]].assign(form=rows["where"], state=states).reset_index(drop=True)


def _state(outcome: str, detail: str, figures: int, doubtful: bool) -> str:
    if outcome == "fail":
        return STATES[5]
    if outcome == "not_applicable":
        return STATES[4]
    if "in its place" in detail:
        return STATES[3]
    return STATES[2] if not figures else STATES[1] if doubtful else STATES[0]


RETIRED = ("退休", "离休", "离退休人员")
"""Who is counted by the prose and is no staff."""

PROSE_RULES = ("D02", "D03", "D09", "D15")
"""Rules whose subject stands in the prose."""


def kept(
    checks: pd.DataFrame, rules: pd.DataFrame, stated: pd.DataFrame, apart: Collection[str] = ()
) -> pd.DataFrame:
    """Return, for each document and rule of :data:`ASKED`, whether what it asks for is there.

    Parameters
    ----------
    checks, rules : DataFrame
        Checks of the documents that count, and the catalogue of rules.
    stated : DataFrame
        What the prose states: a headcount counts only where it is one of people (人, 名), since 编制 is also
        the drawing up of plans, and not of :data:`RETIRED` alone.
    apart : collection of str
        Documents whose prose stands in another file: of what is asked of the prose, nothing can be told.

    Returns
    -------
    DataFrame
        ``document_id``, ``rule_id``, ``asked`` (in words; of rule D01 :data:`NINTH` stands apart, which the
        catalogue does not name), ``by`` (:data:`DUTY` or :data:`CUSTOM`), ``kept``
        (of :data:`KEPT`: not found where one part fails, not told where one part is undecided). A document
        to which the rule does not apply has no row.

    Examples
    --------
    >>> checks = pd.DataFrame({
    ...     "document_id": ["x", "x", "y"], "rule_id": "D09", "where": "document",
    ...     "outcome": ["exact", "fail", "not_applicable"]})
    >>> rules = pd.DataFrame({"id": ["D09"], "reference": ["convention"]})
    >>> stated = pd.DataFrame({"document_id": [], "concept": [], "printed": [], "item": []}, dtype=str)
    >>> kept(checks, rules, stated)[["document_id", "asked", "by", "kept"]].values.tolist()
    [['x', 'whom to ask 咨询渠道', 'custom, no duty known', 'not found']]
    >>> kept(checks, rules, stated, apart=["x"])["kept"].tolist()
    ['cannot be told']
    """
    rows = checks[checks["rule_id"].isin(list(ASKED)) & checks["outcome"].ne("not_applicable")]
    ninth = rows["rule_id"].eq("D01") & rows["where"].eq("state_capital")
    rows = rows.assign(asked=rows["rule_id"].map(ASKED).mask(ninth, NINTH))
    groups = rows.groupby(["document_id", "rule_id", "asked"])["outcome"]
    found = groups.agg(set).map(_kept).rename("kept").reset_index()
    people = stated[stated["concept"].eq("headcount") & stated["printed"].str.contains("[人名]")]
    people = people[~people["item"].isin(RETIRED)]
    plans = found["rule_id"].eq("D15") & ~found["document_id"].isin(people["document_id"])
    elsewhere = found["rule_id"].isin(PROSE_RULES) & found["document_id"].isin(list(apart))
    words = found["kept"].mask(plans & found["kept"].eq(KEPT[0]), KEPT[2]).mask(elsewhere, KEPT[1])
    duties = rules.set_index("id")["reference"].isin(["standard_catalogue", "regulation_729"])
    pairs = zip(found["rule_id"], found["asked"], strict=True)
    by = [DUTY if duties[rule] and asked != NINTH else CUSTOM for rule, asked in pairs]
    return found.assign(by=by, kept=words)


def _kept(outcomes: set[str]) -> str:
    if "fail" in outcomes:
        return KEPT[2]
    return KEPT[1] if outcomes & {"insufficient", "unread"} else KEPT[0]


def tally(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each thing asked for, in how many budgets it is there; what is missing most stands first.

    Returns
    -------
    DataFrame
        ``asked``, ``by``, ``budgets`` (to which it applies), the three of :data:`KEPT` as counts, ``share``
        (not found, of those that tell).

    Examples
    --------
    >>> rows = pd.DataFrame({"asked": "a", "by": "b", "kept": ["found", "not found", "cannot be told"]})
    >>> tally(rows).values.tolist()
    [['a', 'b', 3, 1, 1, 1, 0.5]]
    """
    counts = rows.groupby(["asked", "by", "kept"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(KEPT), fill_value=0).rename_axis(None, axis=1)
    told = counts["found"] + counts["not found"]
    counts.insert(0, "budgets", counts.sum(axis=1))
    counts["share"] = counts["not found"] / told
    return counts.reset_index().sort_values("share", ascending=False, kind="stable", ignore_index=True)


def tally_by_place(rows: pd.DataFrame, about: pd.DataFrame) -> pd.DataFrame:
    """Return, for each place and each thing asked for, "found of told" in words, "" where nothing is told.

    >>> rows = pd.DataFrame({"document_id": ["x", "y"], "asked": "a", "kept": ["found", "not found"]})
    >>> about = pd.DataFrame({"document_id": ["x", "y"], "place": "p"})
    >>> tally_by_place(rows, about).values.tolist()
    [['p', 2, '1 of 2']]
    """
    told = rows[rows["kept"].isin(["found", "not found"])].merge(about, on="document_id")
    groups = told.assign(yes=told["kept"].eq("found")).groupby(["place", "asked"])["yes"].agg(["sum", "size"])
    words = pd.Series([f"{n} of {size}" for n, size in groups.to_numpy()], index=groups.index)
    table = words.unstack(fill_value="").rename_axis(None, axis=1)
    table.insert(0, "budgets", about.groupby("place").size().reindex(table.index))
    return table.reset_index()


WHYS = {
    "not an amount": r"count, not|percentage|count, but not|role",
    "hidden: in the file, but not to be seen": r"^hidden",
    "a table, or a row of one, that was not recognised": r"not recognised|stands in none|row of no|no name",
    "a sheet of targets without indicators": r"^a sheet of targets",
    "within a text": r"within a text|about the budget|no noun",
    "a picture, or a page of pictures": r"picture|images",
}
"""Reasons why something is in ``unread``, in groups; what fits none is an amount or a heading."""

OTHER_WHY = "an amount or a heading that could not be made out"


def unread_kinds(unread: pd.DataFrame) -> pd.DataFrame:
    """Return how many things were not read, by groups of reasons (:data:`WHYS`), and in how many documents.

    >>> rows = pd.DataFrame({"document_id": ["x", "x"], "why": ["a count, not an amount", "hidden: in it"]})
    >>> unread_kinds(rows)[["kind", "things", "documents"]].values.tolist()
    [['not an amount', 1, 1], ['hidden: in the file, but not to be seen', 1, 1]]
    """
    groups = unread.assign(kind=unread["why"].map(kind_of_unread)).groupby("kind", sort=False)
    found = groups["document_id"].agg(things="size", documents="nunique", most=_most).reset_index()
    return found.sort_values("things", ascending=False, kind="stable", ignore_index=True)


def _most(documents: pd.Series) -> int:
    """Return how many are of the document that has most of them."""
    return int(documents.value_counts().iloc[0])


def kind_of_unread(why: str) -> str:
    """Return the group of a reason, of :data:`WHYS` or :data:`OTHER_WHY`.

    >>> kind_of_unread("a picture of 10 x 10 points, which is not read")
    'a picture, or a page of pictures'
    """
    return next((kind for kind, pattern in WHYS.items() if re.search(pattern, why)), OTHER_WHY)


def by_form(states: pd.DataFrame) -> pd.DataFrame:
    """Return, for each table, in how many documents it is what (:data:`STATES`), the fullest first.

    >>> int(by_form(pd.DataFrame({"form": ["a"], "state": ["empty"]})).loc["a", "empty"])
    1
    """
    counts = states.groupby(["form", "state"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(STATES), fill_value=0).rename_axis(None, axis=1)
    return counts.sort_values(list(STATES), ascending=False, kind="stable")
