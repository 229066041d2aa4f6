"""Rates of change, zero bases, shares and directions in the prose: what contradicts itself, what only rounds."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from budgetkit.prose import stated
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.records import Document, from_frame, to_frame
from tests.support.worked import document


def spoken(*lines: str, tables: str = "", year: int = 2024) -> SimpleNamespace:
    """Return a document whose prose is read as budgetkit reads it."""
    doc = document(f"{tables}\n\nprose,{','.join(lines)}", year)
    figures, _ = stated(doc.prose, Document(**doc.document))
    doc.stated = to_frame("stated", figures)
    doc.records = lambda name: figures if name == "stated" else from_frame(name, getattr(doc, name))
    return doc


def outcomes(doc: SimpleNamespace, rule: str) -> dict[str, str]:
    checks = reconcile(doc, only=[rule]).checks
    return dict(zip(checks["where"], checks["outcome"], strict=True))


def only(doc: SimpleNamespace, rule: str) -> str:
    (outcome,) = outcomes(doc, rule).values()
    return outcome


RATE = "2024年公务接待费预算{level}万元，比上年预算减少{change}万元，下降{rate}%。"


def rate(level: str, change: str, percent: str) -> str:
    return only(spoken(RATE.format(level=level, change=change, rate=percent)), "I03")


# what a figure speaks of ------------------------------------------------------------------------------


def test_a_change_of_one_economic_item_is_not_taken_off_another() -> None:
    two = spoken("2024年办公费5.00万元，印刷费比上年增加6.00万元。")
    assert two.stated["concept"].tolist() == ["economic_item"] * 2
    assert set(outcomes(two, "I09").values()) == {"not_applicable"}
    one = spoken("2024年办公费5.00万元，比上年增加6.00万元。")
    assert set(outcomes(one, "I09").values()) == {"fail"}


# I03 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "change", "percent", "outcome"),
    [
        ("80.00", "20.00", "20", "exact"),
        ("80.00", "20.00", "20.00", "exact"),
        ("80.00", "20.00", "21", "fail"),
        ("80.00", "20.00", "25", "fail"),  # of the level instead of the prior amount
        ("371.92", "1649.26", "816", "fail"),  # a point that was left out
        ("3666.00", "21.80", "0.06", "fail"),
        ("80.00", "20.00", "2000", "fail"),
    ],
)
def test_a_rate_is_the_change_of_the_prior_amount(
    level: str, change: str, percent: str, outcome: str
) -> None:
    assert rate(level, change, percent) == outcome


def test_small_amounts_leave_room_for_their_own_digits() -> None:
    assert rate("0.35", "0.05", "13.50") == "rounding"  # 0.05 is between 0.045 and 0.055
    assert rate("350.00", "50.00", "13.50") == "fail"


def test_a_rate_that_is_cut_off_is_rounding() -> None:
    assert rate("84.44", "15.56", "15.5") == "rounding"
    assert rate("84.44", "15.56", "15.4") == "fail"


def test_a_rate_is_held_against_the_prior_amount_that_is_stated() -> None:
    text = "2024年公务接待费预算45.41万元，比上年预算数11.67万元，增加33.74万元，增长{}%。"
    assert only(spoken(text.format("289.12")), "I03") == "exact"
    assert only(spoken(text.format("314.82")), "I03") == "fail"


def test_a_prior_amount_that_comes_later_is_that_of_a_reason() -> None:
    text = "2024年公务接待费预算80.00万元，比上年减少20.00万元，下降20%，主要原因是上年安排3.00万元。"
    assert only(spoken(text), "I03") == "exact"


def test_a_rate_without_amounts_is_insufficient() -> None:
    assert only(spoken("2024年公务接待费比上年预算下降20%。"), "I03") == "insufficient"


# I04 --------------------------------------------------------------------------------------------------


def test_an_increase_from_nothing_is_not_an_increase_of_100_percent() -> None:
    doc = spoken("2024年公务接待费支出0.30万元，比上年增加0.30万元，增长100%。")  # 宜川路 2025
    assert only(doc, "I04") == "fail"
    assert only(doc, "I03") == "not_applicable"


def test_nothing_before_and_nothing_now_is_0_percent() -> None:
    doc = spoken("2024年公务接待费支出0.00万元，比上年增加0.00万元，增长0%。")
    assert only(doc, "I04") == "exact"


def test_an_increase_from_nothing_of_0_percent_says_that_there_is_no_rate_and_accuses_nobody() -> None:
    doc = spoken("2024年公务接待费支出5.00万元，比上年增加5.00万元，增长0%。")
    assert only(doc, "I04") == "not_applicable"


# I06 --------------------------------------------------------------------------------------------------

WUZHOU = "2024年支出预算2945760.58元，其中：基本支出2476260.58元，占84.06%；项目支出469500元，占{}%。"


def test_a_share_that_is_not_its_part_of_the_whole_fails_and_so_does_the_sum() -> None:
    doc = spoken(WUZHOU.format("19.62"))
    found = reconcile(doc, only=["I06"]).checks.set_index("where")
    assert found["outcome"].to_dict() == {
        "prose / basic_expenditure / total / expenditure / share": "exact",
        "prose / project_expenditure / total / expenditure / share": "fail",
        "prose / expenditure_budget / total / expenditure / shares = 100": "fail",
    }
    details = found["detail"].tolist()
    assert "19.62 % stated" in details[1] and "= 15.9382 %" in details[1]
    assert details[2] == "2 shares add up to 103.68"


def test_the_right_share_holds() -> None:
    assert set(outcomes(spoken(WUZHOU.format("15.94")), "I06").values()) == {"exact"}


def test_a_share_is_of_what_the_prose_says_it_is_of() -> None:
    text = "2024年支出预算20万元。,2024年一般公共预算支出10万元。,基本支出4万元，占{}的{}%。"
    one = "prose / basic_expenditure / total / expenditure / share"
    assert outcomes(spoken(*text.format("支出预算", "20").split(",")), "I06")[one] == "exact"
    assert outcomes(spoken(*text.format("一般公共预算支出", "40").split(",")), "I06")[one] == "exact"
    assert outcomes(spoken(*text.format("支出预算", "40").split(",")), "I06")[one] == "fail"


def test_a_whole_without_its_fund_is_that_of_the_section() -> None:
    lines = (
        "# 二、支出预算情况说明",
        "2024年支出预算20万元。",
        "# 三、一般公共预算支出情况说明",
        "2024年一般公共预算支出10万元。",
        "其中：基本支出4万元，占支出总额的40%。",
    )
    assert only(spoken(*lines), "I06") == "exact"


def test_a_share_of_two_wholes_fails_where_it_is_of_neither() -> None:
    text = "2024年支出预算20万元，一般公共预算支出10万元，其中基本支出4万元，占支出总额的{}%。"
    for percent, outcome in (("20", "exact"), ("40", "exact"), ("50", "fail")):
        assert only(spoken(text.format(percent)), "I06") == outcome


def test_a_whole_that_the_prose_does_not_state_may_stand_in_a_table() -> None:
    table = "three_public,three_public,overseas,vehicles,reception\n,10.00,6.00,3.00,1.00"
    text = "2024年公务接待费1.00万元，占“三公”经费的{}%。"
    assert only(spoken(text.format("10"), tables=table), "I06") == "exact"
    assert only(spoken(text.format("16.81"), tables=table), "I06") == "fail"
    assert only(spoken(text.format("10")), "I06") == "insufficient"


def test_shares_that_add_up_to_100_are_of_the_sum_of_their_parts() -> None:
    text = "2024年基本支出{}万元，占本年支出预算30%；项目支出70万元，占本年支出预算70%。"
    assert set(outcomes(spoken(text.format("30")), "I06").values()) == {"exact"}
    assert "fail" in outcomes(spoken(text.format("40")), "I06").values()


def test_a_list_that_leaves_parts_out_may_add_up_to_less() -> None:
    text = "2024年支出预算100万元，其中：基本支出30万元，占30%；项目支出60万元，占60%。"
    where = "prose / expenditure_budget / total / expenditure / shares = 100"
    assert outcomes(spoken(text), "I06")[where] == "insufficient"
    whole = text.replace("60万元，占60%", "70万元，占60%")
    assert outcomes(spoken(whole), "I06")[where] == "fail"


def test_parts_of_parts_are_not_added_to_the_parts() -> None:
    text = (
        "2024年支出预算100万元，其中：基本支出30万元，占30%；人员经费20万元，占20%；"
        "公用经费10万元，占10%；项目支出70万元，占70%。"
    )
    assert set(outcomes(spoken(text), "I06").values()) == {"exact"}


def test_a_share_may_be_adjusted_by_a_last_digit_so_that_its_list_adds_up() -> None:
    text = "2024年支出预算1000.00万元，其中：人员经费589.40万元，占59.0%；项目支出410.60万元，占41.0%。"
    found = outcomes(spoken(text), "I06")
    assert found["prose / personnel / total / expenditure / share"] == "rounding"
    alone = text.replace("41.0%", "41.3%")
    assert outcomes(spoken(alone), "I06")["prose / personnel / total / expenditure / share"] == "fail"


# I12, I13 ---------------------------------------------------------------------------------------------


def test_a_share_without_the_sign_of_percent_is_found() -> None:
    assert only(spoken("2024年基本支出4万元，占支出的40。"), "I12") == "fail"
    assert only(spoken("2024年基本支出4万元，占支出的40%。"), "I12") == "exact"


def test_a_share_at_a_line_break_is_not_judged() -> None:
    assert only(spoken("2024年基本支出4万元，占支出的40"), "I12") == "insufficient"


def test_a_change_against_an_unnamed_basis_is_a_finding() -> None:
    doc = spoken(
        "2024年公务接待费5万元，比2023年预算增加1万元。", "公务用车运行维护费5万元，比2023年增加1万元。"
    )
    found = reconcile(doc, only=["I13"]).checks.iloc[0]
    assert found["outcome"] == "fail"
    assert found["detail"].startswith("1 of 2 changes")
    assert found["severity"] == "disclosure"


# real contradictions of rules that other modules evaluate ---------------------------------------------


def test_basic_expenditure_that_is_the_total_is_not_its_parts() -> None:  # 梧州 2023
    text = "2024年一般公共预算基本支出911000.39元，其中：人员经费809961.19元，公用经费71339.20元。"
    found = reconcile(spoken(text), only=["I01"]).checks.iloc[0]
    assert (found["outcome"], found["reported_fen"], found["calculated_fen"]) == ("fail", 91100039, 88130039)


def test_basic_expenditure_that_is_the_total_is_not_that_of_the_table() -> None:  # 梧州 2023
    table = "public_expenditure,total,basic,project\n合计,911000.39元,881300.39元,29700.00元"
    text = "2024年一般公共预算基本支出911000.39元。"
    checks = reconcile(spoken(text, tables=table), only=["N04"]).checks
    assert "fail" in checks["outcome"].tolist()
    right = reconcile(spoken(text.replace("911000", "881300"), tables=table), only=["N04"]).checks
    assert "fail" not in right["outcome"].tolist()


def test_changes_that_add_up_within_their_digits_are_rounding() -> None:  # 荣昌 2024
    text = (
        "2024年收入决算比上年增加{}万元，其中：一般公共预算拨款收入增加72.46万元，"
        "其他收入增加40.48万元，事业收入减少34.56万元。"
    )
    assert only(spoken(text.format("78.37")), "I02") == "rounding"
    assert only(spoken(text.format("78.38")), "I02") == "exact"


def test_classes_that_add_up_within_their_digits_are_rounding() -> None:  # 荣昌 2026
    text = (
        "2026年支出预算{}万元，其中：一般公共服务支出110.20万元，社会保障和就业支出15.11万元，"
        "卫生健康支出6.32万元，住房保障支出6.92万元。"
    )
    assert only(spoken(text.format("138.56"), year=2026), "I01") == "rounding"
    assert only(spoken(text.format("138.16"), year=2026), "I01") == "fail"


@pytest.mark.parametrize("words", ["减少为0.00万元，与上年持平", "比上年减少0.00万元，与上年持平"])
def test_a_decrease_that_is_no_decrease_contradicts_itself(words: str) -> None:
    checks = reconcile(spoken(f"2024年公务接待费{words}。"), only=["I05"]).checks
    assert "fail" in checks["outcome"].tolist()


def test_a_level_that_is_unchanged_does_not_contradict_itself() -> None:
    assert only(spoken("2024年公务接待费0.00万元，与上年持平。"), "I05") == "exact"


# Y01, N10


THREE = "2024年“三公”经费{0}万元，比2023年预算减少{1}万元。其中：因公出国（境）费0万元，与2023年预算持平；公务用车购置费1.00万元，比2023年预算增加1.00万元；公务用车运行费5.00万元，比2023年预算减少0.50万元；公务接待费3.00万元，比{2}减少0.50万元。"


def test_the_three_public_expenses_of_the_year_before_add_up_with_vehicles_in_two_parts() -> None:
    assert "exact" in outcomes(spoken(THREE.format("9.00", "0.00", "2023年预算")), "Y01").values()
    assert "fail" in outcomes(spoken(THREE.format("9.00", "1.00", "2023年预算")), "Y01").values()


def test_changes_against_a_budget_and_against_an_account_are_not_added_up() -> None:
    mixed = spoken(THREE.format("9.00", "1.00", "2023年决算"))
    assert "insufficient" in outcomes(mixed, "Y01").values()
    assert "fail" not in {*outcomes(mixed, "Y01").values(), *outcomes(mixed, "I02").values()}
    assert "fail" in outcomes(spoken(THREE.format("9.00", "1.00", "2023年预算")), "I02").values()


def test_an_item_of_the_whole_budget_is_no_less_than_its_basic_part() -> None:
    table = "basic_expenditure,basic,operating\n合计,4.00,4.00\n30211,4.00,4.00"
    words = "2024年一般公共预算差旅费（30211）{}万元。"
    assert [only(spoken(words.format(x), tables=table), "N10") for x in ("4.00", "5.00", "3.00")] == [
        "exact",
        "insufficient",
        "fail",
    ]
