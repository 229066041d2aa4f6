"""Where a figure stands says what it speaks of: headings, lists, brackets, lines, bodies (invented texts)."""

from __future__ import annotations

import pytest

from budgetkit.disclosure.document import describe
from budgetkit.prose.paragraphs import paragraphs
from budgetkit.prose.stated import stated
from budgetkit.readers.pages import Line, Page
from budgetkit.records import Document, Figure, Unread


def both(*lines: str, year: int = 2025, entity: str = "") -> tuple[list[Figure], list[Unread]]:
    """Rows and unread numbers of a text, read from its lines as paragraphs and headings are found."""
    prose = paragraphs([Page(1, blocks=tuple(Line(line) for line in lines))])
    return stated(prose, Document("x", fiscal_year=year, entity=entity))


def read(*lines: str, year: int = 2025, entity: str = "") -> list[Figure]:
    rows, unread = both(*lines, year=year, entity=entity)
    assert unread == []
    return rows


def wan(row: Figure) -> float | None:
    return row.value if row.fen is None else row.fen / 1_000_000


# lines of the functional classification


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1、教育支出（205类）普通教育（02款）小学教育（02项）7万元。", "2050202"),
        ("1.“教育支出-普通教育-小学教育”科目7万元，主要用于教学。", ""),
        ("1.教育支出（类）普通教育（款）小学教育（项）7万元。", ""),
    ],
)
def test_a_path_is_one_line_however_it_is_joined(text, code):
    [row] = read(text)
    assert (row.concept, row.item) == ("function_item", "教育支出/普通教育/小学教育")
    assert (row.function_code, wan(row)) == (code, 7)


def test_a_total_after_the_name_of_a_line_is_of_that_line():
    rows = read("（一）教育支出（类）", "普通教育（款）：2025年预算支出合计7万元。")
    assert [(r.concept, r.item) for r in rows] == [("function_item", "普通教育")]


def test_classes_announced_as_the_parts_of_one_fund_are_paid_from_it():
    rows = read(
        "财政拨款支出主要内容如下：", "1.“教育支出”科目7万元，用于教学。", "2.“住房保障支出”科目2万元。"
    )
    assert [(r.item, r.fund) for r in rows] == [("教育支出", "fiscal"), ("住房保障支出", "fiscal")]


# lists and brackets


def test_a_list_ends_with_its_items():
    rows = read("财政拨款支出9万元。其中：", "1.教育支出7万元。", "2.住房保障支出2万元。", "项目支出3万元。")
    assert [r.fund for r in rows] == ["fiscal", "fiscal", "fiscal", "total"]


def test_a_bracket_takes_the_amount_of_last_year_apart():
    rows = read("堤防维护8万元，同比2024年维护预算6万元（河道4万元、水库2万元）。")
    assert [(wan(r), r.role, r.base_year) for r in rows[1:]] == [
        (6, "prior", 2024), (4, "prior", 2024), (2, "prior", 2024)
    ]  # fmt: skip


def test_the_year_before_the_first_item_governs_the_list():
    rows = read("公用经费9万元，其中：2024年度印刷费3万元，邮电费2万元。2025年培训费1万元。")
    assert [(wan(r), r.role) for r in rows[1:]] == [(3, "prior"), (2, "prior"), (1, "level")]


def test_the_year_of_the_clause_before_governs_within_a_reason():
    rows = read("因公出国（境）费用5万元，比上年增加5万元，主要是2024年计划未下达，年初预算数为0。")
    assert (rows[-1].role, wan(rows[-1]), rows[-1].base_year) == ("prior", 0, 2024)


def test_a_percentage_in_brackets_is_the_rate_of_the_change_before_it():
    rows = read("会议费5万元，较上年减少2万元（28.57%），减少的主要原因是会议减少。")
    assert [(r.role, r.value, r.change_direction, r.base_year) for r in rows[2:]] == [
        ("percent", 28.57, "decrease", 2024)
    ]


def test_a_percentage_in_brackets_after_a_level_is_not_understood():
    _, unread = both("会议费5万元（28.57%），用于会议。")
    assert [u.printed for u in unread] == ["28.57%"]


def test_expenses_listed_within_operating_cost_are_only_parts_of_it():
    rows = read("机关运行经费9万元，其中：会议费5万元、培训费4万元。")
    assert [(r.concept, r.within) for r in rows[1:]] == [
        ("meeting", "机关运行经费"), ("training", "机关运行经费")
    ]  # fmt: skip


# headings


@pytest.mark.parametrize("name", ["2.青山水库建设项目", "3.新校区（一期）建设工程"])
def test_a_budget_below_the_name_of_a_project_is_the_projects(name):
    [row] = read("（四）重点支出和重大投资项目情况说明", name, "（3）预算安排：2025年安排预算1亿元。")
    assert (row.concept, row.item, wan(row)) == ("", name[2:], 10_000)


def test_a_budget_of_nobody_below_a_general_heading_is_listed_and_not_the_whole():
    rows, unread = both("（四）重点支出情况说明", "3.预算安排：2025年年初预算安排8万元。")
    assert (rows, [u.printed for u in unread]) == ([], ["8万元"])


def test_a_budget_with_the_name_of_its_body_is_the_whole():
    rows = read(
        "第三部分 部门预算支出具体情况", "某市水务局预算9万元，包括公用经费4万元。", entity="某市水务局"
    )
    assert [(r.concept, r.within) for r in rows] == [("expenditure_budget", ""), ("operating", "")]


def test_income_below_the_heading_of_fees_is_of_these_fees():
    rows = read("（三）重点行政事业性收费情况说明", "收费依据为某规定，收入预计5万元。")
    assert [(r.concept, r.direction) for r in rows] == [("administrative_fees", "revenue")]


def test_figures_below_the_heading_of_a_unit_are_the_units():
    rows = read(
        "第三部分 部门预算支出具体情况", "一、某市水务局（本级）", "某市水务局（本级）预算9万元，包括公用经费4万元。",
        "二、某市水文监测中心", "某市水文监测中心预算5万元，包括在职人员经费3万元、项目支出2万元。", entity="某市水务局",
    )  # fmt: skip
    assert [(r.concept, r.within) for r in rows] == [
        ("expenditure_budget", "某市水务局（本级）"), ("operating", "某市水务局（本级）"),
        ("expenditure_budget", "某市水文监测中心"), ("personnel", "某市水文监测中心"),
        ("project_expenditure", "某市水文监测中心"),
    ]  # fmt: skip


# nothing


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("本部门无政府性基金预算收支。", [("government_fund", "revenue"), ("government_fund_expenditure", "expenditure")]),
        ("2025年未安排购置车辆和单位价值100万元以上设备。", [("vehicles_to_buy", ""), ("equipment_to_buy", "")]),
        ("无单价20万元以上的设备。", [("equipment", "")]),
        ("无政府性基金预算拨款支出的，仍保留该表格。", []),
        ("下一步改进措施：无。", []),
    ],
)  # fmt: skip
def test_what_is_denied_is_denied_and_no_more(text, found):
    rows = read(text)
    assert [(r.concept, r.direction) for r in rows] == found
    assert {r.role for r in rows} <= {"absent"}


def test_none_of_it_means_what_was_named_before():
    rows = read("上缴上级支出0万元，2025年无发生该项支出。")
    assert [(r.concept, r.role) for r in rows] == [
        ("remitted_upward", "level"),
        ("remitted_upward", "absent"),
    ]


def test_a_number_of_vehicles_may_be_zero_without_its_unit():
    rows = read("共有车辆1辆，其中：执法执勤用车为0、其他用车1辆；单价100万元（含）以上设备（不含车辆）为0。")
    assert [(r.concept, r.value) for r in rows] == [
        ("vehicles_total", 1), ("vehicles_law_enforcement", 0), ("vehicles_other", 1), ("equipment", 0)
    ]  # fmt: skip


# the text around


def test_marks_of_pages_do_not_break_a_sentence():
    rows = read("2025年收入预算5万元，比上年增加", "[[page 7]]", "─ 7 ─", "2万元，增长66.67%。")
    assert [(r.role, wan(r)) for r in rows] == [("level", 5), ("change", 2), ("percent", 66.67)]


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["2024年执行数为5万元，2025年收入预算6万元，比2024年预算执行数多。", "2025年支出预算6万元。"], 2025),
        (["2023年度收入支出总计5万元，与2022年度收入支出相比持平。"], 2023),
        (["到2035年建成。2025年部门预算支出6万元，其中2025年“三公”经费支出1万元。"], 2025),
        (["规划到2030年。"], None),
    ],
)
def test_the_year_of_a_text_without_title_is_the_one_it_budgets_for(lines, year):
    assert describe("x", [Page(1, blocks=tuple(Line(line) for line in lines))]).fiscal_year == year


def test_vehicles_that_a_unit_buys_are_the_units():
    rows = read(
        "2025年计划购置车辆3辆，某市水务局本级更新公务车辆1辆，某市水文监测中心计划购置应急保障用车2辆。",
        "下属单位：某市水文监测中心、某市水利管理站。", entity="某市水务局",
    )  # fmt: skip
    assert [(r.concept, r.within, r.value) for r in rows] == [
        ("vehicles_to_buy", "", 3), ("vehicles_to_buy", "某市水务局本级", 1),
        ("vehicles_to_buy_emergency", "某市水文监测中心", 2),
    ]  # fmt: skip


def test_what_grows_under_targets_is_not_the_money():
    rows, unread = both("绩效目标管理涉及资金5万元。接待游客人数，比去年同期增加6.58%。")
    assert [(r.concept, r.role) for r in rows] == [("performance_amount", "level")]
    assert [u.printed for u in unread] == ["6.58%"]


# what ends, and what goes on


def test_the_first_reason_is_the_reason():
    rows = read("支出预算9万元，比上年增加3万元，主要原因是人员增加。主要原因是调整工资。")
    assert [r.reason for r in rows] == ["人员增加"] * 2


def test_figures_that_are_shared_out_end_with_their_list():
    rows, unread = both("基本支出、项目支出分别为3万元、4万元，“三公”经费5万元。")
    assert [u.printed for u in unread] == ["3万元", "4万元"]
    assert [(r.concept, wan(r)) for r in rows] == [("three_public", 5)]


def test_a_zero_without_a_unit_has_no_step():
    [row] = read("2025年公务接待费预算数为0。")
    assert (row.concept, row.fen, row.step) == ("reception", 0, 0)


def test_a_reason_denies_nothing_of_the_budget():
    rows = read("支出预算9万元，比上年减少1万元，主要原因是没有因公出国（境）费。")
    assert [r.role for r in rows] == ["level", "change"]


def test_sentences_are_counted_within_their_paragraph():
    rows = read("支出预算9万元；收入预算8万元。基本支出3万元！", "项目支出6万元。")
    assert [r.said_in for r in rows] == [(1, 1), (1, 1), (1, 2), (2, 1)]


# what is of the whole, and what of its parts


def test_a_sentence_that_begins_with_the_budget_of_the_year_is_not_of_the_last_part_before():
    text = "2025年支出预算9万元，其中基本支出5万元，占56%；项目支出4万元，占44%。2025年预算比2024年预算增加1万元，增长12.5%。"
    assert [(r.concept, r.role) for r in read(text)[-2:]] == [
        ("total_budget", "change"),
        ("total_budget", "percent"),
    ]
    [level, change] = read(
        "项目支出4万元。", "2025年预算比2024年预算增加1万元。".replace("2025年预算", "项目支出")
    )
    assert (level.concept, change.concept) == ("project_expenditure", "project_expenditure")


def test_a_class_within_project_expenditure_is_its_part():
    rows = read("一、一般公共预算支出", "（一）项目支出", "2025年项目支出4万元，其中：教育支出4万元。")
    assert [(r.concept, r.nature) for r in rows] == [
        ("project_expenditure", "project"),
        ("function_class", "project"),
    ]
    [alone] = read("一、一般公共预算支出", "2025年教育支出4万元。")
    assert alone.nature == "total"


def test_an_amount_after_a_stray_full_stop_stays_with_its_item():
    rows = read("公用经费5万元，其中取暖费2万元，维修（护）费。1万元等。")
    assert [(r.item, wan(r)) for r in rows[1:]] == [("取暖费", 2), ("维修（护）费", 1)]


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("纳入部门整体支出绩效目标的金额为9万元。", "total"),
        ("纳入绩效目标管理的项目支出4万元。", "project"),
        ("本单位项目支出均实行绩效目标管理，涉及资金4万元。", "project"),
    ],
)
def test_money_under_targets_is_of_projects_only_where_projects_are_named(text, nature):
    [row] = read(text)
    assert (row.concept, row.nature) == ("performance_amount", nature)


def test_what_is_paid_from_business_income_is_no_revenue():
    rows = read("支出预算9万元，其中事业收入支出2万元。")
    assert [(r.concept, r.direction, r.fund) for r in rows[1:]] == [("", "expenditure", "business")]


@pytest.mark.parametrize(
    "text",
    [
        "如无政府性基金预算支出，则本表为空表。",
        "若没有国有资本经营预算支出，则本表无数据。",
        "本表为空，则表示没有政府性基金预算支出。",
        "无政府性基金预算的单位，本表为空。",
        "本单位无涉密项目。",
    ],
)
def test_a_condition_claims_that_there_is_nothing_of_no_money(text):
    assert read(text) == []
    assert [r.role for r in read("本单位无政府性基金预算支出。")] == ["absent"]


def test_the_other_amount_of_the_year_before_is_of_that_year():
    rows = read(
        "2024年公务接待费预算数5万元，执行数3万元。2025年公务接待费预算数4万元，比2024年预算数减少1万元。"
    )
    found = [(r.role, r.base_year, r.base, wan(r)) for r in rows]
    assert found == [
        ("prior", 2024, "budget", 5),
        ("prior", 2024, "final", 3),
        ("level", None, "", 4),
        ("change", 2024, "budget", 1),
    ]
    rows = read("2024年支出预算9万元，项目支出4万元。", "2025年支出预算8万元，项目支出3万元。")
    assert [r.role for r in rows] == ["prior", "prior", "level", "level"]
    assert [r.role for r in read("公务接待费3万元（2024年：4万元）。")] == ["level", "prior"]


def test_an_increase_below_zero_is_a_decrease():
    [_, change, rate] = read("公务接待费3万元，比上年增加-1万元，增长-25%。")
    assert [(change.change_direction, wan(change)), (rate.change_direction, rate.value)] == [
        ("decrease", 1),
        ("decrease", 25),
    ]


def test_a_share_may_name_the_amount_of_its_whole():
    rows, unread = both("公用经费5万元，占基本支出20万元的25%。")
    assert [(r.concept, r.role, r.share_of) for r in rows] == [
        ("operating", "level", ""),
        ("operating", "share", "基本支出20万元"),
    ]
    assert [u.printed for u in unread] == ["20万元"]


def test_a_whole_that_is_taken_apart_by_fund_is_of_all_funds():
    rows = read("“三公”经费6万元，其中财政拨款5万元，其他资金1万元。")
    assert [(r.concept, r.fund) for r in rows[:2]] == [("three_public", "total"), ("three_public", "fiscal")]
