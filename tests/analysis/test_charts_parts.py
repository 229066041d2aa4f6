"""Charts of parts: areas, arrows and bands stand where the figures say."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from budgetkit.analysis import charts, charts_parts


@pytest.fixture
def ax() -> Axes:
    with mpl.rc_context():
        charts.use_style()
        return Figure(figsize=(8, 4)).add_subplot()


@pytest.mark.parametrize("values", [[1.0], [5, 3, 2], [0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0.04, 0.01]])
def test_areas_are_in_proportion_and_fill_the_whole(values: list[float]) -> None:
    boxes = charts_parts.squarified(values, 8, 4)
    areas = [box.width * box.height for box in boxes]
    assert areas == pytest.approx([value / sum(values) * 32 for value in values])
    assert all(box.x >= 0 and box.x + box.width <= 8 + 1e-9 for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= 4 + 1e-9 for box in boxes)


def test_no_two_areas_overlap() -> None:
    boxes = charts_parts.squarified([8, 5, 4, 3, 2, 2, 1, 1], 10, 6)
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            up = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert across < 1e-9 or up < 1e-9


def test_a_label_that_does_not_fit_is_cut_to_its_code_or_left_out(ax: Axes) -> None:
    charts_parts.treemap(
        ax, ["201 General services", "208 Social security", "229 Other"], [0.9, 0.0995, 0.0005]
    )
    texts = [text.get_text() for text in ax.texts]
    assert texts[0].replace("\n", " ") == "201 General services 90.0%"
    assert texts[2] == ""


def test_arrows_go_from_what_was_to_what_is(ax: Axes) -> None:
    charts_parts.arrows(ax, pd.DataFrame({"label": ["a", "b"], "before": [0.1, 0.3], "after": [0.2, 0.3]}))
    assert [round(float(line.get_xdata()[0]), 2) for line in ax.lines] == [0.1, 0.2, 0.3, 0.3]
    assert [text.get_text() for text in ax.texts if text.get_text()] == ["10.0% to 20.0%", "30.0% to 30.0%"]


def test_bands_begin_and_end_at_the_parts_in_their_size(ax: Axes) -> None:
    rows = pd.DataFrame({"left": ["a", "a", "b"], "right": ["x", "y", "x"], "share": [0.5, 0.2, 0.3]})
    charts_parts.flow(ax, rows, {"a": "Alpha"})
    words = [text.get_text() for text in ax.texts]
    assert words == ["Alpha  70.0%", "b  30.0%", "x  80.0%", "y  20.0%"]
    heights = [np.ptp(bar.get_paths()[0].vertices[:, 1]) for bar in ax.collections[3:]]
    assert heights == pytest.approx([0.7, 0.3, 0.8, 0.2])
