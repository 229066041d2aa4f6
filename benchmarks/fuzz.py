"""What spoilt documents do to the package: ``python -m benchmarks fuzz DIR --n N [--seed S]``.

Spoils files below DIR, of whatever format (:mod:`benchmarks._mutations`), and reads, reconciles, reports and
writes each in a child process of its own. A find is an exception that is no BudgetkitError, more than 20
seconds of CPU or 1 GB, a crash of native code, a connection, another program, or a file written elsewhere.
Prints a row a kind of find, with the number of the case that shows it: ``--only K`` with the same DIR and
seed makes it again, ``--keep OUT`` keeps the spoilt files of all finds. Ends with 1 where there are any.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import budgetkit as bk
from benchmarks._mutations import mutated
from budgetkit.outputs import as_record, as_text
from budgetkit.outputs.html.write import page, save

SECONDS, WAIT, BYTES = 20, 300, 1024**3
"""CPU time, time on the clock (for what waits for something), and memory that one document may take."""

SMALL = 100_000
"""Bytes: of larger files fewer cases are made, since each takes longer."""

CEILING = 4 * BYTES
"""What a child may ask for: it is measured by what it uses, and must not take the machine along."""

FORBIDDEN = (
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
)


class Case(NamedTuple):
    """A spoilt document: which file, how, and under what name and content."""

    number: int
    file: str
    how: str
    suffix: str
    data: bytes


class Find(NamedTuple):
    """What a document did that it must not: in a line, the same for the same mistake."""

    case: Case
    what: str
    seconds: float
    megabytes: float


def cases(files: Sequence[Path], seed: int, numbers: Sequence[int]) -> Iterator[Case]:
    """Make the cases of these numbers; each depends on the files, the seed and its number alone."""
    weights = [1 / (1 + path.stat().st_size / SMALL) for path in files]
    for number in numbers:
        chance = Random(f"{seed}:{number}")
        [path] = chance.choices(files, weights)
        data, how = mutated(path.read_bytes(), chance)
        yield Case(number, path.name, how, path.suffix, data)


def use(path: Path) -> None:
    """Do with a document all that users do."""
    d = bk.read(path)
    r = bk.reconcile(d)
    as_text(d, r, "zh", everything=True), as_text(d, r), as_record(d, r)
    d.to_csv(path.parent / "csv", excel=True, checks=r)
    d.to_excel(path.parent / "a.xlsx", checks=r)
    save(page(d, r), path.parent / "a.html")


def warm(files: Sequence[Path]) -> None:
    """Use one file of each format as it is, so that no child has to load rules and libraries by itself."""
    for path in {p.suffix: p for p in sorted(files, key=lambda p: -p.stat().st_size)}.values():
        with tempfile.TemporaryDirectory() as folder, suppress(bk.BudgetkitError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            use(Path(shutil.copy(path, folder)))


def run(case: Case) -> Find | None:
    """Use one document in a child process; None where it is read or refused as it should be."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        path = Path(folder, f"a{case.suffix}")
        path.write_bytes(case.data)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            _child(path, writer)
        os.close(writer)
        status, used = _wait(child, started)
        with os.fdopen(reader, encoding="utf-8", errors="replace") as said:
            what = said.read()
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        what = what or f"ended by {name}" + (f" (over {SECONDS} s)" if name in ("SIGXCPU", "SIGKILL") else "")
    elif not what and megabytes * 1024**2 > BYTES:
        what = f"over {BYTES // 1024**2} MB"
    return Find(case, what, seconds, megabytes) if what else None


def _wait(child: int, started: float) -> tuple[int, Any]:
    while True:
        pid, status, used = os.wait4(child, os.WNOHANG)
        if pid:
            return status, used
        if time.monotonic() - started > WAIT:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


def _child(path: Path, writer: int) -> None:
    """Use a document and say down the pipe what went wrong; never returns."""
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        spent = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(spent.ru_utime + spent.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        sys.addaudithook(lambda event, given: _watch(event, given, path.parent, writer))
        signal.signal(signal.SIGXCPU, lambda *_: _say_where(writer))
        tempfile.tempdir = str(path.parent)
        warnings.simplefilter("ignore")
        use(path)
    except bk.BudgetkitError as error:
        try:
            assert error.zh and str(error)
        except BaseException as second:
            os.write(writer, said(second).encode("utf-8", "replace"))
    except BaseException as error:
        os.write(writer, said(error).encode("utf-8", "replace"))
    finally:
        os._exit(0)


def _watch(event: str, given: tuple[Any, ...], folder: Path, writer: int) -> None:
    """Say what a document must not make the package do: connect, run a program, write elsewhere."""
    elsewhere = False
    if event == "open" and isinstance(given[0], str) and isinstance(given[1], str):
        writes = bool(set(given[1]) & set("wax+"))
        elsewhere = writes and not given[0].startswith((str(folder), os.devnull))
    if elsewhere or event in FORBIDDEN:
        os.write(writer, f"{event} {given[0]!r}"[:200].encode("utf-8", "replace"))
        os._exit(0)


def _say_where(writer: int) -> None:
    """Say where the time went, and end."""
    os.write(writer, f"over {SECONDS} s at {_place(traceback.extract_stack()[:-2])}".encode())
    os._exit(0)


def said(error: BaseException) -> str:
    """Say what error it is and where it came from, in a line that is the same for the same mistake."""
    return f"{type(error).__name__} at {_place(traceback.extract_tb(error.__traceback__))}: {error}"[:300]


def _place(frames: Sequence[traceback.FrameSummary]) -> str:
    """Return the last line of the package in a stack, and what it called last."""
    own = [f for f in frames if f"{os.sep}budgetkit{os.sep}" in f.filename] or frames[-1:]
    last = own[-1]
    beyond = "" if frames[-1] is last else f" > {Path(frames[-1].filename).name}"
    return f"{'/'.join(Path(last.filename).parts[-2:])}:{last.lineno} {last.name}{beyond}"


def main() -> int:
    """Print the finds; the exit status is 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--n", type=int, default=1000, help="how many cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, metavar="K", help="number of the first case")
    parser.add_argument("--only", type=int, nargs="*", default=[], metavar="K", help="these cases")
    parser.add_argument("--keep", type=Path, metavar="OUT", help="where the files of finds go")
    options = parser.parse_args()
    files = sorted(
        p for folder in options.folder for p in folder.rglob("*") if p.is_file() and p.stat().st_size
    )
    numbers = options.only or range(options.start, options.start + options.n)
    warm(files)
    kinds: dict[str, list[Find]] = {}
    tried = 0
    for tried, case in enumerate(cases(files, options.seed, numbers), 1):
        if not tried % 100:
            print(f"{tried} tried", file=sys.stderr, flush=True)
        if find := run(case):
            kinds.setdefault(find.what.split(": ")[0], []).append(find)
            print(f"{case.number}: {case.file}, {case.how}: {find.what}", file=sys.stderr, flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{options.seed}-{case.number}{case.suffix}").write_bytes(case.data)
    print(
        f"{tried} cases of {len(files)} files, seed {options.seed}: {sum(map(len, kinds.values()))} finds\n"
    )
    print("| find | cases | the first | file | how | s | MB |\n|---|--:|--:|---|---|--:|--:|")
    for finds in sorted(kinds.values(), key=len, reverse=True):
        first = finds[0]
        print(
            f"| {first.what} | {len(finds)} | {first.case.number} | {first.case.file} | {first.case.how} "
            f"| {first.seconds:.1f} | {first.megabytes:.0f} |"
        )
    return bool(kinds)
