"""Reports on disk: of one document a page, of several an index that can be sorted, and a page each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...disclosure import Disclosure, read
from ...errors import BudgetkitError, SourceError
from ...language import language
from ...reconciliation import Reconciliation, error_words, reconcile
from ..batch import documents
from ..outcome import problems, rare, verdict
from ..report import Report
from .page import environment, page, save
from .words import Both

Job = tuple[str, list[Path], Path, tuple[str | Path, ...], str]
"""Name of a document, its files, the index, what it is compared with, engine."""

Row = dict[str, Any]

COLUMNS = ("entity", "year", "phase", "verdict", "failures", "findings", "unread", "pages", "figures")
"""Columns of the index: rows ``html.index.…`` of ``messages.csv``."""

RANKS = ("fail", "unreadable", "none", "undecided", "agree")
"""The verdicts in the order in which they are sorted."""


def write_report(
    paths: Sequence[str | Path],
    out: str | Path = "report.html",
    *,
    together: bool = False,
    against: Sequence[str | Path] = (),
    engine: str = "rulings",
    workers: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[str]:
    """Read, reconcile and write a report.

    Parameters
    ----------
    paths : sequence of str or Path
        One document: `out` is its page. Several, or a folder: `out` is an index with one row a document,
        and the pages stand in a folder beside it (``report-pages/`` for ``report.html``).
    out : str or Path
        Its name ends with ``.html``.
    together : bool
        The files are one disclosure: its tables and its prose.
    against : sequence of str or Path
        Documents to compare with: another year, the final account, a unit.
    engine : {"rulings", "camelot", "both", "scan"}
        Reader of PDF.
    workers : int, optional
        Processes, where there are several documents; by default one a processor.
    progress : callable, optional
        Called with a line of text for each document of several; of a single one, with its verdict.

    Returns
    -------
    list of str
        The verdict of each document, ``unreadable`` where it could not be read.

    Raises
    ------
    SourceError
        The only document cannot be read, there is none, two would be called alike, or `out` is no name of a
        page.

    Examples
    --------
    >>> write_report(["raw/banan-2024-budget.pdf"], "report.html")  # doctest: +SKIP
    ['agree']
    """
    out = Path(out)
    if out.suffix.lower() not in (".html", ".htm"):
        raise SourceError(f"{out}: a report is a page for the browser; give it a name such as report.html")
    if together or (len(paths) == 1 and not Path(paths[0]).is_dir()):
        d = read(list(paths), engine=engine)
        r = reconcile(d, against=[read(path, engine=engine) for path in against])
        save(page(d, r), out)
        if progress:
            progress(next(Report(d, r, language(), everything=False).verdict_lines()))
        return [verdict(d, r)]
    jobs = [(name, files, out, tuple(against), engine) for name, files in _groups(paths, out)]
    rows = []
    for row in _run(jobs, min(workers or os.cpu_count() or 1, len(jobs))):
        rows.append(row)
        if progress:
            progress(f"{len(rows)}/{len(jobs)} {row['name']}")
    fails = sum(row["verdict"] == "fail" for row in rows)
    text = environment().get_template("index.html.j2").render(rows=rows, columns=COLUMNS, fails=fails)
    save(text, out)
    return [row["verdict"] for row in rows]


def _run(jobs: Sequence[Job], workers: int) -> Iterator[Row]:
    if workers == 1:
        yield from map(_row, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_row, jobs)


def _groups(paths: Sequence[str | Path], out: Path) -> list[tuple[str, list[Path]]]:
    """Return name and files of each document; those of a folder as a build finds them."""
    store = out.absolute().parent / ".cache" / "budgetkit"
    groups = list(_listed(paths, store))
    names = [name for name, _ in groups]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceError(f"several documents are called {', '.join(twice)}; their pages would be one file")
    return groups


def _listed(paths: Sequence[str | Path], store: Path) -> Iterator[tuple[str, list[Path]]]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from documents(path, store)
        else:
            yield path.stem, [path]


def _row(job: Job) -> Row:
    """Write the page of one document and return its row of the index."""
    name, files, out, against, engine = job
    try:
        d = read(files, engine=engine, document_id=name)
        r = reconcile(d, against=[read(path, engine=engine) for path in against])
        save(page(d, r, f"../{quote(out.name)}"), out.parent / f"{out.stem}-pages" / f"{name}.html")
    except BudgetkitError as error:
        return {
            "name": name,
            "verdict": "unreadable",
            "rank": RANKS.index("unreadable"),
            "why": Both(error_words(error), error.en),
        }
    return {"name": name, "page": quote(f"{out.stem}-pages/{name}.html")} | _about(d, r)


def _about(d: Disclosure, r: Reconciliation) -> Row:
    found = verdict(d, r)
    return {
        "entity": d.document.entity,
        "year": d.document.fiscal_year,
        "phase": d.document.phase,
        "verdict": found,
        "rank": RANKS.index(found),
        "failures": len(problems(r)),
        "findings": int(rare(r.findings).sum()),
        "unread": len(d.unread),
        "pages": len(d.pages),
        "figures": len(d.line_items) + len(d.stated),
    }
