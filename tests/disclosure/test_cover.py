"""Who, where, when, what: kinds of covers, made for the purpose, next to the real ones of test_document."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.disclosure.document import describe
from budgetkit.readers import Line, Page
from budgetkit.records import Document
from tests.support import typeset

CONTENTS = ("目 录", "第一部分 2024年度部门预算情况说明", "一、部门情况说明", "第二部分 2024年度部门预算表")


def read(*lines: str, after: tuple[str, ...] = CONTENTS) -> Document:
    pages = [Page(n, blocks=tuple(map(Line, texts))) for n, texts in enumerate((lines, after), 1)]
    return describe("x", pages)


COVERS = {
    "over four lines": (
        "2024年度|甲市公安局治安管理|支队|单位预算",
        "2024年度甲市公安局治安管理支队单位预算", "甲市公安局治安管理支队",
    ),
    "over six lines": (
        "2024年度|甲市|住房和城乡|建设局|部门预算|公开", "2024年度甲市住房和城乡建设局部门预算公开", "甲市住房和城乡建设局",
    ),
    "a dot before it": (".|甲市信访局（本级）|2024年度部门预算公开", "甲市信访局（本级）2024年度部门预算公开", "甲市信访局（本级）"),
    "the title goes on": ("甲市水务局2024年度部门预算|信息公开", "甲市水务局2024年度部门预算信息公开", "甲市水务局"),
    "broken in a word": ("甲市水务局2024年部门预算公开情|况说明", "甲市水务局2024年部门预算公开情况说明", "甲市水务局"),
    "a label below": ("甲市2024年市级单位预算|预算单位：甲市某中心|2024年1月", "甲市2024年市级单位预算", "甲市某中心"),
    "label and name apart": ("2024年度部门预算|部门：|甲市水务局", "2024年度部门预算", "甲市水务局"),
    "a label with a seal": ("2024年度部门预算|编制单位：甲市水务局（公章）", "2024年度部门预算", "甲市水务局"),
    "the name below": ("2024年部门预算公开|甲市水务局|二〇二四年二月", "2024年部门预算公开", "甲市水务局"),
    "the name below in brackets": ("2024年部门预算公开|（甲市水务局）", "2024年部门预算公开", "甲市水务局"),
    "people": (
        "附件2|2024年部门预算公开报表|部门名称：甲市水务局|保密审查情况：不设密 张三|部门主要负责人审签情况：张三",
        "2024年部门预算公开报表", "甲市水务局",
    ),
    "who checked it": ("甲市水务局|2024年度部门预算|初审：张 三|终审：李四", "甲市水务局2024年度部门预算", "甲市水务局"),
    "instructions": (
        "填表说明：请各单位按要求填写。|附件1：甲市水务局2024年部门预算|填报人：张三", "甲市水务局2024年部门预算", "甲市水务局",
    ),
    "aggregate": ("甲市信访局（汇总）|2024年部门预算公开说明", "甲市信访局（汇总）2024年部门预算公开说明", "甲市信访局（汇总）"),
    "the year after it": ("甲市水务局|部门预算公开|（2024年度）", "甲市水务局部门预算公开（2024年度）", "甲市水务局"),
    "the year in Chinese": ("甲市水务局|二〇二四年度|部门预算", "甲市水务局二〇二四年度部门预算", "甲市水务局"),
    "the name between": ("部门预算公开|甲市水务局|2024年", "部门预算公开", "甲市水务局"),
    "about": ("甲市水务局关于2024年部门预算公开的说明", "甲市水务局关于2024年部门预算公开的说明", "甲市水务局"),
}  # fmt: skip


@pytest.mark.parametrize("kind", COVERS)
def test_a_cover_says_title_name_place_and_year(kind: str) -> None:
    lines, title, entity = COVERS[kind]
    found = read(*lines.split("|"))
    assert (found.title, found.entity, found.region, found.fiscal_year) == (title, entity, "甲市", 2024)


def test_a_title_that_names_only_money_names_nobody() -> None:
    found = read("百色市2024年“三公”经费预算安排情况说明", after=())
    assert (found.entity, found.region, found.fiscal_year) == ("百色市", "百色市", 2024)


def test_headings_of_the_contents_are_no_title_and_the_name_is_in_the_prose() -> None:
    text = (
        "一、部门情况说明",
        "（一）部门职责",
        "甲市审计局贯彻落实党中央关于审计工作的方针政策。",
        "2024年收入预算1.00万元。",
    )
    found = describe(
        "x", [Page(1, blocks=tuple(map(Line, CONTENTS))), Page(2, blocks=tuple(map(Line, text)))]
    )
    assert (found.title, found.entity, found.fiscal_year) == ("", "甲市审计局", 2024)


def test_the_name_in_a_footer_goes_before_the_prose() -> None:
    pages = [
        Page(
            n,
            blocks=(
                Line("甲市审计局是主管部门。"),
                Line("支出情况。"),
                Line(f"甲市水务局 第{n}页"),
            ),
        )
        for n in (1, 2, 3)
    ]
    found = describe("x", [Page(0, blocks=()), *pages])
    assert (found.title, found.entity) == ("", "甲市水务局")


@pytest.mark.parametrize(
    ("title", "phase", "scope"),
    [
        ("甲县教育局2023年度部门整体支出绩效自评报告", "executed", "department"),
        ("甲市水务局2023年度部门决算", "executed", "department"),
        ("2023年度甲市水务局项目支出绩效自评表", "executed", "department"),
        ("甲市某中心2024年单位预算", "approved", "unit"),
        ("2024年甲市部门协作中心单位预算", "approved", "unit"),
    ],
)
def test_the_title_says_phase_and_scope(title: str, phase: str, scope: str) -> None:
    found = read(title)
    assert (found.phase, found.scope) == (phase, scope)


@pytest.mark.parametrize(
    ("entity", "region"),
    [
        ("上海科技大学附属学校", "上海市"),
        ("北京城市副中心工程建设管理办公室", "北京市"),
        ("国家税务总局上海市税务局", "上海市"),
        ("共青团甲市委员会", "甲市"),
        ("四川省凉山彝族自治州会理市财政局", "四川省凉山彝族自治州会理市"),
        ("锡林郭勒盟东乌珠穆沁旗审计局", "锡林郭勒盟东乌珠穆沁旗"),
        ("国家市场监督管理总局", ""),
        ("北京市社区服务中心", "北京市"),
    ],
)
def test_the_place_is_what_the_name_begins_with(entity: str, region: str) -> None:
    assert read(f"2024年{entity}部门预算").region == region


def targets(path: Path, heading: str, label: str) -> Document:
    rows = [
        [label, "甲市水务局"],
        ["年度总体目标", "保障2024年度供水项目"],
        ["指标名称", "指标值"],
        ["供水量", "≥10"],
    ]
    typeset.Document(path).heading(heading, level=1).table(
        typeset.Table(rows, widths=[150, 250], align="ll")
    ).save()
    return bk.read(path).document


def test_a_document_of_one_table_has_its_heading_as_title_and_its_name_in_a_cell(tmp_path: Path) -> None:
    found = targets(tmp_path / "a.pdf", "部门整体预算绩效目标申报表", "部门名称")
    assert (found.title, found.entity, found.fiscal_year) == (
        "部门整体预算绩效目标申报表", "甲市水务局", 2024,
    )  # fmt: skip


def test_a_self_evaluation_is_no_approved_budget(tmp_path: Path) -> None:
    assert targets(tmp_path / "a.pdf", "项目支出绩效自评表", "单位名称").phase == "executed"


@pytest.mark.parametrize(
    "lines",
    [
        ("第一部分 甲市水务局概况", "一、主要职责", "（一）贯彻执行国家有关水务工作的方针。"),
        ("（一）本部门职责情况", "甲市水务局为市政府组成部门，主要职责包括：负责水务。"),
        ("一、机构设置", "甲市水务局下属12个预算单位，分别为甲市水文站、甲市水务局综合事务中心。", "甲市水务局根据有关规定履行职责。"),
        ("设立甲市水务局，为市政府组成部门。主要职责如下：",),
        ("一、部门收支总表", "单位名称：甲市水务局", "单位：万元"),
    ],
)  # fmt: skip
def test_without_a_cover_the_prose_or_a_label_says_whose_it_is(lines: tuple[str, ...]) -> None:
    assert read("目录", after=lines).entity == "甲市水务局"


def test_a_label_may_break_over_two_lines_and_a_sentence_is_no_name() -> None:
    assert (
        read("2024年单位预算", "预算单位：甲市减污", "降碳管理技术中心").entity == "甲市减污降碳管理技术中心"
    )
    assert read("2024年单位预算", "预算单位：甲市一中心;全市各区设分局").entity == ""


def test_a_document_without_pages_or_lines_says_nothing() -> None:
    assert describe("x", []).title == describe("x", [Page(1, blocks=())]).title == ""


def test_a_line_above_the_title_such_as_the_name_of_a_sheet_is_no_part_of_it() -> None:
    d = read("公开表", "甲市水务局2031年度部门预算", after=())
    assert (d.title, d.entity) == ("甲市水务局2031年度部门预算", "甲市水务局")


def test_no_title_of_a_form_is_the_name_of_a_body() -> None:
    assert read("2031年部门财务收支预算总表", after=()).entity == ""
    assert read("2031年度部门预算", "部门：", "收入预算总表", after=()).entity == ""
