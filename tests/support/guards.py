"""What a notebook of this project must not do, read off the file without running it.

Each finding is a sentence that says which cell and what to do. ``problems`` is all of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from tests.support import nb as notebook_files

__all__ = ["output_problems", "problems", "shape_problems"]

CELL_LINES, NOTEBOOK_LINES = 5, 80
"""The most lines of a code cell, and of all code cells of a notebook; what is longer is in the package."""

_NAME = re.compile(r"\d\d(-[a-z0-9]+)+\.ipynb")
_NETWORK = ("aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "urllib", "urllib3")
_MAGIC = re.compile(r"^\s*[%!?]|\?\s*$", re.MULTILINE)
_NBVAL = re.compile(r"^\s*#+\s*(NBVAL_\w+|PYTEST_VALIDATE_IGNORE_OUTPUT)", re.MULTILINE)
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
_MACHINE_PATH = re.compile(
    r"(?<![\w.:/])(?:/(?:home|root|work|Users|private|tmp|var|opt|mnt)/|[A-Za-z]:\\)\w+"
)
# a figure typed into prose: 1,137.10  1,137  0.2  35 万元  8%
_TYPED_FIGURE = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:,\d{3})+|\d+\.\d+|\d+\s*(?:[%％]|[千百]?[万亿]|元|yuan|RMB|CNY|million|billion))"
)
_LINK_TARGET = re.compile(r"\]\([^)]*\)|https?://\S+")


def problems(nb: NotebookNode, name: str) -> list[str]:
    """Everything that is wrong with a notebook, one sentence each; empty where all is well."""
    found = [] if _NAME.fullmatch(name) else [f"the file name {name} is not NN-kebab-case.ipynb"]
    found += _title_problems(nb)
    for number, cell in enumerate(nb.cells, start=1):
        if cell.cell_type == "markdown":
            found += [f"markdown cell {number}: {what}" for what in _prose_problems(cell.source)]
    for number, cell in enumerate(notebook_files.code_cells(nb), start=1):
        found += [f"code cell {number}: {what}" for what in _code_problems(cell, number)]
    return found + output_problems(nb)


def shape_problems(nb: NotebookNode) -> list[str]:
    """What makes a notebook long, or leaves its claims without the figures that they rest on."""
    cells = notebook_files.code_cells(nb)
    lines = [len(cell.source.splitlines()) for cell in cells]
    found = [
        f"code cell {number}: has {n} lines, at most {CELL_LINES}: move it to the package"
        for number, n in enumerate(lines, start=1)
        if n > CELL_LINES
    ]
    if sum(lines) > NOTEBOOK_LINES:
        found.append(f"the code has {sum(lines)} lines, at most {NOTEBOOK_LINES}: move it to the package")
    found += [
        f"code cell {number}: uses __dict__: data are not edited behind their back"
        for number, cell in enumerate(cells, start=1)
        if "__dict__" in cell.source
    ]
    last = nb.cells[-1]
    if last.cell_type != "code" or not re.search(r"\.traceability\b", last.source):
        found.append("the last cell does not show what the claims rest on: claims.traceability")
    elif not any("line_id" in notebook_files.text_of(output) for output in last.outputs):
        found.append("the last cell shows no traceability: run make build")
    if not any(re.search(r"^## What does this not show\?$", cell.source, re.MULTILINE) for cell in nb.cells):
        found.append("no part asks: What does this not show?")
    return found


def output_problems(nb: NotebookNode) -> list[str]:
    """Outputs that may not be saved: errors, warnings, addresses, paths of one machine."""
    found = []
    for number, cell in enumerate(notebook_files.code_cells(nb), start=1):
        for output in cell.outputs:
            text = notebook_files.text_of(output)
            if output.output_type == "error":
                found.append(f"code cell {number}: ended in an error: {output.ename}")
            if output.get("name") == "stderr":
                found.append(f"code cell {number}: wrote to stderr: {text.strip()[:200]}")
            if address := _ADDRESS.search(text):
                found.append(f"code cell {number}: shows an address, {address[0]}: end the cell in a value")
            if path := _MACHINE_PATH.search(text):
                found.append(f"code cell {number}: shows a path of one machine, {path[0]}…")
    return found


def _title_problems(nb: NotebookNode) -> Iterator[str]:
    heads = [
        line
        for cell in nb.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if re.match(r"#{1,6}\s", line)
    ]
    first = nb.cells[0] if nb.cells else None
    if first is None or first.cell_type != "markdown" or not first.source.startswith("# "):
        yield "the first cell does not begin with a '# ' heading"
        return
    if sum(head.startswith("# ") for head in heads) != 1:
        yield "there is more than one '# ' heading"
    title = heads[0].removeprefix("# ").strip()
    if not (_asks(title) or len(title.split()) >= 4 or len(re.findall(r"[\u4e00-\u9fff]", title)) >= 8):
        yield f"the title {title!r} is neither a question nor a finding"
    for head in heads[1:]:
        if not head.startswith("# ") and not _asks(head):
            yield f"the heading {head!r} is not a question"


def _asks(heading: str) -> bool:
    return heading.rstrip().endswith(("?", "\uff1f"))


def _prose_problems(source: str) -> Iterator[str]:
    prose = _LINK_TARGET.sub("", source)
    for typed in _TYPED_FIGURE.finditer(prose):
        yield f"the figure {typed[0]!r} is typed: compute it in Markdown(f'…'), so that it is checked"


def _code_problems(cell: NotebookNode, number: int) -> Iterator[str]:
    source = cell.source
    if cell.execution_count != number:
        yield f"has execution count {cell.execution_count}, not {number}: run make build"
    if any(tag.startswith("nbval-") or tag == "raises-exception" for tag in cell.metadata.get("tags", [])):
        yield f"is tagged {cell.metadata.tags}: its output would not be compared"
    if marker := _NBVAL.search(source):
        yield f"carries {marker[1]}: its output would not be compared"
    if any(line.rstrip().endswith(";") for line in source.splitlines()):
        yield "a line ends in ';', which hides its output"
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        magic = _MAGIC.search(source)
        yield "uses a magic or a shell command" if magic else f"is not Python: {error.msg}"
        return
    if not tree.body:
        yield "is empty"
    elif isinstance(tree.body[-1], ast.Expr) and not cell.outputs:
        yield "ends in an expression, but no output is saved: run make build"
    for node in ast.walk(tree):
        yield from _node_problems(node)


def _node_problems(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield f"defines {node.name}: move it to the package"
        case ast.Assign(value=ast.Lambda()):
            yield "gives a lambda a name: move it to the package"
        case ast.Import():
            for alias in node.names:
                if alias.name.split(".")[0] in _NETWORK:
                    yield f"imports {alias.name}: a notebook does not use the network"
        case ast.ImportFrom(module=str(module)) if module.split(".")[0] in _NETWORK:
            yield f"imports {module}: a notebook does not use the network"
        case ast.Call(func=ast.Name(id="Markdown") | ast.Attribute(attr="say")):
            for text in _literal_text(node):
                yield from _prose_problems(text)
        case ast.Constant(value=str(value)) if re.match(r"/[A-Za-z][\w.-]*/|~[/\\]|[A-Za-z]:[\\/]\w", value):
            yield f"holds an absolute path, {value!r}"
        case ast.Constant(value=str(value)) if re.match(r"(?:https?|ftp)://", value):
            yield f"holds an address on the network, {value!r}"


def _literal_text(node: ast.AST) -> Iterator[str]:
    """The text written out in a call, f-strings included, their format specifications not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant):
            if isinstance(child.value, str):
                yield child.value
        elif isinstance(child, ast.JoinedStr | ast.BinOp):
            yield from _literal_text(child)
