"""What the text of a report says of the figures that are likely wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.analysis import found
from budgetkit.outputs.contradictions import Contradictions
from budgetkit.outputs.outcome import as_record, problems
from budgetkit.outputs.places import Sheets
from budgetkit.outputs.report import Report, as_text
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.records import from_frame
from tests.diagnosis.test_localise import SHARES
from tests.support import ROOT, inline
from tests.support.worked import document

TABLE = "public_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n\n"
TARGETS = "stated,concept,nature,fund,amount\nstated,performance_amount,project,general_public,8\n"


@pytest.mark.parametrize(
    ("lang", "most", "least"),
    [
        ("en", "8 万元 printed, at most 6 万元 required", "6.00 万元 printed, at least 7.50 万元 required"),
        ("zh", "印为 8 万元，应不超过 6 万元", "印为 6.00 万元，应不少于 7.50 万元"),
    ],
)
def test_of_an_inequality_it_is_said_what_an_amount_may_be_at_most(lang: str, most: str, least: str) -> None:
    d = document(TABLE + TARGETS)
    r = reconcile(d, only=["N08"])
    told = Contradictions(r, lang, False, Sheets([]))
    said = "\n".join(line for problem in told.found for line in told.suspects(problem))
    assert most in said and least in said and "8 万元 printed, 6" not in said and "应为" not in said


def keys(d) -> str:
    d.records = lambda table: from_frame(table, getattr(d, table))
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
    assert "basic expenditure: 4.00 万元 (" in text and "project expenditure: 6.00 万元 (" in text


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


COLUMNS = """
科目编码 | 科目名称 | 合计 | 当年预算 | | 上年结转
| | | 小计 | 人员经费 | 小计
合计 | | 20.00 | 20.00 | 20.00 | 0.00
301 | 工资福利支出 | 20.00 | 20.00 | 20.00 | 0.00
30101 | 基本工资 | 13.00 | 13.00 | 13.00 | 0.00
30102 | 津贴补贴 | 8.00 | 8.00 | 8.00 | 0.00
"""


def test_a_row_that_fails_alike_in_several_columns_is_one_contradiction_said_by_its_printed_headers(
    tmp_path: Path,
) -> None:
    rows = "\n".join(
        "|".join(cell.strip() for cell in line.split("|")) for line in COLUMNS.strip().splitlines()
    )
    d = inline.document(tmp_path, inline.table("一般公共预算基本支出表", rows))
    r = bk.reconcile(d)
    found = problems(r)
    assert len(r.failures) > len(found) == 1 and found[0].number == 1
    assert (len(found[0].checks), len(found[0].again)) == (1, len(r.failures) - 1)
    text = as_text(d, r, "zh")
    first, line = text.splitlines()[:2]
    assert first.startswith(f"发现 1 处矛盾（涉及 {len(r.failures)} 项核对）") and line.startswith(
        "  1. 一般公共预算基本支出表 301 工资福利支出 合计（第1页）：所列 20.00 万元，计算 21 万元"
    )
    assert "同样：当年预算—小计、当年预算—人员经费" in line
    assert json.loads(json.dumps(as_record(d, r)["contradictions"])) == 1


def test_what_is_printed_is_said_verbatim_with_its_unit_and_in_wan_yuan_where_it_is_another() -> None:
    text = SHARES.format(whole="0.168276")
    d = document(text)
    d.stated.loc[0, ["printed", "unit"]] = ["1682.76元", "元"]
    line = next(Contradictions(reconcile(d), "zh", False, Sheets([])).sentences())
    assert line.endswith("印为 1682.76元（0.168276 万元），应为 1,682.76 万元；元与万元混淆（10,000倍）")
    assert "71.80" not in line and "28.20" not in line


def test_a_share_is_said_in_the_order_of_the_language() -> None:
    r = reconcile(document(SHARES.format(whole="1682.76").replace("71.80,71.80%", "17.80,17.80%")))
    said = {
        lang: "\n".join(Contradictions(r, lang, False, Sheets([])).contradictions()) for lang in ("zh", "en")
    }
    assert "文字为 17.80%，而 1208.20 万元占 1682.76 万元的 71.80 %" in said["zh"]
    assert "17.80% stated, but 1208.20 万元 is 71.80 % of 1682.76 万元" in said["en"]


def test_a_workbook_has_sheets_and_cells_for_places_and_no_pages() -> None:
    d = bk.read(ROOT / "tests" / "data" / "formats" / "banan.xlsx")
    text = as_text(d, bk.reconcile(d), "zh")
    assert "（部门收支总表!" in text and "页）" not in text.partition("主要数字")[2]


def test_a_year_that_is_not_known_is_said_as_such(tmp_path: Path) -> None:
    d = inline.document(
        tmp_path, inline.table("部门支出总表", "科目编码|科目名称|总计\n201|某项|9.00"), cover=""
    )
    assert f"{d.document.document_id} 预算（年度不明）：" in as_text(d, bk.reconcile(d), "zh")


def test_as_many_figures_as_checks_explain_nothing_and_the_sentence_accuses_none_of_them() -> None:
    text = SHARES.format(whole="1682.76").replace("71.80,71.80%", "17.80,17.80%")
    r = reconcile(document(text.replace("28.20,28.20%", "82.20,82.20%")))
    (line,) = Contradictions(r, "zh", False, Sheets([])).sentences()
    assert len(r.failures) == 2 and "应为" not in line and line.endswith("不能断定哪个数有误")
    assert "文字为 17.80%" in line and "文字为 82.20%" in line
    r.suspects = r.suspects.head(2)  # as where the shares alone could be wrong
    (line,) = Contradictions(r, "zh", False, Sheets([])).sentences()
    assert "应为" not in line
