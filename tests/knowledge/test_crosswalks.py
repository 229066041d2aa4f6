"""Crosswalks: both ends exist, conditions exclude each other, figures move where they should."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.errors import KnowledgeError
from budgetkit.knowledge import table
from tests.support import ROOT

ENDS = {
    "government": ("economic", "government_economic"),
    "gfsm": ("economic", "gfsm"),
    "boost": ("economic", "boost"),
    "cofog": ("functional", "cofog"),
    "cofog_employer": ("functional", "cofog"),
}
EMPLOYER = ["2080505", "2080506", "2101101", "2101102", "2101103", "2210201"]


@pytest.mark.parametrize(
    ("name", "rows", "confidence"),
    [
        ("government", 108, {"observed": 68, "observed once": 9, "read": 2, "unconfirmed": 29}),
        ("gfsm", 69, {"proposal": 43, "proposal, split": 26}),
        ("boost", 52, {"proposal": 33, "proposal, split": 19}),
        ("cofog", 126, {"proposal": 103, "proposal, split": 23}),
        ("cofog_employer", 132, {"proposal": 109, "proposal, split": 23}),
    ],
)
def test_a_crosswalk_has_as_many_rows_as_were_collected_and_says_how_sure_each_is(name, rows, confidence):
    f = bk.crosswalk(name)
    assert len(f) == rows
    assert Counter(f["confidence"]) == confidence
    assert (f["source"] != "").all()
    assert set(f.dtypes) == {pd.StringDtype()}


@pytest.mark.parametrize("name", ENDS)
def test_every_code_of_a_crosswalk_is_in_its_table(name):
    f = bk.crosswalk(name)
    start, end = (set(bk.codes(kind)["code"]) for kind in ENDS[name])
    assert set(f.iloc[:, 0]) <= start
    assert set(f.iloc[:, 1]) - {""} <= end
    assert {code for codes in f["alternatives"] for code in codes.split()} <= end


@pytest.mark.parametrize("name", ENDS)
def test_a_code_has_one_target_for_each_condition(name):
    f = bk.crosswalk(name)
    keys = [f.columns[0], "condition"] if name == "government" else [f.columns[0]]
    assert not f.duplicated(keys).any()


def test_what_is_no_fact_says_that_it_is_a_proposal_and_a_split_has_its_alternatives():
    for row in table("crosswalks"):
        if row["crosswalk"] != "government":
            assert row["source"] == "proposal of this project"
            assert row["confidence"] == ("proposal, split" if row["alternatives"] else "proposal"), row
        assert row["to"] or row["condition"], "a code that leads nowhere says why"


def test_codes_of_government_bodies_and_of_public_institutions_are_told_apart():
    f = bk.crosswalk("government")
    classes = f.groupby("condition")["government_code"].agg(
        lambda codes: " ".join(sorted(set(codes.str[:3])))
    )
    assert classes.to_dict() == {
        "government body": "501 502 503 504",
        "public institution": "505 506",
        "": "507 508 509 510 511 599",
    }


@pytest.mark.parametrize(
    ("code", "targets"),
    [
        ("30101", {"government body": "50101", "public institution": "50501"}),
        ("30226", {"government body": "50205", "public institution": "50502"}),
        ("3021101", {"government body": "50201", "public institution": "50502"}),
        ("30301", {"": "50905"}),
        ("30399", {"": "50999"}),
        ("31002", {"government body": "50306", "public institution": "50601"}),
    ],
)
def test_a_code_leads_to_the_nearest_row_for_each_kind_of_body(code, targets):
    f = bk.crosswalk("government", only=[code])
    assert dict(zip(f["condition"], f["government_code"], strict=True)) == targets


def test_every_economic_code_and_every_class_of_functions_leads_somewhere_or_says_why_not():
    economic = bk.codes("economic")["code"].unique()
    for name in ("gfsm", "boost"):
        assert (bk.crosswalk(name, only=economic).iloc[:, 1] != "").all(), name
    f = bk.crosswalk("cofog", only=bk.codes("functional")["code"].unique())
    nowhere = f[f["cofog_code"] == ""]
    assert set(nowhere["function_code"].str[:3]) == {"227", "229", "231", "234"}
    assert (nowhere["condition"] != "").all()


def test_a_code_without_any_row_is_kept_with_an_empty_target():
    f = bk.crosswalk("cofog", only=["2010301", "2999999"])
    assert f["cofog_code"].tolist() == ["01.1.1", ""]
    assert f["confidence"].tolist() == ["proposal", ""]


def test_a_crosswalk_that_does_not_exist_is_refused():
    with pytest.raises(KnowledgeError, match="government, gfsm, boost, cofog, cofog_employer"):
        bk.crosswalk("sna")


def test_only_an_employers_contributions_for_its_own_staff_differ_between_the_two_ways_to_cofog():
    codes = bk.codes("functional")["code"].unique()
    one, other = (bk.crosswalk(name, only=codes) for name in ("cofog", "cofog_employer"))
    differ = one["cofog_code"] != other["cofog_code"]
    assert one.loc[differ, "function_code"].tolist() == EMPLOYER
    assert one.loc[differ, "cofog_code"].tolist() == ["10.2", "10.2", "07", "07", "07", "06.1"]
    assert set(other.loc[differ, "cofog_code"]) == {""}


def test_of_the_banan_budget_52_88_wan_yuan_are_contributions_that_follow_the_employer():
    items = bk.load("line_items", ROOT / "processed")
    rows = items[
        (items["form"] == "dept_expenditure")
        & (items["nature"] == "total")
        & (items["function_code"].str.len() == 7)
    ]
    money = rows.groupby("function_code")["amount_fen"].sum()
    by = {}
    for name in ("cofog", "cofog_employer"):
        f = bk.crosswalk(name, only=money.index).set_index("function_code")["cofog_code"].str[:2]
        by[name] = money.groupby(f).sum().div(10**6).to_dict()
    assert by["cofog"] == {"01": 1084.23, "06": 15.08, "07": 11.91, "10": 25.89}
    assert by["cofog_employer"] == {"01": 1084.23, "": 52.88}
    assert round(52.88 / 1137.10, 4) == 0.0465
