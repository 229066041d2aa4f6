"""The state of reading prose: open headings, the subject, the list it stands in, what interrupts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .clauses import Base, Clause
from .nouns import Topic, topic
from .numbers import Figure
from .paragraphs import Paragraph

_MOVED = ("change", "percent")


Row = dict[str, Any]


@dataclass(slots=True)
class Frame:
    """What a bracket, a reason or a purpose interrupts; ``used`` once a figure stood in it."""

    kind: str
    start: int
    subject: Topic | None
    group: list[Row]
    scope: Topic | None
    base: Base | None
    time: Base | None
    used: bool = False


@dataclass(slots=True)
class State:
    """What is open, named and read at one place of the prose.

    Attributes
    ----------
    year : int or None
        Fiscal year of the document.
    names, bodies : tuple of str
        Names of the department that publishes it, and of other bodies it speaks of, longest first.
    executed : bool
        It is a final account, so that 预算数 is what its figures are measured against.
    heads : list of (float, Topic or None)
        Rank and topic of the headings that are open, outermost first; the whole of a list that goes on
        in the paragraphs below stands among them, half a rank above its items.
    subject : Topic or None
        What an amount without a noun speaks of.
    scope : Topic or None
        The whole that nouns are parts of: they take fund and direction from it.
    base : Base or None
        What changes are measured against.
    group, recent : list of Row
        Rows of the subject in this sentence, and of the section; a reason is attached to them.
    frames : list of Frame
        Brackets, reasons and purposes that are open, the innermost last.
    listing, announces : bool
        A list (其中) is open in this sentence, or at its end; ``owner`` is its whole.
    announced : (Topic, int) or None
        Whole of a list that begins in the next paragraph, and the rank of the paragraph that says so.
    mentioned : Topic or None
        What the clause before named without a figure.
    enumerated : bool
        The items of the open list are separated by 、, so that a ， ends it.
    time : Base or None
        Year of the whole that a list or bracket takes apart, where it is not the document's.
    listed : Clause or None
        What governs the items of a list that say nothing of their own: the verb (新增甲5万元，乙3万元)
        or the year (2021年甲5万元，乙3万元) that stands before the first.
    buying : bool
        The sentence counts what is to be bought.
    """

    document_id: str
    year: int | None
    names: tuple[str, ...]
    executed: bool = False
    rows: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)
    heads: list[tuple[float, Topic | None]] = field(default_factory=list)
    subject: Topic | None = None
    scope: Topic | None = None
    base: Base | None = None
    group: list[Row] = field(default_factory=list)
    recent: list[Row] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    listing: bool = False
    owner: tuple[Topic, list[Row], int] | None = None
    announced: tuple[Topic, int] | None = None
    mentioned: Topic | None = None
    fresh: bool = False
    unfinished: bool = False
    enumerated: bool = False
    bodies: tuple[str, ...] = ()
    announces: bool = False
    time: Base | None = None
    listed: Clause | None = None
    buying: bool = False
    paragraph: Paragraph = field(default_factory=lambda: Paragraph(0, 0, "", False, ""))
    text: str = ""
    sentence: int = 1

    def topic(self, text: str) -> Topic | None:
        """Read a noun phrase of this document."""
        return topic(text, self.names, self.bodies)

    def row(self, about: Topic, role: str, start: int, end: int) -> Row:
        """Make a row of a topic; `start` and `end` are offsets in the paragraph."""
        return {
            "stated_id": "", "document_id": self.document_id, "section": self.paragraph.section,
            "form": about.form if about.kind == "money" else "", "direction": about.direction,
            "fund": about.fund, "nature": about.nature, "function_code": about.function_code,
            "economic_code": about.economic_code, "item": about.item, "concept": about.concept,
            "within": about.within, "role": role,
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
