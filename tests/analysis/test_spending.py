"""Rows of one table over many documents: only where they add up to what the document prints."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit import analysis
from budgetkit.analysis import classes, cofog, staffing
from budgetkit.errors import ExtractionError
from tests.support import ROOT

DOCUMENTS = pd.DataFrame({"document_id": ["x"], "fiscal_year": [2026], "place": ["P"], "scope": ["unit"]})


@cache
def panel() -> tuple[pd.DataFrame, pd.DataFrame]:
    items = bk.load("line_items", ROOT / "processed", panel=True, columns=analysis.COLUMNS)
    return items, analysis.cross_section(bk.load("documents", ROOT / "processed", panel=True))


def table(*rows: tuple[str, bool, int], **columns: object) -> pd.DataFrame:
    """One column of one table: code, whether the figure adds, amount."""
    codes, adds, amounts = zip(*rows, strict=True)
    frame = {
        "document_id": "x", "form": "basic_expenditure", "fund": "general_public", "nature": "basic",
        "measure": "amount", "direction": "expenditure", "carried": False, "fiscal_year": 2026,
        "economic_code": codes, "function_code": codes, "government_code": "", "adds": adds,
        "amount_fen": amounts, "step_fen": 1, "file": "x.pdf", "page": 1, "table": 1,
        "row": range(len(rows)), "col": 2, "line_id": [f"x:p1t1r{k}c2" for k in range(len(rows))],
    }  # fmt: skip
    return pd.DataFrame(frame | columns)


def spent(rows: pd.DataFrame, by: str = "economic", **keys: str) -> list[str]:
    found = analysis.spent(rows, DOCUMENTS, "basic_expenditure", by, **({"nature": "basic"} | keys))
    return found["code"].tolist()


GOOD = (("302", False, 30), ("30201", True, 10), ("30226", True, 20))


def test_the_lowest_rows_are_taken_and_their_heads_are_not() -> None:
    assert spent(table(*GOOD)) == ["30201", "30226"]


def test_a_line_with_parts_of_its_own_is_not_counted_twice() -> None:
    rows = [("30102", False, 20), ("3010201", True, 15), ("3010202", True, 5), ("30226", True, 20)]
    assert spent(table(*rows)) == ["3010201", "3010202", "30226"]


def test_lines_below_what_is_known_to_add_up_are_taken_where_they_add_up_too() -> None:
    assert spent(table(("302", True, 30), ("30201", False, 10), ("30226", False, 20))) == ["30201", "30226"]


def test_a_document_whose_lines_do_not_add_up_is_left_out() -> None:
    assert spent(table(("302", True, 40), ("30201", False, 10), ("30226", False, 20))) == []
    assert spent(table(("302", None, 30), ("30201", None, 10), ("30226", None, 20))) == []


@pytest.mark.parametrize(
    "other",
    [{"fiscal_year": 2025}, {"carried": True}, {"measure": "memo"}, {"fund": "fiscal"}, {"document_id": "y"}],
)
def test_another_year_money_carried_over_and_another_fund_are_not_taken(other: dict[str, object]) -> None:
    assert spent(pd.concat([table(*GOOD), table(*GOOD, **other)])) == ["30201", "30226"]


def test_a_column_beside_has_the_rows_of_the_whole() -> None:
    beside = table(("302", False, 9), ("30201", False, 9), nature="personnel", col=3)
    rows = pd.concat([table(*GOOD), beside], ignore_index=True)
    assert spent(rows, part="personnel") == ["30201"]


def test_an_unknown_classification_is_refused() -> None:
    with pytest.raises(ExtractionError, match="there are function, economic, government"):
        spent(table(*GOOD), by="colour")


def test_a_class_that_is_not_printed_has_no_money_where_the_rows_add_up() -> None:
    rows = pd.DataFrame(
        {"document_id": ["x", "y"], "top": ["301", "302"], "amount_fen": [4, 2], "whole_fen": [4, 2]}
    )
    shares = analysis.shares(rows)
    assert shares.loc["x"].to_dict() == {"301": 1.0, "302": 0.0}
    assert analysis.typical(shares)["n"].tolist() == [1, 1]


def test_of_the_panel_each_body_counts_once_and_the_shares_are_whole() -> None:
    items, documents = panel()
    assert not documents["entity"].duplicated().any() and documents["latest"].all()
    rows = analysis.spent(items, documents, "public_expenditure", "function")
    assert rows["document_id"].nunique() >= 110
    assert (analysis.shares(rows).sum(axis=1) - 1).abs().max() < 1e-9


def test_basic_and_project_expenditure_are_the_whole_and_agree_with_the_functions() -> None:
    items, documents = panel()
    whole = analysis.everything(items, documents)
    assert (analysis.shares(analysis.in_parts(whole), "part").sum(axis=1) - 1).abs().max() < 1e-5
    functions = analysis.spent(items, documents, "public_expenditure", "function")
    by_function = functions.groupby("document_id")["whole_fen"].first()
    general = whole[whole["money"] != "all money"].groupby("document_id")["whole_fen"].first()
    both = pd.concat([by_function, general], axis=1, join="inner")
    assert len(both) > 40 and (both.iloc[:, 0] - both.iloc[:, 1]).abs().max() <= 100_000


def test_figures_read_on_the_page_by_eye() -> None:
    items, documents = panel()
    labour = staffing.in_projects(analysis.everything(items, documents), "30226")
    assert labour.loc["shenzhen-29", ["basic_fen", "project_fen"]].tolist() == [0, 1_308_530_000]
    assert labour.loc["xian-22", ["basic_fen", "project_fen"]].tolist() == [2_000_000, 575_900_000]
    within = classes.within(classes.side_by_side(items, documents), "30226").set_index("document_id")
    assert within.loc["xian-22", ["amount_fen", "line_fen"]].tolist() == [577_900_000, 668_860_000]
    assert within.loc["yantai-11", "amount_fen"].tolist() == [85_960_000, 19_800_000]
    assert within.loc["yantai-11", "alone"].tolist() == [True, False]
    bases = analysis.bases_over(analysis.basic(items, documents), documents).set_index(
        ["document_id", "code"]
    )
    assert bases.loc[("shanghai-26", "30113"), "amount_fen"] == 51_201_800
    assert bases.loc[("shanghai-26", "30113"), "pay_fen"] == 731_275_200
    assert bases.loc[("yantai-15", "30109"), "amount_fen"] == 11_640_000


def test_contributions_move_without_changing_the_whole() -> None:
    items, documents = panel()
    divisions = cofog.both_ways(analysis.spent(items, documents, "public_expenditure", "function"))
    assert divisions["move"].sum() == pytest.approx(0, abs=1e-9)
    moved = divisions.set_index("division")["move"]
    assert (moved[["10", "06", "07"]] < 0).all() and (moved[["01", "03", "04"]] > 0).all()


def test_a_body_whose_contributions_are_not_itemised_is_not_known_to_have_none() -> None:
    rows = pd.DataFrame(
        {
            "document_id": ["x", "x", "y"], "code": ["2010301", "20805", "2010301"],
            "top": ["201", "208", "201"], "amount_fen": [3, 1, 4], "whole_fen": 4,
        }
    )  # fmt: skip
    assert cofog.contributions(rows).to_dict() == {"y": 0.0}


def test_a_difference_within_the_printed_digits_is_none() -> None:
    base = {"document_id": "x", "place": "P", "line_id": "x:p1t1r1c1"}
    functions = pd.DataFrame(base | {"code": ["2080505"], "amount_fen": [500], "step_fen": [100]})
    for amount, outcome in ((549, "equal"), (551, "more by class"), (449, "more by function")):
        rows = functions.assign(code="30108", amount_fen=amount, step_fen=1)
        assert staffing.mirrored(functions, rows)["outcome"].tolist() == [outcome]


def test_a_pair_that_no_row_of_the_crosswalk_has_does_not_hold() -> None:
    rows = pd.DataFrame(
        {
            "document_id": "x", "department": ["30226", "30226", "30101"],
            "government": ["50205", "50502", "50205"], "amount_fen": 1,
        }
    )  # fmt: skip
    pairs = classes.audited(rows).set_index(["department", "government"])
    assert pairs["holds"].to_dict() == {
        ("30101", "50205"): False, ("30226", "50205"): True, ("30226", "50502"): True,
    }  # fmt: skip
    assert pairs.loc[("30226", "50502"), "for_"] == "public institution"


def test_a_rate_that_is_known_for_later_years_only_gives_no_base() -> None:
    rows = pd.DataFrame(
        {
            "document_id": "x", "place": "P", "code": ["30101", "30107", "3010801", "30113"],
            "amount_fen": [600, 400, 200, 120], "step_fen": 1, "line_id": list("abcd"),
        }
    )  # fmt: skip
    bases = {
        year: analysis.bases_over(rows, pd.DataFrame({"document_id": ["x"], "fiscal_year": [year]}))
        for year in (2019, 2026)
    }
    assert [frame["code"].tolist() for frame in bases.values()] == [["30113"], ["30108", "30113"]]
    assert bases[2026]["paid"].tolist() == [0.2, 0.12] and bases[2026]["performance"].all()


def test_flows_of_a_class_are_its_whole() -> None:
    items, documents = panel()
    flows = classes.flows(classes.side_by_side(items, documents), "302")
    assert flows["share"].sum() == pytest.approx(1)
    assert flows["left"].nunique() == 9


def test_every_row_with_both_codes_is_printed_once_also_where_its_table_does_not_add_up() -> None:
    items, documents = panel()
    rows = classes.printed(items, documents)
    assert not rows.duplicated(["document_id", "file", "page", "table", "row"]).any()
    kept = classes.side_by_side(items, documents)
    assert set(kept["document_id"]) < set(rows["document_id"])
    slipped = rows[
        rows["department"].eq("30103") & rows["government"].eq("50905")
    ]  # by eye: row 6 of page 29
    assert slipped[["document_id", "page", "amount_fen"]].values.tolist() == [["xian-11", 29, 98_903_430]]


def test_a_place_where_nothing_is_apart_has_no_row() -> None:
    mirrors = pd.DataFrame(
        {"what": ["a", "b", "a"], "place": ["P", "P", "Q"], "outcome": ["more by class", "equal", "equal"]}
    )
    assert staffing.apart_by_place(mirrors).values.tolist() == [["P", "1 of 1", "0 of 1"]]
