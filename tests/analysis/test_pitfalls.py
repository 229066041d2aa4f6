"""Each way to a wrong number, in figures of the panel; and what stands in the way of it."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.analysis import Pitfall, pitfalls, total
from tests.support import ROOT


@cache
def load(name: str) -> pd.DataFrame:
    return bk.load(name, ROOT / "processed", panel=True)


@cache
def found() -> dict[str, Pitfall]:
    return {p.name: p for p in pitfalls(load("line_items"), load("documents"), load("measures"))}


@pytest.mark.parametrize(
    ("name", "documents", "right", "wrong"),
    [
        ("phase", "xian-07", 587_550_000, 1_181_010_000),
        ("fund", "beijing-54", 1_048_475_725_671, 2_038_160_792_875),
        ("unit of money", "beijing-01 and putuo-02", 35_384_013_714, 101_366_995_839_114),
        ("department with its units", "putuo-05 and putuo-06", 37_151_465_500, 74_302_931_000),
        ("parents with parts", "beijing-01", 25_249_789_114, 50_499_578_228),
        ("三公 within 302", "beijing-17", 1_650_304_874, 1_752_414_661),
        ("the base of a share", "beijing-46", 1_826_717_166_571, 2_919_265_783_503),
    ],
)
def test_each_way_to_a_wrong_number_has_an_example_in_figures(name, documents, right, wrong):
    p = found()[name]
    assert (p.documents, p.right_fen, p.wrong_fen) == (documents, right, wrong)
    assert len(found()) == 7


@pytest.mark.parametrize(
    ("documents", "keys", "message"),
    [
        (["xian-07"], {"form": "three_public", "concept": "three_public"}, "several values of phase"),
        (
            ["putuo-05", "putuo-06"],
            {"form": "dept_expenditure", "nature": "total"},
            "putuo-05 .* and putuo-06 .* may hold the same money",
        ),
        (["beijing-17"], {"form": ["basic_expenditure", "three_public"]}, "several values of form"),
    ],
)
def test_a_sum_of_what_is_not_alike_is_refused(documents, keys, message):
    rows = load("line_items")
    with pytest.raises(bk.ExtractionError, match=message):
        total(rows[rows["document_id"].isin(documents)], **keys)


@pytest.mark.parametrize(
    ("document", "form", "name"),
    [("beijing-54", "dept_revenue", "fund"), ("beijing-01", "basic_expenditure", "parents with parts")],
)
def test_of_a_table_with_totals_sources_and_classes_each_amount_is_counted_once(document, form, name):
    rows = load("line_items")
    assert total(rows[rows["document_id"] == document], form=form) == found()[name].right_fen


def test_a_unit_under_another_name_is_not_added_to_the_department_that_lists_it():
    rows = pd.DataFrame(
        {
            "document_id": ["whole", "whole", "unit"],
            "entity": ["某市教育局", "某市教育局", "第一中学"],
            "budget_unit": ["", "第一中学", ""],
            "form": "dept_expenditure",
            "adds": [False, True, True],
            "amount_fen": [300, 100, 100],
        }
    )
    with pytest.raises(bk.ExtractionError, match="may hold the same money"):
        total(rows, form="dept_expenditure")
    other = rows.assign(budget_unit=["", "第二中学", ""])
    assert total(other, form="dept_expenditure") == 200
