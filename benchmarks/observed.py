"""How many real disclosures hold to each rule, and how the ratios of the P rules are distributed.

``python -m benchmarks observed DIR`` reads and reconciles every PDF below DIR and writes
``budgetkit/data/observed.csv``; with ``--check`` it compares with that file instead. A row without a
measure counts documents: the rule *holds* where at least one of its checks is decided and none fails.
A row with a measure is the distribution of a ratio over the documents in which it can be worked out,
one value a document. No document is named.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

import budgetkit as bk
from budgetkit.knowledge.data import table
from budgetkit.rulebook.ledger import Ledger
from budgetkit.rulebook.measures import measures
from budgetkit.rulebook.ratios import measure_ratio

FILE = Path(bk.__file__).parent / "data" / "observed.csv"
STATISTICS = {"minimum": 0, "p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95, "maximum": 1}
COLUMNS = ["rule_id", "measure", "documents", "holds", "fails", "undecided", *STATISTICS, "source"]
DECIDED = {"exact": "holds", "rounding": "holds", "fail": "fails"}


class Observation(NamedTuple):
    """What one document says: the state of each rule and measure, and the ratios that can be worked out."""

    place: str
    year: int | None
    states: dict[tuple[str, str], str]
    values: dict[tuple[str, str], float]


def state(outcomes: Iterable[str]) -> str:
    """Say whether a rule holds in a document, fails, or cannot be decided.

    >>> state(["exact", "insufficient"]), state(["exact", "fail"]), state(["unread"])
    ('holds', 'fails', 'undecided')
    """
    found = {DECIDED.get(outcome, "undecided") for outcome in outcomes}
    return next(s for s in ("fails", "holds", "undecided") if s in found)


def observe(path: Path) -> Observation:
    """Read and reconcile one document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages that hold only images
        disclosure = bk.read(path)
        checks = bk.reconcile(disclosure).checks
    ledger = Ledger(disclosure)
    states = {(rule, ""): state(mine) for rule, mine in checks.groupby("rule_id")["outcome"]}
    values = {}
    for rule, known in measures().items():
        outcomes = checks[checks["rule_id"] == rule].groupby("where")["outcome"]
        states |= {(rule, name): state(mine) for name, mine in outcomes if name in {m.name for m in known}}
        for measure in known:
            decided = states.get((rule, measure.name)) in ("holds", "fails")
            if decided and (found := measure_ratio(ledger, measure)[0]):
                values[rule, measure.name] = float(found.value)
    return Observation(path.parent.name, ledger.year, states, values)


def summarise(observations: Sequence[Observation]) -> list[dict[str, str]]:
    """Return the rows of ``observed.csv``: per rule its counts, then its measures."""
    places = len({o.place for o in observations})
    years = sorted({o.year for o in observations if o.year is not None})
    source = f"{len(observations)} collected disclosures of {places} places, {years[0]}-{years[-1]}"
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for o in observations:
        for key, found in o.states.items():
            counts[key][found] += 1
        for key, value in o.values.items():
            values[key].append(value)
    rows = []
    for rule in sorted(row["id"] for row in table("rules")):
        for name in ("", *(m.name for m in measures().get(rule, ()))):
            count, mine = counts[rule, name], values[rule, name]
            row: dict[str, str] = dict.fromkeys(COLUMNS, "")
            row |= {"rule_id": rule, "measure": name, "source": source}
            row |= {k: str(count[k]) for k in ("holds", "fails", "undecided")}
            row["documents"] = str(len(mine) if name else count.total())
            if mine:
                row |= {k: f"{np.quantile(mine, q):.6g}" for k, q in STATISTICS.items()}
            rows.append(row)
    return rows


def written(rows: Iterable[dict[str, str]]) -> str:
    """Return rows as the text of the file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def run(folder: Path, workers: int) -> list[dict[str, str]]:
    """Observe every PDF below a folder."""
    paths = sorted(folder.rglob("*.pdf"))
    if not paths:
        sys.exit(f"no PDF below {folder}")
    observations = []
    with ProcessPoolExecutor(workers) as pool:
        for observation in pool.map(observe, paths):
            observations.append(observation)
            if sys.stderr.isatty():
                print(f"{len(observations)}/{len(paths)}", end="\r", file=sys.stderr)
    return summarise(observations)


def main() -> None:
    """Write, or check, the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--check", action="store_true", help="compare with the file instead of writing it")
    options = parser.parse_args()
    text = written(run(options.folder, options.workers))
    if not options.check:
        FILE.write_text(text, encoding="utf-8")
        print(f"{text.count(chr(10)) - 1} rows in {FILE.name}")
    elif text != FILE.read_text(encoding="utf-8"):
        known = set(FILE.read_text(encoding="utf-8").splitlines())
        other = [line for line in text.splitlines() if line not in known]
        sys.exit("\n".join([f"{FILE.name} is not what the documents give:", *other]))
