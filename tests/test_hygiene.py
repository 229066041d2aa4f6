"""What must not be in the repository: machines' paths, registries, people, and the corpus."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT

# each is written so that it does not find itself
FORBIDDEN = {
    "a path of one machine": re.compile(
        r"(?<![\w.:)}*/])(?:/(?:home|root|work|Users|private|mnt|tmp)/|[A-Za-z]:\\Users\\)\w"
    ),
    "a package registry": re.compile(
        r"(?i)pypi[.]org|pythonhosted[.]|registry[.]npmjs|conda[.]anaconda|/simple/(?=\s|$)"
        r"|--(?:extra-)?index[-]url|--find[-]links|deb[.]debian"
    ),
    "an e-mail address": re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+(?:[A-Za-z]{2,})(?![\w(])"),
    "a mobile number": re.compile(
        r"(?<![\w.,/-])(?:\+86[- ]?)?1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})(?![\w.,/-])"
    ),
    "a telephone number": re.compile(
        r"(?<![\w.,/-])[(\uff08]?0\d{2,3}[)\uff09]?[-\u2014 ]\d{7,8}(?![\w.,/-])"
    ),
    "a contact person": re.compile(r"联系(?:人|电话|方式)\s*[:\uff1a]\s*[^\s|(\uff08)\uff09\]\"',略无]"),
}
PROSE_LENGTH = 24
"""Chinese characters from which a run of text with a comma counts as a sentence of the original."""


def tracked() -> list[Path]:
    """The files that are in git, or would be by ``git add`` (none where this is no clone)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git clone: no list of tracked files")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def text(path: Path) -> str:
    """The text of a file to be looked through; "" for a binary one.

    A notebook's pictures and a table's columns of amounts in fen are left out: both hold long runs of
    letters or digits that mean nothing else.
    """
    content = path.read_bytes()
    if b"\0" in content[:8192]:
        return ""
    decoded = content.decode("utf-8")
    if path.suffix == ".ipynb":
        return re.sub(r'"image/\w+": (?:"[^"]*"|\[[^\]]*\])', "", decoded)
    if path.suffix == ".csv":
        rows = list(csv.reader(decoded.splitlines()))
        keep = [at for at, name in enumerate(rows[0]) if not name.endswith("_fen")] if rows else []
        return "\n".join(" \t ".join(row[at] for at in keep if at < len(row)) for row in rows)
    return decoded


def finds(what: str, content: str) -> list[str]:
    return [found[0] for found in FORBIDDEN[what].finditer(content)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    found = {str(path.relative_to(ROOT)): finds(what, text(path)) for path in tracked()}
    assert {name: hits[:3] for name, hits in found.items() if hits} == {}


def test_no_file_names_the_folder_of_this_clone():
    here = f"{ROOT}/".encode()
    if len(ROOT.parts) < 3:
        pytest.skip("the clone lies at the root of the file system, its path says nothing")
    assert [path.name for path in tracked() if here in path.read_bytes()] == []


def test_no_file_of_the_corpus_is_in_the_repository(shared):
    corpus = {sha1(path): path.name for path in (shared / "corpus").rglob("*") if path.is_file()}
    assert len(corpus) > 100
    with (shared / "corpus" / "MANIFEST.csv").open(encoding="utf-8", newline="") as lines:
        corpus |= {row["sha1"]: row["id"] for row in csv.DictReader(lines)}
    assert {path.name: corpus[sha1(path)] for path in tracked() if sha1(path) in corpus} == {}


def test_no_sentence_of_the_original_disclosure_is_in_the_repository(shared):
    original = (shared / "banan-2024" / "disclosure.md").read_text(encoding="utf-8")
    parts = re.split("[\n。\uff1b|]", original)
    sentences = {
        clean
        for clean in (re.sub(r"\s+", "", part) for part in parts)
        if "\uff0c" in clean and len(re.findall(r"[\u4e00-\u9fff]", clean)) >= PROSE_LENGTH
    }
    assert len(sentences) > 20
    found = {}
    for path in tracked():
        content = re.sub(r"\s+", "", text(path))
        if hits := [sentence[:20] for sentence in sentences if sentence in content]:
            found[str(path.relative_to(ROOT))] = hits[:3]
    assert found == {}


def sha1(path: Path) -> str:
    return hashlib.sha1(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("what", "sample"),
    [
        ("a path of one machine", "open('/ho" + "me/a/x.csv')"),
        ("a path of one machine", "see /wo" + "rk/main"),
        ("a path of one machine", "C:\\Use" + "rs\\a"),
        ("a package registry", "https://py" + "pi.org/project/x"),
        ("a package registry", "pip install --index" + "-url x"),
        ("an e-mail address", "write to some.one" + "@example.gov.cn, please"),
        ("a mobile number", "电话 1381" + "2345678"),
        ("a mobile number", "138 1234" + " 5678"),
        ("a telephone number", "电话 023-6622" + "1234"),
        ("a telephone number", "(023) 6622" + "1234"),
        ("a contact person", "联系" + "人:某某"),
    ],
)
def test_each_pattern_finds_its_kind(what, sample):
    assert finds(what, sample)


@pytest.mark.parametrize(
    "sample",
    [
        "../shared/corpus, raw/home/x, https://example.org/home/x, /usr/bin/env, {ROOT}/work/x",
        "1,137.10 2010301 113710000 2024-01-31 2023-2024 0.20 30226",
        "@pytest.fixture\ndef a(): x = y @ z",
        '"sha256": "1381234567813812345678abcdef"',
        "公开联系人和联系电话一栏",
    ],
)
def test_what_is_allowed_is_not_found(sample):
    assert {what: finds(what, sample) for what in FORBIDDEN if finds(what, sample)} == {}


def test_amounts_in_fen_and_pictures_are_not_taken_for_numbers(tmp_path):
    mobile = "1381" + "2345678"
    table = tmp_path / "a.csv"
    table.write_text(f"item,amount_fen\n人员,{mobile}\n", encoding="utf-8")
    notebook = tmp_path / "a.ipynb"
    notebook.write_text(json.dumps({"data": {"image/png": f" {mobile} "}}), encoding="utf-8")
    assert mobile not in text(table) and "人员" in text(table)
    assert mobile not in text(notebook)
