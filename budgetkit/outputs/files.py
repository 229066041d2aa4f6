"""to_csv(), to_parquet(), to_package(): the tables of one disclosure as files, with their data dictionary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..disclosure import Disclosure
from ..knowledge import frame_fields, table
from ..reconciliation import Reconciliation
from .fiscal import TAXONOMY, facts, model, without_facts
from .package import beside, describe, dictionary, write_csv, write_package
from .panel import write_parquet
from .spreadsheet import for_excel
from .tables import tables_of


def to_csv(
    disclosure: Disclosure, folder: str | Path, *, excel: bool = False, checks: Reconciliation | None = None
) -> Path:
    """Write the tables of a disclosure as CSV files; also ``d.to_csv(folder)``.

    Parameters
    ----------
    disclosure : Disclosure
    folder : str or Path
        Where they go, one file a table; files of these names are replaced.
    excel : bool
        For a double click: with a byte order mark, so that Excel sees that they are UTF-8, and each text that
        it would take for a number, a date or a formula written as ``="…"``, so that codes keep their digits.
        Without it (by default) they are for programs, plain UTF-8, beside ``datapackage.json``.
    checks : Reconciliation, optional
        Gives ``checks`` and ``suspects``; by default the disclosure is reconciled with itself.

    Returns
    -------
    Path
        `folder`.

    Raises
    ------
    SourceError
        `folder` is a file, or a file of the disclosure is no longer where it was read.

    Examples
    --------
    >>> import tempfile, budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     out = d.to_csv(folder)
    ...     len(bk.load("line_items", out)), len(list(out.iterdir()))
    (143, 11)
    """
    tables = tables_of(disclosure, checks)
    with beside(Path(folder)) as made:
        if excel:
            for name, rows in tables.items():
                path = made / f"{name}.csv"
                for_excel(rows).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
        else:
            write_csv(tables, made)
            write_package(made, describe(made, dictionary("csv"), _about(disclosure)))
    return Path(folder)


def to_parquet(disclosure: Disclosure, folder: str | Path, *, checks: Reconciliation | None = None) -> Path:
    """Write the tables of a disclosure as Parquet files; also ``d.to_parquet(folder)``.

    Their data dictionary is ``datapackage.json`` beside them, as for :func:`to_csv`.

    Parameters
    ----------
    disclosure : Disclosure
    folder : str or Path
        Where they go, one file a table; files of these names are replaced.
    checks : Reconciliation, optional
        Gives ``checks`` and ``suspects``; by default the disclosure is reconciled with itself.

    Returns
    -------
    Path
        `folder`.

    Raises
    ------
    DependencyError
        DuckDB is not installed.
    SourceError
        As for :func:`to_csv`.

    Examples
    --------
    >>> import tempfile, duckdb, budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = str(d.to_parquet(folder) / "line_items.parquet")
    ...     duckdb.sql(f"SELECT count(*), max(amount_fen) FROM '{file}'").fetchall()
    [(143, 1137100000)]
    """
    tables = tables_of(disclosure, checks)
    with beside(Path(folder)) as made:
        for name, rows in tables.items():
            write_parquet(rows, frame_fields(name), made / f"{name}.parquet")
        write_package(made, describe(made, dictionary("parquet"), _about(disclosure)))
    return Path(folder)


def to_package(disclosure: Disclosure, folder: str | Path, *, checks: Reconciliation | None = None) -> Path:
    """Write a disclosure as a Fiscal Data Package (1.0.0rc1); also ``d.to_package(folder)``.

    Beside the tables of :func:`to_csv` it has a file ``fiscal_<form>.csv`` a form: the figures that, added,
    are the total that the form prints, in 元, with a ``columnType`` of the budget standard taxonomy for each
    column. Totals are not among them, so that software which adds them up adds nothing twice; they are in
    ``line_items.csv``. Where it cannot be said which figures of a form add, it has no such file, and the
    description of the package says so.

    Parameters
    ----------
    disclosure : Disclosure
    folder : str or Path
        Where the files and ``datapackage.json`` go; files of these names are replaced.
    checks : Reconciliation, optional
        Gives ``checks`` and ``suspects``; by default the disclosure is reconciled with itself.

    Returns
    -------
    Path
        `folder`.

    Raises
    ------
    SourceError
        As for :func:`to_csv`.

    Examples
    --------
    >>> import json, tempfile, budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     package = json.loads((d.to_package(folder) / "datapackage.json").read_text(encoding="utf-8"))
    >>> [r["name"] for r in package["resources"] if r["name"].startswith("fiscal-basic")]
    ['fiscal-basic-expenditure']
    """
    tables = tables_of(disclosure, checks)
    forms = facts(tables)
    files = {f"fiscal_{slug}": (f"fiscal_{slug}.csv", table("fiscal")) for slug in forms}
    with beside(Path(folder)) as made:
        write_csv({**tables, **{f"fiscal_{slug}": rows for slug, rows in forms.items()}}, made)
        package = describe(made, {**files, **dictionary("csv")}, _about(disclosure))
        del package["$schema"]  # it rests on version 1 of the Tabular Data Package
        resources = [{**r, "profile": "tabular-data-resource"} for r in package["resources"]]
        counts = tables["line_items"]["form"].value_counts()
        for n, (slug, rows) in enumerate(forms.items()):
            resources[n] = model(resources[n], slug, int(counts[slug]) - len(rows))
        write_package(
            made,
            {
                "profile": "tabular-data-package",
                **package,
                "description": "Fiscal Data Package 1.0.0rc1." + without_facts(tables, forms),
                "columnTypes": [TAXONOMY],
                "resources": resources,
            },
        )
    return Path(folder)


def _about(d: Disclosure) -> dict[str, Any]:
    """Say what a package of one disclosure is; of its licence nothing is known."""
    known = d.document.document_id.lower()
    return {
        "name": known if re.fullmatch(r"[-a-z0-9._/]+", known) else "disclosure",
        "title": d.document.title or d.document.document_id,
        "sources": [{"title": part.path.name} for part in d.parts],
    }
