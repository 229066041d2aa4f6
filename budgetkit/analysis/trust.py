"""How far checks can be trusted: errors put in, honest changes, alarms judged on the page."""

from __future__ import annotations

import pandas as pd

from .places import places
from .ranking import share_above

ITEM_COLUMNS = ["line_id", "document_id", "page", "item", "printed", "unit"]
"""What a claim says of a figure of a table."""

FATES = {
    "exact": "traced to it alone",
    "two": "to it and one more at most",
    "more": "to several, it among them",
    "found": "found, not traced",
    "unseen": "not found",
}
"""What became of an error that was put in."""

VERDICTS = {
    "contradiction": "the figures contradict each other on the page",
    "rows not printed": "withdrawn: rows are not printed (now a finding, no error)",
    "excused": "withdrawn: an admissible reading explains it",
    "false": "false: a rule or a reading was wrong (mended)",
}
"""What an alarm was, judged on its page."""

_EXCUSED = ("cut off", "carried over")
_RATES = ("I03", "I04", "I06", "I08")
_FALSE = ("rule too strict", "bound wrongly")
_BY_CODE = r"\b[Cc]ode\b|numbered in sequence"


def fates(injection: pd.DataFrame) -> pd.DataFrame:
    """Add to each error put in what became of it, a key of :data:`FATES`.

    Parameters
    ----------
    injection : DataFrame
        ``processed/measured/injection.csv``.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "detected": [1, 1, 1, 1, 0], "traced": [1, 1, 1, 0, 0], "named": [1, 2, 5, 0, 0],
    ...     "exact": [1, 0, 0, 0, 0]})
    >>> fates(rows)["fate"].tolist()
    ['exact', 'two', 'more', 'found', 'unseen']
    """
    found, traced = injection["detected"].eq(1), injection["traced"].eq(1)
    fate = pd.Series("unseen", index=injection.index).mask(found, "found").mask(found & traced, "more")
    fate = fate.mask(found & traced & injection["named"].le(2), "two")
    return injection.assign(fate=fate.mask(found & injection["exact"].eq(1), "exact"))


def by_kind(rows: pd.DataFrame, key: str = "kind") -> pd.DataFrame:
    """Count the fates under each kind of error, in order of appearance; n, and shares of n.

    >>> rows = pd.DataFrame({"kind": ["a", "a", "b"], "fate": ["exact", "unseen", "two"]})
    >>> by_kind(rows)[["n", "traced to it alone", "not found"]].values.tolist()
    [[2.0, 0.5, 0.5], [1.0, 0.0, 0.0]]
    """
    counts = pd.crosstab(rows[key], rows["fate"]).reindex(columns=list(FATES), fill_value=0)
    counts = counts.loc[rows[key].unique()].rename_axis(columns=None)
    n = counts.sum(axis=1)
    shares = counts.div(n, axis=0).rename(columns=FATES)
    shares.insert(0, "n", n)
    return shares


def by_rule(rows: pd.DataFrame, least: int = 10) -> pd.DataFrame:
    """Return, by rule that the wrong amount takes part in, how many are found; rules with enough errors.

    >>> rows = pd.DataFrame({"rules": ["W01 W08", "W01"], "fate": ["exact", "unseen"]})
    >>> by_rule(rows, least=2)[["rule_id", "n", "found", "exact"]].values.tolist()
    [['W01', 2, 0.5, 0.5]]
    """
    each = rows.assign(rule_id=rows["rules"].str.split()).explode("rule_id")
    each = each.assign(found=each["fate"].ne("unseen"), exact=each["fate"].eq("exact"))
    found = each.groupby("rule_id").agg(n=("fate", "size"), found=("found", "mean"), exact=("exact", "mean"))
    return found[found["n"].ge(least)].sort_values(["found", "n"]).reset_index()


def judged(alarms: pd.DataFrame) -> pd.DataFrame:
    """Give alarms the verdicts of :data:`VERDICTS`; findings, which are no alarms, are left out.

    Parameters
    ----------
    alarms : DataFrame
        ``processed/measured/alarms.csv``.

    Examples
    --------
    >>> rows = pd.DataFrame({"verdict": ["contradiction", "cut off", "bound wrongly", "finding"]})
    >>> judged(rows)["judged"].tolist()
    ['contradiction', 'excused', 'false']
    """
    rows = alarms[alarms["verdict"].ne("finding")].copy()
    verdict = rows["verdict"].mask(rows["verdict"].isin(_EXCUSED), "excused")
    return rows.assign(judged=verdict.mask(verdict.isin(_FALSE), "false"))


def contradictions(checks: pd.DataFrame, documents: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Return the checks of severity error that fail, one row each, with the rule in words.

    Parameters
    ----------
    checks, documents : DataFrame
        Tables of the panel; a copy of another document is left out.
    rules : DataFrame
        ``bk.rules()``.

    Returns
    -------
    DataFrame
        Columns of the checks, ``entity``, ``fiscal_year``, ``statement`` of the rule in English, and
        ``part``: the difference as a share of the larger of the two figures, where both are amounts and the
        rule is not about a rate.

    Examples
    --------
    >>> checks = pd.DataFrame({"document_id": ["x"], "rule_id": "W01", "severity": "error", "outcome": "fail",
    ...     "reported_fen": [90], "calculated_fen": [100], "difference_fen": [-10]})
    >>> documents = pd.DataFrame({"document_id": ["x"], "entity": "某局", "fiscal_year": 2024, "copy_of": ""})
    >>> rules = pd.DataFrame({"id": ["W01"], "statement_en": ["Total is the sum"]})
    >>> contradictions(checks, documents, rules)[["entity", "statement", "part"]].values.tolist()
    [['某局', 'Total is the sum', 0.1]]
    """
    rows = checks[checks["severity"].eq("error") & checks["outcome"].eq("fail")]
    whose = documents[documents["copy_of"].fillna("").eq("")][["document_id", "entity", "fiscal_year"]]
    rows = rows.merge(whose, on="document_id")
    rows["statement"] = rows["rule_id"].map(rules.set_index("id")["statement_en"])
    larger = rows[["reported_fen", "calculated_fen"]].abs().max(axis=1, skipna=False)
    part = rows["difference_fen"].abs() / larger.where((larger > 0) & ~rows["rule_id"].isin(_RATES))
    return rows.assign(part=part.astype(float))


def with_page(real: pd.DataFrame, alarms: pd.DataFrame) -> pd.DataFrame:
    """Add to :func:`contradictions` what stands on the page, as judged there.

    Returns
    -------
    DataFrame
        With ``what``, in words ("" where nobody judged it), and ``by_code``: it is a printed code that is
        amiss, so that the amounts under it are of different things, and have no ``part``.

    Examples
    --------
    >>> keys = {"rule_id": ["W08", "W01"], "where": "total"}
    >>> real = pd.DataFrame({"document_id": "x", "part": 0.1, **keys})
    >>> alarms = pd.DataFrame({"document": "x", "what": ["The code is printed as 7", "12 is 21"], **keys})
    >>> with_page(real, alarms)[["what", "by_code", "part"]].values.tolist()
    [['The code is printed as 7', True, nan], ['12 is 21', False, 0.1]]
    """
    keys = ["document_id", "rule_id", "where"]
    seen = alarms.rename(columns={"document": "document_id"}).drop_duplicates(keys)
    rows = real.merge(seen[[*keys, "what"]], on=keys, how="left").fillna({"what": ""})
    by_code = rows["what"].str.contains(_BY_CODE)
    return rows.assign(by_code=by_code, part=rows["part"].mask(by_code))


def place_of(files: pd.Series, documents: pd.DataFrame) -> pd.Series:
    """Return the place of each file as :func:`budgetkit.analysis.places` names it.

    A file that is no document of the panel (a copy, a part) has the place of the others of its folder, or
    is named by the folder where there are none.

    >>> documents = pd.DataFrame({"document_id": ["xian-01", "qujing-01"], "region": ["西安市", ""]})
    >>> place_of(pd.Series(["xian-11", "qujing-01", "banan-2024-budget"]), documents).tolist()
    ["Xi'an 西安市", 'central body 中央', 'Banan']
    """
    names = places(documents)
    folders = names.groupby(documents["document_id"].str.split("-").str[0]).first()
    folder = files.str.split("-").str[0]
    known = files.map(dict(zip(documents["document_id"], names, strict=True)))
    return known.fillna(folder.map(folders)).fillna(folder.str.capitalize())


def by_place(reach: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return, by place, how many amounts there are, and the shares in an identity.

    >>> reach = pd.DataFrame({"document": "xian-01", "form": ["dept_revenue", "prose"], "amounts": [4, 2],
    ...     "in_an_identity": [3, 1]})
    >>> documents = pd.DataFrame({"document_id": ["xian-01"], "region": ["西安市"]})
    >>> by_place(reach, documents)[["place", "documents", "tables", "prose"]].values.tolist()
    [["Xi'an 西安市", 1, 0.75, 0.5]]
    """
    rows = reach.assign(place=place_of(reach["document"], documents))
    prose = rows["form"].eq("prose")
    tables, said = (rows[of].groupby("place")[["amounts", "in_an_identity"]].sum() for of in (~prose, prose))
    found = pd.DataFrame({
        "documents": rows.groupby("place")["document"].nunique(), "amounts": tables["amounts"],
        "tables": tables["in_an_identity"] / tables["amounts"], "stated": said["amounts"],
        "prose": said["in_an_identity"] / said["amounts"],
    })  # fmt: skip
    found = found.sort_values("documents", ascending=False, kind="stable").reset_index()
    return found.astype({"amounts": "Int64", "stated": "Int64"})


def by_form(reach: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """Return the forms with most amounts, in how many files they stand, and the shares in an identity.

    >>> reach = pd.DataFrame({"document": ["x", "y"], "form": "prose", "amounts": [4, 2],
    ...     "in_an_identity": [3, 0]})
    >>> by_form(reach)[["form", "documents", "amounts", "seen"]].values.tolist()
    [['prose', 2, 6, 0.5]]
    """
    of = reach.groupby("form").agg(
        documents=("document", "nunique"), amounts=("amounts", "sum"), seen=("in_an_identity", "sum")
    )
    of = of.assign(seen=of["seen"] / of["amounts"]).sort_values("amounts", ascending=False, kind="stable")
    return of.head(most).reset_index()


def per_file(reach: pd.DataFrame) -> pd.Series:
    """Return the share of each file's amounts that take part in an identity.

    >>> per_file(pd.DataFrame({"document": "x", "amounts": [3, 1], "in_an_identity": [1, 1]})).tolist()
    [0.5]
    """
    of = reach.groupby("document")[["amounts", "in_an_identity"]].sum()
    return of["in_an_identity"] / of["amounts"]


def benign_by_kind(benign: pd.DataFrame) -> pd.DataFrame:
    """Return, by kind of honest change, how many there are, in how many documents, and how many alarms.

    ``most`` is the largest share of documents with an alarm that this leaves open (95 %), were they drawn
    at random.

    >>> benign = pd.DataFrame({"kind": "a", "document": ["x", "x"], "rule_id": [None, None]})
    >>> benign_by_kind(benign)[["kind", "n", "documents", "alarms"]].values.tolist()
    [['a', 2, 1, 0]]
    """
    alarmed = benign["document"].where(benign["rule_id"].fillna("").ne(""))
    of = benign.assign(alarmed=alarmed).groupby("kind", sort=False)
    found = of.agg(n=("document", "size"), documents=("document", "nunique"), alarms=("alarmed", "nunique"))
    pairs = zip(found["alarms"], found["documents"], strict=True)
    return found.assign(most=[share_above(int(a), int(n)).high for a, n in pairs]).reset_index()


def verdicts(judged: pd.DataFrame) -> pd.DataFrame:
    """Count the alarms of :func:`judged` by verdict in words: once raised, their share, raised today.

    >>> rows = verdicts(pd.DataFrame({"judged": ["false", "false"], "fails": [0, 0]}))
    >>> rows[["n", "part", "now"]].values.tolist()[-1]
    [2.0, 1.0, 0.0]
    """
    of = judged.groupby("judged")["fails"].agg(n="size", now="sum").reindex(list(VERDICTS), fill_value=0)
    of = of.assign(was=list(VERDICTS.values()), part=of["n"] / len(judged))
    return of[["was", "n", "part", "now"]].reset_index(drop=True)


def often(real: pd.DataFrame) -> pd.DataFrame:
    """Count contradictions by rule, the commonest first.

    >>> real = pd.DataFrame({"rule_id": ["I03"] * 2, "statement": "s", "document_id": "x"})
    >>> often(real)[["n", "documents"]].values.tolist()
    [[2, 1]]
    """
    of = real.groupby(["rule_id", "statement"])["document_id"]
    return (
        of.agg(n="size", documents="nunique").reset_index().sort_values("n", ascending=False, kind="stable")
    )


def ends(real: pd.DataFrame, each: int = 4) -> pd.DataFrame:
    """Return the contradictions between two amounts that are furthest apart, and those that are least.

    Of each document the furthest or the least one, since one slip can break several rules.

    >>> real = pd.DataFrame({"document_id": ["x", "x", "y", "y"], "part": [0.1, 0.5, None, 0.9]})
    >>> ends(real, 1)["part"].tolist()
    [0.9, 0.1]
    """
    known = real[real["part"].notna()].sort_values("part", kind="stable")
    least, most = known.drop_duplicates("document_id"), known.drop_duplicates("document_id", keep="last")
    return pd.concat([most.iloc[::-1].head(each), least.head(each)])


def between(part: int, of: int) -> str:
    """Return in words between what shares of all lie, if a part of those at hand does (95 %).

    >>> between(0, 44)
    '0.0% to 8.0%'
    """
    found = share_above(part, of)
    return f"{found.low:.1%} to {found.high:.1%}"
