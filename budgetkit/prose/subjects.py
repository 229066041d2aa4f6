"""Subjects: what a clause speaks of, by its own noun or by what is open around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ..knowledge import any_of, phrases
from ..text import marker
from .bodies import Publisher
from .clauses import Base, Clause, own_time, read_clause
from .headings import context_topic, heading_topic
from .nouns import Topic
from .scopes import Scopes
from .topics import inherit

_BUDGET = re.compile(r"(?:20\d\d年度?|[本今当]年度?)(?:部门|单位)?(?:总预算|预算(?:总额|总量|总数)?)")
_PROJECT = re.compile(r".{4,}(?:项目|工程)(?:（[^（）]*）)?\Z")


@dataclass(slots=True)
class Subjects:
    """Finds what the clauses of one sentence speak of; nobody else changes its own fields.

    Attributes
    ----------
    publisher, scopes : Publisher, Scopes
        Whose text it is, and what is open; the subject, scope, base and time of `scopes` follow the nouns.
    section : str
        Headings above the paragraph.
    mentioned : Topic or None
        What the clause before named without a number.
    begun : bool
        A figure of the sentence was read.
    named : list of Topic
        What figures of the sentence speak of by name, each once.
    """

    publisher: Publisher
    scopes: Scopes
    section: str = ""
    mentioned: Topic | None = None
    begun: bool = False
    named: list[Topic] = field(default_factory=list)

    def name(self, text: str, opens: bool, ends: bool) -> None:
        """Take note of what a clause without a number names.

        `opens` where the paragraph begins with it, `ends` where a full stop, a colon or a list follows it.
        """
        scopes = self.scopes
        inner = scopes.inside("reason", "purpose")
        named, self.mentioned = self.publisher.topic(text), heading_topic(text, self.publisher.names)
        if named and named.function_code:
            self.mentioned = named
        context = context_topic(text)
        whole = named is not None and named.rank in ("total", "part", "generic", "class")
        if context and not inner:
            scopes.scope = inherit(context, None)
            scopes.turn(scopes.scope)
        elif named and whole and opens and ends and not inner:
            scopes.turn(inherit(named, scopes.scope))
        elif text.endswith("中") and named and named.concept and not inner:
            scopes.scope = inherit(named, scopes.scope)
        clause = read_clause(text, self.publisher.year)
        scopes.base = clause.base or scopes.base
        if (
            ends
            and clause.governs
            and clause.role == "prior"
            and not (inner or self.publisher.topic(clause.noun))
        ):
            scopes.governing = clause  # 2023年预算：甲5万元，乙3万元
        if scopes.inside("reason") and own_time(text):  # 2023年计划未下达，年初预算数为0
            scopes.time = clause.base if clause.role == "prior" else None

    def last_year(self) -> Base | None:
        """Return what figures are of in a section of a budget on how the year before was executed."""
        year = self.publisher.year
        if self.publisher.executed or year is None:
            return None
        title = re.search(rf"{year - 1}年[^，。；>]{{0,20}}(?:执行|完成|决算)情况", self.section)
        return Base(year - 1, "final") if title else None

    def lend(self, text: str) -> None:
        """Let a word of a clause lend its meaning to the amounts that follow (绩效目标管理，涉及5万元)."""
        if context := context_topic(text):
            self.scopes.scope = inherit(context, None)

    def of(self, clause: Clause) -> Topic | None:
        """Return what a clause speaks of, and keep it as the subject."""
        scopes = self.scopes
        pronoun = re.fullmatch(any_of("pronoun"), clause.noun)
        named = self.mentioned if pronoun else self.publisher.topic(clause.noun)
        scopes.base = clause.base or scopes.base
        first, self.begun = not self.begun, True
        if named is None:
            return (self._whole_budget(clause) if first else None) or self._elided(clause)
        spending = scopes.subject is not None and scopes.subject.direction in ("expenditure", "")
        if self.publisher.executed and spending and named.item in phrases("own_account"):
            return scopes.subject  # what was spent of the subject: 培训费预算5万元，支出决算4万元
        about = self._placed(named)
        if about is None:
            return None
        scopes.turn(about)
        self.named += [about] if about not in self.named else []
        if about.rank in ("total", "generic") and not (scopes.listing or scopes.inside("reason", "purpose")):
            scopes.scope = about
        return about

    def _whole_budget(self, clause: Clause) -> Topic | None:
        """Return the whole, where a sentence after a list of parts begins with 2024年预算比上年…."""
        scopes = self.scopes
        part, whole = scopes.subject, scopes.scope
        if not (clause.base and part and whole and part.rank == "part" and _BUDGET.fullmatch(clause.noun)):
            return None
        if whole.rank not in ("total", "generic"):
            return None
        scopes.turn(inherit(Topic("total_budget", "预算", "generic", direction="both"), scopes.head()))
        return scopes.subject

    def _elided(self, clause: Clause) -> Topic | None:
        """Return what a clause without a noun speaks of."""
        scopes = self.scopes
        if clause.governs and clause.role == "change" and scopes.inside("reason"):
            return None  # 增加部门预算5万元: of what, is not said
        summed = re.fullmatch(rf"[，、]?{any_of('sum')}[为是]?", clause.noun)
        if summed and scopes.listing and scopes.owner and scopes.owner.parts >= 2:
            scopes.governing = None  # the whole of a list: 其中甲5万元，乙3万元，合计8万元
            scopes.turn(scopes.owner.topic)
            return scopes.subject
        if summed and not scopes.listing and len(self.named) > 1:
            scopes.turn(None)  # 甲5万元，乙3万元，合计8万元: of what, is not said
            return None
        if "相抵" in clause.noun and scopes.frames:  # 增减相抵后增加5万元: the whole again
            scopes.turn(scopes.frames[-1].subject)
        if clause.base and scopes.innermost("purpose"):
            scopes.close()
            scopes.base = clause.base
        return scopes.subject or self._mention() or self._project(clause.noun)

    def _mention(self) -> Topic | None:
        """Return what the clause before named, for a number that has no other subject."""
        named = self.mentioned
        if named is None or not (named.function_code or named.rank in ("part", "total", "class")):
            return None
        self.scopes.turn(inherit(named, self.scopes.scope))
        return self.scopes.subject

    def _project(self, noun: str) -> Topic | None:
        """Return what the headings speak of, for a number that is only called a budget.

        Below the name of a project (2.某建设项目) that is the project; the whole only with the name of
        the body whose budget it is (某局预算5万元).
        """
        if "预算" not in noun:
            return None
        head, found = self.scopes.head(), None
        titles = self.section.split(" > ")[-2:]
        if project := next((t for t in titles if _PROJECT.search(t) and not heading_topic(t)), ""):
            found = inherit(Topic("", project[len(marker(project)[1]) :]), head)
        elif head and head.rank in ("generic", "total", "class"):
            names = (*self.publisher.names, *self.publisher.bodies)
            found = head if any(name in noun for name in names) else None
        if found:
            self.scopes.turn(found)
        return found

    def _placed(self, named: Topic) -> Topic | None:
        """Give a topic its place: in the list, reason or heading that it stands in."""
        scopes = self.scopes
        around, subject = scopes.around(), scopes.subject
        if around and around.concept == "procurement" and (what := phrases("procured").get(named.item)):
            named = replace(named, concept=what, rank="part", direction="expenditure", form="procurement")
        if named.rank == "net":  # 扣除基建后: the subject without a part of it
            return replace(subject, within=named.item) if subject else None
        if named.rank == "unit" and scopes.inside("reason"):  # 社科院增加5万元
            return inherit(Topic("", named.within), around)
        if named.rank == "unit":
            return inherit(named, scopes.head())
        if named.item and around and around.within.endswith(named.item.removesuffix("本级")):
            return around
        if named.rank == "generic":
            if around and around.rank in ("class", "item") and scopes.inside("reason"):
                return inherit(replace(named, concept="", rank="item"), around)
            line = subject is not None and around is not None and subject.rank == around.rank == "class"
            if line and not named.fund:  # a line (检察（款）：合计5万元) below that of the heading
                return subject
            if part := self._part_of_heading(named):
                return part
        if named.rank == "total" and not (around and around.rank == "context"):
            around = scopes.head()
        return inherit(named, around)

    def _part_of_heading(self, named: Topic) -> Topic | None:
        """Return the part that the innermost heading names (收入5万元 below 行政事业性收费)."""
        scopes = self.scopes
        part = scopes.heads[-1][1] if scopes.heads and not (named.fund or scopes.listing) else None
        return scopes.head() if part and part.rank == "part" and part.direction == named.direction else None
