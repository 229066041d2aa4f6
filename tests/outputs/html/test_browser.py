"""A report in a real browser: what a reader sees, clicks, presses and prints."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

import budgetkit as bk
from budgetkit.outputs.html import page, write_report
from tests.support import ROOT, inline
from tests.support.browser import CHROMIUM, Browser
from tests.support.reports import SCRIPT, report, wrong

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: the report was not tried in a browser"
)
SEEN = "document.querySelector('main').innerText"
CONTRAST = """
(() => {
  const numbers = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = numbers(c).slice(0, 3).map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; const n = numbers(c); if (n.length < 4 || n[3] > 0) return c; } return "rgb(255, 255, 255)"; };
  const low = new Set();
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const a = light(getComputedStyle(e).color), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.add(`${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  return [...low];
})()
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    one = Browser()
    yield one
    one.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of a sound document and of one with contradictions, and an index of them, a small and a lost one."""
    place = tmp_path_factory.mktemp("reports")
    d = wrong(place)
    (place / "wrong.html").write_text(report(d), encoding="utf-8")
    banan = ROOT / "raw" / "banan-2024-budget.pdf"
    small = inline.document(
        place, inline.table("部门支出总表", "科目编码|科目名称|总计\n201|甲|9.00\n202|乙|8.00\n203|丙|7.00")
    )
    write_report(
        [banan, d.parts[0].path, small.parts[0].path, place / "lost.pdf"], place / "index.html", workers=1
    )
    return place


@pytest.fixture
def wrong_page(browser: Browser, folder: Path) -> Iterator[Browser]:
    """The report with contradictions, opened afresh; nothing may complain or ask for anything."""
    yield from opened(browser, folder / "wrong.html")


@pytest.fixture
def banan_page(browser: Browser, folder: Path) -> Iterator[Browser]:
    yield from opened(browser, folder / "index-pages" / "banan-2024-budget.html")


@pytest.fixture
def index_page(browser: Browser, folder: Path) -> Iterator[Browser]:
    yield from opened(browser, folder / "index.html")


def opened(browser: Browser, path: Path, width: int = 1280) -> Iterator[Browser]:
    browser.open(path, width)
    browser.run("localStorage.clear()")
    browser.requests.clear()
    browser.complaints.clear()
    browser.open(path, width)
    yield browser
    assert browser.complaints == []
    asked = {url for url in browser.requests if not url.startswith("data:")}
    assert asked == {path.absolute().as_uri()}, "the page asks for nothing but itself"


def test_a_page_that_complains_or_asks_for_something_is_caught(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<img src='x.png'><script>console.error('no')</script><script>nonsense()</script>")
    with pytest.raises(AssertionError):
        list(opened(browser, bad))
    assert any("nonsense" in c for c in browser.complaints) and any("no" in c for c in browser.complaints)
    assert any(url.endswith("x.png") for url in browser.requests)


def test_the_page_is_chinese_and_the_switch_makes_it_english_without_loading_it_again(
    wrong_page: Browser,
) -> None:
    seen = wrong_page.run(SEEN)
    assert "发现 1 处矛盾（涉及 2 项核对）：必须成立的核对共 13 项" in seen and "CONTRADICTIONS" not in seen
    wrong_page.requests.clear()
    wrong_page.run("window.same = true")
    wrong_page.click("[data-set=en]")
    seen = wrong_page.run(SEEN)
    assert "CONTRADICTIONS: 1 (2 of 13 checks" in seen and "处矛盾" not in seen
    assert wrong_page.run("[document.documentElement.lang, window.same]") == ["en", True]
    assert wrong_page.run("document.querySelector('[data-set=en]').getAttribute('aria-pressed')") == "true"
    assert wrong_page.requests == []
    wrong_page.requests.append(wrong_page.run("location.href"))


def test_the_language_is_kept_for_the_next_page(wrong_page: Browser) -> None:
    wrong_page.click("[data-set=en]")
    wrong_page.call("Page.reload")
    wrong_page.loaded = False
    while not wrong_page.loaded:
        wrong_page._next()
    assert wrong_page.run("document.documentElement.dataset.lang") == "en"


def test_the_first_crop_is_open_and_the_others_are_shut_and_it_shows_the_page_with_its_boxes(
    wrong_page: Browser,
) -> None:
    first = "document.querySelector('#contradictions svg.crop')"
    shown = "[...document.querySelectorAll('#contradictions svg.crop')].map(e => e.checkVisibility())"
    assert wrong_page.run(shown) == [True, False]
    wrong_page.run(f"{first}.scrollIntoView({{block: 'center'}})")
    box = wrong_page.run(f"(r => [r.left, r.top, r.right, r.bottom])({first}.getBoundingClientRect())")
    pixels = np.asarray(Image.open(io.BytesIO(wrong_page.picture())).convert("RGB")).astype(int)
    left, top, right, bottom = (round(v) for v in box)
    crop = pixels[max(top, 0) : bottom, left:right]
    red, blue = (np.abs(crop - np.array(c)).sum(axis=2) < 90 for c in ((0xD0, 0, 0), (0x1F, 0x5F, 0xA8)))
    assert red.sum() > 200 and blue.sum() > red.sum()
    assert (crop.max(axis=2) < 90).mean() > 0.005, "the print of the page is there"


def test_under_a_red_verdict_each_contradiction_is_a_sentence_that_leads_to_it(wrong_page: Browser) -> None:
    under = "document.querySelector('p.verdict').nextElementSibling"
    assert wrong_page.run(f"{under}.innerText").startswith(
        "1. 部门支出总表 2010102 一般行政管理事务 项目支出"
    )
    assert wrong_page.run(f"{under}.innerText").strip().endswith("印为 7.00 万元，应为 8 万元；一位数字有误")
    assert wrong_page.run(f"document.querySelector({under}.querySelector('a').hash).tagName") == "ARTICLE"


def test_on_a_phone_the_switch_covers_no_link_and_the_boxed_cell_is_in_sight(
    browser: Browser, folder: Path
) -> None:
    browser.open(folder / "wrong.html", 320)
    over = """(() => { const s = document.querySelector('.switch').getBoundingClientRect();
      const n = document.querySelector('.bar nav').getBoundingClientRect();
      return s.bottom > n.top && s.top < n.bottom; })()"""
    assert browser.run(over) is False, "they stand below each other"
    inside = """(() => { const r = document.querySelector('#contradictions rect.reported').getBoundingClientRect();
      return r.left >= 0 && r.right <= innerWidth; })()"""
    assert browser.run(inside) is True


def test_on_a_phone_a_crop_is_whole_until_it_is_touched_and_then_large_with_the_box_in_sight(
    browser: Browser, folder: Path
) -> None:
    browser.open(folder / "wrong.html", 390)
    wide = (
        "(r => r.right - r.left)(document.querySelector('#contradictions svg.crop').getBoundingClientRect())"
    )
    ends = "(r => [r.left, r.right])(document.querySelector('#contradictions {}').getBoundingClientRect())"
    left, right = browser.run(ends.format("svg.crop"))
    assert left >= 0 and right <= 390
    before = browser.run(wide)
    browser.run("document.querySelector('#contradictions .wide').click()")
    assert browser.run(wide) > 1.5 * before
    left, right = browser.run(ends.format("rect.reported"))
    assert left >= 0 and right <= 390
    assert browser.run("document.documentElement.scrollWidth") <= 390


def test_the_culprit_is_marked_in_its_table_which_stands_open(wrong_page: Browser) -> None:
    marked = wrong_page.run(
        "[...document.querySelectorAll('#printed td.s button')].filter(b => b.checkVisibility()).map(b => b.textContent)"
    )
    assert marked == ["7.00"]


def test_a_figure_tells_where_it_is_from_when_it_is_touched(wrong_page: Browser) -> None:
    wrong_page.click("#printed td.s button")
    told = wrong_page.run("document.getElementById('about').innerText")
    assert "layout:p1t1r5c4" in told and "第 1 页" in told and "7.00 万元" in told
    assert (
        "2010102 一般行政管理事务" in told and "项目支出" in told and "不符 [W01]" in told and "[W07]" in told
    )
    wrong_page.click("[data-set=en]")
    told = wrong_page.run("document.getElementById('about').innerText")
    assert "page 1" in told and "does not agree [W01] Department expenditure: each row's total" in told
    wrong_page.press("Escape")
    assert wrong_page.run("document.getElementById('about').checkVisibility()") is False


def test_what_was_not_read_tells_why(wrong_page: Browser) -> None:
    wrong_page.click("#printed td.q button")
    told = wrong_page.run("document.getElementById('about').innerText")
    assert "约3" in told and "不是以万元计的金额" in told


def test_the_keyboard_reaches_figures_and_what_is_known_of_them(wrong_page: Browser) -> None:
    wrong_page.run("document.querySelector('#printed .wide').focus()")
    wrong_page.press("Tab")
    here = "[document.activeElement.textContent, document.activeElement.closest('tr').cells[0].textContent]"
    assert wrong_page.run(here) == ["20.00", "合计"]
    wrong_page.press("ArrowRight")
    wrong_page.press("ArrowDown")
    assert wrong_page.run(here) == ["12.00", "201"]
    wrong_page.press("Enter")
    assert "201 一般公共服务支出" in wrong_page.run("document.querySelector('#about h2').innerText")
    wrong_page.press("Tab")
    assert wrong_page.run("document.activeElement.className") == "close", "what is known is the next stop"
    wrong_page.press("Escape")
    assert wrong_page.run("document.getElementById('about').checkVisibility()") is False
    assert wrong_page.run(here) == ["12.00", "201"], "and back"


def test_a_table_is_one_stop_of_the_tab_key(wrong_page: Browser) -> None:
    assert wrong_page.run("document.querySelectorAll('#printed td button').length") == 18
    assert wrong_page.run("document.querySelectorAll('#printed td button[tabindex=\"0\"]').length") == 1


def test_text_of_a_document_is_text_in_the_page_and_where_a_figure_is_told(wrong_page: Browser) -> None:
    assert wrong_page.run("window.hacked ?? null") is None
    cell = f"[...document.querySelectorAll('#printed td')].find(c => c.textContent.replace(/\\s/g, '') === {json.dumps('人大事务' + SCRIPT)})"
    assert wrong_page.run(f"{cell} !== undefined && {cell}.children.length === 0")
    wrong_page.run(f"{cell}.closest('tr').querySelector('button').click()")
    assert SCRIPT in wrong_page.run("document.querySelector('#about h2').textContent")
    assert wrong_page.run("document.querySelectorAll('#about script').length") == 0


def test_the_index_sorts_by_a_heading_and_the_other_way_round_and_the_unknown_stands_last(
    index_page: Browser,
) -> None:
    names = "[...document.querySelectorAll('tbody tr')].map(r => r.cells[0].querySelector('small')?.textContent ?? r.cells[0].textContent)"
    assert index_page.run(names) == ["banan-2024-budget", "layout", "inline", "lost"]
    index_page.click("thead th:nth-child(9) button")
    assert index_page.run(names) == ["inline", "layout", "banan-2024-budget", "lost"], "3, 15, 197 figures"
    index_page.click("thead th:nth-child(9) button")
    assert index_page.run(names) == ["banan-2024-budget", "layout", "inline", "lost"]
    assert (
        index_page.run("document.querySelector('thead th:nth-child(9)').getAttribute('aria-sort')")
        == "descending"
    )
    index_page.click("thead th:nth-child(8) button")
    assert index_page.run(names) == ["layout", "inline", "banan-2024-budget", "lost"], "1, 1, 13 pages"
    index_page.click("thead th:nth-child(4) button")
    assert index_page.run(names) == ["layout", "lost", "inline", "banan-2024-budget"], "contradictions first"


def test_the_index_leads_to_the_pages_and_back(browser: Browser, index_page: Browser, folder: Path) -> None:
    link = index_page.run("document.querySelector('tbody a').href")
    browser.open(folder / "index-pages" / "banan-2024-budget.html")
    assert browser.run("location.href") == link
    assert browser.run("document.querySelector('main a').href") == (folder / "index.html").as_uri()
    browser.requests[:] = [(folder / "index.html").as_uri()]


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_the_page_is_as_wide_as_the_screen_and_its_text_can_be_told_from_its_ground(
    browser: Browser, folder: Path, width: int
) -> None:
    for path in (folder / "wrong.html", folder / "index.html"):
        browser.open(path, width)
        browser.run(
            "document.querySelectorAll('details').forEach(d => { d.open = true; }); document.querySelector('[data-f]')?.click()"
        )
        for lang in ("zh", "en"):
            browser.click(f"[data-set={lang}]")
            assert browser.run("document.documentElement.scrollWidth") <= width
            assert browser.run(CONTRAST) == []


def test_on_paper_everything_is_open_and_nothing_is_lost_at_the_side(banan_page: Browser) -> None:
    pdf = pypdfium2.PdfDocument(banan_page.paper())
    text = "".join(p.get_textpage().get_text_bounded() for p in pdf)
    d = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
    printed = [t for t in d.line_items["printed"] if t]
    assert len(printed) > 130 and [t for t in printed if text.count(t) < printed.count(t)] == []
    assert banan_page.run("document.querySelectorAll('#printed details[open]').length") == 0, "shut again"


def test_the_page_of_one_document_needs_no_file_beside_it(browser: Browser, tmp_path: Path) -> None:
    d = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
    path = tmp_path / "alone.html"
    path.write_text(page(d, bk.reconcile(d)), encoding="utf-8")
    for one in opened(browser, path):
        assert "没有矛盾" in one.run(SEEN)
