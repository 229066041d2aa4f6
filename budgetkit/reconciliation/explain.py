"""A check in words, Chinese and English: its figures with pages and signs, what was found, and the outcome.

Both languages are made by the same lines of code from ``messages.csv``, so they say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..amounts import plainly, yuan
from ..knowledge import message, name, page_words, said, table
from ..language import language
from ..records import Figure, step_of
from ..rulebook import Check, Term, equated

SHOWN = 12
"""How many terms of a side are written out."""

_SIGNS = {1: "+", 0: " ", -1: "-"}


@dataclass(frozen=True, slots=True)
class Explained:
    """A check in words; ``str()`` gives both languages, under ``use_language("zh")`` the Chinese alone.

    Attributes
    ----------
    zh, en : str
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else f"{self.zh}\n\n{self.en}"

    __repr__ = __str__


def figure_words(figure: Figure, lang: str) -> str:
    """Say in words what a figure is and where it stands.

    Parameters
    ----------
    figure : Figure
    lang : {"zh", "en"}

    Examples
    --------
    >>> f = Figure("x:1", "public_expenditure", nature="basic", function_code="2010301", page=9)
    >>> figure_words(f, "zh")
    '一般公共预算支出表 2010301 基本支出（第9页）'
    >>> figure_words(f, "en")
    'General public budget expenditure, 2010301, basic (page 9)'
    >>> figure_words(f._replace(header="当年预算 / 小计", ref="Sheet1!C5"), "zh")
    '一般公共预算支出表 2010301 当年预算—小计（Sheet1!C5）'
    """
    place = figure.form and name("form", figure.form, lang)
    if figure.role:
        place = " ".join([message("prose", lang), *figure.section.split(" > ")[-1:]]).strip()
    label = " ".join(p for p in (figure.code, figure.item) if p) or name("concept", figure.label, lang)
    if figure.is_total and not figure.code:
        label = figure.item or name("concept", figure.concept or "total", lang)
    words = (" " if lang == "zh" else ", ").join(
        dict.fromkeys(p for p in (place, figure.budget_unit, label, _column_words(figure, lang)) if p)
    )
    if figure.page is None:
        return words
    pages = page_words(f"{figure.file}:{figure.page}" if figure.file else str(figure.page), lang)
    if figure.ref:
        pages = message("file", lang, file=figure.file, pages=figure.ref) if figure.file else figure.ref
    return message("in", lang, words=words, place=pages)


def _column_words(figure: Figure, lang: str) -> str:
    """Say which column a figure stands in: the printed header path, in English what it means, too."""
    if figure.role:
        return name("role", figure.role, lang) if figure.role != "level" else ""
    if figure.form in ("dept_summary", "fiscal_summary", "dept_revenue"):
        keys = [("direction", figure.direction), ("fund", figure.fund)]
    else:
        keys = [("nature", figure.nature)] if figure.form in _BY_NATURE else []
    names = [name(kind, key, lang) for kind, key in keys if key != "" and (kind, key) not in _PLAIN]
    printed = "—".join(figure.header.split(" / ")) if figure.form not in _SUMMARIES else ""
    if lang == "zh":
        return printed or " ".join(names)
    return ", ".join(names) + (f" “{printed}”" if printed else "")


_BY_NATURE = ("public_expenditure", "dept_expenditure", "basic_expenditure")
_SUMMARIES = ("dept_summary", "fiscal_summary")
"""Forms whose rows are named by what they are of; their columns have no name of their own."""

_PLAIN = {("direction", "total"), ("fund", "total")}


def printed_words(figure: Figure, lang: str) -> str:
    """Return a figure verbatim with its unit, and in 万元 where that is another one.

    Parameters
    ----------
    figure : Figure
    lang : {"zh", "en"}

    Examples
    --------
    >>> printed_words(Figure(printed="1682.76元", unit="元", fen=168_276), "zh")
    '1682.76元（0.168276 万元）'
    >>> printed_words(Figure(printed="0.00", unit="万元", fen=0), "zh"), printed_words(Figure(), "en")
    ('0.00 万元', 'blank')
    """
    text = figure.printed.replace("\n", "")
    if not text:
        return amount_words(figure, lang)
    if figure.unit not in text and re.search(r"\d", text):
        text = f"{text} {figure.unit}"
    if figure.fen is None or "万元" in (figure.unit, text[-2:]):
        return text
    return message("in", lang, words=text, place=yuan(figure.fen))


def reported(check: Check) -> Figure | None:
    """Return the one figure that a check holds against others; None where it holds several.

    >>> a, b = Figure("a", fen=1), Figure("b", fen=1)
    >>> reported(Check("", "exact", left=((1, a),), right=((1, b), (1, b)))).id
    'a'
    """
    if check.rate:
        return check.rate.figure
    side = next(iter(check.named or equated(check.left, check.right)), ())
    return side[0][1] if len(side) == 1 else None


def amount_words(figure: Figure, lang: str) -> str:
    """Return the amount of a figure in 万元, what is printed if it is no amount, or that it is blank.

    >>> amount_words(Figure(fen=12_340_000), "zh"), amount_words(Figure(printed="12人", role="count"), "zh")
    ('12.34 万元', '12人')
    """
    return yuan(figure.fen) if figure.fen is not None else figure.printed or message("blank", lang)


def _terms(terms: Iterable[Term], lang: str) -> list[str]:
    lines = [
        f"  {_SIGNS[sign]} {amount_words(f, lang)}  {figure_words(f, lang)}  {f.id}".rstrip()
        for sign, f in terms
    ]
    more = len(lines) - SHOWN
    return lines if more <= 0 else [*lines[:SHOWN], message("explain.more", lang, n=more)]


@cache
def _rule(rule_id: str) -> Mapping[str, str]:
    row = next(row for row in table("rules") if row["id"] == rule_id)
    source = next(r for r in table("references") if r["id"] == row["reference"])
    return {**row, "reference_en": source["title"], "reference_zh": source["title_zh"]}


def statement(rule_id: str, lang: str) -> str:
    """Return what a rule says.

    >>> statement("W10", "zh"), statement("W10", "en")
    ('部门收支总表：收入总计 = 支出总计', 'Department summary: total revenue equals total expenditure')
    """
    return _rule(rule_id)[f"statement_{lang}"]


def explained(rule_id: str, check: Check, check_id: str, pages: str = "") -> Explained:
    """Say a check in words.

    Parameters
    ----------
    rule_id, check_id : str
    check : Check
    pages : str
        Where it stands, as the column ``pages`` of checks says it.

    Returns
    -------
    Explained
    """
    zh, en = ("\n".join(_lines(rule_id, check, check_id, pages, lang)) for lang in ("zh", "en"))
    return Explained(zh, en)


def _lines(rule_id: str, check: Check, check_id: str, pages: str, lang: str) -> Iterator[str]:
    rule = _rule(rule_id)
    about = {"id": rule_id, "statement": statement(rule_id, lang), "reference": rule[f"reference_{lang}"]}
    yield message("explain.head", lang, severity=name("severity", rule["severity"], lang), **about)
    yield message("explain.check", lang, id=check_id)
    yield message("explain.outcome", lang, outcome=name("outcome", check.outcome, lang))
    if pages:
        yield message("explain.pages", lang, pages=page_words(pages, lang))
    yield from _figures(check, lang)
    yield from _compared(check, lang)
    if check.detail:
        yield message("explain.detail", lang, detail=said(check.detail, lang))
    yield from _evidence(rule_id, check.where, lang)
    if rule["exceptions"]:
        yield message("explain.exceptions", lang, exceptions=rule[f"exceptions{'_zh' * (lang == 'zh')}"])


def _figures(check: Check, lang: str) -> Iterator[str]:
    if check.left and check.right:
        yield message("explain.left", lang)
        yield from _terms(check.left, lang)
        yield message("explain.right", lang, op=name("op", check.op, lang))
        yield from _terms(check.right, lang)
    elif any(check.named):
        yield message("explain.figures", lang)
        for side in check.named:
            yield from _terms(side, lang)
    if check.rate:
        yield message("explain.rate", lang)
        yield from _terms([(0, check.rate.figure)], lang)
    if check.others:
        yield message("explain.others", lang, n=len(check.others))


def _compared(check: Check, lang: str) -> Iterator[str]:
    if check.reported is not None and check.calculated is not None:
        sides = {"left": yuan(check.reported), "right": yuan(check.calculated)}
        gap = yuan(abs(check.reported - check.calculated))
        yield message("explain.apart", lang, gap=gap, tolerance=yuan(check.tolerance or 0), **sides)
    terms = (*check.left, *check.right)
    steps = sorted({step_of(f) for _, f in terms if f.fen is not None}, reverse=True)
    if steps:
        words = [plainly(s) if s else message("fen", lang) for s in steps]
        yield message("explain.steps", lang, steps=message("and", lang).join(words))


def _evidence(rule_id: str, where: str, lang: str) -> Iterator[str]:
    """Say how the collected disclosures keep the rule, and how a ratio is distributed over them."""
    rows = [row for row in table("observed") if row["rule_id"] == rule_id]
    counts = {
        k: sum(int(row[k]) for row in rows if not row["measure"]) for k in ("holds", "fails", "undecided")
    }
    yield message("explain.observed", lang, **counts)
    for row in rows:
        if row["measure"] == where and row["median"]:
            known = row | {"phase": message(f"phase.{row['phase']}", lang)}
            yield message("explain.ratio", lang, n=row["documents"], **known)
