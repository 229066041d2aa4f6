"""The facsimile raw/banan-2024-budget.pdf: a published disclosure, typeset again.

``python -m tests.support.facsimile`` writes it. The figures, codes and names in ``data/banan_2024/*.csv``
are those of the published document; the prose there is written anew (raw/README.md says more).
"""

from __future__ import annotations

import csv
import os
from typing import IO

from tests.support import DATA, ROOT
from tests.support.typeset import Cell, Document, Table

DATA = DATA / "banan_2024"
PDF = ROOT / "raw" / "banan-2024-budget.pdf"
UNIT = "重庆市巴南区政务服务管理办公室"
INDICATORS = ["指标名称", "指标权重", "指标性质", "指标值", "计量单位", "是否核心"]
TARGET_WIDTHS = [91.0, 114.0, 78.0, 48.0, 44.0, 48.0, 48.0]
Span = tuple[int, int, int, int]
Row = list[str | Cell]


def read_rows(name: str, head: bool = False) -> list[list[str]]:
    """Return the rows of one CSV file, without its header unless ``head``."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[0 if head else 1 :]


def texts(form: str) -> dict[str, str]:
    """Return the long cells of a target table by their label."""
    return {label: text for name, label, text in read_rows("target_texts") if name == form}


def coded(name: str, head: list[list[str]], spans: list[Span], total_merged: bool = True) -> Table:
    """Return a table of codes, names and amounts; a name is indented by the length of its code."""
    rows = read_rows(name)
    n_head = len(head)
    merged = [(n_head, 0, 1, 2)] if total_merged else []
    body: list[Row] = []
    for code, item, *amounts in rows:
        total = "合计" in (code, item)
        first = Cell(code, align="c", bold=True) if total else Cell(code)
        second = Cell(item, align="c", bold=True) if total else Cell(item, indent=(len(code) - 3) / 2)
        body.append([first, second, *(Cell(a, bold=total) for a in amounts)])
    widths = [75, 189, 69, 69, 69]
    return Table([*head, *body], widths, [*spans, *merged], n_head, "llrrr", row_height=23, size=10)


def lanes(name: str, head: list[list[str]], spans: list[Span], widths: list[float], align: str) -> Table:
    """Return a summary table of revenue beside expenditure; numbered lines and totals are bold."""
    left, right = 0, 2
    body: list[Row] = []
    for row in read_rows(name):
        cells: Row = list(row)
        for c in (left, right):
            total, section = row[c].endswith("合计"), row[c].startswith(("一、", "二、"))
            cells[c] = Cell(row[c], align="c" if total else "l", indent=not (total or section), bold=total)
        body.append(cells)
    return Table([*head, *body], widths, spans, len(head), align, row_height=28, size=10)


def accounting_tables() -> dict[str, Table]:
    """Return the eight accounting forms by slug."""
    codes = ["科目编码", "科目名称"]
    two_rows: list[Span] = [(0, 0, 1, 2), (0, 2, 1, 3)]
    procurement = read_rows("procurement", head=True)
    total: Row = [Cell(procurement[1][0], align="c", bold=True), *procurement[1][1:]]
    return {
        "fiscal_summary": lanes(
            "fiscal_summary",
            [["收入", "", "支出", "", "", "", ""],
             ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]],
            [(0, 0, 1, 2), (0, 2, 1, 5)], [120, 56, 110, 56, 53, 38, 38], "lrlrrrr",
        ),
        "public_expenditure": coded(
            "public_expenditure",
            [["功能分类科目", "", "2024年预算数", "", ""], [*codes, "总计", "基本支出", "项目支出"]],
            two_rows,
        ),
        "basic_expenditure": coded(
            "basic_expenditure",
            [["经济分类科目", "", "2024年基本支出", "", ""], [*codes, "总计", "人员经费", "日常公用经费"]],
            two_rows,
        ),
        "three_public": Table(
            [["2024年预算数", "", "", "", "", ""],
             ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"],
             ["", "", "小计", "公务用车购置费", "公务用车运行费", ""], *read_rows("three_public")],
            [70, 93, 62, 88, 88, 70], [(0, 0, 1, 6), (1, 0, 2, 1), (1, 1, 2, 1), (1, 2, 1, 3), (1, 5, 2, 1)],
            3, "rrrrrr", row_height=26, size=10,
        ),
        "government_fund": coded(
            "government_fund",
            [[*codes, "本年政府性基金预算财政拨款支出", "", ""], ["", "", "总计", "基本支出", "项目支出"]],
            [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 3)], total_merged=False,
        ),
        "dept_summary": lanes(
            "dept_summary", [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"]],
            [(0, 0, 1, 2), (0, 2, 1, 2)], [150, 85, 150, 86], "lrlr",
        ),
        "dept_expenditure": coded("dept_expenditure", [[*codes, "总计", "基本支出", "项目支出"]], []),
        "procurement": Table(
            [procurement[0], total],
            [56, 100, *[56] * 10], [(1, 0, 1, 2)], 1, "ll" + "r" * 10, row_height=26,
        ),
    }  # fmt: skip


def targets(name: str, top: list[Row], spans: list[Span], row_height: float, cut: bool) -> Table:
    """Return a target table: what stands on top, then the indicators beside their merged label."""
    indicators = read_rows(name) if cut else []
    first, last = len(top), len(top) + len(indicators)
    label = Cell("绩效指标", align="c")
    head = [Cell(text, align="c", bold=True) for text in INDICATORS]
    merged = [(first, 0, last - first + 1, 1)] if cut else []
    body: list[Row] = [["", *row] for row in indicators]
    return Table(
        [*top, [label, *head], *body], TARGET_WIDTHS, [*spans, *merged],
        align="clccccc", break_before=[last] if cut else [], row_height=row_height, size=10,
    )  # fmt: skip


def target_tables() -> dict[str, Table]:
    """Return the three target forms; the break before the last indicator is that of the original."""
    dept, project = texts("department_targets"), texts("project_targets")
    blank = [""] * 5
    wide: list[Span] = [(0, 1, 1, 2), (0, 4, 1, 3), *((r, 1, 1, 6) for r in range(1, 5))]

    def top(values: dict[str, str]) -> list[Row]:
        long = ("当年预算", "项目概况", "立项依据", "当年绩效目标")
        name: Row = [
            "项目名称",
            values.get("项目名称", ""),
            "",
            "主管部门",
            values.get("主管部门", ""),
            "",
            "",
        ]
        rest: list[Row] = [[label, values.get(label, ""), *blank] for label in long]
        return [name, *rest]

    head: list[Row] = [
        ["部门(单位)名称", dept["部门(单位)名称"], "部门支出预算数",
         Cell(dept["部门支出预算数"], align="r"), "", "", ""],
        ["当年整体绩效目标", dept["当年整体绩效目标"], *blank],
    ]  # fmt: skip
    return {
        "department_targets": targets("department_targets", head, [(0, 3, 1, 4), (1, 1, 1, 6)], 40, cut=True),
        "special_fund_targets": targets("special_fund_targets", top({}), wide, 22, cut=False),
        "project_targets": targets("project_targets", top(project), wide, 26, cut=True),
    }


def narrative(document: Document) -> None:
    """Print the title and the prose."""
    document.space(18).heading(UNIT, level=0).heading("2024年部门预算情况说明", level=0, after=20)
    for block in (DATA / "narrative.md").read_text(encoding="utf-8").split("\n\n"):
        text = block.strip()
        marks = len(text) - len(text.lstrip("#"))
        if marks:
            document.heading(text.lstrip("# "), level=marks, after=0)
        else:
            document.paragraph(text, size=14)
    document.space(14).line("　　部门预算公开联系人：（略）　　　联系方式：（略）", size=14)


def write(path: str | os.PathLike[str] | IO[bytes] = PDF) -> None:
    """Write the facsimile."""
    document = Document(path, title=f"{UNIT}2024年部门预算情况说明")
    narrative(document)
    tables = accounting_tables() | target_tables()
    same_page = {"government_fund": 36, "special_fund_targets": 24, "project_targets": 16}
    for form, stray, title, unit, note in read_rows("forms"):
        if form in same_page:
            document.space(same_page[form])
        else:
            document.page_break(landscape=form == "procurement")
        if stray:
            document.line(stray, size=12)
        document.heading(title, level=1)
        if form == "special_fund_targets":
            document.line("编制单位：", right=unit)
        elif form == "project_targets":
            document.line(f"编制单位：{UNIT}", right=unit)
        else:
            document.line(right=unit)
        document.table(tables[form])
        if note:
            document.line(note, size=9)
    document.save()


if __name__ == "__main__":
    write()
    print(f"wrote {PDF.name}, {PDF.stat().st_size:,} bytes")
