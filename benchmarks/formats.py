"""How well each format is read: documents with known figures, in every field.

    python -m benchmarks formats [DIR] [--misses]
    python -m benchmarks formats CORPUS [--places P …] [--kinds K …] [--each N] [--keep FOLDER] [--misses]

DIR (``tests/data/formats``) holds documents. The known figures of ``name.xlsx`` stand in ``name.truth``, a CSV that was
written by hand before it was read (form, direction, fund, nature, code, item, printed, unit, ref), or else are those
of ``raw/banan-2024-budget.pdf``, in all fields but the places. A figure is right if all of that is; listed if it is not,
and ``unread`` has what is printed; else it is missing. What is read and not known is wrong.

CORPUS has a folder of PDFs a place: the first N of each whose tables are read are written in each kind of file
(``benchmarks/written``) and read back; known is what their PDFs gave, as long as a table has the same columns on all
of its pages. LibreOffice writes some kinds, where it is there.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import budgetkit as bk
from benchmarks._across import chosen, measure
from benchmarks.written import KINDS
from budgetkit.readers.formats import SUFFIXES, sniff
from tests.support import DATA, ROOT
from tests.support.same import FIELDS, figures

FEN = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}
KEYS = ["form", "direction", "fund", "nature", "code", "item"]
Rows = Counter[tuple[str, ...]]


class Score(NamedTuple):
    """What became of the known figures of a document, and how many figures it was said to have wrongly."""

    known: int
    right: int
    listed: int
    missing: int
    wrong: int


def known(path: Path) -> Rows | None:
    """Return the figures that stand beside a document, or None if there are none."""
    beside = path.with_suffix(".truth")
    if not beside.exists():
        return None
    with beside.open(encoding="utf-8", newline="") as file:
        return Counter(tuple(map(str, _known(row))) for row in csv.DictReader(file))


def _known(row: dict[str, str]) -> Iterable[object]:
    printed = row["printed"]
    number = Decimal(printed.replace(",", "").replace("(", "-").strip(")"))
    places = len(printed.partition(".")[2].strip(")"))
    fen = FEN[row["unit"]]
    return *(row[k] for k in KEYS), printed, int(number * fen), row["unit"], fen // 10**places, row["ref"]


def found(d: bk.Disclosure) -> Rows:
    """Return the figures that were read of a document, as they are known."""
    return Counter(
        tuple(
            map(
                str,
                (f.form, f.direction, f.fund, f.nature, f.function_code + f.economic_code, f.item, f.printed,
                 f.fen, f.unit, f.step, f.ref),
            )
        )
        for f in d.records("line_items")
    )  # fmt: skip


@cache
def banan() -> Rows:
    """Return the figures of the PDF that is in other formats, too."""
    return figures(bk.read(ROOT / "raw" / "banan-2024-budget.pdf"))


def judge(path: Path) -> tuple[Score, Rows, Rows]:
    """Read a document; return its score, what was not read of it, and what was read wrongly."""
    d = bk.read(path)
    there = known(path)
    here = figures(d) if there is None else found(d)
    there = banan() if there is None else there
    lacks, more = there - here, here - there
    at = len(KEYS) if known(path) else FIELDS.index("printed")
    unread = Counter(text.replace(" ", "") for text in d.unread["printed"])
    listed = (Counter(row[at] for row in lacks.elements()) & unread).total()
    total = there.total()
    right = (there & here).total()
    return Score(total, right, listed, total - right - listed, more.total()), lacks, more


def documents(folder: Path) -> list[Path]:
    """Return the documents of a folder whose figures are known: beside them, or as those of the Banan budget."""
    read = (p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.name != "README.md")
    return sorted(p for p in read if p.with_suffix(".truth").exists() or p.stem.startswith("banan"))


def across(options: argparse.Namespace) -> int:
    """Measure a corpus; 1 if a figure is wrong or missing."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as scratch:
        return measure(
            chosen(options.folder, options.each, options.places), options.kinds or list(KINDS),
            options.keep or Path(scratch), options.misses,
        )  # fmt: skip


def main() -> int:
    """Print the table; 1 if a figure is wrong or missing."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DATA / "formats")
    parser.add_argument("--misses", action="store_true", help="list what is not right")
    parser.add_argument("--places", nargs="*", default=[], help="of a corpus, these folders only")
    parser.add_argument("--kinds", nargs="*", default=[], choices=KINDS, help="these kinds of files only")
    parser.add_argument("--each", type=int, default=2, help="documents a place (%(default)s)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the files that are written")
    options = parser.parse_args()
    if any(options.folder.glob("*/*.pdf")):
        return across(options)
    table: dict[str, list[Score]] = {}
    for path in documents(options.folder):
        score, lacks, more = judge(path)
        table.setdefault(sniff(path).name, []).append(score)
        if options.misses:
            for sign, rows in (("-", lacks), ("+", more)):
                for row in rows.elements():
                    print(f"{sign} {path.name}: {' '.join(filter(None, row))}")
    print(f"{'format':<10}{'documents':>10}" + "".join(f"{name:>9}" for name in Score._fields))
    for name, scores in sorted(table.items()):
        sums = [sum(column) for column in zip(*scores, strict=True)]
        print(f"{name:<10}{len(scores):>10}" + "".join(f"{n:>9}" for n in sums))
    return int(any(s.wrong or s.missing for scores in table.values() for s in scores))
