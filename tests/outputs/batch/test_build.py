"""A build is stopped, shared out, done twice at once or elsewhere: the bytes are the same, and nothing is torn."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import budgetkit as bk
from budgetkit.cli import main
from budgetkit.outputs.batch import guard, moving
from budgetkit.outputs.batch.progress import Progress
from tests.outputs.batch import killers
from tests.outputs.batch.test_guard import PATIENCE, content, folder, gone, held  # noqa: F401

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def killer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "COMMAND", killers.COMMAND)


def kept(path: Path) -> dict[Path, int]:
    """The parts of a build, and when each was written."""
    return {p: p.stat().st_mtime_ns for p in path.rglob("*.zip")}


# shares ------------------------------------------------------------------------------------------------


def test_shares_read_what_a_build_then_only_joins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = folder(tmp_path / "raw", a="", b="", c="")
    (raw / "d.pdf").write_bytes(b"")
    bk.build(raw, tmp_path / "whole" / "processed", workers=1)
    work = tmp_path / "work"
    common = ["build", str(raw), "--out", str(work / "processed"), "--workers", "1"]
    assert main([*common, "--shard", "1/2"]) == 0
    assert "share 1/2: 2 documents" in capsys.readouterr().out
    assert len(kept(work)) == 2 and not (work / "processed").exists()
    assert main([*common, "--shard", "2/2"]) == 3
    before = kept(work)
    assert main(common) == 3
    assert len(before) == 3 and kept(work) == before
    assert content(work / "processed") == content(tmp_path / "whole" / "processed")


@pytest.mark.parametrize("share", ["0/2", "3/2", "2", "a/b", "-1/2"])
def test_a_share_that_there_is_not_is_refused(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", f"--shard={share}"])
    assert "no share" in capsys.readouterr().err


# one place, one build ----------------------------------------------------------------------------------


def test_two_builds_at_once_into_one_folder_are_refused_and_into_two_are_not(tmp_path: Path) -> None:
    raw, out = folder(tmp_path / "raw", a=""), tmp_path / "processed"
    with moving.replacing(out):
        with pytest.raises(bk.SourceError, match="another build is writing there"):
            bk.build(raw, out)
        assert len(bk.build(raw, tmp_path / "other")["documents"]) == 1
    assert len(bk.build(raw, out)["documents"]) == 1


def test_a_build_that_is_stopped_while_its_tables_are_moved_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = folder(tmp_path / "raw", a=""), tmp_path / "processed"
    bk.build(raw, out, workers=1)
    (raw / "b.md").write_text((raw / "a.md").read_text(encoding="utf-8").replace("1.00", "7.00"), "utf-8")
    real, moved = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        if target.parent == out:
            moved.append(target.name)
            if len(moved) == 5:
                raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            bk.build(raw, out, workers=1)
    with pytest.raises(bk.SourceError, match="tables are being moved in"):
        bk.load("line_items", out)
    with moving.replacing(out):  # the next one, whatever becomes of it
        pass
    assert bk.load("documents", out)["document_id"].tolist() == ["a", "b"]
    bk.build(raw, tmp_path / "other" / "processed", workers=1)
    assert content(out) == content(tmp_path / "other" / "processed")


def test_what_a_killed_build_left_is_cleared_away_and_not_moved_in(tmp_path: Path) -> None:
    raw, out = folder(tmp_path / "raw", a=""), tmp_path / "processed"
    half = moving.store_of(out) / "processed-new"
    half.mkdir(parents=True)
    (half / "half.csv").write_text("half", encoding="utf-8")
    bk.build(raw, out, workers=1)
    assert not half.exists() and not (out / "half.csv").exists()


def test_a_damaged_part_is_made_again(tmp_path: Path) -> None:
    raw, out = folder(tmp_path / "raw", a=""), tmp_path / "processed"
    bk.build(raw, out, workers=1)
    before = content(out)
    [part] = kept(tmp_path)
    part.write_bytes(part.read_bytes()[:-30])
    bk.build(raw, out, workers=1)
    assert content(out) == before


# what is said ------------------------------------------------------------------------------------------


def test_progress_says_how_many_how_fast_how_long_and_how_many_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(0, 100, 2))
    monkeypatch.setattr("budgetkit.outputs.batch.progress.time.monotonic", lambda: next(clock))
    said: list[str] = []
    progress = Progress(122, said.append)
    progress.add("a", False)
    progress.add("b", True)
    assert said == [
        "1/122 a: 0.5 documents a second, 4 min 2 s left, 0 failed",
        "2/122 b: 0.5 documents a second, 4 min 0 s left, 1 failed",
    ]


# a cluster ---------------------------------------------------------------------------------------------


class Killing:
    """Lets the workers of a cluster, those that are started later too, read with the killer among the readers."""

    name = "killing"

    def setup(self, worker: Any) -> None:
        guard.COMMAND = killers.COMMAND


@pytest.fixture
def dask() -> Iterator[Any]:
    """A cluster of two workers on this machine."""
    distributed = pytest.importorskip("distributed")
    plugin = type("Plugin", (Killing, distributed.WorkerPlugin), {})
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        client.register_plugin(plugin())
        yield cluster


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc who reads")
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(tmp_path: Path, held: Any, dask: Any) -> None:  # noqa: F811
    raw, pipe = held
    (raw / "d.md").write_text("KILL crash", encoding="utf-8")
    out = tmp_path / "work" / "processed"
    ended: list[bool] = []

    def kill() -> None:
        with pipe.open() as said:
            os.kill(int(said.readline().split()[1]), signal.SIGKILL)  # the worker that asked for it
            ended.append(gone(said))

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    assert main(["build", str(raw), "--out", str(out), "--scheduler", dask.scheduler_address]) == 3
    thread.join(PATIENCE)
    assert ended == [True]  # the fork that it had asked for ended with it
    assert bk.load("failures", out)[["document_id", "kind"]].values.tolist() == [["d", "crash"]]
    assert bk.load("documents", out)["document_id"].tolist() == ["a", "b", "c"]
    bk.build(raw, tmp_path / "here" / "processed")
    assert content(tmp_path / "here" / "processed") == content(out)


def test_without_dask_a_scheduler_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["build", str(folder(tmp_path / "raw", a="")), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "pip install distributed" in capsys.readouterr().err


def test_a_scheduler_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    assert main(["build", str(folder(tmp_path / "raw", a="")), "--scheduler", "carrier-pigeon://x"]) == 2
    assert "no scheduler of Dask answers there" in capsys.readouterr().err
