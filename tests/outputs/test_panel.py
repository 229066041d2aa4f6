"""The panel: made again byte for byte, keys that hold, nothing said twice, no prose, nobody's documents mixed."""

from __future__ import annotations

import csv
import hashlib
import http.server
import json
import threading
import warnings
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.errors import SourceError
from budgetkit.outputs.panel import PANEL, fields, file_name
from budgetkit.outputs.panel.coverage import STATES
from budgetkit.outputs.panel.schema import reads_like_prose
from tests.support import ROOT
from tests.test_hygiene import FORBIDDEN

FOLDER = ROOT / "processed" / "panel"


@cache
def load(name: str) -> pd.DataFrame:
    return bk.load(name, ROOT / "processed", panel=True)


@pytest.mark.xdist_group("corpus")
def test_the_collected_documents_give_the_committed_panel_byte_for_byte(shared, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages that hold only images
        bk.make_panel(shared / "corpus", tmp_path / "panel")
    made = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "panel").iterdir()}
    there = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in FOLDER.iterdir() if p.name != "README.md"
    }
    assert made == there


def test_all_of_it_takes_less_than_25_megabytes():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 25_000_000


@pytest.mark.parametrize("name", PANEL)
def test_data_and_dictionary_of_the_panel_hold_together(name):
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    (resource,) = [r for r in package["resources"] if r["path"] == file_name(name)]
    data = (FOLDER / resource["path"]).read_bytes()
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    rows, schema = load(name), resource["schema"]
    assert [f["name"] for f in schema["fields"]] == [f["name"] for f in fields(name)]
    assert all(f["description"] for f in schema["fields"])
    if key := schema.get("primaryKey"):
        assert not rows.duplicated(key).any()
    for foreign in schema.get("foreignKeys", ()):
        (column,) = foreign["fields"]
        assert set(rows[column]) <= set(load(foreign["reference"]["resource"])[column])
    for field in schema["fields"]:
        constraints = field.get("constraints", {})
        if constraints.get("required"):
            assert rows[field["name"]].notna().all() and (rows[field["name"]].astype(str) != "").all(), field
        if enum := constraints.get("enum"):
            assert set(rows[field["name"]].dropna()) - {""} <= set(enum)


def test_integers_stay_exact_beside_missing_ones():
    rows = load("line_items")
    assert rows["amount_fen"].dtype == "Int64"
    assert rows["amount_fen"].isna().sum() == rows["state"].isin(["blank", "dash"]).sum()


def test_every_figure_says_its_document_page_and_cell():
    rows = load("line_items")
    assert (rows[["page", "table"]] >= 1).all(axis=None)
    assert rows[["row", "col", "x0", "y0", "x1", "y1"]].notna().all(axis=None)


def test_every_document_says_its_digest_and_where_it_was_collected():
    documents = load("documents")
    assert documents["sha256"].str.fullmatch(r"[0-9a-f]{64}( [0-9a-f]{64})*").all()
    assert (documents["files"].str.count(" ") == documents["sha256"].str.count(" ")).all()
    for column in ("source_repository", "source_path", "source_commit"):
        assert documents[column].ne("").all()


# what may be compared ---------------------------------------------------------------------------------


def test_of_copies_parts_and_edited_files_none_is_comparable():
    documents = load("documents").set_index("document_id")
    assert documents.at["jiangsu-06", "copy_of"] == "jiangsu-05"
    assert documents.at["putuo-06", "part_of"] == "putuo-05"  # the unit of the same name in the department
    assert documents.at["guangzhou-23", "part_of"] == "guangzhou-21"  # its targets, published apart
    assert "edited" in documents.at["putuo-07", "why_not"]
    assert documents.at["beijing-10", "why_not"] == "no tables"
    related = documents["copy_of"].ne("") | documents["part_of"].ne("")
    assert not documents.loc[related, "comparable"].any()
    assert (documents["comparable"] == documents["why_not"].eq("")).all()


def test_prose_and_tables_of_one_publication_are_one_document():
    documents = load("documents").set_index("document_id")
    assert documents.at["beijing-01", "files"] == "beijing-01.pdf beijing-26.pdf"
    assert documents.at["jiangsu-14", "files"] == "jiangsu-14.pdf jiangsu-13.pdf"  # the body is spelled apart


def test_a_cross_section_counts_each_body_once():
    documents = load("documents")
    latest = documents[documents["latest"]]
    assert not latest.duplicated(["series", "phase"]).any()
    assert latest["comparable"].all()
    assert sorted(documents.loc[documents["series"] == "jiangsu-05", "vintage"].unique()) == [
        "2017 approved", "2018 approved", "2019 approved",
    ]  # fmt: skip


def test_what_is_covered_adds_up():
    rows = bk.coverage(ROOT / "processed")
    counted = rows[list(STATES)].sum(axis=1)
    assert (counted <= rows["publications"]).all()
    forms = load("forms")
    every = forms.loc[forms["form"].isin(["three_public", "basic_expenditure"]), "form"].unique()
    assert (counted == rows["publications"])[rows["form"].isin(every)].all()
    documents = load("documents")
    publications = rows.drop_duplicates(["region", "fiscal_year", "phase"])["publications"].sum()
    alone = documents["copy_of"].eq("") & documents["part_of"].eq("")
    assert publications == alone.sum()


def test_a_form_that_another_one_replaces_is_not_missing_and_sheets_of_targets_are_not_blank():
    rows = bk.coverage(ROOT / "processed").set_index(["region", "fiscal_year", "phase", "form"])
    shenzhen = rows.loc[("深圳市", 2026, "approved", "basic_expenditure")]
    assert (shenzhen["replaced"], shenzhen["missing"], shenzhen["publications"]) == (19, 0, 19)
    beijing = rows.loc[("北京市", 2026, "approved", "project_targets")]
    assert beijing["read"] + beijing["listed"] >= 14 and beijing["blank"] <= 3


# what is left out -------------------------------------------------------------------------------------


def texts(name: str) -> Iterator[tuple[str, str]]:
    rows = load(name)
    for spec in fields(name):
        if spec["type"] == "string":
            yield from ((spec["name"], text) for text in rows[spec["name"]].unique() if text)


@pytest.mark.parametrize("name", PANEL)
def test_no_sentence_of_a_document_is_in_the_panel(name):
    names = {"item", "project", "header", "title", "indicator", "target", "within", "column", "category"}
    assert not [text for column, text in texts(name) if column in names and reads_like_prose(text, "names")]
    assert not {"note", "reason", "section", "funding"} & {spec["name"] for spec in fields(name)}


@pytest.mark.parametrize("name", PANEL)
def test_no_person_and_no_telephone_number_is_in_the_panel(name):
    found = "\n".join(text for column, text in texts(name) if column not in ("sha256", "source_commit"))
    for what in ("a mobile number", "a telephone number", "a contact person", "an e-mail address"):
        assert not FORBIDDEN[what].findall(found), what


def test_a_text_that_is_left_out_is_said():
    rows = load("indicators")
    hidden = rows["withheld"].str.split().map(lambda names: "indicator" in names)
    assert rows.loc[hidden, "indicator"].eq("").all() and hidden.sum() > 100


# fetching ---------------------------------------------------------------------------------------------


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server on the loopback address, as a host of repositories, and a documents.csv that names its files."""
    folder = tmp_path / "host"
    (folder / "a/b/c0/预算").mkdir(parents=True)
    whole, other = folder / "a/b/c0/预算/1 表.pdf", folder / "a/b/c0/2.pdf"
    whole.write_bytes(b"first")
    other.write_bytes(b"second")
    digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in (whole, other)]
    with (tmp_path / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = ["files", "sha256", "source_repository", "source_path", "source_commit", "why_not"]
        writer.writerow(names)
        writer.writerow(["x-1.pdf x-2.pdf", " ".join(digests), "a/b", "预算/1 表.pdf | 2.pdf", "c0", ""])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path / "documents.csv"
    server.shutdown()
    server.server_close()


def test_documents_are_brought_back_by_their_digests(served, tmp_path):
    base, documents = served
    found = bk.fetch(documents, tmp_path / "got", base=base)
    assert [p.read_bytes() for p in found] == [b"first", b"second"]
    manifest = (tmp_path / "got" / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()
    assert manifest[1:] == ["x-1,a/b,预算/1 表.pdf,c0,", "x-2,a/b,2.pdf,c0,"]


def test_a_file_that_is_not_what_was_read_is_refused_and_the_others_are_brought(served, tmp_path):
    base, documents = served
    text = documents.read_text(encoding="utf-8")
    documents.write_text(text.replace(hashlib.sha256(b"second").hexdigest(), "0" * 64), encoding="utf-8")
    with pytest.raises(SourceError, match=r"1 of 2 files were not brought:\nx-2\.pdf: .*hash"):
        bk.fetch(documents, tmp_path / "got", base=base)
    assert (tmp_path / "got" / "x-1.pdf").read_bytes() == b"first"
    assert not (tmp_path / "got" / "x-2.pdf").exists()


def test_what_is_there_already_is_not_asked_for_again(served, tmp_path):
    _, documents = served
    (tmp_path / "got").mkdir()
    (tmp_path / "got" / "x-1.pdf").write_bytes(b"first")
    (tmp_path / "got" / "x-2.pdf").write_bytes(b"second")
    assert len(bk.fetch(documents, tmp_path / "got", base="http://127.0.0.1:1")) == 2


def test_another_table_is_no_list_of_documents(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"not the documents\.csv of a panel"):
        bk.fetch(tmp_path / "x.csv", tmp_path)
