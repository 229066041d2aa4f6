"""D01: which forms are missing, over the findings of the collected disclosures, each judged by eye."""

from __future__ import annotations

import csv
import warnings
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.reconciliation.reconcile import reconcile
from tests.support import DATA, inline
from tests.support.worked import document

pytestmark = pytest.mark.xdist_group("corpus")

MOST = (
    "dept_summary,revenue\n合计,1\n\ndept_expenditure,total\n合计,1\n\nfiscal_summary,expenditure\n合计,1\n\n"
    "public_expenditure,total\n合计,1\n\nthree_public,three_public\n,1\n\ndept_revenue,total\n合计,1\n\n"
    "government_fund,total\n合计,\n\nstate_capital,total\n合计,\n\n"
)
"""All statutory forms but that of basic expenditure."""


def judged() -> dict[str, dict[str, dict[str, str]]]:
    """Read what D01 said of each file before it knew of split publications, and whether it was right."""
    files: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    with (DATA / "missing_forms.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            files[row["file"]][row["form"]] = row
    return files


def missing(path: Path) -> tuple[str, dict[str, str]]:
    """Return the outcome of D01 for each form of a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages that hold only images
        checks = bk.reconcile(bk.read(path), only=["D01"]).checks
    return path.name, dict(zip(checks["where"], checks["outcome"], strict=True))


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, dict[str, str]]:
    paths = [shared / "corpus" / name.split("-")[0] / name for name in judged()]
    if not all(path.is_file() for path in paths):
        pytest.skip("the disclosures of shared/corpus are not beside the repository")
    with ProcessPoolExecutor(2) as pool:
        return dict(pool.map(missing, paths, chunksize=4))


def test_only_forms_that_are_missing_by_eye_are_found_missing(found: dict[str, dict[str, str]]) -> None:
    true = {(f, form) for f, rows in judged().items() for form, r in rows.items() if r["verdict"] == "true"}
    said = {(f, form) for f, outcomes in found.items() for form, o in outcomes.items() if o == "fail"}
    assert said == true


def test_a_document_without_any_form_is_undecided_or_no_budget_and_never_complete(
    found: dict[str, dict[str, str]],
) -> None:
    expected = {"apart": {"forms": "insufficient"}, "no budget": {"forms": "not_applicable"}}
    for file, rows in judged().items():
        if "all" in rows:
            assert found[file] == expected[rows["all"]["kind"]], file


def d01(text: str) -> pd.DataFrame:
    return reconcile(document(MOST + text), only=["D01"]).checks.set_index("where")


def test_a_form_by_economic_category_stands_for_basic_expenditure_if_it_splits_it_off() -> None:
    split = d01("public_economic,total,basic,project\n30101,5,4,1").loc["basic_expenditure"]
    assert (split["outcome"], split["detail"]) == ("exact", "public_economic is printed in its place")
    assert d01("public_economic,total\n30101,5").loc["basic_expenditure", "outcome"] == "fail"
    assert d01("").loc["basic_expenditure", "outcome"] == "fail"


def test_a_form_of_all_funds_stands_for_basic_expenditure_if_it_splits_the_general_budget_off() -> None:
    assert (
        d01("dept_basic,basic,basic general_public\n30101,5,4").loc["basic_expenditure", "outcome"] == "exact"
    )
    assert d01("dept_basic,basic,basic business\n30101,5,4").loc["basic_expenditure", "outcome"] == "fail"


def test_a_form_that_is_printed_for_each_unit_is_there() -> None:
    text = MOST + "three_public,three_public\n,2\n\nbasic_expenditure,basic\n合计,1\n"
    rows = reconcile(document(text), only=["D01"]).checks.set_index("where")
    assert rows.loc["three_public", ["outcome", "detail"]].tolist() == ["exact", "found 2 times"]


def test_a_form_that_lacks_because_there_is_nothing_is_no_finding() -> None:
    text = MOST.replace("state_capital,total\n合计,\n\n", "")
    said = (
        text
        + "basic_expenditure,basic\n合计,1\n\nstated,concept,fund,role\nstated,state_capital,state_capital,absent"
    )
    found = {
        name: reconcile(document(t), only=["D01"]).checks.set_index("where").loc["state_capital", "outcome"]
        for name, t in (("silent", text), ("said", said))
    }
    assert found == {"silent": "fail", "said": "not_applicable"}


def test_a_form_may_stand_in_a_table_that_was_not_recognised() -> None:
    doc = document(MOST + "unread,9,1,0,1\n")
    row = {"document_id": "d", "form": "other", "status": "found", "pages": "9", "unit": "", "note": ""}
    doc.forms = pd.concat([doc.forms, pd.DataFrame([row])], ignore_index=True)
    rows = reconcile(doc, only=["D01"]).checks.set_index("where")
    assert rows.loc["basic_expenditure", "outcome"] == "unread"


# D02, D03, D07, D13: halves of a publication, sheets of targets ---------------------------------------


@pytest.mark.parametrize(
    ("row", "outcome_"), [("合计||", "fail"), ("合计|7.00|", "unread")], ids=["spare header", "lost figure"]
)
def test_a_table_without_amounts_under_a_heading_that_is_not_known_is_empty_and_not_unread(
    tmp_path, row, outcome_
):
    prose = "## 二、部门预算情况说明\n\n一般公共预算支出12.00万元。"
    d = inline.document(
        tmp_path, prose, inline.table("国有资本经营预算支出表", f"科目名称|某某钱款|别样钱款\n{row}")
    )
    checks = reconcile(d, only=["D02"]).checks.set_index("where")
    assert len(d.unread) and checks.at["state_capital", "outcome"] == outcome_


TABLES = "public_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n\ngovernment_fund,total\n合计,\n\n"
PROSE = "stated,concept,fund,amount\nstated,total_budget,total,10\n\n"
NONE = "stated,concept,fund,role\nstated,government_fund,government_fund,absent\n\n"


def outcome(text: str, rule: str, where: str) -> str:
    rows = reconcile(document(text), only=[rule]).checks.set_index("where")
    return str(rows.loc[where, "outcome"])


def test_an_empty_table_is_without_explanation_only_if_the_document_has_prose() -> None:
    found = [outcome(TABLES + more, "D02", "government_fund") for more in ("", PROSE, PROSE + NONE)]
    assert found == ["insufficient", "fail", "exact"]


def test_the_prose_on_a_fund_explains_the_empty_table_of_its_revenue_and_expenditure() -> None:
    text = PROSE + "fund_summary,revenue\n合计,\n\n"
    assert [outcome(text + more, "D02", "fund_summary") for more in ("", NONE)] == ["fail", "exact"]


def test_an_empty_table_that_nobody_prescribes_needs_no_explanation() -> None:
    found = reconcile(document(PROSE + "carried_funds,total\n合计,\n"), only=["D02"]).checks
    assert found["outcome"].tolist() == ["not_applicable"]


def test_tables_without_prose_lack_no_subject_of_the_prose() -> None:
    for rule in ("D03", "D09", "D10", "D15"):
        assert set(reconcile(document(TABLES), only=[rule]).checks["outcome"]) == {"insufficient"}, rule


def test_a_sheet_of_targets_needs_no_unit_above_it_and_a_table_of_amounts_does() -> None:
    doc = document(TABLES)
    doc.forms["unit"] = ""
    doc.forms.loc[1, "form"] = "project_targets"
    found = reconcile(doc, only=["D07"]).checks
    assert found[["where", "outcome", "pages"]].to_numpy().tolist() == [
        ["public_expenditure / page 1", "fail", "1"]
    ]


def test_a_table_without_any_row_has_the_columns_that_its_header_names() -> None:
    doc = document("three_public,overseas,reception\n")
    doc.forms["lacks"] = "concept=vehicle_purchase concept=vehicle_operation"
    rows = reconcile(doc, only=["D06"]).checks.set_index("where")["outcome"]
    assert rows.to_dict() == {
        "three_public / overseas": "exact",
        "three_public / vehicle_purchase": "fail",
        "three_public / vehicle_operation": "fail",
        "three_public / reception": "exact",
    }


def test_contents_of_a_prose_half_may_announce_the_tables_of_the_other_half() -> None:
    text = "prose,目录,一、收支总表,二、机构设置,----,# 二、机构设置"
    assert outcome(text, "D13", "contents / titles") == "exact"
    assert (
        outcome(text.replace("二、机构设置,----", "三、名词解释,----"), "D13", "contents / titles") == "fail"
    )
    assert outcome(f"{TABLES}{text}", "D13", "contents / titles") == "fail"


def test_a_document_with_few_of_the_forms_is_part_of_a_publication_and_undecided() -> None:
    rows = reconcile(document("three_public,three_public\n,1"), only=["D01"]).checks
    assert rows[["where", "outcome"]].to_numpy().tolist() == [["forms", "insufficient"]]
    assert (
        rows["detail"].iloc[0]
        == "1 of 9 forms of a budget are in the document; the others may be published apart"
    )


def test_a_code_below_which_the_tables_know_none_is_no_fault_of_the_document() -> None:
    text = "public_expenditure,total\n合计,9.00\n{},9.00"
    assert outcome(text.format("20809"), "D04", "public_expenditure / 20809") == "fail"
    assert outcome(text.format("21908"), "D04", "public_expenditure / 21908") == "insufficient"
    misprint = "public_expenditure,total\n合计,9.00\n21011,9.00\n71102,9.00"
    assert outcome(misprint, "D04", "public_expenditure / 21011") == "insufficient"


def test_the_number_of_retired_staff_is_not_that_of_the_staff() -> None:
    text = "stated,role,concept,item,value,unit\nstated,count,headcount,{},43,人\n\nprose,本单位有人员。"
    assert outcome(text.format("退休人员"), "D15", "prose / headcount") == "fail"
    assert outcome(text.format("在职人员"), "D15", "prose / headcount") == "exact"
