from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from benchmarks.measures import run
from budgetkit.analysis import Found, found
from budgetkit.knowledge import table
from tests.support import ROOT, SHARED, inline
from tests.support.worked import document

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"
SURE = (
    "total_revenue", "total_expenditure", "basic", "project", "general_public", "three_public", "overseas",
    "reception", "vehicles", "vehicle_purchase", "vehicle_operation",
)  # fmt: skip


def named(text: str) -> dict[str, Found]:
    return {f.measure: f for f in found(document(text))}


def printed(text: str, measure: str) -> tuple[str, list[str]]:
    it = named(text)[measure]
    return it.status, [f.printed for f in it.figures]


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the collected disclosures are not here")
def test_the_measures_of_forty_documents_are_those_that_were_read_off_their_pages() -> None:
    rows = list(run(SHARED / "corpus"))
    assert len({row.file for row in rows}) >= 40
    assert [row for row in rows if row.verdict in ("wrong", "extra")] == []
    for measures, least in ((SURE, 0.98), ({row.measure for row in rows} - {*SURE}, 0.95)):
        for measure in measures:
            mine = [row.verdict for row in rows if row.measure == measure and row.verdict != "summed"]
            assert mine.count("right") >= least * len(mine), measure


def test_a_row_says_amount_unit_page_form_column_and_whether_an_identity_confirms_it() -> None:
    m = bk.read(BANAN).measures.set_index("measure")
    row = m.loc["labour_service"]
    assert row[["value_fen", "low_fen", "high_fen"]].tolist() == [155_040_000, 155_035_000, 155_045_000]
    assert row[["status", "printed", "unit", "pages", "form"]].tolist() == [
        "printed", "155.04", "万元", "6", "basic_expenditure",
    ]  # fmt: skip
    assert row["line_ids"] == "banan-2024-budget:p6t1r19c2" and row["column"] == "2024年基本支出 / 总计"
    assert m.loc[["basic", "agency_operating"], "confirmed"].tolist() == [True, False]


def test_what_is_missing_has_no_amount_and_says_why() -> None:
    m = bk.measures(bk.read(BANAN)).set_index("measure")
    assert m.loc[["vehicles", "meetings"], "why"].tolist() == ["blank", "not printed"]
    assert m.loc[["vehicles", "meetings"], "value_fen"].isna().all()
    assert m.loc["overseas", ["value_fen", "form"]].tolist() == [0, "stated"]


def test_a_measure_that_reads_no_table_of_its_own_is_not_taken_from_a_narrower_one() -> None:
    text = "public_expenditure,total,basic\n合计,6.00,3.00\n"
    assert printed(text, "general_public") == ("printed", ["6.00"])
    assert named(text)["basic"].status == "missing"


def test_several_amounts_in_the_first_place_are_ambiguous_whatever_stands_elsewhere() -> None:
    text = "dept_expenditure,total,basic\n合计,9.00,{}\n\ndept_expenditure,total,basic\n合计,9.00,{}\n\n"
    stated = "stated,concept,fund,item,amount\nstated,basic_expenditure,total,基本支出,3.00"
    assert printed(text.format("4.00", "5.00"), "basic") == ("ambiguous", ["4.00", "5.00"])
    assert printed(text.format("4.00", "5.00") + stated, "basic") == ("ambiguous", ["4.00", "5.00"])
    assert printed(text.format("4.00", "4.00"), "basic") == ("printed", ["4.00"])


def test_a_total_that_is_divided_is_derived_from_its_parts() -> None:
    text = "dept_expenditure,total,personnel,operating,project\n合计,9.00,3.00,2.00,4.00\n"
    assert printed(text, "basic") == ("derived", ["3.00", "2.00"])
    assert sum(f.fen or 0 for f in named(text)["basic"].figures) == 5_000_000


def test_the_budget_that_the_prose_of_a_final_account_names_is_no_measure() -> None:
    text = "phase,executed\n\nstated,concept,fund,item,amount\nstated,three_public,fiscal,{},5.00"
    assert printed(text.format("“三公”经费支出"), "three_public") == ("printed", ["5.00"])
    assert printed(text.format("“三公”经费支出预算"), "three_public") == ("missing", [])


def test_figures_without_a_total_are_said_to_lack_it_and_unread_ones_to_be_unread() -> None:
    text = "dept_expenditure,total,project\n合计,9.00,{}\n201,9.00,4.00\n"
    assert named(text.format("?"))["project"].why == "unread"
    lacking = named("dept_expenditure,total,project\n201,9.00,4.00\n")
    assert (lacking["project"].why, lacking["personnel"].why) == ("parts", "not printed")


def measured(tmp_path: Path, *tables: str) -> dict[str, tuple[str, str]]:
    m = bk.measures(inline.document(tmp_path, *tables)).set_index("measure")
    return {name: (row["status"], row["printed"]) for name, row in m.iterrows()}


THREE = "单位名称|合计|因公出国（境）费|公务接待费\n"


@pytest.mark.parametrize(
    "rows",
    [
        "合计|9.00|5.00|4.00\n某市审计局|6.00|4.00|2.00\n某市审计中心|3.00|1.00|2.00",
        "某市审计中心|3.00|1.00|2.00\n某市审计局本级|6.00|4.00|2.00\n某市审计局|9.00|5.00|4.00",
    ],
)
def test_of_a_department_and_its_units_the_department_is_meant(tmp_path: Path, rows: str) -> None:
    found = measured(tmp_path, inline.table("一般公共预算“三公”经费支出表", THREE + rows))
    assert (found["three_public"], found["overseas"]) == (("printed", "9.00"), ("printed", "5.00"))


def test_units_of_which_none_is_known_to_be_the_department_are_ambiguous(tmp_path: Path) -> None:
    rows = "某市审计中心|3.00|1.00|2.00\n某市审计局|6.00|4.00|2.00"
    found = measured(tmp_path, inline.table("一般公共预算“三公”经费支出表", THREE + rows))
    assert found["three_public"] == ("ambiguous", "")


def test_the_row_above_all_units_is_the_department_even_where_a_unit_is_lost(tmp_path: Path) -> None:
    rows = "合计|9.00|5.00|4.00\n某市审计局|6.00|3.00|3.00\n某市审计中心|2.00|1.00|1.00"
    found = measured(tmp_path, inline.table("一般公共预算“三公”经费支出表", THREE + rows))
    assert (found["three_public"], found["overseas"]) == (("printed", "9.00"), ("printed", "5.00"))


def test_an_expense_that_is_divided_by_fund_is_the_sum_of_its_columns(tmp_path: Path) -> None:
    head = (
        "预算单位|因公出国（境）费||公务接待费|\n|一般公共预算|政府性基金预算|一般公共预算|政府性基金预算\n"
    )
    found = measured(
        tmp_path, inline.table("财政拨款“三公”经费支出表", f"{head}某市审计局|5.00|1.00|2.00|0.00")
    )
    assert (found["overseas"], found["reception"]) == (("derived", "5.00 + 1.00"), ("derived", "2.00 + 0.00"))


@pytest.mark.parametrize(
    ("whole", "wages"), [("9.00", ("derived", "4.00 + 1.00")), ("8.00", ("ambiguous", ""))]
)
def test_lines_of_all_units_are_added_only_where_these_come_to_the_department(
    tmp_path: Path, whole: str, wages: tuple[str, str]
) -> None:
    rows = (
        f"某市审计局|||{whole}|{whole}|\n某市审计局（本级）|||6.00|6.00|\n|301|工资福利支出|4.00|4.00|\n"
        "|302|商品和服务支出|2.00|2.00|\n某市审计中心|||3.00|3.00|\n|301|工资福利支出|1.00|1.00|\n|302|商品和服务支出|2.00|2.00|"
    )
    found = measured(tmp_path, inline.table("一般公共预算支出表（按经济分类）", UNITS + rows))
    assert found["wages"] == wages


UNITS = "预算单位|科目编码|科目名称|支出总计|基本支出|项目支出\n"


def test_a_row_that_bears_the_name_of_the_only_unit_is_the_total(tmp_path: Path) -> None:
    rows = "某市审计局|||9.00|5.00|4.00\n|201|一般公共服务支出|9.00|5.00|4.00"
    found = measured(tmp_path, inline.table("部门支出总表", UNITS + rows))
    assert (found["basic"], found["project"]) == (("printed", "5.00"), ("printed", "4.00"))


def test_of_several_units_that_is_the_total_which_the_others_come_to(tmp_path: Path) -> None:
    rows = (
        "某市审计局|||9.00|5.00|4.00\n某市审计局（本级）|||6.00|4.00|2.00\n|201|一般公共服务支出|6.00|4.00|2.00\n"
        "某市审计中心|||3.00|{}|2.00\n|201|一般公共服务支出|3.00|{}|2.00"
    )
    found = measured(tmp_path, inline.table("部门支出总表", UNITS + rows.format("1.00", "1.00")))
    assert found["basic"] == ("printed", "5.00")
    found = measured(tmp_path, inline.table("部门支出总表", UNITS + rows.format("2.00", "2.00")))
    assert found["basic"][0] == "ambiguous"


def test_a_line_that_the_governments_classes_divide_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    table = "部门预算支出经济分类科目编码|部门预算支出经济分类科目名称|政府预算支出经济分类科目编码|政府预算支出经济分类科目名称|合计\n"
    rows = "301|工资福利支出|501|机关工资福利支出|5.00\n301|工资福利支出|505|对事业单位经常性补助|5.00"
    found = measured(tmp_path, inline.table("一般公共预算基本支出表", f"{table}|合计|||10.00\n{rows}"))
    assert found["wages"] == ("derived", "5.00 + 5.00")


@pytest.mark.parametrize(
    ("rows", "status", "figures"),
    [
        ("301|工资福利支出|6.00\n302|商品和服务支出|4.00\n30226|劳务费|1.00", "derived", "6.00 + 1.00"),
        ("30101|基本工资|6.00\n30226|劳务费|4.00", "derived", "6.00 + 4.00"),
        ("30101|基本工资|6.00\n30226|劳务费|3.00", "missing", ""),  # of 301 a line may be lost
        (
            "301|工资福利支出|6.00\n302|商品和服务支出|3.00\n30226|劳务费|1.00",
            "missing",
            "",
        ),  # a line is lost
    ],
)
def test_a_line_that_is_not_printed_is_none_only_where_the_others_come_to_the_total(
    tmp_path: Path, rows: str, status: str, figures: str
) -> None:
    table = f"科目编码|科目名称|合计\n|合计|10.00\n{rows}"
    found = measured(tmp_path, inline.table("一般公共预算基本支出表", table))
    assert found["broad_staffing"] == (status, figures)
    assert found["wages"][0] == ("missing" if rows.endswith("劳务费|3.00") else "printed")
    assert found["transfers_to_persons"][0] == "missing"


TOLD = "stated,concept,fund,item,within,amount\nstated,operating,total,公用经费,,5.00\n"


def test_prose_that_goes_unit_by_unit_states_nothing_of_the_whole() -> None:
    assert printed(TOLD, "operating") == ("printed", ["5.00"])
    assert printed(f"{TOLD}stated,operating,total,公用经费,某市审计中心,3.00", "operating") == ("missing", [])


def test_what_the_prose_states_of_the_unit_whose_document_it_is_is_its_own() -> None:
    text = "{}stated,concept,fund,item,within,amount\nstated,operating,total,公用经费,某市审计局（本级）,5.00"
    about = "about,title=某市审计局（本级）2026年预算,entity=某市审计局（本级）\n\n"
    assert printed(text.format(about), "operating") == ("printed", ["5.00"])
    assert printed(text.format(""), "operating") == ("missing", [])


def test_every_measure_has_its_names_its_definition_and_a_source() -> None:
    rows = table("measures")
    assert len({row["measure"] for row in rows}) == len(rows)
    assert all(row[k] for row in rows for k in ("measure", "name_zh", "name_en", "definition", "source"))
    assert bk.read(BANAN).measures["measure"].tolist() == [row["measure"] for row in rows]
