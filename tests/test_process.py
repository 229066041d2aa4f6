"""What touches the whole process is put back, and stands in one module."""

from __future__ import annotations

import gc
import logging
import os
import re
import warnings
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import budgetkit
from budgetkit.process import listening, patched, without_collection, without_output

PACKAGE = Path(budgetkit.__file__).parent
TOUCHES = re.compile(
    r"\bgc\.|os\.dup|catch_warnings|simplefilter|(?<!\w)setattr\((?!self|label|other)|os\.environ|chdir"
)


def state() -> tuple[object, ...]:
    logger = logging.getLogger("budgetkit.test")
    return gc.isenabled(), os.fstat(1), len(warnings.filters), list(logger.handlers), logging.CRITICAL


@pytest.mark.parametrize(
    "context",
    [
        without_collection(), without_output(), listening("budgetkit.test"),
        patched("logging", "CRITICAL", 1), patched("logging", "NO_SUCH_NAME", 1),
    ],
    ids=lambda context: context.func.__name__,
)  # fmt: skip
def test_all_is_as_it_was_when_an_error_gets_out(context: AbstractContextManager[object]) -> None:
    before = state()
    with pytest.raises(KeyError), context:
        raise KeyError
    assert state() == before


def test_what_is_warned_and_logged_is_heard(recwarn: pytest.WarningsRecorder) -> None:
    with listening("budgetkit.test") as said:
        warnings.warn("one", stacklevel=1)
        logging.getLogger("budgetkit.test").warning("two %s", "words")
        logging.getLogger("budgetkit.test").info("nothing")
    assert sorted(said) == ["one", "two words"] and not recwarn.list


def test_native_output_is_kept_out(capfd: pytest.CaptureFixture[str]) -> None:
    with without_output():
        os.write(1, b"native")
    os.write(1, b"ours")
    assert capfd.readouterr().out == "ours"


def test_a_name_has_another_value_for_a_while() -> None:
    with patched("logging", "CRITICAL", 1):
        assert logging.CRITICAL == 1
    with patched("logging", "NO_SUCH_NAME", 1):
        assert not hasattr(logging, "NO_SUCH_NAME")


def test_nothing_else_in_the_package_touches_the_whole_process() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if TOUCHES.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"process.py", "cli.py"}  # the command line owns its process
