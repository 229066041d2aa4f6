"""What a document says in one sentence, whatever was found in it."""

from __future__ import annotations

from dataclasses import replace

import budgetkit as bk
from budgetkit.analysis import amounts, headline
from tests.support import ROOT

D = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")


def test_the_sentence_gives_the_money_and_what_was_read() -> None:
    assert headline(D, bk.reconcile(D).failures) == (
        "**重庆市巴南区政务服务管理办公室, budget 2024: expenditure 1,137.10 万元, of this basic 367.10 万元 and "
        "projects 770.00 万元. 143 figures were read from 11 tables and 54 from the text, 0 places could not be "
        "read, and 0 checks find a contradiction.**"
    )


def test_what_is_not_told_is_said_to_be_unknown() -> None:
    nobody = bk.Disclosure(replace(D.document, entity="", fiscal_year=None, phase=""), [], "rulings")
    assert headline(nobody, bk.reconcile(nobody).failures) == (
        "**of a body that is not told, budget or final account of an unknown year: expenditure unknown, of this "
        "basic unknown and projects unknown. 0 figures were read from 0 tables and 0 from the text, 0 places "
        "could not be read, and 0 checks find a contradiction.**"
    )


def test_amounts_say_what_each_measure_that_is_there_comes_to() -> None:
    rows = amounts(D.measures).set_index("measure")
    assert not rows["amount"].eq("").any()
    assert rows.loc["broad_staffing", "amount"] == "333.86 万元"
    assert rows.loc["vehicles_owned", "amount"] == "0 辆"
    assert rows.loc[["total_expenditure_prior", "operating"], "term"].tolist() == ["上年支出总计", "公用经费"]
    assert rows["amount"].filter(like="largest").tolist() == [
        "1,084.23 万元 (201 一般公共服务支出)",
        "590.00 万元 (2010306 政务公开审批)",
    ]
