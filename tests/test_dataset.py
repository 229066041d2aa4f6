from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.frames import TABLES
from budgetkit.knowledge import table

ROOT = Path(__file__).resolve().parents[1]
PROCESSED = ROOT / "processed"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "processed"
    bk.build(ROOT / "raw", folder)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_a_rebuild_gives_the_committed_files_byte_for_byte(built: Path) -> None:
    assert content(built) == content(PROCESSED)


def test_a_second_build_from_the_cache_gives_the_same_bytes(built: Path) -> None:
    before = content(built)
    assert list((built.parent / ".cache" / "budgetkit").glob("*.json"))
    bk.build(ROOT / "raw", built)
    assert content(built) == before


def test_the_data_package_is_valid_for_frictionless() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(PROCESSED / "datapackage.json")
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_data_and_dictionary_hold_together() -> None:
    package = json.loads((PROCESSED / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["path"] for r in package["resources"]] == [f"{name}.csv" for name in TABLES]
    for resource in package["resources"]:
        data = (PROCESSED / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        header = next(csv.reader(data.decode().splitlines()))
        fields = resource["schema"]["fields"]
        assert header == [f["name"] for f in fields]
        assert all(f["description"] for f in fields)


def test_every_value_in_the_data_is_one_that_the_dictionary_allows() -> None:
    for spec in table("fields"):
        if spec["enum"]:
            values = set(bk.load(spec["table"], PROCESSED)[spec["name"]]) - {""}
            assert values <= set(spec["enum"].split()), (spec["table"], spec["name"])


def test_line_ids_are_unique_and_every_id_in_a_check_exists() -> None:
    ids = [id_ for name, key in (("line_items", "line_id"), ("blanks", "line_id"), ("stated", "stated_id"))
           for id_ in bk.load(name, PROCESSED)[key]]  # fmt: skip
    known = set(ids)
    assert len(known) == len(ids) > 290
    for formula in bk.load("checks", PROCESSED)["line_ids"]:
        ids = [t.lstrip("+-") for t in formula.split() if ":" in t and not t.endswith("_targets")]
        assert set(ids) <= known, formula


def test_loaded_amounts_are_whole_fen_and_wan_yuan_for_plotting() -> None:
    items = bk.load("line_items", PROCESSED)
    assert str(items["amount_fen"].dtype) == "Int64"
    row = items[items["line_id"] == "banan-2024-budget:p6t1r19c4"].iloc[0]
    assert (row["amount_fen"], row["amount"], row["economic_code"]) == (155_040_000, 155.04, "30226")


def test_what_is_loaded_is_what_was_built(built: Path) -> None:
    d = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
    for name in ("line_items", "blanks", "stated", "indicators", "forms", "unread"):
        loaded = bk.load(name, built).drop(columns=["amount"], errors="ignore")
        pd.testing.assert_frame_equal(loaded, getattr(d, name).reset_index(drop=True))


def test_an_unreadable_file_stops_the_build_and_leaves_processed_as_it_was(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    shutil.copy(ROOT / "raw" / "banan-2024-budget.pdf", raw / "good.pdf")
    bk.build(raw, out)
    before = content(out)
    (raw / "bad.pdf").write_bytes(b"")
    (raw / "worse.pdf").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(bk.SourceError, match=r"2 of 3 documents(.|\n)*bad\.pdf(.|\n)*worse\.pdf"):
        bk.build(raw, out)
    assert content(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [".cache", "processed", "raw"]


def test_parallel_and_serial_builds_give_the_same_bytes(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a.pdf", "b.pdf"):
        shutil.copy(ROOT / "raw" / "banan-2024-budget.pdf", raw / name)
    bk.build(raw, tmp_path / "one" / "processed", workers=1)
    bk.build(raw, tmp_path / "two" / "processed", workers=2)
    assert content(tmp_path / "one" / "processed") == content(tmp_path / "two" / "processed")


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_documents_says_so(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    if name == "empty":
        folder.mkdir()
    with pytest.raises(bk.SourceError, match=r"no documents|no such folder"):
        bk.build(folder, tmp_path / "processed")
    assert not (tmp_path / "processed").exists()


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for sub in ("x", "y"):
        (tmp_path / sub).mkdir()
        shutil.copy(ROOT / "raw" / "banan-2024-budget.pdf", tmp_path / sub / "a.pdf")
    with pytest.raises(bk.SourceError, match="several files are called a"):
        bk.build(tmp_path, tmp_path / "processed")


def test_a_table_that_was_not_built_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(bk.SourceError, match="line_items"):
        bk.load("nonsense", tmp_path)
