from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from budgetkit.cli import main
from tests.support import ROOT, inline

PDF = str(ROOT / "raw" / "banan-2024-budget.pdf")


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["check", *arguments]) == code
    return capsys.readouterr().out


def test_check_begins_with_the_verdict_and_ends_with_zero_when_nothing_contradicts_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, PDF)
    first, second = text.splitlines()[:2]
    assert first.startswith("No contradiction: all of ") and "checks of arithmetic agree" in first
    assert second.endswith("13 pages, 11 tables, 143 figures in tables, 54 in prose")
    assert "Contradictions" not in text


def test_check_shows_key_figures_as_printed_with_unit_and_page(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, PDF)
    assert "total expenditure: 1,137.10 万元 (" in text and "(page 8)" in text
    for name, amount in (("basic", "367.10"), ("project", "770.00"), ("personnel", "178.82")):
        assert f"  {name} expenditure: {amount} 万元 (" in text
    assert "operating expenditure: 188.28 万元" in text and "three public expenses: 0.20 万元" in text


def test_a_key_figure_that_is_missing_is_not_printed_and_not_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    d = inline.document(tmp_path, inline.table("部门支出总表", "科目编码|科目名称|总计\n201|某项|9.00"))
    text = said(capsys, str(d.parts[0].path), code=2)
    assert "three public expenses: not printed" in text and "personnel expenditure: not printed" in text
    assert "total expenditure: no total found" in text


def test_unusual_findings_come_before_usual_ones_which_are_counted_and_all_shows_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, PDF)
    assert text.index("[P04]") < text.index("[D14]") < text.index("[W19]")
    assert "1 of 17 rows have no amount: 2101199; page 5" in text
    assert "findings that many disclosures share: 3 (D16 2, I13 1)" in text
    assert "for information: 3 (X23 1, N12 1, D15 1)" in text and "[D16]" not in text and "[X23]" not in text
    everything = said(capsys, PDF, "--all")
    assert "[D16]" in everything and "[I13]" in everything and "[X23]" in everything
    assert "many disclosures share" not in everything


@pytest.mark.parametrize(("before", "agree", "differ"), [("10.00", 1, 0), ("10.50", 0, 1)])
def test_check_against_another_year_says_how_much_was_compared_and_shows_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, agree: int, differ: int
) -> None:
    said_of = "## 二、部门预算情况说明\n\n一般公共预算支出12.00万元，比2023年预算数增加2.00万元。"
    rows = "科目编码|科目名称|总计\n|合计|{}\n201|一般公共服务支出|{}"
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder, cover, amount, prose in (
        (ours, inline.COVER, "12.00", said_of), (theirs, inline.COVER.replace("2024", "2023"), before, ""),
    ):  # fmt: skip
        folder.mkdir()
        table = inline.table("一般公共预算财政拨款支出预算表", rows.format(amount, amount))
        inline.document(folder, prose, table, cover=cover).parts[0].path.rename(folder / f"{folder.name}.md")
    files = [str(ours / "ours.md"), "--against", str(theirs / "theirs.md")]
    text = said(capsys, *files)
    assert f"compared with theirs: {agree} figures agree, {differ} differ (0 have no counterpart" in text
    assert ("[Y02]" in text) == ("how often others do is not known" in text) == bool(differ)
    assert f"与 theirs 比较：{agree} 项一致，{differ} 项不同" in said(capsys, *files, "--lang", "zh")
    assert "compared with" not in said(capsys, files[0])


def test_check_ends_with_one_and_shows_pages_both_sides_id_and_culprit_of_a_contradiction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "科目编码|科目名称|总计|基本支出|项目支出\n201|一般公共服务支出|9.00|2.00|3.00"
    d = inline.document(tmp_path, inline.table("部门支出总表", rows))
    file, name = str(d.parts[0].path), d.document.document_id
    text = said(capsys, file, code=1)
    assert text.startswith("CONTRADICTIONS: 1 (1 of 1 checks of arithmetic do not agree; ")
    place = "Department expenditure, 201 一般公共服务支出, total “总计” (page 1)"
    assert f"\n  1. {place}: 9.00 万元 reported, 5 万元 calculated, 4 万元 apart; the other figures" in text
    assert f"\n    {place}\n" in text
    assert "9.00 万元 reported, 5 万元 calculated, 4 万元 apart" in text
    assert f"check: {name}:W01:dept_expenditure/201/total" in text
    assert f"{place} [{name}:p1t1r1c2]" in text
    assert "9.00 万元 printed, 5 万元 required" in text
    chinese = said(capsys, file, "--lang", "zh", code=1)
    assert chinese.startswith("发现 1 处矛盾（涉及 1 项核对）：必须成立的核对共 1 项")
    assert "所列 9.00 万元，计算 5 万元，相差 4 万元" in chinese
    assert (
        f"部门支出总表 201 一般公共服务支出 总计（第1页） [{name}:p1t1r1c2]：印为 9.00 万元，应为 5 万元"
        in chinese
    )


def test_a_document_without_figures_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.md").write_text("# 某局2024年部门预算\n\n本页为图表。\n", encoding="utf-8")
    assert "No figure was found" in said(capsys, str(tmp_path / "empty.md"), code=2).splitlines()[0]
    chinese = said(capsys, str(tmp_path / "empty.md"), "--lang", "zh", code=2)
    assert "不能视为通过" in chinese.splitlines()[0]
    assert said(capsys, PDF, str(tmp_path / "empty.md"), code=2).startswith("No contradiction")


def test_figures_that_cannot_be_held_against_each_other_are_no_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    d = inline.document(tmp_path, inline.table("部门支出总表", "科目编码|科目名称|总计\n201|某项|9.00"))
    text = said(capsys, str(d.parts[0].path), code=2)
    assert text.startswith("No figures could be held against each other")


def test_files_that_are_one_disclosure_are_checked_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "科目编码|科目名称|总计|基本支出|项目支出\n201|一般公共服务支出|{}|2.00|3.00\n合计||{}|2.00|3.00"
    head = "# 某局2024年部门预算\n\n"
    for name, title, total in (("a", "部门支出总表", "5.00"), ("b", "一般公共预算支出表", "9.00")):
        table = inline.table(title, rows.format(total, total)).replace("|", "\t")
        (tmp_path / f"{name}.md").write_text(head + table, encoding="utf-8")
    files = [str(tmp_path / "a.md"), str(tmp_path / "b.md")]
    apart = said(capsys, *files, code=1)
    assert apart.count("Key figures") == 2 and "X07" not in apart
    together = said(capsys, *files, "--together", code=1)
    assert together.count("Key figures") == 1 and "[X07]" in together and "page 1 of file 2" in together


def test_check_ends_with_two_when_a_file_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.pdf").write_bytes(b"")
    assert main(["check", str(tmp_path / "x.pdf")]) == 2
    assert "x.pdf: is empty" in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_error_of_the_program(tmp_path: Path) -> None:
    d = inline.document(tmp_path, inline.table("部门支出总表", "科目编码|科目名称|总计\n201|某项|9.00"))
    command = [sys.executable, "-m", "budgetkit", "check", str(d.parts[0].path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.close()  # as `| head` does when it has seen enough
        said = run.stderr.read()
    assert (said, run.returncode) == ("", 141)


def test_check_as_json_lists_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", PDF, "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    rows = document["checks"]
    assert document["document"]["entity"] == "重庆市巴南区政务服务管理办公室"
    assert (document["failures"], document["suspects"], document["unread"]) == (0, [], [])
    assert document["consistency"]["holds"] is True
    committed = (
        (ROOT / "processed" / "checks.csv").read_text(encoding="utf-8").count("banan-2024-budget:W08:")
    )
    assert sum(row["rule_id"] == "W08" for row in rows) == committed
    assert {"check_id", "reported_fen", "calculated_fen", "tolerance_fen", "outcome", "line_ids"} <= rows[
        0
    ].keys()


def test_trace_writes_a_picture_of_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "fee.png"
    assert main(["trace", PDF, "banan-2024-budget:p6t1r19c4", "-o", str(out)]) == 0
    assert "page 6, 劳务费, printed 155.04" in capsys.readouterr().out
    assert Image.open(out).width > 500


def test_trace_of_an_unknown_id_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", PDF, "nonsense", "-o", str(tmp_path / "x.png")]) == 2
    assert "no figure 'nonsense'" in capsys.readouterr().err
    assert not (tmp_path / "x.png").exists()


def test_build_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(ROOT / "raw"), "--out", str(tmp_path / "processed")]) == 0
    captured = capsys.readouterr()
    assert "line_items.csv: 143 rows" in captured.out and "1/1 banan-2024-budget" in captured.err


def test_python_dash_m_runs_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "budgetkit", "check", "nowhere.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "nowhere.pdf: no such file" in done.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_an_engine_that_does_not_exist_is_refused_with_those_that_do(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([command, "x.pdf", "--engine", "ocr"])
    assert "'rulings', 'camelot', 'scan', 'both'" in capsys.readouterr().err
