"""documents.csv -> the documents, from where they were collected."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ...errors import DependencyError, SourceError
from ...knowledge import sentence

BASE = "https://raw.githubusercontent.com"
"""Where the files of a public repository of GitHub are served, by commit."""


class Source(NamedTuple):
    """One file of a panel: its name, its digest, and where it was collected."""

    file: str
    sha256: str
    repository: str
    path: str
    commit: str

    def url(self, base: str) -> str:
        """Return its address.

        >>> Source("x.pdf", "", "a/b", "预算/1 x.pdf", "c0").url("https://host")
        'https://host/a/b/c0/%E9%A2%84%E7%AE%97/1%20x.pdf'
        """
        return f"{base}/{self.repository}/{self.commit}/{quote(self.path)}"


def sources(documents: Path) -> Iterator[Source]:
    """Yield the files that a panel's ``documents.csv`` names.

    Raises
    ------
    SourceError
        There is no such file, or it is not the table of a panel.
    """
    if not documents.exists():
        raise SourceError(f"{documents}: no such file; give the documents.csv of a panel")
    with documents.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacks = {"files", "sha256", "source_repository"} - set(reader.fieldnames or ())
        if lacks:
            raise SourceError(f"{documents}: not the documents.csv of a panel, no column {', '.join(lacks)}")
        for row in reader:
            files = row["files"].split()
            columns = [_each(row[f"source_{key}"], len(files)) for key in ("repository", "path", "commit")]
            for name, digest, *where in zip(files, row["sha256"].split(), *columns, strict=True):
                yield Source(name, digest, *where)


def _each(value: str, count: int) -> list[str]:
    values = value.split(" | ")
    return values if len(values) == count else values * count


def fetch(
    documents: str | Path,
    folder: str | Path,
    *,
    base: str = BASE,
    progress: Callable[[str], None] | None = None,
    only: Collection[str] = (),
) -> list[Path]:
    """Bring the documents of a panel from where they were collected, and hold each against its SHA-256.

    A file that is there with the right digest is not asked for again. Beside them a ``MANIFEST.csv`` is
    written, with which :func:`budgetkit.outputs.panel.make.make_panel` makes the same panel of the folder.

    Parameters
    ----------
    documents : str or Path
        The panel's ``documents.csv``.
    folder : str or Path
        Where to put them.
    base : str
        Address before repository, commit and path.
    progress : callable, optional
        Called with a line of text for each file.
    only : collection of str
        The ids of the documents to bring; by default all.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    SourceError
        Some could not be had or have another digest: the message lists them, the others are there. Or
        `only` names a document that is not in the panel.
    DependencyError
        pooch is not installed.
    """
    try:
        import pooch
    except ImportError:
        raise DependencyError("fetch needs pooch: pip install pooch") from None
    pooch.get_logger().setLevel(logging.ERROR)
    folder = Path(folder)
    known, got, problems = _chosen(list(sources(Path(documents))), only), [], []
    for source in known:
        try:
            if not source.repository:
                raise ValueError(sentence("documents.csv does not say where it was collected"))
            found = pooch.retrieve(
                source.url(base), f"sha256:{source.sha256}", fname=source.file, path=folder, progressbar=False
            )
            got.append(Path(found))
        except Exception as error:
            problems.append(f"{source.file}: {' '.join(str(error).split())}")
        if progress:
            progress(f"{len(got) + len(problems)}/{len(known)} {source.file}")
    _manifest(known, folder, Path(documents))
    if problems:
        raise SourceError(f"{len(problems)} of {len(known)} files were not brought:\n" + "\n".join(problems))
    return got


def _chosen(known: list[Source], only: Collection[str]) -> list[Source]:
    """Return the files of some documents; their names are those of their documents."""
    if lacking := sorted(set(only) - {Path(s.file).stem for s in known}):
        raise SourceError(f"no document {', '.join(lacking)} in the panel")
    return [s for s in known if not only or Path(s.file).stem in only]


def _manifest(known: list[Source], folder: Path, documents: Path) -> None:
    """Write where each file was collected, and what is noted of it, for the next panel."""
    with documents.open(encoding="utf-8", newline="") as file:
        edited = {
            name: "EDITED" if "edited by its collector" in row["why_not"] else ""
            for row in csv.DictReader(file)
            for name in row["files"].split()
        }
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "MANIFEST.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "source_repo", "source_path", "source_commit", "note"])
        for s in known:
            writer.writerow([Path(s.file).stem, s.repository, s.path, s.commit, edited[s.file]])
