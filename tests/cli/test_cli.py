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


def test_check_ends_with_zero_when_no_figures_contradict_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", PDF]) == 0
    said = capsys.readouterr().out
    assert "143 figures" in said and "contradictions: none" in said and "unread: none" in said
    assert "W19 public_expenditure / 2101199" in said


def test_check_ends_with_one_and_shows_both_sides_of_a_contradiction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "科目编码|科目名称|总计|基本支出|项目支出\n201|一般公共服务支出|9.00|2.00|3.00"
    d = inline.document(tmp_path, inline.table("部门支出总表", rows))
    assert main(["check", str(d.parts[0].path)]) == 1
    said = capsys.readouterr().out
    assert "W01 dept_expenditure / 201 / total: 9.00 reported, 5.00 calculated" in said
    assert "likely errors: 1" in said
    assert "Department expenditure, 201 一般公共服务支出, total (page 1)" in said
    assert "9.00 printed, 5.00 万元 required" in said


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
    assert "'rulings', 'camelot', 'both'" in capsys.readouterr().err
