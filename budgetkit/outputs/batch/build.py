"""build(): raw/ -> processed/, every document on its own, the tables moved in at the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from ...knowledge import frame_fields
from ...records import BUILT, frame
from ..csv_files import read_table
from ..package import LICENCE, describe, write_csv, write_package
from .job import Outcome
from .moving import replacing, store_of
from .parts import join
from .reading import How, read_folder

ABOUT = {
    "name": "budgetkit",
    "title": "Figures of Chinese government budget disclosures, reconciled",
    "licenses": [LICENCE],
}
"""What the data package of a build says of it as a whole."""


class Built(Mapping[str, pd.DataFrame]):
    """The tables of a build by name: each is read from its file when it is asked for.

    Attributes
    ----------
    rows : dict of str to int
        How many rows each table has.
    documents : int
        How many documents were read, or taken from what was kept.
    """

    def __init__(self, folder: Path, rows: dict[str, int], failures: pd.DataFrame, documents: int) -> None:
        self._folder, self._failures = folder, failures
        self.rows = {**rows, "failures": len(failures)}
        self.documents = documents

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table."""
        if name == "failures":
            return self._failures
        if name not in self.rows:
            raise KeyError(name)
        return read_table(self._folder / f"{name}.csv", frame_fields(name))

    def __iter__(self) -> Iterator[str]:
        """Give the names of the tables."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self.rows)


def build(
    raw: str | Path = "raw",
    processed: str | Path = "processed",
    *,
    workers: int | None = None,
    engine: str = "rulings",
    seconds: int = 600,
    memory: int = 2048,
    shard: tuple[int, int] | None = None,
    progress: Callable[[str], None] | None = None,
    executor: Executor | None = None,
) -> Built:
    """Read and reconcile every document of a folder and write the tables.

    Each document is read in a process of its own. One that cannot be read, crashes, hangs or takes too much
    memory is a row of the table ``failures``; the others are written. What a document yields is kept, by the
    content of its files and the version of what reads, in ``.cache/budgetkit`` beside `processed`, so that a
    build that was stopped, however it was stopped, goes on from there and ends with the same bytes.

    Parameters
    ----------
    raw : str or Path
        Folder with documents. Where it has a ``sources.csv``, the files in its ``file`` column are
        read, and those with the same ``document`` are one disclosure; else every file but plain text under
        a name of no known format, and tables and prose that say the same entity, year and phase are one.
    processed : str or Path
        Folder for the tables (CSV, UTF-8) and ``datapackage.json``, their data dictionary.
    workers : int, optional
        Documents that are read at a time; by default one a processor.
    engine : {"rulings", "camelot", "both", "scan"}
        Reader of PDF.
    seconds, memory : int
        Limits of one document: time, and megabytes (the latter on Linux only).
    shard : (int, int), optional
        ``(i, n)``: read the i-th of n shares of the documents only, and write no tables; a build without it
        takes what the shards have kept. The folders have to be the same on all machines.
    progress : callable, optional
        Called with a line of text for each document; by default nothing is said.
    executor : concurrent.futures.Executor, optional
        Runs the jobs, one a document, instead of `workers`: such as a cluster's client, whose machines
        have to see the folders under the same paths. Threads do. It is not shut down.

    Returns
    -------
    Built
        The tables by name (a mapping); of a shard only ``failures``.

    Raises
    ------
    SourceError
        The folder has no documents, or none can be read (the message lists them), or another build is
        writing to `processed`, which is left as it was.
    """
    raw, out = Path(raw), Path(processed)
    how = How(workers, engine, seconds, memory, shard, progress, executor)
    if shard:
        found = read_folder(raw, store_of(out), how)
        return Built(out, {}, _failures(found), len(found))
    with replacing(out) as new:
        found = read_folder(raw, store_of(out), how)
        new.mkdir()
        made = _written(found, new, out)
        files = {name: (f"{name}.csv", frame_fields(name)) for name in BUILT}
        write_package(new, describe(new, files, ABOUT))
    return made


@contextmanager
def making(raw: Path, out: Path, how: How) -> Iterator[tuple[Built, Path]]:
    """Give the tables of a folder, and the name of a folder to make that takes the place of `out` at the end.

    Raises
    ------
    SourceError
        As for :func:`build`.
    """
    with replacing(out) as new:
        folder = new.with_name(f"{new.name}-tables")
        shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
        try:
            found = read_folder(raw, store_of(out), how)
            folder.mkdir()
            yield _written(found, folder, folder), new
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _written(found: Sequence[tuple[str, Outcome]], folder: Path, final: Path) -> Built:
    """Write the tables of all documents to a folder, which will be `final`."""
    rows = join([Path(outcome.part) for _, outcome in found if outcome.part], folder)
    failures = _failures(found)
    write_csv({"failures": failures}, folder)
    return Built(final, rows, failures, len(found))


def _failures(found: Sequence[tuple[str, Outcome]]) -> pd.DataFrame:
    return frame("failures", [outcome.failure for _, outcome in found if outcome.failure])
