"""Small documents of kinds that go wrong (``../shared/cases``): none is wrong in silence, most are right.

The judge is the one that comes with the cases: right is every expected figure with its code, nature and amount
and none besides; listed is nothing wrong and what is missing in unread; refused is an error of the package.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT


@pytest.fixture(scope="module")
def printed(shared: Path) -> str:
    script = shared / "cases" / "check.py"
    if not script.exists():
        pytest.skip("the cases are not beside the repository")
    command = [sys.executable, "-W", "ignore", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout, done.stderr
    return done.stdout


def test_no_case_is_wrong_in_silence_or_ends_in_an_exception(printed: str) -> None:
    assert [line for line in printed.splitlines() if re.search("SILENT|CRASH", line)] == []


def test_at_least_85_of_100_cases_are_right(printed: str) -> None:
    total, right = re.search(r"(\d+) cases: .*?(\d+) right", printed).groups()
    assert int(total) >= 132
    assert int(right) >= 0.85 * int(total)
