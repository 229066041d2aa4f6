"""Charts over years: one line a body, its name at the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..knowledge import shown
from .charts import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES: tuple[dict[str, Any], ...] = (
    {"color": INK, "linestyle": "-", "marker": "o"},
    {"color": "#c8553d", "linestyle": "--", "marker": "s"},
    {"color": "#7fa8c4", "linestyle": "-.", "marker": "D"},
    {"color": "#8a6d1f", "linestyle": ":", "marker": "^"},
)
"""Lines that differ in dashes and marks as well as in colour."""


def years(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw one line a label over whole years; the labels stand at the first points, where lines are apart.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    rows : DataFrame
        Columns label, year and value; labels in order of appearance, four at most.
    """
    labels = list(dict.fromkeys(rows["label"]))
    for label, look in zip(labels, LINES, strict=False):
        of = rows[rows["label"].eq(label)].sort_values("year")
        ax.plot(of["year"], of["value"], label=shown(label), markersize=6, linewidth=1.8, **look)
        ax.annotate(
            f"{shown(label)}  ",
            (of["year"].iloc[0], of["value"].iloc[0]),
            ha="right",
            va="center",
            fontsize=9,
        )
    found = sorted(set(rows["year"]))
    ax.set_xticks(found, [str(year) for year in found])
    ax.set_xlim(found[0] - 0.05, found[-1] + 0.1)
    ax.tick_params(axis="y", length=0, labelleft=False, labelright=True)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="y", color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)
