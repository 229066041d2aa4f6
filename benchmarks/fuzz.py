"""What spoilt documents do to the package: ``python -m benchmarks fuzz DIR --n N [--seed S]``.

Spoils files below DIR (:mod:`benchmarks._mutations`), and with ``--made`` those of formats that are rarely
published (:mod:`benchmarks._seeds`), and reads, reconciles, reports and writes each (as CSV, workbook or page)
in a child process of its own. Each format has as many cases; ``--formats`` chooses some, ``--pages`` cuts long
PDFs to a few pages first. A find is an exception that is no BudgetkitError, more than 20 seconds of CPU or
1 GB, a crash of native code, a connection, another program, a file written elsewhere, or anything printed.
Prints a row a format and a row a kind of find, with the number of the case that shows it: ``--only K`` with the
same options makes it again, ``--keep OUT`` keeps the spoilt files of all finds. Ends with 1 where there are any.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2 as pdfium

import budgetkit as bk
from benchmarks import _seeds
from benchmarks._mutations import mutated
from benchmarks._outcomes import Case, Outcome, formats, kinds_of_finds
from budgetkit.outputs import as_record, as_text
from budgetkit.outputs.html.write import page, save
from budgetkit.readers.formats import sniff

SECONDS, WAIT, BYTES = 20, 300, 1024**3
"""CPU time, time on the clock (for what waits for something), and memory that one document may take."""

SMALL = 100_000
"""Bytes: of larger files fewer cases are made, since each takes longer."""

DULL = (".py", ".truth")
"""Files beside the documents that are none."""

REFUSED = 3
"""The exit status of a child whose document was refused with a BudgetkitError."""

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


def by_format(files: Iterable[Path]) -> dict[str, list[Path]]:
    """Part files by what they are; those that are of no format that is read are left out."""
    parted: dict[str, list[Path]] = {}
    for path in sorted(files):
        with suppress(bk.BudgetkitError):
            parted.setdefault(sniff(path).name, []).append(path)
    return parted


def cases(files: dict[str, list[Path]], seed: int, numbers: Iterable[int], pages: int = 0) -> Iterator[Case]:
    """Make the cases of these numbers; each depends on the files, the seed and its number alone."""
    weights = {
        name: [1 / (1 + min(path.stat().st_size, pages * SMALL or sys.maxsize) / SMALL) for path in paths]
        for name, paths in files.items()
    }
    for number in numbers:
        chance = Random(f"{seed}:{number}")
        name = sorted(files)[number % len(files)]
        [path] = chance.choices(files[name], weights[name])
        data = path.read_bytes()
        if pages and name == "PDF":
            data = excerpt(data, pages, chance)
        data, how = mutated(data, chance)
        yield Case(number, name, path.name, how, path.suffix, data)


def excerpt(data: bytes, most: int, chance: Random) -> bytes:
    """Return a PDF of the first page of another one and some that follow each other; itself where it is short."""
    with suppress(pdfium.PdfiumError), closing(pdfium.PdfDocument(data)) as whole:
        if len(whole) > most:
            start = chance.randrange(1, len(whole) - most + 2)
            with closing(pdfium.PdfDocument.new()) as new:
                new.import_pages(whole, [0, *range(start, start + most - 1)])
                buffer = io.BytesIO()
                new.save(buffer)
            return buffer.getvalue()
    return data


WAYS: tuple[Callable[[Path, bk.Disclosure, bk.Reconciliation], object], ...] = (
    lambda folder, d, r: d.to_csv(folder / "csv", excel=True, checks=r),
    lambda folder, d, r: d.to_excel(folder / "a.xlsx", checks=r),
    lambda folder, d, r: save(page(d, r), folder / "a.html"),
)
"""How a document is written; each case is written in one of them, since writing takes longer than reading."""


def use(
    path: Path, ways: Sequence[Callable[[Path, bk.Disclosure, bk.Reconciliation], object]] = WAYS
) -> None:
    """Do with a document what users do: read, reconcile, say, write."""
    d = bk.read(path)
    r = bk.reconcile(d)
    as_text(d, r, "zh", everything=True), as_text(d, r), as_record(d, r)
    for way in ways:
        way(path.parent, d, r)


def warm(files: dict[str, list[Path]]) -> None:
    """Use one file of each format as it is, so that no child has to load rules and libraries by itself."""
    for paths in files.values():
        path = min(paths, key=lambda p: p.stat().st_size)
        with tempfile.TemporaryDirectory() as folder, suppress(bk.BudgetkitError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            use(Path(shutil.copy(path, folder)))
    gc.collect()
    gc.freeze()  # so that children need not copy what is loaded


def run(case: Case) -> Outcome:
    """Use one document in a child process; what is said of it is empty where it is read or refused."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        path = Path(folder, f"a{case.suffix}")
        path.write_bytes(case.data)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            _child(path, case.number, writer)
        os.close(writer)
        status, used = _wait(child, started)
        with os.fdopen(reader, encoding="utf-8", errors="replace") as said:
            what = said.read()
        if not what and (printed := _printed(path).read_bytes()[:100]):
            what = f"printed: {printed!r}"
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        what = what or f"ended by {name}" + (f" (over {SECONDS} s)" if name in ("SIGXCPU", "SIGKILL") else "")
    elif not what and megabytes * 1024**2 > BYTES:
        what = f"over {BYTES // 1024**2} MB"
    return Outcome(case, what, os.WEXITSTATUS(status) == REFUSED, seconds, megabytes)


def _printed(path: Path) -> Path:
    """Return where what a child prints is kept; a command's output would be no JSON with it."""
    return path.with_name("printed")


def _wait(child: int, started: float) -> tuple[int, Any]:
    while True:
        pid, status, used = os.wait4(child, os.WNOHANG)
        if pid:
            return status, used
        if time.monotonic() - started > WAIT:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


def _child(path: Path, number: int, writer: int) -> None:
    """Use a document and say down the pipe what went wrong; never returns."""
    status = 0
    try:
        nowhere, printed = os.open(os.devnull, os.O_RDWR), os.open(_printed(path), os.O_CREAT | os.O_WRONLY)
        for stream, to in enumerate((nowhere, printed, nowhere)):
            os.dup2(to, stream)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        spent = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(spent.ru_utime + spent.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        sys.addaudithook(lambda event, given: _watch(event, given, path.parent, writer))
        signal.signal(signal.SIGXCPU, lambda *_: _say_where(writer))
        tempfile.tempdir = str(path.parent)
        warnings.simplefilter("ignore")
        use(path, [WAYS[number % len(WAYS)]])
    except bk.BudgetkitError as error:
        status = REFUSED
        try:
            assert error.zh and str(error)
        except BaseException as second:
            os.write(writer, said(second).encode("utf-8", "replace"))
    except BaseException as error:
        os.write(writer, said(error).encode("utf-8", "replace"))
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
        os._exit(status)


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
    """Print what became of the cases; the exit status is 1 where there are finds."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="seeds") as name:
        made = [_seeds.write(Path(name))] if options.made else []
        found = (p for folder in [*options.folder, *made] for p in folder.rglob("*"))
        files = by_format(p for p in found if p.is_file() and p.stat().st_size and p.suffix not in DULL)
        files = {name: paths for name, paths in files.items() if name in (options.formats or files)}
        warm(files)
        numbers = options.only or range(options.start, options.start + options.n)
        outcomes = []
        for case in cases(files, options.seed, numbers, options.pages):
            outcome = run(case)
            _note(outcome, options.keep, options.seed)
            outcomes.append(outcome._replace(case=case._replace(data=b"")))
    print(f"{len(outcomes)} cases of {sum(map(len, files.values()))} files, seed {options.seed}\n")
    print(formats(outcomes), kinds_of_finds([o for o in outcomes if o.what]), sep="\n\n")
    return any(o.what for o in outcomes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--n", type=int, default=1000, help="how many cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, metavar="K", help="number of the first case")
    parser.add_argument("--only", type=int, nargs="*", default=[], metavar="K", help="these cases")
    parser.add_argument("--formats", nargs="*", default=[], metavar="NAME", help="PDF, Markdown, XLSX, …")
    parser.add_argument(
        "--pages", type=int, default=0, metavar="P", help="of PDFs, P pages; a whole one without"
    )
    parser.add_argument(
        "--made", action="store_true", help="OFD, SpreadsheetML, MHT, CSV and pictures, made here"
    )
    parser.add_argument("--keep", type=Path, metavar="OUT", help="where the files of finds go")
    return parser.parse_args()


def _note(outcome: Outcome, keep: Path | None, seed: int) -> None:
    """Say a find as soon as it is made, how far it is now and then, and keep the file."""
    case = outcome.case
    if not (case.number + 1) % 100:
        print(f"{case.number + 1} tried", file=sys.stderr, flush=True)
    if outcome.what:
        print(f"{case.number}: {case.file}, {case.how}: {outcome.what}", file=sys.stderr, flush=True)
    if outcome.what and keep:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{seed}-{case.number}{case.suffix}").write_bytes(case.data)
