"""Tables <-> Parquet files: the same rows give the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import DependencyError, SourceError
from ...records import DTYPES

SQL = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
"""Types of the data dictionary as DuckDB calls them."""


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise DependencyError(
            "Parquet files are read and written by DuckDB, which is not installed: pip install duckdb"
        ) from None
    return duckdb.connect(config={"threads": 1, "preserve_insertion_order": True})


def write_parquet(rows: pd.DataFrame, specs: Sequence[dict[str, str]], path: Path) -> None:
    """Write a table as Parquet (zstd). One version of DuckDB gives the same bytes for the same rows.

    Parameters
    ----------
    rows : DataFrame
        With the columns of `specs`.
    specs : sequence of dict
        Rows of the data dictionary: names and types.
    path : Path
        File to write.
    """
    names = [spec["name"] for spec in specs]
    types = {spec["name"]: SQL[spec["type"]] for spec in specs}
    with tempfile.TemporaryDirectory() as folder, _duckdb() as connection:
        text = Path(folder) / "rows.csv"
        rows[names].to_csv(text, index=False, encoding="utf-8", lineterminator="\n")
        connection.execute(
            f"COPY (SELECT * FROM read_csv(?, header = true, columns = {types!r}, delim = ',', quote = '\"', "
            "escape = '\"', nullstr = '', allow_quoted_nulls = true, parallel = false, strict_mode = true, "
            "auto_detect = false, null_padding = false, max_line_size = 10000000)) "
            "TO '"
            + str(path).replace("'", "''")
            + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 9)",
            [str(text)],
        )


def read_parquet(
    path: Path, specs: Sequence[dict[str, str]], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read a table with the dtypes of the data dictionary; integers stay exact beside missing ones.

    Raises
    ------
    SourceError
        There is no such file.
    DependencyError
        DuckDB is not installed.
    """
    if not path.exists():
        raise SourceError(f"{path}: no such table of the panel; `make panel CORPUS=DIR` makes it")
    wanted = [spec for spec in specs if columns is None or spec["name"] in columns]
    names = ", ".join(f'"{spec["name"]}"' for spec in wanted)
    with _duckdb() as connection:
        found = connection.execute(f"SELECT {names} FROM read_parquet(?)", [str(path)]).fetchnumpy()
    return pd.DataFrame({spec["name"]: _column(found[spec["name"]], spec["type"]) for spec in wanted})


def _column(values: Any, kind: str) -> Any:
    import numpy as np

    mask = np.ma.getmaskarray(values)
    data = np.ma.getdata(values)
    if kind == "string":
        texts = np.where(mask, "", data) if mask.any() else data
        return pd.array(texts, dtype="string")
    if kind == "integer":
        return pd.arrays.IntegerArray(data.astype("int64"), mask)
    if kind == "boolean":
        return pd.arrays.BooleanArray(data.astype(bool), mask)
    return pd.array(pd.Series(data).mask(mask), dtype=DTYPES[kind])
