"""A document that crashes, hangs, eats memory or is no document is a row, and the others are as without it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import budgetkit as bk
from budgetkit.cli import main
from budgetkit.outputs.batch import guard
from budgetkit.outputs.batch.guard import Guard
from budgetkit.outputs.batch.job import Job
from budgetkit.outputs.batch.version import version
from tests.outputs.batch import killers
from tests.support import ROOT

pytestmark = pytest.mark.long

PATIENCE = 120
"""Seconds after which something that should have happened has not."""

HEAD = "科目编码\t科目名称\t总计\t基本支出\t项目支出\n201\t一般公共服务支出\t{0}\t{0}\t\n"
DOCUMENT = "# 某市{1}局2024年部门预算\n\n## 2024年部门支出总表\n\n单位：万元\n\n" + HEAD


def folder(path: Path, **firsts: str) -> Path:
    """Documents a, b, … of which each may begin with a line for the killer, or be something else."""
    path.mkdir(parents=True)
    for n, (name, first) in enumerate(firsts.items(), 1):
        (path / f"{name}.md").write_text(
            f"{first}\n" + DOCUMENT.format(f"{n}.00", "甲乙丙丁戊己庚"[n]), "utf-8"
        )
    return path


def content(path: Path, *without: str) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in path.iterdir() if p.is_file() and p.stem not in without}


@pytest.fixture(autouse=True)
def killer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "COMMAND", killers.COMMAND)


@pytest.mark.parametrize(
    ("first", "kind", "what"),
    [
        ("KILL crash", "crash", "x.md: the process that read it ended with SIGSEGV"),
        ("KILL leave", "crash", "x.md: the process that read it ended with status 7"),
        ("KILL memory", "memory", "x.md: reading it takes more than 400 MB"),
        (
            "KILL error",
            "other",
            "x.md: reading it ended in an error of budgetkit, please report it: IndexError",
        ),
        ("KILL change", "changed", "x.md: changed while it was read"),
    ],
)
def test_a_document_that_ends_its_process_is_a_row_and_the_others_are_as_without_it(
    tmp_path: Path, first: str, kind: str, what: str
) -> None:
    bk.build(folder(tmp_path / "without", a="", b=""), tmp_path / "expected" / "processed", workers=1)
    raw = folder(tmp_path / "raw", a="", b="", x=first)
    tables = bk.build(raw, tmp_path / "out" / "processed", workers=1, memory=400)
    [row] = tables["failures"].to_dict("records")
    assert (row["document_id"], row["files"], row["kind"]) == ("x", "x.md", kind)
    assert what in row["what"] and row["command"] == f"budgetkit check {raw / 'x.md'}"
    assert row["what_zh"].startswith(f"{raw / 'x.md'}：")
    both = ("failures", "datapackage")
    assert content(tmp_path / "out" / "processed", *both) == content(
        tmp_path / "expected" / "processed", *both
    )
    assert tables["line_items"]["amount_fen"].tolist() == [1_000_000] * 2 + [2_000_000] * 2


def test_a_document_that_hangs_is_stopped_after_its_time(tmp_path: Path) -> None:
    raw = folder(tmp_path / "raw", a="", b="")
    bk.build(raw, tmp_path / "processed")  # so that a busy machine has to read none of them in a second
    (raw / "x.md").write_text("KILL hang", encoding="utf-8")
    tables = bk.build(raw, tmp_path / "processed", seconds=1)
    assert tables["failures"]["kind"].tolist() == ["time"]
    assert "not read within 1 seconds" in tables["failures"]["what"][0]
    assert tables["documents"]["document_id"].tolist() == ["a", "b"]


def test_what_failed_for_good_is_not_tried_again_and_what_may_not_be_is(tmp_path: Path) -> None:
    raw = folder(tmp_path / "raw", a="", x="KILL crash", y="KILL change")
    assert bk.build(raw, tmp_path / "processed")["failures"]["kind"].tolist() == ["crash", "changed"]
    notes = [json.loads(p.read_text()) for p in (tmp_path / ".cache").rglob("*.json")]
    assert [note["document_id"] for note in notes] == ["x"]
    (raw / "y.md").write_text((raw / "a.md").read_text(encoding="utf-8"), encoding="utf-8")
    before = {
        p: p.stat().st_mtime_ns for p in (tmp_path / ".cache").rglob("*.*") if p.suffix in (".zip", ".json")
    }
    tables = bk.build(raw, tmp_path / "processed")
    assert tables["failures"]["document_id"].tolist() == ["x"] and len(tables["documents"]) == 2
    assert before == {p: p.stat().st_mtime_ns for p in before}


def test_files_that_are_no_documents_are_rows_each_with_what_helps(tmp_path: Path) -> None:
    raw = folder(tmp_path / "raw", a="", b="")
    files = {
        "empty.pdf": b"",
        "cut.pdf": b"%PDF-1.4 nothing",
        "page.pdf": b"<html><body>404</body></html>",
        "packed.rar": b"Rar!\x1a\x07\x00",
        "unknown.ceb": bytes(range(256)) * 9,
    }
    for name, data in files.items():
        (raw / name).write_bytes(data)
    for name in ("README.txt", "notes.txt", ".hidden.pdf"):  # say something of the documents, and are none
        (raw / name).write_text("某年收集", encoding="utf-8")
    rows = bk.build(raw, tmp_path / "processed")["failures"].set_index("document_id")
    assert rows.index.tolist() == ["cut", "empty", "packed.rar", "page", "unknown.ceb"]
    assert set(rows["kind"]) == {"unreadable"}
    for name, word in (("packed.rar", "unpack it"), ("empty", "is empty"), ("page", "a web page")):
        assert word in rows.at[name, "what"]


def test_a_name_may_hold_anything_and_one_that_is_no_utf_8_is_said(tmp_path: Path) -> None:
    raw = folder(tmp_path / "raw", a="")
    text = (raw / "a.md").read_bytes().replace("某市乙局".encode(), "某市辛局".encode())
    for name in ("一 二\n三'\"$(x).md".encode(), "四五".encode("gb18030") + b".md"):
        with open(os.path.join(os.fsencode(raw), name), "wb") as file:
            file.write(text)
    tables = bk.build(raw, tmp_path / "processed")
    assert tables["documents"]["document_id"].tolist() == ["a", "一 二\n三'\"$(x)"]
    [row] = tables["failures"].to_dict("records")
    assert row["kind"] == "unreadable" and "its name is not written in UTF-8" in row["what"]
    assert row["document_id"] == "????"


def test_the_command_ends_with_three_and_says_what_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = folder(tmp_path / "raw", a="", x="KILL crash")
    out = tmp_path / "processed"
    assert main(["build", str(raw), "--out", str(out)]) == 3
    said = capsys.readouterr()
    assert "2/2" in said.err and "1 failed" in said.err and "x: crash: " in said.err
    assert "failures.csv: 1 rows" in said.out and bk.load("failures", out)["kind"].tolist() == ["crash"]
    frictionless = pytest.importorskip("frictionless")
    assert frictionless.validate(out / "datapackage.json").valid


def test_where_nothing_can_be_read_it_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    raw = folder(tmp_path / "raw", x="KILL crash", y="KILL error")
    with pytest.raises(bk.SourceError, match=r"2 of 2 documents cannot be read:(.|\n)*SIGSEGV"):
        bk.build(raw, tmp_path / "processed")
    assert sorted(p.name for p in tmp_path.iterdir()) == [".cache", "raw"]


# whoever asks is gone ----------------------------------------------------------------------------------


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A folder with a document that waits for ever, once, and the pipe on which it says who reads it."""
    raw = folder(tmp_path / "raw", a="", b="KILL hold", c="")
    (tmp_path / "once").touch()
    os.mkfifo(tmp_path / "pipe")
    yield raw, tmp_path / "pipe"


def start(raw: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [*killers.COMMAND, "build", str(raw), "--out", str(out), "--workers", "2"]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


def gone(*handles: Any) -> bool:
    """Say whether processes, and whatever had a pipe open, have ended."""
    waited = list(handles)
    while waited:
        ready, _, _ = select.select(waited, [], [], PATIENCE)
        if not ready:
            return False
        waited = [handle for handle in waited if handle not in ready]
    return True


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc who reads")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_driver_that_is_stopped_leaves_no_process_and_the_next_build_ends_with_the_same_bytes(
    tmp_path: Path, held: tuple[Path, Path], how: signal.Signals
) -> None:
    raw, pipe = held
    out = tmp_path / "work" / "processed"
    out.parent.mkdir()
    driver = start(raw, out)
    with pipe.open() as said:
        server, asked_by = map(int, said.readline().split())
        assert asked_by == driver.pid
        process = os.pidfd_open(server)
        driver.send_signal(how)
        _, words = driver.communicate(timeout=PATIENCE)
        assert driver.returncode == (-9 if how == signal.SIGKILL else 130), words
        assert gone(process, said) and said.read() == ""
    os.close(process)
    assert [p.name for p in out.parent.iterdir()] == [".cache"]
    bk.build(raw, out)
    bk.build(raw, tmp_path / "other" / "processed")
    assert content(out) == content(tmp_path / "other" / "processed")
    assert len(bk.load("documents", out)) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc who reads")
def test_a_reading_process_that_is_killed_takes_its_document_with_it_and_no_other(
    tmp_path: Path, held: tuple[Path, Path]
) -> None:
    raw, pipe = held
    out = tmp_path / "work" / "processed"
    out.parent.mkdir()
    driver = start(raw, out)
    with pipe.open() as said:
        os.kill(int(said.readline().split()[0]), signal.SIGKILL)
        assert gone(said)
    driver.communicate(timeout=PATIENCE)
    assert driver.returncode == 3
    assert bk.load("failures", out)[["document_id", "kind"]].values.tolist() == [["b", "other"]]
    assert bk.load("documents", out)["document_id"].tolist() == ["a", "c"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
def test_the_process_that_forks_has_one_thread(tmp_path: Path) -> None:
    raw = folder(tmp_path / "raw", a="")
    reader = Guard()
    found = reader.ask(Job("a", [str(raw / "a.md")], store=str(tmp_path), version=version()))
    assert found.failure is None and reader._process
    assert len(os.listdir(f"/proc/{reader._process.pid}/task")) == 1
    reader.close()


def test_another_version_reads_nothing(tmp_path: Path) -> None:
    raw = folder(tmp_path / "raw", a="")
    reader = Guard()
    found = reader.ask(Job("a", [str(raw / "a.md")], store=str(tmp_path / "store"), version="another"))
    reader.close()
    assert found.failure and found.failure["kind"] == "other" and "another version" in found.failure["what"]
    assert not (tmp_path / "store").exists()
