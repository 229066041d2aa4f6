"""One table, written in all the ways that tools and people write it, is the same table; what cannot be placed
is in doubt, and what is not read is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.errors import SourceError
from budgetkit.readers.formats import read_pages
from budgetkit.readers.markdown import parse
from budgetkit.readers.pages import Grid

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    HEAD,
    ["", "合计", "345.60", "245.60", "100.00"],
    ["213", "农林水支出", "300.00", "200.00", "100.00"],
    ["2130301", "行政运行", "200.00", "200.00", ""],
    ["2130302", "一般行政管理事务", "100.00", "", "100.00"],
    ["208", "社会保障和就业支出", "45.60", "45.60", ""],
]
TOTAL = ["合计", "345.60", "245.60", "100.00"]
SHORT = ["2130302", "一般行政管理事务", "100.00", "100.00"]
Rows = list[list[str]]


def html(
    rows: Rows = ROWS, td: str = "<td>", end: str = "</td>", tr: str = "<tr>", close: str = "</tr>"
) -> str:
    return "<table>" + "".join(tr + "".join(td + c + end for c in row) + close for row in rows) + "</table>"


def pipes(
    rows: Rows = ROWS, left: str = "| ", right: str = " |", ruled: bool = True, before: str = ""
) -> str:
    lines = [before + left + " | ".join(row) + right for row in rows]
    return (
        "\n".join(
            [lines[0], *([before + left + " | ".join(["---"] * 5) + right] if ruled else []), *lines[1:]]
        )
        + "\n"
    )


def wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(rows: Rows, width: Callable[[str], int], right: bool = False) -> Rows:
    widths = [max(width(row[i]) for row in rows) for i in range(5)]
    blanks = [[" " * (w - width(c)) for c, w in zip(row, widths, strict=True)] for row in rows]
    return [
        [b + c if right and i > 1 else c + b for i, (c, b) in enumerate(zip(row, bs, strict=True))]
        for row, bs in zip(rows, blanks, strict=True)
    ]


def boxed(marks: str = "│─┼", every: bool = True, width: Callable[[str], int] = wide) -> str:
    rows = padded(ROWS, width)
    bar, dash, cross = marks
    rule = (
        "├" + cross.join(dash * (width(c) + 2) for c in rows[0]) + "┤"
        if bar != "|"
        else "+" + cross.join(dash * (width(c) + 2) for c in rows[0]) + "+"
    )
    lines = [bar + bar.join(f" {c} " for c in row) + bar for row in rows]
    body = [x for line in lines[1:] for x in (line, rule)] if every else [*lines[1:], rule]
    return "\n".join([rule, lines[0], rule, *body]) + "\n"


def spaced(right: bool = False, width: Callable[[str], int] = wide, gap: str = "  ") -> str:
    return "\n".join(gap.join(row).rstrip() for row in padded(ROWS, width, right)) + "\n"


def each(change: Callable[[str], str], figures: bool = True) -> Rows:
    return [[change(c) if "." in c or (c and not figures) else c for c in row] for row in ROWS]


def lines(mark: str, rows: Rows = ROWS) -> str:
    return "\n".join(mark.join(row) for row in rows) + "\n"


WRITTEN = {
    "html": html(),
    "html in upper case": html().upper(),
    "html a cell a line": html(td="\n  <td class='x' style=\"text-align: right\">\n", end="\n</td>"),
    "html unclosed": html(end="", close=""),
    "html with th": html(td="<th>", end="</th>"),
    "html after text": "文字 " + html() + " 文字\n",
    "html rows only": html().removeprefix("<table>").removesuffix("</table>"),
    "html body only": html().replace("table>", "tbody>"),
    "html never closed": html().removesuffix("</table>") + "\n\n备注：无 1.00\n",
    "html in a page": "<div style='x'><html><body>" + html() + "</body></html></div>",
    "html with head": html().replace("<table>", "<table border=1><caption>表</caption><colgroup><col></colgroup>"),
    "html with comments": html(tr="<!-- row --><tr>"),
    "html quoted": "\n".join("> " + x for x in html(tr="\n<tr>", td="\n<td>").split("\n")),
    "html in a fence": "```html\n" + html(tr="\n<tr>") + "\n```\n",
    "html with brackets on the next line": html(td="<td\n>"),
    "html bold": html(each(lambda c: f"<b><span>{c}</span></b>", False)),
    "html in paragraphs": html(each(lambda c: f"<p align=center>{c}</p>", False)),
    "html entities": html(each(lambda c: "&nbsp;" + c.replace(".", "&#46;"))),
    "html spanning": html().replace("<td></td><td>合计</td>", "<td></td><td rowspan=1 colspan='1'>合计</td>"),
    "html nested": "<table><tr><td>" + html() + "</td></tr></table>",
    "html without a total's blank": html([HEAD, TOTAL, *ROWS[2:]]),
    "latex table": r"\begin{tabular}{|l|l|r|r|r|}\hline " + r" \\ \hline ".join(" & ".join(r) for r in ROWS) + r"\\\end{tabular}",
    "pipes": pipes(),
    "pipes quoted": pipes(before="> "),
    "pipes quoted twice": pipes(before=">> "),
    "pipes indented": pipes(before="    "),
    "pipes in a list": "- " + pipes(before="  ").lstrip(),
    "pipes as a list": pipes(before="- "),
    "pipes in a fence": "```\n" + pipes() + "```\n",
    "pipes without rule": pipes(ruled=False),
    "pipes without borders": pipes(left="", right=""),
    "pipes without borders and rule": pipes(left="", right="", ruled=False),
    "pipes without borders, blanks lost": "\n".join(x.rstrip() for x in pipes(left="", right="").split("\n")),
    "pipes with a left border": pipes(right=""),
    "pipes with a right border": pipes(left=""),
    "pipes apart": pipes().replace("\n", "\n\n"),
    "pipes apart without rule": pipes(ruled=False).replace("\n", "\n\n"),
    "pipes with one row apart": pipes(ROWS[:5]) + "\n" + pipes(ROWS[5:], ruled=False),
    "pipes of full width": pipes().replace("|", "｜"),
    "pipes without a total's blank": pipes([HEAD, TOTAL, *ROWS[2:]]),
    "pipes with rows in cells": pipes([HEAD, ["<br>".join(row[i] for row in ROWS[1:]) for i in range(5)]]),
    "pipes bold": pipes(each(lambda c: f"**{c}**", False)),
    "pipes in italics": pipes(each(lambda c: f"*{c}*", False)),
    "pipes as code": pipes(each(lambda c: f"`{c}`", False)),
    "pipes with links": pipes(each(lambda c: f"[{c}](#a)")),
    "zero width": pipes(each(lambda c: "\ufeff" + c.replace(".", "\u200b."))),
    "mathematics": pipes(each(lambda c: f"${c}$")),
    "mathematics spaced": pipes(each(lambda c: f"$ {' '.join(c)} $")),
    "mathematics in brackets": pipes(each(lambda c: rf"\({c}\)")),
    "mathematics bold": pipes(each(lambda c: rf"$\mathbf{{{c}}}$")),
    "box": boxed(),
    "box with a rule below the header": boxed(every=False),
    "box of characters": boxed(width=len),
    "heavy box": boxed("┃━╋"),
    "ascii box": boxed("|-+"),
    "ascii box with a rule below the header": boxed("|-+", every=False),
    "spaces": spaced(),
    "spaces before figures": spaced(right=True),
    "spaces counted in characters": spaced(width=len),
    "ideographic spaces": spaced(gap="\u3000\u3000"),
    "spaces, lines apart": spaced().replace("\n", "\n\n"),
    "spaces and dashes": "\n".join("    ".join(c or "-" for c in row) for row in ROWS) + "\n",
    "spaces in a fence": "```\n" + spaced() + "```\n",
    "tabs": lines("\t"),
    "tabs with blanks lost": "\n".join(line.rstrip("\t") for line in lines("\t").split("\n")),
    "tabs, lines apart": lines("\t").replace("\n", "\n\n"),
    "tabs quoted": "".join(f"> {line}\n" for line in lines("\t").splitlines()),
    "csv": lines(","),
    "csv quoted": lines(",", each(lambda c: f'"{c}"', False)),
    "csv with semicolons": lines(";"),
}  # fmt: skip


def only(text: str) -> Grid:
    [grid] = parse("单位：万元\n\n" + text).grids
    return grid


@pytest.mark.parametrize("way", WRITTEN)
def test_the_same_table_is_read_however_it_is_written(way: str) -> None:
    grid = only(WRITTEN[way])
    assert grid.matrix() == ROWS
    assert not any(c.doubt for c in grid.cells)
    assert grid.above[0] == "单位：万元"


def test_merged_cells_in_html_cover_what_they_say() -> None:
    grid = only(
        "<table><tr><td colspan=2>科目</td><td rowspan='2'>合计</td></tr><tr><td>编码</td><td>名称</td></tr>"
        '<tr><td colspan="2">合计</td><td>1.00</td></tr><tr><td colspan=99>注</td></tr></table>'
    )
    spans = {(c.row, c.col): (c.rowspan, c.colspan) for c in grid.cells if (c.rowspan, c.colspan) != (1, 1)}
    assert spans == {(0, 0): (1, 2), (0, 2): (2, 1), (2, 0): (1, 2), (3, 0): (1, 3)}
    assert grid.matrix()[1:3] == [["编码", "名称", ""], ["合计", "", "1.00"]]
    assert not any(c.doubt for c in grid.cells)


def test_a_short_row_with_merged_cells_is_in_doubt() -> None:
    grid = only(
        html().replace("<td>208</td><td>社会保障和就业支出</td><td>45.60</td>", "<td colspan=2>社保</td>")
    )
    assert {c.row: c.doubt for c in grid.cells if c.doubt} == {5: "the row has 4 cells, the table 5"}


def test_an_unclosed_cell_ends_where_a_paragraph_ends() -> None:
    page = parse(
        html(end="", close="").removesuffix("</table>") + "\n\n共 5.00 万元\n\n<tr><td>a<td>1.00\n\n乙"
    )
    assert [g.matrix() for g in page.grids] == [ROWS, [["a", "1.00"]]]
    assert [x.text for x in page.lines] == ["共 5.00 万元", "乙"]


def test_each_line_of_a_box_without_rules_between_rows_is_a_row() -> None:
    grid = only("+---+-----+\n| a | b   |\n+---+-----+\n| c | 1.5 |\n| d | 2   |\n+---+-----+\n")
    assert grid.matrix() == [["a", "b"], ["c", "1.5"], ["d", "2"]]


def test_lines_between_the_rules_of_a_box_are_one_row() -> None:
    grid = only(
        "+---+-----+\n| a | b   |\n+---+-----+\n| c | 1.5 |\n| d |     |\n+---+-----+\n| e | 2.5 |\n+---+-----+\n"
    )
    assert grid.matrix() == [["a", "b"], ["c\nd", "1.5"], ["e", "2.5"]]


def test_several_tables_and_the_text_between_them_stand_in_order() -> None:
    page = parse("甲 <table><tr><td>a</td><td>1.00</table> 乙 <TABLE><tr><td>b<td>2.00</TABLE>丙")
    assert [b.text if not isinstance(b, Grid) else b.matrix() for b in page] == [
        "甲", [["a", "1.00"]], "乙", [["b", "2.00"]], "丙",
    ]  # fmt: skip
    assert [(g.above, g.below) for g in page.grids] == [(("甲",), ("乙",)), (("乙",), ("丙",))]


def test_text_between_the_rows_of_a_table_is_not_lost() -> None:
    page = parse("<table><tr><td>a</td></tr>共 5.00 万元<tr><td>b</td></tr></table>")
    assert [x.text for x in page.lines] == ["共 5.00 万元"] and page.grids[0].matrix() == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("written", "text", "note"),
    [
        ("45.60<sup>1</sup>", "45.60", "1"),
        ("45.60<sup>[1]</sup>", "45.60", "[1]"),
        ("45.60[^1]", "45.60", "1"),
        ("45.60^1^", "45.60", "1"),
        ("$45.60^{1}$", "45.60", "1"),
        ("~~180.00~~ 45.60", "45.60", "180.00"),
        ("<del>180.00</del>45.60", "45.60", "180.00"),
        ("<s>180.00</s><br>45.60", "\n45.60", "180.00"),
        ("<span style='text-decoration: line-through'>180.00</span> 45.60", "45.60", "180.00"),
        ("5m<sup>2</sup>", "5m2", ""),
        ("基本<br/>养老", "基本\n养老", ""),
        ("a &lt;b&gt; &amp; c", "a <b> & c", ""),
        ("1\u00a0137.10", "1\u00a0137.10", ""),
        ("$5,$6", "$5,$6", ""),
    ],
)
@pytest.mark.parametrize("write", [html, pipes])
def test_marks_and_what_is_struck_out_are_notes(
    write: Callable[[Rows], str], written: str, text: str, note: str
) -> None:
    grid = only(write([HEAD, ["208", written, "1.00", "", ""]]))
    found = grid.positions()[1][1]
    assert found and (found.text, found.note, found.doubt) == (text.strip(), note, "")


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("~~45.60~~", "45.60 is struck out"),
        ("<s>45.60</s>", "45.60 is struck out"),
        ("![](a.png)", "a picture stands in the cell"),
        ("<img src=a.png>", "a picture stands in the cell"),
    ],
)
@pytest.mark.parametrize("write", [html, pipes])
def test_a_cell_whose_figure_is_not_to_be_had_is_in_doubt(
    write: Callable[[Rows], str], written: str, doubt: str
) -> None:
    grid = only(write([*ROWS[:5], ["208", "社保", "1.00", written, ""]]))
    found = grid.positions()[5][3]
    assert found and (found.text, found.doubt) == ("", doubt)
    assert [c.doubt for c in grid.cells if c is not found and c.doubt] == []


@pytest.mark.parametrize(
    "write", [html, pipes, lambda rows: lines("\t", rows), lambda rows: lines(",", rows)]
)
def test_a_row_that_lacks_a_cell_is_not_shifted_in_silence(write: Callable[[Rows], str]) -> None:
    grid = only(write([SHORT if row[0] == SHORT[0] else row for row in ROWS]))
    assert {c.row: c.doubt for c in grid.cells if c.doubt} == {4: "the row has 4 cells, the table 5"}
    assert grid.matrix()[4] == [*SHORT, ""]


@pytest.mark.parametrize(
    "write", [html, lambda rows: pipes(rows).replace("| --- ", "", 1), lambda rows: lines(",", rows)]
)
def test_below_a_header_that_lacks_a_cell_all_is_in_doubt(write: Callable[[Rows], str]) -> None:
    grid = only(write([[*HEAD[:3], HEAD[4]], *ROWS[1:]]))
    assert {c.doubt for c in grid.cells} == {"the header has 4 cells, the table 5"}


def test_a_row_with_a_cell_more_is_in_doubt_and_an_empty_one_at_its_end_is_not() -> None:
    grid = only(pipes([*ROWS[:4], ["2130302", "", "一般行政", "100.00", "", "100.00"], [*ROWS[5], ""]]))
    assert {c.row for c in grid.cells if c.doubt} == {4} and grid.matrix()[5][:5] == ROWS[5]


def test_a_row_without_figures_may_be_short() -> None:
    assert not any(c.doubt for c in only(pipes([*ROWS, ["210", "卫生健康支出"], ["备注：无"]])).cells)


@pytest.mark.parametrize("write", [html, pipes])
def test_cells_with_different_numbers_of_lines_are_in_doubt(write: Callable[[Rows], str]) -> None:
    stacked = ["213<br>21303", "农林水支出<br>水利", "300.00<br>300.00", "200.00", "100.00"]
    grid = only(write([HEAD, ROWS[1], stacked, *ROWS[3:]]))
    assert {c.row: c.doubt for c in grid.cells if c.doubt} == {
        2: "the cells of the row hold different numbers of lines"
    }


def test_a_line_break_in_a_name_or_a_header_stays_one() -> None:
    head = ["编<br>码", "科目<br>名称", "合<br>计", "基本<br>支出", "项目<br>支出"]
    grid = only(pipes([head, *ROWS[1:5], ["208", "社会保障<br>和就业支出", "45.60", "45.60", ""]]))
    assert grid.matrix()[0] == [c.replace("<br>", "\n") for c in head]
    assert grid.matrix()[5] == ["208", "社会保障\n和就业支出", "45.60", "45.60", ""]
    broken = only(pipes().replace("社会保障", "社会保障\n"))
    assert broken.matrix()[5] == ["208", "社会保障\n和就业支出", "45.60", "45.60", ""]


def test_text_that_is_no_table_stays_text() -> None:
    texts = (
        "联系人：（略）      联系方式：（略）", "收入 367.10 万元,其中:拨款 367.10 万元,基金 0 万元,其他 0 万元。",
        "首页 | 机构 | 公开", "a < b, 5 <6", "<主管部门>", "$345.60", "[1] 注：无", "1~3 月，5~6 月",
    )  # fmt: skip
    page = parse("\n".join(texts))
    assert page.grids == [] and [x.text for x in page.lines] == list(texts)


@pytest.mark.parametrize(
    ("written", "remark"),
    [
        ("![支出总表](images/a.jpg)", "a picture, images/a.jpg, which is not read"),
        ("![图][1]", "a picture, 图, which is not read"),
        ("文字 <IMG SRC='a.png'/>", "a picture, a.png, which is not read"),
        ("![](data:image/png;base64,iVBORw0KGgo=)", "a picture, data:image/png;base64, which is not read"),
        ("<table><tr><td><img src=a.png></td></tr></table>", "a picture, a.png, which is not read"),
        ("[支出总表](表.xlsx)", "an attachment, 表.xlsx, which is not read"),
        ("<a href='表.xls'>支出总表</a>", "an attachment, 表.xls, which is not read"),
        ("~~收入 367.10 万元~~", "text that is struck out, 收入 367.10 万元"),
    ],
)
def test_what_is_not_read_is_said(tmp_path: Path, written: str, remark: str) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# 甲局2024年部门预算\n\n{written}\n", encoding="utf-8")
    [page] = read_pages(file)
    assert page.remarks == (remark,)
    [row] = bk.read(file).unread.to_dict("records")
    assert (row["page"], row["why"]) == (1, remark)


def test_what_html_hides_is_hidden_and_not_read() -> None:
    page = parse(
        "<!-- 1.00 --><table><tr><td>a</td><td style='display: none'>2.00</td><td><i hidden>3.00</i></td></tr></table>"
    )
    assert page.hidden == ("1.00", "2.00", "3.00") and page.grids[0].matrix() == [["a", ""]]


@pytest.mark.parametrize("text", ['{"合计": 345.60}', "[\n1, 2]\n", '{"a": 1}\n{"a": 2}\n'])
def test_json_is_refused_as_such(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.md: is JSON"):
        read_pages(tmp_path / "a.md")


def test_markdown_that_begins_with_a_table_in_html_is_no_web_page(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("<div>" + html() + "</div>", encoding="utf-8")
    assert read_pages(tmp_path / "a.md")[0].grids[0].matrix() == ROWS


@pytest.mark.parametrize("way", ["html", "pipes", "box", "spaces", "csv", "tabs", "latex table"])
def test_figures_come_out_with_code_and_column(tmp_path: Path, way: str) -> None:
    file = tmp_path / "a.md"
    text = "# 甲局2024年部门预算\n\n## 部门支出总表\n\n单位：万元\n\n" + WRITTEN[way]
    file.write_text(text, encoding="utf-8")
    items = bk.read(file).line_items
    assert [*zip(items["function_code"], items["nature"], items["amount_fen"], strict=True)] == [
        ("", "total", 345_600_000), ("", "basic", 245_600_000), ("", "project", 100_000_000),
        ("213", "total", 300_000_000), ("213", "basic", 200_000_000), ("213", "project", 100_000_000),
        ("2130301", "total", 200_000_000), ("2130301", "basic", 200_000_000),
        ("2130302", "total", 100_000_000), ("2130302", "project", 100_000_000),
        ("208", "total", 45_600_000), ("208", "basic", 45_600_000),
    ]  # fmt: skip


def test_figures_in_doubt_are_listed_and_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    rows = [SHORT if row[0] == SHORT[0] else row for row in ROWS]
    file.write_text(
        "# 甲局2024年部门预算\n\n## 部门支出总表\n\n单位：万元\n\n" + pipes(rows), encoding="utf-8"
    )
    d = bk.read(file)
    assert "2130302" not in set(d.line_items["function_code"]) and len(d.line_items) == 10
    assert set(d.unread["why"]) == {"the row has 4 cells, the table 5"} and set(d.unread["row"]) == {4}
