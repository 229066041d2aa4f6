"""Contradictions are counted by what one mend explains, and told without accusing where it cannot be told."""

from __future__ import annotations

import pytest

from budgetkit.outputs.contradictions import Contradictions
from budgetkit.outputs.outcome import Problem, problems
from budgetkit.outputs.places import Sheets
from budgetkit.reconciliation.reconcile import reconcile
from tests.support.worked import document

SHARES = """
stated,section,sentence_id,concept,item,direction,fund,nature,role,amount,value,printed
stated,a,s0,public_expenditure,,expenditure,general_public,total,level,2940.05,,2940.05
stated,a,s1,function_class,一般公共服务支出,expenditure,general_public,total,level,2106.66,,2106.66
stated,a,s1,function_class,一般公共服务支出,expenditure,general_public,total,share,,{share},{share}%
stated,a,s2,function_class,教育支出,expenditure,general_public,total,level,833.39,,833.39
stated,a,s2,function_class,教育支出,expenditure,general_public,total,share,,28.35,28.35%
"""


def counted(text: str) -> list[Problem]:
    return problems(reconcile(document(text)))


def told(text: str, lang: str = "en") -> str:
    words = Contradictions(reconcile(document(text)), lang, False, Sheets([]))
    return "\n".join([*words.sentences(), *words.contradictions()])


def test_shares_that_do_not_add_up_for_the_sake_of_a_wrong_one_are_one_contradiction_with_it() -> None:
    assert counted(SHARES.format(share="71.65")) == []
    (problem,) = counted(SHARES.format(share="71.95"))
    assert sorted(problem.checks["rule_id"]) == ["I06", "I06"]
    assert len(problem.culprits) == 1


def test_shares_that_do_not_add_up_once_the_wrong_one_is_mended_are_a_contradiction_apart() -> None:
    text = SHARES.format(share="71.95").replace("833.39,,833.39", "883.39,,883.39").replace("28.35", "30.05")
    assert [len(problem.checks) for problem in counted(text)] == [1, 1]


def test_a_row_that_repeats_another_one_and_fails_alike_is_the_same_contradiction() -> None:
    rows = "甲局,2.86,,2.86,21.22\n乙站,{},,2.86,21.22"
    head = "three_public,three_public,overseas,reception,vehicles\n"
    (problem,) = counted(head + rows.format("2.86"))
    assert len(problem.again) == 1
    assert len(counted(head + rows.format("2.96"))) == 2


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "it cannot be told which is wrong; ways to make all agree, of which one at most is true: 3"),
     ("zh", "不能断定哪个数有误；下列 3 种改法都能使各项相符，至多一种为真：")],
)  # fmt: skip
def test_where_several_mends_do_as_well_they_are_listed_and_no_figure_is_called_wrong(
    lang: str, words: str
) -> None:
    text = "three_public,three_public,overseas,reception\n公务接待费,5.37,1.21,2.16"
    said = told(text, lang)
    assert words in said and "likely wrong" not in said and "可能有误" not in said
    for id in ("d:p1r0c1", "d:p1r0c2", "d:p1r0c3"):
        assert f"[{id}]" in said
    assert counted(text)[0].culprits == []


def test_a_figure_that_alone_explains_is_called_wrong() -> None:
    text = "public_expenditure,total,basic,project\n合计,9.00,5.00,4.00\n2010301,9.00,5.00,4.00\n"
    wrong = text.replace("2010301,9.00", "2010301,9.90")
    assert "likely wrong:" in told(wrong)
    assert counted(wrong)[0].culprits == ["d:p1r1c1"]
