"""The measures that notebooks share: sums without double counting, shares, back-casts, bounds.

All amounts are integers of fen (分); shares are plain ratios (0.487 is 48.7 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..errors import ExtractionError


def pick(items: pd.DataFrame, **keys: Any) -> pd.DataFrame:
    """Return the rows whose columns equal `keys`; a list means any of its values.

    Examples
    --------
    >>> items = pd.DataFrame({"form": ["a", "a", "b"], "amount_fen": [1, 2, 3]})
    >>> pick(items, form="a", amount_fen=[2, 3]).index.tolist()
    [1]
    """
    mask = pd.Series(True, index=items.index)
    for key, value in keys.items():
        wanted = value if isinstance(value, (list, tuple, set)) else [value]
        mask &= items[key].isin(list(wanted)).fillna(False).astype(bool)
    return items[mask]


def one(items: pd.DataFrame, **keys: Any) -> pd.Series:
    """Return the one row whose columns equal `keys`.

    Raises
    ------
    ExtractionError
        There is no such row, or more than one; the message gives the keys and what was found.

    Examples
    --------
    >>> items = pd.DataFrame({"form": ["a", "b"], "amount_fen": [1, 3]})
    >>> int(one(items, form="b")["amount_fen"])
    3
    """
    rows = pick(items, **keys)
    if len(rows) != 1:
        wanted = ", ".join(f"{k}={v!r}" for k, v in keys.items())
        ids = next(
            (
                f": {', '.join(rows[c].head(3))} …"
                for c in ("line_id", "stated_id")
                if c in rows and len(rows)
            ),
            "",
        )
        raise ExtractionError(f"one figure expected for {wanted}, {len(rows)} found{ids}")
    return rows.iloc[0]


def total(items: pd.DataFrame, **keys: Any) -> int:
    """Add up the amounts that `keys` select, leaving out totals and parents of other selected rows.

    Totals (合计) and parents (类, 款 whose 项 are there too) are in the data because they are its
    proof; they are not added again.

    Returns
    -------
    int
        Sum in fen.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "form": "basic_expenditure", "function_code": "", "is_total": [True, False, False, False],
    ...     "economic_code": ["", "302", "30201", "30226"], "amount_fen": [300, 300, 100, 200]})
    >>> total(rows, form="basic_expenditure")
    300
    """
    rows = pick(items, **keys)
    if "measure" in rows and "measure" not in keys:
        rows = rows[rows["measure"] == "amount"]  # no changes, of-which columns or repeated totals
    rows = rows[~rows["is_total"].astype(bool)]
    codes = rows["function_code"] + rows["economic_code"]
    group = [c for c in ("document_id", "form", "fund", "nature", "fiscal_year") if c in rows]
    present = set(zip(codes, *(rows[c] for c in group), strict=True))
    parents = {(code[:n], *rest) for code, *rest in present for n in (3, 5) if len(code) > n}
    keep = [key not in parents for key in zip(codes, *(rows[c] for c in group), strict=True)]
    return int(rows.loc[keep, "amount_fen"].sum())


def share(part_fen: int, whole_fen: int) -> float:
    """Return part / whole.

    Raises
    ------
    ZeroDivisionError
        The whole is zero: there is no share of nothing.
    """
    if whole_fen == 0:
        raise ZeroDivisionError("share of a whole that is zero")
    return part_fen / whole_fen


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval that holds the true value: ``low`` <= value <= ``high``.

    Examples
    --------
    >>> Bounds(1, 2) + Bounds(10, 20)
    Bounds(low=11, high=22)
    """

    low: float
    high: float

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def backcast(stated: pd.DataFrame) -> pd.DataFrame:
    """Derive last year's amounts from this year's level and the stated change.

    Parameters
    ----------
    stated : DataFrame
        The table ``stated``.

    Returns
    -------
    DataFrame
        One row for every level with a change of the same concept and fund (and, where the concept is a
        kind of item, the same item): document_id, concept, fund, item, level_fen, change_fen (signed),
        prior_fen = level - change, low_fen and high_fen, base_year, level_id, change_id. Derived, not
        published. Each figure is taken to be good to half of the last digit that the document's prose
        prints anywhere, since prose leaves trailing zeros off (770 beside 162.68).

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "stated_id": ["s1", "s2"], "document_id": "x", "concept": "basic_expenditure", "fund": "",
    ...     "item": "", "role": ["level", "change"], "amount_fen": [36710, 16268], "step_fen": [10, 1],
    ...     "change_direction": ["", "increase"], "base_year": [None, 2023]})
    >>> backcast(rows)[["prior_fen", "low_fen", "high_fen"]].iloc[0].tolist()
    [20442.0, 20441.0, 20443.0]
    """
    rows = stated[stated["amount_fen"].notna()]
    finest = rows[rows["step_fen"] > 0].groupby("document_id")["step_fen"].min()
    rows = rows.assign(
        step=rows["document_id"].map(finest),
        thing=rows["item"].where(rows["concept"].isin(["", "function_class"]), ""),
    )
    if "within" in rows:  # a part of one unit or line is not that of another
        rows["thing"] = rows["thing"] + "\n" + rows["within"].fillna("")
    keys = ["document_id", "concept", "fund", "thing"]
    levels = rows[rows["role"] == "level"].drop_duplicates([*keys, "amount_fen"])
    changes = rows[rows["role"] == "change"].drop_duplicates([*keys, "amount_fen", "change_direction"])
    both = levels.merge(changes, on=keys, suffixes=("", "_change"))
    change = both["amount_fen_change"] * both["change_direction_change"].map(
        {"increase": 1, "decrease": -1, "none": 0}
    )
    prior, half = both["amount_fen"] - change, (both["step"] + both["step_change"]) / 2
    derived = {"level_fen": both["amount_fen"], "change_fen": change, "prior_fen": prior}
    ids = {
        "base_year": both["base_year_change"],
        "level_id": both["stated_id"],
        "change_id": both["stated_id_change"],
    }
    names = both[["document_id", "concept", "fund", "item"]]
    return names.assign(**derived, low_fen=prior - half, high_fen=prior + half, **ids)


def contribution(part_fen: int, part_prior: Bounds, change_fen: int) -> Bounds:
    """Bound the share of a change that one part explains when its prior amount is only bounded.

    Partial identification: the part rose by (part - prior), and prior is known to lie within
    `part_prior`, so the share lies between the two ends; nothing else is assumed.

    Parameters
    ----------
    part_fen : int
        The part now, in fen.
    part_prior : Bounds
        What the part can have been before, in fen.
    change_fen : int
        The change to be explained, in fen.

    Returns
    -------
    Bounds
        Ratios.

    Examples
    --------
    Labour-service fees of 155.04 万元, before between 0 and 25.79, in a rise of 162.68:

    >>> b = contribution(155_040_000, Bounds(0, 25_790_000), 162_680_000)
    >>> f"{b.low:.1%} to {b.high:.1%}"
    '79.5% to 95.3%'
    """
    if change_fen == 0:
        raise ZeroDivisionError("no change to be explained")
    ends = [(part_fen - prior) / change_fen for prior in (part_prior.low, part_prior.high)]
    return Bounds(min(ends), max(ends))
