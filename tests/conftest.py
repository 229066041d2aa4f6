"""What all tests share: no window is ever opened, and the shared corpus is found or its lack is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import SHARED

# before anything imports pyplot; tests/execute.py takes it away again from the kernels it starts
os.environ["MPLBACKEND"] = "Agg"
os.environ["LC_ALL"] = "C.UTF-8"  # the command line speaks the language of the system


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the repository (skips where it is absent)."""
    if not SHARED.is_dir():
        pytest.skip("the reference folder shared/ is not beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def executed_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small notebook that keeps every rule, executed in place (read only: copy it to change it)."""
    from tests.support.execute import execute_file
    from tests.support.sample import write_sample

    path = write_sample(tmp_path_factory.mktemp("sample") / "01-sample.ipynb")
    assert execute_file(path), "the first run saves outputs"
    return path
