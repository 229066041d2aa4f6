"""Charts of wholes and their parts: a treemap, shares that move, and what goes over into what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..knowledge import shown
from .charts import GREY, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHADES = ("#2f4a63", "#5f7f9c", "#8fb4cd", "#b9d0df", "#dde8ef")
"""From dark to light: the larger a part, the darker."""


class Box(NamedTuple):
    """A rectangle of a treemap within the unit square, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


def squarified(values: Sequence[float], width: float = 1.0, height: float = 1.0) -> list[Box]:
    """Return rectangles with areas in proportion to values, as square as can be (Bruls et al. 2000).

    Parameters
    ----------
    values : sequence of float
        Above nought, the largest first.
    width, height : float
        Of the whole.

    Returns
    -------
    list of Box
        In the order of the values.

    Examples
    --------
    >>> [tuple(round(side, 2) for side in box) for box in squarified([2, 1, 1])]
    [(0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 0.5, 0.5), (0.5, 0.5, 0.5, 0.5)]
    """
    total = sum(values)
    left = [value * width * height / total for value in values]
    x, y, boxes = 0.0, 0.0, list[Box]()
    while left:
        side = min(width, height)
        row = left[:1]
        while len(row) < len(left) and _worst([*row, left[len(row)]], side) <= _worst(row, side):
            row.append(left[len(row)])
        left, thick, at = left[len(row) :], sum(row) / side, 0.0
        for area in row:
            long = area / thick
            boxes.append(Box(x, y + at, thick, long) if width >= height else Box(x + at, y, long, thick))
            at += long
        if width >= height:
            x, width = x + thick, width - thick
        else:
            y, height = y + thick, height - thick
    return boxes


def _worst(row: Sequence[float], side: float) -> float:
    whole = sum(row)
    return max(max(side**2 * a / whole**2, whole**2 / (side**2 * a)) for a in row)


def treemap(ax: Axes, labels: Sequence[str], shares: Sequence[float]) -> None:
    """Draw shares of a whole as areas, each with its label and percentage, the first word of it, or none.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    labels : sequence of str
        One a part; broken into lines as its area is wide.
    shares : sequence of float
        Ratios, the largest first.
    """
    from matplotlib.patches import Rectangle

    across, up = ax.figure.bbox.width / 100, ax.figure.bbox.height / 100
    least, most = min(shares), max(shares)
    for words, share, box in zip(labels, shares, squarified(shares, across, up), strict=True):
        label = shown(words)
        shade = SHADES[round((len(SHADES) - 1) * (1 - ((share - least) / (most - least or 1)) ** 0.5))]
        look: dict[str, Any] = {"facecolor": shade, "edgecolor": "white", "linewidth": 1.5}
        ax.add_patch(Rectangle((box.x, box.y), box.width, box.height, **look))
        text, size = _fitting(f"{label} {share:.1%}", box, label.split()[0])
        ax.text(
            box.x + box.width / 2, box.y + box.height / 2, text, ha="center", va="center",
            color="white" if shade in SHADES[:2] else INK, fontsize=size,
        )  # fmt: skip
    ax.set(xlim=(0, across), ylim=(up, 0))
    ax.axis("off")


def _fitting(text: str, box: Box, short: str) -> tuple[str, float]:
    """Return a text in lines that fit a box (in inches), and its size in points; else a short one."""
    for size in (10.5, 9.0, 8.0, 7.0):
        em = size / 72 * 1.12
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            lines = [*lines[:-1], longer] if _ems(longer) * em <= box.width * 0.92 else [*lines, word]
        lines = [line for line in lines if line]
        if max(map(_ems, lines)) * em <= box.width * 0.95 and len(lines) * em * 1.15 <= box.height * 0.9:
            return "\n".join(lines), size
    fits = _ems(short) * 7 / 72 <= box.width and box.height >= 7 / 72 * 1.3
    return short if fits else "", 7.0


def _ems(text: str) -> float:
    """Return about how wide a text is, in widths of a Chinese character."""
    return sum(1.0 if ord(letter) > 0x2E00 else 0.55 for letter in text)


def arrows(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw shares that move: a ring where each was, an arrow to a dot where it is.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    rows : DataFrame
        label, before and after (ratios), from the top down.
    """
    from matplotlib.ticker import PercentFormatter

    for y, (was, now) in enumerate(zip(rows["before"], rows["after"], strict=True)):
        if abs(now - was) > 0.004:
            ax.annotate(
                "", (now, y), (was, y), arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 1.6}
            )
        ax.plot([was], [y], "o", color="none", markerfacecolor="white", markeredgecolor=INK, markersize=9)
        ax.plot([now], [y], "o", color=INK, markersize=6)
        ax.text(
            1.01,
            y,
            shown(f"{was:.1%} to {now:.1%}"),
            transform=ax.get_yaxis_transform(),
            va="center",
            fontsize=9,
        )
    ax.set_yticks(range(len(rows)), rows["label"].map(shown).tolist())
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ring, dot = ax.lines[0], ax.lines[1]
    words = [shown("as coded"), shown("own staff under the employer's function")]
    ax.figure.legend([ring, dot], words, loc="outside upper left", ncols=2, frameon=False, fontsize=9)


def flow(ax: Axes, rows: pd.DataFrame, names: Mapping[str, str], gap: float = 0.025) -> None:
    """Draw what goes over into what: bands from parts at the left to parts at the right.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    rows : DataFrame
        left, right (keys) and share, one row a band; parts at the left stand in order of appearance,
        those at the right in order of size.
    names : mapping of str to str
        What the keys are called.
    gap : float
        Between two parts, as a share of the whole.
    """
    import numpy as np

    sides = {"left": list(dict.fromkeys(rows["left"]))}
    sizes = rows.groupby("right")["share"].sum().sort_values(ascending=False, kind="stable")
    sides["right"] = sizes.index.tolist()
    tops = {side: _stack(rows, side, keys, gap) for side, keys in sides.items()}
    ends = {side: dict(found) for side, found in tops.items()}
    bend = (1 - np.cos(np.pi * np.linspace(0, 1, 40))) / 2
    shades = {key: SHADES[min(at, len(SHADES) - 1)] for at, key in enumerate(sides["right"])}
    order = {key: at for at, key in enumerate(sides["right"])}
    for row in rows.sort_values("right", key=lambda c: c.map(order), kind="stable").to_dict("records"):
        y0, y1, share = ends["left"][row["left"]], ends["right"][row["right"]], row["share"]
        upper = y0 + (y1 - y0) * bend
        ax.fill_between(
            np.linspace(0, 1, 40), upper, upper + share, color=shades[row["right"]],
            alpha=0.85, linewidth=0.3, edgecolor="white",
        )  # fmt: skip
        ends["left"][row["left"]] += share
        ends["right"][row["right"]] += share
    _parts(ax, rows, tops, names)
    ax.set(xlim=(-0.75, 1.75), ylim=(max(ends["left"].values()) + gap * 2, -gap * 2))
    ax.axis("off")


def _stack(rows: pd.DataFrame, side: str, keys: Sequence[str], gap: float) -> dict[str, float]:
    """Return where each part of a side begins, from the top down."""
    sizes, at, tops = rows.groupby(side)["share"].sum(), 0.0, {}
    for key in keys:
        tops[key] = at
        at += float(sizes[key]) + gap
    return tops


def _parts(
    ax: Axes, rows: pd.DataFrame, tops: Mapping[str, Mapping[str, float]], names: Mapping[str, str]
) -> None:
    looks: dict[str, tuple[float, dict[str, Any]]] = {
        "left": (-0.03, {"ha": "right"}), "right": (1.03, {"ha": "left"}),
    }  # fmt: skip
    for side, (x, where) in looks.items():
        sizes = rows.groupby(side)["share"].sum()
        for key, top in tops[side].items():
            size = float(sizes[key])
            edge = -0.02 if side == "left" else 1.0
            ax.fill_between([edge, edge + 0.02], top, top + size, color=INK, linewidth=0)
            words = f"{shown(names.get(key, key))}  {size:.1%}"
            ax.text(x, top + size / 2, words, va="center", fontsize=9, **where)
