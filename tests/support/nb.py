"""Notebooks as files: read, written back in one normal form, and their outputs compared.

The normal form holds nothing that changes when no figure does: no Python patch version, no timing, no
text chunks in pictures, ids that stay, streams in one piece. ``make build`` writes it, the tests demand it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from tests.support import ROOT, pictures

__all__ = ["ROOT", "code_cells", "differences", "dumps", "normalise", "notebooks", "read", "text_of"]


_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
_VOLATILE_CELL_METADATA = ("ExecuteTime", "collapsed", "execution", "jupyter", "scrolled")


def notebooks() -> list[Path]:
    """The project's notebooks, in the order of their numbers (none is fine)."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path: Path) -> NotebookNode:
    """A notebook as nbformat 4.5, each cell with an id that is the same at every reading."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    _give_ids(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return nbformat.reads(json.dumps(raw), as_version=4)


def dumps(nb: NotebookNode) -> str:
    """The text of a notebook file, as ``make build`` writes it."""
    return nbformat.writes(nb, version=4).rstrip("\n") + "\n"


def normalise(nb: NotebookNode) -> NotebookNode:
    """The normal form of a notebook, in place; also returned."""
    nb.metadata = nbformat.from_dict(_METADATA)
    nb.nbformat_minor = 5
    for cell in nb.cells:
        for key in _VOLATILE_CELL_METADATA:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.outputs = _one_piece(cell.outputs)
            for output in cell.outputs:
                _clean_pictures(output)
    return nb


def code_cells(nb: NotebookNode) -> list[NotebookNode]:
    """The code cells of a notebook, in order."""
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def text_of(output: NotebookNode) -> str:
    """All the text of an output, without its pictures."""
    data = [body for mime, body in sorted(output.get("data", {}).items()) if not mime.startswith("image/")]
    parts = [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", []), *data]
    return "\n".join(part if isinstance(part, str) else json.dumps(part) for part in parts)


def differences(saved: NotebookNode, fresh: NotebookNode) -> list[str]:
    """What a fresh run shows otherwise than the saved notebook, one sentence each.

    Text must be equal; a picture must be the same within :mod:`tests.support.pictures`.
    """
    found = []
    for number, (old, new) in enumerate(zip(code_cells(saved), code_cells(fresh), strict=True), start=1):
        if len(old.outputs) != len(new.outputs):
            counts = f"{len(old.outputs)} outputs saved, {len(new.outputs)} from a fresh run"
            found.append(f"cell {number}: {counts}")
            continue
        for one, other in zip(old.outputs, new.outputs, strict=True):
            found += [f"cell {number}: {what}" for what in _output_differences(one, other)]
    return found


def _output_differences(one: NotebookNode, other: NotebookNode) -> list[str]:
    kinds = [(output.output_type, sorted(output.get("data", {}))) for output in (one, other)]
    if kinds[0] != kinds[1]:
        return [f"saved is {kinds[0]}, a fresh run gives {kinds[1]}"]
    found = [] if text_of(one) == text_of(other) else ["another text than saved"]
    for mime in one.get("data", {}):
        if not mime.startswith("image/"):
            continue
        old, new = one.data[mime], other.data[mime]
        if mime != "image/png":
            found += [] if old == new else [f"another {mime} than saved (charts are PNG)"]
        elif not pictures.same(pictures.decode(old), pictures.decode(new)):
            gap = pictures.difference(pictures.decode(old), pictures.decode(new))
            how = "another size" if gap is None else f"mean {gap[0]:.2f}, worst block {gap[1]:.1f}"
            found.append(f"another picture than saved ({how})")
    return found


def _give_ids(raw: dict[str, Any]) -> None:
    """Name the cells by place and content where a notebook comes without ids, or with one twice."""
    ids = [cell.get("id") for cell in raw["cells"]]
    if all(ids) and len(set(ids)) == len(ids):
        return
    for number, cell in enumerate(raw["cells"], start=1):
        source = "".join(cell["source"])
        cell["id"] = f"{number:02d}-{hashlib.sha1(source.encode()).hexdigest()[:8]}"
    raw["nbformat_minor"] = max(raw["nbformat_minor"], 5)


def _one_piece(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join a stream that arrived in pieces: how it was cut is a matter of timing."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _clean_pictures(output: NotebookNode) -> None:
    data = output.get("data", {})
    if "image/png" in data:
        png = pictures.strip_metadata(pictures.decode(data["image/png"]))
        data["image/png"] = base64.b64encode(png).decode("ascii")
