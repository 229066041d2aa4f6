"""Where the error is: the wrong figure is named, with what should stand there; ties and doubts are said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import scipy.optimize

from budgetkit.diagnosis import mip
from budgetkit.diagnosis.equations import Equation, Side, System
from budgetkit.diagnosis.localise import localise
from budgetkit.diagnosis.slips import find_slip
from budgetkit.diagnosis.suspects import suspect
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.reconciliation.result import Reconciliation
from budgetkit.records import Figure
from tests.support.worked import document

TABLES = """
dept_expenditure,total,basic,project
合计,20.00,9.00,11.00
201,15.00,8.00,7.00
20103,15.00,8.00,7.00
2010301,8.00,8.00,
2010302,4.00,,4.00
2010303,3.00,,3.00
208,5.00,1.00,4.00
20805,5.00,1.00,4.00
2080505,1.00,1.00,
2080599,4.00,,4.00

public_expenditure,total,basic,project
合计,20.00,9.00,11.00
201,15.00,8.00,7.00
20103,15.00,8.00,7.00
2010301,8.00,8.00,
2010302,4.00,,4.00
2010303,3.00,,3.00
208,5.00,1.00,4.00
20805,5.00,1.00,4.00
2080505,1.00,1.00,
2080599,4.00,,4.00

basic_expenditure,basic,personnel,operating
合计,9.00,7.70,1.30
301,7.70,7.70,
30101,6.70,6.70,
30108,1.00,1.00,
302,1.30,,1.30
30201,0.38,,0.38
30226,0.92,,0.92
"""


def found(text: str) -> pd.DataFrame:
    return reconcile(document(text)).suspects


def changed(old: str, new: str, text: str = TABLES) -> pd.DataFrame:
    """What is suspected after one line, the first that reads so, is changed."""
    assert text.count(f"\n{old}\n")
    return found(text.replace(f"\n{old}\n", f"\n{new}\n", 1))


def best(rows: pd.DataFrame) -> list[tuple[str, int, str]]:
    rows = rows[rows["rank"] == 1]
    return list(zip(rows["line_id"], rows["required_fen"], rows["slip"], strict=True))


def test_a_document_that_agrees_with_itself_has_no_suspects() -> None:
    r = reconcile(document(TABLES))
    assert r.failures.empty
    assert r.suspects.empty


@pytest.mark.parametrize(
    ("old", "new", "line", "fen", "slip"),
    [
        ("2010303,3.00,,3.00", "2010303,3.00,,8.00", "d:p1r5c3", 3_000_000, "one_digit"),
        ("301,7.70,7.70,", "301,7.70,7.07,", "d:p3r1c2", 7_700_000, "digits_swapped"),
        ("30101,6.70,6.70,", "30101,-6.70,6.70,", "d:p3r2c1", 6_700_000, "sign"),
        ("30101,6.70,6.70,", "30101,67.00,6.70,", "d:p3r2c1", 6_700_000, "factor_10"),
        ("30101,6.70,6.70,", "30101,67000.00,6.70,", "d:p3r2c1", 6_700_000, "factor_10000"),
        ("30226,0.92,,0.92", "30226,0.92,,0.38", "d:p3r6c3", 920_000, "neighbour"),
    ],
)
def test_the_wrong_figure_is_named_with_the_amount_and_the_slip(
    old: str, new: str, line: str, fen: int, slip: str
) -> None:
    rows = changed(old, new)
    assert best(rows) == [(line, fen, slip)]
    assert rows["minimal"].all()


def test_an_amount_in_the_wrong_column_is_named_with_the_place_where_it_belongs() -> None:
    rows = changed("2010303,3.00,,3.00", "2010303,3.00,3.00,")
    assert sorted(best(rows)) == [("d:p1r5c2", 0, "shifted"), ("d:p1r5c3", 3_000_000, "shifted")]


def test_two_swapped_columns_are_one_event() -> None:
    lines = TABLES.split("\n")
    start = lines.index("dept_expenditure,total,basic,project") + 1
    for n in range(start, start + 10):
        label, total, basic, project = lines[n].split(",")
        lines[n] = f"{label},{basic},{total},{project}"
    rows = found("\n".join(lines))
    assert set(rows.loc[rows["rank"] == 1, "slip"]) == {"columns_swapped"}


def test_a_row_that_is_not_printed_is_no_error_of_a_figure_but_a_finding_with_what_is_missing() -> None:
    r = reconcile(document(TABLES.replace("2010302,4.00,,4.00\n", "", 1)))
    assert not len(r.suspects)
    assert not len(r.failures)
    row = r.findings.set_index("rule_id").loc["D18"]
    assert (row["where"], row["difference_fen"]) == ("dept_expenditure / 20103 / total", 4_000_000)


def test_two_wrong_figures_of_one_sum_are_found_together() -> None:
    text = TABLES.replace("30101,6.70,6.70,", "30101,6.70,6.90,").replace(
        "30108,1.00,1.00,", "30108,1.00,1.50,"
    )
    rows = found(text)
    assert {row[0] for row in best(rows)} == {"d:p3r2c2", "d:p3r3c2"}
    assert {row[1] for row in best(rows)} == {6_700_000, 1_000_000}


def test_independent_errors_are_apart() -> None:
    text = TABLES.replace("30226,0.92,,0.92", "30226,0.92,,0.98")
    text = text.replace("2010303,3.00,,3.00", "2010303,3.00,,8.00", 1)
    rows = found(text)
    assert rows.groupby("error")["line_id"].agg(list).tolist() == [["d:p1r5c3"], ["d:p3r6c3"]]


def test_figures_that_only_one_sum_speaks_of_are_alternatives() -> None:
    text = "three_public,three_public,overseas,reception\n公务接待费,5.37,1.21,2.16"
    rows = found(text)
    assert set(rows["line_id"]) == {"d:p1r0c1", "d:p1r0c2", "d:p1r0c3"}
    assert rows.groupby("explanation").size().eq(1).all()


def test_of_alternatives_none_is_decided_and_all_are_listed() -> None:
    rows = found("three_public,three_public,overseas,reception\n公务接待费,5.37,1.21,2.16")
    assert rows["rank"].eq(1).all() and not rows["decided"].any()
    assert changed("30226,0.92,,0.92", "30226,0.92,,0.98")["decided"].tolist() == [True]
    parts = "\n".join(f"{code},1.11" for code in (30101, 30102, 30103, 30106, 30107, 30199))
    rows = found(f"basic_expenditure,basic\n合计,6.90\n301,6.90\n{parts}")
    assert len(rows) == 6 and rows["explanation"].is_unique and not rows["decided"].any()
    assert set(rows["required_fen"]) == {1_350_000}


def test_as_many_figures_as_checks_are_no_accusation() -> None:
    text = SHARES.format(whole="1682.76").replace("71.80,71.80%", "8.75,8.75%")
    rows = found(text.replace("28.20,28.20%", "7.22,7.22%"))
    assert rows["line_id"].nunique() == 2 and not rows["decided"].any()


def equations(values: dict[str, int], *sums: str) -> System:
    """A system of sums (``a = b + c``) of figures with these amounts."""
    figures = {name: Figure(id=name, form=name, fen=fen, step=1) for name, fen in values.items()}
    pairs = []
    for text in sums:
        head, parts = text.split(" = ")[0], text.split(" = ")[1].split(" + ")
        weights = ((head, 1.0), *((part, -1.0) for part in parts))
        held = values[head] == sum(values[part] for part in parts)
        side = Side(weights, 0, 0)
        pairs.append(
            (Equation(text, text, "formula", True, held, (side,)), {k: figures[k] for k, _ in weights})
        )
    return System(pairs)


def test_what_one_mend_explains_is_one_error_and_what_it_decides_is_open_in_no_other() -> None:
    values = {"total": 13, "class": 8, "other": 5, "basic": 5, "project": 3, "personnel": 4, "operating": 2}
    values |= {"prose": 14, "summary": 14, "said": 9}
    sums = ["prose = total", "summary = total", "prose = summary", "total = class + other", "said = class"]
    sums += ["class = basic + project", "basic = personnel + operating"]
    found, unexplained = localise(equations(values, *sums))
    assert not unexplained and len(found) == 1
    assert {s.figure.id: s.fen for s in found[0].suspects} == {"total": 14, "class": 9, "basic": 6}
    assert found[0].decided and "basic = personnel + operating" in found[0].checks


def test_a_sum_that_equals_its_only_part_is_no_misprint_of_it() -> None:
    rows = "合计,18.00\n201,10.00\n208,8.00\n20805,8.00\n2080505,4.00\n2080599,4.00"
    system = reconcile(document(f"public_expenditure,total\n{rows}")).system
    slips = [suspect(system, f"d:p1r{row}c1", 7_350_000, 7_350_000).slip for row in (2, 3, 4, 5)]
    assert slips == ["", "", "neighbour", "neighbour"]


def test_rows_that_agree_in_another_column_are_no_misprint_of_each_other() -> None:
    rows = found("public_expenditure,total,basic,project\n甲项,9.87,5.00,4.00\n乙项,9.87,5.00,4.00")
    assert len(rows) == 6 and "neighbour" not in set(rows["slip"])
    rows = found("public_expenditure,total,basic,project\n甲项,9.87,3.87,6.00\n乙项,9.87,5.00,4.00")
    assert "neighbour" in set(rows["slip"])


def test_an_amount_that_should_not_be_there_is_required_to_be_nothing() -> None:
    rows = found("basic_expenditure,basic\n合计,8.99\n301,8.99\n30101,6.00\n30102,3.00\n30199,9.74")
    assert rows.set_index("line_id").at["d:p1r4c1", "required_fen"] == 0  # and not -0.01


def test_a_blank_place_can_be_what_is_wrong() -> None:
    rows = changed("2080599,4.00,,4.00", "2080599,4.00,,")
    assert best(rows)[0][:2] == ("d:p1r9c3", 4_000_000)


def test_what_cannot_be_explained_in_time_is_listed_with_its_checks() -> None:
    text = TABLES.replace("30101,6.70,6.70,", "30101,6.70,6.90,").replace(
        "30108,1.00,1.00,", "30108,1.00,1.50,"
    )
    rows = reconcile(document(text)).localise(seconds=0)
    assert (rows["line_id"] == "").any()
    assert rows.loc[rows["line_id"] == "", "check_ids"].str.contains("d:W").all()


def test_a_search_is_cut_short_by_its_steps_and_by_a_clock_only_where_one_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[dict[str, float]] = []
    solve = scipy.optimize.milp

    def spy(*args: Any, options: dict[str, float], **kwargs: Any) -> Any:
        given.append(dict(options))  # scipy renames the limits in place
        return solve(*args, options=options, **kwargs)

    monkeypatch.setattr(scipy.optimize, "milp", spy)
    text = TABLES.replace("30101,6.70,6.70,", "30101,6.70,6.90,").replace(
        "30108,1.00,1.00,", "30108,1.00,1.50,"
    )
    r = reconcile(document(text))
    few = r.localise()
    assert {options["node_limit"] for options in given} == {1000}
    assert not any("time_limit" in options for options in given)
    given.clear()
    r.localise(seconds=60)
    assert given and all(0 < options["time_limit"] <= 60 for options in given)
    given.clear()
    monkeypatch.setattr(mip, "EASY", 3)  # as if that were many figures
    one = r.localise()
    assert [options["node_limit"] for options in given] == [1]
    assert set(one["line_id"]) <= set(few["line_id"])


def test_a_search_over_too_many_figures_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mip, "WIDEST", 3)
    text = TABLES.replace("30101,6.70,6.70,", "30101,6.70,6.90,").replace(
        "30108,1.00,1.00,", "30108,1.00,1.50,"
    )
    assert (found(text)["line_id"] == "").any()


def test_a_rule_of_practice_breaks_ties_and_nothing_more() -> None:
    """30108 mirrors 2080505: of the lines of 301 that only their sum speaks of, it is not the wrong one."""
    text = (
        "public_expenditure,total,basic\n合计,12.00,12.00\n2010301,9.00,9.00\n2080505,3.00,3.00\n\n"
        "basic_expenditure,basic\n合计,12.00\n301,12.00\n30101,5.46\n30108,3.00\n30109,3.21"
    )
    rows = found(text)
    assert {line for line, _, slip in best(rows) if slip != "row_lost"} == {"d:p2r2c1", "d:p2r4c1"}
    assert rows.set_index("line_id").loc["d:p2r3c1", "rank"] == 2


def test_suspects_keep_to_the_data_dictionary() -> None:
    rows = changed("30101,6.70,6.70,", "30101,67.00,6.70,")
    assert rows["suspect_id"].is_unique
    row = rows.iloc[0]
    assert (row["printed_fen"], row["low_fen"], row["high_fen"]) == (67_000_000, 6_700_000, 6_700_000)
    assert row["check_ids"].split() == [
        "d:W03:basic_expenditure/30101/basic",
        "d:W09:basic_expenditure/301/basic",
    ]


def test_a_reconciliation_of_nothing_has_nothing_to_localise() -> None:
    assert localise(Reconciliation(SimpleNamespace()).system) == ([], [])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low", "high"), [(float("-inf"), float("inf")), (5, float("inf")), (float("-inf"), 5)]
)
@pytest.mark.parametrize("printed", [0, 100])
def test_a_range_without_an_end_leads_to_no_amount_of_a_neighbour(low, high, printed):
    found = find_slip(printed, 1, low, high, [printed])
    assert found is None or (found.name != "neighbour" and low <= found.fen <= high)


SHARES = """
dept_summary,revenue,expenditure
合计,1682.76,1682.76

stated,section,sentence_id,concept,direction,fund,nature,role,amount,value,printed
stated,a,s1,expenditure_budget,expenditure,total,total,level,{whole},,{whole}
stated,a,s2,basic_expenditure,expenditure,total,basic,level,1208.20,,1208.20
stated,a,s2,basic_expenditure,expenditure,total,basic,share,,71.80,71.80%
stated,a,s2,project_expenditure,expenditure,total,project,level,474.56,,474.56
stated,a,s2,project_expenditure,expenditure,total,project,share,,28.20,28.20%
"""


def test_shares_of_a_whole_in_the_wrong_unit_are_right_once_the_whole_is_mended_and_not_named() -> None:
    assert reconcile(document(SHARES.format(whole="1682.76"))).failures.empty
    r = reconcile(document(SHARES.format(whole="0.168276")))
    assert sorted(r.failures["rule_id"].unique()) == ["I01", "I06", "N01", "N13"]
    rows = r.suspects
    assert [(row.required_fen, row.slip) for row in rows.itertuples()] == [(1_682_760_000, "factor_10000")]
    assert rows.at[0, "line_id"] == "d:s1"
    assert set(rows.at[0, "check_ids"].split()) == set(r.failures["check_id"])


def test_a_wrong_share_is_named_and_not_its_whole() -> None:
    rows = found(SHARES.format(whole="1682.76").replace("71.80,71.80%", "78.10,78.10%"))
    assert rows["detail"].tolist() == ["78.10% printed, 71.8 % required"]
