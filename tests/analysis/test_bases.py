"""Bases that contributions imply, each with where its rate is from."""

from __future__ import annotations

import budgetkit as bk
from budgetkit.analysis import implied_bases, pay_rows
from budgetkit.knowledge import table
from tests.support import ROOT

ITEMS = bk.load("line_items", ROOT / "processed")


def test_pensions_and_annuities_imply_one_base_and_the_housing_fund_another() -> None:
    wan = implied_bases(ITEMS, 2024).set_index("code")[["base_fen", "low_fen", "high_fen"]] / 1_000_000
    assert wan["base_fen"].round(2).to_dict() == {"30108": 107.88, "30109": 107.88, "30113": 125.67}
    assert wan.loc["30109", "low_fen"] < wan.loc["30108", "base_fen"] < wan.loc["30109", "high_fen"]
    assert wan.loc["30108", "high_fen"] < wan.loc["30113", "low_fen"]


def test_the_pay_that_is_printed_is_the_base_of_the_housing_fund_within_its_digits() -> None:
    pay = int(pay_rows(ITEMS)["amount_fen"].sum())
    fund = implied_bases(ITEMS, 2024).set_index("code").loc["30113"]
    assert pay == 125_630_000 and fund["low_fen"] <= pay <= fund["high_fen"]


def test_a_rate_holds_in_its_years_only() -> None:
    assert implied_bases(ITEMS, 2019)["code"].tolist() == ["30109", "30113"]


def test_every_rate_says_where_it_is_from_or_that_it_is_unsourced() -> None:
    for row in table("contribution_rates"):
        assert row["source"] and row["confidence"] in ("unsourced", "secondary", "printed")
        assert 0 < float(row["rate"]) < 1
