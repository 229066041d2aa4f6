"""The measures that notebooks share: sums without double counting, shares, back-casts, bounds.

All amounts are integers of fen (分); shares are plain ratios (0.487 is 48.7 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
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


_ONE = ("form", "direction", "fiscal_year", "phase")
"""Keys of which figures with different values are never added."""

_COLUMN = ("fund", "nature", "carried")
_ROW = ("document_id", "file", "page", "table", "row", "direction")


def total(items: pd.DataFrame, **keys: Any) -> int:
    """Add up the amounts that `keys` select, each counted once: those that add (``adds``).

    Where the keys choose a column that does not add itself (``nature="personnel"`` beside a total), the
    figures of that column in the rows that add are summed.

    Returns
    -------
    int
        Sum in fen.

    Raises
    ------
    ExtractionError
        The sum would be none, and the message says what to choose: a key or a value is not there; the
        figures are of several forms, directions, years, phases, funds or natures, or of documents one of
        which may hold the other; it is not known which of them add up; or some were recognised with doubt.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "form": "basic_expenditure", "economic_code": ["", "302", "30201", "30226"],
    ...     "adds": [False, False, True, True], "amount_fen": [300, 300, 100, 200]})
    >>> total(rows, form="basic_expenditure")
    300
    >>> total(rows, form="basic_expenses")
    Traceback (most recent call last):
    budgetkit.errors.ExtractionError: no figure with form='basic_expenses'; there are 'basic_expenditure'
    """
    rows = _picked(items, keys)
    for key in _ONE:
        _one_value(rows, key)
    _apart(rows)
    adding = rows[rows["adds"].fillna(False).astype(bool)]
    unknown = rows[rows["adds"].isna() & rows["amount_fen"].notna()]
    if len(unknown):
        where = f" of {', '.join(unknown['document_id'].unique()[:3])}" if "document_id" in unknown else ""
        raise ExtractionError(
            f"it is not known which of {len(unknown)} figures{where} add up: "
            "no total is printed, or it does not agree"
        )
    if adding.empty:
        adding = _beside(items, rows)
        for key in _COLUMN:
            _one_value(adding, key)
    _beyond_doubt(adding)
    return int(adding["amount_fen"].sum())


def _picked(items: pd.DataFrame, keys: dict[str, Any]) -> pd.DataFrame:
    """Return the amounts that keys select, or say which key or value is not there."""
    for key in (*keys, "adds"):
        if key not in items:
            raise ExtractionError(f"the figures have no column {key!r}; there are {', '.join(items.columns)}")
    rows = items
    for key, value in keys.items():
        there = rows[key].dropna().unique()[:20]
        rows = pick(rows, **{key: value})
        if rows.empty:
            raise ExtractionError(f"no figure with {key}={value!r}; there are {', '.join(map(repr, there))}")
    if "measure" in rows and "measure" not in keys:
        rows = rows[rows["measure"] == "amount"]  # no changes, of-which columns or repeated totals
    return rows


def _beyond_doubt(rows: pd.DataFrame) -> None:
    doubted = rows[rows["state"].eq("doubtful")] if "state" in rows else rows.iloc[:0]
    if len(doubted):
        raise ExtractionError(
            f"{len(doubted)} of {len(rows)} figures were recognised on a picture with doubt "
            f"({', '.join(doubted['printed'].head(3))}): look at them on the page before they are added"
        )


def _one_value(rows: pd.DataFrame, key: str) -> None:
    found = [str(value) for value in rows[key].unique()] if key in rows else []
    if len(found) > 1:
        raise ExtractionError(
            f"figures of several values of {key} are not added: choose one of {', '.join(found)}"
        )


def _apart(rows: pd.DataFrame) -> None:
    """Raise where the figures are of documents of which one may hold the other: a department and its unit."""
    if not {"document_id", "entity"} <= set(rows.columns):
        return
    names = rows.assign(entity=rows["entity"].fillna(""))
    entities = names.groupby("document_id")["entity"].agg(lambda names: names.mode().iloc[0]).to_dict()
    units = rows.groupby("document_id")["budget_unit"].agg(set).to_dict() if "budget_unit" in rows else {}
    for (one, a), (other, b) in combinations(entities.items(), 2):
        if a.startswith(b) or b.startswith(a) or b in units.get(one, ()) or a in units.get(other, ()):
            raise ExtractionError(
                f"{one} ({a}) and {other} ({b}) may hold the same money: choose one by document_id"
            )


def _beside(items: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures, none of which adds, that stand in the rows of figures that do."""
    place = [c for c in _ROW if c in items]
    known = items.loc[items["adds"].fillna(False).astype(bool), place]
    beside = rows.merge(known.drop_duplicates(), on=place)
    if "is_total" in beside:
        beside = beside[~beside["is_total"].astype(bool)]
    if "page" not in place or beside.empty:
        raise ExtractionError("none of these figures adds: they are totals, or parts of other figures")
    return beside


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
        thing=rows["item"].where(rows["concept"].isin(["", "function_class", "function_item"]), ""),
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
