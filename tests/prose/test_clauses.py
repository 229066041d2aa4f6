"""The wording of disclosures: invented sentences, one claim each, about what a figure speaks of.

Every sentence is made up; the wording follows what departments of several provinces write.
"""

from __future__ import annotations

import pytest

from budgetkit.prose.paragraphs import Paragraph
from budgetkit.prose.stated import stated
from budgetkit.records import Document, Figure, Unread

PLAN = Document("x", fiscal_year=2025, entity="某县水务局")


def read(*texts: str, section: str = "") -> list[Figure]:
    rows, unread = both(*texts, section=section)
    assert unread == []
    return rows


def both(*texts: str, section: str = "") -> tuple[list[Figure], list[Unread]]:
    return stated([Paragraph(1, n, section, False, text) for n, text in enumerate(texts, 1)], PLAN)


def wan(row: Figure) -> float | None:
    """The amount in 万元, else the count or percentage."""
    return row.value if row.fen is None else row.fen / 1_000_000


def brief(rows: list[Figure]) -> list[tuple]:
    return [(r.concept, r.role, wan(r), r.change_direction, r.base_year) for r in rows]


def named(rows: list[Figure]) -> list[tuple]:
    return [(r.concept, r.item, wan(r)) for r in rows]


# changes and what they are measured against


def test_two_baselines_of_one_sentence_stay_apart():
    rows = read("2025年财政拨款支出80万元，比2024年预算减少2万元、较2023年决算减少3.5万元。")
    assert [(wan(r), r.base_year, r.base) for r in rows[1:]] == [
        (2, 2024, "budget"),
        (3.5, 2023, "final"),
    ]
    assert {r.change_direction for r in rows[1:]} == {"decrease"}


def test_an_amount_that_says_a_percentage_again_is_the_change_and_no_level():
    rows = read("2025年部门收支总预算85万元，比上年减少3.2%，即2.81万元。")
    assert brief(rows) == [
        ("total_budget", "level", 85, "", None),
        ("total_budget", "percent", 3.2, "decrease", 2024),
        ("total_budget", "change", 2.81, "decrease", 2024),
    ]


def test_a_percentage_may_stand_before_its_amount():
    rows = read("教育支出5万元，占0.5%，同比增长2.04%，增加0.1万元。")
    assert brief(rows) == [
        ("function_class", "level", 5, "", None),
        ("function_class", "share", 0.5, "", None),
        ("function_class", "percent", 2.04, "increase", 2024),
        ("function_class", "change", 0.1, "increase", 2024),
    ]


def test_a_decrease_of_nothing_is_a_decrease_of_zero():
    rows = read("政府性基金预算拨款收入0万元，较上年减少0万元。")
    assert brief(rows)[1] == ("government_fund", "change", 0, "decrease", 2024)
    assert rows[1].direction == "revenue"


def test_no_change_without_a_number_is_a_change_of_zero():
    rows = read("2025年支出预算总额12万元，与上年相比无变化。")
    assert brief(rows)[1] == ("expenditure_budget", "change", 0, "none", 2024)


def test_almost_unchanged_states_no_amount():
    rows = read("单位资金收入8万元，与上年基本持平。")
    assert brief(rows)[1] == ("unit", "change", None, "none", 2024)


def test_an_amount_of_last_year_is_a_prior_amount():
    rows = read("2025年政府性基金预算支出30万元，上年为4万元，增长率无可比性。")
    assert brief(rows)[1] == ("government_fund_expenditure", "prior", 4, "", 2024)
    assert len(rows) == 2


def test_the_verb_before_its_object_governs_the_amount():
    rows = read("预算总收入32万元，比2024年预算增加收入5万元。")
    assert brief(rows)[1] == ("revenue_budget", "change", 5, "increase", 2024)


@pytest.mark.parametrize("name", ["支持外贸稳增长", "支持消费促增长"])
def test_growth_within_a_name_is_no_change(name):
    rows = read(f"2025年项目总预算40万元，其中{name}30万元，支持总部经济10万元。")
    assert [(r.item, r.role, wan(r)) for r in rows[1:]] == [
        (name, "level", 30),
        ("支持总部经济", "level", 10),
    ]


def test_uniformly_and_as_prescribed_are_no_part_of_a_name():
    rows = read("培训费3万元，比上年减少1万元，主要原因是按照规定运转类专项经费统一压减10%。")
    assert (rows[-1].item, rows[-1].role, wan(rows[-1])) == ("运转类专项经费", "percent", 10)
    assert rows[-1].change_direction == "decrease"


# lists


def test_a_sum_after_a_list_speaks_of_the_whole():
    rows = read("2025年项目总预算94万元，其中支持规模发展87万元，支持创新发展7万元，合计94万元。")
    assert named(rows)[0] == named(rows)[-1] == ("", "项目总预算", 94)


def test_a_sum_after_one_figure_only_speaks_of_that():
    rows = read("项目支出9万元，其中：设备维护合计4万元。")
    assert named(rows)[-1] == ("", "设备维护", 4)


def test_the_expenditure_side_does_not_belong_to_the_only_source_named_before():
    rows = read("财政拨款收支总预算50万元。收入包括：一般公共预算收入50万元。支出包括：教育支出20万元。")
    assert [(r.concept, r.fund, r.direction) for r in rows[1:]] == [
        ("public_revenue", "general_public", "revenue"),
        ("function_class", "fiscal", "expenditure"),
    ]


def test_of_which_containing_opens_a_list():
    rows = read("在职人员经费24万元，其中含新建水厂运营补助经费18万元。")
    assert named(rows) == [("personnel", "在职人员经费", 24), ("", "新建水厂运营补助经费", 18)]


def test_what_is_procured_needs_no_second_word_for_procurement():
    rows = read("政府采购预算80万元，主要用于办公。其中货物30万元、服务50万元、工程0万元。")
    assert [(r.concept, wan(r)) for r in rows] == [
        ("procurement", 80),
        ("procurement_goods", 30),
        ("procurement_services", 50),
        ("procurement_works", 0),
    ]
    assert {r.direction for r in rows} == {"expenditure"}


def test_goods_outside_of_procurement_are_only_a_name():
    assert named(read("项目支出9万元，其中货物3万元、服务6万元。"))[1][0] == ""


def test_reserved_for_enterprises_is_a_part_of_procurement():
    rows = read("面向中小企业采购预算60万元，占政府采购预算的75%，其中面向小微企业40万元，占50%。")
    assert [(r.concept, r.role, wan(r)) for r in rows] == [
        ("procurement_sme", "level", 60),
        ("procurement_sme", "share", 75),
        ("procurement_small", "level", 40),
        ("procurement_small", "share", 50),
    ]


# names and codes


def test_a_code_joined_to_its_name_by_a_dash_leaves_no_dash():
    (row,) = read("（一）2040201-行政运行25万元。")
    assert (row.function_code, row.item) == ("2040201", "行政运行")


def test_a_code_of_six_digits_is_no_figure():
    rows = read("（4）行政单位医疗（210101）44.93万元，较上年增加17.94万元。")
    assert [(r.function_code, r.role, wan(r)) for r in rows] == [
        ("210101", "level", 44.93),
        ("210101", "change", 17.94),
    ]


def test_the_code_tells_economic_from_functional_other_expenditure():
    (row,) = read("（6）其他支出（399）3万元。")
    assert (row.concept, row.economic_code, row.item) == ("economic_class", "399", "其他支出")
    (row,) = read("其他支出3万元。")
    assert (row.concept, row.economic_code) == ("function_class", "")


def test_project_expenditure_under_targets_is_money_under_targets():
    rows = read("纳入绩效目标管理的项目支出12万元，其中一般公共预算10万元，政府性基金预算2万元。")
    assert [(r.concept, r.fund, wan(r)) for r in rows] == [
        ("performance_amount", "total", 12),
        ("performance_amount", "general_public", 10),
        ("performance_amount", "government_fund", 2),
    ]


def test_each_part_of_a_denial_is_denied():
    rows = read("本单位无政府性基金预算支出、国有资本经营预算支出和上级专项转移支付预算支出。")
    assert [(r.concept, r.role) for r in rows] == [
        ("government_fund_expenditure", "absent"),
        ("state_capital_expenditure", "absent"),
        ("", "absent"),
    ]
    assert rows[2].item.startswith("上级专项转移支付")


# counts


def test_vehicles_to_be_scrapped_are_not_the_vehicles_owned():
    rows = read("共有公务用车3辆。2025年拟报废处置公务用车1辆，拟新增配置公务用车0辆。")
    assert named(rows) == [
        ("vehicles_total", "公务用车", 3),
        ("", "报废处置公务用车", 1),
        ("vehicles_to_buy", "公务用车", 0),
    ]


def test_vehicles_bought_in_another_year_are_none_of_this_plan():
    rows = read("公务用车购置费0万元，比上年减少30万元，主要是2024年已完成2辆公务用车更新购置。")
    assert (rows[-1].role, wan(rows[-1]), rows[-1].base_year) == ("prior", 2, 2024)


def test_kinds_of_projects_are_parts_and_their_money_is_theirs():
    rows = read("绩效目标涉及项目15个，资金40万元；其中：运转类项目5个，涉及预算10万元。")
    assert [(r.concept, r.item, r.within, wan(r)) for r in rows[2:]] == [
        ("", "运转类项目", "", 5),
        ("performance_amount", "绩效目标", "运转类项目", 10),
    ]
    rows = read("对7个项目开展绩效自评，其中一级项目6个，二级项目1个，共涉及资金94万元。")
    assert (rows[-1].concept, rows[-1].within) == ("performance_amount", "")


def test_meetings_and_their_people_are_counted_by_name():
    rows = read("会议费预算2万元，拟召开3次会议，人数150人。")
    assert named(rows) == [("meeting", "会议费", 2), ("", "会议", 3), ("", "人数", 150)]


def test_people_after_batches_are_people_received():
    rows = read("安排国内公务接待50批次、400人次，公务接待费5万元。")
    assert [(r.concept, wan(r)) for r in rows] == [
        ("reception_batches", 50),
        ("reception_people", 400),
        ("reception", 5),
    ]


def test_posts_of_a_kind_keep_their_kind():
    rows = read("人员编制12人，其中：行政编制3人，事业编制9人。")
    assert named(rows)[1:] == [("headcount", "行政编制", 3), ("headcount", "事业编制", 9)]


# what is no figure of the budget


def test_districts_and_prices_are_no_figures():
    assert named(read("农业普查经费11万元，涉及我市11个区、46个村。")) == [("", "农业普查经费", 11)]
    rows = read("收费标准：居民1.36元/吨，收入预计19万元。")
    assert [wan(r) for r in rows] == [19]
    assert named(read("涉及3个市级项目。")) == [("project_count", "项目", 3)]


def test_ten_thousand_before_a_purpose_is_money():
    rows = read("项目支出预算数为60万元，与上年相比增加12万元，主要原因是综合管理费专项增加9万用于租赁。")
    assert (rows[-1].item, wan(rows[-1]), rows[-1].change_direction) == (
        "综合管理费专项",
        9,
        "increase",
    )


def test_money_in_a_work_plan_is_listed_as_unread_and_no_figure():
    rows, unread = both("争取年度投资额增加360亿元。", section="第一部分概况 > 二、工作任务")
    assert rows == []
    assert [(u.printed, u.why) for u in unread] == [("360亿元", "in a section that is not about the budget")]


# how a clause reads


def test_less_than_the_budget_of_last_year_is_a_decrease():
    rows = read("公务接待费预算支出5万元，小于上年预算数2万元。")
    assert brief(rows)[1] == ("reception", "change", 2, "decrease", 2024)


def test_what_grows_because_of_something_is_what_the_sentence_names_first():
    rows = read("项目支出9万元，比上年增加3万元，主要原因是公用经费因人员增加而增加2万元。")
    assert (rows[-1].concept, wan(rows[-1]), rows[-1].change_direction) == ("operating", 2, "increase")


def test_the_verb_before_the_first_item_governs_the_list():
    rows = read("项目支出9万元，比上年增加8万元，主要原因是新增堤防维护5万元，水质监测3万元。")
    assert [(r.item, r.role, r.change_direction, wan(r)) for r in rows[2:]] == [
        ("堤防维护", "change", "increase", 5),
        ("水质监测", "change", "increase", 3),
    ]


def test_a_figure_is_of_the_source_that_it_is_said_to_be():
    rows = read("绩效目标管理涉及资金5万元，其中3万元为政府性基金预算、2万元为一般公共预算。")
    assert [(r.fund, wan(r)) for r in rows[1:]] == [("government_fund", 3), ("general_public", 2)]


def test_a_body_before_the_noun_keeps_the_figure_for_itself():
    (row,) = read("某县水文站公用经费5万元。")
    assert (row.concept, row.within, wan(row)) == ("operating", "某县水文站", 5)


def test_respectively_is_listed_as_unread():
    rows, unread = both("培训费、会议费分别为3万元、2万元。")
    assert rows == []
    assert [u.printed for u in unread] == ["3万元", "2万元"]


def test_without_construction_is_a_part_of_the_whole():
    rows = read("2025年一般公共预算支出9万元，扣除基建后比2024年执行数增加2万元。")
    assert (rows[-1].concept, rows[-1].within, rows[-1].base) == (
        "public_expenditure",
        "扣除基建后",
        "final",
    )


def test_after_a_list_the_comparison_speaks_of_the_whole():
    rows = read("收入预算9万元，其中：一般公共预算拨款5万元、其他收入4万元，较上年减少2万元。")
    assert brief(rows)[-1] == ("revenue_budget", "change", 2, "decrease", 2024)


def test_the_parts_of_a_headcount_are_told_apart_from_the_whole() -> None:
    rows = read("2025年底实有人员67人，其中行政60人、事业7人。")
    assert [(r.item, r.value) for r in rows] == [("实有人员", 67), ("行政", 60), ("事业", 7)]
