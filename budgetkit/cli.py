"""budgetkit build | panel | fetch | check | report | trace."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from .disclosure import READINGS, read
from .errors import BudgetkitError, SourceError
from .knowledge import message, sentence
from .language import LANGUAGES, LOCALE, language, spoken, use_language
from .outputs import BASE, as_record, as_text, build, cluster, fetch, make_panel, trace, verdict, write_report
from .reconciliation import reconcile
from .version import VERSION

if TYPE_CHECKING:
    import pandas as pd

TOLD = 20
"""How many documents that could not be read are told of."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns
    -------
    int
        0 all figures that could be compared agree; 1 figures contradict each other (a check of severity
        ``error`` fails); 2 a file could not be read, or nothing could be checked in it, which is no pass;
        3 a build was made, but some documents could not be read (``failures.csv``);
        130 it was stopped (Ctrl-C), and the next build goes on from there;
        141 whoever reads what is printed stopped (``| head``; shells say so of a program that SIGPIPE
        ended). Of several files the worst counts, a contradiction first.
    """
    with use_language(_language(arguments)):
        options = _parser().parse_args(arguments)
        try:
            code = int(options.run(options))
            sys.stdout.flush()
            return code
        except BudgetkitError as error:
            return _refuse(error)
        except KeyboardInterrupt:
            print(message("cli.stopped"), file=sys.stderr)
            return 130
        except BrokenPipeError:
            _no_more_output()
            return 141
        except OSError as error:
            if not error.filename:
                _no_more_output()
            return _refuse(
                SourceError(
                    f"{error.filename or 'standard output'}: cannot be read or written ({error.strerror}); "
                    "check the disk, and what you may read and write there"
                )
            )


def _no_more_output() -> None:
    """Give up standard output, so that the flush at exit does not fail too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(error: BudgetkitError) -> int:
    print(message("cli.failed", text=error), file=sys.stderr)
    return 2


def _language(arguments: Sequence[str] | None) -> str:
    """Return the language that is asked for, wherever it stands: help and complaints are in it, too."""
    before = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    before.add_argument("--lang", nargs="?")
    if lang := spoken(before.parse_known_args(arguments)[0].lang or ""):
        return lang
    wanted = os.getenv("BUDGETKIT_LANG", "")
    if wanted and not spoken(wanted):
        print(message("cli.language", code=wanted), file=sys.stderr)
    locale = next((code for key in LOCALE if (code := os.getenv(key))), "")
    return language() if wanted else spoken(locale) or language()


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, message("cli.usage") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser that speaks the language of now; in English it says what argparse says."""

    def __init__(self, **known: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, **known)
        self._positionals.title, self._optionals.title = message("cli.positionals"), message("cli.options")
        self.add_argument("-h", "--help", action="help", help=message("cli.help"))

    def error(self, message_: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, message("cli.error", prog=self.prog, text=sentence(message_)) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="budgetkit", description=message("cli.description"))
    _add_language(parser)
    parser.add_argument(
        "--version", action="version", version=f"budgetkit {VERSION}", help=message("cli.version")
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    make = _add(commands, "build", _build)
    make.add_argument("raw", nargs="?", default="raw", metavar="RAW")
    make.add_argument("--out", default="processed", metavar="DIR")
    make.add_argument("--workers", type=int, metavar="N")
    make.add_argument("--engine", default="rulings", choices=READINGS)
    _add_limits(make)
    make.add_argument("--shard", type=_share, metavar="I/N", help=message("cli.build.shard"))
    make.add_argument("--scheduler", metavar="ADDRESS", help=message("cli.build.scheduler"))
    panel = _add(commands, "panel", _panel)
    panel.add_argument("corpus", metavar="CORPUS")
    panel.add_argument("--out", default="processed/panel", metavar="DIR")
    panel.add_argument("--workers", type=int, metavar="N")
    _add_limits(panel)
    bring = _add(commands, "fetch", _fetch)
    bring.add_argument("documents", metavar="DOCUMENTS.CSV")
    bring.add_argument("folder", metavar="DIR")
    bring.add_argument("--base", default=BASE, metavar="URL", help=message("cli.fetch.base"))
    bring.add_argument("--only", nargs="+", default=(), metavar="ID", help=message("cli.fetch.only"))
    check = _add(commands, "check", _check, epilog=message("cli.ends"))
    _add_documents(check)
    check.add_argument("--all", action="store_true", help=message("cli.check.all"))
    check.add_argument("--json", action="store_true", help=message("cli.check.json"))
    report = _add(commands, "report", _report, epilog=message("cli.ends"))
    _add_documents(report)
    report.add_argument("-o", "--out", default="report.html", metavar="HTML")
    report.add_argument("--workers", type=int, metavar="N")
    show = _add(commands, "trace", _trace)
    show.add_argument("file", metavar="FILE")
    show.add_argument("id", metavar="ID", help=message("cli.trace.id"))
    show.add_argument("--engine", default="rulings", choices=READINGS)
    show.add_argument("-o", "--out", required=True, metavar="PNG")
    return parser


def _add(commands: Any, name: str, run: Callable[..., int], epilog: str | None = None) -> Any:
    """Add a command: what it is for is its row of ``messages.csv``."""
    command = commands.add_parser(name, help=message(f"cli.{name}"), epilog=epilog)
    command.set_defaults(run=run)
    _add_language(command)
    return command


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", default=language(), choices=LANGUAGES, type=_code, help=message("cli.lang"))


def _code(text: str) -> str:
    return spoken(text) or text


def _add_limits(command: argparse.ArgumentParser) -> None:
    for name, unit, most in (("seconds", "N", 600), ("memory", "MB", 2048)):
        told = message(f"cli.{name}", n=most)
        command.add_argument(f"--{name}", type=int, default=most, metavar=unit, help=told)


def _share(text: str) -> tuple[int, int]:
    """Read ``2/8``."""
    share, _, of = text.partition("/")
    if share.isdecimal() and of.isdecimal() and 1 <= int(share) <= int(of):
        return int(share), int(of)
    raise argparse.ArgumentTypeError(f"{text!r} is no share; write 1/8 to 8/8 for eight of them")


def _add_documents(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--together", action="store_true", help=message("cli.together"))
    command.add_argument("--engine", default="rulings", choices=READINGS)
    command.add_argument(
        "--against", action="append", default=[], metavar="OTHER", help=message("cli.against")
    )


def _build(options: argparse.Namespace) -> int:
    with cluster(options.scheduler) if options.scheduler else nullcontext() as executor, _Line() as say:
        tables = build(
            options.raw,
            options.out,
            workers=options.workers,
            engine=options.engine,
            seconds=options.seconds,
            memory=options.memory,
            shard=options.shard,
            progress=say,
            executor=executor,
        )
    if options.shard:
        print(message("cli.share", share="/".join(map(str, options.shard)), n=tables.documents))
    for name, rows in tables.rows.items():
        print(message("cli.rows", name=name if options.shard else Path(options.out) / f"{name}.csv", n=rows))
    return _failures(tables["failures"])


def _panel(options: argparse.Namespace) -> int:
    with _Line() as say:
        tables = make_panel(
            options.corpus,
            options.out,
            workers=options.workers,
            seconds=options.seconds,
            memory=options.memory,
            progress=say,
        )
    for name, rows in tables.items():
        print(message("cli.rows", name=name, n=len(rows)))
    return _failures(tables["failures"])


def _failures(rows: pd.DataFrame) -> int:
    """Say what could not be read, the first of it each in a line."""
    what = "what_zh" if language() == "zh" else "what"
    for row in rows.head(TOLD).to_dict("records"):
        print(
            message("cli.failure", name=row["document_id"], kind=row["kind"], text=row[what]), file=sys.stderr
        )
    if len(rows) > TOLD:
        print(message("cli.failures", n=len(rows) - TOLD), file=sys.stderr)
    return 3 if len(rows) else 0


def _fetch(options: argparse.Namespace) -> int:
    found = fetch(options.documents, options.folder, base=options.base, progress=_say, only=options.only)
    print(message("cli.files", n=len(found), folder=options.folder))
    return 0


class _Line:
    """One line of standard error that is written anew; where that is no screen, one every ten seconds."""

    def __init__(self) -> None:
        self._screen = sys.stderr.isatty()
        self._text, self._said = "", 0.0

    def __enter__(self) -> _Line:
        return self

    def __call__(self, text: str) -> None:
        self._text = text
        if self._screen:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self._said > 10:
            self._write()

    def __exit__(self, *error: object) -> None:
        if self._screen and self._text:
            print(file=sys.stderr)
        elif self._text:
            self._write()

    def _write(self) -> None:
        print(self._text, file=sys.stderr, flush=True)
        self._text, self._said = "", time.monotonic()


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
        print("\n\n".join(as_text(d, r, everything=options.all) for d, r in results))
    return _ends({verdict(d, r) for d, r in results})


def _report(options: argparse.Namespace) -> int:
    about = {"together": options.together, "against": options.against, "engine": options.engine}
    found = write_report(options.files, options.out, workers=options.workers, progress=_say, **about)
    if len(found) > 1:
        print(message("html.index.about", n=len(found), fail=found.count("fail")))
    print(message("cli.open", file=options.out))
    return _ends(set(found))


def _ends(verdicts: set[str]) -> int:
    return 1 if "fail" in verdicts else 0 if verdicts == {"agree"} else 2


def _trace(options: argparse.Namespace) -> int:
    d = read(options.file, engine=options.engine)
    evidence = trace(d, options.id, reconcile(d).checks)
    evidence.save(options.out)
    print(evidence)
    return 0
