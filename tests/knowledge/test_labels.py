"""Every column and every coded value is called something in both languages, and data stay data."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.analysis.found import WHYS
from budgetkit.checks import MARKS
from budgetkit.knowledge import column_label, name_of, table, value_label
from budgetkit.language import LANGUAGES
from budgetkit.rulebook import SEVERITIES
from tests.support import ROOT

DATA = ROOT / "budgetkit" / "data"
COLUMNS = [row for name in ("fields", "panel") for row in table(name) if row.get("how", "added") == "added"]
CODES = sorted({(row["name"], value) for row in COLUMNS for value in row["enum"].split()})
CODES += [("mark", mark) for mark in MARKS] + [("why", why) for why in WHYS]
CODES += [("severity", severity) for severity in SEVERITIES]
CODES += [("column_role", row["role"]) for row in table("columns") if row["role"]]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("row", COLUMNS, ids=lambda row: f"{row['table']}.{row['name']}")
def test_a_column_of_any_table_has_a_label_in_both_languages(row):
    assert row["label_zh"] and row["label_en"] and not CHINESE.search(row["label_en"])
    assert CHINESE.search(row["label_zh"]) and row["label_zh"] != row["name"]


def test_no_two_columns_of_a_table_have_one_label():
    for lang in LANGUAGES:
        labels = [(row["table"], row[f"label_{lang}"]) for row in table("fields")]
        assert len(labels) == len(set(labels)), lang


@pytest.mark.parametrize(("kind", "key"), CODES, ids=lambda text: text)
def test_a_coded_value_has_a_name_in_both_languages(kind, key):
    names = {lang: name_of(kind, key, lang) for lang in LANGUAGES}
    assert names["zh"] and names["en"] and CHINESE.search(names["zh"])
    assert not CHINESE.search(names["en"].replace("元 and 万元", ""))


@pytest.mark.parametrize(
    "row", [*table("forms"), *table("measures")], ids=lambda row: next(iter(row.values()))
)
def test_a_form_and_a_measure_have_a_name_in_both_languages(row):
    kind = "form" if "slug" in row else "measure"
    names = [name_of(kind, row["slug" if kind == "form" else "measure"], lang) for lang in LANGUAGES]
    assert all(names) and CHINESE.search(names[0])


@pytest.mark.parametrize("row", table("rules"), ids=lambda row: row["id"])
def test_a_rule_says_its_exceptions_in_both_languages_or_has_none(row):
    assert bool(row["exceptions"]) == bool(row["exceptions_zh"])
    assert not re.search("[a-z]{3} [a-z]{2}", row["exceptions_zh"])


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_a_row_of_any_table_has_one_cell_for_each_column(path):
    assert [row for row in table(path.stem) if None in row or None in row.values()] == []


@pytest.mark.parametrize("name", ["names", "shown"])
def test_a_name_is_given_once_with_its_source(name):
    keys = [(row.get("kind"), row.get("key") or row["en"]) for row in table(name)]
    assert len(keys) == len(set(keys)) and all(row["source"] for row in table(name))


def test_a_table_is_labelled_in_words_and_its_amounts_and_its_own_names_stay():
    items = bk.read(ROOT / "raw" / "banan-2024-budget.pdf").line_items
    before = items.copy()
    fee = bk.labels(items, "zh").set_index("数字编号").loc["banan-2024-budget:p6t1r19c4"]
    assert fee["金额（分）"] == 155_040_000 and fee["表"] == "一般公共预算基本支出表"
    assert (fee["资金来源"], fee["支出性质"], fee["填列情况"]) == ("一般公共预算", "公用经费", "有金额")
    assert fee["合计行"] == "否" and fee["科目（项目）名称"] == "劳务费"
    pd.testing.assert_frame_equal(items, before)
    english = bk.labels(items, "en").set_index("id of the figure").loc["banan-2024-budget:p6t1r19c4"]
    assert english["nature"] == "operating" and english["amount, fen"] == 155_040_000


def test_a_column_that_means_several_things_is_called_by_its_table():
    assert column_label("pages", "zh", "documents") == "页数" and column_label("pages", "zh") == "页码"
    assert column_label("measure", "zh", "line_items") == "数值类型"
    assert bk.labels(
        pd.DataFrame({"measure": ["total_revenue"], "status": ["missing"], "why": ["parts"]}), "zh"
    ).iloc[0].tolist() == ["收入总计", "没有", "只印有部分，没有合计"]


def test_what_is_missing_or_no_code_is_left_as_it_is():
    assert value_label("fund", "unheard of", "zh") == "unheard of" and value_label("page", pd.NA) is pd.NA
