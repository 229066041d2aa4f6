"""A folder of tables that is replaced as a whole, by one build at a time, and never in part."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ...errors import SourceError

TRIES, EVERY = 40, 0.25
"""How often, and after how many seconds, a build asks whether another one into the same folder is done."""


def store_of(out: Path) -> Path:
    """Return the folder beside another in which parts, and what is unfinished, are kept."""
    return out.absolute().parent / ".cache" / "budgetkit"


def moving_of(out: Path) -> Path:
    """Return the folder in which complete tables stand while they are moved to `out`."""
    return store_of(out) / f"{out.absolute().name}-moving"


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give the name of a folder to make; at the end what is in it is moved to `out`, after an error nothing.

    What a build that was killed left is cleared away, or, where it was already being moved, moved in.

    Raises
    ------
    SourceError
        `out` is a file, or another build is writing there.
    """
    if out.exists() and not out.is_dir():
        raise SourceError(f"{out}: is a file; give the folder to write to")
    moving = moving_of(out)
    new = moving.with_name(f"{out.absolute().name}-new")
    moving.parent.mkdir(parents=True, exist_ok=True)
    with _locked(moving.with_name(f"{out.absolute().name}.lock"), out):
        _move(moving, out)
        shutil.rmtree(new, ignore_errors=True)
        try:
            yield new
            if new.is_dir():
                new.rename(moving)  # complete from here on: the next build finishes what this one cannot
                _move(moving, out)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _move(moving: Path, out: Path) -> None:
    if not moving.is_dir():
        return
    if not out.exists():
        moving.rename(out)
        return
    for path in sorted(moving.iterdir()):
        path.replace(out / path.name)
    moving.rmdir()


@contextmanager
def _locked(path: Path, out: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends."""
    with path.open("ab") as file:
        for left in reversed(range(TRIES)):
            try:
                _lock(file)
                break
            except OSError:
                if not left:
                    raise SourceError(
                        f"{out}: another build is writing there; wait for it, "
                        "or write to another folder (--out)"
                    ) from None
                time.sleep(EVERY)
        yield


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
