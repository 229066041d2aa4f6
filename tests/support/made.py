"""Three made workbooks in the shapes in which departments publish them; their figures are written down beside.

``python -m tests.support.made FOLDER`` writes them and lets LibreOffice calculate and write them anew, as XLSX and
XLS. The figures stand in ``tests/data/formats/made-….truth``, which were written before the workbooks were read.

- ``made-unified``: as budget software prints it; a sheet a form named by its number, codes in 类, 款 and 项, a hidden
  column of unit codes, sums as formulas, zeros not shown, a hidden sheet of codes, a table of contents.
- ``made-accounts``: final accounts (公开01表), 行次 and 栏次, yuan, sums as formulas, a protected sheet.
- ``made-one-sheet``: several tables below and beside each other on ``Sheet1``, stored in yuan and shown in
  thousands of yuan, a hidden row, notes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.workbooks import FRAME, convert

Row = list[str | float | None]


def fill(ws: Worksheet, top: int, rows: list[Row], code: str, left: int = 1, frame: bool = True) -> None:
    """Write rows of cells; numbers and formulas in a format."""
    for r, row in enumerate(rows, top):
        for c, value in enumerate(row, left):
            cell = ws.cell(r, c, value)
            if frame:
                cell.border = FRAME
            if isinstance(value, float) or str(value).startswith("="):
                cell.number_format = code


def merge(ws: Worksheet, *areas: str) -> None:
    """Merge cells."""
    for area in areas:
        ws.merge_cells(area)


def unified() -> Workbook:
    """Return a budget as budget software prints it."""
    book = Workbook()
    front = book.worksheets[0]
    front.title = "目录"
    fill(front, 1, [["序号", "表名"], ["1", "部门收支总表"], ["2", "部门支出总表"]], "")
    code = "#,##0.00;-#,##0.00;"
    ws = book.create_sheet("预算01表")
    fill(ws, 1, [[None, None, None, "预算01表"], ["2031年部门收支总表"]], "", frame=False)
    fill(ws, 3, [["单位名称：某市林业局", None, None, "单位：万元"]], "", frame=False)
    merge(ws, "A2:D2", "A4:B4", "C4:D4")
    fill(ws, 4, [
        ["收入", None, "支出", None],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", 1520.36, "一、社会保障和就业支出", 96.22],
        ["二、政府性基金预算拨款收入", 0.0, "二、卫生健康支出", 38.04],
        ["三、事业收入", 20.0, "三、农林水支出", 1344.1],
        ["四、其他收入", None, "四、住房保障支出", 62.0],
        ["本年收入合计", "=SUM(B6:B9)", "本年支出合计", "=SUM(D6:D9)"],
        ["收入总计", "=B10", "支出总计", "=D10"],
    ], code)  # fmt: skip
    ws = book.create_sheet("预算03表")
    fill(ws, 1, [[*[None] * 7, "预算03表"], ["2031年部门支出总表"]], "", frame=False)
    fill(ws, 3, [["单位名称：某市林业局", *[None] * 6, "单位：万元"]], "", frame=False)
    merge(ws, "A2:H2", "A4:C4", "D4:D5", "E4:E5", "F4:F5", "G4:G5", "H4:H5")
    ws.column_dimensions["D"].hidden = True
    lines: list[tuple[str, str, str, str, float, float]] = [
        ("208", "", "", "社会保障和就业支出", 96.22, 0.0),
        ("208", "05", "", "行政事业单位养老支出", 96.22, 0.0),
        ("208", "05", "05", "机关事业单位基本养老保险缴费支出", 64.15, 0.0),
        ("208", "05", "06", "机关事业单位职业年金缴费支出", 32.07, 0.0),
        ("210", "", "", "卫生健康支出", 38.04, 0.0),
        ("210", "11", "", "行政事业单位医疗", 38.04, 0.0),
        ("210", "11", "01", "行政单位医疗", 38.04, 0.0),
        ("213", "", "", "农林水支出", 744.1, 600.0),
        ("213", "02", "", "林业和草原", 744.1, 600.0),
        ("213", "02", "01", "行政运行", 744.1, 0.0),
        ("213", "02", "05", "森林资源培育", 0.0, 350.0),
        ("213", "02", "34", "林业草原防灾减灾", 0.0, 250.0),
        ("221", "", "", "住房保障支出", 62.0, 0.0),
        ("221", "02", "", "住房改革支出", 62.0, 0.0),
        ("221", "02", "01", "住房公积金", 62.0, 0.0),
    ]
    head: list[Row] = [
        ["科目编码", None, None, "单位代码", "单位（科目名称）", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", *[None] * 5],
        [None, None, None, None, "合计", "=G6+H6", "=G7+G11+G14+G19", "=H7+H11+H14+H19"],
    ]
    body: list[Row] = [
        [*codes, "305001", name, f"=G{r}+H{r}", basic, project]
        for r, (*codes, name, basic, project) in enumerate(lines, 7)
    ]
    fill(ws, 4, head + body, code)
    for r, (_, second, third, *_) in enumerate(lines, 7):
        ws.cell(r, 5).alignment = Alignment(indent=bool(second) + bool(third))
    codes = book.create_sheet("CODE")
    fill(codes, 1, [["305001", "某市林业局", 1540.36]], "0.00")
    codes.sheet_state = "hidden"
    return book


def accounts() -> Workbook:
    """Return final accounts, their lines and columns numbered."""
    book = Workbook()
    front = book.worksheets[0]
    front.title = "封面"
    front["A1"], front["A2"] = "某县水利局", "2030年度部门决算公开表"
    ws = book.create_sheet("GK01 收入支出决算总表")
    ws.protection.sheet = True
    fill(ws, 1, [["收入支出决算总表"], [*[None] * 5, "公开01表"]], "", frame=False)
    fill(ws, 3, [["部门：某县水利局", *[None] * 4, "金额单位：元"]], "", frame=False)
    merge(ws, "A1:F1", "A4:C4", "D4:F4")
    fill(ws, 4, [
        ["收入", None, None, "支出", None, None],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["栏次", None, "1", "栏次", None, "2"],
        ["一、一般公共预算财政拨款收入", "1", 8350412.66, "一、社会保障和就业支出", "31", 412500.0],
        ["二、政府性基金预算财政拨款收入", "2", 1200000.0, "二、农林水支出", "32", 8817912.66],
        ["三、事业收入", "3", 0.0, "三、住房保障支出", "33", 320000.0],
        ["本年收入合计", "27", "=SUM(C7:C9)", "本年支出合计", "57", "=SUM(F7:F9)"],
        ["年初结转和结余", "28", 120000.0, "年末结转和结余", "58", "=C12-F10"],
        ["总计", "30", "=C10+C11", "总计", "60", "=F10+F11"],
    ], "#,##0.00")  # fmt: skip
    ws = book.create_sheet("GK03 支出决算表")
    fill(ws, 1, [["支出决算表"], [*[None] * 4, "公开03表"]], "", frame=False)
    fill(ws, 3, [["部门：某县水利局", *[None] * 3, "金额单位：元"]], "", frame=False)
    merge(ws, "A1:E1", "A4:B4", "C4:C5", "D4:D5", "E4:E5", "A6:B6", "A7:B7")
    fill(ws, 4, [
        ["项目", None, "本年支出合计", "基本支出", "项目支出"],
        ["功能分类科目编码", "科目名称", None, None, None],
        ["栏次", None, "1", "2", "3"],
        ["合计", None, "=D7+E7", "=D8+D11+D15", "=E8+E11+E15"],
        ["208", "社会保障和就业支出", "=D8+E8", 412500.0, None],
        ["20805", "行政事业单位养老支出", "=D9+E9", 412500.0, None],
        ["2080505", "机关事业单位基本养老保险缴费支出", "=D10+E10", 412500.0, None],
        ["213", "农林水支出", "=D11+E11", 5217912.66, 3600000.0],
        ["21303", "水利", "=D12+E12", 5217912.66, 3600000.0],
        ["2130301", "行政运行", "=D13+E13", 5217912.66, None],
        ["2130305", "水利工程建设", "=D14+E14", None, 3600000.0],
        ["221", "住房保障支出", "=D15+E15", 320000.0, None],
        ["22102", "住房改革支出", "=D16+E16", 320000.0, None],
        ["2210201", "住房公积金", "=D17+E17", 320000.0, None],
    ], "#,##0.00")  # fmt: skip
    return book


def one_sheet() -> Workbook:
    """Return several tables on one sheet."""
    book = Workbook()
    ws = book.worksheets[0]
    ws.title = "Sheet1"
    code = "#,##0.00,"
    fill(ws, 1, [["某区档案馆2032年单位预算公开表"]], "", frame=False)
    fill(ws, 3, [["单位收入总表", None, None, None, None, "一般公共预算“三公”经费支出表"]], "", frame=False)
    fill(ws, 4, [["单位：千元", None, None, None, None, "单位：千元"]], "", frame=False)
    fill(ws, 5, [
        ["科目编码", "科目名称", "合计", "一般公共预算拨款收入"],
        [None, "合计", 1250600.0, 1250600.0],
        ["201", "一般公共服务支出", 1250600.0, 1250600.0],
        ["20126", "档案事务", 1250600.0, 1250600.0],
        ["2012601", "行政运行", 1100250.0, 1100250.0],
        ["2012604", "档案馆", 150350.0, 150350.0],
    ], code)  # fmt: skip
    fill(ws, 5, [
        ["合计", "因公出国（境）费", "公务用车购置及运行费", None, None, "公务接待费"],
        [None, None, "小计", "公务用车购置费", "公务用车运行费", None],
        [38500.0, None, 30000.0, None, 30000.0, 8500.0],
    ], code, left=6)  # fmt: skip
    merge(ws, "F5:F6", "G5:G6", "H5:J5", "K5:K6")
    fill(ws, 11, [["注：本表不含上年结转。"]], "", frame=False)
    fill(ws, 13, [["一般公共预算基本支出表"], ["单位：千元"]], "", frame=False)
    fill(ws, 15, [
        ["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        [None, "合计", 1100250.0, 900000.0, 200250.0],
        ["301", "工资福利支出", 900000.0, 900000.0, None],
        ["30101", "基本工资", 500000.0, 500000.0, None],
        ["30102", "津贴补贴", 400000.0, 400000.0, None],
        ["302", "商品和服务支出", 200250.0, None, 200250.0],
        ["30201", "办公费", 120000.0, None, 120000.0],
        ["30207", "邮电费", 80250.0, None, 80250.0],
    ], code)  # fmt: skip
    ws.row_dimensions[22].hidden = True
    return book


BOOKS = {"made-unified": unified, "made-accounts": accounts, "made-one-sheet": one_sheet}


def main(folder: Path) -> None:
    """Write all of them."""
    (folder / "made").mkdir(parents=True, exist_ok=True)
    for name, make in BOOKS.items():
        path = folder / "made" / f"{name}.xlsx"
        make().save(path)
        convert(path, "xlsx:Calc MS Excel 2007 XML", folder)
        convert(path, "xls:MS Excel 97", folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
