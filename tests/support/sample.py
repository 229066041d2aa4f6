"""A small notebook that keeps every rule of the house, to try the machinery on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat

from tests.support import TESTS

__all__ = ["SANITISER", "run_nbval", "write_sample"]

SANITISER = TESTS.joinpath("nbval_sanitize.cfg")

_CELLS = (
    ("markdown", "# What does the office spend?\n\nTwo budget lines, as published for 2024."),
    ("code", "import matplotlib.pyplot as plt\nimport pandas as pd\nfrom IPython.display import Markdown"),
    ("code", 'amounts = pd.Series({"staff": 314.23, "running": 155.04})\namounts.to_frame("amount")'),
    ("code", 'figure, axes = plt.subplots(figsize=(5, 2))\nbars = axes.barh(["staff", "running"], amounts)'),
    ("code", 'Markdown(f"The office spends {amounts.sum():.2f} 万元.")'),
)


def write_sample(path: Path) -> Path:
    """Write the sample, not yet executed, and without cell ids, as some editors leave it."""
    cells = [
        {"cell_type": kind, "metadata": {}, "source": source}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for kind, source in _CELLS
    ]
    raw = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(nbformat.writes(nbformat.from_dict(raw), version=nbformat.NO_CONVERT), encoding="utf-8")
    return path


def run_nbval(paths: list[Path], **settings: str) -> tuple[set[str], int]:
    """Which cells strict nbval finds changed (``file::Cell N``), and how many it finds as saved.

    `settings` are variables of the environment that it is run in.
    """
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MPLBACKEND", "PYTEST_"))}
    options = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", str(SANITISER)]
    quiet = [
        "-q",
        "-rA",
        "--color=no",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(paths[0].parent),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, *options, *map(str, paths)],
        capture_output=True,
        text=True,
        env=env | settings,
        cwd=paths[0].parent,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout + done.stderr)
    failed = set(re.findall(r"^FAILED (?:.*/)?(\S+\.ipynb::Cell \d+)", done.stdout, re.MULTILINE))
    passed = re.findall(r"^PASSED ", done.stdout, re.MULTILINE)
    return failed, len(passed)
