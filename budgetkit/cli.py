"""budgetkit build | panel | fetch | check | report | trace."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .disclosure import READINGS, read
from .errors import BudgetkitError, SourceError
from .outputs import BASE, as_record, as_text, build, fetch, make_panel, trace, verdict, write_report
from .reconciliation import LANGUAGES, error_words, reconcile

ENDS = (
    "ends with 0: all that could be compared agrees; 1: figures contradict each other; "
    "2: a file could not be read, or nothing in it could be checked"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns
    -------
    int
        0 all figures that could be compared agree; 1 figures contradict each other (a check of severity
        ``error`` fails); 2 a file could not be read, or nothing could be checked in it, which is no pass;
        141 whoever reads what is printed stopped (``| head``; shells say so of a program that SIGPIPE
        ended). Of several files the worst counts, a contradiction first.
    """
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except BudgetkitError as error:
        return _refuse(error, options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the flush at exit fails too
        return 141
    except OSError as error:
        where = error.filename or "standard output"
        plain = SourceError(
            f"{where}: cannot be read or written ({error.strerror}); check the disk, and what you "
            "may read and write there"
        )
        if not error.filename:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the flush at exit fails too
        return _refuse(plain, options)


def _refuse(error: BudgetkitError, options: argparse.Namespace) -> int:
    """Print an error in the language that was asked for."""
    zh = getattr(options, "lang", "") == "zh"
    print(f"budgetkit: {error_words(error) if zh else error}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="budgetkit", description="Chinese budget disclosures as tidy, reconciled data"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    make = commands.add_parser("build", help="read and reconcile every document of a folder into tables")
    make.add_argument("raw", nargs="?", default="raw", metavar="RAW")
    make.add_argument("--out", default="processed", metavar="DIR")
    make.add_argument("--workers", type=int, metavar="N")
    make.add_argument("--engine", default="rulings", choices=READINGS)
    make.set_defaults(run=_build)
    panel = commands.add_parser("panel", help="make the panel of a folder of collected documents")
    panel.add_argument("corpus", metavar="CORPUS")
    panel.add_argument("--out", default="processed/panel", metavar="DIR")
    panel.add_argument("--workers", type=int, metavar="N")
    panel.set_defaults(run=_panel)
    bring = commands.add_parser(
        "fetch", help="bring the documents of a panel back from where they were collected"
    )
    bring.add_argument("documents", metavar="DOCUMENTS.CSV")
    bring.add_argument("folder", metavar="DIR")
    bring.add_argument(
        "--base", default=BASE, metavar="URL", help="address before repository, commit and path"
    )
    bring.set_defaults(run=_fetch)
    _add_check(commands)
    _add_report(commands)
    show = commands.add_parser("trace", help="cut out the place on the page behind a figure or a check")
    show.add_argument("file", metavar="FILE")
    show.add_argument("id", metavar="ID", help="line_id, stated_id or check_id")
    show.add_argument("-o", "--out", required=True, metavar="PNG")
    show.set_defaults(run=_trace)
    return parser


def _add_check(commands: Any) -> None:
    check = commands.add_parser(
        "check", help="say which figures of a document agree and which do not", epilog=ENDS
    )
    _add_documents(check)
    check.add_argument("--lang", default="en", choices=LANGUAGES, help="Chinese or English (default)")
    check.add_argument("--all", action="store_true", help="also write out what is only counted otherwise")
    check.add_argument("--json", action="store_true", help="write every check as JSON")
    check.set_defaults(run=_check)


def _add_report(commands: Any) -> None:
    report = commands.add_parser(
        "report",
        help="write what check says, with the places on the pages, for the browser; of several files, or a "
        "folder, an index and a page each",
        epilog=ENDS,
    )
    _add_documents(report)
    report.add_argument("-o", "--out", default="report.html", metavar="HTML")
    report.add_argument("--workers", type=int, metavar="N")
    report.set_defaults(run=_report)


def _add_documents(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument(
        "--together", action="store_true", help="the files are one disclosure: its tables and its prose"
    )
    command.add_argument("--engine", default="rulings", choices=READINGS)
    command.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="OTHER",
        help="a document to compare with: another year, the final account, a unit (may be repeated)",
    )


def _build(options: argparse.Namespace) -> int:
    tables = build(options.raw, options.out, workers=options.workers, engine=options.engine, progress=_say)
    for name, rows in tables.items():
        print(f"{Path(options.out) / name}.csv: {len(rows)} rows")
    return 0


def _panel(options: argparse.Namespace) -> int:
    tables = make_panel(options.corpus, options.out, workers=options.workers, progress=_say)
    for name, rows in tables.items():
        print(f"{name}: {len(rows)} rows")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    found = fetch(options.documents, options.folder, base=options.base, progress=_say)
    print(f"{len(found)} files in {options.folder}")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _check(options: argparse.Namespace) -> int:
    others = [read(file, engine=options.engine) for file in options.against]
    documents = [options.files] if options.together else options.files
    read_ = [read(files, engine=options.engine) for files in documents]
    results = [(d, reconcile(d, against=others)) for d in read_]
    if options.json:
        print(json.dumps([as_record(d, r) for d, r in results], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(as_text(d, r, options.lang, options.all) for d, r in results))
    return _code({verdict(d, r) for d, r in results})


def _report(options: argparse.Namespace) -> int:
    about = {"together": options.together, "against": options.against, "engine": options.engine}
    found = write_report(options.files, options.out, workers=options.workers, progress=_say, **about)
    print(options.out)
    return _code(set(found))


def _code(verdicts: set[str]) -> int:
    return 1 if "fail" in verdicts else 0 if verdicts == {"agree"} else 2


def _trace(options: argparse.Namespace) -> int:
    d = read(options.file)
    evidence = trace(d, options.id, reconcile(d).checks)
    evidence.save(options.out)
    print(evidence)
    return 0
