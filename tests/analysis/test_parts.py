"""A share is of the whole that a part is known to belong to, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.analysis import share_of
from budgetkit.outputs.report import as_text
from tests.support import inline

LINES = "科目编码|科目名称|合计|人员经费|公用经费\n"


def two_bases(
    tmp_path: Path, all_money: str = "20.00", fiscal: str = "|合计|10.00|8.00|2.00"
) -> bk.Disclosure:
    """Return a document whose basic expenditure is of all money, and of the general public budget alone."""
    whole = f"科目编码|科目名称|合计|基本支出|项目支出\n|合计|30.00|{all_money}|10.00"
    return inline.document(
        tmp_path,
        inline.table("部门支出总表", whole),
        inline.table("一般公共预算基本支出表", LINES + fiscal),
    )


def test_the_share_of_personnel_is_of_the_basic_expenditure_of_its_own_fund(tmp_path):
    m = two_bases(tmp_path).measures
    values = m.set_index("measure")["value_fen"]
    assert values[["basic", "basic_general_public", "personnel"]].tolist() == [20e6, 10e6, 8e6]
    assert share_of(m, "personnel") == share_of(m, "personnel", "basic_general_public") == 0.8


@pytest.mark.parametrize(
    ("part", "whole"), [("personnel", "basic"), ("three_public", ""), ("basic", "project")]
)
def test_a_share_of_what_is_no_part_is_refused(tmp_path, part, whole):
    with pytest.raises(bk.KnowledgeError, match=f"no share of {part}.* counted within"):
        share_of(two_bases(tmp_path).measures, part, whole)


def test_a_share_without_its_whole_or_of_more_than_its_whole_is_refused(tmp_path):
    with pytest.raises(bk.ExtractionError, match=r"the document has no personnel \(not printed\)"):
        share_of(two_bases(tmp_path, fiscal="301|工资福利支出|8.00||").measures, "personnel")
    with pytest.raises(bk.ExtractionError, match="the part is more than the whole"):
        share_of(two_bases(tmp_path, fiscal="|合计|10.00|12.00|2.00").measures, "personnel")


def test_measures_of_several_documents_have_no_one_share(tmp_path):
    import pandas as pd

    m = two_bases(tmp_path).measures
    with pytest.raises(bk.ExtractionError, match="several documents"):
        share_of(pd.concat([m, m.assign(document_id="other")]), "personnel")


@pytest.mark.parametrize(("all_money", "marked"), [("20.00", True), ("10.00", False)])
def test_key_figures_say_where_personnel_is_of_another_base_than_the_basic_that_is_shown(
    tmp_path, all_money, marked
):
    d = two_bases(tmp_path, all_money)
    r = bk.reconcile(d)
    for lang, words in (
        ("en", "within the basic expenditure of the general public budget (10.00 万元)"),
        ("zh", "一般公共预算的基本支出（10.00 万元）"),
    ):
        said = [line for line in as_text(d, r, lang).splitlines() if words in line]
        assert len(said) == (2 if marked else 0), lang
