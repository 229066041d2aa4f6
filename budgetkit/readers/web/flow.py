"""The elements of a web page as a stream: text, ends of lines, headings, tables; hidden parts aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from ..inline import BLOCK, FILE, NOT_READ, Aside
from ..stream import Event
from .seen import Styles

_DROP = ("script", "style", "template", "noscript", "title", "head", "xml", "rt", "rp", "object")
_STRUCK = ("del", "s", "strike")
_WIDE = "[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t\r]*\n\s*?(?={_WIDE})")
_AMOUNT = re.compile(r"\d\.\d")
_ICON = 60
"""Pixels: a picture that is said to be smaller holds no table."""


class Flow:
    """Turns elements of one page into events, and keeps aside what is hidden or not read."""

    def __init__(self, root: Any, styles: Styles, aside: Aside) -> None:
        self.styles, self.aside = styles, aside
        self.numbers = {node: n for n, node in enumerate(root.iter("table"), 1)}

    def events(self, root: Any) -> list[Event]:
        """Return what is within an element; tables within it stay whole, but for those of one cell."""
        found: list[Event] = []
        modes: list[str] = []
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start":
                mode = "text" if node is root else self._mode(node, modes[-1])
                found += self._open(node, mode) if node is not root else []
                if mode in ("skip", "table"):
                    walk.skip_subtree()
                modes.append(mode)
                found += _text(node.text, mode)
                continue
            if event == "end":
                if modes.pop() not in ("skip", "table") and _parts(node, self.styles):
                    found.append(Event("block"))
            elif event == "comment":
                self._comment(node.text or "")
            if node is not root:
                found += _text(node.tail, modes[-1])
        return found

    def hide(self, node: Any) -> None:
        """Keep the text of an element that is not to be seen."""
        cells = list(node.iter("td", "th")) or [node]
        text = " ".join(" ".join("".join(cell.itertext()) for cell in cells).split())
        if text:
            self.aside.hidden.append(text)

    def _mode(self, node: Any, outer: str) -> str:
        """Say what becomes of the text of an element."""
        tag = str(node.tag)
        if tag in _DROP:
            return "skip"
        if self.styles.hidden(node):
            self.hide(node)
            return "skip"
        if tag == "table" and _has_cells(node):
            return "table"
        if tag in _STRUCK or self.styles.struck(node):
            return "struck"
        if outer not in ("text", "link"):
            return outer
        if tag == "a" and re.match("#.", node.get("href") or ""):
            return "link"
        return "mark" if tag == "sup" else "pre" if tag == "pre" else outer

    def _open(self, node: Any, mode: str) -> Iterable[Event]:
        tag = str(node.tag)
        if mode == "table":
            yield Event("table", node=node)
        elif mode == "skip":
            return
        elif tag == "br":
            yield Event("break")
        elif tag in NOT_READ:
            yield from self._picture(node, tag)
        elif tag == "input" and (node.get("type") or "text").lower() in ("text", "number"):
            yield Event("text", f" {node.get('value') or ''} ")
        elif _parts(node, self.styles):
            yield Event("block", level=int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0)
        if tag == "a" and FILE.search(node.get("href") or ""):
            self.aside.not_read("an attachment", node.get("href"))

    def _picture(self, node: Any, tag: str) -> Iterable[Event]:
        sizes = [re.match(r"\d{1,9}", node.get(side) or "") for side in ("width", "height")]
        source = node.get("src") or node.get("data") or ""
        if (tag == "img" and not source) or any(size and int(size[0]) < _ICON for size in sizes):
            return
        self.aside.not_read(NOT_READ[tag], source)
        yield Event("picture")

    def _comment(self, text: str) -> None:
        """Keep a comment that holds amounts: rows that were taken out of a table."""
        if text.lstrip().startswith("[if") or not _AMOUNT.search(text):
            return
        bare = " ".join(" ".join(part.rpartition(">")[2] for part in text.split("<")).split())
        if _AMOUNT.search(bare):
            self.aside.hidden.append(bare)


def _parts(node: Any, styles: Styles) -> bool:
    """Say whether an element begins and ends lines."""
    tag = str(node.tag)
    return bool(BLOCK.fullmatch(tag)) or tag in ("hr", "form", "nav", "aside", "option") or styles.apart(node)


def _has_cells(table: Any) -> bool:
    """Say whether a table has more than one cell; one cell is a frame around what it holds."""
    cells = table.iter("td", "th")
    return next(cells, None) is not None and next(cells, None) is not None


def _text(text: str | None, mode: str) -> Iterator[Event]:
    if not text or mode in ("skip", "table"):
        return
    if mode == "pre":
        for k, line in enumerate(text.split("\n")):
            if k:
                yield Event("break")
            yield Event("text", line)
        return
    yield Event(mode, re.sub(r"[ \t\r\n\f]+", " ", _WRAPPED.sub("", text)))
