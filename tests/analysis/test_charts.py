"""The chart kinds: what is drawn stands where the figures say."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from budgetkit.analysis import charts, dots

ROWS = pd.DataFrame(
    {
        "label": ["工会经费", "劳务费"],
        "value": [0.04, 0.8],
        "others": [[0.03, 0.02, 0.01], [0.2, 0.02, 0.002]],
        "median": [0.02, 0.02],
        "from": [0.015, None],
        "to": [0.025, None],
        "note": ["4 %", "80 %"],
        "stands_out": [False, True],
    }
)


@pytest.fixture
def ax() -> Axes:
    with mpl.rc_context():
        charts.use_style()
        return Figure().add_subplot()


def test_a_value_is_drawn_as_a_multiple_of_the_median_of_its_row(ax: Axes) -> None:
    dots.spread(ax, ROWS)
    drawn = [[round(float(x), 6) for x in line.get_xdata()] for line in ax.lines]
    assert drawn[:4] == [[0.75, 1.25], [1.5, 1, 0.5], [1, 1], [2]]
    assert drawn[4:] == [[10, 1, 0.1], [1, 1], [40]]  # too few others for a band
    assert [line.get_ydata()[0] for line in ax.lines if len(line.get_xdata()) == 1] == [0, 1]
    assert ax.get_xscale() == "log"


def test_what_stands_out_differs_in_form_and_colour(ax: Axes) -> None:
    dots.spread(ax, ROWS)
    own = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert [(dot.get_marker(), dot.get_color()) for dot in own] == [("o", charts.INK), ("D", charts.RISE)]


def test_the_rows_of_a_spread_stand_from_the_top_down_with_their_notes(ax: Axes) -> None:
    dots.spread(ax, ROWS)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ROWS["label"].tolist()
    assert [(text.get_text(), text.get_position()[1]) for text in ax.texts] == [("4 %", 0), ("80 %", 1)]
    assert ax.yaxis_inverted()


def test_a_value_that_has_no_place_on_the_axis_is_refused_not_left_out(ax: Axes) -> None:
    with pytest.raises(ValueError, match="no place for 0"):
        dots.spread(ax, ROWS.assign(value=[0.0, 0.8]))
    with pytest.raises(ValueError, match="no place for 0"):
        dots.spread(ax, ROWS.assign(median=[float("nan"), 0.002]))


def test_others_that_are_nought_are_marked_at_the_edge_not_left_out(ax: Axes) -> None:
    dots.spread(ax, ROWS.assign(others=[[0.02, 0.0], [0.02]]))
    edge = [line for line in ax.lines if line.get_marker() == "<"]
    assert [(list(line.get_xdata()), list(line.get_ydata())) for line in edge] == [([0], [0])]


def test_a_waterfall_ends_at_the_sum_of_its_steps(ax: Axes) -> None:
    charts.waterfall(ax, ["a", "b", "c", "d"], [200_000_000, 3_000_000, -50_000_000])
    tops = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in ax.patches]
    assert tops == [(0, 200), (200, 203), (203, 153), (0, 153)]
    assert [text.get_text() for text in ax.texts] == ["200.00", "+3.00", "-50.00", "153.00"]


def test_a_light_stands_at_its_row_and_column(ax: Axes) -> None:
    cells = [("a", "x", "green", 3), ("b", "x", "red", 1), ("b", "y", "grey", 0)]
    charts.matrix(ax, pd.DataFrame(cells, columns=["row", "column", "light", "count"]))
    assert [(text.get_position(), text.get_text()) for text in ax.texts] == [
        ((0, 0), "3"),
        ((0, 1), "1"),
        ((1, 1), "0"),
    ]
    lit = [mpl.colors.to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert lit == [charts.LIGHTS[light] for light in ("green", "red", "grey")]


def test_the_least_and_the_most_of_a_share_are_drawn_and_written(ax: Axes) -> None:
    charts.least_most(ax, ["a", "b"], [(0.795, 0.953), (0.001, 0.001)])
    bars = [(round(bar.get_x(), 3), round(bar.get_width(), 3)) for bar in ax.patches]
    assert bars == [(0, 1), (0, 0.795), (0.795, 0.158), (0, 1), (0, 0.001), (0.001, 0)]
    assert [text.get_text() for text in ax.texts] == ["79.5% to 95.3%", "0.1%"]


def test_each_document_is_a_ring_in_the_line_of_its_group_the_least_first(ax: Axes) -> None:
    rows = pd.DataFrame({"place": ["a", "b", "b"], "share": [1.0, 0.5, 0.7]})
    dots.rings(ax, rows, "place", "share")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["b (2)", "a (1)"]
    rings = [(list(line.get_xdata()), set(line.get_ydata())) for line in ax.lines if line.get_marker() == "o"]
    assert rings == [([0.5, 0.7], {0}), ([1.0], {1})]


def test_a_chart_begins_with_its_message_and_its_source() -> None:
    with mpl.rc_context():
        ax = charts.chart("Most of it is pay", "Unit: 万元. Source: page 6", height=3)
    assert ax.get_title(loc="left") == "Most of it is pay"
    assert ax.figure.get_supxlabel() == "Unit: 万元. Source: page 6"
