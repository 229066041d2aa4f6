"""Regions: codes by GB/T 2260, names that are several decided by what stands before them, and by the year."""

from __future__ import annotations

from collections import Counter

import pytest

import budgetkit as bk
from budgetkit.knowledge import region_code, table
from budgetkit.records import Document
from tests.support import ROOT

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"


def test_the_divisions_of_today_are_34_provinces_333_prefectures_and_2847_counties():
    now = [row["code"] for row in table("regions") if not row["until"]]
    levels = Counter(1 if c.endswith("0000") else 2 if c.endswith("00") else 3 for c in now)
    assert levels == {1: 34, 2: 333, 3: 2847}
    assert len(set(now)) == len(now)
    assert all(row["source"] and len(row["code"]) == 6 for row in table("regions"))


def test_a_whole_name_has_exactly_one_code_for_every_division_of_today():
    names = {row["code"]: row["name"] for row in table("regions") if not row["until"]}
    wrong = {}
    for code, name in names.items():
        above = [names.get(c, "") for c in (f"{code[:2]}0000", f"{code[:4]}00") if c != code]
        whole = "".join(dict.fromkeys([*above, name]))
        if region_code(whole) != code:
            wrong[whole] = (code, region_code(whole))
    assert wrong == {}


@pytest.mark.parametrize(
    ("region", "code"),
    [
        ("上海市普陀区", "310107"),
        ("舟山市普陀区", "330903"),
        ("浙江省舟山市普陀区", "330903"),
        ("浙江省普陀区", "330903"),
        ("普陀区", ""),
        ("深圳市南山区", "440305"),
        ("鹤岗市南山区", "230404"),
        ("南山区", ""),
        ("吉林省", "220000"),
        ("吉林市", "220200"),
        ("北京市", "110000"),
        ("广西南宁市", "450100"),
        ("恩施州", "422800"),
        ("湖北省恩施州恩施市", "422801"),
        ("恩施市", "422801"),
        ("酉阳县", "500242"),
        ("临夏县", "622921"),
        ("河北省雄安新区", ""),
        ("江苏省普陀区", ""),
        ("甲市乙区", ""),
        ("", ""),
    ],
)
def test_a_name_that_is_several_is_decided_by_what_stands_before_it_and_never_guessed(region, code):
    assert region_code(region) == code


@pytest.mark.parametrize(
    ("region", "year", "code"),
    [
        ("重庆市渝北区", 2023, "500112"),
        ("重庆市渝北区", 2026, "500112"),
        ("重庆市两江新区", 2026, "500157"),
        ("哈密市", 2015, "652201"),
        ("哈密市", 2020, "650500"),
        ("哈密市", None, "650500"),
        ("东乡县", 2015, "361029"),
        ("东乡县", 2024, "622926"),
    ],
)
def test_a_name_or_code_that_was_given_up_is_that_of_earlier_years(region, year, code):
    assert region_code(region, year) == code


def test_a_document_has_the_code_of_its_region_in_its_own_year():
    assert Document("x", region="哈密市", fiscal_year=2015).region_code == "652201"
    assert Document("x").region_code == ""
    d = bk.read(BANAN)
    assert (d.document.region, d.document.region_code) == ("重庆市巴南区", "500113")
    documents = bk.load("documents", ROOT / "processed")
    assert documents["region_code"].tolist() == ["500113"]
