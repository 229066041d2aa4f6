"""processed/ -> DataFrames with the right dtypes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..amounts import UNITS
from ..errors import SourceError
from ..knowledge import frame_fields
from ..records import DTYPES, TABLES


def load(name: str, processed: str | Path | None = None) -> pd.DataFrame:
    """Load one table of a build with the dtypes of the data dictionary.

    Parameters
    ----------
    name : str
        documents, forms, line_items, blanks, stated, indicators, unread or checks.
    processed : str or Path, optional
        Folder of the build; by default ``processed/`` of the working directory or of the nearest
        folder above it that has one.

    Returns
    -------
    DataFrame
        Columns as in ``datapackage.json``. Amounts are whole fen (``Int64``); where there is an
        ``amount_fen``, a float column ``amount`` in 万元 is added for plotting.

    Raises
    ------
    SourceError
        There is no such build.

    Examples
    --------
    >>> load("line_items").shape[1]  # doctest: +SKIP
    32
    """
    path = _folder(processed) / f"{name}.csv"
    if not path.exists():
        raise SourceError(f"{path}: no such table; there are {', '.join(TABLES)} after `budgetkit build`")
    dtypes = {spec["name"]: DTYPES[spec["type"]] for spec in frame_fields(name)}
    rows = pd.read_csv(path, dtype=dtypes, encoding="utf-8", keep_default_na=False, na_values=_blank(dtypes))
    for column, kind in dtypes.items():
        if kind == "string":
            rows[column] = rows[column].fillna("")
    if "amount_fen" in rows:
        rows["amount"] = (rows["amount_fen"] / UNITS["万元"]).astype("Float64")
    return rows


def _blank(dtypes: dict[str, str]) -> dict[str, list[str]]:
    return {column: [""] for column in dtypes}


def _folder(processed: str | Path | None) -> Path:
    if processed is not None:
        return Path(processed)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "processed" / "datapackage.json").exists():
            return folder / "processed"
    raise SourceError(f"{here}: no processed/ here or above; run `budgetkit build` or give the folder")
