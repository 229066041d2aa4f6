"""Code tables: what is in them, in which years, and how they are looked up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.errors import KnowledgeError
from budgetkit.knowledge import code_name, codes_named, names_in, table

KINDS = ("functional", "economic", "government_economic")
INTERNATIONAL = ("cofog", "gfsm", "boost")
CONFIDENCE = {"observed", "observed once", "read", "year unconfirmed", "unconfirmed"}


def unique(kind: str) -> pd.Series:
    return bk.codes(kind).drop_duplicates("code").set_index("code")["level"]


@pytest.mark.parametrize(
    ("kind", "levels"),
    [
        ("functional", {1: 30, 2: 172, 3: 635}),
        ("economic", {1: 10, 2: 104}),
        ("government_economic", {1: 15, 2: 66}),
        ("cofog", {1: 10, 2: 69, 3: 109}),
        ("gfsm", {1: 4, 2: 12, 3: 17, 4: 4}),
        ("boost", {1: 8, 2: 11}),
    ],
)
def test_a_table_has_as_many_codes_of_each_level_as_were_collected(kind, levels):
    assert Counter(unique(kind)) == levels


@pytest.mark.parametrize("kind", [*KINDS, *INTERNATIONAL])
def test_every_parent_and_successor_is_in_the_table_itself(kind):
    known = set(unique(kind).index)
    f = bk.codes(kind)
    assert set(f["parent"]) - {""} <= known
    assert {code for codes in f["successor"] for code in codes.split()} <= known


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", range(2014, 2028))
def test_a_code_has_one_name_a_year(kind, year):
    assert bk.codes(kind, year)["code"].is_unique


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_a_code_follow_each_other_without_a_gap_and_the_last_is_the_newest(kind):
    f = bk.codes(kind)
    for code, rows in f[f["code"].duplicated(keep=False)].groupby("code"):
        for before, after in zip(rows["until"][:-1], rows["since"][1:], strict=True):
            assert before + 1 == after, code
    assert f["code"].is_monotonic_increasing


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_has_a_name_a_translation_a_source_and_a_confidence(kind):
    f = bk.codes(kind)
    assert (f[["name", "name_en", "source"]] != "").all(axis=None)
    assert set(f["confidence"]) <= CONFIDENCE
    assert (f.loc[f["confidence"] == "observed", "documents"] >= 2).all()
    assert (f.loc[f["confidence"] == "observed once", "documents"] >= 1).all()
    unseen = f["documents"] == 0
    assert not f.loc[unseen, "confidence"].str.startswith("observed").any()


def test_every_translation_says_that_it_is_one_and_is_used_once():
    rows = table("translations")
    assert {row["source"] for row in rows} == {"translation of this project"}
    assert all(n == 1 for n in Counter(row["zh"] for row in rows).values())
    assert {row["zh"] for row in rows} == {name for kind in KINDS for name in bk.codes(kind)["name"]}


@pytest.mark.parametrize("kind", [*KINDS, *INTERNATIONAL])
def test_the_columns_are_those_that_are_documented_and_codes_are_text(kind):
    f = bk.codes(kind, 2016)
    columns = "code name name_en level parent since until successor documents source confidence"
    assert list(f) == columns.split()
    numbers = {"level", "since", "until", "documents"}
    assert {c for c in f if f[c].dtype == "Int64"} == numbers
    assert {c for c in f if f[c].dtype == "string"} == set(f) - numbers


@pytest.mark.parametrize(
    ("kind", "code", "year", "name", "successor"),
    [
        ("economic", "30311", 2017, "住房公积金", "30113"),
        ("economic", "30311", 2018, "代缴社会保险费", ""),
        ("economic", "30307", 2017, "医疗费", "30307"),
        ("economic", "30104", 2016, "其他社会保障缴费", "30110 30111 30112"),
        ("economic", "310", 2017, "其他资本性支出", "310"),
        ("economic", "310", 2018, "资本性支出", ""),
        ("functional", "20805", 2019, "行政事业单位离退休", "20805"),
        ("functional", "20805", 2020, "行政事业单位养老支出", ""),
        ("functional", "210", 2016, "医疗卫生与计划生育支出", "210"),
        ("functional", "210", 2024, "卫生健康支出", ""),
    ],
)
def test_a_code_bears_the_name_of_its_year(kind, code, year, name, successor):
    row = bk.codes(kind, year).set_index("code").loc[code]
    assert (row["name"], row["successor"]) == (name, successor)


@pytest.mark.parametrize(
    ("kind", "code", "there"),
    [
        ("economic", "30104", {2017}),
        ("economic", "30312", {2017}),
        ("economic", "30113", {2018, 2024}),
        ("economic", "39906", {2017, 2018}),
        ("functional", "224", {2024}),
        ("functional", "201", {2017, 2018, 2024}),
    ],
)
def test_a_code_is_there_in_its_years_only(kind, code, there):
    assert {year for year in (2017, 2018, 2024) if code in set(bk.codes(kind, year)["code"])} == there


def test_a_code_that_is_not_in_the_table_is_named_by_its_parents_and_says_so():
    f = bk.codes("functional", only=["2010399", "2010388", "2998877", "x"]).set_index("code")
    assert f["confidence"].tolist() == ["observed", "by parent", "unknown", "unknown"]
    assert f.loc["2010388", ["name", "parent"]].tolist() == ["政府办公厅（室）及相关机构事务", "20103"]
    assert f.loc["2998877", "name"] == f.loc["x", "name"] == ""
    assert pd.isna(f.loc["2010388", "documents"])
    assert pd.isna(f.loc["x", "level"])


def test_codes_that_are_looked_up_have_one_row_each_in_order_with_the_name_of_the_year():
    found = bk.codes("economic", 2017, only=["30311", "30226", "30311"])
    assert found["name"].tolist() == ["住房公积金", "劳务费", "住房公积金"]
    assert bk.codes("economic", only=["30311"])["name"].tolist() == ["代缴社会保险费"]
    assert bk.codes("economic", 2024, only=["30104"])["name"].tolist() == ["其他社会保障缴费"]


def test_a_classification_that_does_not_exist_is_refused_and_those_that_do_are_named():
    with pytest.raises(KnowledgeError, match="functional, economic, government_economic, cofog"):
        bk.codes("revenue")


def test_names_that_no_or_one_disclosure_prints_are_held_against_nobody():
    names = names_in("function", 2024)
    assert (names["20401"], names["2010503"], names["2010102"]) == ((), (), ("一般行政管理事务",))
    f = bk.codes("functional")
    unsure = f[f["confidence"].isin(["unconfirmed", "observed once"])]["code"]
    assert len(unsure) == 266
    assert {names[code] for code in unsure} == {()}


def test_an_unconfirmed_year_of_a_change_is_a_year_wider_and_an_observed_one_is_not():
    old, new = "医疗卫生与计划生育支出", "卫生健康支出"
    allowed = {year: set(names_in("function", year)["210"]) for year in (2017, 2018, 2019, 2020)}
    assert allowed == {2017: {old}, 2018: {old, new}, 2019: {old, new}, 2020: {new}}
    assert names_in("economic", 2018)["30311"] == ("代缴社会保险费",)
    assert names_in("economic", 2017)["30311"] == ("住房公积金",)


def test_names_of_general_knowledge_are_not_looked_for_in_prose():
    assert "购房补贴" not in codes_named("economic", 2)
    assert codes_named("economic", 2)["提租补贴"] == ("30312",)
    assert code_name("economic", "30313") == "购房补贴"


def test_other_spellings_have_sources_and_codes_of_the_tables():
    for row in table("code_names"):
        assert row["source"]
        assert code_name(row["kind"], row["code"]) not in ("", None, row["name"])


def test_the_recipe_names_every_table_and_every_confidence():
    text = (Path(__file__).resolve().parents[2] / "docs" / "code-tables.md").read_text(encoding="utf-8")
    names = (*KINDS, "code_names", "translations", "international", "crosswalks", "regions")
    assert [name for name in names if f"`{name}.csv`" not in text] == []
    assert [word for word in CONFIDENCE if f"`{word}`" not in text] == []
