"""A page beside its rows: every figure that was read is boxed, none that was not."""

from __future__ import annotations

import numpy as np
import pytest

import budgetkit as bk
from budgetkit.analysis import beside
from tests.support import ROOT

D = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")


def red(picture: object) -> np.ndarray:
    """Where a picture has the colour of the boxes."""
    return (np.asarray(picture) == (192, 57, 43)).all(axis=2)


def test_every_figure_of_the_page_is_boxed_at_its_place() -> None:
    scale = 2.0
    marked = red(beside(D, 7, scale, whole=True).image)
    rows = D.line_items[D.line_items["page"] == 7]
    assert len(rows) == 2
    for row in rows.itertuples():
        x0, y0, x1, y1 = (int(v * scale) for v in (row.x0, row.y0, row.x1, row.y1))
        assert marked[y0 + 2, x0 + 5 : x1 - 5].all() and marked[y1 - 2, x0 + 5 : x1 - 5].all()


def test_a_blank_is_not_boxed() -> None:
    scale = 2.0
    marked = red(beside(D, 7, scale, whole=True).image)
    blanks = D.blanks[D.blanks["page"] == 7]
    assert len(blanks) == 7
    for row in blanks.itertuples():
        y = int((row.y0 + row.y1) / 2 * scale)
        assert not marked[y, int(row.x0 * scale) + 6 : int(row.x1 * scale) - 6].any()


def test_the_list_stands_right_of_the_page_and_long_ones_go_on_in_another_column() -> None:
    page = D.parts[0].pages[8]
    whole, cut = (beside(D, 9, 1.0, whole=full).image for full in (True, False))
    assert whole.height >= int(page.height) > cut.height
    assert cut.width > whole.width > int(page.width) + 200


def test_a_page_without_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="no figure was read from page 1"):
        beside(D, 1)
