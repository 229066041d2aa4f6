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

from .amounts import parse
from .clauses import Base, Clause, Cut, absent_topics, cuts, flat, read_clause
from .context import Context, Row
from .errors import AmountError
from .naming import context_topic, count_topic, heading_topic, own_names
from .prose import Paragraph, paragraphs, run_in
from .topics import Topic, inherit, topic
from .typesetting import marker
from .wording import Figure, any_of, figures, fold, phrases

__all__ = ["Paragraph", "paragraphs", "stated"]

_OWN_BUDGET = re.compile(r"(?:年初|全年|调整)?预算数?[为是]?\Z")


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
    names = own_names((fold(p.text) for p in prose), str(document.get("entity") or ""))
    reader = _Reader(
        str(document["document_id"]), document.get("fiscal_year"), names,
        document.get("phase") == "executed",
    )  # fmt: skip
    for paragraph in prose:
        reader.read(paragraph)
    for number, row in enumerate(reader.rows, 1):
        row["stated_id"] = f"{reader.document_id}:s{number:03d}"
    return reader.rows, reader.unread


@dataclass(slots=True)
class _Reader(Context):
    """Reads paragraph after paragraph and turns figures into rows."""

    ignore: bool = False
    shared: bool = False

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
            self._figure(figure, self.text[at : figure.start], end)
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
            for match_start, match_end, found in absent_topics(text, self.names, self.year):
                self._absent(found or self.head(), start + match_start, start + match_end)
        named, self.mentioned = topic(text, self.names), heading_topic(text, self.names)
        if named and named.function_code:
            self.mentioned = named
        context = context_topic(text)
        if context and not inner:
            self.subject = self.scope = inherit(context, None)
            self.group = []
        elif (
            named
            and named.rank in ("total", "part", "generic")
            and cut.kind in "。："
            and not inner
            and start == 0
        ):
            self.subject, self.group = inherit(named, self.scope), []
        elif text.endswith("中") and named and named.concept and not inner:
            self.scope = inherit(named, self.scope)
        if base := read_clause(text, self.year).base:
            self.base = base

    # figures

    def _figure(self, figure: Figure, before: str, end: int) -> None:
        after = self.text[figure.end : end]
        if figure.kind == "count":
            if self.ignore:
                return
            self._count(figure, before, after)
            return
        clause = read_clause(before, self.year, figure.kind == "percent")
        if figure.kind == "bare" and not self._is_amount(figure, before, clause):
            return
        if self.executed and clause.role == "level" and _OWN_BUDGET.search(before):
            clause = replace(clause, role="prior", base=Base(self.year, "budget"))
        last = self.group[-1] if self.group else None
        if (
            figure.kind == "percent"
            and re.fullmatch("的(?:比例为)?", before)
            and last
            and last["role"] == "prior"
        ):
            clause = Clause("", "completion", base=Base(last["base_year"], last["base"]))
        if figure.kind == "percent" and clause.role in ("level", "prior"):
            if not (self.ignore or re.search(any_of("target_noun"), before)):
                self.miss(figure, "a percentage, but not said of what")
            return
        respectively = re.search(rf"分别(?:{any_of('direction')}|[为是了])*\Z", before)
        self.shared = self.shared or bool(
            respectively and self.text[figure.end : figure.end + 1] in tuple("、和及与")
        )
        if self.shared:
            self.miss(figure, "several subjects share several figures (分别)")
            return
        about = self._subject(clause)
        if about and about.kind != "money":
            about = self._money_about(about)
        if about is None:
            self.miss(figure, "no noun says what it speaks of")
            return
        self._emit(figure, about, clause)

    def _subject(self, clause: Clause) -> Topic | None:
        """Return what a clause's figure speaks of, and keep it as the subject."""
        pronoun = re.fullmatch(any_of("pronoun"), clause.noun)
        named = self.mentioned if pronoun else topic(clause.noun, self.names)
        if clause.base:
            self.base = clause.base
        if named is None:
            if clause.base and self.frames and self.frames[-1].kind == "purpose":
                self.close(0)
                self.base = clause.base
            return self.subject or self._mention()
        if self._is_own_account(named):
            return self.subject
        around = self.around()
        if named.rank == "total" and not (around and around.rank == "context"):
            around = self.head()
        about = inherit(named, around)
        self.subject, self.group = about, []
        if about.rank in ("total", "generic") and not (self.listing or self.inside("reason", "purpose")):
            self.scope = about
        return about

    def _is_own_account(self, named: Topic) -> bool:
        """Tell whether ``支出决算`` is what was spent of the subject (培训费预算5万元，支出决算4万元)."""
        spending = self.subject is not None and self.subject.direction in ("expenditure", "")
        return self.executed and spending and named.item in phrases("own_account")

    def _money_about(self, counted: Topic) -> Topic:
        """Return what an amount speaks of that has no noun but a counted one (车辆2辆、40万元)."""
        around = [self.scope, self.head()]
        money = next((t for t in around if t and t.kind == "money" and t.rank == "context"), None)
        return money or Topic("", counted.item, fund=counted.fund or "total", nature="total")

    def _mention(self) -> Topic | None:
        """Return what the clause before named, for a figure that has no other subject."""
        named = self.mentioned
        if named is None or not (named.function_code or named.rank in ("part", "total", "class")):
            return None
        self.subject, self.group = inherit(named, self.scope), []
        return self.subject

    def _is_amount(self, figure: Figure, before: str, clause: Clause) -> bool:
        """Tell whether a number without a unit is an amount: a 0 that speaks of money (预算数为0)."""
        start, end = self.text.rfind("。", 0, figure.start) + 1, self.text.find("。", figure.end)
        money = re.search(r"\d[万亿千百]?元", self.text[start : end if end >= 0 else None])
        named = topic(clause.noun, self.names)
        if not float(figure.number.replace(",", "")) and (
            named.concept if named else before and self.subject
        ):
            return True
        if money and not self.ignore:
            self.miss(figure, "a number without a unit")
        return False

    def _count(self, figure: Figure, before: str, after: str) -> None:
        clause = read_clause(before, self.year)
        moved = clause.role == "change" and re.search(rf"{any_of('direction')}了?\Z", before) is not None
        noun = clause.noun if moved else before
        named = count_topic(noun, after, figure.unit)
        if named is None and topic(noun) is None and self.subject and self.subject.kind != "money":
            named = self.subject
        organisations = re.search(any_of("org_counted"), before[-8:] + after[:8])
        if named is None or (not named.concept and organisations):
            if not organisations:
                self.miss(figure, "a count, but not said of what")
            return
        about = inherit(named, self.scope)
        self.subject, self.group = about, []
        if named.rank == "total" and not self.listing:
            self.scope = about
        self._emit(figure, about, clause if moved else Clause("", "count"))

    def _emit(self, figure: Figure, about: Topic, clause: Clause) -> None:
        moved = figure.kind == "percent" and clause.role in ("change", "completion")
        role = "percent" if moved else clause.role
        row = self.row(about, role, figure.start, figure.end)
        row["unit"] = figure.unit
        if figure.kind == "money" or figure.kind == "bare":
            if not self._money(row, figure):
                return
        else:
            number = float(figure.number.replace(",", ""))
            row["value"] = int(number) if number.is_integer() and "." not in figure.number else number
        if row["role"] in ("change", "percent", "prior"):
            base = clause.base or self.base
            row["change_direction"] = clause.direction if row["role"] != "prior" else ""
            row["base_year"], row["base"] = (base.year, base.kind) if base else (None, "")
        self.keep(row)

    def _money(self, row: Row, figure: Figure) -> bool:
        try:
            amount = parse(figure.number, figure.unit or "元")
        except AmountError as error:
            self.miss(figure, str(error))
            return False
        row["amount_fen"], row["step_fen"] = amount.fen, amount.step_fen if figure.unit else 0
        return True

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

    def _absent(self, found: Topic | None, start: int, end: int) -> None:
        if found is None or not found.concept:
            return
        head = self.head()
        whole = None if head and head.rank == "context" else head
        about = inherit(found, whole if found.rank in ("total", "generic", "fund") else self.scope)
        if about.fund in ("government_fund", "state_capital") and about.concept.startswith(about.fund):
            about = replace(about, concept=about.fund, form=phrases("form:function")[about.fund])
        row = self.row(about, "absent", start, end)
        if "（" not in self.text[max(self.text.rfind("，", 0, start), 0) : start]:
            self.subject, self.group = about, []
        self.keep(row)
