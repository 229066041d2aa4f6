"""Binding: which noun a figure speaks of, and which role it plays there.

A figure speaks of the noun in its own clause; where the clause has none (比2023年增加5万元), of the noun
before; where the noun follows (700万元培训费收入), of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..amounts import parse
from ..errors import AmountError
from ..knowledge import any_of, phrases
from .clauses import Base, Clause, own_time, read_clause
from .context import Context
from .counted import count_topic, counted_unit
from .nouns import Topic
from .numbers import Figure
from .scopes import Row
from .topics import inherit

_OWN_BUDGET = re.compile(r"(?:年初|全年|调整)?预算数?[为是]?\Z")


_PREDICATE = re.compile(r"\A(?:为|是|系|属于?)(?P<noun>[^，。；：、（）\d]{2,20})")


_NOUN_AFTER = re.compile(r"的?(?P<noun>[^，。；：、（）\d]{2,24})")


@dataclass(slots=True)
class Binder(Context):
    """Binds the figures of a sentence to what it names.

    Attributes
    ----------
    ignore : bool
        The section is not about the budget: only what is surely a budget figure is kept.
    shared : bool
        Several subjects share several figures (分别).
    """

    ignore: bool = False
    shared: bool = False

    def figure(self, figure: Figure, before: str, end: int) -> None:
        """Read a figure; `before` is the text from the last break or figure, `end` the end of its clause."""
        after = self.text[figure.end : end]
        if figure.kind == "count":
            if not self.ignore:
                self._count(figure, before, after)
            return
        clause = read_clause(before, self.year, figure.kind == "percent")
        if figure.kind == "bare" and not self._is_amount(figure, before, clause):
            return self._bare(figure, before)
        if figure.kind == "percent":
            clause = self.as_rate(clause, before)
            if clause.role in ("level", "prior") or figure.unit == "倍":
                if not (self.ignore or re.search(any_of("target_noun"), before)):
                    self.miss(figure, "a percentage, but not said of what")
                return
        if self._is_shared(figure, before):
            self.miss(figure, "several subjects share several figures (分别)")
            return
        clause = self.restated(clause, before)
        clause = self._governed(clause, before, after, figure.kind == "percent")
        if predicate := self._predicate(before, after):
            clause = replace(clause, noun=predicate)
        about = self._subject(clause)
        if about and about.rank == "context" and figure.kind == "percent" and clause.role == "change":
            about = None  # the work done under targets grew, not the money: 采血量比去年同期增加5%
        if self.ignore and about and not about.concept:
            if figure.kind == "money":
                self.miss(figure, "in a section that is not about the budget")
            return
        if clause.noun == "" and re.match(rf"[是为系](?:{any_of('last_year')})?{any_of('carried')}", after):
            about = Topic(
                "carry_in", "上年结转", "part", direction="carry_in", fund=about.fund if about else ""
            )
        if about and about.kind != "money":
            self.subject = about = self._money_about(about, before)
        if about is None:
            self.miss(figure, "no noun says what it speaks of")
            return
        self._emit(figure, about, clause)

    # role

    def _is_shared(self, figure: Figure, before: str) -> bool:
        respectively = re.search(rf"分别(?:{any_of('direction')}|[为是了])*\Z", before)
        self.shared = self.shared or bool(
            respectively and self.text[figure.end : figure.end + 1] in tuple("、和及与")
        )
        return self.shared

    def _governed(self, clause: Clause, before: str, after: str, percent: bool) -> Clause:
        """Say what stands around a clause: a noun after it, the verb or year that a list begins with."""
        if not percent and re.search("[的了]\\Z", before) and (named := self._noun_after(after)):
            clause = replace(clause, noun=named)
        if self.executed and clause.role == "level" and _OWN_BUDGET.search(before):
            return replace(clause, role="prior", base=Base(self.year, "budget"))
        if clause.role != "level" or own_time(before):
            self.listed = clause if clause.governs and self.inside_list() else None
            return clause
        if self.time:
            return replace(clause, role="prior", base=self.time)
        if self.listed and self.inside_list() and self.topic(clause.noun):
            return replace(self.listed, noun=clause.noun)
        return clause

    def _predicate(self, before: str, after: str) -> str:
        """Return what a figure is said to be: 其中3万元为政府性基金预算、2万元为一般公共预算."""
        match = _PREDICATE.match(after)
        named = self.topic(match["noun"]) if match else None
        lead = _PREDICATE.sub("", before)
        if match is None or named is None or not (named.fund or named.concept) or lead.strip("、，其中另"):
            return ""
        return match["noun"]

    def _noun_after(self, after: str) -> str:
        """Return the noun that directly follows a figure: ``700万元培训费收入``."""
        match = _NOUN_AFTER.match(after)
        stop = any_of("purpose", "reason", "reason_weak", "compare", "direction", "scope", "share")
        if match is None or re.match(rf"{stop}|[是为以由在占]", match["noun"]):
            return ""
        return match["noun"] if self.topic(match["noun"]) else ""

    # subject

    def _subject(self, clause: Clause) -> Topic | None:
        """Return what a clause's figure speaks of, and keep it as the subject."""
        pronoun = re.fullmatch(any_of("pronoun"), clause.noun)
        named = self.mentioned if pronoun else self.topic(clause.noun)
        if clause.base:
            self.base = clause.base
        if named is None and clause.governs and clause.role == "change" and self.inside("reason"):
            return None  # 增加部门预算5万元: of what, is not said
        if named is None and (whole := self.sum_of_list(clause.noun)):
            self.subject, self.group, self.listed = whole, [], None
            return whole
        if named is None:
            if "相抵" in clause.noun and self.frames:  # 增减相抵后增加5万元: the whole again
                self.subject, self.group = self.frames[-1].subject, []
            if clause.base and self.frames and self.frames[-1].kind == "purpose":
                self.close(0)
                self.base = clause.base
            return self.subject or self._mention() or self.of_heading(clause.noun)
        if self._is_own_account(named):
            return self.subject
        about = self._placed(named)
        if about is None:
            return None
        self.subject, self.group = about, []
        if about.rank in ("total", "generic") and not (self.listing or self.inside("reason", "purpose")):
            self.scope = about
        return about

    def _placed(self, named: Topic) -> Topic | None:
        """Give a topic its place: in the list, reason or heading that it stands in."""
        around = self.around()
        if around and around.concept == "procurement" and (what := phrases("procured").get(named.item)):
            named = replace(named, concept=what, rank="part", direction="expenditure", form="procurement")
        if named.rank == "net":  # 扣除基建后: the subject without a part of it
            return replace(self.subject, within=named.item) if self.subject else None
        if named.rank == "unit" and self.inside("reason"):  # 社科院增加5万元
            return inherit(Topic("", named.within), around)
        if named.rank == "unit":
            return inherit(named, self.head())
        if named.item and around and around.within.endswith(named.item.removesuffix("本级")):
            return around
        if named.rank == "generic" and around and around.rank in ("class", "item") and self.inside("reason"):
            return inherit(replace(named, concept="", rank="item"), around)
        if named.rank == "generic" and not named.fund and self._is_line_below(around):
            return self.subject
        if named.rank == "generic" and (part := self.part_of_heading(named)):
            return part
        if named.rank == "total" and not (around and around.rank == "context"):
            around = self.head()
        return inherit(named, around)

    def _is_line_below(self, around: Topic | None) -> bool:
        """Tell whether the paragraph names a line (检察（款）：合计5万元) below that of its heading."""
        return bool(self.subject and around and self.subject.rank == around.rank == "class")

    def _is_own_account(self, named: Topic) -> bool:
        """Tell whether ``支出决算`` is what was spent of the subject (培训费预算5万元，支出决算4万元)."""
        spending = self.subject is not None and self.subject.direction in ("expenditure", "")
        return self.executed and spending and named.item in phrases("own_account")

    def _money_about(self, counted: Topic, before: str) -> Topic:
        """Return what an amount speaks of that has no noun but a counted one (车辆2辆、40万元)."""
        bought = {"vehicles_to_buy": "vehicle_purchase", "equipment_to_buy": "fixed_assets_to_buy"}
        if concept := bought.get(counted.concept):
            direction = "expenditure" if concept == "vehicle_purchase" else ""
            fund = counted.fund or "total"
            return Topic(concept, counted.item, direction=direction, fund=fund, nature="total")
        around = [self.scope, self.head()]
        money = next((t for t in around if t and t.kind == "money" and t.rank == "context"), None)
        if money and self.listing and not (counted.concept or before.startswith("共")):
            return replace(money, within=counted.item)  # 其中一级项目6个，涉及5万元
        return money or replace(
            counted, rank="item", kind="money", fund=counted.fund or "total", nature="total"
        )

    def _mention(self) -> Topic | None:
        """Return what the clause before named, for a figure that has no other subject."""
        named = self.mentioned
        if named is None or not (named.function_code or named.rank in ("part", "total", "class")):
            return None
        self.subject, self.group = inherit(named, self.scope), []
        return self.subject

    def _bare(self, figure: Figure, before: str) -> None:
        """Read a number without a unit: a count of nothing (其他用车为0), else it is not understood."""
        named = before.rstrip("为是：数")
        if not float(figure.number.replace(",", "")) and (unit := counted_unit(named)):
            return self._count(replace(figure, unit=unit, kind="count"), named, "")
        start, end = self.text.rfind("。", 0, figure.start) + 1, self.text.find("。", figure.end)
        money = re.search(r"\d[万亿千百]?元", self.text[start : end if end >= 0 else None])
        said = "." in figure.number and re.match(
            r"[\u4e00-\u9fff]\d[\d,.]*[，。；、）]", self.text[figure.start - 1 :]
        )
        score = re.search(any_of("score"), before[-6:])
        if not (self.ignore or score) and (money or said):
            self.miss(figure, "a number without a unit")

    def _is_amount(self, figure: Figure, before: str, clause: Clause) -> bool:
        """Tell whether a number without a unit is an amount: a 0 that speaks of money (预算数为0)."""
        named = self.topic(clause.noun)
        zero = not float(figure.number.replace(",", ""))
        return zero and bool(named.concept if named else before and self.subject)

    # counts

    def _count(self, figure: Figure, before: str, after: str) -> None:
        clause = read_clause(before, self.year)
        moved = clause.role == "change" and re.search(rf"{any_of('direction')}了?\Z", before) is not None
        noun = clause.noun if moved else before
        named = count_topic(noun, after, figure.unit)
        if named is None and self.topic(noun) is None and self.subject and self.subject.kind != "money":
            named = self.subject
            if figure.unit in ("人", "人次") and (people := phrases("people_of").get(named.concept)):
                named = replace(named, concept=people)  # 接待5批次、40人次
        organisations = figure.unit not in "人名" and re.search(
            any_of("org_counted"), before[-8:] + after[:8]
        )
        staff = (
            self.listing and self.subject and self.subject.concept == "headcount" and figure.unit in "人名"
        )
        if staff and self.subject and not (named and named.concept):  # 实有5人，其中行政3人
            named = replace(
                self.subject, item=named.item if named else noun.strip("、，") or self.subject.item
            )
        elif staff and named and re.fullmatch("[、]?[^，、：；（）]{2,6}编制", noun):
            named = replace(named, item=noun.lstrip("、"))  # 编制12人，其中行政编制3人
        if named is None or (not named.concept and organisations):
            if not organisations:
                self.miss(figure, "a count, but not said of what")
            return
        if self.buying and named.concept == "equipment":
            named = replace(named, concept="equipment_to_buy")
        self.buying = self.buying or named.concept.endswith("_to_buy")
        about = inherit(replace(named, within=named.within or self.owner_of(noun)), self.scope)
        kind = re.search(r"(?:[一二三]级|[^，、：；]{2,5}类)项目\Z", noun)
        if self.listing and about.concept == "project_count" and kind:
            about = replace(about, concept="", item=kind[0])  # 其中一级项目6个: a kind
        self.subject, self.group = about, []
        if named.rank == "total" and not self.listing:
            self.scope = about
        done = clause.role == "prior" and re.search(any_of("done"), before) is not None
        self._emit(figure, about, clause if moved or done else Clause("", "count"))

    # rows

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
