"""Binding: which noun a number speaks of, and which role it plays there.

A number speaks of the noun in its own clause; where the clause has none (比2023年增加5万元), of the noun
before; where the noun follows (700万元培训费收入), of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..amounts import parse
from ..errors import AmountError
from ..knowledge import any_of, phrases
from .clauses import Base, Clause, own_time, read_clause
from .counted import count_topic, counted_unit
from .nouns import Topic
from .numbers import Number
from .scopes import Said
from .subjects import Subjects
from .topics import inherit

_OWN_BUDGET = re.compile(r"(?:年初|全年|调整)?预算数?[为是]?\Z")
_PREDICATE = re.compile(r"\A(?:为|是|系|属于?)(?P<noun>[^，。；：、（）\d]{2,20})")
_NOUN_AFTER = re.compile(r"的?(?P<noun>[^，。；：、（）\d]{2,24})")


@dataclass(frozen=True, slots=True)
class Missed:
    """A number that is not understood, and why."""

    number: Number
    why: str


LONGEST = 40
"""Characters of a number; of more digits no floating-point number can be made that is right."""


@dataclass(slots=True)
class Binder:
    """Binds the numbers of one sentence to what it names; nobody else changes its fields.

    Attributes
    ----------
    subjects : Subjects
        What the clauses of the sentence speak of.
    text : str
        Folded text of the paragraph.
    ignore : bool
        The section is not about the budget: only what is surely a budget figure is kept.
    shared : bool
        Several subjects share several numbers (分别).
    buying : bool
        The sentence counts what is to be bought.
    whole : str
        The words of the whole whose amount stands before a share (占基本支出5万元的20%).
    """

    subjects: Subjects
    text: str
    ignore: bool = False
    shared: bool = False
    buying: bool = False
    whole: str = ""

    def bind(self, number: Number, before: str, end: int) -> Said | Missed | None:
        """Say what a number is bound to; None where it is no budget figure.

        `before` is the text from the last break or number, `end` the end of its clause.
        """
        after = self.text[number.end : end]
        if len(number.number) > LONGEST:
            return Missed(number, "a number of more digits than any")
        if number.kind == "count":
            return None if self.ignore else self._count(number, before, after)
        percent = number.kind == "percent"
        if not percent and self._is_whole(number, before, after):
            return Missed(number, "the amount of a whole, of which a share follows")
        clause = read_clause(before, self.subjects.publisher.year, percent)
        if number.kind == "bare" and not self._is_amount(number, before, clause):
            return self._bare(number, before)
        if percent:
            clause = self._as_rate(clause, before)
            if why := self._no_rate(number, clause):
                known = self.ignore or re.search(any_of("target_noun"), before)
                return None if known else Missed(number, why)
        if self._is_shared(number, before):
            return Missed(number, "several subjects share several figures (分别)")
        clause = self._governed(self._restated(clause, before), before, after, percent)
        if predicate := self._predicate(before, after):
            clause = replace(clause, noun=predicate)
        about = self.subjects.of(clause)
        if about and about.rank == "context" and percent and clause.role == "change":
            about = None  # the work done under targets grew, not the money: 采血量比去年同期增加5%
        if self.ignore and about and not about.concept:
            why = "in a section that is not about the budget"
            return Missed(number, why) if number.kind == "money" else None
        if clause.noun == "" and re.match(rf"[是为系](?:{any_of('last_year')})?{any_of('carried')}", after):
            fund = about.fund if about else ""
            about = Topic("carry_in", "上年结转", "part", direction="carry_in", fund=fund)
        if about and about.kind != "money":
            about = self._money_about(about, before)
            self.subjects.scopes.turn(about, self.subjects.scopes.group)
        if about is None:
            return Missed(number, "no noun says what it speaks of")
        return self._said(number, about, clause)

    def end_clause(self, enumerated: bool) -> None:
        """Come to the end of a clause: `enumerated` where a 、 ends it."""
        self.shared = self.shared and enumerated

    # role

    def _is_shared(self, number: Number, before: str) -> bool:
        respectively = re.search(rf"分别(?:{any_of('direction')}|[为是了])*\Z", before)
        follows = self.text[number.end : number.end + 1] in tuple("、和及与")
        self.shared = self.shared or bool(respectively and follows)
        return self.shared

    def _is_whole(self, number: Number, before: str, after: str) -> bool:
        """Tell whether an amount is that of the whole of a share, and remember it: 占基本支出5万元的20%."""
        of = re.fullmatch(rf"[，、]?{any_of('share')}(?P<of>[^占]+)", before)
        if of is None or not re.match(r"的\d", after):
            return False
        self.whole = f"{of['of']}{number.number}{number.unit}"
        return True

    def _no_rate(self, number: Number, clause: Clause) -> str:
        """Say why a percentage is not understood, "" where it is."""
        if clause.role in ("level", "prior") or number.unit == "倍":
            return "a percentage, but not said of what"
        other = clause.role == "share" and read_clause(clause.noun, self.subjects.publisher.year)
        return "a share of another year" if other and other.role == "prior" else ""

    def _as_rate(self, clause: Clause, before: str) -> Clause:
        """Read a percentage right after an amount: 完成年初预算5万元的95%, 增加5万元（20%）."""
        bracket = self.subjects.scopes.innermost("bracket")
        outer = bracket.group[-1] if bracket and bracket.group else None
        if self.whole and before == "的":
            clause, self.whole = Clause("", "share", of=self.whole), ""
            return clause
        if outer and outer.role == "change" and not before:
            return Clause("", "change", outer.direction, outer.base)
        if (prior := self.subjects.scopes.last("prior")) and re.fullmatch("的(?:比例为)?", before):
            return Clause("", "completion", base=prior.base)
        return clause

    def _restated(self, clause: Clause, before: str) -> Clause:
        """Read an amount that only says a percentage again: 比上年减少3.2%，即281万元."""
        if (rate := self.subjects.scopes.last("percent")) and re.fullmatch(any_of("that_is"), before):
            return Clause("", "change", rate.direction, rate.base)
        return clause

    def _governed(self, clause: Clause, before: str, after: str, percent: bool) -> Clause:
        """Say what stands around a clause: a noun after it, the verb or year that a list begins with."""
        scopes = self.subjects.scopes
        if not percent and re.search("[的了]\\Z", before) and (named := self._noun_after(after)):
            clause = replace(clause, noun=named)
        if self.subjects.publisher.executed and clause.role == "level" and _OWN_BUDGET.search(before):
            return replace(clause, role="prior", base=Base(self.subjects.publisher.year, "budget"))
        if clause.role != "level" or own_time(before):
            if scopes.governing and scopes.governing.role == "prior" and not own_time(before):
                return clause
            dated = clause.role == "prior" and not self.subjects.begun  # 2023年甲5万元，乙3万元
            governs = clause.governs and (scopes.inside_list() or dated)
            scopes.governing = clause if governs else None
            return clause
        if scopes.time:
            return replace(clause, role="prior", base=scopes.time)
        if base := self.subjects.last_year():
            return replace(clause, role="prior", base=base)
        if (prior := scopes.last("prior")) and (kind := self._other_kind(prior.base, clause.noun)):
            return replace(clause, noun="", role="prior", base=Base(prior.base.year, kind))
        if (
            scopes.governing
            and (scopes.inside_list() or scopes.governing.role == "prior")
            and self.subjects.publisher.topic(clause.noun)
        ):
            return replace(scopes.governing, noun=clause.noun)
        return clause

    def _other_kind(self, base: Base, noun: str) -> str:
        """Return which amount of the year before follows the other one: 2023年预算5万元，执行数4万元."""
        match = re.fullmatch(rf"[，、]?(?:实际)?({any_of('base')})(?:[数额]|金额)?[为是]?", noun)
        kind = phrases("base")[match[1]] if match else ""
        known = self.subjects.begun and base.year is not None and base.year != self.subjects.publisher.year
        return kind if known and kind != base.kind else ""

    def _predicate(self, before: str, after: str) -> str:
        """Return what a number is said to be: 其中3万元为政府性基金预算、2万元为一般公共预算."""
        match = _PREDICATE.match(after)
        named = self.subjects.publisher.topic(match["noun"]) if match else None
        lead = _PREDICATE.sub("", before)
        if match is None or named is None or not (named.fund or named.concept) or lead.strip("、，其中另"):
            return ""
        return match["noun"]

    def _noun_after(self, after: str) -> str:
        """Return the noun that directly follows a number: ``700万元培训费收入``."""
        match = _NOUN_AFTER.match(after)
        stop = any_of("purpose", "reason", "reason_weak", "compare", "direction", "scope", "share")
        if match is None or re.match(rf"{stop}|[是为以由在占]", match["noun"]):
            return ""
        return match["noun"] if self.subjects.publisher.topic(match["noun"]) else ""

    # what a number is bound to

    def _said(self, number: Number, about: Topic, clause: Clause) -> Said | Missed:
        moved = number.kind == "percent" and clause.role in ("change", "completion")
        said = Said(about, "percent" if moved else clause.role, number.start, number.end, number.unit)
        if number.kind in ("money", "bare"):
            try:
                amount = parse(number.number, number.unit or "元")
            except AmountError as error:
                return Missed(number, str(error))
            said.fen, said.step = amount.fen, amount.step_fen if number.unit else 0
        else:
            said.value = float(number.number.replace(",", ""))
        if said.role in ("change", "percent", "prior"):
            said.direction = clause.direction if said.role != "prior" else ""
            said.base = clause.base or self.subjects.scopes.base or said.base
        if said.direction == "increase" and number.number[0] == "-":  # 增加-5万元
            said.direction = "decrease"
            said.fen, said.value = said.fen and -said.fen, said.value and -said.value
        said.of = clause.of if said.role == "share" else ""
        return said

    def _money_about(self, counted: Topic, before: str) -> Topic:
        """Return what an amount speaks of that has no noun but a counted one (车辆2辆、40万元)."""
        scopes = self.subjects.scopes
        bought = {"vehicles_to_buy": "vehicle_purchase", "equipment_to_buy": "fixed_assets_to_buy"}
        fund = counted.fund or "total"
        if concept := bought.get(counted.concept):
            direction = "expenditure" if concept == "vehicle_purchase" else ""
            return Topic(concept, counted.item, direction=direction, fund=fund, nature="total")
        around = [scopes.scope, scopes.head()]
        money = next((t for t in around if t and t.kind == "money" and t.rank == "context"), None)
        if money and scopes.listing and not (counted.concept or before.startswith("共")):
            return replace(money, within=counted.item)  # 其中一级项目6个，涉及5万元
        return money or replace(counted, rank="item", kind="money", fund=fund, nature="total")

    def _bare(self, number: Number, before: str) -> Said | Missed | None:
        """Read a number without a unit: a count of nothing (其他用车为0), else it is not understood."""
        named = before.rstrip("为是：数")
        if not float(number.number.replace(",", "")) and (unit := counted_unit(named)):
            return self._count(replace(number, unit=unit, kind="count"), named, "")
        start, end = self.text.rfind("。", 0, number.start) + 1, self.text.find("。", number.end)
        money = re.search(r"\d[万亿千百]?元", self.text[start : end if end >= 0 else None])
        said = "." in number.number and re.match(
            r"[\u4e00-\u9fff]\d[\d,.]*[，。；、）]", self.text[number.start - 1 :]
        )
        score = re.search(any_of("score"), before[-6:])
        odd = (money or said) and not (self.ignore or score)
        return Missed(number, "a number without a unit") if odd else None

    def _is_amount(self, number: Number, before: str, clause: Clause) -> bool:
        """Tell whether a number without a unit is an amount: a 0 that speaks of money (预算数为0)."""
        named = self.subjects.publisher.topic(clause.noun)
        zero = not float(number.number.replace(",", ""))
        return zero and bool(named.concept if named else before and self.subjects.scopes.subject)

    # counts

    def _count(self, number: Number, before: str, after: str) -> Said | Missed | None:
        scopes = self.subjects.scopes
        clause = read_clause(before, self.subjects.publisher.year)
        moved = clause.role == "change" and re.search(rf"{any_of('direction')}了?\Z", before) is not None
        noun = clause.noun if moved else before
        named = self._counted(noun, after, number.unit)
        crowd = number.unit not in "人名" and re.search(any_of("org_counted"), before[-8:] + after[:8])
        if named is None or (not named.concept and crowd):
            return None if crowd else Missed(number, "a count, but not said of what")
        if self.buying and named.concept == "equipment":
            named = replace(named, concept="equipment_to_buy")
        self.buying = self.buying or named.concept.endswith("_to_buy")
        owner = named.within or self.subjects.publisher.owner_of(noun, self.buying)
        about = inherit(replace(named, within=owner), scopes.scope)
        kind = re.search(r"(?:[一二三]级|[^，、：；]{2,5}类)项目\Z", noun)
        if scopes.listing and about.concept == "project_count" and kind:
            about = replace(about, concept="", item=kind[0])  # 其中一级项目6个: a kind
        scopes.turn(about)
        if named.rank == "total" and not scopes.listing:
            scopes.scope = about
        done = clause.role == "prior" and re.search(any_of("done"), before) is not None
        return self._said(number, about, clause if moved or done else Clause("", "count"))

    def _counted(self, noun: str, after: str, unit: str) -> Topic | None:
        """Return what is counted: by its noun, or more of the subject."""
        subject = self.subjects.scopes.subject
        named = count_topic(noun, after, unit)
        more = named is None and self.subjects.publisher.topic(noun) is None
        if more and subject and subject.kind != "money":
            named = subject
            if unit in ("人", "人次") and (people := phrases("people_of").get(named.concept)):
                named = replace(named, concept=people)  # 接待5批次、40人次
        staff = self.subjects.scopes.listing and unit in "人名"
        if not (staff and subject and subject.concept == "headcount"):
            return named
        if not (named and named.concept):  # 实有5人，其中行政3人
            item = named.item if named else noun.strip("、，")
            return replace(subject, item=item or subject.item)
        if re.fullmatch("[、]?[^，、：；（）]{2,6}编制", noun):  # 编制12人，其中行政编制3人
            return replace(named, item=noun.lstrip("、"))
        return named
