"""A file of HTML, or of web pages in one file (MHT), becomes pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from ...errors import SourceError
from ..content import FETCH, is_message
from ..inline import Aside
from ..pages import Grid, Line, Page, with_surroundings
from .charset import text_of
from .flow import Flow
from .mht import Source, sources
from .notice import said_only
from .seen import Styles
from .tables import blocks, make_tables

_INVISIBLE = re.compile("[\0-\x08\x0b\x0e-\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SCRIPTED = re.compile(r"[\"'][\u4e00-\u9fff][^\"'\n]{0,40}[\"'][^\n]{0,80}?\d[\d,]{0,20}\.\d\d")
_SHEET = re.compile(r"sheet\d{1,4}\.html?", re.IGNORECASE)
_MOST_PICTURES = 20


def read(path: Path) -> list[Page]:
    """Read a web page as one page, number 1; each page of an MHT file, or sheet of a saved workbook, as one.

    Tables of data become grids (engine ``html``) whose cells say in `ref` where they stand in the page:
    ``table[2]/tr[5]/td[3]`` is the third cell in the fifth row of the second table. Tables that lay out the
    page become lines. What a style hides is in ``hidden``; pictures, frames and attached files, which are
    never fetched, are in ``remarks``.

    Raises
    ------
    SourceError
        The file holds no text, is damaged, or only says that what was asked for is not to be had.
    """
    data = path.read_bytes()
    found = sources(data, path) if is_message(data) else [Source(data)]
    read_pages = [_read(source, path) for source in found]
    if sheets := _sheets(read_pages[0][1], path):
        read_pages = [_read(source, path) for source in sheets]
    pages = [page for page, _ in read_pages if page.blocks]
    if not pages or not any(map(_tells, pages)):
        for page, tree in read_pages:
            if why := said_only(page, tree):
                raise SourceError(f"{path}: is a web page that {why}; {FETCH}")
    return [_numbered(page, n) for n, page in enumerate(pages, 1)]


def _sheets(tree: Any, path: Path) -> list[Source]:
    """Return the sheets of a workbook that was saved as a page of frames, from the folder beside it."""
    links = [unquote(link.get("href") or "") for link in tree.iter("link") if link.get("id") == "shLink"]
    files = [path.parent / folder / name for folder, _, name in (link.partition("/") for link in links)
             if folder.startswith(path.stem) and _SHEET.fullmatch(name)]  # fmt: skip
    return [Source(file.read_bytes()) for file in files if file.is_file() and not file.is_symlink()]


def _tells(page: Page) -> bool:
    """Say whether there is a table with figures in a page, or files that may hold one."""
    figures = sum(bool(re.search(r"\d", c.text)) for grid in page.grids for c in grid.cells)
    return figures > 1 or any(remark.startswith("an attachment") for remark in page.remarks)


def _read(source: Source, path: Path) -> tuple[Page, Any]:
    text, undecoded = text_of(source.data, source.charset)
    tree = _tree(_served(_INVISIBLE.sub("", text)), path)
    aside = Aside()
    styles = Styles("\n".join(node.text or "" for node in tree.iter("style")))
    make_tables(tree, styles)
    flow = Flow(tree, styles, aside)
    body = tree.find("body")
    found = list(blocks(flow, flow.events(tree if body is None else body)))
    found, title = _titled(found, tree)
    remarks = [*_few(aside.remarks), *([undecoded] if undecoded else []), *_scripted(tree, found)]
    page = Page(
        1, blocks=with_surroundings(found), hidden=tuple(aside.hidden), remarks=tuple(remarks), title=title
    )
    return page, tree


def _served(text: str) -> str:
    """Leave out what a server would have run (<% … %>), if it is there."""
    first, *more = text.split("<%")
    return "".join([first, *(part.partition("%>")[2] if "%>" in part else f"<%{part}" for part in more)])


def _tree(text: str, path: Path) -> Any:
    """Parse a page; nothing is fetched, and no entity is known but those of HTML."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    data = text.encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(data if data.strip() else b"<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError(f"{path}: the web page is damaged and cannot be read; {FETCH}") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise SourceError(f"{path}: the web page is nested deeper than any disclosure")
    return tree


def _titled(found: Sequence[Line | Grid], tree: Any) -> tuple[list[Line | Grid], str]:
    """Find the line that is the title by what the page says of itself; set it on top if no line is."""
    named = [m.get("content") for m in tree.iter("meta") if (m.get("name") or "").lower() == "articletitle"]
    titles = [" ".join("".join(node.itertext()).split()) for node in tree.iter("title")]
    whole = [*filter(None, named), *filter(None, titles)]
    parts = [part for title in titles for part in re.split(r"\s*[-_|—–]+\s*", title) if len(part) > 7]
    lines = [block if isinstance(block, Line) else None for block in found]
    for title in map(_bare, [*whole, *parts]):
        for size in (1, 2, 3):
            for k in range(len(lines) - size + 1):
                run = [line for line in lines[k : k + size] if line]
                if len(run) == size and _bare("".join(line.text for line in run)) == title:
                    return list(found), run[0].text
    headed = next((line.text for line in lines if line and line.level == 1), "")
    if headed or not whole:
        return list(found), headed
    return ([Line(whole[0], level=1), *found] if found else []), whole[0]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _few(remarks: Sequence[str]) -> list[str]:
    """Say each thing once, and of many pictures the first."""
    once = list(dict.fromkeys(remarks))
    pictures = [remark for remark in once if remark.startswith("a picture")]
    dropped = set(pictures[_MOST_PICTURES:])
    more = [f"{len(dropped)} more pictures, which are not read"] if dropped else []
    return [remark for remark in once if remark not in dropped] + more


def _scripted(tree: Any, found: Sequence[Line | Grid]) -> list[str]:
    """Say that figures stand in a script, where no table holds any."""
    if any(isinstance(block, Grid) for block in found):
        return []
    scripts = "\n".join(node.text or "" for node in tree.iter("script"))
    named = len(_SCRIPTED.findall(scripts))
    return [f"{named} figures in a script, which is not run"] if named > 2 else []


def _numbered(page: Page, n: int) -> Page:
    blocks = tuple(replace(b, page=n) if isinstance(b, Grid) else b for b in page.blocks)
    return replace(page, number=n, blocks=blocks)
