"""What cannot be written is said with its path, and nothing half written is left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import SourceError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say of what the system does not let us write which path it was, and why.

    >>> with writing(Path("a.csv")):
    ...     raise OSError(28, "No space left on device")
    Traceback (most recent call last):
        ...
    budgetkit.errors.SourceError: a.csv: cannot be written (No space left on device); close it, make \
room, or choose another folder
    """
    try:
        yield
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be written ({error.strerror or error}); close it, make room, or choose another "
            "folder"
        ) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write to; at the end it takes its place, after an error nothing does.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "new", "a.txt")
    ...     with replacing(path) as made:
    ...         _ = made.write_text("whole")
    ...     path.read_text(), len(list(path.parent.iterdir()))
    ('whole', 1)
    """
    made = path.with_name(f".{path.name}-{os.getpid()}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield made
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)
