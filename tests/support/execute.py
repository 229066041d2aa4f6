"""Execute notebooks in place, each in a fresh kernel of this environment.

Nothing changed, nothing written: the file comes out byte for byte as it was. A picture that differs from
the saved one by no more than another platform's antialiasing keeps its bytes, unless ``--redraw`` is given.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import os
import sys
import time
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from tests.support import nb as notebook_files
from tests.support import pictures
from tests.support.guards import output_problems

__all__ = ["execute", "execute_file", "main"]

CELL_TIMEOUT = 600
"""Seconds after which a cell counts as stuck."""


class _ThisInterpreter(KernelSpecManager):
    """Knows one kernel, the interpreter that runs this, whatever kernels a user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class _Kernel(AsyncKernelManager):
    """Starts that kernel."""

    def __init__(self, **options: Any) -> None:
        super().__init__(kernel_spec_manager=_ThisInterpreter(), **options)


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """A copy of a notebook with the outputs of a fresh run, in normal form.

    Parameters
    ----------
    notebook : NotebookNode
        What to run; its own outputs are not looked at.
    folder : Path
        Working directory of the kernel.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell raised.
    """
    fresh = copy.deepcopy(notebook)
    for cell in notebook_files.code_cells(fresh):
        cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        fresh,
        kernel_manager_class=_Kernel,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        timeout=CELL_TIMEOUT,
        record_timing=False,
    )
    # inline pictures need the kernel's own choice of backend
    env = {key: value for key, value in os.environ.items() if key not in ("MPLBACKEND", "MATPLOTLIBRC")}
    asyncio.run(client.async_execute(cwd=str(folder), env=env))
    return notebook_files.normalise(fresh)


def execute_file(path: Path, redraw: bool = False) -> bool:
    """Execute one notebook in place; say whether the file changed.

    Raises
    ------
    ValueError
        An output would not be the same twice (an address), names this machine, or is a warning.
    """
    saved = notebook_files.read(path)
    fresh = execute(saved, path.parent)
    if problems := output_problems(fresh):
        raise ValueError("\n".join(problems))
    if not redraw:
        _keep_same_pictures(saved, fresh)
    text = notebook_files.dumps(fresh)
    if text == path.read_text(encoding="utf-8"):
        return False
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
    return True


def _keep_same_pictures(saved: NotebookNode, fresh: NotebookNode) -> None:
    """Put back the saved bytes of every picture that the fresh run drew alike."""
    notebook_files.normalise(saved)
    pairs = zip(notebook_files.code_cells(saved), notebook_files.code_cells(fresh), strict=True)
    for old_cell, new_cell in pairs:
        # a number of outputs that changed leaves later ones without a partner
        for old, new in zip(old_cell.outputs, new_cell.outputs, strict=False):
            before, after = old.get("data", {}).get("image/png"), new.get("data", {}).get("image/png")
            if before and after and pictures.same(pictures.decode(before), pictures.decode(after)):
                new.data["image/png"] = before


def main(argv: list[str] | None = None) -> int:
    """Execute the files named, or all of ``notebooks/``, in order; stop at the first that fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.execute", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--redraw", action="store_true", help="also save pictures that look the same")
    options = parser.parse_args(argv)
    for path in options.files or notebook_files.notebooks():
        began = time.perf_counter()
        try:
            changed = execute_file(path, options.redraw)
        except (CellExecutionError, ValueError) as error:
            print(f"{path.name}: not saved\n{error}", file=sys.stderr)
            return 1
        took = time.perf_counter() - began
        print(f"{path.name}: {'changed' if changed else 'unchanged'} ({took:.1f} s)", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
