"""budgetkit build | check | trace."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Hashable, Sequence
from dataclasses import asdict
from numbers import Integral
from pathlib import Path
from typing import Any

import pandas as pd

from .amounts import format_fen
from .dataset import build
from .disclosure import Disclosure, read
from .errors import BudgetkitError
from .evidence import trace
from .reconcile import reconcile
from .result import Reconciliation
from .slips import SLIPS

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns
    -------
    int
        0 all figures agree, 1 a check of severity error fails, 2 a file could not be read, 141 whoever
        reads what is printed stopped (``| head``; shells say so of a program that SIGPIPE ended).
    """
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except BudgetkitError as error:
        print(f"budgetkit: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the flush at exit fails too
        return 141


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="budgetkit", description="Chinese budget disclosures as tidy, reconciled data"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    make = commands.add_parser("build", help="read and reconcile every document of a folder into tables")
    make.add_argument("raw", nargs="?", default="raw", metavar="RAW")
    make.add_argument("--out", default="processed", metavar="DIR")
    make.add_argument("--workers", type=int, metavar="N")
    make.add_argument("--engine", default="rulings", choices=("rulings", "camelot", "both"))
    make.set_defaults(run=_build)
    check = commands.add_parser("check", help="say which figures of a document agree and which do not")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.add_argument("--engine", default="rulings", choices=("rulings", "camelot", "both"))
    check.add_argument("--json", action="store_true", help="write every check as JSON")
    check.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="OTHER",
        help="a document to compare with: another year, the final account, a unit (may be repeated)",
    )
    check.set_defaults(run=_check)
    show = commands.add_parser("trace", help="cut out the place on the page behind a figure or a check")
    show.add_argument("file", metavar="FILE")
    show.add_argument("id", metavar="ID", help="line_id, stated_id or check_id")
    show.add_argument("-o", "--out", required=True, metavar="PNG")
    show.set_defaults(run=_trace)
    return parser


def _build(options: argparse.Namespace) -> int:
    tables = build(
        options.raw,
        options.out,
        workers=options.workers,
        engine=options.engine,
        progress=lambda text: print(text, file=sys.stderr),
    )
    for name, rows in tables.items():
        print(f"{Path(options.out) / name}.csv: {len(rows)} rows")
    return 0


def _check(options: argparse.Namespace) -> int:
    others = [read(file, engine=options.engine) for file in options.against]
    read_ = [read(file, engine=options.engine) for file in options.files]
    results = [(d, reconcile(d, against=others)) for d in read_]
    if options.json:
        print(json.dumps([_record(d, r) for d, r in results], ensure_ascii=False, indent=1))
    else:
        for d, r in results:
            print(_report(d, r))
    return 1 if any(len(r.failures) for _, r in results) else 0


def _record(d: Disclosure, r: Reconciliation) -> dict[str, Any]:
    """Return a document's checks, likely errors and what was not read, ready for JSON."""
    tables = {"checks": r.checks, "suspects": r.suspects, "unread": d.unread}
    about = {
        "document": asdict(d.document),
        "failures": len(r.failures),
        "consistency": r.consistency._asdict(),
    }
    return about | {name: json.loads(t.to_json(orient="records")) for name, t in tables.items()}


def _report(d: Disclosure, r: Reconciliation) -> str:
    lines = [repr(d), repr(r)]
    for title, rows in (("contradictions", r.failures), ("findings", r.findings)):
        lines.append(f"{title}: {len(rows) or 'none'}")
        lines += [
            f"  {row.rule_id} {row.where}: {_sides(row.reported_fen, row.calculated_fen)}{row.detail}"
            for row in rows.itertuples()
        ]
        if title == "contradictions" and len(rows):
            lines += _suspects(r)
    lines.append(f"all together: {r.consistency.detail}")
    lines.append(f"unread: {len(d.unread) or 'none'}")
    lines += [f"  page {row.page}: {row.printed!r}: {row.why}" for row in d.unread.itertuples()]
    return "\n".join(lines)


def _suspects(r: Reconciliation) -> list[str]:
    """Say where the errors are likely to be: the likeliest explanations of each group of failures."""
    rows = r.suspects
    errors = rows["error"].nunique()
    lines = [f"likely errors: {errors}"]
    for error, sets in rows[rows["rank"].fillna(1) == 1].groupby("error"):
        checks = sets["check_ids"].iloc[0].split()
        lines.append(f"  error {error}, behind {len(checks)} failing check{'s' if len(checks) > 1 else ''}:")
        for n, (_, figures) in enumerate(sets.groupby("explanation")):
            words = " and ".join(_suspect(f) for f in figures.to_dict("records"))
            unproved = "" if figures["proved"].fillna(True).all() else " (a smaller set may exist)"
            lines.append(f"    {'or ' if n else ''}{words}{unproved}")
    return lines


def _suspect(row: dict[Hashable, Any]) -> str:
    if not row["line_id"]:
        return str(row["detail"])
    if row["detail"]:
        slip = f": {SLIPS[row['slip']][1]}" if row["slip"] else ""
        return f"{row['where']} [{row['line_id']}]: {row['detail']}{slip}"
    printed = "blank" if pd.isna(row["printed_fen"]) else f"{format_fen(int(row['printed_fen']))} printed"
    slip = f": {SLIPS[row['slip']][1]}" if row["slip"] else ""
    required = format_fen(int(row["required_fen"]))
    return f"{row['where']} [{row['line_id']}]: {printed}, {required} 万元 required{slip}"


def _sides(reported: object, calculated: object) -> str:
    if not isinstance(reported, Integral) or not isinstance(calculated, Integral):
        return ""
    return f"{format_fen(int(reported))} reported, {format_fen(int(calculated))} calculated 万元; "


def _trace(options: argparse.Namespace) -> int:
    d = read(options.file)
    evidence = trace(d, options.id, reconcile(d).checks)
    evidence.save(options.out)
    print(evidence)
    return 0
