"""The site is built as ``make docs`` builds it: no warning, no dead link, nothing fetched, and Chinese is found."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from lxml import html

from tests.support import ROOT
from tests.support.browser import CHROMIUM, Browser

pytestmark = [
    pytest.mark.long,
    pytest.mark.xdist_group("site"),
    pytest.mark.skipif(
        importlib.util.find_spec("myst_nb") is None, reason="the extra 'docs' is not installed"
    ),
]
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the site was not looked at")
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "video": "src"}
WIDTHS = (390, 820, 1280)
LOOKED_AT = (
    "index",
    "zh/index",
    "start",
    "questions",
    "rules/index",
    "rules/W01",
    "codes/functional",
    "notebooks/05-where-the-money-goes",
    "api/budgetkit",
    "data-dictionary",
    "beside",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    place = tmp_path_factory.mktemp("site")
    source, built = place / "source", place / "html"
    sphinx = ["sphinx", "-q", "-W", "--keep-going", "-j", "2", "-b", "html", "-c", "docs"]
    for command in (["docs.generate", source], [*sphinx, source, built]):
        done = subprocess.run(
            [sys.executable, "-m", *map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
    return built


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    one = Browser()
    yield one
    one.close()


@cache
def tree(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes())


@cache
def anchors(path: Path) -> frozenset[str]:
    return frozenset({str(e.get("id")) for e in tree(path).iter() if e.get("id")})


def dead_links(site: Path) -> list[str]:
    """Return the links of all pages that lead to no file, or to no place in it."""
    found = []
    for page in sorted(site.rglob("*.html")):
        for link in tree(page).iter("a"):
            target = urlsplit(link.get("href") or "")
            if target.scheme or target.netloc or not link.get("href"):
                continue
            there = (page.parent / unquote(target.path)).resolve() if target.path else page
            anchor = unquote(target.fragment)
            if not there.is_file() or (anchor and there.suffix == ".html" and anchor not in anchors(there)):
                found.append(f"{page.relative_to(site)}: {link.get('href')}")
    return found


def fetched(site: Path) -> list[str]:
    """Return what pages and styles would load from elsewhere, or from a file that is not there."""
    found = []
    for page in sorted(site.rglob("*.html")):
        for thing in tree(page).iter(*LOADED):
            url = str(thing.get(LOADED[thing.tag]) or "")
            if not url or url.startswith("data:") or thing.get("rel") in ("next", "prev", "index", "search"):
                continue
            if urlsplit(url).netloc or not (page.parent / unquote(urlsplit(url).path)).is_file():
                found.append(f"{page.relative_to(site)}: {url}")
    for style in sorted(site.rglob("*.css")):
        found += re.findall(r"url\([\"']?(?:https?:)?//[^)]*|@import[^;]*", style.read_text(encoding="utf-8"))
    return found


def test_no_link_within_the_site_is_dead(site):
    assert dead_links(site) == []


def test_nothing_is_fetched_from_elsewhere(site):
    assert fetched(site) == []


def test_no_page_names_a_path_of_this_machine(site):
    texts = (path for path in site.rglob("*") if path.suffix in (".html", ".js", ".txt", ".inv", ".json"))
    here = [str(ROOT).encode(), str(site).encode(), str(Path.home()).encode()]
    assert [p.name for p in texts if any(len(h) > 5 and h in p.read_bytes() for h in here)] == []


def test_every_notebook_is_there_with_its_saved_outputs(site):
    for notebook in ROOT.glob("notebooks/*.ipynb"):
        page = site / "notebooks" / f"{notebook.stem}.html"
        assert tree(page).xpath("//*[contains(@class, 'cell_output')]"), notebook.name


def test_the_chinese_front_says_that_it_is_chinese_and_each_front_leads_to_the_other(site):
    assert tree(site / "zh" / "index.html").get("lang") == "zh-CN"
    assert tree(site / "index.html").get("lang") == "en"
    assert "../index.html" in tree(site / "zh" / "index.html").xpath("//article//a/@href")
    assert "zh/index.html" in tree(site / "index.html").xpath("//article//a/@href")


def test_a_dead_link_and_a_request_to_elsewhere_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="x"><a href="#x">1</a><a href="#y">2</a><a href="b.html">3</a><a href="https://example.org">4</a>'
        '<script src="https://example.org/a.js"></script><img src="c.png"></p>',
        encoding="utf-8",
    )
    (tmp_path / "a.css").write_text(
        '@import "x.css"; a { background: url(//example.org/x) }', encoding="utf-8"
    )
    assert dead_links(tmp_path) == ["a.html: #y", "a.html: b.html"]
    assert len(fetched(tmp_path)) == 4


@in_a_browser
@pytest.mark.parametrize("page", LOOKED_AT)
def test_a_page_fits_its_window_asks_for_nothing_elsewhere_and_complains_of_nothing(site, browser, page):
    for width in WIDTHS:
        browser.open(site / f"{page}.html", width)
        assert browser.run("document.documentElement.scrollWidth <= window.innerWidth"), width
    assert [url for url in browser.requests if not url.startswith(("file:", "data:"))] == []
    assert browser.complaints == []


FOUND = """
new Promise(done => {
  const look = () => {
    const links = [...document.querySelectorAll('#search-results li a')].map(a => a.getAttribute('href').split('?')[0]);
    const over = document.querySelector('#search-results .search-summary')?.textContent || '';
    (links.length && over.includes('finished')) ? done(links) : requestAnimationFrame(look);
  };
  look();
})
"""


@in_a_browser
@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("劳务费", "rules/P08.html"),
        ("“三公”经费", "rules/W14.html"),
        ("30226", "codes/economic.html"),
        ("labour services", "notebooks/06-who-pays-the-staff.html"),
    ],
)
def test_search_finds_chinese_words_codes_and_english_ones(site, browser, query, page):
    browser.open(site / "search.html", query=f"?q={quote(query)}")
    assert page in browser.run(FOUND)
    assert browser.complaints == []


@in_a_browser
def test_typing_a_code_or_a_word_leaves_the_rows_that_hold_it(site, browser):
    browser.open(site / "codes" / "functional.html")
    left = (
        "(words => { const box = document.querySelector('.filter input'); box.value = words; "
        "box.dispatchEvent(new Event('input')); const rows = [...document.querySelectorAll('article tbody tr')]"
        ".filter(row => !row.hidden); return [rows.length, rows[0]?.cells[0].textContent.trim(), "
        "document.querySelector('.filter span').textContent]; })"
    )
    assert browser.run(f"{left}('2080505')") == [1, "2080505", "1 / 841"]
    number, first, said = browser.run(f"{left}('养老 insurance')")
    assert 1 < number < 30 and said == f"{number} / 841" and first.startswith("208")
    assert browser.run(f"{left}('nothing of the kind')")[0] == 0
    assert browser.run(f"{left}('')")[0] == 841
