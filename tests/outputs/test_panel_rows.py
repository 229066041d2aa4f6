"""Thirty figures a place, drawn at random from the panel and compared with the page by eye (panel_rows.csv).

Drawn were, for each place, `random.Random(f"20261130 {place}").sample(ids, 30)` out of the sorted line_ids of its
figures that are a value or a zero, a document counting for as many as it has.
Printed amount, unit, code, name and column were written down from a picture of the page before the panel's row
was looked at. The keys, from `entity` to `project`, are the panel's own where they were found right on the page,
and what the page says where they were found wrong; `open` is a field that the page, or the data dictionary,
leaves open.
"""

from __future__ import annotations

import csv
from collections import Counter

import pandas as pd
import pytest

import budgetkit as bk
from budgetkit.amounts import parse
from tests.support import DATA, ROOT

PUBLISHED = {"right": 534, "open": 66}
"""Verdicts over all rows: lower `wrong` with each kind mended, and judge its rows anew."""

KEYS = (
    "entity", "form", "direction", "fund", "carried", "nature", "measure", "code_kind", "level", "is_total",
    "fiscal_year", "phase", "budget_unit", "project",
)  # fmt: skip
CODES = ("function_code", "economic_code", "government_code")


def judged() -> list[dict[str, str]]:
    with (DATA / "panel_rows.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(text: str) -> str:
    return "".join(text.split())


def text(value: object) -> str:
    """A key as the table of judged rows writes it: blank for no and for nothing."""
    if value is pd.NA or value is None or value is False:
        return ""
    return "yes" if value is True else plain(str(value))


@pytest.fixture(scope="module")
def panel() -> dict[str, dict[str, object]]:
    """The panel's rows of the figures judged, by line_id."""
    pytest.importorskip("duckdb")
    rows = bk.load("line_items", ROOT / "processed", panel=True)
    rows = rows[rows["line_id"].isin([r["line_id"] for r in judged()])]
    return {str(r["line_id"]): r for r in rows.astype(object).to_dict("records")}


def differing(row: dict[str, str], there: dict[str, object]) -> set[str]:
    """Return the keys in which a row of the panel is not what the page says, those left open aside."""
    left_open = row["fields"].split() if row["verdict"] == "open" else []
    return {k for k in KEYS if k not in left_open and text(there[k]) != plain(row[k])}


def test_thirty_rows_of_each_place_were_judged_and_the_verdicts_are_those_published() -> None:
    rows = judged()
    places = Counter(r["line_id"].split(":")[0].rpartition("-")[0] for r in rows)
    assert len({r["line_id"] for r in rows}) == len(rows) == sum(PUBLISHED.values())
    assert len(places) == 20 and set(places.values()) == {30}
    assert Counter(r["verdict"] for r in rows) == PUBLISHED
    assert all((r["verdict"] == "right") == (not r["fields"]) for r in rows)
    assert all(bool(r["note"]) == (r["verdict"] != "right") or "mended since" in r["note"] for r in rows)
    assert {k for r in rows for k in r["fields"].split()} <= set(KEYS)


def test_no_amount_unit_or_page_differs_from_what_the_eye_read(panel: dict[str, dict[str, object]]) -> None:
    for row in judged():
        there = panel[row["line_id"]]
        read = (parse(row["printed"], row["unit"]).fen, row["unit"], int(row["page"]))
        assert (there["amount_fen"], there["unit"], there["page"]) == read, row["line_id"]


def test_code_and_name_are_those_of_the_printed_row(panel: dict[str, dict[str, object]]) -> None:
    for row in judged():
        there = panel[row["line_id"]]
        code = next((str(there[k]) for k in CODES if there[k]), "")
        assert bool(code) == bool(row["code"]) and code.endswith(row["code"]), row["line_id"]  # 05 below 208
        assert plain(str(there["item"])) == plain(row["label"]), row["line_id"]


def test_what_differs_from_the_page_is_what_was_judged_wrong(panel: dict[str, dict[str, object]]) -> None:
    found = {r["line_id"]: differing(r, panel[r["line_id"]]) for r in judged()}
    wrong = {r["line_id"]: set(r["fields"].split()) for r in judged() if r["verdict"] == "wrong"}
    assert {k: v for k, v in found.items() if v} == wrong
    assert len(wrong) == PUBLISHED.get("wrong", 0)
