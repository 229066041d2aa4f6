"""Lines outside of tables -> paragraphs, each with the headings that it stands under.

A printed line says little: sentences and even numbers are broken over lines and pages. What ends a
paragraph is a line that does not reach the right margin, what starts one is an indent, a list marker
or a heading; without geometry (Markdown) it is the punctuation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..amounts import find_unit
from ..readers import BBox, Grid, Line, Page
from ..text import fold, marker, tidy
from .numbers import Share, shares
from .typesetting import Margins, em, join_rows

_PAGE_NUMBER = re.compile(
    r"[-—–－―─━\s·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[\s/，,]*共?\s*\d{1,4}\s*页)?[-—–－―─━\s·]*"
    r"|\[*(?:[Pp]age|PAGE)\s*\d{1,4}(?:\s*of\s*\d{1,4})?\]*"
)
_NOTE = re.compile(r"(?:备\s*注|注)\s*[：:]|注\s*\d|说明\s*[：:]")
_DANGLING = re.compile(r"(?:[、，,（(“《〈—0-9]|[^。；：:;！？”’）)》\].!?…]\Z)")


_FULL_STOP = re.compile(r"[。！？；：:;]['”’）)》]*\Z")
_CLOSED = re.compile(r"[。！？]['”’）)》]*\Z")
_FIGURE = re.compile(r"\d\s*(?:[万亿千百]?元|[%％辆])")
_TITLE = re.compile(r"^[^，。：]{0,35}(?:说明|情况|概况|安排|经费|采购|表\d*[）)])\Z")
_HEADLINE = re.compile(r"[^。，；：、]*(?:说明|概况|名词解释)")
_DENIAL = re.compile(r"无(?![形线偿障锡])|没有|未安排|不涉及")
_TABLE = re.compile(r"表(?:[一二三四五六七八九十\d]*|[（(].*[）)])\Z")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of prose.

    Attributes
    ----------
    page : int
        Page where it starts, from 1.
    number : int
        Number in the document, from 1.
    section : str
        Headings above it, outermost first, joined by `` > ``; a heading names itself last.
    heading : bool
        It is a heading.
    text : str
        Its text in one piece, without the white space that typesetting brought in.
    lines : tuple of (int, int, BBox or None)
        Of each printed line: the offset in `text` where it begins, its page, and where it stands.

    Examples
    --------
    >>> Paragraph(3, 1, "", False, "预算5万元", ((0, 3, None), (2, 4, None))).page_at(4)
    4
    """

    page: int
    number: int
    section: str
    heading: bool
    text: str
    lines: tuple[tuple[int, int, BBox | None], ...] = ()

    def page_at(self, offset: int) -> int:
        """Return the page on which the character at `offset` is printed."""
        return max((page for start, page, _ in self.lines if start <= offset), default=self.page)

    def shares(self) -> list[Share]:
        """Return the numbers of the text that are shares, with or without the sign %."""
        return shares(fold(self.text))

    def places(self, start: int, end: int) -> list[tuple[int, BBox]]:
        """Return page and box of each printed line that holds a part of ``text[start:end]``.

        >>> p = Paragraph(1, 1, "", False, "预算5万元", ((0, 1, (0, 0, 9, 9)), (3, 2, (0, 9, 9, 18))))
        >>> p.places(2, 3), p.places(2, 5)
        ([(1, (0, 0, 9, 9))], [(1, (0, 0, 9, 9)), (2, (0, 9, 9, 18))])
        """
        ends = [at for at, _, _ in self.lines[1:]] + [len(self.text)]
        return [
            (page, box)
            for (at, page, box), until in zip(self.lines, ends, strict=True)
            if at < end and until > start and box
        ]


@dataclass(slots=True)
class _Piece:
    """A paragraph in the making."""

    page: int
    text: str = ""
    level: int = 0
    lines: list[tuple[int, int, BBox | None]] = field(default_factory=list)
    last: Line | None = None
    open: bool = False

    def add(self, line: Line, page: int, open_: bool) -> None:
        text = tidy(line.text)
        if (
            self.text[-1:].isascii()
            and self.text[-1:].isalpha()
            and text[:1].isascii()
            and text[:1].isalpha()
        ):
            self.text += " "
        self.lines.append((len(self.text), page, line.bbox))
        self.text += text
        self.last, self.open = line, open_


def paragraphs(pages: Iterable[Page]) -> list[Paragraph]:
    """Join the lines outside of tables into paragraphs.

    Page numbers, running headers, units and notes of tables are left out (a table keeps its own in
    ``Grid.above`` and ``Grid.below``); a title directly above a table becomes a heading.

    Parameters
    ----------
    pages : iterable of Page
        What a reader returned.

    Returns
    -------
    list of Paragraph
        In reading order.

    Examples
    --------
    >>> lines = Line("一、收支", level=2), Line("预算 5 万元，主要用于办公"), Line("费、水费等。")
    >>> [(p.heading, p.text) for p in paragraphs([Page(1, blocks=lines)])]
    [(True, '一、收支'), (False, '预算5万元，主要用于办公费、水费等。')]
    """
    pages = list(pages)
    running = _running(pages)
    pieces: list[_Piece] = []
    for page in pages:
        margins = Margins(page)
        for line, title in _prose_lines(page, running):
            piece = pieces[-1] if pieces else None
            if title or line.level or piece is None or not _continues(margins, piece, line):
                pieces.append(piece := _Piece(page.number, level=line.level or (9 if title else 0)))
            piece.add(line, page.number, margins.reaches(line) and not (title or line.level))
    return list(_numbered(pieces))


def _running(pages: Sequence[Page]) -> frozenset[str]:
    """Return texts that head or foot most pages of the document."""
    if len(pages) < 4:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        lines = page.lines
        seen.update({tidy(line.text) for line in (*lines[:2], *lines[-2:])})
    return frozenset(text for text, n in seen.items() if n >= max(4, len(pages) // 2))


def _prose_lines(page: Page, running: frozenset[str]) -> Iterator[tuple[Line, bool]]:
    """Yield lines of prose, and whether each is the title of the table that follows it."""
    blocks = join_rows(page.blocks)
    after_grid = False
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            after_grid = True
            continue
        text = tidy(block.text)
        near = _near_grid(blocks, i)
        note = _NOTE.match(text) and (after_grid or near)
        if not text or _PAGE_NUMBER.fullmatch(text) or text in running or note or _is_unit(text):
            continue
        after_grid = False
        parts = re.split(r"(?<=。)\s*(?=第[一二三四五六七八九十]{1,3}部分)", block.text)
        for part in parts:
            yield (
                (replace(block, text=part) if len(parts) > 1 else block),
                near and not re.search(r"[：:].", text),
            )


def _near_grid(blocks: Sequence[Line | Grid], i: int) -> bool:
    """Tell whether only short lines without a full stop stand between a line and the next table."""
    for block in blocks[i : i + 5]:
        if isinstance(block, Grid):
            return True
        text = tidy(block.text)
        if len(text) > 45 or _FULL_STOP.search(text.rstrip("：:")) or _FIGURE.search(text):
            return False
    return False


def _is_unit(text: str) -> bool:
    return len(text) < 40 and find_unit(text) is not None and not _FIGURE.search(text)


def _continues(margins: Margins, piece: _Piece, line: Line) -> bool:
    """Tell whether a line goes on with the paragraph before it."""
    last, text = piece.last, tidy(line.text)
    if last is None or piece.level or marker(text)[0] >= 0 or text[0] in "*※":
        return False
    start, end = piece.text[:99], piece.text[-40:]  # of a long one the rest is not looked at for each line
    rank, mark = marker(start)
    name = start[len(mark) :]
    if rank >= 0 and 3 < len(name) < 40 and text.startswith(name):  # 二、某局 / 某局预算5万元
        return False
    if 0 <= rank <= 2 and _TITLE.search(start) and not re.match("说明|情况|[（的]", text):
        return False
    unfinished = re.match(r"[\d,.]+[万亿%]|[，。、；）]", text) or (
        text[0] == "元" and piece.text[-1] in "万亿"
    )
    if unfinished and not _FULL_STOP.search(end):
        return True
    dangling = bool(_DANGLING.search(piece.text[-1:]))
    if last.ends and not margins.wrapped:
        return piece.text[-1:] in "，、（"
    if (
        line.bbox
        and last.bbox
        and line.bbox[0] > margins.left + 1.2 * em(line)
        and not (piece.open and dangling)
    ):
        return False
    if piece.open:
        return not (_CLOSED.search(end) and not margins.wrapped)
    if margins.wrapped and rank >= 0 and len(piece.text) <= 40:
        return piece.text[-1:] in "，、（"
    return dangling and (not margins.wrapped or piece.text[-1:] in "，、（0123456789")


def _numbered(pieces: Iterable[_Piece]) -> Iterator[Paragraph]:
    """Number the paragraphs and give each the headings that it stands under."""
    stack: list[tuple[int, str]] = []
    for number, piece in enumerate(pieces, 1):
        rank, mark = marker(piece.text)
        heading = _is_heading(piece, rank, mark)
        title = piece.text if heading else run_in(piece.text, mark) if rank >= 0 else ""
        if title:
            order = rank if rank >= 0 else -1 if piece.level == 1 else 1
            stack = [(r, t) for r, t in stack if r < order and not _TABLE.search(t)]
            stack.append((order, title))
        elif rank >= 0:
            stack = [(r, t) for r, t in stack if r < rank]
        section = " > ".join(t for _, t in stack)
        yield Paragraph(piece.page, number, section, heading, piece.text, tuple(piece.lines))


def _is_heading(piece: _Piece, rank: int, mark: str) -> bool:
    if piece.level:
        return True
    text = piece.text.rstrip("。")
    if len(text) > 20 and text != piece.text:
        return False
    if text != piece.text and _DENIAL.search(text):
        return False
    if rank < 0:
        return len(text) <= 30 and _HEADLINE.fullmatch(text) is not None
    return (
        len(text) <= 60 and not _FIGURE.search(text) and not re.search(r"[。；，]|[：:]\w", text[len(mark) :])
    )


def run_in(text: str, mark: str) -> str:
    """Return the title that a paragraph begins with, its marker included; "" where there is none.

    A title is short, or the path of a line of the functional classification.

    >>> run_in("（一）机关运行经费。2024年预算5万元。", "（一）")
    '（一）机关运行经费'
    """
    match = _RUN_IN.match(text, len(mark)) if text.startswith(mark) else None
    return text[: match.end()] if match else ""


_RUN_IN = re.compile(
    r"(?:[^。：:；，\d]{2,30}"  # short
    r"|(?:[^。：:；，\d]|(?<=[（(])\d{2,3}(?=[类款项]))+[类款项][）)])"  # a path
    r"(?=[。：:])"
)
