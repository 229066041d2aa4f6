"""Whether a figure has a key, and which figures add up: ``python -m benchmarks keys DIR``.

Reads every PDF below DIR. Within a document, two figures with the same keys (``KEYS``) are the same figure;
where their amounts differ, the keys do not tell them apart. Prints how many such groups there are, by what
tells them apart on the page (the column, the row, the page), by form, and in which documents; then, by form and
direction, for how many forms, directions, years and phases with amounts ``adds`` is proved, and is not known.
"""

from __future__ import annotations

import argparse
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd

import budgetkit as bk

KEYS = (
    "form", "function_code", "economic_code", "government_code", "item", "budget_unit", "project",
    "direction", "fund", "nature", "measure", "carried", "concept", "fiscal_year", "phase",
)  # fmt: skip
"""What a figure is told apart by, besides its place."""

WHOLE = ["form", "direction", "fiscal_year", "phase"]
Collision = tuple[str, str, str, str]


def collisions(items: pd.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """Yield what tells apart the figures of a group with the same keys, its form, and their line_ids."""
    items = items[items["measure"] != "repeat"]
    for key, rows in items.groupby(list(KEYS), dropna=False, sort=False):
        if rows["amount_fen"].nunique() > 1:
            yield apart(rows), str(key[0]), rows["line_id"].tolist()


def apart(rows: pd.DataFrame) -> str:
    """Say what tells figures apart on the page: their column, row, table or page.

    >>> apart(pd.DataFrame({"page": [1, 1], "table": [1, 1], "row": [3, 3], "col": [4, 5]}))
    'column'
    """
    for place, name in (("row", "column"), ("col", "row")):
        same = [*(["page", "table"] if place == "row" else []), place]
        if len(rows[same].drop_duplicates()) == 1:
            return name
    return "row and column"


def adding(items: pd.DataFrame) -> Counter[tuple[str, str, str]]:
    """Count, by form and direction, where it is known which figures add, and where it is not."""
    found: Counter[tuple[str, str, str]] = Counter()
    for (form, direction, *_), rows in items.groupby(WHOLE, dropna=False):
        if rows["amount_fen"].fillna(0).any():
            known = rows["adds"].fillna(False).any()
            found[str(form), str(direction), "proved" if known else "not known"] += 1
    return found


def measure(path: Path) -> tuple[list[Collision], Counter[tuple[str, str, str]]]:
    """Read one document and count."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages that hold only images
        try:
            items = bk.read(path).line_items
        except bk.BudgetkitError as error:
            print(f"{path.stem}: {error}")
            return [], Counter()
    return [(*c[:2], path.stem, " ".join(c[2])) for c in collisions(items)], adding(items)


def table(found: Iterable[Collision]) -> Iterator[str]:
    """Yield the lines of the table of collisions."""
    documents: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for kind, form, document, _ in found:
        documents[kind, form][document] += 1
    yield "| told apart by | form | groups | documents | most in |\n|---|---|--:|--:|---|"
    for (kind, form), counts in sorted(documents.items(), key=lambda pair: -pair[1].total()):
        most = ", ".join(f"{name} {n}" for name, n in counts.most_common(4))
        yield f"| {kind} | {form} | {counts.total()} | {len(counts)} | {most} |"


def main() -> int:
    """Print both tables; ``--list`` also prints the line_ids of every group."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--list", action="store_true", help="also every group with its figures")
    options = parser.parse_args()
    found: list[Collision] = []
    adds: Counter[tuple[str, str, str]] = Counter()
    with ProcessPoolExecutor(2) as pool:
        for mine, known in pool.map(measure, sorted(options.folder.glob("**/*.pdf")), chunksize=2):
            found += mine
            adds += known
    print(*table(found), f"| all | | {len(found)} | {len({c[2] for c in found})} | |", sep="\n")
    print("\n| form | direction | proved | not known |\n|---|---|--:|--:|")
    for form, direction in sorted({key[:2] for key in adds}):
        counts = [adds[form, direction, state] for state in ("proved", "not known")]
        print(f"| {form} | {direction} | {counts[0]} | {counts[1]} |")
    proved = sum(n for key, n in adds.items() if key[2] == "proved")
    print(f"| all | | {proved} | {adds.total() - proved} |")
    if options.list:
        print(*(" ".join(c) for c in found), sep="\n")
    return 0
