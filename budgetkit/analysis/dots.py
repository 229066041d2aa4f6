"""Charts of many documents, each a ring: one value among others, shares by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..knowledge import sentence, shown
from .charts import INK, RISE

if TYPE_CHECKING:
    from matplotlib.axes import Axes


BAND = "#a9c6d9"
RING: dict[str, Any] = {
    "color": "none", "marker": "o", "markeredgecolor": "#777777", "markersize": 5, "linewidth": 0,
}  # fmt: skip


def spread(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw one value among those of others, each row as multiples of the others' median.

    Each of the others is a small ring, those that are 0 a mark at the left edge; the band is where the
    median of all lies as surely as the others tell, the tick their own median; the value is a dot, or a red
    diamond where it stands out. The axis is logarithmic, so that rows of different size and spread can
    stand together.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    rows : DataFrame
        Columns label, value, others (a list of values, or a Series), median, from and to (in one unit; from
        and to missing where the others are too few), note (written at the right) and stands_out (bool), one
        row a line of the chart, from the top down.

    Raises
    ------
    ValueError
        The value or the median is not above 0: it would have no place on the axis.
    """
    if not rows[["value", "median"]].gt(0).all(axis=None):
        raise ValueError(sentence("a logarithmic axis has no place for 0: leave such rows out"))
    for y, row in enumerate(rows.to_dict("records")):
        middle = row["median"]
        others = [x / middle for x in row["others"] if x > 0]
        if pd.notna(row["from"]):
            ends = [row["from"] / middle, row["to"] / middle]
            ax.plot(ends, [y, y], color=BAND, linewidth=12, solid_capstyle="butt", zorder=1)
        ax.plot(others, [y] * len(others), zorder=2, **RING)
        if len(others) < len(row["others"]):
            ax.plot(
                [0],
                [y],
                "<",
                color=RING["markeredgecolor"],
                transform=ax.get_yaxis_transform(),
                clip_on=False,
            )
        ax.plot([1, 1], [y - 0.3, y + 0.3], color=INK, linewidth=1.4, zorder=3)
        colour, marker = (RISE, "D") if row["stands_out"] else (INK, "o")
        ax.plot(
            [row["value"] / middle],
            [y],
            marker,
            color=colour,
            markersize=9,
            markeredgecolor="white",
            zorder=4,
        )
        ax.text(1.01, y, shown(row["note"]), transform=ax.get_yaxis_transform(), va="center", color=INK)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:g} ×")
    ax.set_yticks(range(len(rows)), rows["label"].map(shown).tolist())
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines["left"].set_visible(False)
    _legend(ax)


def rings(ax: Axes, rows: pd.DataFrame, group: str, share: str) -> None:
    """Draw a share of many documents, a ring each, one line a group; a longer tick is the group's mean.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    rows : DataFrame
        One row a document.
    group, share : str
        The columns of the group and of the share (a ratio). Groups stand in order of their least share.
    """
    from matplotlib.ticker import PercentFormatter

    least = rows.groupby(group)[share].min().sort_values()
    for y, key in enumerate(least.index):
        values = rows.loc[rows[group] == key, share]
        ax.plot([values.mean()] * 2, [y - 0.35, y + 0.35], color=INK, linewidth=1.4, zorder=1)
        ax.plot(values, [y] * len(values), zorder=2, **RING)
    counts = rows[group].value_counts()
    ax.set_yticks(range(len(least)), [f"{shown(str(key))} ({counts[key]})" for key in least.index])
    ax.set_ylim(len(least) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.grid(axis="x", color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)


def _legend(ax: Axes) -> None:
    from matplotlib.lines import Line2D

    looks: dict[str, dict[str, Any]] = {
        "another document (at the edge: nought)": RING,
        "their median": {
            "color": INK,
            "marker": "|",
            "markersize": 12,
            "markeredgewidth": 1.4,
            "linewidth": 0,
        },
        "where the median of all lies (95%)": {"color": BAND, "linewidth": 9},
        "this document": {"color": INK, "marker": "o", "markersize": 8, "linewidth": 0},
        "outside of what is expected": {"color": RISE, "marker": "D", "markersize": 8, "linewidth": 0},
    }
    handles = [Line2D([], [], label=shown(label), **look) for label, look in looks.items()]
    ax.figure.legend(handles=handles, loc="outside upper left", ncols=3, frameon=False, fontsize=9)
