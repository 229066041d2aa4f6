"""Tables -> CSV files and their data package."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import SourceError
from ..knowledge import frame_fields
from ..records import TABLES
from .writing import writing

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
"""The version of the specification that the descriptors follow."""

MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

_KEYS = {
    "measures": ["document_id", "measure"],
    "coverage": ["region", "fiscal_year", "phase", "form"],
}
"""Primary keys of the tables that have no unique column."""


LICENCE = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
"""Of the data that this project publishes."""


def write_csv(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write tables as CSV in UTF-8, one file each."""
    for table, rows in tables.items():
        rows.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n", encoding="utf-8")


def dictionary(kind: str) -> dict[str, tuple[str, Sequence[dict[str, str]]]]:
    """Return file (of a kind: ``csv``, ``parquet``) and rows of the data dictionary of each table.

    >>> dictionary("csv")["unread"][0]
    'unread.csv'
    """
    return {name: (f"{name}.{kind}", frame_fields(name)) for name in TABLES}


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` to write to; at the end all of it is moved there, after an error nothing.

    Raises
    ------
    SourceError
        `out` is a file, or it cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise SourceError(f"{out}: is a file; give the folder to write to")
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=f".{out.name}-") as name:
            folder = Path(name)
            yield folder
            out.mkdir(exist_ok=True)
            for path in folder.iterdir():
                shutil.move(path, out / path.name)


def write_package(folder: Path, package: Mapping[str, Any]) -> None:
    """Write the descriptor of a data package beside its tables."""
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def describe(
    folder: Path, tables: Mapping[str, tuple[str, Sequence[dict[str, str]]]], about: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the data package descriptor (version 2): data dictionary, keys, the files' digests.

    Parameters
    ----------
    folder : Path
        Where the files are.
    tables : mapping of str to (str, sequence of dict)
        File and rows of the data dictionary of each table.
    about : mapping
        What is said of the package as a whole: name, title, licence and the like.
    """
    resources = []
    for name, (file, specs) in tables.items():
        kind = file.rpartition(".")[2]
        text = {"encoding": "utf-8"} if kind == "csv" else {}
        resources.append(
            {
                "name": name.replace("_", "-"),
                "path": file,
                "type": "table",
                "format": kind,
                "mediatype": MEDIA[kind],
                **text,
                "bytes": (folder / file).stat().st_size,
                "hash": f"sha256:{sha256(folder / file)}",
                "schema": _schema(name, specs),
            }
        )
    return {"$schema": SCHEMA, **about, "resources": resources}


def sha256(path: Path) -> str:
    """Return the digest of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _schema(name: str, specs: Sequence[dict[str, str]]) -> dict[str, Any]:
    fields = [_field(spec) for spec in specs]
    unique = [spec["name"] for spec in specs if spec["key"] == "unique"]
    key = _KEYS.get(name) or unique[:1]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    if name not in ("documents", "failures") and any(field["name"] == "document_id" for field in fields):
        to = {"resource": "documents", "fields": ["document_id"]}
        schema["foreignKeys"] = [{"fields": ["document_id"], "reference": to}]
    return schema


def _field(spec: dict[str, str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if spec["key"] in ("required", "unique"):
        constraints["required"] = True
    if spec["key"] == "unique":
        constraints["unique"] = True
    if spec["enum"]:
        constraints["enum"] = spec["enum"].split()
    field: dict[str, Any] = {"name": spec["name"], "type": spec["type"], "description": spec["description"]}
    if spec["type"] == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    return {**field, "constraints": constraints} if constraints else field
