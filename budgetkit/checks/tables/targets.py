"""Named checks on the sheets of performance targets (绩效目标表): weights, budgets, what can be measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from ...amounts import parse
from ...errors import AmountError
from ...records import Figure, Indicator, step_of
from ...rulebook import Check, Ledger, Outcome, Selector, allowance, choose, hold, one, pick

PROJECT_FORMS = ("project_targets", "special_fund_targets")


def indicator_sheets(ledger: Ledger) -> dict[tuple[Any, ...], list[Indicator]]:
    """Group indicators by form and project (by printed table where no project is named).

    A project that only the first rows of a table name is that of the rows below them.
    """
    sheets: dict[tuple[Any, ...], list[Indicator]] = defaultdict(list)
    named: dict[tuple[Any, ...], str] = {}
    for i in ledger.indicators:
        place = (i.form, *([f"file {i.file}"] if i.file else []), i.page, i.table)
        named[place] = i.project or named.get(place, "")
        sheets[(i.form, named[place]) if named[place] else place].append(i)
    return sheets


def weights(ledger: Ledger) -> Iterator[Check]:
    """The weights of one sheet of indicators add up to 100."""
    sheets = indicator_sheets(ledger)
    for key, indicators in sheets.items():
        where = " / ".join(str(k) for k in key)
        given = [Decimal(str(i.weight)) for i in indicators if i.weight is not None]
        total = sum(given, Decimal())
        if not given:
            yield Check.not_applicable(where, f"{len(indicators)} indicators without weights")
        elif len(given) < len(indicators):
            yield Check.insufficient(
                where, f"{len(indicators) - len(given)} of {len(indicators)} have no weight"
            )
        else:
            words = f"{len(given)} weights add up to {total.normalize():f}"
            if total == 90:
                words += "; the other 10 are for the rate of execution"
            yield Check.holds(where, total in (90, 100), words)
    if not sheets:
        yield Check.not_applicable("indicators", "no indicators in the document")


class Sheet(NamedTuple):
    """The indicators of one project, as they follow each other, and the budget that stands with them."""

    indicators: tuple[Indicator, ...]
    project: str = ""
    budget: int | None = None

    def goes_on(self, i: Indicator) -> bool:
        """Say whether an indicator is of this sheet: it has no other project and no other budget."""
        same = i.form == self.indicators[-1].form and (not self.project or i.project in ("", self.project))
        return same and (None in (i.budget_fen, self.budget) or i.budget_fen == self.budget)


def project_sheets(ledger: Ledger) -> list[Sheet]:
    """Return the sheets of targets of projects; several units may have one project, each with its budget.

    >>> from types import SimpleNamespace as Some
    >>> rows = [("a", 5), ("", 5), ("", None), ("a", 7), ("b", 7)]
    >>> indicators = [Indicator(form="project_targets", project=p, budget_fen=b) for p, b in rows]
    >>> [(s.project, s.budget) for s in project_sheets(Some(indicators=indicators))]
    [('a', 5), ('a', 7), ('b', 7)]
    """
    sheets: list[Sheet] = []
    for i in ledger.indicators:
        if i.form not in PROJECT_FORMS:
            continue
        if not (sheets and sheets[-1].goes_on(i)):
            sheets.append(Sheet(()))
        last = sheets[-1]
        budget = i.budget_fen if last.budget is None else last.budget
        sheets[-1] = Sheet((*last.indicators, i), last.project or i.project, budget)
    return sheets


def _budgets(ledger: Ledger, forms: Iterable[str]) -> dict[tuple[Any, ...], int | None]:
    sheets = indicator_sheets(ledger)
    return {
        key: next((i.budget_fen for i in s if i.budget_fen is not None), None)
        for key, s in sheets.items()
        if key[0] in forms
    }


def target_budget(ledger: Ledger, terms: tuple[tuple[str, str], tuple[Selector, ...]]) -> Iterator[Check]:
    """The budget on the department's sheet is its expenditure.

    A budget printed under the label adds up the main tasks only: it is at most the expenditure.
    """
    (name, label), selectors = terms
    where = f"{name} = {selectors[0].text}"
    yield choose(_target_budget(ledger, where, (name, label), selector) for selector in selectors)


def _target_budget(ledger: Ledger, where: str, sheet: tuple[str, str], selector: Selector) -> Check:
    name, label = sheet
    budgets = [b for b in _budgets(ledger, (name,)).values() if b is not None]
    whole = pick(ledger, selector)
    amounts = [f for f in whole.figures if f.fen is not None]
    if whole.trouble:
        return Check(where, "unread" if whole.trouble == "unread" else "insufficient", whole.detail)
    if len(budgets) != 1 or not amounts:
        outcome: Outcome = "insufficient" if ledger.found.get(name) and budgets else "not_applicable"
        return Check(where, outcome, f"{len(budgets)} budgets on sheets of targets, {len(amounts)} totals")
    funding = next(
        (i.funding for i in ledger.indicators if i.form == name and i.budget_fen == budgets[0]), ""
    )
    printed, step = _printed(funding, budgets[0])
    budget = Figure(form=name, fen=budgets[0], step=step or step_of(amounts[0]))
    tasks = printed == label
    note = "the sheet adds up its main tasks" if tasks else ""
    check = hold(ledger, where, [(1, budget)], [(1, amounts[0])], "<=" if tasks else "=", note)
    if check.outcome == "fail" and tasks and abs(budgets[0] - (amounts[0].fen or 0)) <= budget.step:
        return check._replace(outcome="rounding", detail=f"{check.detail}; each task is rounded for itself")
    if check.outcome == "fail" and ledger.phase == "executed":
        return check.but("insufficient", "the sheet may give the budget, the table what was spent")
    return check


def _printed(funding: str, fen: int) -> tuple[str, int]:
    """Return the label that a budget is printed under and its step in fen; "" and 0 where it is not found.

    >>> _printed("基本支出 3.10; 金额合计 5.20", 5_200_000)
    ('金额合计', 10000)
    """
    for entry in funding.split("; "):
        label, _, number = entry.rpartition(" ")
        for unit in ("万元", "元"):
            try:
                amount = parse(number, unit)
            except AmountError:
                continue
            if amount.fen == fen:
                return label, amount.step_fen
    return "", 0


def coverage(ledger: Ledger, selector: Selector) -> Iterator[Check]:
    """How much of the project expenditure has published targets."""
    budgets = [sheet.budget for sheet in project_sheets(ledger)]
    whole = pick(ledger, selector)
    where = f"project targets / {selector.text}"
    amounts = [f for f in whole.figures if f.fen]
    if whole.trouble or not amounts:
        outcome: Outcome = (
            "unread" if whole.trouble == "unread" else "insufficient" if whole.trouble else "not_applicable"
        )
        yield Check(where, outcome, whole.detail or "no project expenditure")
        return
    if not budgets or None in budgets:
        yield Check(
            where,
            "not_applicable" if not budgets else "insufficient",
            f"{len(budgets)} projects with targets",
        )
        return
    covered, total = sum(b or 0 for b in budgets), amounts[0].fen or 0
    tolerance = allowance([step_of(amounts[0])] * (len(budgets) + 1))
    share = Decimal(covered * 100) / Decimal(total)
    words = f"{len(budgets)} projects with targets hold {share:.1f} % of project expenditure"
    outcome = "exact" if covered == total else "rounding" if abs(covered - total) <= tolerance else "fail"
    yield Check(where, outcome, words, covered, calculated=total, tolerance=tolerance, named=one(amounts[0]))


def quantified(ledger: Ledger) -> Iterator[Check]:
    """How many indicators of a form are qualitative (定性) and so cannot be measured."""
    forms: dict[str, list[Indicator]] = defaultdict(list)
    for i in ledger.indicators:
        forms[i.form].append(i)
    for form, indicators in forms.items():
        soft = [i for i in indicators if i.operator == "定性"]
        words = f"{len(soft)} of {len(indicators)} indicators are qualitative"
        at = tuple(sorted({(i.file, i.page) for i in soft if i.page is not None}))
        yield Check.holds(form, not soft, words)._replace(at=at)
    if not forms:
        yield Check.not_applicable("indicators", "no indicators in the document")
