"""Tables for people: headings and names in words, figures as people write them."""

from __future__ import annotations

import pandas as pd

from budgetkit.analysis import named, readable

ROWS = pd.DataFrame(
    {
        "form": ["three_public", "unheard_of"],
        "outcome": ["rounding", "fail"],
        "amount_fen": pd.array([1_137_100_000, None], dtype="Int64"),
        "part": [0.823453, None],
        "adds": [True, False],
        "page": pd.array([7, 12], dtype="Int64"),
    },
    index=[5, 9],
)


def test_headings_names_amounts_and_shares_are_written_for_people() -> None:
    columns = {
        "form": "table", "outcome": "found", "amount_fen": "万元", "part": "share, %", "adds": "adds", "page": "page",
    }  # fmt: skip
    shown = readable(ROWS, columns)
    assert shown.columns.tolist() == list(columns.values())
    assert shown.values.tolist() == [
        [
            "Overseas travel, vehicles and reception",
            "agrees within rounding",
            "1,137.10",
            "82.3 %",
            "yes",
            "7",
        ],
        ["unheard_of", "does not agree", "", "", "no", "12"],
    ]
    assert shown.index.tolist() == [1, 2]


def test_language_and_decimals_are_chosen() -> None:
    shown = readable(ROWS.head(1), {"outcome": "结论", "part": "占 %"}, "zh", percent=2)
    assert shown.values.tolist() == [["在尾差范围内一致", "82.35 %"]]


def test_slugs_within_a_series_are_named_and_the_rest_is_left() -> None:
    assert named(pd.Series(["dept_revenue", "劳务费"]), "zh").tolist() == ["部门收入总表", "劳务费"]
