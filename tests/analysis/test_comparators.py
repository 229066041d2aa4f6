"""Who a document is compared with: every body once, at its level, of its kind, never itself."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetkit.analysis import (
    Bounds,
    among,
    comparators,
    kind_of,
    level_of,
    median_between,
    others_of,
    outside,
    share_above,
)
from budgetkit.knowledge import body_name, table

RATIOS = pd.DataFrame(
    {
        "rule_id": ["P04", "P08"], "measure": ["30228 / 30101+30102+30103+30107", "30226 / operating total"],
        "percent": True, "value": [0.06, None], "low": [0.06, None], "high": [0.06, None], "expected": "",
        "outcome": "fail", "line_ids": "",
    }
)  # fmt: skip


def test_copies_other_years_and_parts_of_a_body_are_left_out_however_its_name_is_spelled() -> None:
    who = comparators()
    left = who[~who["counted"]].set_index("document")["why"]
    assert left["jiangsu-12"] == "another year of jiangsu-16"
    assert left["jiangsu-15"] == "copy or part of jiangsu-16"
    assert left["beijing-09"] == "may be part of beijing-07"
    assert left["beijing-03"] == "copy or part of beijing-04"
    assert who[who["counted"]]["entity"].map(body_name).is_unique


def test_a_body_that_is_compared_and_its_units_are_not_among_the_others() -> None:
    who = comparators(but="西安市信访局")
    row = who[who["entity"] == "西安市信访局（汇总）"].iloc[0]
    assert (bool(row["counted"]), row["why"]) == (False, "the body itself, or its unit")
    assert comparators()["counted"].sum() == who["counted"].sum() + 1


def test_budgets_and_final_accounts_are_not_mixed() -> None:
    documents = {row["document"]: row["phase"] for row in table("observed_documents")}
    for phase in ("approved", "executed"):
        assert {documents[name] for name in comparators(phase)["document"]} == {phase}


def test_every_body_of_the_collected_disclosures_but_one_tells_its_level_and_all_their_kind() -> None:
    who = comparators()
    assert who.loc[who["level"] == "", "entity"].unique().tolist() == ["首都绿化委员会办公室"]
    assert (who["kind"] != "").all()


@pytest.mark.parametrize(
    ("entity", "level", "kind"),
    [
        ("重庆市巴南区政务服务管理办公室", "district", "services"),
        ("西安市行政审批服务局（汇总）", "city", "services"),
        ("上海市普陀区人民政府万里街道办事处", "district", "subdistrict"),
        ("江苏省人民检察院", "province", "justice"),
        ("中共江苏省委办公厅", "province", "party"),
        ("江苏省委办公厅", "province", "party"),
        ("上海市刑事科学技术研究院", "province", "institution"),
        ("福州市公安局治安管理支队", "city", "enforcement"),
        ("深圳市科技创新局（本级）", "city", "department"),
    ],
)
def test_level_and_kind_are_read_off_the_name(entity: str, level: str, kind: str) -> None:
    assert (level_of(entity), kind_of(entity)) == (level, kind)


def test_every_kind_has_a_source() -> None:
    assert all(row["source"] and row["name_zh"] and row["name_en"] for row in table("unit_kinds"))


def test_a_ratio_is_ranked_among_the_others_that_count_and_one_that_is_unknown_is_left_out() -> None:
    who = comparators()
    row = among(RATIOS, who).iloc[0]
    values = {
        v["document"]: float(v["value"]) for v in table("observed_values") if v["measure"] == row["measure"]
    }
    mine = [values[name] for name in who.loc[who["counted"], "document"] if name in values]
    assert len(among(RATIOS, who)) == 1
    assert (row["n"], row["above"]) == (len(mine), sum(v >= 0.06 for v in mine)) == (87, 1)
    assert (row["whose"], round(row["largest"], 4)) == ("重庆市科学技术局", 0.0642)
    assert others_of(row, who)["value"].tolist() == sorted(mine, reverse=True)


def test_of_several_ratios_with_one_numerator_one_counts() -> None:
    rows = pd.DataFrame(
        {"numerator": ["a", "a", "b", "c"], "n": [1, 5, 2, 9], "outcome": ["fail", "fail", "fail", "exact"]}
    )
    assert outside(rows)[["numerator", "n"]].values.tolist() == [["a", 5], ["b", 2]]


def test_the_share_of_all_above_is_an_exact_binomial_interval() -> None:
    none = share_above(0, 46)
    assert none.low == 0 and none.high == pytest.approx(1 - 0.025 ** (1 / 46))
    assert share_above(46, 46).high == 1
    some = share_above(4, 86)
    assert (round(some.low, 4), round(some.high, 4)) == (0.0128, 0.1148)


def test_the_median_of_all_lies_between_two_values_with_at_least_the_surety_asked_for() -> None:
    from scipy.stats import binom

    for n in (6, 9, 40, 86):
        between = median_between(range(1, n + 1))
        assert between is not None
        inside = binom.cdf(between.high - 1, n, 0.5) - binom.cdf(between.low - 1, n, 0.5)
        assert inside >= 0.95
        wider = binom.cdf(between.high - 2, n, 0.5) - binom.cdf(between.low, n, 0.5)
        assert wider < 0.95
    assert median_between([1, 2, 3, 4, 5]) is None
    assert median_between([3, 1, 2, 5, 4, 6]) == Bounds(1, 6)
