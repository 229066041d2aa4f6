"""The pages of the interface: every public name, from its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import budgetkit as bk

from .markdown import cell, code, table


def _directive(path: str, thing: Any) -> str:
    if isinstance(thing, ModuleType):
        return f"```{{eval-rst}}\n.. automodule:: {thing.__name__}\n   :members:\n```"
    kind = "exception" if _is_error(thing) else "class" if inspect.isclass(thing) else "function"
    options = "   :members:\n" if kind == "class" else ""
    return f"```{{eval-rst}}\n.. auto{kind}:: {path}\n{options}```"


def _is_error(thing: Any) -> bool:
    """Say whether a thing is raised (``BaseException``)."""
    return inspect.isclass(thing) and issubclass(thing, BaseException)


def _summary(thing: Any) -> str:
    """Return the first sentence of a docstring as Markdown: code in it stays code.

    >>> _summary(_is_error)
    'Say whether a thing is raised (`BaseException`).'
    """
    text = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    parts = re.split(r"(?::\w+:)?`+~?\.?([^`]+)`+", text)
    return "".join(code(part) if at % 2 else cell(f"-{part}-")[1:-1] for at, part in enumerate(parts))


def _table(things: dict[str, Any]) -> str:
    rows = [(f"{{py:obj}}`~{path}`", _summary(thing)) for path, thing in things.items()]
    return table(["name", "what it does"], rows)


def _public(module: ModuleType) -> dict[str, Any]:
    named = {name: getattr(module, name) for name in sorted(module.__all__, key=str.lower)}
    return {name: thing for name, thing in named.items() if callable(thing) or isinstance(thing, ModuleType)}


def _page(title: str, words: str, things: dict[str, Any]) -> str:
    return (
        "\n\n".join([f"# {title}", words, *(_directive(path, thing) for path, thing in things.items())])
        + "\n"
    )


def pages() -> Iterator[tuple[str, str]]:
    """Return the pages of the interface by their paths."""
    top = {f"budgetkit.{n}": t for n, t in _public(bk).items() if not isinstance(t, ModuleType)}
    inner = _public(bk.analysis)
    plain = {f"budgetkit.analysis.{n}": t for n, t in inner.items() if not isinstance(t, ModuleType)}
    plain = {path: thing for path, thing in plain.items() if path.rpartition(".")[2] not in bk.__all__}
    subjects = {f"budgetkit.analysis.{n}": t for n, t in inner.items() if isinstance(t, ModuleType)}
    yield (
        "api/budgetkit.md",
        _page("budgetkit", "`import budgetkit as bk`; every example here is run by the tests.", top),
    )
    yield (
        "api/analysis.md",
        _page("budgetkit.analysis", "`bk.analysis.…`: sums, shares and comparisons.", plain),
    )
    pages_ = [f"api/{path.rpartition('.')[2]}.md" for path in subjects]
    for page, (path, thing) in zip(pages_, subjects.items(), strict=True):
        yield page, _page(path, "", {path: thing})
    toc = "\n".join(
        page.removeprefix("api/").removesuffix(".md") for page in ["budgetkit", "analysis", *pages_]
    )
    rest = table(
        ["module", "what it holds"],
        [
            (f"[`{path}`]({page.removeprefix('api/')})", _summary(thing))
            for page, (path, thing) in zip(pages_, subjects.items(), strict=True)
        ],
    )
    yield (
        "api/index.md",
        (
            f"# Functions 函数\n\nWhat a user calls. Names that are not listed may change.\n\n{_table(top)}\n\n"
            f"## For analysis\n\n{_table(plain)}\n\n{rest}\n\n```{{toctree}}\n:hidden:\n\n{toc}\n```\n"
        ),
    )
