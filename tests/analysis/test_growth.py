"""Growth: what is derived of last year, and the two ends of what one line can account for."""

from __future__ import annotations

import pytest

import budgetkit as bk
from budgetkit.analysis import Growth
from tests.support import ROOT

PROCESSED = ROOT / "processed"


@pytest.fixture(scope="module")
def g() -> Growth:
    return Growth.of(bk.load("line_items", PROCESSED), bk.load("stated", PROCESSED), "30226")


def test_levels_changes_and_last_year_of_the_banan_budget(g: Growth) -> None:
    wan = g.table.set_index("concept")[["prior_fen", "change_fen", "level_fen"]] / 1_000_000
    assert wan.loc["expenditure_budget"].tolist() == [283.42, 853.68, 1137.10]
    assert wan.loc["project_expenditure"].tolist() == [79.0, 691.0, 770.0]
    assert wan.loc["basic_expenditure"].tolist() == [204.42, 162.68, 367.10]
    assert wan.loc["operating_cost"].tolist() == [25.79, 162.49, 188.28]
    assert g.before("basic_expenditure") + g.before("project_expenditure") == g.before("expenditure_budget")
    parts = g.table.set_index("concept")["part"]
    assert round(parts["project_expenditure"], 3) == 0.809 and round(parts["basic_expenditure"], 3) == 0.191


def test_the_two_ends_of_what_labour_services_account_for(g: Growth) -> None:
    assert (g.line_rise.low, g.line_rise.high) == (129_250_000, 155_040_000)
    assert (round(g.share.low, 4), round(g.share.high, 4)) == (0.7945, 0.9530)
    wider = g.share_with_rounding
    assert wider.low < g.share.low and wider.high > g.share.high
    assert (f"{wider.low:.2%}", f"{wider.high:.2%}") == ("79.44%", "95.31%")


def test_other_running_cost_rose_by_at_least_what_it_is_now_less_all_of_last_year(g: Growth) -> None:
    assert (g.others_rise.low, g.others_rise.high) == (7_450_000, 33_240_000)
    assert g.staff_rise == 190_000


def test_at_either_end_the_parts_make_up_the_whole_rise(g: Growth) -> None:
    line, others, staff = g.shares
    assert line[0] + others[1] + staff[0] == pytest.approx(1)
    assert line[1] + others[0] + staff[1] == pytest.approx(1)


def test_a_line_that_is_not_there_is_an_error() -> None:
    with pytest.raises(bk.ExtractionError, match="economic_code='30227'"):
        Growth.of(bk.load("line_items", PROCESSED), bk.load("stated", PROCESSED), "30227")
