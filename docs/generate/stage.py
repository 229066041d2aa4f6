"""What of the repository goes into the site: pages and notebooks, with their links made good.

Pages of docs/ stand at the root of the site, all others where they stand in the repository. A link to a file
that is no page of the site becomes its path, as text.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "docs/*.md", "docs/*.png", "docs/zh/*.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.zh-CN.md",
    "benchmarks/README.md",
    "notebooks/README.md", "notebooks/*.ipynb", "processed/panel/README.md", "raw/README.md",
)  # fmt: skip
MADE = {"docs/questions.csv": "questions.md", "budgetkit/data/rules.csv": "rules/index.md"}
"""Files of the repository that the site has a page of, which is made of them."""
_OPTIONAL = re.compile(r"^(\S+)\?$\n?", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]*)\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)")


def pages(root: Path = ROOT) -> list[str]:
    """Return the files of the repository that are pages of the site, by their paths in it."""
    found = (path.relative_to(root).as_posix() for pattern in PAGES for path in root.glob(pattern))
    return sorted(found)


def home(path: str) -> str:
    """Return where a file of the repository stands in the site.

    >>> home("docs/architecture.md"), home("CHANGELOG.md"), home("README.zh-CN.md")
    ('architecture.md', 'CHANGELOG.md', 'zh/README.zh-CN.md')
    """
    path = path.removeprefix("docs/")
    return f"zh/{path}" if path.endswith(".zh-CN.md") else path


def relinked(text: str, path: str, known: set[str]) -> str:
    """Return the text of a page with its links as they are in the site.

    >>> relinked("[a](docs/a.md#b), [c](raw/sources.csv)", "README.md", {"docs/a.md"})
    '[a](a.md#b), c (`raw/sources.csv`)'
    >>> relinked("[`raw/sources.csv`](../raw/sources.csv)", "docs/a.md", {"docs/a.md"})
    '`raw/sources.csv`'
    >>> relinked("[forty](questions.csv)", "docs/start.md", {"docs/start.md"})
    '[forty](questions.md)'
    """

    def link(found: re.Match[str]) -> str:
        words, target, anchor = found[1], found[2], found[3] or ""
        whole = os.path.normpath(PurePosixPath(path).parent / target)
        if place := MADE.get(whole) or (home(whole) if whole in known else ""):
            there = os.path.relpath(place, PurePosixPath(home(path)).parent)
            return f"[{words}]({there}{anchor})"
        if not (ROOT / whole).exists():
            return found[0]  # a page that is generated, or the build says that it is not there
        return words if whole in words else f"{words} (`{whole}`)"

    return _LINK.sub(link, text)


def listed(text: str, known: set[str]) -> str:
    """Return a page without the entries of its toctree, a line each, that end in ? and are no pages.

    >>> listed("start\\ntutorial?\\nend?\\n", {"docs/start.md", "docs/end.md"})
    'start\\nend\\n'
    """
    homes = {home(path).removesuffix(".md") for path in known}
    return _OPTIONAL.sub(lambda found: f"{found[1]}\n" if found[1].strip("/") in homes else "", text)


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
        if path.endswith(".png"):
            (out / home(path)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, out / home(path))
            continue
        text = (root / path).read_text(encoding="utf-8")
        made = _notebook(text, path, known) if path.endswith(".ipynb") else relinked(text, path, known)
        write(out / home(path), listed(made, known))


def write(path: Path, text: str) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
