"""A full disk and odd names: what cannot be written is said, nothing is torn, and every name is written."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.cli import main
from tests.support import ROOT
from tests.support.typeset import Document, Table

NAMES = ["有 空格 表", "a\nb", "a'b\"c&<d>", "100%#1;x", "é" * 60]
FULL = Path("/dev/full")


def disclosure(folder: Path, name: str = "a") -> Path:
    """Write a document with a figure in a table."""
    rows = [["科目编码", "科目名称", "总计"], ["", "合计", "9.00"], ["201", "一般公共服务支出", "9.00"]]
    page = Document(folder / f"{name}.pdf").heading("某市某局2024年部门预算").heading("部门支出总表")
    page.paragraph("单位：万元").table(Table(rows, header_rows=1)).save()
    return folder / f"{name}.pdf"


def small_files() -> None:
    """Let this process write no file over 500 bytes, as if the disk were full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))


def run(*arguments: str | Path, full: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "budgetkit", *map(str, arguments)]
    limit = small_files if full else None
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_checked_reported_traced_and_built(tmp_path, name, capsys):
    (tmp_path / name).mkdir()
    path = disclosure(tmp_path / name, name)
    figure = f"{name}:p1t1r2c2"
    assert figure in set(bk.read(path).line_items["line_id"])
    given = str(path)
    assert main(["check", given]) == 0
    assert main(["report", given, "-o", str(tmp_path / f"{name}.html")]) == 0
    assert main(["trace", given, figure, "-o", str(tmp_path / f"{name}.png")]) == 0
    assert main(["build", str(path.parent), "--out", str(tmp_path / f"{name} out"), "--workers", "1"]) == 0
    assert bk.load("line_items", tmp_path / f"{name} out")["file"].unique().tolist() == [path.name]
    assert sorted(p.suffix for p in tmp_path.iterdir() if p.is_file()) == [".html", ".png"]
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("make", ["to_csv", "to_excel", "to_package"])
def test_what_does_not_fit_on_the_disk_is_said_and_nothing_is_torn(tmp_path, make):
    path = disclosure(tmp_path)
    out = tmp_path / "out.xlsx"
    code = f"import budgetkit as bk; bk.read({str(path)!r}).{make}({str(out)!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, preexec_fn=small_files
    )
    assert (
        done.stderr.strip()
        .split("\n")[-1]
        .startswith(f"budgetkit.errors.SourceError: {out}: cannot be written (")
    )
    assert make == "to_excel" or sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf"]


def test_a_report_that_does_not_fit_leaves_the_older_one_whole(tmp_path):
    path, out = disclosure(tmp_path), tmp_path / "report.html"
    out.write_text("older", encoding="utf-8")
    done = run("report", path, "-o", out)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(
        f"budgetkit: {out}: cannot be written (File too large); close it, make room"
    )
    assert out.read_text(encoding="utf-8") == "older"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf", "report.html"]


def test_a_crop_that_does_not_fit_is_said(tmp_path):
    path, out = disclosure(tmp_path), tmp_path / "crop.png"
    done = run("trace", path, "a:p1t1r2c2", "-o", out)
    assert (done.returncode, done.stderr.count("\n"), out.exists()) == (2, 1, False)
    assert done.stderr.startswith(f"budgetkit: {out}: cannot be written")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize(("lang", "words"), [("en", "cannot be read or written"), ("zh", "无法读取或写入")])
def test_a_full_standard_output_is_said_in_a_line(tmp_path, lang, words):
    path = disclosure(tmp_path)
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "budgetkit", "check", str(path), "--lang", lang],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("budgetkit: standard output") and words in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_said(tmp_path):
    path = disclosure(tmp_path)
    tmp_path.chmod(0o500)
    with pytest.raises(bk.SourceError, match="cannot be written"):
        bk.read(path).to_csv(tmp_path / "out")
