"""The version of what reads: a part that another version made is made again.

It follows the imports of :mod:`budgetkit.outputs.tables`, from which every row of a part comes, so that
a rule or a reader counts and a chart does not. Nobody has to remember to raise a number.
"""

from __future__ import annotations

import ast
import hashlib
import platform
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

START = "budgetkit.outputs.tables"
"""The module whose result is kept."""


class Import(NamedTuple):
    """One import: a module by its dotted name, and a name taken from it ("" for the module itself)."""

    module: str
    name: str


class Reading(NamedTuple):
    """What decides what a document yields: modules and tables of this package, and other packages."""

    modules: dict[str, Path]
    tables: dict[str, Path]
    packages: frozenset[str]
    bound: frozenset[str]


@cache
def version() -> str:
    """Return a digest of what reads and reconciles.

    >>> len(version())
    64
    """
    found = reading()
    digest = hashlib.sha256(platform.python_version().encode())
    for path in [*found.modules.values(), *found.tables.values()]:
        digest.update(path.read_bytes())
    names = metadata.packages_distributions()
    known = sorted({n for package in found.packages for n in names.get(package, ())})
    for text in [*sorted(found.bound), *(f"{name} {metadata.version(name)}" for name in known)]:
        digest.update(text.encode())
    return digest.hexdigest()


@cache
def reading() -> Reading:
    """Follow the imports of :data:`START`.

    A name that is taken from the front of a room (``from ..analysis import measures``) leads to the module
    that the front has it from, and to no other. A text such as ``".pdf.page"``, by which a reader is
    imported when it is needed, leads to that module; a text that is the name of a table leads to the table.

    >>> found = reading()
    >>> "budgetkit.readers.pdf.page" in found.modules, "budgetkit.analysis.charts" in found.modules
    (True, False)
    >>> "rules" in found.tables, "unit_kinds" in found.tables
    (True, False)
    """
    known = _modules()
    modules: dict[str, Path] = {}
    outside: set[str] = set()
    texts: set[str] = set()
    bound: set[str] = set()
    todo = [Import(START, "")]
    while todo:
        target = todo.pop()
        found = _resolved(target, known)
        bound.add(f"{target.module} {target.name} {found}")
        if found not in known:
            outside.add(found.split(".")[0])
        elif found not in modules:
            modules[found] = known[found]
            module = _module(found, known)
            texts |= module.texts
            todo += [*module.imports, *_named(module, known)]
    stock = {path.stem: path for path in Path(str(files("budgetkit"))).glob("data/*.csv")}
    tables = {name: stock[name] for name in sorted(texts & set(stock))}
    packages = frozenset(outside - set(sys.stdlib_module_names) - {"budgetkit"})
    return Reading(dict(sorted(modules.items())), tables, packages, frozenset(bound))


class Module(NamedTuple):
    """What the text of a module says: its package, what it imports under which name, its texts."""

    package: str
    imports: list[Import]
    names: dict[str, Import]
    texts: set[str]


@cache
def _modules() -> dict[str, Path]:
    root = Path(str(files("budgetkit")))
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


_READ: dict[str, Module] = {}


def _module(name: str, known: dict[str, Path]) -> Module:
    """Read the text of a module, once."""
    if name not in _READ:
        package = name if known[name].name == "__init__.py" else name.rpartition(".")[0]
        found = _READ[name] = Module(package, [], {}, set())
        for node in ast.walk(ast.parse(known[name].read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.texts.add(node.value)
            elif isinstance(node, ast.Call) and _imports_later(node):
                found.imports.extend(
                    Import(str(a.value), "") for a in node.args if isinstance(a, ast.Constant)
                )
            elif isinstance(node, ast.Import):
                found.imports.extend(Import(alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = package.split(".")[: 1 - node.level or None] if node.level else []
                source = ".".join([*base, *([node.module] if node.module else [])])
                found.names.update({a.asname or a.name: Import(source, a.name) for a in node.names})
        found.imports.extend(found.names.values())
    return _READ[name]


def _imports_later(call: ast.Call) -> bool:
    return getattr(call.func, "attr", getattr(call.func, "id", "")) == "import_module"


def _named(module: Module, known: dict[str, Path]) -> Iterator[Import]:
    """Yield the modules of its own package that a module names in a text, such as ``".pdf.page"``."""
    for text in module.texts:
        if text.startswith(".") and f"{module.package}{text}" in known:
            yield Import(f"{module.package}{text}", "")


def _resolved(target: Import, known: dict[str, Path]) -> str:
    """Return the module in which a name is made, through the fronts of rooms that only hand it on."""
    if f"{target.module}.{target.name}" in known:
        return f"{target.module}.{target.name}"
    path = known.get(target.module)
    if target.name and path is not None and path.name == "__init__.py":
        step = _module(target.module, known).names.get(target.name)
        return _resolved(step, known) if step else target.module
    return target.module
