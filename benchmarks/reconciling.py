"""How long reconciling takes: ``python -m benchmarks reconciling DIR`` reads every PDF below DIR and prints CPU time.

For the documents with the most figures and for those that take longest: milliseconds to reconcile, to
localise errors where checks fail, and to decide whether all identities can hold at once.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import budgetkit as bk

ROUNDS = 3


def milliseconds(work: Callable[[], Any]) -> float:
    """Return the least CPU time of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=5, help="how many documents of each order are shown")
    options = parser.parse_args()
    rows = []
    for path in sorted(options.folder.rglob("*.pdf")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            d = bk.read(path)
        r = bk.reconcile(d)
        rows.append(
            (
                path.stem, len(d.line_items), len(r.checks), milliseconds(lambda d=d: bk.reconcile(d)),
                milliseconds(lambda r=r: r.localise()), milliseconds(lambda r=r: type(r).consistency.func(r)),
            )
        )  # fmt: skip
    print("| document | figures | checks | reconcile, ms | localise, ms | all together, ms |")
    print("|---|--:|--:|--:|--:|--:|")
    largest = sorted(rows, key=lambda row: -row[1])[: options.most]
    longest = sorted(rows, key=lambda row: -row[3])[: options.most]
    hardest = sorted(rows, key=lambda row: -row[4])[: options.most]
    for name, figures, checks, *times in dict.fromkeys([*largest, *longest, *hardest]):
        print(f"| {name} | {figures} | {checks} | " + " | ".join(f"{t:.0f}" for t in times) + " |")
    times_ = sorted(row[3] for row in rows)
    print(f"median of {len(rows)} documents: {times_[len(rows) // 2]:.0f} ms")
