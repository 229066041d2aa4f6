from __future__ import annotations

import csv
import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.knowledge.data import table
from budgetkit.outputs.batch.documents import listed
from budgetkit.records import BUILT
from tests.support import ROOT

PROCESSED = ROOT / "processed"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "processed"
    bk.build(ROOT / "raw", folder)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def test_a_rebuild_gives_the_committed_files_byte_for_byte(built: Path) -> None:
    assert content(built) == content(PROCESSED)


def test_a_second_build_from_the_cache_gives_the_same_bytes(built: Path) -> None:
    before = content(built)
    assert list((built.parent / ".cache" / "budgetkit").glob("*/*.zip"))
    bk.build(ROOT / "raw", built)
    assert content(built) == before


def test_the_data_package_is_valid_for_frictionless() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(PROCESSED / "datapackage.json")
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_data_and_dictionary_hold_together() -> None:
    package = json.loads((PROCESSED / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["path"] for r in package["resources"]] == [f"{name}.csv" for name in BUILT]
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


def test_where_nothing_can_be_read_processed_stays_as_it_was(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    shutil.copy(ROOT / "raw" / "banan-2024-budget.pdf", raw / "good.pdf")
    bk.build(raw, out)
    before = content(out)
    (raw / "good.pdf").rename(raw / "README.pdf")
    (raw / "bad.pdf").write_bytes(b"")
    (raw / "worse.pdf").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(bk.SourceError, match=r"2 of 2 documents(.|\n)*bad\.pdf(.|\n)*worse\.pdf"):
        bk.build(raw, out)
    assert content(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [".cache", "processed", "raw"]


def test_one_unreadable_file_does_not_stop_the_others_and_is_said(tmp_path: Path) -> None:
    raw = write(
        tmp_path / "raw", **{f"d{n}": TABLES_FILE.replace("某市某局", f"某市第{n}局") for n in range(8)}
    )
    (raw / "cut.pdf").write_bytes((ROOT / "raw" / "banan-2024-budget.pdf").read_bytes()[:3000])
    tables = bk.build(raw, tmp_path / "processed")
    assert tables["documents"]["document_id"].tolist() == [f"d{n}" for n in range(8)]
    assert len(tables["line_items"]) == 2 * 8
    [row] = tables["failures"].to_dict("records")
    assert (row["document_id"], row["kind"]) == ("cut", "unreadable")
    assert row["what"].startswith(f"{raw / 'cut.pdf'}: ")


def test_parallel_and_serial_builds_give_the_same_bytes(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a.pdf", "b.pdf"):
        shutil.copy(ROOT / "raw" / "banan-2024-budget.pdf", raw / name)
    bk.build(raw, tmp_path / "one" / "processed", workers=1)
    bk.build(raw, tmp_path / "two" / "processed", workers=2)
    assert content(tmp_path / "one" / "processed") == content(tmp_path / "two" / "processed")


def test_a_build_does_not_depend_on_the_order_of_sets(tmp_path: Path) -> None:
    table = (
        "\n## {}\n\n单位：万元\n\n科目编码\t科目名称\t总计\t基本支出\t项目支出\n201\t一般公共服务支出\t{}\n"
    )
    empty = ["政府性基金预算支出预算表", "国有资本经营预算支出预算表", "一般公共预算财政拨款基本支出预算表"]
    text = "# 某市某局2024年部门预算\n" + table.format("部门支出总表", "9.00\t2.00\t3.00")
    text += table.format("一般公共预算支出预算表", "9.00\t6.00\t3.00")
    text += "".join(table.format(title, "\t\t") for title in empty)
    text += "\n2024年收入预算9.00万元，其中：基本支出2.00万元，项目支出3.00万元，比2023年增加1.00万元。\n"
    raw = write(tmp_path / "raw", a=text)
    shutil.copy(ROOT / "raw" / "banan-2024-budget.pdf", raw / "b.pdf")
    outs = {seed: tmp_path / seed / "processed" for seed in ("1", "2", "3")}
    for seed, out in outs.items():
        subprocess.run(
            [sys.executable, "-m", "budgetkit", "build", str(raw), "--out", str(out), "--workers", "1"],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True,
        )  # fmt: skip
    first, *others = map(content, outs.values())
    assert first["checks.csv"].count(b"empty without explanation") == len(empty)
    assert all(other == first for other in others)


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


def test_files_that_only_differ_in_their_ending_are_documents_of_their_own(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.xlsx", "b.doc"):
        (tmp_path / name).write_bytes(b"x")
    assert [name for name, _ in listed(tmp_path)[0]] == ["a.pdf", "a.xlsx", "b"]


def test_what_belongs_to_a_saved_page_is_no_document(tmp_path: Path) -> None:
    for name in ("a[1].htm", "a[1]_files/frame.htm", "b.html", "b.files/x/y.png", "c_files/d.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [name for name, _ in listed(tmp_path)[0]] == ["a[1]", "b", "d"], "no page stands beside c_files"


def test_a_table_that_was_not_built_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(bk.SourceError, match="line_items"):
        bk.load("nonsense", tmp_path)


HEAD = "科目编码\t科目名称\t总计\t基本支出\t项目支出\n201\t一般公共服务支出\t9.00\t9.00\t\n"
TABLES_FILE = f"编制单位：某市某局\n\n## 2024年部门支出总表\n\n单位：万元\n\n{HEAD}"
PROSE_FILE = "# 某市某局2024年部门预算情况说明\n\n2024年支出预算9万元。\n"


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_tables_and_prose_that_say_the_same_are_one_document(tmp_path: Path) -> None:
    other = PROSE_FILE.replace("某市某局", "某市另局")
    raw = write(tmp_path / "raw", a_prose=PROSE_FILE, b_tables=TABLES_FILE, c_other=other)
    tables = bk.build(raw, tmp_path / "processed")
    assert tables["documents"][["document_id", "files"]].values.tolist() == [
        ["b_tables", "b_tables.md a_prose.md"], ["c_other", "c_other.md"],
    ]  # fmt: skip
    mine = tables["stated"][tables["stated"]["document_id"] == "b_tables"]
    assert mine[["concept", "amount_fen", "file"]].values.tolist() == [
        ["expenditure_budget", 9_000_000, "a_prose.md"]
    ]


def test_sources_csv_says_which_files_are_one_document(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", x=PROSE_FILE, y=TABLES_FILE)
    (raw / "sources.csv").write_text("file,document\ny.md,one\nx.md,one\n", encoding="utf-8")
    assert bk.build(raw, tmp_path / "processed")["documents"]["document_id"].tolist() == ["one"]


def test_files_of_different_years_are_not_one_disclosure(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", x=PROSE_FILE.replace("2024", "2023"), y=TABLES_FILE)
    with pytest.raises(bk.SourceError, match="x says fiscal_year 2023, y says 2024: not one disclosure"):
        bk.read([raw / "y.md", raw / "x.md"])


def test_line_ids_of_two_files_with_tables_do_not_collide(tmp_path: Path) -> None:
    second = TABLES_FILE.replace("部门支出总表", "一般公共预算支出表")
    raw = write(tmp_path / "raw", x=TABLES_FILE, y=second)
    d = bk.read([raw / "x.md", raw / "y.md"])
    assert d.line_items["line_id"].tolist() == ["x:p1t1r1c2", "x:p1t1r1c3", "x:f2p1t1r1c2", "x:f2p1t1r1c3"]
    assert d.line_items["form"].tolist() == ["dept_expenditure"] * 2 + ["public_expenditure"] * 2
    assert bk.reconcile(d).checks.query("rule_id == 'W02'")["outcome"].tolist() == ["exact"]


class Inline(Executor):
    """Runs what it is given where it stands, as it would be sent to another machine, and counts it."""

    def __init__(self) -> None:
        self.done = 0

    def submit(self, run: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        run, args, kwargs = pickle.loads(pickle.dumps((run, args, kwargs)))
        future: Future[Any] = Future()
        future.set_result(pickle.loads(pickle.dumps(run(*args, **kwargs))))
        self.done += 1
        return future


def test_an_executor_runs_every_job_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", a=PROSE_FILE, b=TABLES_FILE)
    with Inline() as executor:
        tables = bk.build(raw, tmp_path / "one" / "processed", executor=executor)
    assert executor.done == 2 + 1  # what each file is, then the one document that they are
    assert tables["documents"]["files"].tolist() == ["b.md a.md"]
    bk.build(raw, tmp_path / "two" / "processed", workers=1)
    assert content(tmp_path / "one" / "processed") == content(tmp_path / "two" / "processed")
    kinds = {p.suffix for p in (tmp_path / "one" / ".cache").rglob("*") if p.is_file()}
    assert kinds == {".zip", ".lock"}
