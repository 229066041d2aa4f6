"""A ledger and its parts: tables told apart, gaps, forms, caches, and where its records come from."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from budgetkit.records import Figure, Unread, from_frame
from budgetkit.rulebook.classes import Classes
from budgetkit.rulebook.gaps import Gaps
from budgetkit.rulebook.inventory import Inventory, Shown
from budgetkit.rulebook.ledger import Ledger
from budgetkit.rulebook.numbering import number_tables
from tests.support.worked import document

FORM = "dept_summary"


def total(page: int, fen: int, concept: str = "grand_total", file: int = 0) -> Figure:
    return Figure(form=FORM, concept=concept, is_total=True, fen=fen, page=page, file=file)


def pages(*tables: str) -> dict[str, list[frozenset[tuple[int, str]]]]:
    return {FORM: [frozenset((0, page) for page in table.split()) for table in tables]}


def numbers(figures: list[Figure], *tables: str) -> list[str]:
    return [f.table_id for f in number_tables(figures, pages(*tables))]


# which tables are one ---------------------------------------------------------------------------------


def test_a_new_table_begins_where_the_same_total_is_another_amount() -> None:
    assert numbers([total(1, 10), total(2, 20)], "1", "2") == ["1", "2"]


def test_a_page_that_repeats_the_total_goes_on_with_its_table() -> None:
    assert numbers([total(1, 10), total(2, 10)], "1", "2") == ["", ""]
    assert numbers([total(1, 10), total(2, 10), total(3, 20)], "1", "2", "3") == ["1", "1", "2"]
    without = Figure(form=FORM, page=2)
    assert numbers([total(1, 10), without, total(3, 20)], "1", "2", "3") == ["1", "1", "2"]


def test_totals_of_other_columns_are_no_other_table() -> None:
    assert numbers([total(1, 10), total(2, 20, "current_total")], "1", "2") == ["", ""]


def test_one_recognised_table_has_no_number_and_a_page_of_two_tables_none_either() -> None:
    assert numbers([total(1, 10), total(1, 20)], "1") == ["", ""]
    row = Figure(form=FORM, page=2)
    assert numbers([total(1, 10), row, total(3, 20)], "1 2", "2 3") == ["1", "", "2"]


def test_pages_of_another_file_are_other_pages() -> None:
    found = number_tables(
        [total(1, 10, file=1), total(1, 20, file=2)],
        {FORM: [frozenset({(1, "1")}), frozenset({(2, "1")})]},
    )
    assert [f.table_id for f in found] == ["1", "2"]


# gaps, forms, classes ---------------------------------------------------------------------------------


def test_gaps_say_which_rows_columns_and_forms_could_not_be_read() -> None:
    unread = [
        Unread(page=1, table=1, row=3, col=2, kind="cell"),
        Unread(page=2, table=1, row=0, col=4, kind="header"),
        Unread(page=1, table=1, col=5, kind="spare_header"),
        Unread(page=9, kind="page"),
    ]
    gaps = Gaps(unread, [Figure(form="a", page=1, table=1), Figure(form="b", page=2, table=1)])
    assert gaps.rows == {(0, 1, 1, 3)}
    assert dict(gaps.columns) == {(0, 1, 1, 2): [3]}
    assert (gaps.forms, gaps.headers) == ({"a"}, {"b"})


def test_an_inventory_counts_the_tables_of_each_form_the_missing_ones_too() -> None:
    forms = pd.DataFrame(
        [
            {"form": FORM, "status": "found", "pages": "1 2", "unit": "万元", "note": "甲", "file": "b.pdf"},
            {"form": FORM, "status": "found", "pages": "1", "unit": "元", "note": "乙", "file": "a.pdf"},
            {"form": "three_public", "status": "missing", "statutory": True},
        ]
    )
    found = Inventory(forms, ["a.pdf", "b.pdf"])
    assert (found.found[FORM], found.found["three_public"], found.notes[FORM]) == (2, 0, "甲乙")
    assert found.shown == [Shown(FORM, "万元", 2, "1 2"), Shown(FORM, "元", 1, "1")]
    assert found.pages[FORM] == [{(2, "1"), (2, "2")}, {(1, "1")}]
    assert "three_public" in found.due and "three_public" not in found.pages


def test_a_row_without_a_code_is_a_class_by_the_name_that_the_document_gives_the_class() -> None:
    classes = Classes([Figure(item="某类支出", code_kind="function", function_code="299", level=1)])
    assert classes.of(Figure(item="某类支出")) == "299"
    assert classes.has(Figure(item="某类支出")) and not classes.has(Figure(item="行政运行"))
    assert classes.below(Figure(item="行政运行")) and not classes.below(Figure(item="某类支出"))


# the ledger -------------------------------------------------------------------------------------------


def test_a_ledger_of_other_stated_figures_shares_no_cache_and_keeps_the_precision_of_the_prose() -> None:
    text = "stated,concept,amount\nstated,reception,770\nstated,vehicles,162.68"
    first = Ledger(document(text))
    assert first.once("said", lambda: len(first.stated)) == 2
    second = first.stating(first.stated[:1])
    assert second.once("said", lambda: len(second.stated)) == 1
    assert first.once("said", lambda: 0) == 2
    assert second.fine(second.stated[0]).step == 10_000  # as fine as 162.68


def test_a_ledger_asks_a_disclosure_that_has_records_for_them_and_not_for_its_tables() -> None:
    plain = document(
        "three_public,three_public,reception\n,0.70,0.30\n\nstated,concept,amount\nstated,reception,1"
    )
    records = {name: from_frame(name, table) for name, table in vars(plain).items() if name in NAMES}
    for name in records:  # a tampered table must not be looked at
        records[name] = [r._replace(document_id="records") for r in records[name]]
    given = SimpleNamespace(**vars(plain), records=records.__getitem__)
    assert {f.document_id for f in Ledger(given).forms["three_public"]} == {"records"}
    assert Ledger(given).stated[0].document_id == "records"
    assert {f.document_id for f in Ledger(plain).forms["three_public"]} == {"d"}


NAMES = ("line_items", "blanks", "stated", "indicators", "unread")


def test_a_ledger_leaves_the_records_that_it_is_given_as_they_are() -> None:
    plain = document("three_public,three_public,reception\n,0.70,0.30")
    records = {name: from_frame(name, getattr(plain, name)) for name in NAMES}
    records["line_items"].reverse()
    before = {name: list(rows) for name, rows in records.items()}
    ledger = Ledger(SimpleNamespace(**vars(plain), records=records.__getitem__))
    assert [f.col for f in ledger.forms["three_public"]] == [1, 2]
    assert records == before
