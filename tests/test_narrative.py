"""Figures in prose: each is found once, bound to what it speaks of, and none is lost."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from budgetkit.grid import Cell, Grid, Line, Page
from budgetkit.narrative import Paragraph, paragraphs, stated
from budgetkit.readers import read_pages

HERE = Path(__file__).resolve().parent
BANAN = {"document_id": "banan-2024", "fiscal_year": 2024, "entity": "重庆市巴南区政务服务管理办公室"}
FACSIMILE = HERE.parent / "raw" / "banan-2024-budget.pdf"
KEYS = ["concept", "fund", "nature", "form", "direction", "item", "role", "unit", "change_direction", "base_year"]


def figures(*texts: str, year: int = 2024, entity: str = "") -> tuple[list[dict], list[dict]]:
    """Rows and unread numbers of paragraphs; one that starts with ``#`` is a heading."""
    prose = [Paragraph(1, n, "", t.startswith("#"), t.lstrip("# ")) for n, t in enumerate(texts, 1)]
    return stated(prose, {"document_id": "x", "fiscal_year": year, "entity": entity})


def brief(row: dict) -> tuple:
    """Concept or item, role, amount in 万元 (or value), direction of change, base year."""
    amount = row["value"] if row["amount_fen"] is None else row["amount_fen"] / 1_000_000
    return row["concept"] or row["item"], row["role"], amount, row["change_direction"], row["base_year"]


def said(*texts: str, year: int = 2024, entity: str = "") -> list[tuple]:
    rows, unread = figures(*texts, year=year, entity=entity)
    assert unread == []
    return [brief(r) for r in rows]


def expected_of_banan() -> list[tuple]:
    with (HERE / "data" / "narrative_banan.csv").open(encoding="utf-8") as file:
        return [
            (*(row[k] for k in KEYS), Decimal(row["amount"]) if row["amount"] else None) for row in csv.DictReader(file)
        ]


def found_in(path: Path) -> list[tuple]:
    rows, unread = stated(paragraphs(read_pages(path)), BANAN)
    assert unread == []
    table = []
    for row in rows:
        amount = row["value"] if row["amount_fen"] is None else Decimal(row["amount_fen"]) / 1_000_000
        keys = ["" if row[k] is None else str(row[k]) for k in KEYS]
        table.append((*keys, amount if amount is None else Decimal(amount)))
    return table


def without_item(rows: list[tuple]) -> list[tuple]:
    """The keys that another wording of the same statement must leave as they are."""
    at = KEYS.index("item")
    return sorted([(*r[:at], "" if r[0] != "function_class" else r[at], *r[at + 1 :]) for r in rows], key=str)


def test_the_banan_text_states_exactly_the_54_figures_read_by_eye(shared):
    found = found_in(shared / "banan-2024" / "disclosure.md")
    assert len(found) == 54
    assert found == expected_of_banan()


def test_the_facsimile_says_the_same_in_other_words():
    assert without_item(found_in(FACSIMILE)) == without_item(expected_of_banan())
