"""Charts of shares: the parts of a bar follow each other, a ring stands where its share is."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from budgetkit.analysis import charts, charts_shares


@pytest.fixture
def ax() -> Axes:
    with mpl.rc_context():
        charts.use_style()
        return Figure().add_subplot()


def test_the_parts_of_a_bar_follow_each_other(ax: Axes) -> None:
    shares = pd.DataFrame({"p": [0.5, 0.1], "q": [0.3, 0.9], "r": [0.2, 0.0]}, index=["a", "b"])
    charts_shares.stacked(ax, shares, ["2 of a", "1 of b"])
    first = [bars.patches[0] for bars in ax.containers]
    assert [round(bar.get_x(), 6) for bar in first] == [0, 0.5, 0.8]
    assert [round(bar.get_width(), 6) for bar in first] == [0.5, 0.3, 0.2]
    assert [text.get_text() for text in ax.texts] == ["2 of a", "1 of b"]
    assert ax.yaxis_inverted()


def test_parts_differ_in_lightness_or_hatching() -> None:
    looks = [
        (round(sum(to_rgb(look.get("color", look.get("facecolor")))), 1), look.get("hatch", ""))
        for look in charts_shares.LOOKS
    ]
    assert len(set(looks)) == len(looks)


def test_a_ring_stands_where_its_share_is_and_a_tick_at_the_median(ax: Axes) -> None:
    rows = pd.DataFrame({"place": ["b", "a", "a"], "value": [0.9, 0.2, 0.4], "marked": [True, False, False]})
    charts_shares.strips(ax, rows)
    drawn = [(line.get_marker(), [round(float(x), 6) for x in line.get_xdata()]) for line in ax.lines]
    assert drawn == [
        ("o", [0.2, 0.4]), ("D", []), ("None", [0.3, 0.3]),
        ("o", []), ("D", [0.9]), ("None", [0.9, 0.9]),
    ]  # fmt: skip
    assert ax.get_xlim()[0] == 0
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["a", "b"]
