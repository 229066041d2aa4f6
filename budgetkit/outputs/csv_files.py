"""CSV files of a build -> DataFrames with the dtypes of the data dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..errors import SourceError
from ..records import DTYPES


def read_table(
    path: Path, specs: Sequence[dict[str, str]], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read a table; a text that is missing is "", a number or a truth value that is missing is ``<NA>``.

    Raises
    ------
    SourceError
        There is no such file.
    """
    if not path.exists():
        raise SourceError(
            f"{path}: no such table; `budgetkit build` makes it, `budgetkit panel` that of a panel"
        )
    dtypes = {
        spec["name"]: DTYPES[spec["type"]] for spec in specs if columns is None or spec["name"] in columns
    }
    rows = pd.read_csv(
        path,
        dtype=dtypes,
        usecols=list(dtypes),
        encoding="utf-8",
        keep_default_na=False,
        na_values={column: [""] for column in dtypes},
    )
    for column, kind in dtypes.items():
        if kind == "string":
            rows[column] = rows[column].fillna("")
    return rows
