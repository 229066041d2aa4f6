"""Every check of every rule can be said in both languages, with the same figures and pages."""

from __future__ import annotations

import csv
import re
import warnings
from collections import Counter
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.diagnosis.localise import NOTHING
from budgetkit.knowledge.data import table
from budgetkit.knowledge.words import message, placed, said, untold
from budgetkit.reconciliation.explain import SHOWN
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.reconciliation.result import Reconciliation
from budgetkit.rulebook.rules import Rule
from tests.rulebook.test_rules import CASES
from tests.support.worked import documents

LANGUAGES = ("zh", "en")
SOME = ("beijing-26", "foshan-01", "jiangsu-03", "putuo-07", "quanzhou-05", "shanghai-08", "xian-16")
"""Prose alone, a final account, tables alone, contradictions, …: documents of seven places."""


def cases(rule: str) -> list[Reconciliation]:
    """Reconcile the worked case of a rule, as it holds and as it fails."""
    case = CASES[rule]
    texts = [case.text, *([case.text.replace(case.old, case.new, 1)] if case.old else [])]
    return [reconcile(first, only=[rule], against=others) for first, *others in map(documents, texts)]


def numbers(text: str) -> Counter[str]:
    """Return the numbers in a text of its figures: amounts, ids, pages."""
    return Counter(re.findall(r"\d[\d.,]*\d|\d", text))


def say_the_same(r: Reconciliation) -> None:
    for check_id in r.checks["check_id"]:
        rule, check = r._found[check_id]
        words = r.explain(check_id)
        zh, en = (getattr(words, lang).splitlines() for lang in LANGUAGES)
        assert len(zh) == len(en), check_id
        for one, other in zip(zh[1:], en[1:], strict=True):  # the statements may name a number in one only
            assert numbers(one) == numbers(other), (check_id, one, other)
        for f in {f.id: f for side in (check.left, check.right) for _, f in side[:SHOWN]}.values():
            if check.left and check.right:
                assert f.id in words.zh and f.id in words.en
        pages = dict(zip(r.checks["check_id"], r.checks["pages"], strict=True))[check_id]
        assert not pages or (message("explain.pages", "en", pages="") in words.en), check_id
        assert isinstance(rule, Rule)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_every_check_of_a_worked_case_says_the_same_in_both_languages(rule: str) -> None:
    for r in cases(rule):
        say_the_same(r)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_what_a_worked_case_finds_is_said_in_chinese_clause_by_clause(rule: str) -> None:
    for r in cases(rule):
        assert [clause for detail in set(r.checks["detail"]) for clause in untold(detail)] == []


@pytest.mark.parametrize("name", SOME)
def test_every_check_of_real_disclosures_says_the_same_in_both_languages(shared: Path, name: str) -> None:
    path = shared / "corpus" / name.split("-")[0] / f"{name}.pdf"
    if not path.is_file():
        pytest.skip("the disclosures of shared/corpus are not beside the repository")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        r = bk.reconcile(bk.read(path))
    say_the_same(r)
    clauses = {clause for detail in set(r.checks["detail"]) for clause in detail.split("; ")}
    told = [clause for clause in clauses if not untold(clause)]
    assert len(told) >= 0.99 * len(clauses)


def test_a_ratio_is_explained_by_its_figures_its_limits_and_the_other_disclosures() -> None:
    text = "basic_expenditure,basic\n合计,9.00\n30108,2.00\n30109,1.00"
    r = reconcile(documents(text)[0], only=["P01"])
    words = r.explain("d:P01:30108/30109")
    for said_ in (words.zh, words.en):
        assert "2 万元" in said_ and "1 万元" in said_ and "30108" in said_ and "d:p1r1c1" in said_
    assert "expected 1.96 to 2.04" in words.en and "应在 1.96 至 2.04 之间" in words.zh
    row = next(r for r in table("observed") if r["measure"] == "30108 / 30109")
    assert f"this ratio, one value a publication, budget, {row['documents']} values" in words.en
    assert f"此比值在 {row['documents']} 份预算中" in words.zh


def test_a_requirement_is_explained_with_its_page_and_what_was_found() -> None:
    text = "stated,concept,amount\nstated,total_budget,1\n\ngovernment_fund,total\n合计,"
    words = reconcile(documents(text)[0], only=["D02"]).explain("d:D02:government_fund")
    assert "place: page 1" in words.en and "detail: empty without explanation" in words.en
    assert "位置：第1页" in words.zh and "说明：表为空，没有说明" in words.zh


def test_a_clause_that_no_row_says_is_left_as_it_is_and_never_dropped() -> None:
    assert said("1 blank; something quite new 7", "zh") == "1 处空白；something quite new 7"
    assert untold("1 blank; something quite new 7") == ["something quite new 7"]


def test_a_selector_is_said_by_the_names_of_the_form_and_of_what_is_asked() -> None:
    text = "2 different figures for public_expenditure[total] nature=basic"
    assert said(text, "en") == "2 different figures for General public budget expenditure (total, basic)"
    assert said(text, "zh") == "一般公共预算支出表（合计、基本支出）有 2 个不同的数"
    assert placed("prose / three_public / page 3", "zh") == "文字说明 / “三公”经费 / 第 3 页"


@pytest.mark.parametrize("name", ["messages", "details"])
def test_every_row_of_words_has_both_languages_and_the_same_slots_once(name: str) -> None:
    path = Path(bk.__file__).parent / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys = [row["en" if name == "details" else "key"] for row in rows]
    assert len(keys) == len(set(keys))
    for row in rows:
        slots = [set(re.findall(r"\{(\w+)\}", row[lang])) for lang in LANGUAGES]
        assert slots[0] == slots[1] and row["zh"] and row["en"] and row["source"], row


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("the figures cannot tell: 4 explanations are as good", "由这些数字无法判断：有 4 种同样可能的解释"),
        (NOTHING, "在搜索限度内没有找到能解释这些不符的一组数字"),
    ],
)
def test_that_no_culprit_is_named_is_said_in_chinese(english: str, chinese: str) -> None:
    assert said(english, "zh") == chinese


def test_why_something_was_not_read_is_said_in_chinese_whatever_the_collected_disclosures_hold() -> None:
    whys = set(bk.load("unread", panel=True)["why"].str.replace("'[^']*'", "“”", regex=True))
    left = {why: said(why, "zh") for why in whys if re.search("[a-z]{3}", said(why, "zh"))}
    assert len(whys) > 20 and left == {}


@pytest.mark.parametrize(
    ("where", "last"),
    [
        (
            "prose / expenditure_budget / total / expenditure = dept_summary[grand_total] / unit of money",
            "计量单位",
        ),
        ("dept_revenue / 208 / unit", "单位资金"),
        ("dept_revenue / 208 / operating", "经营收入"),
        ("basic_expenditure / 302 / operating", "公用经费"),
        ("basic_expenditure / 301 / personnel", "人员经费"),
        ("dept_revenue / 208 / total", "合计"),
    ],
)
def test_a_slug_of_two_kinds_is_called_what_it_is_there(where: str, last: str) -> None:
    assert placed(where, "zh").split(" / ")[-1] == last
