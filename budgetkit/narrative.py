"""Prose -> stated figures, keyed like line items, each bound to what it speaks of by grammar.

A sentence is cut into clauses at its punctuation and at the words that open a list (其中), a reason
(主要原因是) or a purpose (主要用于). A figure speaks of the noun in its own clause; where the clause has
none (比2023年增加5万元), of the noun before. Lists, brackets, reasons and purposes nest: a noun inside
them never becomes the subject of what follows them. Amounts are never compared to find a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from .amounts import parse
from .errors import AmountError
from .prose import Paragraph, marker, paragraphs
from .wording import (
    Base,
    Clause,
    Figure,
    Topic,
    absent_topics,
    any_of,
    context_topic,
    count_topic,
    figures,
    flat,
    fold,
    heading_topic,
    inherit,
    phrases,
    read_clause,
    topic,
)

__all__ = ["Paragraph", "paragraphs", "stated"]

Row = dict[str, Any]


def stated(prose: Iterable[Paragraph], document: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """Read the figures that the prose states.

    Parameters
    ----------
    prose : iterable of Paragraph
        What :func:`paragraphs` returned.
    document : mapping
        ``document_id``, ``fiscal_year`` (int or None) and, where known, ``entity``.

    Returns
    -------
    rows : list of dict
        One row a stated figure, with the columns of the table ``stated``: money in fen
        (``amount_fen``, ``step_fen``), counts and percentages in ``value``. A change is printed
        without sign; ``change_direction`` has it. 持平 is a change of 0 fen; 基本持平 is a change
        whose amount nobody states, so it is missing. ``start`` and ``end`` are offsets in the
        paragraph's text.
    unread : list of dict
        One row a number that was not understood: page, printed, why, sentence_id, start, end.

    Examples
    --------
    >>> text = "2024年收入预算12万元，比上年减少3万元，主要原因是项目完工。"
    >>> rows, unread = stated([Paragraph(1, 1, "", False, text)], {"document_id": "x", "fiscal_year": 2024})
    >>> [(r["concept"], r["role"], r["amount_fen"], r["change_direction"], r["base_year"]) for r in rows]
    [('revenue_budget', 'level', 12000000, '', None), ('revenue_budget', 'change', 3000000, 'decrease', 2023)]
    >>> rows[1]["reason"], unread
    ('项目完工', [])
    """
    reader = _Reader(
        str(document["document_id"]), document.get("fiscal_year"), str(document.get("entity") or ""),
        document.get("phase") == "executed",
    )  # fmt: skip
    for paragraph in prose:
        reader.read(paragraph)
    for number, row in enumerate(reader.rows, 1):
        row["stated_id"] = f"{reader.document_id}:s{number:03d}"
    return reader.rows, reader.unread


@dataclass(slots=True)
class _Frame:
    """What a bracket, a reason or a purpose interrupts."""

    kind: str
    start: int
    subject: Topic | None
    group: list[Row]
    scope: Topic | None
    base: Base | None


@dataclass(frozen=True, slots=True)
class _Cut:
    """A break of the sentence: ``kind`` is the punctuation mark or reason, weak, purpose, scope."""

    start: int
    end: int
    kind: str


@cache
def _cut_pattern() -> re.Pattern[str]:
    link = "(?:是|为|说明|有|如下|在于|系|主要|由于|因)*"
    return re.compile(
        rf"(?P<reason>{any_of('reason')}{link})|(?P<weak>{any_of('reason_weak')})|(?P<purpose>{any_of('purpose')})"
        rf"|(?P<scope>{any_of('scope')}(?=[：，]|[^，。；]*\d))|(?P<mark>[，。；：、（）！？])"
    )


_ENUMERATED = re.compile(r"\s*(?:[二三四五六七八九]是|[2-9][.．、](?!\d)|（[二三四五六2-9]）|另一方面|其[二三四])")
_OWN_BUDGET = re.compile(r"(?:年初|全年|调整)?预算数?[为是]?\Z")
_GOES_ON = re.compile(rf"(?:比|较|与|同比|增长|增加|减少|下降|占|主要|其中|预算收支)")


def _cuts(text: str, found: Sequence[Figure]) -> list[_Cut]:
    """Cut a folded paragraph; brackets without a figure and 、 inside a name do not cut."""
    ends = {f.end for f in found}
    structural = _brackets(text, found)
    cuts: list[_Cut] = []
    for m in _cut_pattern().finditer(text):
        kind = m.lastgroup or ""
        if any(f.start < m.end() and m.start() < f.end for f in found):
            continue
        if kind == "mark":
            mark = m[0]
            if mark in "（）" and m.start() not in structural:
                continue
            if mark == "、" and not (m.start() in ends or (cuts and cuts[-1].end == m.start() and cuts[-1].kind == "）")):
                continue
            if mark in "，：" and _inside_plain_bracket(text, m.start(), structural):
                continue
            cuts.append(_Cut(m.start(), m.end(), mark))
        elif kind == "reason" or m.start() == 0 or m.start() in ends or text[m.start() - 1] in "，。；：、（） ":
            cuts.append(_Cut(m.start(), m.end(), kind))
    return cuts


def _brackets(text: str, found: Sequence[Figure]) -> set[int]:
    """Return the offsets of brackets that hold a figure."""
    stack: list[int] = []
    offsets: set[int] = set()
    for i, char in enumerate(text):
        if char == "（":
            stack.append(i)
        elif char == "）" and stack:
            start = stack.pop()
            if any(start < f.start and f.end <= i for f in found):
                offsets |= {start, i}
    return offsets


def _inside_plain_bracket(text: str, at: int, structural: set[int]) -> bool:
    start = max(text.rfind("（", 0, at), 0)
    return text[start : start + 1] == "（" and start not in structural and "）" not in text[start:at]


@dataclass(slots=True)
class _Reader:
    """Walks through the paragraphs; its state is what a reader keeps in mind."""

    document_id: str
    year: int | None
    entity: str
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
    opened: tuple[Topic, int] | None = None
    fresh: bool = False
    paragraph: Paragraph = field(default_factory=lambda: Paragraph(0, 0, "", False, ""))
    text: str = ""
    sentence: int = 1
    ignore: bool = False
    mentioned: Topic | None = None

    # paragraphs and headings ------------------------------------------------------------------

    def read(self, paragraph: Paragraph) -> None:
        """Read one paragraph."""
        self.paragraph, self.text, self.sentence = paragraph, fold(paragraph.text), 1
        self.frames, self.listing = [], False
        rank, mark = marker(paragraph.text)
        if paragraph.heading:
            self._enter(rank, self.text)
            return
        title = re.match(re.escape(mark) + r"[^。：；，\d]{2,30}(?=[。：])", self.text) if rank >= 0 else None
        if title:
            self._enter(rank, title[0])
        elif rank >= 0:
            self.heads = [h for h in self.heads if h[0] < rank]
        self._begin(rank)
        last = paragraph.section.split(" > ")[-2:]
        self.ignore = any(re.search(any_of("not_budget"), t) for t in last)
        found = figures(self.text)
        self._walk(found, _cuts(self.text, found))
        self.fresh = False

    def _enter(self, rank: int, title: str) -> None:
        self.heads = [h for h in self.heads if h[0] < rank]
        table = rank < 0 and re.search(r"表(?:[一二三四五六七八九十\d]*|（.*）)\Z", title)
        self.heads.append((rank, None if table else heading_topic(title)))
        self.subject, self.group, self.recent, self.base, self.fresh = None, [], [], None, True
        if self.opened and rank <= self.opened[1]:
            self.opened = None

    def _head(self) -> Topic | None:
        """Return what the headings speak of, the innermost first."""
        head: Topic | None = None
        for _, found in self.heads:
            head = inherit(found, head) if found else head
        return head

    def _begin(self, rank: int) -> None:
        """Decide what a paragraph takes over from the one before it and from its headings."""
        head = self._head()
        if self.opened and 0 <= rank <= self.opened[1]:
            self.opened = None
        self.scope = self.opened[0] if self.opened else head
        if not _GOES_ON.match(self.text):
            own = self.heads[-1][1] if self.heads and self.fresh else None
            self.subject = inherit(own, self._outer()) if own else None
            self.group = []
            self.base = self.base if self.opened else None

    def _outer(self) -> Topic | None:
        head: Topic | None = None
        for _, found in self.heads[:-1]:
            head = inherit(found, head) if found else head
        return self.opened[0] if self.opened else head

    # clauses ----------------------------------------------------------------------------------

    def _walk(self, found: Sequence[Figure], cuts: Sequence[_Cut]) -> None:
        at = 0
        for cut in [*cuts, _Cut(len(self.text), len(self.text), "end")]:
            self._clause(at, cut.start, [f for f in found if at <= f.start < cut.start], cut)
            self._break(cut)
            at = cut.end
        rank = marker(self.paragraph.text)[0]
        if self.listing and self.scope and re.search(rf"(?:{any_of('scope')}|[：])[：，。]?\Z", self.text):
            self.opened = (self.scope, rank)

    def _clause(self, start: int, end: int, found: Sequence[Figure], cut: _Cut) -> None:
        at = start
        for figure in found:
            self._figure(figure, self.text[at : figure.start], end)
            at = figure.end
        tail = self.text[at:end]
        if found and (context := context_topic(tail)):
            self.scope = inherit(context, None)
        if tail.strip():
            self._words(tail, at, bool(found), cut)

    def _words(self, text: str, start: int, after_figure: bool, cut: _Cut) -> None:
        """Read a clause, or the end of one, that has no figure."""
        if level := flat(text):
            self._flat(text, start, *level)
            return
        if after_figure:
            return
        inner = any(f.kind in ("reason", "purpose") for f in self.frames)
        for match_start, match_end, found in [] if inner or self.ignore else absent_topics(text, self.entity, self.year):
            self._absent(found or self._head(), start + match_start, start + match_end)
        named, self.mentioned = topic(text, self.entity), heading_topic(text)
        context = context_topic(text)
        if context and not inner:
            self.subject = self.scope = inherit(context, None)
            self.group = []
        elif named and named.rank in ("total", "part", "generic") and cut.kind in "。：" and not inner and start == 0:
            self.subject, self.group = inherit(named, self.scope), []
        elif text.endswith("中") and named and named.concept and not inner:
            self.scope = inherit(named, self.scope)
        if clause_base := read_clause(text, self.year).base:
            self.base = clause_base

    def _break(self, cut: _Cut) -> None:
        if cut.kind == "（":
            self._push("bracket", cut.end)
        elif cut.kind == "）":
            self._pop({"bracket"}, cut.start)
        elif cut.kind in "。！？" or cut.kind == "end":
            if cut.kind == "end" or not (self._in("reason") and _ENUMERATED.match(self.text, cut.end)):
                self._pop_all(cut.start)
                self.listing = False
            self.sentence += 1
        elif cut.kind == "；":
            if not _ENUMERATED.match(self.text, cut.end):
                self._end_inner(cut.start)
        elif cut.kind == "scope" or (cut.kind == "：" and self.group and not self._in("reason")):
            self._open_scope()
        elif cut.kind in ("reason", "weak", "purpose"):
            self._end_inner(cut.start)
            changed = any(r["role"] in ("change", "percent") for r in self.group)
            reason = cut.kind == "reason" or (cut.kind == "weak" and changed)
            self._push("reason" if reason else "purpose", cut.end)

    def _open_scope(self) -> None:
        if self.subject and (self.group or not self.listing):
            self.scope = self.subject
        self.listing = True

    # nesting ----------------------------------------------------------------------------------

    def _in(self, kind: str) -> bool:
        return any(f.kind == kind for f in self.frames)

    def _push(self, kind: str, start: int) -> None:
        self.frames.append(_Frame(kind, start, self.subject, self.group, self.scope, self.base))
        if kind != "bracket":
            self.group = []
            named = topic(re.sub(r"[是为说明的：]*\Z", "", self._lead(start)), self.entity) if kind == "reason" else None
            if named and not self.frames[-1].group:
                self.frames[-1].group = self._about(named)

    def _lead(self, start: int) -> str:
        """Return what stands before 主要原因 in its clause: ``财政拨款收入减少的``."""
        before = re.split(r"[，。；：]", self.text[:start])[-1]
        before = re.split(any_of("reason"), before)[0].removesuffix("的")
        return re.sub(any_of("direction") + r"\Z", "", before)

    def _about(self, named: Topic) -> list[Row]:
        """Return the changes of this section that a sentence about a reason speaks of."""
        named = inherit(named, None)
        return [
            r
            for r in self.recent
            if r["role"] in ("change", "percent") and r["fund"] == named.fund
            and (not named.direction or r["direction"] == named.direction)
        ]  # fmt: skip

    def _pop(self, kinds: set[str], end: int) -> None:
        while self.frames:
            frame = self.frames.pop()
            if frame.kind == "reason":
                self._explain(frame.group, self.paragraph.text[frame.start : end])
            self.subject, self.group, self.scope, self.base = frame.subject, frame.group, frame.scope, frame.base
            if frame.kind in kinds:
                return

    def _pop_all(self, end: int) -> None:
        self._pop(set(), end)

    def _end_inner(self, end: int) -> None:
        """End the reason or purpose that is open, if any, up to the nearest open bracket."""
        while self.frames and self.frames[-1].kind != "bracket":
            self._pop({self.frames[-1].kind}, end)

    @staticmethod
    def _explain(group: Iterable[Row], text: str) -> None:
        reason = text.strip("，：；。、 是为")
        for row in group:
            if reason and not row["reason"] and row["role"] in ("level", "change", "percent"):
                row["reason"] = reason

    # figures ----------------------------------------------------------------------------------

    def _figure(self, figure: Figure, before: str, end: int) -> None:
        after = self.text[figure.end : end]
        if figure.kind == "count":
            self._count(figure, before, after)
            return
        clause = read_clause(before, self.year, figure.kind == "percent")
        if figure.kind == "bare" and not self._is_amount(figure, before, clause):
            return
        if self.executed and clause.role == "level" and _OWN_BUDGET.search(before):
            clause = replace(clause, role="prior", base=Base(self.year, "budget"))
        last = self.group[-1] if self.group else None
        if figure.kind == "percent" and re.fullmatch("的(?:比例为)?", before) and last and last["role"] == "prior":
            clause = Clause("", "completion", base=Base(last["base_year"], last["base"]))
        if figure.kind == "percent" and clause.role in ("level", "prior"):
            if not (self.ignore or re.search(any_of("target_noun"), before)):
                self._miss(figure, "a percentage, but not said of what")
            return
        if "分别" in before and clause.role == "change":
            self._miss(figure, "several subjects share several figures (分别)")
            return
        about = self._subject(clause)
        if about and about.kind != "money":
            about = self._money_about(about)
        if about is None:
            self._miss(figure, "no noun says what it speaks of")
            return
        self._emit(figure, about, clause)

    def _subject(self, clause: Clause) -> Topic | None:
        """Return what a clause's figure speaks of, and keep it as the subject."""
        pronoun = re.fullmatch(any_of("pronoun"), clause.noun)
        named = self.mentioned if pronoun else topic(clause.noun, self.entity)
        if clause.base:
            self.base = clause.base
        if named is None:
            if clause.base and self.frames and self.frames[-1].kind == "purpose":
                self._end_inner(0)
                self.base = clause.base
            return self.subject
        around = self._head() if named.rank == "total" else self.scope
        about = inherit(named, around)
        self.subject, self.group = about, []
        if named.rank in ("total", "generic") and not self.listing and not self._in("reason") and not self._in("purpose"):
            self.scope = about
        return about

    def _money_about(self, counted: Topic) -> Topic:
        """Return what an amount speaks of that has no noun but a counted one (车辆2辆、40万元)."""
        around = [self.scope, self._head()]
        money = next((t for t in around if t and t.kind == "money" and t.rank == "context"), None)
        return money or Topic("", counted.item, fund=counted.fund or "total", nature="total")

    def _is_amount(self, figure: Figure, before: str, clause: Clause) -> bool:
        """Tell whether a number without a unit is an amount: a 0 that speaks of money (预算数为0)."""
        start, end = self.text.rfind("。", 0, figure.start) + 1, self.text.find("。", figure.end)
        money = re.search(r"\d[万亿千百]?元", self.text[start : end if end >= 0 else None])
        named = topic(clause.noun, self.entity)
        if not float(figure.number.replace(",", "")) and (named.concept if named else before and self.subject):
            return True
        if money and not self.ignore:
            self._miss(figure, "a number without a unit")
        return False

    def _count(self, figure: Figure, before: str, after: str) -> None:
        named = count_topic(before, after, figure.unit, self.scope)
        if named is None and topic(before) is None and self.subject and self.subject.kind != "money":
            named = self.subject
        if named is None:
            if not (self.ignore or re.search(any_of("org_counted"), before[-8:] + after[:8])):
                self._miss(figure, "a count, but not said of what")
            return
        about = inherit(named, self.scope)
        self.subject, self.group = about, []
        if named.rank == "total" and not self.listing:
            self.scope = about
        self._emit(figure, about, Clause(""))

    def _emit(self, figure: Figure, about: Topic, clause: Clause) -> None:
        role = clause.role
        if figure.kind == "percent":
            role = {"change": "percent", "completion": "percent"}.get(role, role)
        row = self._row(about, role, figure.start, figure.end)
        row["unit"] = figure.unit
        if figure.kind == "money" or figure.kind == "bare":
            if not self._money(row, figure):
                return
        else:
            number = float(figure.number.replace(",", ""))
            row["value"] = int(number) if number.is_integer() and "." not in figure.number else number
            row["role"] = "count" if figure.kind == "count" else role
        if row["role"] in ("change", "percent", "prior"):
            base = clause.base or self.base
            row["change_direction"] = clause.direction if row["role"] != "prior" else ""
            row["base_year"], row["base"] = (base.year, base.kind) if base else (None, "")
        self._keep(row)

    def _money(self, row: Row, figure: Figure) -> bool:
        try:
            amount = parse(figure.number, figure.unit or "元")
        except AmountError as error:
            self._miss(figure, str(error))
            return False
        row["amount_fen"], row["step_fen"] = amount.fen, amount.step_fen if figure.unit else 0
        return True

    def _flat(self, text: str, start: int, offset: int, end: int, exact: bool) -> None:
        """Keep ``与上年持平``: a change of nothing, unless it only repeats a reason."""
        if self._in("reason") or self.ignore:
            return
        clause = read_clause(text[:end], self.year)
        about = self._subject(Clause(text[:offset], base=clause.base))
        if about is None:
            return
        row = self._row(about, "change", start + offset, start + end)
        base = clause.base or self.base
        row["change_direction"] = "none"
        row["base_year"], row["base"] = (base.year, base.kind) if base else (None, "")
        if about.kind != "money":
            row["value"] = 0 if exact else None
        elif exact:
            row["amount_fen"], row["step_fen"] = 0, 0
        self._keep(row)

    def _absent(self, found: Topic | None, start: int, end: int) -> None:
        if found is None or not found.concept:
            return
        about = inherit(found, self._head() if found.rank in ("total", "generic", "fund") else self.scope)
        if about.fund in ("government_fund", "state_capital") and about.concept == about.fund:
            about = replace(about, form=phrases("form:function")[about.fund])
        row = self._row(about, "absent", start, end)
        self.subject, self.group = about, []
        self._keep(row)

    # rows -------------------------------------------------------------------------------------

    def _row(self, about: Topic, role: str, start: int, end: int) -> Row:
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

    def _keep(self, row: Row) -> None:
        self.rows.append(row)
        self.group.append(row)
        self.recent.append(row)

    def _miss(self, figure: Figure, why: str) -> None:
        self.unread.append(
            {
                "page": self.paragraph.page_at(figure.start), "printed": self.paragraph.text[figure.start : figure.end],
                "why": why, "sentence_id": f"{self.document_id}:p{self.paragraph.number:03d}.{self.sentence}",
                "start": figure.start, "end": figure.end,
            }
        )  # fmt: skip
