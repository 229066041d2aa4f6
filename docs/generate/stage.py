"""What of the repository goes into the site: pages and notebooks, with their links made good.

Pages of docs/ stand at the root of the site, all others where they stand in the repository. A link to a file
that is no page of the site becomes its path, as text.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "docs/*.md", "docs/zh/*.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.zh-CN.md", "benchmarks/README.md",
    "notebooks/README.md", "notebooks/*.ipynb", "processed/panel/README.md", "raw/README.md",
)  # fmt: skip
_LINK = re.compile(r"\[([^\]\n]*)\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)")


def pages(root: Path = ROOT) -> list[str]:
    """Return the files of the repository that are pages of the site, by their paths in it."""
    found = (path.relative_to(root).as_posix() for pattern in PAGES for path in root.glob(pattern))
    return sorted(found)


def home(path: str) -> str:
    """Return where a file of the repository stands in the site.

    >>> home("docs/architecture.md"), home("CHANGELOG.md")
    ('architecture.md', 'CHANGELOG.md')
    """
    return path.removeprefix("docs/")


def relinked(text: str, path: str, known: set[str]) -> str:
    """Return the text of a page with its links as they are in the site.

    >>> relinked("[a](docs/a.md#b), [c](x/c.csv)", "README.md", {"docs/a.md"})
    '[a](a.md#b), c (`x/c.csv`)'
    >>> relinked("[`x/c.csv`](../x/c.csv)", "docs/a.md", {"docs/a.md"})
    '`x/c.csv`'
    """

    def link(found: re.Match[str]) -> str:
        words, target, anchor = found[1], found[2], found[3] or ""
        whole = os.path.normpath(PurePosixPath(path).parent / target)
        if whole in known:
            there = os.path.relpath(home(whole), PurePosixPath(home(path)).parent)
            return f"[{words}]({there}{anchor})"
        if not (ROOT / whole).exists() and path.startswith("docs/"):
            return found[0]  # a page that is generated
        return words if whole in words else f"{words} (`{whole}`)"

    return _LINK.sub(link, text)


def _notebook(text: str, path: str, known: set[str]) -> str:
    """Return a notebook with the links of its words made good, and named as Sphinx expects it."""
    book = json.loads(text)
    for words in (cell for cell in book["cells"] if cell["cell_type"] == "markdown"):
        words["source"] = relinked("".join(words["source"]), path, known)
    return json.dumps(book, ensure_ascii=False)


def stage(out: Path, root: Path = ROOT) -> None:
    """Put the pages of the repository into a folder."""
    known = set(pages(root))
    for path in sorted(known):
        text = (root / path).read_text(encoding="utf-8")
        made = _notebook if path.endswith(".ipynb") else relinked
        write(out / home(path), made(text, path, known))


def write(path: Path, text: str) -> None:
    """Write a page; one that is the same is left alone, so that Sphinx does not read it again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
