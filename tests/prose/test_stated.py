"""Figures in prose: each is found once, bound to what it speaks of, and none is lost."""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from budgetkit.knowledge.data import table
from budgetkit.prose.numbers import numbers
from budgetkit.prose.paragraphs import Paragraph, paragraphs
from budgetkit.prose.stated import stated
from budgetkit.readers.formats import read_pages
from budgetkit.readers.pages import Cell, Grid, Line, Page
from budgetkit.records import Document, Figure, Unread
from budgetkit.text import fold
from tests.support import DATA, ROOT

BANAN = Document("banan-2024", fiscal_year=2024, entity="重庆市巴南区政务服务管理办公室")
FACSIMILE = ROOT / "raw" / "banan-2024-budget.pdf"
KEYS = [
    "concept",
    "fund",
    "nature",
    "form",
    "direction",
    "item",
    "role",
    "unit",
    "change_direction",
    "base_year",
]


def figures(*texts: str, year: int = 2024, entity: str = "") -> tuple[list[Figure], list[Unread]]:
    """Rows and unread numbers of paragraphs; one that starts with ``#`` is a heading."""
    prose = [Paragraph(1, n, "", t.startswith("#"), t.lstrip("# ")) for n, t in enumerate(texts, 1)]
    return stated(prose, Document("x", fiscal_year=year, entity=entity))


def brief(row: Figure) -> tuple:
    """Concept or item, role, amount in 万元 (or value), direction of change, base year."""
    amount = row.value if row.fen is None else row.fen / 1_000_000
    return row.concept or row.item, row.role, amount, row.change_direction, row.base_year


def said(*texts: str, year: int = 2024, entity: str = "") -> list[tuple]:
    rows, unread = figures(*texts, year=year, entity=entity)
    assert unread == []
    return [brief(r) for r in rows]


def expected_of_banan() -> list[tuple]:
    with (DATA / "narrative_banan.csv").open(encoding="utf-8") as file:
        return [
            (*(row[k] for k in KEYS), Decimal(row["amount"]) if row["amount"] else None)
            for row in csv.DictReader(file)
        ]


def found_in(path: Path) -> list[tuple]:
    rows, unread = stated(paragraphs(read_pages(path)), BANAN)
    assert unread == []
    table = []
    for row in rows:
        amount = row.value if row.fen is None else Decimal(row.fen) / 1_000_000
        keys = ["" if (said := getattr(row, k)) is None else str(said) for k in KEYS]
        table.append((*keys, amount if amount is None else Decimal(amount)))
    return table


def without_item(rows: list[tuple]) -> list[tuple]:
    """The keys that another wording of the same statement must leave as they are."""
    at = KEYS.index("item")
    return sorted([(*r[:at], "" if r[0] != "function_class" else r[at], *r[at + 1 :]) for r in rows], key=str)


def test_the_banan_text_states_exactly_the_54_figures_read_by_eye(shared):
    found = found_in(shared / "banan-2024" / "disclosure.md")
    assert len(found) == 54
    assert found == expected_of_banan()


def test_the_facsimile_says_the_same_in_other_words():
    assert without_item(found_in(FACSIMILE)) == without_item(expected_of_banan())


# what a figure speaks of


def test_an_amount_without_a_noun_speaks_of_the_noun_before():
    assert said("2024年收入预算12万元，比2023年增加3万元，增长33.33%。") == [
        ("revenue_budget", "level", 12, "", None),
        ("revenue_budget", "change", 3, "increase", 2023),
        ("revenue_budget", "percent", 33.33, "increase", 2023),
    ]


def test_the_percentage_may_stand_before_the_amount():
    assert said("支出预算8万元，比上年下降20%，减少2万元。")[1:] == [
        ("expenditure_budget", "percent", 20, "decrease", 2023),
        ("expenditure_budget", "change", 2, "decrease", 2023),
    ]


@pytest.mark.parametrize(
    ("word", "direction"),
    [
        ("增加", "increase"), ("增长", "increase"), ("上升", "increase"), ("减少", "decrease"),
        ("下降", "decrease"), ("压减", "decrease"), ("增加（减少）", "none"), ("增加了", "increase"),
        ("各增加", "increase"),
    ],
)  # fmt: skip
def test_every_direction_word_is_a_change(word, direction):
    assert said(f"项目支出9万元，较2022年{word}0万元。")[1] == (
        "project_expenditure",
        "change",
        0,
        direction,
        2022,
    )


@pytest.mark.parametrize(
    "words", ["与上年持平", "与2023年相比持平", "与上年预算数持平", "较上年无变化", "与上年执行数相同"]
)
def test_unchanged_is_a_change_of_nothing(words):
    assert said(f"公务接待费1万元，{words}。")[1] == ("reception", "change", 0, "none", 2023)


def test_nearly_unchanged_states_no_amount():
    assert said("公务接待费1万元，与上年基本持平。")[1] == ("reception", "change", None, "none", 2023)


def test_unchanged_that_only_repeats_a_change_of_zero_is_its_reason():
    rows, _ = figures("公务接待费1万元，比上年增加0万元，主要原因是与上年持平。")
    assert [r.role for r in rows] == ["level", "change"]
    assert rows[1].reason == "与上年持平"


@pytest.mark.parametrize(
    ("printed", "fen", "step"),
    [
        ("12元", 1_200, 100), ("1,137.10万元", 1_137_100_000, 10_000),
        ("1.5亿元", 15_000_000_000, 1_000_000_000), ("１２.５万元", 12_500_000, 100_000),
        ("1，137.1万元", 1_137_100_000, 100_000), ("-3.2万元", -3_200_000, 100_000),
        ("15万", 15_000_000, 1_000_000),
    ],
)  # fmt: skip
def test_units_separators_and_signs(printed, fen, step):
    rows, unread = figures(f"2024年收入预算{printed}，支出预算1万元。")
    assert (rows[0].fen, rows[0].step, unread) == (fen, step, [])
    assert rows[0].printed == printed


def test_the_amount_of_the_base_year_is_prior():
    assert said("支出预算9万元，比上年预算数7万元增加2万元。")[1:] == [
        ("expenditure_budget", "prior", 7, "", 2023),
        ("expenditure_budget", "change", 2, "increase", 2023),
    ]
    assert said("公务接待费2023年执行数为4万元，2024年预算安排3万元，比2023年执行数减少25%。") == [
        ("reception", "prior", 4, "", 2023),
        ("reception", "level", 3, "", None),
        ("reception", "percent", 25, "decrease", 2023),
    ]


def test_from_prior_to_level():
    assert said("项目支出由2023年6万元增加到8万元，增长33.3%。") == [
        ("project_expenditure", "prior", 6, "", 2023),
        ("project_expenditure", "level", 8, "", None),
        ("project_expenditure", "percent", 33.3, "increase", 2023),
    ]


def test_two_bases_in_one_sentence_stay_apart():
    rows, _ = figures("支出预算9万元，比2023年预算数增加1万元，比2023年执行数减少2万元。")
    assert [(r.base, r.change_direction) for r in rows[1:]] == [
        ("budget", "increase"),
        ("final", "decrease"),
    ]


def test_a_share_says_of_what_it_is_but_belongs_to_its_part():
    assert said("支出预算10万元，其中：基本支出4万元，占本年支出合计的40%；项目支出6万元，占60%。")[1:] == [
        ("basic_expenditure", "level", 4, "", None),
        ("basic_expenditure", "share", 40, "", None),
        ("project_expenditure", "level", 6, "", None),
        ("project_expenditure", "share", 60, "", None),
    ]


@pytest.mark.parametrize(
    ("words", "concepts", "fund"),
    [
        ("本年支出合计的", ("current_expenditure",), ""),
        ("支出总额的", ("expenditure_budget", "public_expenditure"), ""),
        ("财政拨款支出的", ("fiscal_expenditure",), "fiscal"),
        ("总人数的", (), ""),
        ("", (), ""),
    ],
)
def test_a_share_keeps_what_it_is_of_and_what_the_words_name(words, concepts, fund):
    rows, _ = figures(f"一般公共预算支出9万元，其中：基本支出4万元，占{words}40%。")
    assert [(r.role, r.share_of, r.of_concepts, r.of_fund) for r in rows] == [
        ("level", "", (), ""),
        ("level", "", (), ""),
        ("share", words, concepts, fund),
    ]


def test_a_share_without_its_sign_is_seen_where_the_text_goes_on():
    paragraph = Paragraph(1, 1, "", False, "占支出的40%，占收入的３５，约3.5；占比5%\n以及占60")
    assert [(s.number, s.signed, s.ends) for s in paragraph.shares()] == [
        ("40", True, True),
        ("35", False, True),
        ("5", True, False),
        ("60", False, False),
    ]
    assert paragraph.text[paragraph.shares()[1].start :].startswith("３５")


def test_a_footnote_interrupts_nothing():
    rows, _ = figures(
        "支出预算9万元。", "*公务接待费5万元。会议费2万元，其中：甲类会议1万元", "比上年增加1万元。"
    )
    assert brief(rows[-1]) == ("expenditure_budget", "change", 1, "increase", 2023)


def test_what_was_open_in_a_footnote_ends_with_it():
    rows, _ = figures(
        "支出预算9万元。", "*公务接待费比上年增加2万元，主要原因是会议增加", "比上年减少1万元。"
    )
    assert [r.reason for r in rows] == ["", "会议增加", ""]


def test_a_verb_governs_no_item_of_the_next_sentence_or_paragraph():
    rows, _ = figures("支出预算9万元，比上年增加4万元，原因是：一是增加甲项目5万元。二是乙项目3万元。")
    assert [r.role for r in rows[2:]] == ["change", "level"]
    rows, _ = figures(
        "支出预算9万元，其中：增加甲项目5万元、乙项目3万元", "收入预算9万元，其中：丙项目2万元。"
    )
    assert [(r.item, r.role) for r in rows if r.item.endswith("项目")] == [
        ("甲项目", "change"),
        ("乙项目", "change"),
        ("丙项目", "level"),
    ]


def test_a_heading_names_the_subject_of_the_first_paragraph_only():
    rows, unread = figures("# 六、公务接待费", "2024年1万元。", "2024年2万元。")
    assert [brief(r)[:3] for r in rows] == [("reception", "level", 1)]
    assert [u.printed for u in unread] == ["2万元"]


def test_verb_before_object_is_a_change_of_the_object():
    assert said("“三公”经费3万元，比上年增加1万元，主要原因是增加车辆购置经费1万元。")[2] == (
        "vehicle_purchase", "change", 1, "increase", 2023
    )  # fmt: skip


def test_smaller_than_last_year_is_a_decrease():
    assert said("会议费预算5万元，本年数小于上年预算数2万元。")[1] == (
        "meeting",
        "change",
        2,
        "decrease",
        2023,
    )


def test_respectively_is_not_guessed():
    rows, unread = figures("基本支出、项目支出分别为3万元、4万元。")
    assert rows == []
    assert [u.printed for u in unread] == ["3万元", "4万元"]


def test_a_word_of_change_within_a_name_is_no_change():
    assert said("应对气候变化工作5万元，用于核查。") == [("应对气候变化工作", "level", 5, "", None)]


# lists, reasons, purposes, brackets


def test_a_list_takes_its_fund_from_the_whole():
    rows, _ = figures(
        "2024年一般公共预算财政拨款支出9万元。其中：基本支出4万元；项目支出5万元。支出预算12万元。"
    )
    assert [(r.concept, r.fund, r.form) for r in rows[1:3]] == [
        ("basic_expenditure", "general_public", "public_expenditure"),
        ("project_expenditure", "general_public", "public_expenditure"),
    ]


def test_changes_of_parts_are_also_the_reason_of_the_whole():
    rows, _ = figures("支出预算9万元，比2023年增加3万元，主要是基本支出增加1万元，项目支出增加2万元。")
    assert [(r.concept, r.base_year) for r in rows[2:]] == [
        ("basic_expenditure", 2023),
        ("project_expenditure", 2023),
    ]
    assert rows[1].reason == "基本支出增加1万元，项目支出增加2万元"
    assert rows[2].reason == ""


def test_a_purpose_is_not_a_reason_and_does_not_move_the_subject():
    rows, _ = figures(
        "基本支出4万元，主要用于人员经费，比2023年增加1万元，主要原因是调整工资，主要用于发放工资。"
    )
    assert [(r.concept, r.role, r.reason) for r in rows] == [
        ("basic_expenditure", "level", "调整工资"),
        ("basic_expenditure", "change", "调整工资"),
    ]


def test_a_purpose_that_lists_amounts_does_not_move_the_subject():
    text = "1.调研活动5万元，主要包括：文稿2万元，用于起草；培训3万元，用于授课。较2023年预算增加1万元。"
    assert said(text)[-1] == ("调研活动", "change", 1, "increase", 2023)


def test_a_reason_that_lists_changes_goes_on_after_a_semicolon():
    rows, _ = figures("支出预算9万元，比2023年增加3万元，主要是甲项目增加1万元；乙项目增加2万元。")
    assert rows[1].reason == "甲项目增加1万元；乙项目增加2万元"


def test_a_reason_in_the_next_sentence_explains_the_change_before():
    rows, _ = figures("收入预算4万元，比2023年增加1万元。主要原因是：一是甲增加；二是乙减少。")
    assert rows[1].reason == "一是甲增加；二是乙减少"


def test_after_a_list_of_parts_a_sentence_without_a_noun_speaks_of_the_whole():
    rows, _ = figures(
        "支出预算9万元，包括教育支出4万元，卫生健康支出5万元。比2023年减少2万元，主要是项目支出减少2万元。"
    )
    assert [(r.concept, r.role) for r in rows[3:]] == [
        ("expenditure_budget", "change"),
        ("project_expenditure", "change"),
    ]


def test_a_comma_ends_a_list_whose_items_are_enumerated():
    text = "收入预算9万元，其中：一般公共预算拨款5万元、事业收入3万元、其他收入1万元，较上年增加2万元，增长28.57%。"
    assert said(text)[-2:] == [
        ("revenue_budget", "change", 2, "increase", 2023),
        ("revenue_budget", "percent", 28.57, "increase", 2023),
    ]
    text = "三公经费9万元，其中：公务接待费5万元，较上年增加2万元；公务用车运行维护费4万元，较上年增加1万元。"
    assert [row[0] for row in said(text)[1:]] == ["reception", "reception", *["vehicle_operation"] * 2]


def test_a_bracket_does_not_move_the_subject():
    text = "公务用车购置及运行维护费5万元（公务用车购置费2万元；公务用车运行维护费3万元）比上年减少1万元。"
    assert said(text)[-1] == ("vehicles", "change", 1, "decrease", 2023)


def test_a_part_of_a_line_is_not_the_part_of_the_whole():
    rows, _ = figures("行政运行（2060101）支出8万元，比上年减少2万元，原因是人员经费减少2万元。")
    assert [(r.concept, r.function_code, r.within) for r in rows] == [
        ("function_item", "2060101", ""), ("function_item", "2060101", ""), ("personnel", "", "行政运行支出"),
    ]  # fmt: skip


def test_lists_go_on_below_and_headings_give_what_sentences_leave_out():
    rows, _ = figures(
        "# 五、政府性基金预算支出情况",
        "支出预算总计5万元。包括：", "1．城乡社区（类）支出3万元。", "2．其他（类）支出2万元。",
        "# 六、公务接待费", "2024年预算数1万元。",
    )  # fmt: skip
    assert [(r.concept, r.fund, r.item) for r in rows[1:3]] == [
        ("function_class", "government_fund", "城乡社区支出"),
        ("function_class", "government_fund", "其他支出"),
    ]
    assert rows[3].concept == "reception"


def test_a_path_of_names_is_kept():
    rows, _ = figures("（1）教育支出（类）普通教育（款）小学教育（项）7万元。")
    assert (rows[0].concept, rows[0].item) == ("function_item", "教育支出/普通教育/小学教育")


@pytest.mark.parametrize(
    "texts",
    [
        ("1.教育支出（类）普通教育（款）小学教育（项）。年初预算9万元，支出决算7万元。",),
        ("2.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）。"
         "主要用于：缴费。年初预算为9万元，支出决算为7万元。",),
        ("# （三）住房保障支出（类）", "# 1.住房公积金(项)", "支出预算9万元，支出7万元。"),
    ],
)  # fmt: skip
def test_the_title_of_an_item_is_not_its_class_and_not_the_total(texts):
    rows = executed("# 五、一般公共预算财政拨款支出决算情况", *texts)
    assert [(r.concept, r.fund, r.fen) for r in rows] == [
        ("function_item", "general_public", 9_000_000),
        ("function_item", "general_public", 7_000_000),
    ]


def executed(*texts: str) -> list[Figure]:
    """Rows of paragraphs of a final account; one that starts with ``#`` is a heading."""
    prose = [Paragraph(1, n, "", t.startswith("#"), t.lstrip("# ")) for n, t in enumerate(texts, 1)]
    return stated(prose, Document("x", fiscal_year=2024, phase="executed"))[0]


def test_in_a_final_account_what_was_spent_is_of_what_was_budgeted():
    rows = executed("2024年财政拨款安排培训费预算5万元，支出决算4万元，完成预算的80%。")
    assert [(r.concept, r.role) for r in rows] == [
        ("training", "prior"), ("training", "level"), ("training", "percent")
    ]  # fmt: skip
    rows = executed("# 八、政府性基金预算收入支出决算情况", "收入决算5万元，支出决算4万元。")
    assert [(r.concept, r.direction) for r in rows] == [
        ("government_fund", "revenue"), ("government_fund_expenditure", "expenditure")
    ]  # fmt: skip


def test_another_organisation_is_not_the_department():
    rows, _ = figures("某县水务局机关运行经费5万元。某县水文站机关运行经费1万元。", entity="某县水务局")
    assert [(r.concept, r.within) for r in rows] == [
        ("operating_cost", ""),
        ("operating_cost", "某县水文站"),
    ]


# counts, absence, what is not a figure


def test_vehicles_and_projects_are_counted():
    rows, _ = figures(
        "截至2023年底，本部门共有车辆3辆，其中：机要通信用车1辆、其他用车2辆。"
        "2024年安排购置车辆1辆，其中：其他用车1辆。",
        "编报绩效目标的项目共4个，涉及项目预算资金7万元。",
    )
    assert [(r.concept, r.value if r.unit != "万元" else r.fen) for r in rows] == [
        ("vehicles_total", 3), ("vehicles_confidential", 1), ("vehicles_other", 2), ("vehicles_to_buy", 1),
        ("vehicles_to_buy_other", 1), ("project_count", 4), ("performance_amount", 7_000_000),
    ]  # fmt: skip


def test_targets_that_name_no_projects_are_of_all_expenditure():
    rows, _ = figures(
        "绩效目标管理覆盖全部支出，涉及一般公共预算当年拨款9万元、政府性基金预算拨款0万元。",
        "项目支出均实行绩效目标管理，涉及一般公共预算拨款5万元。",
    )
    assert [(r.concept, r.fund, r.nature, r.form) for r in rows] == [
        ("performance_amount", "general_public", "total", "department_targets"),
        ("performance_amount", "government_fund", "total", "department_targets"),
        ("performance_amount", "general_public", "project", "project_targets"),
    ]


def test_a_heading_without_a_marker_ends_with_its_section():
    sections = ["七、项目", "七、项目 > 重点项目绩效目标", "八、资产", ""]
    texts = ["七、项目", "重点项目绩效目标", "八、资产", "计划购置车辆1辆、12万元。"]
    prose = [Paragraph(1, n, s, n < 4, t) for n, (s, t) in enumerate(zip(sections, texts, strict=True), 1)]
    rows, _ = stated(prose, Document("x", fiscal_year=2024))
    assert [(r.concept, r.item) for r in rows] == [
        ("vehicles_to_buy", "购置车辆"),
        ("vehicle_purchase", "购置车辆"),
    ]


def test_a_changed_count_is_a_change():
    rows, _ = figures("共有车辆3辆，比上年减少2辆。")
    assert [(r.concept, r.role, r.value, r.change_direction) for r in rows] == [
        ("vehicles_total", "count", 3, ""),
        ("vehicles_total", "change", 2, "decrease"),
    ]


@pytest.mark.parametrize(
    ("text", "concept", "fund"),
    [
        (
            "本部门2024年没有使用国有资本经营预算拨款安排的支出。",
            "state_capital_expenditure",
            "state_capital",
        ),
        ("2024年无政府性基金预算支出。", "government_fund_expenditure", "government_fund"),
        ("本单位无机关运行经费。", "operating_cost", "general_public"),
        ("2024年未安排购置车辆。", "vehicles_to_buy", ""),
    ],
)
def test_what_there_is_none_of_is_absent_and_not_zero(text, concept, fund):
    [row], unread = figures(text)
    assert (row.role, row.concept, row.fund, row.fen) == ("absent", concept, fund, None)
    assert unread == []


def test_absence_in_another_year_or_of_carried_money_says_nothing_of_this_year():
    assert said("不存在2023年事业收入数。", "本部门无2023年结转的政府采购支出。", "无法计算增减比率。") == []


@pytest.mark.parametrize(
    "text",
    [
        "根据苏财预〔2016〕143号文件和第81次会议，2024年1月22日成立，内设2个科室，下属3家单位。",
        "办件及时率≥99%，满意度达到95%，预算执行率100%。",
        "购置单价100万元（含）以上设备的要求见图1和公开08表。",
    ],
)
def test_dates_document_numbers_institutions_targets_and_thresholds_are_no_figures(text):
    assert figures(text) == ([], [])


@pytest.mark.parametrize("text", ["5万元已到位。", "按规定执行30%。", "比上年增加2.5，预算3万元。"])
def test_what_is_not_understood_is_listed(text):
    _, unread = figures(text)
    assert len(unread) >= 1
    assert unread[0].printed == text[unread[0].start : unread[0].end]


def test_a_zero_without_unit_is_zero_of_any_unit():
    assert said("支出预算为0；")[0] == ("expenditure_budget", "level", 0, "", None)


def test_a_final_account_measures_against_its_own_budget():
    prose = [Paragraph(1, 1, "", False, "公务接待费支出决算为2万元，完成年初预算4万元的50%。")]
    rows, _ = stated(prose, Document("x", fiscal_year=2019, phase="executed"))
    assert [(r.role, r.base, r.base_year) for r in rows] == [
        ("level", "", None), ("prior", "budget", 2019), ("percent", "budget", 2019)
    ]  # fmt: skip


# paragraphs


def prose_of(*blocks: Line | Grid, number: int = 1) -> list[tuple[bool, str]]:
    return [(p.heading, p.text) for p in paragraphs([Page(number, blocks=blocks)])]


def test_lines_of_a_pdf_join_up_to_the_one_that_ends_short():
    lines = [("一、收入预算情况说明", 70, 200), ("2024年收入预算1,1", 98, 500),
             ("37.1万元，比上年增加", 70, 500), ("2万元。", 70, 120),
             ("2023年度支出预算3万元，其中：基本支出1万元。", 98, 480)]  # fmt: skip
    boxed = [Line(t, (x0, 50.0 + 20 * i, x1, 62.0 + 20 * i)) for i, (t, x0, x1) in enumerate(lines)]
    assert prose_of(*boxed) == [
        (True, "一、收入预算情况说明"),
        (False, "2024年收入预算1,137.1万元，比上年增加2万元。"),
        (False, "2023年度支出预算3万元，其中：基本支出1万元。"),
    ]


def test_a_paragraph_goes_on_over_a_page_and_its_page_number():
    pages = [
        Page(1, blocks=(Line("（一）机关运行经费。主要用于办公费、办公"), Line("— 3 —"))),
        Page(2, blocks=(Line("费、水费等5万元。"),)),
    ]
    [paragraph] = paragraphs(pages)
    assert paragraph.text == "（一）机关运行经费。主要用于办公费、办公费、水费等5万元。"
    assert (paragraph.page_at(3), paragraph.page_at(len(paragraph.text) - 2)) == (1, 2)


def test_titles_units_and_notes_of_tables_stay_out_of_the_prose():
    grid = Grid(1, 1, 1, 2, (Cell(0, 0, "合计"), Cell(0, 1, "367.10")))
    text = [
        Line("支出预算5万元，主要用于办公"),
        Line("政府性基金预算支出表"),
        Line("单位：万元"),
        grid,
        Line("备注：本表无数据。"),
    ]
    assert prose_of(*text) == [(False, "支出预算5万元，主要用于办公"), (True, "政府性基金预算支出表")]


def test_sections_are_the_headings_above():
    lines = [
        "第三部分 预算情况说明",
        "二、收支情况",
        "（一）收入预算：2024年预算数5万元。",
        "三、其他情况",
        "2024年支出预算1万元。",
    ]
    found = paragraphs([Page(1, blocks=tuple(Line(t) for t in lines))])
    assert [p.section for p in found if not p.heading] == [
        "第三部分预算情况说明 > 二、收支情况 > （一）收入预算",
        "第三部分预算情况说明 > 三、其他情况",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "中央本级支出",
        "中等职业教育支出",
        "中小学校舍维修支出",
        "中医药专项支出",
        "年度考核支出",
        "数字化建设支出",
        "中国红十字会支出",
    ],
)
@pytest.mark.parametrize("before", ["2024年", "2024年安排", "主要用于："])
def test_a_name_keeps_its_first_characters(before, name):
    rows, _ = figures(f"{before}{name}100.00万元。")
    assert [row.item for row in rows] == [name]


def test_a_word_between_an_amount_and_its_name_is_no_part_of_the_name():
    rows, _ = figures("2024年预算中供暖费支出100.00万元。")
    assert [row.item for row in rows] == ["供暖费支出"]


# speed and knowledge


def test_every_word_and_noun_names_its_source():
    for name in ("concepts", "phrases"):
        assert [row for row in table(name) if not row["source"]] == []


def test_no_noun_or_word_stands_twice():
    aliases = [row["alias"] for row in table("concepts")]
    words = [(row["kind"], row["phrase"]) for row in table("phrases")]
    assert len(aliases) == len(set(aliases))
    assert len(words) == len(set(words))


def test_no_amount_of_thirty_real_narratives_is_lost(shared):
    lost, listed, understood = [], 0, 0
    for path in sorted((shared / "corpus" / "narratives").glob("*.txt")):
        pages = [
            Page(number, blocks=tuple(Line(t.strip()) for t in part.splitlines()[1:] if t.strip()))
            for number, part in enumerate(path.read_text("utf-8", errors="replace").split("[[page "), 1)
        ]
        prose = paragraphs(pages)
        rows, unread = stated(prose, Document(path.stem, fiscal_year=2026))
        seen = {(r.paragraph, r.start) for r in (*rows, *unread)}
        lost += [
            (path.stem, p.text[f.start : f.end])
            for p in prose
            for f in numbers(fold(p.text))
            if f.kind == "money" and (p.number, f.start) not in seen
        ]
        listed, understood = listed + len(unread), understood + len(rows)
    assert lost == []
    assert understood > 3100
    assert listed / (listed + understood) < 0.03


def test_what_is_looked_at_of_a_paragraph_for_each_line_does_not_grow_with_it(monkeypatch):
    module = import_module("budgetkit.prose.paragraphs")
    lengths, marker = [], module.marker
    monkeypatch.setattr(module, "marker", lambda text: lengths.append(len(text)) or marker(text))
    lines = tuple(Line("其中基本支出1.00万元、") for _ in range(400))
    found = paragraphs([Page(1, blocks=lines)])
    assert [len(p.text) for p in found] == [400 * 13] and 13 < max(lengths[:-1]) < 100
