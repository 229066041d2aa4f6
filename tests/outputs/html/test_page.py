"""What a report says, and that it says it of the right figures, places and cells."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

import budgetkit as bk
from budgetkit.knowledge import table
from budgetkit.outputs import as_text
from budgetkit.outputs.html.page import environment, page
from budgetkit.outputs.html.pictures import SCALE, Pictures
from budgetkit.outputs.html.tables import _rows
from budgetkit.outputs.places import Place
from budgetkit.readers import Cell, Grid, Page, render
from tests.support import ROOT, inline
from tests.support.layouts import pages, sheet
from tests.support.reports import SCRIPT, data, report, said, wrong

TEMPLATES = ROOT / "budgetkit" / "outputs" / "html" / "templates"
RECT = re.compile(r'<rect class="(\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>')
CELL = re.compile(
    r'<td[^>]* class="(\w*)"><button type="button" tabindex="-1" data-f="(\d+)">([^<]*)</button>'
)


@pytest.fixture(scope="module")
def d() -> bk.Disclosure:
    return bk.read(ROOT / "raw" / "banan-2024-budget.pdf")


@pytest.fixture(scope="module")
def banan(d: bk.Disclosure) -> str:
    return report(d)


def cells(text: str) -> dict[str, tuple[str, str]]:
    """Mark and printed text of the cells by the id of their figure."""
    figures = data(text)["figures"]
    return {
        figures[int(n)][0] or figures[int(n)][6]: (mark, printed) for mark, n, printed in CELL.findall(text)
    }


def test_the_verdict_and_what_the_document_is_are_those_of_check_in_both_languages(
    d: bk.Disclosure, banan: str
) -> None:
    for lang in ("zh", "en"):
        first, second = as_text(d, bk.reconcile(d), lang).splitlines()[:2]
        assert said(banan, "verdict", lang).startswith(f"{first} {second}")


def test_key_figures_are_printed_with_unit_and_page_and_touch_their_figure(banan: str) -> None:
    assert "支出总计：1,137.10 万元（部门收支总表 合计 支出（第8页）） 1,137.10" in said(banan, "keys", "zh")
    assert "personnel expenditure: 178.82 万元" in said(banan, "keys", "en")
    figures = data(banan)["figures"]
    touched = [figures[int(n)] for n in re.findall(r'class="touch" data-f="(\d+)"', banan)]
    assert [(f[1], f[6]) for f in touched[:3]] == [
        (8, "1,137.10 万元"),
        (9, "367.10 万元"),
        (9, "770.00 万元"),
    ]


def test_statutory_forms_that_are_missing_are_named_and_those_found_are_counted(banan: str) -> None:
    text = said(banan, "forms", "zh")
    assert "文件中没有的法定表格：2 张 部门收入总表国有资本经营预算支出表 文件中的表格：11 张" in text
    assert "一般公共预算基本支出表一般公共预算财政拨款基本支出预算表第6页万元4521" in text


def test_every_figure_and_blank_of_a_table_is_a_cell_that_can_be_touched(
    d: bk.Disclosure, banan: str
) -> None:
    printed = dict(zip(d.line_items["line_id"], d.line_items["printed"], strict=True))
    found = cells(banan)
    assert {id: text for id, (_, text) in found.items() if id in printed} == printed
    assert {id for id in found if found[id][1] == ""} == set(d.blanks["line_id"])
    assert {f[0] for f in data(banan)["figures"] if f[0]} == {
        *printed,
        *d.blanks["line_id"],
        *d.stated["stated_id"],
    }


def test_a_touched_figure_tells_page_form_column_row_meaning_and_checks(banan: str) -> None:
    known = data(banan)
    figure = next(f for f in known["figures"] if f[0] == "banan-2024-budget:p6t1r19c4")
    assert figure[1:3] == [6, 0] and known["names"][figure[3]] == [
        "一般公共预算基本支出表",
        "General public budget basic expenditure",
    ]
    assert figure[4:7] == ["2024年基本支出 / 日常公用经费", "30226 劳务费", "155.04 万元"]
    assert [known["names"][n][1] for n in figure[7]] == [
        "expenditure",
        "general public budget",
        "operating",
        "2024 budget",
    ]
    assert {known["rules"][known["checks"][n][0]][0] for n in figure[8]} >= {"W03", "W09"}


def test_a_blank_is_said_to_be_blank_and_has_no_unit_for_an_amount(banan: str, d: bk.Disclosure) -> None:
    known = data(banan)
    blank = next(f for f in known["figures"] if f[0] == d.blanks["line_id"].iloc[0])
    assert blank[6] == "" and known["names"][blank[7][0]] == ["空白", "blank"]


def test_tables_stand_as_printed_with_their_merged_cells(banan: str) -> None:
    sheet = re.search(r"<caption><span class=\"zh\" lang=\"zh-Hans\">第6页.*?</table>", banan, re.S)
    assert sheet
    rows = re.findall(r"<tr>(.*?)</tr>", sheet[0], re.S)
    assert rows[0].startswith('<th colspan="2">经济分类科目</th><th colspan="3">2024年基本支出</th>')
    assert len(rows) == 24 and "30226</td><td>劳务费</td>" in rows[19]


def test_every_cell_covers_what_it_covers_on_the_page(d: bk.Disclosure, banan: str) -> None:
    printed = banan[banan.index('<section id="printed">') : banan.index('<section id="stated">')]
    cells_ = [cell for p in d.pages for grid in p.grids for cell in grid.cells]
    for name in ("rowspan", "colspan"):
        spans = sorted(int(n) for n in re.findall(rf'{name}="(\d+)"', printed))
        assert spans == sorted(n for cell in cells_ if (n := getattr(cell, name)) > 1) and len(spans) > 5


def test_targets_have_their_place_too(banan: str) -> None:
    target = next(f for f in data(banan)["figures"] if f[5] == "“民呼我为”平台群众咨询投诉超期件")
    assert target[1] == 11 and target[6] == "= 0 件"


def test_a_contradiction_is_said_with_both_amounts_and_the_likely_culprit_and_what_that_rests_on(
    tmp_path: Path,
) -> None:
    text = report(wrong(tmp_path))
    zh, en = said(text, "contradictions", "zh"), said(text, "contradictions", "en")
    assert (
        "所列 8.00 万元，计算 7 万元，相差 1 万元" in zh
        and "8.00 万元 reported, 7 万元 calculated, 1 万元 apart" in en
    )
    assert (
        "部门支出总表 2010102 一般行政管理事务 项目支出（第1页） [layout:p1t1r5c4]：印为 7.00 万元，应为 8 万元"
        in zh
    )
    assert (
        "not tell which" not in en
        and "no correction. [W01]" in en
        and "[W07] By function" in en.split("no correction")[1]
    )


def test_cells_are_marked_by_what_checks_say_of_them(tmp_path: Path) -> None:
    found = cells(report(wrong(tmp_path)))
    assert found["layout:p1t1r5c4"] == ("s", "7.00"), "the likely culprit"
    assert found["layout:p1t1r5c2"] == ("x", "8.00") and found["layout:p1t1r3c4"][0] == "x", (
        "in a failing check"
    )
    assert found["layout:p1t1r1c2"] == ("g", "20.00"), "agrees"
    assert found["约3"] == ("q", "约3"), "not read"
    assert found["layout:p1t1r6c4"] == ("", ""), "no check speaks of it alone"


def test_where_it_cannot_be_told_which_figure_is_wrong_no_box_is_red(tmp_path: Path) -> None:
    table = sheet(
        "科目编码 | 科目名称 | 总计 | 基本支出 | 项目支出\n2010301 | 行政运行 | 9.61 | 3.20 | 5.15",
        head=1,
        widths=[60, 160, 70, 70, 70],
    )
    text = report(pages(tmp_path, "部门支出总表", "单位：万元", table))
    part = re.search(r'<section id="contradictions">(.*?)</svg>', text, re.S)
    assert part and {name for name, *_ in RECT.findall(part[1])} == {"part"}
    assert "不能断定哪个有误" in said(text, "contradictions", "zh")
    assert "s" not in {mark for mark, _ in cells(text).values()}


def test_a_crop_says_its_page_in_the_file_and_the_number_that_is_printed_on_it() -> None:
    place = Place(Path("x.pdf"), Page(30, 500, 800), ((0, 0, 9, 9),), (0, 0, 99, 99))
    assert Pictures({(0, 30): 29}).view(place).where.zh == "文件第30页，页面所印页码 29"
    assert Pictures({(0, 31): 30}).view(place).where.zh == "第30页"


@pytest.mark.parametrize(
    "look", [{}, {"landscape": True, "rotate": 90}, {"landscape": True, "turn": 90}], ids=str
)
def test_the_boxes_of_a_contradiction_are_its_cells_and_the_picture_shows_their_print_there(
    tmp_path: Path, look: dict[str, int]
) -> None:
    d = wrong(tmp_path, **look)
    text = report(d)
    part = re.search(r'<section id="contradictions">(.*?)</svg>', text, re.S)
    assert part
    boxes = [(name, *map(float, box)) for name, *box in RECT.findall(part[1])]
    rows = d.line_items.set_index("line_id")
    ids = ["layout:p1t1r5c2", "layout:p1t1r5c3", "layout:p1t1r5c4"]
    wanted = [
        (r["x0"] - 1, r["y0"] - 1, r["x1"] - r["x0"] + 2, r["y1"] - r["y0"] + 2)
        for r in (rows.loc[i] for i in ids)
    ]
    assert [box[0] for box in boxes] == ["part", "part", "reported"]  # the likely wrong one is red
    for box, place in zip(boxes, wanted, strict=True):
        assert box[1:] == pytest.approx(place, abs=0.02)
    image = re.search(
        r'<image id="i0" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" href="data:image/png;base64,([^"]+)"',
        text,
    )
    assert image
    x, y, width, height = map(float, image.groups()[:4])
    picture = Image.open(io.BytesIO(base64.b64decode(image[5]))).convert("L")
    assert picture.size == pytest.approx((width * SCALE, height * SCALE), abs=1.5)
    assert height < d.pages[0].height * 0.6, "a crop and no page"
    drawn = np.asarray(render(d.parts[0].path, d.pages[0], SCALE).convert("L")).astype(int)
    for _, x0, y0, w, h in boxes:
        inside, there = (
            np.asarray(pixels)[round((y0 - top) * SCALE) :, round((x0 - left) * SCALE) :][
                : int(h * SCALE), : int(w * SCALE)
            ]
            for pixels, left, top in ((np.asarray(picture).astype(int), x, y), (drawn, 0, 0))
        )
        assert (there < 140).sum() > 20, "there is print"
        assert min(_apart(inside, there, dx, dy) for dx in (0, 1) for dy in (0, 1)) < 6
        assert np.abs(np.roll(inside, 6, axis=1) - there).mean() > 12, "elsewhere it would be seen"


def _apart(a: np.ndarray, b: np.ndarray, dx: int, dy: int) -> float:  # type: ignore[type-arg]
    """How far two pictures are apart, one moved by a pixel, as rounding may do."""
    height, width = (min(p, q) - 1 for p, q in zip(a.shape, b.shape, strict=True))
    return min(
        float(np.abs(p[dy : height + dy, dx : width + dx] - q[:height, :width]).mean())
        for p, q in ((a, b), (b, a))
    )


def test_what_was_not_read_is_listed_with_page_reason_and_its_cell_boxed(tmp_path: Path) -> None:
    text = report(wrong(tmp_path))
    assert "未能读出（1 处）" in said(text, "unread", "zh")
    assert "page 1 约3 '约3' is not an amount in 万元" in said(text, "unread", "en")
    part = text[text.index('<section id="unread">') :]
    assert len(RECT.findall(part[: part.index("</section>")])) == 1


def test_a_document_that_was_read_whole_says_so(banan: str) -> None:
    assert said(banan, "unread", "zh") == "未能读出（0 处） 全部读出"
    assert said(banan, "contradictions", "en") == "Contradictions (0) none"


def test_a_web_page_has_no_column_of_pages(banan: str) -> None:
    web = report(bk.read(ROOT / "tests" / "data" / "formats" / "banan.html"))
    heads = {text: said(text, "forms", "zh").partition("文件中的表格")[2] for text in (banan, web)}
    assert "标题页单位" in heads[banan] and "标题单位" in heads[web]


def test_a_report_against_another_document_says_how_much_was_compared(d: bk.Disclosure, banan: str) -> None:
    with_itself = page(d, bk.reconcile(d, against=[d]))
    assert "compared with banan-2024-budget: 0 figures agree, 0 differ" in said(with_itself, "verdict", "en")
    assert "与 banan-2024-budget 比较" in said(with_itself, "verdict", "zh")
    assert "compared with" not in said(banan, "verdict", "en")


def test_what_is_no_contradiction_is_not_shown_as_one(banan: str) -> None:
    assert "unusual findings (8)" in said(banan, "findings", "en") and "no contradictions" in said(
        banan, "findings", "en"
    )
    matrix = banan[banan.index('<section id="matrix">') : banan.index('<section id="printed">')]
    assert 'class="n x"' not in matrix and 'swatch x"' not in matrix and 'class="n f"' in matrix
    assert {mark for mark, _ in cells(banan).values()} <= {"g", "r", "u", ""}


def test_the_matrix_counts_each_check_once(d: bk.Disclosure, banan: str) -> None:
    matrix = banan[banan.index('<section id="matrix">') : banan.index('<section id="printed">')]
    numbers = [int(n) for n in re.findall(r'<td class="n[^"]*">(\d+)</td>', matrix)]
    assert sum(numbers) == len(bk.reconcile(d).checks)
    assert "within a table ! 1" not in matrix and "155" in matrix


def test_stated_figures_stand_with_a_few_words_and_no_sentence(d: bk.Disclosure, banan: str) -> None:
    words = re.findall(r'<td class="words">(.*?)<button[^>]*>(.*?)</button>(.*?)</td>', banan)
    assert len(words) == len(d.stated)
    assert max(len(before) for before, _, _ in words) <= 12 and max(len(after) for _, _, after in words) <= 6
    assert {"1,084.23万元", "0辆"} <= {printed for _, printed, _ in words}


def test_text_of_a_document_is_text(tmp_path: Path) -> None:
    text = report(wrong(tmp_path))
    assert SCRIPT not in text and "人大事务&lt;script&gt;window.hacked=1&lt;/script&gt;" in text
    assert f"20101 人大事务{SCRIPT}" in {f[5] for f in data(text)["figures"]}
    assert text.count("</script>") == 2


def test_a_report_loads_nothing_and_is_small(banan: str) -> None:
    assert set(re.findall(r'(?:src|href)="(?!#)([^":]*:?)', banan)) <= {"data:"}
    assert not re.search(r"https?:|@import|url\(", banan)
    assert len(banan.encode()) < 600_000


def test_a_document_without_pages_says_that_there_are_none_to_look_at(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path,
        inline.table("部门支出总表", "科目编码|科目名称|总计|基本支出|项目支出\n201|某项|9.00|4.00|4.00"),
    )
    text = report(d)
    assert "1 万元 apart" in said(text, "contradictions", "en")
    assert "no pages that can be shown" in said(text, "contradictions", "en") and "<image" not in text


def test_pictures_beyond_the_budget_are_left_out_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Pictures.draw
    monkeypatch.setattr(Pictures, "draw", lambda self: whole(self, 100))
    text = report(wrong(tmp_path))
    assert "<image" not in text and "left out to keep the file small" in said(text, "contradictions", "en")


def test_how_to_cite_names_document_version_and_digest(banan: str) -> None:
    text = said(banan, "cite", "zh")
    assert "（2024年预算）" in text and f"budgetkit {bk.__version__} 自下列文件读出" in text
    assert "6325dba5bd38fde403032b2234d0fa8c0917989aed7bfe0b94d952defedb218a" in text


def test_the_same_document_gives_the_same_page(d: bk.Disclosure, banan: str) -> None:
    assert report(bk.read(ROOT / "raw" / "banan-2024-budget.pdf")) == banan


def test_all_words_of_reports_are_used_and_the_page_says_nothing_of_its_own() -> None:
    code = "".join(
        p.read_text(encoding="utf-8") for p in [*TEMPLATES.iterdir(), *TEMPLATES.parent.glob("*.py")]
    )
    keys = [row["key"] for row in table("messages") if row["key"].startswith("html.")]
    unused = [k for k in keys if f'"{k}"' not in code and f'"{k.rpartition(".")[0]}.' not in code]
    assert unused == []
    pages = "".join(p.read_text(encoding="utf-8") for p in TEMPLATES.glob("*.j2"))
    assert set(re.findall(r"[\u4e00-\u9fff]+", pages)) == {"语言", "中文"}, (
        "the switch, which is read by those who seek it"
    )


def test_a_raised_mark_and_what_is_struck_out_are_shown_beside_the_text_of_a_cell() -> None:
    cells_ = (Cell(0, 0, "合计", note="①"), Cell(1, 0, "9.00", note="struck out: 8.00"))
    register: Any = SimpleNamespace(at={(0, 3, 1, 1, 0): 0}, marks=["g"])
    rows = _rows(Grid(3, 1, 2, 1, cells_), 0, 1, register)
    shown = [environment().get_template("parts.html.j2").module.cell(box) for (box,) in rows]  # type: ignore[attr-defined]
    assert shown == [
        "<th>合计<small> ①</small></th>",
        '<td class="g"><button type="button" tabindex="-1" data-f="0">9.00</button><small> struck out: 8.00</small></td>',
    ]
