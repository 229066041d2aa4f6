"""Every example in the written pages of the site is run, and shows what it says.

Those of the tutorials read other documents and are run by a test of their own.
"""

from __future__ import annotations

import doctest
import re

import pytest

from tests.support import ROOT

BLOCK = re.compile(r"```pycon\n(.*?)```", re.DOTALL)
PAGES = sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts)
WITH = [
    path
    for path in PAGES
    if BLOCK.search(path.read_text(encoding="utf-8")) and not path.name.startswith("tutorial")
]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def failures(text: str, name: str) -> str:
    """Run the examples of a page in one go, as a reader would; return what did not come out."""
    examples = "\n".join(BLOCK.findall(text))
    test = doctest.DocTestParser().get_doctest(examples, {}, name, name, 0)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append)
    return "".join(said)


@pytest.mark.parametrize("path", WITH, ids=lambda path: path.stem)
def test_the_examples_of_a_page_show_what_they_say(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert failures(path.read_text(encoding="utf-8"), path.name) == ""


def test_an_example_that_shows_something_else_is_found():
    assert "Expected" in failures("```pycon\n>>> 1 + 1\n3\n```", "x")


def test_the_pages_for_beginners_have_examples():
    assert {"start", "read-first"} <= {path.stem for path in WITH}
