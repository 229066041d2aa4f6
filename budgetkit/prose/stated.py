"""Prose -> stated figures, keyed like line items, each bound to what it speaks of by grammar.

A sentence is cut into clauses at its punctuation and at the words that open a list (其中), a reason
(主要原因是) or a purpose (主要用于). A figure speaks of the noun in its own clause; where the clause has
none (比2023年增加5万元), of the noun before. Lists, brackets, reasons and purposes nest: a noun inside
them never becomes the subject of what follows them. Amounts are never compared to find a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..knowledge import any_of, phrases
from ..text import fold, marker
from .binding import Binder
from .bodies import bodies, own_names
from .breaks import Cut, cuts
from .clauses import Clause, own_time, read_clause
from .headings import context_topic, heading_topic
from .nouns import Topic
from .numbers import Figure, figures
from .paragraphs import Paragraph, run_in
from .scopes import Row
from .topics import inherit
from .unchanged import absent_topics, flat


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
        paragraph's text. ``concept`` is an id of ``data/concepts.csv``; money named by its fund only
        is ``public_revenue`` and ``public_expenditure`` or, of fund f, ``f``, ``f_expenditure`` and,
        both sides at once, ``f_budget``. Where no concept fits it is "" and ``item`` is the name.
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
    prose = list(prose)
    texts = [fold(p.text) for p in prose]
    names = own_names(texts, str(document.get("entity") or ""))
    reader = _Reader(
        str(document["document_id"]), document.get("fiscal_year"), names,
        document.get("phase") == "executed", bodies=bodies(texts, names),
    )  # fmt: skip
    for paragraph in prose:
        reader.read(paragraph)
    for number, row in enumerate(reader.rows, 1):
        row["stated_id"] = f"{reader.document_id}:s{number:03d}"
    return reader.rows, reader.unread


@dataclass(slots=True)
class _Reader(Binder):
    """Reads paragraph after paragraph and turns figures into rows."""

    def read(self, paragraph: Paragraph) -> None:
        """Read one paragraph."""
        self.paragraph, self.text, self.sentence = paragraph, fold(paragraph.text), 1
        rank, mark = marker(paragraph.text)
        if self.text[0] in "*※":
            return self._footnote()
        if paragraph.heading:
            self.enter(rank, self.text)
            return
        title = run_in(self.text, mark) if rank >= 0 else ""
        if title:
            self.enter(rank, title)
        elif rank >= 0:
            self.leave(rank)
        self.begin(rank)
        self._sentences()
        self.finish(rank)

    def _footnote(self) -> None:
        """Read a footnote, and go on as if it did not stand there."""
        kept = self.subject, self.scope, self.base, self.group, self.unfinished
        self.begin(-1)
        self._sentences()
        self.subject, self.scope, self.base, self.group, self.unfinished = kept

    def _sentences(self) -> None:
        titles = [t for t in self.paragraph.section.split(" > ") if not re.search("预算|收支|决算", t)]
        self.ignore = any(re.search(any_of("not_budget"), title) for title in titles)
        found, at = figures(self.text), 0
        for cut in [*cuts(self.text, found), Cut(len(self.text), len(self.text), "end")]:
            self._clause(at, cut.start, [f for f in found if at <= f.start < cut.start], cut)
            self.cut(cut)
            at = cut.end

    def _clause(self, start: int, end: int, found: list[Figure], cut: Cut) -> None:
        at = start
        for figure in found:
            self.figure(figure, self.text[at : figure.start], end)
            at = figure.end
        tail = self.text[at:end]
        if found and (context := context_topic(self.text[start:end])):
            self.scope = inherit(context, None)
        if level := flat(tail):
            self._flat(tail, at, *level)
        elif tail.strip() and not found:
            self._words(tail, at, cut)
        self.shared = self.shared and cut.kind == "、"

    def _words(self, text: str, start: int, cut: Cut) -> None:
        """Read a clause that has no figure."""
        inner = self.inside("reason", "purpose")
        if not (inner or self.ignore):
            for match_start, match_end, found in absent_topics(text, self.names, self.year, self.bodies):
                self._absent(found, start + match_start, start + match_end, start)
        named, self.mentioned = self.topic(text), heading_topic(text, self.names)
        if named and named.function_code:
            self.mentioned = named
        context = context_topic(text)
        if context and not inner:
            self.subject = self.scope = inherit(context, None)
            self.group = []
        elif (
            named
            and named.rank in ("total", "part", "generic", "class")
            and cut.kind in ("。", "：", "scope")
            and not inner
            and start == 0
        ):
            self.subject, self.group = inherit(named, self.scope), []
        elif text.endswith("中") and named and named.concept and not inner:
            self.scope = inherit(named, self.scope)
        clause = read_clause(text, self.year)
        if clause.base:
            self.base = clause.base
        if self.inside("reason") and own_time(text):  # 2023年计划未下达，年初预算数为0
            self.time = clause.base if clause.role == "prior" else None

    def _flat(self, text: str, start: int, offset: int, end: int, exact: bool) -> None:
        """Keep ``与上年持平``: a change of nothing, unless it only repeats a reason."""
        if self.inside("reason") or self.ignore:
            return
        clause = read_clause(text[:end], self.year)
        about = self._subject(Clause(text[:offset], base=clause.base))
        if about is None:
            return
        row = self.row(about, "change", start + offset, start + end)
        base = clause.base or self.base
        row["change_direction"] = "none"
        row["base_year"], row["base"] = (base.year, base.kind) if base else (None, "")
        if about.kind != "money":
            row["value"] = 0 if exact else None
        elif exact:
            row["amount_fen"], row["step_fen"] = 0, 0
        self.keep(row)

    def _absent(self, found: Topic | None, start: int, end: int, clause: int) -> None:
        """Keep what there is none of; 没有…收支 denies both sides."""
        head = self.head()
        if found is None:  # 无 below a heading, or 无此项支出 (未列支) of what was named before
            alone = clause == 0 and self.text[:start].strip() == ""
            named = self.text[start:end] not in ("无", "没有") and self.group
            if about := head if alone else self.subject if named else None:
                self._deny(about, start, end)
            return
        if found.rank == "generic" and found.direction == "both" and found.fund:
            sides = [replace(found, rank="fund", direction=side) for side in ("revenue", "expenditure")]
        else:
            sides = [found]
        whole = head
        if head and head.rank == "context":
            whole = None
        elif self.scope and self.scope.rank == "context":
            whole = self.scope  # 绩效目标管理…，不涉及政府性基金
        if self.text[start - 1 : start] == "（" and self.mentioned:  # 收入全部为财政拨款（无基金预算拨款）
            sides = [replace(s, direction=s.direction or self.mentioned.direction) for s in sides]
        for side in sides:
            about = inherit(side, whole if side.rank in ("total", "generic", "fund") else self.scope)
            self._deny(about, start, end)

    def _deny(self, about: Topic, start: int, end: int) -> None:
        if not (about.concept or about.item):
            return
        if about.fund in ("government_fund", "state_capital") and about.concept.startswith(about.fund):
            suffix = "_expenditure" if about.direction == "expenditure" else ""
            about = replace(about, concept=about.fund + suffix, form=phrases("form:function")[about.fund])
        row = self.row(about, "absent", start, end)
        if "（" not in self.text[max(self.text.rfind("，", 0, start), 0) : start]:
            self.subject, self.group = about, []
        self.keep(row)
