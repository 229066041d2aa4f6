"""The bases that contributions imply, if the rates are those of ``contribution_rates.csv``."""

from __future__ import annotations

import pandas as pd

from ..knowledge import name, table
from .arithmetic import pick

PAY = ("30101", "30102", "30103", "30107")
"""The economic codes of pay: basic wages, allowances, bonuses, performance pay."""


def pay_rows(items: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of pay in basic expenditure.

    >>> import budgetkit as bk
    >>> int(pay_rows(bk.read("raw/banan-2024-budget.pdf").line_items)["amount_fen"].sum())
    125630000
    """
    return pick(items, form="basic_expenditure", nature="basic", economic_code=PAY)


def implied_bases(items: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return, for each contribution that is printed, the base that its rate implies.

    Parameters
    ----------
    items : DataFrame
        ``line_items`` of one document.
    year : int
        Rates change; a contribution without a rate in that year is left out.

    Returns
    -------
    DataFrame
        code, ``what``, amount_fen, rate, base_fen, and low_fen and high_fen, between which the base lies
        if the printed amount is good to half its last digit; ``confidence`` and ``source`` of the rate;
        line_id.

    Examples
    --------
    >>> import budgetkit as bk
    >>> bases = implied_bases(bk.read("raw/banan-2024-budget.pdf").line_items, 2024).set_index("code")
    >>> (bases[["base_fen", "low_fen", "high_fen"]] / 1_000_000).round(2).values.tolist()
    [[107.88, 107.84, 107.91], [107.88, 107.81, 107.94], [125.67, 125.62, 125.71]]
    """
    rows = []
    for known in table("contribution_rates"):
        mine = pick(items, form="basic_expenditure", nature="basic", economic_code=known["code"])
        if len(mine) != 1 or not int(known["since"]) <= year <= int(known["until"] or 9999):
            continue
        figure, rate = mine.iloc[0], float(known["rate"])
        fen, half = int(figure["amount_fen"]), int(figure["step_fen"]) / 2
        rows.append(
            {
                "code": known["code"], "what": name("ratio", known["code"], "en"), "amount_fen": fen,
                "rate": rate, "base_fen": fen / rate, "low_fen": (fen - half) / rate,
                "high_fen": (fen + half) / rate, "of": known["base"], "confidence": known["confidence"],
                "source": known["source"], "line_id": figure["line_id"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def bases_over(rows: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the bases that the contributions of many documents imply, beside the pay that each prints.

    Parameters
    ----------
    rows : DataFrame
        What :func:`~budgetkit.analysis.spent` returned of basic expenditure by economic class; a line that
        is printed for bodies and for institutions is added up.
    documents : DataFrame
        For the year of each, since rates change.

    Returns
    -------
    DataFrame
        One row a document and contribution whose rate is known for its year: document_id, place, code,
        ``what``, amount_fen, rate, base_fen, low_fen, high_fen, pay_fen, ``of_pay`` (base / pay), ``paid``
        (contribution / pay),
        ``performance`` (more performance pay, 30107, than bonuses, 30103: public institutions pay the one,
        government bodies the other), ``confidence`` and ``source`` of the rate, line_ids. Documents without
        any line of pay are left out.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "x", "place": "P", "code": ["30101", "30113"],
    ...                      "amount_fen": [1000, 84], "step_fen": 1, "line_id": ["a", "b"]})
    >>> documents = pd.DataFrame({"document_id": ["x"], "fiscal_year": [2026]})
    >>> bases_over(rows, documents)[["code", "base_fen", "of_pay", "paid"]].values.tolist()
    [['30113', 700.0, 0.7, 0.084]]
    """
    years = documents.set_index("document_id")["fiscal_year"]
    of_pay = rows[rows["code"].str[:5].isin(PAY)].groupby("document_id")
    pay, ids = of_pay["amount_fen"].sum(), of_pay["line_id"].agg(" ".join)
    bonus, performance = (
        rows[rows["code"].str[:5] == code]
        .groupby("document_id")["amount_fen"]
        .sum()
        .reindex(pay.index, fill_value=0)
        for code in ("30103", "30107")
    )
    institutions = pay.index[performance > bonus]
    found = []
    for known in table("contribution_rates"):
        mine = rows[rows["code"].str[:5].eq(known["code"]) & rows["document_id"].isin(pay[pay > 0].index)]
        year = mine["document_id"].map(years)
        mine = mine[year.between(int(known["since"]), int(known["until"] or 9999)) & mine["amount_fen"].gt(0)]
        of, rate = mine.groupby("document_id"), float(known["rate"])
        fen, half = of["amount_fen"].sum().astype(float), of["step_fen"].sum() / 2
        one = {
            "place": of["place"].first(), "code": known["code"], "what": name("ratio", known["code"], "en"),
            "amount_fen": fen, "rate": rate, "base_fen": fen / rate, "low_fen": (fen - half) / rate,
            "high_fen": (fen + half) / rate, "pay_fen": pay.reindex(fen.index).astype(float),
        }  # fmt: skip
        part = pd.DataFrame(one, index=fen.index)
        part["of_pay"], part["paid"] = part["base_fen"] / part["pay_fen"], fen / part["pay_fen"]
        part["performance"] = part.index.isin(institutions)
        part["confidence"], part["source"] = known["confidence"], known["source"]
        found.append(
            part.assign(line_ids=of["line_id"].agg(" ".join) + " " + ids.reindex(fen.index)).reset_index()
        )
    return pd.concat(found, ignore_index=True)


def same_base(bases: pd.DataFrame, near: float = 0.01) -> pd.DataFrame:
    """Return, of documents with pensions and annuities, whether both imply nearly one base.

    Parameters
    ----------
    bases : DataFrame
        What :func:`bases_over` returned.
    near : float
        How far apart two bases that count as one may be; contributions are rounded person by person.

    Returns
    -------
    DataFrame
        One row a document: document_id, place, ``ratio`` (base of the pensions / base of the annuities),
        ``same``, line_ids.

    Examples
    --------
    >>> bases = pd.DataFrame({"document_id": "x", "place": "P", "code": ["30108", "30109"],
    ...                       "base_fen": [100.0, 80.0], "line_ids": ["a", "b"]})
    >>> same_base(bases)[["ratio", "same"]].values.tolist()
    [[1.25, False]]
    """
    one, other = (bases[bases["code"] == code].set_index("document_id") for code in ("30108", "30109"))
    both = one.join(other.add_suffix("_other"), how="inner")
    ratio, ids = both["base_fen"] / both["base_fen_other"], both["line_ids"] + " " + both["line_ids_other"]
    found = {"place": both["place"], "ratio": ratio, "same": (ratio - 1).abs().le(near), "line_ids": ids}
    return pd.DataFrame(found).reset_index()
