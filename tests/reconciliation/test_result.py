"""What a reconciliation hands out: findings in order, with their pages, and what is no finding."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.rulebook.rules import usual
from tests.support.worked import document

PUBLIC = """
public_expenditure,total,basic,project
合计,10.00,4.00,7.00
201,10.00,4.00,6.00
2010301,4.00,4.00,
2010302,6.00,,6.00
2010303,,,
2010304,,,
"""


def test_findings_come_in_the_order_in_which_other_disclosures_lack_them() -> None:
    text = (
        PUBLIC
        + "\nprose,XX局\n\nstated,concept,amount,role,change_direction\nstated,total_budget,1,change,increase"
    )
    found = reconcile(document(text)).findings
    shares = [usual(rule) for rule in found["rule_id"]]
    assert shares == sorted(shares) and len(set(shares)) > 3
    assert found["rule_id"].tolist() != sorted(found["rule_id"])


def test_what_a_document_need_not_show_is_information_and_no_finding() -> None:
    found = reconcile(document(PUBLIC + "\nstated,concept,amount\nstated,total_budget,10"))
    rows = found.checks[found.checks["rule_id"].isin(["D09", "D15"])]
    assert rows[["severity", "outcome"]].to_numpy().tolist() == [["information", "fail"]] * 2
    assert not found.findings["rule_id"].isin(["D09", "D15"]).any()
    assert found.scorecard.set_index("rule_id").loc["D15", "mark"] == "not met"


def test_rows_without_an_amount_are_one_finding_of_their_table_with_their_number() -> None:
    found = reconcile(document(PUBLIC), only=["W19"]).findings
    assert found[["where", "detail"]].to_numpy().tolist() == [
        ["public_expenditure", "2 of 5 rows have no amount: 2010303, 2010304"]
    ]


def test_a_contradiction_has_the_pages_of_all_figures_that_it_compares() -> None:
    text = f"{PUBLIC}\nbasic_expenditure,basic\n合计,5.00\n"
    found = reconcile(document(text), only=["W02", "X01"]).failures.set_index("rule_id")
    assert found["pages"].to_dict() == {"W02": "1", "X01": "1 2"}


def test_a_page_of_a_second_file_names_its_file() -> None:
    doc = document(PUBLIC)
    doc.line_items["file"] = "b.pdf"
    doc.parts = [SimpleNamespace(path=Path(name)) for name in ("a.pdf", "b.pdf")]
    assert reconcile(doc, only=["W02"]).failures["pages"].tolist() == ["2:1"]


def test_what_names_no_figure_has_the_pages_of_its_form_or_the_place_that_was_looked_at() -> None:
    text = (
        "prose,甲,----,XX局\n\nstated,concept,amount\nstated,total_budget,1\n\ngovernment_fund,total\n合计,"
    )
    found = reconcile(document(text), only=["D02", "D12"]).findings.set_index("rule_id")
    assert found["pages"].to_dict() == {"D02": "1", "D12": "2"}
