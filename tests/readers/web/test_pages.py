"""A web page is read as a person sees it: tables of data as grids, all else as lines, nothing lost in silence."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.errors import SourceError
from budgetkit.knowledge import said
from budgetkit.readers.formats import read_pages, sniff
from budgetkit.readers.pages import Page

HEAD = "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"
ROWS = (
    "<tr><th rowspan=2>科目<th colspan=2>预算数<tr><td>合计<td>基本支出"
    "<tr><td>合计<td>155.00<td>155.00</tr><tr><td>208<td>55.00<td></tr>"
)
TABLE = f"<table border=1>{ROWS}</table>"


def page(tmp_path: Path, body: str, name: str = "a.html", head: str = HEAD) -> Page:
    (tmp_path / name).write_text(head + body + "</body></html>", encoding="utf-8")
    [found] = read_pages(tmp_path / name)
    return found


def titled_head(title: str) -> str:
    return HEAD.replace("</head>", f"<title>{title}</title></head>")


def lines(found: Page) -> list[str]:
    return [line.text for line in found.lines]


def refused(tmp_path: Path, body: str, head: str = HEAD) -> str:
    (tmp_path / "a.html").write_text(head + body, encoding="utf-8")
    with pytest.raises(SourceError) as error:
        read_pages(tmp_path / "a.html")
    return str(error.value).removeprefix(f"{tmp_path / 'a.html'}: ")


@pytest.mark.parametrize("name", ["a.html", "a.xls", "a.doc", "a.jsp", "a.shtml", "a.pdf", "a"])
def test_a_page_is_known_by_its_content_and_not_by_its_name(tmp_path: Path, name: str) -> None:
    assert page(tmp_path, TABLE, name).grids[0].matrix()[2] == ["合计", "155.00", "155.00"]
    assert sniff(tmp_path / name).name == "HTML"


@pytest.mark.parametrize(
    "start",
    ["\n\n<%@ page contentType='text/html' %>\n<html>", "<!-- saved from url -->\n<HTML>", "<?xml version='1.0'?><html>",
     "<meta charset=utf-8>", "<!-- " + "x" * 3000 + " --><html>"],
)  # fmt: skip
def test_a_page_is_known_behind_comments_and_what_a_server_runs(tmp_path: Path, start: str) -> None:
    (tmp_path / "a.jsp").write_text(start + TABLE, encoding="utf-8")
    [grid] = read_pages(tmp_path / "a.jsp")[0].grids
    assert (grid.engine, grid.matrix()[3]) == ("html", ["208", "55.00", ""])


def test_a_text_with_a_table_in_html_stays_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"{TABLE}\n\n# 支出表\n", encoding="utf-8")
    assert sniff(tmp_path / "a.html").name == "Markdown"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "gbk"), ("gb2312", "utf-8"), ("gb2312", "gb18030"), ("", "gbk"), ("", "utf-8-sig"), ("utf-8", "utf-16"),
     ("big5", "big5"), ("nonsense", "gbk")],
)  # fmt: skip
def test_the_encoding_is_told_by_content_where_the_declaration_is_wrong(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    text = f"<html><head><meta charset='{declared}'></head><body><table border=1><tr><td>基本支出<td>12.50<tr><td>合計<td>1.00"
    (tmp_path / "a.htm").write_bytes(text.replace("计", "計").encode(encoding))
    [found] = read_pages(tmp_path / "a.htm")
    assert found.grids[0].matrix() == [["基本支出", "12.50"], ["合計", "1.00"]] and found.remarks == ()


def test_a_byte_that_is_no_text_is_said_and_its_cell_is_in_doubt(tmp_path: Path) -> None:
    data = f"{HEAD}<table border=1><tr><td>科目名称<td>预算数<tr><td>办公费X<td>12.50".encode()
    (tmp_path / "a.html").write_bytes(data.replace(b"X", b"\xff"))
    [found] = read_pages(tmp_path / "a.html")
    assert found.remarks == ("1 characters could not be decoded",)
    assert [c.doubt for c in found.grids[0].cells if c.doubt] == ["a character could not be decoded"]


def test_merged_cells_cover_their_places_once_and_decimals_stay_as_printed(tmp_path: Path) -> None:
    [grid] = page(tmp_path, TABLE).grids
    assert grid.matrix() == [
        ["科目", "预算数", ""],
        ["", "合计", "基本支出"],
        ["合计", "155.00", "155.00"],
        ["208", "55.00", ""],
    ]
    assert [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells[:2]] == [(0, 0, 2, 1), (0, 1, 1, 2)]


def test_a_cell_says_where_it_stands_among_the_tables_rows_and_cells_of_the_page(tmp_path: Path) -> None:
    [grid] = page(tmp_path, f"<table><tr><td>菜单<tr><td>{TABLE}</table>").grids
    assert [c.ref for c in grid.cells if c.text == "55.00"] == ["table[2]/tr[4]/td[2]"]


def test_a_page_laid_out_by_tables_gives_lines_and_only_its_data_a_grid(tmp_path: Path) -> None:
    body = f"<table width=100%><tr><td><table><tr><td>首页<td>公开</table><td><h2>收支总表</h2><p>编制单位：甲局<p>单位：万元{TABLE}<p>备注：无</table>"
    found = page(tmp_path, body)
    assert lines(found) == ["首页", "公开", "收支总表", "编制单位：甲局", "单位：万元", "备注：无"]
    assert [line.level for line in found.lines] == [0, 0, 2, 0, 0, 0]
    [grid] = found.grids
    assert grid.above[-2:] == ("编制单位：甲局", "单位：万元") and grid.below == ("备注：无",)


def test_a_title_and_its_unit_laid_out_beside_each_other_are_lines(tmp_path: Path) -> None:
    for border in ("", "border=1"):
        body = f"<table {border}><tr><td>编制单位：甲局<td>单位：元</table>{TABLE}"
        assert lines(page(tmp_path, body)) == ["编制单位：甲局", "单位：元"]


def test_a_table_within_a_cell_of_data_is_a_table_of_its_own_behind_it(tmp_path: Path) -> None:
    inner = "<table border=1><tr><td>其中<td>1.50</table>"
    outer, found = page(tmp_path, f"<table border=1>{ROWS}<tr><td>备注{inner}<td>9.00<td>8.00</table>").grids
    assert (outer.matrix()[4], found.matrix()) == (["备注", "9.00", "8.00"], [["其中", "1.50"]])


def test_a_table_of_one_cell_is_only_a_frame(tmp_path: Path) -> None:
    framed = TABLE.replace("<td>55.00", "<td><table><tr><td>55.00</table>")
    assert page(tmp_path, framed).grids[0].matrix()[3] == ["208", "55.00", ""]


def test_a_table_that_is_blank_but_for_its_heading_is_a_table(tmp_path: Path) -> None:
    body = "<table border=1><tr><td>科目编码<td>科目名称<td>合计<tr><td colspan=2>合计<td></table>"
    assert page(tmp_path, body).grids[0].matrix() == [["科目编码", "科目名称", "合计"], ["合计", "", ""]]


def test_the_head_of_a_table_is_shown_first_and_its_foot_last(tmp_path: Path) -> None:
    body = "<table border=1><tfoot><tr><td>合计<td>3.00</tfoot><tbody><tr><td>甲<td>3.00</tbody><thead><tr><td>科目<td>数</thead></table>"
    assert [row[0] for row in page(tmp_path, body).grids[0].matrix()] == ["科目", "甲", "合计"]


@pytest.mark.parametrize(
    ("cell", "text", "note", "doubt"),
    [("1,137<br>.10", "1,137\n.10", "", ""), ("&nbsp;&#49;2.50&nbsp;", "12.50", "", ""), ("12.50<sup>①</sup>", "12.50", "①", ""),
     ("<del>9.00</del>12.50", "12.50", "9.00", ""), ("<s>9.00</s>", "", "9.00", "9.00 is struck out"),
     ("<img src=a.png>", "", "", "a picture stands in the cell"), ("<input value='12.50'>", "12.50", "", ""),
     ("<span>1,137</span><span>.10</span>", "1,137.10", "", ""), ("<p>12.50</p>", "12.50", "", ""),
     ("12.50<!--[if gte mso 9]><xml><w:x>77.77</w:x></xml><![endif]--><o:p></o:p>", "12.50", "", ""),
     ("<![if !supportEmptyParas]>12.50<![endif]><?xml:namespace prefix = o />", "12.50", "", ""),
     ("<script>1.00</script>12.50<template>2.00</template>", "12.50", "", "")],
)  # fmt: skip
def test_a_cell_prints_what_a_browser_shows(
    tmp_path: Path, cell: str, text: str, note: str, doubt: str
) -> None:
    found = page(tmp_path, f"<table border=1><tr><td>科目<td>数<tr><td>甲<td x:num='99.999'>{cell}</table>")
    made = next(c for c in found.grids[0].cells if (c.row, c.col) == (1, 1))
    assert (made.text, made.note, made.doubt) == (text, note, doubt) and found.hidden == ()


@pytest.mark.parametrize(
    "how",
    ["style='display: none'", "style='DISPLAY:NONE!important'", "hidden", "style='visibility:hidden'", "class='a off'", "id=off",
     "style='mso-hide:all'", "style='font-size:0'"],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["p", "div", "tr"])
def test_what_a_style_hides_is_not_read_but_said(tmp_path: Path, how: str, tag: str) -> None:
    style = "<style>.off, #off { color: red; display : none } @media print {.on {display:none}} table .x{display:none}</style>"
    hidden = (
        f"<tr {how}><td>乙<td>66.60<td>" if tag == "tr" else f"<tr><td>乙<td><{tag} {how}>66.60</{tag}><td>"
    )
    found = page(tmp_path, f"{style}<table border=1 class=on>{ROWS}{hidden}</table>")
    assert "66.60" not in str(found.grids[0].matrix()) and "66.60" in " ".join(found.hidden)
    assert "155.00" in str(found.grids[0].matrix())


def test_a_table_within_what_is_hidden_is_hidden(tmp_path: Path) -> None:
    found = page(
        tmp_path, f"<p>正文</p><div style='display:none'><div>{TABLE}</div></div><noscript>{TABLE}</noscript>"
    )
    assert found.grids == [] and lines(found) == ["正文"] and "155.00" in found.hidden[0]


def test_a_hidden_cell_takes_no_place_and_an_invisible_one_keeps_it(tmp_path: Path) -> None:
    body = "<table border=1><tr><td>科目<td>一<td>二<tr><td>甲<td style='{}'>1.00<td>2.00<td>3.00</table>"
    assert page(tmp_path, body.format("display:none")).grids[0].matrix()[1] == ["甲", "2.00", "3.00"]
    kept = page(tmp_path, body.format("visibility:hidden").replace("<td>3.00", "")).grids[0].matrix()[1]
    assert kept == ["甲", "", "2.00"]


def test_columns_that_a_workbook_hid_are_shown_by_browsers_and_so_in_doubt(tmp_path: Path) -> None:
    body = TABLE.replace("<tr>", "<col><col style='display:none;mso-width-source:userset'><col><tr>", 1)
    doubts = {c.text: c.doubt for c in page(tmp_path, body).grids[0].cells if c.doubt}
    assert set(doubts) == {"合计", "155.00", "55.00"} and set(doubts.values()) == {
        "its column is said to be hidden"
    }


def test_a_row_that_lacks_a_cell_is_in_doubt_and_not_shifted(tmp_path: Path) -> None:
    body = "<table border=1><tr><td>科目<td>合计<td>基本<td>项目<tr><td>甲<td>3.00<td>1.00<td>2.00<tr><td>乙<td>1.00<td>1.00</table>"
    cells = page(tmp_path, body).grids[0].cells
    assert {c.doubt for c in cells if c.row == 2} == {"the row has 3 cells, the table 4"}


def test_rows_in_a_comment_are_hidden_and_code_in_a_comment_is_nothing(tmp_path: Path) -> None:
    assert page(tmp_path, TABLE + "<!-- <tr><td>乙<td>44.40</tr> --><!-- v 2 -->").hidden == ("乙 44.40",)


def test_a_table_made_of_boxes_is_listed(tmp_path: Path) -> None:
    rows = [("合计", "367.10"), ("工资福利支出", "178.82"), ("商品和服务支出", "188.28")]
    boxes = "".join(
        f"<div><span style='float:left'>{a}</span><span style='float:right'>{b}</span></div>" for a, b in rows
    )
    (tmp_path / "a.html").write_text(HEAD + boxes, encoding="utf-8")
    unread = bk.read(tmp_path / "a.html").unread
    assert {"367.10", "178.82", "188.28"} <= set(unread["printed"])


def test_attachments_pictures_and_frames_are_said_and_never_fetched(tmp_path: Path) -> None:
    body = "<p>正文</p><a href='/p/表.xls?x=1'>附表</a><img src=t.png><img src=icon.gif width=16><iframe src=/f.html></iframe><a href=/b.html>b</a>"
    remarks = page(tmp_path, body).remarks
    assert remarks == (
        "an attachment, /p/表.xls?x=1, which is not read", "a picture, t.png, which is not read", "a frame, /f.html, which is not read",
    )  # fmt: skip
    assert said(remarks[0], "zh") == "附件 /p/表.xls?x=1，未读，其中可能有表"


def test_of_many_pictures_the_rest_is_counted(tmp_path: Path) -> None:
    remarks = page(tmp_path, "<p>正文</p>" + "".join(f"<img src={n}.png>" for n in range(25))).remarks
    assert len(remarks) == 21 and remarks[-1] == "5 more pictures, which are not read"


def test_figures_that_a_script_would_show_are_said(tmp_path: Path) -> None:
    script = "<script>var d=[" + ",".join('{"n":"办公费","v":12.50}\n' for _ in range(4)) + "]</script>"
    assert page(tmp_path, f"<p>预算公开</p>{script}").remarks == ("4 figures in a script, which is not run",)


MENU = "".join(f"<li><a href=/{n}>栏目{n}</a>" for n in range(40))


@pytest.mark.parametrize(
    "titled",
    ["<h1>某市某局2031年部门预算公开</h1>", "<div class=t>某市某局2031年部门预算公开</div>", "<div>某市某局</div><div>2031年部门预算公开</div>"],
)  # fmt: skip
def test_the_title_is_found_below_the_menu(tmp_path: Path, titled: str) -> None:
    head = titled_head("某市某局2031年部门预算公开-某市人民政府")
    about = page(
        tmp_path,
        f"<ul>{MENU}</ul>{titled}<p>单位：万元</p>{TABLE}<footer>主办：某市信息中心</footer>",
        head=head,
    )
    assert about.title and about.lines[0].text == "栏目0"
    d = bk.read(tmp_path / "a.html")
    assert (d.document.entity, d.document.fiscal_year) == ("某市某局", 2031)
    assert d.document.title == "某市某局2031年部门预算公开"


def test_a_title_that_only_the_tab_shows_stands_on_top(tmp_path: Path) -> None:
    found = page(tmp_path, TABLE, head=titled_head("某市某局2031年部门预算"))
    assert (found.lines[0].text, found.lines[0].level, found.title) == (
        "某市某局2031年部门预算",
        1,
        "某市某局2031年部门预算",
    )


def test_figures_of_a_page_are_line_items_with_the_place_of_their_cell(tmp_path: Path) -> None:
    rows = "<tr><td>科目编码<td>科目名称<td>合计<td>基本支出<td>项目支出<tr><td>208<td>社会保障和就业支出<td>12.50<td>2.50<td>10.00"
    body = (
        f"<h1>某市某局2031年部门预算</h1><h2>部门支出总表</h2><p>单位：万元</p><table border=1>{rows}</table>"
    )
    page(tmp_path, body)
    d = bk.read(tmp_path / "a.html")
    assert d.engine == "html" and d.unread.empty
    assert d.line_items[["amount_fen", "ref"]].values.tolist() == [
        [12_500_000, "table[1]/tr[2]/td[3]"], [2_500_000, "table[1]/tr[2]/td[4]"], [10_000_000, "table[1]/tr[2]/td[5]"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "what"),
    [("404 Not Found", "only says that what was asked for is not there"), ("您访问的页面不存在", "only says that what was asked for is not there"),
     ("403 Forbidden", "only says that access is denied"), ("<h1>502 Bad Gateway</h1>nginx", "only says that the server failed"),
     ("系统繁忙，请稍后再试", "only says that the server failed"), ("请输入验证码", "asks to prove that one is no robot"),
     ("用户名<input><input type=password>", "asks to log in"), ("", "holds no text"),
     ("<script src=a.js></script>", "holds no text: scripts fill it in a browser"),
     ("<meta http-equiv=refresh content='0;url=/new.html'>请稍候", "only leads on to another, /new.html"),
     ("<script>window.location.href='/x'</script>", "only leads on to another, /x")],
)  # fmt: skip
def test_a_page_that_is_no_document_says_what_it_is(tmp_path: Path, body: str, what: str) -> None:
    assert (
        refused(tmp_path, body)
        == f"is a web page that {what}; download it again and check that it opens in a viewer"
    )


def test_a_disclosure_is_no_error_page_whatever_numbers_it_prints(tmp_path: Path) -> None:
    assert len(page(tmp_path, TABLE + "<p>404.00</p><input type=password>").grids) == 1
    assert lines(page(tmp_path, "<p>" + "本部门2031年收入预算404万元。" * 30))[0].startswith("本部门2031年")


def test_a_page_nested_deep_is_read_and_one_too_deep_is_refused(tmp_path: Path) -> None:
    assert lines(page(tmp_path, "<div>" * 1000 + "预算 5 万元" + "</div>" * 1000)) == ["预算 5 万元"]
    assert refused(tmp_path, "<div>" * 20_000 + "5") == "the web page is nested deeper than any disclosure"
    nested = "<table border=1><tr><td>甲<td>乙<tr><td>1.00<td>"
    assert "tables within each other too deep to be read" in page(tmp_path, nested * 40).remarks


def test_no_entity_is_fetched_or_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("99.99", encoding="utf-8")
    doctype = f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]><html><body>"
    assert "99.99" not in str(page(tmp_path, f"<p>甲 &x; 乙</p>{TABLE}", head=doctype).blocks)


def mht(*parts: tuple[str, str, str]) -> bytes:
    """Pages in one file, each in its encoding and transfer encoding."""
    message = EmailMessage()
    message["Subject"] = "部门预算"
    message["MIME-Version"] = "1.0"
    message.make_related()
    for text, charset, transfer in parts:
        message.add_related(text.encode(charset), "text", "html", cte=transfer, params={"charset": charset})
    message.add_related(b"\x89PNG", "image", "png")
    return message.as_bytes()


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_a_page_saved_in_one_file_is_read(tmp_path: Path, transfer: str, charset: str) -> None:
    (tmp_path / "a.mht").write_bytes(mht((f"<html><body><p>支出表</p>{TABLE}", charset, transfer)))
    [found] = read_pages(tmp_path / "a.mht")
    assert lines(found) == ["支出表"] and found.grids[0].matrix()[2] == ["合计", "155.00", "155.00"]


def test_each_sheet_of_a_saved_workbook_is_a_page_and_its_frame_none(tmp_path: Path) -> None:
    frame = "<html><frameset><frame src=sheet001.htm></frameset></html>"
    parts = [(text, "utf-8", "base64") for text in (frame, f"<html><p>甲表{TABLE}", f"<html><p>乙表{TABLE}")]
    (tmp_path / "a.doc").write_bytes(mht(*parts))
    assert [(p.number, lines(p), p.grids[0].page) for p in read_pages(tmp_path / "a.doc")] == [
        (1, ["甲表"], 1),
        (2, ["乙表"], 2),
    ]


def test_a_message_without_a_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mht").write_bytes(mht())
    with pytest.raises(SourceError, match=r"saved in one file \(MHT\), but none is in it"):
        read_pages(tmp_path / "a.mht")


def test_a_paragraph_ends_where_the_page_says_so(tmp_path: Path) -> None:
    body = "<p>委托业务费安排情况</p><p>本部门委托业务费2031年预算12.50万元。</p><p>其中，</p><p>咨询费1.50万元。</p>"
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    texts = [p.text for p in bk.read(path).prose]
    assert texts == ["委托业务费安排情况", "本部门委托业务费2031年预算12.50万元。", "其中，咨询费1.50万元。"]


def test_the_sheets_of_a_workbook_saved_as_a_page_of_frames_are_pages(tmp_path: Path) -> None:
    links = "".join(f'<link id="shLink" href="收支.files/sheet00{n}.htm">' for n in (1, 2))
    links += (
        '<link id="shLink" href="../secret/sheet003.htm"><link id="shLink" href="收支.files/../sheet004.htm">'
    )
    frames = "<frameset><frame src='收支.files/sheet001.htm'></frameset>"
    (tmp_path / "收支.htm").write_text(f"<html><head>{links}</head>{frames}</html>", encoding="utf-8")
    (tmp_path / "收支.files").mkdir()
    for n, amount in ((1, "12.50"), (2, "7.25")):
        rows = f"<tr><td>科目<td>预算数<tr><td>合计<td>{amount}"
        sheet = f"<html><body><p>第{n}张</p><table border=1>{rows}</table></body></html>"
        (tmp_path / "收支.files" / f"sheet00{n}.htm").write_bytes(sheet.encode("gbk"))
    found = read_pages(tmp_path / "收支.htm")
    assert [page.number for page in found] == [1, 2]
    assert [page.grids[0].matrix()[1][1] for page in found] == ["12.50", "7.25"]


def test_a_list_of_contents_that_leads_into_the_page_names_no_table(tmp_path: Path) -> None:
    contents = "".join(
        f'<p><a href="#t{n}"><b>{name}</b></a></p>'
        for n, name in enumerate(("总表", "国有资本经营预算支出表"))
    )
    row = "<tr><td>二级预算单位名称<td>一级项目名称<td>预算数（万元）<td>绩效目标<tr><td>某中心<td>某项目<td>12.50<td>做好某事"
    path = tmp_path / "a.html"
    end = '<p>见<a href="#t1">国有资本经营预算支出表</a></p>'
    path.write_text(
        f"<html><body>{contents}<table border=1>{row}</table>{end}</body></html>", encoding="utf-8"
    )
    d = bk.read(path)
    assert [table.slug for table in d.tables] == ["project_goals"]
    assert [line.text for line in d.pages[0].lines] == ["见国有资本经营预算支出表"]


def test_a_raised_mark_that_leads_to_a_note_is_no_digit_of_the_amount(tmp_path: Path) -> None:
    row = '<tr><td>科目<td>预算数<tr><td>合计<td>12.50<a href="#n1"><sup>1</sup></a><tr><td>其中<td><a href="#a">7.25</a>'
    (tmp_path / "a.html").write_text(
        f"<html><body><table border=1>{row}</table></body></html>", encoding="utf-8"
    )
    [page] = read_pages(tmp_path / "a.html")
    assert [(c.text, c.note) for c in page.grids[0].cells if c.col and c.row] == [
        ("12.50", "1"),
        ("7.25", ""),
    ]


def test_a_table_of_other_elements_that_are_shown_as_its_rows_and_cells_is_one(tmp_path: Path) -> None:
    style = ".t{display:table} .r{display:table-row} .c{display:table-cell}"
    rows = (("科目编码", "科目名称", "合计"), ("201", "一般公共服务支出", "12.50"), ("", "合计", "12.50"))
    cells = ["".join(f"<div class=c>{text}</div>" for text in row) for row in rows]
    table = "<div class=t>" + "".join(f"<div class=r>{row}</div>" for row in cells) + "</div>"
    page = f"<style>{style}</style><body><p>部门收入总表</p><p>单位：万元</p>{table}<div class=t><p>完</p></div></body>"
    (tmp_path / "a.html").write_text(f"<html>{page}</html>", encoding="utf-8")
    d = bk.read(tmp_path / "a.html")
    assert d.line_items["function_code"].tolist() == ["201", ""] and d.unread.empty
    assert d.line_items["ref"].tolist() == ["table[1]/tr[2]/td[3]", "table[1]/tr[3]/td[3]"]
    assert d.pages[0].lines[-1].text == "完"


def test_sizes_and_spans_of_thousands_of_digits_are_no_error(tmp_path: Path) -> None:
    n = "1" * 5000
    table = f"<table border={n}><tr><td width={n} rowspan={n}>行政运行</td><td>155.04</td></tr></table>"
    (tmp_path / "a.html").write_text(
        f"<html>{table}<img width={n} height={n} src=a.png></html>", encoding="utf-8"
    )
    assert [c.text for c in read_pages(tmp_path / "a.html")[0].grids[0].cells] == ["行政运行", "155.04"]


def test_parts_within_parts_without_end_are_refused_in_words(tmp_path: Path) -> None:
    part = "Content-Type: multipart/mixed; boundary=b{0}\r\n\r\n--b{0}\r\n"
    deep = "MIME-Version: 1.0\r\n" + "".join(map(part.format, range(3000)))
    (tmp_path / "a.mht").write_text(deep + "Content-Type: text/html\r\n\r\n<p>x</p>", encoding="utf-8")
    with pytest.raises(SourceError, match="parts within parts, deeper than any program writes"):
        read_pages(tmp_path / "a.mht")
