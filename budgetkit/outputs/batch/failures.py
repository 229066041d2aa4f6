"""Documents that could not be read: a row each of ``failures.csv``."""

from __future__ import annotations

import shlex
import signal
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...errors import BudgetkitError, DependencyError, ExtractionError, SourceError
from ...reconciliation import error_words
from .job import Job

Failure = dict[str, Any]
"""A row of the table ``failures``."""

LASTING = ("unreadable", "crash", "time", "memory")
"""Kinds that a second attempt at the same bytes would only find again; the others are tried again."""


def failed(job: Job, error: Exception, kind: str = "", seconds: float = 0) -> Failure:
    """Return the row of a document, by what was raised: by this package on purpose, or by mistake."""
    if not isinstance(error, BudgetkitError):
        error, kind = _unexpected(job, error), "other"
    row = {
        "document_id": job.name,
        "files": " ".join(Path(path).name for path in job.paths),
        "kind": kind or ("unreadable" if isinstance(error, (SourceError, ExtractionError)) else "other"),
        "what": error.en,
        "what_zh": error_words(error),
        "command": _command(job.paths, job.engine),
    }
    clean = {name: text.encode("utf-8", "replace").decode() for name, text in row.items()}
    return {**clean, "seconds": round(seconds)}


def _command(paths: Sequence[str], engine: str) -> str:
    """Return the command that shows what is wrong with a document.

    >>> _command(["raw/a b.pdf"], "rulings"), _command(["x.pdf", "y.md"], "both")
    ("budgetkit check 'raw/a b.pdf'", 'budgetkit check --together --engine both x.pdf y.md')
    """
    options = ["--together"] * (len(paths) > 1) + (["--engine", engine] if engine != "rulings" else [])
    return shlex.join(["budgetkit", "check", *options, *paths])


def _unexpected(job: Job, error: Exception) -> SourceError:
    """Return what to say of an error that nobody raised on purpose, with the place in this package."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((f for f in reversed(frames) if "budgetkit" in f.filename), frames[-1] if frames else None)
    at = f"{Path(where.filename).name}:{where.lineno}" if where else "?"
    what = f"{type(error).__name__}: {error}".split("\n")[0]
    return SourceError(
        f"{_names(job)}: reading it ended in an error of budgetkit, please report it: {what} ({at})"
    )


def out_of_time(job: Job) -> SourceError:
    """Return what to say of a document that was stopped."""
    return SourceError(f"{_names(job)}: not read within {job.seconds} seconds; give it more time (--seconds)")


def out_of_memory(job: Job) -> SourceError:
    """Return what to say of a document that wants too much."""
    return SourceError(f"{_names(job)}: reading it takes more than {job.memory} MB; give it more (--memory)")


def changed(job: Job) -> SourceError:
    """Return what to say of a file that is not what it was when reading began."""
    return SourceError(f"{_names(job)}: changed while it was read; build again when it is complete")


def lost(job: Job, error: Exception) -> SourceError:
    """Return what to say where an executor gives no answer."""
    return SourceError(
        f"{_names(job)}: what should have read it gave no answer ({type(error).__name__}: {error})"
    )


def other_version(job: Job) -> DependencyError:
    """Return what to say where the code that reads is not that of the build: its parts would not be alike."""
    return DependencyError(
        f"{_names(job)}: not read: budgetkit, or a package that it reads with, is here another version than "
        "where the build was begun, or was changed meanwhile; build again with one version everywhere"
    )


def ended(job: Job, status: int) -> SourceError:
    """Return what to say where the process ended by itself; `status` is below 0 for a signal.

    >>> str(ended(Job("x", ["raw/x.pdf"]), -11))
    'raw/x.pdf: the process that read it ended with SIGSEGV; the others were read without it'
    """
    how = _signal(-status) if status < 0 else f"status {status}"
    return SourceError(
        f"{_names(job)}: the process that read it ended with {how}; the others were read without it"
    )


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _names(job: Job) -> str:
    return ", ".join(job.paths)
