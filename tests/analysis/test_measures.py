"""What is no plain amount: the largest line, counts, the year before, execution, projects, coverage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.analysis.found import Found
from budgetkit.analysis.measures import KINDS, Measure
from budgetkit.errors import KnowledgeError
from tests.support import ROOT, inline
from tests.support.worked import document

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"
PUBLIC = "科目编码|科目名称|合计|基本支出|项目支出\n"


def said(tmp_path: Path, *blocks: str, year: int = 2024, kind: str = "预算") -> dict[str, Any]:
    """Return the measures of a document of these blocks, by name."""
    cover = f"# 某市某区教育局{year}年部门{kind}情况说明\n\n"
    return of(inline.document(tmp_path, *blocks, cover=cover))


def of(disclosure: Any) -> dict[str, Any]:
    return bk.measures(disclosure).set_index("measure").to_dict("index")


def summed(row: Any) -> tuple[str, float | None]:
    value = next((row[k] for k in ("value", "value_fen") if not pd.isna(row[k])), None)
    return row["status"], value


def functions(*rows: str) -> str:
    return inline.table("一般公共预算支出表", PUBLIC + "\n".join(rows))


# largest class and line -----------------------------------------------------------------------------------

LINES = (
    "201|一般公共服务支出|6.00|6.00|",
    "2010301|行政运行|6.00|6.00|",
    "208|社会保障和就业支出|4.00|4.00|",
)


def test_the_largest_class_and_line_have_their_amount_name_and_code(tmp_path: Path) -> None:
    m = said(tmp_path, functions("|合计|10.00|10.00|", *LINES, "2080501|行政单位离退休|4.00|4.00|"))
    assert summed(m["largest_class"]) == ("printed", 6_000_000)
    assert [m["largest_class"][k] for k in ("item", "code")] == ["一般公共服务支出", "201"]
    assert [m["largest_item"][k] for k in ("item", "code", "printed")] == ["行政运行", "2010301", "6.00"]


def test_a_class_without_a_row_of_its_own_is_the_sum_of_its_lines(tmp_path: Path) -> None:
    lines = ("2010301|行政运行|3.00|3.00|", "2010399|其他|2.00||2.00", "2080501|行政单位离退休|4.00|4.00|")
    m = said(tmp_path, functions("|合计|9.00|7.00|2.00", *lines))
    assert summed(m["largest_class"]) == ("derived", 5_000_000)
    assert [m["largest_class"][k] for k in ("item", "code")] == ["一般公共服务支出", "201"]
    assert [m["largest_item"][k] for k in ("code", "printed")] == ["2080501", "4.00"]


@pytest.mark.parametrize(
    ("hidden", "status"), [("1.00", "printed"), ("3.00", "missing"), ("7.00", "missing")]
)
def test_what_is_not_printed_leaves_the_largest_line_open_unless_it_is_too_little(
    tmp_path: Path, hidden: str, status: str
) -> None:
    total = f"{10 + float(hidden):.2f}"
    rows = ("2010301|行政运行|6.00|6.00|", "2080501|行政单位离退休|4.00|4.00|")
    m = said(tmp_path, functions(f"|合计|{total}|{total}|", *rows))
    assert m["largest_item"]["status"] == status
    assert m["largest_item"]["why"] == ("" if status == "printed" else "parts")


def test_two_lines_of_the_same_amount_are_ambiguous(tmp_path: Path) -> None:
    rows = ("2010301|行政运行|5.00|5.00|", "2080501|行政单位离退休|5.00|5.00|")
    m = said(tmp_path, functions("|合计|10.00|10.00|", *rows))
    assert m["largest_item"]["status"] == "ambiguous"


def test_one_line_of_which_more_is_hidden_than_printed_is_not_known_to_be_the_largest(tmp_path: Path) -> None:
    m = said(tmp_path, functions("|合计|13.00|13.00|", "2010301|行政运行|6.00|6.00|"))
    assert (m["largest_item"]["status"], m["largest_item"]["why"]) == ("missing", "parts")


def test_the_row_of_the_only_unit_is_the_total_of_its_lines(tmp_path: Path) -> None:
    head = "预算单位|科目编码|科目名称|支出总计|基本支出|项目支出\n某市审计局|||10.00|10.00|\n"
    rows = "|201|一般公共服务支出|6.00|6.00|\n|2010801|行政运行|3.00|3.00|\n|2010899|其他|3.01|3.01|\n"
    rows += "|208|社会保障和就业支出|4.00|4.00|\n|2080501|行政单位离退休|4.00|4.00|"
    m = said(tmp_path, inline.table("一般公共预算支出表", head + rows))
    assert [m[name]["code"] for name in ("largest_class", "largest_item")] == ["201", "2080501"]


# counts ---------------------------------------------------------------------------------------------------

STAFF = "# 三、人员情况说明\n\n截至上年底，本部门{}"


def staff(m: dict[str, Any]) -> list[float | None]:
    return [summed(m[name])[1] for name in ("staff_posts", "staff_in_post", "retired")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "人员编制52人，其中行政编制44人，事业编制8人；实有人员59人，其中行政51人，事业8人。单位管理的离退休人员42人。",
            [52, 59, 42],
        ),
        ("编制人数71人；实有人数60人，其中行政编制20人、事业编制40人。", [71, 60, None]),
        ("实有人员72人，其中：在职人员46人，离退休人员26人。", [None, 46, 26]),
        ("实有人员72人，其中：离退休人员26人。", [None, None, 26]),
        ("离休人员2人，退休人员3人。", [None, None, 5]),
        ("编制17个区的规划。", [None, None, None]),
    ],
)
def test_staff_is_counted_by_posts_in_post_and_retired(
    tmp_path: Path, text: str, numbers: list[float | None]
) -> None:
    assert staff(said(tmp_path, STAFF.format(text))) == numbers


def test_a_count_is_no_amount_and_has_its_unit(tmp_path: Path) -> None:
    row = said(tmp_path, STAFF.format("人员编制52人。"))["staff_posts"]
    assert (row["value"], row["low"], row["high"], row["unit"], row["form"]) == (52, 52, 52, "人", "stated")
    assert pd.isna(row["value_fen"])


CARS = "# 四、“三公”经费情况说明\n\n公务用车{}辆。\n\n# 五、国有资产占用情况说明\n\n截至上年底，本部门共有车辆{}辆。"


def test_of_two_numbers_of_vehicles_that_in_the_section_on_state_assets_counts(tmp_path: Path) -> None:
    assert summed(said(tmp_path, CARS.format(3, 7))["vehicles_owned"]) == ("printed", 7)
    two = CARS.replace("国有资产占用情况说明", "其他情况说明")
    assert said(tmp_path, two.format(3, 7))["vehicles_owned"]["status"] == "ambiguous"


def test_vehicles_that_the_text_says_there_are_none_of_are_no_zero(tmp_path: Path) -> None:
    text = "# 五、国有资产占用情况说明\n\n截至上年底，本部门共有车辆7辆。2024年部门预算未安排购置车辆。"
    m = said(tmp_path, text)
    assert summed(m["vehicles_to_buy"]) == ("missing", None) and m["vehicles_to_buy"]["why"] == "none"


# the year before ------------------------------------------------------------------------------------------

BASIC = inline.table("部门支出总表", PUBLIC + "|合计|9.00|5.00|4.00\n201|一般公共服务支出|9.00|5.00|4.00")
TOLD = "# 一、支出情况说明\n\n2024年基本支出{}。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5.00万元，比上年增加2.00万元", ("derived", 3_000_000)),
        ("5.00万元，比上年减少2.00万元", ("derived", 7_000_000)),
        ("5.00万元，与上年持平", ("derived", 5_000_000)),
        ("5.00万元，与上年基本持平", ("missing", None)),
        ("6.00万元，比上年增加2.00万元", ("missing", None)),  # the level is not that of the table
        ("比上年增加2.00万元", ("derived", 3_000_000)),
    ],
)
def test_the_year_before_is_the_amount_less_the_stated_change(
    tmp_path: Path, text: str, found: tuple[str, int | None]
) -> None:
    row = said(tmp_path, BASIC, TOLD.format(text))["basic_prior"]
    assert summed(row) == found and row["fiscal_year"] == 2023
    assert row["phase"] == ""  # it is not said whether of the budget or the final account


def test_a_derived_year_before_is_as_wide_as_both_its_figures(tmp_path: Path) -> None:
    row = said(tmp_path, BASIC, TOLD.format("5.00万元，比上年预算增加2.00万元"))["basic_prior"]
    assert (row["low_fen"], row["high_fen"], row["phase"]) == (2_990_000, 3_010_000, "approved")


PAID = "单位名称|2023年预算数||2024年预算数|\n|合计|公务接待费|合计|公务接待费\n某市某区教育局|8.00|8.00|5.00|5.00"


def test_a_column_of_the_year_before_is_printed(tmp_path: Path) -> None:
    m = said(tmp_path, inline.table("一般公共预算“三公”经费支出表", PAID))
    assert summed(m["three_public_prior"]) == ("printed", 8_000_000)
    assert summed(m["three_public"]) == ("printed", 5_000_000)
    assert [m["three_public_prior"][k] for k in ("fiscal_year", "phase")] == [2023, "approved"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2023年预算数为8.00万元，比上年减少3.00万元", "printed"),
        ("2023年预算数为6.00万元，比上年减少3.00万元", "ambiguous"),
        ("2023年预算数为8.00万元，比上年下降37.50%", "printed"),
        ("2023年预算数为8.00万元，比上年下降10.00%", "ambiguous"),
    ],
)
def test_an_amount_of_the_year_before_that_the_change_denies_is_open(
    tmp_path: Path, text: str, status: str
) -> None:
    told = f"# 三、“三公”经费情况说明\n\n2024年“三公”经费预算数为5.00万元，{text}。"
    assert said(tmp_path, told)["three_public_prior"]["status"] == status


# execution ------------------------------------------------------------------------------------------------

SPENT = "项目|合计|公务接待费\n预算数|{}|{}\n决算数|0.60|0.60"


@pytest.mark.parametrize(("budget", "status", "why"), [("0.80", "derived", ""), ("0.00", "missing", "zero")])
def test_execution_is_what_was_spent_of_the_budget_of_the_year(
    tmp_path: Path, budget: str, status: str, why: str
) -> None:
    table = inline.table("财政拨款“三公”经费支出决算表", SPENT.format(budget, budget))
    row = said(tmp_path, table, kind="决算")["three_public_execution"]
    assert (row["status"], row["why"]) == (status, why)
    if status == "derived":
        assert (row["value"], row["printed"]) == (0.75, "0.60 / 0.80")
        assert row["low"] < 0.75 < row["high"] and row["high"] < 0.77


# projects and their targets -------------------------------------------------------------------------------

LIST = "单位名称|项目名称|合计|一般公共预算\n{}"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("|合计|9.00|9.00\n甲局|甲项目|5.00|5.00\n乙站|甲项目|4.00|4.00", ("derived", 2)),
        ("|合计|9.00|9.00\n甲局|甲项目|5.00|5.00", ("missing", None)),
    ],
)
def test_the_projects_of_a_list_are_counted_where_they_come_to_its_total(
    tmp_path: Path, rows: str, found: tuple[str, int | None]
) -> None:
    row = said(tmp_path, inline.table("项目支出表", LIST.format(rows)))["projects"]
    assert summed(row) == found
    assert row["form"] == ("project_list" if found[1] else "")


TARGETS = """about,title=某市审计局2026年预算

dept_expenditure,total,project
合计,20.00,{}

indicators,form,project,budget
,project_targets,甲项目,4.00
,project_targets,甲项目,4.00
,project_targets,甲项目,2.00
,project_targets,乙项目,3.00
"""


def test_a_project_of_two_units_counts_with_both_budgets() -> None:
    m = of(document(TARGETS.format("12.00")))
    assert summed(m["projects"]) == ("derived", 3)
    assert m["targets_coverage"]["value"] == pytest.approx(0.75)
    assert m["targets_coverage"]["form"] == "project_targets"


def test_targets_of_more_than_the_project_expenditure_are_no_share_of_it() -> None:
    row = of(document(TARGETS.format("8.00")))["targets_coverage"]
    assert (row["status"], row["why"]) == ("missing", "more")


def test_completeness_is_the_share_of_the_scorecard_that_is_met() -> None:
    d = bk.read(BANAN)
    marks = bk.reconcile(d).scorecard["mark"].value_counts()
    decided = marks.reindex(["met", "partly", "not met"], fill_value=0).sum()
    row = of(d)["completeness"]
    assert row["value"] == pytest.approx(marks["met"] / decided)
    assert row["low"] == pytest.approx(marks["met"] / (decided + marks["undecided"]))


def test_a_measure_of_one_that_does_not_stand_above_it_is_refused() -> None:
    odd = Measure(Found("a", "", ""), "coverage", (), "b")
    with pytest.raises(KnowledgeError, match="no measure 'b' stands above it"):
        KINDS["coverage"](None, odd, {})  # type: ignore[arg-type]
