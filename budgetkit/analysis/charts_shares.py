"""Charts of shares: bars made up of parts, and one mark a document. Read in grey as in colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..knowledge import shown
from .charts import GREY, INK, LIGHTS, RISE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS: tuple[dict[str, Any], ...] = (
    {"color": "#2f4a63"},
    {"color": "#8fb4cd"},
    {"facecolor": "#f3d9a4", "edgecolor": "#8a6d1f", "hatch": "///", "linewidth": 0},
    {"color": LIGHTS["grey"]},
    {"facecolor": "#ffffff", "edgecolor": "#777777", "hatch": "...", "linewidth": 0},
    {"facecolor": "#c8553d", "edgecolor": "#ffffff", "hatch": "xx", "linewidth": 0},
)
"""Fills that differ in lightness or hatching, in the order of the parts."""


def stacked(ax: Axes, shares: pd.DataFrame, notes: Sequence[str] = ()) -> None:
    """Draw bars from nothing to the whole, each made up of parts.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    shares : DataFrame
        One row a bar, from the top down, one column a part (six at most), as ratios.
    notes : sequence of str
        What is written at the right end of each bar.
    """
    from matplotlib.ticker import PercentFormatter

    left = pd.Series(0.0, index=shares.index)
    for part, look in zip(shares.columns, LOOKS, strict=False):
        ax.barh(range(len(shares)), shares[part], left=left, height=0.66, label=shown(str(part)), **look)
        left = left + shares[part]
    for y, note in enumerate(notes):
        ax.text(1.01, y, shown(note), transform=ax.get_yaxis_transform(), va="center", fontsize=9)
    _rows(ax, shares.index.astype(str).tolist())
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.figure.legend(loc="outside upper left", ncols=min(len(shares.columns), 4), frameon=False, fontsize=9)


def strips(ax: Axes, rows: pd.DataFrame, line: float | None = None) -> None:
    """Draw one ring a document in a row for its group, and a tick at the median of the group.

    Parameters
    ----------
    ax : Axes
        Where to draw; the axis is in percent.
    rows : DataFrame
        Columns label (the group, drawn in order of appearance) or place (in the order of their names), and
        value, and, if some stand out, ``marked`` (bool: a red diamond).
    line : float, optional
        Where a vertical line is drawn.
    """
    from matplotlib.ticker import PercentFormatter

    named = rows["label"] if "label" in rows else rows["place"]
    labels = list(dict.fromkeys(named if "label" in rows else sorted(named)))
    marked = rows["marked"] if "marked" in rows else pd.Series(False, index=rows.index)
    for y, label in enumerate(labels):
        of = named == label
        ax.plot(
            rows.loc[of & ~marked, "value"], [y] * int((of & ~marked).sum()), "o",
            color="none", markeredgecolor="#555555", markersize=7,
        )  # fmt: skip
        ax.plot(
            rows.loc[of & marked, "value"], [y] * int((of & marked).sum()), "D",
            color=RISE, markeredgecolor=INK, markersize=7,
        )  # fmt: skip
        middle = rows.loc[of, "value"].median()
        ax.plot([middle, middle], [y - 0.3, y + 0.3], color=INK, linewidth=1.6)
    if line is not None:
        ax.axvline(line, color=GREY, linewidth=1, linestyle="--", zorder=0)
    _rows(ax, labels)
    ax.set_xlim(left=min(0, ax.get_xlim()[0]) if rows["value"].lt(0).any() else 0)
    ax.xaxis.set_major_formatter(PercentFormatter(1))


def _rows(ax: Axes, labels: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels)), [shown(label) for label in labels])
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)
