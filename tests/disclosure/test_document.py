"""Whose document it is, for which year, and what it calls itself, as people read it off 166 real covers."""

from __future__ import annotations

import csv
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import budgetkit as bk
from tests.support import DATA

pytestmark = pytest.mark.xdist_group("corpus")

FIELDS = ("entity", "region", "fiscal_year", "phase", "scope", "title")


def written() -> dict[str, dict[str, str]]:
    with (DATA / "documents.csv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


def to_mend() -> set[tuple[str, str]]:
    """Return the fields that are not yet read as they were written down: file and field."""
    with (DATA / "documents_to_mend.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["file"], row["field"]) for row in csv.DictReader(lines)}


def described(path: Path) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return asdict(bk.read(path).document)


@pytest.fixture(scope="session")
def read(shared: Path) -> dict[str, dict[str, Any]]:
    paths = sorted((shared / "corpus").glob("*/*.pdf"))
    if not paths:
        pytest.skip("the disclosures of shared/corpus are not beside the repository")
    with ProcessPoolExecutor(2) as pool:
        return dict(zip((p.stem for p in paths), pool.map(described, paths, chunksize=3), strict=True))


def wrong(read: dict[str, dict[str, Any]], field: str) -> set[str]:
    """Return the documents of which a field is not what people read."""
    return {file for file, row in written().items() if str(read[file][field] or "") != row[field]}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_people_read_but_for_those_listed(
    read: dict[str, dict[str, Any]], field: str
) -> None:
    assert wrong(read, field) == {file for file, name in to_mend() if name == field}


def test_all_documents_of_the_corpus_were_written_down(read: dict[str, dict[str, Any]]) -> None:
    assert written().keys() == read.keys()
    assert len(read) == 166
