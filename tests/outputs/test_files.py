"""to_csv(), to_parquet(), to_package(): what is written is what was read, for programs and for Excel."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.knowledge import frame_fields, table
from budgetkit.outputs.panel import read_parquet
from budgetkit.outputs.spreadsheet import quoted
from budgetkit.outputs.tables import tables_of
from budgetkit.records import TABLES
from tests.support import ROOT
from tests.support.inline import document
from tests.support.inline import table as printed

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"
TRICKS = "科目编码|科目名称|合计\n|合计|3.00\n201|@SUM(A1)|1.00\n202|-办公费|2.00"


@pytest.fixture(scope="module")
def banan():
    return bk.read(BANAN)


@pytest.fixture(scope="module")
def package(banan, tmp_path_factory) -> Path:
    return banan.to_package(tmp_path_factory.mktemp("package") / "banan")


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def shown(text: str) -> str:
    """What Excel shows of a cell of a CSV file that is a chain of texts in quotation marks."""
    if not re.fullmatch(r'=("(?:[^"]|"")*"&?)+', text):
        assert not text.startswith(("=", "+", "@", "\t", "\r")), text
        return text
    return "".join(p.replace('""', '"') for p in re.findall(r'"((?:[^"]|"")*)"(?=&|$)', text))


# -- CSV ---------------------------------------------------------------------------------------------------


def test_csv_of_one_disclosure_is_byte_for_byte_what_a_build_of_it_writes(banan, tmp_path):
    out = banan.to_csv(tmp_path / "csv")
    for name in TABLES:
        assert (out / f"{name}.csv").read_bytes() == (ROOT / "processed" / f"{name}.csv").read_bytes(), name


def test_the_dictionary_beside_it_is_that_of_the_build_and_claims_no_licence(banan, tmp_path):
    out = banan.to_csv(tmp_path / "csv")
    mine, built = (
        json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        for folder in (out, ROOT / "processed")
    )
    documents = [
        r for r in built["resources"] if r["name"] != "failures"
    ]  # what could not be read is no document
    assert mine["resources"] == documents
    assert "licenses" in built and "licenses" not in mine
    assert (mine["name"], mine["title"]) == ("banan-2024-budget", banan.document.title)
    assert frictionless.validate(out / "datapackage.json").valid


def test_csv_for_excel_has_a_byte_order_mark_and_csv_for_programs_has_none(banan, tmp_path):
    for_excel, plain = banan.to_csv(tmp_path / "a", excel=True), banan.to_csv(tmp_path / "b")
    assert {p.read_bytes()[:3] for p in for_excel.iterdir()} == {b"\xef\xbb\xbf"}
    assert b"\xef\xbb\xbf" not in {p.read_bytes()[:3] for p in plain.iterdir()}
    assert sorted(p.name for p in for_excel.iterdir()) == sorted(f"{name}.csv" for name in TABLES)


def test_excel_shows_every_cell_as_it_is_in_the_tables(banan, tmp_path):
    for_excel, plain = banan.to_csv(tmp_path / "a", excel=True), banan.to_csv(tmp_path / "b")
    for name in TABLES:
        found = [[shown(c) for c in row] for row in rows(for_excel / f"{name}.csv")]
        assert found == rows(plain / f"{name}.csv"), name
    codes = {r[frame(name="line_items", column="economic_code")] for r in rows(for_excel / "line_items.csv")}
    assert '="30226"' in codes


def frame(name: str, column: str) -> int:
    return [spec["name"] for spec in frame_fields(name)].index(column)


def test_a_text_that_begins_like_a_formula_is_none_in_excel(tmp_path):
    d = document(tmp_path, printed("一般公共预算支出表", TRICKS))
    cells = {c for row in rows(d.to_csv(tmp_path / "x", excel=True) / "line_items.csv") for c in row}
    assert {'="@SUM(A1)"', '="-办公费"', '="202"'} <= cells
    assert {shown(c) for c in cells} >= {"@SUM(A1)", "-办公费", "202"}


@pytest.mark.parametrize(
    "text",
    ["2010301", "0501", "1,137.10", "1-2", "3/4", "5%", "=1+1", "+1", "-1", "@a", " 1", "（5）", "１２", "＝1",
     "TRUE", "false", "Mar-24", "dec 5", "'a", '"', "1" * 300],
)  # fmt: skip
def test_a_text_that_excel_would_change_is_put_in_quotation_marks(text):
    assert quoted(text).startswith('="') and shown(quoted(text)) == text
    assert max(map(len, quoted(text)[1:].split("&"))) <= 257


@pytest.mark.parametrize("text", ["办公费", "department", "banan-2024-budget:p6t1r19c2", "marine", "E10", ""])
def test_a_text_that_excel_leaves_alone_stays_as_it_is(text):
    assert quoted(text) == text


def test_a_text_longer_than_a_formula_is_no_formula():
    assert quoted("+" * 9_000) == "'" + "+" * 9_000


def test_a_file_in_the_place_of_the_folder_is_refused_and_left(banan, tmp_path):
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(bk.SourceError, match="is a file"):
        banan.to_csv(tmp_path / "x")
    assert [p.name for p in tmp_path.iterdir()] == ["x"] and (tmp_path / "x").read_text() == "mine"


def test_a_disclosure_whose_file_is_gone_says_so(tmp_path):
    d = document(tmp_path, printed("一般公共预算支出表", TRICKS))
    (tmp_path / "inline.md").unlink()
    with pytest.raises(bk.SourceError, match=r"inline\.md: no longer where it was read"):
        d.to_csv(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert d.to_excel(tmp_path / "x.xlsx").is_file()


def test_checks_and_suspects_of_another_reconciliation_are_written_instead(banan, tmp_path):
    few = bk.reconcile(banan, only=["W10"])
    checks = rows(banan.to_csv(tmp_path / "x", checks=few) / "checks.csv")
    assert [c[0] for c in checks[1:]] == few.checks["check_id"].tolist()


# -- Parquet -----------------------------------------------------------------------------------------------


def test_parquet_gives_back_every_table_as_it_is(banan, tmp_path):
    out = banan.to_parquet(tmp_path / "parquet")
    for name, rows in tables_of(banan).items():
        found = read_parquet(out / f"{name}.parquet", frame_fields(name))
        pd.testing.assert_frame_equal(found, rows, check_dtype=True, obj=name)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["path"] for r in package["resources"]] == [f"{name}.parquet" for name in TABLES]


def test_a_code_is_text_and_an_amount_is_whole_in_parquet(banan, tmp_path):
    file = banan.to_parquet(tmp_path / "parquet") / "line_items.parquet"
    query = f"SELECT economic_code, amount_fen FROM '{file}' WHERE item = '劳务费' AND nature = 'operating'"
    assert duckdb.sql(query).fetchall() == [("30226", 155_040_000)]


def test_without_duckdb_it_says_what_to_install_and_writes_nothing(banan, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(bk.DependencyError, match=r"pip install duckdb"):
        banan.to_parquet(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


# -- Fiscal Data Package -----------------------------------------------------------------------------------


def test_the_package_is_valid_for_frictionless(package):
    report = frictionless.validate(package / "datapackage.json")
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_each_form_adds_up_to_the_total_that_it_prints(package):
    sums = {}
    for path in sorted(package.glob("fiscal_*.csv")):
        facts = pd.read_csv(path, dtype=str)
        for direction, amounts in facts.groupby("direction")["amount"]:
            sums[path.stem.removeprefix("fiscal_"), direction] = sum(round(float(a) * 100) for a in amounts)
    assert sums == {
        ("basic_expenditure", "expenditure"): 367_100_000,
        ("dept_expenditure", "expenditure"): 1_137_110_000,  # the parts are rounded: 0.01 万元 more
        ("dept_summary", "expenditure"): 1_137_110_000,
        ("dept_summary", "revenue"): 1_137_100_000,
        ("fiscal_summary", "expenditure"): 1_137_110_000,
        ("fiscal_summary", "revenue"): 1_137_100_000,
        ("public_expenditure", "expenditure"): 1_137_110_000,
        ("three_public", "expenditure"): 200_000,
    }


def test_no_total_and_no_parent_is_among_what_is_to_be_added(banan, package):
    items = banan.line_items.set_index("line_id")
    for path in package.glob("fiscal_*.csv"):
        ids = pd.read_csv(path, dtype=str)["line_id"]
        assert items.loc[ids, "adds"].all() and ids.is_unique


def test_every_column_has_a_type_of_the_taxonomy_or_is_the_packages_own(package):
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["columnTypes"] == ["https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json"]
    assert descriptor["profile"] == "tabular-data-package" and "$schema" not in descriptor
    assert "model" not in descriptor  # that was version 0.3
    forms = [r for r in descriptor["resources"] if r["name"].startswith("fiscal-") and "columnType" in str(r)]
    assert len(forms) == 6
    for resource in forms:
        types = {f["name"]: f.get("columnType") for f in resource["schema"]["fields"]}
        assert types == {row["name"]: row["column_type"] or None for row in table("fiscal")}
        assert [f["constant"] for f in resource["schema"]["extraFields"]] == ["CNY"]
        assert (types["amount"], types["phase"], types["direction"]) == ("value", "phase:id", "direction")


def test_each_form_says_how_many_of_its_figures_are_left_out(banan, package):
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    basic = next(r for r in descriptor["resources"] if r["name"] == "fiscal-basic-expenditure")
    count = (banan.line_items["form"] == "basic_expenditure").sum()
    assert f"{count - 2} more" in basic["description"]
    assert descriptor["description"] == "Fiscal Data Package 1.0.0rc1."


def test_a_form_of_which_it_is_not_known_what_adds_is_named(tmp_path):
    d = document(tmp_path, printed("一般公共预算支出表", "科目编码|科目名称|合计\n201|a|1.00\n202|b|2.00"))
    out = d.to_package(tmp_path / "x")
    description = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["description"]
    assert description.endswith("Not known is what adds in: public_expenditure; see line-items.")
    assert list(out.glob("fiscal_*")) == []


def test_amounts_are_exact_in_yuan_with_their_sign(tmp_path):
    d = document(
        tmp_path,
        printed("一般公共预算支出表", "科目编码|科目名称|合计\n|合计|1.004999\n201|a|△2.00\n202|b|3.004999"),
    )
    out = d.to_package(tmp_path / "x")
    assert [r[1] for r in rows(out / "fiscal_public_expenditure.csv")[1:]] == ["-20000.00", "30049.99"]


def test_a_document_without_tables_is_a_package_without_facts(tmp_path):
    d = document(tmp_path, "本部门2024年收入预算100万元。")
    out = d.to_package(tmp_path / "x")
    assert list(out.glob("fiscal_*")) == [] and frictionless.validate(out / "datapackage.json").valid


def test_every_row_of_the_table_of_types_names_its_source():
    assert all(row["source"] for row in table("fiscal"))
    assert [row["column_type"] for row in table("fiscal") if "1.0.0rc1" not in row["source"]] == ["", ""]
