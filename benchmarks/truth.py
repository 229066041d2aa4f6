"""Score a PDF reader against the answer keys of the typeset pages: ``python -m benchmarks truth``.

The keys (``NAME.truth.json`` beside ``NAME.pdf``) list the tables page by page, cell by cell, with
spans. White space is left out of the comparison; nothing else is.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgetkit.readers.pages import Grid, Page
from budgetkit.text import squash
from tests.support import SHARED

TYPESET = SHARED / "typeset"
NAMES = ("v1_lo_writer", "v2_chromium", "v2b_chromium_type3", "v3_lo_calc", "v4_weasyprint", "v5_wordlike")
Reader = Callable[[Path], list[Page]]
_NUMBER = re.compile(r"-?[\d,]*\d(\.\d+)?%?")


@dataclass(frozen=True)
class Score:
    """How much of an answer key a reader got right.

    ``fragments``: tables whose shape, spans and texts are all right; ``cells``: cells that are not
    empty and have the right text at the right place; ``numbers``: those of them that are numbers;
    each with its total. ``spurious``: tables that match none of the key.
    """

    name: str
    fragments: tuple[int, int]
    cells: tuple[int, int]
    numbers: tuple[int, int]
    spurious: int
    wrong: tuple[str, ...] = ()


def _keyed(grid: Grid) -> dict[tuple[int, int], tuple[int, int, str]]:
    return {(c.row, c.col): (c.rowspan, c.colspan, squash(c.text)) for c in grid.cells}


def _fragment(fragment: dict[str, Any], skip: int) -> dict[tuple[int, int], tuple[int, int, str]]:
    return {
        (c["r"] - skip, c["c"]): (c["rs"], c["cs"], squash(c["t"]))
        for c in fragment["cells"]
        if c["r"] >= skip
    }


def _leading_empty(fragment: dict[str, Any]) -> int:
    """Return 1 where the first row is an empty sliver that a page break left; a reader may drop it."""
    first = [c for c in fragment["cells"] if c["r"] == 0]
    return int(bool(fragment.get("cont")) and all(not c["t"] and c["rs"] == 1 for c in first))


def _right(
    got: dict[tuple[int, int], tuple[int, int, str]], key: dict[tuple[int, int], tuple[int, int, str]]
) -> int:
    return sum(got.get(at, (0, 0, ""))[2] == cell[2] for at, cell in key.items() if cell[2])


def score(name: str, read: Reader, folder: Path = TYPESET) -> Score:
    """Read ``NAME.pdf`` with `read` and compare it with ``NAME.truth.json``."""
    truth = json.loads((folder / f"{name}.truth.json").read_text(encoding="utf-8"))
    grids: dict[int, list[Grid]] = {p.number: list(p.grids) for p in read(folder / f"{name}.pdf")}
    exact = right = total = numbers = numbers_total = 0
    wrong: list[str] = []
    for fragment in truth:
        key = _fragment(fragment, 0)
        left = grids.get(fragment["page"], [])
        best = max(left, key=lambda g: _right(_keyed(g), key), default=None)
        got = _keyed(best) if best else {}
        if best:
            left.remove(best)
            if _leading_empty(fragment) and best.n_rows == fragment["nrows"] - 1:
                key = _fragment(fragment, 1)
        filled = {at: cell for at, cell in key.items() if cell[2]}
        digits = {at: cell for at, cell in filled.items() if _NUMBER.fullmatch(cell[2])}
        exact += got == key
        right, total = right + _right(got, filled), total + len(filled)
        numbers, numbers_total = numbers + _right(got, digits), numbers_total + len(digits)
        differing = sorted(at for at in key.keys() | got.keys() if key.get(at) != got.get(at))
        wrong += [
            f"page {fragment['page']} {fragment['table']} {at}: {got.get(at)} for {key.get(at)}"
            for at in differing
        ]
    spurious = sum(map(len, grids.values()))
    return Score(name, (exact, len(truth)), (right, total), (numbers, numbers_total), spurious, tuple(wrong))


def _percent(part: tuple[int, int]) -> str:
    return f"{100 * part[0] / part[1]:6.2f} %" if part[1] else "     –"


def main() -> None:
    """Print the table for the rulings reader and camelot, and what the rulings reader got wrong."""
    from budgetkit.readers import camelot
    from budgetkit.readers.pdf import page as pdf

    readers: dict[str, Reader] = {"rulings": pdf.read, "camelot": camelot.read}
    print(f"{'':22}" + "".join(f"{engine:>9}: exact   cells     numbers  fp" for engine in readers))
    wrong: list[str] = []
    for name in sys.argv[1:] or NAMES:
        row = f"{name:22}"
        for engine, read in readers.items():
            s = score(name, read)
            wrong += [f"{name} {line}" for line in s.wrong] if engine == "rulings" else []
            row += f"{s.fragments[0]:>12}/{s.fragments[1]} {_percent(s.cells)} {_percent(s.numbers)}{s.spurious:>4}"
        print(row)
    print("\n".join(wrong[:40]))
