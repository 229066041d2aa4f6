"""What does a build of thousands of documents take, and what becomes of it when it is killed?

``python -m benchmarks scale DIR --documents N`` multiplies the documents below DIR to N, each with other bytes,
and builds them as the command line does: with one worker and with two, killed by SIGKILL when half is done and
built on, and once more from what is kept. ``--small M …`` multiplies the smallest document to M, to see what
the driver's memory does (``--documents 0`` for that alone). It prints a row a run: time, CPU time of all processes, pages a second and core, the
largest memory of the driver; and says whether all runs gave the same bytes. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import budgetkit as bk

MARKS = {".pdf": b"\n%% copy %d\n", ".md": b"\n<!-- copy %d -->\n"}
"""What makes a copy another file and no other document: a comment after the end."""


SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: processes whose parent was killed become children of this one, and are counted."""


@dataclass
class Run:
    """One build: what it took, and the digests of its files."""

    what: str
    workers: int
    seconds: float
    cpu: float
    driver: float
    documents: int = 0
    pages: int = 0
    failed: int = 0
    bytes: str = ""
    fresh: bool = True

    def row(self) -> str:
        """Return it as a row of the table."""
        rate = f"{self.pages / self.cpu:.1f}" if self.fresh else "–"
        return (
            f"| {self.what} | {self.documents:,} | {self.failed} | {self.pages:,} | {self.workers} "
            f"| {self.seconds:,.0f} | {self.cpu:,.0f} | {self.documents / self.seconds:.2f} | {rate} "
            f"| {self.driver:.0f} |"
        )


def multiply(paths: Sequence[Path], count: int, folder: Path) -> Path:
    """Write copies of files, each with other bytes, until there are `count` of them; of fewer, every n-th."""
    folder.mkdir(parents=True)
    paths = [paths[n * len(paths) // count] for n in range(count)] if count < len(paths) else paths
    for n in range(count):
        path = paths[n % len(paths)]
        copy = folder / f"{path.stem}-{n:05}{path.suffix}"
        copy.write_bytes(path.read_bytes() + MARKS[path.suffix.lower()] % n)
    return folder


def build(what: str, raw: Path, out: Path, workers: int, kill_at: int = 0) -> Run:
    """Build a folder by the command line; kill it when so many parts are kept."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "budgetkit",
        "build",
        raw,
        "--out",
        out,
        "--workers",
        str(workers),
    ]
    before, begin, peak = _cpu(), time.monotonic(), 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        if kill_at and len(list((out.parent / ".cache").rglob("*.zip"))) >= kill_at:
            process.send_signal(signal.SIGKILL)
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    seconds = time.monotonic() - begin
    with suppress(ChildProcessError):
        while True:  # the processes that read, which a killed driver leaves to us
            os.waitpid(-1, 0)
    run = Run(what, workers, seconds, _cpu() - before, peak, documents=kill_at)
    if not kill_at:
        documents = bk.load("documents", out, columns=["document_id", "pages"])
        run.documents, run.pages = len(documents), int(documents["pages"].sum())
        run.failed = len(bk.load("failures", out))
        run.bytes = digest(out)
    return run


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(pid: int) -> float:
    """Return the largest memory that a process has had, in megabytes."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def digest(out: Path) -> str:
    """Return one digest of all tables of a build."""
    whole = hashlib.sha256()
    for path in sorted(out.glob("*.csv")):
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


WAYS = ("one", "two", "killed")
"""One worker; two workers; two that are killed at half, the rest, and again."""


def measure(raw: Path, count: int, work: Path, ways: Sequence[str]) -> Iterator[Run]:
    """Build a folder in some ways."""
    for way in ways:
        (work / way).mkdir()
        out = work / way / "processed"
        if way != "killed":
            yield build(f"{way} worker{'s' * (way == 'two')}", raw, out, WAYS.index(way) + 1)
            continue
        runs = [build("killed by kill -9 at half", raw, out, 2, kill_at=count // 2)]
        runs += [build(what, raw, out, 2) for what in ("the rest of them", "again, all of it kept")]
        for run in runs:
            run.fresh = False
            yield run


def main() -> None:
    """Print the table."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=5000, metavar="N")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--small", type=int, nargs="*", default=[500, 5000], metavar="M")
    options = parser.parse_args()
    paths = sorted(p for p in options.folder.rglob("*") if p.suffix.lower() in MARKS and p.stem != "README")
    smallest = min(paths, key=lambda path: path.stat().st_size)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(
        "| run | documents | failed | pages | workers | s | CPU s | documents a second | pages a CPU second ",
        end="",
    )
    print("| driver MB |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        found = set()
        if options.documents:
            raw = multiply(paths, options.documents, work / "raw")
            for run in measure(raw, options.documents, work, options.ways):
                print(run.row(), flush=True)
                found |= {run.bytes} - {""}
        for count in options.small:
            small = multiply([smallest], count, work / f"small-{count}")
            (work / f"of-{count}").mkdir()
            print(build("the smallest", small, work / f"of-{count}" / "processed", 2).row(), flush=True)
    print("the same bytes" if len(found) <= 1 else "THE BYTES DIFFER")
