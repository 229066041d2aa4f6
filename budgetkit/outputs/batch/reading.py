"""All documents of a folder, each read once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ...errors import SourceError
from .documents import Groups, joined, listed
from .guard import run
from .job import Job, Outcome
from .progress import Progress
from .version import version

TOLD = 20
"""How many documents that cannot be read an error tells of."""


@dataclass(frozen=True)
class How:
    """How a folder is read: the parameters of :func:`.build.build`."""

    workers: int | None = None
    engine: str = "rulings"
    seconds: int = 600
    memory: int = 2048
    shard: tuple[int, int] | None = None
    progress: Callable[[str], None] | None = None
    executor: Executor | None = None


def read_folder(raw: Path, store: Path, how: How) -> list[tuple[str, Outcome]]:
    """Read what a folder holds, or a share of it, and return what each document comes to, in order.

    Where no ``sources.csv`` says what belongs together, each file is read by itself; only those of tables
    and of prose that say that they are one are then read again, together.

    Raises
    ------
    SourceError
        There is no document, or none can be read.
    """
    groups, found = _documents(raw, store, how)
    if found and all(outcome.failure for outcome in found):
        raise _nothing_read(found)
    return [(name, outcome) for (name, _), outcome in zip(groups, found, strict=True)]


def documents(raw: Path, store: Path) -> Groups:
    """Return the documents of a folder: a name and the files of each. What they say is kept in `store`."""
    return _documents(raw, store, How())[0]


def _documents(raw: Path, store: Path, how: How) -> tuple[Groups, list[Outcome]]:
    groups, undecided = listed(raw)
    if how.shard:
        share, of = how.shard
        groups = groups[share - 1 :: of]
    found = _read(groups, store, how)
    if undecided and not how.shard:
        alone = {paths[0]: outcome for (_, paths), outcome in zip(groups, found, strict=True)}
        groups = joined(groups, found)
        together = [(name, paths) for name, paths in groups if len(paths) > 1]
        whole = dict(zip((name for name, _ in together), _read(together, store, how), strict=True))
        found = [whole[name] if len(paths) > 1 else alone[paths[0]] for name, paths in groups]
    return groups, found


def _read(groups: Groups, store: Path, how: How) -> list[Outcome]:
    jobs = (
        Job(
            name,
            [str(path) for path in paths],
            how.engine,
            str(store),
            os.getcwd(),
            version(),
            how.seconds,
            how.memory,
        )
        for name, paths in groups
    )
    progress = Progress(len(groups), how.progress)
    workers = max(1, min(how.workers or os.cpu_count() or 1, len(groups)))
    found = [Outcome()] * len(groups)
    with closing(run(jobs, workers, how.executor)) as outcomes:
        for number, outcome in outcomes:
            found[number] = outcome
            progress.add(groups[number][0], outcome.failure is not None)
    return found


def _nothing_read(found: Sequence[Outcome]) -> SourceError:
    said = [outcome.failure["what"] for outcome in found if outcome.failure]
    more = [f"and {len(said) - TOLD} more"] * (len(said) > TOLD)
    return SourceError(
        f"{len(said)} of {len(found)} documents cannot be read:\n" + "\n".join([*said[:TOLD], *more])
    )
