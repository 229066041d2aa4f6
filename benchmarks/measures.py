"""Whether the measures are right: ``python -m benchmarks measures DIR``.

Reads the documents below DIR that ``tests/data/measures.csv`` names, and compares ``bk.measures`` of each with
that key, which was written down by eye from pictures of the pages. Prints, by measure and by place, how many are
``right``, ``wrong``, ``missing``, ``ambiguous``, ``extra`` (a value where the key has none), and ``summed`` (no
such line is printed, and the sum of its parts is given; the key does not judge that). ``--misses`` lists them.
"""

from __future__ import annotations

import argparse
import csv
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import budgetkit as bk
from budgetkit.amounts import parse

KEY = Path(__file__).resolve().parents[1] / "tests" / "data" / "measures.csv"
VERDICTS = ("right", "wrong", "missing", "ambiguous", "extra", "summed")


class Judged(NamedTuple):
    """One measure of one document, what the key says of it and what it came to."""

    file: str
    measure: str
    verdict: str
    wanted: str
    found: str


def key() -> dict[str, list[dict[str, str]]]:
    """Return the rows of the key by document."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with KEY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["file"]].append(row)
    return rows


def verdict(wanted: str, unit: str, item: str, found: Any) -> str:
    """Say what a row of ``measures`` is against the key, and whether it names the line that the key does.

    The key writes a sum or a difference with its terms, a ratio with a stroke. A zero that the prose states is
    no contradiction of an empty place.

    >>> verdict("1,000", "元", "", {"value_fen": 100_000, "value": None, "status": "printed"})
    'right'
    >>> verdict("blank", "", "", {"value_fen": 5, "value": None, "status": "printed"})
    'extra'
    >>> verdict("3 + 4 / 10", "", "", {"value_fen": None, "value": 0.7, "status": "derived"})
    'right'
    """
    known = found["status"] not in ("missing", "ambiguous")
    value = next((v for v in (found["value"], found["value_fen"]) if not pd.isna(v)), 0) if known else None
    if wanted in ("blank", "not printed"):
        return "right" if not value else "summed" if found["status"] == "derived" else "extra"
    if value is None:
        return str(found["status"])
    part, whole = (_sum(text, unit) if text else None for text in wanted.partition(" / ")[::2])
    right = value == part if whole is None else abs(value - (part or 0) / whole) < 1e-5
    named = not item or item in (found["item"], found["code"])
    return "right" if right and named else "wrong"


def _sum(text: str, unit: str) -> int:
    """Return what the key writes, in fen; a number that is no amount stands for itself, a ratio for its fen.

    >>> _sum("1,000.50 - 0.50", "元"), _sum("4 + 43", "人")
    (100000, 47)
    """
    terms = [term.replace(",", "") for term in re.split(r" (?=[+-] )", text)]
    if unit and not unit.endswith("元"):
        return sum(int(term.replace(" ", "")) for term in terms)
    signed = [
        (-1 if term.startswith("- ") else 1, term.removeprefix("+ ").removeprefix("- ")) for term in terms
    ]
    return sum(sign * (parse(term, unit or "万元").fen or 0) for sign, term in signed)


def judge(path: Path) -> list[Judged]:
    """Compare the measures of one document with the key."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = bk.measures(bk.read(path)).set_index("measure").to_dict("index")
    rows = []
    for row in key()[path.stem]:
        mine = found[row["measure"]]
        said = f"{row['value']} {row['unit']} (page {row['page']})"
        words = ("status", "item", "printed", "unit", "why", "candidates")
        got = " ".join(str(mine[k]) for k in words if mine[k]) + (
            "" if pd.isna(mine["value"]) else f" = {mine['value']:g}"
        )
        outcome = verdict(row["value"], row["unit"], row["item"], mine)
        rows.append(Judged(path.stem, row["measure"], outcome, said, got.strip()))
    return rows


def run(folder: Path, workers: int = 2) -> Iterator[Judged]:
    """Judge the documents of the key that are below a folder."""
    paths = [path for path in sorted(folder.rglob("*.pdf")) if path.stem in key()]
    with ProcessPoolExecutor(workers) as pool:
        for rows in pool.map(judge, paths):
            yield from rows


def counted(rows: Iterable[Judged], by: str) -> str:
    """Return a table of the verdicts by ``measure`` or ``place``."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.measure if by == "measure" else row.file.rpartition("-")[0]][row.verdict] += 1
    lines = [f"| {by} | {' | '.join(VERDICTS)} |", "|---" + "|--:" * len(VERDICTS) + "|"]
    lines += [f"| {name} | {' | '.join(str(c[v]) for v in VERDICTS)} |" for name, c in counts.items()]
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="list what is not right")
    options = parser.parse_args()
    rows = list(run(options.folder, options.workers))
    print(counted(rows, "measure"), counted(rows, "place"), sep="\n\n")
    for row in rows if options.misses else ():
        if row.verdict != "right":
            print(row.file, row.measure, row.verdict, "| key:", row.wanted, "| found:", row.found)
