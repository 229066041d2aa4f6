"""Every number of a table, or of what looks like one, is read or listed with its place."""

from __future__ import annotations

import random
import re
import warnings
from pathlib import Path

import pytest

import budgetkit as bk
from tests.support.layouts import figures, pages, sheet, unread
from tests.support.typeset import Rules

HEAD = "科目编码|科目名称|合计|基本支出"
LOST = "looks like a row of a table, but stands in none"
OTHER = "table not recognised"


def markdown(tmp_path: Path, *lines: str) -> bk.Disclosure:
    path = tmp_path / "text.md"
    path.write_text("\n\n".join(("# 甲市乙区水务局2024年部门预算", *lines)) + "\n", encoding="utf-8")
    return bk.read(path)


def test_money_within_a_remark_is_listed_and_does_not_touch_the_row(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "部门支出总表", "单位：万元",
        sheet("科目编码|科目名称|合计|备注\n|合计|345.60|\n213|农林水支出|300.00|其中：补助12.50万元\n208|社会保障和就业支出|45.60|"),
    )  # fmt: skip
    assert figures(d, "function_code wan") == ["· 345.6", "213 300", "208 45.6"]
    fresh = bk.read(tmp_path / "layout.pdf")
    assert [u.kind for u in fresh.records("unread")] == ["aside"]
    assert unread(d) == ["其中：补助12.50万元: money within a text, which is no figure of the table"]
    assert [u.kind for u in d.records("unread")] == ["aside"]  # of the table that was handed out, too


def test_a_threshold_in_a_remark_is_no_money(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "部门支出总表", "单位：万元",
        sheet("科目编码|科目名称|合计|备注\n|合计|345.60|\n213|农林水支出|345.60|单价50万元以上的设备"),
    )  # fmt: skip
    assert unread(d) == []


def test_whole_numbers_of_an_unknown_table_are_listed_and_its_row_numbers_are_not(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "国有资产占用情况表", "单位：元",
        sheet("序号|资产类别|数量|账面原值\n1|房屋|2|12500000\n2|车辆|5|1250000\n3|设备|9|3400000"),
    )  # fmt: skip
    assert len(d.line_items) == 0
    assert sorted(unread(d)) == sorted(
        f"{n}: {OTHER}" for n in ("2", "12500000", "5", "1250000", "9", "3400000")
    )


def test_codes_and_years_of_an_unknown_table_are_no_figures(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "甲县收支对照表", "单位：万元",
        sheet("科目编码|科目名称|2023|2024\n201|一般公共服务支出|39238|38000\n204|公共安全支出|21000|22000"),
    )  # fmt: skip
    assert sorted(unread(d)) == sorted(f"{n}: {OTHER}" for n in ("39238", "38000", "21000", "22000"))


def test_seven_digit_amounts_under_an_unknown_heading_are_no_codes(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "部门支出总表", "单位：元",
        sheet(f"{HEAD}|疫情专项安排\n|合计|3456000|2456000|1010000\n213|农林水支出|3456000|2456000|1010000"),
    )  # fmt: skip
    assert len(d.line_items) == 4
    assert unread(d) == [
        "部门支出总表: header '疫情专项安排' means nothing known",
        "1010000: a figure that is not read", "1010000: a figure that is not read",
    ]  # fmt: skip


WHOLE = f"{HEAD}\n|合计|345|245\n213|农林水支出|300|200\n208|社会保障和就业支出|45|45"


def test_whole_numbers_between_level_rules_only_are_read(tmp_path: Path) -> None:
    table = sheet(WHOLE, rules=Rules(outer="horizontal", vertical=False))
    d = pages(tmp_path, "部门支出总表", "单位：万元", table)
    assert figures(d, "wan") == ["345", "245", "300", "200", "45", "45"]
    assert unread(d) == []


def test_three_rows_of_whole_numbers_without_any_rule_are_listed(tmp_path: Path) -> None:
    table = sheet(WHOLE, rules=Rules(outer="none", vertical=False, horizontal=False))
    d = pages(tmp_path, "部门支出总表", "单位：万元", table)
    rows = ("合计 345 245", "213 农林水支出 300 200", "208 社会保障和就业支出 45 45")
    assert unread(d) == [f"{row}: {LOST}" for row in rows]


def test_rows_of_a_table_without_rules_that_is_text_are_listed(tmp_path: Path) -> None:
    rows = ("208 社会保障和就业支出 45.60 45.60", "213 农林水支出 300 200", "合计 345 245")
    assert unread(markdown(tmp_path, "单位：万元", *rows)) == [f"{row}: {LOST}" for row in rows]


def test_a_table_in_one_line_is_listed(tmp_path: Path) -> None:
    line = "科目编码 科目名称 合计 基本支出 213 农林水支出 300 200 208 社会保障和就业支出 45 45"
    assert unread(markdown(tmp_path, "部门支出总表", line)) == [f"{line}: {LOST}"]


@pytest.mark.parametrize("numbers", [("300.00", "45.60", "345.60"), ("300", "45", "345")])
def test_a_table_of_one_cell_a_line_is_listed_number_by_number(
    tmp_path: Path, numbers: tuple[str, ...]
) -> None:
    a, b, c = numbers
    d = markdown(
        tmp_path, "科目编码", "科目名称", "合计", "213", "农林水支出", a, "208", "社会保障", b, "合计", c
    )
    assert unread(d) == [f"{n}: {LOST}" for n in numbers]


@pytest.mark.parametrize(
    "lines",
    [
        ("一、部门概况 3", "二、收支总表 12", "三、名词解释 25"),
        ("第一部分 部门概况 ……… 1", "第二部分 预算报表 ……… 12"),
        ("2024年收入预算345.60万元，其中：财政拨款 300.00 万元，其他收入 45.60 万元。",),
        ("支出合计 345.60 万元",),
        ("联系电话 63321234", "发布日期 2024.01.05"),
        ("220000", "180000", "160000", "120000"),
        ("3.1 收入说明", "3.2 支出说明"),
    ],
)
def test_contents_prose_dates_and_the_numbers_beside_a_chart_are_no_rows(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    assert [u for u in unread(markdown(tmp_path, *lines)) if LOST in u] == []


def test_a_number_of_a_sheet_of_targets_that_no_indicator_has_is_listed(tmp_path: Path) -> None:
    d = pages(
        tmp_path, "2024年项目绩效目标表",
        sheet(
            "项目名称|水泵改造||\n预算金额（万元）|120||\n指标名称|指标性质|指标值|指标权重\n"
            "改造水泵|≥|12|50\n完成率|≥|95|50\n|||100"
        ),
    )  # fmt: skip
    assert d.indicators["target"].tolist() == ["12", "95"]
    assert unread(d) == ["100: a figure that is not read"]


@pytest.mark.parametrize("weight", ["〇", "5²", "9" * 400, "１０"])
def test_an_odd_weight_ends_in_no_exception(tmp_path: Path, weight: str) -> None:
    d = markdown(
        tmp_path, "2024年项目绩效目标表",
        f"| 指标名称 | 指标权重 | 指标性质 | 指标值 |\n|---|---|---|---|\n| 改造水泵 | {weight} | ≥ | 12 |",
    )  # fmt: skip
    assert len(d.indicators) + len(d.unread) > 0


def test_an_amount_of_thousands_of_digits_is_listed(tmp_path: Path) -> None:
    d = markdown(tmp_path, "部门支出总表", "单位：元", f"| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| 213 | 农林水支出 | {'9' * 5000} |")  # fmt: skip
    assert len(d.line_items) == 0
    assert "larger than any budget" in unread(d)[0]


ODD = (
    "〇", "5²", "½", "٣", "①", "９９", "1e9", "-", "||", "\n", "", "元", "2024年", "9" * 30, "<td>", "%", "合计",
    "\u200b",
)  # fmt: skip


def test_200_mutations_of_texts_end_in_no_exception(tmp_path: Path, shared: Path) -> None:
    texts = [
        p.read_text(encoding="utf-8")
        for p in sorted((shared / "cases").rglob("*.md"))
        if p.name != "README.md"
    ]
    draw, path = random.Random(7), tmp_path / "odd.md"
    for _ in range(200):
        text = draw.choice(texts)
        for _ in range(draw.randrange(1, 8)):
            spots = [m.span() for m in re.finditer(r"[\d.,]+|[|\n]|[一-龥]{2,}", text)] or [(0, 0)]
            a, b = draw.choice(spots)
            text = text[:a] + draw.choice(ODD) + text[b:]
        path.write_text(text, encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                d = bk.read(path)
            except bk.BudgetkitError:
                continue
            assert len(bk.reconcile(d).checks) > 0
