"""Rules that need two documents: years, stages, units, identities, vintages; made ones and real ones."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.checks.documents.entities import identify, same, split, units
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.rulebook.ledger import Ledger
from budgetkit.rulebook.pick import pick
from budgetkit.rulebook.selectors import parse_selector
from tests.support import SHARED
from tests.support.worked import document, documents

OURS = "about,entity=某市某局,scope=department\n\n"
THEIRS = "\n\n-- year=2023 entity=某市某局 scope=department\n"
TABLE = "public_expenditure,total,basic\n合计,10.00,4.00\n2010301:行政运行,10.00,4.00\n"
HEAD = "stated,concept,direction,fund,nature,role,amount,change_direction,base_year,base\n"
PROSE = (
    HEAD + "stated,public_expenditure,expenditure,general_public,total,level,12.00,,,\n"
    "stated,public_expenditure,expenditure,general_public,total,change,2.00,increase,2023,budget\n"
)


def checks(text: str, rule: str) -> pd.DataFrame:
    first, *others = documents(text)
    return reconcile(first, only=[rule], against=others).checks


def outcomes(text: str, rule: str) -> list[str]:
    return checks(text, rule)["outcome"].tolist()


def ledger(text: str, year: int = 2024) -> Ledger:
    return Ledger(document(text, year))


# without the document that is needed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text", "needed"),
    [
        ("Y02", PROSE, "1 figures are of the budget of 2023; that document of 某市某局 is not given"),
        (
            "Y03",
            "phase,executed\n\n" + PROSE.replace("2023,budget", "2024,budget"),
            "1 figures are of the budget of 2024; that document of 某市某局 is not given",
        ),
        (
            "Y04",
            "phase,executed\n\n" + PROSE.replace("2023,budget", "2023,final"),
            "1 figures are of the final account of 2023; that document of 某市某局 is not given",
        ),
        ("Y05", TABLE, "needs those of the units of 某市某局 of the same year and stage"),
        ("Y06", TABLE, "no other document is given"),
        ("Y07", TABLE, "no other document is given"),
    ],
)
def test_a_rule_without_its_second_document_says_which_one_it_needs(
    rule: str, text: str, needed: str
) -> None:
    found = checks(OURS + text, rule)
    assert found["outcome"].tolist() == ["insufficient"]
    assert needed in found["detail"].iloc[0]


def test_a_document_without_figures_of_another_year_needs_none() -> None:
    assert outcomes(OURS + TABLE, "Y02") == ["not_applicable"]
    assert outcomes(OURS + PROSE, "Y03") == outcomes(OURS + PROSE, "Y04") == ["not_applicable"]


# the year before --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "outcome"),
    [("10.00", "exact"), ("10.06", "rounding"), ("9.94", "rounding"), ("10.07", "fail"), ("9.93", "fail")],
)
def test_a_back_cast_is_good_to_half_of_the_last_digits_of_level_and_change(
    before: str, outcome: str
) -> None:
    text = (
        OURS
        + PROSE.replace("change,2.00", "change,2.0")
        + THEIRS
        + TABLE.replace("合计,10.00", f"合计,{before}")
    )
    found = checks(text, "Y02").iloc[0]
    assert found["outcome"] == outcome
    assert found["reported_fen"] == 10_000_000
    assert found["tolerance_fen"] == 60_000


def test_a_decrease_is_added_to_the_level() -> None:
    text = PROSE.replace("increase", "decrease").replace("level,12.00", "level,8.00")
    found = checks(OURS + text + THEIRS + TABLE, "Y02").iloc[0]
    assert (found["outcome"], found["reported_fen"], found["calculated_fen"]) == (
        "exact",
        10_000_000,
        10_000_000,
    )
    assert found["line_ids"].startswith("+d:s1 +d:s2 = ")


def test_the_pages_of_a_check_between_documents_are_those_of_the_document_that_is_asked_about(shared) -> None:
    new, old = (bk.read(shared / "corpus" / "jiangsu" / f"jiangsu-{n}.pdf") for n in ("07", "05"))
    found = bk.reconcile(new, only=["Y02"], against=[old]).checks.set_index("where")
    row = found.loc[
        "prose / operating_cost / general_public / expenditure / prior 2017"
    ]  # page 22 of the other
    assert (row["outcome"], row["reported_fen"], row["pages"]) == ("exact", 6_032_550_000, "29")


def test_a_prior_that_is_stated_is_not_derived_as_well() -> None:
    prior = "stated,public_expenditure,expenditure,general_public,total,prior,10.00,,2023,budget\n"
    assert len(checks(OURS + PROSE + prior + THEIRS + TABLE, "Y02")) == 1


def test_a_new_line_was_nothing_the_year_before() -> None:
    text = HEAD + "stated,three_public,expenditure,general_public,total,level,2.00,,,\n"
    text += "stated,three_public,expenditure,general_public,total,change,2.00,increase,2023,budget\n"
    text = text.replace("concept,", "form,concept,").replace("stated,three", "stated,three_public,three")
    blank = "three_public,three_public,reception\n,,0.20\n"
    found = checks(OURS + text + THEIRS + blank, "Y02").iloc[0]
    assert (found["outcome"], found["reported_fen"]) == ("exact", 0)
    assert "nothing printed in the table; 1 blank; in d2" in found["detail"]


def test_two_equal_prior_amounts_are_both_found() -> None:
    said = "stated,three_public,{},expenditure,general_public,total,prior,{},,2023,budget\n"
    text = HEAD.replace("concept,", "form,concept,") + said.format("reception", "0.30")
    theirs = "three_public,three_public,vehicles,reception\n,0.70,0.40,0.30\n"
    assert outcomes(OURS + text + said.format("vehicles", "0.40") + THEIRS + theirs, "Y02") == ["exact"] * 2
    equal = theirs.replace("0.70,0.40", "0.60,0.30")
    assert outcomes(OURS + text + said.format("vehicles", "0.30") + THEIRS + equal, "Y02") == ["exact"] * 2


def test_a_ledger_that_states_other_figures_shares_no_cache_with_the_first() -> None:
    first = ledger(HEAD + "stated,reception,expenditure,fiscal,total,level,2.00,,,\n\nprose,一段文字。\n")
    stated = parse_selector("stated concept=reception")
    assert [f.fen for f in pick(first, stated).figures] == [2_000_000]
    second = first.stating([first.stated[0]._replace(fen=3_000_000)])
    assert [f.fen for f in pick(second, stated).figures] == [3_000_000]
    assert [f.fen for f in pick(first, stated).figures] == [2_000_000]


def test_a_column_of_the_year_before_is_that_years_table() -> None:
    ours = "three_public,three_public,three_public 2023\n,0.20,{}\n"
    theirs = "three_public,three_public\n,0.30\n"
    assert outcomes(OURS + ours.format("0.30") + THEIRS + theirs, "Y02") == ["exact"]
    assert outcomes(OURS + ours.format("0.31") + THEIRS + theirs, "Y02") == ["fail"]
    assert outcomes(OURS + ours.format("0.30") + THEIRS + TABLE, "Y02") == ["insufficient"]


def test_a_budget_is_not_compared_with_a_final_account() -> None:
    executed = THEIRS + "phase,executed\n\n" + TABLE
    found = checks(OURS + PROSE + executed, "Y02").iloc[0]
    assert found["outcome"] == "insufficient"
    assert found["where"] == "2023 budget"
    final = PROSE.replace("2023,budget", "2023,final")
    assert checks(OURS + final + THEIRS + TABLE, "Y02")["where"].tolist() == ["2023 final account"]
    assert outcomes(OURS + final + executed, "Y02") == ["exact"]


def test_execution_before_the_accounts_are_closed_is_not_yet_the_final_account() -> None:
    prose = "prose,比2023年预算执行数增加2.10万元。\n\n"
    stated = (
        HEAD.replace("role", "sentence_id,role")
        + "stated,public_expenditure,expenditure,general_public,total,d:p001.1,level,12.00,,,\n"
        + "stated,public_expenditure,expenditure,general_public,total,d:p001.1,change,2.10,increase,2023,final\n"
    )
    executed = THEIRS + "phase,executed\n\n" + TABLE
    found = checks(OURS + prose + stated + executed, "Y02").iloc[0]
    assert found["outcome"] == "insufficient"
    assert "not yet the final account" in found["detail"]
    assert outcomes(OURS + prose.replace("执行数", "决算数") + stated + executed, "Y02") == ["fail"]


UNNAMED = "stated,{},expenditure,general_public,{},{},{},,2023,\n"


def test_a_basis_that_is_not_named_is_settled_by_the_other_figures_that_name_none() -> None:
    text = HEAD + UNNAMED.format("public_expenditure", "total", "prior", "{}")
    assert outcomes(OURS + text.format("10.00") + THEIRS + TABLE, "Y02") == ["exact"]
    alone = checks(OURS + text.format("10.50") + THEIRS + TABLE, "Y02").iloc[0]
    assert alone["outcome"] == "insufficient"
    assert "does not name its basis; 0 such figures agree with this document, 1 do not" in alone["detail"]
    others = UNNAMED.format("basic_expenditure", "basic", "prior", "4.00")
    as_many = OURS + text.format("10.50") + others + THEIRS + TABLE
    assert outcomes(as_many, "Y02") == ["insufficient", "exact"]
    others += UNNAMED.format("project_expenditure", "project", "prior", "6.00")
    theirs = TABLE.replace("basic", "basic,project").replace("4.00", "4.00,6.00")
    more = OURS + text.format("10.50") + others + THEIRS + theirs
    assert outcomes(more, "Y02") == ["fail", "exact", "exact"]


def test_a_figure_that_the_other_document_lacks_is_not_decided() -> None:
    text = HEAD + "stated,three_public,expenditure,general_public,total,prior,0.30,,2023,budget\n"
    found = checks(OURS + text + THEIRS + TABLE, "Y02").iloc[0]
    assert (found["outcome"], found["detail"]) == ("insufficient", "no such figure in d2")


def test_the_other_prose_is_looked_at_as_well() -> None:
    text = HEAD + "stated,operating_cost,expenditure,general_public,operating,prior,0.30,,2023,budget\n"
    theirs = HEAD + "stated,operating_cost,expenditure,general_public,operating,level,{},,,\n"
    assert outcomes(OURS + text + THEIRS + theirs.format("0.30"), "Y02") == ["exact"]
    assert outcomes(OURS + text + THEIRS + theirs.format("0.31"), "Y02") == ["fail"]


def test_another_body_and_another_level_are_not_compared() -> None:
    other = checks(OURS + PROSE + THEIRS.replace("某市某局", "某市某委") + TABLE, "Y02").iloc[0]
    assert other["outcome"] == "insufficient"
    assert "某市某局 and 某市某委: no table says whether they are one body" in other["detail"]
    unit = checks(OURS + PROSE + THEIRS.replace("department", "unit") + TABLE, "Y02").iloc[0]
    assert unit["outcome"] == "insufficient"
    assert "d2 is of a unit alone, this document of a department with its units" in unit["detail"]


def test_of_two_vintages_of_the_year_before_one_may_agree() -> None:
    text = OURS + PROSE + THEIRS + TABLE.replace("10.00", "9.00") + THEIRS + TABLE
    assert outcomes(text, "Y02") == ["exact"]
    assert outcomes(text, "Y07") == ["fail"]


def test_the_change_of_a_final_account_is_against_the_last_one() -> None:
    text = OURS + "phase,executed\n\n" + PROSE.replace("2023,budget", "2023,{}")
    theirs = THEIRS + "phase,executed\n\n" + TABLE
    assert outcomes(text.format("final") + theirs, "Y04") == ["exact"]
    assert outcomes(text.format("") + theirs, "Y04") == ["exact"]
    assert outcomes(text.format("budget") + theirs, "Y04") == ["not_applicable"]
    assert outcomes(text.format("budget") + theirs, "Y02") == ["insufficient"]


# units ------------------------------------------------------------------------------------------------

TWO = "prose,本部门下设预算单位2个，分别为：某市某局本级、某市某中心。\n\n"
UNIT = "\n\n-- entity={} scope=unit\npublic_expenditure,total\n合计,{}\n2010301,{}\n"
WHOLE = OURS + TWO + "public_expenditure,total\n合计,10.00\n2010301,10.00\n"


def test_all_units_together_are_the_department() -> None:
    own, centre = UNIT.format("某市某局", "7.00", "7.00"), UNIT.format("某市某中心", "3.00", "3.00")
    assert outcomes(WHOLE + own + centre, "Y05") == ["exact", "exact"]
    less = UNIT.format("某市某中心", "2.90", "2.90")
    found = checks(WHOLE + own + less, "Y05")
    assert found["outcome"].tolist() == ["fail", "fail"]
    assert found["calculated_fen"].tolist() == [9_900_000, 9_900_000]
    assert "2 given; 2 budget units are counted" in found["detail"].iloc[0]


def test_a_unit_is_at_most_its_department_where_others_are_missing() -> None:
    found = checks(WHOLE + UNIT.format("某市某中心", "3.00", "3.00"), "Y05")
    assert found["outcome"].tolist() == ["exact", "exact"]
    assert "7 万元 above" in found["detail"].iloc[0]
    assert "1 given; 2 budget units are counted" in found["detail"].iloc[0]
    assert outcomes(WHOLE + UNIT.format("某市某中心", "10.01", "3.00"), "Y05") == ["fail", "exact"]


def test_a_unit_can_be_held_against_its_department_from_its_own_side() -> None:
    unit = "about,entity=某市某中心,scope=unit\n\npublic_expenditure,total\n合计,{}\n"
    department = "\n\n-- entity=某市某局 scope=department\n" + TWO + "public_expenditure,total\n合计,10.00\n"
    assert outcomes(unit.format("3.00") + department, "Y05") == ["exact"]
    assert outcomes(unit.format("10.50") + department, "Y05") == ["fail"]
    assert "needs the document of the department" in checks(unit.format("3.00"), "Y05")["detail"].iloc[0]


def test_a_unit_that_is_not_named_is_not_compared() -> None:
    found = checks(WHOLE + UNIT.format("某市另一中心", "30.00", "30.00"), "Y05")
    assert found["outcome"].tolist() == ["insufficient"]
    assert "某市另一中心 is not named among its budget units" in found["detail"].iloc[0]


def test_a_name_that_begins_another_one_is_not_named() -> None:
    listed = units(ledger(OURS + TWO.replace("某市某中心", "某市某中心分部")))
    assert listed.name("某市某中心分部")
    assert not listed.name("某市某中心")


def test_a_row_that_only_a_unit_prints_is_not_decided() -> None:
    found = outcomes(WHOLE + UNIT.format("某市某中心", "3.00", "3.00").replace("2010301", "2010302"), "Y05")
    assert found == ["exact", "insufficient"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("fund", "superior"), ("fund", "subsidiary"), ("nature", "remitted"), ("nature", "subsidies")],
)
def test_money_that_units_pass_to_one_another_is_left_out(key: str, value: str) -> None:
    department = OURS + TWO + "dept_expenditure,total\n合计,10.00\n\npublic_expenditure,total\n合计,10.00\n"
    unit = "\n\n-- entity=某市某中心 scope=unit\ndept_expenditure,total\n合计,11.00\n\npublic_expenditure,total\n合计,3.00\n"
    assert outcomes(department + unit, "Y05") == ["exact", "fail"]
    passed = document("dept_summary,revenue\n上级补助收入,1.00\n")
    first, *others = documents(department + unit)
    passed.line_items[key] = value
    others[0].line_items = pd.concat([others[0].line_items, passed.line_items], ignore_index=True)
    assert reconcile(first, only=["Y05"], against=others).checks["outcome"].tolist() == ["exact"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本部门下设12个预算单位，分别为局本级、某所。", 12),
        ("下设二级预算单位14个，分别是：某市某站、某市某所。", None),  # its own level: counted or not
        ("某局的预算由本部以及下属5家预算单位组成。", 6),
        ("某局的预算由本部以及下属1家预算单位组成。,1.某局本部。,2.某中心，不单列预算。", 1),
        ("所属预算单位3家，为行政预算单位1家和事业预算单位2家。,其中预算单位2家在外地，均为本级以外。", None),
        ("机构设置：办公室、财务处。", None),
    ],
)
def test_how_many_units_a_department_counts(text: str, expected: int | None) -> None:
    assert units(ledger(OURS + "prose," + text)).expected == expected


# whose a document is ----------------------------------------------------------------------------------


def test_the_words_behind_a_name_say_whose_figures_are_meant() -> None:
    assert split("某市某局（本级）") == split("某市某局本级") == ("某市某局", "own")
    assert split("某市某局(机关)") == ("某市某局", "own")
    assert split("某市某局（汇总）") == ("某市某局", "whole")
    assert split("某市机关事务管理局") == ("某市机关事务管理局", "")
    assert identify(ledger("about,entity=某市某局（本级）,scope=department")).level == "own"


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("entity=某市某局", "entity=某市某局（本级）", True),
        ("entity=江苏省委办公厅", "entity=中国共产党江苏省委员会办公厅", True),
        ("entity=江苏省委办公厅", "entity=江苏省人民检察院", False),
        ("entity=某市某局", "entity=某市某某局", None),
        ("entity=财政局,region=某市", "entity=财政局,region=另市", None),
        ("entity=某市某局", "title=2024年部门预算", None),
    ],
)
def test_names_that_differ_are_one_body_only_by_the_table(one: str, two: str, verdict: bool | None) -> None:
    assert same(ledger(f"about,{one}"), ledger(f"about,{two}")).same is verdict


def test_a_verdict_names_both_bodies_or_its_source() -> None:
    renamed = same(ledger("about,entity=江苏省委办公厅"), ledger("about,entity=中共江苏省委办公厅"))
    assert "jiangsu-14" in renamed.words
    strange = same(ledger("about,entity=某市某局"), ledger("about,entity=某市某委"))
    assert "某市某局" in strange.words and "某市某委" in strange.words


def test_a_rename_is_known_from_its_year_on() -> None:
    new = "about,entity=广州市环境技术中心（广州市美丽城市建设中心）"
    assert identify(ledger(new, 2026)).body == "guangzhou-environment-centre"
    assert identify(ledger(new, 2024)).body == ""


def test_a_unit_of_the_department_is_no_other_year_of_it() -> None:
    unit = "\n\n-- entity=某市某中心 scope=unit\n" + TABLE
    assert outcomes(OURS + TWO + TABLE + unit, "Y06") == ["not_applicable"]
    assert outcomes(OURS + TABLE + unit, "Y06") == ["insufficient"]


# vintages ---------------------------------------------------------------------------------------------


def test_copies_are_one_vintage_and_other_figures_another() -> None:
    again = "\n\n-- entity=某市某局 scope=department\n"
    assert outcomes(OURS + TABLE + again + TABLE, "Y07") == ["exact"]
    found = checks(OURS + TABLE + again + TABLE.replace("合计,10.00", "合计,11.00"), "Y07").iloc[0]
    assert found["outcome"] == "fail"
    assert "3 figures alike, 1 places differ" in found["detail"]
    assert "public_expenditure / total / total 10 万元 and 11 万元" in found["detail"].replace(".00", "")


def test_parts_and_longer_copies_are_not_decided() -> None:
    again = "\n\n-- entity=某市某局 scope=department\n"
    assert outcomes(OURS + TABLE + again + PROSE, "Y07") == ["insufficient"]
    assert outcomes(OURS + TABLE + again + TABLE + "\n" + PROSE, "Y07") == ["insufficient"]


def test_other_years_stages_levels_and_bodies_are_no_vintages() -> None:
    assert outcomes(OURS + TABLE + THEIRS + TABLE, "Y07") == ["exact"]
    assert outcomes(OURS + TABLE + "\n\n-- entity=某市某局 scope=unit\n" + TABLE, "Y07") == ["exact"]
    other = "\n\n-- entity=某市某委 scope=department\n" + TABLE
    assert outcomes(OURS + TABLE + other, "Y07") == ["insufficient"]


# real documents ---------------------------------------------------------------------------------------


@cache
def read(name: str) -> SimpleNamespace:
    files = [SHARED / "corpus" / n.partition("-")[0] / f"{n}.pdf" for n in name.split("+")]
    if not all(f.exists() for f in files):
        pytest.skip(f"{files[0].name} lies in ../shared/corpus, which is not here")
    return bk.read(files)


def real(rule: str, name: str, *others: str) -> pd.DataFrame:
    return reconcile(read(name), only=[rule], against=[read(o) for o in others]).checks


def agreed(found: pd.DataFrame) -> set[int]:
    """The amounts, in fen, of which two documents say the same."""
    return set(found.loc[found["outcome"].isin(["exact", "rounding"]), "reported_fen"].dropna())


def failed(found: pd.DataFrame) -> list[tuple[int, int]]:
    rows = found[found["outcome"] == "fail"]
    return list(zip(rows["reported_fen"], rows["calculated_fen"], strict=True))


def test_the_jiangsu_congress_office_of_three_years_closes() -> None:
    found = real("Y02", "jiangsu-04", "jiangsu-01")  # 2018: levels and changes of pages 19 to 21
    # total 15897.44 - 2248.37, basic 7877.76 - 211.08, project 6333.96 - 480, reserve 1685.72 - 1557.29
    assert {13_649_070_000, 7_666_680_000, 5_853_960_000, 128_430_000} <= agreed(found)
    assert failed(found) == []
    assert (found["outcome"] == "exact").sum() >= 25
    later = real("Y02", "jiangsu-02+jiangsu-03", "jiangsu-04")  # 2019: 18330.37 - 2432.93
    assert 15_897_440_000 in agreed(later)
    assert failed(later) == []


def test_the_jiangsu_procuratorate_misstates_two_changes() -> None:
    found = real("Y02", "jiangsu-07", "jiangsu-05")
    # pages 25, 26 and 28: 21940.96 - 3958.98, where page 23 has 3959.28; page 28: 100, as the year before
    assert failed(found) == [(17_981_980_000, 17_981_680_000)] * 3 + [(100_000_000, 110_000_000)]
    assert 17_981_680_000 in agreed(found)


def test_the_wanli_streets_of_three_years_close() -> None:
    found = real("Y02", "putuo-01", "putuo-14")
    assert {16_497_860_000, 22_910_000} <= agreed(found)  # 15621.11 + 876.75, 47.91 - 25
    final = found[found["where"] == "2023 final account"]
    assert final["outcome"].tolist() == ["insufficient"]  # 比2023年预算执行数
    later = real("Y02", "putuo-02", "putuo-01")
    assert 15_621_110_000 in agreed(later)  # 18976.76 - 3355.65
    assert later["outcome"].isin(["exact", "rounding"]).all()


def test_a_body_under_three_names_is_compared_by_the_table() -> None:
    found = real("Y02", "jiangsu-13+jiangsu-14", "jiangsu-11", "jiangsu-12")
    assert (found["outcome"] == "exact").sum() >= 20
    assert failed(found) == []
    assert (
        real("Y06", "jiangsu-13+jiangsu-14", "jiangsu-11", "jiangsu-12")["outcome"].tolist() == ["exact"] * 2
    )


def test_the_commerce_commission_is_its_only_unit() -> None:
    found = real("Y05", "putuo-05", "putuo-06")
    assert 37_151_465_500 in agreed(found)
    assert (found["outcome"] == "exact").all()
    assert len(found) > 250


@pytest.mark.parametrize(("one", "two"), [("jiangsu-05", "jiangsu-06"), ("jiangsu-09", "jiangsu-10")])
def test_copies_of_one_publication_are_recognised(one: str, two: str) -> None:
    assert real("Y07", one, two)["outcome"].tolist() == ["exact"]


def test_two_vintages_of_one_final_account_are_told_apart() -> None:
    found = real("Y07", "putuo-07", "putuo-10").iloc[0]
    assert found["outcome"] == "fail"
    assert "2,961.68 万元 and 0.30 万元" in found["detail"]


def test_another_budget_department_is_not_taken_for_a_unit() -> None:
    found = real("Y05", "beijing-07", "beijing-09")  # it has 43958.16 of other revenue, the bureau 2428.74
    assert found["outcome"].tolist() == ["insufficient"]
