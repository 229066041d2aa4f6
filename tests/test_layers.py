"""Data flows one way: a room imports only rooms below it, and only through their fronts."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "budgetkit"

GROUND = "language errors text amounts knowledge markup"
ROOMS = {
    "language": "",
    "version": "",
    "errors": "",
    "text": "",
    "markup": "knowledge",
    "process": "",
    "amounts": "errors text",
    "knowledge": "language errors text",
    "records": "errors knowledge",
    # the reading wing: a file becomes records
    "readers": "errors text knowledge process",
    "tables": f"{GROUND} readers records",
    "prose": f"{GROUND} readers records",
    "disclosure": f"{GROUND} records readers tables prose",
    # the checking wing: records become checks; it never looks into the reading wing
    "rulebook": f"{GROUND} records",
    "checks": f"{GROUND} records rulebook",
    "diagnosis": "knowledge records rulebook process",
    "reconciliation": f"{GROUND} records rulebook checks diagnosis process",
    # the roof
    "outputs": f"{GROUND} records readers disclosure diagnosis reconciliation analysis process version",
    "analysis": f"{GROUND} records rulebook checks diagnosis",
    "cli": "language version knowledge errors disclosure reconciliation outputs",
    "__main__": "cli",
}
"""What each room may import, besides Python and other packages."""

HEAVY = (
    "camelot",
    "distributed",
    "duckdb",
    "pooch",
    "cv2",
    "jinja2",
    "lxml",
    "matplotlib",
    "onnxruntime",
    "pypdfium2",
    "rapidocr",
    "reportlab",
    "frictionless",
    "openpyxl",
    "xlrd",
    "IPython",
    "xlsxwriter",
)
LINES, FLOORS = 310, 9


class Import(NamedTuple):
    """One import of the package by a module of it: the module named, and what is taken from it."""

    module: str
    names: tuple[str, ...]


@cache
def sources() -> dict[str, Path]:
    """Every module of the package by dotted name, the package root left out."""
    named = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts != ("__init__",):
            named[".".join(part for part in parts if part != "__init__")] = path
    return named


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[Import]:
    """The imports of budgetkit in a module of that package, wherever in its text; the root itself is ""."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = tuple(alias.name for alias in node.names)
            found = [(f"{module}.{n}", ()) for n in names] if module == "budgetkit" else [(module, names)]
        else:
            continue
        for name, names in found:
            if name.split(".")[0] == "budgetkit":
                yield Import(name.partition(".")[2], names)


def offences(name: str, tree: ast.AST, is_package: bool = False) -> list[str]:
    """Imports of a module that the table of rooms does not allow, or that reach behind a room's front."""
    parts = ("budgetkit", *name.split("."))
    own = name.split(".")[0]
    allowed = ROOMS.get(own, "").split()
    found = []
    for target in imported(tree, parts if is_package else parts[:-1]):
        room, _, below = target.module.partition(".")
        if room == own:
            continue
        if room not in allowed:
            found.append(f"{name} imports {room or 'the package root'}, which is not below it")
        elif below:
            found.append(f"{name} imports {target.module}: take it from {room} itself")
        found += [f"{name} imports {n} of {room}, which is its own" for n in target.names if n[0] == "_"]
    return found


@cache
def floor(room: str) -> int:
    """How many rooms stand on each other up to this one."""
    return 1 + max((floor(below) for below in ROOMS[room].split()), default=0)


def test_every_module_stands_in_a_room_and_every_room_has_its_module():
    assert {name.split(".")[0] for name in sources()} == set(ROOMS)


@pytest.mark.parametrize("name", sources())
def test_a_module_imports_only_what_its_room_may_and_only_from_the_fronts(name):
    path = sources()[name]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert offences(name, tree, path.name == "__init__.py") == []


def test_no_room_stands_on_itself_and_the_house_is_nine_floors_high_at_most():
    assert max(floor(room) for room in ROOMS) <= FLOORS


def test_no_module_imports_in_a_circle():
    graph = {}
    for name, path in sources().items():
        parts = ("budgetkit", *name.split("."))
        package = parts if path.name == "__init__.py" else parts[:-1]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        graph[name] = set()
        for node in tree.body:
            for target in imported(ast.Module([node], []), package):
                whole = [f"{target.module}.{n}" for n in target.names]
                graph[name] |= {t for t in [target.module, *whole] if t in sources() and t != name}
    done: set[str] = set()

    def follow(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " > ".join([*above, name])
        if name not in done:
            for below in sorted(graph[name]):
                if not above or not above[-1].startswith(f"{below}."):
                    follow(below, (*above, name))
            done.add(name)

    for name in graph:
        follow(name, ())


@pytest.mark.parametrize("name", sources())
def test_a_module_fits_a_few_screens(name):
    assert len(sources()[name].read_text(encoding="utf-8").splitlines()) <= LINES


@pytest.mark.parametrize("name", [room for room in ROOMS if room in sources() and (PACKAGE / room).is_dir()])
def test_a_room_says_in_a_line_what_it_is_for(name):
    doc = ast.get_docstring(ast.parse(sources()[name].read_text(encoding="utf-8")))
    assert doc and len(doc.splitlines()[0]) > 20


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("readers.pages", "from budgetkit.tables import Table"),
        ("readers.pages", "from ..tables import Table"),
        ("readers.pages", "from .. import tables"),
        ("readers.pages", "import budgetkit.tables"),
        ("readers.pages", "def later():\n    from budgetkit import tables"),
        ("readers.pages", "import budgetkit as bk"),
        ("readers.pdf.page", "from ...tables import Table"),
        ("rulebook.ledger", "from ..disclosure import read"),
        ("checks.publication", "from ..disclosure import Disclosure"),
        ("checks.publication", "from ..rulebook.compare import hold"),
        ("checks.prose.shares", "from ...rulebook import _rate"),
    ],
)
def test_an_import_that_the_table_forbids_is_found(name, line):
    assert len(offences(name, ast.parse(line))) == 1


@pytest.mark.parametrize(
    ("name", "line", "is_package"),
    [
        ("tables.columns", "from ..readers import Grid", False),
        ("readers.pdf.page", "from ..pages import Grid\nfrom .lattice import Lattice", False),
        ("readers", "from .pages import Grid\nfrom ..errors import SourceError", True),
        ("cli", "from .outputs import build\nimport argparse", False),
    ],
)
def test_an_import_that_the_table_allows_is_fine(name, line, is_package):
    assert offences(name, ast.parse(line), is_package) == []


def test_importing_budgetkit_loads_nothing_heavy():
    code = "import sys, budgetkit; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & set(HEAVY) == set()
    assert "budgetkit" in done.stdout.split()
    assert done.stderr == ""
