"""One document to read: what to do, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .parts import about, digest_of, place


@dataclass(frozen=True)
class Job:
    """A document to read and reconcile, within limits; it goes to another process as JSON.

    Its paths, and that of the store, hold from `folder`: on every machine the same.
    """

    name: str
    paths: Sequence[str]
    engine: str = "rulings"
    store: str = ""
    folder: str = "."
    version: str = ""
    seconds: int = 600
    memory: int = 2048

    def keys(self, digests: Sequence[str]) -> tuple[Path, Path]:
        """Return where its part is kept, and where the reason why there is none."""
        names = [Path(path).name for path in self.paths]
        part = digest_of(self.name, names, digests, self.engine, self.version)
        failure = digest_of(part, self.paths, self.seconds, self.memory)
        store = Path(self.store)
        return place(store, part), place(store, failure).with_suffix(".json")


class Outcome(NamedTuple):
    """What came of a job: where the part is, and whose document it is; or why it could not be read.

    ``whose`` is entity, year and phase; ``kind`` is ``tables``, ``prose`` or ``whole``.
    """

    part: str = ""
    whose: tuple[str, ...] = ()
    kind: str = "whole"
    failure: dict[str, Any] | None = None


def outcome(path: Path) -> Outcome | None:
    """Return what a part that is kept comes to; nothing where there is none."""
    said = about(path)
    if said is None:
        return None
    return Outcome(str(path), tuple(said["whose"]), said["kind"])
