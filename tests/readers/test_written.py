"""The Banan figures come out of every format as programs write it, each with its code, form and unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

import budgetkit as bk
from tests.support import DATA, ROOT, ofd

PDF = ROOT / "raw" / "banan-2024-budget.pdf"
FILES = ("banan.html", "banan.docx")
FIGURE = (
    "form", "direction", "fund", "nature", "function_code", "economic_code", "item", "printed", "amount_fen", "unit",
    "step_fen", "state", "fiscal_year", "phase", "adds",
)  # fmt: skip


@pytest.fixture(scope="module")
def pdf() -> bk.Disclosure:
    return bk.read(PDF)


@pytest.fixture(scope="module", params=[*FILES, *ofd.STYLES])
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bk.Disclosure:
    """What LibreOffice wrote; and OFD, as programs that convert a PDF write it, in either style."""
    if request.param in FILES:
        return bk.read(DATA / "formats" / request.param)
    path = tmp_path_factory.mktemp("ofd") / "banan.ofd"
    return bk.read(ofd.write(path, list(ofd.of_pdf(PDF)), request.param))


def rows(d: bk.Disclosure, table: str, columns: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(map(tuple, getattr(d, table)[list(columns)].astype(str).values.tolist()))


def test_every_figure_of_a_table_is_that_of_the_pdf(pdf: bk.Disclosure, other: bk.Disclosure) -> None:
    assert rows(other, "line_items", FIGURE) == rows(pdf, "line_items", FIGURE)
    assert len(other.line_items) == 143 and other.unread.empty


def test_every_blank_indicator_and_figure_of_the_prose_is_that_of_the_pdf(
    pdf: bk.Disclosure, other: bk.Disclosure
) -> None:
    for table, columns, number in (
        ("blanks", FIGURE, 99),
        ("indicators", ("form", "indicator", "weight", "operator", "target", "unit", "is_core"), 16),
        ("stated", ("item", "role", "printed", "amount_fen", "unit"), 54),
    ):
        assert rows(other, table, columns) == rows(pdf, table, columns)
        assert len(getattr(other, table)) == number


def test_whose_document_it_is_and_what_agrees_is_as_in_the_pdf(
    pdf: bk.Disclosure, other: bk.Disclosure
) -> None:
    about = ("title", "entity", "region", "scope", "fiscal_year", "phase")
    assert [getattr(other.document, k) for k in about] == [getattr(pdf.document, k) for k in about]
    outcomes = [bk.reconcile(d).checks["outcome"].value_counts().to_dict() for d in (pdf, other)]
    assert outcomes[0] == outcomes[1] and outcomes[0]["exact"] == 385


def test_every_figure_names_its_own_cell(other: bk.Disclosure) -> None:
    """By its format's own name of it, or by page and box."""
    items = other.line_items
    names = (
        items["ref"]
        if other.engine != "ofd"
        else items[["page", "x0", "y0", "x1", "y1"]].astype(str).agg(" ".join, axis=1)
    )
    assert names.is_unique and not names.str.contains("^$|NA|nan").any()
