"""processed/ -> DataFrames with the right dtypes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..amounts import UNITS
from ..errors import SourceError
from ..knowledge import frame_fields
from ..records import BUILT
from .batch import moving_of
from .csv_files import read_table
from .panel import PANEL, fields, file_name, read_parquet


def load(
    name: str,
    processed: str | Path | None = None,
    *,
    panel: bool = False,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Load one table of a build, or of the panel, with the dtypes of the data dictionary.

    Parameters
    ----------
    name : str
        documents, forms, line_items, blanks, stated, indicators, unread, measures, checks, suspects or
        failures; of the panel also coverage.
    processed : str or Path, optional
        Folder of the build; by default ``processed/`` of the working directory or of the nearest
        folder above it that has one.
    panel : bool
        The panel's table, in ``panel/`` of that folder: all collected documents instead of those of ``raw/``.
    columns : sequence of str, optional
        Only these, in the order of the data dictionary.

    Returns
    -------
    DataFrame
        Columns as in ``datapackage.json``. Amounts are whole fen (``Int64``); where there is an
        ``amount_fen``, a column ``amount`` in 万元 (``Float64``) is added at the end, for plotting. A text
        that is missing is "", a number or a truth value that is missing is ``<NA>``.

    Raises
    ------
    SourceError
        There is no such build, panel, table or column.
    DependencyError
        The table is Parquet, and DuckDB is not installed (``pip install duckdb``).

    Examples
    --------
    >>> items = load("line_items", columns=["line_id", "amount_fen"])
    >>> items.dtypes.astype(str).to_dict()
    {'line_id': 'string', 'amount_fen': 'Int64', 'amount': 'Float64'}
    >>> items.iloc[0].map(str).tolist()
    ['banan-2024-budget:p4t1r2c1', '1137100000', '1137.1']
    >>> len(load("line_items")), set(load("line_items", panel=True)) >= set(load("line_items"))
    (143, True)
    """
    folder = _folder(processed)
    there = PANEL if panel else BUILT
    if name not in there:
        raise SourceError(f"no table {name!r}; there are {', '.join(there)}")
    specs = fields(name) if panel else frame_fields(name)
    folder = folder / "panel" if panel else folder
    path = folder / (file_name(name) if panel else f"{name}.csv")
    if moving_of(folder).exists():
        raise SourceError(
            f"{folder}: tables are being moved in; if no build is running, run it again to finish"
        )
    if lacks := set(columns or ()) - {spec["name"] for spec in specs}:
        raise SourceError(f"{name} has no column {', '.join(sorted(lacks))}")
    rows = (read_parquet if path.suffix == ".parquet" else read_table)(path, specs, columns)
    if "amount_fen" in rows:
        rows["amount"] = (rows["amount_fen"] / UNITS["万元"]).astype("Float64")
    return rows


def coverage(processed: str | Path | None = None) -> pd.DataFrame:
    """Return what the panel covers: region, year and phase × form, in how many publications it is what.

    Returns
    -------
    DataFrame
        The table ``coverage`` of the panel: publications, and in how many of them the form was read, listed
        (some of it could not be read), blank, replaced by another form, not published (the prose says that
        there is no such money), missing.

    Examples
    --------
    >>> coverage().query("form == 'basic_expenditure'")[["publications", "read"]].sum()  # doctest: +SKIP
    """
    return load("coverage", processed, panel=True)


def _folder(processed: str | Path | None) -> Path:
    if processed is not None:
        return Path(processed)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "processed" / "datapackage.json").exists():
            return folder / "processed"
    raise SourceError(
        f"{here}: no processed/ here or above; a copy of the repository has it: go there, give the folder, "
        "or run `budgetkit build`"
    )
