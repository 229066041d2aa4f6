"""build(): raw/ -> processed/; load(): processed/ -> DataFrames.

Each document is read and reconciled on its own, in parallel; what it yields is cached by the
content of the file and of the package, so that a build can be stopped and resumed. The tables are
written to a folder beside processed/ and moved in at the end: nothing half-written is left.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd

from ..disclosure import Disclosure, read
from ..errors import BudgetkitError, SourceError
from ..readers import SUFFIXES
from ..reconciliation import reconcile
from ..records import TABLES, frame
from .cache import _fingerprint
from .package import _write

Rows = dict[str, list[dict[str, Any]]]


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

    Parameters
    ----------
    raw : str or Path
        Folder with documents. Where it has a ``sources.csv``, the files in its ``file`` column are
        read, and those with the same ``document`` are one disclosure; else every PDF and Markdown
        file but a README, and tables and prose that say the same entity, year and phase are one.
    processed : str or Path
        Folder for the tables (CSV, UTF-8) and ``datapackage.json``, their data dictionary.
    workers : int, optional
        Processes; by default one a processor, and none for a single document.
    engine : {"rulings", "camelot", "both"}
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
    raw, processed = Path(raw), Path(processed)
    store = processed.absolute().parent / ".cache" / "budgetkit"
    groups = _documents(raw, store, workers, executor)
    say = progress or (lambda text: None)
    results: list[Rows] = []
    problems: list[str] = []
    jobs = [("extract", name, paths, engine, store) for name, paths in groups]
    for (name, _), outcome in zip(groups, _run(jobs, workers, executor), strict=True):
        if isinstance(outcome, str):
            problems.append(outcome)
        else:
            results.append(outcome)
        say(f"{len(results) + len(problems)}/{len(groups)} {name}")
    if problems:
        raise SourceError(
            f"{len(problems)} of {len(groups)} documents cannot be read:\n" + "\n".join(problems)
        )
    tables = {name: frame(name, [row for rows in results for row in rows[name]]) for name in TABLES}
    _write(tables, processed)
    return tables


def _documents(
    raw: Path, store: Path, workers: int | None, executor: Executor | None
) -> list[tuple[str, list[Path]]]:
    """Return the documents of a folder: a name and the files of each.

    ``sources.csv`` says what belongs together in its ``document`` column (the stem of the file where
    it is empty or missing). Without it, a file of tables and files of prose are one document where
    they say the same entity, year and phase.
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
    return _grouped(paths, list(_run(jobs, workers, executor)))


def _grouped(paths: Sequence[Path], surveys: Sequence[Rows | str]) -> list[tuple[str, list[Path]]]:
    """Put a file of tables and the files of prose that say they belong to the same document together."""
    alike: dict[tuple[str, ...], dict[str, list[Path]]] = {}
    for path, survey in zip(paths, surveys, strict=True):
        about = {"kind": "whole"} if isinstance(survey, str) else survey["survey"][0]
        key = tuple(str(about.get(k) or "") for k in ("entity", "fiscal_year", "phase"))
        key = key if all(key) and about["kind"] != "whole" else (str(path),)
        alike.setdefault(key, {}).setdefault(about["kind"], []).append(path)
    groups: list[list[Path]] = []
    for kinds in alike.values():
        tables, prose = kinds.get("tables", []), kinds.get("prose", [])
        together = len(tables) == 1 and prose
        groups += [[*tables, *prose]] if together else [[p] for found in kinds.values() for p in found]
    return [(group[0].stem, group) for group in sorted(groups)]


Job = tuple[str, str, list[Path], str, Path]


def _run(jobs: Sequence[Job], workers: int | None, executor: Executor | None) -> Iterator[Rows | str]:
    if executor is not None:
        yield from executor.map(_one, jobs)
        return
    workers = min(workers or os.cpu_count() or 1, len(jobs))
    if workers == 1:
        yield from map(_one, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_one, jobs)


def _one(job: Job) -> Rows | str:
    """Return what a job yields, from the cache where it has it, or why a file cannot be read."""
    task, name, paths, engine, store = job
    try:
        digests = [hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "" for p in paths]
        stems = [p.stem for p in paths]
        key = hashlib.sha256(json.dumps([task, name, stems, digests, engine, _fingerprint()]).encode())
        kept = store / f"{key.hexdigest()[:32]}.json"
        if kept.exists():
            cached: Rows = json.loads(kept.read_text(encoding="utf-8"))
            return cached
        d = read(paths, engine=engine, document_id=name)
        rows = _extract(d, digests) if task == "extract" else {"survey": [_survey(d)]}
        store.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{uuid4().hex}")  # of another process, or machine, than anyone else's
        part.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        part.replace(kept)
        return rows
    except BudgetkitError as error:
        return str(error)


def _survey(d: Disclosure) -> dict[str, Any]:
    """Say whose document a file is, and whether it holds tables, prose, or the whole."""
    accounting = sum(t.form.accounting for t in d.tables)
    kind = "prose" if not accounting else "tables" if d.stated.empty else "whole"
    return {**asdict(d.document), "kind": kind}


def _extract(d: Disclosure, digests: Sequence[str]) -> Rows:
    result = reconcile(d)
    found = {"checks": result.checks, "suspects": result.suspects}
    tables = {name: getattr(d, name) for name in TABLES if name not in ("documents", *found)} | found
    document = {
        **asdict(d.document),
        "files": " ".join(part.path.name for part in d.parts),
        "sha256": " ".join(digests),
        "engine": d.engine,
        "tables": len(d.tables),
        "figures": len(d.line_items),
        "unread": len(d.unread),
    }
    rows = {name: json.loads(t.to_json(orient="records", double_precision=6)) for name, t in tables.items()}
    return {"documents": [document], **rows}
