"""The figures of "beside other tools" that are in the repository: two readers on the same cells."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .stage import ROOT


def agreement() -> str:
    """Say on how many cells both readers agree (``processed/measured/agreement.csv``)."""
    rows = pd.read_csv(ROOT / "processed" / "measured" / "agreement.csv")
    rows = rows[rows["cells_compared"] > 0]
    compared, agreeing = rows["cells_compared"].sum(), rows["cells_agreeing"].sum()
    whole = rows["cells_compared"].eq(rows["cells_agreeing"]).sum()
    least = (rows["cells_agreeing"] / rows["cells_compared"]).min()
    return (
        f"In {len(rows)} files of {rows['place'].nunique()} places both see the same in "
        f"{agreeing / compared:.1%} of {compared:,} cells, and in every cell of {whole} files; the file on which "
        f"they agree least has {least:.1%}.\n"
    )


def pages() -> Iterator[tuple[str, str]]:
    """Return what is included in the page, by its path."""
    yield "_agreement.txt", agreement()
