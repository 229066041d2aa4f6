"""How often the two PDF readers see the same cells: ``python -m benchmarks agreement DIR [--out FILE]``.

Reads every PDF below DIR with ``engine="both"`` and writes one row a document: its place (the folder that it
is in), how many tables were found, how many cells were compared that are not empty in one reading at least,
and how many of these hold the same text in both, white space apart. Tables that one reader alone has count as
compared and not agreeing. A document that cannot be read has no row and is named on stderr.
"""

from __future__ import annotations

import argparse
import csv
import sys
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import budgetkit as bk

OUT = Path(__file__).resolve().parents[1] / "processed" / "measured" / "agreement.csv"
COLUMNS = ("document", "place", "tables", "cells_compared", "cells_agreeing")

Row = dict[str, str | int]


def measure(path: Path) -> Row | str:
    """Return the row of a document, or why it cannot be read.

    Parameters
    ----------
    path : Path
        A PDF.

    Examples
    --------
    >>> measure(Path("raw/banan-2024-budget.pdf"))["cells_compared"]
    483
    """
    warnings.simplefilter("ignore")
    try:
        pairs = [a for part in bk.read(path, engine="both").parts for a in part.agreements]
    except bk.BudgetkitError as error:
        return f"{path.stem}: {error}"
    cells = {"cells_compared": sum(a.total for a in pairs), "cells_agreeing": sum(a.equal for a in pairs)}
    return {"document": path.stem, "place": path.parent.name, "tables": len(pairs)} | cells


def write(rows: Iterable[Row], out: Path) -> None:
    """Write the rows, sorted by place and document."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(sorted(rows, key=lambda row: (row["place"], row["document"])))


def main() -> int:
    """Write the table and print its sums, a line a place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--out", type=Path, default=OUT, metavar="FILE", help="processed/measured/agreement.csv"
    )
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    with ProcessPoolExecutor(options.workers) as pool:
        found = list(pool.map(measure, sorted(options.folder.rglob("*.pdf"))))
    rows = [row for row in found if not isinstance(row, str)]
    write(rows, options.out)
    print(f"{len(rows)} documents\n\n| place | documents | cells compared | agree |\n|---|--:|--:|--:|")
    for place in sorted({str(row["place"]) for row in rows}):
        mine = [row for row in rows if row["place"] == place]
        compared, agreeing = (sum(int(row[c]) for row in mine) for c in COLUMNS[3:])
        share = f"{agreeing / compared:.2%}" if compared else "–"
        print(f"| {place} | {len(mine)} | {compared} | {share} |")
    problems = [row for row in found if isinstance(row, str)]
    print("\n".join(problems), file=sys.stderr)
    return 0
