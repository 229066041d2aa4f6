"""A check in words: both sides, terms, tolerance and outcome, in Chinese and English."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.diagnosis.slips import SLIPS, find_slip
from budgetkit.errors import KnowledgeError
from budgetkit.knowledge.data import table
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.reconciliation.result import OUTCOMES
from budgetkit.rulebook.check import Check
from tests.support import inline
from tests.support.worked import document

TEXT = "public_expenditure,total,basic,project\n合计,12.00,4.00,6.00\n2010301,10.00,4.00,6.00"


def test_a_failed_check_names_both_sides_and_the_tolerance_in_both_languages() -> None:
    words = reconcile(document(TEXT)).explain("d:W02:public_expenditure/total")
    assert "结论：不符" in words.zh
    assert "+ 12 万元  一般公共预算支出表 合计（第1页）  d:p1r0c1" in words.zh
    assert "左边 12 万元，右边 10 万元，相差 2 万元；允许尾差 0.015 万元" in words.zh
    assert "outcome: does not agree" in words.en
    assert "+ 6 万元  General public budget expenditure, 合计, project (page 1)  d:p1r0c3" in words.en
    assert "left 12 万元, right 10 万元, 2 万元 apart; rounding allows 0.015 万元" in words.en
    assert str(words) == f"{words.zh}\n\n{words.en}"


def two_files(folder: Path, first: str, second: str) -> bk.Disclosure:
    """Read a disclosure whose two tables stand at the same place of two files."""
    head = "科目编码|科目名称|总计|基本支出|项目支出\n201|一般公共服务支出|"
    titles = {"one.md": ("部门支出总表", first), "two.md": ("一般公共预算支出预算表", second)}
    for name, (title, amounts) in titles.items():
        text = inline.COVER + inline.table(title, head + amounts).replace("|", "\t")
        (folder / name).write_text(text, encoding="utf-8")
    return bk.read([folder / name for name in titles])


def test_figures_of_a_second_file_stand_on_the_page_that_is_printed(tmp_path: Path) -> None:
    found = reconcile(two_files(tmp_path, "5.00|2.00|3.00", "9.00|2.00|3.00"))
    suspect = found.suspects.iloc[0]
    assert (suspect["line_id"], suspect["page"]) == ("one:f2p1t1r1c2", 1)
    assert suspect["where"].endswith("total “总计” (page 1 of file 2)")
    words = found.explain("one:W02:public_expenditure/201/total")
    assert words.en.count("(page 1 of file 2)") == 3 and words.zh.count("（第2个文件第1页）") == 3
    units = found.checks[found.checks["where"].str.contains(" / page ")]["where"]
    assert units.tolist() == ["dept_expenditure / page 1 of file 1", "public_expenditure / page 1 of file 2"]
    assert not found.checks["where"].str.contains("10000").any()


def test_what_is_unread_in_one_file_leaves_the_same_place_of_the_other_alone(tmp_path: Path) -> None:
    found = reconcile(two_files(tmp_path, "5.00|2.00|3.00", "5.00|2.0.0|3.00"), only=["W01", "W02"])
    assert found.checks[["where", "outcome"]].to_numpy().tolist() == [
        ["dept_expenditure / 201 / total", "exact"],
        ["public_expenditure / 201 / total", "unread"],
    ]


def test_every_check_of_the_banan_budget_can_be_explained() -> None:
    r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"))
    for check_id, rule in zip(r.checks["check_id"], r.checks["rule_id"], strict=True):
        words = r.explain(check_id)
        assert words.zh.startswith(rule)
        assert words.en.startswith(rule)
        assert check_id in words.zh
        assert check_id in words.en


def test_a_rounding_is_explained_by_the_printed_digits() -> None:
    r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"))
    row = r.checks[r.checks["outcome"] == "rounding"].iloc[0]
    words = r.explain(row["check_id"])
    assert "在尾差范围内一致" in words.zh
    assert "printed to 0.01 万元: each figure is good to half of its last digit" in words.en


def test_a_check_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KnowledgeError, match="no check 'd:X99:nothing'"):
        reconcile(document(TEXT)).explain("d:X99:nothing")


def test_every_outcome_and_relation_has_words_in_both_languages() -> None:
    named = {(r["kind"], r["key"]) for r in table("names") if r["zh"] and r["en"]}
    assert {("outcome", o) for o in OUTCOMES} <= named
    assert {("op", op) for op in ("=", "<=", ">=")} <= named
    assert Check("", "exact").op == "="


def test_every_slip_is_named_in_both_languages() -> None:
    assert all(zh and en and telling > 0 for zh, en, telling in SLIPS.values())


def test_a_slip_leads_to_an_amount_within_the_bounds_or_there_is_none() -> None:
    assert find_slip(12_340_000, 10_000, 13_000_000, 13_000_000) is None
    assert find_slip(12_340_000, 10_000, 21_340_000, 21_340_000) == ("digits_swapped", 21_340_000)
    assert find_slip(12_340_000, 10_000, 12_345_000, 12_395_000) == ("one_digit", 12_370_000)
    assert find_slip(12_340_000, 10_000, 1_230_000, 1_239_000) == ("factor_10", 1_234_000)
    assert find_slip(0, 10_000, 5_550_000, 5_550_000) is None
