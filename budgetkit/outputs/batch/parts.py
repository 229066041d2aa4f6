"""What one document yields, kept as a file: its rows as text, table by table, and who and what it is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import pandas as pd

from ...errors import SourceError
from ...knowledge import frame_fields
from ...records import TABLES
from ..csv_files import csv_rows

ABOUT = "about.json"
"""The member that says whose document it is, and how many rows each table has."""


def digest_of(*what: object) -> str:
    """Return the name under which something is kept: a digest of all that decides it.

    >>> digest_of("x", 1) == digest_of("x", 1), digest_of("x", 1) == digest_of("x", 2)
    (True, False)
    """
    return hashlib.sha256(json.dumps(what, default=str).encode()).hexdigest()[:40]


def place(store: Path, name: str) -> Path:
    """Return the file of a part; a folder holds one in 256 of them."""
    return store / name[:2] / f"{name}.zip"


def write(path: Path, about: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> None:
    """Write a part: all of it, or nothing."""
    said = {**about, "rows": {name: len(rows) for name, rows in tables.items()}}
    with _whole(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as part:
        part.writestr(ABOUT, json.dumps(said, ensure_ascii=False))
        for name, rows in tables.items():
            part.writestr(f"{name}.csv", csv_rows(rows))


def write_failure(path: Path, failure: Mapping[str, Any]) -> None:
    """Write why there is no part: all of it, or nothing."""
    with _whole(path) as file:
        file.write(json.dumps(failure, ensure_ascii=False).encode())


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to that takes its place when it is complete, and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid4().hex}")  # no other process, or machine, writes to it
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def about(path: Path) -> dict[str, Any] | None:
    """Return what a part says of itself; nothing where there is no such part, or a damaged one."""
    try:
        with zipfile.ZipFile(path) as part:
            found: dict[str, Any] = json.loads(part.read(ABOUT))
            return found
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return None


def join(paths: Sequence[Path], folder: Path) -> dict[str, int]:
    """Write the tables of many documents as CSV, one document after the other, and return their rows.

    No more than a piece of one document is in memory at a time.

    Raises
    ------
    SourceError
        A part is damaged.
    """
    rows = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        files = {name: stack.enter_context((folder / f"{name}.csv").open("wb")) for name in TABLES}
        for name, file in files.items():
            file.write((",".join(spec["name"] for spec in frame_fields(name)) + "\n").encode())
        for path in paths:
            try:
                _append(path, files, rows)
            except (OSError, zipfile.BadZipFile, KeyError) as error:
                raise SourceError(f"{path}: is damaged ({error}); delete it and build again") from error
    return rows


def _append(path: Path, files: Mapping[str, IO[bytes]], rows: dict[str, int]) -> None:
    with zipfile.ZipFile(path) as part:
        for name, count in json.loads(part.read(ABOUT))["rows"].items():
            rows[name] += count
            with part.open(f"{name}.csv") as source:
                shutil.copyfileobj(source, files[name])
