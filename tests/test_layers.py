"""Data flows one way: a module imports only from above it, and ``import budgetkit`` stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "budgetkit"

# from the top down; a module (or a package, as one) imports only from modules that stand before it
LAYERS = [
    *("errors", "amounts", "grid", "knowledge", "frames", "readers"),
    *("header", "titles", "forms", "document", "labels", "targets", "normalize"),
    *("typesetting", "prose", "wording", "nouns", "topics", "naming", "clauses", "statements", "state"),
    *("context", "binding", "narrative", "disclosure"),
    *("classify", "book", "outcomes", "selection", "identities", "formulas", "structure"),
    *("completeness", "publication", "indicator_checks", "classification"),
    *("prose_checks", "prose_facts", "prose_arithmetic", "prose_shares", "attribution", "prose_places"),
    *("final_accounts", "ratios", "code_checks", "plausibility"),
    *("entities", "vintages", "unit_sums", "priors", "between"),
    *("equations", "consistency", "slips", "mip", "events", "localise", "explain", "scorecard", "result"),
    *("reconcile", "analyze", "charts", "evidence", "dataset", "cli", "__main__"),
]

HEAVY = ("camelot", "cv2", "matplotlib", "pypdfium2", "reportlab", "frictionless", "IPython")


def sources() -> dict[str, Path]:
    """Every module of the package by dotted name, the package root left out."""
    named = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts != ("__init__",):
            named[".".join(part for part in parts if part != "__init__")] = path
    return named


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    """The modules of budgetkit that a module of that package imports, wherever in its text.

    The root itself is ``""``: it imports everything, so nothing below it may ask it for anything.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "budgetkit" else [module]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "budgetkit":
                yield name.partition(".")[2]


def offences(name: str, tree: ast.AST, is_package: bool) -> list[str]:
    """Imports of a module that do not come from above it."""
    parts = ("budgetkit", *name.split("."))
    own = name.split(".")[0]
    found = []
    for target in imported(tree, parts if is_package else parts[:-1]):
        layer = target.split(".")[0]
        if layer != own and (layer not in LAYERS or LAYERS.index(layer) > LAYERS.index(own)):
            found.append(f"{name} imports {target or 'the package root'}, which is not above it")
    return found


def test_every_module_has_its_place_and_every_place_its_module():
    assert {name.split(".")[0] for name in sources()} == set(LAYERS)


@pytest.mark.parametrize("name", sources())
def test_a_module_imports_only_from_above_it(name):
    if name.split(".")[0] not in LAYERS:
        pytest.fail(f"{name} has no place in LAYERS of {Path(__file__).name}: give it one")
    path = sources()[name]
    assert offences(name, ast.parse(path.read_text(encoding="utf-8")), path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("grid", "from budgetkit.forms import Column"),
        ("grid", "from .forms import Column"),
        ("grid", "from . import forms"),
        ("grid", "import budgetkit.forms"),
        ("grid", "def later():\n    from budgetkit import forms"),
        ("grid", "import budgetkit as bk"),
        ("readers.pdf", "from ..forms import Column"),
        ("readers.pdf", "from .. import forms"),
    ],
)
def test_an_import_from_below_is_found(name, line):
    assert len(offences(name, ast.parse(line), is_package=False)) == 1


@pytest.mark.parametrize(
    ("name", "line", "is_package"),
    [
        ("forms", "from .grid import Grid", False),
        ("readers.pdf", "from ..grid import Grid\nfrom ._lattice import Lattice", False),
        ("readers", "from . import pdf\nfrom ..errors import SourceError", True),
        ("cli", "from . import dataset\nimport argparse", False),
    ],
)
def test_an_import_from_above_or_from_its_own_package_is_fine(name, line, is_package):
    assert offences(name, ast.parse(line), is_package) == []


def test_importing_budgetkit_loads_nothing_heavy():
    code = "import sys, budgetkit; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & set(HEAVY) == set()
    assert "budgetkit" in done.stdout.split()
    assert done.stderr == ""
