"""Two tables side by side have each its own title, unit and form; one table with two lanes stays one."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import budgetkit as bk

WIDTHS = (60, 120, 60, 60)
TOP, HIGH = 480.0, 18.0
HEAD = ("科目编码", "科目名称", "合计", "基本支出")
ROWS = [
    HEAD,
    ("", "合计", "30.00", "20.00"),
    ("201", "一般公共服务支出", "20.00", "15.00"),
    ("208", "社会保障和就业支出", "10.00", "5.00"),
]
MORE = [HEAD, ("", "合计", "9.00", "9.00"), ("212", "城乡社区支出", "9.00", "9.00")]
LANES = [
    ("收入", "", "支出", ""), ("项目", "预算数", "项目", "预算数"),
    ("一般公共预算资金", "30.00", "一般公共服务支出", "30.00"), ("本年收入合计", "30.00", "本年支出合计", "30.00"),
]  # fmt: skip


class Sheet:
    """A page on which tables are set where one wants them."""

    def __init__(self, path: Path) -> None:
        with as_file(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf") as font:
            pdfmetrics.registerFont(TTFont("Sans", str(font)))
        self.path = path
        self.canvas = Canvas(str(path), pagesize=landscape(A4))
        self.canvas.setLineWidth(0.5)
        self.canvas.setFont("Sans", 9)

    def table(self, x: float, rows: list[tuple[str, ...]]) -> float:
        """Set a table at x; return where it ends."""
        edges = [x]
        for width in WIDTHS:
            edges.append(edges[-1] + width)
        for k in range(len(rows) + 1):
            self.canvas.line(x, TOP - k * HIGH, edges[-1], TOP - k * HIGH)
        for edge in edges:
            self.canvas.line(edge, TOP, edge, TOP - len(rows) * HIGH)
        for r, row in enumerate(rows):
            for edge, text in zip(edges, row, strict=False):
                self.canvas.drawString(edge + 3, TOP - (r + 1) * HIGH + 5, text)
        return edges[-1]

    def caption(self, x0: float, x1: float, title: str, unit: str) -> None:
        self.canvas.drawCentredString((x0 + x1) / 2, TOP + 40, title)
        self.canvas.drawRightString(x1, TOP + 8, f"单位：{unit}")

    def read(self) -> bk.Disclosure:
        self.canvas.drawCentredString(420, 560, "某市某区水务局2024年部门预算")
        self.canvas.save()
        return bk.read(self.path)


@pytest.mark.parametrize("gap", [60.0, 12.0, 1.0, 0.0])
@pytest.mark.parametrize("right", [ROWS, MORE], ids=["as many rows", "fewer rows"])
def test_two_tables_side_by_side_have_each_its_title_unit_and_form(
    tmp_path: Path, gap: float, right: list[tuple[str, ...]]
) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.table(60, ROWS)
    last = sheet.table(end + gap, right)
    sheet.caption(60, end, "部门支出总表", "万元")
    sheet.caption(end + gap, last, "政府性基金预算支出表", "元")
    d = sheet.read()
    found = d.line_items.groupby("form")["printed"].apply(list).to_dict()
    assert found == {
        "dept_expenditure": [text for row in ROWS[1:] for text in row[2:]],
        "government_fund": [text for row in right[1:] for text in row[2:]],
    }
    assert d.line_items.groupby("form")["unit"].unique().str[0].to_dict() == {
        "dept_expenditure": "万元", "government_fund": "元",
    }  # fmt: skip
    assert len(d.unread) == 0


def test_what_stands_below_either_table_is_its_note(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.table(60, ROWS)
    last = sheet.table(end + 30, ROWS)
    sheet.caption(60, end, "部门支出总表", "万元")
    sheet.caption(end + 30, last, "政府性基金预算支出表", "万元")
    for x, text in ((60, "注：左边的表。"), (end + 30, "注：右边的表。")):
        sheet.canvas.drawString(x, TOP - 5 * HIGH, text)
    d = sheet.read()
    assert [(table.slug, table.note) for table in d.tables] == [
        ("dept_expenditure", "注：左边的表。"), ("government_fund", "注：右边的表。"),
    ]  # fmt: skip


@pytest.mark.parametrize("captions", [1, 2])
def test_a_table_of_two_lanes_under_one_title_stays_one(tmp_path: Path, captions: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.table(60, LANES)
    sheet.canvas.drawCentredString((60 + end) / 2, TOP + 60, "部门收支总表")
    sheet.canvas.drawString(60, TOP + 8, "编制单位：某市某区水务局")
    sheet.canvas.drawRightString(end, TOP + 8, "单位：万元")
    if captions > 1:
        sheet.canvas.drawString(60, TOP + 30, "编制日期：2024年1月")
        sheet.canvas.drawRightString(end, TOP + 30, "公开01表")
    d = sheet.read()
    (table,) = d.tables
    assert (table.slug, len(table.columns)) == ("dept_summary", 4)
    assert d.line_items["direction"].tolist() == ["revenue", "expenditure"] * 2


def test_a_label_in_pieces_and_a_unit_above_one_frame_are_no_two_captions(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.table(60, ROWS)
    sheet.canvas.drawString(60, TOP + 24, "部门支出总表")
    sheet.canvas.drawString(60, TOP + 8, "部门：")
    sheet.canvas.drawCentredString(60 + (WIDTHS[0] + WIDTHS[1]) / 2, TOP + 8, "某市某区水务局")
    sheet.canvas.drawCentredString(end - (WIDTHS[2] + WIDTHS[3]) / 2, TOP + 8, "单位：万元")
    d = sheet.read()
    (table,) = d.tables
    assert (table.slug, table.unit, len(table.columns)) == ("dept_expenditure", "万元", 4)
    assert len(d.line_items) == 6
