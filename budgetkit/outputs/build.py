"""build(): raw/ -> processed/, every document on its own, the tables moved in at the end."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

import pandas as pd

from ..errors import SourceError
from ..knowledge import body_name
from ..readers import SUFFIXES
from ..records import TABLES, frame
from .cache import Rows
from .jobs import run
from .package import write


def build(
    raw: str | Path = "raw",
    processed: str | Path = "processed",
    *,
    workers: int | None = None,
    engine: str = "rulings",
    progress: Callable[[str], None] | None = None,
    executor: Executor | None = None,
) -> dict[str, pd.DataFrame]:
    """Read and reconcile every document of a folder and write the tables.

    What a document yields is cached by the content of its files and of the package, so that a build can be
    stopped and resumed. The tables are written to a folder beside `processed` and moved in at the end:
    nothing half-written is left.

    Parameters
    ----------
    raw : str or Path
        Folder with documents. Where it has a ``sources.csv``, the files in its ``file`` column are
        read, and those with the same ``document`` are one disclosure; else every PDF, picture and Markdown
        file but a README, and tables and prose that say the same entity, year and phase are one.
    processed : str or Path
        Folder for the tables (CSV, UTF-8) and ``datapackage.json``, their data dictionary.
    workers : int, optional
        Processes; by default one a processor, and none for a single document.
    engine : {"rulings", "camelot", "both", "scan"}
        Reader of PDF.
    progress : callable, optional
        Called with a line of text for each document; by default nothing is said.
    executor : concurrent.futures.Executor, optional
        Runs the jobs, one a document, instead of `workers`: such as a cluster's client, whose machines
        have to see the folders under the same paths. It has to use processes, not threads: pdfium is not
        safe in threads, nor are reading with camelot and reconciling, which change what belongs to the
        whole process (``budgetkit/process.py``). It is not shut down.

    Returns
    -------
    dict of str to DataFrame
        The tables by name.

    Raises
    ------
    SourceError
        The folder has no documents, or some cannot be read: the message lists all of these, and
        `processed` is left as it was.
    """
    processed = Path(processed)
    tables = extract(
        Path(raw),
        processed.absolute().parent,
        workers=workers,
        engine=engine,
        progress=progress,
        executor=executor,
    )
    write(tables, processed)
    return tables


def extract(
    raw: Path,
    beside: Path,
    *,
    workers: int | None = None,
    engine: str = "rulings",
    progress: Callable[[str], None] | None = None,
    executor: Executor | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the tables that :func:`build` writes; what a document yields is kept in a cache in `beside`."""
    store = beside / ".cache" / "budgetkit"
    groups = documents(raw, store, workers, executor)
    say = progress or (lambda text: None)
    results: list[Rows] = []
    problems: list[str] = []
    jobs = [("extract", name, paths, engine, store) for name, paths in groups]
    for (name, _), outcome in zip(groups, run(jobs, workers, executor), strict=True):
        if isinstance(outcome, str):
            problems.append(outcome)
        else:
            results.append(outcome)
        say(f"{len(results) + len(problems)}/{len(groups)} {name}")
    if problems:
        raise SourceError(
            f"{len(problems)} of {len(groups)} documents cannot be read:\n" + "\n".join(problems)
        )
    return {name: frame(name, [row for rows in results for row in rows[name]]) for name in TABLES}


def documents(
    raw: Path, store: Path, workers: int | None = None, executor: Executor | None = None
) -> list[tuple[str, list[Path]]]:
    """Return the documents of a folder: a name and the files of each.

    ``sources.csv`` says what belongs together in its ``document`` column (the stem of the file where
    it is empty or missing). Without it, a file of tables and files of prose are one document where
    they say the same entity, year and phase; `store` is the folder in which what they say is kept.

    >>> [(name, len(paths)) for name, paths in documents(Path("raw"), Path(".cache"))]
    [('banan-2024-budget', 1)]
    """
    sources = raw / "sources.csv"
    groups: dict[str, list[Path]] = {}
    if sources.exists():
        with sources.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                groups.setdefault(row.get("document") or Path(row["file"]).stem, []).append(raw / row["file"])
        if groups:
            return list(groups.items())
    elif not raw.is_dir():
        raise SourceError(f"{raw}: no such folder; give the folder that holds the documents")
    paths = [
        p
        for p in sorted(raw.rglob("*"))
        if p.suffix.lower() in SUFFIXES and not p.name.lower().startswith("readme")
    ]
    if sources.exists() or not paths:
        raise SourceError(
            f"{raw}: holds no documents ({', '.join(SUFFIXES)} or a sources.csv that names them)"
        )
    stems = [p.stem for p in paths]
    twice = sorted({s for s in stems if stems.count(s) > 1})
    if twice:
        raise SourceError(
            f"{raw}: several files are called {', '.join(twice)}; document ids come from file names"
        )
    jobs = [("survey", p.stem, [p], "rulings", store) for p in paths]
    return _grouped(paths, list(run(jobs, workers, executor)))


def _grouped(paths: Sequence[Path], surveys: Sequence[Rows | str]) -> list[tuple[str, list[Path]]]:
    """Put a file of tables and the files of prose that say they belong to the same document together."""
    alike: dict[tuple[str, ...], dict[str, list[Path]]] = {}
    for path, survey in zip(paths, surveys, strict=True):
        about = {"kind": "whole"} if isinstance(survey, str) else survey["survey"][0]
        key = tuple(str(about.get(k) or "") for k in ("entity", "fiscal_year", "phase"))
        key = (body_name(key[0]), *key[1:])
        key = key if all(key) and about["kind"] != "whole" else (str(path),)
        alike.setdefault(key, {}).setdefault(about["kind"], []).append(path)
    groups: list[list[Path]] = []
    for kinds in alike.values():
        tables, prose = kinds.get("tables", []), kinds.get("prose", [])
        together = len(tables) == 1 and prose
        groups += [[*tables, *prose]] if together else [[p] for found in kinds.values() for p in found]
    return [(group[0].stem, group) for group in sorted(groups)]
