"""One document, read and reconciled: in a process, on a machine of a cluster, or taken from the cache."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..disclosure import Disclosure, read
from ..errors import BudgetkitError
from .cache import Rows, kept
from .tables import tables_of

Job = tuple[str, str, list[Path], str, Path]
"""Task (``survey`` or ``extract``), name of the document, its files, engine, folder of the cache."""


def run(jobs: Sequence[Job], workers: int | None, executor: Executor | None) -> Iterator[Rows | str]:
    """Yield what each job comes to, in order: its rows, or why a file cannot be read."""
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
    task, name, paths, engine, store = job
    try:
        digests = [hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "" for p in paths]

        def make() -> Rows:
            d = read(paths, engine=engine, document_id=name)
            return _extract(d, digests) if task == "extract" else {"survey": [_survey(d)]}

        return kept(store, [task, name, [p.stem for p in paths], digests, engine], make)
    except BudgetkitError as error:
        return error.en


def _survey(d: Disclosure) -> dict[str, Any]:
    """Say whose document a file is, and whether it holds tables, prose, or the whole."""
    accounting = sum(t.form.accounting for t in d.tables)
    kind = "prose" if not accounting else "tables" if d.stated.empty else "whole"
    return {**asdict(d.document), "kind": kind}


def _extract(d: Disclosure, digests: Sequence[str]) -> Rows:
    tables = tables_of(d, digests=digests)
    return {name: json.loads(t.to_json(orient="records", double_precision=6)) for name, t in tables.items()}
