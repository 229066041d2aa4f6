"""How headings, lists, reasons and brackets change what a figure of the prose speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..knowledge import any_of
from ..text import marker
from .breaks import Cut
from .clauses import Base, Clause, read_clause
from .headings import heading_topic, unit_topic
from .nouns import Topic
from .scopes import _MOVED, Frame, Row, State, _explain
from .topics import inherit

_ENUMERATED = re.compile(
    r"\s*(?:[二三四五六七八九]是|[2-9][.．、](?!\d)|（[二三四五六2-9]）|另一方面|同时|其[二三四])"
)


_GOES_ON = re.compile(r"比|较|与|同比|增长|增加|减少|下降|占|主要|其中|预算收支")


_COMPARED = re.compile(rf"{any_of('compare')}|同比|环比")


_PROJECT = re.compile(r".{4,}(?:项目|工程)(?:（[^（）]*）)?\Z")


_TABLE = re.compile(r"表(?:[一二三四五六七八九十\d]*|（.*）)\Z")


@dataclass(slots=True)
class Context(State):
    """How headings, lists, reasons and brackets change the state of reading."""

    # headings and paragraphs

    def owner_of(self, noun: str) -> str:
        """Return the body that a counted thing is of, "" where that is the department: 某中心更新车辆1辆.

        本级 is a part only after the whole: a document may be of the 本级 alone.
        """
        noun = noun.lstrip("、，")
        parts = [name + part for name in self.names for part in ("本级", "（本级）") if self.buying]
        return next((body for body in (*parts, *self.bodies) if noun.startswith(body)), "")

    def enter(self, rank: int, title: str) -> None:
        """Go below a heading; the title of a table says nothing about the prose below it.

        A heading without a marker that stands below another one ranks with the sections (一、).
        """
        rank = 1 if rank < 0 and " > " in self.paragraph.section else rank
        self._settle(rank)
        self.leave(rank)
        named = heading_topic(title, self.names) or unit_topic(title, self.names)
        self.heads.append((rank, None if _TABLE.search(title) else named))
        self.subject, self.group, self.recent, self.base, self.fresh = None, [], [], None, True

    def leave(self, rank: int) -> None:
        """Close the headings of this rank and below."""
        self.heads = [h for h in self.heads if h[0] < rank]

    def head(self, outer: bool = False) -> Topic | None:
        """Return what the headings speak of, the innermost first; with `outer` without that one."""
        head: Topic | None = None
        for rank, found in self.heads[:-1] if outer else self.heads:
            if found:
                head = inherit(found, head) if rank == int(rank) else found
        return head

    def of_heading(self, noun: str) -> Topic | None:
        """Return what the headings speak of, for a figure that is only called a budget.

        Below the name of a project (2.某建设项目) that is the project; the whole only with the name of
        the body whose budget it is (某局预算5万元).
        """
        if "预算" not in noun:
            return None
        head, found = self.head(), None
        titles = self.paragraph.section.split(" > ")[-2:]
        if project := next((t for t in titles if _PROJECT.search(t) and not heading_topic(t)), ""):
            found = inherit(Topic("", project[len(marker(project)[1]) :]), head)
        elif head and head.rank in ("generic", "total", "class"):
            found = head if any(name in noun for name in (*self.names, *self.bodies)) else None
        if found:
            self.subject, self.group = found, []
        return found

    def part_of_heading(self, named: Topic) -> Topic | None:
        """Return the part that the innermost heading names (收入5万元 below 行政事业性收费)."""
        part = self.heads[-1][1] if self.heads and not (named.fund or self.listing) else None
        return self.head() if part and part.rank == "part" and part.direction == named.direction else None

    def _settle(self, rank: int) -> None:
        """Open the list that the paragraph before announced, or end one where its items end."""
        goes_on = _GOES_ON.match(self.text) or self.unfinished
        if self.announced and rank > self.announced[1]:
            whole, above = self.announced
            self.heads.append((above + 0.5 if above >= 0 else rank - 0.5, whole))
        elif rank < 0 and not goes_on:
            self.heads = [h for h in self.heads if h[0] == int(h[0])]
        self.announced = None

    def begin(self, rank: int) -> None:
        """Decide what a paragraph takes over from the one before it and from its headings."""
        self._settle(rank)
        self.frames, self.listing, self.owner = [], False, None
        self.time, self.listed, self.buying = None, None, False
        self.scope = self.head()
        if not (_GOES_ON.match(self.text) or (self.unfinished and rank < 0)):
            own = self.heads[-1][1] if self.heads and self.fresh else None
            self.subject = inherit(own, self.head(outer=True)) if own else None
            self.group = []
            self.base = self.base if any(rank != int(rank) for rank, _ in self.heads) else None

    def finish(self, rank: int) -> None:
        """End a paragraph; a list that it announces (其中：) stays open for those below it."""
        self.fresh, self.unfinished = False, self.text[-1:] in "，、"
        if self.announces and self.scope and re.search(rf"(?:{any_of('scope')}|：)[：，。]?\Z", self.text):
            self.announced = (self.scope, rank)

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
        elif cut.kind == "scope" or (cut.kind == "：" and not self.inside("reason") and self._announces(cut)):
            self._open_list()
        elif cut.kind in ("reason", "weak", "purpose"):
            self.close(cut.start, keep_lists=cut.kind == "purpose")
            moved = any(r["role"] in _MOVED for r in self.group)
            self._push(
                "reason" if cut.kind == "reason" or (cut.kind == "weak" and moved) else "purpose", cut.end
            )

    def _full_stop(self, cut: Cut) -> None:
        if cut.kind == "end":
            self.announces = self.listing
        if cut.kind == "end" or not (self.inside("reason") and _ENUMERATED.match(self.text, cut.end)):
            self._pop(set(), cut.start)
            whole = self.owner[0] if self.owner else None
            self._back_to_whole(whole is not None and whole.kind == "money" and not whole.direction)
            self.listing, self.owner, self.time = False, None, None
        self.sentence += 1
        self.mentioned, self.listed, self.buying = None, None, False

    def _semicolon(self, cut: Cut) -> None:
        self.listed = None
        if re.match(any_of("reason", "reason_weak"), self.text[cut.end : cut.end + 8]):
            return
        if not (_ENUMERATED.match(self.text, cut.end) or self._reason_goes_on(cut.end)):
            self.close(cut.start, keep_lists=True)
        if not self.frames:
            self._back_to_whole()

    def _back_to_whole(self, sure: bool = False) -> None:
        """Return to the whole after a list (其中甲5万元，乙3万元；比上年…), of one item only if `sure`."""
        if self.owner and self.listing:
            owner, group, rows = self.owner
            self.owner = None
            if sure or len(self.rows) >= rows + 2:
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
            lent = self.scope is not None and self.scope.rank == "context" and self.subject.kind != "money"
            self.scope = self.scope if lent else self.subject
            self.owner = (self.subject, self.group, len(self.rows))
            self.time = self._time_of_whole()
        self.listing = True

    def _announces(self, cut: Cut) -> bool:
        """Tell whether a colon follows a figure, or ends a paragraph that only names the whole."""
        return bool(self.group or (self.subject and cut.end == len(self.text)))

    def _time_of_whole(self) -> Base | None:
        """Return the year of the figure just read, where it is of another year than the document."""
        last = self.group[-1] if self.group else None
        return Base(last["base_year"], last["base"]) if last and last["role"] == "prior" else None

    def inside_list(self) -> bool:
        """Tell whether a list or a reason is open, in which items follow each other."""
        return self.listing or self.inside("reason")

    def sum_of_list(self, noun: str) -> Topic | None:
        """Return the whole of the list that a clause sums up (其中甲5万元，乙3万元，合计8万元)."""
        summed = re.fullmatch(rf"[，、]?{any_of('sum')}[为是]?", noun)
        if summed and self.listing and self.owner and len(self.rows) >= self.owner[2] + 2:
            return self.owner[0]
        return None

    def as_rate(self, clause: Clause, before: str) -> Clause:
        """Read a percentage right after an amount: 完成年初预算5万元的95%, 增加5万元（20%）."""
        bracket = self.frames[-1] if self.frames and self.frames[-1].kind == "bracket" else None
        outer = bracket.group[-1] if bracket and bracket.group else None
        if outer and outer["role"] == "change" and not before:
            return Clause("", "change", outer["change_direction"], Base(outer["base_year"], outer["base"]))
        last = self.group[-1] if self.group else None
        if last and last["role"] == "prior" and re.fullmatch("的(?:比例为)?", before):
            return Clause("", "completion", base=Base(last["base_year"], last["base"]))
        return clause

    def restated(self, clause: Clause, before: str) -> Clause:
        """Read an amount that only says a percentage again: 比上年减少3.2%，即281万元."""
        last = self.group[-1] if self.group else None
        if last and last["role"] == "percent" and re.fullmatch(any_of("that_is"), before):
            return Clause("", "change", last["change_direction"], Base(last["base_year"], last["base"]))
        return clause

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
        frame = Frame(kind, start, self.subject, self.group, self.scope, self.base, self.time)
        self.frames.append(frame)
        if kind == "bracket":
            self.time = self._time_of_whole()
            return
        self.group = []
        if kind == "reason":
            self.time = self.listed = None
            if not frame.group and (named := self.topic(self._lead(start))):
                frame.group = self._about(inherit(named, None))
                self.subject = inherit(named, self.head())

    def _lead(self, start: int) -> str:
        """Return what stands before 主要原因 in its clause: ``财政拨款收入减少的``."""
        before = re.split(any_of("reason"), re.split(r"[，。；：]", self.text[:start])[-1])[0]
        return read_clause(before.removesuffix("的"), self.year).noun

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
            self.subject, self.group, self.scope = frame.subject, frame.group, frame.scope
            self.base, self.time = frame.base, frame.time
            if frame.kind in kinds:
                return
