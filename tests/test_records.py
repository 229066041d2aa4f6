"""Records and the data dictionary say the same: every column is an attribute, and back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.knowledge import frame_fields
from budgetkit.records import DTYPES, RECORDS, Caption, frame, from_frame, to_frame
from budgetkit.records.frames import _array
from tests.support import ROOT

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"
RENAMED = {
    "line_id": "id",
    "stated_id": "id",
    "fiscal_year": "year",
    "amount_fen": "fen",
    "step_fen": "step",
    "file": "file_name",
}
NO_COLUMN = {"file", "table_id", "share_of", "of_concepts", "of_fund", "kind", "paragraph", "sentence"}
"""Attributes that are in no table: the number of a file, and what only checks ask for."""


@pytest.fixture(scope="module")
def d() -> bk.Disclosure:
    return bk.read(BANAN)


@pytest.mark.parametrize("name", RECORDS)
def test_every_column_of_the_dictionary_is_an_attribute_of_its_record(name: str) -> None:
    columns = {RENAMED.get(spec["name"], spec["name"]) for spec in frame_fields(name)}
    assert {c for c in columns if not hasattr(RECORDS[name], c)} == set()


def test_every_attribute_of_a_record_is_a_column_of_one_of_its_tables() -> None:
    columns: dict[type, set[str]] = {}
    for name, kind in RECORDS.items():
        columns.setdefault(kind, set()).update(RENAMED.get(s["name"], s["name"]) for s in frame_fields(name))
    places = {"start", "end"}  # of a number of the prose that is unread: its place, for no table
    assert {
        f for kind, known in columns.items() for f in kind._fields if f not in known | NO_COLUMN | places
    } == set()


@pytest.mark.parametrize("name", RECORDS)
def test_a_table_comes_back_from_its_records(d: bk.Disclosure, name: str) -> None:
    table = getattr(d, name)
    assert to_frame(name, from_frame(name, table)).equals(table)


PROSE = """# 某市某局2024年部门预算

## 一、支出情况说明

2024年支出预算10万元，其中基本支出4万元，占支出总额的40%。按规定执行30%。
"""


def test_the_records_of_the_prose_are_its_rows_and_say_more(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.md" for name in ("one", "two")]
    for path in paths:
        path.write_text(PROSE, encoding="utf-8")
    d, names = bk.read(paths), [path.name for path in paths]
    figures = d.records("stated")
    assert [f._replace(share_of="", of_concepts=(), of_fund="") for f in figures] == from_frame(
        "stated", d.stated, names
    )
    assert [(f.file, f.file_name, f.paragraph, f.sentence, f.share_of) for f in figures] == [
        (number, name, paragraph, 1, of)
        for number, name, paragraph in ((1, "one.md", 3), (2, "two.md", 6))
        for of in ("", "", "支出总额的")
    ]
    unread = [(u.kind, u.file, u.file_name, u.paragraph, u.sentence, u.printed) for u in d.records("unread")]
    assert unread == [("number", 1, "one.md", 3, 2, "30%"), ("number", 2, "two.md", 6, 2, "30%")]
    assert {f.file for f in bk.read(paths[:1]).records("stated")} == {0}


def test_a_table_of_the_banan_budget_has_its_figures(d: bk.Disclosure) -> None:
    assert [len(from_frame(n, getattr(d, n))) for n in ("line_items", "indicators", "unread")] == [143, 16, 0]
    labour = [f for f in from_frame("line_items", d.line_items) if f.economic_code == "30226"]
    assert [(f.fen, f.nature, f.page, f.step) for f in labour] == [
        (155_040_000, "basic", 6, 10_000),
        (155_040_000, "operating", 6, 10_000),
    ]


MARKDOWN = """# 某市某局2024年部门预算

## 部门支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t神秘支出\t空白支出
213\t农林水支出\t4.00\t4.00\t3.00\t
214\t交通运输支出\t5.00\t\t\t

## 某种台账

甲\t乙
笔\t7.25
"""
TARGETS = """# 某市某局2024年部门预算

## 项目支出绩效目标表

项目名称\t维护经费\t预算金额（万元）\t8.00
一级指标\t二级指标\t三级指标\t运算符号\t指标值\t计量单位
产出指标\t数量指标\t维护数量\t≥\t10\t个
"""

SENTENCE = "\n2024年收入预算12万元，比上年减少3万元，主要原因是项目完工。\n"


def files(tmp_path: Path, **texts: str) -> bk.Disclosure:
    paths = [tmp_path / f"{name}.md" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return bk.read(paths)


@pytest.mark.parametrize("name", RECORDS)
def test_the_records_of_a_file_are_those_of_its_tables(tmp_path: Path, name: str) -> None:
    for d in (bk.read(BANAN), files(tmp_path, one=MARKDOWN)):
        assert d.records(name) == from_frame(name, getattr(d, name))
        assert {r.file for r in d.records(name)} <= {0}


@pytest.mark.parametrize("name", RECORDS)
def test_the_records_of_two_files_say_which_they_stand_in(tmp_path: Path, name: str) -> None:
    d = files(tmp_path, one=MARKDOWN, two=TARGETS, three=MARKDOWN + SENTENCE)
    found = d.records(name)
    assert found == from_frame(name, getattr(d, name), ["one.md", "two.md", "three.md"])
    assert {r.file for r in found} == {"indicators": {2}, "stated": {3}}.get(name, {1, 3})
    assert all(r.file_name == ("one.md", "two.md", "three.md")[r.file - 1] for r in found)


def test_what_is_unread_says_of_what_kind_it_is(tmp_path: Path) -> None:
    d = files(tmp_path, one=MARKDOWN)
    assert [(u.kind, u.printed, u.why.partition(";")[2]) for u in d.records("unread")] == [
        ("header", "部门支出总表", ""),
        ("spare_header", "部门支出总表", " no figures stand under it"),
        ("cell", "3.00", ""),
        ("cell", "7.25", ""),
    ]


def test_captions_say_which_form_and_whose_it_is_and_in_which_file(tmp_path: Path) -> None:
    labelled = MARKDOWN.replace("单位：万元", "编制单位：某市某局\t\t单位：万元")
    d = files(tmp_path, one=labelled, two=TARGETS)
    assert d.captions == [
        Caption("部门支出总表", form="dept_expenditure", file=1, page=1),
        Caption("编制单位：某市某局  单位：万元", entity="某市某局", file=1, page=1),
        Caption("项目支出绩效目标表", form="project_targets", file=2, page=1),
    ]
    assert [page.file for page in d.pages] == [1, 2]
    assert {c.file for c in bk.read(BANAN).captions} == {0}


def test_a_table_that_was_changed_is_reconciled_as_it_is_now() -> None:
    d = bk.read(BANAN)
    row = d.line_items.index[d.line_items["line_id"] == "banan-2024-budget:p6t1r19c2"][0]
    d.line_items.loc[row, "amount_fen"] += 9_000_000
    assert bk.reconcile(d).failures["rule_id"].tolist() == ["W03", "W09"]


def test_what_is_written_into_a_table_without_rows_is_in_no_other_one() -> None:
    first = to_frame("indicators", [])
    first.loc[0, "project"] = "a project"
    assert len(first) == 1
    assert (len(to_frame("indicators", [])), len(frame("indicators", []))) == (0, 0)


def test_columns_hold_gaps_texts_and_numbers_as_pandas_would_make_them() -> None:
    for kind, values in {
        "integer": [1, None, 2**62], "number": [1.5, None, 2], "boolean": [True, None, False],
        "string": ["合计", "", None],
    }.items():  # fmt: skip
        made = pd.Series(_array(values, kind))
        pd.testing.assert_series_equal(made, pd.Series(pd.array(values, dtype=DTYPES[kind])))
    with pytest.raises((TypeError, ValueError)):
        _array([1, 1.5], "integer")  # no amount is cut off
