"""Lines over years."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd

from budgetkit.analysis.charts_years import years


def test_lines_differ_without_colour_and_carry_their_names():
    rows = pd.DataFrame({"label": ["a", "a", "b", "b"], "year": [2017, 2018] * 2, "value": [1, 2, 3, 1]})
    _, ax = plt.subplots()
    years(ax, rows)
    looks = {(line.get_linestyle(), line.get_marker()) for line in ax.lines}
    assert len(looks) == 2
    assert [text.get_text().strip() for text in ax.texts] == ["a", "b"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["2017", "2018"]
    plt.close("all")
