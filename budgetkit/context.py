"""What a reader of prose keeps in mind: headings, the subject, the list it stands in, what interrupts it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .clauses import Base, Cut, read_clause
from .naming import heading_topic, unit_topic
from .prose import Paragraph
from .topics import Topic, inherit, topic
from .wording import Figure, any_of

__all__ = ["Context", "Row"]

Row = dict[str, Any]

_ENUMERATED = re.compile(
    r"\s*(?:[二三四五六七八九]是|[2-9][.．、](?!\d)|（[二三四五六2-9]）|另一方面|其[二三四])"
)
_GOES_ON = re.compile(r"比|较|与|同比|增长|增加|减少|下降|占|主要|其中|预算收支")
_COMPARED = re.compile(rf"{any_of('compare')}|同比|环比")
_TABLE = re.compile(r"表(?:[一二三四五六七八九十\d]*|（.*）)\Z")
_MOVED = ("change", "percent")


@dataclass(slots=True)
class _Frame:
    """What a bracket, a reason or a purpose interrupts; ``used`` once a figure stood in it."""

    kind: str
    start: int
    subject: Topic | None
    group: list[Row]
    scope: Topic | None
    base: Base | None
    used: bool = False


@dataclass(slots=True)
class Context:
    """State of reading, and how headings, lists, reasons and brackets change it.

    Attributes
    ----------
    year : int or None
        Fiscal year of the document.
    names : tuple of str
        Names of the department that publishes it, longest first.
    executed : bool
        It is a final account, so that 预算数 is what its figures are measured against.
    heads : list of (int, Topic or None)
        Rank and topic of the headings that are open, outermost first.
    subject : Topic or None
        What an amount without a noun speaks of.
    scope : Topic or None
        The whole that nouns are parts of: they take fund and direction from it.
    base : Base or None
        What changes are measured against.
    group, recent : list of Row
        Rows of the subject in this sentence, and of the section; a reason is attached to them.
    frames : list of _Frame
        Brackets, reasons and purposes that are open, the innermost last.
    listing : bool
        A list (其中) is open in this sentence; ``owner`` is its whole.
    opened : (Topic, int) or None
        A list that goes on in the paragraphs below, and the rank of the paragraph that opened it.
    mentioned : Topic or None
        What the clause before named without a figure.
    enumerated : bool
        The items of the open list are separated by 、, so that a ， ends it.
    """

    document_id: str
    year: int | None
    names: tuple[str, ...]
    executed: bool = False
    rows: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)
    heads: list[tuple[int, Topic | None]] = field(default_factory=list)
    subject: Topic | None = None
    scope: Topic | None = None
    base: Base | None = None
    group: list[Row] = field(default_factory=list)
    recent: list[Row] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    listing: bool = False
    owner: tuple[Topic, list[Row], int] | None = None
    opened: tuple[Topic, int] | None = None
    mentioned: Topic | None = None
    fresh: bool = False
    unfinished: bool = False
    enumerated: bool = False
    paragraph: Paragraph = field(default_factory=lambda: Paragraph(0, 0, "", False, ""))
    text: str = ""
    sentence: int = 1

    # headings and paragraphs

    def enter(self, rank: int, title: str) -> None:
        """Go below a heading; the title of a table says nothing about the prose below it.

        A heading without a marker that stands below another one ranks with the sections (一、).
        """
        rank = 1 if rank < 0 and " > " in self.paragraph.section else rank
        self.leave(rank)
        named = heading_topic(title, self.names) or unit_topic(title, self.names)
        self.heads.append((rank, None if _TABLE.search(title) else named))
        self.subject, self.group, self.recent, self.base, self.fresh = None, [], [], None, True
        if self.opened and rank <= self.opened[1]:
            self.opened = None

    def leave(self, rank: int) -> None:
        """Close the headings of this rank and below."""
        self.heads = [h for h in self.heads if h[0] < rank]

    def head(self, outer: bool = False) -> Topic | None:
        """Return what the headings speak of, the innermost first; with `outer` without that one."""
        head: Topic | None = None
        for _, found in self.heads[:-1] if outer else self.heads:
            head = inherit(found, head) if found else head
        return head

    def begin(self, rank: int) -> None:
        """Decide what a paragraph takes over from the one before it and from its headings."""
        if self.opened and 0 <= rank <= self.opened[1]:
            self.opened = None
        self.frames, self.listing, self.owner = [], False, None
        self.scope = self.opened[0] if self.opened else self.head()
        if not (_GOES_ON.match(self.text) or (self.unfinished and rank < 0)):
            own = self.heads[-1][1] if self.heads and self.fresh else None
            around = self.opened[0] if self.opened else self.head(outer=True)
            self.subject = inherit(own, around) if own else None
            self.group = []
            self.base = self.base if self.opened else None

    def finish(self, rank: int) -> None:
        """End a paragraph; a list that it announces (其中：) stays open for those below it."""
        self.fresh, self.unfinished = False, self.text[-1:] in "，、"
        if self.listing and self.scope and re.search(rf"(?:{any_of('scope')}|[：])[：，。]?\Z", self.text):
            self.opened = (self.scope, rank)

    # breaks of a sentence

    def cut(self, cut: Cut) -> None:
        """Let a break of the sentence open or close a list, bracket, reason or purpose."""
        if cut.kind == "，" and self.enumerated and _COMPARED.match(self.text, cut.end):
            self._back_to_whole()
        self.enumerated = cut.kind == "、" and self.listing and not self.frames
        if cut.kind == "（":
            self._push("bracket", cut.end)
        elif cut.kind == "）":
            self._pop({"bracket"}, cut.start)
        elif cut.kind in "。！？" or cut.kind == "end":
            self._full_stop(cut)
        elif cut.kind == "；":
            self._semicolon(cut)
        elif cut.kind == "scope" or (cut.kind == "：" and self.group and not self.inside("reason")):
            self._open_list()
        elif cut.kind in ("reason", "weak", "purpose"):
            self.close(cut.start, keep_lists=cut.kind == "purpose")
            moved = any(r["role"] in _MOVED for r in self.group)
            self._push(
                "reason" if cut.kind == "reason" or (cut.kind == "weak" and moved) else "purpose", cut.end
            )

    def _full_stop(self, cut: Cut) -> None:
        if cut.kind == "end" or not (self.inside("reason") and _ENUMERATED.match(self.text, cut.end)):
            self._pop(set(), cut.start)
            self._back_to_whole()
            self.listing, self.owner = False, None
        self.sentence += 1
        self.mentioned = None

    def _semicolon(self, cut: Cut) -> None:
        if not (_ENUMERATED.match(self.text, cut.end) or self._reason_goes_on(cut.end)):
            self.close(cut.start, keep_lists=True)
        if not self.frames:
            self._back_to_whole()

    def _back_to_whole(self) -> None:
        """Return to the whole after a list (其中甲5万元，乙3万元；比上年…)."""
        if self.owner and self.listing:
            owner, group, rows = self.owner
            self.owner = None
            if len(self.rows) >= rows + 2:
                self.subject, self.group = owner, group

    def _reason_goes_on(self, at: int) -> bool:
        """Tell whether another change without a base follows a reason that lists changes."""
        if not (self.frames and self.frames[-1].kind == "reason" and self.frames[-1].used):
            return False
        number = re.compile(r"[^，。；]*?(?=\d)").match(self.text, at)
        clause = read_clause(number[0] if number else "", self.year)
        return clause.role == "change" and clause.base is None

    def _open_list(self) -> None:
        if self.subject and (self.group or not self.listing):
            self.scope = self.subject
            self.owner = (self.subject, self.group, len(self.rows))
        self.listing = True

    # nesting

    def inside(self, *kinds: str) -> bool:
        """Tell whether a bracket, reason or purpose is open."""
        return any(f.kind in kinds for f in self.frames)

    def around(self) -> Topic | None:
        """Return the scope of a noun: what a list, reason or purpose that is open speaks of."""
        outer = self.frames[-1].subject if self.frames and self.frames[-1].kind != "bracket" else None
        return outer if outer and outer.rank in ("class", "item") else self.scope

    def close(self, end: int, keep_lists: bool = False) -> None:
        """End the reasons and purposes that are open, up to the nearest open bracket.

        With `keep_lists` a purpose that lists amounts (主要包括：甲5万元；乙3万元) stays open.
        """
        while self.frames and self.frames[-1].kind != "bracket":
            if keep_lists and self.frames[-1].kind == "purpose" and self.frames[-1].used:
                return
            self._pop({self.frames[-1].kind}, end)

    def _push(self, kind: str, start: int) -> None:
        frame = _Frame(kind, start, self.subject, self.group, self.scope, self.base)
        self.frames.append(frame)
        if kind != "bracket":
            self.group = []
        if kind == "reason" and not frame.group and (named := topic(self._lead(start), self.names)):
            frame.group = self._about(inherit(named, None))

    def _lead(self, start: int) -> str:
        """Return what stands before 主要原因 in its clause: ``财政拨款收入减少的``."""
        before = re.split(any_of("reason"), re.split(r"[，。；：]", self.text[:start])[-1])[0]
        return re.sub(any_of("direction") + r"\Z", "", before.removesuffix("的"))

    def _about(self, named: Topic) -> list[Row]:
        """Return the changes of this section that a sentence about a reason speaks of."""
        moved: Sequence[Row] = [r for r in self.recent if r["role"] in _MOVED and r["fund"] == named.fund]
        return [r for r in moved if not named.direction or r["direction"] == named.direction]

    def _pop(self, kinds: set[str], end: int) -> None:
        """Close frames up to and including the first of some kinds; all of them if there is none."""
        while self.frames:
            frame = self.frames.pop()
            if frame.kind == "reason":
                _explain(frame.group, self.paragraph.text[frame.start : end])
            self.subject, self.group, self.scope, self.base = (
                frame.subject,
                frame.group,
                frame.scope,
                frame.base,
            )
            if frame.kind in kinds:
                return

    # rows

    def row(self, about: Topic, role: str, start: int, end: int) -> Row:
        """Make a row of a topic; `start` and `end` are offsets in the paragraph."""
        return {
            "stated_id": "", "document_id": self.document_id, "section": self.paragraph.section,
            "form": about.form if about.kind == "money" else "", "direction": about.direction,
            "fund": about.fund, "nature": about.nature, "function_code": about.function_code,
            "economic_code": about.economic_code, "item": about.item, "concept": about.concept, "role": role,
            "amount_fen": None, "value": None, "unit": "", "step_fen": None,
            "printed": self.paragraph.text[start:end], "change_direction": "", "fiscal_year": self.year,
            "base_year": None, "base": "", "reason": "",
            "sentence_id": f"{self.document_id}:p{self.paragraph.number:03d}.{self.sentence}",
            "page": self.paragraph.page_at(start), "start": start, "end": end,
        }  # fmt: skip

    def miss(self, figure: Figure, why: str) -> None:
        """List a number that is not understood."""
        row = self.row(Topic(), "", figure.start, figure.end)
        self.unread.append(
            {k: row[k] for k in ("page", "printed", "sentence_id", "start", "end")} | {"why": why}
        )

    def keep(self, row: Row) -> None:
        """Add a row of the subject."""
        for frame in self.frames:
            frame.used = True
        for rows in (self.rows, self.group, self.recent):
            rows.append(row)


def _explain(group: Iterable[Row], text: str) -> None:
    reason = text.strip("，：；。、 是为")
    for row in group:
        if reason and not row["reason"] and row["role"] in ("level", *_MOVED):
            row["reason"] = reason
