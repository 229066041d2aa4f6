"""CSV files of a build -> DataFrames with the dtypes of the data dictionary."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pandas as pd

from ..errors import SourceError
from ..records import DTYPES


def csv_rows(rows: pd.DataFrame) -> str:
    """Return the rows of a table as text, without a header: what ``to_csv`` gives, in a third of its time.

    >>> csv_rows(pd.DataFrame({"a": pd.array([1, None], "Int64"), "b": ["x, y", ""], "c": [0.1, 2.0]}))
    '1,"x, y",0.1\\n,,2.0\\n'
    """
    text = StringIO()
    columns = [rows[column].array.to_numpy(object, na_value="").tolist() for column in rows]
    csv.writer(text, lineterminator="\n").writerows(zip(*columns, strict=True))
    return text.getvalue()


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
