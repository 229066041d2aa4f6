"""Which documents a folder holds, and which of its files are one."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from glob import escape
from pathlib import Path

from ...errors import SourceError
from ...knowledge import body_name
from ...readers import SUFFIXES, plain_text
from .job import Outcome

Groups = list[tuple[str, list[Path]]]
"""Documents: a name, and the files of each."""

OWN = ("readme", "licence", "license", "sources.csv", "manifest.csv", "~$", ".")
"""How the names of files begin that are no documents, but say something of them, or belong to a program."""


_PAGE_FILES = re.compile(r"(?:_files|\.files)$", re.IGNORECASE)


def listed(raw: Path) -> tuple[Groups, bool]:
    """Return the documents of a folder, and whether what they say still decides which of them are one.

    Raises
    ------
    SourceError
        There is no such folder, no document in it, or two files of one name.

    Examples
    --------
    >>> [(name, len(paths)) for name, paths in listed(Path("raw"))[0]]
    [('banan-2024-budget', 1)]
    """
    sources = raw / "sources.csv"
    if sources.exists():
        groups: dict[str, list[Path]] = {}
        with sources.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                groups.setdefault(row.get("document") or Path(row["file"]).stem, []).append(raw / row["file"])
        if groups:
            return list(groups.items()), False
    elif not raw.is_dir():
        raise SourceError(f"{raw}: no such folder; give the folder that holds the documents")
    paths = [] if sources.exists() else [p for p in sorted(raw.rglob("*")) if _document(p, raw)]
    if not paths:
        raise SourceError(
            f"{raw}: holds no documents ({', '.join(SUFFIXES)} or a sources.csv that names them)"
        )
    names = _names(paths)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceError(
            f"{raw}: several files are called {', '.join(twice)}; document ids come from file names"
        )
    return list(zip(names, ([p] for p in paths), strict=True)), True


def _names(paths: Sequence[Path]) -> list[str]:
    """Name documents by their files: without the ending, if it is known and tells no two of them apart.

    >>> _names([Path("a.pdf"), Path("a.xlsx"), Path("b.pdf"), Path("c.odd")])
    ['a.pdf', 'a.xlsx', 'b', 'c.odd']
    """
    stems = Counter(p.stem for p in paths)
    return [p.stem if p.suffix.lower() in SUFFIXES and stems[p.stem] == 1 else p.name for p in paths]


def _document(path: Path, raw: Path) -> bool:
    """Say whether a file is to be read, or refused by name: any but plain text under a name of no format."""
    inside = [part.lower() for part in path.relative_to(raw).parts]
    if inside[-1].startswith(OWN) or any(part.startswith(".") for part in inside) or not path.is_file():
        return False
    if any(_of_page(raw / folder) for folder in path.relative_to(raw).parents):
        return False
    return path.suffix.lower() in SUFFIXES or not plain_text(path)


def _of_page(folder: Path) -> bool:
    """Say whether a folder holds what belongs to a saved page beside it: ``x_files`` of ``x.htm``."""
    name = _PAGE_FILES.sub("", folder.name)
    return name != folder.name and any(folder.parent.glob(f"{escape(name)}.*htm*"))


def joined(groups: Groups, outcomes: Sequence[Outcome]) -> Groups:
    """Put a file of tables and the files of prose that say they belong to the same document together."""
    alike: dict[tuple[str, ...], dict[str, list[Path]]] = {}
    names = {paths[0]: name for name, paths in groups}
    for (_, [path]), found in zip(groups, outcomes, strict=True):
        whose = (body_name(found.whose[0]), *found.whose[1:]) if found.whose else ()
        key = whose if whose and all(whose) and found.kind != "whole" else (str(path),)
        alike.setdefault(key, {}).setdefault(found.kind, []).append(path)
    made: list[list[Path]] = []
    for kinds in alike.values():
        tables, prose = kinds.get("tables", []), kinds.get("prose", [])
        together = len(tables) == 1 and prose
        made += [[*tables, *prose]] if together else [[p] for found in kinds.values() for p in found]
    return [(names[group[0]], group) for group in sorted(made)]
