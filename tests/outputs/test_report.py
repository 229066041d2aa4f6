"""What the text of a report says of the figures that are likely wrong."""

from __future__ import annotations

import pytest

from budgetkit.analysis import found
from budgetkit.outputs.report import Report, as_text
from budgetkit.reconciliation.reconcile import reconcile
from tests.support import inline
from tests.support.worked import document

TABLE = "public_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n\n"
TARGETS = "stated,concept,nature,fund,amount\nstated,performance_amount,project,general_public,8\n"


@pytest.mark.parametrize(
    ("lang", "most", "least"),
    [
        ("en", "8 万元 printed, at most 6 万元 required", "6 万元 printed, at least 7.50 万元 required"),
        ("zh", "印为 8 万元，应不超过 6 万元", "印为 6 万元，应不少于 7.50 万元"),
    ],
)
def test_of_an_inequality_it_is_said_what_an_amount_may_be_at_most(lang: str, most: str, least: str) -> None:
    d = document(TABLE + TARGETS)
    r = reconcile(d, only=["N08"])
    said = "\n".join(Report(d, r, lang, False).suspects(r.suspects))
    assert most in said and least in said and "8 万元 printed, 6" not in said and "应为" not in said


def keys(d) -> str:
    report = Report(d, reconcile(d), "en", False)
    return "\n".join(report.key(f) for f in found(d) if f.key)


def test_a_key_figure_that_is_worked_out_has_its_sum_its_terms_and_the_places_of_all() -> None:
    d = document("dept_expenditure,total,personnel,operating,project\n合计,10.00,3.00,1.00,6.00\n")
    text = keys(d)
    assert "basic expenditure: 4.00 万元 = 3.00 万元 + 1.00 万元 (" in text
    line = next(line for line in text.splitlines() if line.startswith("  basic expenditure"))
    assert "personnel" in line and "operating" in line


def test_an_amount_that_is_broken_over_two_lines_is_said_on_one_with_its_unit_once() -> None:
    d = document("dept_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n")
    d.line_items["printed"] = ["1\n0.00", "4.00万\n元", "6.0\n0"]
    text = keys(d)
    assert "total expenditure: 10.00 万元 (" in text
    assert "basic expenditure: 4.00万元 (" in text and "project expenditure: 6.00 万元 (" in text


@pytest.mark.parametrize(
    ("other", "note"),
    [
        ("某市某区教育局2023年", "no figure of one is of the year and stage of the other"),
        ("某市某区教育局2024年", "no figure of one is of the year and stage of the other"),
        (
            "某市某区民政局2024年",
            "某市某区教育局 and 某市某区民政局: no table says whether they are one body",
        ),
    ],
)
def test_what_is_not_compared_with_another_document_is_said_with_why(tmp_path, other, note) -> None:
    rows = inline.table("部门支出总表", "科目编码|科目名称|总计\n|合计|9.00")
    covers = ("某市某区教育局2024年", other)
    two = []
    for name, cover in zip("ab", covers, strict=True):
        (tmp_path / name).mkdir()
        two.append(inline.document(tmp_path / name, rows, cover=f"# {cover}部门预算情况说明\n\n"))
    r = reconcile(two[0], against=two[1])
    notes = {lang: [x for x in as_text(two[0], r, lang).splitlines() if x.startswith(mark)]
             for lang, mark in (("en", "note: "), ("zh", "注意："))}  # fmt: skip
    assert [len(x) for x in notes.values()] == [1, 1]
    assert note in notes["en"][0] and "nothing is compared" in notes["en"][0]
