"""A check in words, Chinese and English: both sides, every term, what rounding allows, and the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ..amounts import plainly, yuan
from ..knowledge import table
from ..records import Figure, step_of
from ..rulebook import Check, Term

SHOWN = 12
"""How many terms of a side are written out."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A check in words; ``str()`` gives both languages.

    Attributes
    ----------
    zh, en : str
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh}\n\n{self.en}"

    __repr__ = __str__


@cache
def _names() -> dict[tuple[str, str, str], str]:
    names = {(r["kind"], r["key"], lang): r[lang] for r in table("names") for lang in ("zh", "en")}
    forms = {("form", r["slug"], lang): r[f"title_{lang}"] for r in table("forms") for lang in ("zh", "en")}
    return names | forms


def _name(kind: str, key: str, lang: str) -> str:
    return _names().get((kind, key, lang), key)


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
    """
    place = figure.form and _name("form", figure.form, lang)
    if figure.role:
        place = ("文字说明" if lang == "zh" else "prose") + (
            f" {figure.section.split(' > ')[-1]}" if figure.section else ""
        )
    label = " ".join(p for p in (figure.code, figure.item) if p) or _name("concept", figure.label, lang)
    if figure.is_total and not figure.code:
        label = figure.item or _name("concept", figure.concept or "total", lang)
    parts = [place, label]
    if figure.role:
        parts += [_name("role", figure.role, lang)] if figure.role != "level" else []
    elif figure.form in ("public_expenditure", "dept_expenditure", "basic_expenditure"):
        parts.append(_name("nature", figure.nature, lang))
    elif figure.form in ("dept_summary", "fiscal_summary", "dept_revenue"):
        keys = [("direction", figure.direction), ("fund", figure.fund)]
        parts += [_name(kind, key, lang) for kind, key in keys if key not in ("", "total")]
    words = (" " if lang == "zh" else ", ").join(dict.fromkeys(p for p in parts if p))
    if figure.page is None:
        return words
    if lang == "zh":
        return words + (f"（第{figure.file}个文件" if figure.file else "（") + f"第{figure.page}页）"
    return words + f" (page {figure.page}" + (f" of file {figure.file})" if figure.file else ")")


def _terms(terms: Iterable[Term], lang: str) -> list[str]:
    lines = []
    for sign, figure in terms:
        blank = "空白" if lang == "zh" else "blank"
        amount = blank if figure.fen is None else yuan(figure.fen)
        lines.append(
            f"  {'+' if sign > 0 else '-'} {amount}  {figure_words(figure, lang)}  {figure.id}".rstrip()
        )
    more = len(lines) - SHOWN
    if more > 0:
        return [*lines[:SHOWN], f"  …… 另有{more}项" if lang == "zh" else f"  … and {more} more"]
    return lines


@cache
def _rule(rule_id: str) -> Mapping[str, str]:
    row = next(row for row in table("rules") if row["id"] == rule_id)
    source = next(r for r in table("references") if r["id"] == row["reference"])
    return {**row, "reference_title": source["title"], "reference_title_zh": source["title_zh"]}


def explained(rule_id: str, check: Check, check_id: str) -> Explained:
    """Say a check in words.

    Parameters
    ----------
    rule_id, check_id : str
    check : Check

    Returns
    -------
    Explained
    """
    rule = _rule(rule_id)
    return Explained(_chinese(rule, check, check_id), _english(rule, check, check_id))


def _apart(check: Check) -> int | None:
    if check.reported is None or check.calculated is None:
        return None
    return check.reported - check.calculated


def _steps(check: Check) -> list[int]:
    return sorted({step_of(f) for _, f in (*check.left, *check.right) if f.fen is not None}, reverse=True)


def _chinese(rule: Mapping[str, str], check: Check, check_id: str) -> str:
    severity = _name("severity", rule["severity"], "zh")
    lines = [
        f"{rule['id']} {rule['statement_zh']}（{severity}；依据：{rule['reference_title_zh']}）",
        f"核对：{check_id}",
        f"结论：{_name('outcome', check.outcome, 'zh')}",
    ]
    if check.left and check.right:
        lines += ["左边（所列数）：", *_terms(check.left, "zh")]
        lines += [f"{_name('op', check.op, 'zh')}右边（计算数）：", *_terms(check.right, "zh")]
    if (gap := _apart(check)) is not None:
        lines.append(
            f"左边 {yuan(check.reported or 0)}，右边 {yuan(check.calculated or 0)}，相差 {yuan(abs(gap))}；"
            f"允许误差 {yuan(check.tolerance or 0)}"
        )
    if steps := _steps(check):
        lines.append(f"各数印至 {'、'.join(plainly(s) for s in steps)}，每个数与其真值至多相差半个末位")
    return "\n".join(lines)


def _english(rule: Mapping[str, str], check: Check, check_id: str) -> str:
    lines = [
        f"{rule['id']} {rule['statement_en']} ({rule['severity']}; reference: {rule['reference_title']})",
        f"check: {check_id}",
        f"outcome: {_name('outcome', check.outcome, 'en')}",
    ]
    if check.left and check.right:
        lines += ["left side (reported):", *_terms(check.left, "en")]
        lines += [f"{_name('op', check.op, 'en')} the right side (calculated):", *_terms(check.right, "en")]
    if (gap := _apart(check)) is not None:
        lines.append(
            f"left {yuan(check.reported or 0)}, right {yuan(check.calculated or 0)}, {yuan(abs(gap))} apart; "
            f"rounding allows {yuan(check.tolerance or 0)}"
        )
    if steps := _steps(check):
        printed = " and ".join(plainly(s) for s in steps)
        lines.append(f"printed to {printed}: each figure is good to half of its last digit")
    lines.append(f"detail: {check.detail}")
    if rule.get("exceptions"):
        lines.append(f"known exceptions: {rule['exceptions']}")
    return "\n".join(lines)
