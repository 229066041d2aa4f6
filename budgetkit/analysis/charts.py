"""House style, bundled font, and the few kinds of chart that the notebooks use.

What stands at an axis or in a legend is said in the language of now (:func:`budgetkit.use_language`); title
and source are the words of whoever draws the chart.

matplotlib is imported when a chart is made, not when budgetkit is.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from ..amounts import format_fen
from ..knowledge import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes


FONT = "BudgetKit Sans SC"


INK, GREY, RISE, FALL, TOTAL = "#222222", "#9a9a9a", "#c8553d", "#3d7ea6", "#4a4e69"


LIGHTS = {"green": "#7fb685", "amber": "#f2c14e", "red": "#c8553d", "grey": "#e3e3e3", "blue": "#a9c6d9"}


def use_style() -> None:
    """Set matplotlib to the house style with the bundled Chinese font (GB2312, OFL); tables show whole texts.

    Examples
    --------
    >>> use_style()
    >>> import matplotlib
    >>> matplotlib.rcParams["font.family"]
    ['BudgetKit Sans SC']
    """
    import matplotlib as mpl
    from matplotlib import font_manager

    pd.set_option("display.max_colwidth", None, "display.max_rows", 200)
    font_manager.fontManager.addfont(str(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf"))
    mpl.rcParams.update(
        {
            "font.family": [FONT],
            "axes.unicode_minus": False,
            "figure.figsize": (8, 4),
            "figure.dpi": 100,
            "savefig.dpi": 100,
            "figure.constrained_layout.use": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": GREY,
            "axes.labelcolor": INK,
            "axes.titlelocation": "left",
            "axes.titlesize": 12,
            "text.color": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "font.size": 10,
        }
    )


def waterfall(ax: Axes, labels: Sequence[str], steps_fen: Sequence[int], unit: str = "万元") -> None:
    """Draw a waterfall: a first level, changes, and the level that they add up to.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    labels : sequence of str
        One a step, and a last one for the closing level.
    steps_fen : sequence of int
        The opening level and then signed changes, in fen; the closing level is their sum.
    unit : str
        Unit of the labels.
    """
    at = 0
    for k, step in enumerate(steps_fen):
        colour = TOTAL if k == 0 else RISE if step >= 0 else FALL
        ax.bar(k, _in(step, unit), bottom=_in(at, unit), color=colour, width=0.6)
        sign = "" if k == 0 else "+" if step >= 0 else "-"
        ax.annotate(
            f"{sign}{format_fen(abs(step), unit)}", (k, _in(max(at, at + step), unit)), (0, 3),
            textcoords="offset points", ha="center",
        )  # fmt: skip
        ax.plot([k - 0.3, k + 1.3], [_in(at + step, unit)] * 2, color=GREY, linewidth=0.8)
        at += step
    last = len(steps_fen)
    ax.bar(last, _in(at, unit), color=TOTAL, width=0.6)
    ax.annotate(format_fen(at, unit), (last, _in(at, unit)), (0, 3), textcoords="offset points", ha="center")
    ax.set_xticks(range(last + 1), [shown(label) for label in labels])
    ax.set_ylabel(unit)
    ax.margins(y=0.12)


def _in(fen: int, unit: str) -> float:
    from ..amounts import UNITS

    return fen / UNITS[unit]


def matrix(ax: Axes, lights: pd.DataFrame) -> None:
    """Draw a matrix of lights with the number of checks in each cell.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    lights : DataFrame
        Columns row, column, light (a key of :data:`LIGHTS`) and count, one row a cell; rows and
        columns are drawn in order of appearance, or of their categories; a missing cell stays white.
    """
    rows, columns = _order(lights["row"]), _order(lights["column"])
    for cell in lights.itertuples():
        x, y = columns.index(str(cell.column)), rows.index(str(cell.row))
        ax.add_patch(_square(x, y, LIGHTS[str(cell.light)]))
        ax.text(x, y, str(cell.count), ha="center", va="center", fontsize=9)
    ax.set_xticks(range(len(columns)), [shown(column) for column in columns], rotation=40, ha="left")
    ax.set_yticks(range(len(rows)), [shown(row) for row in rows])
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)


def _order(values: pd.Series) -> list[str]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return [str(key) for key in values.cat.categories if values.eq(key).any()]
    return list(dict.fromkeys(values))


def _square(x: int, y: int, colour: str):  # type: ignore[no-untyped-def]
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.46, y - 0.42), 0.92, 0.84, facecolor=colour, edgecolor="none")


def least_most(ax: Axes, labels: Sequence[str], shares: Sequence[tuple[float, float]]) -> None:
    """Draw shares of which only the least and the most are known: dark, at least; hatched, at most.

    Parameters
    ----------
    ax : Axes
        Where to draw; the axis reaches from nothing to the whole.
    labels : sequence of str
        One a bar, from the top down.
    shares : sequence of (float, float)
        The least and the most, as ratios.
    """
    from matplotlib.ticker import PercentFormatter

    for y, (low, high) in enumerate(shares):
        ax.barh(y, 1, height=0.55, color=LIGHTS["grey"])
        ax.barh(y, low, height=0.55, color=RISE)
        ax.barh(
            y, high - low, left=low, height=0.55, color="#f0cfc6", edgecolor=RISE, hatch="///", linewidth=0
        )
        words = shown(f"{low:.1%} to {high:.1%}") if high > low else f"{low:.1%}"
        ax.text(1.01, y, words, transform=ax.get_yaxis_transform(), va="center")
    ax.set_yticks(range(len(labels)), [shown(label) for label in labels])
    ax.set(xlim=(0, 1.0), ylim=(len(labels) - 0.5, -0.5))
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(PercentFormatter(1))


def chart(title: str, source: str, width: float = 8.0, height: float = 4.0) -> Axes:
    """Begin a chart: its message is its title, its unit and source stand below it in small print.

    Parameters
    ----------
    title : str
        What the chart says, in a sentence.
    source : str
        The unit, and where the figures are from.
    width, height : float
        Size of the figure in inches.

    Returns
    -------
    Axes
        Where to draw.

    Examples
    --------
    >>> ax = chart("Most of it is pay", "Unit: 万元. Source: 2024 budget, page 6")
    >>> ax.get_title(loc="left"), ax.figure.get_supxlabel()
    ('Most of it is pay', 'Unit: 万元. Source: 2024 budget, page 6')
    """
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(width, height))
    ax.set_title(title, loc="left")
    figure.supxlabel(source, x=0.01, ha="left", fontsize=8, color="#555555")
    return ax
