"""Prose -> stated figures, keyed like line items, each bound to what it speaks of by grammar.

A sentence is cut into clauses at its punctuation and at the words that open a list (其中), a reason
(主要原因是) or a purpose (主要用于). A figure speaks of the noun in its own clause; where the clause has
none (比2023年增加5万元), of the noun before. Lists, brackets, reasons and purposes nest: a noun inside
them never becomes the subject of what follows them. Amounts are never compared to find a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from ..knowledge import any_of
from ..records import Document, Figure, Role, Unread
from ..text import LONGEST, fold, marker
from .binding import Binder, Missed
from .bodies import Publisher, bodies, own_names
from .breaks import Cut, cuts
from .context import Context
from .numbers import Number, numbers
from .paragraphs import Paragraph, run_in
from .scopes import Said, Scopes
from .subjects import Subjects
from .topics import share_of
from .unchanged import denied, flat, unchanged

SHOWN = 100
TOO_LONG = "a paragraph longer than any that is printed; none of it is read"


def stated(prose: Iterable[Paragraph], document: Document) -> tuple[list[Figure], list[Unread]]:
    """Read the figures that the prose states.

    Parameters
    ----------
    prose : iterable of Paragraph
        What :func:`paragraphs` returned.
    document : Document
        Its id, fiscal year, entity and phase are asked for.

    Returns
    -------
    figures : list of Figure
        What the table ``stated`` lists: money in fen, counts and percentages in ``value``. A change is
        printed without sign; ``change_direction`` has it. 持平 is a change of 0 fen; 基本持平 is a change
        whose amount nobody states, so it is missing. ``start`` and ``end`` are offsets in the
        paragraph's text. ``concept`` is an id of ``data/concepts.csv``; money named by its fund only
        is ``public_revenue`` and ``public_expenditure`` or, of fund f, ``f``, ``f_expenditure`` and,
        both sides at once, ``f_budget``. Where no concept fits it is "" and ``item`` is the name.
    unread : list of Unread
        The numbers that were not understood.

    Examples
    --------
    >>> text = "2024年收入预算12万元，比上年减少3万元，主要原因是项目完工。"
    >>> figures, unread = stated([Paragraph(1, 1, "", False, text)], Document("x", fiscal_year=2024))
    >>> [(f.concept, f.role, f.fen, f.change_direction, f.base_year) for f in figures]
    [('revenue_budget', 'level', 12000000, '', None), ('revenue_budget', 'change', 3000000, 'decrease', 2023)]
    >>> figures[1].reason, unread
    ('项目完工', [])
    """
    prose = list(prose)
    texts = [fold(p.text) for p in prose]
    names = own_names(texts, document.entity)
    executed = document.phase == "executed"
    publisher = Publisher(document.fiscal_year, executed, names, bodies(texts, names))
    reader = ProseReader(Context(publisher, Scopes()))
    for paragraph, text in zip(prose, texts, strict=True):
        if len(text) > LONGEST:
            reader.missed.append((paragraph, 1, Missed(Number(0, SHOWN, "", "", "bare"), TOO_LONG)))
        else:
            reader.read(paragraph, text)
    said = enumerate(reader.said, 1)
    figures = [_figure(document, f"{document.document_id}:s{n:03d}", *found) for n, found in said]
    return figures, [_unread(document, *found) for found in reader.missed]


@dataclass(slots=True)
class ProseReader:
    """Reads paragraph after paragraph; keeps what each says, and the numbers that are not understood.

    Both are kept with their paragraph and the number of their sentence; they become records when all is
    read, since a reason may come later.
    """

    context: Context
    said: list[tuple[Paragraph, int, Said]] = field(default_factory=list)
    missed: list[tuple[Paragraph, int, Missed]] = field(default_factory=list)

    def read(self, paragraph: Paragraph, text: str) -> None:
        """Read one paragraph; `text` is its folded text."""
        context, scopes = self.context, self.context.scopes
        context.paragraph, context.text = paragraph, text
        rank, mark = marker(paragraph.text)
        if text[0] in "*※":  # a footnote: go on as if it did not stand there
            before = scopes.mark("footnote")
            context.begin(-1)
            self._sentences(paragraph, text)
            context.end(len(text))
            scopes.restore(before)
            return
        if paragraph.heading:
            context.enter(rank, text)
            return
        title = run_in(text, mark) if rank >= 0 else ""
        if title:
            context.enter(rank, title)
        elif rank >= 0:
            scopes.leave(rank)
        context.begin(rank)
        self._sentences(paragraph, text)
        context.finish(rank)

    def _sentences(self, paragraph: Paragraph, text: str) -> None:
        context, scopes = self.context, self.context.scopes
        titles = [t for t in paragraph.section.split(" > ") if not re.search("预算|收支|决算", t)]
        ignore = any(re.search(any_of("not_budget"), title) for title in titles)
        found, at, sentence = numbers(text), 0, 0
        ended = True
        for cut in [*cuts(text, found), Cut(len(text), len(text), "end")]:
            if ended:
                sentence += 1
                binder = Binder(Subjects(context.publisher, scopes, paragraph.section), text, ignore)
            for said in _clause(binder, at, cut, [n for n in found if at <= n.start < cut.start]):
                if isinstance(said, Missed):
                    self.missed.append((paragraph, sentence, said))
                else:
                    scopes.keep(said)
                    self.said.append((paragraph, sentence, said))
            ended, at = context.cut(cut), cut.end


def _clause(binder: Binder, start: int, cut: Cut, found: Sequence[Number]) -> Iterator[Said | Missed]:
    """Yield what the clause between `start` and a break says; each is to be kept before the next is read."""
    at, text, subjects = start, binder.text, binder.subjects
    for number in found:
        if said := binder.bind(number, text[at : number.start], cut.start):
            yield said
        at = number.end
    tail = text[at : cut.start]
    if found:
        subjects.lend(text[start : cut.start])
    if level := flat(tail):
        if not binder.ignore and (said := unchanged(subjects, tail, at, *level)):
            yield said
    elif tail.strip() and not found:
        if not binder.ignore:
            yield from denied(subjects, text, at, cut.start)
        subjects.name(tail, start == 0, cut.kind in ("。", "：", "scope"))
    binder.end_clause(cut.kind == "、")


def _figure(document: Document, name: str, paragraph: Paragraph, sentence: int, said: Said) -> Figure:
    about = said.about
    of_concepts, of_fund = share_of(said.of, about.fund) if said.of else ((), "")
    return Figure(
        id=name, document_id=document.document_id, section=paragraph.section,
        form=about.form if about.kind == "money" else "", direction=about.direction, fund=about.fund,
        nature=about.nature, function_code=about.function_code, economic_code=about.economic_code,
        item=about.item, concept=about.concept, within=about.within, role=cast(Role, said.role),
        fen=said.fen, step=said.step, value=said.value, unit=said.unit,
        printed=paragraph.text[said.start : said.end], change_direction=said.direction,
        year=document.fiscal_year, base_year=said.base.year, base=said.base.kind, reason=said.reason,
        share_of=said.of, of_concepts=of_concepts, of_fund=of_fund,
        page=paragraph.page_at(said.start), paragraph=paragraph.number, sentence=sentence,
        start=said.start, end=said.end,
    )  # fmt: skip


def _unread(document: Document, paragraph: Paragraph, sentence: int, missed: Missed) -> Unread:
    start, end = missed.number.start, missed.number.end
    return Unread(
        document_id=document.document_id, page=paragraph.page_at(start), printed=paragraph.text[start:end],
        why=missed.why, kind="number", paragraph=paragraph.number, sentence=sentence, start=start, end=end,
    )  # fmt: skip
