"""A folder of documents -> the panel."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from ..batch import Built, How, making
from ..package import LICENCE, describe, write_csv, write_package
from .coverage import coverage
from .parquet import write_parquet
from .relations import relate
from .schema import AS_TEXT, PANEL, fields, file_name, withhold

Manifest = Mapping[str, Mapping[str, str]]
"""What is known of where files were collected: rows of ``MANIFEST.csv`` by the stem of the file."""


def make_panel(
    corpus: str | Path,
    out: str | Path = "processed/panel",
    *,
    workers: int | None = None,
    seconds: int = 600,
    memory: int = 2048,
    progress: Callable[[str], None] | None = None,
) -> dict[str, pd.DataFrame]:
    """Read and reconcile all documents below a folder and write the panel: the same files, byte for byte.

    Parameters
    ----------
    corpus : str or Path
        Folder with documents, as for :func:`budgetkit.outputs.batch.build`. Its ``MANIFEST.csv``, where there
        is one, says where each was collected: columns id (stem of the file), source_repo, source_path,
        source_commit, note.
    out : str or Path
        Folder for the tables and ``datapackage.json``.
    workers : int, optional
        Documents that are read at a time; by default one a processor.
    seconds, memory : int
        Limits of one document: time, and megabytes (the latter on Linux only).
    progress : callable, optional
        Called with a line of text for each document.

    Returns
    -------
    dict of str to DataFrame
        The tables by name, as written: no sentence of a document is in them (``panel.csv`` says which
        columns are left out, and ``withheld`` which texts). ``failures`` are the documents that could not
        be read.

    Raises
    ------
    SourceError
        The folder has no documents, or none can be read, or another build is writing to `out`.
    DependencyError
        DuckDB is not installed.
    """
    how = How(workers=workers, seconds=seconds, memory=memory, progress=progress)
    corpus = Path(corpus)
    with making(corpus, Path(out), how) as (built, new):
        tables = {name: _finished(name, rows) for name, rows in _related(built, corpus).items()}
        new.mkdir()
        _write(tables, new)
    return tables


def _related(built: Built, corpus: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a build, its documents with what they are to each other, and what is covered."""
    tables = dict(built)
    manifest = read_manifest(corpus)
    documents = tables["documents"]
    notes = {
        name: " ".join(row["note"] for row in _rows(files, manifest)) for name, files in _files(documents)
    }
    tables["documents"] = _with_sources(relate(documents, tables["line_items"], notes), manifest)
    return {**tables, "coverage": coverage(tables)}


def read_manifest(corpus: Path) -> Manifest:
    """Return where the files of a folder were collected, by stem; nothing where it does not say."""
    path = corpus / "MANIFEST.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _files(documents: pd.DataFrame) -> list[tuple[str, list[str]]]:
    return [(name, files.split()) for name, files in documents[["document_id", "files"]].values.tolist()]


def _rows(files: list[str], manifest: Manifest) -> list[Mapping[str, str]]:
    nothing = {"source_repo": "", "source_path": "", "source_commit": "", "note": ""}
    return [{**nothing, **manifest.get(Path(file).stem, {})} for file in files]


def _with_sources(documents: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Add where the files of each document were collected."""
    columns = {
        "source_repository": "source_repo",
        "source_path": "source_path",
        "source_commit": "source_commit",
    }
    found = {name: _rows(files, manifest) for name, files in _files(documents)}
    said = {
        column: [_joined([row[key] for row in found[name]]) for name in documents["document_id"]]
        for column, key in columns.items()
    }
    return documents.assign(**said)


def _joined(values: list[str]) -> str:
    return values[0] if len(set(values)) == 1 else " | ".join(values)


def _finished(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows if name == "coverage" else withhold(name, rows)
    if "document_id" in rows:
        rows = rows.sort_values("document_id", kind="stable", ignore_index=True)
    return rows[[spec["name"] for spec in fields(name)]]


def _write(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write tables and data package."""
    for table in PANEL:
        path = folder / file_name(table)
        if table in AS_TEXT:
            write_csv({table: tables[table]}, folder)
        else:
            write_parquet(tables[table], fields(table), path)
    files = {name: (file_name(name), fields(name)) for name in PANEL}
    write_package(folder, describe(folder, files, PANEL_PACKAGE))


PANEL_PACKAGE = {
    "name": "budgetkit-panel",
    "title": "Figures of Chinese government departments' budget disclosures, reconciled",
    "description": (
        "Read README.md in this folder first: the ways to a wrong number. No sentence of a document is in "
        "these tables; what was left out is said in the columns withheld and has_note."
    ),
    "sources": [
        {
            "title": "Budget disclosures of the departments in documents.csv, collected from the public "
            "repositories that its columns source_repository, source_path and source_commit name"
        }
    ],
    "licenses": [LICENCE],
}
"""What the data package says of the panel as a whole."""
