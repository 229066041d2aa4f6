"""A page that stands in a file twice is said, and its figures count once; pages that are merely alike are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetkit import Disclosure, read, reconcile
from tests.support.typeset import Cell, Document, Table

EXPENDITURE = (
    ("合计", "345.60", "245.60"),
    ("农林水支出", "300.00", "200.00"),
    ("社会保障支出", "45.60", "45.60"),
)
NOTHING = (("合计", "", ""), ("农林水支出", "0.00", "0.00"))
OTHER = (*EXPENDITURE[:2], ("社会保障支出", "45.60", "45.06"))
Rows = tuple[tuple[str, str, str], ...]


def disclosure(path: Path, *pages: tuple[str, Rows]) -> Disclosure:
    """Set a page a table, each with the number of its page at its foot."""
    document = Document(path)
    for k, (title, rows) in enumerate(pages):
        if k:
            document.page_break()
        cells = [[Cell(text) for text in row] for row in (("科目名称", "合计", "基本支出"), *rows)]
        document.heading(title, 1).line(right="单位：万元").table(Table(cells))
    document.save()
    return read(path)


FIRST, SECOND = ("部门支出总表", EXPENDITURE), ("一般公共预算支出表", EXPENDITURE)


@pytest.mark.parametrize(
    ("pages", "again"),
    [((FIRST, FIRST), [2]), ((FIRST, SECOND, FIRST, SECOND), [3, 4]), ((FIRST, FIRST, FIRST), [2, 3])],
)
def test_the_figures_of_a_page_printed_twice_count_once_and_the_page_is_said(
    tmp_path: Path, pages: tuple[tuple[str, Rows], ...], again: list[int]
) -> None:
    d = disclosure(tmp_path / "a.pdf", *pages)
    repeats = d.line_items["measure"] == "repeat"
    assert sorted(set(d.line_items.loc[repeats, "page"])) == again
    assert repeats.sum() == 6 * len(again)
    forms = d.line_items[~repeats].groupby("form")
    assert forms.size().tolist() == [6] * len(forms)
    assert d.line_items.loc[repeats, "adds"].tolist() == [False] * repeats.sum()
    assert d.unread["page"].tolist() == again
    assert d.unread["why"].str.fullmatch(r"it prints page \d once more; its figures count once").all()
    found = d.forms[d.forms["status"] == "found"]
    assert found["form"].is_unique
    checks = reconcile(d).checks
    assert "fail" not in checks.loc[checks["rule_id"] == "D01", "outcome"].tolist()


@pytest.mark.parametrize(
    "pages",
    [(("部门支出总表", NOTHING),) * 2, (FIRST, ("部门支出总表", OTHER)), (FIRST, SECOND)],
    ids=["without amounts", "another amount", "another title"],
)
def test_pages_that_are_alike_are_no_repeats_without_amounts_or_with_any_difference(
    tmp_path: Path, pages: tuple[tuple[str, Rows], ...]
) -> None:
    d = disclosure(tmp_path / "a.pdf", *pages)
    assert [page.repeats for page in d.pages] == [0, 0]
    assert len(d.unread) == 0
