"""P01 to P12: ratios as intervals, codes and names, staff in words, jumps, figures per head, claims."""

from __future__ import annotations

import re
from fractions import Fraction

import pandas as pd
import pytest

from budgetkit.analysis.ratios import POSITIONS, measured
from budgetkit.disclosure.disclosure import read
from budgetkit.errors import KnowledgeError
from budgetkit.knowledge import said
from budgetkit.knowledge.data import table
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.records import Figure
from budgetkit.rulebook.ledger import Ledger
from budgetkit.rulebook.measures import measures, parse_measure
from budgetkit.rulebook.ratios import measure_ratio, ratio_interval
from budgetkit.rulebook.ratios import ratios as evaluate
from tests.support import ROOT
from tests.support.worked import document

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"
RULES = {row["id"]: row for row in table("rules") if row["id"].startswith("P")}
PAY = """
basic_expenditure,basic,operating
合计,367.10,188.28
301,178.82,
30101,42.08,
30102,26.63,
30103,56.92,
30108,17.26,
30109,8.63,
30113,15.08,
302,188.28,188.28
30228,8.87,8.87
"""


def checks(text: str, rule: str, year: int | None = 2024) -> pd.DataFrame:
    return reconcile(document(text, year), only=[rule]).checks.set_index("where")


def outcomes(text: str, rule: str, year: int | None = 2024) -> list[str]:
    return checks(text, rule, year)["outcome"].tolist()


# the Banan 2024 disclosure ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def banan() -> pd.DataFrame:
    return reconcile(read(BANAN), only=list(RULES)).checks.set_index(["rule_id", "where"])


@pytest.fixture(scope="module")
def found() -> dict[str, Fraction]:
    """The ratios of the Banan disclosure, by rule and measure."""
    ledger = Ledger(read(BANAN))
    return {
        f"{rule} {m.name}": i.value
        for rule, mine in measures().items()
        for m in mine
        if (i := measure_ratio(ledger, m)[0])
    }


WAGES = "30101+30102+30103+30107"


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("P01 30108 / 30109", Fraction(1726, 863)),
        (f"P02 30113 / {WAGES}", Fraction(1508, 12563)),
        (f"P03 30108 at 16% / {WAGES}", Fraction(1726, 12563) * 100 / 16),
        ("P03 30110 / 30108 at 16%", Fraction(1079, 1726) * 16 / 100),
        (f"P04 30228 / {WAGES}", Fraction(887, 12563)),
        (f"P05 30229 / {WAGES}", Fraction(126, 12563)),
        (f"P06 30239 / {WAGES}", Fraction(783, 12563)),
        ("P08 30226 / operating total", Fraction(15504, 18828)),
        ("P08 30226 / basic total", Fraction(15504, 36710)),
        ("P08 30226 / 301", Fraction(15504, 17882)),
    ],
)
def test_the_ratios_of_banan_are_those_of_its_printed_figures(
    found: dict[str, Fraction], measure: str, value: Fraction
) -> None:
    assert found[measure] == value


@pytest.mark.parametrize(
    ("measure", "decimals", "value"),
    [
        ("P01 30108 / 30109", 3, 2.000),
        (f"P04 30228 / {WAGES}", 4, 0.0706),
        (f"P05 30229 / {WAGES}", 4, 0.0100),
        ("P03 30110 / 30108 at 16%", 3, 0.100),
        ("P08 30226 / operating total", 3, 0.823),
        ("P08 30226 / basic total", 3, 0.422),
        ("P08 30226 / 301", 3, 0.867),
    ],
)
def test_they_are_what_the_catalogue_says(
    found: dict[str, Fraction], measure: str, decimals: int, value: float
) -> None:
    assert round(float(found[measure]), decimals) == value


def test_the_housing_fund_of_banan_is_12_percent_of_pay_as_far_as_the_digits_tell(
    banan: pd.DataFrame,
) -> None:
    row = banan.loc[("P02", f"30113 / {WAGES}")]
    assert row["outcome"] == "exact"
    assert "125.63 万元" in row["detail"]
    assert row["detail"].endswith("; 12.00 % as far as the digits tell")


def test_both_contributions_of_banan_imply_the_same_base(banan: pd.DataFrame) -> None:
    assert "(a base of 107.88 万元)" in banan.loc[("P03", f"30108 at 16% / {WAGES}"), "detail"]
    assert round(8.63 / 0.08, 2) == 107.88
    assert "= 10.00 % (9.99 % to 10.01 %)" in banan.loc[("P03", "30110 / 30108 at 16%"), "detail"]


def test_what_is_out_of_line_in_banan_is_found_and_is_no_error(banan: pd.DataFrame) -> None:
    failed = banan[banan["outcome"] == "fail"]
    assert failed.index.tolist() == [
        ("P04", f"30228 / {WAGES}"),
        ("P08", "30226 / operating total"),
        ("P08", "30226 / basic total"),
        ("P08", "30226 / 301"),
    ]
    assert set(banan["severity"]) == {"plausibility"}


def test_codes_and_names_of_banan_are_valid(banan: pd.DataFrame) -> None:
    named = banan.loc["P07"]["outcome"]
    assert named["basic_expenditure / named"] == named["public_expenditure / named"] == "exact"


def test_the_words_for_staff_of_banan_are_seen_in_30226(banan: pd.DataFrame) -> None:
    assert banan.loc[("P09", "prose / 综窗"), ["outcome", "detail"]].tolist() == [
        "exact",
        "30226 155.04 万元",
    ]


def test_the_jumps_of_banan_have_reasons(banan: pd.DataFrame) -> None:
    jumps = banan.loc["P10"]
    assert set(jumps["outcome"]) == {"exact"}
    basic = jumps.loc["prose / basic_expenditure / general_public / expenditure / jump", "detail"]
    cost = jumps.loc["prose / operating_cost / general_public / expenditure / jump", "detail"]
    assert basic == "+79.6 % within a year; a reason is given"
    assert cost == "+630.1 % within a year; a reason is given"


def test_banan_has_the_structure_of_pay_and_no_headcount(banan: pd.DataFrame) -> None:
    row = banan.loc[("P11", "per head")]
    assert row["outcome"] == "insufficient"
    assert row["detail"].startswith("STRUCTURE_ONLY")
    staff = banan.loc["P06"].iloc[1]
    assert (staff["outcome"], staff["detail"].endswith("is not printed")) == ("insufficient", True)


def test_banan_says_truly_that_its_reception_fell(banan: pd.DataFrame) -> None:
    claims = banan.loc["P12"]["outcome"]
    assert claims["prose / reception / general_public / expenditure / claim"] == "exact"
    assert "fail" not in set(claims)


# beside the collected disclosures -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def beside() -> pd.DataFrame:
    return measured(read(BANAN)).set_index(["rule_id", "measure"])


def test_measured_has_the_ratios_of_the_checks_with_their_bounds(
    beside: pd.DataFrame, found: dict[str, Fraction], banan: pd.DataFrame
) -> None:
    known = beside[beside["value"].notna()]
    assert {f"{r} {m}": v for (r, m), v in known["value"].items()} == {
        k: float(v) for k, v in found.items() if not k.startswith("P03 30108 at 20%")
    }
    assert ((known["low"] < known["value"]) & (known["value"] < known["high"])).all()
    outcomes = banan["outcome"][beside.index]
    assert beside["outcome"].tolist() == outcomes.tolist()
    union = beside.loc[("P04", f"30228 / {WAGES}")]
    assert [round(union[k], 6) for k in ("low", "value", "high")] == [0.070556, 0.070604, 0.070652]
    assert union["expected"] == "0.00 % to 3.00 %"
    assert union["line_ids"].split()[0].startswith("+banan-2024-budget:p6t1")


def test_banan_lies_where_the_distribution_of_each_ratio_says(beside: pd.DataFrame) -> None:
    position = beside["position"]
    assert position[position == "above all"].index.tolist() == [
        ("P04", f"30228 / {WAGES}"),
        ("P08", "30226 / operating total"),
        ("P08", "30226 / basic total"),
        ("P08", "30226 / 301"),
    ]
    assert position["P06", f"30239 / {WAGES}"] == "above the middle half"
    assert position["P01", "30108 / 30109"] == "middle half"
    assert beside.loc[("P08", "30226 / operating total"), "maximum"] == 0.262684


def test_a_ratio_that_cannot_be_worked_out_has_no_value_and_no_position(beside: pd.DataFrame) -> None:
    row = beside.loc["P06"].iloc[1]
    assert row[["value", "low", "high"]].isna().all()
    assert (row["outcome"], row["position"]) == ("insufficient", "")
    assert row["detail"].endswith("is not printed")
    assert measured(document("basic_expenditure,basic\n合计,1.00"))["value"].dtype == float


@pytest.mark.parametrize(
    ("annuity", "position"),
    [  # 17.26 against the distribution 1.3319, 1.75073, 1.99965, 2, 2.00125, 2.86876, 11.8259
        ("13.00", "below all"),
        ("10.00", "lowest 5 %"),
        ("8.80", "below the middle half"),
        ("8.63", "middle half"),
        ("8.00", "above the middle half"),
        ("5.00", "highest 5 %"),
        ("1.00", "above all"),
    ],
)
def test_a_ratio_is_placed_among_the_collected_disclosures(annuity: str, position: str) -> None:
    m = measured(document(PAY.replace("30109,8.63", f"30109,{annuity}"))).set_index("rule_id")
    assert m.loc["P01", "position"] == position
    assert position in POSITIONS


# ratios -----------------------------------------------------------------------------------------------


def figure(fen: int, step: int = 10_000, **more: object) -> Figure:
    return Figure(fen=fen, step=step, **more)  # type: ignore[arg-type]


def test_a_ratio_of_rounded_figures_is_an_interval() -> None:
    found = ratio_interval([figure(20_000)], [figure(10_000)], Fraction(1))  # 0.02 / 0.01
    assert (found.low, found.value, found.high) == (1, 2, 5)


def test_each_addend_widens_the_interval() -> None:
    one = ratio_interval([figure(1_000_000)], [figure(1_000_000)], Fraction(1))
    two = ratio_interval([figure(1_000_000)], [figure(500_000)] * 2, Fraction(1))
    assert one.value == two.value == 1
    assert two.low < one.low < one.high < two.high


def test_a_denominator_that_may_be_0_bounds_nothing() -> None:
    found = ratio_interval([figure(10_000)], [figure(5_000)], Fraction(1))
    assert found.low == Fraction(1, 2)
    assert found.high >= 10**9


@pytest.mark.parametrize(
    ("annuity", "outcome"),
    [
        ("8.63", "exact"),
        ("8.79", "exact"),  # 1.9619 at least
        ("8.80", "rounding"),  # 1.9597 at least, 1.9614 as printed
        ("8.81", "rounding"),  # 1.9591 as printed, 1.9608 at most
        ("8.82", "fail"),  # 1.9586 at most
    ],
)
def test_a_ratio_fails_only_where_the_whole_interval_lies_outside(annuity: str, outcome: str) -> None:
    assert outcomes(PAY.replace("30109,8.63", f"30109,{annuity}"), "P01") == [outcome]


@pytest.mark.parametrize(
    ("year", "annuity", "outcome"),
    [
        (2018, "6.90", "exact"),
        (2018, "8.63", "fail"),
        (2019, "6.90", "exact"),
        (2019, "8.63", "exact"),
        (2020, "6.90", "fail"),
        (2020, "8.63", "exact"),
        (None, "6.90", "exact"),
    ],
)
def test_pensions_were_two_and_a_half_annuities_up_to_2019(
    year: int | None, annuity: str, outcome: str
) -> None:
    assert outcomes(PAY.replace("30109,8.63", f"30109,{annuity}"), "P01", year) == [outcome]


def test_the_base_of_contributions_follows_the_rate_of_the_year() -> None:
    assert checks(PAY, "P03", 2018).index.tolist() == [f"30108 at 20% / {WAGES}"]
    assert checks(PAY, "P03", 2022).index.tolist() == [f"30108 at 16% / {WAGES}", "30110 / 30108 at 16%"]


def test_what_is_not_printed_is_not_zero() -> None:
    assert outcomes(PAY, "P05") == ["not_applicable"]
    assert outcomes(PAY.replace("30109,8.63,\n", ""), "P01") == ["insufficient"]
    assert outcomes(PAY.replace("30109,8.63", "30109,0.00"), "P01") == ["insufficient"]
    assert outcomes(PAY.replace("30109,8.63", "30109,?"), "P01") == ["unread"]
    assert outcomes("public_expenditure,total\n合计,1.00", "P01") == ["insufficient"]


def test_a_code_in_two_rows_is_added_up_where_the_table_closes() -> None:
    split = """
    basic_expenditure,basic
    合计,30.00
    301,20.00
    30108,12.00
    30109,8.00
    301,10.00
    30108,8.00
    30109,2.00
    """
    row = checks(split, "P01").iloc[0]
    assert row["outcome"] == "exact"
    assert row["detail"].startswith("30108 20 万元 / 30109 10 万元 = 2 ")
    assert outcomes(split.replace("合计,30.00", "合计,31.00"), "P01") == ["insufficient"]


def test_a_code_that_is_printed_in_its_parts_only_is_their_sum_where_the_table_closes() -> None:
    split = PAY.replace("30102,26.63,", "3010201,20.00,\n3010202,6.63,").replace("367.10,", "175.47,")
    row = checks(split, "P02").iloc[0]
    assert row["detail"].startswith("30113 15.08 万元 / 30101+30102+30103+30107 125.63 万元 = 12.00 % ")
    assert (
        "30102 is printed in parts only" in checks(PAY.replace("30102,", "3010201,"), "P02")["detail"].iloc[0]
    )


def test_codes_in_unequal_numbers_of_rows_are_not_of_the_same_staff() -> None:
    split = "basic_expenditure,basic\n合计,30.00\n30108,12.00\n30109,8.00\n30108,10.00"
    row = checks(split, "P01").iloc[0]
    assert row["outcome"] == "insufficient"
    assert "2 rows against 1" in row["detail"]


def test_an_allowance_per_head_is_in_yuan_and_needs_a_headcount_of_the_year() -> None:
    text = PAY + "30239,7.83,7.83\n\nstated,item,concept,role,value\nstated,实有人员,headcount,count,9"
    row = checks(text, "P06").iloc[1]
    assert "= 8700 (8694.4 to 8705.6)" in row["detail"]
    assert row["outcome"] == "exact"
    other_year = text.replace("value\nstated", "value,fiscal_year\nstated").replace("count,9", "count,9,2022")
    assert checks(other_year, "P06").iloc[1]["outcome"] == "insufficient"


def test_a_text_that_is_no_measure_is_refused() -> None:
    a, b = "basic_expenditure[30108]", "basic_expenditure[30109]"
    parse_measure(f"{a} / {b} in 1..2")
    for text in (
        f"{a} in 1..2",
        f"{a} / {b} in 1",
        f"{a} / {b} in one..two",
        f"{a} / {b} in 2..1",
        f"{a} is 1 / {b} in 1..2",
    ):
        with pytest.raises(KnowledgeError):
            parse_measure(text)


def test_a_header_that_is_not_understood_leaves_a_ratio_undecided() -> None:
    ledger = Ledger(document(PAY.replace("30109,8.63", "30109,2.63")))
    assert [c.outcome for c in evaluate(ledger, measures()["P01"])] == ["fail"]
    ledger.gaps.headers.add("basic_expenditure")
    assert [c.outcome for c in evaluate(ledger, measures()["P01"])] == ["unread"]


# codes ------------------------------------------------------------------------------------------------

CODES = "public_expenditure,total\n合计,4.00\n20805:{},4.00\n2080505:机关事业单位基本养老保险缴费支出,4.00"


@pytest.mark.parametrize(
    ("name", "year", "outcome"),
    [
        ("行政事业单位养老支出", 2024, "exact"),
        ("行政事业单位离退休", 2024, "fail"),
        ("行政事业单位离退休", 2018, "exact"),
        ("行政事业单位养老支出", 2018, "fail"),
        ("行政事业单位养", 2024, "exact"),  # cut off by the edge of its page
        ("行政", 2024, "fail"),
        ("行政事业单位养老金", 2024, "fail"),
    ],
)
def test_a_code_bears_the_name_of_its_year(name: str, year: int, outcome: str) -> None:
    assert checks(CODES.format(name), "P07", year).loc["public_expenditure / named", "outcome"] == outcome


def test_an_economic_code_of_seven_digits_is_a_finding() -> None:
    found = checks("basic_expenditure,basic\n合计,4.00\n30211,4.00\n3021101,4.00", "P07")
    assert found.loc["basic_expenditure / length", "outcome"] == "fail"
    assert "3021101" in found.loc["basic_expenditure / length", "detail"]


def test_a_code_that_no_disclosure_prints_cannot_be_judged_but_its_class_can() -> None:
    found = checks("public_expenditure,total\n合计,4.00\n2010388,4.00", "P07")["outcome"]
    assert found["public_expenditure / known"] == "insufficient"
    found = checks("public_expenditure,total\n合计,4.00\n71102,4.00", "P07")["outcome"]
    assert found["public_expenditure / known"] == "fail"


def test_a_name_that_one_disclosure_prints_accuses_no_other_of_another_name() -> None:
    one, many = (f"public_expenditure,total\n合计,4.00\n{c}:某事务,4.00" for c in ("2010503", "2010502"))
    assert "public_expenditure / named" not in checks(one, "P07").index
    assert checks(one, "P07").loc["public_expenditure / known", "outcome"] == "exact"
    assert checks(many, "P07").loc["public_expenditure / named", "outcome"] == "fail"


# words ------------------------------------------------------------------------------------------------

STAFF = PAY + "\n\nprose,本年安排劳务派遣经费20万元"


def test_staff_that_projects_may_pay_for_leaves_p09_undecided() -> None:
    assert outcomes(STAFF, "P09") == ["insufficient"]
    assert outcomes(STAFF.replace("30228,8.87", "30226,8.87"), "P09") == ["exact"]


@pytest.mark.parametrize(
    "sentence", ["反映编制外长期聘用人员的劳动报酬20万元", "指导合同聘用工作20万元", "劳务派遣管理办法"]
)
def test_definitions_duties_and_words_without_money_name_no_staff(sentence: str) -> None:
    assert outcomes(PAY + f"\n\nprose,{sentence}", "P09") == ["not_applicable"]


CHANGE = """
stated,section,concept,fund,role,amount,value,printed,change_direction,reason,base_year
stated,a,basic_expenditure,general_public,level,10.00,,,,,2023
"""


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("change,3.00,,,increase,,2023", "exact"),  # +42.9 %
        ("change,4.00,,,increase,,2023", "fail"),  # +66.7 %
        ("change,4.00,,,increase,人员增加,2023", "exact"),
        ("change,9.00,,,decrease,,2023", "exact"),  # -47.4 %
        ("change,11.00,,,decrease,,2023", "fail"),  # -52.4 %
        ("change,10.00,,,increase,,2023", "not_applicable"),  # from nothing
        ("change,4.00,,,decrease,,2024", "not_applicable"),  # against the year's own budget
        ("percent,,50.0,50.0%,increase,,2023", "exact"),  # 49.95 to 50.05 %
        ("percent,,50.1,50.1%,increase,,2023", "fail"),
        ("percent,,50.1,50.1%,decrease,人员减少,2023", "exact"),
    ],
)
def test_a_jump_needs_a_reason(line: str, outcome: str) -> None:
    assert outcomes(CHANGE + f"stated,a,basic_expenditure,general_public,{line}", "P10") == [outcome]


def test_a_jump_between_two_years_of_a_table_needs_a_reason_in_the_prose() -> None:
    text = "three_public,three_public 2023,three_public\n,0.50,0.80"
    assert outcomes(text, "P10") == ["fail"]
    reason = (
        "\n\nstated,form,concept,role,amount,reason\nstated,three_public,three_public,level,0.80,购置公务用车"
    )
    assert outcomes(text + reason, "P10") == ["exact"]


def test_figures_per_head_need_one_headcount_of_staff_in_post() -> None:
    full = PAY + "\n\nstated,item,concept,role,value\nstated,实有人员,headcount,count,9"
    row = checks(full, "P11").iloc[0]
    assert (row["outcome"], row["detail"]) == ("exact", "FULL: 9 staff in post, 13.96 万元 of pay each")
    quota = full.replace("实有人员", "编制")
    assert checks(quota, "P11").iloc[0]["detail"].startswith("STRUCTURE_ONLY")
    two = full + "\nstated,实有人员,headcount,count,12"
    assert checks(two, "P11").iloc[0]["outcome"] == "insufficient"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (PAY, "STRUCTURE_ONLY"),
        ("basic_expenditure,basic\n合计,9.00", "BUDGET_ONLY"),
        ("public_expenditure,total\n合计,9.00", "NONE"),
    ],
)
def test_evidence_for_figures_per_head_has_four_states(text: str, state: str) -> None:
    assert re.match(rf"{state}\b", checks(text, "P11").iloc[0]["detail"])


CLAIM = """
three_public,three_public 2023,three_public
,0.50,{}

stated,concept,fund,role,amount,change_direction
stated,three_public,general_public,change,{},{}
"""


@pytest.mark.parametrize(
    ("now", "amount", "direction", "outcome"),
    [
        ("0.20", "0.3", "decrease", "exact"),
        ("0.80", "0.3", "decrease", "fail"),
        ("0.50", "", "none", "exact"),
        ("0.60", "", "none", "fail"),
        ("0.80", "0.3", "increase", "not_applicable"),
        ("", "0.3", "decrease", "insufficient"),
    ],
)
def test_a_claim_of_decline_is_held_against_the_table(
    now: str, amount: str, direction: str, outcome: str
) -> None:
    assert outcomes(CLAIM.format(now, amount, direction), "P12") == [outcome]


def test_an_increase_is_not_explained_by_cuts() -> None:
    text = "stated,concept,fund,role,amount,change_direction,reason\nstated,reception,general_public,change,0.3,increase,压缩经费"
    assert outcomes(text, "P12") == ["fail"]


def test_plausibility_is_never_an_error() -> None:
    assert len(RULES) == 12
    assert {row["severity"] for row in RULES.values()} == {"plausibility"}
    assert {row["reference"] for row in RULES.values()} <= {"observed", "unconfirmed", "convention"}


def test_a_code_that_is_printed_for_two_names_is_said_with_the_code_of_the_second_name() -> None:
    rows = "basic_expenditure,basic\n合计,4.00\n302,4.00\n30208:取暖费,1.00\n{}:物业管理费,3.00"
    found = checks(rows.format("30208"), "P07").loc["basic_expenditure / named"]
    assert found["detail"].endswith("30208 is printed for 取暖费 and for 物业管理费, which is 30209")
    assert said(found["detail"], "zh").endswith("30208 印了两次：取暖费、物业管理费；按名称后者应为 30209")
    assert "printed for" not in checks(rows.format("30209"), "P07").loc["basic_expenditure / named", "detail"]
