"""The tutorial in both languages does what it says, with the output that it prints, on the two real documents."""

from __future__ import annotations

import doctest
import hashlib
import re
import shlex
import shutil
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.cli import main
from budgetkit.outputs.panel.fetch import sources
from tests.support import ROOT

BLOCK = re.compile(r"^```(?:pycon)?\n((?:\$|>>>) .*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF


def printed(command: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    main(shlex.split(command)[1:])
    return capsys.readouterr().out.splitlines()


def from_corpus(corpus: Path):
    """A fetch that copies from the corpus what the real one brings, held against the same digests."""

    def fetch(documents: str, folder: str) -> list[Path]:
        Path(folder).mkdir()
        for source in sources(Path(documents)):
            file = next(corpus.rglob(source.file))
            assert hashlib.sha256(file.read_bytes()).hexdigest() == source.sha256
            shutil.copy(file, folder)
        return sorted(Path(folder).iterdir())

    return fetch


@pytest.mark.parametrize("name", ["tutorial.md", "tutorial.zh-CN.md"])
def test_the_tutorial_prints_what_it_shows(name, shared, tmp_path, monkeypatch, capsys):
    (tmp_path / "processed").symlink_to(ROOT / "processed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bk, "fetch", from_corpus(shared / "corpus"))
    names: dict[str, object] = {}
    blocks = BLOCK.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert len(blocks) == 6
    for block in blocks:
        if block.startswith("$"):
            command, *shown = block[2:].splitlines()
            lines = printed(command, capsys)
            assert shown[-1] == "…" or len(lines) == len(shown)
            assert lines[: len(shown) - 1] == shown[:-1] and shown[-1] in ("…", lines[len(shown) - 1])
        else:
            test = doctest.DocTestParser().get_doctest(block, names, name, name, 0)
            told: list[str] = []
            doctest.DocTestRunner(optionflags=FLAGS).run(test, out=told.append, clear_globs=False)
            assert not told, "".join(told)
            names = test.globs
    assert Path("place.png").is_file() and {p.name for p in Path("documents").iterdir()} == {
        "jiangsu-05.pdf", "jiangsu-07.pdf",
    }  # fmt: skip
