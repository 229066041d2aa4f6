"""No document is accused where a reading of its own layout lets both sides agree; where none does, it is."""

from __future__ import annotations

import pandas as pd

from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.rulebook.check import Check
from budgetkit.rulebook.readings import adopt
from tests.support.worked import document

OPERATING = """dept_expenditure,total,basic,project,operations
合计,{}.00,6.00,4.00,1.00
201,{}.00,6.00,4.00,1.00
2010301,{}.00,6.00,4.00,1.00
"""


def checked(text: str, rule: str) -> pd.DataFrame:
    return reconcile(document(text), only=[rule]).checks


def outcomes(text: str, rule: str, where: str = "") -> list[str]:
    rows = checked(text, rule)
    return rows.loc[rows["where"].str.startswith(where), "outcome"].tolist()


def test_a_column_of_operating_expenditure_may_be_within_the_total_or_beside_it() -> None:
    assert outcomes(OPERATING.format(11, 11, 11), "W01") == ["exact"] * 3
    within = checked(OPERATING.format(10, 10, 10), "W01")
    assert within["outcome"].tolist() == ["exact"] * 3
    assert within["detail"].str.contains("of-which column of the others").all()


def test_a_table_is_read_in_one_way_so_one_row_that_is_off_in_both_fails() -> None:
    assert outcomes(OPERATING.format(10, 10, 12), "W01") == ["exact", "exact", "fail"]


def test_a_row_that_only_holds_in_another_reading_than_the_rest_of_its_table_is_not_decided() -> None:
    rows = OPERATING + "208,{}.00,6.00,4.00,1.00\n2080505,{}.00,6.00,4.00,1.00\n"
    found = outcomes(rows.format(10, 10, 10, 10, 11), "W01")
    assert found == ["exact"] * 4 + ["insufficient"]


def test_basic_and_project_expenditure_are_never_read_as_within_the_rest() -> None:
    text = "public_expenditure,total,basic,project\n合计,6.00,6.00,4.00\n201,6.00,6.00,4.00"
    assert outcomes(text, "W02") == ["fail", "fail"]


PARTS = "\n".join(f"{code},{amount}" for code, amount in zip(range(30201, 30211), ["1.01"] * 10, strict=True))


def test_amounts_that_are_cut_off_leave_a_total_larger_than_its_parts_by_less_than_a_step_each() -> None:
    text = (
        f"basic_expenditure,basic\n合计,{{}}\n302,{{}}\n{PARTS}\n303,3.00\n30302,1.98\n30305,1.00\n30309,0.00"
    )
    cut = checked(text.format("13.18", "10.18"), "W09")
    assert cut["outcome"].tolist() == ["rounding", "rounding", "exact"]
    assert "cut off and not rounded" in cut["detail"].iloc[0]
    for total in ("10.20", "10.02"):  # ten times less than 0.01 is less than 0.10, and makes no total smaller
        assert outcomes(text.format("13.18", total), "W09")[0] == "fail"
    alone = text.replace("1.98", "2.00")
    assert (
        outcomes(alone.format("13.18", "10.18"), "W09")[0] == "fail"
    )  # one sum that is off may have a wrong digit


def test_prose_that_cuts_off_is_read_so_where_all_of_it_does() -> None:
    text = """dept_summary,revenue
一般公共预算资金,{}元
合计,{}元

stated,concept,direction,fund,amount
stated,revenue_budget,revenue,total,94386.49
stated,total_budget,revenue,total,{}
"""
    assert outcomes(text.format(943864999, 943864999, "94386.49"), "N01")[0] == "rounding"
    mixed = outcomes(text.format(943864999, 943864999, "94386.50"), "N01")
    assert mixed[0] == "fail"  # the other sentence rounds


def test_what_two_tables_differ_by_may_be_money_that_is_printed_as_carried_over() -> None:
    text = """project_list,total
合计,{}

dept_expenditure,total,basic,project
合计,10.00,4.00,6.00

dept_summary,revenue
本年收入,10.00
上年结转,1.50
合计,11.50
"""
    excused = checked(text.format("7.50"), "X24").iloc[0]
    assert (excused["outcome"], "carried over" in excused["detail"]) == ("exact", True)
    assert outcomes(text.format("7.00"), "X24")[0] == "insufficient"  # part of it may be in the list
    assert outcomes(text.format("8.00"), "X24")[0] == "fail"
    assert outcomes(text.format("5.00"), "X24")[0] == "fail"


def test_of_several_readings_that_hold_none_is_preferred() -> None:
    held = Check("row", "exact", "equal")
    row = Check("row", "fail", layout="t", ways=(("within a", held), ("carry_over_apart", held)))
    (found,) = adopt([row], ["within", "carry_over_apart"])
    assert found.outcome == "exact"
    assert "(a) or money carried over is not in the total" in found.detail


def test_a_blank_subtotal_is_stood_for_by_the_rows_below_it() -> None:
    text = "public_expenditure,total\n合计,10.00\n201,\n20103,10.00\n2010301,10.00"
    assert outcomes(text, "W08", "public_expenditure") == ["exact"]
    assert outcomes(text.replace("20103,10.00", "20103,9.00"), "W08", "public_expenditure") == ["fail"]


def test_a_sum_that_is_larger_in_step_over_its_columns_lacks_rows_and_one_column_alone_is_an_error() -> None:
    text = "public_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n201,{},{},6.00"
    r = reconcile(document(text.format("9.00", "3.00")), only=["W08", "D18"])
    assert r.failures.empty
    assert r.findings["difference_fen"].tolist() == [1_000_000]
    assert outcomes(text.format("9.00", "4.00"), "W08", "public_expenditure")[0] == "fail"


def test_a_total_of_revenue_is_that_of_this_year_and_of_what_is_carried_over_each_with_its_own_columns() -> (
    None
):
    text = document("dept_revenue,total\n合计,10.00")
    rows = text.line_items
    heads = [
        ("合计", "total", False, 10), ("本年收入 / 小计", "total", False, 8), ("本年收入 / 一般公共预算", "general_public", False, 8),
        ("上年结转 / 小计", "total", True, 2), ("上年结转 / 单位资金", "unit", True, 2),
    ]  # fmt: skip
    lines = []
    for n, (header, fund, carried, amount) in enumerate(heads):
        line = rows.iloc[0].copy()
        line["line_id"], line["col"], line["header"] = f"d:c{n}", n, header
        line["fund"], line["carried"], line["amount_fen"] = fund, carried, amount * 1_000_000
        lines.append(line)
    text.line_items = pd.DataFrame(lines).astype(rows.dtypes)
    assert reconcile(text, only=["W05"]).checks["outcome"].tolist() == ["exact"] * 3
    text.line_items.loc[text.line_items["line_id"] == "d:c4", "amount_fen"] = 1_000_000
    assert reconcile(text, only=["W05"]).checks["outcome"].tolist() == ["exact", "exact", "fail"]


def test_codes_that_stand_in_several_rows_are_added_up() -> None:
    text = """public_expenditure,total
合计,9.00
201,9.00

dept_expenditure,total
合计,{0}
201,{1}
201,{2}
"""
    assert outcomes(text.format("10.00", "6.00", "4.00"), "X07") == ["exact", "exact"]
    assert "fail" in outcomes(text.format("8.00", "4.00", "4.00"), "X07")


def test_a_code_without_a_row_is_held_against_what_it_is_part_of() -> None:
    text = "public_expenditure,total\n合计,9.00\n2010301,9.00\n\ndept_expenditure,total\n合计,{0}\n201,{0}"
    assert outcomes(text.format("9.00"), "X07") == ["exact", "exact"]
    assert outcomes(text.format("8.00"), "X07") == ["fail", "fail"]


def test_a_note_on_a_condition_is_no_statement_that_there_is_nothing() -> None:
    text = "three_public,three_public\n公务接待费,8.00\n\nnote,three_public,{}"
    assert outcomes(text.format("此表如无数字则表示单位无该项支出。"), "N11") == ["not_applicable"]
    assert outcomes(text.format("本部门无相关支出，故本表无数据。"), "N11") == ["fail"]
