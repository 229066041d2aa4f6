"""One document, read and reconciled, here and now: whatever becomes of the process that does it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...disclosure import Disclosure, read
from ...errors import SourceError
from ..package import sha256
from ..tables import tables_of
from .failures import changed, failed
from .job import Job, Outcome
from .parts import write


def digests_of(paths: Sequence[str]) -> list[str]:
    """Return the SHA-256 of each file; "" for what cannot be opened, of which reading says more."""
    return [_digest(Path(path)) for path in paths]


def _digest(path: Path) -> str:
    try:
        return sha256(path) if path.is_file() else ""
    except OSError:
        return ""


def make(job: Job, digests: Sequence[str], path: Path) -> Outcome:
    """Read a document and keep its part.

    Raises
    ------
    BudgetkitError
        It cannot be read.
    """
    for name in job.paths:
        if name != name.encode("utf-8", "replace").decode():
            raise SourceError(f"{name}: its name is not written in UTF-8; give it another one")
    d = read(list(job.paths), engine=job.engine, document_id=job.name)
    tables = tables_of(d, digests=digests)
    if digests_of(job.paths) != list(digests):
        return Outcome(failure=failed(job, changed(job), "changed"))
    found = Outcome(str(path), _whose(d), _kind(d))
    write(path, {"whose": found.whose, "kind": found.kind}, tables)
    return found


def _whose(d: Disclosure) -> tuple[str, ...]:
    return d.document.entity, str(d.document.fiscal_year or ""), d.document.phase


def _kind(d: Disclosure) -> str:
    """Say whether a file holds tables, prose, or the whole."""
    accounting = sum(t.form.accounting for t in d.tables)
    return "prose" if not accounting else "tables" if d.stated.empty else "whole"
