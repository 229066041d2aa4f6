"""A ratio among those of others: how many lie above, and how sure that is with so few."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..knowledge import name, table
from .arithmetic import Bounds
from .comparators import kind_words


def share_above(above: int, of: int, sure: float = 0.95) -> Bounds:
    """Return between what shares of all documents lie above, when `above` of a sample of `of` do.

    The exact binomial interval (Clopper and Pearson), which holds for a random sample. What is at hand is
    none, so that the interval is a least measure of what is not known.

    Examples
    --------
    >>> none = share_above(0, 44)
    >>> f"{none.low:.1%} to {none.high:.1%}"
    '0.0% to 8.0%'
    """
    from scipy.stats import beta

    tail = (1 - sure) / 2
    low = float(beta.ppf(tail, above, of - above + 1)) if above else 0.0
    high = float(beta.ppf(1 - tail, above + 1, of - above)) if above < of else 1.0
    return Bounds(low, high)


def median_between(values: Sequence[float], sure: float = 0.95) -> Bounds | None:
    """Return two of the values between which the median of all documents lies; None where there are too few.

    By order statistics: nothing is assumed of the distribution.

    Examples
    --------
    >>> median_between([1, 2, 3, 4, 5, 6, 7, 8, 9])
    Bounds(low=2, high=8)
    >>> median_between([1, 2, 3]) is None
    True
    """
    from scipy.stats import binom

    ordered, n = sorted(values), len(values)
    at = int(binom.ppf((1 - sure) / 2, n, 0.5))  # so many of them lie below it at most as rarely
    if at < 1:
        return None
    return Bounds(ordered[at - 1], ordered[n - at])


def among(ratios: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Return ratios beside those of others, without those that are not known.

    Parameters
    ----------
    ratios : DataFrame
        :func:`measured` of a document.
    who : DataFrame
        :func:`comparators`, or some of its rows; those that are not counted are left out.

    Returns
    -------
    DataFrame
        The columns of `ratios` that hold without the others, and: ``words``, the numerator and
        denominator in words; ``numerator``; ``others``, the values of the others by document, largest first
        (``observed_values.csv``); ``n``; ``above``, how many of them are as large or larger; ``least`` and
        ``most``, between what shares of all documents are (:func:`share_above`); ``median``, ``from`` and
        ``to`` (:func:`median_between`); ``largest``, and the entity ``whose`` it is.

    Examples
    --------
    >>> import budgetkit as bk
    >>> from budgetkit.analysis import comparators, measured
    >>> ranked = among(measured(bk.read("raw/banan-2024-budget.pdf")), comparators()).set_index("measure")
    >>> row = ranked.loc["30226 / operating total"]
    >>> row["words"], int(row["above"]), f"{row['largest']:.1%}"
    ('labour services / running cost', 0, '26.3%')
    """
    names = who[who["counted"]].set_index("document")["entity"]
    known = pd.DataFrame(table("observed_values"))
    known = known[known["document"].isin(names.index)]
    known = known.assign(value=known["value"].astype(float))
    columns = ["rule_id", "measure", "percent", "value", "low", "high", "expected", "outcome", "line_ids"]
    rows = ratios.loc[ratios["value"].notna(), columns].reset_index(drop=True)
    found = [
        _ranked(str(m), float(v), known, names) for m, v in zip(rows["measure"], rows["value"], strict=True)
    ]
    return rows.join(pd.DataFrame(found))


def _ranked(measure: str, value: float, known: pd.DataFrame, names: pd.Series) -> dict[str, object]:
    mine = known[known["measure"] == measure].set_index("document")["value"].sort_values(ascending=False)
    above = int((mine >= value).sum())
    share, between = share_above(above, len(mine)), median_between(mine.tolist())
    return {
        "words": ratio_words(measure), "numerator": measure.split()[0], "others": mine, "n": len(mine),
        "above": above, "least": share.low, "most": share.high, "median": mine.median(),
        "from": between.low if between else None, "to": between.high if between else None,
        "largest": mine.max(), "whose": names[mine.index[0]] if len(mine) else "",
    }  # fmt: skip


def others_of(row: pd.Series, who: pd.DataFrame) -> pd.DataFrame:
    """Return who the others of one ratio are: a row of :func:`among`, with the rows of :func:`comparators`.

    Returns
    -------
    DataFrame
        Rows of `who` with ``kind_words`` and the ``value``, largest first.

    Examples
    --------
    >>> who = pd.DataFrame({"document": ["a", "b"], "kind": ["party", ""]})
    >>> others_of(pd.Series({"others": pd.Series({"b": 0.2, "a": 0.1})}), who)["kind_words"].tolist()
    ['not told by its name', 'party body']
    """
    values = row["others"].rename("value").rename_axis("document").reset_index()
    found = values.merge(who, on="document")
    return found.assign(kind_words=found["kind"].map(kind_words))


def outside(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return the ratios that are not as expected, each numerator once: the one that most documents give.

    Examples
    --------
    >>> rows = {"numerator": ["30226", "30226", "30228"], "n": [46, 58, 86], "outcome": ["fail"] * 3}
    >>> outside(pd.DataFrame(rows))["n"].tolist()
    [86, 58]
    """
    out = ranked[ranked["outcome"] == "fail"].sort_values("n", ascending=False)
    return out.drop_duplicates("numerator").reset_index(drop=True)


def spread_rows(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return what :func:`among` found with its figures as texts, and as ``dots.spread`` draws it.

    Returns
    -------
    DataFrame
        The columns of `ranked` and label, note, stands_out, and the texts ``value_``, ``range_`` (as the
        digits allow), ``share_`` (of all, as high or higher), ``median_``, ``median_range_`` and
        ``largest_``.

    Examples
    --------
    >>> import budgetkit as bk
    >>> from budgetkit.analysis import comparators, measured
    >>> rows = spread_rows(among(measured(bk.read("raw/banan-2024-budget.pdf")), comparators()))
    >>> rows.loc[rows["measure"] == "30226 / operating total", ["words", "value_", "median_"]].values.tolist()
    [['labour services / running cost', '82.3%', '1.5%']]
    """
    write = {True: "{:.1%}".format, False: "{:.2f}".format}
    rows = ranked.reset_index(drop=True)
    rows = rows.assign(label=rows["words"].str.replace(" / ", " /\n"), stands_out=rows["outcome"] == "fail")
    for key in ("value", "low", "high", "median", "from", "to", "largest"):
        values = zip(rows["percent"], rows[key], strict=True)
        rows[f"{key}_"] = ["" if pd.isna(value) else write[percent](value) for percent, value in values]
    return rows.assign(
        range_=rows["low_"] + " to " + rows["high_"],
        median_range_=(rows["from_"] + " to " + rows["to_"]).where(rows["from"].notna(), "too few"),
        share_=[f"{low:.0%} to {high:.0%}" for low, high in zip(rows["least"], rows["most"], strict=True)],
        note=rows["value_"] + "  (median " + rows["median_"] + ", n " + rows["n"].astype(str) + ")",
    )


def ratio_words(measure: str) -> str:
    """Return a measure of ``rules.csv`` in words.

    >>> ratio_words("30110 / 30108 at 16%"), ratio_words("30226 / 301")
    ('medical insurance / base implied by pensions, at 16 %', 'labour services / wages and welfare (301)')
    """
    return " / ".join(name("ratio", side, "en") for side in measure.split(" / "))
