"""Context: headings, paragraphs and the breaks of a sentence open and close what the scopes hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..knowledge import any_of
from .bodies import Publisher
from .breaks import Cut
from .clauses import read_clause
from .headings import heading_topic, unit_topic
from .nouns import Topic
from .paragraphs import Paragraph
from .scopes import MOVED, Frame, Said, Scopes
from .topics import inherit

_ENUMERATED = re.compile(
    r"\s*(?:[二三四五六七八九]是|[2-9][.．、](?!\d)|（[二三四五六2-9]）|另一方面|同时|其[二三四])"
)
_GOES_ON = re.compile(r"比|较|与|同比|增长|增加|减少|下降|占|主要|其中|预算收支")
_COMPARED = re.compile(rf"{any_of('compare')}|同比|环比")
_TABLE = re.compile(r"表(?:[一二三四五六七八九十\d]*|（.*）)\Z")


@dataclass(slots=True)
class Context:
    """Opens and closes scopes, paragraph after paragraph; nobody else changes its fields but as said.

    Attributes
    ----------
    paragraph, text : Paragraph, str
        What is read, and its folded text; the reader of paragraphs sets them.
    announced : (Topic, int) or None
        Whole of a list that begins in the next paragraph, and the rank of the paragraph that says so.
    fresh, unfinished : bool
        The last paragraph was a heading, or ended in the middle of a sentence.
    enumerated : bool
        The items of the open list are separated by 、, so that a ， ends it.
    """

    publisher: Publisher
    scopes: Scopes
    paragraph: Paragraph = field(default_factory=lambda: Paragraph(0, 0, "", False, ""))
    text: str = ""
    announced: tuple[Topic, int] | None = None
    fresh: bool = False
    unfinished: bool = False
    enumerated: bool = False

    # headings and paragraphs

    def enter(self, rank: int, title: str) -> None:
        """Go below a heading; the title of a table says nothing about the prose below it.

        A heading without a marker that stands below another one ranks with the sections (一、).
        """
        rank = 1 if rank < 0 and " > " in self.paragraph.section else rank
        self._settle(rank)
        names = self.publisher.names
        named = heading_topic(title, names) or unit_topic(title, names)
        self.scopes.enter(rank, None if _TABLE.search(title) else named)
        self.fresh = True

    def begin(self, rank: int) -> None:
        """Decide what a paragraph takes over from the one before it and from its headings."""
        self._settle(rank)
        scopes = self.scopes
        scopes.scope = scopes.head()
        if not (_GOES_ON.match(self.text) or (self.unfinished and rank < 0)):
            own = scopes.heads[-1][1] if scopes.heads and self.fresh else None
            scopes.turn(inherit(own, scopes.head(outer=True)) if own else None)
            if not any(rank != int(rank) for rank, _ in scopes.heads):
                scopes.base = None

    def finish(self, rank: int) -> None:
        """End a paragraph; a list that it announces (其中：) stays open for those below it."""
        listing = self.scopes.listing
        self.end(len(self.text))
        self.fresh, self.unfinished = False, self.text[-1:] in "，、"
        whole = self.scopes.scope
        if listing and whole and re.search(rf"(?:{any_of('scope')}|：)[：，。]?\Z", self.text):
            self.announced = (whole, rank)

    def end(self, at: int) -> None:
        """Close all that is open within a sentence."""
        self._explain(self.scopes.pop(), at)
        self.scopes.end_list()

    def _settle(self, rank: int) -> None:
        """Open the list that the paragraph before announced, or end one where its items end."""
        goes_on = _GOES_ON.match(self.text) or self.unfinished
        if self.announced and rank > self.announced[1]:
            whole, above = self.announced
            self.scopes.go_on_below(whole, above + 0.5 if above >= 0 else rank - 0.5)
        elif rank < 0 and not goes_on:
            self.scopes.end_lists()
        self.announced = None

    # breaks of a sentence

    def cut(self, cut: Cut) -> bool:
        """Let a break open or close a list, bracket, reason or purpose; tell whether the sentence ends."""
        scopes, full_stop = self.scopes, cut.kind in ("。", "！", "？")
        if cut.kind == "，" and self.enumerated and _COMPARED.match(self.text, cut.end):
            scopes.back_to_whole()
        self.enumerated = cut.kind == "、" and scopes.listing and not scopes.frames
        if cut.kind == "（":
            scopes.push("bracket", cut.end)
        elif cut.kind == "）":
            self._explain(scopes.pop("bracket"), cut.start)
        elif full_stop:
            scopes.governing = None
            if not (scopes.inside("reason") and _ENUMERATED.match(self.text, cut.end)):
                self.end(cut.start)
        elif cut.kind == "；":
            self._semicolon(cut)
        elif cut.kind == "scope" or (cut.kind == "：" and not scopes.inside("reason") and self._lists(cut)):
            scopes.open_list()
        elif cut.kind in ("reason", "weak", "purpose"):
            self._interrupt(cut)
        return full_stop

    def _semicolon(self, cut: Cut) -> None:
        scopes = self.scopes
        scopes.governing = None
        if re.match(any_of("reason", "reason_weak"), self.text[cut.end : cut.end + 8]):
            return
        if not (_ENUMERATED.match(self.text, cut.end) or self._reason_goes_on(cut.end)):
            self._explain(scopes.close(keep_lists=True), cut.start)
        if not scopes.frames:
            scopes.back_to_whole()

    def _lists(self, cut: Cut) -> bool:
        """Tell whether a colon follows a figure, or ends a paragraph that only names the whole."""
        return bool(self.scopes.group or (self.scopes.subject and cut.end == len(self.text)))

    def _reason_goes_on(self, at: int) -> bool:
        """Tell whether another change without a base follows a reason that lists changes."""
        reason = self.scopes.innermost("reason")
        if not (reason and reason.used):
            return False
        number = re.compile(r"[^，。；]*?(?=\d)").match(self.text, at)
        clause = read_clause(number[0] if number else "", self.publisher.year)
        return clause.role == "change" and clause.base is None

    # reasons and purposes

    def _interrupt(self, cut: Cut) -> None:
        """Open a reason or a purpose; a reason that names a subject (收入减少的主要原因是) explains that."""
        scopes = self.scopes
        self._explain(scopes.close(keep_lists=cut.kind == "purpose"), cut.start)
        moved = any(said.role in MOVED for said in scopes.group)
        reason = cut.kind == "reason" or (cut.kind == "weak" and moved)
        frame = scopes.push("reason" if reason else "purpose", cut.end)
        if reason and not frame.group and (named := self.publisher.topic(self._lead(cut.end))):
            frame.group = self._changes(inherit(named, None))
            scopes.turn(inherit(named, scopes.head()))

    def _lead(self, start: int) -> str:
        """Return what stands before 主要原因 in its clause: ``财政拨款收入减少的``."""
        before = re.split(any_of("reason"), re.split(r"[，。；：]", self.text[:start])[-1])[0]
        return read_clause(before.removesuffix("的"), self.publisher.year).noun

    def _changes(self, named: Topic) -> list[Said]:
        """Return the changes of this section that a sentence about a reason speaks of."""
        moved = [s for s in self.scopes.recent if s.role in MOVED and s.about.fund == named.fund]
        return [s for s in moved if not named.direction or s.about.direction == named.direction]

    def _explain(self, closed: Iterable[Frame], end: int) -> None:
        """Attach the text of the reasons that were closed to what they explain."""
        for frame in closed:
            if frame.kind == "reason":
                reason = self.paragraph.text[frame.start : end].strip("，：；。、 是为")
                for said in frame.group:
                    if said.role in ("level", *MOVED):
                        said.reason = said.reason or reason
