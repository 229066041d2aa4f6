"""Named checks on how tables are built: codes, lanes, weights, blank rows, emptiness, coverage."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from .book import Book, Figure, Indicator
from .identities import SIDES, absent_form, place
from .outcomes import Check, Rule, compare
from .selectors import Picked, parse_selector, pick

__all__ = [
    "blank_rows", "codes", "coverage", "emptiness", "lanes", "non_negative", "one_column", "same_codes",
    "statement_of_nothing", "target_budget", "weights", "with_other_money",
]  # fmt: skip

PROJECT_FORMS = ("project_targets", "special_fund_targets")


def _each_form(book: Book, rule: Rule) -> Iterator[tuple[str, Check | None]]:
    for form in rule.terms.split()[1:]:
        yield form, absent_form(book, form)


def _by_row(figures: Iterable[Figure]) -> dict[Any, list[Figure]]:
    rows: dict[Any, list[Figure]] = defaultdict(list)
    for f in figures:
        rows[f.place].append(f)
    return rows


def one_column(book: Book, rule: Rule) -> Iterator[Check]:
    """Each economic row feeds exactly one of personnel and operating."""
    for form, absent in _each_form(book, rule):
        rows = _by_row(
            f for f in book.amounts(form) if f.nature in ("personnel", "operating") and not f.is_total
        )
        if absent or not rows:
            yield absent or Check(form, "not_applicable", "no columns for personnel and operating")
            continue
        for where, figures in rows.items():
            fed = [f for f in figures if f.fen]
            words = place(book, figures[0])
            ids = " ".join(f"+{f.id}" for f in fed)
            if where in book.unread_rows:
                yield Check(words, "unread", "a cell of this row could not be read")
            elif not fed:
                yield Check(words, "not_applicable", "nothing printed in either column")
            else:
                natures = sorted({f.nature for f in fed})
                yield Check(
                    words, "exact" if len(natures) == 1 else "fail", f"in {' and '.join(natures)}", ids=ids
                )


def non_negative(book: Book, rule: Rule) -> Iterator[Check]:
    """No amount of a budget is negative (final accounts print corrections as negative amounts)."""
    for form in book.forms:
        figures = [f for f in book.amounts(form) if f.fen is not None and f.phase != "executed"]
        below = [f for f in figures if f.fen is not None and f.fen < 0]
        for f in below:
            where = place(book, f, f.direction, f.fund, f.nature)
            yield Check(where, "fail", "negative amount", f.fen, None, None, f.id)
        if figures and not below:
            yield Check(form, "exact", f"{len(figures)} amounts, none negative")
        elif not figures:
            yield Check(form, "not_applicable", "no budget amount printed")


def codes(book: Book, rule: Rule) -> Iterator[Check]:
    """Codes are unique, in ascending order, and have their parent where the table prints parents."""
    for form, absent in _each_form(book, rule):
        tables: dict[str, list[Figure]] = defaultdict(list)
        for rows in _by_row(f for f in book.forms.get(form, ()) if f.code).values():
            tables[rows[0].table_id].append(rows[0])
        if absent or not tables:
            yield absent or Check(form, "not_applicable", f"{form} prints no codes")
        elif any(f.code_kind == "unit" for f in book.forms[form]):
            yield Check(form, "not_applicable", "codes are listed unit by unit")
        else:
            for number, rows in tables.items():
                yield from _code_checks(book, form + (f" #{number}" if number else ""), rows)


def _code_checks(book: Book, where: str, rows: list[Figure]) -> Iterator[Check]:
    seen: dict[str, Any] = {}
    twice, order, last = [], [], ""
    for f in rows:
        amounts = [
            (g.nature, g.fund, g.carried, g.year, g.fen) for g in book.rows[f.place] if g.code == f.code
        ]
        if f.code in seen and (seen[f.code][1] != amounts or seen[f.code][0][:2] == f.place[:2]):
            twice.append(f.code)
        elif f.code not in seen:
            if f.code < last:
                order.append(f.code)
            last = f.code
        seen[f.code] = f.place, amounts
    lengths = {len(c) for c in seen}
    orphans = [c for c in seen if len(c) > 3 and len(c) - 2 in lengths and c[:-2] not in seen]
    for name, bad in (("unique", twice), ("in order", order), ("with their parents", orphans)):
        shown = f"{', '.join(bad[:8])}{' …' if len(bad) > 8 else ''}"
        yield Check(
            f"{where} / {name}", "fail" if bad else "exact", f"not: {shown}" if bad else f"{len(seen)} codes"
        )


def blank_rows(book: Book, rule: Rule) -> Iterator[Check]:
    """No row with a code has all its amounts blank."""
    for form, absent in _each_form(book, rule):
        if absent:
            yield absent
            continue
        bare = 0
        for where, figures in _by_row(f for f in book.forms[form] if f.code).items():
            if all(f.state == "blank" for f in figures) and where not in book.unread_rows:
                bare += 1
                yield Check(
                    place(book, figures[0]), "fail", f"{len(figures)} blank amounts", ids=figures[0].id
                )
        if not bare:
            yield Check(form, "exact", "every row with a code has an amount")


def indicator_sheets(book: Book) -> dict[tuple[Any, ...], list[Indicator]]:
    """Group indicators by form and project (by printed table where no project is named)."""
    sheets: dict[tuple[Any, ...], list[Indicator]] = defaultdict(list)
    for i in book.indicators:
        sheets[(i.form, i.project) if i.project else (i.form, i.page, i.table)].append(i)
    return sheets


def weights(book: Book, rule: Rule) -> Iterator[Check]:
    """The weights of one sheet of indicators add up to 100."""
    sheets = indicator_sheets(book)
    for key, indicators in sheets.items():
        where = " / ".join(str(k) for k in key)
        given = [Decimal(str(i.weight)) for i in indicators if i.weight is not None]
        total = sum(given, Decimal())
        if not given:
            yield Check(where, "not_applicable", f"{len(indicators)} indicators without weights")
        elif len(given) < len(indicators):
            yield Check(
                where, "insufficient", f"{len(indicators) - len(given)} of {len(indicators)} have no weight"
            )
        else:
            words = f"{len(given)} weights add up to {total.normalize():f}"
            yield Check(where, "exact" if total == 100 else "fail", words)
    if not sheets:
        yield Check("indicators", "not_applicable", "no indicators in the document")


def lanes(book: Book, rule: Rule) -> Iterator[Check]:
    """In a summary, a column belongs to revenue or to expenditure, or else each row does."""
    for form, absent in _each_form(book, rule):
        if absent:
            yield absent
            continue
        by_col: dict[Any, set[str]] = defaultdict(set)
        by_row: dict[Any, set[str]] = defaultdict(set)
        unknown = 0
        for f in book.forms[form]:
            side = SIDES.get(f.direction, "")
            unknown += not side
            by_col[f.table_id, f.col].add(side)
            by_row[f.place].add(side)
        mixed = sum(len(s) > 1 for s in by_col.values())
        sound = not mixed or all(len(s) == 1 for s in by_row.values())
        words = f"{len(by_col)} columns, {mixed} of them hold both revenue and expenditure"
        if unknown:
            yield Check(form, "insufficient", f"{unknown} figures on no side; {words}")
        else:
            yield Check(form, "exact" if sound else "fail", words)


def same_codes(book: Book, rule: Rule) -> Iterator[Check]:
    """Every code with an amount in the first form stands in the second one too."""
    part, whole = rule.terms.split()[1:]
    for form in (part, whole):
        if absent := absent_form(book, form):
            yield absent._replace(where=f"{part} in {whole}")
            return
    there = {f.code for f in book.forms[whole] if f.code}
    rows: dict[str, list[Figure]] = defaultdict(list)
    for f in book.forms[part]:
        if f.code and book.current(f):
            rows[f.code].append(f)
    lost = {c: fs for c, fs in rows.items() if c not in there}
    blank = [c for c, fs in lost.items() if all(f.fen is None for f in fs)]
    for code, figures in lost.items():
        if code not in blank:
            ids = " ".join(f"+{f.id}" for f in figures if f.fen is not None)
            yield Check(f"{part} / {code} in {whole}", "fail", f"{whole} has no row {code}", ids=ids)
    if not there or not rows:
        yield Check(f"{part} in {whole}", "insufficient", "one of the forms prints no codes")
    elif len(blank) == len(lost):
        words = f"{len(rows) - len(blank)} codes with amounts, all there"
        more = f"; only in {part}, without amounts: {', '.join(blank)}" if blank else ""
        yield Check(f"{part} in {whole}", "exact", words + more)


def with_other_money(book: Book, rule: Rule) -> Iterator[Check]:
    """All spending is spending of the fiscal funds plus that of the department's other revenue."""
    whole, *parts = (parse_selector(t) for t in rule.terms.split(" ", 1)[1].split("; "))
    picked: list[Picked] = [pick(book, s) for s in (whole, *parts)]
    where = f"{whole.form} = {' + '.join(p.form for p in parts)} + other revenue"
    for selector, result in zip((whole, *parts), picked, strict=True):
        if result.trouble:
            outcome = "unread" if result.trouble == "unread" else "insufficient"
            yield Check(where, outcome, f"{selector.form}: {result.detail}")
            return
    lines = [f for f in book.amounts("dept_summary") if book.current(f) and not f.is_total]
    carry = [f for f in lines if f.fen and (f.carried or f.direction in ("carry_in", "carry_out"))]
    other = {f.fund: f for f in lines if f.direction == "revenue" and not f.carried and f.fund in OTHER_MONEY}
    if "unit" in other:
        other = {k: f for k, f in other.items() if k in ("unit", "special_account")}
    fiscal = [(1, f) for result in picked[1:] for f in result.figures]
    check = compare(
        where, [(1, f) for f in picked[0].figures], fiscal + [(1, f) for f in other.values() if f.fen]
    )
    if check.outcome == "fail" and (carry or not lines or any(not book.found.get(p.form) for p in parts)):
        why = "carry-over may be of any fund" if carry else "a form is missing"
        check = check._replace(outcome="insufficient", detail=f"{check.detail}; {why}")
    yield check


OTHER_MONEY = frozenset(
    ("special_account", "unit", "business", "operating", "superior", "subsidiary", "other")
)


def _budgets(book: Book, forms: Iterable[str]) -> dict[tuple[Any, ...], int | None]:
    sheets = indicator_sheets(book)
    return {
        key: next((i.budget_fen for i in s if i.budget_fen is not None), None)
        for key, s in sheets.items()
        if key[0] in forms
    }


def target_budget(book: Book, rule: Rule) -> Iterator[Check]:
    """The budget on the department's sheet of targets is the total of its expenditure."""
    name, text = rule.terms.split(" ", 1)[1].split(" = ")
    selector = parse_selector(text)
    budgets = [b for b in _budgets(book, (name,)).values() if b is not None]
    whole = pick(book, selector)
    where = f"{name} = {selector.text}"
    amounts = [f for f in whole.figures if f.fen is not None]
    if whole.trouble:
        yield Check(where, "unread" if whole.trouble == "unread" else "insufficient", whole.detail)
    elif len(budgets) != 1 or not amounts:
        outcome = "insufficient" if book.found.get(name) and budgets else "not_applicable"
        yield Check(where, outcome, f"{len(budgets)} budgets on sheets of targets, {len(amounts)} totals")
    else:
        budget = Figure(id=f"{book.document_id}:{name}", form=name, fen=budgets[0], step=amounts[0].step)
        yield compare(where, [(1, budget)], [(1, amounts[0])])


def coverage(book: Book, rule: Rule) -> Iterator[Check]:
    """How much of the project expenditure has published targets."""
    selector = parse_selector(rule.terms.split(" ", 1)[1])
    budgets = _budgets(book, PROJECT_FORMS)
    whole = pick(book, selector)
    where = f"project targets / {selector.text}"
    amounts = [f for f in whole.figures if f.fen]
    if whole.trouble or not amounts:
        outcome = (
            "unread" if whole.trouble == "unread" else "insufficient" if whole.trouble else "not_applicable"
        )
        yield Check(where, outcome, whole.detail or "no project expenditure")
        return
    if not budgets or None in budgets.values():
        yield Check(
            where,
            "not_applicable" if not budgets else "insufficient",
            f"{len(budgets)} projects with targets",
        )
        return
    covered, total = sum(b or 0 for b in budgets.values()), amounts[0].fen or 0
    tolerance = amounts[0].step * (len(budgets) + 1) // 2
    share = Decimal(covered * 100) / Decimal(total)
    words = f"{len(budgets)} projects with targets hold {share:.1f} % of project expenditure"
    outcome = "exact" if covered == total else "rounding" if abs(covered - total) <= tolerance else "fail"
    yield Check(where, outcome, words, covered, total, tolerance, f"targets = {amounts[0].id}")


def emptiness(book: Book, rule: Rule) -> Iterator[Check]:
    """A fund has money in its own form, in both summaries and in the prose, or in none of them."""
    for fund in rule.terms.split()[1:]:
        said: dict[str, bool] = {}
        if book.found.get(fund) and book.forms.get(fund):
            said[fund] = any(f.fen for f in book.forms[fund] if book.current(f))
        for form in ("fiscal_summary", "dept_summary"):
            places = [f for f in book.forms.get(form, ()) if f.fund == fund and book.current(f)]
            if places:
                said[form] = any(f.fen for f in places)
        prose = [
            f for f in book.stated if f.fund == fund and f.role in ("level", "absent") and book.current(f)
        ]
        if prose:
            said["prose"] = any(f.fen for f in prose if f.role == "level")
        words = ", ".join(f"{k}: {'money' if v else 'none'}" for k, v in said.items())
        if fund not in said:
            unread = fund in book.unread_forms
            yield Check(
                fund,
                "unread" if unread else "insufficient",
                f"no table of {fund}; {words or 'no other trace'}",
            )
        elif len(said) < 2:
            yield Check(fund, "insufficient", f"{words}; nothing to hold it against")
        else:
            yield Check(fund, "exact" if len(set(said.values())) == 1 else "fail", words)


def statement_of_nothing(book: Book, rule: Rule) -> Iterator[Check]:
    """A table whose note says that there is nothing has no amounts."""
    says = re.compile(rule.terms.split(" ", 1)[1])
    some = False
    for form, note in book.notes.items():
        if says.search(note):
            some = True
            amounts = [f for f in book.forms.get(form, ()) if f.fen]
            words = f"the note says there is nothing, {len(amounts)} amounts other than 0 are printed"
            yield Check(
                form, "fail" if amounts else "exact", words, ids=" ".join(f"+{f.id}" for f in amounts[:20])
            )
    if not some:
        yield Check("notes under tables", "not_applicable", "no note says that a table is empty")
